"""The contract of each reference table: one row's meaning, its key, its bounds. All columns are read as text first."""

import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame
from schemas.word_tables import Abbreviations, CellWords, ChoiceWords

FIELDS = ("DIK", "KES", "PU", "PR", "TRA", "SOS")
"""The six bidang of SPM in the order of PP 2/2018 Pasal 5 to 10."""

_SERVICE = r"[KP]-(DIK|KES|PU|PR|TRA|SOS)-\d\d"
_REGENCY = r"\d\d\.\d\d"


class _Table(Frame):
    class Config:
        coerce = True


class Services(_Table):
    """A row is a service a regency (`kabkota`) or a province (`provinsi`) must deliver."""

    level: Series[str] = pa.Field(isin=["kabkota", "provinsi"])
    field_code: Series[str] = pa.Field(isin=list(FIELDS))
    field_name: Series[str] = pa.Field(str_length={"min_value": 1})
    service_code: Series[str] = pa.Field(unique=True, str_matches=f"^{_SERVICE}$")
    service_name: Series[str] = pa.Field(str_length={"min_value": 1})
    recipient: Series[str] = pa.Field(str_length={"min_value": 1})
    unit: Series[str] = pa.Field(str_length={"min_value": 1})
    legal_basis: Series[str] = pa.Field(str_length={"min_value": 1})


class Fields(_Table):
    """A row is a bidang, in the order of the regulation."""

    field_code: Series[str] = pa.Field(unique=True, isin=list(FIELDS))
    field_name: Series[str] = pa.Field(str_length={"min_value": 1})


class QualityItems(_Table):
    """A row is a good, service or person that a service's quality standard asks for; `item_code` holds its set tag."""

    service_code: Series[str] = pa.Field(str_matches=f"^{_SERVICE}$")
    item_code: Series[str] = pa.Field(unique=True, str_matches=rf"^{_SERVICE}\.[A-Z0-9]+\.\d\d[a-z]?$")
    kind: Series[str] = pa.Field(isin=["barang", "jasa", "sdm"])
    item_name: Series[str] = pa.Field(str_length={"min_value": 1})
    unit: Series[str] = pa.Field(str_length={"min_value": 1})
    source: Series[str] = pa.Field(str_length={"min_value": 1})


class Regions(_Table):
    """A row is a regency (kabupaten or kota) by its Kemendagri code."""

    code: Series[str] = pa.Field(unique=True, str_matches=f"^{_REGENCY}$")
    name: Series[str] = pa.Field(unique=True)
    kind: Series[str] = pa.Field(isin=["kabupaten", "kota"])
    province_code: Series[str] = pa.Field(str_matches=r"^\d\d$")
    province_name: Series[str]


class Provinces(_Table):
    """A row is a province and the time zone of its deadlines."""

    code: Series[str] = pa.Field(unique=True, str_matches=r"^\d\d$")
    name: Series[str] = pa.Field(unique=True)
    timezone: Series[str] = pa.Field(isin=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


class Population(_Table):
    """A row is the number of people of a regency at the end of `year`."""

    code: Series[str] = pa.Field(unique=True, str_matches=f"^{_REGENCY}$")
    year: Series[int] = pa.Field(ge=2018)
    population: Series[int] = pa.Field(gt=0)
    source: Series[str]


TARGET_KINDS = ("group", "cases", "events")


class TargetKinds(_Table):
    """A row says what a service's target counts, and the share of the population that it can never exceed.

    `group`: everybody of an age, a sex or a usual rate of disease: fixed for the year, much the same share everywhere.
    `cases`: people who were found and registered: fixed for the year, but another share in every regency.
    `events`: whom the year's disasters, fires or relocations hit: grows during the year, or stays 0.
    """

    service_code: Series[str] = pa.Field(unique=True, str_matches=f"^{_SERVICE}$")
    kind: Series[str] = pa.Field(isin=list(TARGET_KINDS))
    most_of_population: Series[float] = pa.Field(gt=0, le=1.2)
    note: Series[str] = pa.Field(str_length={"min_value": 1})


class LargestCosts(_Table):
    """A row says what each whom a service of a regency has to serve can cost in a year at most, in rupiah, salaries and
    buildings included."""

    service_code: Series[str] = pa.Field(unique=True, str_matches=f"^{_SERVICE}$")
    most_cost: Series[float] = pa.Field(gt=0)
    note: Series[str] = pa.Field(str_length={"min_value": 1})


class Categories(_Table):
    """A row is a category of the index and the least exact index that reaches it (Permendagri 59/2021)."""

    min_index: Series[float] = pa.Field(unique=True, ge=0, le=100)
    name: Series[str] = pa.Field(unique=True)


class Deadlines(_Table):
    """A row holds from `from_year` until a later row of the same quarter: the last day of handing in."""

    from_year: Series[int] = pa.Field(ge=2018)
    quarter: Series[int] = pa.Field(ge=1, le=4)
    due_month: Series[int] = pa.Field(ge=1, le=12)
    due_day: Series[int] = pa.Field(ge=1, le=31)
    due_year_offset: Series[int] = pa.Field(isin=[0, 1])
    source: Series[str]

    class Config:
        unique = ["from_year", "quarter"]  # noqa: RUF012 - pandera's own way to say it


class HeaderAliases(_Table):
    """A row is a wording (`alias`) of a kind of column (`canonical`)."""

    canonical: Series[str] = pa.Field(str_matches=r"^[a-z0-9_]+$")
    alias: Series[str]


class ServiceAliases(_Table):
    """A row is another wording of a service's name."""

    service_code: Series[str] = pa.Field(str_matches=f"^{_SERVICE}$")
    alias: Series[str]


class RegionAliases(_Table):
    """A row is a former code or another spelling of a regency's name, or of a province's."""

    code: Series[str] = pa.Field(str_matches=rf"^(?:{_REGENCY}|\d\d)$")
    kind: Series[str] = pa.Field(isin=["code", "name", "province"])
    alias: Series[str]
    note: Series[str]


PLACES = ("kabupaten", "kecamatan", "desa", "unit")
NAMED_KINDS = (*PLACES, "usia", "program", "kegiatan", "sub kegiatan")
"""Kinds of parts with names of their own, that begin with one of the words: `Kec. Kumai`."""
_OF_PEOPLE = ("jenis kelamin", "kepegawaian", "pendataan", "jaminan", "kemampuan")
PART_KINDS = (*_OF_PEOPLE, "sumber dana", "status", "kawasan", "jenjang", *NAMED_KINDS, "rincian")


class RowWords(_Table):
    """A row is a word that tells what a row of a table is: a bidang (its code); a line that is none of the table's,
    wherever it stands (aside) or only between two bidang or under the table (outside); the title of rows below it that
    are none of the form's (beyond); or a part of a service, whose parts of one kind add up."""

    word: Series[str] = pa.Field(unique=True)
    kind: Series[str] = pa.Field(isin=["aside", "outside", "beyond", *FIELDS, *PART_KINDS])
    note: Series[str]


TIME_KINDS = ("data", "figures", "done", "compared", "upkeep", "population", "due", "register", "place", "guests")
PLACE_KINDS = ("below", "of_all", "report")
NOTE_KINDS = ("affected", "not", "not_yet", "added", "double", "elsewhere", "whole", "draft", "wrong")
DOUBT_KINDS = ("reporter", "checked", "renewed", "provisional", "later", "by_time", "printed", "law")


class TimeWords(_Table):
    """A row is a word that tells of what a note or a line around a table speaks that names a time or a regency: of the
    figures (data, figures), of what was done, of others to compare with, of what is looked after (upkeep), of where
    what is due comes from (population, due), of a register with a day of its own; of where figures come from (place) or
    who comes from elsewhere (guests); who has not reported (reporter), is a part of the regency (below), what behind
    such a word means no single one (of_all), what stands before it in a title (report); who is hit by a disaster
    (affected); a law, whose year is its own. Of figures: not, or not yet so; added, counted double, from
    elsewhere, or the whole; a draft, wrong, or not checked or renewed; provisional, to come later, those of a
    month or a day (by_time), or when they were taken (printed). `*` stands for the rest of a word."""

    word: Series[str]
    kind: Series[str] = pa.Field(isin=[*TIME_KINDS, *PLACE_KINDS, *NOTE_KINDS, *DOUBT_KINDS])
    note: Series[str]

    class Config:
        unique = ["word", "kind"]  # noqa: RUF012 - pandera's own way to say it


class Units(_Table):
    """A row is a word that may stand behind a number or under Satuan, and the unit it counts.

    What stands for `lain` is counted in quality items and plans, never as people, households or money: `counted_as`
    says what words count the same. A pack of things (`kemasan`) may stand under Satuan only.
    """

    word: Series[str] = pa.Field(unique=True)
    unit: Series[str] = pa.Field(isin=["orang", "rumah tangga", "rupiah", "lain", "kemasan"])
    counted_as: Series[str] = pa.Field(str_matches=r"\S")
    note: Series[str]


class OfficeAddresses(_Table):
    """A row is what tells an office's email address: the end of its domain, or a word in front of the @."""

    kind: Series[str] = pa.Field(isin=["domain", "word"])
    value: Series[str] = pa.Field(unique=True, str_matches=r"^[a-z.]+$")
    note: Series[str]


class PublishedFigures(_Table):
    """A row is a figure that was made public, to test the computation with."""

    region: Series[str]
    year: Series[int]
    period: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    value: Series[float] = pa.Field(ge=0, le=100)
    measure: Series[str]
    source: Series[str]


class SampleRates(_Table):
    """A row says what a service's figures look like in synthetic submissions: an assumption, never a result.

    `share_of_population` gives the target, `rupiah_per_unit` the budget, `nihil_chance` how many regencies have nobody
    to serve.
    """

    service_code: Series[str] = pa.Field(unique=True, str_matches=f"^{_SERVICE}$")
    share_of_population: Series[float] = pa.Field(gt=0, le=1)
    rupiah_per_unit: Series[int] = pa.Field(gt=0)
    nihil_chance: Series[float] = pa.Field(ge=0, lt=1)
    opd: Series[str] = pa.Field(str_length={"min_value": 1})
    note: Series[str] = pa.Field(str_length={"min_value": 1})


class OtherSystems(_Table):
    """A row names headings (`;` between them) that stand in one row of what a system writes, and what to do with it."""

    system: Series[str] = pa.Field(str_length={"min_value": 1})
    headings: Series[str] = pa.Field(unique=True, str_matches=".+;.+")
    way: Series[str] = pa.Field(str_length={"min_value": 1})
    note: Series[str]


class SampleQuality(_Table):
    """A row says how many of a kind and unit of item a synthetic submission needs per recipient or per inhabitant."""

    kind: Series[str] = pa.Field(isin=["barang", "jasa", "sdm"])
    unit: Series[str] = pa.Field(str_length={"min_value": 1})
    per: Series[str] = pa.Field(isin=["recipient", "population"])
    amount: Series[float] = pa.Field(gt=0)
    note: Series[str] = pa.Field(str_length={"min_value": 1})

    class Config:
        unique = ["kind", "unit"]  # noqa: RUF012 - pandera's own way to say it


class SampleTexts(_Table):
    """A row is a problem of a field with its solution and an activity counted in `unit`; {recipient} is filled in."""

    field_code: Series[str] = pa.Field(isin=list(FIELDS))
    problem: Series[str] = pa.Field(unique=True)
    solution: Series[str] = pa.Field(unique=True)
    activity: Series[str] = pa.Field(unique=True)
    unit: Series[str] = pa.Field(str_length={"min_value": 1})


TABLES: dict[str, type[pa.DataFrameModel]] = {
    "services": Services,
    "quality_items": QualityItems,
    "regions": Regions,
    "provinces": Provinces,
    "population": Population,
    "target_kinds": TargetKinds,
    "largest_costs": LargestCosts,
    "categories": Categories,
    "deadlines": Deadlines,
    "header_aliases": HeaderAliases,
    "service_aliases": ServiceAliases,
    "region_aliases": RegionAliases,
    "cell_words": CellWords,
    "abbreviations": Abbreviations,
    "choice_words": ChoiceWords,
    "units": Units,
    "row_words": RowWords,
    "time_words": TimeWords,
    "other_systems": OtherSystems,
    "office_addresses": OfficeAddresses,
    "published_figures": PublishedFigures,
    "sample_rates": SampleRates,
    "sample_quality": SampleQuality,
    "sample_texts": SampleTexts,
}

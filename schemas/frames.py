"""The contract of every frame that crosses a step. One class a frame; its docstring says what a row means.

Numbers are float64 (exact for whole numbers up to 2^53), NaN where the cell could not be read or is not known. Texts
are never missing, only empty. Percentages run from 0 to 100.
"""

from collections.abc import Sequence
from functools import cache

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame, schema_of, typed
from schemas.reference import FIELDS

STATUSES = ("diterima", "diterima dengan catatan", "ditolak", "belum lapor")
COUNTING = STATUSES[:2]
"""The statuses of a submission whose figures count."""

PROVINCE_MEASURES = ("mean_reported", "mean_all", "pooled", "own")
"""Rules.md part 1, step 6; `own` is the province's own form, which takes no part in the other three."""


# Figures: a row of a sheet of a submission. `submission` says which one, `row` is the Excel row it stands in.


class _Figures(Frame):
    submission: Series[int]
    row: Series[int] = pa.Field(ge=1)


class Recipients(_Figures):
    """How many people (or households, houses) a service had to serve and did, since 1 January."""

    service_code: Series[str]
    unit: Series[str]
    target: Series[float] = pa.Field(nullable=True)
    served: Series[float] = pa.Field(nullable=True)
    stated_unserved: Series[float] = pa.Field(nullable=True)
    stated_pct: Series[float] = pa.Field(nullable=True)
    nihil: Series[bool]
    note: Series[str]


class Quality(_Figures):
    """How many of a quality item a service needs and has."""

    service_code: Series[str]
    item_code: Series[str]
    unit: Series[str]
    required: Series[float] = pa.Field(nullable=True)
    available: Series[float] = pa.Field(nullable=True)
    stated_unavailable: Series[float] = pa.Field(nullable=True)
    stated_pct: Series[float] = pa.Field(nullable=True)
    note: Series[str]


class Budget(_Figures):
    """Rupiah allocated to and spent on a service, since 1 January."""

    service_code: Series[str]
    allocation: Series[float] = pa.Field(nullable=True)
    realised: Series[float] = pa.Field(nullable=True)
    stated_pct: Series[float] = pa.Field(nullable=True)
    fund_source: Series[str]
    opd: Series[str]
    note: Series[str]


class Problems(_Figures):
    """A problem with a service and what is done about it."""

    service_code: Series[str]
    problem: Series[str]
    solution: Series[str]
    opd: Series[str]


class Stages(_Figures):
    """How far a field is in the four stages of SPM: Belum, Proses or Sudah each ('' unreadable)."""

    field_code: Series[str]
    data_collection: Series[str]
    needs_calculation: Series[str]
    planning: Series[str]
    implementation: Series[str]
    note: Series[str]


class Actions(_Figures):
    """An activity planned to fulfil a service. `target` is in `unit`, `budget` in rupiah."""

    service_code: Series[str]
    activity: Series[str]
    year: Series[float] = pa.Field(nullable=True)
    target: Series[float] = pa.Field(nullable=True)
    unit: Series[str]
    budget: Series[float] = pa.Field(nullable=True)
    opd: Series[str]
    quarter: Series[str]


FIGURES: dict[str, type[pa.DataFrameModel]] = {
    "recipients": Recipients,
    "quality": Quality,
    "budget": Budget,
    "problems": Problems,
    "stages": Stages,
    "actions": Actions,
}
"""Sheet key of the layout -> contract of its figures."""


# Achievements (rules.md part 1), and the other data files. Their columns are a contract with those who read the files.


class ServiceAchievement(Frame):
    """One service of one regency. `recipient_pct`, `quality_pct`, `service_index` are NaN where they take no part."""

    regency_code: Series[str]
    service_code: Series[str]
    target: Series[float] = pa.Field(ge=0)
    served: Series[float] = pa.Field(ge=0)
    recipient_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    quality_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    service_index: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    nihil: Series[bool]


class FieldAchievement(Frame):
    """One bidang of one regency; `field_index` is NaN where every service is nihil."""

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=list(FIELDS))
    field_index: Series[float] = pa.Field(ge=0, le=100, nullable=True)


class RegencyAchievement(Frame):
    """One regency with an accepted submission. `printed_index` is the text shown, two decimals (`89.99`)."""

    regency_code: Series[str]
    regency_name: Series[str]
    regency_index: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    printed_index: Series[str]
    category: Series[str]
    rank: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)


class ProvinceAchievement(Frame):
    """One measure of the province for one bidang, or `ALL`. NaN, '' and '' where there is no value."""

    measure: Series[str] = pa.Field(isin=list(PROVINCE_MEASURES))
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    value: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    printed_value: Series[str]
    category: Series[str]


class Trend(Frame):
    """The index of a regency in a quarter, for a bidang or `ALL`; NaN where all is nihil.

    Under the province's own code stands its `mean_reported` of that quarter. A regency of which nothing counted has no
    row, and no quarter is made up. A line joins the quarters of one `segment`, which are known, follow each other and
    are of one year: figures begin anew on 1 January, and what was skipped is a gap. 0 where there is no value.
    """

    period: Series[str]
    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    value: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    segment: Series[int] = pa.Field(ge=0)


HANDFUL = 10
"""A category reached by serving so few is no sign that the services reach people better; said wherever it is shown."""
GAP_STATES = ("terjangkau", "perlu mutu", "tidak terjangkau", "tertinggi", "nihil")


class Gaps(Frame):
    """How far one bidang of one regency (or its whole index, field_code `ALL`) is from the next category.

    `state` says whether serving more people is enough: `terjangkau`; `perlu mutu` where even everybody served leaves
    the index at `reachable_index`, below the next category, until quality items are added; `tidak terjangkau` where a
    nihil service counted as 0 forbids it; `tertinggi` where there is no next category; `nihil` where there is no index.
    `quality_points` is what the index loses to lacking quality items, `quality_needed` how much of that must be mended
    once everybody is served (0 where people suffice).

    `people` is the fewest more people who must be served, `cost` what they cost in rupiah (NaN where the cost per
    person of one of their services is not known); `cheapest_people` and `cheapest_cost` are the plan that costs least
    among the services whose cost is known. Missing where the state is another than `terjangkau`, the cheapest ones also
    where the services of known cost do not suffice. GapServices says which services. People are counted in the
    services' own units.
    """

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    value: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    category: Series[str]
    next_category: Series[str]
    next_index: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    points: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    state: Series[str] = pa.Field(isin=list(GAP_STATES))
    reachable_index: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    quality_points: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    quality_needed: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    people: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    cost: Series[float] = pa.Field(ge=0, nullable=True)
    cheapest_people: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    cheapest_cost: Series[float] = pa.Field(ge=0, nullable=True)


class GapServices(Frame):
    """One service's part in the gap of a bidang (or of the whole index, `ALL`) that has a next category.

    `unserved` people are left; each of them lifts that index by `points_per_person`. `quality_points` is what the index
    loses to the service's lacking quality items. `unit_cost` is the regency's own, realised budget divided by served,
    in whole rupiah; NaN where it is not known. `people` and `cheapest_people` are the service's shares of the plans.
    """

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    service_code: Series[str]
    unserved: Series[int] = pa.Field(ge=0)
    points_per_person: Series[float] = pa.Field(ge=0, le=100, nullable=True)
    quality_points: Series[float] = pa.Field(ge=0, le=100)
    unit_cost: Series[float] = pa.Field(ge=1, nullable=True)
    people: Series[pd.Int64Dtype] = pa.Field(ge=0, nullable=True)
    cheapest_people: Series[pd.Int64Dtype] = pa.Field(ge=0, nullable=True)


class FillRate(Frame):
    """How many of the entries that the form requires a regency has filled in its latest submission, a rejected one too,
    in a bidang or, `ALL`, in all of them pooled. An entry of a service declared nihil is filled."""

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    filled: Series[int] = pa.Field(ge=0)
    required: Series[int] = pa.Field(ge=1)
    fill_pct: Series[float] = pa.Field(ge=0, le=100)


class Submissions(Frame):
    """One regency of the province: the submission that counts, else its last whole one, rejected, else `belum lapor`.

    Where several count, each for other bidang, it is the one received last, with the errors and warnings of all of
    them, and `diterima dengan catatan` where one of them is. A regency of which some bidang are missing is `belum
    lapor`. `received_at` is ISO 8601 in the province's zone, `on_time` whether that was by the deadline; '' and NA
    where nothing came."""

    regency_code: Series[str] = pa.Field(unique=True)
    regency_name: Series[str]
    status: Series[str] = pa.Field(isin=list(STATUSES))
    revision: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    file_name: Series[str]
    sha256: Series[str]
    received_at: Series[str]
    on_time: Series[pd.BooleanDtype] = pa.Field(nullable=True)
    errors: Series[int] = pa.Field(ge=0)
    warnings: Series[int] = pa.Field(ge=0)


class Findings(Frame):
    """One finding of one file; `regency_code` is '' where the file does not say whose it is."""

    regency_code: Series[str]
    file_name: Series[str]
    rule: Series[str]
    severity: Series[str] = pa.Field(isin=["error", "warning", "info"])
    sheet: Series[str]
    cell: Series[str]
    value: Series[str]
    message: Series[str]


def columns(model: type[pa.DataFrameModel]) -> list[str]:
    """The columns of a frame, in order."""
    return list(schema_of(model).columns)


def frame_of(model: type[pa.DataFrameModel], rows: Sequence[tuple], first: Sequence | None = None) -> pd.DataFrame:
    """Rows as a frame that keeps the contract; the `first` column may come apart. A breach raises SchemaErrors."""
    if not len(rows):
        return _without_rows(model).copy()
    frame = pd.DataFrame.from_records(rows, columns=columns(model)[first is not None :])
    if first is not None:
        frame.insert(0, columns(model)[0], first)
    return model.validate(typed(model, frame), lazy=True, inplace=True)


@cache
def _without_rows(model: type[pa.DataFrameModel]) -> pd.DataFrame:
    return model.validate(typed(model, pd.DataFrame(columns=columns(model))))

"""What every table of the report needs beside the figures: names, categories, who is not counted and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from config import catalogue
from schemas.category import Categories, before_the_end, category, printed
from schemas.consolidated import Consolidated
from schemas.frames import COUNTING
from schemas.ledger import IMPORTED, LOOKED, SENT
from schemas.period import Period
from schemas.reference import FIELDS
from schemas.wording import day_text, with_stop
from tasks.compute import totals
from tasks.ledger.file_names import shown_name
from tasks.report.sentences import capital, of_nobody, sentences
from tasks.report.tables.sent_figures import origins_of
from tasks.report.tables.table import Column

REGENCY = (Column("regency_code", "Kode", width=7), Column("regency_name", "Kabupaten/kota", width=30))

SHORT_FIELD_NAMES = {"TRA": "Trantibumlinmas"}
"""A bidang whose name is longer than a sheet's name may be."""

_ZONES = {"UTC+07:00": "WIB", "UTC+08:00": "WITA", "UTC+09:00": "WIT"}
"""An offset that stands for a zone in Indonesia, and for one only."""

NO_REPORT = "belum ada laporan yang diterima"
"""Where no report is counted: what nobody has told is unknown, neither 0 nor none, and a rejected report is one too."""
NOT_YET = "belum ada"
"""The same in a narrow cell."""


@dataclass(frozen=True)
class Facts:
    """A consolidated quarter with the reference tables that name its codes.

    `absent` maps the code of a regency whose figures are not counted to the reason (`belum lapor`, `ditolak`).
    """

    consolidated: Consolidated
    names: dict[str, str]
    absent: dict[str, str]
    services: pd.DataFrame
    own_services: pd.DataFrame
    items: pd.DataFrame
    fields: dict[str, str]
    categories: Categories
    """The columns of the reference table: taking them out of the frame anew for each figure would double the time."""

    @cached_property
    def all_names(self) -> dict[str, str]:
        """Of the regencies and of the province itself, by code."""
        return self.names | {self.consolidated.province_code: f"Provinsi {self.consolidated.province_name}"}

    @property
    def indices(self) -> dict[str, str]:
        """The bidang and the whole, by code."""
        return self.fields | {"ALL": "Indeks SPM"}

    @cached_property
    def origins(self) -> pd.DataFrame:
        return origins_of(self.consolidated)

    @cached_property
    def _told(self) -> pd.DataFrame:
        """Of each figure that was sent, in words: `origin` and `correction`, by regency, code and column."""
        rows = self.origins
        names = rows["file_name"].map(shown_name, na_action="ignore").astype("str")
        where = names + ", lembar " + rows["title"] + ", sel " + rows["cell"]
        keyed = rows.assign(origin="Asal: " + where.str[-180:] + ", kiriman ke-" + rows["revision"].astype(str))
        return keyed.set_index(["regency_code", "code", "column"])[["origin", "correction"]]

    def told(self, rows: pd.DataFrame, *columns: str) -> dict[str, list[str]]:
        """Of each of the figures `columns` of rows by regency_code and code: `<column>_origin`, where it was sent, and
        `<column>_correction`, what the province changed; '' where there is nothing to tell."""
        found = {}
        for column in columns:
            wanted = pd.MultiIndex.from_frame(rows[["regency_code", "code"]].assign(column=column))
            told = self._told.reindex(wanted).fillna("")
            found |= {f"{column}_{name}": told[name].tolist() for name in told}
        return found

    @cached_property
    def by_regency(self) -> pd.DataFrame:
        """A row a counted regency, a column a bidang, and `ALL`: the exact indices."""
        c = self.consolidated
        wide = c.field.pivot(index="regency_code", columns="field_code", values="field_index")
        wide = wide.reindex(columns=list(self.fields)).astype(float)
        return wide.assign(ALL=c.regency.set_index("regency_code")["regency_index"])

    @property
    def means(self) -> pd.DataFrame:
        """ProvinceAchievement of those who have reported, by bidang and of `ALL`."""
        province = self.consolidated.province
        return province[province["measure"] == "mean_reported"].set_index("field_code")

    @cached_property
    def required_items(self) -> pd.DataFrame:
        """The reported quality items with a requirement, of `compute.totals`, and their names."""
        items = totals.required_items(self.consolidated.quality)
        return items.assign(item_name=items["item_code"].map(self.items.set_index("item_code")["item_name"]))

    @property
    def subtitle(self) -> str:
        c = self.consolidated
        return f"Provinsi {c.province_name} · {c.period.label} · keadaan {date_text(c.as_of)} · {standing(c)}"

    @property
    def legend(self) -> tuple[str, ...]:
        """A line per category, best first, as the bands count them."""
        bounds = self.categories["min_index"]
        rows = zip(self.categories["name"], bounds, (None, *bounds[:-1]), strict=True)
        return tuple(f"{name} ({bound_text(least, above)})" for name, least, above in rows)

    def cells(self, values: pd.Series, reason: str | pd.Series) -> pd.Series:
        """Exact percentages as the numbers that are printed, and `reason` where there is none."""
        shown = values.map(lambda value: self.printed(value), na_action="ignore").astype(object)
        return shown.where(values.notna(), reason)

    @cached_property
    def quarters(self) -> list[Period]:
        """The axis of every trend: from the first quarter that is known to the report's own, those without a report
        at their place between the others."""
        known = map(Period.parse, self.consolidated.trend["period"].unique())
        return min(known, default=self.consolidated.period).through(self.consolidated.period)

    @property
    def no_mean(self) -> str:
        """Why a mean over the regencies has no value."""
        return "nihil" if len(self.consolidated.regency) else NOT_YET

    def spent(self, sums: pd.DataFrame) -> pd.DataFrame:
        """Sums of `allocation` and `realised` with the share `absorbed`."""
        if not len(self.consolidated.regency):
            return sums.assign(**dict.fromkeys(("allocation", "realised", "absorbed"), NOT_YET))
        share = sums["realised"] / sums["allocation"].where(sums["allocation"] > 0) * 100
        return sums.assign(absorbed=self.cells(share, "alokasi 0"))

    def printed(self, value: float) -> float:
        return float(printed(value, self.categories))

    def categories_of(self, values: pd.Series, reason: str | pd.Series) -> pd.Series:
        reached = values.map(lambda value: category(value, self.categories)).astype(object)
        return reached.where(values.notna(), reason)

    def bands(self, values: pd.Series) -> pd.Series:
        """The category's place, 0 the best; NA where there is no value."""
        places = {name: place for place, name in enumerate(self.categories["name"])}
        return values.map(lambda value: places.get(category(value, self.categories))).astype("Int64")

    def absent_note(self) -> str:
        """Who is not in the figures, as one sentence; '' when everybody is."""
        if not self.absent:
            return ""
        if len(self.absent) > 6:
            told = f"{len(self.absent)} kabupaten/kota tidak termasuk dalam angka (lihat Kelengkapan)."
        else:
            listed = ", ".join(f"{self.names[code]} ({reason})" for code, reason in self.absent.items())
            told = f"Tidak termasuk dalam angka: {listed}."
        return sentences(told, self.nameless_note)

    @property
    def nameless_note(self) -> str:
        """That who has not reported may have sent one of the files that are nobody's; '' where there is none."""
        nameless = self.consolidated.nameless
        if not nameless or "belum lapor" not in self.absent.values():
            return ""
        return f"{capital(of_nobody(nameless))}: siapa yang benar-benar belum lapor belum pasti."


def facts_of(consolidated: Consolidated) -> Facts:
    kabkota, provinsi = (catalogue.layout_for(level).version for level in ("kabkota", "provinsi"))
    fields = catalogue.fields().set_index("field_code")["field_name"].to_dict()
    status = consolidated.submissions.sort_values("regency_code").set_index("regency_code")["status"]
    return Facts(
        consolidated=consolidated,
        names=consolidated.regions.set_index("code")["name"].to_dict(),
        absent=status[~status.isin(COUNTING)].to_dict(),
        services=catalogue.services(kabkota),
        own_services=catalogue.services(provinsi),
        items=_items(kabkota, consolidated.quality["item_code"]),
        fields=fields | SHORT_FIELD_NAMES,
        categories=before_the_end(catalogue.categories(), consolidated.period.quarter),
    )


def _items(version: str, reported: pd.Series) -> pd.DataFrame:
    """The quality items of the form, then those of other editions that counting reports are on."""
    every, own = catalogue.table("quality_items"), catalogue.quality_items(version)
    others = every[every["item_code"].isin(reported) & ~every["item_code"].isin(own["item_code"])]
    return pd.concat([own, others], ignore_index=True) if len(others) else own


def sent_column(key: str, label: str, width: int, formula: str = "", own_formula: str = "") -> Column:
    """A column of figures that were sent (`Facts.told` of rows by regency_code and code, for the budget also by row):
    each leads to its row of the sheet "Asal Data", and says when the province corrected it."""
    sent = f"{{asal.value[regency_code,code,column={key}{'' if formula else ',row'}]}}"
    told = {"link": sent, "tip": f"{key}_origin", "note": f"{key}_correction"}
    return Column(key, label, "count", width, formula=formula or sent, own_formula=own_formula, **told)


def waiting_text(ready: Collection[str]) -> str:
    """`baru Kesehatan; menunggu Pendidikan, Sosial`, of a regency of which some bidang are ready."""
    return f"baru {field_names(ready)}; menunggu {field_names(missing_fields(ready))}"


def missing_fields(ready: Collection[str]) -> list[str]:
    return [code for code in FIELDS if code not in ready]


def field_names(codes: Iterable[str]) -> str:
    """`Kesehatan, Sosial`"""
    names = catalogue.fields().set_index("field_code")["field_name"]
    return ", ".join(SHORT_FIELD_NAMES.get(code, names[code]) for code in codes)


def bound_text(least: float, above: float | None) -> str:
    """Where a category begins; the lowest one is told by where it ends, `above`."""
    if least == 100:
        return "tepat 100"
    return f"mulai {least:g}" if least else f"di bawah {above:g}"


def standing(consolidated: Consolidated) -> str:
    """In a word or two: whether somebody has approved the report, or whether it is one of a past moment that was never
    published as it stands."""
    if consolidated.view:
        return "DISUSUN KEMUDIAN"
    return "FINAL" if consolidated.approval else "SEMENTARA"


def approval_text(consolidated: Consolidated) -> str:
    """The same as a sentence, with who and when."""
    one = consolidated.approval
    if consolidated.view:
        return (
            "DISUSUN KEMUDIAN dari kiriman yang saat itu sudah diterima dan tercatat; bukan laporan yang terbit "
            f"saat itu. Yang berbeda: {', '.join(consolidated.view)}."
        )
    if one is None:
        return "SEMENTARA: laporan ini belum disetujui dan dapat berubah setiap malam."
    stand = f" Peringatan yang dibiarkan: {with_stop(one.warnings)}" if one.warnings else ""
    which = f"FINAL (edisi {one.edition})" if one.edition > 1 else "FINAL"
    who = f"{which}: disetujui oleh {one.name}, {one.office}, pada {date_text(one.decided_at)}."
    return f"{who} {with_stop(one.reason)}{stand}"


def to_ask(tied: dict[str, tuple[str, ...]], resent: dict[str, tuple[str, ...]]) -> list[str]:
    """What there is to ask of whom: which of two files of one second was sent last; whether older content that was sent
    again is meant to count."""

    def listed(names: Iterable[str]) -> str:
        return ", ".join(map(shown_name, names))

    one_second = (f"{code} {listed(names)} (dihitung: {shown_name(names[-1])})" for code, names in sorted(tied.items()))
    older = (f"{code} {listed(names)}" for code, names in sorted(resent.items()))
    at_once = f"berkas berbeda isi, diterima pada detik yang sama: {'; '.join(one_second)}"
    again = f"isi kiriman lama datang lagi sesudah kiriman yang dihitung: {'; '.join(older)}"
    return [
        *([f"{at_once}. Mana yang terakhir tidak diketahui"] if tied else []),
        *([f"{again}. Yang dihitung tetap yang lebih baru"] if resent else []),
    ]


def received_by(way: str, reason: str) -> str:
    """On what a time of receipt rests."""
    sent = "dikirim lewat halaman kiriman" + (f"; alasan mengganti: {reason}" if reason else "")
    told = {LOOKED: "folder kiriman", IMPORTED: f"pernyataan operator: {reason}", SENT: sent}
    return told.get(way, "tidak tercatat")


def short_name(name: str) -> str:
    """A regency's name where there is little room."""
    return name.replace("Kabupaten ", "Kab. ").replace("Administrasi ", "Adm. ")


def date_text(moment: datetime) -> str:
    """21 Januari 2025 pukul 01.00 WIB, also of a moment that knows its offset alone."""
    zone = moment.tzname()
    return f"{day_text(moment)} pukul {moment:%H.%M}{f' {_ZONES.get(zone, zone)}' if zone else ''}"


def moment_cell(text: str, reason: str = "") -> datetime | str:
    """An ISO 8601 text as the local time a spreadsheet can sort by; `reason` where there is none."""
    return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0) if text else reason


def text_cells(values: pd.Series, reason: str) -> pd.Series:
    """Texts, and `reason` where a sender left the cell empty."""
    return values.astype(object).where(values.astype(str).str.strip() != "", reason)


def number_cells(values: pd.Series, reason: str | pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), reason)

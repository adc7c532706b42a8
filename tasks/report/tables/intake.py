"""Tables of what arrived: who sent what and when, and every finding."""

from datetime import datetime
from math import floor

import pandas as pd

from config import catalogue
from schemas.finding import SEVERITIES, Severity
from schemas.period import Period
from schemas.reference import FIELDS
from tasks.ledger.file_names import shown_name
from tasks.report.tables import derivations, received
from tasks.report.tables.lookups import (
    Facts,
    date_text,
    field_names,
    moment_cell,
    number_cells,
    text_cells,
    to_ask,
    waiting_text,
)
from tasks.report.tables.table import Column, ReportTable

SHEET, CARDS = "Kelengkapan", "Rapor Mutu Data"
UNKNOWN = "tidak diketahui"
UNRECORDED = "tidak tercatat"

FILLED_SHEETS = {
    sheet.key: sheet.name
    for sheet in catalogue.layout_for("kabkota").sheets
    if any(column.required for column in sheet.columns)
}
"""The sheets with cells that must be filled."""

INTAKE_COLUMNS = (
    Column("code", "Kode", width=7),
    Column("name", "Daerah", width=15),
    Column("status", "Keadaan", width=14),
    Column("counts", "Dihitung", width=9),
    Column("revision", "Kiriman ke-", "number", 8),
    Column("received", "Diterima", "moment", 15),
    Column("on_time", "Tepat waktu", width=8),
    Column("way", "Dasar waktu terima", width=13),
    Column("stated", "Tanggal berkas menurut pengirim", "moment", 15),
    Column("errors", "Kesalahan", "count", 9),
    Column("warnings", "Peringatan", "count", 9),
    Column("file_name", "Nama berkas", width=42),
)

FINDING_COLUMNS = (
    Column("code", "Kode", width=7),
    Column("name", "Daerah", width=22),
    Column("severity", "Tingkat", width=11),
    Column("rule", "Aturan", width=8),
    Column("title", "Pokok temuan", width=18),
    Column("sheet", "Lembar", width=12),
    Column("cell", "Sel", width=8),
    Column("value", "Nilai", width=12),
    Column("message", "Uraian dan yang perlu dilakukan", width=53),
    Column("file_name", "Nama berkas", width=20),
)

_MOST_PAGES = 2
"""On paper, where the most important come first and every regency has all of its own in its answer."""
_BY_FILE = ["regency_code", "file_name", "rule"]

CARD_COLUMNS = (
    Column("code", "Kode", width=7),
    Column("name", "Daerah", width=30),
    Column("submissions", "Kiriman", "count", 9),
    *(
        Column(key, f"Terisi {name} (%)", "index", 12, formula=derivations.filled(f"regency_code,sheet={key}"))
        for key, name in FILLED_SHEETS.items()
    ),
    Column("errors", "Kesalahan", "count", 11),
    Column("repeated", "Kesalahan berulang", "count", 11),
    Column("mending", "Perbaikan", width=18),
    Column("days", "Hari sampai diterima", "index", 11),
)


_CARD_NOTE = (
    "Terisi: sel wajib yang terisi dan terbaca pada kiriman terakhir, dibagi seluruh sel wajib formulir. Kesalahan "
    "dihitung dari semua kiriman triwulan ini. Berulang: aturan, lembar, layanan dan kolom yang sama dengan kiriman "
    "sebelumnya atau triwulan sebelumnya. Hari sampai diterima: dari kiriman pertama yang ditolak sampai kiriman "
    "pertama yang diterima."
)
_OF_RECEIPT = (
    "Diterima: saat berkas mulai terletak di folder kiriman, menurut sistem, atau menurut dasar yang disebut. Tanggal "
    "berkas ditentukan pengirim dan tidak menentukan apa pun."
)
OF_ONE_OFFICE = (
    "Laporan satu bidang hanya menggantikan angka bidangnya. Daerah dihitung setelah semua bidangnya diterima."
)


def intake(facts: Facts) -> ReportTable:
    """A row a received file, and one a regency nothing came from; by code, then revision."""
    return ReportTable(
        sheet=SHEET,
        title="Kelengkapan dan riwayat laporan",
        notes=_intake_notes(facts),
        columns=INTAKE_COLUMNS,
        frame=_intake_frame(facts),
    )


def _intake_frame(facts: Facts) -> pd.DataFrame:
    c = facts.consolidated
    silent = c.submissions[c.submissions["status"] == "belum lapor"]
    rows = pd.concat([c.intake.astype(object), silent.astype(object)], ignore_index=True)
    rows = rows.sort_values(["regency_code", "revision"], kind="stable", na_position="first", ignore_index=True)
    nothing = rows["status"] == "belum lapor"
    reason = nothing.map({True: "belum lapor", False: UNKNOWN}).astype(object)
    parts = {code: waiting_text(ready) for code, ready in c.waiting.items()}
    why = reason.mask(nothing & rows["regency_code"].isin(parts), rows["regency_code"].map(parts))
    frame = {
        "code": text_cells(rows["regency_code"], UNKNOWN),
        "name": rows["regency_code"].map(facts.all_names).fillna(rows["regency_name"]),
        "status": rows["status"] + rows["fields"].map(only_fields),
        "counts": rows["counts"].eq(True).map({True: "Ya", False: "Tidak"}),
        "revision": number_cells(rows["revision"], reason),
        "received": [moment_cell(text, why) for text, why in zip(rows["received_at"], reason, strict=True)],
        "on_time": rows["on_time"].map({True: "Ya", False: "Tidak"}).fillna(reason),
        "way": received.ways(rows, received.reasons(c.intake)).mask(nothing, reason),
        "stated": _stated(rows["stated_at"], nothing),
        **{key: rows[key].where(~nothing, reason) for key in ("errors", "warnings")},
        "file_name": text_cells(rows["file_name"].map(shown_name), "").mask(lambda t: t == "", why),
    }
    return pd.DataFrame(frame)


def _intake_notes(facts: Facts) -> tuple[str, ...]:
    c = facts.consolidated
    return (
        f"Batas waktu {c.period.label}: {date_text(c.deadline)}. Dihitung: laporan terakhir yang diterima. "
        "Laporan yang ditolak tidak menggantikan laporan yang sudah diterima.",
        _OF_RECEIPT,
        *received.explained(received.reasons(c.intake)),
        *filter(None, (facts.nameless_note,)),
        *([OF_ONE_OFFICE] if any(map(only_fields, c.intake["fields"])) else []),
        *(f"Tanyakan pengirim, {one}." for one in to_ask(c.tied, c.resent)),
    )


def _stated(moments: pd.Series, nothing: pd.Series) -> list[datetime | str]:
    """The dates that the files carry."""
    why = nothing.map({True: "belum lapor", False: UNRECORDED})
    return [moment_cell(text, reason) for text, reason in zip(moments.where(~nothing, ""), why, strict=True)]


def only_fields(fields: object) -> str:
    """`, hanya Kesehatan` after the status of an office's file; '' for a whole one and where nothing came."""
    if not isinstance(fields, tuple) or fields == FIELDS:
        return ""
    return f", hanya {field_names(fields)}"


def findings(facts: Facts) -> ReportTable:
    """A row an error or a warning, most important first: what costs a regency its report, other errors, warnings; then
    by regency and file."""
    c = facts.consolidated
    rows = c.findings[c.findings["severity"] != Severity.INFO]
    place = rows["severity"].map({severity: number for number, severity in enumerate(SEVERITIES)})
    rows = rows.assign(place=place, counted=~rows["regency_code"].isin(list(facts.absent)))
    return _findings(
        facts,
        rows.sort_values(["place", "counted", *_BY_FILE], kind="stable", ignore_index=True),
        sheet="Temuan",
        title="Temuan pada semua laporan",
        note="Kesalahan menolak laporan; peringatan tidak. Paling atas: yang membuat laporan daerah tidak dihitung. "
        "Nilai ditulis seperti pada berkas pengirim. Catatan pembacaan ada pada lembar tersendiri. "
        "H04 membandingkan daerah yang sudah dihitung satu sama lain; jumlah peringatan kiriman tidak memuatnya.",
    )


def notes(facts: Facts) -> ReportTable:
    """A row a finding that asks for nothing; by regency and file."""
    rows = facts.consolidated.findings
    rows = rows[rows["severity"] == Severity.INFO].sort_values(_BY_FILE, kind="stable", ignore_index=True)
    return _findings(
        facts,
        rows,
        sheet="Catatan Pembacaan",
        title="Catatan pembacaan pada semua laporan",
        note="Bagaimana suatu sel dibaca bila penulisannya tidak seperti formulir. Tidak ada yang harus diperbaiki.",
    )


def _findings(facts: Facts, rows: pd.DataFrame, *, sheet: str, title: str, note: str) -> ReportTable:
    return ReportTable(
        sheet=sheet,
        title=title,
        notes=(note,),
        most_pages=_MOST_PAGES,
        columns=FINDING_COLUMNS,
        frame=pd.DataFrame(
            {
                "code": text_cells(rows["regency_code"], UNKNOWN),
                "name": rows["regency_code"].map(facts.all_names).fillna(UNKNOWN),
                "severity": rows["severity"].map(SEVERITIES),
                "rule": rows["rule"],
                "title": _titles(rows["rule"]),
                "sheet": text_cells(rows["sheet"], "seluruh berkas"),
                "cell": text_cells(rows["cell"], "bukan satu sel"),
                "value": text_cells(rows["value"], "kosong"),
                "message": rows["message"],
                "file_name": rows["file_name"].map(shown_name),
            }
        ),
    )


def quality_cards(facts: Facts) -> ReportTable:
    """A row a regency: how full its sheets are, its mistakes, how long it took to mend them."""
    cards = facts.consolidated.quality_cards.cards.sort_values("regency_code", ignore_index=True)
    silent = cards["mending"] == "belum lapor"
    why = cards["mending"].map({"belum lapor": "belum lapor", "belum diperbaiki": "belum"}).fillna("tidak perlu")
    frame = {
        "regency_code": cards["regency_code"],
        "code": cards["regency_code"],
        "name": cards["regency_code"].map(facts.names),
        "submissions": cards["submissions"],
        **_filled_sheets(facts, cards["regency_code"], silent.map({True: "belum lapor", False: UNKNOWN})),
        **{key: cards[key].astype(object).where(~silent, "belum lapor") for key in ("errors", "repeated")},
        "mending": cards["mending"],
        "days": number_cells(cards["days_to_good"].round(2), why),
    }
    return ReportTable(
        sheet=CARDS,
        title="Rapor mutu data per kabupaten/kota",
        notes=(_CARD_NOTE,),
        columns=CARD_COLUMNS,
        frame=pd.DataFrame(frame),
    )


def _filled_sheets(facts: Facts, codes: pd.Series, reason: pd.Series) -> dict[str, pd.Series]:
    fill = facts.consolidated.sheet_fill
    fill = fill.assign(pct=(100 * fill["filled_cells"] / fill["required_cells"]).map(_never_rounded_up))
    filled = {key: fill[fill["sheet"] == key].set_index("regency_code")["pct"] for key in FILLED_SHEETS}
    return {key: number_cells(codes.map(filled[key]), reason) for key in FILLED_SHEETS}


def rule_errors(facts: Facts) -> ReportTable:
    """A row a regency and rule, a column a quarter: the errors of the last quarters."""
    periods, errors = facts.consolidated.quality_cards.periods, facts.consolidated.quality_cards.errors
    by = {"index": ["regency_code", "rule"], "columns": "period", "values": "errors"}
    counts = errors.pivot_table(**by, aggfunc="sum", fill_value=0)
    rows = counts.reindex(columns=list(periods), fill_value=0).reset_index()
    return ReportTable(
        sheet="Kesalahan per Aturan",
        title="Kesalahan menurut aturan dalam empat triwulan terakhir",
        notes=("Semua kiriman dihitung, juga yang kemudian diganti.",),
        columns=(
            *(Column("code", "Kode", width=8), Column("name", "Daerah", width=30), Column("rule", "Aturan", width=9)),
            *(Column(period, Period.parse(period).label, "count", 13) for period in periods),
            Column("title", "Pokok temuan", "overflow", 13),
        ),
        frame=pd.DataFrame(
            {
                "code": rows["regency_code"],
                "name": rows["regency_code"].map(facts.names),
                "rule": rows["rule"],
                "title": _titles(rows["rule"]),
                **{period: rows[period] for period in periods},
            }
        ),
    )


def _titles(rules: pd.Series) -> pd.Series:
    """What each rule is about; of one of former times its code."""
    return rules.map({code: rule.title for code, rule in catalogue.rules().items()}).fillna(rules)


def _never_rounded_up(pct: float) -> float:
    """Two decimals, cut off: 100 is said only of what is full."""
    return floor(pct * 100 + 1e-9) / 100

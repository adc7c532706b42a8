"""The front sheet: where the province stands, who has not reported, what holds the index down."""

import pandas as pd

from schemas.frames import COUNTING, STATUSES
from tasks.compute import totals
from tasks.ledger.file_names import senders_name
from tasks.report.document import figures
from tasks.report.outlook import limits, own_note
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts, approval_text, waiting_text
from tasks.report.tables.table import Chart, Column, ReportTable, Series
from tasks.report.tables.weakest import weakest_services

SHEET = "Ringkasan"
MEASURES = {
    "mean_reported": (
        "Rata-rata daerah yang melapor",
        "Rata-rata indeks kabupaten/kota yang laporannya diterima (angka utama)",
    ),
    "mean_all": ("Rata-rata seluruh daerah", "Sama, tetapi kabupaten/kota tanpa laporan yang diterima dihitung 0"),
    "pooled": (
        "Indeks gabungan provinsi",
        "Sasaran dan terlayani seluruh daerah yang melapor dijumlahkan dulu, baru dihitung indeksnya",
    ),
    "own": ("Pemerintah provinsi", "Pelayanan dasar milik provinsi sendiri; tidak ikut dalam tiga angka di atas"),
}
"""Measure -> its name and what it means (rules.md part 1, step 6)."""

_EXTREMES = 5


def summary(facts: Facts) -> list[ReportTable]:
    """The tables of the front sheet but its list of sheets."""
    return [
        headline(facts),
        by_field(facts),
        completeness(facts),
        *([not_counted(facts)] if facts.absent else []),
        weakest_services(facts, SHEET),
        budget_by_field(facts),
        *extremes(facts),
    ]


def headline(facts: Facts) -> ReportTable:
    """A row a measure of the province, named, with its category and what it means."""
    whole = _measures(facts)["ALL"]
    rows = [
        {"measure": name, **whole.get(measure, no_value(facts, measure)), "meaning": meaning_of(facts, measure)}
        | {"from_exact": derivations.printed(f"{{provinsi.{measure}[field_code=ALL]}}")}
        for measure, (name, _) in MEASURES.items()
    ]
    return ReportTable(
        sheet=SHEET,
        title=f"Laporan penerapan SPM {facts.consolidated.period.label}",
        notes=_headline_sentences(facts),
        columns=(
            Column("measure", "Indeks SPM provinsi", width=48),
            Column("value", "Indeks", "index", 12, band="band", own_formula="from_exact"),
            Column("category", "Kategori", width=16, formula=derivations.category("{value}")),
            Column("meaning", "Artinya", "overflow", 12),
        ),
        frame=pd.DataFrame(rows),
        legend=facts.legend,
    )


def by_field(facts: Facts) -> ReportTable:
    """A row a bidang: the measures side by side."""
    measures = _measures(facts)
    rows = []
    for code in facts.fields:
        row = {"field": facts.fields[code], "field_code": code}
        for measure in MEASURES:
            shown = measures[code].get(measure, no_value(facts, measure))
            row |= {f"{key}_{measure}": shown[key] for key in ("value", "category", "band")}
        rows.append(row)
    columns = [Column("field", "Bidang", width=48)]
    for measure, (name, _) in MEASURES.items():
        exact, value = derivations.printed(f"{{provinsi.{measure}[field_code]}}"), f"value_{measure}"
        columns.append(Column(value, name, "index", 12, band=f"band_{measure}", formula=exact))
        category = derivations.category(f"{{{value}}}")
        columns.append(Column(f"category_{measure}", "Kategori", width=16, formula=category))
    return ReportTable(
        sheet=SHEET,
        title="Indeks per bidang",
        notes=tuple(filter(None, (own_note(facts),))),
        columns=tuple(columns),
        frame=pd.DataFrame(rows),
        chart=Chart("Rata-rata daerah yang melapor per bidang", "field", (Series("value_mean_reported"),)),
    )


def completeness(facts: Facts) -> ReportTable:
    """A row a status: how many regencies, and of the accepted how many in time."""
    submissions = facts.consolidated.submissions
    total = {
        "status": "Jumlah kabupaten/kota",
        "count": len(submissions),
        "share": 100.0,
        "on_time": int(submissions.loc[submissions["status"].isin(COUNTING), "on_time"].sum()),
        "counting": "SUM({count:})",
        "counting_on_time": "SUM({on_time:})",
    }
    return ReportTable(
        sheet=SHEET,
        title="Kelengkapan laporan",
        columns=(
            Column("status", "Keadaan laporan", width=48),
            Column("count", "Jumlah", "count", 12, own_formula="counting"),
            Column("share", "Persen", "index", 17, formula=derivations.printed("100*{count}/ROWS({daerah.status:})")),
            Column("on_time", "Tepat waktu", "count", 12, own_formula="counting_on_time"),
        ),
        frame=pd.DataFrame(_by_status(facts)),
        totals=pd.DataFrame([total]),
    )


def _by_status(facts: Facts) -> list[dict[str, object]]:
    submissions = facts.consolidated.submissions
    share = 100 / max(len(submissions), 1)
    return [
        {
            "status": status.capitalize(),
            "count": len(found),
            "share": facts.printed(len(found) * share),
            "on_time": int(found["on_time"].sum()) if status in COUNTING else "–",
            "counting": f'COUNTIF({{daerah.status:}},"{status}")',
            "counting_on_time": f'COUNTIFS({{daerah.status:}},"{status}",{{daerah.on_time:}},"ya")',
        }
        for status in STATUSES
        for found in [submissions[submissions["status"] == status]]
    ]


def not_counted(facts: Facts) -> ReportTable:
    """A row a regency whose figures are in none of the means."""
    submissions = facts.consolidated.submissions.set_index("regency_code")
    rows = [
        {
            "name": facts.names[code],
            "code": code,
            "status": reason.capitalize(),
            "why": _why(facts, submissions.loc[code]),
        }
        for code, reason in facts.absent.items()
    ]
    return ReportTable(
        sheet=SHEET,
        title="Kabupaten/kota yang belum masuk hitungan",
        notes=tuple(filter(None, (facts.nameless_note,))),
        columns=(
            Column("name", "Kabupaten/kota", width=48),
            Column("code", "Kode", width=12),
            Column("status", "Keadaan", width=17),
            Column("why", "Yang diperlukan", "overflow", 12),
        ),
        frame=pd.DataFrame(rows),
    )


def extremes(facts: Facts) -> list[ReportTable]:
    """The highest and the lowest regencies, none in both tables; on paper the sheet of all of them stands for these."""
    ranked = facts.consolidated.regency.dropna(subset=["regency_index"]).sort_values(["rank", "regency_code"])
    size = min(_EXTREMES, len(ranked) // 2)
    if not size:
        return []
    return [
        _ranked_table(facts, "Indeks tertinggi", ranked.head(size)),
        _ranked_table(facts, "Indeks terendah", ranked.tail(size)[::-1]),
    ]


def budget_by_field(facts: Facts) -> ReportTable:
    """A row a bidang: rupiah allocated and spent by the regencies that are counted."""
    sums = totals.budget_by_field(facts.consolidated.budget, facts.services)
    added = "SUMIF({anggaran.field:},{field},{anggaran.%s:})"
    whole = {f"sum_{key}": f"SUM({{{key}:}})" for key in ("allocation", "realised")}
    return ReportTable(
        sheet=SHEET,
        title="Anggaran per bidang (juta rupiah)",
        columns=(
            Column("field", "Bidang", width=48),
            Column("allocation", "Alokasi", "millions", 12, formula=added % "allocation", own_formula="sum_allocation"),
            Column("realised", "Realisasi", "millions", 17, formula=added % "realised", own_formula="sum_realised"),
            Column("absorbed", "Serapan (%)", "index", 12, formula=derivations.printed("100*{realised}/{allocation}")),
        ),
        frame=facts.spent(sums.assign(field=[facts.fields[code] for code in sums.index])),
        totals=facts.spent(sums.sum().to_frame().T.assign(field="Jumlah", **whole)),
    )


def _measures(facts: Facts) -> dict[str, dict[str, dict]]:
    """field_code -> measure -> value, category, band as they are shown; only what has a value."""
    shown: dict[str, dict[str, dict]] = {code: {} for code in [*facts.fields, "ALL"]}
    rows = facts.consolidated.province
    categories = facts.categories_of(rows["value"], "")
    for row, band, category in zip(rows.itertuples(), facts.bands(rows["value"]), categories, strict=True):
        if row.printed_value:
            cells = {"value": float(row.printed_value), "category": category, "band": band}
            shown[row.field_code][row.measure] = cells
    return shown


def no_value(facts: Facts, measure: str) -> dict:
    c = facts.consolidated
    reason = facts.no_mean
    if measure == "own":
        reason = "nihil" if len(c.own_service) else c.own_status
    return {"value": reason, "category": reason, "band": pd.NA}


def _headline_sentences(facts: Facts) -> tuple[str, ...]:
    return tuple(
        filter(None, (figures.headline(facts), *limits(facts), approval_text(facts.consolidated), facts.absent_note()))
    )


def meaning_of(facts: Facts, measure: str) -> str:
    """What a measure means, and what sets the province's own apart from the others."""
    _, meaning = MEASURES[measure]
    return f"{meaning}, dan tanpa unsur mutu" if measure == "own" and own_note(facts) else meaning


def _why(facts: Facts, row: pd.Series) -> str:
    if row["status"] == "ditolak":
        return f"Perbaiki {row['errors']} kesalahan pada {senders_name(row['file_name'])}, lalu kirim kembali"
    if row.name in facts.consolidated.waiting:
        return f"Kirim laporan bidang lainnya: {waiting_text(facts.consolidated.waiting[row.name])}"
    return "Kirim laporan triwulan ini"


def _ranked_table(facts: Facts, title: str, rows: pd.DataFrame) -> ReportTable:
    frame = rows.assign(
        index=rows["printed_index"].map(float),
        band=facts.bands(rows["regency_index"]),
        category=facts.categories_of(rows["regency_index"], "nihil"),
    )
    return ReportTable(
        sheet=SHEET,
        use="look_up",
        title=title,
        columns=(
            Column("regency_name", "Kabupaten/kota", width=48),
            Column("index", "Indeks SPM", "index", 12, band="band", formula="{peringkat.index[regency_code]}"),
            Column("category", "Kategori", width=16, formula=derivations.category("{index}")),
            Column("rank", "Peringkat", "number", 12, formula="{peringkat.rank[regency_code]}"),
        ),
        frame=frame,
    )

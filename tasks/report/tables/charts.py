"""The sheet "Grafik": charts, each beside the table it is drawn from."""

from dataclasses import replace

import pandas as pd

from tasks.compute import totals
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Chart, Column, ReportTable, Series

SHEET = "Grafik"
_SHARE = derivations.printed("100*{realised}/{allocation}")


def chart_tables(facts: Facts) -> list[ReportTable]:
    """The numbers of the last are printed with the summary; a third page for them would be half empty."""
    return [index_by_regency(facts), result_by_regency(facts), replace(result_by_field(facts), use="look_up")]


def index_by_regency(facts: Facts) -> ReportTable:
    """A row a counted regency by rank, with the boundaries of the categories as lines."""
    frame, columns = _ranked(facts), []
    for name, least in zip(facts.categories["name"], facts.categories["min_index"], strict=True):
        if 0 < least < 100:
            frame[name] = least
            limit = f"{{kategori.min_index[name={name}]}}"
            columns.append(Column(name, f"Batas {name}", "number", 16, formula=limit))
    series = (Series("index"), *(Series(column.key, "limit") for column in columns))
    return ReportTable(
        sheet=SHEET,
        title="Indeks SPM kabupaten/kota menurut peringkat",
        notes=tuple(filter(None, (facts.absent_note(),))),
        columns=(*_REGENCY, *columns),
        frame=frame,
        chart=Chart("Indeks SPM kabupaten/kota dan batas kategori", "name", series, first=True),
    )


def result_by_field(facts: Facts) -> ReportTable:
    """A row a bidang: what was spent of the money beside what was reached."""
    sums, means = totals.budget_by_field(facts.consolidated.budget, facts.services), facts.means["value"].astype(float)
    added = "SUMIF({anggaran.field:},{name},{anggaran.%s:})"
    shown = derivations.printed("{provinsi.mean_reported[field_code]}")
    return ReportTable(
        sheet=SHEET,
        title="Anggaran dan hasil per bidang",
        notes=("Serapan: realisasi dibagi alokasi. Indeks: rata-rata kabupaten/kota yang laporannya diterima.",),
        columns=(
            Column("name", "Bidang", width=34),
            Column("allocation", "Alokasi (juta Rp)", "millions", 16, formula=added % "allocation"),
            Column("realised", "Realisasi (juta Rp)", "millions", 16, formula=added % "realised"),
            Column("absorbed", "Serapan (%)", "index", 16, formula=_SHARE),
            Column("index", "Indeks SPM", "index", 16, formula=shown),
        ),
        frame=facts.spent(sums.reset_index(names="field_code")).assign(
            name=list(facts.fields.values()),
            index=facts.cells(means.reindex(list(facts.fields)).reset_index(drop=True), facts.no_mean),
        ),
        chart=Chart(
            "Serapan anggaran dan indeks SPM per bidang", "name", (Series("absorbed"), Series("index")), first=True
        ),
    )


def result_by_regency(facts: Facts) -> ReportTable:
    """A row a counted regency by rank."""
    ranked = _ranked(facts)
    sums = totals.budget_by_regency(facts.consolidated.budget)
    sums = sums.reindex(ranked["regency_code"], fill_value=0.0).reset_index(drop=True)
    return ReportTable(
        sheet=SHEET,
        title="Anggaran dan hasil per kabupaten/kota",
        notes=("Kolom: persen anggaran yang terserap. Titik: indeks SPM.",),
        columns=(
            *_REGENCY,
            *(
                Column(key, f"{name} (juta Rp)", "millions", 16, formula=f"SUM({{anggaran.{key}[regency_code]}})")
                for key, name in (("allocation", "Alokasi"), ("realised", "Realisasi"))
            ),
            Column("absorbed", "Serapan (%)", "index", 16, formula=_SHARE),
        ),
        frame=facts.spent(pd.concat([ranked, sums], axis=1)),
        chart=Chart(
            "Serapan anggaran dan indeks SPM per kabupaten/kota",
            "name",
            (Series("absorbed"), Series("index", "points")),
            first=True,
        ),
    )


_REGENCY = (
    Column("name", "Kabupaten/kota", width=34),
    Column("index", "Indeks SPM", "index", 16, band="band", formula="{peringkat.index[regency_code]}"),
)


def _ranked(facts: Facts) -> pd.DataFrame:
    ranked = facts.consolidated.regency.dropna(subset=["regency_index"]).sort_values(["rank", "regency_code"])
    return pd.DataFrame(
        {
            "regency_code": ranked["regency_code"],
            "name": ranked["regency_name"].str.removeprefix("Kabupaten "),
            "index": ranked["printed_index"].map(float),
            "band": facts.bands(ranked["regency_index"]),
        }
    ).reset_index(drop=True)

"""The services with the lowest mean index, of those that enough regencies deliver."""

import pandas as pd

from schemas.movement import LEAST_REGENCIES
from tasks.compute.totals import by_service
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

_WEAKEST = 10


def weakest_services(facts: Facts, sheet: str) -> ReportTable:
    """A row a service, the ten with the lowest mean over the regencies where it takes part; one regency alone says
    nothing about a province."""
    return ReportTable(
        sheet=sheet,
        title="Pelayanan yang paling rendah capaiannya",
        columns=(
            Column("service_name", "Jenis pelayanan dasar", width=48),
            Column("mean", "Rata-rata indeks", "index", 12, band="band", own_formula="averaging"),
            Column("category", "Kategori", width=16, formula=derivations.category("{mean}")),
            Column("short", "Daerah di bawah 100", "count", 12, own_formula="counting_short"),
            Column("regencies", "Daerah yang menjalankan", "count", 12, own_formula="counting"),
            Column("field", "Bidang", width=17),
            Column("lowest", "Terendah", "index", 12, band="band_lowest", own_formula="least"),
            Column("where", "Daerah terendah", "overflow", 17),
        ),
        frame=_frame(facts),
    )


def _frame(facts: Facts) -> pd.DataFrame:
    c = facts.consolidated
    frame = by_service(c.service)
    frame = frame[frame["regencies"] >= min(LEAST_REGENCIES, len(c.regency))]
    frame = frame.join(facts.services.set_index("service_code")[["service_name", "field_code"]], validate="1:1")
    frame = frame.reset_index().sort_values(["mean", "service_code"]).head(_WEAKEST)
    exact = "{bidang_" + frame["field_code"] + ".index[service_code]}"
    return frame.assign(
        category=facts.categories_of(frame["mean"], "nihil"),
        band=facts.bands(frame["mean"]),
        mean=facts.cells(frame["mean"], "nihil"),
        band_lowest=facts.bands(frame["lowest"]),
        lowest=facts.cells(frame["lowest"], "nihil"),
        where=frame["where"].map(facts.names),
        field=frame["field_code"].map(facts.fields),
        counting="COUNT(" + exact + ")",
        averaging=[_mean_of(code) for code in frame["service_code"]],
        least="MIN(" + exact + ")",
        counting_short="COUNTIF(" + exact + ',"<100")',
    )


def _mean_of(service_code: str) -> str:
    return derivations.printed(f'AVERAGEIF({{layanan.service_code:}},"{service_code}",{{layanan.index:}})')

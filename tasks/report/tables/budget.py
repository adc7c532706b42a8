"""The sheet of the money: what the regencies were allocated and spent, service by service."""

import pandas as pd

from tasks.compute import totals
from tasks.report.tables import derivations
from tasks.report.tables.details import EMPTY, REGENCY, SERVICE, named, notes
from tasks.report.tables.lookups import Facts, number_cells, sent_column, text_cells
from tasks.report.tables.table import Column, ReportTable

AMOUNTS = {"allocation": "Alokasi (Rp)", "realised": "Realisasi (Rp)"}
ABSORBED = derivations.printed("100*{realised}/{allocation}")


def budget(facts: Facts) -> ReportTable:
    """A row a regency and service, then the sums per bidang, per regency and of all."""
    rows = facts.consolidated.budget.assign(code=lambda sent: sent["service_code"])
    return ReportTable(
        sheet="Anggaran",
        title="Anggaran menurut kabupaten/kota dan pelayanan",
        notes=notes(facts, "Rupiah penuh, kumulatif sejak 1 Januari. Jumlah per bidang dan per daerah di bawah tabel."),
        columns=(
            *REGENCY,
            *SERVICE,
            Column("field", "Bidang", width=16),
            *(sent_column(key, name, 18, own_formula=f"{key}_sum") for key, name in AMOUNTS.items()),
            Column("absorbed", "Serapan (%)", "index", 10, formula=ABSORBED),
            Column("fund_source", "Sumber dana", width=20),
            Column("opd", "Perangkat daerah", width=28),
        ),
        group="regency_code",
        frame=_absorbed(facts, named(facts, rows)).assign(
            field=rows["service_code"].map(facts.services.set_index("service_code")["field_code"]).map(facts.fields),
            **{key: text_cells(rows[key], EMPTY) for key in ("fund_source", "opd")},
            **facts.told(rows, *AMOUNTS),
        ),
        totals=_absorbed(facts, _budget_sums(facts)),
        name="anggaran",
    )


def _budget_sums(facts: Facts) -> pd.DataFrame:
    """Sums of the reported amounts: a row a bidang, a row a regency, and one of all."""
    rows = facts.consolidated.budget
    of_field, of_regency = totals.budget_by_field(rows, facts.services), totals.budget_by_regency(rows)
    of_all = rows[totals.AMOUNTS].sum().to_frame().T
    named_fields = list(of_field.index.map(facts.fields))
    parts = [
        of_field.assign(regency_name="Jumlah bidang", service_name=named_fields, field=named_fields).assign(
            **{f"{key}_sum": f"SUMIF({{field:}},{{field}},{{{key}:}})" for key in AMOUNTS}
        ),
        of_regency.assign(regency_code=of_regency.index, regency_name=of_regency.index.map(facts.names))
        .assign(service_name="Jumlah kabupaten/kota")
        .assign(**{f"{key}_sum": f"SUM({{{key}[regency_code]}})" for key in AMOUNTS}),
        of_all.assign(regency_name="Jumlah seluruhnya", service_name="Semua pelayanan").assign(
            **{f"{key}_sum": f"SUM({{{key}:}})" for key in AMOUNTS}
        ),
    ]
    sums = pd.concat(parts, ignore_index=True)
    return sums.fillna(dict.fromkeys(("regency_code", "service_code", "field"), "")).assign(code="", row=0)


def _absorbed(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    shown = facts.spent(rows)
    return shown.assign(**{key: number_cells(shown[key], EMPTY) for key in AMOUNTS})

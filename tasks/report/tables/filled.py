"""How much of what the form requires every regency has filled in, by bidang and over all entries."""

from tasks.report.tables import derivations
from tasks.report.tables.intake import CARDS
from tasks.report.tables.lookups import NO_REPORT, Facts
from tasks.report.tables.table import Column, ReportTable

TITLE = "Keterisian formulir menurut bidang"
NOTE = (
    "Persentase sel wajib formulir yang terisi pada laporan yang dihitung. Seluruh isian: dari jumlah semua sel wajib, "
    "bukan rata-rata bidang. Isian layanan yang dinyatakan nihil dihitung terisi."
)


def filled(facts: Facts) -> ReportTable:
    """A row a counted regency, a column a bidang; it stands below the quality cards."""
    rates = facts.consolidated.fill_rate
    wide = rates.pivot(index="regency_code", columns="field_code", values="fill_pct")
    wide = wide.reindex(columns=[*facts.fields, "ALL"]).astype(float)
    whole = rates[rates["field_code"] == "ALL"].set_index("regency_code")[["filled", "required"]]
    frame = whole.join(wide).reset_index()
    shown = {key: facts.cells(frame[key], "tidak diwajibkan") for key in wide}
    return ReportTable(
        sheet=CARDS,
        title=TITLE,
        notes=tuple(filter(None, (NOTE, facts.absent_note()))),
        columns=(
            Column("regency_code", "Kode", width=8),
            Column("regency_name", "Kabupaten/kota", width=30),
            *(Column(code, name, "index", 12) for code, name in facts.fields.items()),
            Column("ALL", "Seluruh isian (%)", "index", 12, formula=derivations.printed("100*{filled}/{required}")),
            Column("filled", "Sel terisi", "count", 11),
            Column("required", "Sel wajib", "count", 11),
        ),
        frame=frame.assign(**shown, regency_name=frame["regency_code"].map(facts.names)),
        without=NO_REPORT,
    )

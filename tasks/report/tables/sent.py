"""The last of the sheets behind the formulas: the figures that were sent, and what is counted item by item."""

from tasks.report.tables import derivations
from tasks.report.tables.intake import FILLED_SHEETS
from tasks.report.tables.lookups import REGENCY, Facts, number_cells
from tasks.report.tables.sent_figures import EMPTY, headings
from tasks.report.tables.table import Column, ReportTable

SERVICE = (Column("service_code", "Kode layanan", width=11),)
FIGURE = "{asal.value[regency_code,code,column=%s]}"
"""A figure of a row as it was sent."""
NOTE = "Nilai pasti, tanpa pembulatan. Setiap nilai adalah rumus; telusuri dengan mengikuti sel yang disebutnya."

_ORIGINS_NOTE = (
    "Satu baris satu angka dari kiriman yang dihitung, dengan berkas, lembar dan selnya. Semua rumus dalam "
    "buku kerja ini berawal dari kolom Nilai. Sidik: 12 huruf pertama SHA-256 berkas aslinya dalam arsip."
)
_ORIGIN_COLUMNS = (
    Column("regency_code", "Kode", width=7),
    Column("regency_name", "Daerah", width=28),
    Column("service_code", "Kode layanan", width=11),
    Column("code", "Kode baris", width=18),
    Column("heading", "Kolom", width=26),
    Column("value", "Nilai", "count", 18, note="correction"),
    Column("title", "Lembar", width=14),
    Column("cell", "Sel", width=9),
    Column("file_name", "Berkas", "line", 44),
    Column("revision", "Kiriman ke-", "number", 9),
    Column("fingerprint", "Sidik", width=14),
)


def items(facts: Facts) -> ReportTable:
    """A row a counted regency and quality item that it needs."""
    frame, capped = facts.required_items, f"MIN({derivations.reported('{available}')},{{required}})"
    return ReportTable(
        sheet="Hitung Mutu",
        title="Butir mutu tiap daerah: nilai pasti",
        notes=(NOTE,),
        columns=(
            *REGENCY,
            *SERVICE,
            Column("item_code", "Kode mutu", width=20),
            Column("required", "Dibutuhkan", "count", 12, formula=FIGURE % "required", link=FIGURE % "required"),
            Column("available", "Tersedia", "count", 12, formula=FIGURE % "available"),
            Column("counted", "Tersedia, paling banyak kebutuhan", "count", 16, formula=capped),
            Column("pct", "Terpenuhi (%)", "exact", 14, formula="100*{counted}/{required}"),
        ),
        frame=frame.assign(
            regency_name=frame["regency_code"].map(facts.names),
            code=frame["item_code"],
            available=number_cells(frame["available"], EMPTY),
        ),
        name="mutu",
        group="regency_code",
    )


def filled_cells(facts: Facts) -> ReportTable:
    """A row a regency and sheet of its last submission."""
    frame = facts.consolidated.sheet_fill.sort_values(["regency_code", "sheet"], ignore_index=True)
    return ReportTable(
        sheet="Hitung Keterisian",
        title="Sel wajib yang terisi pada kiriman terakhir",
        columns=(
            *REGENCY,
            Column("title", "Lembar", width=20),
            Column("required", "Sel wajib", "count", 14),
            Column("filled", "Terisi dan terbaca", "count", 14),
        ),
        frame=frame.assign(
            regency_name=frame["regency_code"].map(facts.names),
            title=frame["sheet"].map(FILLED_SHEETS),
            required=frame["required_cells"],
            filled=frame["filled_cells"],
        ),
        name="keterisian",
        group="regency_code",
    )


def origins(facts: Facts) -> ReportTable:
    """A row a figure that was sent: the value every formula begins with, and its cell in the sender's file."""
    rows, told = facts.origins, headings()
    return ReportTable(
        sheet="Asal Data",
        title="Asal data: setiap angka kiriman yang dipakai dalam laporan ini",
        notes=(_ORIGINS_NOTE,),
        columns=_ORIGIN_COLUMNS,
        frame=rows.assign(
            regency_name=rows["regency_code"].map(facts.all_names),
            heading=[told[key] for key in zip(rows["sheet"], rows["column"], strict=True)],
            fingerprint=rows["sha256"].str[:12],
        ),
        name="asal",
        group="regency_code",
    )

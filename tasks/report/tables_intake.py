"""Tables of what arrived: who sent what and when, and every finding."""

import pandas as pd

from config import catalogue
from tasks.report.facts import SEVERITIES, Facts, date_text, moment_cell, number_cells, text_cells
from tasks.report.table import Column, ReportTable

UNKNOWN = "tidak diketahui"

INTAKE_COLUMNS = (
    Column("code", "Kode", width=8),
    Column("name", "Daerah", width=30),
    Column("status", "Keadaan", width=22),
    Column("counts", "Dihitung", width=11),
    Column("revision", "Kiriman ke-", "number", 11),
    Column("received", "Diterima", "moment", 17),
    Column("on_time", "Tepat waktu", width=12),
    Column("errors", "Kesalahan", "count", 11),
    Column("warnings", "Peringatan", "count", 11),
    Column("file_name", "Nama berkas", width=52),
)

FINDING_COLUMNS = (
    Column("code", "Kode", width=8),
    Column("name", "Daerah", width=27),
    Column("severity", "Tingkat", width=11),
    Column("rule", "Aturan", width=8),
    Column("title", "Pokok temuan", width=28),
    Column("sheet", "Lembar", width=14),
    Column("cell", "Sel", width=9),
    Column("value", "Nilai", width=16),
    Column("message", "Uraian dan yang perlu dilakukan", width=64),
    Column("file_name", "Nama berkas", width=36),
)


def intake(facts: Facts) -> ReportTable:
    """A row a received file, and one a regency nothing came from; by code, then revision."""
    c = facts.consolidated
    silent = c.submissions[~c.submissions["regency_code"].isin(c.intake["regency_code"])]
    rows = pd.concat([c.intake.astype(object), silent.astype(object)], ignore_index=True)
    rows = rows.sort_values(["regency_code", "revision"], kind="stable", na_position="first", ignore_index=True)
    nothing = rows["status"] == "belum lapor"
    reason = nothing.map({True: "belum lapor", False: UNKNOWN}).astype(object)
    own = {c.province_code: f"Provinsi {c.province_name}"}
    return ReportTable(
        sheet="Kelengkapan",
        title="Kelengkapan dan riwayat laporan",
        subtitle=facts.subtitle,
        notes=(
            f"Batas waktu {c.period.label}: {date_text(c.deadline)}. Dihitung: laporan terakhir yang diterima. "
            "Laporan yang ditolak tidak menggantikan laporan yang sudah diterima.",
        ),
        columns=INTAKE_COLUMNS,
        frame=pd.DataFrame(
            {
                "code": text_cells(rows["regency_code"], UNKNOWN),
                "name": rows["regency_code"].map(facts.names | own).fillna(rows["regency_name"]),
                "status": rows["status"],
                "counts": rows["counts"].eq(True).map({True: "Ya", False: "Tidak"}),
                "revision": number_cells(rows["revision"], reason),
                "received": [moment_cell(text, why) for text, why in zip(rows["received_at"], reason, strict=True)],
                "on_time": text_cells(rows["on_time"].str.capitalize(), "").mask(lambda t: t == "", reason),
                "errors": rows["errors"].where(~nothing, reason),
                "warnings": rows["warnings"].where(~nothing, reason),
                "file_name": text_cells(rows["file_name"], "").mask(lambda t: t == "", reason),
            }
        ),
    )


def findings(facts: Facts) -> ReportTable:
    """A row a finding: by regency and file, most important first."""
    c = facts.consolidated
    place = {severity: number for number, severity in enumerate(SEVERITIES)}
    keys = ["regency_code", "file_name", "place", "rule"]
    rows = c.findings.assign(place=c.findings["severity"].map(place)).sort_values(
        keys, kind="stable", ignore_index=True
    )
    own = {c.province_code: f"Provinsi {c.province_name}"}
    titles = {code: rule.title for code, rule in catalogue.rules().items()}
    return ReportTable(
        sheet="Temuan",
        title="Temuan pada semua laporan",
        subtitle=facts.subtitle,
        notes=(
            "Kesalahan menolak laporan; peringatan dan informasi tidak. Nilai ditulis seperti pada berkas pengirim.",
        ),
        columns=FINDING_COLUMNS,
        frame=pd.DataFrame(
            {
                "code": text_cells(rows["regency_code"], UNKNOWN),
                "name": rows["regency_code"].map(facts.names | own).fillna(UNKNOWN),
                "severity": rows["severity"].map(SEVERITIES),
                "rule": rows["rule"],
                "title": rows["rule"].map(titles).fillna(rows["rule"]),
                "sheet": text_cells(rows["sheet"], "seluruh berkas"),
                "cell": text_cells(rows["cell"], "bukan satu sel"),
                "value": text_cells(rows["value"], "kosong"),
                "message": rows["message"],
                "file_name": rows["file_name"],
            }
        ),
    )

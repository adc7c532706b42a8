"""Whose targets changed after the day on which they were fixed for the year (H07). What counts is what was reported."""

from collections import Counter
from math import isnan

from schemas.wording import number_text
from tasks.report.sentences import listed
from tasks.report.tables.lookups import Facts, short_name
from tasks.report.tables.table import Column, ReportTable

TITLE = "Sasaran yang berubah setelah penetapan"
_NAMED = 6


def changed_targets(facts: Facts) -> ReportTable:
    """A row a target in the reports that count; the page shows it, the workbook has it among the findings."""
    rows = facts.consolidated.changed_targets
    return ReportTable(
        sheet=TITLE,
        title=TITLE,
        columns=(
            Column("regency_name", "Kabupaten/kota", width=30),
            Column("sheet", "Lembar", width=12),
            Column("cell", "Sel", width=8),
            Column("message", "Uraian", width=53),
        ),
        frame=rows.assign(regency_name=rows["regency_code"].map(facts.names)),
    )


def changed_targets_text(facts: Facts) -> str:
    """'' where no change is known; whether there is a day that fixes them is the province's setting."""
    counts = sorted(Counter(facts.consolidated.changed_targets["regency_code"]).items())
    if not counts:
        return ""
    named = listed([f"{short_name(facts.names[code])} ({number})" for code, number in counts], _NAMED)
    return (
        f"Sasaran berubah setelah ditetapkan untuk tahun ini, dengan banyaknya sasaran: {named}. "
        "Yang dihitung adalah sasaran menurut laporan."
    )


def changed_of_one_text(facts: Facts, code: str) -> str:
    """The same to the regency itself, with the figures."""
    changed = facts.consolidated.changed_targets.query("regency_code == @code")
    names = facts.services.set_index("service_code")["service_name"]
    told = [f"{names[row.service_code]} {_figures(row)}" for row in changed.itertuples()]
    return f"Mohon dijelaskan dasar perubahan sasaran setelah penetapannya: {listed(told, _NAMED)}." if told else ""


def _figures(row: tuple) -> str:
    now = f"{number_text(row.target)} {row.unit}".rstrip()
    return f"(kini {now})" if isnan(row.target_fixed) else f"(dari {number_text(row.target_fixed)} menjadi {now})"

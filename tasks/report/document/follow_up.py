"""What the document tells of last quarter's problems and actions: the workbook's counts, narrower."""

from schemas.wording import number_text
from tasks.report.sentences import capital, sentences
from tasks.report.tables.followed_up import (
    NOTE,
    by_office,
    by_regency,
    handed_over,
    handed_over_text,
    nothing_text,
    without_text,
)
from tasks.report.tables.lookups import Facts, short_name
from tasks.report.tables.table import ReportTable

_MOST = 5
"""So many services with another office are named; the workbook has all."""


def follow_up_values(facts: Facts) -> dict[str, object]:
    """The placeholders about what was followed up; no row where there is nothing to compare."""
    since = facts.consolidated.followed_up.since.label
    regencies = _rows(by_regency(facts), "regency_name")
    nothing = f"{capital(nothing_text(facts))}."
    told = f"Permasalahan dan rencana aksi yang disebut pada {since} dibandingkan dengan laporan ini. {NOTE}"
    return {
        "kalimat_tindak_lanjut": sentences(told if regencies else nothing, without_text(facts), _handed_over(facts)),
        "tindak_lanjut": regencies,
        "tindak_lanjut_perangkat": _rows(by_office(facts), "name"),
    }


def _handed_over(facts: Facts) -> str:
    rows = handed_over(facts).frame
    return handed_over_text(rows, _MOST, lambda row: f"{short_name(row['regency_name'])}, {row['service_name']}")


def _rows(table: ReportTable, name: str) -> list[dict[str, str]]:
    counts = [column.key for column in table.columns if column.kind == "count"]
    return [
        {"nama": short_name(row[name])} | {key: number_text(row[key]) for key in counts}
        for row in table.frame.to_dict("records")
    ]

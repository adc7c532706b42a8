"""What became of files, and what was found in them, in rows: for the screen and for Prefect's pages."""

import pandas as pd

from schemas.finding import SEVERITIES, Severity, place_of
from schemas.ledger import DUPLICATE
from schemas.shown import visible
from schemas.submission import Checked

MOST_FINDINGS = 500
"""So many a page of Prefect lists; the report has them all."""


def line(one: Checked) -> str:
    """What became of a file."""
    if one.duplicate:
        return f"{visible(one.arrival.file_name)}: isinya sama dengan kiriman terdahulu"
    counts = f"{one.count(Severity.ERROR)} kesalahan, {one.count(Severity.WARNING)} peringatan"
    stated = one.normalised.identity.period
    quarter = f" {one.period}" if one.regency_code or stated else ""  # else it is the one that is due: a guess
    whose = f"{one.regency_code or 'daerah tidak dikenal'}{quarter}"
    return f"{visible(one.arrival.file_name)}: {whose}, {one.status} ({counts})"


def file_rows(checked: list[Checked]) -> list[dict[str, object]]:
    """A row a file that was taken in, with Indonesian headings."""
    return [
        {
            "Berkas": one.arrival.file_name,
            "Kode": one.regency_code or "tidak dikenal",
            "Triwulan": one.period.key,
            "Status": DUPLICATE if one.duplicate else one.status,
            "Kesalahan": one.count(Severity.ERROR),
            "Peringatan": one.count(Severity.WARNING),
        }
        for one in checked
    ]


def open_findings(findings: pd.DataFrame) -> list[dict[str, str]]:
    """A row an error or warning that still stands in the quarter, errors first, with Indonesian headings."""
    told = findings[findings["severity"] != Severity.INFO]
    told = told.sort_values("severity", key=lambda severity: severity != Severity.ERROR, kind="stable")
    return [
        {
            "Kode": one.regency_code or one.file_name,
            "Tingkat": SEVERITIES[Severity(one.severity)],
            "Aturan": one.rule,
            "Sel": place_of(one.sheet, one.cell),
            "Temuan": one.message,
        }
        for one in told.head(MOST_FINDINGS).itertuples()
    ]


def finding_rows(one: Checked) -> list[dict[str, str]]:
    """A row a finding with Indonesian headings."""
    return [
        {
            "Aturan": finding.rule,
            "Tingkat": SEVERITIES[finding.severity],
            "Lembar": finding.sheet,
            "Sel": finding.cell,
            "Nilai": finding.value,
            "Temuan": finding.told,
        }
        for finding in one.findings
    ]

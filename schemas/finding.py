"""A finding: what a rule has to say of one cell, sheet or file of a submission."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """`error` rejects the submission; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES = {Severity.ERROR: "Kesalahan", Severity.WARNING: "Peringatan", Severity.INFO: "Catatan"}
"""Severity -> what people read, most important first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place.

    `sheet` is the sheet's name as it stands in the file, `cell` an Excel address (`F9`), `value` the cell as it
    stood, `explanation` what the sender wrote in Keterangan about a warning. Empty where it does not apply.
    """

    rule: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    explanation: str = ""

    @property
    def told(self) -> str:
        """The sentence, and what the sender wrote about it: an explained warning needs no more."""
        return f"{self.message} Penjelasan pengirim: {self.explanation}" if self.explanation else self.message

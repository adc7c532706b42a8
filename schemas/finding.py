"""A finding: what a rule has to say of one cell, sheet or file of a submission."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.address import cells_in


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
    `cells` are addresses and ranges (`F9:F34 F36`), `cell` among them, where one finding stands for the same fault of
    several cells. `cause` is the `name` of the finding that this one follows from. `variant` says which sentence of
    the rule it is; it is not kept.
    """

    rule: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    explanation: str = ""
    cause: str = ""
    cells: str = ""
    variant: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """By which another finding names this one as its cause: `L02 Penerima!G5`."""
        return f"{self.rule} {place_of(self.sheet, self.cell)}".rstrip()

    @property
    def all_cells(self) -> list[str]:
        """Every cell that it is about, by its address."""
        return cells_in(self.cells) if self.cells else [self.cell] if self.cell else []

    @property
    def told(self) -> str:
        """The sentence, what the sender wrote about it (which explains a warning), and what it follows from."""
        explained = f" Penjelasan pengirim: {self.explanation}" if self.explanation else ""
        follows = f" Termasuk temuan {self.cause}." if self.cause else ""
        return f"{self.message}{explained}{follows}"


def place_of(sheet: str, cell: str) -> str:
    """`Penerima!G5`; either may be ''."""
    return "!".join(filter(None, (sheet, cell)))


def count_of(findings: Iterable[Finding], severity: Severity) -> int:
    """How many there are; what follows from another finding is none of its own."""
    return sum(one.severity is severity and not one.cause for one in findings)


def families(findings: list[Finding]) -> Iterator[tuple[Finding, list[Finding]]]:
    """Each finding that follows from no other, in their order, with those that follow from it."""
    names = {one.name for one in findings if not one.cause}
    following: dict[str, list[Finding]] = {}
    for one in findings:
        if one.cause in names:
            following.setdefault(one.cause, []).append(one)
    for one in findings:
        if one.cause not in names:
            yield one, following.pop(one.name, [])

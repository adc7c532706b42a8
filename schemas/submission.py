"""A submission on its way: what arrived, what was read from it, what was found, what was decided."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from schemas.address import position_of
from schemas.finding import Finding, Severity, count_of, families
from schemas.frames import STATUSES
from schemas.period import Period
from schemas.reconciliation import Account
from schemas.wording import readable_name


@dataclass(frozen=True)
class Arrival:
    """A file of the inbox. `received_at` (aware) is when it came to lie there; `stated_at` the date that it carries,
    which its sender sets and which decides nothing.

    `file_name` is relative to the inbox, with zeros where it held personal data: this is the name that is kept. `turn`
    is 2 where this content came back to its name after another, 0 where it came before what was recorded under its
    name; `id` the number of its row in the ledger's arrivals.
    """

    path: Path
    file_name: str
    sha256: str
    size: int
    received_at: datetime
    stated_at: datetime | None = None
    turn: int = 1
    id: int | None = None

    @property
    def is_renamed(self) -> bool:
        """Whether the file's own name holds personal data."""
        return not readable_name(self.path.as_posix()).endswith(self.file_name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet of the form stands in a file: its name there, and column key -> Excel letter and heading.

    `header_row` has the heading of the code column, 0 where a sheet begins with its rows. Where there are no codes,
    that column is the names'.
    """

    title: str
    header_row: int
    letters: dict[str, str]
    headings: dict[str, str] = field(default_factory=dict)

    def cell(self, column: str, row: int) -> str:
        """The Excel address of a column in a row; '' where the file does not have the column, or the row is 0."""
        letter = self.letters.get(column)
        return f"{letter}{row}" if letter and row else ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and of which quarter, as its sheet says; `..._cell` are (sheet, address).

    `supposed` are the codes of whose it may be where the sheet does not say, or contradicts itself: it is checked as
    the first one's, so that one reading tells all, and counted as nobody's.
    `labels` maps each field of the form that the sheet has to the cells of its value and of its label.
    """

    regency_code: str = ""
    period: Period | None = None
    form_version: str = ""
    code_cell: tuple[str, str] = ("", "")
    period_cell: tuple[str, str] = ("", "")
    supposed: tuple[str, ...] = ()
    labels: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False)

    @property
    def checked_as(self) -> str:
        """The code of the regency that the report is checked as."""
        return next(iter(self.may_be), "")

    @property
    def may_be(self) -> tuple[str, ...]:
        """The codes of whose report it is, or may be."""
        return (self.regency_code,) if self.regency_code else self.supposed

    @property
    def first_row(self) -> int:
        """The first row of what it says; what stands above is a title."""
        return min((position_of(cell)[0] for _, cell in (self.code_cell, self.period_cell) if cell), default=1)


@dataclass(frozen=True, slots=True)
class Trace:
    """How a table of the form was read from a sheet of the file, for the reconciliation; all numbers from 1.

    `sheet` is the sheet's number in the file; `first_row` to `last_row` are the headings; `columns` maps a column key
    to its column, `headings` the numbers of all columns that have a heading. `passed` says of rows without a code what
    they are: `total`, `numbering`, `headings` (again), `unknown`, `unnamed`, `aside`, or `part` of the row
    above. `rows` are this table's where the sheet holds others, else None. `ticked` maps a column of ticks to the key
    of the choice that it is an answer to.
    """

    sheet: int
    first_row: int
    last_row: int
    columns: dict[str, int]
    headings: frozenset[int]
    passed: dict[int, str]
    rows: frozenset[int] | None = None
    ticked: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Normalised:
    """What a file says, typed. `figures`: sheet key -> rows in the order of `schemas.frames`, without `submission`.

    `findings` holds what could not be read or had to be interpreted; `sheet_order` the names of the file's sheets.
    `traces`: sheet key -> how it was read; `layout` is the version of the layout it was read by; `sheet_numbers`:
    sheet key (and `identity`) -> number of the file's sheet that was taken for it. `supposed` has rows like those of
    `figures` under a guessed code: they are checked, so that one reading tells all, and never counted.
    `copies`: sheet key -> row -> the first row of the same code that is the same as a whole.
    `places` also holds sheets without a trace, whose columns are only supposed: their figures are none.
    `hidden` has the hidden rows and columns of a sheet by its name. `other_system` names the system that a file
    which says neither whose it is nor of when was taken from, and what to do with its figures.
    """

    kind: str
    identity: Identity = Identity()
    figures: dict[str, list[tuple]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    sheet_order: list[str] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    layout: str = ""
    sheet_numbers: dict[str, int] = field(default_factory=dict)
    supposed: dict[str, list[tuple]] = field(default_factory=dict)
    copies: dict[str, dict[int, int]] = field(default_factory=dict)
    hidden: dict[str, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    other_system: tuple[str, str] | None = None

    @property
    def is_no_form(self) -> bool:
        """Whether a workbook has not one sheet of a form."""
        return bool(self.layout) and not self.traces and "identity" not in self.sheet_numbers


@dataclass(frozen=True)
class Taken:
    """An arrival that was archived, read and normalised. `cells` says what became of its filled cells."""

    arrival: Arrival
    archived: Path
    normalised: Normalised
    cells: Account = field(default_factory=Account)


@dataclass(frozen=True)
class Checked:
    """A submission with its decision. `regency_code` and `period` say where it is counted.

    Both come from the sheet; where it does not say, from the file's name, else '' and the quarter of the run.
    `duplicate` means that the same content was taken in before, so that it changes nothing.
    """

    arrival: Arrival
    archived: Path
    normalised: Normalised
    regency_code: str
    period: Period
    findings: list[Finding]
    duplicate: bool = False
    cells: Account = field(default_factory=Account)

    @property
    def status(self) -> str:
        return status_of(self.findings)

    def count(self, severity: Severity) -> int:
        return count_of(self.findings, severity)


def answer_name(regency_code: str, sha256: str) -> str:
    """What the files that answer a submission are called; `tanpa-kode-3f9a01bc` where nobody knows whose it is."""
    return regency_code or f"tanpa-kode-{sha256[:8]}"


def numbered_answer_name(regency_code: str, sha256: str, revision: int) -> str:
    """`62.01-kiriman-2`: the same where several submissions of one regency are answered beside each other."""
    return f"{answer_name(regency_code, sha256)}-kiriman-{revision}"


def status_of(findings: list[Finding]) -> str:
    """One error rejects; a warning leaves a note (`diterima dengan catatan`)."""
    severities = {finding.severity for finding in findings}
    accepted, with_notes, rejected, _ = STATUSES
    if Severity.ERROR in severities:
        return rejected
    return with_notes if Severity.WARNING in severities else accepted


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def with_severity(findings: list[Finding], changed: dict[str, Severity]) -> list[Finding]:
    """The findings with the severities a province has changed."""
    if not changed:
        return findings
    return [replace(one, severity=changed.get(one.rule, one.severity)) for one in findings]


def most_important_first(findings: list[Finding], sheet_order: list[str]) -> list[Finding]:
    """By severity, then as one reads the workbook: sheet, row, column. What follows from a finding comes right after
    it, in the same order."""
    position = {name: number for number, name in enumerate(sheet_order)}

    def key(finding: Finding) -> tuple:
        letters = finding.cell.rstrip("0123456789")
        row = int(finding.cell[len(letters) :] or 0)
        return _RANK[finding.severity], position.get(finding.sheet, -1), row, len(letters), letters, finding.rule

    in_order = sorted(findings, key=key)
    return [one for cause, following in families(in_order) for one in (cause, *following)]

"""The echo of a submission: what was understood of it, so that its sender sees at once what was read wrongly."""

from dataclasses import asdict, dataclass
from typing import Literal

Number = int | float
Entry = tuple[str, str]
"""Column of figures, and the service or item that one of them is about."""


@dataclass(frozen=True)
class ReadColumn:
    """A column that was read: its heading as it stands in the file, its letter, and what its figures add up to (None of
    texts)."""

    key: str
    heading: str
    letter: str
    total: Number | None = None


@dataclass(frozen=True)
class ReadSheet:
    """A sheet of the form: `sheet` is its name in the file, `rows` how many were read."""

    key: str
    sheet: str
    rows: int
    columns: tuple[ReadColumn, ...]


@dataclass(frozen=True)
class Example:
    """A service and its figures as they were read; None where there is none."""

    code: str
    name: str
    unit: str
    target: Number | None
    served: Number | None
    allocation: Number | None
    realised: Number | None


@dataclass(frozen=True)
class Striking:
    """From when on a difference catches the eye: the share by which a sum changed; the share of the figures that are
    one multiple of what they were, how many it takes, from what size on they say anything, how near to 1 it is none,
    and from which multiple of last quarter's on it is told. `multiples`: how people say one."""

    changed_sum: float
    same_multiple: float
    fewest_figures: int
    smallest_figure: float
    near_same: float
    implausible: float
    multiples: dict[str, str]


@dataclass(frozen=True)
class Change:
    """The sum of a column before and now; None where it held no figure. `ratio` is set where nearly all figures of the
    column are that multiple of what they were and should not be, `much` where the change is probably a mistake."""

    table: str
    column: str
    before: Number | None
    after: Number | None
    ratio: float | None = None
    much: bool = False

    @property
    def percent(self) -> float | None:
        """By how much the sum is more or less than it was; None where there is nothing to compare it with."""
        known = self.before and self.after is not None
        return 100 * (self.after - self.before) / self.before if known else None


@dataclass(frozen=True)
class Difference:
    """How a submission differs from the revision that it replaces, or from the report of the quarter before.

    `against` names it. `differing` of the `compared` figures are not what they were; `ratio` as in a Change, of those
    of every sheet.
    `gone` figures stood there and do not stand here, `added` the other way round; what the one form asks for and the
    other does not is neither. `gone_at` and `added_at` are the first of them. `explanation` is what its sender wrote in
    Keterangan of the rows that changed, where what is left without these is not striking.
    """

    kind: Literal["revision", "quarter"]
    against: str
    compared: int
    differing: int
    changes: tuple[Change, ...]
    ratio: float | None = None
    gone: int = 0
    added: int = 0
    gone_at: tuple[Entry, ...] = ()
    added_at: tuple[Entry, ...] = ()
    explanation: str = ""

    @property
    def is_striking(self) -> bool:
        """Whether it is probably a mistake, unless it is explained."""
        return self.ratio is not None or any(change.much for change in self.changes)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody is to ask its sender."""
        return self.is_striking and not self.explanation


@dataclass(frozen=True)
class ChangedMuch:
    """A submission that counts, and a difference of it that is striking."""

    regency_code: str
    revision: int
    difference: Difference


@dataclass(frozen=True)
class Echo:
    """What was understood. `differences` are known where the ledger is: none of a file that is only checked."""

    sheets: tuple[ReadSheet, ...] = ()
    examples: tuple[Example, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def data(self) -> dict[str, tuple]:
        """For JSON; `echo_of` reads it again."""
        return asdict(self)

    @property
    def totals(self) -> dict[str, dict[str, Number]]:
        """Sheet key -> `rows` and what each column of figures adds up to."""
        return {
            sheet.key: {"rows": sheet.rows} | {one.key: one.total for one in sheet.columns if one.total is not None}
            for sheet in self.sheets
        }


def echo_of(data: dict[str, list | tuple]) -> Echo:
    """The echo that `Echo.data` holds. Raises LookupError or TypeError for anything else."""
    return Echo(
        tuple(
            ReadSheet(**{**sheet, "columns": tuple(ReadColumn(**one) for one in sheet["columns"])})
            for sheet in data["sheets"]
        ),
        tuple(Example(**one) for one in data["examples"]),
        tuple(
            Difference(**{**each, "changes": tuple(Change(**one) for one in each["changes"]), **_entries(each)})
            for each in data["differences"]
        ),
    )


def _entries(data: dict[str, list]) -> dict[str, tuple[Entry, ...]]:
    """Nothing in what was written before they were named."""
    return {name: tuple(map(tuple, data.get(name, ()))) for name in ("gone_at", "added_at")}

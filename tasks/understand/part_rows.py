"""Which of the rows below a service hold others: a programme its activities, a district its villages.

Only sums prove it, of every figure; codes of accounts and words for levels say which may hold which. What is held is in
the figures of what holds it, and never added again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.workbook import Cell, cell_at
from tasks.understand.row_shapes import ACCOUNT, figure, part_words

_LEVELS = (
    ("program", "kegiatan", "sub kegiatan"),
    ("kabupaten", "kecamatan", "desa"),
    ("kabupaten", "kecamatan", "unit"),
)
"""Kinds of parts of which each may hold those named after it."""


@dataclass(frozen=True)
class Line:
    """A row with figures. `words` say what it is a part of, by kind; none where nobody knows."""

    number: int
    words: Mapping[str, str]
    figures: tuple[float, ...]

    def is_beside(self, other: "Line") -> bool:
        """Whether two rows are parts of one kind, or nobody knows of either what it is."""
        return bool(self.words.keys() & other.words.keys()) or not (self.words or other.words)

    def may_hold(self, other: "Line") -> bool:
        """Whether words or codes of accounts say that a row is above another."""
        codes = [
            next((word for kind, word in one.words.items() if kind.startswith(ACCOUNT)), "") for one in (self, other)
        ]
        if all(codes):
            return codes[1].startswith(f"{codes[0]}.")
        return any(
            one in self.words and other.words.keys() & {*kinds[at + 1 :]}
            for kinds in _LEVELS
            for at, one in enumerate(kinds)
        )


def line_of(number: int, rows: Sequence[list[Cell]], columns: tuple[int, ...]) -> Line:
    cells = rows[number - 1]
    return Line(number, part_words(cells, columns), tuple(figure(cell_at(cells, at)) for at in columns))


def not_held(lines: Sequence[Line]) -> list[Line]:
    """The rows that no other one of them holds: what is to be added up, or the one that is the whole."""
    kept = list(lines)
    for at in range(len(kept) - 1, -1, -1):  # what is the furthest in comes first
        del kept[at + 1 : at + 1 + _held(kept[at], kept[at + 1 :])]
    at = 0
    while at < len(kept):
        held = _held(kept[at], kept[:at][::-1])
        del kept[at - held : at]
        at += 1 - held
    return kept


def _held(whole: Line, others: Sequence[Line]) -> int:
    """How many of the rows right beside one it holds. One alone may just have the same figures, unless it says so."""
    sums = [0.0] * len(whole.figures)
    for count, part in enumerate(others, 1):
        if whole.is_beside(part) or part.may_hold(whole) or not others[0].is_beside(part):
            return 0
        sums = [one + more for one, more in zip(sums, part.figures, strict=True)]
        several = sum(any(one.figures) for one in others[:count]) > 1
        if any(sums) and (several or whole.may_hold(part)) and _are_same(whole.figures, sums):
            return count
    return 0


def _are_same(figures: Sequence[float], others: Sequence[float]) -> bool:
    return all(abs(one - other) < 0.5 for one, other in zip(figures, others, strict=True))

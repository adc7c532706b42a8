"""A service in several rows with its name once: which rows add up, which are details of a total, which are doubtful."""

import re
from dataclasses import dataclass
from itertools import permutations

from schemas.workbook import Cell, cell_at
from tasks.understand.part_rows import line_of, not_held
from tasks.understand.row_shapes import figure, is_detail, part_words

_NEARLY = 100
_DENIED = re.compile(r"\b(non|bukan|tidak|belum) ")
"""`non DTKS` is what is left of all without `DTKS`."""
_OF_A_BUDGET = ("dak", "dau", "dbh", "dbhcht", "did", "insentif", "bok", "bos", "bosp", "blud", "pad")
"""Funds that are in the budget of a regency, APBD, which people also call what is left of it without them."""


@dataclass(frozen=True)
class Split:
    """The rows under the one with the name. `summed` are the rows whose figures add up, `details` those that are in the
    total already, `doubtful` those of which neither is known. `words` say what the parts are; `may_overlap` that the
    first may be meant with the others in it."""

    summed: tuple[int, ...] = ()
    details: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    may_overlap: bool = False


def split_of(head: int, below: list[int], rows: list[list[Cell]], columns: tuple[int, ...], totals: set[int]) -> Split:
    """`below` are the rows without a name right under row `head`; `totals` those of them that say they are a total."""
    included = [number for number in below if _is_included(number, head, rows, columns)]
    below = [number for number in below if number not in included]
    if included and not below:
        return Split(details=tuple(included))
    if any(type(cell_at(rows[head - 1], at)) in (int, float) or _typed(rows, head, at) for at in columns):
        return _under_figures(head, below, rows, columns, totals)
    if not any(figure(cell_at(rows[number - 1], at)) for number in below for at in columns):
        return Split((below[0],), tuple(below[1:]))  # nothing but zeros: whichever of them are parts, their sum is 0
    lines, parts, others = _apart(below, rows, columns, totals)
    words = _words_of(parts, rows, columns)
    proved = words or (len(parts) == 1 and lines > 1)
    return Split(tuple(parts), others, words=words) if proved else Split(doubtful=tuple(below))


def _apart(
    below: list[int], rows: list[list[Cell]], columns: tuple[int, ...], totals: set[int]
) -> tuple[int, list[int], tuple[int, ...]]:
    """How many rows say that they are no total; those of them that none of the others holds; and all other rows."""
    lines = [line_of(number, rows, columns) for number in below if number not in totals]
    parts = [line.number for line in not_held(lines)]
    return len(lines), parts, tuple(number for number in below if number not in parts)


def _under_figures(
    head: int, below: list[int], rows: list[list[Cell]], columns: tuple[int, ...], totals: set[int]
) -> Split:
    """The row with the name may be the total of what stands below, or the first part."""
    lines, parts, others = _apart(below, rows, columns, totals)
    sums = {at: sum(figure(cell_at(rows[number - 1], at)) for number in parts) for at in columns}
    filled = [at for at in columns if any(cell_at(rows[number - 1], at) not in ("", None) for number in parts)]
    same = all(abs(figure(cell_at(rows[head - 1], at)) - sums[at]) < 0.5 for at in filled)
    words = _words_of([head, *parts], rows, columns)
    if words and not same and may_hold(head, parts, rows, columns):
        return Split(doubtful=tuple(below))
    if words and not (same and len(parts) > 1):
        overlap = not totals and _is_budget_of(words) and _is_nowhere_less(head, parts, rows, columns)
        return Split((head, *parts), others, words=words, may_overlap=overlap)
    if same and (lines > 1 or _words_of(parts, rows, columns)):
        return Split(details=tuple(below))
    if parts and _is_totalled(below, totals):
        return Split((head, *parts), others)
    return Split(doubtful=tuple(below))


def _is_totalled(below: list[int], totals: set[int]) -> bool:
    """Whether the last of the rows says what all come to: then they add up, whatever they are called."""
    return below[-1] in totals


def may_hold(
    head: int, parts: list[int], rows: list[list[Cell]], columns: tuple[int, ...], nearly: int = _NEARLY
) -> bool:
    """Whether a row may be the total of several others although it is not exactly: it is so within a hundredth."""
    held = [
        (figure(cell_at(rows[head - 1], at)), sum(figure(cell_at(rows[row - 1], at)) for row in parts))
        for at in columns
    ]
    return len(parts) > 1 and any(total for total, _ in held) and all(abs(a - b) <= abs(a) / nearly for a, b in held)


def _is_budget_of(words: tuple[str, ...]) -> bool:
    """Whether funds are those of the budget that is named first."""
    first, *others = (word.split()[0] for word in words)
    return first == "apbd" and "provinsi" not in words[0] and all(one in _OF_A_BUDGET for one in others)


def _is_nowhere_less(head: int, parts: list[int], rows: list[list[Cell]], columns: tuple[int, ...]) -> bool:
    """Whether a row is nowhere less than others together, so that they may be in it."""
    return all(
        figure(cell_at(rows[head - 1], at)) >= sum(figure(cell_at(rows[row - 1], at)) for row in parts)
        for at in columns
    )


def _is_included(number: int, head: int, rows: list[list[Cell]], columns: tuple[int, ...]) -> bool:
    """Whether a row says that its figures are in those above, and is nowhere more than these."""
    says = any(type(cell) is str and is_detail(cell) for cell in rows[number - 1])
    return says and all(figure(cell_at(rows[number - 1], at)) <= figure(cell_at(rows[head - 1], at)) for at in columns)


def _typed(rows: list[list[Cell]], number: int, at: int) -> bool:
    cell = cell_at(rows[number - 1], at)
    return type(cell) is str and bool(cell.strip())


def _words_of(numbers: list[int], rows: list[list[Cell]], columns: tuple[int, ...]) -> tuple[str, ...]:
    """What the rows say they are: words of one kind, none that has all of another's (`DAK` is in `DAK Fisik`); () where
    there are none."""
    told = [part_words(rows[number - 1], columns) for number in numbers]
    for kind in told[0] if told else ():
        words = [one.get(kind, "") for one in told]
        apart = [set(_DENIED.sub(r"\1-", word).split()) for word in words]
        if all(words) and not any(one <= other for one, other in permutations(apart, 2)):
            return tuple(words)
    return ()

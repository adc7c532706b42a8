"""Columns of other headings that are one of the form's without any: a total in which what is before it adds up, and
what is due in the year, written for each quarter."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count, takewhile

from schemas.layout import SheetLayout
from tasks.understand.arithmetic import Rows
from tasks.understand.headed import Headed
from tasks.understand.heading_words import is_nothing_but_whole
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import MANY

Found = dict[str, list[tuple[Headed, bool]]]


def whole_of_the_missing(
    layout: SheetLayout, headed: Sequence[Headed], found: Mapping[str, list], figures: Callable[[int], Rows]
) -> Found:
    """The total of at least two columns of no heading of the form's, where just one that people fill in has none:
    `APBD`, `DAK`, `Total`. One that holds what another one of the form's does is the total of that.
    `figures` are those of a column."""
    missing = [one.key for one in layout.filled_in if one.key not in found]
    if len(missing) != 1:
        return {}
    claimed = {one.number for some in found.values() for one, _ in some}
    free = {one.number for one in headed} - claimed
    filled = {one.number for key, some in found.items() if layout.by_key[key].is_figure for one, _ in some}
    known = list(map(figures, filled))
    totals = []
    for one in headed:
        if one.number in free and not one.is_percentage and (is_nothing_but_whole(one.text) or one.is_cumulative):
            parts = list(takewhile(free.__contains__, count(one.number - 1, -1)))
            mine, sums = figures(one.number), _sums(list(map(figures, parts)))
            if len(parts) > 1 and _is_mostly(mine, sums) and not any(_is_mostly(mine, other) for other in known):
                totals.append(one)
    return {missing[0]: [(totals[0], False)]} if len(totals) == 1 else {}


def due_in_each_quarter(
    layout: SheetLayout, headed: Sequence[Headed], found: Mapping[str, list], figures: Callable[[int], Rows]
) -> Found:
    """The columns of quarters that hold the same of what is due: `Target TW I`, `Target TW II`. Where they differ it is
    not known whether they add up."""
    claimed = {one.number for some in found.values() for one, _ in some}
    free = [one for one in headed if one.number not in claimed and named_in(one.text).quarter and not one.is_percentage]
    due = [one for one in layout.filled_in if one.key not in (*found, *layout.done)] if len(free) > 1 else []
    named = {column.key: [one for one in free if one.wording_of(column)] for column in due}
    held = {key: [figures(one.number) for one in some] for key, some in named.items() if len(some) > 1}
    same = (key for key, each in held.items() if len(each[0]) >= MANY and each.count(each[0]) == len(each))
    return {key: [(one, False) for one in named[key]] for key in same}


def _sums(parts: list[Rows]) -> Rows:
    sums: dict[int, float] = {}
    for figures in parts:
        for row, value in figures.items():
            if isinstance(value, float):
                sums[row] = sums.get(row, 0.0) + value
    return sums


def _is_mostly(mine: Rows, other: Rows) -> bool:
    same = sum(value == other.get(row) for row, value in mine.items())
    return same >= MANY and 2 * same > len(mine)

"""Quarters beside each other whose figures rise: whether they seem to be those of one quarter each, and no running
totals."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.period import Period
from tasks.understand.named_periods import Named
from tasks.understand.resolver import MANY

_STEADY = 2.0
"""Running totals of a steady year end at twice the mean of those before, one quarter's own figures at their mean."""
_HARDLY = 0.75 * _STEADY
_BEYOND = 0.1


class Done(NamedTuple):
    """What is due in a row, what was done up to or in each earlier quarter, and in this one."""

    due: float
    before: Sequence[float]
    now: float


def seem_single(rows: Iterable[Done], *, of_all_the_year: bool) -> bool:
    """Whether all quarters together are nearly nowhere more than what is due, and this one is hardly more than those
    before. Where all four are there the first is enough: running totals would add up to less than half a year's work.
    """
    known = [row for row in rows if row.due > 0 and row.now > 0 and any(row.before)]
    beyond = sum(sum(row.before) + row.now > row.due for row in known)
    if len(known) - beyond < MANY or beyond > _BEYOND * len(known):
        return False
    slow = sum(row.now < _HARDLY * sum(row.before) / len(row.before) for row in known)
    return of_all_the_year or 2 * slow > len(known)


def are_all_of_the_year(named: Iterable[Named], period: Period | None) -> bool:
    """Whether quarters, or a half and quarters, are together all of a year that is over."""
    quarters: set[int] = set()
    for one in named:
        quarters |= {one.quarter} if one.quarter else {1, 2} if one.half == 1 else {3, 4} if one.half else set()
    return period is not None and period.quarter == 4 and quarters == {1, 2, 3, 4}

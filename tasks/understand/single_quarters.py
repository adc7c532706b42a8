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
_HARDLY_RAISED = 1.25
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
    if len(known) - beyond < MANY or not few(beyond, len(known)):
        return False
    return of_all_the_year or hardly_rise((row.before, row.now) for row in known)


def few(some: int, of_all: int) -> bool:
    return some <= _BEYOND * of_all


def hardly_rise(rows: Iterable[tuple[Sequence[float], float]], least: float = _HARDLY) -> bool:
    """Whether in most rows this quarter's figure is hardly more than those before: less than `least` of their mean."""
    known = [(before, now) for before, now in rows if now > 0 and any(before)]
    return 2 * sum(now < least * sum(before) / len(before) for before, now in known) > len(known)


def are_shares_of_the_year(rows: Sequence[Sequence[float]], named: Iterable[Named], period: Period | None) -> bool:
    """Whether what is due is another in most rows of all quarters so far, and hardly rises: what is due in a year
    stays. Where one quarter came before, it may have been raised since. `named` are those before this one."""
    if len(rows) < MANY or period is None or not _quarters_in(named, period) >= set(range(1, period.quarter)):
        return False
    apart = sum(len(set(values)) > 1 for values in rows)
    least = _HARDLY if len(rows[0]) > 2 else _HARDLY_RAISED
    return 2 * apart > len(rows) and hardly_rise(((values[:-1], values[-1]) for values in rows), least)


def hardly_rise_alike(
    due: Sequence[Sequence[float]], done: Sequence[Sequence[float]], named: Iterable[Named], period: Period | None
) -> bool:
    """Whether what is due in each quarter is a share of the year's, and what was done hardly rises either."""
    if are_divided_evenly(done):
        return are_divided_evenly(due)
    rises = not hardly_rise((values[:-1], values[-1]) for values in done)
    return not rises and are_shares_of_the_year(due, named, period)


def are_divided_evenly(rows: Sequence[Sequence[float]]) -> bool:
    """Whether the quarters hold the same but for what is left over, in nearly all rows with anything: nobody's figures
    stay like that, but shares of one figure are."""
    held = [values for values in rows if any(values)]
    return len(held) >= MANY and few(sum(max(values) - min(values) >= len(values) for values in held), len(held))


def are_all_of_the_year(named: Iterable[Named], period: Period | None) -> bool:
    """Whether quarters, or a half and quarters, are together all of a year that is over."""
    return period is not None and period.quarter == 4 and _quarters_in(named, period) == {1, 2, 3, 4}


def _quarters_in(named: Iterable[Named], period: Period) -> set[int]:
    quarters: set[int] = set()
    for one in named:
        if one.before and one.is_running and not one.of_years:  # `s.d. TW lalu`
            quarters |= set(range(1, period.quarter))
        elif one.quarter:
            quarters |= set(range(1, one.quarter + 1)) if one.is_running else {one.quarter}
        else:
            quarters |= {1, 2} if one.half == 1 else {3, 4} if one.half else set()
    return quarters

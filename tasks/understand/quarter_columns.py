"""The columns of a sheet's quarters beside each other: which they are, and what they hold together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.layout import SheetLayout
from schemas.period import Period
from tasks.understand.heading_words import named_bare
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import PLAIN, SUMMED, Candidate


@dataclass(frozen=True)
class Sheet:
    """`below` is what stands below each column's heading; `formulas` maps a column to those it is computed from.
    `foreign` are the columns under headings that are none of the form's."""

    layout: SheetLayout
    below: Mapping[int, str]
    formulas: Mapping[int, frozenset[int]]
    period: Period | None
    foreign: Sequence[Candidate[int]] = ()


def stated_now(
    sheet: Sheet, candidates: Mapping[str, list[Candidate[int]]]
) -> tuple[Sheet, dict[str, list[Candidate[int]]]]:
    """Without what is stated of earlier periods: what one of them comes to says nothing of their sum."""
    derived = {column.key for column in sheet.layout.columns if column.derived}
    now = {key: [one for one in found if key not in derived or one.period >= 0] for key, found in candidates.items()}
    return replace(sheet, foreign=[one for one in sheet.foreign if one.period >= 0]), now


def quarters_of(sheet: Sheet, found: list[Candidate[int]]) -> list[Candidate[int]]:
    """The columns of this quarter and of earlier ones."""
    return [one for one in found if one.total < 1 and (is_earlier(sheet, one) or is_current(sheet, one))]


def without_a_period(sheet: Sheet, found: list[Candidate[int]]) -> list[Candidate[int]]:
    """The columns that name no period, where none of this quarter stands beside earlier ones: they may be of it."""
    if not sheet.layout.adds_up or any(is_current(sheet, one) for one in found):
        return []
    return [one for one in found if one.period == 0 and one.total == PLAIN and not is_earlier(sheet, one)]


def added_up(current: Candidate[int], quarters: list[Candidate[int]]) -> Candidate[int]:
    """The sums of the quarters in the rows of the current one, as a column of their own."""
    sums = {row: total for row in current.figures if (total := sum_of(quarters, row)) is not None}
    at, said = f"{quarters[0].at}:{quarters[-1].at}", f"penjumlahan {len(quarters)} kolom"
    return Candidate(current.what, at, said, sums, period=SUMMED)


def sum_of(parts: list[Candidate[int]], row: int) -> float | None:
    values = [part.figures.get(row, 0.0) for part in parts]
    return None if any(isinstance(value, str) for value in values) else sum(values)


def rows_of(quarters: list[Candidate[int]]) -> list[list[float]]:
    """What the quarters hold in each row of the last of them."""
    rows = ([one.figures.get(row, 0.0) for one in quarters] for row in quarters[-1].figures)
    return [values for values in rows if str not in map(type, values)]


def since_the_last_sum(quarters: list[Candidate[int]], of_now: Candidate[int]) -> list[Candidate[int]]:
    """The quarters that can add up: the last that runs from January on, and what came after it, up to that `of_now`."""
    quarters = sorted(quarters, key=lambda one: one.what)
    running = [one for one in quarters if named_in(one.said).is_running]
    if not running or any(named_in(one.said).before for one in quarters):
        return quarters
    last = max(running, key=_end)
    return [one for one in quarters if one in (last, of_now) or _end(one) > _end(last)]


def _end(one: Candidate[int]) -> int:
    named = named_in(one.said)
    return named.quarter or 2 * (named.half or 0)


def is_current(sheet: Sheet, one: Candidate[int]) -> bool:
    return one.period == 1 or (one.period == 0 and named_in(one.said).rank(sheet.period) == 1)


def is_earlier(sheet: Sheet, one: Candidate[int]) -> bool:
    named = named_in(one.said)
    bare = named_bare(sheet.below.get(one.what, ""))
    return named._replace(quarter=named.quarter or bare.quarter).is_earlier_quarter(sheet.period)

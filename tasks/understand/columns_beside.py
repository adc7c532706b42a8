"""What columns are only beside each other: of the report's year, of some months, of a budget before its last change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile

from schemas.layout import SheetLayout
from schemas.period import Period
from tasks.understand.headed import Headed
from tasks.understand.heading_words import (
    is_change,
    is_nothing_but_whole,
    says_beyond,
    says_changed,
    says_example,
    says_of_the_report,
    says_of_the_year,
    says_shifted,
)
from tasks.understand.named_periods import Named, named_in
from tasks.understand.resolver import ANOTHERS, EARLIER, MANY, PART, PLAIN, WHOLE, Candidate

_LAST_QUARTER = 4


def beside_each_other(candidates: Sequence[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates, of which none is meant only because it names the report's year, which is the year of all, nor one
    of several that are of some months each, nor the only one that is: the form's own may be as well. One that names the
    year is in doubt all the same where what is stated fits another: that may be of several years. What ends before the
    report's quarter stays of another period. What was shifted within a budget came before its change."""
    if len(candidates) < 2:
        return list(candidates)
    named = {one.what: named_in(one.said) for one in candidates}
    apart = _of_some_months(candidates, named)
    of_the_year = any(one.period == 0 and named[one.what].says_when for one in candidates)
    level, shifted = bool(apart) or of_the_year, {one.what for one in candidates if says_shifted(one.said)}
    changed = any(says_changed(one.said) and one.what not in shifted for one in candidates)
    return [
        replace(
            one,
            period=0 if one.what in apart else one.period,
            total=EARLIER if changed and one.what in shifted else one.total,
            exact=0 if level else one.exact,
            later=one.later or (one.period == 0 and named[one.what].is_of_a_year),
        )
        for one in candidates
    ]


def of_both_halves(candidates: list[Candidate[int]], period: Period | None) -> list[Candidate[int]]:
    """The candidates, of which that of the second half of the year may be of the report beside that of the first, where
    nothing else is: it is the whole year's if the sheet's own arithmetic says so."""
    second = {one.what for one in candidates if period and _is_second_half(one, period)}
    first = any(named_in(one.said).half == 1 for one in candidates)
    if not (second and first) or any(one.period >= 0 for one in candidates):
        return candidates
    return [replace(one, period=1) if one.what in second else one for one in candidates]


def is_unproved_half(candidates: Sequence[Candidate[int]], period: Period | None) -> bool:
    """Whether the one of the second half is not shown to be of the whole year: it may be of that half alone."""
    current = [one for one in candidates if one.period > 0 and period and _is_second_half(one, period)]
    return any(len(one.agrees) < max(MANY, len(one.differs)) for one in current)


def _is_second_half(one: Candidate[int], period: Period) -> bool:
    named = named_in(one.said)
    bare = named.half == 2 and named.quarter is None and not (named.up_to or named.before)
    return bare and period.quarter == _LAST_QUARTER and named.year in (None, period.year)


def _of_some_months(candidates: Sequence[Candidate[int]], named: Mapping[int, Named]) -> set[int]:
    """The columns of some months each, or the only one that is."""
    by_months = {
        one.what for one in candidates if (said := named[one.what]).by_months and not (said.up_to and one.period < 0)
    }
    apart = by_months if any(named[at].is_part for at in by_months) else set()
    return {one.what for one in candidates if one.what in apart and one.period > 0} if len(apart) == 1 else apart


def due_in_the_year(candidates: Sequence[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates for what is due, which is so in a year: beside one that is of no quarter those of one quarter are
    parts of it, whatever quarter they name, and one up to this quarter is no other year's."""
    said = {one.what: named_in(one.said) for one in candidates}
    quarters = {at for at, named in said.items() if named.quarter or named.half or (named.now and not named.of_years)}
    if not any(one.what not in quarters and one.period >= 0 and one.total >= PLAIN for one in candidates):
        return list(candidates)
    return [_in_the_year(one, said[one.what], one.what in quarters) for one in candidates]


def _in_the_year(one: Candidate[int], named: Named, of_a_quarter: bool) -> Candidate[int]:
    if of_a_quarter:
        return replace(one, period=min(one.period, 0), total=one.total if named.up_to else PART)
    return replace(one, total=WHOLE) if says_of_the_year(one.said) and one.period >= 0 else one


def of_others(layout: SheetLayout, key: str, found: list[tuple[Headed, bool]]) -> set[int]:
    """The columns that stand under the heading of another one, beside such as stand under their own: `Alokasi` over
    `Realisasi`, and `Realisasi` over `Data Lama`, `Data Baru`. `Anggaran` over all that is said of it is none."""
    column = layout.by_key[key]
    if not column.is_figure or not any(one.stands_under(column) for one, _ in found):
        return set()
    others = [one for one in layout.filled_in if one is not column]
    return {one.number for one, _ in found if any(one.group(column) in other.wordings for other in others)}


def within_the_report(candidates: list[Candidate[int]], headed: Sequence[Headed]) -> list[Candidate[int]]:
    """The candidates beside a column of what is beyond the report: where one says that it is the report's, no other
    is meant, least of all the sum of both."""
    own = any(says_of_the_report(one.said) for one in candidates)
    if not own or not any(says_beyond(one.text) for one in headed):
        return candidates
    return [one if says_of_the_report(one.said) else replace(one, total=ANOTHERS) for one in candidates]


def without_examples(candidates: list[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates, of which one that shows how to fill the others in holds nothing of the report."""
    return [replace(one, figures={}) if says_example(one.said) else one for one in candidates]


def without_notes(candidates: list[Candidate[int]]) -> list[Candidate[int]]:
    """Without columns of words under nothing but `Verifikasi` or the like, beside others: they are no other figures."""
    notes = {
        one.what
        for one in candidates
        if is_change(one.said) and not any(isinstance(held, float) for held in one.figures.values())
    }
    return [one for one in candidates if one.what not in notes] or candidates


def with_totals(
    found: Sequence[Candidate[int]], foreign: Sequence[Candidate[int]], period: Period | None
) -> list[Candidate[int]]:
    """With each column that holds, row by row, what the others hold together, or those of the report's year: the
    arithmetic says that it is their total, whatever it is called. The total of several years is none of the report's,
    but where it has the form's own heading: then nobody knows.
    `foreign` are those of no heading of the form's; one that is called a total, or of the form's, may be that of a
    column and of foreign ones: `Dilayani`, `Dirujuk`, `Total`; `Terlayani Lama`, which is a part, `Terlayani Baru`,
    `Jumlah Terlayani`."""
    of_the_year = [one for one in found if not _is_of_another_year(one, period)]
    if len(of_the_year) < len(found):
        of_years = {one.what for one in of_the_year if _is_of_years(one, found, of_the_year)}
        found = [replace(one, period=-1) if one.what in of_years and not one.own else one for one in found]
        of_the_year = [one for one in of_the_year if one.what not in of_years]
    totals = {
        one.what: replace(one, total=WHOLE)
        for one in (*found, *foreign)
        if one.total < WHOLE and _is_total(one, of_the_year)
    }
    called = [one for one in foreign if is_nothing_but_whole(one.said)]
    totals |= {
        one.what: replace(one, total=WHOLE) for one in (*found, *called) if _is_total_beyond(one, found, foreign)
    }
    rest = [one for one in found if one.what not in totals]
    return totals_of_periods([*rest, *totals.values()])


def totals_of_periods(candidates: Sequence[Candidate[int]]) -> list[Candidate[int]]:
    """A total beside columns of single quarters is the report's, where one of these is."""
    if not any(one.period == 1 for one in candidates):
        return list(candidates)
    return [replace(one, period=1) if one.total == WHOLE and one.period == 0 else one for one in candidates]


def _is_of_another_year(one: Candidate[int], period: Period | None) -> bool:
    named = named_in(one.said)
    return (named.before and named.of_years) or (period is not None and named.year not in (None, period.year))


def _is_of_years(one: Candidate[int], found: Sequence[Candidate[int]], of_the_year: Sequence[Candidate[int]]) -> bool:
    """Whether a column, whatever it is called, is the total of this year's and another year's."""
    parts = [part for part in found if part not in of_the_year or part.total < WHOLE]
    return one in of_the_year and _is_total(one, parts) and not _is_total(one, of_the_year)


def _is_total(one: Candidate[int], found: Sequence[Candidate[int]]) -> bool:
    """Whether most of what a column holds is the sum of the others, of which more than one holds something there."""
    parts = [part for part in found if part.what != one.what and part.total < WHOLE]
    same = _rows_of_sum(one, parts)
    apart = [row for row in same if sum(bool(part.figures[row]) for part in parts) > 1]
    return len(apart) >= MANY and 2 * len(same) > len(one.figures)


def _is_total_beyond(one: Candidate[int], found: Sequence[Candidate[int]], foreign: Sequence[Candidate[int]]) -> bool:
    """Whether a column holds what all hold together that stand on one side of it without a gap, foreign ones among
    them."""
    there = {part.what: part for part in (*found, *foreign)}
    sides = [[there[at] for at in takewhile(there.__contains__, count(one.what + step, step))] for step in (-1, 1)]
    mixed = [side for side in sides if any(part in found for part in side) and any(part in foreign for part in side)]
    return any(_is_total(one, side) for side in mixed)


def _rows_of_sum(one: Candidate[int], parts: Sequence[Candidate[int]]) -> list[int]:
    """The rows in which a column holds what several others hold together."""
    sums = {row: [part.figures.get(row) for part in parts] for row in one.figures if len(parts) > 1}
    known = {row: sum(values) for row, values in sums.items() if all(isinstance(value, float) for value in values)}
    return [row for row, total in known.items() if total == one.figures[row]]

"""The sheet's own arithmetic as evidence: remainders, percentages, sums and parts say which of two columns is meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from schemas.layout import SheetLayout
from tasks.understand.named_periods import Named, named_in
from tasks.understand.quarter_columns import (
    Sheet,
    added_up,
    is_current,
    is_earlier,
    quarters_of,
    rows_of,
    since_the_last_sum,
    stated_now,
    sum_of,
    without_a_period,
)
from tasks.understand.resolver import MANY, PLAIN, WHOLE, Candidate
from tasks.understand.single_quarters import (
    Done,
    are_all_of_the_year,
    few,
    hardly_rise_alike,
    seem_single,
)
from tasks.understand.stated import fitting_rows, is_mostly_derived
from tasks.understand.sums_below import sums_of_parts

Rows = dict[int, object]
"""What a column holds, by row: a number, or a text that is none."""
Candidates = dict[str, list[Candidate[int]]]


@dataclass(frozen=True)
class _Test:
    """Rows in which something that the sheet states fits a column, or does not."""

    column: int
    fits: frozenset[int] = frozenset()
    fails: frozenset[int] = frozenset()


def with_arithmetic(sheet: Sheet, candidates: Candidates) -> Candidates:
    """The candidates with the rows in which the sheet's own arithmetic is with them or against them."""
    tests = [*_derived_tests(sheet, candidates), *_sum_tests(sheet, candidates)]
    stated = {test.column: len(test.fits) for test in tests if len(test.fits) >= MANY}
    tests += _cumulative_tests(sheet, candidates, stated)
    tests += _percentages_of_each_other(sheet, candidates)
    weighed = {key: [_with_tests(one, tests) for one in found] for key, found in candidates.items()}
    for sums in (_sums_of_due, _sums_of_quarters, sums_of_parts):
        for key, quarters, added in list(sums(*stated_now(sheet, weighed))):
            weighed[key] = [*(_without(one, quarters, added) for one in weighed[key]), added]
    return weighed


def _without(one: Candidate[int], quarters: set[int], added: Candidate[int]) -> Candidate[int]:
    """A column of a quarter once the rows speak for a sum with it."""
    if one.what not in quarters or one.said == added.said:
        return one
    return replace(one, agrees=one.agrees - added.agrees, differs=one.differs | added.agrees)


def _with_tests(candidate: Candidate[int], tests: list[_Test]) -> Candidate[int]:
    mine = [test for test in tests if test.column == candidate.what]
    fails = frozenset().union(*(test.fails for test in mine))
    return replace(candidate, agrees=frozenset().union(*(test.fits for test in mine)) - fails, differs=fails)


def _derived_tests(sheet: Sheet, candidates: Candidates) -> Iterator[_Test]:
    """Each stated remainder and percentage against each of the columns that it may have been computed from."""
    for key, kind, whole, part in _statements(sheet.layout):
        wholes, parts = candidates.get(whole, []), candidates.get(part, [])
        disputed = {one.what for found in (wholes, parts) if len(found) > 1 for one in found}
        witnesses = _witnesses(sheet, candidates.get(key, []), (kind, wholes, parts), disputed) if disputed else []
        if witnesses:
            fitting = [
                (one.what, other.what, fitting_rows(kind, one, other, witnesses))
                for one, other in product(wholes, parts)
            ]
            for place in (0, 1):
                for at in {pair[place] for pair in fitting}:
                    mine = [pair[2] for pair in fitting if pair[place] == at]
                    fits = frozenset().union(*(rows for rows, _ in mine))
                    yield _Test(at, fits, frozenset().union(*(rows for _, rows in mine)) - fits)


def _statements(layout: SheetLayout) -> list[tuple[str, str, str, str]]:
    """What the form states that follows from other columns: its key, what it is, the whole and the part. What is left
    of an amount may be stated where the form has no column for it."""
    stated = [(column.key, *column.derived) for column in layout.columns if column.derived]
    missing = {one[2:] for one in stated} - {one[2:] for one in stated if one[1] == "remainder"}
    return stated + [("", "remainder", *pair) for pair in sorted(missing)]


def _witnesses(
    sheet: Sheet,
    own: list[Candidate[int]],
    derived: tuple[str, list, list],
    disputed: set[int],
    *,
    together: bool = False,
) -> list[Candidate[int]]:
    """The columns that state what follows from others: `own` are those with the form's heading; any other has to do so
    in most of its rows. A formula that refers to a column in dispute is no evidence; one that refers to all of them is
    of what they hold `together`."""
    kind, *both = derived
    foreign = [one for one in sheet.foreign if any(is_mostly_derived(kind, *pair, one) for pair in product(*both))]
    said = {one.what: disputed & sheet.formulas.get(one.what, frozenset()) for one in (*own, *foreign)}
    return [one for one in (*own, *foreign) if not said[one.what] or (together and said[one.what] == disputed)]


def _sum_tests(sheet: Sheet, candidates: Candidates) -> Iterator[_Test]:
    """A column that is the sum of all others under its heading is their total, and so is that of what was done up to an
    earlier quarter and since; a total that is not is in doubt."""
    for found in candidates.values():
        for one in found:
            parts = [other for other in found if other is not one and other.total < 1]
            now = [part for part in parts if is_current(sheet, part)]
            since = since_the_last_sum(parts, of_now=now[0]) if len(now) == 1 else []
            for some in (parts, since) if one.total >= 0 else ():
                sums = {row: sum_of(some, row) for row in one.figures}
                same = frozenset(row for row, total in sums.items() if total and total == one.figures[row])
                if len(some) > 1 and len(same) >= MANY:
                    yield _Test(one.what, same)


def _cumulative_tests(sheet: Sheet, candidates: Candidates, stated: Mapping[int, int]) -> Iterator[_Test]:
    """Figures up to a quarter never fall: where they do, the quarter's own are no cumulative ones.

    And where they do rise all the time, a sum of them is none of anything.
    """
    parts = {column.derived[2] for column in sheet.layout.columns if column.derived}
    for key in parts & candidates.keys():
        quarters = quarters_of(sheet, candidates[key])
        for one in quarters:
            for earlier in quarters:
                if is_current(sheet, one) and is_earlier(sheet, earlier):
                    fallen = _rows_where(earlier, one, lambda before, now: before > now)
                    if len(fallen) >= MANY:
                        yield _Test(earlier.what, fallen)
                        yield _Test(one.what, fails=fallen)
        yield from _sums_of_cumulative(candidates[key], quarters, stated)
        yield from _less_than_the_whole(candidates[key])


def _less_than_the_whole(found: list[Candidate[int]]) -> Iterator[_Test]:
    """A column of this quarter's that holds less than one that names no period is no cumulative one."""
    for one in found:
        of_quarter = one.period == 1 and one.total == PLAIN and named_in(one.said).quarter is not None
        for other in found if of_quarter else ():
            more = _rows_where(one, other, lambda now, whole: now < whole)
            if other.period == 0 and other.total == PLAIN and len(more) >= MANY:
                yield _Test(one.what, fails=more)
                yield _Test(other.what, more)


def _sums_of_due(sheet: Sheet, candidates: Candidates) -> Iterator[tuple[str, set[int], Candidate[int]]]:
    """The same of what is due, where nothing but quarters of it stands there: what the sheet states follows from their
    sum, or what was done is in most rows more than is due in this quarter, and nearly nowhere more than that sum."""
    for key, kind, whole, part in _statements(sheet.layout):
        found = candidates.get(whole, [])
        quarters = quarters_of(sheet, found)
        current = [one for one in quarters if one.period == 1]
        if not sheet.layout.adds_up or len(current) != 1 or len(quarters) < 2 or any(one.period == 0 for one in found):
            continue
        added = added_up(current[0], quarters)
        done = quarters_of(sheet, candidates.get(part, []))
        together = [added_up(one, done) for one in done if is_current(sheet, one) and len(done) > 1]
        summed = (kind, [added], [*candidates.get(part, []), *together])
        witnesses = _witnesses(sheet, candidates.get(key, []), summed, {one.what for one in quarters})
        rows: frozenset[int] = frozenset()
        for one in summed[2]:
            fits = [fitting_rows(kind, due, one, witnesses)[0] for due in (added, current[0])]
            beyond = _rows_beyond(current[0], added, one)
            named = [named_in(other.said) for other in quarters]
            both = one in together and hardly_rise_alike(rows_of(quarters), rows_of(done), named, sheet.period)
            rows |= (fits[0] - fits[1]) | (beyond if one not in together or both else frozenset())
        if len(rows) >= MANY:
            yield whole, {one.what for one in quarters}, replace(added, agrees=rows)


def _rows_beyond(due: Candidate[int], added: Candidate[int], done: Candidate[int]) -> frozenset[int]:
    """The rows in which more is done than is due in a quarter, where most are so and nearly none is beyond all."""
    more, most = (_rows_where(one, done, lambda due, done: done > due) for one in (due, added))
    known = _rows_where(added, done, lambda due, done: due > 0 and done > 0)
    return more & known if 2 * len(more & known) > len(known) and few(len(most), len(known)) else frozenset()


def _sums_of_quarters(sheet: Sheet, candidates: Candidates) -> Iterator[tuple[str, set[int], Candidate[int]]]:
    """What the quarters add up to, where in many rows what the sheet states follows from that and not from this quarter
    alone, or all that is due is done, or one came before this, or they hardly rise. A reason for doubt, never read."""
    for key, kind, whole, part in _statements(sheet.layout):
        found = candidates.get(part, [])
        bare, quarters = without_a_period(sheet, found), quarters_of(sheet, found)
        current = bare or [one for one in quarters if is_current(sheet, one)]
        if len(current) != 1 or len(quarters) + len(bare) < 2:
            continue
        quarters = since_the_last_sum([*quarters, *bare], of_now=current[0])
        added, wholes = added_up(current[0], quarters), candidates.get(whole, [])
        alike = not any(one.total == WHOLE for one in found) and sheet.layout.adds_up
        goes_on = (_falls if bare else _go_on)(current[0], quarters, found) and len(added.figures) >= MANY
        if goes_on or (alike and any(_are_single(sheet, one, current[0], quarters) for one in wholes)):
            yield part, {one.what for one in quarters}, replace(added, agrees=frozenset(added.figures))
            continue
        summed = (kind, wholes, [added])
        witnesses = _witnesses(sheet, candidates.get(key, []), summed, {one.what for one in quarters}, together=True)
        for one in wholes:
            alone, together = (
                fitting_rows(kind, one, other, witnesses)[0] | _rows_where(one, other, lambda due, done: due == done)
                for other in (current[0], added)
            )
            if len(together - alone) >= MANY:
                yield part, {one.what for one in quarters}, replace(added, agrees=together - alone)


def _are_single(sheet: Sheet, whole: Candidate[int], current: Candidate[int], quarters: list[Candidate[int]]) -> bool:
    """Whether the figures seem to be those of one quarter each; what states those of this quarter is against it."""
    before = [one for one in quarters if one is not current]
    rows = (
        Done(due, [one.figures.get(row, 0.0) for one in before], current.figures.get(row, 0.0))
        for row, due in whole.figures.items()
        if isinstance(due, float) and sum_of(quarters, row) is not None
    )
    named = [named_in(one.said) for one in quarters]
    bare = not is_current(sheet, current)
    if bare and sheet.period:
        named.append(Named(quarter=sheet.period.quarter))
    year = are_all_of_the_year(named, sheet.period)
    stated = len(current.agrees) >= MANY > min((len(one.agrees) for one in before), default=0)  # of this quarter alone
    return not stated and (year or not bare) and seem_single(rows, of_all_the_year=year)


def _go_on(current: Candidate[int], quarters: list[Candidate[int]], found: list[Candidate[int]]) -> bool:
    """Whether nothing stands there but what was done up to this quarter, and in it: `s.d. TW lalu`, `TW ini`. What
    states the figures of this quarter is against it."""
    running = any(named_in(one.said).is_running for one in quarters if one is not current)
    whole = named_in(current.said).is_running or any(one.total == WHOLE for one in found)
    return running and not whole and len(current.agrees) < MANY


def _falls(current: Candidate[int], quarters: list[Candidate[int]], _: list[Candidate[int]]) -> bool:
    """Whether the column that names no period is in most rows less than was done up to an earlier quarter."""
    others = [one for one in quarters if one.what != current.what]
    fallen = (_rows_where(one, current, lambda before, now: before > now) for one in others)
    return any(len(rows) >= MANY and 2 * len(rows) > len(current.figures) for rows in fallen)


def _sums_of_cumulative(
    found: list[Candidate[int]], quarters: list[Candidate[int]], stated: Mapping[int, int]
) -> Iterator[_Test]:
    current = [one for one in quarters if one.period == 1]
    earlier = [one for one in quarters if one.period < 0]
    if len(current) != 1 or not earlier:
        return
    rising = [_rows_where(one, current[0], lambda before, now: before < now) for one in earlier]
    falling = [_rows_where(one, current[0], lambda before, now: before > now) for one in earlier]
    if any(falling) or min(map(len, rising)) < MANY:
        return
    for one in found:
        if one.total == 1 and one.what not in stated:
            more = _rows_where(current[0], one, lambda now, total: total > now)
            yield _Test(one.what, fails=more)
            yield _Test(current[0].what, more)


def _rows_where(one: Candidate[int], other: Candidate[int], holds) -> frozenset[int]:
    pairs = ((row, value, other.figures.get(row)) for row, value in one.figures.items())
    return frozenset(row for row, a, b in pairs if isinstance(a, float) and isinstance(b, float) and holds(a, b))


def _percentages_of_each_other(sheet: Sheet, candidates: Candidates) -> Iterator[_Test]:
    """A column that is the percentage or the remainder of another one says that the other one is meant."""
    for column in sheet.layout.columns:
        if column.derived:
            kind, whole, part = column.derived
            yield from _derived_from_each_other(kind, candidates.get(whole, []), candidates.get(part, []))


def _derived_from_each_other(kind: str, wholes: list[Candidate[int]], parts: list[Candidate[int]]) -> Iterator[_Test]:
    for one, other in product(parts, parts):
        if one is other:
            continue
        for whole in wholes:
            fits, _ = fitting_rows(kind, whole, one, [other])
            fits = frozenset(row for row in fits if one.figures[row] and one.figures[row] != other.figures[row])
            if len(fits) >= MANY and 2 * len(fits) > len(other.figures):
                yield _Test(one.what, fits)
                yield _Test(other.what, fails=fits)

"""Tables of earlier quarters beside the report's: whether their figures can be cumulative, as the form wants them."""

from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import Period
from tasks.understand.heading_findings import named_place
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import MANY, PLAIN, Candidate, Choice, T, examples
from tasks.understand.single_quarters import (
    Done,
    are_all_of_the_year,
    are_shares_of_the_year,
    few,
    hardly_rise_alike,
    seem_single,
)


def quarters_findings(choice: Choice, layout: SheetLayout, period: Period | None, place: dict) -> Iterator[Finding]:
    """L05 where the figures are those of one quarter each: earlier ones are higher in most rows, or all of them
    together are exactly what is due; L06 where they may be, because together they are nowhere more than that."""
    earlier = [one for one in choice.others if one.figures and _is_earlier(one, period)]
    derived = next((one.derived for one in layout.columns if one.derived), None)
    if choice.in_doubt or not earlier or not derived or not layout.adds_up:
        return
    now, _, part = choice.chosen, *derived[1:]
    words = {"name": layout.name, "value": now.said, "first": named_place(now), **place}
    for one in earlier:
        fallen = [key for key in _both(now, one) if key[1] == part and one.figures[key] > now.figures[key]]
        if len(fallen) >= MANY and 2 * len(fallen) > sum(key[1] == part for key in now.figures):
            here, there = examples(now, one)
            words |= {"figures": here, "second": named_place(one), "other_figures": there}
            yield catalogue.rules()["L05"].finding("quarters", **words)
            return
    yield from _together(now, earlier, derived, words, period)


def beside_the_undated(choice: Choice[T], layout: SheetLayout) -> Choice[T]:
    """The choice, in doubt where the table of the report's quarter says in most rows that less was done than one of
    which nobody says when: then it is that quarter's alone, and the other one may be cumulative."""
    now = choice.chosen
    if choice.in_doubt or now.period < 1 or not layout.adds_up:
        return choice
    for one in choice.others:
        done = [key for key in _both(now, one) if key[1] in layout.done]
        less = sum(now.figures[key] < one.figures[key] for key in done)
        undated = one.period == 0 and one.total >= PLAIN and one.visible >= now.visible
        if undated and less >= MANY and 2 * less > len(done):
            return replace(choice, rival=one, unread=None)
    return choice


def _together(
    now: Candidate, earlier: list[Candidate], derived: tuple, words: dict, period: Period | None
) -> Iterator[Finding]:
    _, whole, part = derived
    sums, due = _sums(now, earlier, part), _figures(now, whole)
    due = {about: due[about] for about in sums if about in due}
    exact = [about for about, value in due.items() if value and value == sums[about] != now.figures[about, part]]
    beyond = [about for about, value in due.items() if value and sums[about] > value]
    due_in_each = _rows_of([*earlier, now], whole)
    apart = are_shares_of_the_year(due_in_each, [named_in(one.when) for one in earlier], period)
    shown = [about for about in due if about in exact or len(exact) < MANY]
    mine = Candidate(0, "", "", {(about, part): now.figures[about, part] for about in shown})
    here, there = examples(mine, replace(mine, figures={(about, part): sums[about] for about in shown}))
    words |= {"figures": here, "others": ", ".join(map(named_place, earlier)), "other_figures": there}
    if len(exact) >= MANY:
        yield catalogue.rules()["L05"].finding("quarters_due", **words)
    elif _are_single(now, earlier, due, part, period) or _are_alike(now, earlier, whole, part, period):
        yield catalogue.rules()["L05"].finding("quarters_single", **words)
    elif apart or len(beyond) < MANY or 2 * len(beyond) <= len(due):
        yield catalogue.rules()["L06"].finding("quarters_table", **words)


def _sums(now: Candidate, earlier: list[Candidate], key: str) -> dict[object, float]:
    """What all of them hold together, by what a row is about."""
    held = [_figures(one, key) for one in (now, *earlier)]
    return {about: sum(one.get(about, 0.0) for one in held) for about, name in now.figures if name == key}


def _figures(one: Candidate, key: str) -> dict[object, float]:
    return {about: value for (about, name), value in one.figures.items() if name == key and isinstance(value, float)}


def _are_alike(now: Candidate, earlier: list[Candidate], whole: str, part: str, period: Period | None) -> bool:
    """Whether both are shares of the year's, and what was done is together nearly nowhere more than all that is due."""
    done, due = _sums(now, earlier, part), _sums(now, earlier, whole)
    beyond = sum(value > due[about] for about, value in done.items() if about in due)
    in_each = (_rows_of([*earlier, now], key) for key in (whole, part))
    named = [named_in(one.when) for one in earlier]
    return few(beyond, len(done)) and hardly_rise_alike(*in_each, named, period)


def _rows_of(tables: list[Candidate], key: str) -> list[list[float]]:
    held = [_figures(one, key) for one in tables]
    return [[one[about] for one in held] for about in held[-1] if all(about in one for one in held)]


def _are_single(
    now: Candidate, earlier: list[Candidate], due: dict[object, float], part: str, period: Period | None
) -> bool:
    rows = (
        Done(value, [one.figures[about, part] for one in earlier], now.figures[about, part])
        for about, value in due.items()
        if all(_is_number(one, (about, part)) for one in (now, *earlier))
    )
    named = [named_in(one.when) for one in (now, *earlier)]
    return seem_single(rows, of_all_the_year=are_all_of_the_year(named, period))


def _is_earlier(one: Candidate, period: Period | None) -> bool:
    named = named_in(one.when)
    before = named.half is not None and period is not None and 2 * named.half < period.quarter
    return one.period < 0 and (named.is_earlier_quarter(period) or (before and named.year in (None, period.year)))


def _both(here: Candidate, there: Candidate) -> list[tuple]:
    return [key for key in here.figures if _is_number(here, key) and _is_number(there, key)]


def _is_number(one: Candidate, key: tuple) -> bool:
    return isinstance(one.figures.get(key), float)

"""What a total below a heading has to be: what its parts there, or what was before and came since, are together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tasks.understand.heading_words import ends_in_sum, names_addition, says_changed, says_planned
from tasks.understand.named_periods import named_in
from tasks.understand.quarter_columns import Sheet, added_up
from tasks.understand.resolver import EARLIER, MANY, PART, PLAIN, WHOLE, Candidate

Found = Sequence[Candidate[int]]
_LAST_HALF = 2


def parts_of(whole: Candidate[int], found: Found) -> list[Candidate[int]]:
    """The columns of which one has to be the sum, by what they are called: those of several parts, what was done up to
    an earlier quarter and in this one, or a budget and what was added to it. None where the words leave that open."""
    others = [one for one in found if one.what != whole.what and one.figures and "%" not in one.said]
    summed = ends_in_sum(whole.said)  # `Jumlah` alone is a wording of some forms
    if whole.period < 0 or not (whole.total == WHOLE or (summed and whole.total == PLAIN)):
        return []
    if says_changed(whole.said):
        added = [one for one in others if names_addition(one.said)]
        first = [one for one in others if one.total in (EARLIER, PLAIN) and one.period >= 0 and one not in added]
        return [*first, *added] if len(first) == len(added) == 1 else []
    before = [one for one in others if one.period < 0 and _runs(one)]
    since = [one for one in others if _is_since(one) and one.total == PLAIN and not _runs(one)]
    if _runs(whole):
        return [*before, *since] if len(before) == len(since) == 1 else []
    parts = [one for one in others if one.total == PART and one.period == whole.period and not _is_planned(one)]
    return parts if len(parts) > 1 and summed else []


def _runs(one: Candidate[int]) -> bool:
    named = named_in(one.said)
    return named.up_to or named.before or named.is_running


def parts_supposed(whole: Candidate[int], found: Found) -> list[Candidate[int]]:
    """The columns beside a sum of which nobody knows that they are its parts, by where they stand alone. None where it
    is their product: `Volume`, `Harga Satuan`, `Jumlah`."""
    parts = [
        one
        for one in found
        if one.figures and one.total in (PLAIN, PART) and one.period == whole.period and not one.own
        if one.what != whole.what and "%" not in one.said and not _is_planned(one)
    ]
    if whole.total != WHOLE or not ends_in_sum(whole.said) or len(parts) < 2:
        return []
    times = ((row, [one.figures.get(row) for one in parts[:2]]) for row in whole.figures)
    products = [row for row, two in times if float is type(two[0]) is type(two[1]) and _fits(two, whole.figures[row])]
    return [] if 2 * len(products) > len(whole.figures) else parts


def _fits(two: Sequence[float], product: object) -> bool:
    return isinstance(product, float) and abs(two[0] * two[1] - product) < 0.5


def _is_since(one: Candidate[int]) -> bool:
    """Whether a column is of the report's quarter, or of the half year that ends with it."""
    return one.period == 1 or named_in(one.said).half == _LAST_HALF


def _is_planned(one: Candidate[int]) -> bool:
    return says_planned(one.said.rpartition(" ")[2])


def sums_of_parts(sheet: Sheet, candidates: Mapping[str, Found]) -> Iterator[tuple[str, set[int], Candidate[int]]]:
    """What the parts of a total are together, where in most rows it is not that, nor what some of them are, and what is
    stated does not follow from it. A reason for doubt, never read."""
    for key, found in candidates.items():
        for whole in found:
            parts = parts_of(whole, found)
            others = differing_rows(whole, parts) if parts else frozenset()
            unproved = others - whole.agrees
            beside = sorted((*found, *sheet.foreign), key=lambda one: one.what)
            if len(unproved) >= MANY and 2 * len(unproved) > len(others) and not is_sum_of_some(whole, beside):
                yield key, {whole.what}, replace(added_up(whole, parts), agrees=unproved)


def differing_rows(whole: Candidate[int], parts: Found) -> frozenset[int]:
    """The rows in which a total is not what its parts are together, if these are most in which both are known. What a
    budget changes by may be written without a sign."""
    sums = together(parts)
    unsigned = [one for one in parts if names_addition(one.said)]
    less = together([*parts, *(replace(one, figures=_less_twice(one)) for one in unsigned)])
    known = {row: value for row, value in whole.figures.items() if isinstance(value, float) and row in sums}
    others = frozenset(
        row for row, value in known.items() if min(abs(value - sums[row]), abs(value - less[row])) >= 0.5
    )
    return others if 2 * len(others) > len(known) else frozenset()


def _less_twice(one: Candidate[int]) -> dict[int, object]:
    return {row: -2 * value if isinstance(value, float) else value for row, value in one.figures.items()}


def is_sum_of_some(whole: Candidate[int], parts: Found) -> bool:
    """Whether a column is in most rows what several that stand beside each other are together."""
    others = [one for one in parts if one.what != whole.what]
    return any(_are_all_of(whole, some) for some in several(others))


def several(parts: Found) -> Iterator[Found]:
    """All parts, and those that stand beside each other: `L`, `P`, `Negeri`, `Swasta` are the same people twice."""
    return (parts[first:last] for first in range(len(parts)) for last in range(first + 2, len(parts) + 1))


def _are_all_of(whole: Candidate[int], parts: Found) -> bool:
    sums = together(parts)
    same = sum(value == sums.get(row) for row, value in whole.figures.items())
    return same >= MANY and 2 * same > len(whole.figures)


def together(parts: Iterable[Candidate[int]]) -> dict[int, float]:
    """What columns hold together by row, texts left out."""
    sums: dict[int, float] = {}
    for one in parts:
        for row, value in one.figures.items():
            if isinstance(value, float):
                sums[row] = sums.get(row, 0.0) + value
    return sums

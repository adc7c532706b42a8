"""Of which year the columns of a plan are: that of its rows, whatever year the report is of."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.layout import Column, SheetLayout
from schemas.period import Period
from tasks.understand.cells import year_of
from tasks.understand.headed import Headed
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import PART, Candidate


def is_plans(key: str, layout: SheetLayout) -> bool:
    """Whether a column holds figures of the year that stands in its row."""
    column = layout.by_key[key]
    return "year" in layout.by_key and column.role == "input" and column.is_figure


def period_of(key: str, layout: SheetLayout, period: Period | None, years: Iterable[object]) -> Period | None:
    """The period that figures under a column's headings are to be of: the report's; those of a plan that of its only
    year, and None where `years`, as they stand in its rows, are several or none."""
    if not is_plans(key, layout):
        return period
    said = {year_of(year) for year in years}
    year = said.pop() if len(said) == 1 else None
    return Period(year, period.quarter) if year and period else None


def without_quarters(key: str, layout: SheetLayout, found: list[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates, of which those of a quarter or some months of a plan's year are parts of it, none of them the
    report's."""
    if not is_plans(key, layout):
        return found
    said = {one.what: named_in(one.said) for one in found}
    parts = {at for at, named in said.items() if named.quarter is not None or named.months or named.half}
    return [replace(one, period=0, total=PART) if one.what in parts else one for one in found]


def is_planned(
    column: Column,
    candidates: list[Candidate[int]],
    headed: list[tuple[Headed, bool]],
    years: set[float | str],
    period: Period | None,
) -> bool:
    """Whether the only column of a plan's figures is of this year or a later one, for which all rows are: `Target 2025`
    beside `Tahun` 2025."""
    if column.required or len(candidates) > 1 or period is None:
        return False
    named = named_in(headed[0][0].text)
    if not named.is_of_a_year or named.before or named.up_to:
        return False
    return named.year >= period.year and years <= {float(named.year)}

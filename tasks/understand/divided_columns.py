"""A table whose columns are divided over two places: what is due in one of them, what was done in the other (L05)."""

from dataclasses import replace
from typing import TypeVar

from schemas.layout import SheetLayout
from schemas.workbook import RawSheet
from tasks.understand.full_words import in_full
from tasks.understand.headings import Headings
from tasks.understand.headings_again import are_headings
from tasks.understand.resolver import Candidate, Choice
from tasks.understand.table_candidates import hardly_meet, rows_of

T = TypeVar("T")


def with_divided(choice: Choice[T], layout: SheetLayout) -> Choice[T]:
    """The choice, in doubt where another table has a column of figures that the chosen one lacks, about the same rows,
    and lacks one that it has: neither is all, and none is to be deleted."""
    if layout.rows == "any":
        return choice
    rival = next((one for one in choice.others if are_divided(choice.chosen, one, layout)), None)
    return replace(choice, rival=rival, unread=None) if rival else choice


def are_divided(one: Candidate, other: Candidate, layout: SheetLayout) -> bool:
    here, there = (_columns_of(table, layout) for table in (one, other))
    return bool(here - there and there - here) and not hardly_meet(rows_of(one), rows_of(other))


def _columns_of(table: Candidate, layout: SheetLayout) -> set[str]:
    return {key for _, key in table.figures} & {one.key for one in layout.filled_in}


def divided_below(sheet: RawSheet, layout: SheetLayout, headings: Headings) -> int:
    """The row of headings further down that has a column of figures which the first ones lack, and lacks one that they
    have; 0 for none."""
    there = {one for one in layout.filled_in if headings.readable(one.key)}
    if len(there) == len(layout.filled_in) or layout.rows == "any":
        return 0
    for number in range(headings.last_row + 1, len(sheet.rows) + 1):
        if are_headings(sheet.rows[number - 1], layout):
            texts = {in_full(cell) for cell in sheet.rows[number - 1] if type(cell) is str and cell}
            here = {one for one in layout.filled_in if one.wordings & texts}
            if here - there and there - here:
                return number
    return 0

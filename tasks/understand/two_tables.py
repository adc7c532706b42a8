"""The same table twice on one sheet, beside or under each other: which is meant, or that nobody knows (L05)."""

from dataclasses import replace
from itertools import pairwise

from schemas.address import letters
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.workbook import RawSheet, cell_at
from tasks.understand.headings import SEARCHED_COLUMNS, Headings, find_headings
from tasks.understand.resolver import Candidate, Choice, weigh, without_zeros
from tasks.understand.sections import only_rows
from tasks.understand.service_titles import titled_services
from tasks.understand.table_candidates import table_candidate, title_above, with_the_whole
from tasks.understand.titles import regency_in
from tasks.understand.vocabulary import vocabulary

Part = tuple[RawSheet, Headings, frozenset[int] | None]
"""A sheet with nothing but one of the tables, its headings, and its rows where it does not stand in all of them."""


def side_by_side(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, period: Period | None
) -> Choice[Part] | None:
    """The table that is meant of several beside each other; None where there is one."""
    starts = headings.once(_starts, layout)
    if len(starts) < 2:
        return None
    candidates = []
    for first, beyond in pairwise([*starts, SEARCHED_COLUMNS + 1]):
        part = _only_columns(sheet, first, beyond - 1)
        found = find_headings(part, layout, headings.last_row, period)
        if found:
            columns = range(first, beyond)
            title = title_above(sheet, found.first_row, period, columns=columns)
            at = f"kolom {letters(first)} sampai {letters(max(found.texts))}"
            candidates.append(_candidate((part, found, None), layout, at, title))
    return weigh(without_zeros(with_the_whole(candidates))) if len(candidates) > 1 else None


def _starts(headings: Headings, layout: SheetLayout) -> list[int]:
    """The first columns of the tables that stand beside each other: where what says what a row is about comes again."""
    key = layout.key_column.key if layout.key_column.key in headings.columns else layout.name_key
    known_by, left = _places(headings, key), min(headings.texts)
    leads = next((places for one in headings.columns if left in (places := _places(headings, one))), [])
    starts = [left]
    for before, at in pairwise(known_by):
        again = [one for one in leads if before < one <= at]
        starts.append(again[-1] if again else at)
    return starts


def _places(headings: Headings, key: str) -> list[int]:
    """All columns that could be one of the form's."""
    others = headings.choices[key].others if key in headings.choices else ()
    return sorted({*([headings.columns[key]] if key in headings.columns else []), *(one.what for one in others)})


def _only_columns(sheet: RawSheet, first: int, last: int) -> RawSheet:
    """The sheet with every other column blank, so that column numbers stay."""
    rows = [[cell if first <= at <= last else None for at, cell in enumerate(cells, 1)] for cells in sheet.rows]
    merged = [one for one in sheet.merged if first <= one[1] and one[3] <= last]
    comments = sheet.comments and [one for one in sheet.comments if first <= one.column <= last]
    return replace(sheet, rows=rows, merged=merged, comments=comments)


def stacked(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, starts: list[int], period: Period | None, form: str
) -> Choice[Part] | None:
    """The table that is meant of several under each other that are about the same; None where there is one.

    `starts` are the rows of `same_headings`. Those that come back over other rows, as at the top of every printed page,
    begin no other table.
    """
    if len(starts) < 2 or not _repeat(sheet, layout, headings, starts, form):
        return None
    depth, candidates, above = headings.last_row - headings.first_row, [], 0
    ends = [_end_of(sheet, layout, headings, start + depth, below) for start, below in pairwise([*starts, 0])]
    for start, end in zip(starts, ends, strict=True):
        rows = frozenset(range(above + 1, end + 1))
        part = only_rows(sheet, rows)
        found = find_headings(part, layout, start + depth, period)
        if found:
            title = title_above(sheet, start, period, below=above)
            candidates.append(_candidate((part, found, rows), layout, f"baris {start} sampai {end}", title))
        above = end
    return weigh(without_zeros(with_the_whole(candidates))) if len(candidates) > 1 else None


def _end_of(sheet: RawSheet, layout: SheetLayout, headings: Headings, last_heading: int, below: int) -> int:
    """The last row of a table that is about something, above the next one's headings."""
    known_by = [at for key in (layout.key_column.key, layout.name_key) if (at := headings.columns.get(key))]
    beyond = (below or len(sheet.rows) + 1) - 1
    rows = range(last_heading + 1, beyond + 1)
    inputs = [
        headings.columns[one.key] for one in layout.columns if one.role == "input" and one.key in headings.columns
    ]
    filled = [row for row in rows if _any(sheet, row, known_by) and _any(sheet, row, inputs)]
    return beyond if not below else max(filled, default=last_heading)


def _any(sheet: RawSheet, row: int, columns: list[int]) -> bool:
    return any(cell_at(sheet.rows[row - 1], at) not in ("", None) for at in columns)


def _repeat(sheet: RawSheet, layout: SheetLayout, headings: Headings, starts: list[int], form: str) -> bool:
    """Whether the parts under these headings are about the same: most of what the smaller is about is in the other. One
    row is no table, but a service twice (R02)."""
    key, depth = layout.key_column.key, headings.last_row - headings.first_row
    at = headings.columns.get(key, headings.columns.get(layout.name_key, 0))
    if layout.rows == "any" or not at:
        return False
    codes = vocabulary(form, layout.rows).codes
    titled = titled_services(sheet, form) if layout.rows == "items" else {}
    about = []
    for start, below in pairwise([*starts, len(sheet.rows) + 1]):
        cells = ((row, str(cell_at(sheet.rows[row - 1], at) or "").strip()) for row in range(start + depth + 1, below))
        about.append({(text if text in codes else f"{titled.get(row, '')} {text}") for row, text in cells if text})
    return any(2 * len(one & other) > max(min(len(one), len(other)), 2) for one, other in pairwise(about))


def of_one_regency(choice: Choice[Part]) -> Choice[Part]:
    """The choice, in doubt where the lines above another table name another regency: no evidence says that the chosen
    one is the report's."""
    held = [] if choice.in_doubt else [one for one in choice.others if one.figures and one.period >= 0]
    others = (one for one in held if one.figures != choice.chosen.figures and not one.idle)
    rival = next((one for one in others if are_of_two_regencies(choice.chosen, one)), None)
    return replace(choice, rival=rival, unread=None) if rival else choice


def are_of_two_regencies(one: Candidate[Part], other: Candidate[Part]) -> bool:
    here, there = (_regency_above(table.what) for table in (one, other))
    return bool(here and there) and here != there


def _regency_above(part: Part) -> str:
    """The code of the regency that the nearest line above a table names; '' for none."""
    sheet, headings, _ = part
    lines = (cell for cells in reversed(sheet.rows[: headings.first_row - 1]) for cell in cells if type(cell) is str)
    return next(filter(None, map(regency_in, lines)), "")


def _candidate(part: Part, layout: SheetLayout, at: str, title: tuple[int, str]) -> Candidate[Part]:
    (sheet, headings, _), (period, when) = part, title
    return table_candidate(part, sheet, layout, headings, at=at, said=layout.name, when=when, period=period)

"""Two tables of the form on one sheet, under or beside each other, by the name of one of them or of none."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from schemas.layout import SheetLayout
from schemas.workbook import Cell, RawSheet
from tasks.understand.full_words import in_full
from tasks.understand.heading_words import reduced
from tasks.understand.headings import Headings

_FEWEST = 3
_OF_ROWS = ("row_no", "key", "label", "note")
"""What two tables beside each other may have together."""


class Apart(NamedTuple):
    """The rows of two tables, the upper one's first, and of these the lines that stand above both."""

    above: frozenset[int] = frozenset()
    upper: frozenset[int] = frozenset()
    lower: frozenset[int] = frozenset()


def under_each_other(
    sheet: RawSheet, layout: SheetLayout, headings: Headings | None, missing: SheetLayout
) -> Apart | None:
    """The rows of a table and of a missing one whose headings stand once above or below all of its own."""
    if headings is None or not missing.filled_in:
        return None
    own = {*range(headings.first_row, headings.last_row + 1), *_rows_of_headings(sheet, layout)}
    others = [row for row in _rows_of_headings(sheet, missing) if row not in own]
    if len(others) != 1 or min(own) < others[0] < max(own):
        return None
    first, second = (_with_title(sheet, row) for row in sorted((others[0], min(own))))
    return Apart(*(frozenset(range(*ends)) for ends in ((1, first), (1, second), (second, len(sheet.rows) + 1))))


def columns_apart(
    sheet: RawSheet, layout: SheetLayout, headings: Headings | None, missing: SheetLayout
) -> tuple[RawSheet, RawSheet] | None:
    """The sheet without the columns of a missing table, and with these alone, beside codes and names of their own or
    those of the other table. Nothing where a heading may be of a column of either."""
    free = {at: _meant(text, missing) for at, text in headings.texts.items()} if headings and missing.filled_in else {}
    own = {layout.by_key[key]: free.pop(at, "") for key, at in headings.columns.items()} if free else {}
    mine = {at for at, text in free.items() if text in missing.column_wordings}
    figures = [[free[at] for at in mine if free[at] in column.wordings] for column in missing.filled_in]
    if not mine or any(len(found) != 1 for found in figures):
        return None
    if any(found[0] in one.wordings for found in figures for one in layout.filled_in):
        return None
    if any(own.get(one) in column.wordings for one in layout.filled_in for column in missing.filled_in):
        return None
    coded = any(free[at] in missing.key_column.wordings for at in mine)
    shared = () if coded else (at for key, at in headings.columns.items() if layout.by_key[key].role in _OF_ROWS)
    everything = set(range(1, max(map(len, sheet.rows)) + 1))
    return only_columns(sheet, everything - mine), only_columns(sheet, {*mine, *shared})


def _meant(text: str, layout: SheetLayout) -> str:
    """The wording of a table that a heading is but for what changes nothing: `pagu` of `Pagu (Rp)`; else as it is."""
    said, money = in_full(text), reduced(text, "rupiah")
    return money if said not in layout.column_wordings and money in layout.column_wordings else said


def only_columns(sheet: RawSheet, columns: Collection[int]) -> RawSheet:
    """The sheet with every other column blank, but for what stands alone in its row."""
    rows = [
        [cell if at in columns or _is_alone(cells) else None for at, cell in enumerate(cells, 1)]
        for cells in sheet.rows
    ]
    comments = sheet.comments and [one for one in sheet.comments if one.column in columns]
    return replace(sheet, rows=rows, comments=comments)


def _is_alone(cells: list[Cell]) -> bool:
    return sum(cell not in ("", None) for cell in cells) == 1


def _rows_of_headings(sheet: RawSheet, layout: SheetLayout) -> Iterator[int]:
    """The rows with headings of all columns of figures that people fill in, and of others."""
    for number, cells in enumerate(sheet.rows, 1):
        said = {in_full(cell) for cell in cells if type(cell) is str and cell} & layout.column_wordings
        if len(said) >= _FEWEST and all(column.wordings & said for column in layout.filled_in):
            yield number


def _with_title(sheet: RawSheet, row: int) -> int:
    """The first of the lines right above headings, up to a blank row or one of figures."""
    while row > 1 and any(above := sheet.rows[row - 2]) and not any(type(cell) in (int, float) for cell in above):
        row -= 1
    return row

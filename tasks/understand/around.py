"""The texts around the rows of a table: lines above, between and below them, and the notes beside them."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from schemas.layout import SheetLayout
from schemas.workbook import RawSheet, column_of
from tasks.understand.headings import Headings

LONGEST_LINE = 200
_Text = tuple[int, int, str]
"""Row, column and text."""


class Around(NamedTuple):
    """`lines` stand in other rows than those of the headings and those with a code or passed over, `notes` under
    Keterangan beside the rows, from the top. Of a table that does not say what was done there are none."""

    lines: list[_Text]
    notes: list[_Text]


def around(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int], passed: Collection[int]
) -> Around:
    """`passed` are rows in the table that are about nothing of the form's."""
    if not layout.done:
        return Around([], [])
    taken = {*range(headings.first_row, headings.last_row + 1), *rows, *passed}
    return Around([*lines_around(sheet, taken)], [*_notes_beside(sheet, layout, headings, sorted(rows))])


def lines_around(sheet: RawSheet, taken: Collection[int] = (), above: int = 0) -> Iterator[_Text]:
    """What is as long as a line at most, but for the rows `taken` and so many `above`."""
    for row, cells in enumerate(sheet.rows[above:], above + 1):
        for at, cell in enumerate(cells if row not in taken else (), 1):
            if type(cell) is str and 0 < len(cell) <= LONGEST_LINE:
                yield row, at, cell


def _notes_beside(sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: list[int]) -> Iterator[_Text]:
    at = max((headings.columns.get(one.key, 0) for one in layout.columns if one.role == "note"), default=0)
    for row, cell in zip(rows, column_of(sheet.rows, at, rows), strict=True) if at else ():
        if type(cell) is str:
            yield row, at, cell

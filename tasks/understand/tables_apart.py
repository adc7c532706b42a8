"""Two tables of the form under each other on one sheet, which has the name of one of them or none of the form's."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.headings import Headings

_FEWEST = 3


class Apart(NamedTuple):
    """The rows of two tables, the upper one's first, and of these the lines that stand above both."""

    above: frozenset[int]
    upper: frozenset[int]
    lower: frozenset[int]


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


def _rows_of_headings(sheet: RawSheet, layout: SheetLayout) -> Iterator[int]:
    """The rows with headings of all columns of figures that people fill in, and of others."""
    for number, cells in enumerate(sheet.rows, 1):
        said = {plain(cell) for cell in cells if type(cell) is str and cell} & layout.column_wordings
        if len(said) >= _FEWEST and all(column.wordings & said for column in layout.filled_in):
            yield number


def _with_title(sheet: RawSheet, row: int) -> int:
    """The first of the lines right above headings, up to a blank row or one of figures."""
    while row > 1 and any(above := sheet.rows[row - 2]) and not any(type(cell) in (int, float) for cell in above):
        row -= 1
    return row

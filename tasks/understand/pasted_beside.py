"""Rows that were pasted a column too far: the figures of both columns stand beside their own."""

from schemas.address import letters
from schemas.layout import Column, SheetLayout
from schemas.workbook import RawSheet, cell_at
from tasks.understand.headings import Headings

_MOVES = (1, 2, -1)
"""So many columns to the right; what stands further to the left is a name."""


def figures_beside(sheet: RawSheet, layout: SheetLayout, headings: Headings, column: Column, number: int) -> str:
    """The columns, as `G dan H`, in which the two figures of a row stand in place of their own, of which `column` is
    blank; '' where they do not. Who only fills what is blank leaves the others under another's heading."""
    pairs = [one.derived[1:] for one in layout.columns if one.derived and column.key in one.derived[1:]]
    own = [headings.columns.get(key, 0) for key in pairs[0]] if pairs else [0]
    if not all(own):
        return ""
    cells, shares = sheet.rows[number - 1], {one.key for one in layout.columns if one.type == "percent"}
    columns = {headings.columns.get(key, 0) for key in shares}
    for by in _MOVES:
        moved = [at + by for at in own]
        left = [cell_at(cells, at) for at in {*own}.difference(moved)]
        figures = all(type(cell) in (int, float) and cell > 0 for cell in (cell_at(cells, at) for at in moved))
        if figures and columns.isdisjoint(moved) and all(cell in ("", None) for cell in left):
            return " dan ".join(map(letters, moved))
    return ""

"""Which rows of a marked sheet are printed again on each of its pages: those with the headings that were read."""

from collections import Counter
from collections.abc import Iterable

from schemas.address import column_number
from schemas.echo import Echo, ReadSheet
from schemas.wording import squeeze
from tasks.answer.hide_personal import SharedStrings, text_of
from tasks.ooxml.book import BookSheet, RowsOfSheets
from tasks.ooxml.cells import SheetCells
from tasks.ooxml.parts import Parts

_LONG = 30
"""More rows than these may not fit one page."""
_SEARCHED, _TALLEST = 40, 4
"""The rows from the top in which headings are looked for, and how many of them may be repeated: a page holds more."""
_LEAST = 2
"""So many headings stand in a row of them; one may be a word of a title."""


def repeated_headings(
    parts: Parts, sheets: Iterable[tuple[BookSheet, str]], echo: Echo, strings: SharedStrings
) -> RowsOfSheets:
    """Of the long sheets that were read; `sheets` come with the names by which `echo` knows them."""
    read = {one.sheet: one for one in echo.sheets if one.rows > _LONG}
    long = [(sheet, read[name]) for sheet, name in sheets if name in read and sheet.kind == "worksheet" and sheet.part]
    found = {sheet.name: _rows(parts[sheet.part], of, strings) for sheet, of in long}
    return {name: rows for name, rows in found.items() if rows}


def _rows(xml: bytes, read: ReadSheet, strings: SharedStrings) -> tuple[int, int] | None:
    headings = {column_number(one.letter.encode()): squeeze(one.heading).casefold() for one in read.columns}
    places = {(row, column) for row in range(1, _SEARCHED + 1) for column in headings}
    cells, told = SheetCells(xml, places, lambda column: 0), Counter()
    for row, column in places:
        text = squeeze(text_of(cells.xml_of((row, column)), strings)).casefold()
        told[row] += bool(text) and text in headings[column]
    rows = sorted(row for row, count in told.items() if count >= _LEAST)
    if not rows:
        return None
    last = next(row for row in range(rows[0], _SEARCHED + 2) if row + 1 not in rows)
    return (rows[0], last) if last - rows[0] < _TALLEST else None

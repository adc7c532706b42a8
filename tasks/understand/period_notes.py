"""Notes beside the figures: that these are of one quarter or some months only, or that others are right (L06)."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet, column_of
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in
from tasks.understand.told_figures import corrected_to

_ONLY = re.compile(r"\b(?:hanya|khusus|cuma|sebatas|saja)\b")
_LONGEST = 200
_NOT_UP_TO_NOW = re.compile(r"\b(?:bukan|tidak|belum|non) kumulatif\b")


def period_notes(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int], passed: Collection[int]
) -> Iterator[Finding]:
    """Those of rows, and the lines around the table. `passed` are rows in it that are about nothing of the form's.

    A warning, because a note may as well say when something was done: `hanya dilaksanakan pada Triwulan IV`."""
    notes = (headings.columns.get(one.key, 0) for one in layout.columns if one.role == "note")
    at = max(notes, default=0)
    noted = sorted(rows) if at and layout.done else []
    for row, cell in zip(noted, column_of(sheet.rows, at, noted), strict=True):
        said = _said_in(cell) if type(cell) is str else ""
        if said:
            words = {"sheet": sheet.name, "cell": f"{letters(at)}{row}", "value": cell.strip()}
            yield catalogue.rules()["L06"].finding(said, **words)
    if layout.done:
        headed = range(headings.first_row, headings.last_row + 1)
        yield from lines_of_one_quarter(sheet, layout.instruction, {*headed, *rows, *passed})


def _said_in(note: str) -> str:
    if says_part(note):
        return "noted"
    return "" if corrected_to(note) is None else "corrected"


def lines_of_one_quarter(sheet: RawSheet, own: str, rows: Collection[int]) -> Iterator[Finding]:
    """The same in the lines around a table, of which `own` is the form's, and on Identitas."""
    for row, cells in enumerate(sheet.rows, 1):
        for at, cell in enumerate(cells if row not in rows else (), 1):
            if type(cell) is str and len(cell) <= _LONGEST and cell != own and says_part(cell):
                words = {"sheet": sheet.name, "cell": f"{letters(at)}{row}", "value": cell.strip()}
                yield catalogue.rules()["L06"].finding("noted_around", **words)


@lru_cache(maxsize=5_000)
def says_part(text: str) -> bool:
    words = plain(text)
    if _NOT_UP_TO_NOW.search(words) or not _ONLY.search(words):
        return _NOT_UP_TO_NOW.search(words) is not None
    named = named_in(text)
    return (named.quarter or 0) > 1 or named.is_part or named.half == 2

"""Sheets, rows and columns that nobody sees and that are read all the same (L04)."""

from collections.abc import Collection, Iterator

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.workbook import RawSheet, cell_at
from tasks.understand.headings import Headings

_NAMED = 5


def hidden_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """Of a sheet with a table, of which `rows` are read: by a filter somebody may have meant to leave some out."""
    yield from hidden_sheet(sheet)
    if not (sheet.hidden_rows or sheet.hidden_columns):
        return
    columns = [headings.columns[one.key] for one in layout.filled_in if one.key in headings.columns]
    held = [row for row in rows if any(cell_at(sheet.rows[row - 1], at) not in ("", None) for at in columns)]
    unseen = sorted(sheet.hidden_rows.intersection(held))
    if unseen:
        numbers = ", ".join(map(str, unseen[:_NAMED])) + " dan seterusnya" * (len(unseen) > _NAMED)
        yield _told("hidden_rows", sheet, f"{letters(min(columns))}{unseen[0]}", count=len(unseen), places=numbers)
    for at in sorted(sheet.hidden_columns.intersection(columns)) if held else ():
        yield _told("hidden_column", sheet, f"{letters(at)}{headings.last_row}", column=letters(at))


def hidden_sheet(sheet: RawSheet) -> Iterator[Finding]:
    """Of one that is read: whoever sends it may never have seen it."""
    if not sheet.visible:
        yield _told("hidden_sheet", sheet, "")


def _told(variant: str, sheet: RawSheet, cell: str, **words: object) -> Finding:
    return catalogue.rules()["L04"].finding(variant, sheet=sheet.name, cell=cell, **words)

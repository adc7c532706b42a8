"""A workbook as somebody might have typed it: the form's content, but every heading, row and sheet can be changed.

A draft is a value; the functions of `sample_mess` and `sample_faults` make another draft of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from itertools import groupby

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.layout import Layout, SheetLayout
from tasks.forms.figures import Content
from tasks.forms.form import Row, derive, put, sheet_rows
from tasks.forms.form_style import HEADING_HEIGHT, ROW_HEIGHT, height

Lines = tuple[tuple[object, ...], ...]
_BOXED = {"border": 1, "text_wrap": True}
_FORMATS = {
    "title": {"bold": True, "font_size": 12},
    "heading": {"bold": True, "bg_color": "#D9E2F3", "align": "center", "valign": "vcenter"} | _BOXED,
    "cell": {"valign": "top"} | _BOXED,
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
}


@dataclass(frozen=True)
class DraftSheet:
    """`columns` are column keys in their order; `rows` hold values by key, title and total rows among them.

    `groups` is the upper of two heading rows by column key, `merged_down` the columns whose equal cells are merged.
    """

    layout: SheetLayout
    name: str
    columns: tuple[str, ...]
    headings: dict[str, str]
    rows: tuple[Row, ...]
    above: Lines
    below: Lines = ()
    groups: dict[str, str] = field(default_factory=dict)
    merged_down: tuple[str, ...] = ()
    visible: bool = True


@dataclass(frozen=True)
class Draft:
    """`identity` holds (key, label, value) in the order of the sheet."""

    layout: Layout
    identity_name: str
    identity: tuple[tuple[str, str, object], ...]
    sheets: tuple[DraftSheet, ...]

    def value(self, key: str) -> object:
        return next(value for name, _, value in self.identity if name == key)

    def with_identity(self, **values: object) -> "Draft":
        changed = ((key, label, values.get(key, value)) for key, label, value in self.identity)
        return replace(self, identity=tuple(changed))

    def with_sheets(self, change: Callable[[DraftSheet], DraftSheet], *keys: str) -> "Draft":
        """Another draft in which `change` has been applied to the sheets of these keys, or to all."""
        chosen = (change(sheet) if not keys or sheet.layout.key in keys else sheet for sheet in self.sheets)
        return replace(self, sheets=tuple(chosen))


def draft_of(layout: Layout, identity: dict[str, object], content: Content) -> Draft:
    """The draft that holds what the form would hold, at the form's places."""
    sheets = tuple(_sheet(layout, sheet, identity, content.get(sheet.key, [])) for sheet in layout.sheets)
    labels = tuple((one.key, one.label, identity.get(one.key)) for one in layout.identity.fields)
    return Draft(layout, layout.identity.name, labels, sheets)


def _sheet(layout: Layout, sheet: SheetLayout, identity: dict[str, object], content: list[Row]) -> DraftSheet:
    rows = sheet_rows(layout, sheet, content)
    if sheet.rows == "any":
        rows = rows[: len(content)]
    above = ((sheet.title,), (identity.get("regency_name"),), (sheet.instruction,))
    blank = ((),) * (layout.header_row - len(above) - 1)
    keys = tuple(column.key for column in sheet.columns)
    headings = {column.key: column.heading for column in sheet.columns}
    return DraftSheet(sheet, sheet.name, keys, headings, tuple(rows), above + blank)


def with_values(sheet: DraftSheet, at: int, **values: object) -> DraftSheet:
    """Another sheet in which one row has these values, and the remainder and percentage that follow from them."""
    row = sheet.rows[at] | values
    row |= {column.key: derive(column, row) for column in sheet.layout.columns if column.derived}
    return replace(sheet, rows=(*sheet.rows[:at], row, *sheet.rows[at + 1 :]))


def draft_bytes(draft: Draft, written: datetime) -> bytes:
    """The draft as an .xlsx file. `written` is the date inside the file; the same draft gives the same bytes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": written})
        formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
        _write_identity(book.add_worksheet(draft.identity_name), draft, formats)
        for sheet in draft.sheets:
            page = book.add_worksheet(sheet.name)
            _write_sheet(page, sheet, formats)
            if not sheet.visible:
                page.hide()
    return target.getvalue()


def _write_identity(page: Worksheet, draft: Draft, formats: dict[str, Format]) -> None:
    page.set_column(1, 2, 30)
    page.write_string(0, 0, draft.layout.identity.title, formats["title"])
    for row, (_, label, value) in enumerate(draft.identity, start=draft.layout.header_row - 1):
        page.write_string(row, 1, label)
        put(page, row, 2, value, formats["date"] if not isinstance(value, str | int | float) else None)


def _write_sheet(page: Worksheet, sheet: DraftSheet, formats: dict[str, Format]) -> None:
    widths = {column.key: column.width for column in sheet.layout.columns}
    for at, key in enumerate(sheet.columns):
        page.set_column(at, at, widths.get(key, 14))
    for row, line in enumerate(sheet.above):
        for at, value in enumerate(line):
            put(page, row, at, value, formats["title"] if row == 0 else None)
    first = _write_headings(page, sheet, len(sheet.above), formats["heading"])
    for at, key in enumerate(sheet.columns):
        _write_column(page, [row.get(key) for row in sheet.rows], first, at, key in sheet.merged_down, formats["cell"])
    for at, row in enumerate(sheet.rows, start=first):
        own = {key: value for key, value in row.items() if key not in sheet.merged_down}
        if (tall := height(sheet.layout, own)) > ROW_HEIGHT:  # as Excel stores it
            page.set_row(at, tall)
    for row, line in enumerate(sheet.below, start=first + len(sheet.rows)):
        for at, value in enumerate(line):
            put(page, row, at, value)


def _write_headings(page: Worksheet, sheet: DraftSheet, top: int, chosen: Format) -> int:
    """One row of headings, or two with the upper ones merged. Gives the row below them."""
    if not sheet.groups:
        for at, key in enumerate(sheet.columns):
            page.write_string(top, at, sheet.headings[key], chosen)
        page.set_row(top, HEADING_HEIGHT)
        return top + 1
    places = list(enumerate(sheet.columns))
    for group, run in groupby(places, key=lambda place: sheet.groups.get(place[1])):
        covered = list(run)
        for at, key in covered:
            if group:
                page.write_string(top + 1, at, sheet.headings[key], chosen)
            else:
                page.merge_range(top, at, top + 1, at, sheet.headings[key], chosen)
        if group and len(covered) > 1:
            page.merge_range(top, covered[0][0], top, covered[-1][0], group, chosen)
        elif group:
            page.write_string(top, covered[0][0], group, chosen)
    return top + 2


def _write_column(page: Worksheet, values: list[object], first: int, at: int, merged: bool, chosen: Format) -> None:
    row = first
    for value, run in groupby(values):
        count = len(list(run))
        if merged and count > 1 and value not in (None, ""):
            page.merge_range(row, at, row + count - 1, at, value, chosen)
        else:
            for below in range(row, row + count):
                _put_cell(page, below, at, value, chosen)
        row += count


def _put_cell(page: Worksheet, row: int, at: int, value: object, chosen: Format) -> None:
    if isinstance(value, str) and value.startswith("#"):
        page.write_formula(row, at, f"={value}", chosen, value)  # an Excel error, as a broken formula leaves it
    else:
        put(page, row, at, value, chosen)

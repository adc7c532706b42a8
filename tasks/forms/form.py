"""The form: an Excel workbook ready to fill in, drawn from the layout of its version and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from config import catalogue
from config.provinces import provinces
from schemas.layout import Column, Layout, SheetLayout
from schemas.period import ROMAN, Period
from tasks.forms import form_style as style
from tasks.forms.earlier import Earlier, write_earlier
from tasks.ooxml.sheet import FormulaSheet

Row = dict[str, object]
"""A row of a sheet by column key; what is not in it is blank."""


@dataclass(frozen=True)
class _Form:
    """A form while it is written; `identity` is what it knows of its sender."""

    book: Workbook
    formats: style.Formats
    layout: Layout
    identity: dict[str, object]


def write_form(
    target: Path | BinaryIO,
    layout: Layout,
    identity: dict[str, object],
    content: dict[str, list[Row]] | None = None,
    earlier: Earlier | None = None,
) -> None:
    """Write the form of `layout`, empty or with `content` (sheet key -> rows) in its input cells, and with the figures
    of an `earlier` report on a sheet of their own.

    `identity` holds the values of `layout.identity.fields` by key. The same arguments give the same bytes.
    Raises KeyError for a row that the form does not have.
    """
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, style.WORKBOOK_OPTIONS) as book:
        told = {"title": layout.title, "comments": layout.legal_basis, "created": _date_inside(identity)}
        book.set_properties(told)
        form = _Form(book, style.Formats(book), layout, identity)
        _write_identity(form)
        for sheet in layout.sheets:
            rows = sheet_rows(layout, sheet, (content or {}).get(sheet.key, []))
            _write_sheet(form, sheet, rows)
            _guide_input(book, layout, sheet, len(rows))
        if earlier:
            rows = {one.key: _labels(layout, one) for one in layout.sheets}
            write_earlier(book, form.formats, layout, rows, earlier)


def _date_inside(identity: dict[str, object]) -> datetime:
    """Excel would put today's date into the file, and two writings would differ."""
    year = identity.get("year")
    return datetime(year if isinstance(year, int) else 2000, 1, 1)


def form_identity(code: str, period: Period, layout: Layout | None = None) -> dict[str, object]:
    """What the form knows of its sender beforehand; `layout` is the newest whole one where it is not said. Raises
    KeyError for a code that does not exist."""
    if len(code) == 2:
        name = f"Provinsi {provinces()[code].name}"
    else:
        name = catalogue.table("regions").set_index("code")["name"].loc[code]
    layout = layout or catalogue.layout_of(code)
    known = {
        "regency_code": code,
        "regency_name": name,
        "year": period.year,
        "quarter": period.quarter,
        "form_version": layout.version,
    }
    return {field.key: known.get(field.key) for field in layout.identity.fields}


def sheet_rows(layout: Layout, sheet: SheetLayout, content: list[Row]) -> list[Row]:
    """All rows of a sheet as they stand in the form: labels, what was filled in, and the derived numbers."""
    labels = _labels(layout, sheet)
    if sheet.rows == "any":
        rows = [dict(row) for row in content] + [{} for _ in range(sheet.blank_rows - len(content))]
    else:
        key = sheet.key_column.key
        unknown = {row[key] for row in content} - {row[key] for row in labels}
        if unknown:
            raise KeyError(f"the form has no row {sorted(unknown)} on sheet {sheet.name}")
        inputs = [column.key for column in sheet.columns if column.role in ("input", "note")]
        filled = {row[key]: {name: row[name] for name in inputs if name in row} for row in content}
        rows = [row | filled.get(row[key], {}) for row in labels]
    for number, row in enumerate(rows, start=1):
        row["row_no"] = number
        row.update({column.key: derive(column, row) for column in sheet.columns if column.derived})
    return rows


def derive(column: Column, row: Row) -> float | str:
    """The value of a derived column: remainder or percentage, "" while there is nothing to compute it from."""
    how, whole, part = column.derived
    a, b = row.get(whole), row.get(part)
    if not (isinstance(a, int | float) and isinstance(b, int | float)) or a == 0:
        return ""
    return max(0, a - b) if how == "remainder" else 100 * b / a


def _labels(layout: Layout, sheet: SheetLayout) -> list[Row]:
    rows: dict[str, pd.DataFrame] = {
        "services": catalogue.services(layout.version),
        "items": catalogue.quality_items(layout.version),
        "fields": catalogue.fields(layout.version),
    }
    if sheet.rows == "any":
        return []
    names = [column.key for column in sheet.columns if column.role in ("key", "label")]
    return rows[sheet.rows][names].to_dict("records")


def _write_identity(form: _Form) -> None:
    layout, formats, part = form.layout, form.formats, form.layout.identity
    page, first = form.book.add_worksheet(part.name, FormulaSheet), layout.header_row - 1
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 26)
    page.set_column(2, 2, 62)
    _write_top(page, form, part.title, part.instruction)
    for row, field in enumerate(part.fields, start=first):
        page.write_string(row, 1, field.label, formats.identity_label)
        locked = field.key == "form_version"
        dated = field.key == "filled_on"
        chosen = formats.identity_locked if locked else formats.identity_date if dated else formats.identity
        put(page, row, 2, form.identity.get(field.key), chosen)
        if rule := style.identity_rule(field):
            page.data_validation(row, 2, row, 2, rule)
    below = first + len(part.fields) + 1
    page.write_string(below, 1, "Lembar yang perlu diisi", formats.section)
    for row, sheet in enumerate(layout.sheets, start=below + 1):
        page.write_url(row, 1, f"internal:'{sheet.name}'!A1", formats.link, sheet.name)
        page.write_string(row, 2, sheet.title, formats.plain)
    for row, (sample, meaning) in enumerate(formats.legend, start=below + len(layout.sheets) + 2):
        page.write_blank(row, 1, None, sample)
        page.write_string(row, 2, meaning, formats.plain)
    style.protect(page, rows_may_change=False)
    style.set_up_page(page, layout.title, landscape=False)


def _write_sheet(form: _Form, sheet: SheetLayout, rows: list[Row]) -> None:
    page, head = form.book.add_worksheet(sheet.name, FormulaSheet), form.layout.header_row - 1
    _write_top(page, form, sheet.title, sheet.instruction)
    page.set_default_row(style.ROW_HEIGHT)
    page.set_row(head, style.HEADING_HEIGHT)
    for row, values in enumerate(rows, start=head + 1):
        if (height := style.height(sheet, values)) > style.ROW_HEIGHT:
            page.set_row(row, height)
    free = sheet.rows == "any"
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(head, at, column.heading, form.formats.heading(column, free))
        chosen = form.formats.cell(column, free)
        for row, values in enumerate(rows, start=head + 1):
            if column.derived:
                page.write_formula(row, at, formula(sheet, column, row + 1), chosen, values[column.key])
            else:
                put(page, row, at, values.get(column.key), chosen)
    key_at = sheet.columns.index(sheet.key_column)
    page.freeze_panes(head + 1, key_at + 1)
    page.autofilter(head, 0, head + len(rows), len(sheet.columns) - 1)
    page.repeat_rows(head)
    style.protect(page, rows_may_change=free)
    style.set_up_page(page, form.layout.title, landscape=True)


def _write_top(page: Worksheet, form: _Form, title: str, instruction: str) -> None:
    """Rows 1 to 3. Row 2 follows what is typed on the identity sheet, so that a form used again does not lie."""
    layout, formats, identity = form.layout, form.formats, form.identity
    page.write_string(0, 0, title, formats.title)
    rows = {field.key: layout.header_row + at for at, field in enumerate(layout.identity.fields)}
    name, quarter, year = (f"'{layout.identity.name}'!$C${rows[key]}" for key in ("regency_name", "quarter", "year"))
    number = identity.get("quarter")
    roman = ROMAN[number - 1] if number in (1, 2, 3, 4) else number
    shown = f"{identity.get('regency_name')} · Triwulan {roman} Tahun {identity.get('year')}"
    spelled = f'{name}&" · Triwulan "&IFERROR(ROMAN({quarter}),{quarter})&" Tahun "&{year}'
    page.write_formula(1, 0, f"={spelled}", formats.subtitle, shown)
    page.write_string(2, 0, instruction, formats.instruction)


def formula(sheet: SheetLayout, column: Column, row: int) -> str:
    """The live formula of a derived column in an Excel row; it shows nothing until both numbers are there."""
    how, whole, part = column.derived
    a, b = f"{sheet.letter(whole)}{row}", f"{sheet.letter(part)}{row}"
    result = f"MAX(0,{a}-{b})" if how == "remainder" else f"100*{b}/{a}"
    return f'=IF(COUNT({a},{b})<2,"",IF({a}=0,"",{result}))'


def put(page: Worksheet, row: int, at: int, value: object, chosen: object = None) -> None:
    """Write a value by its type: text stays text, nothing is a blank cell with a format."""
    if value is None or value == "":
        page.write_blank(row, at, None, chosen)
    elif isinstance(value, str):
        page.write_string(row, at, value, chosen)
    elif isinstance(value, date):
        page.write_datetime(row, at, value, chosen)
    else:
        page.write_number(row, at, value, chosen)


def _guide_input(book: Workbook, layout: Layout, sheet: SheetLayout, count: int) -> None:
    """Drop-downs, number checks with their messages, and a mark where a part is more than its whole."""
    page, first, last = book.get_worksheet_by_name(sheet.name), layout.header_row, layout.header_row + count - 1
    for at, column in enumerate(sheet.columns):
        rule = style.input_rule(column)
        if sheet.rows == "any" and column.role == "key":
            rule = style.code_rule(column, *_codes(layout))
        if rule:
            page.data_validation(first, at, last, at, rule)
        if column.derived:
            _, whole, part = column.derived
            style.mark_excess(book, page, sheet.letter(part), sheet.letter(whole), first + 1, last + 1)


def _codes(layout: Layout) -> tuple[str, str]:
    """Where the form itself lists all service codes: the range, and the name of its sheet."""
    sheet = next(one for one in layout.sheets if one.rows == "services")
    letter, first = sheet.letter(sheet.key_column.key), layout.header_row + 1
    last = layout.header_row + len(catalogue.services(layout.version))
    return f"='{sheet.name}'!${letter}${first}:${letter}${last}", sheet.name

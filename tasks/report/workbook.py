"""Renders report tables as a workbook. Knows fonts, widths and paper, and nothing about SPM; computes no figure."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tasks.report import theme
from tasks.report.table import Column, ReportTable

_A4 = 9
_LINE_POINTS = 11.6
_PIXELS_PER_CHARACTER = 7
_CHART_ROWS = 12
_CHARACTERS_PER_WIDTH = 1.3
_HIGHEST_ROW = 400
_PRINTED_WIDTH, _PRINTED_HEIGHT = 785, 530
"""Points of an A4 sheet lying on its side, inside the margins."""
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass
class _Book:
    """The workbook being written, with each look made once."""

    workbook: Workbook
    front: str
    formats: dict[tuple, Format] = field(default_factory=dict)

    def format(self, style: dict[str, Any]) -> Format:
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(style)
        return self.formats[key]

    def cell(self, column: Column, value: Any, weight: theme.Weight, band: Any) -> Format:
        key = (column.kind, isinstance(value, str), weight, None if pd.isna(band) else int(band))
        if key not in self.formats:
            kind, is_text, weight, place = key
            self.formats[key] = self.format(theme.cell_style(kind, weight, is_text=is_text, band=place))
        return self.formats[key]

    def named(self, style: str) -> Format:
        return self.format(theme.STYLES[style])


def write_workbook(tables: list[ReportTable], path: Path, *, title: str, created: datetime) -> None:
    """Writes the tables, a sheet for each run of the same sheet name. The same tables give the same bytes.

    `created` stands in the file's properties. Texts stay texts, whatever they begin with.
    """
    with xlsxwriter.Workbook(str(path), _SAFE) as workbook:
        workbook.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        book = _Book(workbook, front=tables[0].sheet)
        for sheet, of_sheet in groupby(tables, key=lambda table: table.sheet):
            _write_sheet(book, sheet, list(of_sheet))


def _write_sheet(book: _Book, name: str, tables: list[ReportTable]) -> None:
    sheet = book.workbook.add_worksheet(name)
    widths = _widths(tables)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    row = _write_heading(book, sheet, tables[0])
    breaks, page_start = [], 0
    for number, table in enumerate(tables):
        if number and row + _rows_taken(table) - page_start > _rows_on_a_page(widths):
            breaks.append(row)
            page_start = row
        row = _write_table(book, sheet, table, row, widths, section=bool(number), alone=len(tables) == 1)
    _set_page(sheet, tables[0], breaks)


def _write_heading(book: _Book, sheet: Worksheet, table: ReportTable) -> int:
    """Title, subtitle and the way back; returns the next free row."""
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, table.title, book.named("title"))
    sheet.write_string(1, 0, table.subtitle, book.named("subtitle"))
    if table.sheet == book.front:
        return 2
    sheet.write_url(2, 0, f"internal:'{book.front}'!A1", book.named("link"), f"← {book.front}")
    return 3


def _write_table(
    book: _Book, sheet: Worksheet, table: ReportTable, row: int, widths: list[int], *, section: bool, alone: bool
) -> int:
    """Title of a section, notes, headings, rows, totals and chart; returns the row where the next table may start."""
    if section:
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, table.title, book.named("section"))
        row += 1
    row = _write_notes(book, sheet, table, row, widths)
    header = row
    _write_headings(book, sheet, table, header, widths)
    last = header + max(len(table.frame), 1)
    if len(table.frame):
        _write_rows(book, sheet, table, table.frame, header + 1, widths, total=False)
    else:
        sheet.write_string(header + 1, 0, "tidak ada", book.named("note"))
    if alone:
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.autofilter(header, 0, last, len(table.columns) - 1)
    row = last + 1
    if table.totals is not None:
        _write_rows(book, sheet, table, table.totals, row, widths, total=True)
        row += len(table.totals)
    if table.chart is not None and len(table.frame):
        _write_chart(book, sheet, table, header + 1, row + 1, widths)
        row += _CHART_ROWS + 1
    return row + 1


def _write_notes(book: _Book, sheet: Worksheet, table: ReportTable, row: int, widths: list[int]) -> int:
    lead = table.sheet == book.front and bool(table.subtitle)
    notes = [(note, "lead" if lead and not number else "note") for number, note in enumerate(table.notes)]
    if table.legend:
        named = " · ".join(f"{letter} {name}" for letter, name in zip(theme.LETTERS, table.legend, strict=False))
        notes.append((f"Kategori: {named}.", "note"))
    across = len(widths) - 1
    for note, style in notes:
        look = book.named(style)
        sheet.merge_range(row, 0, row, across, "", look)
        sheet.write_string(row, 0, note, look)
        sheet.set_row(row, _height(note, sum(widths) * (0.8 if style == "lead" else 1.05)))
        row += 1
    return row


def _write_headings(book: _Book, sheet: Worksheet, table: ReportTable, row: int, widths: list[int]) -> None:
    lines = 1
    for number, column in enumerate(table.columns):
        sheet.write_string(row, number, column.label, book.format(theme.header_style(column.kind)))
        lines = max(lines, 1 if column.kind == "overflow" else _lines(column.label, widths[number] - 2))
    _fill(sheet, row, table.columns, widths, book.format(theme.header_style("overflow")))
    sheet.set_row(row, lines * _LINE_POINTS + 6)


def _write_rows(
    book: _Book,
    sheet: Worksheet,
    table: ReportTable,
    frame: pd.DataFrame,
    first: int,
    widths: list[int],
    *,
    total: bool,
) -> None:
    columns = table.columns
    shown = [frame[column.key] if column.key in frame else [""] * len(frame) for column in columns]
    bands = [frame[column.band] if column.band else [pd.NA] * len(frame) for column in columns]
    weights = ["total"] * len(frame) if total else _weights(frame, table.group)
    for row, weight, *cells in zip(range(first, first + len(frame)), weights, *shown, *bands, strict=True):
        lines = 1
        for number, (column, value) in enumerate(zip(columns, cells, strict=False)):
            band = cells[len(columns) + number]
            _write_cell(sheet, (row, number), value, column, book.cell(column, value, weight, band))
            if column.kind == "text" and isinstance(value, str):
                lines = max(lines, _lines(value, widths[number] * _CHARACTERS_PER_WIDTH - 1))
        _fill(sheet, row, columns, widths, book.cell(columns[-1], "", weight, pd.NA))
        sheet.set_row(row, min(lines * _LINE_POINTS + 3, _HIGHEST_ROW))


def _weights(frame: pd.DataFrame, group: str) -> list[theme.Weight]:
    if not group:
        return ["plain"] * len(frame)
    return ["group" if starts else "plain" for starts in frame[group].ne(frame[group].shift())]


def _fill(sheet: Worksheet, row: int, columns: tuple[Column, ...], widths: list[int], look: Format) -> None:
    """Carries a row's looks on to the edge where its last text runs on over the columns beside it."""
    if columns[-1].kind == "overflow":
        for number in range(len(columns), len(widths)):
            sheet.write_blank(row, number, None, look)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Any, column: Column, look: Format) -> None:
    is_text = isinstance(value, str)
    if is_text and column.kind == "sheet":
        sheet.write_url(*at, f"internal:'{value}'!A1", look, value)
    elif is_text and value:
        sheet.write_string(*at, value, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value, look)
    elif is_text or pd.isna(value):
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_number(*at, value, look)


def _write_chart(book: _Book, sheet: Worksheet, table: ReportTable, first: int, at: int, widths: list[int]) -> None:
    wanted, last = table.chart, first + len(table.frame) - 1
    keys = [column.key for column in table.columns]
    labels, values = keys.index(wanted.labels), keys.index(wanted.values)
    chart = book.workbook.add_chart({"type": "column"})
    font = {"name": "Arial", "size": 8, "color": theme.INK}
    chart.add_series(
        {
            "name": wanted.title,
            "categories": [table.sheet, first, labels, last, labels],
            "values": [table.sheet, first, values, last, values],
            "fill": {"color": theme.BAR},
            "gap": 60,
            "data_labels": {"value": True, "font": font, "num_format": "0.00"},
        }
    )
    chart.set_title({"name": wanted.title, "name_font": {**font, "size": 10}, "overlay": False})
    chart.set_y_axis(
        {
            "min": 0,
            "max": 100,
            "major_unit": 10,
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": theme.LINE}},
        }
    )
    chart.set_x_axis({"num_font": font})
    chart.set_legend({"none": True})
    chart.set_size({"width": min(sum(widths) * _PIXELS_PER_CHARACTER, 1150), "height": _CHART_ROWS * 20 - 20})
    sheet.insert_chart(at, 0, chart, {"x_offset": 4, "y_offset": 4, "description": wanted.title})


def _set_page(sheet: Worksheet, table: ReportTable, breaks: list[int]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(breaks)
    shown = table.subtitle.replace("&", "&&")
    sheet.set_footer(f"&L&8{shown}&C&8{table.sheet}&R&8Halaman &P dari &N")
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _widths(tables: list[ReportTable]) -> list[int]:
    """The width of each column of a sheet: what the widest of its tables asks for."""
    number = max(len(table.columns) for table in tables)
    return [max(table.columns[at].width for table in tables if at < len(table.columns)) for at in range(number)]


def _rows_taken(table: ReportTable) -> int:
    """About how many rows of one line a table needs, so that it is not torn apart by a page's end."""
    totals = 0 if table.totals is None else len(table.totals)
    return 3 + len(table.notes) + len(table.frame) + totals + (_CHART_ROWS if table.chart else 0)


def _rows_on_a_page(widths: list[int]) -> int:
    scale = min(1, _PRINTED_WIDTH / (sum(widths) * _PIXELS_PER_CHARACTER * 0.75))
    return int(_PRINTED_HEIGHT / scale / (_LINE_POINTS + 3.4))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes when it is broken between words."""
    lines, room = 1, width
    for word in text.split():
        if len(word) > room:
            lines, room = lines + 1, width
        room -= len(word) + 1
    return lines


def _height(text: str, width: float) -> float:
    return ceil(len(text) / max(width, 1)) * (_LINE_POINTS + 1) + 3

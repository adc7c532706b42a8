"""Renders report tables as a workbook. Knows fonts, widths and paper, and nothing about SPM; computes no figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.image import Image
from xlsxwriter.workbook import Workbook

from tasks.ooxml.sheet import FormulaSheet
from tasks.report.document.charts import Chart
from tasks.report.tables.table import USES, ReportTable
from tasks.report.workbook import theme
from tasks.report.workbook.charts import insert_chart
from tasks.report.workbook.formulas import Formulas
from tasks.report.workbook.paper import Paper, on_paper
from tasks.report.workbook.placement import Place, placed
from tasks.report.workbook.rows import Looks, write_rows
from tasks.report.workbook.text_width import BOLDER, lines_of, room_of, width_for, words_of

_A4 = 9
_LARGEST, _SMALLEST = 0.9, 0.4
"""Of the size that a picture was drawn in."""
_SPARE = 0.98
"""Of a page: a picture that ends where it ends makes a blank page of the next one."""
_NOTHING = "ZZ1"
"""A cell that nobody fills. Neither Excel nor LibreOffice prints a page with nothing on it: a sheet of which this is
the print area stays out of the printed workbook, and its links and formulas can still be followed."""
_NOT_PRINTED = (
    "dibuka di layar, tidak ikut tercetak. Untuk mencetaknya: Tata Letak Halaman > Area Cetak > Hapus Area Cetak."
)
_NO_WARNINGS = ("number_stored_as_text", "formula_differs", "formula_range", "empty_cell_reference")
"""Green corners that say nothing here: codes are texts, and each row derives in its own way."""


def write_workbook(
    tables: list[ReportTable],
    path: Path,
    *,
    title: str,
    created: datetime,
    subtitle: str = "",
    pictures: Mapping[str, Chart] = MappingProxyType({}),
    bands: Sequence[str] = theme.BANDS,
) -> None:
    """Writes the tables, a sheet for each run of the same sheet name, and below them the picture of a sheet; each bears
    the `subtitle`, `bands` are the colours of the categories. The same tables give the same bytes.

    `created` stands in the file's properties. Texts stay texts, whatever they begin with. Formulas stand beside the
    values of the tables, which are shown until a spreadsheet computes them itself.
    """
    sheets = placed(tables)
    every = [place for places in sheets.values() for place in places]
    with xlsxwriter.Workbook(str(path), theme.book_options()) as workbook:
        workbook.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        book = _Book(workbook, Looks(workbook, bands), Formulas(every), subtitle, front=_leading(tables))
        for name, places in sheets.items():
            _write_sheet(book, name, places, pictures.get(name))
        for place, (word, reference) in ((one, name) for one in every for name in one.table.names):
            workbook.define_name(word, f"={book.formulas.absolute(place, reference)}")


def _leading(tables: list[ReportTable]) -> str:
    """The sheet that lists the others."""
    return next((table.sheet for table in tables if table.columns[0].kind == "sheet"), tables[0].sheet)


class _Sheet(FormulaSheet):
    """A sheet that knows how high its rows are."""

    def __init__(self) -> None:
        super().__init__()
        self._points: dict[int, float] = {}

    def set_row(self, row: int, height: float | None = None, *others: object) -> None:
        self._points[row] = theme.ROW_POINTS if height is None else height
        super().set_row(row, height, *others)

    def points(self, end: int) -> list[float]:
        """Of each row above row `end`."""
        return [self._points.get(row, theme.ROW_POINTS) for row in range(end)]


@dataclass(frozen=True)
class _Book:
    workbook: Workbook
    looks: Looks
    formulas: Formulas
    subtitle: str
    front: str


def _write_sheet(book: _Book, name: str, places: list[Place], picture: Chart | None) -> None:
    sheet = book.workbook.add_worksheet(name, _Sheet)
    sheet.set_default_row(theme.ROW_POINTS)
    tables = [place.table for place in places]
    widths = _widths(tables)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    _write_heading(book, sheet, places)
    for place in places:
        _write_table(book, sheet, place, widths)
    paper = on_paper(places, widths, sheet.points(places[-1].next))
    if picture:
        paper = _insert_picture(sheet, places[-1].next, picture, paper)
    _set_page(book, sheet, places, paper)


def _write_heading(book: _Book, sheet: FormulaSheet, places: list[Place]) -> None:
    """Title, subtitle and the way back; on the front sheet the way to its last table, the list of sheets."""
    table, last = places[0].table, places[-1]
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, table.title, book.looks.named("title"))
    sheet.write_string(1, 0, book.subtitle, book.looks.named("subtitle"))
    if table.sheet != book.front:
        sheet.write_url(2, 0, f"internal:'{book.front}'!A1", book.looks.named("link"), f"← {book.front}")
        if table.use != "read":
            told = f"Lembar {USES[table.use]}: {_NOT_PRINTED}"
            sheet.write_string(2, 1, told, book.looks.named("beside"))
    elif last.section:
        there = f"internal:'{book.front}'!A{last.start + 1}"
        sheet.write_url(2, 0, there, book.looks.named("link"), f"{last.table.title} ↓")


def _insert_picture(sheet: _Sheet, row: int, picture: Chart, paper: Paper) -> Paper:
    """No larger than what is left of the page; where that is too little to see anything, on a page of its own."""
    image = Image(BytesIO(picture.png))
    left = _SPARE * paper.room - sum(sheet.points(row))
    scale = min(_LARGEST, left / (image.height / image.y_dpi * 72))
    fits = scale > _SMALLEST
    looks = {"description": picture.alt, "x_scale": scale if fits else _LARGEST, "y_scale": scale if fits else _LARGEST}
    sheet.insert_image(row, 0, image, looks)
    return paper if fits else replace(paper, pages=paper.pages + 1, breaks=(*paper.breaks, row))


def _write_table(book: _Book, sheet: FormulaSheet, place: Place, widths: list[int]) -> None:
    """Title of a section, notes, headings, rows, totals and chart."""
    table, header = place.table, place.header
    if place.section:
        sheet.set_row(place.start, 20)
        sheet.write_string(place.start, 0, table.title, book.looks.named("section"))
    _write_notes(book, sheet, place, widths)
    _write_headings(book, sheet, table, header, widths)
    if len(table.frame):
        write_rows(sheet, book.looks, book.formulas, place, widths)
    else:
        sheet.write_string(place.first, 0, table.without, book.looks.named("note"))
    if place.alone:
        sheet.freeze_panes(place.first, 0)
        sheet.repeat_rows(header)
        sheet.autofilter(header, 0, place.totals - 1, len(table.columns) - 1)
    if place.has_chart:
        insert_chart(book.workbook, sheet, place, widths)


def _write_notes(book: _Book, sheet: FormulaSheet, place: Place, widths: list[int]) -> None:
    table = place.table
    lead = table.sheet == book.front and not place.section
    notes = [(note, "lead" if lead and not number else "note") for number, note in enumerate(table.notes)]
    if table.legend:
        named = " · ".join(f"{letter} {name}" for letter, name in zip(theme.LETTERS, table.legend, strict=False))
        notes.append((f"Kategori: {named}.", "note"))
    across = len(widths) - 1
    for number, (note, style) in enumerate(notes, start=place.start + place.section):
        look = book.looks.named(style)
        sheet.merge_range(number, 0, number, across, "", look)
        sheet.write_string(number, 0, note, look)
        room = room_of(sum(widths)) / (theme.LARGER * BOLDER if style == "lead" else 1)
        sheet.set_row(number, lines_of(note, room) * (theme.LINE_POINTS + 1) + 3)


def _write_headings(book: _Book, sheet: FormulaSheet, table: ReportTable, row: int, widths: list[int]) -> None:
    lines = 1
    for number, column in enumerate(table.columns):
        sheet.write_string(row, number, column.label, book.looks.of(theme.header_style(column.kind)))
        lines = max(lines, 1 if column.kind == "overflow" else lines_of(column.label, room_of(widths[number]) / BOLDER))
    if table.columns[-1].kind == "overflow":
        for number in range(len(table.columns), len(widths)):
            sheet.write_blank(row, number, None, book.looks.of(theme.header_style("overflow")))
    sheet.set_row(row, lines * theme.LINE_POINTS + 6)


def _set_page(book: _Book, sheet: FormulaSheet, places: list[Place], paper: Paper) -> None:
    table, last = places[0].table, places[-1]
    sheet.hide_gridlines(2)
    if paper.landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_print_scale(paper.percent)
    sheet.set_h_pagebreaks(paper.breaks)
    sheet.set_tab_color(theme.TABS[table.use])
    if not paper.end:
        sheet.print_area(_NOTHING)
        sheet.fit_to_pages(1, 0)
    elif paper.end < last.end:
        sheet.print_area(0, 0, paper.end - 1, max(len(place.table.columns) for place in places) - 1)
    if last.table.most_pages and paper.end < last.end:
        told = f"Tercetak {paper.end - last.first} baris teratas dari {len(last.table.frame)}; selebihnya di layar."
        sheet.write_string(2, 2, told, book.looks.named("beside"))
    sheet.set_footer(f"&L&9{book.subtitle.replace('&', '&&')}&R&9{table.sheet} · halaman &P dari &N")
    sheet.ignore_errors(dict.fromkeys(_NO_WARNINGS, "A1:XFD1048576"))


def _widths(tables: list[ReportTable]) -> list[int]:
    """The width of each column of a sheet: what the widest of its tables asks for; no word of a heading is torn, nor
    one that stands in the place of a number."""
    number = max(len(table.columns) for table in tables)
    return [max(_least(table, at) for table in tables if at < len(table.columns)) for at in range(number)]


def _least(table: ReportTable, at: int) -> int:
    column = table.columns[at]
    reasons: set[str] = set()
    if column.kind in theme.NUMBER_FORMATS and column.key in table.frame:
        reasons = {cell for cell in table.frame[column.key].tolist() if isinstance(cell, str)}
    words = width_for([word for reason in reasons for word in words_of(reason)])
    return max(column.width, words, width_for(words_of(column.label), bold=True))

"""The workbook on paper: how many pages what people read takes, and how they look, as LibreOffice prints it."""

import dataclasses
import math
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.ledger import IMPORTED
from tasks.report.renderings import RENDERINGS
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.table import ReportTable
from tests.on_paper import font_sizes, letters_width, page_count, pages, printed
from tests.report_builders import consolidated

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]

MOST_PAGES, LEAST_POINTS = 24, 7  # 25 are allowed
_FOOT = re.compile(r"(\S[\w ]*?) · halaman \d+ dari \d+$", re.MULTILINE)
_LINE_POINTS, _POINTS_PER_WIDTH, _INDENT = 10.35, 5.25, 7
"""A line of 9 points of Arial; how wide Excel, which is the narrower, draws a column for each character, and how far
from its edges a text stands."""
_TO_RECKON = {"62": 3, "35": 6}
"""So many regencies were rejected."""


def imported(province: str) -> Consolidated:
    """A quarter as a site begins with: all of it came before the program did, in a folder for the quarter and under
    long names, and many were rejected."""
    codes = list(catalogue.regencies(province)["code"])
    rejected, missing = codes[2 : 2 + _TO_RECKON[province]], codes[-1:]
    made = consolidated(province, rejected=tuple(rejected), missing=tuple(missing))
    errors = [
        (code, "", "C05", "error", "Penerima", f"F{row}", "Satu penduduk pindah alamat, NIK 6201**********99", "Isi.")
        for code in rejected
        for row in range(6, 11)
    ]
    findings = made.findings.copy()
    for row in errors:
        findings.loc[len(findings)] = row
    intake = made.intake.assign(way=IMPORTED, reason="buku agenda biro 2026", **_long_names(made.intake))
    cards = made.quality_cards.cards
    mending = cards["mending"].mask(cards["regency_code"].isin(rejected), "belum diperbaiki")
    return dataclasses.replace(
        made,
        intake=intake,
        submissions=made.submissions.assign(**_long_names(made.submissions)),
        findings=findings.assign(**_long_names(findings)),
        quality_cards=dataclasses.replace(made.quality_cards, cards=cards.assign(mending=mending)),
    )


def _long_names(rows) -> dict:
    names = catalogue.regencies(rows["regency_code"].iloc[0][:2]).set_index("code")["name"]
    told = "Laporan SPM " + rows["regency_code"].map(names).fillna("Provinsi").str.upper() + " TRIWULAN IV TH 2024"
    odd = rows["regency_code"].str[-1] == "7"
    return {"file_name": "2024-TW4/" + told.mask(odd, told.str.replace(" ", "_")) + ".xlsx"}


@pytest.fixture(scope="module", params=["62", "35"], ids=["14", "38"])
def made(request, tmp_path_factory) -> tuple[list[ReportTable], Path]:
    quarter, folder = imported(request.param), tmp_path_factory.mktemp("cetak")
    path = folder / "laporan.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPM_HOME", str(folder))
        RENDERINGS[0].write(quarter, tables := report_tables(quarter), path)
    return workbook_tables(tables, quarter), path


@pytest.mark.office
def test_what_people_read_takes_few_pages_and_nothing_else_is_printed(made, tmp_path: Path):
    tables, path = made
    (pdf,) = printed(tmp_path, path)
    assert 0 < page_count(pdf) <= MOST_PAGES
    assert min(font_sizes(pdf)) >= LEAST_POINTS
    read = [table for table in tables if table.use == "read"]
    found = [(_FOOT.findall(page), page) for page in pages(pdf)]
    assert all(len(feet) == 1 for feet, _ in found)  # none is blank
    sheets = [(feet[0].rpartition("  ")[2], page) for feet, page in found]
    assert {sheet for sheet, _ in sheets} == {table.sheet for table in read}
    for sheet, page in sheets:  # no page of numbers of which nobody knows what they are
        first = [table.columns[0].label for table in read if table.sheet == sheet]
        assert any(line.strip().startswith(tuple(first)) for line in page.splitlines()), (sheet, page)


def test_no_cell_of_what_is_read_is_cut(made):
    tables, path = made
    book = openpyxl.load_workbook(path, data_only=True)
    for table in (table for table in tables if table.use == "read"):
        sheet = book[table.sheet]
        wide = widths(sheet)
        for cell in _cells(sheet, table):
            room = wide[cell.column] * _POINTS_PER_WIDTH - _INDENT
            height = sheet.row_dimensions[cell.row].height or 12.75
            assert _lines(cell, room) * _LINE_POINTS <= height, (sheet.title, cell.coordinate, cell.value)


def widths(sheet) -> dict[int, float]:
    """Column -> its width in characters; the file names neighbours of one width together."""
    alike = sheet.column_dimensions.values()
    return {column: one.width - 0.71 for one in alike for column in range(one.min, one.max + 1)}


def _cells(sheet, table: ReportTable) -> list[Cell]:
    """The texts under the headings of a table that stay in their column."""
    labels = [column.label for column in table.columns]
    head = next(row for row in sheet.iter_rows() if [cell.value for cell in row[: len(labels)]] == labels)
    rows = sheet.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + len(table.frame))
    kept = [number for number, column in enumerate(table.columns) if column.kind not in ("overflow", "line", "sheet")]
    return [row[number] for row in rows for number in kept if isinstance(row[number].value, str)]


def _lines(cell: Cell, room: float) -> int:
    if not cell.alignment.wrap_text:
        return 1 if letters_width(cell.value, cell.font.sz) <= room else 1000
    lines, left = 1, room
    for word in re.split(r"(?<=-)|\s", cell.value):
        wide = letters_width(word, cell.font.sz)
        if wide > left:
            lines, left = lines + math.ceil(wide / room) - (left == room), room
        left -= (wide % room) + letters_width(" ", cell.font.sz)
    return lines

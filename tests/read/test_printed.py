"""What the pages of a sheet say at their edges, and cells of an .ods that show percentages."""

from pathlib import Path

import openpyxl

from config.settings import settings
from tasks.read.workbooks import read_workbook
from tests.builders import Book, found
from tests.foreign_formats import write_ods


def test_headers_and_footers_of_pages_are_read(tmp_path):
    path = Path(tmp_path, "cetak.xlsx")
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.oddHeader.center.text = "(dalam ribuan)"
    book.active.oddHeader.center.size = 12
    book.active.oddFooter.right.text = "Halaman &P dari &N"
    book.save(path)
    (sheet,) = read_workbook(path, settings().limits).sheets
    assert sheet.printed == ["(dalam ribuan)", "Halaman  dari"]


def test_a_page_that_names_another_quarter_is_told():
    book = Book()
    book.printed["Penerima"] = ["LAPORAN SPM TRIWULAN III"]
    assert [(one.rule, one.sheet, one.value) for one in found(book)] == [
        ("I06", "Penerima", "LAPORAN SPM TRIWULAN III")
    ]


def test_a_percentage_of_an_ods_is_known(tmp_path):
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85,0%</text:p></table:table-cell>'
    )
    rows = f"<table:table-row>{cell}</table:table-row>"
    (sheet,) = read_workbook(write_ods(Path(tmp_path, "persen.ods"), {"Penerima": rows}), settings().limits).sheets
    assert (sheet.rows, sheet.percents) == ([[0.85]], {(1, 1): 1})

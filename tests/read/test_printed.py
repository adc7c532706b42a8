"""What the pages of a sheet say at their edges, and cells of other kinds than .xlsx that show percentages."""

from pathlib import Path

import openpyxl
import xlwt

from tests.builders import Book, found
from tests.foreign_formats import ods_row, write_ods, write_shown_xlsb
from tests.reading import read


def test_headers_and_footers_of_pages_are_read(tmp_path):
    path = Path(tmp_path, "cetak.xlsx")
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.oddHeader.center.text = "(dalam ribuan)"
    book.active.oddHeader.center.size = 12
    book.active.oddFooter.right.text = "Halaman &P dari &N"
    book.save(path)
    (sheet,) = read(path).sheets
    assert sheet.printed == ["(dalam ribuan)", "Halaman  dari"]


def test_a_page_that_names_another_quarter_is_told():
    book = Book()
    book.printed["Penerima"] = ["LAPORAN SPM TRIWULAN III"]
    assert [(one.rule, one.sheet, one.value) for one in found(book)] == [
        ("I06", "Penerima", "LAPORAN SPM TRIWULAN III")
    ]


def test_an_xls_shows_percentages_scales_and_what_its_pages_say(tmp_path):
    path, book = Path(tmp_path, "lama.xls"), xlwt.Workbook()
    sheet = book.add_sheet("Penerima")
    sheet.header_str, sheet.footer_str = b"&C(dalam ribuan)", b"&RHalaman &P"
    for column, (value, code) in enumerate(((0.85, "0%"), (0.5, "0.0%"), (7, '0" ribu"'), (3, "#,##0"), (9, "0.00%"))):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    book.save(path)
    (sheet,) = read(path).sheets
    assert (sheet.percents, sheet.scales) == ({(1, 1): 0, (1, 2): 1, (1, 5): 2}, {(1, 3): " ribu"})
    assert sheet.printed == ["(dalam ribuan)", "Halaman"]


def test_so_does_an_xlsb(tmp_path):
    rows = {1: ["Jumlah", 0.85], 2: [None, 0.5]}
    path = write_shown_xlsb(tmp_path / "biner.xlsb", {"Penerima": rows}, "0.0%", "&C(dalam ribuan)&R&P")
    (sheet,) = read(path).sheets
    assert (sheet.percents[1, 2], sheet.percents[2, 2], sheet.printed) == (1, 1, ["(dalam ribuan)"])
    path = write_shown_xlsb(tmp_path / "biner.xlsb", {"Penerima": rows}, '0" ribu"', "")
    (sheet,) = read(path).sheets
    assert (sheet.percents, sheet.scales[1, 2], sheet.printed) == ({}, " ribu", [])


def test_the_pages_of_an_ods_are_read_too(tmp_path):
    page = (
        "<style:header><style:region-left><text:p>Dinas A &amp; B</text:p></style:region-left><text:p><text:span>"
        "(dalam ribuan)</text:span></text:p></style:header><style:header-left style:display='false'/>"
        "<style:footer><text:p>Halaman <text:page-number>1</text:page-number></text:p></style:footer>"
        '<style:footer-first style:display="false"><text:p>Triwulan II</text:p></style:footer-first>'
    )
    row = ods_row([1])
    first, second = read(write_ods(tmp_path / "cetak.ods", {"Penerima": row, "Mutu": row}, page=page)).sheets
    assert (first.printed, second.printed) == (["Dinas A & B", "(dalam ribuan)", "Halaman"], [])


def test_a_percentage_of_an_ods_is_known(tmp_path):
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85,0%</text:p></table:table-cell>'
    )
    rows = f"<table:table-row>{cell}</table:table-row>"
    (sheet,) = read(write_ods(Path(tmp_path, "persen.ods"), {"Penerima": rows})).sheets
    assert (sheet.rows, sheet.percents) == ([[0.85]], {(1, 1): 1})

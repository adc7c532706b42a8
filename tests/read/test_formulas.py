"""A stored 0 that is no result, and packages and files that only look strange."""

import zipfile

import pytest
import xlsxwriter
import xlwt

from schemas.workbook import NO_VALUE
from tasks.read.formulas import may_be_text
from tests import reading
from tests.package_builders import parts_of


def read(path):
    book = reading.read(path)
    assert book.refusal is None
    return book.sheets[0]


@pytest.mark.parametrize("formula", ["A1+B1", "SUM(A1:A9)", "ROUND(A1*2;0)", "(A1-B1)", "MAX(0;A1-B1)", "SUM(A1;B2)"])
def test_arithmetic_gives_a_number(formula):
    assert not may_be_text(xlwt.Formula(formula).rpn()[2:])


@pytest.mark.parametrize("formula", ['"K-DIK-01"', 'IF(A1>0;A1;"")', "A1", 'A1&"x"', "VLOOKUP(A1;B1:C9;2)", 'T("")'])
def test_what_may_be_a_text_is_no_zero(formula):
    assert may_be_text(xlwt.Formula(formula).rpn()[2:])


def with_formulas(path, *results):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, result in enumerate(results):
            sheet.write_formula(row, 1, "=2+2", None, result)
    return path


def test_a_zero_for_every_formula_of_a_column_was_never_calculated(tmp_path):
    assert read(with_formulas(tmp_path / "a.xlsx", 0, 0)).faults == {(1, 2): NO_VALUE, (2, 2): NO_VALUE}
    assert read(with_formulas(tmp_path / "b.xlsx", 0, 4)).faults == {}


def test_a_zero_that_excel_calculated_is_one(tmp_path):
    path = with_formulas(tmp_path / "a.xlsx", 0, 0)
    parts = parts_of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    sheet = read(path)
    assert (sheet.faults, sheet.rows) == ({}, [["", 0.0], ["", 0.0]])


def test_the_one_cell_that_a_formula_takes_from_is_known(tmp_path):
    formulas = {
        "=C9": "C9",
        "=ROUND($C$9*0.85,0)": "C9",
        "=IF(C9>0,C9,0)": "C9",
        "=Lain!C9": "Lain!C9",
        "='Data Dinkes'!C9+0": "'Data Dinkes'!C9",
        "=C9+D9": None,
        "=C9+Lain!C9": None,
        "=SUM(C9:C10)": None,
        "=2+2": None,
    }
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 1, formula, None, 7)
    known = {(row, 2): source for row, source in enumerate(formulas.values(), 1) if source}
    assert read(tmp_path / "a.xlsx").sources == known


def test_a_formula_that_was_drawn_down_is_known_in_each_of_its_cells(tmp_path):
    """Excel writes it once; a cell among them that somebody typed over is none of them."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(4):
            sheet.write_formula(row, 1, f"=ROUND(C{row + 1}*$D$1,0)", None, 7)
            sheet.write_formula(row, 4, f"=ROUND(C{row + 1}*2,0)", None, 7)
    parts = parts_of(tmp_path / "a.xlsx")
    xml = parts["xl/worksheets/sheet1.xml"].replace(
        b"<f>ROUND(C1*2,0)", b'<f t="shared" ref="E1:E4" si="0">ROUND(C1*2,0)'
    )
    for row in (2, 4):
        xml = xml.replace(b"<f>ROUND(C%d*2,0)</f>" % row, b'<f t="shared" si="0"/>')
    parts["xl/worksheets/sheet1.xml"] = xml.replace(b"<f>ROUND(C3*2,0)</f>", b"")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert read(tmp_path / "b.xlsx").sources == {(1, 5): "C1", (2, 5): "C2", (4, 5): "C4"}


@pytest.mark.parametrize("place", ["xl/workbook2.xml", "buku/main.xml"])
def test_the_main_part_may_have_another_name(tmp_path, place):
    with xlsxwriter.Workbook(tmp_path / "usual.xlsx") as book:
        book.add_worksheet("Penerima").write_row(0, 0, ["Kode", 12])
    parts = parts_of(tmp_path / "usual.xlsx")
    folder, name = place.split("/")
    parts[place] = parts.pop("xl/workbook.xml")
    relations = parts.pop("xl/_rels/workbook.xml.rels").replace(b'Target="', b'Target="/xl/')
    parts[f"{folder}/_rels/{name}.rels"] = relations
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", place.encode())
    with zipfile.ZipFile(tmp_path / "moved.xlsx", "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    assert read(tmp_path / "moved.xlsx").rows == [["Kode", 12.0]]


STRANGE = {
    "html": b"<html><table><tr><td>1</td></tr></table></html>",
    "xml": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "mht": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n',
    "utf-16": '<?xml version="1.0"?><Workbook/>'.encode("utf-16"),
    "csv": b"Kode;Jumlah\nK-DIK-01;12\n",
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)
def test_what_excel_can_open_has_one_way_out(tmp_path, content):
    (tmp_path / "a.xls").write_bytes(content)
    refusal = reading.read(tmp_path / "a.xls").refusal
    assert refusal.rule == "F03"
    assert "Simpan Sebagai .xlsx" in refusal.words["way"]


PARTS = ("xl/workbook", "xl/worksheets/sheet1", "xl/sharedStrings", "xl/styles")


@pytest.mark.parametrize("part", [*(f"{one}.xml" for one in PARTS), "_rels/.rels", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_a_part_in_another_encoding_is_sent_through_excel(tmp_path, part, encoding):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["Kode", 12])
    parts = parts_of(tmp_path / "a.xlsx")
    text = parts[part].decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    parts[part] = text.replace("?>", "?><!-- é -->", 1).encode(encoding)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    refusal = reading.read(tmp_path / "a.xlsx").refusal
    assert refusal.rule == "F03"
    assert "pengodean" in refusal.words["kind"]
    assert "Simpan Sebagai .xlsx" in refusal.words["way"]


def test_a_part_that_only_says_so_and_has_nothing_but_ascii_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Penerima").write_row(0, 0, ["Kode", 12])
    parts = parts_of(tmp_path / "a.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'encoding="UTF-8"', b'encoding="windows-1252"')
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert read(tmp_path / "b.xlsx").rows == [["Kode", 12.0]]


def test_a_stream_called_book_is_sent_through_excel(tmp_path):
    directory = "BOOK".encode("utf-16-le").ljust(64, b"\0")
    (tmp_path / "a.xls").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(4096, b"\0")
    )
    assert "Simpan Sebagai .xlsx" in reading.read(tmp_path / "a.xls").refusal.words["way"]

"""What is struck through: cells by their style, parts of a text by their runs."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.foreign_formats import ods_row, write_ods, write_shown_xlsb
from tests.package_builders import with_parts, with_prefix
from tests.reading import read


def struck_in(path: Path) -> dict[tuple[int, int], str]:
    book = read(path)
    assert book.refusal is None
    return book.sheets[0].struck


@pytest.fixture
def written(tmp_path) -> Path:
    """Two cells with a style that strikes through, and texts of which parts or all are struck."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, struck, bold = (
            book.add_worksheet(),
            book.add_format({"font_strikeout": True}),
            book.add_format({"bold": 1}),
        )
        dotted = book.add_format({"font_strikeout": True, "num_format": "#,##0", "bg_color": "#FFFF00"})
        sheet.write_row(0, 0, [1, "x", 3], bold)
        sheet.write(1, 0, 120, struck)
        sheet.write(2, 26, 1250, dotted)
        sheet.write_rich_string("B2", struck, "120", " 102 & lagi")
        sheet.write_rich_string("B3", struck, "satu", struck, " dua")
        sheet.write_rich_string("B4", bold, "satu", " dua")
    return path


STRUCK = {(2, 1): "", (3, 27): "", (2, 2): " 102 & lagi", (3, 2): ""}


def test_struck_cells_and_parts_of_texts_are_known(written):
    assert struck_in(written) == STRUCK
    assert struck_in(with_prefix(written)) == STRUCK


def test_a_font_that_says_it_strikes_nothing_through_does_not(written):
    with_parts(written, lambda _, content: content.replace(b"<strike/>", b'<strike val="0"/>'))
    assert struck_in(written) == {}


def test_texts_in_their_own_cells_are_known_too(tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"] = CellRichText(TextBlock(InlineFont(strike=True), "120"), " 102")
    book.active["B3"], book.active["B3"].font = 7, Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    assert struck_in(tmp_path / "a.xlsx") == {(2, 2): " 102", (3, 2): ""}


def test_a_style_of_a_conditional_format_strikes_nothing_through(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, [1, 2])
        sheet.conditional_format("A1:B1", {"type": "cell", "criteria": ">", "value": 9, "format": struck})
    assert struck_in(tmp_path / "a.xlsx") == {}


@pytest.mark.slow
@pytest.mark.parametrize("piece", [b"<font>", b"<font><strike", b"<strike/>", b"<fonts><font><strike/>", b"<font "])
def test_fonts_that_never_close_take_no_time(written, piece):
    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<fonts ", piece * (3_000_000 // len(piece)) + b"<fonts ") if "styles" in name else content
        )

    with_parts(written, change)
    read(written)


_THROUGH = '<style:text-properties style:text-line-through-style="{0}" style:text-line-through-type="{0}"/>'


def ods_style(name: str, through: str, family: str = "table-cell", parent: str = "Default") -> str:
    about = f'style:name="{name}" style:family="{family}" style:parent-style-name="{parent}"'
    return f"<style:style {about}>{_THROUGH.format(through) if through else ''}</style:style>"


def ods_cell(text: str, style: str = "", kind: str = "string") -> str:
    value = f'office:value="{text}"' if kind == "float" else ""
    named = f'table:style-name="{style}" ' if style else ""
    return f'<table:table-cell {named}office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'


def struck_in_ods(tmp_path: Path, rows: str, styles: str, named: str = "") -> dict[tuple[int, int], str]:
    path = write_ods(tmp_path / "a.ods", {"A": rows})
    replaced = {"content.xml": (b"<office:body>", styles), "styles.xml": (b"<style:master", named)}
    with_parts(
        path,
        lambda name, content: (
            content.replace(replaced[name][0], replaced[name][1].encode() + replaced[name][0], 1)
            if name in replaced
            else content
        ),
    )
    return struck_in(path)


def test_struck_cells_and_parts_of_texts_of_an_ods_are_known(tmp_path):
    spans = '<text:span text:style-name="T1">120</text:span><text:span text:style-name="T2"> 102 &amp; lagi</text:span>'
    rows = ods_row([1, 2]) + f"<table:table-row>{ods_cell('120', 'ce1', 'float')}{ods_cell(spans)}</table:table-row>"
    rows += f"<table:table-row>{ods_cell('120', 'ce2', 'float')}{ods_cell('satu', 'ce3')}</table:table-row>"
    styles = [ods_style("ce1", "solid"), ods_style("ce2", "none"), ods_style("ce3", "", parent="ce4")]
    styles += [ods_style("T1", "single", "text"), ods_style("T2", "none", "text")]
    named = ods_style("ce4", "solid")
    assert struck_in_ods(tmp_path, rows, "".join(styles), named) == {(2, 1): "", (2, 2): " 102 & lagi", (3, 2): ""}


def test_a_column_or_row_of_an_ods_that_is_struck_through_is_known_by_its_usual_style(tmp_path):
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column {0}/>'
    usual = 'table:default-cell-style-name="ce1"'
    rows = columns.format(usual) + ods_row([1, 2, 3]) + ods_row([4, 5, 6]).replace("-row>", f"-row {usual}>", 1)
    struck = struck_in_ods(tmp_path, rows, ods_style("ce1", "solid"))
    assert struck == {(1, 3): "", (2, 1): "", (2, 2): "", (2, 3): ""}


def test_nothing_is_struck_through_where_no_style_says_so(tmp_path):
    rows = f"<table:table-row>{ods_cell('120', 'ce1', 'float')}</table:table-row>"
    assert struck_in_ods(tmp_path, rows, ods_style("ce1", "none")) == {}


def test_struck_cells_of_an_xls_are_known(tmp_path):
    book, struck = xlwt.Workbook(), xlwt.easyxf("font: struck_out true")
    sheet = book.add_sheet("A")
    for row in range(200):  # a book of a few cells is kept among the small streams
        sheet.write(row, 0, f"baris {row}")
    sheet.write(1, 1, 120, struck)
    sheet.write(2, 1, 120, xlwt.easyxf("font: bold true"))
    sheet.write(3, 1, "satu", struck)
    book.save(str(tmp_path / "a.xls"))
    assert struck_in(tmp_path / "a.xls") == {(2, 2): "", (4, 2): ""}


@pytest.mark.parametrize("struck", [True, False])
def test_struck_cells_of_an_xlsb_are_known(tmp_path, struck):
    path = write_shown_xlsb(tmp_path / "a.xlsb", {"A": {1: ["x", 120.0]}}, "0", "", struck=struck)
    assert struck_in(path) == ({(1, 1): "", (1, 2): ""} if struck else {})

"""What is struck through in an .xlsx: cells by their style, parts of a text by their runs."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

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


@pytest.mark.parametrize("piece", [b"<font>", b"<font><strike", b"<strike/>", b"<fonts><font><strike/>", b"<font "])
def test_fonts_that_never_close_take_no_time(written, piece):
    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<fonts ", piece * (3_000_000 // len(piece)) + b"<fonts ") if "styles" in name else content
        )

    with_parts(written, change)
    read(written)

"""A raised digit in a text of an .xlsx is a mark of a note or a unit's power, and no digit of the number before it."""

from os import urandom
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.package_builders import with_parts, with_prefix
from tests.reading import read


@pytest.fixture
def written(tmp_path) -> Path:
    """Texts in runs: what is raised is a mark, a unit's power, a word, or all there is."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        high, low, struck = (
            book.add_format({"font_script": 1}),
            book.add_format({"font_script": 2}),
            book.add_format({"font_strikeout": True}),
        )
        sheet.write_rich_string("A1", "1.250", high, "1)")
        sheet.write_rich_string("B1", "m", high, "2", " & lagi")
        sheet.write_rich_string("C1", "Jumlah Terlayani", high, "a)")
        sheet.write_rich_string("D1", "CO", low, "2")
        sheet.write_rich_string("E1", "Jumlah ", high, "penduduk")
        sheet.write_rich_string("F1", high, "12", high, "50")
        sheet.write_rich_string("G1", struck, "120", "102", high, "1")
        sheet.write("H1", "1.251", high)
    return path


SEEN = ["1.250¹⁾", "m² & lagi", "Jumlah Terlayaniᵃ⁾", "CO₂", "Jumlah penduduk", "1250", "120102¹", "1.251"]


def test_raised_digits_are_read_as_they_are_seen(written):
    assert read(written).sheets[0].rows == [SEEN]
    assert read(with_prefix(written)).sheets[0].rows == [SEEN]


def test_what_is_left_of_a_struck_text_has_its_raised_digits(written):
    assert read(written).sheets[0].struck == {(1, 7): "102¹"}


def test_texts_in_their_own_cells_are_read_so_too(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("1250", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").sheets[0].rows == [["1250¹"]]


def test_a_workbook_that_is_too_large_to_be_kept_is_read_so_too(written):
    padding = b"<!--" + urandom(6_000_000).hex().encode() + b"-->"
    with_parts(written, lambda name, content: content + padding if "theme" in name else content)
    assert read(written).sheets[0].rows == [SEEN]


@pytest.mark.slow
@pytest.mark.parametrize("piece", [b"<si><r><vertAlign", b"<vertAlign/>", b"<si><r><t>1", b"<is><r>"])
def test_runs_that_never_close_take_no_time(written, piece):
    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<si>", piece * (3_000_000 // len(piece)) + b"<si>", 1) if "Strings" in name else content
        )

    assert read(with_parts(written, change)) is not None

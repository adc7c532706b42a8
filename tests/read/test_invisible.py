"""What nobody sees in a cell is not there: marks of direction, joiners, places where a word may break."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from config.settings import settings
from schemas.invisible import INVISIBLE
from schemas.period import Period
from schemas.wording import plain
from tasks.forms.samples import write_clean
from tasks.intake.take_in import check_files
from tasks.understand.cells import read_number
from tests.builders import AS_OF
from tests.foreign_formats import ods_row, write_ods, write_xls, write_xlsb
from tests.reading import read

STRANGE = ["\u202d1.234\u202c", "K-\u200bDIK-01", "Ko\xadta", "✔\ufe0f", "\u200b"]
SEEN = ["1.234", "K-DIK-01", "Kota", "✔"]


def written(path: Path, kind: str) -> Path:
    if kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(STRANGE)
        book.save(path)
    elif kind == "ods":
        write_ods(path, {"A": ods_row(STRANGE)})
    else:
        write = {"xls": write_xls, "xlsb": write_xlsb}[kind]
        write(path, {"A": [STRANGE]} if kind == "xls" else {"A": {1: STRANGE}})
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
def test_no_format_brings_it_along(kind, tmp_path):
    (row, *_) = [cells for cells in read(written(tmp_path / f"a.{kind}", kind)).sheets[0].rows if cells]
    assert row == SEEN


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_wording_with_it_is_the_same_wording(sign):
    assert plain(f"{sign}Jumlah Ter{sign}layani{sign}") == "jumlah terlayani"
    assert not sign.isprintable() or sign in "\ufe0e\ufe0f"


def test_what_stands_beside_cells_is_read_without_it(tmp_path):
    """Comments, text boxes and the edges of pages, and what is left of a text that is struck through."""
    path, said = tmp_path / "a.xlsx", "dalam ri\u200bbuan"
    with xlsxwriter.Workbook(path) as book:
        sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write("A1", 1)
        sheet.write_comment("A1", said)
        sheet.insert_textbox("C3", said)
        sheet.set_header(f"&L{said}")
        sheet.write_rich_string("B1", struck, "satu", f" {said}")
    sheet = read(path).sheets[0]
    assert {one.text for one in sheet.comments} | set(sheet.printed) == {"dalam ribuan"}
    assert sheet.struck == {(1, 2): " dalam ribuan"}


def test_visible_signs_stay_and_make_no_number():
    assert read_number("1.234•", whole=True).how == "none"


def test_a_report_full_of_it_reads_as_the_same_report(tmp_path):
    """In codes, names, choices, headings and labels, and around figures that became texts."""
    paths = [tmp_path / name for name in ("a/62.02.xlsx", "b/62.02.xlsx")]
    for path in paths:
        path.parent.mkdir()
        write_clean("62.02", Period(2024, 4), path)
    book = openpyxl.load_workbook(paths[1], data_only=True)
    for cell in (cell for page in book for row in page.iter_rows() for cell in row):
        if cell.data_type == "s":
            cell.value = f"\u202a{cell.value[:2]}\u200b{cell.value[2:]}\u202c"
        elif type(cell.value) is int and cell.column_letter in "DEFGH":
            cell.value = f"{cell.value}\u200e"
    book.save(paths[1])
    clean, strange = check_files(paths, [read(path) for path in paths], AS_OF, settings())
    figures, told = (
        [getattr(one, name) for one in (clean.normalised, strange.normalised)] for name in ("figures", "identity")
    )
    assert figures[0].keys() == figures[1].keys() > {"recipients", "stages"}
    for key in figures[0]:
        assert repr(figures[0][key]) == repr(figures[1][key])
    assert (told[1].regency_code, told[1].period, strange.status) == (
        told[0].regency_code,
        told[0].period,
        clean.status,
    )

"""Annotated copies of checked files: what they are called, and that nobody's work is lost."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from config.settings import settings
from schemas.period import Period
from tasks.answer.copies import annotate
from tasks.forms.samples import write_clean
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tests.builders import AS_OF
from tests.package_builders import saved_by_libreoffice

pytestmark = pytest.mark.whole


def faulty(path: Path) -> Path:
    write_clean("62.01", Period(2024, 4), path)
    book = openpyxl.load_workbook(path)
    book["Penerima"]["G9"] = "banyak"
    book.save(path)
    return path


def annotated(folder: Path, *files: Path) -> list[Path]:
    checked = check_files(list(files), read_workbooks(list(files), settings().limits), AS_OF, settings())
    return annotate(checked, folder, settings().limits)


def test_the_name_of_a_copy_has_nothing_in_it_that_cannot_be_linked_to(tmp_path):
    (copy,) = annotated(tmp_path / "salinan", faulty(tmp_path / "lap\noran\u202e.xlsx"))
    assert copy.name == "lap_x0aoran_u202e - temuan.xlsx"


def test_a_copy_that_somebody_mends_is_never_overwritten(tmp_path):
    sent, folder = faulty(tmp_path / "kiriman.xlsx"), tmp_path / "salinan"
    (first,) = annotated(folder, sent)
    assert annotated(folder, sent) == [first]
    book = openpyxl.load_workbook(first)
    book["Penerima"]["G9"] = 90
    book.save(first)
    mended = first.read_bytes()
    (second,) = annotated(folder, sent)
    (third,) = annotated(folder, first)
    assert [one.name for one in (first, second, third)] == [
        "kiriman - temuan.xlsx",
        "kiriman - temuan 2.xlsx",
        "kiriman - temuan 3.xlsx",
    ]
    assert first.read_bytes() == mended
    assert {one.name for one in folder.iterdir()} == {one.name for one in (first, second, third)}
    assert "C01" not in [row[2] for row in openpyxl.load_workbook(third)["Temuan"].values]


def test_files_of_the_same_name_have_a_copy_each(tmp_path):
    sent = faulty(tmp_path / "a.xlsx")
    (tmp_path / "dinas").mkdir()
    other = tmp_path / "dinas" / "a.xlsx"
    shutil.copy(sent, other)
    assert [one.name for one in annotated(tmp_path / "s", sent, other)] == ["a - temuan.xlsx", "a - temuan 2.xlsx"]


@pytest.mark.office
def test_an_ods_is_answered_with_its_values(tmp_path):
    (tmp_path / "ods").mkdir()
    (sent,) = saved_by_libreoffice(tmp_path / "ods", faulty(tmp_path / "kiriman.xlsx"), kind="ods")
    (copy,) = annotated(tmp_path / "salinan", sent)
    page = openpyxl.load_workbook(copy)["Penerima"]
    assert (page["G9"].value, page["B9"].value) == ("banyak", "K-KES-01")
    assert page["G9"].comment.text.startswith("Kesalahan C01")

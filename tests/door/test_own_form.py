"""The form that a sender fetches: whose and of when is filled in, and what it reported last stands on a sheet of its
own that nobody reads."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from schemas.ledger import submissions
from schemas.period import Period
from schemas.reconciliation import Reason
from tasks.forms.figures import content_of
from tasks.read.workbooks import read_workbook
from tasks.understand.earlier_sheet import NAME
from tests.builders import Book, found, taken
from tests.door_visitors import Visitor, workbook

pytestmark = pytest.mark.whole


def filled_in(form: bytes, move: int | None) -> bytes:
    """As a clerk fills it in; the sheet for comparing is moved so many places, or taken out."""
    book = openpyxl.load_workbook(BytesIO(form))
    filled = openpyxl.load_workbook(BytesIO(workbook()))
    for sheet in filled:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    book[sheet.title][cell.coordinate] = cell.value
    if move is None:
        del book[NAME]
    else:
        book.move_sheet(NAME, move)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_the_form_names_its_sender_and_quarter_and_has_last_quarters_figures_beside_it(clerk: Visitor) -> None:
    assert NAME not in openpyxl.load_workbook(BytesIO(clerk.get("/formulir.xlsx").content)).sheetnames
    assert "lembar terakhir" not in clerk.get("/").text
    clerk.bring_and_send(workbook(period=Period(2024, 3)))
    assert "angka laporan terdahulu Anda ada di lembar terakhir" in clerk.get("/").text
    book = openpyxl.load_workbook(BytesIO(clerk.get("/formulir.xlsx").content))
    identity = {row[1].value: row[2].value for row in book["Identitas"].iter_rows() if len(row) > 2}
    assert (identity["Kode Wilayah"], identity["Tahun"], identity["Triwulan"]) == ("62.01", 2024, 4)
    shown = {row[0].value: row[2].value for row in book[NAME].iter_rows(max_row=35)}
    reported = content_of("62.01", Period(2024, 3), 1)["recipients"]
    assert shown["K-DIK-01"] == reported[0]["target"]
    assert book[NAME]["A2"].value == "Triwulan III Tahun 2024"


def test_late_reports_of_the_quarters_before_have_their_forms_too(clerk: Visitor) -> None:
    asked = re.findall(r'href="(/formulir.xlsx[^"]*)"', clerk.get("/").text)
    assert asked == ["/formulir.xlsx", *(f"/formulir.xlsx?triwulan=2024-TW{quarter}" for quarter in (3, 2, 1))]
    book = openpyxl.load_workbook(BytesIO(clerk.get(asked[2]).content))
    identity = {row[1].value: row[2].value for row in book["Identitas"].iter_rows() if len(row) > 2}
    assert (identity["Kode Wilayah"], identity["Tahun"], identity["Triwulan"]) == ("62.01", 2024, 2)
    assert clerk.get("/formulir.xlsx?triwulan=2025-TW1").status_code == 404


@pytest.mark.parametrize("move", [0, -5])
def test_the_sheet_for_comparing_gives_no_finding_when_it_comes_back(clerk: Visitor, tmp_path: Path, move: int) -> None:
    clerk.bring_and_send(workbook(period=Period(2024, 3)))
    form = clerk.get("/formulir.xlsx").content
    (tmp_path / "a.xlsx").write_bytes(filled_in(form, move))
    (tmp_path / "b.xlsx").write_bytes(filled_in(form, None))
    limits = clerk.desk.site.limits
    with_it, without = (taken(read_workbook(tmp_path / name, limits)) for name in ("a.xlsx", "b.xlsx"))
    assert repr(with_it.normalised.figures) == repr(without.normalised.figures)
    assert [one.rule for one in with_it.normalised.findings] == [one.rule for one in without.normalised.findings]
    others = [one for one in with_it.cells.left_out if one.reason is not Reason.FOR_COMPARING]
    assert others == list(without.cells.left_out)


def test_a_sheet_of_a_senders_own_is_told_as_before() -> None:
    book = Book()
    book.sheets[NAME] = [["Angka tahun lalu"], ["K-DIK-01", 5]]
    assert [one.rule for one in found(book)] == ["L03"]


def test_what_stands_for_several_sheets_names_the_sheet_of_each(clerk: Visitor) -> None:
    page = clerk.bring(clerk.get("/formulir.xlsx").content).text
    for place in ("Mutu!G6:H307", "Anggaran!D6:E34", "Tahapan!D6:G11"):
        assert f"{place}</span>" in page
    assert "Penerima!" not in page, "it stands in the heading"


def test_an_office_has_its_own_form(door) -> None:
    clerk = Visitor(*door, field="KES")
    clerk.bring_and_send(workbook(form="SPM-KES-2025.1", period=Period(2024, 3)))
    answer = clerk.get("/formulir.xlsx")
    assert "SPM-KES-2025.1%2062.01%202024-TW4.xlsx" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    codes = {row[0].value for row in book[NAME].iter_rows() if str(row[0].value).startswith("K-")}
    assert codes
    assert all(code.startswith("K-KES") for code in codes)
    assert len(door[0].ledger.rows(submissions)) == 1

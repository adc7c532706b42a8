"""The annotated copy: every finding in its cell, and all of them on the first sheet."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from schemas.consolidated import Answer
from schemas.finding import Finding, Severity
from schemas.workbook import RawSheet
from tasks.report.feedback import COLOURS, write_feedback

ERROR = Finding("C05", Severity.ERROR, "Jumlah Terlayani belum diisi. Isi angkanya.", "Pak's Data", "B2", "")
WARNING = Finding("R04", Severity.WARNING, "Terlayani melebihi sasaran.", "Pak's Data", "B2", "1300", "pindahan")
INFO = Finding("C02", Severity.INFO, "1.234 dibaca 1234.", "Pak's Data", "C3", "1.234")
WHOLE_SHEET = Finding("L01", Severity.ERROR, "Lembar Mutu tidak ada.", "Mutu")


def original(folder: Path, name: str = "kiriman.xlsx") -> Path:
    """A sender's workbook with a formula, a note of their own, a merged range and a protected sheet."""
    book = openpyxl.Workbook()
    book.properties.created = datetime(2025, 1, 15, 9, 30)
    page = book.active
    page.title = "Pak's Data"
    page.append(["Layanan", "Terlayani", "Jumlah"])
    page.append(["K-KES-01", None, "=SUM(B2:B9)"])
    page.append(["K-KES-02", 10, "1.234"])
    page["A6"] = "gabungan"
    page.merge_cells("A6:B7")
    page["C3"].comment = Comment("catatan pengirim", "Pengirim")
    page.protection.sheet = True
    book.save(folder / name)
    return folder / name


def answer(path: Path, *findings: Finding, kind: str = "xlsx") -> Answer:
    return Answer("62.01", path.name, path, kind, "Kabupaten Kotawaringin Barat", "ditolak", list(findings))


def copy_of(folder: Path, *findings: Finding, **changes: object) -> openpyxl.Workbook:
    sheets = changes.pop("sheets", ())
    write_feedback(answer(original(folder), *findings, **changes), folder / "salinan.xlsx", sheets)
    return openpyxl.load_workbook(folder / "salinan.xlsx")


def lines(book: openpyxl.Workbook) -> list[tuple]:
    return [row for row in book["Temuan"].iter_rows(min_row=7, values_only=True) if row[0]]


@pytest.mark.parametrize("severity", list(Severity))
def test_a_cell_is_coloured_and_commented_by_the_severity_of_its_finding(tmp_path, severity):
    finding = Finding("C05", severity, "Periksa sel ini.", "Pak's Data", "B3")
    cell = copy_of(tmp_path, finding)["Pak's Data"]["B3"]
    word = {"error": "Kesalahan", "warning": "Peringatan", "info": "Informasi"}[severity]
    assert cell.fill.fgColor.rgb == f"00{COLOURS[severity]}"
    assert cell.comment.text == f"{word} C05: Periksa sel ini."
    assert cell.value == 10


def test_a_cell_with_several_findings_shows_all_and_the_colour_of_the_gravest(tmp_path):
    cell = copy_of(tmp_path, WARNING, ERROR)["Pak's Data"]["B2"]
    assert cell.fill.fgColor.rgb == f"00{COLOURS[Severity.ERROR]}"
    assert cell.comment.text.index("Kesalahan C05") < cell.comment.text.index("Peringatan R04")


def test_the_first_sheet_lists_the_findings_most_important_first(tmp_path):
    book = copy_of(tmp_path, INFO, WARNING, ERROR, WHOLE_SHEET)
    assert book.sheetnames[0] == "Temuan"
    assert book.active.title == "Temuan"
    assert [(row[1], row[2]) for row in lines(book)] == [
        ("Kesalahan", "L01"),
        ("Kesalahan", "C05"),
        ("Peringatan", "R04"),
        ("Informasi", "C02"),
    ]
    assert book["Temuan"]["A3"].value.startswith("2 kesalahan, 1 peringatan, 1 informasi.")


def test_the_cell_of_a_finding_is_a_link_to_it_also_when_the_sheet_has_an_apostrophe(tmp_path):
    page = copy_of(tmp_path, ERROR, WHOLE_SHEET)["Temuan"]
    assert page["E8"].hyperlink.location == "'Pak''s Data'!B2"
    assert (page["E7"].value, page["E7"].hyperlink) == ("bukan satu sel", None)


def test_a_line_holds_the_value_as_it_stood_and_the_senders_explanation(tmp_path):
    row = lines(copy_of(tmp_path, WARNING))[0]
    assert row[3:] == ("Pak's Data", "B2", "1300", "Terlayani melebihi sasaran.", "pindahan")


def test_formulas_protection_and_the_senders_own_notes_are_kept(tmp_path):
    page = copy_of(tmp_path, INFO)["Pak's Data"]
    assert page["C2"].value == "=SUM(B2:B9)"
    assert page.protection.sheet
    assert page["C3"].comment.text.startswith("catatan pengirim")
    assert page["C3"].comment.text.endswith("1.234 dibaca 1234.")


def test_a_finding_inside_a_merged_range_is_shown_at_its_top_left(tmp_path):
    page = copy_of(tmp_path, Finding("C01", Severity.ERROR, "Bukan angka.", "Pak's Data", "B7"))["Pak's Data"]
    assert page["A6"].comment.text == "Kesalahan C01: Bukan angka."


@pytest.mark.parametrize("value", ['=HYPERLINK("http://example.go.id")', "+1", "@SUM(A1)", "http://example.go.id"])
def test_what_a_sender_wrote_stays_a_text_in_the_list(tmp_path, value):
    book = copy_of(tmp_path, Finding("C01", Severity.ERROR, value, "Pak's Data", "B3", value))
    for address in ("F7", "G7"):
        cell = book["Temuan"][address]
        assert (cell.value, cell.data_type, cell.hyperlink) == (value, "s", None)


def test_a_personal_number_is_hidden_in_the_copy(tmp_path):
    path = original(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Pak's Data"]["A3"] = "NIK 6201019999990001"
    book.save(path)
    finding = Finding("C09", Severity.ERROR, "Hapus nomor itu.", "Pak's Data", "A3", "NIK 6201************")
    write_feedback(answer(path, finding), tmp_path / "salinan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Pak's Data"]["A3"].value == "NIK 6201************"


def test_the_original_is_not_changed_and_the_copy_is_the_same_bytes_every_time(tmp_path):
    path = original(tmp_path)
    before = path.read_bytes()
    for name in ("a.xlsx", "b.xlsx"):
        write_feedback(answer(path, ERROR, INFO), tmp_path / name)
    assert path.read_bytes() == before
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_copy_bears_no_time_of_writing(tmp_path):
    book = copy_of(tmp_path, ERROR)
    assert book.properties.modified == book.properties.created == datetime(2025, 1, 15, 9, 30)
    entries = zipfile.ZipFile(tmp_path / "salinan.xlsx").infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_a_mended_copy_comes_back_with_todays_findings_only(tmp_path):
    copy_of(tmp_path, ERROR, INFO)
    write_feedback(answer(tmp_path / "salinan.xlsx", WARNING), tmp_path / "lagi.xlsx")
    book = openpyxl.load_workbook(tmp_path / "lagi.xlsx")
    page = book["Pak's Data"]
    assert book.sheetnames == ["Temuan", "Pak's Data"]
    assert page["B2"].comment.text == "Peringatan R04: Terlayani melebihi sasaran."
    assert page["C3"].comment.text == "catatan pengirim"
    assert page["C3"].fill == PatternFill()


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsb"])
def test_of_another_kind_of_workbook_the_values_are_copied(tmp_path, kind):
    sheet = RawSheet("Pak's Data", [["Layanan", "Terlayani"], ["=1+1", "", 12.5]], faults={(3, 1): "#REF!"})
    book = copy_of(tmp_path, INFO, kind=kind, sheets=[sheet])
    page = book["Pak's Data"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert (page["C2"].value, page["A3"].value) == (12.5, "#REF!")
    assert page["C3"].comment.text == "Informasi C02: 1.234 dibaca 1234."


@pytest.mark.parametrize("rule", ["F01", "F02", "F03", "F04"])
def test_a_file_that_was_refused_is_never_opened(tmp_path, rule):
    book = copy_of(tmp_path, Finding(rule, Severity.ERROR, "Kirim kembali."))
    assert book.sheetnames == ["Temuan"]
    assert [row[2] for row in lines(book)] == [rule]


def test_a_file_openpyxl_cannot_open_is_answered_by_the_list_alone(tmp_path):
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 bukan buku kerja")
    write_feedback(answer(path, ERROR), tmp_path / "salinan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "salinan.xlsx").sheetnames == ["Temuan"]


def test_a_file_that_cannot_be_read_from_the_disk_is_our_mistake(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_feedback(answer(tmp_path / "tidak-ada.xlsx", ERROR), tmp_path / "salinan.xlsx")

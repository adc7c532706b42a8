"""A fault of a whole column is one finding with all its cells, and each of them is marked in the copy."""

from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from schemas.consolidated import Answer
from schemas.finding import Severity
from schemas.submission import Checked
from tasks.answer.marked_copy import COLOURS, write_feedback
from tasks.understand.cell_account import cells_told
from tests.builders import Book, after, checked, found

NIK = "6201051504850002"
PERCENT = "85%"
ROWS = [f"G{row}" for row in range(6, 35)]


def with_served(value: object, rows: int = 29) -> Book:
    book = Book()
    for row in range(6, 6 + rows):
        book["Penerima", f"G{row}"] = value
    return book


def marked_copy(book: Book, one: Checked, folder: Path) -> openpyxl.Workbook:
    """The annotated copy of a book that was checked."""
    saved = openpyxl.Workbook()
    saved.remove(saved.active)
    for title, rows in book.sheets.items():
        sheet = saved.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / "kiriman.xlsx"
    saved.save(path)
    write_feedback(Answer("62.01", path.name, path, "xlsx", "", one.status, one.findings), folder / "salinan.xlsx")
    return openpyxl.load_workbook(folder / "salinan.xlsx")


def test_every_cell_of_a_fault_of_a_whole_column_is_marked(tmp_path):
    book = with_served(PERCENT)
    one = checked(book)
    (told,) = one.findings
    assert (told.rule, told.cell, told.all_cells) == ("C10", "G6", ROWS)
    assert one.count(Severity.ERROR) == 1
    page = marked_copy(book, one, tmp_path)["Penerima"]
    assert {page[cell].fill.fgColor.rgb for cell in ROWS} == {f"FF{COLOURS[Severity.ERROR]}"}
    assert "Begitu pula 28 sel lain: G7:G34." in page["G6"].comment.text
    assert page["G34"].comment.text == "Kesalahan C10: Persentase di tempat jumlah. Lihat temuan pada sel G6."


def test_of_hundreds_of_scattered_cells_the_sentence_names_some_and_how_many():
    book = Book()
    for row in (row for row in range(6, 306) if row % 3):
        book.comments["Mutu", f"H{row}"] = "x1000"
    (told,) = found(book)
    assert told.message.endswith(
        " Begitu pula 199 sel lain: H8, H10:H11, H13:H14, H16:H17, H19:H20, H22:H23, H25:H26, H28:H29, H31:H32, "
        "H34:H35 dan seterusnya."
    )
    assert len(told.all_cells) == 200
    assert cells_told(told.all_cells, 3) == "H7:H8, H10:H11, H13:H14 dan 194 sel lain"


@pytest.mark.parametrize(("count", "findings"), [(49, 49), (50, 1)])
def test_what_fifty_cells_of_a_column_have_is_told_once_though_most_have_it_not(count: int, findings: int):
    book = Book()
    for row in range(6, 6 + 3 * count, 3):
        book.comments["Mutu", f"H{row}"] = f"x1000 ({row})"
    told = [one for one in found(book) if one.rule == "C11"]
    assert (len(told), len({cell for one in told for cell in one.all_cells})) == (findings, count)


def test_personal_data_of_a_whole_column_are_hidden_in_every_cell(tmp_path):
    book = Book()
    for row in range(6, 35):
        book["Penerima", f"K{row}"] = f"NIK {int(NIK) + row}"
    one = checked(book)
    assert [(told.rule, told.cells) for told in one.findings] == [("C09", "K6:K34")]
    page = marked_copy(book, one, tmp_path)["Penerima"]
    assert {page[f"K{row}"].value for row in range(6, 35)} == {"NIK 6201************"}


def contradicting(book: Book) -> None:
    for row in book.sheets["Penerima"][5:]:
        row[7] = 5


def exceeding(book: Book) -> None:
    for row in book.sheets["Penerima"][5:]:
        row[6], row[7], row[8] = 1100, "", ""


def without_explanation(book: Book) -> None:
    for row in book.sheets["Penerima"][5:13]:
        row[6], row[7], row[8] = 900, "", ""


def without_requirement(book: Book) -> None:
    for row in book.sheets["Mutu"][5:]:
        row[6] = row[7] = row[8] = 0
        row[9] = ""


def as_text(book: Book) -> None:
    for row in book.sheets["Penerima"][5:]:
        row[5] = row[6] = "1.000"


REPEATED = [
    (contradicting, [("R09", "H6:H34")]),
    (exceeding, [("L05", ""), ("R04", "G6:G34")]),
    (without_explanation, [("R10", "G6:G13")]),
    (as_text, [("C02", "F6:F34"), ("C02", "G6:G34")]),
]


@pytest.mark.parametrize(("change", "told"), REPEATED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_warning_or_an_information_of_a_whole_column_is_told_once_too(change, told):
    book = Book()
    change(book)
    assert [(one.rule, one.cells) for one in found(book)] == told


def test_what_is_missing_for_every_service_is_told_once():
    book = Book()
    without_requirement(book)
    (told,) = found(book)
    assert told.rule == "R12"
    assert len(told.all_cells) == 29


def test_a_warning_that_the_sender_explained_stays_apart():
    book = Book()
    exceeding(book)
    book["Penerima", "K9"] = "penduduk dari kabupaten lain"
    told = {one.cell: one for one in found(book)}
    assert told["G9"].explanation == "penduduk dari kabupaten lain"
    assert "G9" not in told["G6"].all_cells


def test_the_same_word_for_another_figure_is_another_interpretation():
    book = with_served(0)
    for row in range(6, 35):
        book["Penerima", f"F{row}"] = "nihil" if row < 20 else "-"
    told = [(one.value, one.cells) for one in found(book) if one.rule == "C02" and one.cell.startswith("F")]
    assert told == [("nihil", "F6:F19"), ("-", "F20:F34")]


def with_remainders(rows: Iterable[int]) -> Book:
    """Of quality items, each stated in another way than it is."""
    book = Book()
    for row in rows:
        book["Mutu", f"I{row}"] = row
    return book


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (range(222, 246), ["I222:I245"]),  # all of the bidang Ketenteraman, in five services
        (range(222, 234), ["I222:I233"]),
        (range(100, 109), ["I100:I108"]),  # of the 18 of K-KES-05, of which 182 are of its bidang
        ([6, 7, 8, 9], ["I6", "I7", "I8", "I9"]),
        ([6, 50, 100, 215, 230, 260], ["I6", "I50", "I100", "I215", "I230", "I260"]),
    ],
)
def test_what_most_rows_of_a_bidang_or_a_service_have_is_told_once(rows: Iterable[int], told: list[str]):
    assert [one.cells or one.cell for one in found(with_remainders(rows)) if one.rule == "R09"] == told


@pytest.mark.parametrize(
    ("note", "rule"), [("data s.d. TW III", "L06"), ("hanya TW IV", "L06"), ("seharusnya 1.250", "L06")]
)
def test_the_same_note_in_some_rows_is_one_finding_of_both_sheets(note: str, rule: str):
    book = Book()
    for row in (*range(6, 16), 20, 30):
        book["Penerima", f"K{row}"] = book["Anggaran", f"I{row}"] = note
    told = [(one.rule, one.sheet, one.cells, one.cause) for one in found(book)]
    assert told == [
        (rule, "Penerima", "K6:K15 K20 K30", ""),
        (rule, "Anggaran", "I6:I15 I20 I30", f"{rule} Penerima!K6"),
    ]


def test_columns_that_the_form_does_not_have_are_told_together():
    book = Book()
    book.sheets["Penerima"][4] += [f"Catatan {number}" for number in range(12)]
    assert [(one.rule, one.cells) for one in found(book)] == [("L03", "L5:W5")]


def test_a_sentence_names_some_of_the_rows_that_are_left_out():
    book = Book()
    for row in range(6, 64, 2):
        book.insert_row("Penerima", row, ["", "", "", f"Target Nasional {row}", "", 90])
    (told,) = found(book)
    assert "Baris 6, 8, 10, 12, 14, 16, 18, 20, 22, 24 dan 19 lainnya pada" in told.message
    assert "Target Nasional 14 dan 24 lainnya)" in told.message


def test_codes_that_nobody_knows_of_a_whole_service_are_one_error():
    book = Book()
    for row in book.sheets["Mutu"][5:12]:
        row[2], row[3] = row[2].replace("E21", "E22"), f"Butir {row[2]}"
    told = [one for one in checked(book).findings if one.severity is Severity.ERROR]
    assert [one.cause for one in told] == ["", *["R01 Mutu!C6"] * 6]


def test_other_notes_are_told_each():
    book = Book()
    for row, note in enumerate(("data s.d. TW III", "data s.d. TW II", "data s.d. TW I"), 6):
        book["Penerima", f"K{row}"] = note
    assert [one.cell for one in found(book)] == ["K6", "K7", "K8"]


def test_a_name_that_nobody_knows_is_told_once_for_all_sheets():
    book = Book()
    for sheet, name_at in (("Penerima", "D6"), ("Anggaran", "C6")):
        book[sheet, "B6"], book[sheet, name_at] = "", "Pelayanan Serba Guna"
    assert {one.sheet for one in found(book) if one.rule == "R01"} == {"Penerima", "Anggaran"}
    assert [one.name for one in found(book) if not one.cause] == ["R01 Penerima!D6"]


def test_a_service_that_is_left_out_everywhere_is_told_once():
    book = Book()
    for sheet in ("Penerima", "Anggaran"):
        book.drop_row(sheet, 8)
    book.sheets["Mutu"] = [row for row in book.sheets["Mutu"] if len(row) < 2 or row[1] != "K-DIK-03"]
    told = [(one.rule, one.sheet, one.cause) for one in found(book)]
    assert told == [
        ("R03", sheet, cause)
        for sheet, cause in (("Penerima", ""), ("Mutu", "R03 Penerima!B5"), ("Anggaran", "R03 Penerima!B5"))
    ]


def test_an_empty_form_is_one_error():
    book = Book()
    for name, first in (("Penerima", 5), ("Mutu", 6), ("Anggaran", 3)):
        for row in book.sheets[name][5:]:
            row[first : first + 4] = [""] * 4
    one = checked(book)
    assert one.count(Severity.ERROR) == 1
    assert [(told.rule, told.sheet, told.cause) for told in one.findings] == [
        ("C05", "Penerima", ""),
        ("C05", "Mutu", "C05 Penerima!F6"),
        ("C05", "Anggaran", "C05 Penerima!F6"),
    ]


def test_unknown_codes_of_a_whole_column_are_one_error_and_each_keeps_what_it_suggests(tmp_path):
    book = Book()
    for row in book.sheets["Penerima"][5:]:
        row[1] = row[1].replace("K-", "Z-") + "9"
    one = checked(book)
    assert one.count(Severity.ERROR) == 1
    told = [finding for finding in one.findings if finding.rule == "R01"]
    assert {finding.cause for finding in told[1:]} == {told[0].name}
    assert "K-DIK-02" in told[1].message
    rows = [row for row in marked_copy(book, one, tmp_path)["Temuan"].iter_rows(min_row=7, values_only=True) if row[0]]
    assert [row[0] for row in rows[:3]] == [1, "1.1", "1.2"]


@pytest.mark.parametrize(("rows", "findings"), [(2, 2), (3, 1), (5, 1)])
def test_what_is_done_the_same_way_in_a_few_rows_is_told_once(rows: int, findings: int):
    book = Book()
    for row in range(6, 6 + rows):
        book["Penerima", f"E{row}"] = "ribu orang"
    told = [one for one in checked(book).findings if one.rule == "C11"]
    assert [len(one.all_cells) for one in told] == [rows // findings] * findings


def test_fewer_in_need_after_all_kinds_of_events_is_told_once():
    """Of a disaster six services are about; each had another figure before."""
    events = {row: 3000 + row for row in (23, 24, 25, 28, 29, 34)}

    def more_before(book: Book) -> None:
        for row, target in events.items():
            book["Penerima", f"F{row}"] = target

    (told,) = [one for one in found(Book(), after(more_before)) if one.rule == "H02"]
    assert (told.cell, len(told.all_cells)) == ("F23", 6)


def test_in_another_unit_each_is_told():
    book = Book()
    for row, unit in enumerate(("ribu orang", "juta orang", "ratus orang"), 6):
        book["Penerima", f"E{row}"] = unit
    assert len({one.message for one in checked(book).findings if one.rule == "C11"}) == 3


def test_the_first_of_rows_that_come_again_is_as_doubtful_as_the_others():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[6:6] = [[*rows[5][:5], 700.0, 400.0]]
    rows[5][5:9] = [300.0, 600.0, "", ""]
    told = [one for one in checked(book).findings if one.severity is Severity.ERROR]
    assert [(one.rule, one.cell, one.cause) for one in told] == [
        ("R02", "B7", ""),
        ("R14", "G6", "R02 Penerima!B7"),
    ]


def test_what_one_merged_cell_covers_is_told_once():
    book = Book()
    book.merged["Mutu"] = [(6, 7, 8, 7)]
    book["Mutu", "G7"] = book["Mutu", "G8"] = ""
    assert [(one.rule, one.cells) for one in found(book) if one.sheet == "Mutu"] == [("C05", "G7:G8")]

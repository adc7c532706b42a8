"""Answers with a column each: a sign under `Belum` says Belum, whatever the sign."""

import pytest

from tasks.understand.rows import figure_columns
from tests.builders import Book, checked, found, taken
from tests.layout_plans import STAGES, answers_apart

LETTERS = "DEFG"
MIXED = [STAGES[(row + at) % 3] for row in range(6) for at in range(4)]


def ticked(answers: list[str], sign: object = "√", heads: tuple[str, ...] = STAGES, *, merged: bool = True) -> Book:
    """The four stages of six bidang, each with a column for every answer."""
    book = Book()
    for row in range(6):
        for at, letter in enumerate(LETTERS):
            book["Tahapan", f"{letter}{6 + row}"] = answers[4 * row + at]
    answers_apart("Tahapan", LETTERS, heads, sign, merged=merged)(book)
    return book


def stages(book: Book) -> list[str]:
    """What was read of the four stages of each bidang."""
    order = figure_columns("stages")
    first = order.index("data_collection")
    return [said for row in taken(book).normalised.figures["stages"] for said in row[first : first + 4]]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("sign", ["√", "v", "V", "x", "X", "1", 1.0, "Ya", "●", "TRUE"])
@pytest.mark.parametrize("answers", [["Belum"] * 24, ["Proses"] * 24, MIXED])
def test_a_sign_says_what_stands_above_it(answers, sign, merged):
    book = ticked(answers, sign, merged=merged)
    assert stages(book) == answers
    assert {one.rule for one in found(book)} <= {"C02", "L04", "R11", "R10"}


def test_the_answers_may_stand_as_words_below_their_own_headings():
    book = ticked(MIXED)
    for row, cells in enumerate(book.sheets["Tahapan"][6:12]):
        for at, cell in enumerate(cells[3:15]):
            cells[3 + at] = MIXED[4 * row + at // 3] if cell else ""
    assert stages(book) == MIXED


def test_two_answers_may_do_and_what_is_not_so_may_be_said():
    answers = ["Sudah", "Belum"] * 12
    book = ticked(answers, heads=("Sudah", "Belum"))
    for cells in book.sheets["Tahapan"][6:12]:
        cells[3:11] = [cell or "-" for cell in cells[3:11]]
    assert stages(book) == answers


def test_more_than_one_tick_and_none_are_told_with_all_their_cells():
    book = ticked(MIXED)
    cells = book.sheets["Tahapan"][6]
    cells[3:6], cells[6:9] = ["√", "√", ""], ["", "", ""]
    told = [(one.rule, one.cells, one.message) for one in found(book) if one.severity == "error"]
    assert told == [
        (
            "C08",
            "D7 E7",
            "Pengumpulan Data bertanda di bawah 'Pengumpulan Data Belum' dan 'Pengumpulan Data Proses' sekaligus. Beri "
            "satu tanda saja, atau tulis salah satu pada satu kolom 'Pengumpulan Data': Belum, Proses, Sudah.",
        ),
        ("C05", "G7 H7 I7", "Penghitungan Kebutuhan belum dipilih. Pilih salah satu: Belum, Proses, Sudah."),
    ]


def test_a_word_under_another_answer_is_none():
    book = ticked(["Sudah"] * 24)
    book["Tahapan", "F7"] = "Belum"
    assert [(one.rule, one.cell) for one in found(book) if one.severity == "error"] == [("C08", "F7")]


def test_signs_under_what_is_no_answer_are_told_where_they_stand():
    book = ticked(["Ya", "Tidak"] * 12, heads=("Ya", "Tidak"))
    told = [one for one in found(book) if one.severity == "error"]
    assert {one.rule for one in told} == {"C08"}
    assert told[0].message.startswith(
        "Pengumpulan Data bertanda '√' di bawah 'Pengumpulan Data Ya', yang tidak ada dalam daftar. Tulis salah satu "
        "pada satu kolom 'Pengumpulan Data': Belum, Proses, Sudah."
    )


@pytest.mark.parametrize("quarter", ["I", "II", "III", "IV"])
@pytest.mark.parametrize("heads", [("I", "II", "III", "IV"), ("TW I", "TW II", "TW III", "TW IV")])
def test_the_quarter_of_a_plan_is_the_one_that_is_ticked(quarter, heads):
    book = Book()
    book.sheets["Rencana Aksi"].append([1, "K-DIK-01", "Pelatihan", 2025, 60, "orang", 10**7, "Dinas", quarter])
    answers_apart("Rencana Aksi", "I", heads, "√")(book)
    (row,) = taken(book).normalised.figures["actions"]
    assert row[figure_columns("actions").index("quarter")] == quarter
    assert checked(book).status == "diterima"


def test_nihil_is_ticked_under_ya():
    book = Book()
    for row in range(6, 35):
        book["Penerima", f"J{row}"] = "Tidak"
    answers_apart("Penerima", "J", ("Ya", "Tidak"), "v")(book)
    assert checked(book).status == "diterima"
    book["Penerima", "J25"], book["Penerima", "K25"] = "v", ""
    assert {one.rule for one in found(book) if one.severity == "error"} == {"R06"}


@pytest.mark.parametrize(("answer", "sign"), [("Belum", "v"), ("Proses", "√"), ("Sudah", "x"), ("Belum", "Ya")])
def test_a_sign_under_one_answer_alone_is_that_answer(answer, sign):
    """It was read as `Sudah`, whatever stood above it."""
    book = with_one_answer(answer, sign)
    assert {row[2] for row in taken(book).normalised.figures["stages"]} == {answer}
    assert ("C02", "tick", "D7") in [(one.rule, one.variant, one.cell) for one in found(book)]


def test_words_under_one_answer_are_answers_themselves():
    assert {row[2] for row in taken(with_one_answer("Belum", "Proses")).normalised.figures["stages"]} == {"Proses"}


def with_one_answer(answer: str, text: str) -> Book:
    """Tahapan with nothing but one answer below the first stage."""
    book = Book()
    rows = book.sheets["Tahapan"]
    for cells in rows[5:]:
        cells[3] = text
    rows.insert(5, ["", "", "", answer])
    return book

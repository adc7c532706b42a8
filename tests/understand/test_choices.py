"""What stands in the place of a choice: the words and signs that mean one, and those that nobody decides."""

import pytest

from schemas.finding import Severity
from tests.builders import Book, found

NIHIL = {"Y": True, "T": False, "tdk": False, "v": True, "TRUE": True, "☐": False, "Nihil": True, "yes": True}
NIHIL |= {"Nihil (tidak ada bencana)": True, "NIHIL, tidak ada kasus": True}
STAGES = {
    "Sudah": ("sdh", "✓", "v", "Sudah dilaksanakan", "SUDAH (2024)", "Sudah selesai"),
    "Proses": ("Dalam proses", "On progress", "sedang berjalan"),
    "Belum": ("Blm", "Belum dilaksanakan"),
}


def told(book: Book, *cells: str) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in found(book) if one.cell in cells]


def declared(text: str) -> Book:
    book = Book()
    book["Penerima", "J24"] = text
    for letter, value in zip("FGHI", (0, 0, 0, "") if NIHIL.get(text) else (1000, 1000, 0, 100), strict=True):
        book["Penerima", f"{letter}24"] = value
    return book


@pytest.mark.parametrize("text", NIHIL)
def test_a_word_that_means_one_answer_is_that_statement(text):
    meant = "Ya" if NIHIL[text] else "Tidak"
    assert told(declared(text), "J24") == [("C02", f"'{text}' dibaca sebagai {meant}.")]


@pytest.mark.parametrize(("stage", "text"), [(stage, text) for stage, texts in STAGES.items() for text in texts])
def test_a_stage_is_said_in_other_words(stage, text):
    book = Book()
    book["Tahapan", "G6"] = text
    assert told(book, "G6") == [("C02", f"'{text}' dibaca sebagai {stage}.")]


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        ("Penerima", "J24", "N"),
        ("Penerima", "J24", "Sudah"),
        ("Tahapan", "G6", "100%"),
        ("Tahapan", "G6", "Selesai"),
        ("Tahapan", "G6", "Sudah/Proses"),
        ("Tahapan", "G6", "Y"),
        ("Tahapan", "G6", "TRUE"),
        ("Tahapan", "G6", "☐"),
    ],
)
def test_what_may_be_two_answers_is_none(sheet, cell, text):
    book = Book()
    book[sheet, cell] = text
    assert [rule for rule, _ in told(book, cell)] == ["C08"]


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        ("Tahapan", "G6", "Sudah (2023)"),
        ("Tahapan", "G6", "Sudah tahun 2022"),
        ("Tahapan", "G6", "Sudah, tahun lalu"),
        ("Tahapan", "G6", "Sudah 2025"),
        ("Penerima", "J24", "Tidak (2023)"),
    ],
)
def test_a_choice_of_another_year_is_told(sheet, cell, text):
    book = Book()
    book[sheet, cell] = text
    assert ("L06", Severity.WARNING) in [(one.rule, one.severity) for one in found(book) if one.cell == cell]


@pytest.mark.parametrize("text", ["Sudah (2024)", "Sudah TW III", "Sudah TW III 2024", "Sudah dilaksanakan"])
def test_one_of_the_reports_year_is_not(text):
    book = Book()
    book["Tahapan", "G6"] = text
    assert {one.rule for one in found(book) if one.cell == "G6"} == {"C02"}


def planned(**cells: object) -> Book:
    book = Book()
    row = {
        "A": 1,
        "B": "K-DIK-01",
        "C": "Pelatihan guru",
        "D": 2025,
        "E": 20,
        "F": "orang",
        "G": 10**6,
        "I": "II",
    } | cells
    for letter, value in row.items():
        book["Rencana Aksi", f"{letter}6"] = value
    return book


@pytest.mark.parametrize(("text", "quarter"), [("Apr-Jun", "II"), ("April s.d. Juni", "II"), ("Desember", "IV")])
def test_the_months_of_a_quarter_are_that_quarter(text, quarter):
    assert told(planned(I=text), "I6") == [("C02", f"'{text}' dibaca sebagai {quarter}.")]


@pytest.mark.parametrize("text", ["I s.d. IV", "I, II", "Sepanjang tahun", "Januari-Desember", "Jan-Jun"])
def test_a_plan_for_several_quarters_is_told_which_one_to_choose(text):
    book = planned(I=text)
    assert [rule for rule, _ in told(book, "I6")] == ["C08"]
    assert "triwulan saat kegiatan direncanakan selesai" in told(book, "I6")[0][1]
    assert [one.cell for one in found(book) if one.severity is Severity.ERROR] == ["I6"]


def test_a_share_as_the_target_of_a_plan_goes_apart_from_its_unit():
    assert [rule for rule, _ in told(planned(E=100, F="%"), "E6", "F6")] == []
    assert "kolom Satuan" in told(planned(E="100%"), "E6")[0][1]


def test_a_plan_for_several_years_is_told_to_take_a_row_for_each():
    assert "satu baris untuk setiap tahun" in told(planned(D="2025-2026"), "D6")[0][1]

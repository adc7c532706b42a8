"""In what the quality items are counted: another unit than the form's under Satuan, or behind a figure."""

import pytest

from tests.builders import Book, found

ROW_OF = {"buku": 6, "paket": 7, "orang": 8, "rombongan belajar": 11, "satuan pendidikan": 12, "tablet": 30}
ROW_OF |= {"ampul": 31, "vaksin": 34, "formulir": 53, "dokumen": 75, "unit": 87, "rumah tangga": 211}


def told(unit: str, said: str) -> list[tuple[str, str]]:
    book, row = Book(), ROW_OF[unit]
    assert book["Mutu", f"F{row}"] == unit
    book["Mutu", f"F{row}"] = said
    return [(one.rule, one.cell) for one in found(book)]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("buku", "dus"),
        ("buku", "Rim"),
        ("orang", "KK"),
        ("orang", "kepala keluarga"),
        ("tablet", "box"),
        ("unit", "pak"),
    ],
)
def test_what_is_no_count_of_the_item_is_refused(unit, said):
    assert told(unit, said) == [("C11", f"F{ROW_OF[unit]}")]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("buku", "paket"),
        ("buku", "orang"),
        ("paket", "orang"),
        ("paket", "buku"),
        ("paket", "dus"),
        ("orang", "paket"),
        ("orang", "kegiatan"),
        ("tablet", "strip"),
        ("tablet", "botol"),
        ("ampul", "vial"),
        ("dokumen", "lembar"),
        ("rombongan belajar", "orang"),
        ("satuan pendidikan", "rombel"),
        ("paket", "paket/bulan"),
        ("rumah tangga", "jiwa"),
    ],
)
def test_what_may_come_to_the_same_number_is_told(unit, said):
    assert told(unit, said) == [("L06", f"F{ROW_OF[unit]}")]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("buku", "BUKU"),
        ("buku", "eksemplar"),
        ("buku", "exemplar"),
        ("buku", "eks."),
        ("buku", "buah"),
        ("buku", "dokumen"),
        ("paket", "Pkt"),
        ("paket", "set"),
        ("paket", "kit"),
        ("orang", "jiwa"),
        ("orang", "Siswa"),
        ("orang", ""),
        ("tablet", "tab"),
        ("vaksin", "dosis"),
        ("formulir", "lbr"),
        ("unit", "buah"),
        ("unit", "set"),
        ("unit", "alat"),
        ("unit", "kit"),
        ("rombongan belajar", "Rombel"),
        ("satuan pendidikan", "sekolah"),
        ("rumah tangga", "KK"),
        ("paket", "rantang"),
    ],
)
def test_a_spelling_or_a_word_for_the_same_is_let_pass(unit, said):
    assert told(unit, said) == []


def test_staff_whom_the_form_counts_in_packages_are_people():
    book = Book()
    row = next(row for row in range(6, 247) if (book["Mutu", f"E{row}"], book["Mutu", f"F{row}"]) == ("sdm", "paket"))
    book["Mutu", f"F{row}"] = "orang"
    assert found(book) == []


def test_a_unit_behind_a_figure_is_told_alike():
    book = Book()
    book["Mutu", "H6"], book["Mutu", "H8"], book["Mutu", "G7"] = "10 paket", "10 KK", "10 set"
    assert sorted((one.rule, one.cell) for one in found(book) if one.rule != "C02") == [("C11", "H8"), ("L06", "H6")]


def test_a_pack_behind_a_figure_makes_it_none():
    book = Book()
    book["Mutu", "H6"] = "10 dus"
    assert [(one.rule, one.cell) for one in found(book)] == [("C01", "H6")]


def test_one_habit_over_the_whole_sheet_is_told_once():
    book = Book()
    for row in range(6, 247):
        if book["Mutu", f"F{row}"] == "orang":
            book["Mutu", f"F{row}"] = "KK"
    assert [one.rule for one in found(book)] == ["C11"]

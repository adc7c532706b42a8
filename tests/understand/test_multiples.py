"""Figures of which one stands for several, or that count another thing: told wherever a word says so."""

import pytest

from tests.builders import Book, found, places


def told(book: Book) -> list[tuple[str, str]]:
    return places([one for one in found(book) if one.severity != "info"])


@pytest.mark.parametrize(
    "unit", ["orang x 10", "orang (x100)", "10 orang", "per 1.000", "@ 10 orang", "orang × 100", "kelas", "kelompok"]
)
def test_a_unit_of_people_that_is_a_multiple_or_another_thing_is_told(unit):
    book = Book()
    book["Penerima", "E8"] = unit
    assert told(book) == [("C11", "Penerima!E8")]


@pytest.mark.parametrize("unit", ["posyandu", "Ton", "paket sembako", "KK miskin", "desa tangguh"])
def test_what_is_counted_in_words_is_known_by_the_first(unit):
    book = Book()
    book["Penerima", "E8"] = unit
    assert told(book) == [("C11", "Penerima!E8")]


@pytest.mark.parametrize(
    "unit",
    [
        "1 orang",
        "orang (5-6 tahun)",
        "orang usia 7 tahun",
        "orang/KK",
        "orang per 1 tahun",
        "anak sekolah",
        "warga negara usia 15 tahun",
        "orang / 2024",
        "jiwa per 31 Desember 2024",
        "unit layanan kesehatan",
    ],
)
def test_what_says_no_multiple_is_let_pass(unit):
    book = Book()
    book["Penerima", "E8"] = unit
    assert told(book) == []


@pytest.mark.parametrize(
    "unit", ["buku x100", "kotak isi 100", "per 1000", "orang (10 buah)", "10 tablet", "kotak @ 10 ampul", "dus buku"]
)
def test_a_multiple_of_what_an_item_is_counted_in_is_told(unit):
    book = Book()
    book["Mutu", "F6"] = unit
    assert told(book) == [("C11", "Mutu!F6")]


def test_a_pack_that_the_form_counts_may_say_what_is_in_it():
    book = Book()
    row = next(row for row, cells in enumerate(book.sheets["Mutu"], 1) if cells[5:6] == ["paket"])
    book["Mutu", f"F{row}"] = "paket isi 3 buku"
    assert told(book) == [("L06", f"Mutu!F{row}")]


@pytest.mark.parametrize(
    "note",
    ["Catatan: angka dikalikan 10", "1 = 10 orang", "Catatan: 1 = 10 orang", "Angka dikalikan 100", "nilai x 100"],
)
@pytest.mark.parametrize("sheet", ["Penerima", "Mutu"])
def test_a_note_says_that_figures_are_multiples(note, sheet):
    book = Book()
    book[sheet, "A4"] = note
    assert told(book) == [("C11", f"{sheet}!A4")]


@pytest.mark.parametrize(
    "note",
    [
        "Capaian = terlayani dibagi target x 100",
        "Capaian (%) = G/F x 100%",
        "1 KK = 4 jiwa",
        "angka dikalikan 100%",
        "Rumus: nilai dikalikan bobot",
    ],
)
def test_a_note_that_explains_a_percentage_is_let_pass(note):
    book = Book()
    book["Penerima", "A4"] = note
    assert told(book) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Jumlah Terlayani x100",
        "Jumlah Terlayani per 1.000 penduduk",
        "Jumlah Terlayani (kelas)",
        "Terlayani (x 10 orang)",
        "Jumlah Terlayani (per 100 orang)",
    ],
)
def test_a_heading_with_a_multiple_or_another_thing_is_refused_as_such(heading):
    book = Book()
    book["Penerima", "G5"] = heading
    assert told(book) == [("C11", "Penerima!G5")]


@pytest.mark.parametrize(
    "heading",
    ["Jumlah Terlayani (orang/KK/unit)", "Jumlah Terlayani per 31 Desember 2024", "Jumlah Terlayani (per 31/12/2024)"],
)
def test_a_heading_that_says_its_unit_or_day_is_let_pass(heading):
    book = Book()
    book["Penerima", "G5"] = heading
    assert told(book) == []


def test_a_unit_that_the_format_of_a_cell_writes_is_told_as_a_typed_one():
    book = Book()
    book.scales["Penerima", "F8"], book.scales["Penerima", "G9"] = "_ KK", "_ orang"
    book.scales["Mutu", "G6"] = "_ strip"
    assert told(book) == [("C11", "Penerima!F8"), ("L06", "Mutu!G6")]


def test_what_a_format_writes_behind_people_keeps_nothing_from_being_added_up():
    book = Book()
    for row in range(6, 15):
        book.scales["Penerima", f"F{row}"] = "_ siswa"
    book.sheets["Penerima"].append(["", "", "", "JUMLAH", "", 29_001, 29_000])
    assert told(book) == [("R09", "Penerima!F35")]

"""A place within the regency: figures under it, or on a sheet that names it, may be that place's alone."""

import pytest

from tests.builders import Book, found, places

PLACES = ["Kec. Kumai", "Puskesmas Kumai", "UPTD Wilayah I", "Kelurahan Baru", "Kecamatan Arut Selatan"]


def told(book: Book) -> list[tuple[str, str]]:
    return places([one for one in found(book) if one.severity != "info"])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("sheet", "letters"), [("Penerima", "FG"), ("Mutu", "GH")])
def test_a_place_below_both_headings_is_a_part(place, sheet, letters):
    book = Book()
    book.insert_row(sheet, 6, [place if one in letters else "" for one in "ABCDEFGH"])
    told_of = [one for one in found(book) if one.severity == "error"]
    assert places(told_of) == [("L02", f"{sheet}!{letters[0]}6"), ("L02", f"{sheet}!{letters[1]}6")]
    assert all("menyebut sebagian saja" in one.message for one in told_of)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_over_both_headings_is_a_part(place):
    book = Book()
    book.insert_row("Penerima", 5, ["", "", "", "", "", place, place])
    book.merged["Penerima"] = [(5, 6, 5, 7)]
    assert [rule for rule, _ in told(book)] == ["L02", "L02"]


@pytest.mark.parametrize("above", [False, True])
def test_an_unknown_name_at_both_headings_may_be_a_place(above):
    book = Book()
    book.insert_row("Penerima", 5 if above else 6, ["", "", "", "", "", "Arut Selatan", "Arut Selatan"])
    book.merged["Penerima"] = [(5, 6, 5, 7)] if above else []
    (only,) = [one for one in found(book) if one.severity != "info"]
    assert (only.rule, only.sheet, "misalnya satu kecamatan" in only.message) == ("L06", "Penerima", True)


@pytest.mark.parametrize("said", ["Kotawaringin Barat", "Kobar", "Volume", "(orang)", "Total", "Tahun 2024", "Absolut"])
@pytest.mark.parametrize("above", [False, True])
def test_what_is_known_at_both_headings_is_let_pass(said, above):
    book = Book()
    book.insert_row("Penerima", 5 if above else 6, ["", "", "", "", "", said, said])
    book.merged["Penerima"] = [(5, 6, 5, 7)] if above else []
    assert told(book) == []


@pytest.mark.parametrize(
    "line",
    [
        "KECAMATAN ARUT SELATAN",
        "UPTD Puskesmas Arut Selatan",
        "Laporan SPM Kecamatan Kumai TW IV 2024",
        "Kec. Kumai Kabupaten Kotawaringin Barat",
    ],
)
@pytest.mark.parametrize("cell", ["A1", "A2"])
def test_a_title_that_names_a_place_is_asked_about(line, cell):
    book = Book()
    book["Penerima", cell] = line
    assert told(book) == [("L06", f"Penerima!{cell}")]


@pytest.mark.parametrize(
    "line",
    [
        "Data Puskesmas dan Jaringannya",
        "Kecamatan se-Kabupaten Kotawaringin Barat",
        "Desa/Kelurahan",
        "Jl. Sutan Syahrir Kec. Arut Selatan",
        "17 Kecamatan",
        "Kecamatan dan Kelurahan",
        "Rekap seluruh kecamatan",
    ],
)
def test_a_title_that_names_none_is_let_pass(line):
    book = Book()
    book["Penerima", "A2"] = line
    assert told(book) == []


@pytest.mark.parametrize(("sheet", "name"), [("Penerima", "Penerima Kec. Kumai"), ("Mutu", "Mutu Puskesmas Kumai")])
def test_a_sheet_with_the_name_of_a_place_is_asked_about(sheet, name):
    book = Book()
    book.sheets = {name if one == sheet else one: rows for one, rows in book.sheets.items()}
    (only,) = [one for one in found(book) if one.severity != "info"]
    assert (only.rule, only.sheet, "seluruh daerah" in only.message) == ("L06", name, True)


@pytest.mark.parametrize(
    "name", ["Kecamatan Kumai Kabupaten Kotawaringin Barat", "UPTD Puskesmas Kumai, Kab. Kotawaringin Barat"]
)
def test_a_regency_that_is_written_with_a_place_is_asked_about(name):
    book = Book(regency_name=name)
    assert [rule for rule, _ in told(book)] == ["L06"]


def with_column(heading: str, values: list[str]) -> Book:
    book = Book()
    for row, cells in enumerate(book.sheets["Penerima"], 1):
        cells.insert(5, heading if row == 5 else values[row % len(values)] if row > 5 else "")
    return book


def test_a_column_that_names_one_place_in_all_rows_is_asked_about():
    assert told(with_column("Kecamatan", ["Arut Selatan"])) == [("L06", "Penerima!F6")]


@pytest.mark.parametrize(
    "said", ["Semua", "-", "", "Seluruh Kecamatan", "se-Kabupaten", "6 kecamatan", "Kotawaringin Barat"]
)
def test_a_column_that_names_all_places_is_let_pass(said):
    assert told(with_column("Kecamatan", [said])) == []

import pytest

from tests.builders import Book, found, places
from tests.layout_changes import TOP, half, less, rest, sub_columns, whole
from tests.understand.test_workbook import figures

YEARS, SEXES = {"2023": less, "2024": whole}, {"L": half, "P": rest, "Jumlah": whole}


def _page(book: Book, second: list | None = None) -> None:
    """The headings again in the middle of Penerima; their second line as `second` says."""
    rows = book.sheets["Penerima"]
    rows[TOP] = [int(cell) if str(cell).isdigit() else cell for cell in rows[TOP]]
    rows[20:20] = [[], ["Lanjutan"], list(rows[TOP - 1]), second or list(rows[TOP])]


@pytest.mark.parametrize("parts", [YEARS, SEXES])
def test_headings_of_two_lines_come_again_on_the_next_page(parts):
    book = Book()
    sub_columns("Penerima", "G", parts)(book)
    _page(book)
    assert {one.rule for one in found(book)} == {"L04"}


def test_years_that_come_again_in_another_order_are_told_once():
    book = Book()
    sub_columns("Penerima", "G", YEARS, computed=False)(book)
    _page(book, [*[""] * 6, 2024, 2023])
    assert [one.rule for one in found(book) if one.severity == "error" and not one.cause] == ["L05"]


def test_figures_of_nobody_that_may_be_years_are_refused():
    book = Book()
    sub_columns("Penerima", "G", YEARS, computed=False)(book)
    book.sheets["Penerima"].insert(20, [*[""] * 6, 2023, 2025])
    assert ("R17", "Penerima!H21") in places(found(book))


NUMBERS = [[*range(1, 12)], [f"({one})" for one in range(1, 12)], [*"abcdefghijk"]]


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("sheet", ["Penerima", "Mutu"])
@pytest.mark.parametrize("below", [1, 0])
def test_column_numbers_come_again_on_the_next_page(numbers, sheet, below):
    book, clean = Book(), figures(Book())
    rows = book.sheets[sheet]
    rows[20:20] = [list(rows[4])] * below + [list(numbers)]
    rows[5:5] = [list(numbers)]
    assert found(book) == []
    assert [row[1:] for row in figures(book)["recipients"]] == [row[1:] for row in clean["recipients"]]


def test_a_row_without_a_name_is_no_row_of_column_numbers():
    book = Book()
    book.sheets["Penerima"].insert(20, [1, "", "", "", "", 2, 3])
    assert ("R17", "Penerima!F21") in places(found(book))

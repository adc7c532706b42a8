"""Figures that a formula fetches from another sheet: of the row of another service, of another quarter."""

import pytest

from schemas.finding import Severity
from tests.builders import Book, found

ROWS = range(6, 35)


def linked(step: int = 0, name: str = "Rekap", others: dict[int, int] | None = None) -> Book:
    """A book whose served are fetched from another sheet, from `step` rows further down, in some rows from others."""
    book = Book()
    for row in ROWS:
        from_row = row + (others or {}).get(row, step)
        quoted = f"'{name}'" if " " in name else name
        book.sources["Penerima", f"G{row}"] = f"{quoted}!G{from_row}"
    return book


def with_source(book: Book, name: str = "Rekap", heading: str = "Terlayani", *, labelled: bool = True) -> Book:
    """With the sheet that they are fetched from."""
    rows = [["", *[""] * 5, heading] if number == 5 else [] for number in range(1, 6)]
    for row in ROWS:
        code, label = (book["Penerima", f"{letter}{row}"] for letter in "BD")
        rows.append(["", code if labelled else "", "", label if labelled else "", "", "", 1000])
    book.sheets[name] = rows
    return book


def told(book: Book) -> list[tuple[str, str, str]]:
    return [(one.rule, one.variant, one.cell) for one in found(book) if one.severity is not Severity.INFO]


@pytest.mark.parametrize("step", [1, -1, 2])
def test_a_column_from_the_rows_of_other_services_is_refused(step):
    assert told(with_source(linked(step))) == [("L05", "linked", "G5")]


def test_one_figure_from_the_row_of_another_service_is_told():
    assert told(with_source(linked(others={10: 1}))) == [("L06", "linked_row", "G10")]


def test_where_nothing_is_known_of_the_other_sheet_the_rows_of_the_others_tell():
    assert told(linked(others={10: 1})) == [("L06", "linked_row", "G10")]
    assert told(with_source(linked(7, others={10: 8}), labelled=False)) == [("L06", "linked_row", "G10")]


def test_names_tell_where_there_are_no_codes():
    book = with_source(linked(others={10: 1}))
    for cells in book.sheets["Rekap"][5:]:
        cells[1] = ""
    assert told(book) == [("L06", "linked_row", "G10")]


@pytest.mark.parametrize("step", [0, 7, -3])
def test_a_sheet_that_begins_elsewhere_is_none(step):
    assert told(linked(step)) == []
    book = with_source(linked())
    for row in ROWS:
        book.sources["Penerima", f"G{row}"] = f"Rekap!G{row + step}"
    book.sheets["Rekap"] = [*[[]] * max(step, 0), *book.sheets["Rekap"][max(-step, 0) :]]
    assert told(book) == []


@pytest.mark.parametrize("name", ["TW III", "Rekap TW III", "Rekap 2023", "[rekap.xlsx]TW III"])
def test_figures_of_another_quarters_sheet_are_told(name):
    assert told(linked(name=name)) == [("L06", "linked_time", "G6")]


@pytest.mark.parametrize("heading", ["TW III", "s.d. TW III", "Terlayani 2023"])
def test_so_are_those_below_another_quarters_heading(heading):
    assert told(with_source(linked(), heading=heading)) == [("L06", "linked_time", "G6")]


@pytest.mark.parametrize("name", ["TW IV", "Rekap 2024", "Dinkes"])
def test_those_of_this_one_are_not(name):
    assert told(linked(name=name)) == []
    assert told(with_source(linked(), heading="s.d. TW IV")) == []

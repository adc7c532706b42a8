"""A plan's figures are those of the year in its rows, whatever year the report is of."""

import pytest

from tests.builders import Book, found, taken
from tests.layout_changes import sub_columns


def plan(*years: object) -> Book:
    book = Book()
    book.sheets["Rencana Aksi"] += [
        [number, "K-DIK-01", "Pelatihan", year, 10, "orang", 100, "Dinas", "I"] for number, year in enumerate(years, 1)
    ]
    return book


def over(book: Book, letter: str, *names: object) -> Book:
    """A figure once, twice, three times ... below these names."""
    parts = {name: lambda value, times=times: times * value for times, name in enumerate(names, 1)}
    sub_columns("Rencana Aksi", letter, parts)(book)
    return book


def planned(book: Book) -> list[tuple[float, float]]:
    """Target and budget of each action."""
    return [(row[4], row[6]) for row in taken(book).normalised.figures["actions"]]


def told(book: Book) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.variant, one.cell)
        for one in found(book)
        if one.sheet == "Rencana Aksi" and one.variant != "moved"
    ]


@pytest.mark.parametrize("names", [("2024", "2025", "2026"), (2024, 2025, 2026), ("TA 2024", "TA 2025", "TA 2026")])
def test_of_years_beside_each_other_that_of_the_rows_is_meant(names):
    book = over(plan(2025, "TA 2025"), "G", *names)
    assert planned(book) == [(10, 200), (10, 200)]
    assert told(book) == [("L04", "chosen_plan", "H6")]
    assert planned(over(plan(2025), "E", "2024", "2025")) == [(20, 100)]


def test_a_plan_for_the_reports_own_year_is_read_from_that():
    assert planned(over(plan(2024), "G", "2024", "2025")) == [(10, 100)]


@pytest.mark.parametrize("years", [(2025, 2026), ("", "")])
def test_where_the_rows_do_not_say_of_which_one_year_they_are_it_is_told(years):
    assert ("L05", "column_parts", "G6") in told(over(plan(*years), "G", "2024", "2025"))


def test_quarters_of_a_plan_are_parts_and_none_of_them_is_the_reports():
    quarters = ("TW I", "TW II", "TW III", "TW IV")
    assert [rule for rule, *_ in told(over(plan(2025, 2025), "G", *quarters))] == ["L05"]
    book = plan(2025, 2025)
    sub_columns("Rencana Aksi", "G", {"TW I": lambda _: 40, "TW II": lambda _: 60, "Jumlah": lambda value: value})(book)
    assert planned(book) == [(10, 100), (10, 100)]

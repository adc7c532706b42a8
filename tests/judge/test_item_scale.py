"""Quality items in another scale than the rest of their service, its recipients, or the earlier report."""

import pytest

from tests.builders import Book, after, found

SERVICE = "K-KES-01"


def book_of(items: dict[int, tuple[float, float]], target: float = 1000) -> Book:
    """A book in which so many are needed and there of some goods of a service, all others being 5,000 of 5,000."""
    book = Book()
    rows = [row for row in range(6, 247) if (book["Mutu", f"B{row}"], book["Mutu", f"E{row}"]) == (SERVICE, "barang")]
    for number, row in enumerate(rows):
        required, available = items.get(number, (5000, 5000))
        for letter, value in zip("GHIJ", (required, available, "", ""), strict=True):
            book["Mutu", f"{letter}{row}"] = value
    row = next(row for row in range(6, 35) if book["Penerima", f"B{row}"] == SERVICE)
    for letter, value in zip("FGHI", (target, target, 0, 100), strict=True):
        book["Penerima", f"{letter}{row}"] = value
    return book


def told(book: Book, context=None) -> list[str]:
    return [one.variant for one in found(book, context) if one.sheet == "Mutu"]


def test_a_book_of_thousands_says_nothing():
    assert told(book_of({})) == []


@pytest.mark.parametrize("available", [85, 5, 50, 2, 100])
def test_next_to_nothing_of_one_item_beside_all_of_the_others_is_told(available):
    assert told(book_of({2: (5000, available)})) == ["item_low"]
    assert told(book_of({2: (90_000, 90)})) == ["item_low"]
    assert told(book_of({2: (90_000, 880)})) == ["item_low"]


def test_a_note_explains_it():
    book = book_of({2: (5000, 85)})
    row = next(row for row in range(6, 247) if book["Mutu", f"H{row}"] == 85)
    book["Mutu", f"K{row}"] = "pengadaan menunggu lelang"
    assert told(book) == []


@pytest.mark.parametrize(
    "items",
    [
        {2: (5000, 0)},
        {2: (5000, 800)},
        {2: (100, 85)},
        {2: (200, 1)},
        {2: (5000, 85), 3: (5000, 900), 4: (5000, 1000)},
    ],
)
def test_what_may_well_be_so_is_not(items):
    assert told(book_of(items)) == []


def hundreds(rows: int, target: float = 1000) -> Book:
    """A book in which a hundred are needed of so many items of the first service, which has seven."""
    book = Book()
    for number, cells in enumerate(book.sheets["Mutu"][5 : 5 + rows]):
        cells[6:10] = [100, 95 - number, "", ""]
    for letter, value in zip("FGHI", (target, target, 0, 100), strict=True):
        book["Penerima", f"{letter}6"] = value
    return book


def test_a_hundred_of_all_items_of_a_service_is_told_once():
    assert told(hundreds(7)) == ["hundreds_service"]
    assert told(hundreds(7, target=100)) == []


def test_a_hundred_of_many_items_are_as_many_as_there_are_places_with_one_each():
    assert told(hundreds(6)) == []


def test_far_more_than_those_who_are_served_can_use_is_told():
    book = Book()
    book["Mutu", "G6"], book["Mutu", "H6"], book["Mutu", "I6"] = 1_000_000, 1_000_000, 0
    book["Mutu", "G9"], book["Mutu", "H9"], book["Mutu", "I9"] = 10_000, 10_000, 0
    (one,) = [one for one in found(book) if one.sheet == "Mutu"]
    assert (one.variant, one.cells) == ("item_much", "G6 G9")


@pytest.mark.parametrize(("needed", "variants"), [(1000, ["item_apart"]), (5000, ["item_apart"]), (900, [])])
def test_a_hundred_times_what_is_needed_of_others_that_are_counted_alike_is_told(needed, variants):
    book = Book()
    row = next(row for row in range(6, 247) if (book["Mutu", f"B{row}"], book["Mutu", f"E{row}"]) == (SERVICE, "sdm"))
    book["Mutu", f"G{row}"], book["Mutu", f"H{row}"], book["Mutu", f"I{row}"] = needed, needed, 0
    assert told(book) == variants


@pytest.mark.parametrize(("required", "target"), [(90_000, 1000), (1000, 1000), (500, 5)])
def test_tablets_for_every_day_are_not(required, target):
    assert "item_much" not in told(book_of({1: (required, required)}, target))


@pytest.mark.parametrize(("before", "now"), [(10, 1000), (10, 10_000), (5000, 5), (5000, 50)])
def test_a_need_a_hundred_times_that_of_the_earlier_report_is_told(before, now):
    def earlier(book: Book) -> None:
        book["Mutu", "G6"] = before

    book = Book()
    book["Mutu", "G6"], book["Mutu", "H6"] = now, now
    book["Mutu", "I6"], book["Mutu", "J6"] = 0, 100
    assert [(one.rule, one.variant, one.cell) for one in found(book, after(earlier)) if one.sheet == "Mutu"] == [
        ("H02", "items", "G6")
    ]


@pytest.mark.parametrize(("before", "now"), [(10, 300), (5000, 500), (0, 5000)])
def test_one_that_grew_or_shrank_is_not(before, now):
    def earlier(book: Book) -> None:
        book["Mutu", "G6"] = before

    book = Book()
    book["Mutu", "G6"], book["Mutu", "H6"] = now, now
    book["Mutu", "I6"], book["Mutu", "J6"] = 0, 100
    assert [one.rule for one in found(book, after(earlier)) if one.sheet == "Mutu"] == []

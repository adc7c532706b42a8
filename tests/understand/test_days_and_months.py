"""A report that may be of a later quarter by the day on which it was filled in, and months that were left blank."""

from datetime import datetime

import pytest

from tests.builders import Book, found, places
from tests.rule_examples import in_months, part_of_each


def told(book: Book) -> list[tuple[str, str]]:
    return places([one for one in found(book) if one.severity != "info"])


@pytest.mark.parametrize(
    ("quarter", "day", "rules"),
    [
        (3, datetime(2025, 1, 10), ["I06"]),
        (2, "10 Januari 2025", ["I06"]),
        (1, datetime(2024, 7, 2), ["I06"]),
        (3, datetime(2024, 12, 20), []),
        (4, datetime(2025, 7, 1), []),
    ],
)
def test_a_day_after_a_later_quarter_asks_which_one_is_meant(quarter, day, rules):
    book = Book(quarter=quarter, filled_on=day)
    assert [rule for rule, _ in told(book) if rule != "I04"] == rules


def served_in_months(**cells: object) -> Book:
    book = Book()
    in_months(**cells)(book)
    return book


def test_a_month_that_is_blank_among_filled_ones_is_asked_about():
    assert told(served_in_months()) == []
    assert ("L06", "Penerima!Q9") in told(served_in_months(Q9=None))
    assert "L06" not in dict(told(served_in_months(Q9="-")))


def test_months_that_are_blank_in_most_are_nothing():
    assert "L06" not in dict(told(served_in_months(**dict.fromkeys(("G9", "H9", "I9", "J9", "K9", "L9", "M9")))))


def with_parts(*words: str) -> Book:
    book = Book()
    part_of_each(*words)(book)
    return book


def test_one_part_alone_of_every_service_may_be_no_whole():
    (only,) = [one for one in found(with_parts("- Kec. Kumai")) if one.severity != "info"]
    assert (only.rule, only.sheet, "29 layanan" in only.message) == ("L06", "Penerima", True)


def test_other_parts_of_other_services_are_nothing():
    assert told(with_parts("- Kec. Kumai", "- Kec. Arut")) == []

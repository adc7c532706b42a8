from datetime import date

import pytest

from schemas.period import Period


def test_a_period_is_written_as_year_and_quarter():
    assert str(Period.parse(" 2024-tw4 ")) == "2024-TW4"
    assert Period.parse("2024-TW4").label == "Triwulan IV Tahun 2024"


@pytest.mark.parametrize("wrong", ["2024", "2024-TW5", "24-TW1", "TW4-2024", ""])
def test_what_is_no_period_is_refused_with_an_example(wrong):
    with pytest.raises(ValueError, match="2024-TW4"):
        Period.parse(wrong)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2025, 1, 1), "2024-TW4"),
        (date(2025, 1, 20), "2024-TW4"),
        (date(2025, 3, 31), "2024-TW4"),
        (date(2025, 4, 1), "2025-TW1"),
        (date(2025, 12, 31), "2025-TW3"),
    ],
)
def test_the_quarter_that_is_due_is_the_last_one_that_ended(day, due):
    assert Period.due_on(day).key == due


def test_periods_sort_by_time():
    assert Period(2023, 4) < Period(2024, 1)
    assert Period(2024, 1).previous() == Period(2023, 4)
    assert Period(2024, 4).starts == date(2024, 10, 1)

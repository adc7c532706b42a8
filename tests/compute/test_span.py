"""What the mean can still be: with those who have not reported at 0, as they last reported, and at 100."""

import pandas as pd
import pytest

from schemas.period import Period
from tasks.compute.span import span

TW3 = Period(2024, 3)
EVERYONE = ["62.01", "62.02", "62.03", "62.04"]


def regency(**indices: float | None) -> pd.DataFrame:
    codes = [f"62.{code[1:]}" for code in indices]
    return pd.DataFrame({"regency_code": codes, "regency_index": pd.Series(list(indices.values()), dtype=float)})


def trend(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period", "regency_code", "value"]).assign(field_code="ALL")


def test_the_ends_and_the_last_reports():
    known = trend(("2023-TW3", "62.03", 40.0), ("2023-TW3", "62.04", 20.0))
    found = span(regency(_01=80.0, _02=60.0), known, EVERYONE, TW3)
    assert (found.at_zero, found.at_last, found.at_full) == pytest.approx((35, 50, 85))
    assert (found.last, found.missing, found.unknown) == (Period(2023, 3), ("62.03", "62.04"), ())


def test_a_last_report_is_of_the_same_quarter_a_year_ago():
    known = trend(("2023-TW4", "62.03", 99.0), ("2023-TW3", "62.03", 70.0), ("2023-TW4", "62.04", 99.0))
    found = span(regency(_01=80.0, _02=60.0), known, EVERYONE, TW3)
    assert found.at_last == pytest.approx((80 + 60 + 70) / 3)
    assert found.unknown == ("62.04",)


@pytest.mark.parametrize("nearer", ["2024-TW1", "2024-TW2"])
def test_what_an_earlier_quarter_of_the_year_added_up_to_is_far_too_little_for_this_one(nearer: str):
    known = trend((nearer, "62.03", 20.0), ("2023-TW3", "62.03", 70.0), (nearer, "62.04", 20.0))
    found = span(regency(_01=80.0, _02=60.0), known, EVERYONE, TW3)
    assert found.at_last == pytest.approx((80 + 60 + 70) / 3)
    assert found.unknown == ("62.04",)


def test_reports_of_other_quarters_only_are_no_last_reports():
    known = trend(("2023-TW4", "62.03", 99.0), ("2023-TW1", "62.04", 99.0))
    found = span(regency(_01=80.0, _02=60.0), known, EVERYONE, TW3)
    assert (found.at_last, found.unknown) == (None, ("62.03", "62.04"))


def test_without_any_last_report_there_is_no_middle():
    found = span(regency(_01=80.0), trend(), EVERYONE, TW3)
    assert found.at_last is None
    assert found.unknown == ("62.02", "62.03", "62.04")


@pytest.mark.parametrize("counted", [{}, dict.fromkeys(("_01", "_02", "_03", "_04"), 50.0), {"_01": None}])
def test_where_nobody_or_everybody_is_known_there_is_no_span(counted):
    assert span(regency(**counted), trend(), EVERYONE, TW3) is None

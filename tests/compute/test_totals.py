"""What a report adds up beyond its data files."""

import pandas as pd
import pytest

from tasks.compute import totals


def test_a_service_that_takes_part_nowhere_has_no_mean_and_one_at_100_is_not_short():
    service = pd.DataFrame(
        [("62.01", "A", 80.0), ("62.02", "A", 100.0), ("62.01", "B", float("nan"))],
        columns=["regency_code", "service_code", "service_index"],
    )
    found = totals.by_service(service)
    assert list(found.index) == ["A"]
    assert found.loc["A"].to_dict() == {"mean": 90.0, "short": 1, "regencies": 2, "lowest": 80.0, "where": "62.01"}


def test_people_and_households_are_never_added_up():
    rows = pd.DataFrame({"unit": ["orang", "", "Rumah Tangga"], "target": [3.0, 4.0, 5.0]})
    assert totals.by_unit(rows, "target", "orang") == {"orang": 7.0, "rumah tangga": 5.0}


def test_of_an_item_counts_at_most_what_is_needed():
    quality = pd.DataFrame(
        [("62.01", "A", "A.1", 4.0, 9.0), ("62.02", "A", "A.1", 4.0, 1.0), ("62.02", "A", "A.2", 0.0, 5.0)],
        columns=["regency_code", "service_code", "item_code", "required", "available"],
    )
    items = totals.required_items(quality)
    assert list(items["pct"]) == [100.0, 25.0]
    assert totals.by_item(items).loc["A.1"].to_dict() == {"required": 8.0, "counted": 5.0, "short": 1.0}


def test_without_any_amount_nothing_is_known_of_the_money():
    nothing = pd.DataFrame({"allocation": [float("nan")], "realised": [float("nan")]})
    assert totals.allocated_and_spent(nothing) is None
    assert totals.allocated_and_spent(nothing.fillna(2.5)) == pytest.approx((2.5, 2.5))

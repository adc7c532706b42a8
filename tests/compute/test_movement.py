"""Against which quarter an index moved, and when a rise is none."""

import pandas as pd
import pytest

from schemas.movement import CAUSES, COMPOSITION
from schemas.period import Period
from tasks.compute.movement import comparisons

NOW, LAST_YEAR = Period(2024, 4), Period(2023, 4)


def whole(then: float, now: float, **points: float):
    """The comparison of a province of one regency that stood at `then` and stands at `now`."""
    trend = pd.DataFrame(
        [
            (code, period.key, "ALL", value)
            for code in ("62", "62.01")
            for period, value in ((LAST_YEAR, then), (NOW, now))
        ],
        columns=["regency_code", "period", "field_code", "value"],
    )
    changes = pd.DataFrame(
        [("62", "ALL", "", LAST_YEAR.key, cause, points.get(cause, 0.0)) for cause in (*CAUSES, COMPOSITION)],
        columns=["regency_code", "field_code", "service_code", "from_period", "cause", "points"],
    )
    return comparisons(changes, frozenset(), trend, NOW, "62")[0]


@pytest.mark.parametrize(
    ("now", "points", "by_target"),
    [
        (71.0, {"target": 1.0}, True),
        (71.0, {"target": 1.5, "recipients": -0.5}, True),
        (71.0, {"target": 0.5, "recipients": 0.5}, False),
        (71.0, {"target": 1.0, "composition": 2.0}, True),  # what others report is nobody's service
        (71.0, {"composition": 1.0}, False),  # and no lower target either
        (69.0, {"target": -1.0}, True),
        (69.0, {"target": -1.5, "recipients": 0.5}, True),
        (69.0, {"target": -0.5, "recipients": -0.5}, False),
        (69.0, {"target": 0.5, "recipients": -1.5}, False),
        (70.0, {"target": 1.0, "recipients": -1.0}, False),
    ],
)
def test_a_rise_or_fall_is_by_targets_where_nothing_is_left_without_them(now: float, points: dict, by_target: bool):
    assert whole(70.0, now, **points).by_target is by_target


@pytest.mark.parametrize(
    ("then", "now", "difference"),
    [(51.684, 51.6757, 0.0), (70.004, 70.0151, 0.02), (70.0051, 70.0101, 0.0), (89.991, 90.0, 0.01)],
)
def test_a_difference_is_that_of_the_two_as_they_are_printed(then: float, now: float, difference: float):
    """0,01 or -0,01 where the exact one is rounded by itself: a reader who subtracts finds another than he reads."""
    assert whole(then, now).difference == difference


def test_what_is_printed_as_the_same_did_not_rise_by_a_lower_target():
    assert not whole(70.0051, 70.0101, target=0.005).by_target

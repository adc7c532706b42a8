"""Before the year is over: as far as a year ago, or as an even year would have it."""

import pandas as pd
import pytest

from config import catalogue
from schemas.frames import frame_of
from schemas.movement import Comparison, Move
from schemas.period import Period
from tasks.compute.pace import even_indices, paces
from tests.report_builders import METHOD

NOTHING = float("nan")

TW2, LAST_YEAR = Period(2024, 2), Period(2023, 2)
INDICES = pd.DataFrame({"regency_code": ["62.01", "62.02"], "regency_index": [45.0, 52.0]})
EVEN = pd.Series({"62.01": 50.0, "62.02": 50.0})
"""What each would have in an even year."""
MOVES = frame_of(Move, [("62.01", "ALL", "2023-TW2", 40.0, 45.0, 5.0, 1, 1, False, False)])


def found(compared=(), moves=MOVES, period=TW2) -> dict[str, tuple]:
    rows = paces(INDICES, EVEN, moves, list(compared), period, "62")
    return {row.regency_code: (row.expected, row.ahead, row.last_year) for row in rows.itertuples()}


def test_a_regency_is_measured_by_its_own_last_year_else_by_an_even_year():
    assert found()["62.01"] == (40.0, 5.0, True)
    assert found()["62.02"] == (50.0, 2.0, False)


@pytest.mark.parametrize(
    ("then", "pace"), [(40.0, "ahead"), (44.996, "level"), (45.004, "level"), (44.994, "ahead"), (45.006, "behind")]
)
def test_level_is_what_is_printed_as_no_points(then: float, pace: str):
    rows = paces(INDICES, EVEN, MOVES.assign(then=then), [], TW2, "62").set_index("regency_code")
    assert rows.loc["62.01", "pace"] == pace


def test_who_is_ahead_only_by_a_lower_target_is_told_so():
    lower = MOVES.assign(by_target=True)
    rows = paces(INDICES, EVEN, lower, [], TW2, "62").set_index("regency_code")
    assert rows.loc["62.01", "pace"] == "by_target"
    whole = Comparison("ALL", LAST_YEAR, ("62.01",), (), (), 40.0, 45.0, 5.0, {}, by_target=True)
    assert paces(INDICES, EVEN, lower, [whole], TW2, "62").set_index("regency_code").loc["62", "pace"] == "by_target"


def test_within_the_year_is_no_last_year():
    assert found(moves=MOVES.assign(from_period="2024-TW1"))["62.01"] == (50.0, -5.0, False)


def test_the_province_is_measured_over_the_same_regencies():
    same = Comparison("ALL", LAST_YEAR, ("62.01",), ("62.02",), (), 40.0, 45.0, 5.0, {})
    assert found([same])["62"] == (40.0, 5.0, True)
    assert found()["62"] == pytest.approx((50.0, -1.5, False))


@pytest.mark.parametrize(("quarter", "education", "health"), [(1, 25.0, 40.0), (2, 50.0, 60.0), (3, 75.0, 80.0)])
def test_an_even_year_serves_a_quarter_of_all_in_each_quarter_and_has_its_goods_from_the_first(
    quarter: int, education: float, health: float
):
    """Two services: one without items, one whose items are all there; a nihil one has its index by the settings."""
    services = catalogue.services(catalogue.layout_for("kabkota").version)
    rows = [("K-DIK-01", 10.0, NOTHING, 10.0), ("K-KES-01", 20.0, 100.0, 36.0), ("K-SOS-01", NOTHING, NOTHING, NOTHING)]
    service = pd.DataFrame(rows, columns=["service_code", "recipient_pct", "quality_pct", "service_index"])
    even = even_indices(service.assign(regency_code="62.01"), services, quarter, METHOD)
    assert even["62.01"] == pytest.approx((education + health) / 2)


def test_where_nobody_reported_in_both_the_province_is_measured_by_an_even_year():
    nobody = Comparison("ALL", LAST_YEAR, (), ("62.01", "62.02"), ("62.03",), *[float("nan")] * 3, {})
    assert found([nobody])["62"] == pytest.approx((50.0, -1.5, False))


def test_a_whole_year_needs_no_pace():
    assert found(period=Period(2024, 4)) == {}

"""Gaps to the next category: by hand, and against trying every way to serve people in exact fractions."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schemas.frames import Gaps, GapServices, columns
from schemas.movement import GapUnits
from tasks.compute.achievement import field_achievement, regency_achievement, service_achievement
from tasks.compute.gaps import gaps
from tests.exact_figures import (
    CATEGORIES,
    FORM,
    LADDER,
    METHODS,
    NEAR,
    NIHIL,
    REGIONS,
    SERVICES,
    Answer,
    exact_category,
    field_indices,
    frames,
    method,
)

pytestmark = pytest.mark.whole

FULL = Answer(10, 10)
KES = [code for code, field in FORM.items() if field == "KES"]


def found(answers: dict[str, Answer], how=None, realised=None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Gaps by bidang and GapServices by bidang and service of one regency; what is left out is fully served."""
    how, province = how or method(), {"62.01": dict.fromkeys(FORM, FULL) | answers}
    service = service_achievement(*frames(province), SERVICES, how)
    field = field_achievement(service, SERVICES)
    regency = regency_achievement(field, REGIONS, CATEGORIES)
    budget = pd.DataFrame(
        [("62.01", row, code, amount) for row, (code, amount) in enumerate((realised or {}).items(), start=6)],
        columns=["regency_code", "row", "service_code", "realised"],
    ).astype({"regency_code": "str", "row": int, "service_code": "str", "realised": float})
    result = gaps(service, field, regency, budget, services=SERVICES, categories=CATEGORIES, method=how)
    return result["gaps"].set_index("field_code"), result["gap_services"].set_index(["field_code", "service_code"])


def people(plan: pd.Series) -> dict[str, int]:
    return {code: int(number) for code, number in plan.items() if number}


# By hand


def test_one_service_has_as_many_people_to_go_as_a_pencil_says():
    rows, services = found({"K-PU-01": Answer(1000, 715)})
    assert rows.loc["PU", ["category", "next_category", "next_index", "state"]].tolist() == [
        *("Tuntas Pratama", "Tuntas Madya", 80, "terjangkau")
    ]
    assert rows.loc["PU", "points"] == pytest.approx(8.5)
    assert rows.loc["PU", "people"] == 85
    assert services.loc[("PU", "K-PU-01"), ["unserved", "points_per_person", "people"]].tolist() == [285, 0.1, 85]


def test_the_fewest_people_are_where_each_counts_most():
    answers = {"K-KES-01": Answer(1000, 500), "K-KES-02": Answer(20, 10), "K-KES-03": Answer(100, 80)}
    rows, services = found(answers)  # (50 + 50 + 80) / 3 = 60, to 70: 30 points; K-KES-02 gives 5 each
    assert rows.loc["KES", "people"] == 6
    assert people(services.loc["KES"]["people"]) == {"K-KES-02": 6}


def test_the_cheapest_way_follows_the_regency_s_own_cost():
    answers = {"K-KES-01": Answer(1000, 500), "K-KES-02": Answer(20, 10), "K-KES-03": Answer(100, 80)}
    rows, services = found(answers, realised={"K-KES-01": 500_000, "K-KES-02": 10_000_000, "K-KES-03": 8_000_000})
    assert services.loc["KES"]["unit_cost"].tolist() == [1_000, 1_000_000, 100_000]
    assert rows.loc["KES", ["people", "cost"]].tolist() == [6, 6_000_000]
    assert people(services.loc["KES"]["cheapest_people"]) == {"K-KES-01": 300}
    assert rows.loc["KES", ["cheapest_people", "cheapest_cost"]].tolist() == [300, 300_000]


@pytest.mark.parametrize(("served", "realised"), [(50, None), (50, 0), (0, 9_000_000), (50, float("nan"))])
def test_a_cost_that_the_budget_does_not_tell_is_not_known(served, realised):
    budget = {} if realised is None else {"K-PU-01": realised}
    rows, services = found({"K-PU-01": Answer(100, served)}, realised=budget)
    assert pd.isna(services.loc[("PU", "K-PU-01"), "unit_cost"])
    assert rows.loc["PU", "people"] > 0
    assert rows.loc["PU", ["cost", "cheapest_people", "cheapest_cost"]].isna().all()


def test_of_the_known_costs_the_cheapest_way_is_told_even_where_the_fewest_people_cost_nobody_knows_what():
    answers = {"K-KES-01": Answer(1000, 500), "K-KES-02": Answer(20, 10), "K-KES-03": Answer(100, 80)}
    rows, _ = found(answers, realised={"K-KES-01": 500_000})
    assert pd.isna(rows.loc["KES", "cost"])
    assert rows.loc["KES", ["cheapest_people", "cheapest_cost"]].tolist() == [300, 300_000]


def test_where_quality_is_missing_people_alone_are_not_enough_and_it_is_said_what_is():
    rows, services = found({"K-PU-01": Answer(100, 95, items=((10, 4),))})  # 76 + 8 = 84; everybody: 88
    assert rows.loc["PU", "state"] == "perlu mutu"
    assert rows.loc["PU", ["reachable_index", "quality_points", "quality_needed"]].tolist() == pytest.approx(
        [88, 12, 2]
    )
    assert rows.loc["PU", ["people", "cost", "cheapest_people"]].isna().all()
    assert services.loc[("PU", "K-PU-01"), "quality_points"] == pytest.approx(12)
    assert pd.isna(services.loc[("PU", "K-PU-01"), "people"])


def test_what_is_complete_has_no_next_category_and_what_is_nihil_no_gap():
    rows, services = found({"K-PR-01": NIHIL})
    assert rows.loc[["DIK", "PR"], "state"].tolist() == ["tertinggi", "nihil"]
    assert rows["next_category"].tolist() == [""] * 7
    assert len(services) == 0


def test_a_nihil_service_counted_as_zero_can_forbid_the_next_category():
    rows, _ = found({"K-KES-01": NIHIL, "K-KES-02": Answer(10, 9)}, method(nihil="zero"))
    assert rows.loc["KES", ["state", "next_category"]].tolist() == ["tidak terjangkau", "Tuntas Pratama"]
    assert rows.loc["KES", "reachable_index"] == pytest.approx(200 / 3)


def test_a_hair_below_the_boundary_is_the_boundary():
    rows, _ = found({"K-PU-01": Answer(10**11, 8 * 10**10 - 1)})
    assert rows.loc["PU", ["category", "next_category"]].tolist() == ["Tuntas Madya", "Tuntas Utama"]


def test_somebody_who_is_counted_in_part_completes_a_service():
    rows, _ = found({"K-PU-01": Answer(10.5, 9.2)})
    assert rows.loc["PU", ["next_category", "people"]].tolist() == ["Tuntas Utama", 1]
    assert found({"K-PU-01": Answer(10.5, 9.5)})[0].loc["PU", "people"] == 1


def test_without_submissions_all_frames_are_there_and_empty():
    service = service_achievement(*frames({}), SERVICES, method())
    field = field_achievement(service, SERVICES)
    regency = regency_achievement(field, REGIONS, CATEGORIES)
    budget = pd.DataFrame(columns=["regency_code", "row", "service_code", "realised"])
    result = gaps(service, field, regency, budget, services=SERVICES, categories=CATEGORIES, method=method())
    contracts = (Gaps, GapServices, GapUnits)
    assert [list(frame.columns) for frame in result.values()] == [columns(one) for one in contracts]
    assert [len(frame) for frame in result.values()] == [0, 0, 0]


# Against every way there is, in exact fractions


_SMALL = st.integers(1, 6)
_ITEMS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2).map(tuple)
_ANSWER = st.builds(
    lambda target, missing, items: Answer(target, max(0, target - missing), items=items), _SMALL, _SMALL, _ITEMS
)
_REGENCY = st.fixed_dictionaries(
    {code: _ANSWER | st.just(NIHIL) for code in KES} | {"K-DIK-01": _ANSWER | st.just(NIHIL)}
)
_PRICES = st.fixed_dictionaries(dict.fromkeys([*KES, "K-DIK-01"], st.none() | st.integers(1, 50)))


def helped(answers: dict[str, Answer], more: dict[str, int]) -> dict[str, Answer]:
    """The answers with so many more people served."""
    return {
        code: Answer(one.target, one.served + more.get(code, 0), one.nihil, one.items) for code, one in answers.items()
    }


def ways(answers: dict[str, Answer], how, field: str, least: int):
    """Every {service: more people} that lifts the index of `field` to `least`."""
    open_ = {code: one.target - one.served for code, one in answers.items() if one.target > one.served}
    for more in product(*(range(left + 1) for left in open_.values())):
        way = dict(zip(open_, more, strict=True))
        if field_indices(helped(answers, way), how)[field] >= least - NEAR:
            yield way


@settings(max_examples=30, deadline=None)
@given(_REGENCY, METHODS, _PRICES, st.sampled_from(["KES", "ALL"]))
def test_no_way_has_fewer_people_or_costs_less(drawn, how, prices, field):
    answers = dict.fromkeys(FORM, FULL) | drawn
    value = field_indices(answers, how)[field]
    assume(value is not None)
    rows, services = found(
        answers, how, {code: price * answers[code].served for code, price in prices.items() if price}
    )
    row, above = rows.loc[field], [(least, name) for least, name in LADDER if least - value > NEAR]
    assert (row["category"], row["next_category"]) == (exact_category(value), above[0][1] if above else "")
    assume(above)
    every = list(ways(answers, how, field, above[0][0]))
    assert (row["state"] == "terjangkau") == bool(every)
    if not every:
        assert row["reachable_index"] + row["quality_needed"] == pytest.approx(above[0][0])
        return
    bought = [{code: n for code, n in way.items() if n} for way in every]
    assert row["people"] == min(sum(way.values()) for way in bought)
    assert people(services.loc[field]["people"]) in bought
    known = {code: price for code, price in prices.items() if price and answers[code].served}
    costs = [sum(n * known[code] for code, n in way.items()) for way in bought if way.keys() <= known.keys()]
    assert (row["cheapest_cost"] if costs else None) == min(costs, default=None)
    if not costs:
        assert pd.isna(row["cheapest_cost"])


@settings(max_examples=10, deadline=None)
@given(_REGENCY, METHODS)
def test_who_does_what_the_gap_says_reaches_the_next_category(drawn, how):
    answers = dict.fromkeys(FORM, FULL) | drawn
    rows, services = found(answers, how)
    for field, row in rows[rows["state"] == "terjangkau"].iterrows():
        more = people(services.loc[field]["people"])
        assert found(helped(answers, more), how)[0].loc[field, "value"] >= row["next_index"] - 1e-9
        assert sum(more.values()) == row["people"]

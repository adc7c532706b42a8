"""The two plans, against trying every plan there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.compute.plans import Step, cheapest, fewest


def plans(steps: list[Step], need: int) -> list[tuple[int, ...]]:
    """Every plan that gains enough."""
    every = product(*(range(step.people + 1) for step in steps))
    return [plan for plan in every if sum(n * step.gain for n, step in zip(plan, steps, strict=True)) >= need]


def cost(plan: list[int] | tuple[int, ...], steps: list[Step]) -> int:
    return sum(people * step.price for people, step in zip(plan, steps, strict=True) if people)


STEPS = st.lists(
    st.builds(Step, st.just("K-KES-01"), st.integers(0, 6), st.integers(1, 40), st.integers(1, 60)), max_size=5
)
SOME_UNKNOWN = st.lists(
    st.builds(Step, st.just("K-KES-01"), st.integers(0, 5), st.integers(1, 9), st.none() | st.integers(1, 30)),
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(STEPS, st.integers(-3, 400))
def test_no_plan_has_fewer_people(steps, need):
    found, every = fewest(steps, need), plans(steps, need)
    assert (found is None) == (not every)
    if every:
        assert tuple(found) in every
        assert sum(found) == min(map(sum, every))


@settings(max_examples=400, deadline=None)
@given(STEPS, st.integers(1, 400))
def test_no_plan_costs_less_by_as_much_as_one_persons_price(steps, need):
    found, every = cheapest(steps, need), plans(steps, need)
    assert (found is None) == (not every)
    if every:
        assert tuple(found) in every
        assert cost(found, steps) < min(cost(plan, steps) for plan in every) + max(step.price for step in steps)


@settings(max_examples=200, deadline=None)
@given(SOME_UNKNOWN, st.integers(1, 60))
def test_the_cheapest_plan_uses_only_known_prices(steps, need):
    known = [step for step in steps if step.price is not None]
    found, alone = cheapest(steps, need), cheapest(known, need)
    assert (found is None) == (alone is None)
    if found is not None:
        assert [people for people, step in zip(found, steps, strict=True) if step.price is None and people] == []
        assert cost(found, steps) == cost(alone, known)


def test_the_lowest_price_per_point_is_first_and_the_rest_is_made_up_for_the_least():
    steps = [Step("K-KES-01", 9, gain=7, price=80), Step("K-KES-02", 9, gain=10, price=100)]
    assert cheapest(steps, 95) == [1, 9]
    assert cheapest(steps, 25) == [1, 2]


def test_of_the_same_price_per_point_the_fewer_people_are_served():
    steps = [Step("K-KES-01", 9, gain=5, price=50), Step("K-KES-02", 9, gain=10, price=100)]
    assert cheapest(steps, 40) == [0, 4]


def test_gains_in_a_unit_as_fine_as_can_be_keep_their_order():
    fine = 10**400
    steps = [Step("K-KES-01", 9, gain=fine, price=2), Step("K-KES-02", 9, gain=fine, price=1)]
    assert cheapest(steps, 3 * fine) == [0, 3]


def test_thousands_of_people_in_29_services_are_planned():
    steps = [
        Step(f"{n}", 900 + 37 * n, gain=10**9 // (50 + n**3), price=1_000 + n**4 * 13 % 997_331) for n in range(29)
    ]
    need = sum(step.people * step.gain for step in steps) * 2 // 3
    found = cheapest(steps, need)
    assert sum(people * step.gain for people, step in zip(found, steps, strict=True)) >= need
    assert cost(found, steps) <= cost(fewest(steps, need), steps)


@pytest.mark.parametrize("plan", [fewest, cheapest])
def test_without_anybody_to_serve_there_is_no_plan(plan):
    assert plan([], 1) is None

"""Quarters beside each other: what they hold says whether they are shares of one figure."""

import pytest

from tasks.understand.single_quarters import are_divided_evenly


@pytest.mark.parametrize("quarters", [2, 3, 4])
def test_what_is_left_over_of_an_even_division_stands_in_one_quarter(quarters):
    figures = [100 + quarters - 1 + quarters * number for number in range(6)]
    rows = [[one // quarters] * (quarters - 1) + [one - one // quarters * (quarters - 1)] for one in figures]
    assert are_divided_evenly(rows)
    assert not are_divided_evenly([[*row[:-1], row[-1] + quarters] for row in rows])

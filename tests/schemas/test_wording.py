"""How numbers are rounded and written."""

import pytest

from schemas.wording import half_up, number_text
from tasks.report.html import cell_text


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(2.5, 0, 3.0), (554_090.5, 0, 554_091.0), (0.125, 2, 0.13), (-2.675, 2, -2.68), (1e300, 2, 1e300)],
)
def test_a_half_goes_up_as_in_a_spreadsheet(value: float, decimals: int, rounded: float):
    assert half_up(value, decimals) == rounded


def test_millions_of_rupiah_are_the_same_in_page_and_workbook():
    assert cell_text(554_090_500_000.0, "millions") == "554.091"


def test_a_number_without_decimals_has_as_many_as_it_needs():
    assert [number_text(value) for value in (1234.5, 1200.0, 80, float("nan"))] == ["1.234,5", "1.200", "80", "nan"]


def test_amounts_of_hundreds_of_trillions_keep_their_zeros():
    assert number_text(135_296_683_500_000.0) == "135.296.683.500.000"

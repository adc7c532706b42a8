from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import catalogue
from schemas.category import category, printed
from tests.exact_figures import CATEGORIES, exact_category, exact_print

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text", "name"),
    [
        (98.86, "98.86", "Tuntas Utama"),
        (0.0, "0.00", "Belum Tuntas"),
        (59.999, "59.99", "Belum Tuntas"),
        (60.0, "60.00", "Tuntas Muda"),
        (69.994, "69.99", "Tuntas Muda"),
        (70.0, "70.00", "Tuntas Pratama"),
        (79.995, "79.99", "Tuntas Pratama"),
        (80.0, "80.00", "Tuntas Madya"),
        (89.995, "89.99", "Tuntas Madya"),
        (90.0, "90.00", "Tuntas Utama"),
        (99.996, "99.99", "Tuntas Utama"),
        (100.0, "100.00", "Tuntas Paripurna"),
    ],
)
def test_the_number_and_the_category_agree(value, text, name):
    assert (printed(value, CATEGORIES), category(value, CATEGORIES)) == (text, name)


def test_noise_below_a_boundary_costs_no_category():
    assert (printed(89.9999999995, CATEGORIES), category(89.9999999995, CATEGORIES)) == ("90.00", "Tuntas Utama")
    assert (printed(89.99999999, CATEGORIES), category(89.99999999, CATEGORIES)) == ("89.99", "Tuntas Madya")


@pytest.mark.parametrize(
    ("value", "text"), [(74.005, "74.01"), (1.005, "1.01"), (74.0049999, "74.00"), (2.675, "2.68")]
)
def test_halves_are_rounded_up_as_the_decimals_they_mean(value, text):
    assert printed(value, CATEGORIES) == text


def test_no_value_has_no_number_and_no_category():
    assert (printed(NAN, CATEGORIES), category(NAN, CATEGORIES)) == ("", "")


def test_categories_may_stand_in_any_order():
    assert category(85.0, CATEGORIES.iloc[::-1]) == "Tuntas Madya"


@pytest.mark.parametrize("name", ["Tuntas Utama", "Tuntas Madya", "Tuntas Muda", "Belum Tuntas"])
def test_published_indices_fall_in_the_category_published_with_them(name):
    figures = catalogue.table("published_figures")
    told = figures[figures["source"].str.endswith(name)]
    assert len(told) > 0
    assert {category(value, CATEGORIES) for value in told["value"]} == {name}


@given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_any_share_is_printed_and_named_as_its_exact_fraction(share):
    part, whole = share
    exact = Fraction(100 * part, whole)
    assert printed(100 * part / whole, CATEGORIES) == exact_print(exact)
    assert category(100 * part / whole, CATEGORIES) == exact_category(exact)


@given(st.integers(0, 100_000))
def test_thousandths_are_printed_as_their_exact_decimal(thousandths):
    assert printed(thousandths / 1000, CATEGORIES) == exact_print(Fraction(thousandths, 1000))

"""A total below a heading that is not what its parts there are together."""

import pytest

from schemas.finding import Finding
from tests.builders import Book, found
from tests.layout_changes import Figures, all_sub_columns, half, less, rest, uncomputed, whole
from tests.layout_periods import columns_for
from tests.layout_sums import since
from tests.layouts import truth


def with_the_change(value: float) -> float:
    return value + since(value)


def told(sheet: str, letter: str, parts: dict[str, Figures], *, computed: bool = False) -> list[Finding]:
    """What is said of the column's total."""
    book = truth("sums", 4)
    all_sub_columns(sheet, {letter: parts}, computed=computed)(book)
    return about_totals(book)


def about_totals(book: Book) -> list[Finding]:
    return [one for one in found(book) if (one.rule, one.variant) in (("L05", "column_total"), ("R09", "parts"))]


@pytest.mark.parametrize("total", [less, lambda value: value + 3])
def test_a_total_that_is_not_its_parts_in_any_row_is_in_doubt_and_told_once(total):
    (doubt,) = told("Penerima", "G", {"L": half, "P": rest, "Jumlah": total})
    assert (doubt.rule, doubt.cell) == ("L05", "I6")
    assert "'Jumlah Terlayani Jumlah' (I6)" in doubt.message
    assert "'penjumlahan 2 kolom' (G6:H6)" in doubt.message


def test_what_is_stated_of_the_total_speaks_for_it():
    (doubt,) = told("Penerima", "G", {"L": half, "P": less, "Jumlah": whole}, computed=True)
    assert (doubt.rule, doubt.cell) == ("R09", "I7")


def test_parts_that_are_counted_twice_are_no_doubt():
    overlapping = {"L": half, "P": rest, "Disabilitas": lambda value: value // 10, "Jumlah": whole}
    assert not told("Penerima", "G", overlapping)


def test_what_was_done_up_to_this_quarter_has_to_be_carried_on():
    stale = {"s.d. TW III": less, "TW IV": since, "s.d. TW IV": less}
    assert [one.rule for one in told("Penerima", "G", stale)] == ["L05"]
    assert not told("Penerima", "G", stale | {"s.d. TW IV": whole})
    halves = {"s.d. Semester I": less, "Semester II": since, "s.d. Semester II": less}
    assert [one.rule for one in told("Penerima", "G", halves)] == ["L05"]


@pytest.mark.parametrize("parts", [("0-5 Tahun", "6-12 Tahun"), ("Lanjutan", "Baru")])
def test_a_sum_beside_columns_of_unknown_words_that_is_not_theirs_is_told(parts):
    beside = dict(zip(parts, (half, rest), strict=True))
    assert [(one.rule, one.cell) for one in told("Penerima", "G", beside | {"Jumlah": less})] == [("R09", "I7")]
    assert not told("Penerima", "G", beside | {"Jumlah": whole})


def test_a_product_is_no_sum():
    costs = {"Volume": lambda _: 2, "Harga Satuan": lambda value: value / 2, "Jumlah": whole}
    assert not told("Anggaran", "E", costs)


def test_a_change_without_a_sign_may_be_less():
    budget = {
        "Pagu": lambda value: value + since(value),
        "Bertambah/(Berkurang)": since,
        "Pagu Setelah Perubahan": whole,
    }
    book = truth("sums", 4)
    uncomputed("Anggaran")(book)
    columns_for("Anggaran", "D", budget)(book)
    assert not about_totals(book)

"""A report beside its regency's earlier one: what fell, changed or was copied is told; what may change is not."""

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from config.settings import settings
from schemas.period import Period
from tasks.judge.against_earlier import EarlierReport, compare, copies
from tasks.judge.validate import figure_frames
from tests.builders import Book, after, found, places, taken
from tests.rule_examples import AFTER_TW3, both, put, puts

SITE = settings().of_province("62")
NIHIL = puts(F6=0, G6=0, H6="", I6="", J6="Ya")


def told(change, context=AFTER_TW3, rules="H"):
    book = Book()
    change(book)
    return [one for one in found(book, context) if one.rule[0] in rules]


def report(book: Book, quarter: int = 3, year: int = 2024) -> EarlierReport:
    return EarlierReport(Period(year, quarter), figure_frames([taken(book).normalised]))


def served(*figures: float) -> Book:
    book = Book()
    for row, figure in zip(book.sheets["Penerima"][5:], figures, strict=False):
        row[6:9] = figure, "", ""
    return book


def test_a_year_that_goes_on_is_silent():
    assert told(lambda book: None) == []


def test_money_spent_cannot_become_less():
    (one,) = told(both(put("Anggaran!E6", 299_999_999), put("Anggaran!F6", "")))
    assert places([one]) == [("H01", "Anggaran!E6")]
    assert one.message.startswith("Realisasi (Rp) 299.999.999, lebih rendah dari 300.000.000 pada laporan Triwulan III")


def test_goods_may_break_and_staff_may_move_away():
    assert told(both(put("Mutu!H6", 1), put("Mutu!I6", ""), put("Mutu!J6", ""))) == []


def test_a_service_that_had_people_to_serve_is_not_nihil_now():
    assert places(told(NIHIL)) == [("H02", "Penerima!F6"), ("H01", "Penerima!G6")]


def test_a_zero_that_is_an_error_already_is_not_told_twice():
    assert [one.rule for one in told(puts(F6=0, G6=0, H6="", I6=""), rules="HR")] == ["R05", "H01", "R13"]


def test_a_service_that_was_nihil_may_get_people_to_serve():
    assert "H02" not in [one.rule for one in told(lambda book: None, after(NIHIL))]


@pytest.mark.parametrize("value", ["", "seribu", -5])
def test_a_figure_that_cannot_be_read_is_compared_with_nothing(value):
    assert told(puts(F6=value, G6=value, H6="", I6="")) == []


def test_a_row_that_the_earlier_report_did_not_have_is_compared_with_nothing():
    assert (
        told(lambda book: None, after(lambda book: book.drop_row("Penerima", 6), lambda b: b["Anggaran", "E7"])) != []
    )
    before = report(served(*[700] * 29))
    before.figures["recipients"] = before.figures["recipients"].query("service_code != 'K-DIK-01'")
    lower = taken(served(*[600] * 29)).normalised
    (findings,) = compare([lower], [before], SITE.comparison)
    assert {one.cell for one in findings if one.rule == "H01"} == {f"G{row}" for row in range(7, 35)}


def test_the_senders_explanation_is_shown_with_the_warning():
    (one,) = told(both(puts(G6=699, H6="", I6=""), put("Penerima!K6", "Data ganda dihapus")))
    assert (one.rule, one.explanation) == ("H01", "Data ganda dihapus")


def test_a_unit_changes_in_meaning_not_in_spelling():
    assert places(told(put("Mutu!F6", "lusin"))) == [("H06", "Mutu!F6")]
    assert told(both(put("Penerima!E6", "ORANG "), put("Penerima!E7", ""), put("Mutu!F6", ""))) == []


def test_without_an_earlier_report_nothing_is_compared():
    assert compare([taken(Book()).normalised], [None], SITE.comparison) == [[]]


def test_many_at_once_are_compared_as_each_alone():
    books = [taken(one).normalised for one in (served(900), served(600, 800), Book())]
    reports = [None, report(Book(quarter=2), 2), report(served(*[700] * 29))]
    alone = [compare([book], [one], SITE.comparison)[0] for book, one in zip(books, reports, strict=True)]
    assert compare(books, reports, SITE.comparison) == alone
    assert [len(findings) for findings in alone] == [0, 3, 0]
    assert "Triwulan II Tahun 2024" in alone[1][0].message


def test_the_bounds_are_the_provinces_own():
    strict = SITE.comparison.model_copy(update={"target_change": 0.05, "copied_share": 0.5})
    before, book = report(served(*[700] * 29)), Book()
    book["Penerima", "F6"] = book["Penerima", "G6"] = 1100
    now = taken(book).normalised
    assert [one.rule for one in compare([now], [before], SITE.comparison)[0]] == []
    assert [one.rule for one in compare([now], [before], strict)[0]] == ["H02", "H03"]


@pytest.mark.slow
@few(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=29, max_size=29))
def test_a_copied_report_is_always_seen_and_nothing_else_is_said_of_it(figures):
    book = served(*figures)
    (findings,) = compare([taken(book).normalised], [report(book)], SITE.comparison)
    assert places(findings) == [("H03", "Identitas!C7")]


@pytest.mark.slow
@few(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=29, max_size=29), st.integers(1, 500))
def test_a_report_whose_figures_all_grew_is_no_copy(figures, more):
    now, before = served(*(figure + more for figure in figures)), served(*figures)
    for row in before.sheets["Anggaran"][5:]:
        row[4:6] = 100_000_000, ""
    assert compare([taken(now).normalised], [report(before)], SITE.comparison) == [[]]


def test_a_copy_of_last_years_same_quarter_is_seen_and_anything_else_of_that_year_is_no_measure():
    books = [taken(one).normalised for one in (served(*range(900, 929)), served(*range(100, 129)), Book())]
    reports = [report(served(*range(900, 929)), 4, 2023), report(served(*range(900, 929)), 4, 2023), None]
    for before in reports[1].figures["budget"], reports[1].figures["recipients"]:
        before[[one for one in ("realised", "target") if one in before]] *= 3
    (copy,), *others = copies(books, reports, SITE.comparison)
    assert places([copy]) == [("H03", "Identitas!C7")]
    assert "sama persis dengan laporan Triwulan IV Tahun 2023" in copy.message
    assert others == [[], []]


def test_a_report_of_nothing_done_is_no_copy():
    book = served(*[0] * 29)
    for row in book.sheets["Anggaran"][5:]:
        row[4:6] = 0, ""
    assert compare([taken(book).normalised], [report(book)], SITE.comparison) == [[]]

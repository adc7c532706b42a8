"""Figures that stand in another's place: told once for a column, and not where the sender says they are right."""

import pytest

from schemas.finding import Finding, Severity
from tests.builders import Book, after, found, places
from tests.column_examples import FILLED_TW3, filled
from tests.layout_changes import PLACES, TOP, a_row_lower, all_of, divided, left, sorted_alone, uncomputed


def of_columns(*changes, context=None) -> list[Finding]:
    """What is told of whole columns, and follows from nothing, of a book that is filled in and changed."""
    book = Book()
    all_of(filled, *changes)(book)
    return [one for one in found(book, context) if one.variant in VARIANTS and not one.cause]


VARIANTS = ("left", "moved", "left_since", "moved_since", "divided", "column", "sorted")


def explained(sheet: str):
    """A word of the sender beside every row."""

    def change(book: Book) -> None:
        at = book.sheets[sheet][TOP - 1].index("Keterangan")
        for cells in book.sheets[sheet][TOP:]:
            cells += [""] * (at + 1 - len(cells))
            cells[at] = "sudah diperiksa, angka sebelumnya keliru"

    return change


@pytest.mark.parametrize("sheet", PLACES)
def test_what_is_left_is_told_by_the_stated_percentages(sheet):
    (told,) = of_columns(left(sheet))
    assert (told.rule, told.variant, told.sheet) == ("L05", "left", sheet)
    assert told.message.count("; ") == 4  # three figures of each reading


@pytest.mark.parametrize("sheet", PLACES)
@pytest.mark.parametrize(("by", "way"), [(1, "ke bawah"), (-1, "ke atas")])
def test_figures_a_row_away_are_told_by_what_is_stated_beside_them(sheet, by, way):
    (told,) = of_columns(a_row_lower(sheet, by=by))
    assert (told.rule, told.variant, told.sheet) == ("L05", "moved", sheet)
    assert f"tergeser satu baris {way}" in told.message


@pytest.mark.parametrize("sheet", PLACES)
@pytest.mark.parametrize(("by", "way"), [(1, "ke bawah"), (-1, "ke atas")])
def test_figures_a_row_away_are_told_by_the_earlier_report(sheet, by, way):
    (told,) = of_columns(a_row_lower(sheet, by=by), uncomputed(sheet), context=FILLED_TW3)
    assert (told.rule, told.variant, told.sheet) == ("L05", "moved_since", sheet)
    assert f"tergeser satu baris {way}" in told.message


@pytest.mark.parametrize("sheet", PLACES)
@pytest.mark.parametrize(("by", "share"), [(10, "sepersepuluh"), (100, "seperseratus"), (1000, "seperseribu")])
def test_divided_figures_are_told_by_the_earlier_report(sheet, by, share):
    told = [one for one in of_columns(divided(sheet, by), context=FILLED_TW3) if one.severity is Severity.ERROR]
    enough = sheet == "Anggaran" or by < 1000  # of a thousand people a thousandth is one, or nobody
    assert [share in one.message for one in told] == [True] * enough


def test_what_is_left_of_people_and_of_money_is_told_by_the_earlier_report():
    for sheet in ("Penerima", "Anggaran"):
        told = of_columns(left(sheet), uncomputed(sheet), context=FILLED_TW3)
        assert ("L05", "left_since") in {(one.rule, one.variant) for one in told}


@pytest.mark.parametrize("sheet", PLACES)
def test_a_column_that_was_sorted_alone_is_told_by_the_earlier_report(sheet):
    change = all_of(sorted_alone(sheet), uncomputed(sheet))
    told = [one for one in of_columns(change, context=FILLED_TW3) if one.variant == "sorted"]
    assert [(one.rule, one.severity, one.sheet) for one in told] == [("H02", Severity.WARNING, sheet)]
    assert not [one for one in of_columns(change, explained(sheet), context=FILLED_TW3) if one.variant == "sorted"]


@pytest.mark.parametrize("sheet", PLACES)
def test_a_row_of_zeros_may_be_sorted_with_the_others(sheet):
    def without_one(book: Book) -> None:
        filled(book)
        book[sheet, f"{PLACES[sheet][0]}9"] = book[sheet, f"{PLACES[sheet][1]}9"] = 0

    whole, part = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        rows = book.sheets[sheet][TOP:]
        figures = sorted(([cells[whole], cells[part]] for cells in rows), reverse=True)
        for cells, pair in zip(rows, figures, strict=True):
            cells[whole], cells[part] = pair

    told = of_columns(without_one, uncomputed(sheet), change, context=after(without_one))
    assert [one.variant for one in told if one.sheet == sheet and one.variant == "sorted"] == ["sorted"]


def test_both_kinds_of_evidence_are_one_error():
    told = of_columns(a_row_lower("Penerima"), context=FILLED_TW3)
    assert [one.variant for one in told] == ["moved"]


@pytest.mark.parametrize(
    ("sheet", "change"),
    [
        ("Penerima", left("Penerima")),
        ("Mutu", a_row_lower("Mutu")),
        ("Anggaran", divided("Anggaran", 1000)),
    ],
)
def test_what_the_sender_explains_row_by_row_is_let_pass(sheet, change):
    assert of_columns(change, explained(sheet), context=FILLED_TW3) == []


def test_a_few_rows_make_no_column():
    def four(book: Book) -> None:
        rows = book.sheets["Penerima"]
        changed = [list(cells) for cells in rows]
        left("Penerima")(book)
        rows[TOP + 4 :] = changed[TOP + 4 :]

    assert of_columns(four) == []


def test_without_percentages_nobody_knows_and_a_warning_is_told():
    (people,) = of_columns(left("Penerima"), uncomputed("Penerima"))
    assert places([people]) == [("R13", "Penerima!G6")]
    (items,) = of_columns(left("Mutu"), uncomputed("Mutu"))
    assert places([items]) == [("L06", "Mutu!H6")]


def test_shares_beside_their_percentages_are_no_remainder():
    book = Book()
    for row, cells in enumerate(book.sheets["Mutu"][5:]):
        share = (1, 0.67, 0.85)[row % 3]
        cells[6:10] = [1000 + row, share, (1000 + row) * (1 - share), 100 * share]
    (told,) = [one for one in found(book) if not one.cause]
    assert (told.rule, told.variant, told.cell) == ("C10", "stated", "H5")
    assert {one.rule for one in found(book)} == {"C10", "C04", "L06", "R09"}


def test_half_of_what_was_beside_percentages_of_a_hundred_is_no_share():
    book = Book()
    for cells in book.sheets["Penerima"][5:]:
        cells[6] = 500
    assert "C10" not in {one.rule for one in found(book)}

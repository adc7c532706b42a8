"""Figures in another's place: what is left under the heading of what is done, a row too low, divided as a whole."""

from random import Random

from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    Draw,
    Layout,
    Must,
    a_row_lower,
    all_of,
    divided,
    done_alike,
    left,
    sorted_alone,
    uncomputed,
)

SERVED = {"Penerima": "H", "Mutu": "I"}
"""The column of what is left, right of what is done."""
TELLS = {"Penerima": ("R13", "Anggaran"), "Mutu": ("L06", "Penerima")}
"""The warning where nothing is stated, and the sheet that it rests on."""


def _without_percentages(sheet: str) -> Change:
    at = ord(SERVED[sheet]) - ord("A") + 1

    def change(book: Book) -> None:
        for cells in book.sheets[sheet][TOP:]:
            cells[at] = ""

    return change


def _both_exchanged(sheet: str, *, headings: bool) -> Change:
    """What is done and what is left in each other's place: the headings or what stands below."""
    at = ord(SERVED[sheet]) - ord("A")

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        for cells in rows[TOP - 1 : TOP] if headings else rows[TOP:]:
            cells[at - 1 : at + 1] = cells[at - 1 : at + 1][::-1]

    return change


def left_instead(chance: Random, quarter: int) -> Layout:
    """The percentages show it; where nothing does, money or people are beside what is hardly done, and that is told."""
    sheet, stated = chance.choice(list(PLACES)), chance.random() < 0.6
    if sheet == "Anggaran":  # its remainder has no column, and without percentages what was spent may well be little
        return Layout("left instead", sheet, Must.BE_IN_DOUBT, left(sheet))
    change = chance.choice((left(sheet), _both_exchanged(sheet, headings=True), _both_exchanged(sheet, headings=False)))
    if stated:
        return Layout("left instead", sheet, Must.BE_IN_DOUBT, change)
    rule, beside = TELLS[sheet]
    return Layout("left instead", sheet, Must.BE_TOLD, all_of(_without_percentages(sheet), change), (rule,), beside)


def pasted_a_row_away(chance: Random, quarter: int) -> Layout:
    """Too low or too high: what is stated beside the figures shows it."""
    sheet = chance.choice(list(PLACES))
    return Layout("pasted a row away", sheet, Must.BE_IN_DOUBT, a_row_lower(sheet, by=chance.choice((1, -1))))


def pasted_since(chance: Random, quarter: int) -> Layout:
    """The same where nothing is stated, or the formulas went on: the earlier report shows it."""
    if quarter == 1:
        return pasted_a_row_away(chance, quarter)
    sheet = chance.choice(list(PLACES))
    change = all_of(a_row_lower(sheet, by=chance.choice((1, -1))), uncomputed(sheet))
    return Layout("pasted since", sheet, Must.BE_IN_DOUBT, change, since=True)


def left_since(chance: Random, quarter: int) -> Layout:
    """What is left is less than what was done before, where the earlier report had most of it."""
    if quarter == 1:
        return left_instead(chance, quarter)
    sheet = chance.choice(("Penerima", "Anggaran"))
    nearly = _nearly_done(sheet)
    change = all_of(nearly, left(sheet), uncomputed(sheet))
    return Layout("left since", sheet, Must.BE_IN_DOUBT, change, since=True)


def _nearly_done(sheet: str) -> Change:
    """Nine tenths of what is due are done."""
    whole, part = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        for cells in book.sheets[sheet][TOP:]:
            cells[part] = cells[whole] * 9 // 10

    return change


def divided_since(chance: Random, quarter: int) -> Layout:
    """All of a sheet in tens, hundreds or thousands, although nothing says so: the earlier report shows it."""
    if quarter == 1:
        return pasted_a_row_away(chance, quarter)
    sheet, by = chance.choice((("Penerima", 10), ("Mutu", 10), ("Mutu", 100), ("Anggaran", 1000)))
    change = all_of(uncomputed(sheet), divided(sheet, by))
    return Layout("divided since", sheet, Must.BE_DIVIDED, change, beside="Identitas", since=True)


def sorted_since(chance: Random, quarter: int) -> Layout:
    """Two columns sorted without the names beside them, and nothing stated: the earlier report shows it."""
    if quarter == 1:
        return pasted_a_row_away(chance, quarter)
    sheet = chance.choice(list(PLACES))
    change = all_of(sorted_alone(sheet, last=chance.choice((12, None))), uncomputed(sheet))
    return Layout("sorted since", sheet, Must.BE_TOLD, change, ("H02",), beside="Identitas", since=True)


def all_of_it_as_one(chance: Random, quarter: int) -> Layout:
    """1 or 100 for all of it in the first bidang, where people and things are counted."""
    sheet, figure, rows = chance.choice((("Penerima", 1, 14), ("Penerima", 100, 14), ("Mutu", 1, 100)))
    change = done_alike(sheet, figure, rows)
    return Layout("all of it as one", sheet, Must.BE_TOLD, change, ("L06",))


PLACES_CHANGED: tuple[Draw, ...] = (
    left_instead,
    pasted_a_row_away,
    pasted_since,
    left_since,
    divided_since,
    sorted_since,
    all_of_it_as_one,
)

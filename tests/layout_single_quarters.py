"""What was done in each quarter, and ever more: it looks like running totals, and all of it is no more than is due."""

from collections.abc import Sequence
from random import Random

from schemas.period import ROMAN
from schemas.wording import MONTHS
from tests.builders import Book
from tests.layout_changes import PLACES, TOP, Draw, Figures, Layout, Must, all_of, all_sub_columns, uncomputed, whole
from tests.layout_periods import LETTERS, columns_for

SHARES = {2: ((45, 55), (48, 52)), 3: ((30, 33, 37), (28, 36, 36)), 4: ((20, 25, 25, 30), (10, 20, 30, 40))}
"""Of all that was done, by the number of quarters: hardly more in one than before, or all four quarters of a year."""


def in_shares(shares: Sequence[int]) -> list[Figures]:
    of_all, before = sum(shares), shares[:-1]
    done: list[Figures] = [lambda value, share=share: value * share // of_all for share in before]
    return [*done, lambda value: value - sum(value * share // of_all for share in before)]


def quarters_that_hardly_rise(chance: Random, quarter: int) -> Layout:
    """In columns below one heading or beside each other, in tables under each other, on a sheet each."""
    if quarter == 1:
        return tables_of_years(chance, quarter)
    sheet, names = chance.choice(list(LETTERS)), [f"TW {ROMAN[n]}" for n in range(quarter)]
    figures = dict(zip(names, in_shares(chance.choice(SHARES[quarter])), strict=True))
    if quarter > 2 and chance.random() < 0.3:
        figures = _with_a_half(figures)
    put = chance.choice(("below", "beside", "under each other", "sheets"))
    if put == "below":
        change = all_sub_columns(sheet, {LETTERS[sheet]: figures}, merged=chance.random() < 0.5)
    elif put == "beside":
        parts = {f"Realisasi {name}": figure for name, figure in figures.items()}
        change = columns_for(sheet, LETTERS[sheet], parts)
    else:
        change = tables_for(sheet, figures, sheets=put == "sheets")
    return Layout("quarters that hardly rise", sheet, Must.BE_IN_DOUBT, all_of(uncomputed(sheet), change))


def _with_a_half(figures: dict[str, Figures]) -> dict[str, Figures]:
    """The first two quarters as a half year: more than in any quarter after it, or as much."""
    first, second, *_ = figures.values()
    half: Figures = lambda value: first(value) + second(value)  # noqa: E731
    return {"Semester I": half} | dict(list(figures.items())[2:])


def tables_for(sheet: str, figures: dict[str, Figures], *, sheets: bool):
    """A table for each, under its name or on a sheet of that name."""
    at = ord(LETTERS[sheet]) - ord("A")

    def change(book: Book) -> None:
        rows = book.sheets.pop(sheet)
        tables = {name: [list(cells) for cells in rows[TOP - 1 :]] for name in figures}
        for name, figure in figures.items():
            for cells in tables[name][1:]:
                cells[at] = figure(cells[at])
        if sheets:
            book.sheets |= {f"{sheet} {name}": [*rows[: TOP - 1], *table] for name, table in tables.items()}
        else:
            book.sheets[sheet] = [line for name, table in tables.items() for line in ([], [name], *table, [])]

    return change


def tables_of_years(chance: Random, quarter: int) -> Layout:
    """The table of the year before beside this year's, each under nothing but its year."""
    sheet, form = chance.choice(list(PLACES)), chance.choice(("TAHUN {}", "Tahun Anggaran {}", "{}"))
    first, factor = chance.random() < 0.5, chance.choice((7, 13))

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        table = book.sheets[sheet][TOP - 1 :]
        old = [list(cells) for cells in table]
        for cells in old[1:]:
            for at in (ord(letter) - ord("A") for letter in PLACES[sheet]):
                cells[at] = cells[at] * factor // 10
        (left, left_year), (right, right_year) = ((old, 2023), (table, 2024))[:: 1 if first else -1]
        width = max(map(len, left)) + 1
        lines = [[form.format(left_year), *[""] * (width - 1), form.format(right_year)]]
        lines += [[*one, *[""] * (width - len(one)), *other] for one, other in zip(left, right, strict=True)]
        book.sheets[sheet] = [[], *lines]

    return Layout("tables of years", sheet, Must.BE_READ, change)


def months_that_are_alike(chance: Random, quarter: int) -> Layout:
    """As much in each month so far, and the rest in the last: no month is all of it; what nobody decides may be added
    up, as in the form by months."""
    months = 3 * quarter
    each: Figures = lambda value: value // months  # noqa: E731
    parts: dict[str, Figures] = {month[:3]: each for month in MONTHS[: months - 1]}
    parts[MONTHS[months - 1][:3]] = lambda value: value - (months - 1) * (value // months)
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("months that are alike", "Penerima", Must.BE_RIGHT, change)


def up_to_the_last_and_the_forms_own(chance: Random, quarter: int) -> Layout:
    """The form's own heading, with its figures or those of this quarter alone, behind what was done up to the last:
    running totals never fall, and both together are no more than what is due where each is a part of a year."""
    if quarter == 1:
        return tables_of_years(chance, quarter)
    sheet = chance.choice(list(LETTERS))
    said = chance.choice((f"s.d. TW {ROMAN[quarter - 2]}", "s.d. TW lalu", f"s/d {MONTHS[3 * quarter - 4]}"))
    name, own = ("Terlayani", "Jumlah Terlayani") if sheet == "Penerima" else ("Realisasi", "Realisasi (Rp)")
    share = chance.choice((6, 7, 8) if quarter < 4 else (4, 6, 8))
    kind = chance.choice(("its own", "alone", "alone and stated"))
    now: Figures = whole if kind == "its own" else lambda value: value - value * share // 10
    parts: dict[str, Figures] = {f"{name} {said}": lambda value: value * share // 10, own: now}
    change = columns_for(sheet, LETTERS[sheet], parts)
    must = Must.BE_READ if kind == "its own" else Must.BE_IN_DOUBT
    change = change if kind == "alone and stated" else all_of(uncomputed(sheet), change)
    return Layout("up to the last and the form's own", sheet, must, change)


SINGLE_QUARTERS: tuple[Draw, ...] = (
    quarters_that_hardly_rise,
    tables_of_years,
    months_that_are_alike,
    up_to_the_last_and_the_forms_own,
)

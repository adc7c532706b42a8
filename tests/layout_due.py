"""What is due by quarters, as what was done is: the form wants that of the year."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from schemas.period import ROMAN
from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    all_sub_columns,
    column_beside,
    half,
    less,
    rest,
    uncomputed,
    whole,
)
from tests.layout_groups import in_groups
from tests.layout_periods import LETTERS, columns_for
from tests.layout_single_quarters import in_shares, tables_of_years

SHARES = {2: ((45, 55), (52, 48)), 3: ((30, 33, 37), (34, 33, 33)), 4: ((20, 25, 25, 30), (24, 26, 25, 25))}
"""Of all in a year, by the number of quarters."""


def _parts(quarter: int, chance: Random) -> dict:
    names = [f"TW {ROMAN[number]}" for number in range(quarter)]
    return dict(zip(names, in_shares(chance.choice(SHARES[quarter])), strict=True))


def divided_evenly(chance: Random, quarter: int) -> Layout:
    """The same with as much in each quarter, in columns or tables: what is due in a year may stay, but not what is
    done."""
    draw = chance.choice((due_and_done_in_columns, due_and_done_in_tables))
    parts = {f"TW {ROMAN[number]}": figure for number, figure in enumerate(in_shares([1] * quarter))}
    return replace(draw(chance, quarter, parts), name="divided evenly")


def due_and_done_in_columns(chance: Random, quarter: int, parts: dict | None = None) -> Layout:
    """What is due in each quarter and what was done in it, under two headings or in a pair of columns for each."""
    if quarter == 1:
        return due_of_the_year_beside(chance, quarter)
    sheet, parts = chance.choice(list(LETTERS)), parts or _parts(quarter, chance)
    if chance.random() < 0.3:
        pairs = {name: (figure, figure) for name, figure in parts.items()}
        change = all_of(uncomputed(sheet), in_groups(sheet, pairs, merged=chance.random() < 0.5))
    else:
        change = all_sub_columns(sheet, dict.fromkeys(PLACES[sheet], parts), computed=chance.random() < 0.3)
    return Layout("due and done in columns", sheet, Must.BE_IN_DOUBT, change)


def due_and_done_in_tables(chance: Random, quarter: int, parts: dict | None = None) -> Layout:
    """The same in tables under each other, or on a sheet each."""
    if quarter == 1:
        return due_of_the_year_beside(chance, quarter)
    sheet, sheets = chance.choice(list(LETTERS)), chance.random() < 0.5
    parts = parts or _parts(quarter, chance)
    both = [ord(letter) - ord("A") for letter in PLACES[sheet]]

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        rows = book.sheets.pop(sheet)
        tables = {name: [list(cells) for cells in rows] for name in parts}
        for name, figure in parts.items():
            for cells in tables[name][TOP:]:
                for at in both:
                    cells[at] = figure(cells[at])
        if sheets:
            book.sheets |= {f"{sheet} {name}": table for name, table in tables.items()}
        else:
            lines = ([[], [name], *table[TOP - 1 :], []] for name, table in tables.items())
            book.sheets[sheet] = [line for table in lines for line in table]

    return Layout("due and done in tables", sheet, Must.BE_IN_DOUBT, change)


def due_by_quarters_alone(chance: Random, quarter: int) -> Layout:
    """What is due in each quarter, and what was done in the year so far: more than is due in any of them."""
    if quarter == 1:
        return tables_of_years(chance, quarter)
    sheet = chance.choice(list(LETTERS))
    change = all_sub_columns(sheet, {PLACES[sheet][0]: _parts(quarter, chance)}, computed=chance.random() < 0.5)
    return Layout("due by quarters alone", sheet, Must.BE_IN_DOUBT, change)


def due_of_the_year_beside(chance: Random, quarter: int) -> Layout:
    """What is due in the year beside what is due in the quarter, below one heading or each under its own."""
    sheet, now = chance.choice(list(LETTERS)), f"TW {ROMAN[quarter - 1]}"
    stated = () if chance.random() < 0.5 else (uncomputed(sheet),)
    if chance.random() < 0.5:
        year = chance.choice(("1 Tahun", "Setahun", "Tahunan", "Tahun 2024"))
        parts = dict(chance.sample([(year, whole), (chance.choice((now, "Triwulan Ini")), half)], 2))
        return Layout(
            "due of the year beside",
            sheet,
            Must.BE_READ,
            all_of(*stated, all_sub_columns(sheet, {PLACES[sheet][0]: parts}, merged=chance.random() < 0.5)),
        )
    word = "Target" if sheet == "Penerima" else "Alokasi"
    heading = f"{word} {chance.choice((now, 'Triwulan Ini', f's.d. {now}'))}"
    change = column_beside(sheet, PLACES[sheet][0], half, heading)
    return Layout("due of the year beside", sheet, Must.BE_READ, all_of(*stated, change))


def due_written_for_each_quarter(chance: Random, quarter: int) -> Layout:
    """What is due in the year beside what was done up to each quarter, under a heading for each: the same each time, or
    as it rose, of which nobody knows whether it adds up."""
    if quarter == 1:
        return due_of_the_year_beside(chance, quarter)
    sheet, shares = chance.choice(list(LETTERS)), in_shares(SHARES[quarter][0])
    due, word = ("Target" if sheet == "Penerima" else "Pagu"), chance.choice(("TW", "Triwulan"))
    same = chance.random() < 0.6
    whole_of, done_of = PLACES[sheet]
    named = [f"{word} {ROMAN[number]}" for number in range(quarter)]
    done = {f"Realisasi {name}": partial(_up_to, shares=shares[: n + 1]) for n, name in enumerate(named)}
    wholes = {f"{due} {name}": whole if same else done[f"Realisasi {name}"] for name in named}
    change = all_of(columns_for(sheet, done_of, done), columns_for(sheet, whole_of, wholes))
    must = Must.BE_READ if same else Must.BE_MISSED
    return Layout("due written for each quarter", sheet, must, all_of(uncomputed(sheet), change), ("L06",), "Identitas")


def _up_to(value: float, shares: Sequence[Figures]) -> float:
    return sum(figure(value) for figure in shares)


def numbers_beside_parts(chance: Random, quarter: int) -> Layout:
    """What is due by parts with a total or for some year, what was done under bare numbers, of quarters or of anything:
    these are headings too, read by the total beside them and else in doubt."""
    sheet, count, with_total = chance.choice(list(PLACES)), chance.choice((2, 4, 12)), chance.random() < 0.5
    due = chance.choice(({"L": half, "P": rest, "Jumlah": whole}, {"Murni": less, "Perubahan": whole}))
    done = dict(zip(map(str, range(1, count + 1)), in_shares([1] * count), strict=True))
    parts = dict(zip(PLACES[sheet], (due, done | ({"Jumlah": whole} if with_total else {})), strict=True))
    lay_out = all_sub_columns(sheet, parts, computed=False, merged=chance.random() < 0.3)

    def change(book: Book) -> None:
        lay_out(book)
        book.sheets[sheet][TOP] = [int(cell) if str(cell).isdigit() else cell for cell in book.sheets[sheet][TOP]]

    must = Must.BE_READ if with_total else Must.BE_IN_DOUBT
    return Layout("numbers beside parts", sheet, must, change)


DUE: tuple[Draw, ...] = (
    numbers_beside_parts,
    due_and_done_in_columns,
    due_and_done_in_tables,
    divided_evenly,
    due_by_quarters_alone,
    due_of_the_year_beside,
    due_written_for_each_quarter,
)

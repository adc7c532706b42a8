"""Workbooks as people lay them out: `make layouts`, or `python -m tests.layouts --workbooks 50 --seed 7`.

From one truth each workbook is drawn with one to three layouts at once, and each layout says, by the text of the rules
and without asking the reader, what must come of it: it can be decided and must be read, it cannot and must be refused
with L05, or the text leaves it open, and then nothing but the truth may be accepted.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from random import Random

from config.settings import settings
from schemas.finding import Finding, Severity
from schemas.period import ROMAN, Period
from schemas.submission import Taken, status_of
from tasks.intake.take_in import Context, check
from tasks.judge.against_earlier import EarlierReport
from tasks.judge.validate import figure_frames
from tasks.understand.rows import figure_columns
from tests.builders import AS_OF, KABKOTA, Book, taken
from tests.layout_abbreviations import ABBREVIATIONS
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    all_sub_columns,
    column_again,
    falls,
    half,
    hidden,
    in_pieces,
    less,
    more,
    percentage,
    rest,
    sheet_again,
    uncomputed,
    whole,
    with_figures,
)
from tests.layout_due import DUE
from tests.layout_entries import ENTRIES
from tests.layout_groups import GROUPS
from tests.layout_habits import HABITS
from tests.layout_headings import HEADINGS
from tests.layout_periods import PERIODS, columns_for
from tests.layout_pieces import PIECES
from tests.layout_places import PLACES_CHANGED
from tests.layout_plans import PLANS
from tests.layout_row_kinds import ROW_KINDS
from tests.layout_row_levels import ROW_LEVELS
from tests.layout_rows import NAME_AT, ROWS
from tests.layout_single_quarters import SINGLE_QUARTERS
from tests.layout_sums import SUMS
from tests.layout_tables import TABLES
from tests.layout_ways import WAYS_TO_COUNT

SENT = {
    "recipients": ("target", "served", "nihil"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
}


KINDS_OF_SERVICES = ("as all", "nihil", "all served", "as the one above", "without a budget", "named in two lines")
"""What one service of a book may be, as some of real quarters are."""


def truth(seed: str, quarter: int) -> Book:
    """A clean book whose figures all differ and of which nobody is served in full, but for one service of some kind."""
    book, chance = Book(quarter=quarter), Random(f"{seed} truth")
    kind, service = chance.choice(KINDS_OF_SERVICES), chance.choice(book.sheets["Penerima"][TOP:])[1]
    for sheet, (at, low, high) in {
        "Penerima": (5, 200, 1500),
        "Mutu": (6, 50, 9000),
        "Anggaran": (3, 10**8, 10**10),
    }.items():
        before: list[float] = []
        for row in book.sheets[sheet][TOP:]:
            due = chance.randint(low, high)
            figures = [due, chance.randint(due // 2, due - 3)]
            if row[1] == service:
                figures = _figures_of(kind, sheet, figures, before)
                _say(kind, sheet, row)
            row[at : at + 4 - (sheet == "Anggaran")] = [*figures, *_derived(figures)[sheet == "Anggaran" :]]
            before = figures
    return book


def _figures_of(kind: str, sheet: str, figures: list[float], before: list[float]) -> list[float]:
    if kind == "nihil" or (kind == "without a budget" and sheet == "Anggaran"):
        return [0, 0]
    return {"all served": figures[:1] * 2, "as the one above": before or figures}.get(kind, figures)


def _say(kind: str, sheet: str, row: list) -> None:
    if kind == "nihil" and sheet == "Penerima":
        row[9] = "Ya"
    if kind == "named in two lines" and sheet != "Mutu":
        row[NAME_AT[sheet]] = row[NAME_AT[sheet]].replace(" ", " \n", 1)


def _derived(figures: list[float]) -> list:
    """What is left and the percentage; of nothing neither follows."""
    due, done = figures
    return [due - done, percentage(done, due)] if due else ["", ""]


# --- sub-columns -----------------------------------------------------------------------------------------------------

SEXES = (("L", "P", "Jumlah"), ("Laki-laki", "Perempuan", "Total"), ("Lk", "Pr", "Jml"), ("Pria", "Wanita", "L+P"))


def _shuffled(chance: Random, parts: dict[str, Figures]) -> dict[str, Figures]:
    return dict(chance.sample(list(parts.items()), len(parts)))


def sexes(chance: Random, quarter: int) -> Layout:
    """The total is meant, in any order, under one of the two or under both, merged or not, computed or not."""
    sheet, wide = chance.choice(list(PLACES)), chance.random() < 0.5
    one, other, total = chance.choice(SEXES)
    parts = _shuffled(chance, {one: half, other: rest, total: whole})
    columns = PLACES[sheet] if chance.random() < 0.4 else (chance.choice(PLACES[sheet]),)
    change = all_sub_columns(sheet, dict.fromkeys(columns, parts), computed=chance.random() < 0.5, merged=wide)
    return Layout("sexes", sheet, Must.BE_READ, change)


def quarters(chance: Random, quarter: int) -> Layout:
    """Cumulative figures of the quarters so far, or of all with blanks for those to come."""
    sheet = chance.choice(list(PLACES))
    form = chance.choice(("TW {}", "Triwulan {}", "s.d. TW {}", "{}", "TW {} 2024"))
    last = chance.choice((quarter, 4)) if quarter > 1 else 4
    parts = {
        form.format(ROMAN[n]): partial(_share, n=n, of=quarter) if n + 1 <= quarter else (lambda value: "")
        for n in range(last)
    }
    if form == "{}" and len(parts) < 2:
        parts = {"TW I": whole, "TW II": lambda value: ""}
    computed = chance.random() < 0.5
    change = all_sub_columns(sheet, {PLACES[sheet][1]: parts}, computed=computed, merged=chance.random() < 0.5)
    told = quarter in (2, 4) and not computed and "s.d." not in form  # of three even shares the last is the others' sum
    return Layout("quarters", sheet, Must.BE_READ, change, ("L06",) if told else (), "Identitas")


def _share(value: float, n: int, of: int) -> float:
    return value * (n + 1) // of if n + 1 < of else value


def single_quarters_and_a_total(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter, and their sum below the same heading or under the form's own: a total over its
    parts."""
    word, computed = chance.choice(("TW", "Triwulan")), chance.random() < 0.5
    sheet, total = chance.choice((("Penerima", "Jumlah Terlayani"), ("Anggaran", "Realisasi (Rp)")))
    parts: dict[str, Figures] = {
        f"{word} {ROMAN[n]}": lambda value, n=n: _share(value, n, quarter) - (_share(value, n - 1, quarter) if n else 0)
        for n in range(quarter)
    }
    letter = PLACES[sheet][1]
    if chance.random() < 0.5:
        change = all_sub_columns(sheet, {letter: parts | {"Jumlah": whole}}, computed=computed)
    else:
        own: dict[str, Figures] = {total: whole}
        named = {f"Realisasi {name}": figure for name, figure in parts.items()}
        change = columns_for(sheet, letter, own | named if chance.random() < 0.5 else named | own)
        change = change if computed else all_of(uncomputed(sheet), change)
    return Layout("single quarters and a total", sheet, Must.BE_READ, change)


def up_to_this_quarter(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(PLACES))
    names = chance.choice(
        (("s.d. TW lalu", "TW ini", "s.d. TW ini"), ("s/d Triwulan Lalu", "Triwulan Ini", "s/d Triwulan Ini"))
    )
    parts = dict(zip(names, (less, lambda value: value - less(value), whole), strict=True))
    change = all_sub_columns(sheet, {PLACES[sheet][1]: _shuffled(chance, parts)}, computed=chance.random() < 0.5)
    return Layout("up to this quarter", sheet, Must.BE_READ, change)


def changed_budget(chance: Random, quarter: int) -> Layout:
    names = chance.choice(
        (
            ("Murni", "Perubahan"),
            ("APBD Murni", "APBD Perubahan"),
            ("Induk", "APBD-P"),
            ("Sebelum Perubahan", "Setelah Perubahan"),
        )
    )
    parts = _shuffled(chance, dict(zip(names, (more, whole), strict=True)))
    change = all_sub_columns("Anggaran", {"D": parts}, computed=chance.random() < 0.5, merged=chance.random() < 0.5)
    return Layout("changed budget", "Anggaran", Must.BE_READ, change)


def physical_and_financial(chance: Random, quarter: int) -> Layout:
    percent = chance.randint(40, 99)
    parts: dict[str, Figures] = {
        "Fisik (%)": lambda value: percent,
        chance.choice(("Keuangan (Rp)", "Keuangan", "Rp")): whole,
    }
    change = all_sub_columns("Anggaran", {"E": _shuffled(chance, parts)}, merged=chance.random() < 0.5)
    return Layout("physical and financial", "Anggaran", Must.BE_READ, change)


def years(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(PLACES))
    now, before = chance.choice(
        (
            (2024, 2023),
            ("2024", "2023"),
            ("'24", "'23"),
            ("TA 24", "TA 23"),
            ("Thn. 24", "Thn. 23"),
            ("Tahun 2024", "Tahun 2023"),
            ("Tahun ini", "Tahun lalu"),
        )
    )
    parts = _shuffled(chance, {before: more, now: whole})
    columns = PLACES[sheet] if chance.random() < 0.5 else PLACES[sheet][1:]
    return Layout("years", sheet, Must.BE_READ, all_sub_columns(sheet, dict.fromkeys(columns, parts), computed=False))


def nameless_parts(chance: Random, quarter: int) -> Layout:
    """Names that say nothing: only the sheet's own arithmetic can tell which is meant."""
    sheet, computed = chance.choice(list(PLACES)), chance.random() < 0.5
    one, other = chance.choice(
        (("Negeri", "Swasta"), ("Kota", "Desa"), ("Mandiri", "Rujukan"), ("Baru", "Lama"), ("A", "B"))
    )
    parts = _shuffled(chance, {one: whole, other: less})
    change = all_sub_columns(sheet, {PLACES[sheet][1]: parts}, computed=computed, merged=chance.random() < 0.5)
    return Layout("nameless parts", sheet, Must.BE_READ if computed else Must.BE_IN_DOUBT, change)


def parts_without_a_total(chance: Random, quarter: int) -> Layout:
    one, other, _ = chance.choice(SEXES)
    parts = {one: half, other: lambda value: rest(value) + 3}
    return Layout(
        "parts without a total", "Penerima", Must.BE_IN_DOUBT, all_sub_columns("Penerima", {"G": parts}, computed=False)
    )


def nameless_total(chance: Random, quarter: int) -> Layout:
    """A column of no known word that is the sum of the others: only the sum tells."""
    one, other, all_of_them = chance.choice((("Negeri", "Swasta", "Semuanya"), ("A", "B", "C")))
    parts = _shuffled(chance, {one: half, other: rest, all_of_them: whole})
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("nameless total", "Penerima", Must.BE_READ, change)


def total_not_filled_in(chance: Random, quarter: int) -> Layout:
    """The parts are there and their total is not: it is the total that is missing, and no part is taken for it."""
    one, other, total = chance.choice(SEXES)
    parts = _shuffled(chance, {one: half, other: rest, total: lambda _: ""})
    change = all_sub_columns("Penerima", {"G": parts}, computed=False)
    return Layout("total not filled in", "Penerima", Must.BE_FILLED, change)


def falling_quarters(chance: Random, quarter: int) -> Layout:
    """Figures of this quarter lower than those of an earlier one are not cumulative, whatever they are."""
    if quarter == 1:
        return parts_without_a_total(chance, quarter)
    before, now = (f"TW {ROMAN[quarter - step]}" for step in (2, 1))
    change = all_sub_columns("Penerima", {"G": {before: whole, now: less}}, computed=False)
    return Layout("falling quarters", "Penerima", Must.BE_IN_DOUBT, change)


def before_and_in_this_quarter(chance: Random, quarter: int) -> Layout:
    """What was done before this quarter and in it, and not both together."""
    before, now = chance.choice((("s.d. TW lalu", "TW ini"), ("s/d Triwulan Lalu", "Triwulan Ini")))
    share = chance.choice((2, 5))
    parts: dict[str, Figures] = {
        before: lambda value: value * share // 10,
        now: lambda value: value - value * share // 10,
    }
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("before and in this quarter", "Penerima", Must.BE_IN_DOUBT, change)


def quarters_and_a_sum(chance: Random, quarter: int) -> Layout:
    """What was done up to the last quarter, in this one, and their sum under a word for a total only."""
    now = ROMAN[quarter - 1]
    headings = ("Realisasi s.d. Triwulan Lalu", f"Realisasi TW {now}", chance.choice(("Total", "Jumlah")))

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        for number, cells in enumerate(book.sheets["Penerima"][TOP - 1 :]):
            cells[6:7] = headings if not number else [less(cells[6]), cells[6] - less(cells[6]), cells[6]]

    return Layout("quarters and a sum", "Penerima", Must.BE_READ, change)


def plan_and_done(chance: Random, quarter: int) -> Layout:
    """What is planned is none of what was done, whatever the heading above both says."""
    parts = _shuffled(chance, {"Rencana": more, "Realisasi": whole})
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("plan and done", "Penerima", Must.BE_READ, change)


def wrong_total(chance: Random, quarter: int) -> Layout:
    """The arithmetic of the sheet is against the total and with another column."""
    sheet = chance.choice(list(PLACES))
    parts = _shuffled(chance, {"L": whole, "P": half, "Jumlah": less})
    return Layout("wrong total", sheet, Must.BE_IN_DOUBT, all_sub_columns(sheet, {PLACES[sheet][1]: parts}))


# --- columns ---------------------------------------------------------------------------------------------------------


def heading_twice(chance: Random, quarter: int) -> Layout:
    sheet, computed = chance.choice(list(PLACES)), chance.random() < 0.5
    other = chance.choice((less, more, whole))
    change = column_again(sheet, chance.choice(PLACES[sheet]), other)
    shown = not (sheet == "Anggaran" and other is more)  # seven rupiah in a percentage nobody sees
    decided = (computed and shown) or other is whole
    must = Must.BE_READ if decided else Must.BE_IN_DOUBT
    return Layout("heading twice", sheet, must, change if computed else all_of(uncomputed(sheet), change))


def near_heading_beside(chance: Random, quarter: int) -> Layout:
    """The form's own heading before one that is as good; many rows of arithmetic against it are doubt."""
    against = chance.random() < 0.5
    change = column_again("Penerima", "G", less, chance.choice(("Realisasi", "Terlayani", "Jumlah Yang Terlayani")))
    if against:
        change = all_of(change, _headings_exchanged("Penerima", "G", "H"))
    else:
        change = all_of(change, uncomputed("Penerima"))
    return Layout("near heading", "Penerima", Must.BE_IN_DOUBT if against else Must.BE_READ, change)


def _headings_exchanged(sheet: str, one: str, other: str) -> Change:
    def change(book: Book) -> None:
        here, there = f"{one}{TOP}", f"{other}{TOP}"
        book[sheet, here], book[sheet, there] = book[sheet, there], book[sheet, here]

    return change


def merged_over_two(chance: Random, quarter: int) -> Layout:
    """One heading merged over two columns of figures, without a word below it."""
    computed = chance.random() < 0.5

    def change(book: Book) -> None:
        column_again("Penerima", "G", less)(book)
        book["Penerima", "H5"] = ""
        book.merged["Penerima"] = [(5, 7, 5, 8)]
        if not computed:
            uncomputed("Penerima")(book)

    return Layout("merged over two", "Penerima", Must.BE_READ if computed else Must.BE_IN_DOUBT, change)


def columns_moved(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(PLACES))
    seed = chance.random()

    def change(book: Book) -> None:
        width = len(book.sheets[sheet][TOP - 1])
        order = Random(seed).sample(range(width), width)
        for cells in book.sheets[sheet][TOP - 1 :]:
            cells += [""] * (width - len(cells))
            cells[:] = [cells[at] for at in order]

    return Layout("columns moved", sheet, Must.BE_READ, change)


def unheaded_figures(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(PLACES))
    figure = chance.choice((less, lambda value: 1000 * value, more))

    def change(book: Book) -> None:
        at = ord(PLACES[sheet][0]) - ord("A")
        for cells in book.sheets[sheet][TOP:]:
            cells.append(figure(cells[at]))

    return Layout("unheaded figures", sheet, Must.BE_READ, change, ("L06",))


def rows_above(chance: Random, quarter: int) -> Layout:
    sheet, count, numbered = chance.choice(list(PLACES)), chance.randint(0, 6), chance.random() < 0.5

    def change(book: Book) -> None:
        if numbered:
            width = len(book.sheets[sheet][TOP - 1])
            book.insert_row(sheet, TOP + 1, [str(n) for n in range(1, width + 1)])
        for _ in range(count):
            book.insert_row(sheet, 1, ["PEMERINTAH DAERAH"])

    return Layout("rows above, columns numbered", sheet, Must.BE_READ, change)


# --- sheets ----------------------------------------------------------------------------------------------------------


def old_sheet(chance: Random, quarter: int) -> Layout:
    """Another sheet of the same table: an older quarter's by its name, or one less like the form's."""
    sheet = chance.choice(list(PLACES))
    before, now = (f"{sheet} TW {ROMAN[(quarter + step) % 4]}" for step in (2, 3))
    name, own = chance.choice(
        (
            (before, now),
            (before, sheet),
            (f"{sheet} (2)", sheet),
            (f"{sheet} {chance.choice(('lama', 'old', 'bak', '(draft)'))}", chance.choice((sheet, f"{sheet} A"))),
            ("Sheet9", sheet),
            (f"{sheet} 2023", f"{sheet} 2024"),
        )
    )
    figure = chance.choice((less, more))
    stated = () if chance.random() < 0.5 else (uncomputed(sheet),)
    change = all_of(*stated, sheet_again(sheet, name, figure, own=own))
    must = Must.BE_IN_DOUBT if name == before and falls(sheet, figure, quarter) else Must.BE_READ
    return Layout("old sheet", sheet, must, all_of(change, hidden(name)) if chance.random() < 0.3 else change)


def two_sheets(chance: Random, quarter: int) -> Layout:
    """Two names that are as good: which is hidden decides, else nothing does."""
    sheet, is_hidden = chance.choice(list(PLACES)), chance.random() < 0.5
    name, own = chance.choice(
        (
            (f"{sheet} A", f"{sheet} B"),
            (f"{sheet} final", f"{sheet} revisi"),
            (f"Data {sheet}", f"{sheet} Baru"),
            (f"{sheet} Revisi", sheet),
            (chance.choice((f"{sheet} OK", "yang benar", f"{sheet} (edit)")), sheet),
        )
    )
    change = all_of(uncomputed(sheet), sheet_again(sheet, name, chance.choice((less, more)), own=own))
    if is_hidden:
        return Layout("hidden sheet", sheet, Must.BE_READ, all_of(change, hidden(name)))
    return Layout("two sheets", sheet, Must.BE_IN_DOUBT, change)


def stated_in_one(chance: Random, quarter: int) -> Layout:
    """What the form's own sheet, or the table that comes first, states fits its figures; beside it is one of which
    nothing is stated. An old sheet is consistent in itself too."""
    sheet = chance.choice(list(PLACES))
    name = chance.choice(("{} Revisi", "{} Final", "{} (Perbaikan)", "{} 2024", "{} Rev1", "{} Perubahan")).format(
        sheet
    )
    change = all_of(sheet_again(sheet, name, chance.choice((less, more))), uncomputed(sheet, name))
    return Layout("stated in one sheet", sheet, Must.BE_IN_DOUBT, change)


def sheets_under_titles(chance: Random, quarter: int) -> Layout:
    """Two names that are as good, and only the line above each table says of which quarter it is."""
    sheet = chance.choice(list(PLACES))
    name, own = chance.choice(((f"{sheet} A", f"{sheet} B"), (f"Data {sheet}", f"{sheet} Baru")))
    figure = chance.choice((less, more))
    again = all_of(uncomputed(sheet), sheet_again(sheet, name, figure, own=own))

    def change(book: Book) -> None:
        again(book)
        for one, number in ((name, (quarter + 2) % 4), (own, quarter - 1)):
            book.sheets[one][1] = [f"TRIWULAN {ROMAN[number]}"]

    must = Must.BE_IN_DOUBT if falls(sheet, figure, quarter) else Must.BE_READ
    return Layout("sheets under titles", sheet, must, change)


def a_sheet_for_each_field(chance: Random, quarter: int) -> Layout:
    """Every office has a sheet of its own: the rows are all there, and no sheet has them all."""
    sheet = chance.choice(("Penerima", "Anggaran"))
    change = in_pieces(sheet, chance.choice(("{sheet} {field}", "{field}")))
    return Layout("a sheet for each field", sheet, Must.BE_IN_DOUBT, change)


def sheet_renamed(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(["Identitas", *PLACES])
    name = chance.choice(("Sheet1", "Table 5", f"{sheet} Daerah", f" {sheet.upper()} ", f"1. {sheet}", "REKAP"))

    def change(book: Book) -> None:
        book.sheets = {(name if one == sheet else one): rows for one, rows in book.sheets.items()}

    return Layout("sheet renamed", sheet, Must.BE_READ, change)


def foreign_sheet(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(PLACES))
    name = f"Daftar {sheet} Hibah"

    def change(book: Book) -> None:
        own = "Sheet7" if chance.random() < 0.5 else sheet
        book.sheets = {name: [["No", "Nama Lembaga", "Alamat", "Nilai (Rp)"], [1, "Yayasan", "Sampit", 5_000_000]]} | {
            (own if one == sheet else one): rows for one, rows in book.sheets.items()
        }

    return Layout("foreign sheet", sheet, Must.BE_READ, change)


# --- tables ----------------------------------------------------------------------------------------------------------


def stacked_tables(chance: Random, quarter: int) -> Layout:
    """The same table again above the right one, each under its quarter, or under nothing."""
    return _two_tables("stacked tables", chance, quarter, _stack)


def tables_side_by_side(chance: Random, quarter: int) -> Layout:
    return _two_tables("tables side by side", chance, quarter, _beside)


def _two_tables(name: str, chance: Random, quarter: int, put: Callable) -> Layout:
    sheet, titled = chance.choice(list(PLACES)), chance.random() < 0.6
    other = ROMAN[(quarter + 2) % 4]
    titles = (f"Triwulan {other}", f"Triwulan {ROMAN[quarter - 1]}") if titled else ("", "")
    figure, first = chance.choice((less, more)), chance.random() < 0.5
    at = [ord(letter) - ord("A") for letter in PLACES[sheet]]

    def change(book: Book) -> None:
        table = book.sheets[sheet][TOP - 1 :]
        old = [list(cells) for cells in table]
        for cells in old[1:]:
            for place in at:
                cells[place] = figure(cells[place])
        pairs = [(titles[0], old), (titles[1], table)]
        book.sheets[sheet] = put(pairs if first else pairs[::-1])

    decided = titled and not falls(sheet, figure, quarter)
    return Layout(name, sheet, Must.BE_READ if decided else Must.BE_IN_DOUBT, all_of(uncomputed(sheet), change))


def _stack(pairs: list[tuple[str, list]]) -> list[list]:
    return [line for title, table in pairs for line in ([], [title], *table, [])]


def _beside(pairs: list[tuple[str, list]]) -> list[list]:
    (left_title, left), (right_title, right) = pairs
    width = max(map(len, left)) + 1
    lines = [[], [left_title, *[""] * (width - 1), right_title]]
    return lines + [[*a, *[""] * (width - len(a)), *b] for a, b in zip(left, right, strict=True)]


# --- Identitas -------------------------------------------------------------------------------------------------------


def labels(chance: Random, quarter: int) -> Layout:
    """Another label that is as good, above the form's own or instead of it; or the form's own twice."""
    other = quarter % 4 + 1
    kind = chance.choice(("near above", "near twice", "own twice"))

    def change(book: Book) -> None:
        rows = book.sheets["Identitas"]
        at = next(number for number, cells in enumerate(rows) if cells and "Triwulan" in cells)
        if kind == "near above":
            rows[1] = ["", f"Periode : Triwulan {ROMAN[other - 1]}"]
        elif kind == "near twice":
            rows[at] = ["", "TW", quarter]
            rows.append(["", "Periode", f"TW {ROMAN[other - 1]}"])
        else:
            rows.append(["", "Triwulan", other])

    needs = ("I06",) if kind == "near above" else ()
    return Layout(
        f"label {kind}", "Identitas", Must.BE_READ if kind == "near above" else Must.BE_IN_DOUBT, change, needs
    )


DRAWN: tuple[Draw, ...] = (
    sexes,
    quarters,
    single_quarters_and_a_total,
    up_to_this_quarter,
    changed_budget,
    physical_and_financial,
    years,
    nameless_parts,
    parts_without_a_total,
    wrong_total,
    nameless_total,
    total_not_filled_in,
    falling_quarters,
    before_and_in_this_quarter,
    quarters_and_a_sum,
    plan_and_done,
    merged_over_two,
    heading_twice,
    near_heading_beside,
    columns_moved,
    unheaded_figures,
    rows_above,
    old_sheet,
    two_sheets,
    stated_in_one,
    sheets_under_titles,
    a_sheet_for_each_field,
    sheet_renamed,
    foreign_sheet,
    stacked_tables,
    tables_side_by_side,
    labels,
    *HEADINGS,
    *ROWS,
    *HABITS,
    *TABLES,
    *PERIODS,
    *SINGLE_QUARTERS,
    *SUMS,
    *ENTRIES,
    *ROW_KINDS,
    *ROW_LEVELS,
    *GROUPS,
    *DUE,
    *PLACES_CHANGED,
    *PIECES,
    *WAYS_TO_COUNT,
    *PLANS,
    *ABBREVIATIONS,
)


REFUSED_BY = {
    Must.BE_IN_DOUBT: "L05",
    Must.BE_MISSED: "L02",
    Must.NOT_BE_THERE: "L01",
    Must.BE_NOBODYS: "R17",
    Must.BE_THERE_ONCE: "R02",
    Must.BE_SHARES: "C10",
    Must.BE_NUMBERS: "C01",
    Must.BE_IN_THOUSANDTHS: "C04",
    Must.BE_OF_OTHER_UNIT: "C11",
    Must.BE_FILLED: "C05",
    Must.BE_CHOSEN: "C08",
    Must.BE_DIVIDED: "C11",
}


# --- the judge -------------------------------------------------------------------------------------------------------


@dataclass
class Result:
    workbooks: int = 0
    kinds: Counter = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def drawn_with(draws: Iterable[Draw], seed: str) -> tuple[Book, Book, list[Layout]]:
    """The truth, the same laid out, and by what: no two layouts on one sheet."""
    chance = Random(seed)
    quarter = chance.randint(1, 4)
    layouts: list[Layout] = []
    for draw in draws:
        layout = draw(chance, quarter)
        if layout.sheets.isdisjoint(set().union(*(one.sheets for one in layouts))):
            layouts.append(layout)
    right, book = truth(seed, quarter), truth(seed, quarter)
    for layout in layouts:
        layout.change(book)
    return right, book, layouts


def some(seed: str) -> list[Draw]:
    chance = Random(f"{seed} layouts")
    return chance.sample(DRAWN, chance.choice((1, 1, 2, 3)))


def _after(seed: str, quarter: int) -> Context:
    """After a right report of the quarter before, in which seven tenths were done."""
    book = truth(seed, quarter)
    for sheet in ("Penerima", "Anggaran"):
        all_of(uncomputed(sheet), with_figures(sheet, PLACES[sheet][1], less))(book)
    report = EarlierReport(Period(2024, quarter - 1), figure_frames([taken(book).normalised]))
    compared = ("62.01", KABKOTA.version, Period(2024, quarter), AS_OF)
    return Context(AS_OF, "62", reports={compared: report})


STAGES = ("data_collection", "needs_calculation", "planning", "implementation")


def counted(taken: Taken) -> dict[tuple[str, str], tuple]:
    """The figures that count and the stages, by their code."""
    figures = {}
    for key, columns in (*SENT.items(), ("stages", STAGES)):
        order = figure_columns(key)
        code = {"quality": "item_code", "stages": "field_code"}.get(key, "service_code")
        for row in taken.normalised.figures.get(key, []):
            values = dict(zip(order, row, strict=True))
            figures[key, values[code]] = tuple(values[one] for one in columns)
    return figures


@dataclass(frozen=True)
class Case:
    """A workbook as somebody lays it out, beside the truth."""

    seed: str
    right: Book
    layouts: list[Layout]
    sent: Taken

    def wrong(self, findings: list[Finding]) -> list[str]:
        """What is wrong with this verdict."""
        rules = {one.rule for one in findings}
        accepted = Severity.ERROR not in {one.severity for one in findings}
        refused = {one.sheet for one in self.layouts if one.must in REFUSED_BY or one.must is Must.BE_RIGHT}
        known = [one for one in self.layouts if one.beside not in refused]
        must, wrong = {one.must for one in self.layouts}, []
        if accepted and Must.BE_TOLD not in must and counted(self.sent) != counted(taken(self.right)):
            wrong.append("accepted with a figure that differs from the truth")
        if not accepted and must <= {Must.BE_READ, Must.BE_TOLD}:
            told = sorted({f"{one.rule} {one.message}"[:110] for one in findings if one.severity is Severity.ERROR})
            wrong.append(f"decidable and refused: {told[:2]}")
        wrong += [
            f"{one} and not {rule}, {status_of(findings)}: {sorted(rules)}"
            for one, rule in REFUSED_BY.items()
            if one in {each.must for each in known} and rule not in rules
        ]
        return wrong + [f"not told by {rule}" for one in known for rule in one.needs if rule not in rules]


def case_of(seed: str, draws: Iterable[Draw]) -> Case:
    right, book, layouts = drawn_with(draws, seed)
    return Case(seed, right, layouts, taken(book, file_name="laporan.xlsx", sha256=seed))


def verdicts(cases: list[Case]) -> Iterator[tuple[Case, list[str]]]:
    """What is wrong with the verdict on each: all are checked at once but those that follow an earlier report."""
    alone = [case for case in cases if any(one.since for one in case.layouts)]
    together = [case for case in cases if case not in alone]
    context, method = Context(AS_OF, "62"), settings().of_province("62")
    for case, verdict in zip(together, check([one.sent for one in together], context, method), strict=True):
        yield case, case.wrong(verdict.findings)
    for case in alone:
        after = _after(case.seed, case.right["Identitas", "C8"])
        yield case, case.wrong(check([case.sent], after, method)[0].findings)


def judge_all(cases: Iterable[tuple[str, Iterable[Draw]]], at_once: int = 50) -> Result:
    result = Result()
    for some_of_them in batched(cases, at_once):
        for case, wrong in verdicts([case_of(*one) for one in some_of_them]):
            result.workbooks += 1
            result.kinds.update(f"{one.name} ({one.must})" for one in case.layouts)
            result.failures += [f"{case.seed}: {[one.name for one in case.layouts]}: {one}" for one in wrong]
    return result


def batched(cases: Iterable, size: int) -> Iterator[list]:
    rest = iter(cases)
    return iter(lambda: list(islice(rest, size)), [])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workbooks", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    result = judge_all((seed, some(seed)) for seed in (f"{chosen.seed}-{number}" for number in range(chosen.workbooks)))
    for kind, count in sorted(result.kinds.items()):
        print(f"{count:6} {kind}")
    print(*result.failures[:40], sep="\n")
    print(f"{result.workbooks} workbooks, {len(result.failures)} failures")
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())

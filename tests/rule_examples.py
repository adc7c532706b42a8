"""One thing broken, one finding at one cell: an example of every sentence of the rules, and a near miss that passes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from config import catalogue
from schemas.period import Period
from schemas.wording import MONTHS
from schemas.workbook import NO_VALUE
from tasks.intake.take_in import Context
from tasks.read.sheet_facts import CURRENCY, THOUSANDTHS
from tests.builders import AS_OF, Book, after, fixed, position, replacing
from tests.layout_changes import (
    Figures,
    all_of,
    column_again,
    column_beside,
    half,
    hidden,
    in_pieces,
    less,
    more,
    rest,
    sheet_again,
    sub_columns,
    table_below,
    uncomputed,
    whole,
)

Change = Callable[[Book], None]


WHY = "Termasuk warga kabupaten tetangga"
"""What somebody writes about a warning."""
FOR_62, REPLACING = Context(AS_OF, "62", Period(2024, 4)), replacing()


@dataclass(frozen=True)
class Example:
    """`fails` breaks a clean book so that the rule speaks at `at`; `passes` comes near and leaves the rule silent.

    `also` are the other rules that the same fault breaks, rightly.
    """

    rule: str
    variant: str
    at: str
    fails: Change
    passes: Change
    file_name: str = "62.01 2024-TW4.xlsx"
    passes_as: str = "62.01 2024-TW4.xlsx"
    context: Context = FOR_62
    also: tuple[str, ...] = ()
    passing_context: Context = FOR_62


def exchanged(by: float) -> Change:
    """In every row of Penerima so much more served than there are to serve."""

    def change(book: Book) -> None:
        for row in range(6, len(book.sheets["Penerima"]) + 1):
            puts(**{f"G{row}": 1000 * by, f"H{row}": "", f"I{row}": ""})(book)

    return change


def sheets_gone(count: int) -> Change:
    """Without so many sheets, the last ones."""

    def change(book: Book) -> None:
        for name in list(book.sheets)[-count:]:
            del book.sheets[name]

    return change


def only_rows(count: int) -> Change:
    """Penerima with its first rows alone, as of who sends what was mended."""

    def change(book: Book) -> None:
        del book.sheets["Penerima"][5 + count :]

    return change


def blank_column(sheet: str, letter: str) -> Change:
    """A column of which only the heading is left."""

    def change(book: Book) -> None:
        for row in range(6, len(book.sheets[sheet]) + 1):
            book[sheet, f"{letter}{row}"] = ""

    return change


def put(place: str, value: object) -> Change:
    """Sets one cell: `put("Penerima!F6", 0)`."""
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book[sheet, cell] = value

    return change


def put_row(sheet: str, row: int, cells: list) -> Change:
    return lambda book: book.sheets[sheet].__setitem__(row - 1, cells)


def below(sheet: str, cells: list) -> Change:
    """A row more."""
    return lambda book: book.sheets[sheet].append(cells)


def plan_over_years(book: Book) -> None:
    """An action of 2025, its budget below this year and that."""
    book.sheets["Rencana Aksi"].append([1, "K-DIK-01", "Pelatihan", 2025, 10, "orang", 10**7, "Dinas", "I"])
    sub_columns("Rencana Aksi", "G", {"2024": more, "2025": whole})(book)


def divided_columns(book: Book) -> None:
    """What is due in one table of Penerima, what was done in another below it."""
    rows = book.sheets["Penerima"]
    due, done = ([cells[:at] + cells[at + 1 :] for cells in rows[4:]] for at in (6, 5))
    for cells in (*due[1:], *done[1:]):
        cells[6:8] = "", ""
    book.sheets["Penerima"] = [*rows[:4], *due, [], ["B. Realisasi"], *done]


def table_of(name: str) -> Change:
    """Below Penerima the same table with other figures, of this regency."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        again = [[*cells[:5], 2000, 2000, *cells[7:]] for cells in rows[5:]]
        book.sheets["Penerima"] = [["Kabupaten Kotawaringin Barat"], *rows[1:5], *rows[5:], [], [name], rows[4], *again]

    return change


def whole_below(book: Book) -> None:
    """The same table once more."""
    rows = book.sheets["Penerima"]
    book.sheets["Penerima"] = [*rows, [], ["Kabupaten Kapuas"], *(list(cells) for cells in rows[4:])]


def beside(figure: Callable[[list], float]) -> Change:
    """A figure of no heading beside every row of Penerima."""

    def change(book: Book) -> None:
        for row in book.sheets["Penerima"][5:]:
            row.append(figure(row))

    return change


def merged(sheet: str, cells: tuple[int, int, int, int]) -> Change:
    return lambda book: book.merged.__setitem__(sheet, [cells])


def sheet_called(sheet: str, name: str) -> Change:
    def change(book: Book) -> None:
        book.sheets = {name if one == sheet else one: rows for one, rows in book.sheets.items()}

    return change


def noted(place: str, text: str) -> Change:
    """A comment on a cell."""
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book.comments[sheet, cell] = text

    return change


def struck(place: str, left: str = "") -> Change:
    """A cell struck through, or all of it but what is left."""
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book.struck[sheet, cell] = left

    return change


def puts(**cells: object) -> Change:
    """Sets cells of Penerima by their address."""

    def change(book: Book) -> None:
        for cell, value in cells.items():
            book["Penerima", cell] = value

    return change


def fault(place: str, what: str) -> Change:
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book[sheet, cell] = ""
        book.faults[sheet, cell] = what

    return change


def fund_below(word: str) -> Change:
    """Under a service, whose fund is DAK Fisik, a row of a fund."""
    return lambda book: book.insert_row("Anggaran", 7, ["", "", word, 5_000_000.0, 4_000_000.0])


def goes_on(exchanged: str) -> Change:
    """The lower half of Penerima under headings once more, with two columns exchanged."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        for cells in rows[19:]:
            cells[6:9] = [900, "", ""]
        rows[19:] = [list(rows[4]), *rows[19:]]
        one, other = (position(f"{letter}1")[1] - 1 for letter in exchanged or "AA")
        for cells in rows[19:]:
            cells[one], cells[other] = cells[other], cells[one]

    return change


def of_an_office(figures: Figures) -> Change:
    """A sheet with the rows of health once more."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        mine = [[*cells[:6], figures(cells[6])] for cells in rows[5:] if "-KES-" in cells[1]]
        book.sheets["Dinkes"] = [*(list(cells[:7]) for cells in rows[:5]), *mine]

    return change


def of_other_sheet(name: str, figures: Figures, own: str) -> Change:
    """Another sheet of Penerima, and nothing stated that follows from its figures."""
    return all_of(uncomputed("Penerima"), sheet_again("Penerima", name, figures, own=own))


def in_parts(before: float, now: float) -> Change:
    """So many served of 1000 in the third quarter and in the fourth, on a sheet each."""

    def change(book: Book) -> None:
        for name, served in (("Penerima TW III", before), ("Penerima TW IV", now)):
            for cells in book.sheets[name][5:]:
                cells[5:7] = [1000, served]

    return change


def achieved(heading: str) -> Change:
    """What was done as shares of what is due, under another heading and without what follows from it."""

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        book["Penerima", "G5"] = heading
        for cells in book.sheets["Penerima"][5:]:
            cells[6] = 100

    return change


def reached(count: int, field: str = "") -> Change:
    """So many services, of one bidang where it is named, served 55 of 1000 people; the others all."""

    def change(book: Book) -> None:
        rows = [cells for cells in book.sheets["Penerima"][5:] if field in cells[1]]
        for cells in rows[:count]:
            cells[6:9] = [55, 945, 5.5]

    return change


def items_reached(of: str) -> Change:
    """Of 5,000 items each that a service needs there are 55, of 500 that others need all."""

    def change(book: Book) -> None:
        for cells in book.sheets["Mutu"][5:]:
            cells[6:10] = [5000, 55, 4945, 1.1] if cells[1] == of else [500, 500, 0, 100]

    return change


def ticked(field: str) -> Change:
    """Of each item of a bidang 1 is needed and there."""

    def change(book: Book) -> None:
        for cells in book.sheets["Mutu"][5:]:
            cells[6:10] = [1, 1, 0, 100] if field in cells[1] else [500, 500, 0, 100]

    return change


def percentage_of(due: int, share: int) -> Change:
    """A share of a hundred in the place of the people of one service."""
    return puts(F6=due, G6=share, H6="", I6="")


def in_thousands(field: str) -> Change:
    """The budget of one bidang in thousands."""

    def change(book: Book) -> None:
        for cells in book.sheets["Anggaran"][5:]:
            if field and field in cells[1]:
                cells[3:5] = [500_000, 400_000]

    return change


def realised_in_thousands(rows: int) -> Change:
    """What was realised in so many rows in thousands."""

    def change(book: Book) -> None:
        for cells in book.sheets["Anggaran"][5 : 5 + rows]:
            cells[4] /= 1000

    return change


def _served_by_formula(served: int, of: str = "F7") -> Change:
    """So many of 1,000 served, as a formula takes it from one cell."""

    def change(book: Book) -> None:
        book.sheets["Penerima"][6][6:9] = [served, 1000 - served, served / 10]
        book.sources["Penerima", "G7"] = of

    return change


def puts_people(adults: float) -> Change:
    """So many of working age, all of them served."""

    def change(book: Book) -> None:
        book.sheets["Penerima"][13][5:9] = [adults, adults, 0, 100]

    return change


def changed_in(count: int, *, computed: bool = False) -> Change:
    """The budget after its change beside the one before, of so many services; `computed` from the one before."""

    def change(book: Book) -> None:
        for number, row in enumerate(book.sheets["Anggaran"][4:]):
            row[5] = row[5] if computed or not number else ""
            row.insert(4, "" if number > count else row[3] + 100_000_000 if number else "Alokasi Perubahan (Rp)")

    return change


def puts_money(allocated: float) -> Change:
    """The budget of the first service, all of it spent."""

    def change(book: Book) -> None:
        book.sheets["Anggaran"][5][3:6] = [allocated, allocated, 100]

    return change


def times_money(factor: int) -> Change:
    """All amounts so many times as high."""

    def change(book: Book) -> None:
        for cells in book.sheets["Anggaran"][5:]:
            cells[3:5] = [factor * cells[3], factor * cells[4]]

    return change


def _dear(served: int) -> Change:
    """So many children to serve in the first service, for 120 million rupiah each."""
    return all_of(puts(F6=served, G6=served), puts_money(120_000_000 * served))


def in_hundreds(rows: int, first: int = 6) -> Change:
    """Of each 100, in so many rows."""

    def change(book: Book) -> None:
        for cells in book.sheets["Penerima"][first - 1 : first - 1 + rows]:
            cells[5:9] = [100, 100, 0, 100]

    return change


def mixed(more: int) -> Change:
    """Percentages of what is available in a bidang: of thousands in four rows, more than there should be in others."""

    def change(book: Book) -> None:
        rows = [cells for cells in book.sheets["Mutu"][5:] if "-DIK-" in cells[1]]
        for number, cells in enumerate(rows[: 4 + more]):
            cells[6:10] = [5000, 95, "", ""] if number < 4 else [32, 94, "", ""]

    return change


def few_of(row: int, available: float) -> Change:
    """Thousands that are needed of the goods of a service, of one of which hardly any are there."""

    def change(book: Book) -> None:
        service = book["Mutu", f"B{row}"]
        for cells in book.sheets["Mutu"][5:]:
            if (cells[1], cells[4]) == (service, "barang"):
                cells[6:10] = [5000, 5000, "", ""]
        book["Mutu", f"H{row}"] = available

    return change


def needed(row: int, figure: float) -> Change:
    def change(book: Book) -> None:
        book.sheets["Mutu"][row - 1][6:10] = [figure, figure, 0, 100]

    return change


def due_of_a_hundred(rows: int) -> Change:
    """Percentages of the first items, of which the first service has seven."""

    def change(book: Book) -> None:
        for number, cells in enumerate(book.sheets["Mutu"][5 : 5 + rows]):
            cells[6:10] = [100, 95 - number, "", ""]

    return change


def linked(name: str = "Rekap", step: int = 0, others: dict[int, int] | None = None) -> Change:
    """Who was served, fetched from another sheet: from rows further down by `step`, or as `others` has it of some."""

    def change(book: Book) -> None:
        for row in range(6, 35):
            book.sources["Penerima", f"G{row}"] = f"'{name}'!G{row + (others or {}).get(row, step)}"

    return change


def with_codes(name: str) -> Change:
    """A sheet with the codes of the services where they stand on Penerima, and nothing that is read."""

    def change(book: Book) -> None:
        book.sheets[name] = [
            ["", cells[1]] if number > 4 else [] for number, cells in enumerate(book.sheets["Penerima"])
        ]

    return change


def as_percent(place: str, value: float, decimals: int) -> Change:
    """A number in a cell with a percent format."""
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book[sheet, cell] = value
        book.percents[sheet, cell] = decimals

    return change


def shown_with(place: str, value: float, scale: str) -> Change:
    """A number in a cell whose format writes something behind it."""
    sheet, cell = place.split("!")

    def change(book: Book) -> None:
        book[sheet, cell] = value
        book.scales[sheet, cell] = scale

    return change


def a_row_again(sheet: str, code: str) -> Change:
    """A row more, like the last one, under a code that the form does not have."""

    def change(book: Book) -> None:
        last = list(book.sheets[sheet][-1])
        last[2 if sheet == "Mutu" else 1] = code
        last[2] = "" if sheet == "Tahapan" else last[2]
        book.sheets[sheet].append(last)

    return change


def both(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def without_sheet(name: str) -> Change:
    def change(book: Book) -> None:
        del book.sheets[name]

    return change


def rename(old: str, new: str) -> Change:
    def change(book: Book) -> None:
        book.sheets = {new if name == old else name: rows for name, rows in book.sheets.items()}

    return change


def add_sheet(name: str) -> Change:
    def change(book: Book) -> None:
        book.sheets[name] = [["Lampiran"]]

    return change


def untouched(book: Book) -> None:
    """Already clean."""


def budget_beside_recipients(book) -> None:
    """No sheet of the budget: its columns stand beside those of the people, twice."""
    amounts = [cells[3:5] for cells in book.sheets.pop("Anggaran")[4:]]
    for cells, (allocation, realised) in zip(book.sheets["Penerima"][4:], amounts, strict=True):
        cells += 2 * [allocation, realised]


def items_alone_as_people_say(book: Book) -> None:
    """No sheet of the people, and the words that are as good for it over the items."""
    book.sheets.pop("Penerima")
    book["Mutu", "G5"], book["Mutu", "H5"] = "Target", "Realisasi"


def headless(book: Book) -> None:
    book.sheets["Tahapan"] = [["Lihat lampiran"]]


def without_codes(*kept: str) -> Change:
    """Drops the code column of Penerima, and the name column unless it is kept."""

    def change(book: Book) -> None:
        if "names" not in kept:
            book.drop_column("Penerima", "D")
        book.drop_column("Penerima", "B")

    return change


def _earlier(regency: str) -> Context:
    received = datetime(2025, 1, 10, 2, 30, tzinfo=UTC)
    return Context(AS_OF, "62", Period(2024, 4), {(regency, "0" * 64): ("pertama.xlsx", received)})


def _third_quarter(book: Book) -> None:
    """Less was done by then, in every service; the targets were the same."""
    for row in book.sheets["Penerima"][5:]:
        row[6:9] = 700, 300, 70
    for row in book.sheets["Anggaran"][5:]:
        row[4:6] = 300_000_000, 60


def _all_but(count: int) -> Change:
    """What `_third_quarter` says of the first services only."""

    def change(book: Book) -> None:
        for row in book.sheets["Penerima"][5 : 5 + count]:
            row[6:9] = 700, 300, 70

    return change


AFTER_TW3 = after(_third_quarter)
FIXED = fixed()


def _all_required_zero(book: Book) -> None:
    for row in book.sheets["Mutu"][5:]:
        if row[1] == "K-DIK-01":
            row[6], row[7] = 0, 0


def _one_required(book: Book) -> None:
    _all_required_zero(book)
    book["Mutu", "G6"] = 1
    book["Mutu", "H6"] = 1


def _solved(book: Book) -> None:
    _short(book)
    book.sheets["Permasalahan"].append([1, "K-KES-01", "Data belum padan", "Pemadanan data", "Dinas"])


def _total(stated: float) -> Change:
    return lambda book: book.sheets["Anggaran"].append(["", "", "JUMLAH", stated, 29 * 400_000_000])


def _slipped_month(book: Book) -> None:
    monthly("Jumlah Terlayani", 1000.0)(book)
    book["Penerima", "G6"] = 830.0


def text_below_a_total(stated: float) -> Change:
    """The men and the women of whom one is written as text, and this in the place of their sum."""

    def change(book: Book) -> None:
        sub_columns("Penerima", "G", {"L": half, "P": rest, "Jumlah": whole}, computed=False)(book)
        book["Penerima", "G7"], book["Penerima", "I7"] = "500 orang", stated

    return change


def unseen_rows(*numbers: int) -> Change:
    """Rows of Penerima that a filter hides."""
    return lambda book: book.hidden_rows.update({"Penerima": frozenset(numbers)})


def unseen_sheet(name: str) -> Change:
    return lambda book: book.hidden.add(name)


def unseen_columns(*numbers: int) -> Change:
    return lambda book: book.hidden_columns.update({"Penerima": frozenset(numbers)})


def _in_pieces_without_one(book: Book) -> None:
    """The rows of each bidang on a sheet of its own, but for one that is nowhere."""
    in_pieces("Penerima", "Penerima {field}")(book)
    book.sheets["Penerima SOS"].pop()


def _social_apart(book: Book) -> None:
    """All bidang but one on one sheet, and that on another, but for one row that is nowhere."""
    _in_pieces_without_one(book)
    for field in ("KES", "PU", "PR", "TRA"):
        book.sheets["Penerima DIK"] += book.sheets.pop(f"Penerima {field}")[5:]


def _copy_row(book: Book) -> None:
    book.sheets["Penerima"].append(list(book.sheets["Penerima"][5]))


def _another_row(book: Book) -> None:
    book.sheets["Penerima"].append([*book.sheets["Penerima"][5][:10], "susulan"])


def _another_stage(book: Book) -> None:
    book.sheets["Tahapan"].append([*book.sheets["Tahapan"][5][:6], "Sudah"])


def _problem_without_code(book: Book) -> None:
    rows = [[1, "K-KES-01", "Satu", "Solusi", ""], [2, "", "Dua", "Solusi", ""]]
    book.sheets["Permasalahan"] += rows


def _problem_after_blank_row(book: Book) -> None:
    book.sheets["Permasalahan"] += [[1, "K-KES-01", "Satu", "Solusi", ""], [], ["", "", "Catatan penutup", "", ""]]


def _short(book: Book) -> None:
    puts(G9=900, H9=100, I9=90)(book)


def _overspent(book: Book) -> None:
    book["Anggaran", "E6"], book["Anggaran", "F6"] = 500_000_001, 100


def _unfunded(book: Book) -> None:
    book["Anggaran", "E6"], book["Anggaran", "F6"] = 0, 0


def _in_thousands(book: Book) -> None:
    for row in book.sheets["Anggaran"][5:]:
        row[3], row[4] = 500_000, 400_000


def _four_served_in_thousands(book: Book) -> None:
    _in_thousands(book)
    for row in book.sheets["Penerima"][9:]:
        row[6:9] = 0, 1000, 0


def _with_national_target(book: Book) -> None:
    book.sheets["Penerima"].append(["", "", "", "Target Nasional", "", 100.0, 100.0])


def _with_total(book: Book) -> None:
    book.sheets["Penerima"].append(["", "", "", "TOTAL", "", 29_000.0, 29_000.0])


def _nameless_with(total: float) -> Change:
    """A service in two rows, of which nothing says what they are, and what they come to below them."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        rows[5][5:9] = 600.0, 600.0, "", ""
        rows[6:6] = [[*[""] * 5, 400.0, 400.0], ["", "", "", "Jumlah", "", total, total, 0, 100]]

    return change


def _halves(first: str, second: str) -> Change:
    """The people of one service in two rows, its name in the first."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        rows[5][4:9] = [first, 400.0, 400.0, "", ""]
        rows.insert(6, ["", "", "", "", second, 600.0, 600.0, "", "", "", ""])

    return change


def nameless_row(sheet: str, at: int, first: str, second: str, figures: tuple[float, float]) -> Change:
    """Under a service a row of which nothing but `second` is said, in the column in which the service has `first`."""

    def change(book: Book) -> None:
        rows, start = book.sheets[sheet], {"Penerima": 5, "Anggaran": 3}[sheet]
        below = ["" for _ in rows[5]]
        rows[5][at], below[at] = first, second
        below[start : start + 2] = figures
        rows.insert(6, below)

    return change


def wrong_total(total: float) -> Change:
    """The people of one service as men and women under its name, and their total below."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        rows[5][4:9] = ["orang", "", "", "", ""]
        parts = [("L", 400.0), ("P", 600.0), ("Jumlah", total)]
        rows[6:6] = [["", "", "", word, "", value, value, "", "", "", ""] for word, value in parts]

    return change


def places_below(first: str, second: str) -> Change:
    """The people of one service by place, none beside its name."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        rows[5][4:9] = ["orang", "", "", "", ""]
        parts = [(first, 400.0), (second, 600.0)]
        rows[6:6] = [["", "", "", word, "", value, value, "", "", "", ""] for word, value in parts]

    return change


def part_of_each(*words: str) -> Change:
    """The people of every service in one row below it, in turn with these words."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        heads, book.sheets["Penerima"] = rows[5:], rows[:5]
        for n, cells in enumerate(heads):
            part = ["", "", "", words[n % len(words)], "", *cells[5:7]]
            book.sheets["Penerima"] += [[*cells[:5], "", "", "", "", *cells[9:]], part]

    return change


def in_months(**cells: object) -> Change:
    """Who is served by month below one heading, without their total; `cells` are set besides."""

    def change(book: Book) -> None:
        months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
        for row, line in enumerate(book.sheets["Penerima"][4:], 5):
            line[6:9] = ["Jumlah Terlayani", *[""] * 11] if row == 5 else [120.0, 40.0] * 5 + [100.0, 100.0]
        book.insert_row("Penerima", 6, [*[""] * 6, *months])
        book.merged["Penerima"] = [(5, 7, 5, 18)]
        puts(**cells)(book)

    return change


def named_above(text: str) -> Change:
    """A line over the two headings of figures."""

    def change(book: Book) -> None:
        book.insert_row("Penerima", 5, ["", "", "", "", "", text, text])
        book.merged["Penerima"] = [(5, 6, 5, 7)]

    return change


def _details(book: Book) -> None:
    rows = book.sheets["Penerima"]
    rows[6:6] = [["", "", "", "", sex, 500.0, 500.0, "", "", "", ""] for sex in ("L", "P")]


def _without(field: str) -> Change:
    """Nothing filled in of the services whose code has this in it."""

    def change(book: Book) -> None:
        for name, first in (("Penerima", 5), ("Mutu", 6), ("Anggaran", 3)):
            for row in book.sheets[name][5:]:
                if field in row[1]:
                    row[first : first + 4] = [*[""] * 2, *row[first + 2 : first + 4]]

    return change


def _another_workbook(book: Book) -> None:
    book.sheets = {"Sheet1": [["Kecamatan", "Desa"], ["Arut Selatan", 20.0]]}


def _saved_by_libreoffice(book: Book) -> None:
    book.kind = "xls"
    for place in ("Penerima!F6", "Anggaran!D6"):
        fault(place, NO_VALUE)(book)


def _from_dapodik(book: Book) -> None:
    book.sheets = {
        "Data": [["Profil Sekolah"], ["No", "NPSN", "Nama Sekolah", "Jumlah Murid"], [1, "30200123", "SDN", 98]]
    }


def _items_of(edition: str) -> Change:
    """The quality items of health in another edition."""
    rows = catalogue.table("quality_items")
    items = rows[rows["item_code"].str.contains(f".{edition}.", regex=False)]

    def change(book: Book) -> None:
        top, others = book.sheets["Mutu"][:5], [row for row in book.sheets["Mutu"][5:] if "KES" not in row[1]]
        new = [
            ["", one.service_code, one.item_code, one.item_name, one.kind, one.unit, 10, 10, 0, 100, ""]
            for one in items.itertuples()
        ]
        book.sheets["Mutu"] = [*top, *others, *new]

    return change


def _list_of_persons(book: Book) -> None:
    book.sheets = {"Peserta": [["Nama", "NIK"], *[["Si Polan", f"620101450190{n:04}"] for n in range(1, 9)]]}


def _action(book: Book, year: object = 2025, target: object = 10, quarter: str = "II") -> None:
    row = [1, "K-KES-01", "Kunjungan rumah", year, target, "orang", 1_000_000, "Dinas", quarter]
    book.sheets["Rencana Aksi"].append(row)


def years_below(*years: int) -> Change:
    """The table of Anggaran once for each year, the years in a line above it."""

    def change(book: Book) -> None:
        rows = book.sheets["Anggaran"]
        table = rows[4:]
        rows[3:] = [line for year in years for line in ([f"Tahun Anggaran {year}"], *map(list, table), [])]

    return change


def monthly(*totals: object) -> Change:
    """Penerima with 1,000 people served over twelve months instead of one column; `totals`: heading and stated sum."""

    def change(book: Book) -> None:
        heading, *rows = book.sheets["Penerima"][4:]
        heading[6:7] = [*MONTHS, *totals[:1]]
        for row in rows:
            row[6:7] = [*[83.0] * 11, 87.0, *totals[1:]]

    return change


def only_health(book: Book) -> None:
    """What the health office can fill in of the whole form."""
    for name in ("Penerima", "Mutu", "Anggaran", "Tahapan"):
        rows = book.sheets[name]
        rows[5:] = [row for row in rows[5:] if "KES" in row[1]]


def a_row_of_education(book: Book) -> None:
    book.insert_row("Penerima", 6, list(Book().sheets["Penerima"][5]))


of_health_office = both(only_health, put("Identitas!C13", "SPM-KES-2025.1"))

NIK = "6201014501900001"
MOST_MOTHERS = round(0.06 * 294_602)
"""6 % of the people of Kotawaringin Barat: more than may be pregnant in a year."""

EXAMPLES = [
    Example("F05", "default", "!", untouched, untouched, context=_earlier("62.01")),
    Example("F06", "default", "Identitas!C5", untouched, untouched, context=Context(AS_OF, "63")),
    Example("F08", "default", "!", _another_workbook, untouched),
    Example("F08", "system", "!", _from_dapodik, _another_workbook),
    Example("F08", "older", "Mutu!C126", _items_of("PMK4"), _items_of("PMK6"), also=("L06",)),
    Example("F08", "persons", "!", _list_of_persons, _another_workbook, also=("C09",)),
    Example("I01", "missing", "Identitas!C5", put("Identitas!C5", ""), put("Identitas!C5", "62.01")),
    Example("F08", "level", "Identitas!C5", put("Identitas!C5", "62"), put("Identitas!C5", "62.01")),
    Example("I01", "unknown", "Identitas!C5", put("Identitas!C5", "62.99"), put("Identitas!C5", "62.01")),
    Example("I02", "other", "Identitas!C6", put("Identitas!C6", "Kabupaten Seruyan"), untouched),
    Example(
        "I02",
        "unknown",
        "Identitas!C6",
        put("Identitas!C6", "Atlantis"),
        put("Identitas!C6", "KAB. KOTAWARINGIN BARAT"),
    ),
    Example(
        "I02", "missing", "Identitas!C6", put("Identitas!C6", ""), put("Identitas!C6", "Pemkab Kotawaringin Barat")
    ),
    Example("I03", "missing", "Identitas!C8", put("Identitas!C8", ""), put("Identitas!C8", "Triwulan IV")),
    Example("I03", "impossible", "Identitas!C8", put("Identitas!C8", 5), put("Identitas!C8", "TW4")),
    Example(
        "I03",
        "future",
        "Identitas!C7",
        put("Identitas!C7", 2025),
        put("Identitas!C7", "2024"),
        "laporan.xlsx",
        also=("I06",),
    ),
    Example(
        "I03",
        "doubtful",
        "Identitas!C7",
        put("Penerima!A2", "TRIWULAN III TAHUN 2024"),
        put("Penerima!A2", "TRIWULAN IV TAHUN 2024"),
        context=REPLACING,
        passing_context=REPLACING,
        also=("I06",),
    ),
    Example("I04", "regency", "Identitas!C5", untouched, untouched, "Laporan Kab. Seruyan TW IV 2024.xlsx"),
    Example("I04", "period", "Identitas!C7", untouched, untouched, "62.01 TW III 2024.xlsx"),
    Example("I04", "year", "Identitas!C7", untouched, untouched, "62.01 2023.xlsx"),
    Example("I05", "missing", "Identitas!C13", put("Identitas!C13", ""), untouched),
    Example("I05", "other", "Identitas!C13", put("Identitas!C13", "SPM-P-2025.1"), untouched),
    Example("I05", "unknown", "Identitas!C13", put("Identitas!C13", "SPM-KK-2031"), untouched),
    Example("I06", "regency", "Mutu!A2", put("Mutu!A2", "Kabupaten Kapuas"), put("Mutu!A2", "Kab. Kotawaringin Barat")),
    Example(
        "I06",
        "part",
        "Mutu!A2",
        put("Mutu!A2", "Periode Oktober s.d. Desember 2024"),
        put("Mutu!A2", "Periode Januari s.d. Desember 2024"),
    ),
    Example(
        "I06",
        "period",
        "Mutu!A2",
        put("Mutu!A2", "Triwulan III Tahun 2024"),
        put("Mutu!A2", "Triwulan IV Tahun 2024 (PP Nomor 2 Tahun 2018)"),
    ),
    Example(
        "I06",
        "name",
        "Penerima 2023!",
        rename("Penerima", "Penerima 2023"),
        rename("Penerima", "Penerima 2024"),
        also=("L04",),
    ),
    Example(
        "I06",
        "line",
        "Identitas!B20",
        put("Identitas!B20", "Data baru sampai dengan November 2024"),
        put("Identitas!B20", "Data sampai dengan Desember 2024"),
    ),
    Example("L01", "default", "Anggaran!", lambda book: book.sheets.pop("Anggaran"), rename("Anggaran", "ANGGARAN")),
    Example("L01", "year", "Anggaran!", years_below(2022, 2023), years_below(2023, 2024)),
    Example("L01", "headless", "Tahapan!", headless, untouched),
    Example("L01", "several", "!", sheets_gone(3), sheets_gone(2), also=("L01",) * 3),
    Example("L01", "elsewhere", "Penerima!", budget_beside_recipients, items_alone_as_people_say, also=("L03",)),
    Example(
        "L02",
        "default",
        "Penerima!K5",
        lambda b: b.drop_column("Penerima", "G"),
        lambda b: b.drop_column("Penerima", "I"),
        also=("L04",),
    ),
    Example(
        "L02",
        "rows",
        "Penerima!J5",
        all_of(lambda b: b.drop_column("Penerima", "D"), lambda b: b.drop_column("Penerima", "B")),
        lambda b: b.drop_column("Penerima", "B"),
        also=("L03", "L04", *["R03"] * 6),
    ),
    Example("L02", "near", "Penerima!G5", put("Penerima!G5", "Jumlah Terlayani di Lapangan"), untouched),
    Example(
        "L02",
        "other_year",
        "Anggaran!D5",
        put("Anggaran!D5", "Alokasi 2025 (Rp)"),
        put("Anggaran!D5", "Alokasi 2024 (Rp)"),
    ),
    Example(
        "L02",
        "other_period",
        "Penerima!G5",
        put("Penerima!G5", "Jumlah Terlayani s.d. November"),
        put("Penerima!G5", "Jumlah Terlayani s.d. Desember"),
    ),
    Example(
        "L02",
        "in_part",
        "Penerima!F5",
        put("Penerima!F5", "Target Triwulan IV"),
        put("Penerima!F5", "Target Tahunan"),
    ),
    Example(
        "L02",
        "several",
        "Penerima!G5",
        all_of(put("Penerima!G5", "Jumlah Terlayani di Puskesmas"), put("Penerima!L5", "Jumlah Terlayani di RS")),
        put("Penerima!L5", "Jumlah Terlayani di RS"),
    ),
    Example(
        "L02",
        "period",
        "Penerima!G5",
        all_of(put("Identitas!C8", ""), put("Penerima!G5", "Jumlah Terlayani TW IV")),
        put("Penerima!G5", "Jumlah Terlayani TW IV"),
        also=("I03",),
    ),
    Example("L03", "column", "Penerima!L5", put("Penerima!L5", "Sumber"), put("Penerima!L6", "sumber: dinas")),
    Example("L03", "sheet", "Lampiran!", lambda book: book.sheets.update(Lampiran=[["foto"]]), untouched),
    Example("L06", "default", "Penerima!L6", put("Penerima!L6", 1234), put("Penerima!L6", "diperiksa")),
    Example(
        "L06",
        "quarter",
        "Penerima!G5",
        put("Penerima!G5", "Realisasi Triwulan Ini"),
        put("Penerima!G5", "Realisasi s.d. Triwulan Ini"),
    ),
    Example(
        "L06",
        "sheet_name",
        "Penerima sementara!",
        rename("Penerima", "Penerima sementara"),
        rename("Penerima", "Penerima Layanan"),
        also=("L04",),
    ),
    Example(
        "L06",
        "sheet_place",
        "Penerima Kec. Kumai!",
        rename("Penerima", "Penerima Kec. Kumai"),
        rename("Penerima", "Penerima Layanan"),
        also=("L04",),
    ),
    Example(
        "L06", "place", "Penerima!F6", named_above("Arut Selatan"), named_above("Kotawaringin Barat"), also=("L04",)
    ),
    Example(
        "L06",
        "one_part",
        "Penerima!B6",
        part_of_each("- Kec. Kumai"),
        part_of_each("- Kec. Kumai", "- Kec. Arut"),
        also=("C02",),
    ),
    Example("L06", "blank_part", "Penerima!Q9", in_months(Q9=None), in_months(Q9="-"), also=("L04", "L04", "R10")),
    Example("L06", "item_low", "Mutu!H6", few_of(6, 85), few_of(6, 900)),
    Example("L06", "item_apart", "Mutu!G47", needed(47, 5000), needed(47, 900)),
    Example("L06", "item_much", "Mutu!G6", needed(6, 1_000_000), needed(6, 10_000)),
    Example("L06", "hundreds_service", "Mutu!G6", due_of_a_hundred(7), due_of_a_hundred(6)),
    Example("L06", "linked_row", "Penerima!G10", linked(others={10: 1}), linked(others={10: 0})),
    Example("L06", "linked_time", "Penerima!G6", linked("TW III"), linked("TW IV")),
    Example(
        "L05",
        "linked",
        "Penerima!G5",
        both(with_codes("Rekap"), linked("Rekap", 1)),
        both(with_codes("Rekap"), linked("Rekap", 0)),
        also=("L03",),
    ),
    Example("L06", "item_unit", "Mutu!F6", put("Mutu!F6", "paket"), put("Mutu!F6", "eksemplar")),
    Example(
        "L06",
        "item_typed_unit",
        "Mutu!H6",
        put("Mutu!H6", "10 paket"),
        put("Mutu!H6", "10 eks"),
        also=("C02",),
    ),
    Example(
        "L06",
        "indicative",
        "Anggaran!D5",
        put("Anggaran!D5", "Pagu Indikatif"),
        put("Anggaran!D5", "Pagu Definitif"),
    ),
    Example(
        "L06",
        "choice_year",
        "Tahapan!D6",
        put("Tahapan!D6", "Sudah (2023)"),
        put("Tahapan!D6", "Sudah (2024)"),
        also=("C02",),
    ),
    Example("L06", "related", "Penerima!L6", beside(lambda row: 1000 * row[5]), beside(lambda row: row[0])),
    Example(
        "L06",
        "unread_column",
        "Penerima!G5",
        all_of(uncomputed("Penerima"), column_again("Penerima", "G", more, "Realisasi")),
        column_again("Penerima", "G", less, "Kapasitas"),
        also=("L04", "L04"),
    ),
    Example(
        "L06",
        "unread_part",
        "Anggaran!E5",
        all_of(uncomputed("Anggaran"), column_beside("Anggaran", "E", half, "Realisasi GU")),
        column_beside("Anggaran", "E", half, "Realisasi GU"),
        also=("L03", "L04"),
    ),
    Example(
        "L06",
        "unread_copy",
        "Penerima (2)!",
        both(sheet_again("Penerima", "Penerima (2)", whole), put("Penerima (2)!G6", 900)),
        sheet_again("Penerima", "Penerima (2)", whole),
        also=("L04",),
    ),
    Example(
        "L06",
        "unread_sheet",
        "Penerima (2)!",
        sheet_again("Penerima", "Penerima (2)", less),
        sheet_again("Penerima", "Penerima lama", less),
        also=("L04",),
    ),
    Example(
        "L06",
        "quarters",
        "Penerima!H6",
        sub_columns("Penerima", "G", {"TW III": less, "TW IV": whole}, computed=False),
        sub_columns("Penerima", "G", {"TW III": less, "TW IV": whole}),
        also=("L04", "L04"),
    ),
    Example("L04", "place", "Penerima!A7", lambda b: [b.insert_row("Penerima", 1, []) for _ in "ab"], untouched),
    Example(
        "L04",
        "moved",
        "Penerima!L5",
        lambda b: [row.insert(10, "x") for row in b.sheets["Penerima"][4:]],
        untouched,
        also=("L03",),
    ),
    Example(
        "L04",
        "wording",
        "Penerima!F5",
        put("Penerima!F5", "Sasaran"),
        put("Penerima!F5", "JUMLAH YANG\nHARUS DILAYANI:"),
    ),
    Example("L04", "chosen_plan", "Rencana Aksi!H6", plan_over_years, untouched, also=("L04",)),
    Example(
        "L04",
        "chosen_period",
        "Penerima!H6",
        sub_columns("Penerima", "G", {"TW III": less, "TW IV": whole}),
        untouched,
        also=("L04",),
    ),
    Example(
        "L04",
        "chosen_total",
        "Penerima!I6",
        sub_columns("Penerima", "G", {"L": half, "P": rest, "Jumlah": whole}),
        sub_columns("Penerima", "G", {"L": half, "P": less}),
        also=("L04",),
    ),
    Example(
        "L04",
        "chosen_exact",
        "Penerima!H5",
        column_again("Penerima", "G", less, "Realisasi"),
        column_again("Penerima", "G", less, "Kapasitas"),
        also=("L04", "L06"),
    ),
    Example("L04", "chosen_arithmetic", "Penerima!H5", column_again("Penerima", "G", less), untouched, also=("L04",)),
    Example("L04", "chosen_same", "Penerima!G5", column_again("Penerima", "G", whole), untouched, also=("L04",)),
    Example(
        "L05",
        "column",
        "Penerima!G5",
        all_of(uncomputed("Penerima"), column_again("Penerima", "G", more)),
        column_again("Penerima", "G", less),
        also=("L04", "R04"),
    ),
    Example(
        "L05",
        "sheet",
        "Penerima baru!",
        sheet_again("Penerima", "Penerima baru", more, own="Penerima revisi"),
        sheet_again("Penerima", "Penerima lama", less, own="Penerima revisi"),
    ),
    Example("L05", "pieces", "Penerima DIK!", _in_pieces_without_one, untouched, also=("R03",) * 5),
    Example("L05", "pieces_all", "Penerima DIK!", in_pieces("Penerima", "Penerima {field}"), untouched),
    Example("L05", "excerpt", "Penerima!", of_an_office(more), of_an_office(whole)),
    Example("L05", "table", "Penerima!A5", table_below(more), table_below(whole)),
    Example(
        "L05",
        "label",
        "Identitas!C4",
        put_row("Identitas", 4, ["", "Tahun", 2023]),
        put_row("Identitas", 4, ["", "Tahun Anggaran", 2023]),
    ),
    Example(
        "L04",
        "chosen_visible",
        "Penerima revisi!",
        all_of(sheet_again("Penerima", "Penerima baru", more, own="Penerima revisi"), hidden("Penerima baru")),
        sheet_again("Penerima", "Penerima baru", whole, own="Penerima revisi"),
    ),
    Example("L04", "sheet", "Mutu Layanan!", rename("Mutu", "Mutu Layanan"), rename("Mutu", " mutu ")),
    Example("L04", "label", "Identitas!B6", put("Identitas!B6", "Kab/Kota"), put("Identitas!B6", "NAMA DAERAH :")),
    Example("L03", "year", "Anggaran!A5", years_below(2023, 2024), years_below(2024), also=("L04",)),
    Example("L03", "row", "Penerima!D35", _with_national_target, _with_total),
    Example("L04", "summed", "Penerima!R5", monthly(), monthly("Total", 1000.0), also=("L04",)),
    Example("L04", "by_name", "Penerima!C5", without_codes("names"), untouched, also=("L04",)),
    Example("C01", "default", "Penerima!F6", put("Penerima!F6", "seribu"), put("Penerima!F6", "1000")),
    Example("C01", "words", "Mutu!G6", put("Mutu!G6", "20 lusin"), put("Mutu!G6", "20 buku")),
    Example("C01", "rupiah", "Anggaran!D6", put("Anggaran!D6", "1,5 milyar"), put("Anggaran!D6", "Rp 1.500.000.000")),
    Example(
        "C01",
        "plan",
        "Rencana Aksi!E6",
        lambda b: _action(b, target="2 ribu"),
        lambda b: _action(b, target="2.000 orang"),
    ),
    Example("C01", "several", "Penerima!G6", put("Penerima!G6", "600 + 400"), put("Penerima!G6", "1 000")),
    Example("C01", "date", "Penerima!F6", put("Penerima!F6", datetime(1902, 9, 26)), put("Penerima!F6", 1000.0)),
    Example("C01", "large", "Penerima!F6", put("Penerima!F6", 1e17), put("Penerima!F6", 1e14)),
    Example(
        "C01",
        "uncounted",
        "Penerima!G7",
        text_below_a_total(500.0),
        text_below_a_total(1000.0),
        also=("L04", "L04", "R10"),
    ),
    Example(
        "C01", "year", "Rencana Aksi!D6", lambda b: _action(b, year="tahun depan"), lambda b: _action(b, year="2025")
    ),
    Example(
        "C01", "years", "Rencana Aksi!D6", lambda b: _action(b, year="2025-2026"), lambda b: _action(b, year="TA 2025")
    ),
    Example(
        "C02",
        "copied",
        "Penerima!F7",
        lambda b: b.sources.update({("Penerima", "F7"): "F6"}),
        lambda b: b.sources.update({("Penerima", "F7"): "M7"}),
    ),
    Example(
        "C02",
        "same_source",
        "Penerima!G7",
        lambda b: b.sources.update({("Penerima", "F7"): "Dinkes!B1", ("Penerima", "G7"): "Dinkes!B1"}),
        lambda b: b.sources.update({("Penerima", "F7"): "Dinkes!B1", ("Penerima", "G7"): "Dinkes!C1"}),
    ),
    Example("L06", "service", "Mutu!B6", put("Mutu!B6", "K-DIK-02"), put("Mutu!B6", "")),
    Example("L06", "computed", "Penerima!G7", _served_by_formula(850), _served_by_formula(850, of="M7"), also=("R10",)),
    Example("C02", "text", "Penerima!F6", put("Penerima!F6", "1.000"), put("Penerima!F6", 1000)),
    Example("C02", "word", "Penerima!G6", puts(G6="-", H6="", I6=""), put("Penerima!G6", 0), also=("R10", "R13")),
    Example(
        "C02",
        "nihil",
        "Penerima!F6",
        puts(F6="NIHIL", G6=0, H6="", I6=""),
        puts(F6=0, G6=0, H6="", I6="", J6="Ya"),
        also=("R13",),
    ),
    Example("C02", "fraction", "Penerima!I9", puts(G9=900, H9=100, I9=0.9), puts(G9=900, H9=100, I9=90), also=("R10",)),
    Example("C02", "code", "Penerima!B6", put("Penerima!B6", "k_dik 01"), put("Penerima!B6", "K-DIK-01")),
    Example("C02", "name", "Penerima!B6", put("Penerima!B6", "PAUD"), put("Penerima!B6", "K-DIK-01")),
    Example("C02", "near", "Penerima!B6", put("Penerima!B6", "KDIK1"), put("Penerima!B6", "K-DIK-01")),
    Example("C02", "parts", "Penerima!B6", _halves("orang (L)", "orang (P)"), untouched),
    Example("C02", "parts_total", "Penerima!B6", _nameless_with(1000.0), _nameless_with(990.0)),
    Example("C02", "details", "Penerima!B6", _details, _halves("orang (L)", "orang (P)")),
    Example("C02", "blank", "Permasalahan!B7", _problem_without_code, _problem_after_blank_row),
    Example("C03", "default", "Penerima!G6", puts(G6=-5, H6="", I6=""), puts(G6=0, H6="", I6="")),
    Example("C03", "typed", "Penerima!G6", puts(G6="(2.053)", H6="", I6=""), puts(G6="1.000")),
    Example("C04", "default", "Penerima!F6", puts(F6=1000.5), puts(F6=1000.0000000001)),
    Example(
        "C04",
        "decimals",
        "Penerima!F6",
        shown_with("Penerima!F6", 12.0, THOUSANDTHS),
        shown_with("Penerima!F6", 1200.0, THOUSANDTHS),
    ),
    Example("C04", "marks", "Penerima!F6", puts(F6="1.000,000"), puts(F6="1.000,00")),
    Example("C04", "share", "Penerima!G6", puts(G6=0.8, H6="", I6=""), puts(G6=1000.0000000001)),
    Example("C05", "default", "Penerima!G6", put("Penerima!G6", ""), puts(F6="", G6="", H6="", I6="", J6="Ya")),
    Example("C05", "due", "Penerima!F6", put("Penerima!F6", ""), puts(F6="", G6="", H6="", I6="", J6="Ya")),
    Example(
        "C05",
        "shifted",
        "Penerima!F6",
        puts(F6="", G6=1000, H6=900, I6=""),
        puts(F6="", G6="", H6="", I6="", J6="Ya"),
    ),
    Example("C05", "choice", "Tahapan!D6", put("Tahapan!D6", ""), put("Tahapan!D6", "sudah ")),
    Example("C05", "field", "Penerima!F6", _without("DIK"), put("Penerima!K6", ""), also=("C05", "C05")),
    Example(
        "C05",
        "field_sheet",
        "Mutu!G6",
        both(_without("DIK"), without_sheet("Anggaran")),
        put("Penerima!K6", ""),
        also=("C05", "L01"),
    ),
    Example("C05", "form", "Penerima!F6", _without(""), _without("DIK"), also=("C05", "C05")),
    Example(
        "C05",
        "form_sheet",
        "Mutu!G6",
        both(_without(""), without_sheet("Anggaran")),
        _without("DIK"),
        also=("C05", "L01"),
    ),
    Example(
        "C05",
        "code",
        "Rencana Aksi!B6",
        below("Rencana Aksi", [1, "", "Pelatihan", 2025, "", "", 10**7]),
        below("Rencana Aksi", ["", "", "URUSAN PENDIDIKAN", "", "", "", 10**7]),
    ),
    Example("C05", "word", "Penerima!G6", put("Penerima!G6", "belum ada"), put("Penerima!K6", "belum ada")),
    Example("C05", "word_due", "Penerima!F6", put("Penerima!F6", "belum ada"), put("Penerima!K6", "belum ada")),
    Example("C06", "default", "Penerima!F6", fault("Penerima!F6", NO_VALUE), fault("Penerima!H6", NO_VALUE)),
    Example("C06", "libreoffice", "Penerima!F6", _saved_by_libreoffice, fault("Penerima!F6", NO_VALUE), also=("C06",)),
    Example("C07", "default", "Penerima!F6", fault("Penerima!F6", "#REF!"), fault("Penerima!I6", "#DIV/0!")),
    Example(
        "C08",
        "several",
        "Rencana Aksi!I6",
        lambda b: _action(b, quarter="I s.d. IV"),
        lambda b: _action(b, quarter="TW IV"),
    ),
    Example("C10", "plan", "Rencana Aksi!E6", lambda b: _action(b, target="100%"), lambda b: _action(b, target="100")),
    Example("C08", "default", "Penerima!J6", put("Penerima!J6", "mungkin"), put("Penerima!J6", "tidak")),
    Example(
        "C09", "number", "Penerima!K6", put("Penerima!K6", f"a.n. NIK {NIK}"), put("Penerima!K6", f"Rp {NIK[:15]}")
    ),
    Example(
        "C09", "phone", "Tahapan!H7", put("Tahapan!H7", "WA 0812-3456-7890"), put("Tahapan!H7", "telp. (0536) 3221234")
    ),
    Example(
        "C09",
        "email",
        "Anggaran!I6",
        put("Anggaran!I6", "kirim ke budi@gmail.com"),
        both(put("Anggaran!I6", "kirim ke dinkes.kobar@gmail.com"), put("Identitas!C12", "budi@gmail.com")),
    ),
    Example(
        "C09",
        "sheet",
        f"{NIK[:4]}000000000000!",
        add_sheet(NIK),
        add_sheet("NIK 6201019999990001"),
        also=("L03",),
    ),
    Example("C09", "file", "!", untouched, untouched, f"62.01 2024-TW4 {NIK}.xlsx", "62.01 2024-TW4 (2).xlsx"),
    Example("C10", "vague", "Penerima!G5", achieved("Capaian"), achieved("Realisasi"), also=("R10", "R13", "R13")),
    Example("C10", "low", "Penerima!G5", reached(29), reached(9), also=("R10", "R13", "R13")),
    Example("C10", "low_field", "Penerima!G9", reached(12, "KES"), reached(11, "KES"), also=("R10", "R13")),
    Example("L06", "ones", "Mutu!G29", ticked("KES"), ticked("PU")),
    Example("C10", "low_service", "Mutu!H29", items_reached("K-KES-01"), items_reached("K-TRA-05")),
    Example("C10", "hundreds", "Penerima!F5", in_hundreds(29), in_hundreds(2)),
    Example("C10", "hundreds_field", "Penerima!F6", in_hundreds(3), in_hundreds(2)),
    Example(
        "L06",
        "noted_around",
        "Penerima!A3",
        put("Penerima!A3", "Data hanya realisasi TW IV"),
        put("Penerima!A3", "Data realisasi s.d. TW IV"),
    ),
    Example(
        "L06",
        "corrected_around",
        "Penerima!A4",
        put("Penerima!A4", "Ralat: K-KES-06 seharusnya 980"),
        put("Penerima!A4", "Jumlah puskesmas 21"),
    ),
    Example("L06", "draft", "Penerima!A4", put("Penerima!A4", "DRAFT"), put("Penerima!A4", "Contoh: 1.234")),
    Example("L04", "hidden_rows", "Penerima!F7", unseen_rows(7), unseen_rows(3)),
    Example(
        "L04",
        "hidden_sheet",
        "Penerima!",
        unseen_sheet("Penerima"),
        both(lambda book: book.sheets.update(Lain=[["x"]]), unseen_sheet("Lain")),
    ),
    Example("L04", "hidden_column", "Penerima!G5", unseen_columns(7), unseen_columns(5)),
    Example("I06", "filled_on", "Identitas!C9", put("Identitas!C9", "15/13/2025"), put("Identitas!C9", "1/15/2025")),
    Example("I06", "filled_late", "Identitas!C9", put("Identitas!C9", "15/01/2052"), put("Identitas!C9", "15/01/2025")),
    Example(
        "I06",
        "filled_early",
        "Identitas!C9",
        put("Identitas!C9", "2 Oktober 2024"),
        put("Identitas!C9", "2 Desember 2024"),
    ),
    Example(
        "I06",
        "filled_after",
        "Identitas!C9",
        put("Identitas!C8", 3),
        lambda book: [put(*one)(book) for one in (("Identitas!C8", 3), ("Identitas!C9", "15/12/2024"))],
        also=("I04",),
    ),
    Example("C11", "noted_unit", "Penerima!K6", put("Penerima!K6", "dalam KK"), put("Penerima!K6", "300 KK")),
    Example("L06", "hundreds_of_two", "Penerima!F21", in_hundreds(2, 21), in_hundreds(1, 21)),
    Example("C10", "mixed_field", "Mutu!H6", mixed(5), mixed(4), also=("R07",)),
    Example("C10", "amount", "Anggaran!E6", put("Anggaran!E6", 94.4), put("Anggaran!E6", 1000), also=("R09",)),
    Example(
        "C11",
        "typed_unit",
        "Penerima!F9",
        put("Penerima!F9", "1000 puskesmas"),
        put("Penerima!F9", "1000 jiwa"),
        also=("C02",),
    ),
    Example("C11", "other_unit", "Penerima!E9", put("Penerima!E9", "puskesmas"), put("Penerima!E9", "jiwa")),
    Example(
        "C11", "shown", "Penerima!G6", shown_with("Penerima!G6", 23.0, " ribu"), shown_with("Penerima!I6", 100.0, "%")
    ),
    Example(
        "C11",
        "instead",
        "Penerima!G6",
        shown_with("Penerima!G6", 500.0, ";7.244"),
        shown_with("Penerima!G6", 1000.0, ";1.000"),
    ),
    Example(
        "L06",
        "unseen",
        "Penerima!G6",
        shown_with("Penerima!G6", 1000.0, ";nihil"),
        shown_with("Penerima!I6", 100.0, ";"),
    ),
    Example(
        "L06",
        "currency",
        "Anggaran!D6",
        shown_with("Anggaran!D6", 5e8, f"{CURRENCY}$"),
        shown_with("Anggaran!F6", 80.0, f"{CURRENCY}$"),
    ),
    Example("C10", "default", "Penerima!G6", put("Penerima!G6", "85%"), put("Penerima!I6", "100%")),
    Example(
        "C10",
        "format",
        "Penerima!G6",
        as_percent("Penerima!G6", 0.7692, 2),
        both(puts(G9=900, H9=100), as_percent("Penerima!I9", 0.9, 0)),
    ),
    Example("C11", "heading", "Anggaran!D5", put("Anggaran!D5", "Alokasi (Juta Rp)"), put("Anggaran!D5", "Alokasi")),
    Example(
        "C11",
        "name",
        "Anggaran (Rp 000)!",
        rename("Anggaran", "Anggaran (Rp 000)"),
        rename("Anggaran", "Anggaran 2024"),
        also=("L04",),
    ),
    Example("C11", "note", "Anggaran!A4", put("Anggaran!A4", "(dalam ribuan rupiah)"), put("Anggaran!A4", "(rupiah)")),
    Example("C11", "unit", "Penerima!E6", put("Penerima!E6", "ribu orang"), put("Penerima!E6", "jiwa")),
    Example("R01", "service", "Penerima!B6", put("Penerima!B6", "K-DIK-99"), put("Penerima!B6", "K-DIK-01")),
    Example("R01", "item", "Mutu!C6", put("Mutu!C6", "K-DIK-01.E21.99"), put("Mutu!C6", "k-dik-01.e21.01")),
    Example("R01", "office", "Penerima!B6", both(of_health_office, a_row_of_education), of_health_office),
    Example("R01", "service_again", "Penerima!B35", a_row_again("Penerima", "K-DIK-99"), untouched),
    Example("R01", "item_again", "Mutu!C308", a_row_again("Mutu", "K-SOS-05.KS9.99"), untouched),
    Example("R01", "item_older", "Mutu!C308", a_row_again("Mutu", "K-KES-06.PMK4.02"), untouched),
    Example("R01", "field_again", "Tahapan!B12", a_row_again("Tahapan", "KESS"), untouched),
    Example("R01", "field", "Tahapan!B6", put("Tahapan!B6", "DIKNAS"), put("Tahapan!B6", "dik")),
    Example(
        "R01",
        "codes",
        "Mutu!C5",
        all_of(blank_column("Mutu", "B"), blank_column("Mutu", "C")),
        blank_column("Mutu", "C"),
        also=(*["R01"] * 299, *["R03"] * 103, *["R09"] * 6),
    ),
    Example("R02", "same", "Penerima!B35", _copy_row, untouched),
    Example("R02", "default", "Penerima!B35", _another_row, untouched),
    Example("R02", "choice", "Tahapan!B12", _another_stage, untouched),
    Example("R03", "follows", "Penerima DIK!B5", _social_apart, untouched, also=("L05",)),
    Example("R03", "default", "Penerima!B5", lambda book: book.drop_row("Penerima", 6), untouched),
    Example("R03", "part", "Penerima!B5", only_rows(12), only_rows(15), also=("R03",) * 7),
    Example(
        "R03",
        "office",
        "Penerima!B5",
        only_health,
        both(only_health, a_row_of_education),
        also=("R03",) * 19,
    ),
    Example("R04", "default", "Penerima!G6", puts(G6=1001, H6="", I6=""), puts(G6=1000)),
    Example(
        "R04", "default_explained", "Penerima!G6", puts(G6=1001, H6="", I6="", K6=WHY), puts(G6=1001, H6="", I6="")
    ),
    Example(
        "R05",
        "default",
        "Penerima!F6",
        puts(F6=0, G6=0, H6="", I6=""),
        puts(F6=0, G6=0, H6="", I6="", J6="Ya"),
        also=("R13",),
    ),
    Example(
        "R06",
        "word",
        "Penerima!G6",
        puts(G6="nihil", H6="", I6=""),
        puts(G6=0, H6="", I6=""),
        also=("C02", "R10", "R13"),
    ),
    Example(
        "L06",
        "other_time",
        "Penerima!K6",
        put("Penerima!K6", "data s.d. September"),
        put("Penerima!K6", "dilaksanakan s.d. September"),
    ),
    Example("L06", "noted", "Penerima!K6", put("Penerima!K6", "hanya TW IV"), put("Penerima!K6", "hanya TW I")),
    Example(
        "L06",
        "corrected",
        "Penerima!K6",
        put("Penerima!K6", "seharusnya 980"),
        put("Penerima!K6", "seharusnya di puskesmas, tetapi 3 desa jauh"),
    ),
    Example(
        "L06",
        "comment",
        "Penerima!G6",
        noted("Penerima!G6", "bukan 1.000 tetapi 980"),
        noted("Penerima!G6", "bukan 980 tetapi 1.000"),
    ),
    Example(
        "C05",
        "merged",
        "Penerima!G7",
        both(put("Penerima!G7", ""), merged("Penerima", (6, 7, 7, 7))),
        merged("Penerima", (6, 11, 7, 11)),
    ),
    Example(
        "L01",
        "part",
        "Penerima Laki-laki!",
        sheet_called("Penerima", "Penerima Laki-laki"),
        sheet_called("Penerima", "Penerima Laki-laki dan Perempuan"),
    ),
    Example("L06", "struck", "Penerima!G6", struck("Penerima!G6"), struck("Penerima!K6")),
    Example(
        "L06",
        "struck_part",
        "Penerima!G6",
        both(put("Penerima!G6", "980 1000"), struck("Penerima!G6", "1000")),
        both(put("Penerima!D6", "Dasar Pendidikan Anak Usia Dini"), struck("Penerima!D6", "Pendidikan Anak Usia Dini")),
        also=("C02",),
    ),
    Example(
        "L05",
        "struck",
        "Penerima!G6",
        both(struck("Penerima!G6"), put("Penerima!L6", 980)),
        both(struck("Penerima!K6"), put("Penerima!G6", 1000)),
        also=("L06",),
    ),
    Example(
        "L06",
        "comment_noted",
        "Penerima!G6",
        noted("Penerima!G6", "hanya TW IV"),
        noted("Penerima!G6", "s.d. TW IV"),
    ),
    Example(
        "L06",
        "comment_noted",
        "Penerima!G6",
        noted("Penerima!G6", "belum termasuk Kec. Arut Utara"),
        noted("Penerima!G6", "belum semua warga terlayani"),
    ),
    Example(
        "L06",
        "comment",
        "Penerima!G6",
        noted("Penerima!G6", "salah ketik satu nol"),
        noted("Penerima!G6", "naik dua kali lipat dari tahun lalu"),
    ),
    Example(
        "L06",
        "comments_many",
        "Penerima!",
        lambda book: book.uncounted.add("Penerima"),
        lambda book: book.uncounted.add("Permasalahan"),
    ),
    Example(
        "L03",
        "comment",
        "Penerima!F6",
        noted("Penerima!F6", "data dinas 1.300"),
        noted("Penerima!F6", "600 L dan 400 P menurut SK No. 12 Tahun 2024"),
    ),
    Example(
        "C11",
        "comment",
        "Penerima!F6",
        noted("Penerima!F6", "x1000"),
        noted("Penerima!F6", "angka penuh, bukan dalam ribuan"),
    ),
    Example(
        "C11",
        "comment_around",
        "Anggaran!D5",
        noted("Anggaran!D5", "dalam ribuan rupiah"),
        noted("Penerima!F5", "dalam ribuan rupiah"),
    ),
    Example(
        "C09",
        "comment",
        "Penerima!D6",
        noted("Penerima!D6", "hubungi Budi, 0812-3456-7890"),
        noted("Penerima!D6", "hubungi Dinas, (0532) 21345"),
    ),
    Example("R06", "default", "Penerima!J6", put("Penerima!J6", "Ya"), puts(F6=0, G6=0, H6="", I6="", J6="Ya")),
    Example("R07", "default", "Mutu!H6", put("Mutu!H6", 11), put("Mutu!H6", 10)),
    Example(
        "R07",
        "default_explained",
        "Mutu!H6",
        all_of(put("Mutu!H6", 11), put("Mutu!K6", WHY)),
        put("Mutu!H6", 11),
    ),
    Example("R08", "default", "Anggaran!E6", _overspent, put("Anggaran!E6", 500_000_000)),
    Example("R09", "default", "Penerima!I9", puts(G9=900, H9=100, I9=95), puts(G9=667, H9=333, I9=66.7), also=("R10",)),
    Example("R09", "total", "Anggaran!D35", _total(1), _total(29 * 500_000_000)),
    Example("R09", "parts", "Penerima!S6", _slipped_month, monthly("Jumlah Terlayani", 1000.0), also=("L04",)),
    Example("R10", "default", "Penerima!G9", _short, _solved),
    Example("R11", "default", "Tahapan!E6", put("Tahapan!D6", "Proses"), put("Tahapan!F6", "Belum")),
    Example("R12", "default", "Mutu!G6", _all_required_zero, _one_required),
    Example("R13", "unfunded", "Penerima!G6", _unfunded, put("Anggaran!E6", 1000)),
    Example("R13", "unfunded_explained", "Penerima!G6", all_of(_unfunded, puts(K6=WHY)), _unfunded),
    Example(
        "R13",
        "unserved_explained",
        "Penerima!G6",
        puts(G6=0, H6="", I6="", K6=WHY),
        puts(G6=0, H6="", I6=""),
        also=("R10",),
    ),
    Example("R13", "few", "Penerima!G6", percentage_of(2000, 80), percentage_of(900, 80), also=("R10",)),
    Example("R13", "few", "Penerima!G6", percentage_of(2000, 80), percentage_of(10_000_000, 80), also=("R10",)),
    Example("R13", "unserved", "Penerima!G6", puts(G6=0, H6="", I6=""), puts(G6=101, H6="", I6=""), also=("R10",)),
    Example("R13", "few", "Penerima!G6", percentage_of(2000, 1), percentage_of(900, 1), also=("R10",)),
    Example("R14", "default", "Penerima!G6", puts(G6=1501, H6="", I6=""), puts(G6=1500, H6="", I6="")),
    Example(
        "C11",
        "printed",
        "Anggaran!",
        lambda b: b.printed.update(Anggaran=["(dalam ribuan)"]),
        lambda b: b.printed.update(Penerima=["Anggaran dalam ribuan rupiah", "Halaman"]),
    ),
    Example("R15", "default", "Anggaran!D5", _in_thousands, _four_served_in_thousands),
    Example("R15", "realised", "Anggaran!E6", realised_in_thousands(29), realised_in_thousands(0), also=("R09",)),
    Example("R15", "realised", "Anggaran!E6", realised_in_thousands(1), realised_in_thousands(0), also=("R09",)),
    Example("R15", "apart", "Anggaran!D6", puts_money(4_000_000), puts_money(11_000_000)),
    Example("R15", "large", "Anggaran!D5", times_money(1000), times_money(10)),
    Example("R15", "beyond", "Anggaran!D6", puts_money(300_000_000_000), puts_money(40_000_000_000)),
    Example("R15", "beyond", "Anggaran!D6", _dear(100), _dear(99)),
    Example("R15", "some", "Anggaran!D9", in_thousands("KES"), in_thousands("")),
    Example(
        "R15",
        "alone",
        "Anggaran!D5",
        all_of(_in_thousands, lambda book: book.sheets.pop("Penerima")),
        lambda book: book.sheets.pop("Penerima"),
        also=("L01",),
    ),
    Example("R16", "default", "Penerima!B6", put("Penerima!D6", "Pendidikan Dasar"), put("Penerima!D6", "P A U D")),
    Example(
        "L05",
        "column_parts",
        "Penerima!G6",
        sub_columns("Penerima", "G", {"Negeri": half, "Swasta": less}, computed=False),
        sub_columns("Penerima", "G", {"Negeri": half, "Swasta": half, "Jumlah": whole}, computed=False),
        also=("L04", "R10"),
    ),
    Example(
        "L04",
        "chosen_spm",
        "Anggaran!D6",
        sub_columns("Anggaran", "D", {"SPM": whole, "Non SPM": half, "Jumlah": more}, computed=False),
        sub_columns("Anggaran", "D", {"SPM": whole, "Non SPM": whole}, computed=False),
        also=("L04",),
    ),
    Example(
        "L05",
        "column_total",
        "Penerima!I6",
        sub_columns("Penerima", "G", {"L": half, "P": rest, "Jumlah": less}, computed=False),
        sub_columns("Penerima", "G", {"L": half, "P": rest, "Jumlah": whole}),
        also=("L04", "R10"),
    ),
    Example(
        "L05",
        "column_months",
        "Penerima!G6",
        sub_columns("Penerima", "G", {"November": half, "Desember": less}, computed=False),
        sub_columns("Penerima", "G", {"November": half, "Desember": half, "Jumlah": whole}, computed=False),
        also=("L04", "R10"),
    ),
    Example(
        "L05",
        "sheet_months",
        "Penerima Okt!",
        of_other_sheet("Penerima Okt", less, own="Penerima Des"),
        of_other_sheet("Penerima Okt", whole, own="Penerima Des"),
    ),
    Example(
        "L05",
        "sheet_parts",
        "Penerima Negeri!",
        of_other_sheet("Penerima Negeri", less, own="Penerima Swasta"),
        of_other_sheet("Penerima Negeri", whole, own="Penerima Swasta"),
    ),
    Example(
        "L05",
        "regencies",
        "Penerima Barito Utara!",
        of_other_sheet("Kab. Kapuas", less, own="Penerima Barito Utara"),
        of_other_sheet("Kab. Kapuas", whole, own="Penerima Barito Utara"),
    ),
    Example(
        "L05",
        "quarters",
        "Penerima TW IV!",
        of_other_sheet("Penerima TW III", more, own="Penerima TW IV"),
        of_other_sheet("Penerima TW III", less, own="Penerima TW IV"),
        also=("L04",),
    ),
    Example(
        "L05",
        "quarters_due",
        "Penerima TW IV!",
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(300, 700)),
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(300, 800)),
        also=("L04", "R10"),
    ),
    Example(
        "L05",
        "quarters_single",
        "Penerima TW IV!",
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(400, 500)),
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(300, 600)),
        also=("L04", "R10"),
    ),
    Example(
        "L06",
        "quarters_table",
        "Penerima TW IV!",
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(300, 600)),
        all_of(of_other_sheet("Penerima TW III", less, own="Penerima TW IV"), in_parts(300, 800)),
        also=("L04", "R10"),
    ),
    Example("L05", "order", "Penerima!G20", goes_on("FG"), goes_on(""), also=("R04",)),
    Example("L05", "exchanged", "Penerima!G5", exchanged(1.1), exchanged(1.0), also=("R04",)),
    Example("R16", "code", "Penerima!B9", put("Penerima!B9", "K-SOS-01"), put("Penerima!B9", "K.KES.1")),
    Example(
        "R17",
        "year",
        "Penerima!F7",
        nameless_row("Penerima", 4, "2024", "2023", (900.0, 800.0)),
        nameless_row("Penerima", 4, "L", "P", (900.0, 800.0)),
    ),
    Example(
        "R17",
        "quarter",
        "Penerima!F7",
        nameless_row("Penerima", 10, "TW IV", "TW III", (900.0, 800.0)),
        nameless_row("Penerima", 10, "Negeri", "Swasta", (900.0, 800.0)),
    ),
    Example(
        "R17",
        "unit",
        "Penerima!F7",
        nameless_row("Penerima", 4, "orang", "KK", (300.0, 300.0)),
        nameless_row("Penerima", 4, "orang", "jiwa", (300.0, 300.0)),
    ),
    Example(
        "R17",
        "budget",
        "Anggaran!D7",
        nameless_row("Anggaran", 6, "Perubahan", "Murni", (400_000_000.0, 300_000_000.0)),
        nameless_row("Anggaran", 6, "DAU", "DAK", (400_000_000.0, 300_000_000.0)),
    ),
    Example("R17", "total", "Penerima!F9", wrong_total(1010.0), wrong_total(1000.0), also=("C02",)),
    Example(
        "L06",
        "within",
        "Anggaran!D6",
        nameless_row("Anggaran", 6, "APBD", "DAK", (100_000_000.0, 80_000_000.0)),
        nameless_row("Anggaran", 6, "APBD", "DAK", (600_000_000.0, 80_000_000.0)),
    ),
    Example("R17", "part", "Anggaran!B6", fund_below("DAK"), fund_below("BOK")),
    Example(
        "R17",
        "parts",
        "Penerima!B6",
        places_below("Kec. Arut", "Puskesmas Arut"),
        places_below("Kec. Arut", "Kec. Kumai"),
        also=("C05", "C05"),
    ),
    Example(
        "R17",
        "stranger",
        "Penerima!D7",
        lambda b: b.insert_row("Penerima", 7, ["", "", "", "Koreksi hasil validasi", "", "", -5]),
        lambda b: b.insert_row("Penerima", 7, ["", "", "", "Persentase", "", "", 5]),
        also=("C03",),
    ),
    Example("C05", "changed", "Anggaran!E34", changed_in(28), changed_in(29), also=("L04", "L04", "L06")),
    Example("L05", "columns", "Penerima!A37", divided_columns, whole_below, also=("L02", "L04")),
    Example("L05", "regencies_table", "Penerima!A5", table_of("Kabupaten Kapuas"), whole_below),
    Example(
        "L05",
        "column_changed",
        "Anggaran!E5",
        changed_in(12, computed=True),
        changed_in(29),
        also=("L04", "R09", "R09"),
    ),
    Example("R17", "default", "Penerima!F7", _halves("orang", "orang"), _halves("orang (L)", "orang (P)")),
    Example(
        "H01",
        "default",
        "Penerima!G6",
        puts(G6=699, H6="", I6=""),
        puts(G6=700, H6="", I6=""),
        context=AFTER_TW3,
        passing_context=AFTER_TW3,
        also=("R10",),
    ),
    Example(
        "H02",
        "default",
        "Penerima!F6",
        puts(F6=1201, G6=1201, H6="", I6=""),
        puts(F6=1200, G6=1200, H6="", I6=""),
        context=AFTER_TW3,
        passing_context=AFTER_TW3,
    ),
    Example(
        "H02",
        "items",
        "Mutu!G6",
        needed(6, 1000),
        needed(6, 900),
        context=AFTER_TW3,
        passing_context=AFTER_TW3,
    ),
    Example(
        "H02",
        "events",
        "Penerima!F23",
        puts(F23=799, G23=799, H23="", I23=""),
        puts(F23=5000, G23=5000, H23="", I23=""),
        context=AFTER_TW3,
        passing_context=AFTER_TW3,
    ),
    Example(
        "H03",
        "default",
        "Identitas!C7",
        untouched,
        untouched,
        context=after(_all_but(4)),
        passing_context=after(_all_but(5)),
    ),
    Example(
        "H05",
        "default",
        "Penerima!F9",
        puts(F9=MOST_MOTHERS + 1, G9=MOST_MOTHERS + 1, H9="", I9=""),
        puts(F9=MOST_MOTHERS, G9=MOST_MOTHERS, H9="", I9=""),
    ),
    Example("H05", "few", "Penerima!F14", puts_people(1), puts_people(100)),
    Example(
        "H06",
        "default",
        "Penerima!E6",
        put("Penerima!E6", "layanan"),
        put("Penerima!E6", " Orang"),
        context=AFTER_TW3,
        passing_context=AFTER_TW3,
    ),
    Example(
        "H07",
        "default",
        "Penerima!F6",
        puts(F6=1001, G6=1001, H6="", I6=""),
        puts(F23=5000, G23=5000, H23="", I23=""),  # whom an event hit is not fixed beforehand
        context=FIXED,
        passing_context=FIXED,
    ),
]

"""What people write into cells besides figures: examples of how to fill in, names behind codes, units, years."""

from datetime import datetime
from random import Random

from schemas.period import ROMAN
from schemas.wording import MONTHS, number_text
from tasks.read.sheet_facts import THOUSANDTHS
from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Draw,
    Layout,
    Must,
    all_of,
    due_rows,
    half,
    less,
    rest,
    sub_columns,
    uncomputed,
    whole,
)
from tests.layout_periods import columns_for

ORDINALS = ("Pertama", "Kedua", "Ketiga", "Keempat")


def examples_beside(chance: Random, quarter: int) -> Layout:
    """A column that shows how to fill in beside the one that is filled in."""
    sheet, word = chance.choice(list(PLACES)), chance.choice(("Contoh", "Contoh Pengisian", "CONTOH ISIAN"))
    parts = {word: lambda value: 100, chance.choice(("Isian", "Diisi", "Jumlah")): whole}
    if chance.random() < 0.5:
        parts = dict(list(parts.items())[::-1])
    change = sub_columns(sheet, chance.choice(PLACES[sheet]), parts, merged=chance.random() < 0.5)
    return Layout("examples beside", sheet, Must.BE_READ, all_of(uncomputed(sheet), change))


def zeros_beside(chance: Random, quarter: int) -> Layout:
    """Zeros that nobody has filled in beside the figures: in another part or version, or in the place of the whole."""
    sheet, wide = chance.choice(list(PLACES)), chance.random() < 0.5
    one, other = chance.choice((("Negeri", "Swasta"), ("A", "B"), ("L", "P"), ("Data Awal", "Revisi")))
    parts, must = {one: whole, other: lambda _: 0}, Must.BE_READ
    if chance.random() < 0.4:
        parts, must = {"L": half, "P": rest, "Jumlah": lambda _: 0}, Must.BE_IN_DOUBT
    shuffled = dict(chance.sample(list(parts.items()), len(parts)))
    change = sub_columns(sheet, PLACES[sheet][1], shuffled, computed=False, merged=wide)
    return Layout("zeros beside", sheet, must, change)


def examples_of_identity(chance: Random, quarter: int) -> Layout:
    """The same on Identitas: another regency and quarter as an example."""
    shown, after = ["62.04", "Kabupaten Barito Selatan", 2023, quarter % 4 + 1], chance.random() < 0.5

    def change(book: Book) -> None:
        rows = book.sheets["Identitas"]
        rows[TOP - 2] = ["", "Uraian", *(("Isian", "Contoh") if after else ("Contoh", "Isian"))]
        for cells, example in zip(rows[TOP - 1 :], shown, strict=False):
            cells.insert(3 if after else 2, example)
        for cells in rows[TOP - 1 + len(shown) :]:
            cells.insert(3 if after else 2, "")

    return Layout("examples of identity", "Identitas", Must.BE_READ, change)


def name_behind_the_code(chance: Random, quarter: int) -> Layout:
    """What the region is called behind its code, in one cell."""
    form = chance.choice(("62.01 - {}", "62.01 ({})", "6201 {}", "62.01 / {}", "62.01: {}"))
    name = chance.choice(("Kotawaringin Barat", "Kab. Kotawaringin Barat", "KABUPATEN KOTAWARINGIN BARAT"))

    def change(book: Book) -> None:
        book["Identitas", f"C{TOP}"] = form.format(name)

    return Layout("name behind the code", "Identitas", Must.BE_READ, change)


def units_behind_figures(chance: Random, quarter: int) -> Layout:
    """A unit behind each figure of a bidang: the form's own in other words, or another, in which nobody counts it."""
    unit, own = chance.choice(
        (("orang", True), ("jiwa", True), ("org", True), ("puskesmas", False), ("KK", False), ("desa", False))
    )
    code = chance.choice(("-KES-", "-DIK-", "-SOS-"))

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        for cells in book.sheets["Penerima"][TOP:]:
            if code in cells[1]:
                cells[5:7] = [f"{cells[5]} {unit}", f"{cells[6]} {unit}"]

    return Layout("units behind figures", "Penerima", Must.BE_READ if own else Must.BE_OF_OTHER_UNIT, change)


def years_behind_headings(chance: Random, quarter: int) -> Layout:
    """The year before beside this one, both in two digits behind the form's own words."""
    sheet, before = chance.choice(list(PLACES)), chance.random() < 0.5
    letter = chance.choice(PLACES[sheet])

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        heading = book[sheet, f"{letter}{TOP}"]
        parts = {f"{heading} '23": less, f"{heading} '24": whole}
        columns_for(sheet, letter, parts if before else dict(list(parts.items())[::-1]))(book)

    return Layout("years behind headings", sheet, Must.BE_READ, change)


def days_below_a_heading(chance: Random, quarter: int) -> Layout:
    """The last day of each quarter, as a date or written with numbers: up to the last of them is meant."""
    sheet, written = chance.choice(list(PLACES)), chance.random() < 0.5
    days = [datetime(2024, 3 * n, 31 if n in (1, 4) else 30) for n in range(1, quarter + 1)]
    heads = [f"per {day:%d/%m/%Y}" if written else day for day in days]
    at = ord(PLACES[sheet][1]) - ord("A")

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        rows = book.sheets[sheet]
        width = len(rows[TOP - 1])
        for number, cells in enumerate(rows[TOP - 1 :]):
            before = [""] * (len(heads) - 1) if not number else [cells[at] * n // quarter for n in range(1, quarter)]
            cells[at : at + 1] = [cells[at], *before] if not number else [*before, cells[at]]
        rows.insert(TOP, [*[""] * at, *heads, *[""] * (width - at - 1)])

    return Layout("days below a heading", sheet, Must.BE_READ, change)


def numbers_below_a_heading(chance: Random, quarter: int) -> Layout:
    """1, 2, 3 and 4 below a heading: of quarters, of places, of anything."""
    sheet, count = chance.choice(list(PLACES)), max(quarter, 2)
    typed = chance.choice((int, str))
    parts = {str(n): (lambda value, n=n: value * (n + 1) // (count + 1)) for n in range(1, count + 1)}
    lay_out = sub_columns(sheet, PLACES[sheet][1], parts, computed=False, merged=chance.random() < 0.5)

    def change(book: Book) -> None:
        lay_out(book)
        book.sheets[sheet][TOP] = [typed(cell) if str(cell).isdigit() else cell for cell in book.sheets[sheet][TOP]]

    return Layout("numbers below a heading", sheet, Must.BE_IN_DOUBT, change)


def quarter_in_words(chance: Random, quarter: int) -> Layout:
    """Up to which quarter the report is, by months, by a day, as a span."""
    last, roman = MONTHS[3 * quarter - 1], ROMAN[quarter - 1]
    words = [f"Januari s.d. {last}", f"Jan - {last[:3]}", f"per {(31, 30, 30, 31)[quarter - 1]} {last} 2024", last]
    words += [
        f"s/d Triwulan {roman}",
        f"Trw. {roman}",
        f"Triwulan {('Pertama', 'Kedua', 'Ketiga', 'Keempat')[quarter - 1]}",
    ]
    words += [f"I s.d. {roman}", f"TW I - {roman}"] if quarter > 1 else []
    words += ["Semester I", "TW II (Semester 1)"] if quarter == 2 else []
    said = chance.choice(words)

    def change(book: Book) -> None:
        book["Identitas", f"C{TOP + 3}"] = said

    return Layout("quarter in words", "Identitas", Must.BE_READ, change)


def comments_on_figures(chance: Random, quarter: int) -> Layout:
    """Comments that say another figure than their cell holds, or when it was done; or the same one, and where from."""
    sheet, rule = chance.choice(list(PLACES)), chance.choice(("L06", "L03", ""))
    sayings = {
        "L06": ("seharusnya {other}", "bukan {own} tetapi {other}", "revisi: {other}", "{other}", "hanya TW IV"),
        "L03": ("data dinas {other}", "menurut BPS {other}"),
        "": ("{own} sesuai data dinas", "bukan {other} tetapi {own}", "sumber: SK No. 12 Tahun 2024", "sudah dicek"),
    }
    saying, letter = chance.choice(sayings[rule]), chance.choice(PLACES[sheet])
    rows = chance.sample(range(TOP + 1, TOP + 20), chance.choice((1, 3, 10)))

    def change(book: Book) -> None:
        for row in rows:
            own = book[sheet, f"{letter}{row}"]
            words = {"own": number_text(own), "other": number_text(own + 3_217)}
            book.comments[sheet, f"{letter}{row}"] = saying.format(**words)

    return Layout("comments on figures", sheet, Must.BE_READ, change, (rule,) if rule else ())


def scale_in_a_comment(chance: Random, quarter: int) -> Layout:
    """A comment says that figures are in thousands: on a heading, on a figure, on the title."""
    sheet, text = (
        chance.choice(list(PLACES)),
        chance.choice(("dalam ribuan", "x 1.000", "angka dalam jutaan", "ribuan")),
    )
    letter = chance.choice(PLACES[sheet])
    place = chance.choice((f"{letter}{TOP}", f"{letter}{TOP + 1}", "A1"))

    def change(book: Book) -> None:
        book.comments[sheet, place] = text

    return Layout("scale in a comment", sheet, Must.BE_OF_OTHER_UNIT, change)


def three_decimals(chance: Random, quarter: int) -> Layout:
    """A format that shows 12 as 12.000: a hundred people may be a hundred thousand, a million rupiah is a million."""
    sheet = chance.choice(list(PLACES))
    letter = chance.choice(PLACES[sheet])

    def change(book: Book) -> None:
        for row in range(TOP + 1, len(book.sheets[sheet]) + 1):
            book.scales[sheet, f"{letter}{row}"] = THOUSANDTHS

    return Layout("three decimals", sheet, Must.BE_READ if sheet == "Anggaran" else Must.BE_IN_THOUSANDTHS, change)


def scale_above_two_tables(chance: Random, quarter: int) -> Layout:
    """A line above all says that figures are in thousands; below it the table of another quarter, then the report's.
    Below the title of the first table it is said of that alone."""
    sheet, text = chance.choice(list(PLACES)), chance.choice(("(dalam ribuan)", "angka dalam jutaan"))
    of_the_first = chance.random() < 0.4
    before, now = ROMAN[(quarter + 2) % 4], ROMAN[quarter - 1]

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        table = book.sheets[sheet][TOP - 1 :]
        old, at = [list(cells) for cells in table], ord(PLACES[sheet][1]) - ord("A")
        for cells in old[1:]:
            cells[at] = less(cells[at])
        tables = [[f"Triwulan {before}"], *old, [], [f"Triwulan {now}"], *table]
        top = [["LAPORAN"], [], tables.pop(0), [text]] if of_the_first else [[text], []]
        book.sheets[sheet] = [*top, *tables]

    must = Must.BE_READ if of_the_first else Must.BE_OF_OTHER_UNIT
    return Layout("scale above two tables", sheet, must, change)


def struck_figures(chance: Random, quarter: int) -> Layout:
    """Figures struck through: alone, with another one beside, or behind in the same cell."""
    sheet, kind = chance.choice(list(PLACES)), chance.choice(("alone", "beside", "behind"))
    letter, rows = chance.choice(PLACES[sheet]), chance.sample(range(TOP + 1, TOP + 20), chance.choice((1, 4)))

    def change(book: Book) -> None:
        width = max(map(len, book.sheets[sheet]))
        for row in rows:
            own = book[sheet, f"{letter}{row}"]
            book.struck[sheet, f"{letter}{row}"] = number_text(own) if kind == "behind" else ""
            if kind == "behind":
                book[sheet, f"{letter}{row}"] = f"{number_text(own + 217)} {number_text(own)}"
            elif kind == "beside":
                book[sheet, f"{chr(ord('A') + width)}{row}"] = own + 217

    return Layout("struck figures", sheet, Must.BE_IN_DOUBT if kind == "beside" else Must.BE_READ, change, ("L06",))


def texts_in_a_total(chance: Random, quarter: int) -> Layout:
    """Parts of which some are written as text: a sum of Excel's counts none of these."""
    sheet, counted = chance.choice(list(PLACES)), chance.random() < 0.4
    rows = chance.sample(range(18), chance.choice((1, 4, 12)))
    names = chance.choice((("L", "P", "Jumlah"), ("Negeri", "Swasta", "Total"), ("Pria", "Wanita", "Jml")))
    parts = dict(zip(names, (half, rest, whole), strict=True))
    lay_out, at = sub_columns(sheet, PLACES[sheet][1], parts, computed=counted), ord(PLACES[sheet][1]) - ord("A")

    def change(book: Book) -> None:
        lay_out(book)
        due = due_rows(book, sheet)
        for cells in (due[row] for row in rows):
            cells[at + 2] -= 0 if counted else cells[at]
            cells[at] = f"{number_text(cells[at])}{chance.choice(('', ' '))}"

    return Layout("texts in a total", sheet, Must.BE_READ if counted else Must.BE_NUMBERS, change)


def other_sums(chance: Random, quarter: int) -> Layout:
    """Some totals that are not what stands beside them: one of both is wrong."""
    sheet, rows = chance.choice(list(PLACES)), chance.sample(range(TOP + 2, TOP + 20), chance.choice((1, 4, 9)))
    lay_out = sub_columns(sheet, PLACES[sheet][1], {"L": half, "P": rest, "Jumlah": whole}, computed=False)

    def change(book: Book) -> None:
        lay_out(book)
        for row in rows:
            book.sheets[sheet][row - 1][ord(PLACES[sheet][1]) - ord("A")] += 90

    return Layout("other sums", sheet, Must.BE_READ, change, ("R09",))


ENTRIES: tuple[Draw, ...] = (
    texts_in_a_total,
    other_sums,
    examples_beside,
    zeros_beside,
    examples_of_identity,
    name_behind_the_code,
    units_behind_figures,
    years_behind_headings,
    days_below_a_heading,
    numbers_below_a_heading,
    quarter_in_words,
    comments_on_figures,
    scale_in_a_comment,
    struck_figures,
    three_decimals,
    scale_above_two_tables,
)

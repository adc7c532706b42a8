"""Tables that go on elsewhere, figures in other units for some offices, and names of months and halves for periods."""

from random import Random

from schemas.period import ROMAN
from schemas.wording import MONTHS
from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Draw,
    Layout,
    Must,
    all_of,
    column_beside,
    due_rows,
    half,
    headed,
    less,
    more,
    percentage,
    rest,
    sheet_again,
    sub_columns,
    uncomputed,
    whole,
    with_figures,
)


def goes_on_in_another_order(chance: Random, quarter: int) -> Layout:
    """Under headings once more, whose columns stand in another order: nobody reads these by the first ones."""
    sheet, seed, alike = chance.choice(list(PLACES)), chance.random(), chance.random() < 0.5
    bare = alike and chance.random() < 0.5
    both = [ord(letter) - ord("A") for letter in PLACES[sheet]]

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        half_way, width = (TOP + len(rows)) // 2, len(rows[TOP - 1])
        order = list(range(width))
        if alike:
            order[both[0]], order[both[1]] = both[1], both[0]
        else:
            Random(seed).shuffle(order)
        below = [[*cells, *[""] * (width - len(cells))] for cells in (rows[TOP - 1], *rows[half_way:])]
        rows[half_way:] = [[], *([cells[at] for at in order] for cells in below)]
        if bare:  # the words over the figures alone
            rows[half_way + 1] = [cell if at in both else "" for at, cell in enumerate(rows[half_way + 1])]

    stated = () if chance.random() < 0.5 else (uncomputed(sheet),)
    return Layout("goes on in another order", sheet, Must.BE_IN_DOUBT, all_of(*stated, change))


def parts_in_another_order(chance: Random, quarter: int) -> Layout:
    """Half-way down the sub-headings come again, in another order."""
    parts = {"L": half, "P": rest, "Jumlah": whole}
    lay_out = sub_columns("Penerima", "G", parts, computed=chance.random() < 0.5, merged=chance.random() < 0.5)

    def change(book: Book) -> None:
        lay_out(book)
        rows = book.sheets["Penerima"]
        half_way = len(rows) // 2
        for cells in rows[half_way:]:
            cells[6:9] = [cells[8], cells[6], cells[7]]
        rows.insert(half_way, [*[""] * 6, "Jumlah", "L", "P"])

    return Layout("parts in another order", "Penerima", Must.BE_IN_DOUBT, change)


def _months(quarter: int) -> tuple[str, str, str]:
    return MONTHS[3 * quarter - 3], MONTHS[3 * quarter - 2], MONTHS[3 * quarter - 1]


def sheets_of_months(chance: Random, quarter: int) -> Layout:
    """The last month of a quarter names it; beside the form's own name, or beside other months of the quarter, it may
    be nothing but that month."""
    sheet, short = chance.choice(list(PLACES)), chance.random() < 0.5
    form = chance.choice(("{} {}", "{} bulan {}", "{} {} 2024"))
    *within, now, before = [
        form.format(sheet, month[:3] if short else month) for month in (*_months(quarter), MONTHS[3 * quarter - 4])
    ]
    name, own, decided = chance.choice(
        ((before, now, True), (before, sheet, True), (now, sheet, False), (within[0], now, False))
    )
    change = all_of(uncomputed(sheet), sheet_again(sheet, name, chance.choice((less, half)), own=own))
    return Layout("sheets of months", sheet, Must.BE_READ if decided else Must.BE_IN_DOUBT, change)


def sheets_of_halves(chance: Random, quarter: int) -> Layout:
    """Up to the first half of the year, and up to now."""
    sheet = chance.choice(list(PLACES))
    form = chance.choice(("{} Semester {}", "Semester {1}", "{} Smt {}"))
    first, second = (form.format(sheet, half_year) for half_year in chance.choice((("I", "II"), ("1", "2"))))
    before, now = (first, second) if quarter > 2 else (second, first)
    return Layout(
        "sheets of halves", sheet, Must.BE_READ, all_of(uncomputed(sheet), sheet_again(sheet, before, less, own=now))
    )


def columns_of_halves(chance: Random, quarter: int) -> Layout:
    """Up to the first half of the year, and up to the second, which is now."""
    if quarter % 2:
        return sheets_of_halves(chance, quarter)
    sheet, form = chance.choice(list(PLACES)), chance.choice(("Semester {}", "Smt {}", "Sem. {}"))
    first, second = (form.format(half_year) for half_year in chance.choice((("I", "II"), ("1", "2"))))
    up_to = f"{chance.choice(('s.d.', 's/d', 'Sampai dengan'))} {second if quarter == 4 else first}"
    before = first if quarter == 4 else "s.d. TW I"
    parts = dict(chance.sample([(before, less), (up_to, whole)], 2))
    computed, merged = chance.random() < 0.5, chance.random() < 0.5
    change = sub_columns(sheet, PLACES[sheet][1], parts, computed=computed, merged=merged)
    return Layout("columns of halves", sheet, Must.BE_READ, change)


def columns_of_bare_halves(chance: Random, quarter: int) -> Layout:
    """Each half of the year by its name alone: the second is the whole year's where what is stated follows from it."""
    if quarter < 4:
        return columns_of_halves(chance, quarter)
    sheet, computed = chance.choice(list(PLACES)), chance.random() < 0.6
    one_and_two = chance.choice((("Semester I", "Semester II"), ("Smt 1", "Smt 2"), ("Sem. I", "Sem. II")))
    single = chance.random() < 0.4
    parts = dict(zip(one_and_two, (half, rest) if single else (less, whole), strict=True))
    change = sub_columns(sheet, PLACES[sheet][1], parts, computed=computed, merged=chance.random() < 0.5)
    return Layout("columns of bare halves", sheet, Must.BE_READ if computed and not single else Must.BE_MISSED, change)


def sheets_of_single_quarters(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter, on a sheet each: it falls, or all of it together is what is due."""
    sheet, due = chance.choice(("Penerima", "Anggaran")), chance.random() < 0.5
    whole_at, part_at = (ord(letter) - ord("A") for letter in PLACES[sheet])
    names = [f"{sheet} TW {ROMAN[number]}" for number in range(quarter)]
    if quarter == 1:
        return sheets_of_halves(chance, quarter)

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        rows = book.sheets.pop(sheet)
        for number, name in enumerate(names):
            mine = [list(cells) for cells in rows]
            for cells in mine[TOP:]:
                done, shares = cells[whole_at if due else part_at], quarter * (quarter + 1) // 2
                part = done * (number + 1 if due else quarter - number) // shares
                last = done - sum(done * (before + 1) // shares for before in range(quarter - 1))
                cells[part_at] = last if due and number == quarter - 1 else part
            book.sheets[name] = mine

    return Layout("sheets of single quarters", sheet, Must.BE_IN_DOUBT, change)


def sheet_of_the_quarter(chance: Random, quarter: int) -> Layout:
    """What is said to be of the quarter is less than what stands on the form's own sheet, of which nobody says when."""
    sheet = chance.choice(("Penerima", "Anggaran"))
    change = sheet_again(sheet, f"{sheet} TW {ROMAN[quarter - 1]}", less)
    change = all_of(uncomputed(sheet), change) if chance.random() < 0.5 else change
    return Layout("sheet of the quarter", sheet, Must.BE_IN_DOUBT, change)


def of_some_months(chance: Random, quarter: int) -> Layout:
    """A heading that names the last months of the year so far may be over figures of these alone."""
    first, _, last = _months(quarter)
    words = (f"TW {ROMAN[quarter - 1]} ({first[:3]}-{last[:3]})", f"{first} s.d. {last}", f"Bulan {last}", last[:3])
    heading = f"Jumlah Terlayani {chance.choice(words)}"
    needs = ("L06",) if quarter > 1 else ()
    return Layout("of some months", "Penerima", Must.BE_READ, headed("Penerima", "G", heading), needs, "Identitas")


def months_beside(chance: Random, quarter: int) -> Layout:
    """Columns of months or of three months each, of which the last is not the whole."""
    if quarter == 1 or chance.random() < 0.5:
        names = [month[:3] for month in _months(quarter)]
    else:
        names = [f"{MONTHS[3 * n][:3]}-{MONTHS[3 * n + 2][:3]}" for n in range(quarter)]
    parts = {name: (lambda value, n=n: value * (2 * n + 3) // 20) for n, name in enumerate(names)}
    change = sub_columns("Penerima", "G", parts, computed=False, merged=chance.random() < 0.5)
    return Layout("months beside", "Penerima", Must.BE_IN_DOUBT, change)


def of_the_year_beside(chance: Random, quarter: int) -> Layout:
    """The year of the report is that of every column in it, but what does not name it may be of several years as well:
    what is stated of a month alone decides, what is stated beside a year may be of all of them."""
    computed, month = chance.random() < 0.5, _months(quarter)[2]
    sheet, letter, heading = chance.choice(
        (
            ("Anggaran", "E", "Realisasi Tahun 2024"),
            ("Anggaran", "E", f"Realisasi {month}"),
            ("Penerima", "G", "Terlayani 2024"),
            ("Penerima", "G", f"Jumlah Terlayani bulan {month}"),
        )
    )
    change = column_beside(sheet, letter, half, heading)
    must = Must.BE_READ if computed and "2024" not in heading else Must.BE_IN_DOUBT
    return Layout("of the year beside", sheet, must, change if computed else all_of(uncomputed(sheet), change))


def in_thousands(chance: Random, quarter: int) -> Layout:
    """The budget of one or two offices, or of some services as cheap as screenings, in thousands beside the others'."""
    offices = chance.sample(("KES", "TRA", "SOS"), chance.randint(1, 2))
    some = chance.sample(range(29), chance.randint(1, 5)) if chance.random() < 0.4 else []

    def change(book: Book) -> None:
        for number, cells in enumerate(book.sheets["Anggaran"][TOP:]):
            if number in some:
                cells[3:5] = [cells[3] // 10**5, cells[4] // 10**5]
            elif not some and cells[1].split("-")[1] in offices:
                cells[3:5] = [cells[3] // 1000, cells[4] // 1000]

    return Layout("in thousands", "Anggaran", Must.BE_TOLD, change, ("R15",), "Penerima")


def shares_of_some(chance: Random, quarter: int) -> Layout:
    """Percentages instead of people in a few services of thousands, or in all of one bidang."""
    of_a_bidang, count = chance.random() < 0.5, chance.randint(1, 9)

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"][TOP:]
        for number, cells in enumerate(rows):
            if cells[1].startswith("K-KES") if of_a_bidang else number < count:
                cells[5:7] = [10 * cells[5], int(percentage(cells[6], cells[5]))]
                cells[7:9] = ["", cells[6]]

    must = Must.BE_SHARES if of_a_bidang else Must.BE_TOLD
    needs, beside = ((), "") if of_a_bidang else (("R13",), "Anggaran")
    return Layout("shares of some", "Penerima", must, change, needs, beside)


def shares_of_two(chance: Random, quarter: int) -> Layout:
    """Of each 100, in both services of a bidang that has no more: it may be so."""
    codes = chance.sample(("-PR-", "-PU-"), 2)

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        bidang = ([cells for cells in due_rows(book, "Penerima") if code in cells[1]] for code in codes)
        for cells in next(rows for rows in bidang if len(rows) == 2):  # not of one with a nihil service
            cells[5:7] = [100, int(percentage(cells[6], cells[5]))]

    return Layout("shares of two", "Penerima", Must.BE_TOLD, change, ("L06",))


def shares_of_a_bidang(chance: Random, quarter: int) -> Layout:
    """Of each 100, or what was spent in percent, in all of one bidang or of all of them."""
    sheet, code = chance.choice(list(PLACES)), chance.choice(("-KES-", "-DIK-", "-SOS-", "-"))
    due, done = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        for cells in book.sheets[sheet][TOP:]:
            if code in cells[1]:
                share = round(percentage(cells[done], cells[due]), 0 if sheet != "Anggaran" else 2)
                cells[due : done + 1] = [cells[due] if sheet == "Anggaran" else 100, share]

    return Layout("shares of a bidang", sheet, Must.BE_SHARES, change)


def quarters_that_rise(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter, on a sheet each, and ever more: nobody sees that it is not cumulative, unless the
    year is over and all of it together is no more than was due."""
    names = [f"Penerima Triwulan {ROMAN[number]}" for number in range(quarter)]
    if quarter == 1:
        return of_some_months(chance, quarter)

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        rows = book.sheets.pop("Penerima")
        for number, name in enumerate(names):
            book.sheets[name] = [list(cells) for cells in rows]
            for cells in book.sheets[name][TOP:]:
                cells[6] = cells[6] * (number + 1) // 12

    if quarter == 4:
        return Layout("quarters that rise", "Penerima", Must.BE_IN_DOUBT, change)
    return Layout("quarters that rise", "Penerima", Must.BE_TOLD, change, ("L06",))


def shifted_and_changed(chance: Random, quarter: int) -> Layout:
    """The budget at first, after amounts were shifted within it, and after it was changed: the last is meant."""
    names = chance.choice(
        (
            ("Pagu Awal", "Pergeseran", "Perubahan"),
            ("Murni", "Setelah Pergeseran", "Setelah Perubahan"),
            ("Pagu Awal (Rp)", "Pagu Pergeseran (Rp)", "Pagu Perubahan (Rp)"),
        )
    )
    below, merged = chance.random() < 0.5 or names[0] == "Murni", chance.random() < 0.5
    figures = dict(zip(names, (less, more, whole), strict=True))
    if below:
        parts = dict(chance.sample(list(figures.items()), 3))
        return Layout(
            "shifted and changed",
            "Anggaran",
            Must.BE_READ,
            sub_columns("Anggaran", "D", parts, computed=False, merged=merged),
        )
    change = all_of(
        uncomputed("Anggaran"),
        column_beside("Anggaran", "D", whole, names[2]),
        column_beside("Anggaran", "D", more, names[1]),
        headed("Anggaran", "D", names[0]),
        with_figures("Anggaran", "D", less),
    )
    return Layout("shifted and changed", "Anggaran", Must.BE_READ, change)


def budget_under_people(chance: Random, quarter: int) -> Layout:
    """The budget below or above another table on its sheet, under a title or under nothing."""
    sheet, first = chance.choice(("Penerima", "Mutu")), chance.random() < 0.4
    title, name = chance.choice(([], ["ANGGARAN"], ["B. Anggaran (Rp)"])), chance.choice((sheet, "Anggaran", "Laporan"))

    def change(book: Book) -> None:
        budget, own = (book.sheets.pop(one) for one in ("Anggaran", sheet))
        budget = [title, *budget[TOP - 1 :], [], []]
        book.sheets[name] = own[: TOP - 1] + budget + own[TOP - 1 :] if first else [*own, [], *budget]

    return Layout("budget under people", sheet, Must.BE_READ, change, takes="Anggaran")


def budget_beside_people(chance: Random, quarter: int) -> Layout:
    """The budget right of the people, in their rows or with codes of its own in another order."""
    name, own_codes = chance.choice(("Penerima", "Laporan")), chance.random() < 0.4
    worded = chance.choice((("Alokasi (Rp)", "Realisasi (Rp)"), ("Pagu (Rp)", "Realisasi Keuangan (Rp)")))

    def change(book: Book) -> None:
        book.sheets["Anggaran"][TOP - 1][3:5] = worded
        budget, people = (book.sheets.pop(one) for one in ("Anggaran", "Penerima"))
        heads, rows, width = budget[TOP - 1], budget[TOP:], len(people[TOP - 1])
        kept = [at for at, head in enumerate(heads) if own_codes or head not in people[TOP - 1]]
        rows = chance.sample(rows, len(rows)) if own_codes else rows
        for cells, budgeted in zip(people[TOP - 1 :], [heads, *rows], strict=False):
            cells += [None] * (width - len(cells)) + [budgeted[at] for at in kept]
        book.sheets[name] = people

    return Layout("budget beside people", "Penerima", Must.BE_READ, change, takes="Anggaran")


def columns_on_two_sheets(chance: Random, quarter: int) -> Layout:
    """What is due on one sheet, what was done on another, each beside the names: none is to be deleted."""
    sheet = chance.choice(list(PLACES))
    named = chance.choice((("{} Target", "{} Realisasi"), ("{}", "{} Realisasi"), ("{}", "Sheet2")))

    def change(book: Book) -> None:
        rows, places = book.sheets.pop(sheet), [ord(letter) - ord("A") for letter in PLACES[sheet]]
        for name, lacking in zip(named, reversed(places), strict=True):
            without = [[cell for at, cell in enumerate(cells) if at != lacking] for cells in rows[TOP - 1 :]]
            book.sheets[name.format(sheet)] = [*rows[: TOP - 1], *without]

    return Layout("columns on two sheets", sheet, Must.BE_IN_DOUBT, all_of(uncomputed(sheet), change))


def tables_of_two_regencies(chance: Random, quarter: int) -> Layout:
    """The table of another regency below the sender's own, of which much is stated that does not follow."""
    sheet, another = (
        chance.choice(list(PLACES)),
        chance.choice(("Kabupaten Kapuas", "KAB. SERUYAN", "Kota Palangkaraya")),
    )

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        below = [list(cells) for cells in rows[TOP - 1 :]]
        for cells in rows[TOP:]:
            done = ord(PLACES[sheet][1]) - ord("A")
            cells[done] = cells[done] * 9 // 10
        book.sheets[sheet] = [*rows, [], [another], *below]
        book[sheet, "A2"] = "Kabupaten Kotawaringin Barat"

    return Layout("tables of two regencies", sheet, Must.BE_IN_DOUBT, change)


TABLES: tuple[Draw, ...] = (
    columns_on_two_sheets,
    tables_of_two_regencies,
    budget_beside_people,
    budget_under_people,
    goes_on_in_another_order,
    parts_in_another_order,
    sheets_of_months,
    sheets_of_halves,
    columns_of_halves,
    columns_of_bare_halves,
    sheets_of_single_quarters,
    sheet_of_the_quarter,
    of_some_months,
    months_beside,
    of_the_year_beside,
    in_thousands,
    shares_of_some,
    shares_of_a_bidang,
    shares_of_two,
    quarters_that_rise,
    shifted_and_changed,
)

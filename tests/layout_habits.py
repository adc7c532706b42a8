"""What people do with a whole table: copies left in the book, names over two rows, contents in each other's place."""

from collections.abc import Callable
from itertools import groupby
from random import Random

from schemas.period import ROMAN
from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    Draw,
    Layout,
    Must,
    all_of,
    all_sub_columns,
    column_beside,
    half,
    headed,
    hidden,
    less,
    percentage,
    rest,
    sheet_again,
    sub_columns,
    uncomputed,
    whole,
    with_figures,
)
from tests.layout_rows import FUND_AT, NAME_AT, SHEETS

OFFICES = {
    "DIK": "DINAS PENDIDIKAN DAN KEBUDAYAAN",
    "KES": "Dinas Kesehatan",
    "PU": "DINAS PUPR",
    "PR": "Dinas Perumahan Rakyat dan Kawasan Permukiman",
    "TRA": "Satuan Polisi Pamong Praja",
    "SOS": "DINAS SOSIAL",
}
"""The offices that services stand under, by bidang."""


def copies_left(chance: Random, quarter: int) -> Layout:
    """What programs and people call a copy, beside the sheet itself."""
    sheet = chance.choice(list(PLACES))
    name = chance.choice(("Copy of {}", "Salinan dari {}", "backup {}", "{} (lama)", "{}_old", "{} tahun lalu")).format(
        sheet
    )
    change = sheet_again(sheet, name, less)
    return Layout("copies left", sheet, Must.BE_READ, all_of(change, hidden(name)) if chance.random() < 0.3 else change)


def pivot(chance: Random, quarter: int) -> Layout:
    """What a pivot table leaves behind: names and sums of other figures, before all sheets."""

    def change(book: Book) -> None:
        rows = [[cells[3], less(cells[6]), cells[5]] for cells in book.sheets["Penerima"][TOP:]]
        heading = ["Row Labels", "Sum of Jumlah Terlayani", "Sum of Jumlah yang Harus Dilayani"]
        book.sheets = {"Sheet1": [[], [], heading, *rows, ["Grand Total"]]} | book.sheets

    return Layout("pivot", "Penerima", Must.BE_READ, change)


def half_years(chance: Random, quarter: int) -> Layout:
    """The two halves of the year before the column of the whole."""
    change = all_of(
        column_beside("Penerima", "F", half, "Semester I"), column_beside("Penerima", "G", rest, "Semester II")
    )
    return Layout("half years", "Penerima", Must.BE_READ, change)


def amounts_beside_people(chance: Random, quarter: int) -> Layout:
    """The budget once more on the sheet of people, with figures of its own."""

    def change(book: Book) -> None:
        book.sheets["Penerima"][TOP - 1] += ["Alokasi (Rp)", "Realisasi (Rp)"]
        for cells in book.sheets["Penerima"][TOP:]:
            cells += [""] * (11 - len(cells)) + [10**6 * cells[5], 10**6 * cells[6]]

    return Layout("amounts beside people", "Penerima", Must.BE_READ, change)


def under_offices(chance: Random, quarter: int) -> Layout:
    """The rows of each office above or under its services, with their sums."""
    sheet, above = chance.choice(SHEETS), chance.random() < 0.5
    at = chance.choice((0, NAME_AT[sheet])) if above or sheet == "Penerima" else FUND_AT + 1
    places = [ord(letter) - ord("A") for letter in PLACES[sheet]]

    def change(book: Book) -> None:
        top, data = book.sheets[sheet][:TOP], book.sheets[sheet][TOP:]
        for field, group in groupby(data, lambda cells: cells[1].split("-")[1]):
            rows = list(group)
            line: list = [""] * 11
            line[at] = OFFICES[field]
            for place in places:
                line[place] = sum(cells[place] for cells in rows)
            top += [line, *rows] if above else [*rows, line]
        book.sheets[sheet] = top

    return Layout("under offices", sheet, Must.BE_READ, change)


def names_over_two_rows(chance: Random, quarter: int) -> Layout:
    """A long name goes on in the row below, with its code or without any."""
    sheet, coded, words = chance.choice(SHEETS), chance.random() < 0.5, chance.randint(1, 3)

    def change(book: Book) -> None:
        at, lines = NAME_AT[sheet], book.sheets[sheet][:TOP]
        for cells in book.sheets[sheet][TOP:]:
            name = cells[at].split()
            cells[at] = " ".join(name[:words])
            lines += [cells, [""] * at + [" ".join(name[words:])]] if name[words:] else [cells]
        book.sheets[sheet] = lines
        if not coded:
            book.drop_column(sheet, "B")

    return Layout("names over two rows", sheet, Must.BE_READ, change)


def names_numbered(chance: Random, quarter: int) -> Layout:
    """Numbers or letters before the names, and no codes."""
    sheet = chance.choice(SHEETS)
    form = chance.choice(("{n}. {name}", "{n}) {name}", "{a}. {name}", "({n}) {name}", "{n}.{name}", "1.{n}. {name}"))

    def change(book: Book) -> None:
        for n, cells in enumerate(book.sheets[sheet][TOP:], 1):
            cells[NAME_AT[sheet]] = form.format(n=n, a=chr(ord("a") + n % 26), name=cells[NAME_AT[sheet]])
        book.drop_column(sheet, "B")

    return Layout("names numbered", sheet, Must.BE_READ, change)


def identity_above_a_table(chance: Random, quarter: int) -> Layout:
    """No sheet Identitas: its lines stand above another table."""

    def change(book: Book) -> None:
        lines = book.sheets.pop("Identitas")[TOP - 1 :]
        book.sheets["Tahapan"] = [*lines, [], *book.sheets["Tahapan"]]

    return Layout("identity above a table", "Identitas", Must.BE_READ, change)


def values_below_labels(chance: Random, quarter: int) -> Layout:
    """What Identitas says stands below its labels: each in turn, or all of them in one row."""
    in_a_row = chance.random() < 0.5

    def change(book: Book) -> None:
        top, labelled = book.sheets["Identitas"][: TOP - 1], book.sheets["Identitas"][TOP - 1 :]
        labels, values = ([cells[at] for cells in labelled] for at in (1, 2))
        if in_a_row:
            lines = [["", *labels], ["", *values]]
        else:
            lines = [["", cell] for pair in zip(labels, values, strict=True) for cell in pair]
        book.sheets["Identitas"] = top + lines

    return Layout("values below labels", "Identitas", Must.BE_READ, change)


def years_of_two_digits(chance: Random, quarter: int) -> Layout:
    """Nothing but two digits below a heading: what may be a year is no figure, and no year either."""
    before, now = chance.choice(((23, 24), ("23", "24")))
    sheet = chance.choice(list(PLACES))
    parts = {before: less, now: whole}
    change = sub_columns(sheet, PLACES[sheet][1], parts, computed=False, merged=chance.random() < 0.5)
    return Layout("years of two digits", sheet, Must.BE_IN_DOUBT, change)


def several_values_of_a_label(chance: Random, quarter: int) -> Layout:
    """Behind what Identitas says stands another value: to choose from, of before, corrected, or an example."""
    other = quarter % 4 + 1
    row, values = chance.choice(
        (
            (8, [other, quarter]),
            (8, [quarter, "s.d.", other]),
            (8, [ROMAN[other - 1], f"diperbaiki menjadi {ROMAN[quarter - 1]}"]),
            (8, ["I", "II", "III", "IV"]),
            (7, [2023, 2024]),
            (7, [2024, "seharusnya 2023"]),
            (5, ["62.04", "62.01"]),
        )
    )

    def change(book: Book) -> None:
        book.sheets["Identitas"][row - 1][2:] = values

    return Layout("several values of a label", "Identitas", Must.BE_IN_DOUBT, change)


def sheets_of_places(chance: Random, quarter: int) -> Layout:
    """A sheet for each place or office, and one of any name with what they are together."""
    sheet, computed = chance.choice(SHEETS), chance.random() < 0.5
    by_office, name = chance.random() < 0.5, chance.choice(("REKAP", "Kabupaten", "Gabungan"))
    places = [ord(letter) - ord("A") for letter in PLACES[sheet]]

    def change(book: Book) -> None:
        if not computed:
            uncomputed(sheet)(book)
        rows = book.sheets.pop(sheet)
        parts = {
            place: [list(cells) for cells in rows if not by_office or len(cells) < 2 or cells[1][2:5] in (place, "de ")]
            for place in (("KES", "DIK", "SOS") if by_office else ("Kumai", "Arut"))
        }
        for number, table in enumerate(() if by_office else parts.values()):
            for cells in table[TOP:]:
                for at in places:
                    cells[at] = rest(cells[at]) if number else half(cells[at])
                cells[places[1] + 1 : places[1] + 3] = ["", ""] if sheet == "Penerima" else [""]
        book.sheets |= {name: rows} | parts

    return Layout("sheets of places", sheet, Must.BE_READ, change)


def contents_exchanged(chance: Random, quarter: int) -> Layout:
    """Two columns in each other's place under headings that were left where they are."""
    sheet = chance.choice(("Penerima", "Mutu"))
    stated = chance.choice(("", "as before", "as a formula would"))
    whole, part = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        if not stated:
            uncomputed(sheet)(book)
        for cells in book.sheets[sheet][TOP:]:
            cells[whole], cells[part] = 9 * cells[whole] // 10, cells[whole]
            if stated == "as a formula would":
                cells[part + 1 : part + 3] = [cells[whole] - cells[part], percentage(cells[part], cells[whole])]

    return Layout("contents exchanged", sheet, Must.BE_IN_DOUBT, change)


def planned_alone(chance: Random, quarter: int) -> Layout:
    """What is to be done under the heading of what was done, and nothing else."""
    word = chance.choice(("Rencana", "Target", "Proyeksi"))
    change = sub_columns("Penerima", "G", {word: lambda value: value + 3}, computed=False, merged=chance.random() < 0.5)
    return Layout("planned alone", "Penerima", Must.BE_MISSED, change)


def parts_of_quarters(chance: Random, quarter: int) -> Layout:
    """L and P of the quarter before, then L, P and both of this one: cumulative, and nothing shows it."""
    if quarter == 1:
        return half_years(chance, quarter)
    before, now = (f"TW {ROMAN[quarter - step]}" for step in (2, 1))
    parts: dict[str, Callable[[float], float]] = {
        f"{before} L": lambda value: less(half(value)),
        f"{before} P": lambda value: less(rest(value)),
        f"{now} L": half,
        f"{now} P": rest,
        f"{now} Jumlah": lambda value: value,
    }
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("parts of quarters", "Penerima", Must.BE_READ, change, ("L06",), "Identitas")


def this_quarter_alone(chance: Random, quarter: int) -> Layout:
    """A heading that says `this quarter` may be over figures of it alone."""
    heading = chance.choice(("Realisasi Triwulan Ini", "Jumlah Terlayani TW ini", "Realisasi Bulan Ini"))
    needs = ("L06",) if quarter > 1 else ()
    return Layout("this quarter alone", "Penerima", Must.BE_READ, headed("Penerima", "G", heading), needs)


def before_and_after_a_change(chance: Random, quarter: int) -> Layout:
    """The budget before and after its change under a heading each."""
    before, after = chance.choice(
        (
            ("Anggaran Sebelum Perubahan (Rp)", "Anggaran Sesudah Perubahan (Rp)"),
            ("DPA", "DPPA"),
            ("Pagu Murni (Rp)", "Pagu Perubahan (Rp)"),
            ("Alokasi Semula (Rp)", "Alokasi Menjadi (Rp)"),
        )
    )
    change: Change = all_of(
        column_beside("Anggaran", "D", lambda value: value, after),
        headed("Anggaran", "D", before),
        with_figures("Anggaran", "D", lambda value: max(value - 10**6, 0)),
    )
    return Layout("before and after a change", "Anggaran", Must.BE_READ, change)


HABITS: tuple[Draw, ...] = (
    copies_left,
    pivot,
    half_years,
    amounts_beside_people,
    under_offices,
    names_over_two_rows,
    names_numbered,
    identity_above_a_table,
    values_below_labels,
    several_values_of_a_label,
    years_of_two_digits,
    sheets_of_places,
    contents_exchanged,
    planned_alone,
    parts_of_quarters,
    this_quarter_alone,
    before_and_after_a_change,
)

"""Rows that people put between those of the form: what a service is made up of, and numbers of their own."""

from collections.abc import Callable
from itertools import groupby
from random import Random

from config import catalogue
from tests.builders import KABKOTA, Book, position
from tests.layout_changes import PLACES, TOP, Change, Draw, Layout, Must, due_rows, half, less, rest, sub_columns, whole

SHEETS = ("Penerima", "Anggaran")
NAME_AT = {"Penerima": 3, "Mutu": 3, "Anggaran": 2}
FUND_AT = 6
"""Sumber Dana on Anggaran."""
NAMED = (
    "Kec. {}",
    "Kecamatan {}",
    "Puskesmas {}",
    "- Desa {}",
    "Kegiatan {}",
    "Sub Kegiatan {}",
    "Posyandu {}",
    "UPTD {}",
)
UNKNOWN = ("{}",)
PLACE_NAMES = ("Baamang", "Kumai", "Pahandut")


def figures_at(sheet: str) -> list[int]:
    return [position(f"{letter}1")[1] - 1 for letter in PLACES[sheet]]


def row_of(sheet: str, name: str, figures: list[float]) -> list:
    cells: list = [""] * NAME_AT[sheet] + [name] + [""] * 9
    for at, value in zip(figures_at(sheet), figures, strict=True):
        cells[at] = value
    return cells


def rows_below(sheet: str, rows: Callable[[list], list[list]], count: int = 99) -> Change:
    """Under each of the first services other rows, down to so many of them in which something is due."""

    def change(book: Book) -> None:
        top, data, due = book.sheets[sheet][:TOP], book.sheets[sheet][TOP:], due_rows(book, sheet)[:count]
        under = [rows(cells) if cells[1] and (cells in due or count > len(due)) else [] for cells in data]
        book.sheets[sheet] = [
            *top,
            *(line for cells, below in zip(data, under, strict=True) for line in (cells, *below)),
        ]

    return change


PAGED = (
    {"2023": less, "2024": whole},
    {"2024": whole, "2023": less},
    {"L": half, "P": rest, "Jumlah": whole},
    {"Murni": less, "Perubahan": whole},
)


def headings_on_each_page(chance: Random, quarter: int) -> Layout:
    """All lines of the headings again further down, as a printer repeats them; one of them has years as numbers."""
    sheet = chance.choice(SHEETS)
    parts = chance.choice(PAGED[:3] if sheet == "Penerima" else PAGED[:2] + PAGED[3:])
    at, merged, title = 1 + chance.randrange(20), chance.random() < 0.5, chance.random() < 0.5
    lay_out = sub_columns(sheet, chance.choice(PLACES[sheet]), parts, computed=chance.random() < 0.5, merged=merged)

    def change(book: Book) -> None:
        lay_out(book)
        rows = book.sheets[sheet]
        rows[TOP] = [int(cell) if str(cell).isdigit() else cell for cell in rows[TOP]]
        again = [list(cells) for cells in rows[TOP - 1 : TOP + 1]]
        rows[TOP + 1 + at : TOP + 1 + at] = [[], *([["Lanjutan"]] if title else []), *again]

    return Layout("headings on each page", sheet, Must.BE_READ, change)


def broken_down(chance: Random, quarter: int) -> Layout:
    """The figures of a service again by place or activity: they are its sums, or it has none but these. Then names of
    which nobody knows what they are may be anything."""
    sheet, blank, count = chance.choice(SHEETS), chance.random() < 0.5, chance.choice((1, 99))
    wording = chance.choice(NAMED if blank and count == 1 else NAMED + UNKNOWN)

    def rows(cells: list) -> list[list]:
        at = figures_at(sheet)
        parts = [[cells[one] // share for one in at] for share in (3, 4)]  # parts all alike may be the whole repeated
        parts.append([cells[one] - cells[one] // 3 - cells[one] // 4 for one in at])
        if blank:
            cells[at[0] : at[1] + 1 + len(at)] = [""] * (1 + len(at) + at[1] - at[0])
        return [row_of(sheet, wording.format(place), part) for place, part in zip(PLACE_NAMES, parts, strict=True)]

    must = Must.BE_NOBODYS if blank and wording in UNKNOWN else Must.BE_READ
    return Layout("broken down", sheet, must, rows_below(sheet, rows, count))


def included(chance: Random, quarter: int) -> Layout:
    """A row that says of its figures that they are in those above."""
    sheet = chance.choice(SHEETS)
    word = chance.choice(
        ("di antaranya DAK", "Diantaranya perempuan", "termasuk luar daerah", "Dari jumlah tersebut BOK")
    )
    change = rows_below(sheet, lambda cells: [row_of(sheet, word, [cells[at] // 3 for at in figures_at(sheet)])])
    return Layout("included", sheet, Must.BE_READ, change)


def one_fund_below(chance: Random, quarter: int) -> Layout:
    """One fund under a service: nobody can know whether it is in the service's figures or to be added to them."""
    own, word = chance.choice((("", "- DAK"), ("DAK Fisik", "DAK"), ("", "BOK"), ("APBD", "APBD")))

    def rows(cells: list) -> list[list]:
        cells[FUND_AT] = own
        return [row_of("Anggaran", word, [cells[at] // 3 for at in figures_at("Anggaran")])]

    return Layout("one fund below", "Anggaran", Must.BE_NOBODYS, rows_below("Anggaran", rows, chance.choice((1, 99))))


def numbered_by_themselves(chance: Random, quarter: int) -> Layout:
    """Numbers of one's own in the place of codes, beside names that say it all."""
    sheet = chance.choice(SHEETS)
    form = chance.choice(("{a}.{b}", "{b}", "{a}.{b}.", "a.{b}"))

    def change(book: Book) -> None:
        for number, cells in enumerate(book.sheets[sheet][TOP:]):
            cells[1] = form.format(a=number // 6 + 1, b=number % 6 + 1)

    return Layout("numbered by themselves", sheet, Must.BE_READ, change)


def parts_with_letters(chance: Random, quarter: int) -> Layout:
    """The men and the women of a few services in rows below, with a letter each, and the services without figures."""
    sheet, count = "Penerima", chance.choice((1, 2, 99))
    form, apart = chance.choice(("{}. {}", "{}) {}", "({}) {}", "- {1}")), chance.random() < 0.3
    names = chance.choice((("Laki-laki", "Perempuan"), ("L", "P"), ("DTKS", "Non DTKS"), ("ASN", "Non ASN")))

    def rows(cells: list) -> list[list]:
        at = figures_at(sheet)
        parts = [[cells[one] // 3 for one in at], [cells[one] - cells[one] // 3 for one in at]]
        cells[at[0] : at[1] + 3] = [""] * (at[1] + 3 - at[0])
        below = [row_of(sheet, name, part) for name, part in zip(names, parts, strict=True)]
        for letter, line in zip("ab", below, strict=True):
            if apart:
                line[1] = f"{letter}."
            else:
                line[NAME_AT[sheet]] = form.format(letter, line[NAME_AT[sheet]])
        return below

    return Layout("parts with letters", sheet, Must.BE_READ, rows_below(sheet, rows, count), ("C02",))


def items_under_titles(chance: Random, quarter: int) -> Layout:
    """The items of each service under a line with its name or code, with headings of their own or without, and no
    column that says of which service they are."""
    title = chance.choice(("{0}", "{1}", "{0} {1}", "Layanan: {1}", "A. {1}", "{1} ({0})", "Mutu {1} (semua butir)"))
    again, coded, numbered = chance.random() < 0.5, chance.random() < 0.5, chance.random() < 0.5

    def change(book: Book) -> None:
        for cells in book.sheets["Mutu"][TOP:] if numbered else ():
            cells[2] = cells[2].split(".")[-1]
        under_titles(title, again=again, coded=coded)(book)

    return Layout("items under titles", "Mutu", Must.BE_READ, change)


def under_titles(title: str, *, again: bool, coded: bool) -> Change:
    """`title` is made of a service's code and name; `again` with the headings below each, `coded` with Kode Mutu."""

    def change(book: Book) -> None:
        rows, names = book.sheets["Mutu"], catalogue.services(KABKOTA.version).set_index("service_code")["service_name"]
        kept = [at for at in range(len(rows[TOP - 1])) if at != 1 and (coded or at != 2)]
        top, headings = rows[: TOP - 1], [rows[TOP - 1][at] for at in kept]
        below = [] if again else [headings]
        for code, items in groupby(rows[TOP:], lambda cells: cells[1]):
            below += [[title.format(code, names[code])], *([headings] if again else [])]
            below += [[cells[at] if at < len(cells) else "" for at in kept] for cells in items]
        book.sheets["Mutu"] = top + below

    return change


def names_behind_a_word(chance: Random, quarter: int) -> Layout:
    """`Layanan Pendidikan Dasar`, and no codes."""
    sheet, word = chance.choice(SHEETS), chance.choice(("Layanan", "Pelayanan", "SPM", "Jenis Layanan"))

    def change(book: Book) -> None:
        for cells in book.sheets[sheet][TOP:]:
            cells[NAME_AT[sheet]] = f"{word} {cells[NAME_AT[sheet]]}"
        book.drop_column(sheet, "B")

    return Layout("names behind a word", sheet, Must.BE_READ, change)


def codes_shortened(chance: Random, quarter: int) -> Layout:
    """Codes without the parts that all of a form have in common, or nothing but the number of the item."""
    sheet = chance.choice(list(PLACES))
    short = chance.choice((_without_level, _without_set, _number) if sheet == "Mutu" else (_without_level, _number))

    def change(book: Book) -> None:
        for cells in book.sheets[sheet][TOP:]:
            at = 2 if sheet == "Mutu" else 1
            cells[at] = short(cells[at])

    return Layout("codes shortened", sheet, Must.BE_READ, change, ("C02",))


def _without_level(code: str) -> str:
    return code.partition("-")[2]


def _without_set(code: str) -> str:
    """`DIK-01.E21.12` is `DIK-01.12`."""
    service, _, item = code.split(".")
    return f"{service}.{item}"


def _number(code: str) -> str:
    return f"No. {code.split('.')[-1].split('-')[-1]}"


ROWS: tuple[Draw, ...] = (
    broken_down,
    included,
    one_fund_below,
    numbered_by_themselves,
    parts_with_letters,
    items_under_titles,
    codes_shortened,
    names_behind_a_word,
    headings_on_each_page,
)

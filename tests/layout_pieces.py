"""A table whose rows or people are on several sheets or in several columns, of which none says that it is all."""

from random import Random

from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    column_beside,
    due_rows,
    half,
    headed,
    hidden,
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
from tests.layout_periods import LETTERS

OF_WOMEN = ("Perempuan", "P", "Wanita", "Pr")
FIELDS = ("DIK", "KES", "PU", "PR", "TRA", "SOS")


def goes_on_elsewhere(chance: Random, quarter: int) -> Layout:
    """The rest of the rows on a second sheet, with headings or without."""
    sheet, with_headings = chance.choice(list(PLACES)), chance.random() < 0.6
    name = chance.choice(("{} Lanjutan", "Lanjutan", "{} (2)", "Sheet2", "{} 2")).format(sheet)

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        half_way = (TOP + len(rows)) // 2
        again = [list(cells) for cells in rows[:TOP]] if with_headings else []
        book.sheets |= {sheet: rows[:half_way], name: again + rows[half_way:]}

    return Layout("goes on elsewhere", sheet, Must.BE_IN_DOUBT, change)


def offices_beside_the_first(chance: Random, quarter: int) -> Layout:
    """The form's own sheet holds the rows of one office, other sheets those of the others."""
    sheet = chance.choice(list(PLACES))
    name = chance.choice(("{sheet} {field}", "{field}", "Bidang {field}"))

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        of = {field: [cells for cells in rows[TOP:] if cells[1].split("-")[1] == field] for field in FIELDS}
        book.sheets[sheet] = [*rows[:TOP], *of.pop("DIK")]
        top = [list(cells) for cells in rows[:TOP]]
        book.sheets |= {name.format(sheet=sheet, field=field): [*top, *mine] for field, mine in of.items()}

    return Layout("offices beside the first", sheet, Must.BE_IN_DOUBT, change)


def some_rows_again(chance: Random, quarter: int) -> Layout:
    """An office's sheet with its rows and the columns that it needs. It says the same as the form's own, or otherwise
    in some rows, and then nobody knows which of both was mended."""
    sheet, differs, hide = chance.choice(list(PLACES)), chance.random() < 0.6, chance.random() < 0.2
    names = ("{} Dinkes", "Dinkes", "Kesehatan", "DPPA Dinkes", "Data Susulan", "Sheet7")
    name = chance.choice(names if differs else names[2:4]).format(sheet)
    figure, rows = (chance.choice((more, less)) if differs else whole), chance.choice((2, None))
    fields, without = chance.choice((("KES",), ("PU", "TRA"), ("DIK", "KES", "SOS"))), chance.choice(WITHOUT[sheet])
    first, total, zeros = (chance.random() < share for share in (0.5, 0.3, 0.3))

    def change(book: Book) -> None:
        again = [list(cells) for cells in book.sheets[sheet]]
        others = [cells for cells in again[TOP:] if cells[1].split("-")[1] not in fields]
        again[TOP:] = [cells for cells in again[TOP:] if cells not in others]
        whole_at, part_at = (ord(letter) - ord("A") for letter in PLACES[sheet])
        for cells in again[TOP:][:rows]:
            cells[part_at] = figure(cells[part_at])
        if total:
            sums = [sum(cells[at] for cells in again[TOP:]) for at in (whole_at, part_at)]
            again.append(["", "", "JUMLAH", *[""] * (whole_at - 3), *sums])
        again += [[*cells[:whole_at], 0, 0] for cells in others] if zeros else []
        kept = [at for at, head in enumerate(again[TOP - 1]) if head not in without]
        again[TOP - 1 :] = [[cells[at] for at in kept if at < len(cells)] for cells in again[TOP - 1 :]]
        book.sheets = {name: again} | book.sheets if first else book.sheets | {name: again}

    must = Must.BE_IN_DOUBT if differs and not hide else Must.BE_READ
    return Layout("some rows again", sheet, must, all_of(change, hidden(name)) if hide else change)


WITHOUT = {
    "Penerima": (
        (),
        ("Bidang Urusan", "Nihil", "Keterangan"),
        ("Kode Layanan", "Nihil", "Belum Terlayani", "Capaian (%)"),
    ),
    "Mutu": ((), ("Jenis", "Belum Tersedia", "Keterangan"), ("No", "Capaian (%)")),
    "Anggaran": ((), ("Sumber Dana", "Perangkat Daerah"), ("Kode Layanan", "Sumber Dana", "Keterangan")),
}
"""What an office leaves out of the form's columns."""


def _in_two(sheet: str, one: str, other: str, *, stated: str = "") -> Change:
    """Two sheets in place of one, each with half of the figures. On `stated` a percentage follows from them."""
    first, last = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        rows = book.sheets.pop(sheet)
        tables = {one: half, other: rest}
        percent_at = next(at for at, cell in enumerate(rows[TOP - 1]) if "%" in cell)
        for title, figure in tables.items():
            book.sheets[title] = [list(cells) for cells in rows]
            for cells in book.sheets[title][TOP:]:
                cells[first], cells[last] = figure(cells[first]), figure(cells[last])
                cells[percent_at] = percentage(cells[last], cells[first]) if title == stated else ""

    return change


def sheets_of_each_sex(chance: Random, quarter: int) -> Layout:
    """The men under the form's own name or their own, the women on another sheet, which may be hidden."""
    sheet, word = chance.choice(list(LETTERS)), chance.choice(OF_WOMEN)
    name = chance.choice((sheet, f"{sheet} Laki-laki", f"{sheet} L"))
    women = chance.choice((f"{sheet} {word}", f"{sheet} ({word})", f"{sheet} {word}"))
    change = _in_two(sheet, name, women)
    if name != sheet and chance.random() < 0.4:
        change = all_of(change, hidden(women))
    return Layout("sheets of each sex", sheet, Must.BE_IN_DOUBT, change)


def sheets_of_two_parts(chance: Random, quarter: int) -> Layout:
    """A sheet for each of two parts, of which one may be hidden, and one as well computed as the whole would be."""
    sheet, (one, other) = chance.choice(list(LETTERS)), chance.choice((("Negeri", "Swasta"), ("DAK", "DAU")))
    names = f"{sheet} {one}", f"{sheet} {other}"
    change = _in_two(sheet, *names, stated=chance.choice(("", *names)))
    return Layout(
        "sheets of two parts",
        sheet,
        Must.BE_IN_DOUBT,
        all_of(change, hidden(chance.choice(names))) if chance.random() < 0.5 else change,
    )


def a_part_beside(chance: Random, quarter: int) -> Layout:
    """The form's own sheet and one of a part that holds as much: half of the whole each, or the whole twice."""
    sheet, part = chance.choice((("Anggaran", "DAK"), ("Anggaran", "DAK Fisik"), ("Penerima", "Swasta")))
    change = all_of(uncomputed(sheet), sheet_again(sheet, f"{sheet} {part}", whole))
    return Layout("a part beside", sheet, Must.BE_IN_DOUBT, change)


def scale_in_a_sheets_name(chance: Random, quarter: int) -> Layout:
    """Nothing but the sheet's name says that its amounts are in thousands, or of what year they are."""
    name, own = chance.choice((("Anggaran (Rp 000)", False), ("Anggaran Ribuan", False), ("Anggaran 2024", True)))

    def change(book: Book) -> None:
        book.sheets = {name if sheet == "Anggaran" else sheet: rows for sheet, rows in book.sheets.items()}

    return Layout("scale in a sheet's name", "Anggaran", Must.BE_READ if own else Must.BE_OF_OTHER_UNIT, change)


def sheets_of_two_regencies(chance: Random, quarter: int) -> Layout:
    """A sheet for each of two regencies, of which one may be hidden: none is known to be the sender's."""
    sheet = chance.choice(list(LETTERS))
    form, another = (
        chance.choice(("{sheet} {name}", "{name}", "{sheet} Kab. {name}")),
        chance.choice(("Kapuas", "Seruyan")),
    )
    names = [form.format(sheet=sheet, name=one) for one in ("Kotawaringin Barat", another)]
    change = _in_two(sheet, *names)
    if chance.random() < 0.5:
        change = all_of(change, hidden(chance.choice(names)))
    return Layout("sheets of two regencies", sheet, Must.BE_IN_DOUBT, change)


def women_beside(chance: Random, quarter: int) -> Layout:
    """Right of the form's own heading the women: of all, or all but the men."""
    of_all, computed = chance.random() < 0.5, chance.random() < 0.3
    heading = chance.choice((*OF_WOMEN, "Terlayani Perempuan", "Jumlah Terlayani Perempuan"))
    stated = () if computed else (uncomputed("Penerima"),)
    if of_all:
        change = all_of(*stated, column_beside("Penerima", "G", lambda value: value * 48 // 100, heading))
        return Layout("women beside", "Penerima", Must.BE_READ, change)
    change = all_of(*stated, column_beside("Penerima", "G", rest, heading), with_figures("Penerima", "G", half))
    return Layout("women beside", "Penerima", Must.BE_IN_DOUBT, change)


def fund_beside(chance: Random, quarter: int) -> Layout:
    """Beside the form's own amount that of one fund: the half of it, or more than it can hold."""
    letter, of_all = chance.choice("DE"), chance.random() < 0.5
    fund = chance.choice(("DAK", "DAK Fisik", "DAU", "APBN"))
    change = all_of(uncomputed("Anggaran"), column_beside("Anggaran", letter, half if of_all else rest, fund))
    if of_all:
        return Layout("fund beside", "Anggaran", Must.BE_READ, change, ("L03",))
    halves = [with_figures("Anggaran", one, half) for one in {"D": "DF", "E": "E"}[letter]]
    return Layout("fund beside", "Anggaran", Must.BE_IN_DOUBT, all_of(change, *halves))


def stated_of_both_parts(chance: Random, quarter: int) -> Layout:
    """What is stated follows from both parts together; in most rows there is nobody of the first."""
    names, computed = chance.choice((("L", "P"), ("Negeri", "Swasta"), ("Lama", "Baru"))), chance.random() < 0.5
    parts: dict[str, Figures] = {names[0]: lambda value: value // 3 * (value % 3 == 0)}
    parts[names[1]] = lambda value: value - parts[names[0]](value)
    shuffled = dict(chance.sample(list(parts.items()), 2))
    change = sub_columns("Penerima", "G", shuffled, computed=computed, merged=chance.random() < 0.5)
    return Layout("stated of both parts", "Penerima", Must.BE_IN_DOUBT, change)


def men_before_women(chance: Random, quarter: int) -> Layout:
    """The form's own words and a sex, beside the other sex alone: no column is of all."""
    first, second = chance.choice((("Laki-laki", "Perempuan"), ("L", "P")))
    change = all_of(
        uncomputed("Penerima"),
        column_beside("Penerima", "G", rest, second),
        headed("Penerima", "G", f"Jumlah Terlayani {first}"),
        with_figures("Penerima", "G", half),
    )
    return Layout("men before women", "Penerima", Must.BE_MISSED, change)


def of_one_sex(chance: Random, quarter: int) -> Layout:
    """The men alone, as the name of the sheet or a line above both headings says, and nothing of the women."""
    sheet, word = chance.choice(list(LETTERS)), chance.choice(("Laki-laki", "L", "Perempuan"))
    figures = all_of(uncomputed(sheet), *(with_figures(sheet, letter, half) for letter in PLACES[sheet]))
    at, named = ord(PLACES[sheet][0]) - ord("A"), chance.random() < 0.5

    def change(book: Book) -> None:
        figures(book)
        if named:
            book.sheets = {(f"{sheet} {word}" if one == sheet else one): rows for one, rows in book.sheets.items()}
        else:
            book.insert_row(sheet, TOP, [*[""] * at, word, word])
            book.merged[sheet] = [(TOP, at + 1, TOP, at + 2)]

    return Layout("of one sex", sheet, Must.NOT_BE_THERE if named else Must.BE_MISSED, change)


def titled_of_one_sex(chance: Random, quarter: int) -> Layout:
    """A line above the table, or a note, says that its figures are those of the men."""
    sheet, above = chance.choice(list(PLACES)), chance.random() < 0.5
    line = chance.choice(("REKAP LAKI-LAKI", "Laki-laki", "DATA PEREMPUAN TW IV") if above else ("hanya laki-laki",))

    def change(book: Book) -> None:
        if above:
            book.sheets[sheet][1] = [line]
        else:
            book.sheets[sheet] += [[], [f"*) {line}"]]

    return Layout("titled of one sex", sheet, Must.BE_READ, change, ("L06",))


def merged_over_rows(chance: Random, quarter: int) -> Layout:
    """One figure in cells that are merged over two rows."""
    sheet, letter = chance.choice(list(PLACES)), chance.choice("01")
    letter, number = PLACES[sheet][int(letter)], chance.randint(1, 10)

    def change(book: Book) -> None:
        column, rows, due = ord(letter) - ord("A") + 1, book.sheets[sheet], due_rows(book, sheet)
        row = next(at for at in range(TOP + number, len(rows)) if rows[at] in due)  # else nothing is missing there
        book.merged[sheet] = [(row, column, row + 1, column)]

    return Layout("merged over rows", sheet, Must.BE_FILLED, change)


PIECES: tuple[Draw, ...] = (
    goes_on_elsewhere,
    offices_beside_the_first,
    some_rows_again,
    sheets_of_each_sex,
    sheets_of_two_parts,
    sheets_of_two_regencies,
    women_beside,
    fund_beside,
    stated_of_both_parts,
    men_before_women,
    of_one_sex,
    titled_of_one_sex,
    merged_over_rows,
    a_part_beside,
    scale_in_a_sheets_name,
)

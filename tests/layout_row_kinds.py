"""Rows under a service that are no parts of one sum, or may be none: of other times and units, funds in a budget."""

from collections.abc import Callable
from random import Random

from tests.builders import Book
from tests.layout_changes import TOP, Change, Draw, Layout, Must, all_of, uncomputed
from tests.layout_rows import FUND_AT, NAME_AT, SHEETS, figures_at, row_of, rows_below

NO_PARTS = (
    ("Tahun 2023", "Tahun 2024"),
    ("2023", "2024"),
    ("TW I", "TW II", "TW III", "TW IV"),
    ("s.d. TW III", "s.d. TW IV"),
    ("Semester I", "Semester II"),
    ("APBD Murni", "APBD Perubahan"),
    ("KK", "Jiwa"),
)


def _cleared(sheet: str, rows: Callable[[list], list[list]]) -> Change:
    """Rows under services whose own figures are gone."""

    def of_service(cells: list) -> list[list]:
        below = rows(cells)
        for at in figures_at(sheet):
            cells[at] = ""
        return below

    return all_of(uncomputed(sheet), rows_below(sheet, of_service))


def _total_of(sheet: str) -> Change:
    """What Excel adds all rows up to, below them."""

    def total(book: Book) -> None:
        sums = [sum(cells[at] or 0 for cells in book.sheets[sheet][TOP:]) for at in figures_at(sheet)]
        book.sheets[sheet].append(row_of(sheet, "JUMLAH", sums))

    return total


def rows_of_no_sum(chance: Random, quarter: int) -> Layout:
    """A service in rows of years, of quarters, of a budget before and after its change, of households and people;
    below all, or nowhere, what Excel adds them up to all the same."""
    sheet, names, added = chance.choice(SHEETS), chance.choice(NO_PARTS), chance.random() < 0.5

    def rows(cells: list) -> list[list]:
        whole = [cells[at] for at in figures_at(sheet)]
        return [row_of(sheet, name, [value * (n + 1) // len(names) for value in whole]) for n, name in enumerate(names)]

    change = all_of(_cleared(sheet, rows), _total_of(sheet)) if added else _cleared(sheet, rows)
    return Layout("rows of no sum", sheet, Must.BE_NOBODYS, change)


def parts_alike(chance: Random, quarter: int) -> Layout:
    """Men and women, or places, that all have one figure of what is due: each its part, or the whole repeated. What
    Excel adds them up to, below all, does not tell."""
    sheet, repeated, added = chance.choice(SHEETS), chance.random() < 0.7, chance.random() < 0.5
    names = chance.choice(
        (("Laki-laki", "Perempuan"), ("Kec. A", "Kec. B"), ("Puskesmas A", "Puskesmas B", "Puskesmas C"), ("SD", "SMP"))
    )

    def rows(cells: list) -> list[list]:
        due, done = (cells[at] for at in figures_at(sheet))
        due = due if repeated else -(-due // len(names))
        shares = [done // (n + 2) for n in range(len(names))]
        return [row_of(sheet, name, [due, share]) for name, share in zip(names, shares, strict=True)]

    change = _cleared(sheet, rows)
    return Layout("parts alike", sheet, Must.BE_NOBODYS, all_of(change, _total_of(sheet)) if added else change)


def parts_and_another_total(chance: Random, quarter: int) -> Layout:
    """The men and women, or the districts, of each service and their total, which is off by two."""
    sheet = chance.choice(SHEETS)
    one, other = chance.choice((("Laki-laki", "Perempuan"), ("Kec. Kumai", "Kec. Arut"), ("L", "P")))

    def rows(cells: list) -> list[list]:
        whole = [cells[at] for at in figures_at(sheet)]
        parts = [[value // 3 for value in whole], [value - value // 3 - 2 for value in whole]]
        return [row_of(sheet, one, parts[0]), row_of(sheet, other, parts[1]), row_of(sheet, "Jumlah", whole)]

    return Layout("parts and another total", sheet, Must.BE_NOBODYS, _cleared(sheet, rows))


def total_before_its_parts(chance: Random, quarter: int) -> Layout:
    """Under the name of a service the total of the men and the women, then these."""
    sheet = chance.choice(SHEETS)
    names = chance.choice((("Jumlah", "L", "P"), ("Total", "Laki-laki", "Perempuan"), ("Jumlah", "Kec. A", "Kec. B")))

    def rows(cells: list) -> list[list]:
        whole = [cells[at] for at in figures_at(sheet)]
        parts = [whole, [value // 3 for value in whole], [value - value // 3 for value in whole]]
        return [row_of(sheet, name, part) for name, part in zip(names, parts, strict=True)]

    return Layout("total before its parts", sheet, Must.BE_READ, _cleared(sheet, rows))


def _funds(names: tuple[str, ...], shares: tuple[float, ...]) -> Change:
    """A service whose budget stands first under `names[0]`, and the other funds in rows below."""

    def rows(cells: list) -> list[list]:
        whole, cells[FUND_AT] = [cells[at] for at in figures_at("Anggaran")], names[0]
        below = []
        for name, share in zip(names[1:], shares, strict=True):
            below.append(row_of("Anggaran", "", [int(value * share) for value in whole]))
            below[-1][NAME_AT["Anggaran"]], below[-1][FUND_AT] = "", name
        return below

    return all_of(uncomputed("Anggaran"), rows_below("Anggaran", rows))


def funds_in_a_budget(chance: Random, quarter: int) -> Layout:
    """APBD and DAK: in words two parts, and often the whole and what is in it."""
    fund = chance.choice(("DAK", "DAK Fisik", "BOK", "DAU"))
    return Layout(
        "funds in a budget", "Anggaran", Must.BE_TOLD, _funds(("APBD", fund), (chance.uniform(0.1, 0.8),)), ("L06",)
    )


def funds_nearly_the_budget(chance: Random, quarter: int) -> Layout:
    """A whole whose funds are a few rupiah less: nobody adds them to it."""
    return Layout(
        "funds nearly the budget", "Anggaran", Must.BE_NOBODYS, _funds(("APBD", "DAK", "DAU"), (0.4, 0.59999))
    )


def noted_as_of_one_quarter(chance: Random, quarter: int) -> Layout:
    """A note beside some figures, or a line below the table, says that they are of one quarter only."""
    count = chance.choice((0, 3, 29))
    note = chance.choice(("hanya Triwulan IV", "khusus TW III", "belum kumulatif", "data TW II saja"))

    def change(book: Book) -> None:
        if not count:
            book.sheets["Penerima"] += [[], [f"*) {note}"]]
        for cells in book.sheets["Penerima"][TOP : TOP + count]:
            cells += [""] * (11 - len(cells))
            cells[10] = note

    return Layout("noted as of one quarter", "Penerima", Must.BE_READ, change, ("L06",))


def counts_of_other_things(chance: Random, quarter: int) -> Layout:
    """Below the table how many offices or inhabitants there are: no total of its column."""
    word = chance.choice(("Jumlah Puskesmas", "Jumlah Penduduk", "Jumlah Desa/Kelurahan", "Jumlah Sekolah"))

    def change(book: Book) -> None:
        book.sheets["Penerima"] += [[*[""] * NAME_AT["Penerima"], word, "", 17]]

    return Layout("counts of other things", "Penerima", Must.BE_READ, change, ("L03",))


def _rows_again(sheet: str, names: list[str], parts: Callable[[float], list[float]]) -> Change:
    """Each service in several rows, with its code and name in each, and what the row is of in a column of its own."""

    def change(book: Book) -> None:
        top, data = book.sheets[sheet][:TOP], book.sheets[sheet][TOP:]
        width = max(len(top[-1]), FUND_AT)
        top[-1] += [""] * (width - len(top[-1])) + ["Wilayah"]
        for cells in data:
            figures = [parts(cells[at]) for at in figures_at(sheet)]
            for name, values in zip(names, zip(*figures, strict=True), strict=True):
                top.append([*cells, *[""] * (width - len(cells)), name])
                for at, value in zip(figures_at(sheet), values, strict=True):
                    top[-1][at] = value
        book.sheets[sheet] = top

    return all_of(uncomputed(sheet), change)


def places_with_the_code_again(chance: Random, quarter: int) -> Layout:
    """The code of a service in the rows of its places or funds, above or below what they are together; of quarters, of
    another sum or of nothing that is their sum nobody knows which is meant."""
    sheet, first, off = chance.choice(SHEETS), chance.random() < 0.5, chance.choice((0, 0, 0, 2))
    names, whole = chance.choice(
        (
            (["Kumai", "Arut"], "Kabupaten"),
            (["Kec. Kumai", "Kec. Arut"], "Jumlah"),
            (["APBD", "DAK"], "Total"),
            (["Kumai", "Arut"], ""),
            (["TW I", "TW II"], "TW III"),
            (["2022", "2023"], "2024"),
        )
    )
    uncoded = chance.random() < 0.3

    def parts(value: float) -> list[float]:
        both, total = [value // 3, value - value // 3 - off], [value]
        return total + both if first else both + total

    change = _rows_again(sheet, [whole, *names] if first else [*names, whole], parts)
    change = all_of(change, lambda book: book.drop_column(sheet, "B")) if uncoded else change
    decided = not off and whole[:2] not in ("TW", "20")
    needs = ("C02",) if decided else ()
    must = Must.BE_READ if decided else Must.BE_THERE_ONCE
    return Layout("places with the code again", sheet, must, change, needs)


ROW_KINDS: tuple[Draw, ...] = (
    rows_of_no_sum,
    parts_alike,
    parts_and_another_total,
    total_before_its_parts,
    funds_in_a_budget,
    funds_nearly_the_budget,
    noted_as_of_one_quarter,
    counts_of_other_things,
    places_with_the_code_again,
)

"""Rows under a service of which some hold others, and rows that are one figure twice: only what is proved is added."""

from collections.abc import Callable
from random import Random

from tests.builders import Book
from tests.layout_changes import TOP, Change, Draw, Layout, Must, all_of, percentage, uncomputed
from tests.layout_rows import NAME_AT, SHEETS, figures_at, row_of, rows_below

Lines = Callable[[list[float]], list[tuple[str, list[float]]]]
"""Names and figures of the rows below a service with these figures."""
VERSIONS = (
    ("Data Proyeksi", "Data Riil"),
    ("Usulan", "Disetujui"),
    ("Data Dinas", "Data BPS"),
    ("Kontak K1", "Kontak K4"),
    ("Data lama", "Data baru"),
    ("Jumlah penduduk usia sasaran", "Sasaran layanan"),
    ("Kondisi baik", "Kondisi rusak"),
    ("Seluruhnya", "di antaranya penyandang disabilitas"),
    ("Keuangan", "Fisik"),
)


def _share(whole: list[float], n: int, of: int) -> list[float]:
    """The nth of so many parts, from 0. They are never all alike, which may be the whole repeated."""
    less = [value // (of + 1) for value in whole]
    return [value - one * (of - 1) for value, one in zip(whole, less, strict=True)] if n + 1 == of else less


def _below(sheet: str, lines: Lines, *, blank: bool = True, count: int = 99, computed: bool = False) -> Change:
    def rows(cells: list) -> list[list]:
        whole = [cells[at] for at in figures_at(sheet)]
        for at in figures_at(sheet) if blank else ():
            cells[at] = ""
        return [row_of(sheet, name, figures) for name, figures in lines(whole)]

    change = rows_below(sheet, rows, count)
    return change if computed else all_of(uncomputed(sheet), change)


def _coded(change: Change, sheet: str) -> Change:
    """The same with codes of accounts before the names of programmes and activities."""
    levels = {"Program": "1.02.02", "Kegiatan": "1.02.02.2.01", "Sub": "1.02.02.2.01.000{}"}

    def coded(book: Book) -> None:
        change(book)
        number = 0
        for cells in book.sheets[sheet][TOP:]:
            code = next((code for word, code in levels.items() if not cells[1] and f"{cells[2]}".startswith(word)), "")
            number = number + 1 if "{}" in code else 0
            cells[1] = code.format(number) or cells[1]

    return coded


def budget_lines(chance: Random, quarter: int) -> Layout:
    """A programme, its activity and what that is made up of, each with its figures; the service has none or the same.
    What it is made up of may have a name of any kind."""
    blank, count, subs = chance.random() < 0.7, chance.choice((3, 99)), chance.randint(1, 3)
    names = chance.choice(
        (("Program {}", "Kegiatan {}", "Sub Kegiatan {}"), ("Program {}", "Kegiatan {}", "Belanja {}"))
    )
    if subs == 1:
        names = (*names[:2], "Sub Kegiatan {}")

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        upper = [(name.format("pelayanan"), whole) for name in names[:2]]
        return upper + [(names[2].format("abc"[n]), _share(whole, n, subs)) for n in range(subs)]

    change = _below("Anggaran", lines, blank=blank, count=count)
    coded = blank and names[2].startswith("Sub") and chance.random() < 0.5
    return Layout("budget lines", "Anggaran", Must.BE_READ, _coded(change, "Anggaran") if coded else change, ("C02",))


def budget_lines_that_differ(chance: Random, quarter: int) -> Layout:
    """The same where the levels do not add up: which is the service's budget nobody knows."""
    off, coded = chance.choice((0.9, 0.5, 1.2)), chance.random() < 0.5

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        inside = [round(value * off) for value in whole]
        below = [(f"Sub Kegiatan {'ab'[n]}", _share(inside, n, 2)) for n in range(2)]
        return [("Program pelayanan", whole), ("Kegiatan pelayanan", inside), *below]

    change = _below("Anggaran", lines)
    change = _coded(change, "Anggaran") if coded else change
    return Layout("budget lines that differ", "Anggaran", Must.BE_NOBODYS, change)


def accounts(chance: Random, quarter: int) -> Layout:
    """Expenses of which only the codes of their accounts say that they are beside each other."""

    def change(book: Book) -> None:
        _below("Anggaran", lambda whole: [(f"Belanja {n}", _share(whole, n, 3)) for n in range(3)])(book)
        for number, cells in enumerate(book.sheets["Anggaran"][TOP:]):
            cells[1] = cells[1] or f"5.1.{number % 4:02}"

    return Layout("accounts", "Anggaran", Must.BE_READ, change, ("C02",))


def places_in_places(chance: Random, quarter: int) -> Layout:
    """Districts with their villages or clinics, one or several, and often the regency before or after them all."""
    sheet, blank, regency = chance.choice(SHEETS), chance.random() < 0.6, chance.choice(("", "before", "after"))
    inner, counts = chance.choice(("Desa {}", "- Puskesmas {}", "Kelurahan {}")), (chance.randint(1, 2), 2)

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        found = []
        for n, count in enumerate(counts):
            district = _share(whole, n, 2)
            found.append((f"Kec. {'AB'[n]}", district))
            found += [(inner.format(f"{n}{one}"), _share(district, one, count)) for one in range(count)]
        all_of_it = [("Kabupaten Kotawaringin Barat", whole)]
        return (all_of_it if regency == "before" else []) + found + (all_of_it if regency == "after" else [])

    return Layout("places in places", sheet, Must.BE_READ, _below(sheet, lines, blank=blank), ("C02",))


def places_in_places_and_their_total(chance: Random, quarter: int) -> Layout:
    """The same with their total in the last row, which is nearly that of all rows as well."""
    sheet = chance.choice(SHEETS)

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        other = [value // 20 for value in whole]
        one = [value - less for value, less in zip(whole, other, strict=True)]
        inner = [(f"Desa {name}", _share(other, n, 2)) for n, name in enumerate("AB")]
        return [("Kec. A", one), ("Kec. B", other), *inner, ("Jumlah", whole)]

    return Layout("places in places and their total", sheet, Must.BE_READ, _below(sheet, lines), ("C02",))


def parts_under_a_word_for_all(chance: Random, quarter: int) -> Layout:
    """Two known parts and their sum under a word that nobody knows."""
    sheet, first = chance.choice(SHEETS), chance.random() < 0.5
    parts = chance.choice((("Negeri", "Swasta"), ("Laki-laki", "Perempuan"), ("APBD", "DAK")))
    word = chance.choice(("Gabungan", "Semua", "Kabupaten Kotawaringin Barat"))

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        below = [(name, _share(whole, n, 2)) for n, name in enumerate(parts)]
        return [(word, whole), *below] if first else [*below, (word, whole)]

    return Layout("parts under a word for all", sheet, Must.BE_READ, _below(sheet, lines), ("C02",))


def parts_that_add_up_by_chance(chance: Random, quarter: int) -> Layout:
    """Districts of which one has as many as two others: it is a district all the same."""
    sheet = chance.choice(SHEETS)

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        both = [value // 3 for value in whole]
        one = [value // 2 for value in both]
        parts = (
            both,
            one,
            [b - a for a, b in zip(one, both, strict=True)],
            [v - 2 * b for v, b in zip(whole, both, strict=True)],
        )
        return [(f"Kec. {name}", part) for name, part in zip("ABCD", parts, strict=True)]

    return Layout("parts that add up by chance", sheet, Must.BE_READ, _below(sheet, lines), ("C02",))


def two_versions(chance: Random, quarter: int) -> Layout:
    """One figure in two versions, or a whole and some of it, under names that say no part: never added up."""
    sheet, names = chance.choice((*SHEETS, "Mutu")), chance.choice(VERSIONS)
    share = chance.choice((0.1, 0.7, 0.98))
    first = chance.random() < 0.5 or names[0] == "Seluruhnya"

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        other = [100, 90] if names[1] == "Fisik" else [int(value * share) for value in whole]
        return list(zip(names, (whole, other) if first else (other, whole), strict=True))

    return Layout("two versions", sheet, Must.BE_NOBODYS, _below(sheet, lines))


def unknown_parts_with_their_sum(chance: Random, quarter: int) -> Layout:
    """Names of which nobody knows what they are: what is left, the percentage or the total of the sheet says it."""
    sheet, said = chance.choice(SHEETS), chance.choice(("beside", "below"))

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        return [(name, _share(whole, n, 3)) for n, name in enumerate(("Baamang", "Kumai", "Pahandut"))]

    def total(book: Book) -> None:
        data = [cells for cells in book.sheets[sheet][TOP:] if len(cells) > max(figures_at(sheet))]
        book.sheets[sheet].append(
            row_of(sheet, "JUMLAH", [sum(cells[at] for cells in data) for at in figures_at(sheet)])
        )

    if said == "below":
        return Layout("unknown parts", sheet, Must.BE_READ, all_of(total, _below(sheet, lines)), ("C02",))
    return Layout("unknown parts", sheet, Must.BE_READ, _below(sheet, lines, computed=True), ("C02",))


def percentage_below(chance: Random, quarter: int) -> Layout:
    """Two parts and a row of percentages, which is added to nothing."""
    sheet, word = chance.choice(SHEETS), chance.choice(("Cakupan (%)", "Persentase", "Capaian (%)", "Realisasi %"))
    parts = chance.choice((("Negeri", "Swasta"), ("Kec. A", "Kec. B")))

    def lines(whole: list[float]) -> list[tuple[str, list[float]]]:
        below = [(name, _share(whole, n, 2)) for n, name in enumerate(parts)]
        return [*below, (word, [100, round(percentage(whole[1], whole[0]))])]

    return Layout("percentage below", sheet, Must.BE_READ, _below(sheet, lines), ("C02", "L03"))


def places_under_a_heading(chance: Random, quarter: int) -> Layout:
    """Each service in several places under a heading of their own, its name once, and what they come to below them."""
    sheet, heading = chance.choice(SHEETS), chance.choice(("Kecamatan", "Puskesmas", "Wilayah"))
    of, word, named = chance.randint(2, 4), chance.choice(("Jumlah", "TOTAL")), chance.random() < 0.3

    def change(book: Book) -> None:
        rows, figures = book.sheets[sheet], figures_at(sheet)
        known = NAME_AT[sheet] + 1
        lines = []
        for cells in rows[TOP:]:
            for n in range(of):
                shares = dict(zip(figures, _share([cells[one] for one in figures], n, of), strict=True))
                first = cells[:known] if n == 0 else [""] * known
                lines.append([*first, *(shares.get(one, cells[one]) for one in range(known, len(cells)))])
            lines.append(["" if one < known else cell for one, cell in enumerate(cells)])
        for n, cells in enumerate(lines):
            cells.insert(known, word if n % (of + 1) == of else f"Kec. {'ABCD'[n % (of + 1)]}"[0 if named else 5 :])
        book.sheets[sheet] = [*rows[: TOP - 1], [*rows[TOP - 1][:known], heading, *rows[TOP - 1][known:]], *lines]

    return Layout("places under a heading", sheet, Must.BE_READ, all_of(uncomputed(sheet), change), ("C02",))


ROW_LEVELS: tuple[Draw, ...] = (
    places_under_a_heading,
    budget_lines,
    budget_lines_that_differ,
    accounts,
    places_in_places,
    places_in_places_and_their_total,
    parts_under_a_word_for_all,
    parts_that_add_up_by_chance,
    two_versions,
    unknown_parts_with_their_sum,
    percentage_below,
)

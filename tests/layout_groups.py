"""What is due and what is done side by side, once for each part, time or stage that stands above both."""

from collections.abc import Callable
from random import Random

from schemas.period import ROMAN
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
    half,
    less,
    more,
    percentage,
    rest,
    uncomputed,
    whole,
)

WORDS = {
    "Penerima": ("Target", "Realisasi"),
    "Mutu": ("Jumlah Dibutuhkan", "Jumlah Tersedia"),
    "Anggaran": ("Pagu", "Realisasi"),
}
"""The last lines of the headings, below the groups."""


def in_groups(sheet: str, groups: dict[str, tuple[Figures, Figures]], *, merged: bool) -> Change:
    first, last = (ord(letter) - ord("A") for letter in PLACES[sheet])

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        width = len(rows[TOP - 1])
        for number, cells in enumerate(rows[TOP - 1 :]):
            due, done = cells[first], cells[last]
            cells[first : last + 1] = [
                cell
                for name, (of_due, of_done) in groups.items()
                for cell in ((name, "") if not number else (of_due(due), of_done(done)))
            ]
        below = [*[""] * first, *list(WORDS[sheet]) * len(groups), *[""] * (width - last - 1)]
        rows.insert(TOP, below)
        if merged:
            book.merged[sheet] = [(TOP, first + 1 + 2 * n, TOP, first + 2 + 2 * n) for n in range(len(groups))]

    return all_of(uncomputed(sheet), change)


def _drawn(name: str, must: Must, sheet: str, groups: dict[str, tuple[Figures, Figures]], chance: Random) -> Layout:
    shuffled = dict(chance.sample(list(groups.items()), len(groups)))
    return Layout(name, sheet, must, in_groups(sheet, shuffled, merged=chance.random() < 0.5))


def groups_with_a_whole(chance: Random, quarter: int) -> Layout:
    """Of parts and all of them, of years, of a budget before and after its change, up to the quarters."""
    kinds: tuple[Callable[[], tuple[str, dict]], ...] = (
        lambda: (
            chance.choice(list(PLACES)),
            {"Laki-laki": (half, half), "Perempuan": (rest, rest), "Jumlah": (whole, whole)},
        ),
        lambda: (chance.choice(list(PLACES)), {"Tahun 2023": (more, less), "Tahun 2024": (whole, whole)}),
        lambda: ("Anggaran", {"Murni": (less, less), "Perubahan": (whole, whole)}),
        lambda: (
            "Penerima",
            {
                f"s.d. TW {ROMAN[quarter - 2] if quarter > 1 else 'IV 2023'}": (whole, less),
                f"s.d. TW {ROMAN[quarter - 1]}": (whole, whole),
            },
        ),
    )
    return _drawn("groups with a whole", Must.BE_READ, *chance.choice(kinds)(), chance)


def groups_without_one(chance: Random, quarter: int) -> Layout:
    """Of parts, of funds or of half years, and nothing that is the whole of them."""
    sheet, one, other = chance.choice(
        (
            ("Penerima", "Laki-laki", "Perempuan"),
            ("Penerima", "Negeri", "Swasta"),
            ("Anggaran", "APBD", "DAK"),
            ("Anggaran", "DAU", "DAK Fisik"),
        )
    )
    return _drawn("groups without one", Must.BE_IN_DOUBT, sheet, {one: (half, half), other: (rest, rest)}, chance)


RUNNING = {1: (100,), 2: (55, 100), 3: (30, 65, 100), 4: (22, 48, 70, 100)}
RISING = {2: (30, 70), 3: (20, 33, 47), 4: (10, 20, 30, 40)}


def percentages_of_each_quarter(chance: Random, quarter: int) -> Layout:
    """What is due in the year, what was done up to each quarter or in it, and how much that is: all of it is right, and
    says nothing of which. Only four quarters that are nowhere more than what is due give themselves away."""
    single = quarter > 1 and chance.random() < 0.5

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        for number, cells in enumerate(rows[TOP - 1 :]):
            due, done, before = cells[5], cells[6], 0
            cells[5:9] = []
            for at, share in enumerate((RISING if single else RUNNING)[quarter]):
                now = done * share // 100 if number else 0
                now = done - before if number and single and at == quarter - 1 else now
                before += now
                said = [f"TW {ROMAN[at]}", "", ""] if not number else [due, now, round(percentage(now, due), 2)]
                cells[5 + 3 * at : 5 + 3 * at] = said
        rows.insert(TOP, [*[""] * 5, *["Target", "Realisasi", "%"] * quarter])

    must = Must.BE_READ if not single else Must.BE_IN_DOUBT if quarter == 4 else Must.BE_TOLD
    needs = ("L06",) if quarter > 1 and must != Must.BE_IN_DOUBT else ()
    return Layout("percentages of each quarter", "Penerima", must, change, needs, "Identitas")


def done_under_what_is_due(chance: Random, quarter: int) -> Layout:
    """A column that is called done under the heading of what is due, beside parts under that of what is done: nobody
    reads it for these, whose total there may be."""
    sheet, due, done = chance.choice(
        (("Penerima", "Jumlah yang Harus Dilayani", "Jumlah Terlayani"), ("Anggaran", "Alokasi (Rp)", "Realisasi (Rp)"))
    )
    parts = chance.choice((("L", "P"), ("Data Lama", "Data Baru"), ("Puskesmas", "RSUD")))
    total = chance.random() < 0.4
    below: dict[str, Figures] = dict(zip(parts, (half, rest), strict=True)) | ({"Jumlah": whole} if total else {})
    at = ord(PLACES[sheet][0]) - ord("A")

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        for number, cells in enumerate(rows[TOP - 1 :]):
            figures = [cells[at], less(cells[at]), *(part(cells[at + 1]) for part in below.values())] if number else []
            cells[at : at + 2] = figures or [due, "", done, *[""] * (len(below) - 1)]
        rows.insert(TOP, [*[""] * at, "Target", "Realisasi", *below])

    must = Must.BE_READ if total else Must.BE_IN_DOUBT
    return Layout("done under what is due", sheet, must, all_of(uncomputed(sheet), change))


GROUPS: tuple[Draw, ...] = (
    done_under_what_is_due,
    percentages_of_each_quarter,
    groups_with_a_whole,
    groups_without_one,
)

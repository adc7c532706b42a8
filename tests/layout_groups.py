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


GROUPS: tuple[Draw, ...] = (groups_with_a_whole, groups_without_one)

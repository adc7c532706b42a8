"""What people plan, on Rencana Aksi."""

from random import Random

from tests.builders import Book
from tests.layout_changes import Draw, Layout, Must, all_of, headed


def plan_of_a_year(chance: Random, quarter: int) -> Layout:
    """The headings name the year that all actions are of; where one is of another, nobody knows which is meant."""
    year, other = chance.choice((2024, 2025)), chance.random() < 0.3
    target = chance.choice(("Target {}", "Target Tahun {}", "Target")).format(year)
    budget = chance.choice(("Anggaran TA {} (Rp)", "Pagu TA {}", "Anggaran Tahun {}")).format(year)
    years = [year, year + 1] if other else [year, ""]

    def actions(book: Book) -> None:
        for number, of in enumerate(years, 1):
            action = [number, "K-DIK-01", "Pelatihan", of, 60 + number, "orang", 10**7 * number, "Dinas", "I"]
            book.sheets["Rencana Aksi"].append(action)

    change = all_of(headed("Rencana Aksi", "E", target), headed("Rencana Aksi", "G", budget), actions)
    refused = other and year > 2024  # of this year is what a heading says, unless it says another
    return Layout("plan of a year", "Rencana Aksi", Must.BE_MISSED if refused else Must.BE_READ, change)


PLANS: tuple[Draw, ...] = (plan_of_a_year,)

"""Tables that go on elsewhere, figures in other units for some offices, and names of months and halves for periods."""

from random import Random

from tests.builders import Book
from tests.layout_changes import PLACES, TOP, Draw, Layout, Must, all_of, uncomputed


def goes_on_in_another_order(chance: Random, quarter: int) -> Layout:
    """Under headings once more, whose columns stand in another order: nobody reads these by the first ones."""
    sheet, seed, alike = chance.choice(list(PLACES)), chance.random(), chance.random() < 0.5
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

    stated = () if chance.random() < 0.5 else (uncomputed(sheet),)
    return Layout("goes on in another order", sheet, Must.BE_IN_DOUBT, all_of(*stated, change))


TABLES: tuple[Draw, ...] = (goes_on_in_another_order,)

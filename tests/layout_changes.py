"""How people lay a form out: a clean book changed as a whole, its figures the same for whom can read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.builders import Book, position

Change = Callable[[Book], None]
TOP = 5
"""The row of the headings in the form."""
Figures = Callable[[float], float]


PLACES = {"Penerima": ("F", "G"), "Mutu": ("G", "H"), "Anggaran": ("D", "E")}
"""The whole and the part of each sheet."""


class Must(StrEnum):
    """What the text of the rules says of a layout. Of what must be told nobody can know: it is accepted with a warning,
    one of what the layout needs."""

    BE_READ = "decidable"
    BE_IN_DOUBT = "undecidable"
    BE_MISSED = "not there"
    NOT_BE_THERE = "no such sheet"
    BE_NOBODYS = "of nobody"
    BE_THERE_ONCE = "there twice"
    BE_CHOSEN = "no answer"
    BE_FILLED = "not filled in"
    BE_SHARES = "percentages"
    BE_NUMBERS = "text that no sum counts"
    BE_IN_THOUSANDTHS = "shown with three decimals"
    BE_OF_OTHER_UNIT = "another unit"
    BE_DIVIDED = "divided"
    BE_RIGHT = "open"
    BE_TOLD = "told"


@dataclass(frozen=True)
class Layout:
    """One way to lay a sheet out. `needs` are rules it must be told by, besides; `beside` is the sheet with which these
    compare it, or that says the period: where another layout makes that unreadable, there is nothing to compare.
    `since`: it comes after a right report of the quarter before. `takes` is a sheet that it moves to the other."""

    name: str
    sheet: str
    must: Must
    change: Change
    needs: tuple[str, ...] = ()
    beside: str = ""
    since: bool = False
    takes: str = ""

    @property
    def sheets(self) -> set[str]:
        return {self.sheet, self.takes} - {""}


Draw = Callable[[Random, int], Layout]


def half(value: float) -> float:
    return value // 2


def rest(value: float) -> float:
    return value - value // 2


def whole(value: float) -> float:
    return value


def more(value: float) -> float:
    """A figure that nobody can tell from the right one."""
    return value + 7


def less(value: float) -> float:
    """A figure of an earlier quarter."""
    return value * 7 // 10


def percentage(part: float, due: float) -> float:
    """0 where nothing is due."""
    return 100 * part / due if due else 0


def due_rows(book: Book, sheet: str) -> list[list]:
    """The rows in which something is due: not those of a nihil service."""
    at = ord(PLACES[sheet][0]) - ord("A")
    return [cells for cells in book.sheets[sheet][TOP:] if isinstance(cells[at], int | float) and cells[at]]


def falls(sheet: str, before: Figures, quarter: int) -> bool:
    """Whether cumulative figures are said to fall from the quarter before to this one. What is there at the end of a
    quarter may."""
    return before is more and quarter > 1 and sheet != "Mutu"


def sub_columns(
    sheet: str, letter: str, parts: Mapping[str, Figures], *, computed: bool = True, merged: bool = False
) -> Change:
    """A column with sub-columns under its heading. Without `computed` no remainder and percentage is stated."""
    return all_sub_columns(sheet, {letter: parts}, computed=computed, merged=merged)


def all_sub_columns(
    sheet: str, columns: Mapping[str, Mapping[str, Figures]], *, computed: bool = True, merged: bool = False
) -> Change:
    """Several columns with sub-columns in one row under the headings, which are merged over them or stand once."""

    def change(book: Book) -> None:
        rows = book.sheets[sheet]
        width = len(rows[TOP - 1])
        rows.insert(TOP, [""] * width)
        ranges: list[tuple[int, int, int, int]] = []
        last = {position(f"{letter}1")[1]: list(parts.items()) for letter, parts in columns.items()}
        for at in range(width, 0, -1):
            parts = last.get(at, [])
            moved = max(len(parts) - 1, 0)
            ranges = [(top, left + moved, bottom, right + moved) for top, left, bottom, right in ranges]
            ranges.append((TOP, at, TOP, at + moved) if parts else (TOP, at, TOP + 1, at))
            for number, cells in enumerate(rows[TOP - 1 :], TOP) if parts else ():
                cells += [""] * (at - len(cells))
                cells[at - 1 : at] = _split(cells[at - 1], parts, number)
        if merged:
            book.merged.setdefault(sheet, []).extend(ranges)
        if not computed:
            uncomputed(sheet)(book)

    return change


def _split(cell: object, parts: list[tuple[str, Figures]], row: int) -> list:
    if row == TOP:
        return [cell, *[""] * (len(parts) - 1)]
    if row == TOP + 1:
        return [name for name, _ in parts]
    return [figure(cell) if isinstance(cell, int | float) else cell for _, figure in parts]


def uncomputed(sheet: str, name: str = "") -> Change:
    """Nothing is stated that follows from other columns, on the sheet or its copy of that name."""

    def change(book: Book) -> None:
        form = next(one for one in book.layout.sheets if one.name == sheet)
        derived = {column.heading for column in form.columns if column.derived}
        rows = book.sheets[name or sheet]
        places = [at for at, cell in enumerate(rows[TOP - 1]) if cell in derived]
        for cells in rows[TOP:]:
            for at in places:
                if at < len(cells) and isinstance(cells[at], int | float):
                    cells[at] = ""

    return change


def column_again(sheet: str, letter: str, figures: Figures, heading: str = "") -> Change:
    """Before a column another one of the same heading, or of one that is as good."""

    def change(book: Book) -> None:
        at = position(f"{letter}1")[1]
        for number, cells in enumerate(book.sheets[sheet][TOP - 1 :], TOP):
            cell = cells[at - 1] if len(cells) >= at else ""
            new = (heading or cell) if number == TOP else figures(cell) if isinstance(cell, int | float) else cell
            cells.insert(at - 1, new)

    return change


def sheet_again(sheet: str, name: str, figures: Figures, *, own: str = "") -> Change:
    """A copy of a sheet before it, with other figures; the sheet itself is renamed where `own` says so."""

    def change(book: Book) -> None:
        form = next(one for one in book.layout.sheets if one.name == sheet)
        inputs = [at for at, column in enumerate(form.columns) if column.role == "input" and column.is_figure]
        rows = [list(cells) for cells in book.sheets[sheet]]
        for cells in rows[TOP:]:
            for at in inputs:
                if at < len(cells) and isinstance(cells[at], int | float):
                    cells[at] = figures(cells[at])
        sheets = {}
        for other, kept in book.sheets.items():
            if other == sheet:
                sheets[name] = rows
            sheets[(own or sheet) if other == sheet else other] = kept
        book.sheets = sheets

    return change


def table_below(figures: Figures) -> Change:
    """Penerima once more under itself, with other targets."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        again = [list(cells) for cells in rows[TOP - 1 :]]
        for cells in again[1:]:
            cells[5:9] = [figures(cells[5]), figures(cells[6]), "", ""]
        rows += [[], *again]

    return change


def in_pieces(sheet: str, name: str) -> Change:
    """The rows of each bidang on a sheet of its own."""

    def change(book: Book) -> None:
        rows = book.sheets.pop(sheet)
        for field in dict.fromkeys(cells[1].split("-")[1] for cells in rows[TOP:]):
            mine = [list(cells) for cells in rows[TOP:] if cells[1].split("-")[1] == field]
            book.sheets[name.format(sheet=sheet, field=field)] = [*(list(cells) for cells in rows[:TOP]), *mine]

    return change


def column_beside(sheet: str, letter: str, figures: Figures, heading: str) -> Change:
    """Right of a column another one under a heading of its own."""

    def change(book: Book) -> None:
        column_again(sheet, letter, figures, heading)(book)
        at = position(f"{letter}1")[1]
        for cells in book.sheets[sheet][TOP - 1 :]:
            cells[at - 1 : at + 1] = cells[at - 1 : at + 1][::-1]

    return change


def with_figures(sheet: str, letter: str, figures: Figures) -> Change:
    """The figures of a column changed."""

    def change(book: Book) -> None:
        at = position(f"{letter}1")[1]
        for cells in book.sheets[sheet][TOP:]:
            if len(cells) >= at and isinstance(cells[at - 1], int | float):
                cells[at - 1] = figures(cells[at - 1])

    return change


def headed(sheet: str, letter: str, heading: str) -> Change:
    """A column under another heading."""

    def change(book: Book) -> None:
        book[sheet, f"{letter}{TOP}"] = heading

    return change


def left(sheet: str) -> Change:
    """What is left in the place of what is done."""

    def change(book: Book) -> None:
        whole, part = (ord(letter) - ord("A") for letter in PLACES[sheet])
        for cells in book.sheets[sheet][TOP:]:
            cells[part] = cells[whole] - cells[part]

    return change


def a_row_lower(sheet: str, letters: str = "", *, by: int = 1) -> Change:
    """Figures pasted a row too low, or `by` -1 too high; the row that they leave keeps what it had."""
    places = [ord(letter) - ord("A") for letter in letters or PLACES[sheet]]

    def change(book: Book) -> None:
        rows = book.sheets[sheet][TOP:]
        for at in places:
            figures = [cells[at] for cells in rows]
            for cells, figure in zip(rows[by:] if by > 0 else rows, figures if by > 0 else figures[-by:], strict=False):
                cells[at] = figure

    return change


def sorted_alone(sheet: str, letters: str = "", last: int | None = None) -> Change:
    """Columns sorted without the rest of their rows: all of them, or down to the `last` row of figures. Where people
    are counted a nihil service keeps its zeros: with those of another it is refused."""
    places = [ord(letter) - ord("A") for letter in letters or PLACES[sheet]]

    def change(book: Book) -> None:
        rows = book.sheets[sheet][TOP:][:last] if sheet != "Penerima" else due_rows(book, sheet)[:last]
        figures = sorted(([cells[at] for at in places] for cells in rows), reverse=True)
        for cells, mine in zip(rows, figures, strict=True):
            for at, figure in zip(places, mine, strict=True):
                cells[at] = figure

    return change


def done_alike(sheet: str, figure: float, rows: int | None = None) -> Change:
    """The same done in each row, or in the first, whatever is due there; nothing is stated."""
    at = ord(PLACES[sheet][1]) - ord("A")

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        for cells in due_rows(book, sheet)[:rows]:
            cells[at] = figure

    return change


def divided(sheet: str, by: int) -> Change:
    return all_of(*(with_figures(sheet, letter, lambda value: round(value / by)) for letter in PLACES[sheet]))


def hidden(name: str) -> Change:
    return lambda book: book.hidden.add(name)


def all_of(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change

"""How people lay a form out: a clean book changed as a whole, its figures the same for whom can read it."""

from collections.abc import Callable, Mapping

from tests.builders import Book, position

Change = Callable[[Book], None]
TOP = 5
"""The row of the headings in the form."""
Figures = Callable[[float], float]


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


def sub_columns(sheet: str, letter: str, parts: Mapping[str, Figures], *, computed: bool = True) -> Change:
    """A column with sub-columns under its heading, which stands once, not merged. Without `computed` no remainder and
    percentage is stated."""

    def change(book: Book) -> None:
        at = position(f"{letter}1")[1]
        rows = book.sheets[sheet]
        rows.insert(TOP, [""] * len(rows[TOP - 1]))
        for number, cells in enumerate(rows[TOP - 1 :], TOP):
            cells += [""] * (at - len(cells))
            cell = cells[at - 1]
            if number == TOP:
                new = [cell, *[""] * (len(parts) - 1)]
            elif number == TOP + 1:
                new = list(parts)
            else:
                new = [part(cell) if isinstance(cell, int | float) else cell for part in parts.values()]
            cells[at - 1 : at] = new
        if not computed:
            uncomputed(sheet)(book)

    return change


def uncomputed(sheet: str) -> Change:
    """Nothing is stated that follows from other columns."""

    def change(book: Book) -> None:
        form = next(one for one in book.layout.sheets if one.name == sheet)
        derived = {column.heading for column in form.columns if column.derived}
        rows = book.sheets[sheet]
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


def hidden(name: str) -> Change:
    return lambda book: book.hidden.add(name)


def all_of(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change

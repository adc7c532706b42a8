"""What rows without a name of the form's say of their figures that makes them no parts of one sum: of another time, in
another unit, of a budget before and after its change."""

from collections.abc import Sequence

from schemas.period import ROMAN
from schemas.workbook import Cell, cell_at
from tasks.understand.cells import unit_of
from tasks.understand.named_periods import named_in, without_period
from tasks.understand.vocabulary import words_of

_OF_A_BUDGET = ("sub_choice", "sub_final", "budget_final", "sub_shifted")


def said_of(text: str) -> str:
    """`year`, `quarter` or `budget` where a text says nothing but of which its figures are, else ''."""
    named = named_in(text)
    if text.strip().upper() in ROMAN:
        return ""  # a number of its own
    if without_period(text) == "":
        if named.quarter is not None or named.half or named.months:
            return "quarter"
        return "year" if named.year or named.before or named.now else ""
    return "budget" if any(without_period(text) in words_of(kind) for kind in _OF_A_BUDGET) else ""


def no_parts(rows: Sequence[list[Cell]], above: list[Cell], columns: Sequence[int]) -> tuple[str, str]:
    """Why rows are no parts of what stands above them, and the text that says so; twice '' where nothing does. Units
    are compared in one column; `columns` are those of figures."""
    for cells in rows:
        for at, cell in enumerate(cells, 1):
            if type(cell) is str and at not in columns and cell.strip() and (kind := said_of(cell)):
                return kind, cell.strip()
    for at in range(1, max(map(len, rows), default=0) + 1):
        if at not in columns and (other := _other_unit([cell_at(cells, at) for cells in (above, *rows)])):
            return "unit", other
    return "", ""


def _other_unit(cells: list[Cell]) -> str:
    """The first of these that is in another unit than those before it."""
    known = [(cell.strip(), unit_of(cell)) for cell in cells if type(cell) is str and unit_of(cell)]
    return next((text for text, unit in known if unit != known[0][1]), "")

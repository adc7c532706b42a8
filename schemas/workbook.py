"""A workbook as it was read: raw grids, before anything is interpreted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

Cell = str | int | float | bool | date | datetime | time | timedelta | None

NO_VALUE = "formula without value"
"""What `RawSheet.faults` holds for a formula cell that no program has calculated (C06)."""
PERSONAL = "personal data"
"""What it holds once a cell with personal data was taken out: that is reported once (C09) and never stored."""


class Comment(NamedTuple):
    """What somebody noted on a cell, or one entry of a thread there; `author` is '' where nobody says who. A text box
    over the cells is none `on_cell`: its place is the cell below its corner."""

    row: int
    column: int
    author: str
    text: str
    on_cell: bool = True


@dataclass(frozen=True, slots=True)
class RawSheet:
    """`rows[0]` is Excel row 1, `rows[r][0]` column A; a blank cell is "" or None; rows may differ in length.

    `faults` maps (row, column), both from 1, to an error value as it stood (`#REF!`; `Err:502` by LibreOffice), to
    NO_VALUE or PERSONAL; the cells themselves are blank. `merged` holds (first row, first column, last row, last
    column), from 1. `percents` maps (row, column) of a cell with a percent format to its decimals, `hidden_rows` and
    `hidden_columns` are numbers from 1; `scales` maps a cell to what its format writes behind the number where it is a
    scale, as ` ribu`, THOUSANDTHS, DIVIDED and how often, INSTEAD and what is shown in its place, or BESIDE and a word.
    What is hidden is known of .xlsx and .xlsm alone.
    `struck` maps a cell of which something is struck through to what is left of it, '' where that is nothing; known of
    .xlsx and .xlsm.
    `comments` are known of .xlsx, .xlsm and .ods; None where they are too many to be read.
    `printed` is what the headers and footers of its pages say, not known of .ods.
    `sources` maps a cell with a formula that takes from one cell alone to that one, `F9` or `Dinkes!B1`, `formulas` a
    column of formulas to the columns of the sheet that they refer to, where known.
    """

    name: str
    rows: list[list[Cell]]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    visible: bool = True
    percents: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: dict[int, frozenset[int]] = field(default_factory=dict)
    scales: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: list[Comment] | None = field(default_factory=list)
    struck: dict[tuple[int, int], str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    sources: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file could not be read: rule F01 to F04, the variant of its text, and the words in it."""

    rule: str
    variant: str = "default"
    words: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """`kind` is what the first bytes say (`xlsx`, `xls`, `xlsb`, `ods`; `""` unknown); no sheets where refused."""

    kind: str
    sheets: list[RawSheet] = field(default_factory=list)
    refusal: Refusal | None = None


def cell_at(cells: list[Cell], column: int) -> Cell:
    """The cell of a row in a column from 1; None beyond its end, and for column 0, which a table does not have."""
    return cells[column - 1] if 0 < column <= len(cells) else None


def column_of(rows: list[list[Cell]], column: int, numbers: Iterable[int]) -> list[Cell]:
    """The same of the rows with these numbers, from 1: all at once in a third of the time."""
    at = column - 1
    if at < 0:
        return [None for _ in numbers]
    return [cells[at] if at < len(cells := rows[number - 1]) else None for number in numbers]

"""How the fate of a cell is told from what reading has kept: one kind of reader for each kind of sheet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from operator import itemgetter

from config import catalogue
from schemas.address import letters, position_of
from schemas.layout import Column, SheetLayout
from schemas.reconciliation import Fate, Reason
from schemas.submission import Normalised, Trace
from schemas.workbook import Cell, RawSheet
from tasks.understand.cells import is_error_text, says_no_figure
from tasks.understand.earlier_sheet import is_for_comparing
from tasks.understand.labels import COUNTED
from tasks.understand.rows import figure_columns

Told = Fate | Reason
"""What became of a cell; of one that is left out, why."""


def is_filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (type(cell) is str and not cell.strip())


def _filled(cells: Sequence[Cell]) -> list[int]:
    return [index for index, cell in enumerate(cells) if cell is not None and cell != ""]


def _doubtful(cells: Sequence[Cell], held: Sequence[object]) -> list[int]:
    """Which of a column's cells may have another fate than the column: nothing is held of them where an input is read,
    or one of them is a text of nothing but spaces."""
    kinds = set(map(type, cells))
    texts = cells if kinds == {str} else [cell for cell in cells if type(cell) is str] if str in kinds else ()
    if any(map(str.isspace, texts)):
        return _filled(cells)
    return [index for index in _filled(cells) if held[index] != held[index] or held[index] == ""] if held else []


class _Sheet:
    """A kind of sheet."""

    def plain(self, rows: list[list[Cell]], special: set[int]) -> tuple[dict[Fate, int], set[int]]:
        """Rows whose cells all have the fate that their column has, counted by fate, and which rows these are.

        None of them is `special`: of those somebody said something about a single cell.
        """
        return {}, set()


class _Unread(_Sheet):
    """A sheet of which nothing was read."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        return self.reason


class _Identity(_Sheet):
    """The sheet Identitas: labels, the values beside them, and what stands around."""

    def __init__(self, labels: dict[str, tuple[str, str]], name: str, refused: dict) -> None:
        self.name, self.refused = name, refused
        self.values = {value: key for key, (value, _) in labels.items()}
        self.labels = {label for _, label in labels.values()}
        self.label_columns = {label.rstrip("0123456789") for label in self.labels}
        rows = [position_of(label)[0] for label in self.labels]
        self.first_row, self.last_row = min(rows, default=0), max(rows, default=0)

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        key = self.values.get(address)
        if key and (self.name, address) in self.refused:
            return Reason.REFUSED
        if key:
            return Fate.USED if key in COUNTED else Fate.LABEL
        is_title = not self.first_row <= row <= self.last_row or letters(column) in self.label_columns
        if address in self.labels or (type(cell) is str and (is_title or not cell.strip(" :"))):
            return Fate.LABEL
        return Reason.OUTSIDE


class _Tables(_Sheet):
    """A sheet with one table of the form, or with several."""

    def __init__(self, tables: list["_Table"]) -> None:
        self.by_row = {row: one for one in tables for row in one.trace.rows or ()}
        self.beside = [one for one in tables if one.trace.rows is None]
        self.whole = next(iter(self.beside), None)
        self.first_row = min(one.trace.first_row for one in tables)

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        of_column = next((one for one in self.beside if column in one.by_number), self.whole)
        table = self.by_row.get(row, of_column)
        if table:
            return table.fate(row, column, cell, address)
        return Fate.LABEL if row < self.first_row and type(cell) is str else Reason.OTHER_TABLE

    def plain(self, rows: list[list[Cell]], special: set[int]) -> tuple[dict[Fate, int], set[int]]:
        counts: Counter[Fate] = Counter()
        counted: set[int] = set()
        if len(self.beside) > 1:
            return {}, set()
        for table in {id(one): one for one in (*self.by_row.values(), self.whole) if one}.values():
            mine = self._of(table, table.values, special)
            found, plain = table.plain(mine, rows)
            numbered = set(self._of(table, table.numbered(rows), special))
            counts.update(found)
            counts[Fate.LABEL] += len(numbered)
            counted |= plain | numbered
        return +counts, counted

    def _of(self, table: "_Table", rows: Iterable[int], special: set[int]) -> list[int]:
        """Those of the rows that a table has for itself, but for the special ones."""
        if not special and not self.by_row:
            return [*rows]
        return [row for row in rows if row not in special and self.by_row.get(row, self.whole) is table]


class _Table:
    """One table of the form: headings, rows with a code, rows that were passed over, and what stands around."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, trace: Trace, rows: list[tuple], refused: dict) -> None:
        self.name, self.faults, self.trace, self.refused = sheet.name, sheet.faults, trace, refused
        order = figure_columns(layout.key)
        self.by_number = {number: layout.by_key[key] for key, number in trace.columns.items()}
        self.by_number |= {number: layout.by_key[key] for number, key in trace.ticked.items()}
        self.place = {key: order.index(key) for key in trace.columns if key in order}
        self.compared = {part for one in layout.columns if one.key in trace.columns for part in one.parts}
        self.code_at = order.index(layout.key_column.key)
        self.values = dict(zip(map(itemgetter(0), rows), rows, strict=True))
        self.again = set() if layout.rows == "any" else self._again()
        self.last_data = max(self.values, default=trace.last_row)
        self.plan = self._plan()

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        known, trace = self.by_number.get(column), self.trace
        if row < trace.first_row:
            return Fate.LABEL if type(cell) is str else Reason.OUTSIDE
        if known is None:
            return Reason.UNKNOWN_COLUMN if column in trace.headings else Reason.OUTSIDE
        if row <= trace.last_row:
            return Fate.LABEL
        if row in self.values:
            return self._of_data(row, column, known, cell, address)
        return self._passed_over(row, known, cell, address)

    def plain(self, numbers: list[int], rows: list[list[Cell]]) -> tuple[dict[Fate, int], set[int]]:
        """Of rows with a code those in which no cell needs a closer look: filled cells by fate, and their numbers.

        Looked at a column at a time, several times faster than cell by cell.
        """
        width = len(self.plan)
        if self.again or max(map(len, rows), default=0) > width:
            wide = {row for row in numbers if any(map(is_filled, rows[row - 1][width:]))}
            numbers = [row for row in numbers if row not in self.again and row not in wide]
        values = list(zip(*map(self.values.get, numbers), strict=True))
        columns = list(zip_longest(*[rows[row - 1] for row in numbers], fillvalue=""))  # as many as are planned count
        closer: set[int] = set()
        for cells, (fate, place) in zip(columns, self.plan, strict=False):
            if place is None or values[place] != cells:  # what is the same is held, as it stands there
                held = () if place is None else values[place]
                closer.update(_doubtful(cells, held) if fate else _filled(cells))
        counts: Counter[Fate] = Counter()
        for cells, (fate, _) in zip(columns, self.plan, strict=False):
            blank = 0 if all(cells) else cells.count("") + cells.count(None)
            apart = sum(cells[index] is not None and cells[index] != "" for index in closer)
            counts[fate] += len(cells) - blank - apart
        return +counts, {*numbers}.difference([numbers[index] for index in closer])

    def _again(self) -> set[int]:
        """The rows whose code stands in a row above."""
        codes = list(map(itemgetter(self.code_at), self.values.values()))
        if len({*codes}) == len(codes):
            return set()
        first = dict(zip(reversed(codes), reversed(self.values), strict=True))
        return self.values.keys() - first.values()

    def numbered(self, rows: list[list[Cell]]) -> list[int]:
        """Rows that have a number for an entry and nothing else."""
        at, top = self.trace.columns.get("row_no", 0), self.trace.last_row
        short = [row for row, cells in enumerate(rows[top:] if at else (), top + 1) if len(cells) == at]
        others = ((row, rows[row - 1]) for row in short if row not in self.values and row not in self.trace.passed)
        return [
            row for row, (*before, cell) in others if type(cell) in (int, float) and not any(map(is_filled, before))
        ]

    def _plan(self) -> list[tuple[Fate | None, int | None]]:
        """Of every column of the sheet the fate of its cells, and where an input is among the figures; None, None for a
        column that the form does not have."""
        found: list[tuple[Fate | None, int | None]] = [(None, None)] * max(self.by_number, default=0)
        for number, column in self.by_number.items():
            key, role = column.key, column.role
            if role in ("row_no", "key", "label"):
                found[number - 1] = Fate.LABEL, None
            elif role == "derived" or (role == "part" and key in self.compared):
                found[number - 1] = Fate.RECOMPUTED, None
            else:
                found[number - 1] = Fate.USED, None if role == "part" else self.place[key]
        return found

    def _of_data(self, row: int, number: int, column: Column, cell: Cell, address: str) -> Told:
        fate, place = self.plan[number - 1]
        if row in self.again:
            return Reason.DUPLICATE
        if fate is not Fate.USED:
            return fate
        if (self.name, address) in self.refused:
            return Reason.REFUSED
        if place is None or self._is_held(row, place):
            return Fate.USED
        is_error = (row, number) in self.faults or (type(cell) is str and is_error_text(cell))
        if is_error:  # in a note, which need not be mended
            return Reason.REFUSED
        if type(cell) is str and column.is_figure and says_no_figure(cell):  # where none is needed
            return Reason.NO_FIGURE
        return Fate.UNACCOUNTED

    def _of_part(self, column: Column, address: str) -> Told:
        """A row whose figures are added to those of the row above."""
        if (self.name, address) in self.refused:
            return Reason.REFUSED
        if column.is_figure and column.role in ("input", "part"):
            return Fate.USED
        return Fate.RECOMPUTED if column.role == "derived" else Fate.LABEL

    def _is_held(self, row: int, place: int) -> bool:
        """Whether what stands under an input heading, and nobody complained of, is among the figures."""
        held = self.values[row][place]
        return held == held and held != ""

    def _passed_over(self, row: int, column: Column, cell: Cell, address: str) -> Told:
        kind, is_label = self.trace.passed.get(row, ""), column.role in ("row_no", "key", "label")
        if kind == "part":
            return self._of_part(column, address)
        if kind == "unknown":
            return Reason.UNKNOWN_ROW
        if kind == "aside":
            return Fate.LABEL if is_label else Reason.ASIDE
        if kind == "unnamed" and not is_label:
            return Reason.NO_CODE
        if kind == "total" and column.role in ("input", "derived", "part"):
            return Fate.RECOMPUTED
        is_number = column.role == "row_no" and type(cell) in (int, float)
        if kind in ("numbering", "headings") or (kind == "total" and type(cell) is str) or is_number:
            return Fate.LABEL
        if row > self.last_data:
            return Reason.OUTSIDE
        is_title = type(cell) is str and is_label
        return Fate.LABEL if is_title else Reason.NO_CODE


Reader = _Unread | _Identity | _Tables


def reader_of(sheet: RawSheet, number: int, read: Normalised, refused: dict[tuple[str, str], str]) -> Reader:
    """What tells the fates of the cells of a sheet, the file's `number`th; `refused` maps (sheet, cell) to the rule."""
    layout = catalogue.layouts()[read.layout]
    traces = {key: trace for key, trace in read.traces.items() if trace.sheet == number}
    if traces:
        tables = [_Table(sheet, layout.by_key[key], trace, read.figures[key], refused) for key, trace in traces.items()]
        return _Tables(tables)
    if read.sheet_numbers.get("identity") == number:
        return _Identity(read.identity.labels, sheet.name, refused)
    if is_for_comparing(sheet):
        return _Unread(Reason.FOR_COMPARING)
    headless = number in read.sheet_numbers.values()
    return _Unread(Reason.HEADLESS if headless else Reason.UNKNOWN_SHEET)

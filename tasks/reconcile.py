"""No number is lost: what became of every filled cell of a workbook, told afterwards from what reading has kept.

A filled cell is one with a value, an error value, or a formula without a result. Each has one fate; a cell that has
none is a defect of the reader and raises.
"""

from collections.abc import Iterator

from config import catalogue
from schemas.layout import Column, SheetLayout
from schemas.reconciliation import CellFate, Fate, Reason, Reconciliation
from schemas.submission import Normalised, Trace
from schemas.workbook import Cell, RawSheet, RawWorkbook
from tasks.headings import letters
from tasks.identify import find_labels
from tasks.normalise import covered_cells, without_covered
from tasks.rows import figure_columns

_REFUSING = ("C01", "C05", "C06", "C07", "C08", "I01", "I02", "I03", "I05")
"""Rules that say of one cell that its value could not be taken."""
_COUNTED = ("regency_code", "regency_name", "year", "quarter", "form_version")
"""The fields of the sheet Identitas that decide something; the others only say who filled the form in, and when."""

Told = tuple[Fate, str, str, str, Reason | None]
"""Fate, table, column, code, reason: a `CellFate` without its place."""


class UnaccountedCell(Exception):
    """A filled cell that was neither used nor left out for a reason: our mistake, never the sender's."""


def reconcile(raw: RawWorkbook, normalised: Normalised) -> Reconciliation:
    """The fate of every filled cell of `raw`, which `normalised` was made of. Raises UnaccountedCell."""
    if raw.refusal:
        return Reconciliation()
    refused: dict[tuple[str, str], str] = {}
    for one in normalised.findings:
        if one.rule in _REFUSING:
            refused.setdefault((one.sheet, one.cell), one.rule)
    personal = {(one.sheet, one.cell) for one in normalised.findings if one.rule == "C09"}
    cells = []
    for number, sheet in enumerate(raw.sheets):
        covered, reader = covered_cells(sheet), _reader(sheet, number, normalised, refused)
        for row, column, cell in filled_cells(sheet):
            address = f"{letters(column)}{row}"
            if (sheet.name, address) in personal:
                told = _left_out(Reason.PERSONAL)
            elif (row, column) in covered:
                told = _left_out(Reason.COVERED)
            else:
                told = reader.fate(row, column, cell, address)
            fate, table, key, code, reason = told
            rule = refused.get((sheet.name, address), "") if reason is Reason.REFUSED else ""
            cells.append(CellFate(sheet.name, address, fate, table, key, code, reason, rule))
    return Reconciliation(tuple(cells))


def filled_cells(sheet: RawSheet) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and value of every filled cell, row by row; the value of a fault is what it shows instead."""
    faults: dict[int, dict[int, Cell]] = {}
    for (row, column), fault in sheet.faults.items():
        faults.setdefault(row, {})[column] = fault
    for row in range(1, max(len(sheet.rows), *faults, 0) + 1 if faults else len(sheet.rows) + 1):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
        filled = {column: cell for column, cell in enumerate(cells, 1) if _is_filled(cell)}
        for column, cell in sorted((faults.get(row, {}) | filled).items()):
            yield row, column, cell


def _is_filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (type(cell) is str and not cell.strip())


def _reader(sheet: RawSheet, number: int, read: Normalised, refused: dict) -> "_Tables | _Identity | _Unread":
    layout = catalogue.layouts()[read.layout]
    traces = {key: trace for key, trace in read.traces.items() if trace.sheet == number}
    if traces:
        tables = [
            _Table(sheet.name, layout.by_key[key], trace, read.figures[key], refused) for key, trace in traces.items()
        ]
        return _Tables(tables)
    if read.sheet_numbers.get("identity") == number:
        return _Identity(find_labels(without_covered(sheet), layout), sheet.name, refused)
    headless = number in read.sheet_numbers.values()
    return _Unread(Reason.HEADLESS if headless else Reason.UNKNOWN_SHEET)


def _left_out(reason: Reason, table: str = "", column: str = "", code: str = "") -> Told:
    return Fate.LEFT_OUT, table, column, code, reason


def _label(table: str = "", column: str = "", code: str = "") -> Told:
    return Fate.LABEL, table, column, code, None


class _Unread:
    """A sheet of which nothing was read."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        return _left_out(self.reason)


class _Identity:
    """The sheet Identitas: labels, the values beside them, and what stands around."""

    def __init__(self, labels: dict, name: str, refused: dict) -> None:
        self.name, self.refused = name, refused
        self.values = {one.cell: key for key, one in labels.items()}
        self.labels = {one.label_cell for one in labels.values()}
        self.label_columns = {one.label_cell.rstrip("0123456789") for one in labels.values()}
        rows = [int(one.label_cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for one in labels.values()]
        self.first_row, self.last_row = min(rows, default=0), max(rows, default=0)

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        key = self.values.get(address)
        if key and (self.name, address) in self.refused:
            return _left_out(Reason.REFUSED, "identity", key)
        if key:
            return (Fate.USED if key in _COUNTED else Fate.LABEL), "identity", key, "", None
        is_title = not self.first_row <= row <= self.last_row or letters(column) in self.label_columns
        if address in self.labels or (type(cell) is str and (is_title or not cell.strip(" :"))):
            return _label("identity")
        return _left_out(Reason.OUTSIDE, "identity")


class _Tables:
    """A sheet with one table of the form, or with several."""

    def __init__(self, tables: list["_Table"]) -> None:
        self.tables = tables
        self.first_row = min(one.trace.first_row for one in tables)

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        table = next((one for one in self.tables if one.trace.rows is None or row in one.trace.rows), None)
        if table:
            return table.fate(row, column, cell, address)
        return _label() if row < self.first_row and type(cell) is str else _left_out(Reason.OTHER_TABLE)


class _Table:
    """One table of the form: headings, rows with a code, rows that were passed over, and what stands around."""

    def __init__(self, name: str, layout: SheetLayout, trace: Trace, rows: list[tuple], refused: dict) -> None:
        self.name, self.layout, self.trace, self.refused = name, layout, trace, refused
        self.key, self.order = layout.key, figure_columns(layout.key)
        self.by_number = {number: layout.by_key[key] for key, number in trace.columns.items()}
        at = self.order.index(layout.key_column.key)
        self.values = {row[0]: row for row in rows}
        self.codes = {row[0]: row[at] for row in rows}
        first = {}
        self.again = {row for row, code in self.codes.items() if first.setdefault(code, row) != row}
        self.again = set() if layout.rows == "any" else self.again
        self.last_data = max(self.codes, default=trace.last_row)

    def fate(self, row: int, column: int, cell: Cell, address: str) -> Told:
        known, trace = self.by_number.get(column), self.trace
        if row < trace.first_row:
            return _label(self.key) if type(cell) is str else _left_out(Reason.OUTSIDE, self.key)
        if known is None:
            return _left_out(Reason.UNKNOWN_COLUMN if column in trace.headings else Reason.OUTSIDE, self.key)
        if row <= trace.last_row:
            return _label(self.key, known.key)
        if row in self.codes:
            return self._of_data(row, known, cell, address)
        return self._passed_over(row, known, cell)

    def _of_data(self, row: int, column: Column, cell: Cell, address: str) -> Told:
        at = self.key, column.key, self.codes[row]
        if row in self.again:
            return _left_out(Reason.DUPLICATE, *at)
        if column.role in ("row_no", "key", "label"):
            return _label(*at)
        if column.role == "derived":
            return Fate.RECOMPUTED, *at, None
        if (self.name, address) in self.refused:
            return _left_out(Reason.REFUSED, *at)
        if column.role == "part":
            total = next(one.key for one in self.layout.columns if column.key in one.parts)
            return (Fate.RECOMPUTED if total in self.trace.columns else Fate.USED), *at, None
        if type(cell) in (int, float):
            self._must_be_held(row, column, address)
        return Fate.USED, *at, None

    def _must_be_held(self, row: int, column: Column, address: str) -> None:
        """A number under an input heading, of which nobody complained, is among the figures."""
        held = self.values[row][self.order.index(column.key)] if column.key in self.order else ""
        if held != held or held == "":
            raise UnaccountedCell(f"{self.name}!{address}")

    def _passed_over(self, row: int, column: Column, cell: Cell) -> Told:
        kind = self.trace.passed.get(row, "")
        if kind == "unknown":
            return _left_out(Reason.UNKNOWN_ROW, self.key, column.key)
        if kind == "numbering" or (
            kind == "total" and type(cell) is str and column.role not in ("input", "derived", "part")
        ):
            return _label(self.key, column.key)
        if kind == "total" and column.role in ("input", "derived", "part"):
            return Fate.RECOMPUTED, self.key, column.key, "", None
        if column.role == "row_no" and type(cell) in (int, float):
            return _label(self.key, column.key)
        if row > self.last_data:
            return _left_out(Reason.OUTSIDE, self.key, column.key)
        is_title = type(cell) is str and column.role in ("row_no", "key", "label")
        return _label(self.key, column.key) if is_title else _left_out(Reason.NO_CODE, self.key, column.key)

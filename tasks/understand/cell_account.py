"""No number is lost: what became of every filled cell of a workbook, told afterwards from what reading has kept.

A filled cell is one with a value, an error value, or a formula without a result. Each has one fate.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import replace

from schemas.address import cells_in, letters, position_of
from schemas.reconciliation import Account, CellGroup, Fate, Reason
from schemas.submission import Normalised
from schemas.wording import number_text
from schemas.workbook import Cell, RawSheet, RawWorkbook
from tasks.understand.cell_fates import Reader, Told, is_filled, reader_of
from tasks.understand.personal_data import blanked
from tasks.understand.workbook import covered_cells

_REFUSING = ("C01", "C03", "C04", "C05", "C06", "C07", "C08", "C10", "C11", "F08", "I01", "I02", "I03", "I05")
"""Rules that say of one cell that its value could not be taken."""


def account(raw: RawWorkbook, normalised: Normalised) -> Account:
    """What is kept of the reconciliation of a workbook: the fates of its cells, counted.

    Rows of a table in which every cell is as the form has it are counted as a whole, several times faster.
    """
    counts: Counter[Fate] = Counter()
    listed: dict[tuple, list[str]] = defaultdict(list)
    for sheet in sheets_of(raw, normalised):
        counts.update(sheet.plain)
        for cell, told, rule in sheet.told(but=sheet.plain_rows):
            if isinstance(told, Reason):
                listed[Fate.LEFT_OUT, sheet.sheet.name, told, rule].append(cell)
            elif told is Fate.UNACCOUNTED:
                listed[told, sheet.sheet.name, None, rule].append(cell)
            else:
                counts[told] += 1
    groups = [CellGroup(fate, counts[fate]) for fate in Fate if counts[fate]]
    for (fate, sheet, reason, rule), cells in listed.items():
        groups.append(CellGroup(fate, len(cells), sheet, " ".join(ranges(cells)), reason, rule))
    return Account(tuple(groups))


def sheets_of(raw: RawWorkbook, normalised: Normalised) -> Iterator["_Sheet"]:
    """Each with what tells the fates of its cells; none of a file that was refused."""
    if raw.refusal:
        return
    refused: dict[tuple[str, str], str] = {}
    for one in normalised.findings:
        if one.rule in _REFUSING:
            for cell in one.all_cells or [one.cell]:
                refused.setdefault((one.sheet, cell), one.rule)
    personal = {(one.sheet, one.cell) for one in normalised.findings if one.rule == "C09" and one.variant != "comment"}
    for number, sheet in enumerate(raw.sheets):
        if (name := blanked(sheet.name)) != sheet.name:
            sheet = replace(sheet, name=name)
        yield _Sheet(sheet, reader_of(sheet, number, normalised, refused), refused, personal)


class _Sheet:
    """One sheet, what tells the fates of its cells, and what was said of single cells."""

    def __init__(self, sheet: RawSheet, reader: Reader, refused: dict, personal: set) -> None:
        self.sheet, self.reader, self.refused, self.personal = sheet, reader, refused, personal
        self.covered = covered_cells(sheet)
        told = {position_of(cell)[0] for name, cell in (*refused, *personal) if name == sheet.name and cell}
        self.rows = shown_rows(sheet)
        self.plain, self.plain_rows = reader.plain(self.rows, told | {row for row, _ in self.covered})

    def told(self, but: Container[int] = ()) -> Iterator[tuple[str, Told, str]]:
        """Address, fate and the rule that refused it of each filled cell, `but` those of some rows."""
        name = self.sheet.name
        for row, column, cell in filled_cells(self.rows, but):
            address = f"{letters(column)}{row}"
            if (name, address) in self.personal:
                told = Reason.PERSONAL
            elif (row, column) in self.covered:
                told = Reason.COVERED
            else:
                told = self.reader.fate(row, column, cell, address)
            yield address, told, self.refused.get((name, address), "") if told is Reason.REFUSED else ""


def ranges(cells: Iterable[str]) -> list[str]:
    """Addresses as ranges where they adjoin: first along the rows, then rows that reach equally far below each other.

    >>> ranges(["B2", "C2", "B3", "C3", "E3"])
    ['B2:C3', 'E3']
    """
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in map(position_of, cells):
        by_row[row].append(column)
    open_since: dict[tuple[int, int], int] = {}
    found, before = [], 0
    for row in sorted(by_row):
        runs = set(_runs(sorted(by_row[row])))
        for run in [one for one in open_since if one not in runs or before != row - 1]:
            found.append((open_since.pop(run), *run, before))
        for run in runs:
            open_since.setdefault(run, row)
        before = row
    found += [(since, *run, before) for run, since in open_since.items()]
    return [_range(*one) for one in sorted(found)]


def cells_told(cells: Collection[str], most: int) -> str:
    """So many stretches of them, and how many cells there are besides.

    >>> cells_told(["B2", "B3", "B5", "B7", "B8"], 2)
    'B2:B3, B5 dan 2 sel lain'
    """
    shown = ranges(cells)[:most]
    others = len({*cells}) - len(cells_in(" ".join(shown)))
    return ", ".join(shown) + (f" dan {number_text(others)} sel lain" if others else "")


def _runs(columns: list[int]) -> Iterator[tuple[int, int]]:
    first = last = columns[0]
    for column in columns[1:]:
        if column > last + 1:
            yield first, last
            first = column
        last = column
    yield first, last


def _range(first_row: int, first_column: int, last_column: int, last_row: int) -> str:
    first, last = f"{letters(first_column)}{first_row}", f"{letters(last_column)}{last_row}"
    return first if first == last else f"{first}:{last}"


def shown_rows(sheet: RawSheet) -> list[list[Cell]]:
    """The rows of a sheet with what each fault shows in its cell."""
    if not sheet.faults:
        return sheet.rows
    faults: dict[int, dict[int, str]] = {}
    for (row, column), fault in sheet.faults.items():
        faults.setdefault(row, {})[column] = fault
    rows = [*sheet.rows, *[[]] * (max(faults) - len(sheet.rows))]
    for row, by_column in faults.items():
        cells = rows[row - 1] = [*rows[row - 1], *[None] * (max(by_column) - len(rows[row - 1]))]
        for column, fault in by_column.items():
            cells[column - 1] = fault
    return rows


def filled_cells(rows: list[list[Cell]], but: Container[int] = ()) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and value of every filled cell, row by row, `but` those of some rows."""
    for row, cells in enumerate(rows, 1):
        if row not in but:
            for column, cell in enumerate(cells, 1):
                if is_filled(cell):
                    yield row, column, cell

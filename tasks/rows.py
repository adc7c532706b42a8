"""The rows of one sheet: which service, item or field each is about, and its cells as numbers, texts and choices."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import zip_longest

from config import catalogue
from schemas.finding import Finding, Severity
from schemas.frames import FIGURES, columns
from schemas.layout import Column, SheetLayout
from schemas.period import ROMAN
from schemas.submission import Place
from schemas.wording import number_text, plain
from schemas.workbook import NO_VALUE, PERSONAL, Cell, RawSheet, cell_at
from tasks.cells import ERROR_STARTS, TOO_LARGE, is_blank, is_error_text, quarter_of, read_number, year_of
from tasks.headings import Headings
from tasks.row_keys import RowKeys

NAN = float("nan")
_YES = "Ya"


@cache
def figure_columns(sheet_key: str) -> tuple[str, ...]:
    """The columns of a sheet's figures without `submission`: what a row read here holds, in order."""
    return tuple(columns(FIGURES[sheet_key])[1:])


def read_rows(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, version: str, nihil: set[str]
) -> tuple[list[tuple], list[Finding], dict[int, str]]:
    """All data rows of a sheet, each in the order of `figure_columns`; `nihil`: the services declared nihil so far.

    The last part says of rows that were passed over what they are, as in `schemas.submission.Trace`.
    """
    keys = RowKeys(sheet, layout, headings, version)
    reader = RowReader(sheet, layout, headings, nihil)
    return reader.read(keys.coded()), keys.findings + reader.findings, keys.passed


class RowReader:
    """Reads the cells of rows whose code is known, a column at a time; collects findings on the way."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, headings: Headings, nihil: set[str]) -> None:
        self.sheet, self.layout, self.headings, self.nihil = sheet, layout, headings, nihil
        self.place: Place = headings.place(sheet.name, layout)
        self.faulty = {column for _, column in sheet.faults} if sheet.faults else set()
        self.findings: list[Finding] = []
        self.parts = {
            column.key: [(layout.by_key[key], headings.columns[key]) for key in column.parts if key in headings.columns]
            for column in layout.columns
            if column.parts
        }

    def read(self, coded: list[tuple[int, str]]) -> list[tuple]:
        """The rows of these numbers and codes. What is blank is 0 where the service is nihil, else NaN (and C05 if
        required)."""
        if not coded:
            return []
        numbers, codes = zip(*coded, strict=True)
        services = [code.partition(".")[0] for code in codes]
        found = {"row": numbers, "service_code": services, self.layout.key_column.key: codes}
        order = figure_columns(self.layout.key)
        columns = [(self.layout.by_key[key], self.headings.columns.get(key, 0)) for key in order if key not in found]
        width = max(at for _, at in columns)
        rows = [self.sheet.rows[number - 1][:width] for number in numbers]
        by_number = dict(enumerate(zip_longest(*rows), 1))
        nihil = self._nihil_rows(numbers, services)
        for column, at in columns:
            cells = by_number.get(at, (None,) * len(rows))
            found[column.key] = self._column(column, at, cells, numbers, nihil)
        return list(zip(*(found[key] for key in order), strict=True))

    def _column(
        self, column: Column, at: int, cells: Sequence[Cell], numbers: Sequence[int], nihil: Sequence[bool]
    ) -> Sequence[object]:
        """As a whole where every cell is as the form has it, many times faster; else cell by cell."""
        read, as_a_whole = self._reader(column)
        values = as_a_whole(cells) if as_a_whole else None
        if values is not None:
            return values
        return [
            read(cell, column, number, at, is_nihil)
            for cell, number, is_nihil in zip(cells, numbers, nihil, strict=True)
        ]

    def _nihil_rows(self, numbers: Sequence[int], services: Sequence[str]) -> list[bool]:
        """Which rows are of nihil services: declared in the row itself where the sheet is the one to say so."""
        column = self.layout.by_key.get("nihil")
        if column is None:
            return [service in self.nihil for service in services]
        return [self._declares_nihil(self.sheet.rows[number - 1], number, column) for number in numbers]

    def _declares_nihil(self, cells: list[Cell], number: int, column: Column) -> bool:
        """By the column Nihil, or by the word itself where the target should stand."""
        at, target = (self.headings.columns.get(key, 0) for key in ("nihil", "target"))
        if self._choice(cell_at(cells, at), column, number, at, False) == _YES:
            return True
        cell = cell_at(cells, target)
        return type(cell) is str and read_number(cell, whole=True).how == "nihil"

    def _reader(self, column: Column) -> tuple[Callable, Callable | None]:
        """What reads a cell of a column, and where there is one what reads a column of usual cells at once."""
        if column.key == "nihil":
            return self._nihil, None
        if column.parts:
            return (self._summed if column.key in self.headings.sums else self._total), None
        if column.role == "derived":
            return self._derived, _numbers
        texts = _texts if self.headings.columns.get(column.key) not in self.faulty else None
        by_type = {"choice": (self._choice, None), "text": (self._text, texts), "year": (self._year, None)}
        return by_type.get(column.type, (self._number, _whole_numbers))

    def _tell(self, rule: str, variant: str, column: Column, number: int, value: object = "", **words: object) -> None:
        cell = self.place.cell(column.key, number)
        words = {"heading": column.heading, **words}
        rule = catalogue.rules()[rule]
        self.findings.append(rule.finding(variant, sheet=self.sheet.name, cell=cell, value=value, **words))

    def _nihil(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> bool:
        """What `_declares_nihil` has read already."""
        return is_nihil

    def _number(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        kind = type(cell)
        if kind is float or kind is int:
            return self._bounded(_without_dust(float(cell)), cell, column, number)
        if cell in ("", None):
            return self._blank(column, number, at, is_nihil)
        if kind is str:
            return self._number_text(cell, column, number, at, is_nihil)
        is_date = isinstance(cell, date | datetime)
        shown = f"{cell:%d/%m/%Y}" if is_date else ("TRUE" if cell is True else "FALSE" if cell is False else str(cell))
        self._tell("C01", "date" if is_date else "default", column, number, shown)
        return NAN

    def _summed(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """The sum of the months up to the quarter's last, for a sheet without their total; blank where all are."""
        counted = self.headings.sums[column.key]
        parts = [(part, at) for part, at in self.parts[column.key] if at in counted]
        total, filled = self._sum_of(parts, number, is_nihil)
        return total if filled else self._blank(column, number, counted[-1], is_nihil)

    def _total(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """A stated total, which is the figure; one that differs from the sum of its months is R09."""
        total, parts = self._number(cell, column, number, at, is_nihil), self.parts[column.key]
        summed, filled = self._sum_of(parts, number, is_nihil)
        if filled and abs(total - summed) >= 0.5:
            first, last = (self.headings.texts[at] for at in (parts[0][1], parts[-1][1]))
            words = {"stated": number_text(total), "computed": number_text(summed), "first": first, "last": last}
            self._tell("R09", "parts", column, number, total, **words)
        return total

    def _sum_of(self, parts: list[tuple[Column, int]], number: int, is_nihil: bool) -> tuple[float, int]:
        """The sum of a row's parts and how many of them are filled; NaN where one cannot be read."""
        cells, told = self.sheet.rows[number - 1], len(self.findings)
        read = [self._number(cell_at(cells, at), part, number, at, is_nihil) for part, at in parts]
        unreadable = any(finding.severity is Severity.ERROR for finding in self.findings[told:])
        filled = [value for value in read if value == value]
        return (NAN if unreadable else sum(filled)), len(filled)

    def _blank(self, column: Column, number: int, at: int, is_nihil: bool) -> float:
        fault = self.sheet.faults.get((number, at)) if self.sheet.faults else None
        if fault == NO_VALUE:
            self._tell("C06", "default", column, number)
        elif fault and fault != PERSONAL:
            self._tell("C07", "default", column, number, fault)
        elif not fault and is_nihil and at:
            return 0.0
        elif not fault and column.required and at:
            self._tell("C05", "default", column, number)
        return NAN

    def _number_text(self, cell: str, column: Column, number: int, at: int, is_nihil: bool) -> float:
        if is_blank(cell):
            return self._blank(column, number, at, is_nihil)
        if is_error_text(cell):
            self._tell("C07", "default", column, number, cell.strip())
            return NAN
        found = read_number(cell, whole=column.is_figure)
        if found.how == "missing":
            if is_nihil:
                return 0.0
            if column.required:
                self._tell("C05", "word", column, number, cell)
        elif found.how == "none":
            self._tell("C01", "default", column, number, cell)
        else:
            variant = {"zero": "word", "nihil": "nihil"}.get(found.how, "text")
            value = self._bounded(found.value, cell, column, number)
            if value == value:
                self._tell("C02", variant, column, number, cell, reading=number_text(value))
            return value
        return NAN

    def _bounded(self, value: float, cell: Cell, column: Column, number: int) -> float:
        """A figure; one with more digits than Excel keeps is none (C01)."""
        if abs(value) < TOO_LARGE:
            return value
        self._tell("C01", "large", column, number, cell)
        return NAN

    def _derived(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """A stated remainder or percentage; it is only compared, so what cannot be read is no fault."""
        if type(cell) is float or type(cell) is int:
            return float(cell)
        if type(cell) is not str or not cell.strip():
            return NAN
        found = read_number(cell, whole=column.type == "count")
        if found.how != "text":
            return NAN
        self._tell("C02", "text", column, number, cell, reading=number_text(found.value))
        return found.value

    def _text(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> str:
        if cell is None or cell == "":
            if self.sheet.faults and column.role == "input":
                self._blank(replace(column, required=False), number, at, is_nihil)
            return ""
        if type(cell) is str:
            if not is_error_text(cell):
                return cell.strip()
            if column.role == "input":
                self._tell("C07", "default", column, number, cell.strip())
            return ""
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

    def _year(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        if not self._text(cell, column, number, at, is_nihil):
            return NAN
        year = year_of(cell)
        if year is None:
            self._tell("C01", "year", column, number, cell)
        return NAN if year is None else float(year)

    def _choice(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> str:
        text = self._text(cell, column, number, at, is_nihil)
        choices = ", ".join(column.choices)
        if text in column.choices:
            return text
        if not text:
            blank = cell in ("", None) or (type(cell) is str and not cell.strip())
            if blank and column.required and at and (number, at) not in self.sheet.faults:
                self._tell("C05", "choice", column, number, choices=choices)
            return ""
        match = next((choice for choice in column.choices if plain(choice) == plain(text)), "")
        quarter = quarter_of(cell)
        if not match and quarter and ROMAN[quarter - 1] in column.choices:
            match = ROMAN[quarter - 1]
        meaning = read_number(text, whole=True).how
        if not match and _YES in column.choices and meaning in ("nihil", "zero"):
            match = _YES if meaning == "nihil" else ""
            self._tell("C02", "word", column, number, text, reading=match or "kosong")
            return match
        if not match:
            self._tell("C08", "default", column, number, text, choices=choices)
        return match


def _without_dust(value: float) -> float:
    """A whole number that arithmetic in Excel has left a hair beside it is that whole number."""
    nearest = round(value) if abs(value) < 1e15 else value
    return float(nearest) if 0 < abs(value - nearest) < 1e-6 else value


def _whole_numbers(cells: Sequence[Cell]) -> Sequence[float] | None:
    """The cells themselves where all are whole numbers of the usual size."""
    if set(map(type, cells)) != {float} or not all(map(float.is_integer, cells)):
        return None
    return cells if min(cells) > -TOO_LARGE and max(cells) < TOO_LARGE else None


def _numbers(cells: Sequence[Cell]) -> Sequence[float] | None:
    """The cells where all are numbers or blank; a blank is NaN."""
    if set(map(type, cells)) == {float}:
        return cells
    if any(type(cell) is not float and cell != "" and cell is not None for cell in cells):
        return None
    return [cell if type(cell) is float else NAN for cell in cells]


def _texts(cells: Sequence[Cell]) -> Sequence[str] | None:
    """The cells without the blanks around them where all are texts or blank, and none may be an error value."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return None
    texts = [cell.strip() if cell else "" for cell in cells]
    joined = "\n".join(["", *texts])  # many times faster than asking each
    return None if any(f"\n{start}" in joined for start in ERROR_STARTS) else texts

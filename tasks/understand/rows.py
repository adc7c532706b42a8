"""The rows of one sheet: which service, item or field each is about, and its cells as numbers, texts and choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import count, takewhile, zip_longest
from types import MappingProxyType
from typing import NamedTuple

from schemas.finding import Finding
from schemas.frames import FIGURES, columns
from schemas.layout import Column, SheetLayout
from schemas.submission import Normalised
from schemas.wording import number_text
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.cells import (
    ERROR_STARTS,
    NAN,
    YEARS,
    is_error_text,
    numbers,
    read_number,
    unit_behind,
    whole_numbers,
    year_of,
)
from tasks.understand.choices import choice_meant, names_quarters, same_choice
from tasks.understand.figure_cells import FigureCells
from tasks.understand.headings import Headings
from tasks.understand.item_units import doubt_of_unit, units_of_items, units_of_services
from tasks.understand.row_codes import RowKeys
from tasks.understand.units import is_scale

_YES = "Ya"
NO_HEADS: Mapping[int, int] = MappingProxyType({})


@cache
def figure_columns(sheet_key: str) -> tuple[str, ...]:
    """The columns of a sheet's figures without `submission`: what a row read here holds, in order."""
    return tuple(columns(FIGURES[sheet_key])[1:])


def targets_of(one: Normalised) -> dict[str, float]:
    """How many each service has to serve."""
    code, target = (figure_columns("recipients").index(name) for name in ("service_code", "target"))
    return {row[code]: row[target] for row in one.figures.get("recipients", ())}


@lru_cache(maxsize=5_000)
def service_of(code: str) -> str:
    """The service of a code, or of an item's: one text for all its rows, in all files."""
    return code.partition(".")[0]


class Rows(NamedTuple):
    """The rows of a sheet, each in the order of `figure_columns`. `passed` says of rows that were passed over what they
    are, as in `schemas.submission.Trace`; `supposed` are rows under a guessed or doubtful code: checked, never counted.
    """

    rows: list[tuple]
    findings: list[Finding]
    passed: dict[int, str]
    supposed: list[tuple]


def read_rows(sheet: RawSheet, layout: SheetLayout, headings: Headings, version: str, nihil: set[str]) -> Rows:
    """All data rows of a sheet; `nihil`: the services declared nihil so far."""
    keys = RowKeys(sheet, layout, headings, version)
    reader = RowReader(sheet, layout, headings, nihil)
    coded = keys.coded()
    rows = reader.read_split(coded, keys.sums) if keys.sums else reader.read(coded)
    supposed = [row for row, (_, code) in zip(reader.read(keys.supposed), keys.supposed, strict=True) if code]
    supposed += reader.read(keys.contradicted)
    places = (reader.place.cell(column.key, row) for column in layout.columns for row in keys.strangers)
    to_delete = frozenset(places)
    found = [one for one in reader.findings if one.rule != "C05" or one.cell not in to_delete]
    return Rows(rows, keys.findings + found, keys.passed, supposed)


def copies_among(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: list[tuple], passed: Mapping[int, str]
) -> dict[int, int]:
    """Row -> the first one of the same code that says all the same, in its names and notes and in the rows of its parts
    as well; but for its number in the table."""
    at, number_at = figure_columns(layout.key).index(layout.key_column.key), headings.columns.get("row_no", 0)
    codes = {row[0]: row[at] for row in rows}
    if layout.rows == "any" or len({*codes.values()}) == len(codes):
        return {}
    first: dict[tuple, int] = {}
    found = {}
    for number, code in codes.items():
        parts = takewhile(lambda row: passed.get(row) == "part", count(number + 1))
        cells = [one for row in (number, *parts) for one in enumerate(sheet.rows[row - 1], 1)]
        said = tuple(one for one in cells if one[0] != number_at and one[1] not in (None, ""))
        if (known := first.setdefault((code, said), number)) != number:
            found[number] = known
    return found


class RowReader(FigureCells):
    """Reads the cells of rows whose code is known, a column at a time."""

    def read(self, coded: list[tuple[int, str]], heads: Mapping[int, int] = NO_HEADS) -> list[tuple]:
        """The rows of these numbers and codes. What is blank is 0 where the service is nihil, else NaN (and C05 if
        required). `heads` maps a part of a service to the row with the service's name."""
        if not coded:
            return []
        numbers, codes = zip(*coded, strict=True)
        services = list(map(service_of, codes))
        found = {"row": numbers, "service_code": services, self.layout.key_column.key: codes}
        order = figure_columns(self.layout.key)
        columns = [(self.layout.by_key[key], self.headings.columns.get(key, 0)) for key in order if key not in found]
        width = max(at for _, at in columns)
        rows = [self.sheet.rows[number - 1][:width] for number in numbers]
        by_number = dict(enumerate(zip_longest(*rows), 1))
        nihil = self._nihil_rows(numbers, services, heads)
        for column, at in columns:
            cells = by_number.get(at, (None,) * len(rows))
            found[column.key] = self._column(column, at, cells, numbers, nihil)
        self._check_statements(found, columns, by_number)
        return list(zip(*(found[key] for key in order), strict=True))

    def read_split(self, coded: list[tuple[int, str]], sums: dict[int, tuple[int, ...]]) -> list[tuple]:
        """The same where the figures of some services are the sums of several rows; `sums` has these by the first."""
        wanted = [(number, code) for head, code in coded for number in sums.get(head, (head,))]
        heads = {number: head for head, parts in sums.items() for number in parts}
        read = {row[0]: row for row in self.read(wanted, heads)}
        return [self._sum(head, [read[one] for one in sums[head]]) if head in sums else read[head] for head, _ in coded]

    def _sum(self, head: int, rows: list[tuple]) -> tuple:
        """One row for all: figures add up, a statement of one is that of all, texts are the first one's."""
        summed = []
        for at, key in enumerate(figure_columns(self.layout.key)):
            values, column = [row[at] for row in rows], self.layout.by_key.get(key)
            if column and column.role == "derived":
                summed.append(NAN)
            elif column and column.is_figure:
                summed.append(sum(values))
            else:
                summed.append(any(values) if type(values[0]) is bool else values[0] or self._text_of(head, key))
        return head, *summed[1:]

    def _text_of(self, head: int, key: str) -> str:
        """What stands beside the name of a service over its parts, which say nothing."""
        at = self.headings.columns.get(key, 0)
        return self._text(cell_at(self.sheet.rows[head - 1], at), self.layout.by_key[key], head, at, False)

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

    def _check_statements(
        self, found: Mapping[str, Sequence], columns: list[tuple[Column, int]], cells: Mapping[int, Sequence[Cell]]
    ) -> None:
        """What rows say beside their figures: of what these are, and that there are none."""
        numbers, services = found["row"], found["service_code"]
        if {"target", "served"} <= found.keys():
            served = cells.get(self.headings.columns.get("served", 0), ())
            self._check_nothing_served(numbers, served, found["target"])
        of = services if self.layout.rows == "services" else found[self.layout.key_column.key]
        if "unit" in found and self.layout.rows in ("services", "items"):
            self._check_units(numbers, of, found["unit"])
        for column, at in columns if self.layout.rows in ("services", "items") else ():
            if column.role == "input" and column.type == "count":
                self._check_typed_units(column, at, numbers, of, cells.get(at, ()))

    def _check_units(self, numbers: Sequence[int], codes: Sequence[str], units: Sequence[str]) -> None:
        """C11 where Satuan names a scale, percentages or money, or another unit than the one of a service or an item;
        L06 where that may come to the same number."""
        for number, code, text in zip(numbers, codes, units, strict=True):
            if is_scale(text):
                self._tell("C11", "unit", self.layout.by_key["unit"], number, text)
            elif doubt_of_unit(code, text):
                self._tell_other_unit("unit", self.layout.by_key["unit"], number, code, text, text)

    def _check_typed_units(
        self, column: Column, at: int, numbers: Sequence[int], codes: Sequence[str], cells: Sequence[Cell]
    ) -> None:
        """The same where the unit is typed behind a figure, or written there by its format: `17 puskesmas`."""
        for number, code, cell in zip(numbers, codes, cells, strict=False):
            if type(cell) is str and cell and (unit := unit_behind(cell)):
                self._tell_other_unit("typed_unit", column, number, code, unit, cell.strip())
            elif self.units_shown and cell and (unit := self.units_shown.get((number, at))):
                self._tell_other_unit("typed_unit", column, number, code, unit, f"{number_text(cell)} {unit}")

    def _tell_other_unit(self, kind: str, column: Column, number: int, code: str, unit: str, value: str) -> None:
        if doubt := doubt_of_unit(code, unit):
            told = ("C11", "other_unit" if kind == "unit" else kind) if doubt == "other" else ("L06", f"item_{kind}")
            own = units_of_services().get(code) or units_of_items()[code].unit
            self._tell(*told, column, number, value, code=code, unit=own)

    def _check_nothing_served(self, numbers: Sequence[int], served: Sequence[Cell], targets: Sequence[float]) -> None:
        """R06 where the word nihil stands in the place of who is served, although there are some to serve."""
        for number, cell, target in zip(numbers, served, targets, strict=False):
            if type(cell) is str and target > 0 and read_number(cell, whole=True).how == "nihil":
                words = {"target": number_text(target)}
                self._tell("R06", "word", self.layout.by_key["served"], number, cell.strip(), **words)

    def _nihil_rows(self, numbers: Sequence[int], services: Sequence[str], heads: Mapping[int, int]) -> list[bool]:
        """Which rows are of nihil services: declared in the row itself where the sheet is the one to say so, or in the
        row with the name over its parts."""
        column = self.layout.by_key.get("nihil")
        if column is None:
            return [service in self.nihil for service in services]
        told_by = [heads.get(number, number) for number in numbers]
        declared = {
            number: self._declares_nihil(self.sheet.rows[number - 1], number, column)
            for number in sorted({*numbers, *told_by})
        }
        return [declared[number] or declared[head] for number, head in zip(numbers, told_by, strict=True)]

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
            return self._derived, None if self.headings.columns.get(column.key) in self.formatted else numbers
        texts = _texts if self.headings.columns.get(column.key) not in self.faulty else None
        by_type = {"choice": (self._choice, None), "text": (self._text, texts), "year": (self._year, None)}
        usual = None if self.headings.columns.get(column.key) in self.formatted else whole_numbers
        return by_type.get(column.type, (self.number, usual))

    def _nihil(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> bool:
        """What `_declares_nihil` has read already."""
        return is_nihil

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
            several = len(set(YEARS.findall(str(cell)))) > 1
            self._tell("C01", "years" if several else "year", column, number, cell)
        return NAN if year is None else float(year)

    def _choice(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> str:
        if column.key in self.headings.ticked:
            return self._ticked(column, number)
        text = self._text(cell, column, number, at, is_nihil)
        choices = ", ".join(column.choices)
        if text in column.choices:
            return text
        if not text:
            blank = cell in ("", None) or (type(cell) is str and not cell.strip())
            if blank and column.required and at and (number, at) not in self.sheet.faults:
                self._tell("C05", "choice", column, number, choices=choices)
            return ""
        if match := same_choice(text, column.choices):
            return match
        match = choice_meant(text, column.choices)
        if not match and not (_YES in column.choices and read_number(text, whole=True).how == "zero"):
            variant = "several" if names_quarters(text, column.choices) else "default"
            self._tell("C08", variant, column, number, text, choices=choices)
            return ""
        self._tell("C02", "word", column, number, text, reading=match or "kosong")
        return match


def _texts(cells: Sequence[Cell]) -> Sequence[str] | None:
    """The cells without the blanks around them where all are texts or blank, and none may be an error value."""
    kinds = set(map(type, cells))
    if not kinds <= {str, type(None)}:
        return None
    texts = [*map(str.strip, cells)] if kinds == {str} else [cell.strip() if cell else "" for cell in cells]
    joined = "\n".join(["", *texts])  # many times faster than asking each
    return None if any(f"\n{start}" in joined for start in ERROR_STARTS) else texts

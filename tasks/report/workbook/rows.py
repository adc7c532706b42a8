"""Writes the rows of a report table into a sheet: looks, formulas with their values, links, notes of cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tasks.report.tables.table import Column, ReportTable
from tasks.report.workbook import theme
from tasks.report.workbook.formulas import Formulas, beside
from tasks.report.workbook.placement import Place
from tasks.report.workbook.text_width import lines_of, room_of

_HIGHEST_ROW = 400
_NOTE = {"x_scale": 2.2, "y_scale": 1.2, "author": "SPM"}


class Looks:
    """The formats of a workbook, each made once; `bands` are the colours of the categories."""

    def __init__(self, workbook: Workbook, bands: Sequence[str]) -> None:
        self._workbook, self.bands = workbook, bands
        self._formats: dict[tuple, Format] = {}

    def of(self, style: dict[str, Any]) -> Format:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(style)
        return self._formats[key]

    def named(self, style: str) -> Format:
        return self.of(theme.STYLES[style])

    def cell(self, column: Column, value: Any, weight: theme.Weight, band: int | None) -> Format:
        key = (column.kind, isinstance(value, str), weight, band)
        if key not in self._formats:
            kind, is_text, weight, place = key
            style = theme.cell_style(kind, weight, is_text=is_text, band=place, colours=self.bands)
            self._formats[key] = self.of(style)
        return self._formats[key]


def write_rows(sheet: Worksheet, looks: Looks, formulas: Formulas, place: Place, widths: list[int]) -> None:
    """The rows of a table and its totals."""
    rows = _Rows(sheet, looks, formulas, place, widths)
    rows.write(place.table.frame, place.first, _weights(place.table.frame, place.table.group))
    if place.table.totals is not None:
        rows.write(place.table.totals, place.totals, ["total"] * len(place.table.totals))
    _write_bands(sheet, looks, place)


def _write_bands(sheet: Worksheet, looks: Looks, place: Place) -> None:
    """The bands as rules, so that they still say what the numbers say after somebody has changed a figure."""
    for number, column in enumerate(place.table.columns):
        cell = xl_rowcol_to_cell(place.first, number)
        for band, least in enumerate(place.table.bounds if column.band else ()):
            rule = f"=AND(ISNUMBER({cell}),{cell}>={least:g})"
            look = looks.of(theme.band_style(column.kind, band, looks.bands))
            rule = {"type": "formula", "criteria": rule, "format": look, "stop_if_true": True}
            sheet.conditional_format(place.first, number, place.end - 1, number, rule)


@dataclass(frozen=True)
class _Rows:
    sheet: Worksheet
    looks: Looks
    formulas: Formulas
    place: Place
    widths: list[int]

    def write(self, frame: pd.DataFrame, first: int, weights: Sequence[theme.Weight]) -> None:
        lines = [1] * len(frame)
        for number, column in enumerate(self.place.table.columns):
            values = frame[column.key].tolist() if column.key in frame else [""] * len(frame)
            self._write_column(frame, first, number, values, weights)
            if column.kind in theme.WRAPPED:
                room = room_of(self.widths[number])
                lines = [max(most, lines_of(value, room)) for most, value in zip(lines, values, strict=True)]
        for row, (weight, most) in enumerate(zip(weights, lines, strict=True), start=first):
            fill(self.sheet, row, self.place.table, self.widths, self.looks, weight)
            if most > 1:
                self.sheet.set_row(row, min(most * theme.LINE_POINTS + 3, _HIGHEST_ROW))

    def _write_column(
        self, frame: pd.DataFrame, first: int, number: int, values: list, weights: Sequence[theme.Weight]
    ) -> None:
        column = self.place.table.columns[number]
        bands = [None if pd.isna(band) else int(band) for band in frame[column.band]] if column.band else repeat(None)
        formulas = self._formulas(frame, first, column, values)
        links = self._links(frame, first, column)
        tips, notes = (frame[name] if name in frame else repeat("") for name in (column.tip, column.note))
        cells = zip(values, weights, bands, formulas, links, tips, notes, strict=False)
        for row, (value, weight, band, formula, link, tip, note) in enumerate(cells, start=first):
            look = self.looks.cell(column, value, weight, band)
            if link:
                self.sheet.write_url(row, number, f"internal:{link}", look, " ", tip)
            _write_cell(self.sheet, (row, number), value, column, look, formula)
            if note:
                self.sheet.write_comment(row, number, note, _NOTE)

    def _formulas(self, frame: pd.DataFrame, first: int, column: Column, values: list) -> Iterable[str]:
        """A formula or '' for each row; `Column` says where one holds."""
        templates = frame[column.own_formula] if column.own_formula in frame else [""] * len(frame)
        templates = [template or column.formula for template in templates]
        if not any(templates):
            return repeat("")
        made = {one: self.formulas.of_rows(self.place, frame, first, one) for one in set(templates) if one}
        rows = zip(*(made[one] for one in made), strict=True)
        at = {one: number for number, one in enumerate(made)}
        numbers = self._are_numbers(frame, column, values, templates)
        found = zip(rows, templates, numbers, strict=True)
        return [row[at[template]] if template and number else "" for row, template, number in found]

    def _are_numbers(self, frame: pd.DataFrame, column: Column, values: list, templates: list[str]) -> list[bool]:
        """Whether a row's formula stands on numbers: the cell itself, or for a text the cells beside it."""
        if column.kind not in theme.TEXT_KINDS:
            return [not isinstance(value, str) for value in values]
        keys = {key for template in set(templates) for key in beside(template)}
        others = [frame[key].tolist() for key in keys]
        return [not any(isinstance(other[row], str) for other in others) for row in range(len(frame))]

    def _links(self, frame: pd.DataFrame, first: int, column: Column) -> Iterable[str]:
        if not column.link:
            return repeat("")
        return self.formulas.of_rows(self.place, frame, first, column.link)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Any, column: Column, look: Format, formula: str) -> None:
    if formula:
        sheet.write_formula(*at, formula, look, value)
    elif isinstance(value, str):
        if value and column.kind == "sheet":
            sheet.write_url(*at, f"internal:'{value}'!A1", look, value)
        elif value:
            sheet.write_string(*at, value, look)
        else:
            sheet.write_blank(*at, None, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value, look)
    elif pd.isna(value):
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_number(*at, value, look)


def _weights(frame: pd.DataFrame, group: str) -> list[theme.Weight]:
    if not group:
        return ["plain"] * len(frame)
    values = frame[group].tolist()
    return ["group" if value != before else "plain" for value, before in zip(values, [None, *values], strict=False)]


def fill(sheet: Worksheet, row: int, table: ReportTable, widths: list[int], looks: Looks, weight: theme.Weight) -> None:
    """Carries a row's looks on to the edge where its last text runs on over the columns beside it."""
    if table.columns[-1].kind == "overflow":
        for number in range(len(table.columns), len(widths)):
            sheet.write_blank(row, number, None, looks.cell(table.columns[-1], "", weight, None))

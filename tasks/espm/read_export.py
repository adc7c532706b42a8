"""A file of figures from e-SPM, CSV or workbook -> rows: whose, of which service or item, which figures, at which cell.

Headings may stand anywhere and be worded as in `header_aliases.csv`; codes and names are understood as in a report.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from config import catalogue
from config.settings import ReadLimits
from schemas.address import letters, position_of
from schemas.correction import FIGURE_COLUMNS
from schemas.espm import EspmFile, EspmRow
from schemas.layout import Layout, SheetLayout
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet
from tasks.read.encodings import decoded
from tasks.read.workbooks import read_workbook
from tasks.understand.cells import region_code
from tasks.understand.headings import Headings, find_headings
from tasks.understand.identity import codes_of_name, names_by_code
from tasks.understand.labels import find_labels
from tasks.understand.rows import figure_columns, read_rows

_DELIMITERS = ";,\t|"
_SAMPLED_LINES = 50
_OPTIONAL = "nihil"


class NotComparable(ValueError):
    """The file holds nothing to compare; the message is one sentence in Bahasa Indonesia."""


def read_espm(path: Path, province_code: str, limits: ReadLimits, regency_code: str = "") -> EspmFile:
    """The figures of one province in a file. `regency_code` is whose they are where the file does not say.

    Raises NotComparable, OSError.
    """
    sheets = _sheets(path, limits)
    fallback = regency_code or _stated_regency(sheets)
    rows, unknown, known = [], {}, set()
    for sheet in sheets:
        for table in _tables(sheet):
            for code, lines in _by_regency(sheet, table, province_code, fallback).items():
                found, strange = _rows(sheet, table, code, lines)
                rows += found
                known |= {cell for row in found for cell in _lines_of(row)}
                unknown |= strange
    if not rows:
        raise NotComparable(
            f"Di '{path}' tidak ada angka yang dapat dibandingkan: perlu kode wilayah atau nama daerah, kode atau nama "
            "layanan, dan kolom sasaran dan terlayani, dibutuhkan dan tersedia, atau alokasi dan realisasi."
        )
    return EspmFile(tuple(_each_once(rows)), tuple(said for line, said in unknown.items() if line not in known))


@dataclass(frozen=True)
class _Table:
    layout: SheetLayout
    headings: Headings


def _sheets(path: Path, limits: ReadLimits) -> list[RawSheet]:
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        if path.stat().st_size > limits.file_mb * 1_000_000:
            raise NotComparable(f"'{path}' lebih besar dari {limits.file_mb:g} MB.")
        try:
            return [RawSheet(path.stem, _lines(path.read_bytes()))]
        except csv.Error as error:
            raise NotComparable(f"'{path}' tidak terbaca sebagai CSV.") from error
    book = read_workbook(path, limits)
    if book.refusal:
        rule = catalogue.rules()[book.refusal.rule]
        raise NotComparable(f"'{path}': {rule.finding(book.refusal.variant, **book.refusal.words).message}")
    return book.sheets


def _lines(content: bytes) -> list[list[Cell]]:
    """A CSV file in the encodings and with the separators that Excel and web pages write."""
    lines = decoded(content).splitlines()
    delimiter = max(_DELIMITERS, key="\n".join(lines[:_SAMPLED_LINES]).count)
    return [list(row) for row in csv.reader(lines, delimiter=delimiter)]


def _stated_regency(sheets: list[RawSheet]) -> str:
    """The regency that a label above the tables or on a sheet of its own names, `Kabupaten/Kota: Barito Utara`."""
    for sheet in sheets:
        labels = find_labels(sheet, _form())
        for key in ("regency_code", "regency_name"):
            code = _regency(labels[key].value) if key in labels else ""
            if code:
                return code
    return ""


def _form() -> Layout:
    return catalogue.layout_for("kabkota")


def _tables(sheet: RawSheet) -> Iterator[_Table]:
    """The kinds of figures that a sheet has all columns of; one sheet may hold more than one."""
    for key, columns in FIGURE_COLUMNS.items():
        layout = _form().by_key[key]
        headings = find_headings(sheet, layout)
        if headings and all(column in headings.columns for column in columns if column != _OPTIONAL):
            yield _Table(layout, headings)


def _by_regency(sheet: RawSheet, table: _Table, province_code: str, fallback: str) -> dict[str, list[int]]:
    """Regency -> numbers of its rows. A blank cell means the regency above; other provinces are passed over."""
    at, found, current = _region_columns(table), {}, ""
    for number in range(table.headings.last_row + 1, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        named = [cells[column - 1] for column in at if column <= len(cells) and cells[column - 1] not in ("", None)]
        current = next(filter(None, map(_regency, named)), "" if named else current)
        code = current or ("" if at else fallback)
        if code.startswith(province_code):
            found.setdefault(code, []).append(number)
    return found


def _region_columns(table: _Table) -> list[int]:
    """The columns that say whose a row is, that with the code first."""
    wordings = {field.key: field.wordings for field in _form().identity.fields}
    taken = set(table.headings.columns.values())
    free = {number: plain(text) for number, text in table.headings.texts.items() if number not in taken}
    return [
        number for key in ("regency_code", "regency_name") for number, text in free.items() if text in wordings[key]
    ]


def _regency(cell: Cell) -> str:
    """The code of the regency or province that a cell names, by its code or its name; '' where it names none."""
    code = region_code(cell)
    if code in names_by_code("kabkota") or code in names_by_code("provinsi"):
        return code
    if type(cell) is not str:
        return ""
    meant = codes_of_name(cell)
    provinces = [code for code, name in names_by_code("provinsi").items() if plain(name) == plain(cell)]
    return (meant if len(meant) == 1 else [*provinces, ""])[0]


def _rows(
    sheet: RawSheet, table: _Table, code: str, lines: list[int]
) -> tuple[list[EspmRow], dict[tuple[str, int], str]]:
    """The rows of one regency, and a sentence for each (sheet, line) with figures that is about nothing known."""
    form = catalogue.layout_of(code)
    if table.layout.key not in form.by_key:
        return [], {}
    own = set(lines)
    blanked = [cells if number in own else [] for number, cells in enumerate(sheet.rows, 1)]
    read = read_rows(replace(sheet, rows=blanked), table.layout, table.headings, form.version, set())
    unknown = {
        (sheet.name, position_of(one.cell)[0]): f"{sheet.name}!{one.cell}: {one.message}"
        for one in read.findings
        if one.rule in ("R01", "R16", "R17")
    }
    names = figure_columns(table.layout.key)
    return [_row(sheet, table, code, dict(zip(names, values, strict=True))) for values in read.rows], unknown


def _row(sheet: RawSheet, table: _Table, regency_code: str, values: dict[str, object]) -> EspmRow:
    key, at = table.layout.key, table.headings.columns
    columns = [column for column in FIGURE_COLUMNS[key] if column in at]
    return EspmRow(
        sheet=key,
        regency_code=regency_code,
        code=values[table.layout.key_column.key],
        values={column: None if pd.isna(values[column]) else values[column] for column in columns},
        cells={column: f"{sheet.name}!{letters(at[column])}{values['row']}" for column in columns},
    )


def _lines_of(row: EspmRow) -> set[tuple[str, int]]:
    places = (cell.rpartition("!") for cell in row.cells.values())
    return {(title, position_of(address)[0]) for title, _, address in places}


def _each_once(rows: list[EspmRow]) -> Iterator[EspmRow]:
    """Of a row that stands there more than once, the first."""
    seen = set()
    for row in rows:
        if (row.sheet, row.regency_code, row.code) not in seen:
            seen.add((row.sheet, row.regency_code, row.code))
            yield row

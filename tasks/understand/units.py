"""Units and scales other than the form's (C11): `300 KK` where people are counted, `Rp juta` over an amount."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from math import log10

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.wording import IN_BRACKETS, plain
from schemas.workbook import Cell, RawSheet, cell_at, column_of
from tasks.understand.cells import unit_of
from tasks.understand.columns import figures_of
from tasks.understand.heading_words import is_vague
from tasks.understand.headings import Headings
from tasks.understand.multiples import pack_in, things_in_brackets
from tasks.understand.other_parts import behind, names_of
from tasks.understand.resolver import MANY
from tasks.understand.scale_words import names_scale, scale_in, scale_told_in, without_scale

NEARLY_ALL = 0.9
_THOUSANDS, ARE_SHARES = 1000, 10
"""Ten services that each have a thousand to serve, or five of ten thousand, never all reach a hundred or fewer."""
_UNIT_AT_END = re.compile(r"(?: (?:rp|rupiah|orang|org|jiwa))+$")
_A_TABLE = 10
"""So many figures on a sheet are no longer numbers of its notes alone."""


@lru_cache(maxsize=2_000)
def is_scale(text: str) -> bool:
    """Whether what stands under Satuan is a scale, a share, or money: `ribu orang`, `%`, `Rp`."""
    return names_scale(text) or unit_of(text) == "rupiah" or (scale_in(text) and not pack_in(text))


def unit_wording(text: str) -> str:
    """What tells a unit from others: `jiwa` and `org` are `orang`."""
    known = unit_of(text)
    return plain(text) if known in ("", "lain") else known


def with_scaled_columns(headings: Headings, layout: SheetLayout) -> Headings:
    """With the columns that are known once their heading's scale is left out: they are read, and refused."""
    return headings.once(_scaled, layout) or headings


def _scaled(headings: Headings, layout: SheetLayout) -> Headings | None:
    found: dict[str, int] = {}
    free = {number: text for number, text in headings.texts.items() if number not in headings.columns.values()}
    for column in (one for one in layout.columns if one.role == "input"):
        if column.key not in headings.columns and column.key not in headings.sums:
            fits = [number for number, text in free.items() if _is_refused(text, column) and _names(text, column)]
            if len(fits) == 1 and fits[0] not in found.values():
                found[column.key] = fits[0]
    return replace(headings, columns={**headings.columns, **found}) if found else None


def _is_refused(text: str, column: Column) -> bool:
    """Whether a heading names a scale, or in brackets another thing than people and households: `Terlayani (kelas)`."""
    return scale_in(text) or (column.key in ("target", "served") and things_in_brackets(text))


def _names(text: str, column: Column) -> bool:
    bare = without_scale(IN_BRACKETS.sub(" ", text) if things_in_brackets(text) else text)
    return bool({bare, _UNIT_AT_END.sub("", bare)} & column.wordings)


def scale_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, numbers: Collection[int], passed: Mapping[int, str]
) -> list[Finding]:
    """C11 for a sheet's name, headings and lines around the table that say its figures are in thousands, in percent or
    the like, C10 for columns whose figures show it. `passed` are the rows between the `numbers` that are not read."""
    columns = {headings.columns[one.key]: one for one in layout.filled_in if one.key in headings.columns}
    if not columns:
        return []
    found, coded = [], {*numbers, *passed}
    if concerns(behind(sheet.name, names_of(layout)), columns.values()):
        told = catalogue.rules()["C11"].finding("name", sheet=sheet.name, value=sheet.name, name=layout.name)
        found.append(told)
    for text in sheet.printed:
        if concerns(text, columns.values()):
            found.append(catalogue.rules()["C11"].finding("printed", sheet=sheet.name, value=text))
    rows = coded.difference(row for row, what in passed.items() if what == "total")
    found += _in_lines(sheet, layout, headings, rows, columns)
    return [*found, *_percentage_findings(sheet, layout, headings, coded)]


def _in_lines(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: Collection[int], columns: Mapping[int, Column]
) -> Iterator[Finding]:
    """What headings, the lines around a table with its totals, and the texts beside its figures say of them."""
    roles = ("note",), ("input", "label"), ("input",)
    notes, texts, inputs = (headings.once(_headed, layout, wanted) for wanted in roles)
    top, beside = min(coded, default=headings.last_row + 1), texts & inputs
    for number, at, cell in _lines(sheet, notes | beside, coded):
        over = columns.get(at) if headings.first_row <= number < top else None
        is_heading = headings.first_row <= number <= headings.last_row
        in_brackets = "(" in cell and any(concerns(one, columns.values()) for one in IN_BRACKETS.findall(cell))
        if over and _is_refused(cell, over):
            words = {"heading": over.heading, "value": cell}
            yield _told("heading", sheet, number, at, **words)
        elif is_heading:
            if in_brackets and at in notes | texts:
                yield _told("note", sheet, number, at, value=cell)
        elif (in_brackets and at not in notes) or (
            concerns(cell, columns.values()) and not (number in coded and at in beside)
        ):
            yield _told("note", sheet, number, at, value=cell)


def _lines(sheet: RawSheet, beside: Collection[int], coded: Collection[int]) -> list[tuple[int, int, str]]:
    """Row, column and text of what stands around a table's rows and `beside` their figures, from the top."""
    around = [(number, cells) for number, cells in enumerate(sheet.rows, 1) if number not in coded]
    found = [(number, at, cell) for number, cells in around for at, cell in enumerate(cells, 1) if type(cell) is str]
    for at in beside:
        cells = _column(sheet, at, coded)
        if telling := {cell for cell in {*cells} if type(cell) is str and _may_tell(cell)}:
            found += [(number, at, cell) for number, cell in zip(coded, cells, strict=True) if cell in telling]
    return sorted(one for one in found if len(one[2]) >= len("000"))


@lru_cache(maxsize=5_000)
def _may_tell(text: str) -> bool:
    """Whether a text beside figures, or what it says in brackets, tells a scale."""
    return scale_told_in(text) or any(map(scale_told_in, IN_BRACKETS.findall(text)))


def _headed(headings: Headings, layout: SheetLayout, roles: tuple[str, ...]) -> set[int]:
    """The columns of texts in these roles, also those whose heading says more in brackets: `Keterangan (ribuan
    rupiah)`. A unit is told by itself."""
    texts = (one for one in layout.columns if one.role in roles and one.type == "text" and one.key != "unit")
    words = {wording for one in texts for wording in one.wordings}
    return {at for at, text in headings.texts.items() if _without_brackets(text) in words}


@lru_cache(maxsize=5_000)
def _without_brackets(text: str) -> str:
    return plain(IN_BRACKETS.sub("", text))


def _percentage_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: Collection[int]
) -> list[Finding]:
    """C10 where figures are percentages written as numbers: nearly all that is due is exactly 100, or what is done is
    nowhere more than 100, of thousands that are due, or under a heading that may be of a percentage."""
    found = {}
    for pair in dict.fromkeys(column.derived[1:] for column in layout.columns if column.derived):
        whole, part = (layout.by_key[key] for key in pair)
        if whole.type == part.type == "count" and headings.columns.keys() >= set(pair):
            found |= _percentage_of(sheet, layout, headings, coded, whole, part)
    return list(found.values())


def _percentage_of(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: Collection[int], whole: Column, part: Column
) -> dict[int, Finding]:
    """By its column the finding about one of the two, if any."""
    at, other = headings.columns[whole.key], headings.columns[part.key]
    vague = is_vague(headings.texts[other], layout)
    cells = _column(sheet, at, coded)
    large = any(type(cell) in (int, float) and cell > 100 for cell in _column(sheet, other, coded))
    if not vague and large and cells.count(100) + sum(type(cell) is str and cell != "" for cell in cells) < MANY:
        return {}  # as in nearly every form: no figure has to be understood for that
    due, done = (figures_of(sheet, headings.columns[one.key], coded) for one in (whole, part))
    rows = [row for row, value in due.items() if value and isinstance(done.get(row, 0.0), float)]
    hundreds = sum(due[row] == 100 for row in rows)
    if not all(done.get(row, 0.0) <= 100 for row in rows):
        return {}
    if hundreds >= MANY and hundreds >= NEARLY_ALL * len(rows):
        told = "hundreds", at, {"heading": whole.heading, "value": "100", "other": part.heading}
    elif vague and sum(due[row] > 100 for row in rows) >= MANY:
        told = "vague", other, {"heading": part.heading, "value": headings.texts[other]}
    elif sum(weight_of_share(due[row], cell_at(sheet.rows[row - 1], other)) for row in rows) >= ARE_SHARES:
        told = "low", other, {"heading": part.heading, "value": headings.texts[other], "other": whole.heading}
    else:
        return {}
    variant, column, words = told
    return {column: _told(variant, sheet, headings.rows.get(column, headings.last_row), column, rule="C10", **words)}


def weight_of_share(due: object, done: object) -> float:
    """How much it says that of thousands a hundred or fewer are done: 1 of a thousand, 2 of ten thousand. Only of plain
    numbers: a typed or formatted percentage is told."""
    small = isinstance(due, float) and type(done) in (int, float) and due >= _THOUSANDS and 1 < done <= 100
    return log10(due / 100) if small else 0.0


def _column(sheet: RawSheet, at: int, rows: Collection[int]) -> list[Cell]:
    return column_of(sheet.rows, at, rows)


def scale_notes(sheet: RawSheet, columns: Collection[Column] = ()) -> list[Finding]:
    """The same for a sheet without a table, such as Identitas, or for the lines above several tables of `columns`."""
    return [
        _told("note", sheet, number, at, value=cell)
        for number, cells in enumerate(sheet.rows, 1)
        for at, cell in enumerate(cells, 1)
        if type(cell) is str and (concerns(cell, columns) if columns else scale_told_in(cell))
    ]


def notes_elsewhere(sheets: Iterable[RawSheet], layouts: Iterable[SheetLayout]) -> Iterator[Finding]:
    """The same for sheets that are not of the form and hold notes alone: what stands over other figures is theirs."""
    columns = [column for layout in layouts for column in layout.filled_in]
    for sheet in sheets:
        figures = (cell for cells in sheet.rows for cell in cells if type(cell) in (int, float))
        if sum(1 for _ in islice(figures, _A_TABLE)) < _A_TABLE:
            yield from scale_notes(sheet, columns)


def concerns(text: str, columns: Iterable[Column]) -> bool:
    """Whether a line tells the scale of one of these columns: a scale of rupiah is none of people."""
    if not scale_told_in(text):
        return False
    money = re.search(r"\b(?:rp|rupiah|idr)", plain(text)) is not None
    return not money or any(column.type == "rupiah" for column in columns)


def _told(variant: str, sheet: RawSheet, row: int, at: int, rule: str = "C11", **words: object) -> Finding:
    return catalogue.rules()[rule].finding(variant, sheet=sheet.name, cell=f"{letters(at)}{row}", **words)

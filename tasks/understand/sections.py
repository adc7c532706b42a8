"""Several tables on one sheet: sections under their titles, and the tables of several years under each other."""

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from config import catalogue
from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet
from tasks.understand.headings import Headings, headings_at

_ENUMERATION = re.compile(r"^([a-z]|[ivx]{1,4}|\d{1,2})( |$)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TITLE_ROWS = 6
"""How far above its headings a table may say its year."""
_SAME = 3
"""So many equal headings make a row the same headings again."""


def only_rows(sheet: RawSheet, rows: frozenset[int]) -> RawSheet:
    """The sheet with every other row blank, so that row numbers stay."""
    comments = sheet.comments and [one for one in sheet.comments if one.row in rows]
    kept = [cells if number in rows else [] for number, cells in enumerate(sheet.rows, 1)]
    return replace(sheet, rows=kept, comments=comments)


class Sections(NamedTuple):
    """`rows` are those under the titles of one section, the titles included; `above` those before any section."""

    rows: frozenset[int]
    above: frozenset[int]


def find_section(sheet: RawSheet, section: str) -> Sections | None:
    """The rows of a section of `header_aliases.csv`, which may come back several times; None where it has no title."""
    current, rows, above = "", [], []
    for number, cells in enumerate(sheet.rows, 1):
        current = _section_of(cells) or current
        if current == section:
            rows.append(number)
        elif not current:
            above.append(number)
    return Sections(frozenset(rows), frozenset(above)) if rows else None


@cache
def _section_titles() -> dict[str, str]:
    rows = catalogue.table("header_aliases")
    titles = zip(rows["alias"], rows["canonical"], strict=True)
    return {_bare(alias): canonical for alias, canonical in titles if canonical.startswith("section_")}


def _bare(text: str) -> str:
    return _ENUMERATION.sub("", plain(text))


def _section_of(cells: list[Cell]) -> str:
    """The section whose title a row is: its first text, or its second after a letter or number of its own."""
    first = [cell for cell in cells if cell not in ("", None)][:2]
    texts = [_bare(cell) for cell in first if type(cell) is str]
    if len(texts) < len(first) and type(first[0]) is not str:
        return ""
    return next(
        (_section_titles()[text] for text in texts[: 1 if texts[:1] != [""] else 2] if text in _section_titles()), ""
    )


class YearTable(NamedTuple):
    """A table under a year of its own; `year` is None where the lines above it name none."""

    year: int | None
    headings: Headings
    rows: frozenset[int]


def year_tables(sheet: RawSheet, layout: SheetLayout, headings: Headings, starts: list[int]) -> list[YearTable]:
    """The tables of several years on one sheet, from the top; empty where the sheet holds those of one only.

    `starts` are the rows of `same_headings`. Headings that come back under no year of their own, as at the top of every
    printed page, begin no other table.
    """
    depth, ends = headings.last_row - headings.first_row, [0]
    titles = []
    for start in starts:
        titles.append(_year_above(sheet, start, ends[-1], headings))
        ends.append(start + depth)
    years = [year for year, _ in titles]
    if None in years or len(set(years)) < 2:
        return []
    tops = [1, *(top for _, top in titles[1:]), len(sheet.rows) + 1]
    return [
        YearTable(year, headings_at(sheet, layout, start, depth + 1), frozenset(range(top, below)))
        for year, start, top, below in zip(years, starts, tops, tops[1:], strict=False)
    ]


def same_headings(sheet: RawSheet, layout: SheetLayout, headings: Headings) -> list[int]:
    """The first rows of these headings and of those like them, above and below."""
    last, depth = headings.last_row, headings.last_row - headings.first_row
    lead = next((at for key, at in headings.columns.items() if layout.by_key[key].role == "input"), 0)
    text = str(_at(sheet, last, lead))
    words, beyond = plain(text), len(text) + 9
    like_it = [
        number
        for number, cells in enumerate(sheet.rows if lead else (), 1)
        if len(cells) >= lead and type(cell := cells[lead - 1]) is str and 0 < len(cell) <= beyond
        if plain(cell) == words
    ]
    return [number - depth for number in like_it if number == last or _are_same(sheet, headings, number)]


def _are_same(sheet: RawSheet, headings: Headings, number: int) -> bool:
    """Whether a row holds enough of the words of the headings' last row."""
    here, there = (
        [plain(str(_at(sheet, row, at))) for at in headings.columns.values()] for row in (headings.last_row, number)
    )
    return sum(bool(words) and said == words for words, said in zip(here, there, strict=True)) >= _SAME


def _year_above(sheet: RawSheet, start: int, end: int, headings: Headings) -> tuple[int | None, int]:
    """The year in the nearest line above a table that names just one, and that line's row; `end` belongs to others, and
    so does a row of figures, of which one may be 2044 people."""
    for number in range(start - 1, max(end, start - 1 - _TITLE_ROWS), -1):
        if sum(type(_at(sheet, number, at)) in (int, float) for at in headings.columns.values()) > 1:
            break
        years = {year for cell in sheet.rows[number - 1] for year in _years_in(cell)}
        if len(years) == 1:
            return years.pop(), number
    return None, start


def _years_in(cell: Cell) -> list[int]:
    if type(cell) is str:
        return [int(year) for year in _YEAR.findall(cell)]
    return [int(cell)] if type(cell) in (int, float) and 2000 <= cell < 2100 and float(cell).is_integer() else []


def _at(sheet: RawSheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row - 1]
    return cells[column - 1] if 0 < column <= len(cells) else None

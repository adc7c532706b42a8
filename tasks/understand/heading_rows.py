"""The rows that headings stand in: which may be some, how far they reach, and what stands in each column."""

import re
from datetime import date
from itertools import pairwise

from schemas.wording import day_text, plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.cells import read_number
from tasks.understand.headed import Headed
from tasks.understand.heading_words import is_understood, says_planned
from tasks.understand.named_periods import SHORT_YEAR
from tasks.understand.places import is_unknown_name, names_place

SEARCHED_ROWS = 40
SEARCHED_COLUMNS = 200
_MOST_ROWS = 3
_LOOKED_AT = 60
_DIGITS = 3
_CODE = re.compile(r"[KP]-[A-Z]{2,3}-?\d", re.IGNORECASE)


def is_year(cell: Cell) -> bool:
    return type(cell) in (int, float) and 2000 <= cell < 2100 and float(cell).is_integer()


def _is_short_year(cell: Cell) -> bool:
    """Whether a cell may be a year of two digits: 24 typed as a number or a text."""
    text = str(int(cell)) if type(cell) in (int, float) and float(cell).is_integer() else str(cell).strip()
    return len(text) == 2 and text.isdigit() and text.startswith("2")


def _count(cell: Cell) -> int:
    """The number that a cell counts columns with, 0 for none: 4 typed as a number or a text."""
    text = str(int(cell)) if type(cell) in (int, float) and float(cell).is_integer() else str(cell).strip()
    return int(text) if text.isdigit() and len(text) < _DIGITS else 0


def _day_of(cell: date) -> str:
    """A date as a heading: of the month that it is the first day of, else up to that day."""
    return day_text(cell).removeprefix("1 ") if cell.day == 1 else f"per {day_text(cell)}"


def may_be_headings(rows: list[list[Cell]]) -> bool:
    """Whether rows can be of headings: no figure stands in them, no column number and no code. A year may."""
    return all(_may_be_heading(cell) for cells in rows for cell in cells[:SEARCHED_COLUMNS] if cell not in ("", None))


def _may_be_heading(cell: Cell) -> bool:
    if type(cell) is not str:
        return is_year(cell) or isinstance(cell, date)
    text = cell.strip()
    if not text:
        return True
    if text.strip("() ").isdigit():
        return len(text) == 4 and text.startswith("20")
    if SHORT_YEAR.fullmatch(text):
        return True
    return not (_CODE.match(text) or (text[-1].isdigit() and _is_figure(text)))


def _is_figure(text: str) -> bool:
    return read_number(text, whole=True).how == "text" and not text[:1].isalpha()


def headed_columns(sheet: RawSheet, first_row: int, last_row: int) -> list[Headed]:
    """The columns that have a heading in these rows. A line reaches over the columns that it is merged over, or over
    blank ones beside it that have a line of their own below."""
    own = [heading_line(sheet, row, years=row > first_row) for row in range(first_row, last_row + 1)]
    lines = [
        {**line, **_reach(sheet, row, line, own[at + 1 :])}
        if row < last_row
        else {**_over_figures(sheet, row, _reach(sheet, row, line, [])), **line}
        for at, (row, line) in enumerate(zip(range(first_row, last_row + 1), own, strict=True))
    ]
    found = []
    for number in sorted({number for line in lines for number in line}):
        parts = [(row, line[number]) for row, line in enumerate(lines, first_row) if number in line]
        found.append(Headed(number, tuple(text for _, text in parts), parts[-1][0]))
    return [one for one in found if any(plain(line) for line in one.lines)]


def _over_figures(sheet: RawSheet, row: int, reached: dict[int, str]) -> dict[int, str]:
    """Of the columns that a heading is merged over those with figures below: which of them it is the heading of is to
    be weighed."""
    below = sheet.rows[row : row + _LOOKED_AT]
    return {
        number: text
        for number, text in reached.items()
        if any(type(cell_at(cells, number)) in (int, float) for cells in below)
    }


def heading_line(sheet: RawSheet, row: int, *, years: bool = False) -> dict[int, str]:
    """The texts of a row by column, with `years` those that are typed as numbers as well."""
    if row > len(sheet.rows):
        return {}
    return {
        number: cell if type(cell) is str else _day_of(cell) if isinstance(cell, date) else str(int(cell))
        for number, cell in enumerate(sheet.rows[row - 1][:SEARCHED_COLUMNS], 1)
        if (type(cell) is str and cell.strip()) or (years and _is_short_heading(cell))
    }


def _is_short_heading(cell: Cell) -> bool:
    """Whether what is no text may be a heading below another one: a year, a day, a number that counts columns."""
    return is_year(cell) or _is_short_year(cell) or isinstance(cell, date) or _count(cell) > 0


def _reach(sheet: RawSheet, row: int, line: dict[int, str], below: list[dict[int, str]]) -> dict[int, str]:
    """The columns without a text of their own in this row, over which one of its texts reaches."""
    found: dict[int, str] = {}
    merged = set()
    for first_row, first, last_row, last in sheet.merged:
        if first_row <= row <= last_row and first in line:
            merged.add(first)
            found |= dict.fromkeys(range(first, min(last, SEARCHED_COLUMNS) + 1), line[first])
    for at, beyond in pairwise([*sorted(line), SEARCHED_COLUMNS + 1]):
        for number in range(at + 1, beyond) if at not in merged else ():
            if number in found or not any(number in other for other in below):
                break
            found[number] = line[at]
    return found


def reaches_below(
    sheet: RawSheet, first_row: int, last_row: int, first_figure: int, answers: frozenset[str] = frozenset()
) -> int:
    """The last row of headings: below those that are known there may be sub-headings, of figures only. `answers` are
    those of the form that may stand there as such."""
    while last_row < len(sheet.rows) and last_row - first_row < _MOST_ROWS - 1:
        if not _is_sub_row(sheet, first_row, last_row, first_figure, answers):
            break
        last_row += 1
    return last_row


def _is_sub_row(sheet: RawSheet, first_row: int, last_row: int, first_figure: int, answers: frozenset[str]) -> bool:
    cells = sheet.rows[last_row]
    filled = {number for number, cell in enumerate(cells[:SEARCHED_COLUMNS], 1) if cell not in ("", None)}
    if not filled or max(filled) < first_figure or not _may_head([cells[number - 1] for number in sorted(filled)]):
        return False
    above = {one.number: one.text for one in headed_columns(sheet, first_row, last_row)}
    again = {number for number in filled if number < first_figure}
    if any(plain(str(cells[number - 1])) != plain(above.get(number, "")) for number in again):
        return False  # what a row is about, not the heading of that once more
    filled -= again
    texts = [above.get(number, "") for number in filled]
    merged = any(
        top <= last_row <= bottom and left < number <= right
        for number in filled
        for top, left, bottom, right in sheet.merged
    )
    said = [plain(str(cells[number - 1])) for number in filled]
    known = any(_is_sub_heading(text) or text in answers for text in said)
    known = known or (len(said) > 1 and len(set(said)) == 1 and is_unknown_name(said[0]))
    return merged or known or "" in texts or len(set(texts)) < len(texts)


def _is_sub_heading(text: str) -> bool:
    return is_understood(text) or says_planned(text) or names_place(text)


def _may_head(cells: list[Cell]) -> bool:
    """Whether the filled cells of a row can be sub-headings: words, more than one year, numbers that count the columns
    of a group from 1 on, and these beside each other: `L | P | Jumlah | 1 | 2 | 3 | 4`."""
    bare = [cell for cell in cells if not may_be_headings([[cell]])]
    if len(cells) > 1 and all(map(_is_short_year, bare)):
        return True
    counts = [_count(cell) for cell in bare]
    return len(counts) != 1 and all(now and now in (1, before + 1) for before, now in pairwise([0, *counts]))


def reaches_above(sheet: RawSheet, first_row: int, first_figure: int) -> int:
    """The first row of headings: above those that are known there may be groups of figure columns: `Triwulan IV`."""
    for row in range(first_row - 1, max(first_row - _MOST_ROWS, 0), -1):
        line = heading_line(sheet, row, years=True)
        if not line or min(line) < first_figure or not may_be_headings([sheet.rows[row - 1]]):
            return row + 1
        first_row = row
    return first_row

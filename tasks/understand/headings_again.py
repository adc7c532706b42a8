"""Headings that come again further down a table: the same once more, or in another order, by which nobody may read what
stands below as the first ones say (L05)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import ROMAN
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.columns import columns_by_key, figures_of
from tasks.understand.full_words import in_full
from tasks.understand.heading_rows import headed_columns, heading_line, may_be_headings
from tasks.understand.headings import Headings
from tasks.understand.resolver import Candidate, examples

HEADINGS = ("headings", "numbering")
"""Rows that come again on every page, as they are called where they are passed over."""
_SAME = 3
"""So many headings of the form make a row one of headings."""
_OF_COLUMNS = re.compile(r"[\d\s()=:/+\-–x×*%]*\d[\d\s()=:/+\-–x×*%]*")
_OF_ROMAN = re.compile(r"[IVX\d\s()=:/+\-–x×*%]+")
"""What follows from columns by their numbers."""


class Moved(NamedTuple):
    """A column of the form that stands at `before` by the first headings and at `now`, 0 for nowhere, by later ones."""

    key: str
    before: int
    now: int


def come_again(
    sheet: RawSheet, row: int, layout: SheetLayout, headings: Headings, again: dict[int, list[Moved]]
) -> bool:
    """Whether a row is one of headings once more, and in `again` by row what stands elsewhere by it."""
    if are_headings(sheet.rows[row - 1], layout):
        again[row] = moved_columns(sheet, row, layout, headings)
        return True
    if _goes_on(sheet, row, headings, again):
        return True
    if moved := exchanged_words(sheet, row, layout, headings):
        again[row] = moved
    return bool(moved)


def is_numbering(sheet: RawSheet, number: int, headings: Headings, passed: Mapping[int, str]) -> bool:
    """Whether a row has the numbers of columns that many forms have under their headings: 1, 2, 3 or (1), (2), (3), I,
    II, III or a, b, c; some follow from others: 8 = 6 - 7, (7:6)x100%. Further down they stand
    under headings again, as `passed` says, or as they stand under the first ones."""
    cells, top = sheet.rows[number - 1], range(headings.last_row + 1, headings.last_row + 3)
    if number not in top and passed.get(number - 1) not in HEADINGS:
        return any(passed.get(row) == "numbering" and sheet.rows[row - 1] == cells for row in top)
    under = [cell_at(cells, at) for at in sorted(headings.texts)]
    shown = [str(int(c)) if type(c) is float else str(c).strip("() ") for c in under if c not in ("", None)]
    lettered = "".join(shown).casefold() == ascii_lowercase[: len(shown)]
    counted = all(text.isdigit() or _OF_COLUMNS.fullmatch(text) for text in shown) and shown[:1] == ["1"]
    counted = counted or (tuple(shown[:3]) == ROMAN[:3] and all(map(_OF_ROMAN.fullmatch, shown)))
    return len(shown) >= 3 and (counted or lettered)


def are_headings(cells: list[Cell], layout: SheetLayout) -> bool:
    """Whether a row has the headings of the form, in any order, as at the top of every printed page."""
    texts = {in_full(cell) for cell in cells if type(cell) is str and cell}
    return len(texts) >= _SAME and len(texts & _wordings(layout)) >= _SAME


@cache
def _wordings(layout: SheetLayout) -> frozenset[str]:
    return frozenset().union(*(column.wordings for column in layout.columns)) - {""}  # `%`


def moved_columns(sheet: RawSheet, row: int, layout: SheetLayout, headings: Headings) -> list[Moved]:
    """The columns from which something is read and that stand elsewhere by the headings that begin in a later row."""
    headed = headed_columns(sheet, row, row + headings.last_row - headings.first_row)
    said = {one.number: plain(one.text) for one in headed}
    places = {text: number for number, text in said.items()}
    below = {key: [one.number for one, _ in found] for key, found in columns_by_key(headed, layout).items()}
    claimed = {number for numbers in below.values() for number in numbers}
    moved = []
    for column in layout.columns:
        at, own = headings.columns.get(column.key, 0), column.role in ("input", "key") or column.key == layout.name_key
        text = plain(headings.texts.get(at, ""))
        last, here = (plain(str(cell_at(sheet.rows[line - 1], at) or "")) for line in (headings.last_row, row))
        if not (at and own) or said.get(at) == text or (last and here == last):
            continue
        others = headings.choices[column.key].others if column.key in headings.choices else ()
        now = [places[text]] if text in places else below.get(column.key, [])
        elsewhere = {at, *(one.what for one in others)}.isdisjoint(now)
        if text in places or (elsewhere and (now or at in claimed)):
            moved.append(Moved(column.key, at, now[0] if now else 0))
    return moved


def exchanged_words(sheet: RawSheet, row: int, layout: SheetLayout, headings: Headings) -> list[Moved]:
    """The same of a row with nothing but the last lines of the headings over figures, in each other's place."""
    cells, last = sheet.rows[row - 1], sheet.rows[headings.last_row - 1]
    if str not in map(type, cells):
        return []
    figures = {one.key: headings.columns.get(one.key, 0) for one in layout.columns if one.is_figure}
    figures = {key: at for key, at in figures.items() if at and layout.by_key[key].role == "input"}
    if not any(type(cell_at(cells, at)) is str for at in figures.values()) or not may_be_headings([cells]):
        return []
    others = {one.what for key in figures.keys() & headings.choices.keys() for one in headings.choices[key].others}
    own, said = (
        {at: plain(str(cell_at(line, at) or "")) for at in {*figures.values(), *others}} for line in (last, cells)
    )
    places = {text: at for at, text in said.items() if text}
    return [
        Moved(key, at, places.get(own[at], 0))
        for key, at in figures.items()
        if said[at] not in ("", own[at]) and said[at] in own.values()
    ]


def _goes_on(sheet: RawSheet, row: int, headings: Headings, again: Mapping[int, list[Moved]]) -> bool:
    """Whether a row is a further line of headings that come again: as it stands at the top, or in another order where
    the line above is (`again`), by which that is told."""
    lines = [_line(sheet, line) for line in range(headings.first_row, headings.last_row + 1)]
    said = _line(sheet, row)
    if len(said) > 1 and said in lines:
        return True
    above = next((moved for at in (row - 1, row - 2) if (moved := again.get(at))), [])
    return bool(above and said) and sorted(said.values()) in (sorted(line.values()) for line in lines)


def _line(sheet: RawSheet, row: int) -> dict[int, str]:
    """The texts of a row by column, years among them; nothing where a figure stands there."""
    cells = sheet.rows[row - 1]
    said = {at: plain(text) for at, text in heading_line(sheet, row, years=True).items()}
    return said if len(said) == sum(cell not in ("", None) for cell in cells) else {}


def order_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, again: Mapping[int, list[Moved]]
) -> Iterator[Finding]:
    """L05 for each row of headings in another order, over the rows below it; `again` has all rows of headings."""
    depth = headings.last_row - headings.first_row + 1
    for row, beyond in pairwise([*again, len(sheet.rows) + 1]):
        moved = sorted(again[row], key=lambda one: not (one.now and layout.by_key[one.key].is_figure))
        for key, before, now in moved[:1]:
            name, at = layout.by_key[key].heading, letters(now or before)
            here, there = (
                Candidate(column, "", "", figures_of(sheet, column, range(row + depth, beyond)))
                for column in (before, now)
            )
            shown, other = examples(here, there)
            words = {"row": row, "first": headings.last_row, "name": name, "figures": shown, "other_figures": other}
            words["moved"] = "; ".join(_said(one, layout) for one in again[row])
            told = catalogue.rules()["L05"].finding("order", sheet=sheet.name, cell=f"{at}{row}", value=name, **words)
            yield replace(told, cells=f"{at}{row}:{at}{beyond - 1}")


def _said(moved: Moved, layout: SheetLayout) -> str:
    where = f"lalu di {letters(moved.now)}" if moved.now else "lalu tidak ada"
    return f"'{layout.by_key[moved.key].heading}' di {letters(moved.before)}, {where}"

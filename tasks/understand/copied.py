"""Figures that a formula takes from one cell alone: another figure of the form's, or for two of them the same cell of
another sheet (C02); a share of another figure was not counted (L06)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from config import catalogue
from schemas.address import cell_name, is_cell, position_of
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import number_text
from schemas.workbook import RawSheet, cell_at
from tasks.understand.headings import Headings

_RULES = {"copied": "C02", "same_source": "C02", "computed": "L06"}
_SHOWN = 3


class _Taken(NamedTuple):
    """A figure that comes from elsewhere: its place, the formula's source, and what stands in both."""

    row: int
    at: int
    source: str
    figure: str = ""
    other: str = ""


def copied_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """Once for the figures of a column. Nobody knows whether they are meant for both; what is fetched from a column of
    no place in the form is."""
    read = {headings.columns[one.key]: one.heading for one in layout.filled_in if one.key in headings.columns}
    fetched: dict[tuple[int, str], int] = {}
    found: dict[tuple[str, int, int], list[_Taken]] = {}
    for (row, at), source in sorted(sheet.sources.items()):
        if at not in read or row not in rows:
            continue
        if not is_cell(source):
            first = fetched.setdefault((row, source), at)
            if first != at:
                found.setdefault(("same_source", at, first), []).append(_Taken(row, at, source))
            continue
        from_row, from_column = position_of(source)
        if from_column in read and from_row in rows:
            figures = cell_at(sheet.rows[row - 1], at), cell_at(sheet.rows[from_row - 1], from_column)
            one = _Taken(row, at, source, *map(_shown, figures))
            if one.figure:  # what was never calculated is C06
                found.setdefault(("copied" if one.figure == one.other else "computed", at, from_column), []).append(one)
    for (variant, at, other), taken in found.items():
        yield _told(variant, sheet.name, read[at], read[other], taken)


def _shown(cell: object) -> str:
    return number_text(cell) if type(cell) in (int, float) else ""


def _told(variant: str, sheet: str, heading: str, other: str, taken: list[_Taken]) -> Finding:
    sources, figures, others = (
        "; ".join(getattr(one, name) for one in taken[:_SHOWN]) for name in ("source", "figure", "other")
    )
    words = {"heading": heading, "other": other, "source": sources, "figures": figures, "other_figures": others}
    cells = [cell_name(one.row, one.at) for one in taken]
    told = catalogue.rules()[_RULES[variant]].finding(
        variant, sheet=sheet, cell=cells[0], value=f"={taken[0].source}", **words
    )
    return replace(told, cells=" ".join(cells)) if len(cells) > 1 else told

"""Figures that stand in another's place, by what the sheet states beside them (L05): what is left where it should say
what is done, its share (C10), or all figures a row too low or too high.

What is stated differs then in most rows (R09), and agrees as soon as the figures are read in the other way.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from config import catalogue
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.submission import Normalised, Place
from schemas.wording import number_text
from tasks.judge.exchanged import told_of_exchanged
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns
from tasks.understand.stated import is_derived

_SHOWN = 3
_WHOLES = (1.0, 100.0)
"""What all of it is, as a share of one or a hundred."""
MOVES = {1: "ke bawah", -1: "ke atas"}
"""By how many rows figures stand too low, and how that is called."""


class _Stated(NamedTuple):
    """A row in which something is stated that follows from two figures, of which one is done of the other."""

    row: int
    stated: float
    whole: float
    part: float


def misplaced_figures(submissions: list[Normalised], found: list[list[Finding]]) -> Iterator[tuple[int, Finding]]:
    """Position and L05 of each sheet whose figures may stand in another's place; none where it is in doubt anyway.
    `found` are the findings of the rows of each submission."""
    for number, (one, told_of_rows) in enumerate(zip(submissions, found, strict=True)):
        differs = sum(told.rule == "R09" for told in told_of_rows) >= MANY
        in_doubt = {told.sheet for told in one.findings if told.rule in ("L02", "L05")}
        for key, place in one.places.items():
            if place.title not in in_doubt and one.figures.get(key):
                layout = catalogue.layout_for("kabkota").by_key[key]
                told = told_of_exchanged(one, key) or (differs and _told_of_column(one, layout))
                if told:
                    yield number, told


def _told_of_column(one: Normalised, layout: SheetLayout) -> Finding | None:
    return _shares_instead(one, layout) or _left_instead(one, layout) or _moved(one, layout)


def _shares_instead(one: Normalised, layout: SheetLayout) -> Finding | None:
    """What is read as done is the share that is stated beside it (C10): 0,67 of one, or 67 of a hundred."""
    for column in layout.columns:
        if column.derived and column.derived[0] == "percent":
            rows = _rows(one, layout, column)
            meant = [row for row in rows if _is_share(row) and not _fits(column, row, row.whole, row.part)]
            if _are_most(meant, rows):
                figures = _shown([row.part for row in meant]), _shown([row.stated for row in meant])
                return _told("stated", one.places[layout.key], layout, column, (len(meant), len(rows)), figures)
    return None


def _left_instead(one: Normalised, layout: SheetLayout) -> Finding | None:
    """The stated percentages are those of what is left of the whole after what is read as done."""
    for column in layout.columns:
        if column.derived and column.derived[0] == "percent":
            rows = _rows(one, layout, column)
            meant = [row for row in rows if _fits(column, row, row.whole, row.whole - row.part)]
            meant = [row for row in meant if not _fits(column, row, row.whole, row.part)]
            if _are_most(meant, rows):
                lefts = [row.whole - row.part for row in meant]
                figures = _shown([row.part for row in meant]), _shown(lefts)
                return _told("left", one.places[layout.key], layout, column, (len(meant), len(rows)), figures)
    return None


def _is_share(row: _Stated) -> bool:
    """Whether what is read as done is the stated percentage itself, or what that is as a fraction: 0,67 beside 67 %."""
    return any(row.part <= whole and is_derived("percent", row.stated, whole, row.part) for whole in _WHOLES)


def _moved(one: Normalised, layout: SheetLayout) -> Finding | None:
    """What is stated follows from the figures of the next row, or of the one before."""
    for column in layout.columns if layout.rows in ("services", "items") else ():
        rows = _rows(one, layout, column) if column.derived else []
        for step, way in MOVES.items():
            pairs = zip(rows, rows[step:], strict=False) if step > 0 else zip(rows[-step:], rows, strict=False)
            meant = [(row, other) for row, other in pairs if _is_of(column, row, other)]
            if _are_most(meant, rows):
                figures = _shown([row.part for row, _ in meant]), _shown([other.part for _, other in meant])
                counts = len(meant), len(rows)
                return _told("moved", one.places[layout.key], layout, column, counts, figures, way=way)
    return None


def _is_of(column: Column, row: _Stated, other: _Stated) -> bool:
    return _fits(column, row, other.whole, other.part) and not _fits(column, row, row.whole, row.part)


def _fits(column: Column, row: _Stated, whole: float, part: float) -> bool:
    return is_derived(column.derived[0], row.stated, whole, part)


def _rows(one: Normalised, layout: SheetLayout, column: Column) -> list[_Stated]:
    """The rows in which a column states something of two figures, without those that the sender explains."""
    order = figure_columns(layout.key)
    note, *places = (order.index(key) for key in ("note", "row", column.key, *column.derived[1:]))
    rows = (_Stated(*(row[at] for at in places)) for row in one.figures[layout.key] if not row[note])
    return [row for row in rows if row.whole > 0 and row.part >= 0 and row.stated == row.stated]


def _are_most(meant: Sequence, rows: Sequence) -> bool:
    return len(meant) >= MANY and 2 * len(meant) > len(rows)


def _shown(values: list[float]) -> str:
    return "; ".join(map(number_text, values[:_SHOWN]))


def _told(
    variant: str,
    place: Place,
    layout: SheetLayout,
    stated: Column,
    counts: tuple[int, int],
    figures: tuple[str, str],
    **words: object,
) -> Finding:
    whole, part = (layout.by_key[key] for key in stated.derived[1:])
    words |= {"whole": whole.heading, "part": part.heading, "stated": stated.heading}
    words |= {"whole_at": f"kolom {place.letters[whole.key]}", "part_at": f"kolom {place.letters[part.key]}"}
    words |= dict(zip(("count", "rows", "figures", "other_figures"), (*counts, *figures), strict=True))
    cell = place.cell(part.key, place.header_row)
    rule = "C10" if variant == "stated" else "L05"
    return catalogue.rules()[rule].finding(variant, sheet=place.title, cell=cell, **words)

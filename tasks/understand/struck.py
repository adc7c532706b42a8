"""What is struck through: a text says what is left of it; a whole cell is read, and told (L06, L05)."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from config import catalogue
from schemas.address import cell_name, position_of
from schemas.finding import Finding
from schemas.layout import IdentityLayout, SheetLayout
from schemas.submission import Identity
from schemas.wording import number_text
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.columns import figures_of
from tasks.understand.headings import Headings


def without_struck_parts(sheet: RawSheet) -> RawSheet:
    """The sheet as people read it: of a text of which a part is struck through the rest."""
    left = {place: text.strip() for place, text in sheet.struck.items() if text.strip()}
    if not left:
        return sheet
    rows = [list(cells) for cells in sheet.rows]
    for (row, column), text in left.items():
        if row <= len(rows) and column <= len(rows[row - 1]) and type(rows[row - 1][column - 1]) is str:
            rows[row - 1][column - 1] = text
    return replace(sheet, rows=rows)


def struck_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """Those of figures, choices and codes in the rows that are read."""
    columns = (
        {
            at: one
            for one in layout.columns
            if one.role == "key" or (one.role == "input" and one.type != "text")
            for at in headings.places(one.key)
        }
        if sheet.struck
        else {}
    )
    coded = sorted(rows)
    for row, at in sorted(sheet.struck):
        cell = _cell(sheet, row, at)
        if at not in columns or row not in rows or cell in ("", None):
            continue
        column = columns[at]
        other = (
            _beside(sheet, headings, row, at, coded) if column.is_figure and not sheet.struck[row, at].strip() else 0
        )
        if other:
            words = {"second": f"sel {cell_name(row, other)}", "other": _shown(_cell(sheet, row, other))}
            yield _told("L05", "struck", sheet, cell_name(row, at), cell, heading=column.heading, **words)
        else:
            yield _of_one_cell(sheet, row, at, column.heading)


def struck_in_identity(sheet: RawSheet, identity: Identity, layout: IdentityLayout) -> Iterator[Finding]:
    """The same of what Identitas says."""
    labels = {one.key: one.label for one in layout.fields}
    for key, (place, _) in identity.labels.items() if sheet.struck else ():
        row, at = position_of(place)
        if (row, at) in sheet.struck and _cell(sheet, row, at) not in ("", None):
            yield _of_one_cell(sheet, row, at, labels[key])


def _of_one_cell(sheet: RawSheet, row: int, at: int, heading: str) -> Finding:
    variant = "struck_part" if sheet.struck[row, at].strip() else "struck"
    return _told("L06", variant, sheet, cell_name(row, at), _cell(sheet, row, at), heading=heading)


def _beside(sheet: RawSheet, headings: Headings, row: int, at: int, rows: list[int]) -> int:
    """The nearest column without a heading that has a figure in this row; 0 where there is none."""
    free = set(range(1, len(sheet.rows[row - 1]) + 1)) - headings.texts.keys() - headings.claimed
    near = sorted(free, key=lambda one: (abs(one - at), one))
    return next((one for one in near if isinstance(figures_of(sheet, one, rows).get(row), float)), 0)


def _told(rule: str, variant: str, sheet: RawSheet, place: str, cell: Cell, **words: str) -> Finding:
    told = {"sheet": sheet.name, "cell": place, "value": cell, "stated": _shown(cell)}
    return catalogue.rules()[rule].finding(variant, **told, **words)


def _shown(cell: Cell) -> str:
    return number_text(cell) if type(cell) in (int, float) else f"'{cell}'"


def _cell(sheet: RawSheet, row: int, at: int) -> Cell:
    return cell_at(sheet.rows[row - 1], at) if row <= len(sheet.rows) else None

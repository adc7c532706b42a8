"""What is struck through: a text says what is left of it; a whole cell is read, and told (L06, L05)."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from config import catalogue
from schemas.address import cell_name, position_of
from schemas.finding import Finding
from schemas.layout import Column, IdentityLayout, SheetLayout
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
    if not sheet.struck:
        return
    told = [one for one in layout.columns if one.role == "key" or (one.role == "input" and one.type != "text")]
    columns = {at: one for one in told for at in headings.places(one.key)}
    for row, at in sorted(sheet.struck):
        if at in columns and row in rows and _cell(sheet, row, at) not in ("", None):
            beside = _beside(sheet, headings, row, at) if columns[at].is_figure else 0
            yield (
                _of_two(sheet, row, at, beside, columns[at]) if beside else _of_one(sheet, row, at, columns[at].heading)
            )


def struck_in_identity(sheet: RawSheet, identity: Identity, layout: IdentityLayout) -> Iterator[Finding]:
    """The same of what Identitas says."""
    labels = {one.key: one.label for one in layout.fields}
    for key, (place, _) in identity.labels.items() if sheet.struck else ():
        row, at = position_of(place)
        if (row, at) in sheet.struck and _cell(sheet, row, at) not in ("", None):
            yield _of_one(sheet, row, at, labels[key])


def _of_one(sheet: RawSheet, row: int, at: int, heading: str) -> Finding:
    variant = "struck_part" if sheet.struck[row, at].strip() else "struck"
    return _told("L06", variant, sheet, (row, at), heading=heading)


def _of_two(sheet: RawSheet, row: int, at: int, other: int, column: Column) -> Finding:
    words = {"second": f"sel {cell_name(row, other)}", "other": _shown(_cell(sheet, row, other))}
    return _told("L05", "struck", sheet, (row, at), heading=column.heading, **words)


def _beside(sheet: RawSheet, headings: Headings, row: int, at: int) -> int:
    """The nearest column without a heading that has a figure beside a cell of which nothing is left; 0 for none."""
    free = set(range(1, len(sheet.rows[row - 1]) + 1)) - headings.texts.keys() - headings.claimed
    near = sorted(free, key=lambda one: (abs(one - at), one)) if not sheet.struck[row, at].strip() else ()
    return next((one for one in near if isinstance(figures_of(sheet, one, [row]).get(row), float)), 0)


def _told(rule: str, variant: str, sheet: RawSheet, place: tuple[int, int], **words: str) -> Finding:
    cell = _cell(sheet, *place)
    told = {"sheet": sheet.name, "cell": cell_name(*place), "value": cell, "stated": _shown(cell)}
    return catalogue.rules()[rule].finding(variant, **told, **words)


def _shown(cell: Cell) -> str:
    return number_text(cell) if type(cell) in (int, float) else f"'{cell}'"


def _cell(sheet: RawSheet, row: int, at: int) -> Cell:
    return cell_at(sheet.rows[row - 1], at) if row <= len(sheet.rows) else None

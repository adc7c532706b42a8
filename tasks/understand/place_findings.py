"""A column or the name of the regency that names one place within it: the figures may be of that place alone (L06)."""

from collections.abc import Collection, Iterator

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.submission import Identity
from schemas.workbook import RawSheet, cell_at, column_of
from tasks.understand.headings import Headings
from tasks.understand.places import heads_places, is_regency, names_one_place, names_place
from tasks.understand.resolver import MANY


def columns_of_one_place(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """L06 for a column such as Kecamatan that names the same place in all rows."""
    there = headings.texts.items() if layout.done and len(rows) >= MANY else ()
    for at in (at for at, text in there if heads_places(text)):
        between = column_of(sheet.rows, at, range(min(rows), max(rows) + 1))  # the rows of other places have no code
        cells = [*column_of(sheet.rows, at, rows), *filter(None, between)]
        said = {cell.strip() if type(cell) is str else cell for cell in cells}
        name = said.pop() if len(said) == 1 else None
        if type(name) is str and names_one_place(name) and not is_regency(name):
            words = {"cell": f"{letters(at)}{min(rows)}", "value": f"{headings.texts[at]}: {name}"}
            yield catalogue.rules()["L06"].finding("noted_around", sheet=sheet.name, **words)


def place_of_identity(sheet: RawSheet, identity: Identity) -> Iterator[Finding]:
    """L06 where the name of the regency is written with a place in it: `Kecamatan Kumai, Kab. Kotawaringin Barat`."""
    cell = identity.labels.get("regency_name", ("", ""))[0]
    row, column = position_of(cell) if cell else (0, 0)
    name = cell_at(sheet.rows[row - 1], column) if cell else None
    if type(name) is str and names_place(name):
        yield catalogue.rules()["L06"].finding("noted_around", sheet=sheet.name, cell=cell, value=name.strip())

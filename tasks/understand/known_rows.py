"""The column of the codes, or of the names, known by what stands in it where its heading says nothing that is known."""

from collections.abc import Callable
from dataclasses import replace

from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.headings import Headings
from tasks.understand.resolver import MANY
from tasks.understand.vocabulary import tidy, vocabulary


def with_known_rows(sheet: RawSheet, layout: SheetLayout, headings: Headings, version: str) -> Headings:
    """With the only free column of which most cells are codes of the form, where no heading is that of the codes; else
    with that of the names."""
    words, key, name = vocabulary(version, layout.rows), layout.key_column.key, layout.name_key
    tests: dict[str, Callable[[str], bool]] = {
        key: lambda text: tidy(text) in words.codes,
        name: lambda text: plain(text) in words.names,
    }
    for column, is_known in tests.items():
        if not column or column in headings.columns or key in headings.columns:
            break  # also where no name would say what a row is about
        free = headings.texts.keys() - set(headings.columns.values())
        fits = [at for at in sorted(free) if _is_mostly(is_known, sheet.rows[headings.last_row :], at)]
        if len(fits) == 1:
            headings = replace(headings, columns={**headings.columns, column: fits[0]})
    return headings


def _is_mostly(is_known: Callable[[str], bool], rows: list[list[Cell]], at: int) -> bool:
    texts = [cell.strip() for cells in rows if type(cell := cell_at(cells, at)) is str and cell.strip()]
    known = sum(map(is_known, texts))
    return known >= MANY and 2 * known > len(texts)

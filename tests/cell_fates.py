"""The fate of every single cell, of which the product keeps the counts and what was left out."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.reconciliation import Fate, Reason
from schemas.submission import Normalised
from schemas.workbook import RawWorkbook
from tasks.understand.cell_account import sheets_of


class CellFate(NamedTuple):
    """One filled cell; `rule` is the finding that says why a value was refused."""

    sheet: str
    cell: str
    fate: Fate
    reason: Reason | None
    rule: str


def reconcile(raw: RawWorkbook, normalised: Normalised) -> Iterator[CellFate]:
    """The fate of every filled cell of `raw`, which `normalised` was made of, as one reads the workbook."""
    for sheet in sheets_of(raw, normalised):
        for cell, told, rule in sheet.told():
            why = (Fate.LEFT_OUT, told) if isinstance(told, Reason) else (told, None)
            yield CellFate(sheet.sheet.name, cell, *why, rule)

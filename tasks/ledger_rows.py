"""What the ledger holds of a submission beside its own line: rows in the order of each table's columns after `id`."""

import json
from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa

from schemas.frames import FIGURES
from schemas.ledger import cell_groups, findings, places, table_of
from schemas.reconciliation import CellGroup, Fate, Reason
from schemas.submission import Checked


def _finding_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for each in one.findings:
        yield id_, each.rule, str(each.severity), each.sheet, each.cell, each.value, each.message, each.explanation


def _place_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for key, place in one.normalised.places.items():
        yield id_, key, place.title, place.header_row, json.dumps(place.letters)


def _cell_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for each in one.cells.groups:
        reason = each.reason.name if each.reason else ""
        yield id_, each.fate.name, each.count, each.sheet, each.cells, reason, each.rule


def group_of(row: tuple) -> CellGroup:
    """A row of `cell_groups` as what it was."""
    return CellGroup(
        Fate[row.fate], row.count, row.sheet, row.cells, Reason[row.reason] if row.reason else None, row.rule
    )


def _figure_rows(key: str, id_: int, one: Checked) -> Iterator[tuple]:
    """What is not known is NULL."""
    for row in one.normalised.figures.get(key, []):
        yield id_, *(None if value != value else value for value in row)


ROWS: dict[sa.Table, Callable[[int, Checked], Iterator[tuple]]] = {
    findings: _finding_rows,
    places: _place_rows,
    cell_groups: _cell_rows,
    **{table_of(key): partial(_figure_rows, key) for key in FIGURES},
}
"""Table -> its rows of a submission (by its id in the ledger)."""

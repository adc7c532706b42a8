"""The labels of the sheet Identitas and the values beside them; of two labels for one field, which is meant."""

from typing import NamedTuple

from schemas.address import letters
from schemas.layout import IdentityField, Layout
from schemas.rule import shorten
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.cells import quarter_of, region_code, year_of
from tasks.understand.heading_rows import SEARCHED_ROWS
from tasks.understand.resolver import Candidate, Choice, weigh

_SEARCHED_COLUMNS = 20
COUNTED = ("regency_code", "regency_name", "year", "quarter", "form_version")
"""The fields that decide something; the others only say who filled the form in, and when."""
_MEANINGS = {"quarter": quarter_of, "year": year_of, "regency_code": region_code}


class Labelled(NamedTuple):
    """A value beside its label: `cell` and `label_cell` are addresses."""

    value: Cell = None
    cell: str = ""
    label: str = ""
    label_cell: str = ""


Labels = dict[str, Labelled]


def find_labels(sheet: RawSheet, layout: Layout) -> Labels:
    """Field key -> its value, for labels anywhere in the first rows."""
    return {key: choice.chosen.what for key, choice in label_choices(sheet, layout).items()}


def label_choices(sheet: RawSheet, layout: Layout) -> dict[str, Choice[Labelled]]:
    """Field key -> the label that is meant, of all that may be: the form's own before one that is as good."""
    found: dict[str, list[Candidate[Labelled]]] = {}
    fields = {wording: field for field in layout.identity.fields for wording in field.wordings}
    for one in _all_labels(sheet, fields):
        field = fields[plain(one.label)]
        found.setdefault(field.key, []).append(_candidate(one, field))
    choices = {key: weigh(candidates) for key, candidates in found.items()}
    return {key: one if key in COUNTED else Choice(one.chosen, one.others) for key, one in choices.items()}


def _candidate(one: Labelled, field: IdentityField) -> Candidate[Labelled]:
    said = meaning(field.key, one.value)
    exact = int(plain(one.label) == plain(field.label))
    return Candidate(one, one.cell, f"{one.label}: {shorten(one.value)}", {0: said} if said else {}, exact=exact)


def meaning(key: str, value: Cell) -> str:
    """What a value says, so that `4` and `TW IV` are the same; '' where it is blank."""
    if value in (None, ""):
        return ""
    said = _MEANINGS[key](value) if key in _MEANINGS else None
    return str(said) if said else plain(str(value))


def _all_labels(sheet: RawSheet, fields: dict[str, IdentityField]) -> list[Labelled]:
    found = []
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], 1):
        beyond = 0
        for column, cell in enumerate(row[:_SEARCHED_COLUMNS], 1):
            if column <= beyond or type(cell) is not str or not cell.strip():
                continue
            label, _, tail = cell.partition(":")
            if plain(label) not in fields:
                continue
            value, beyond = (tail.strip(), column) if tail.strip() else _value_beside(row, column, fields)
            at, label_at = f"{letters(beyond)}{number}", f"{letters(column)}{number}"
            if value is None or _is_label(value, fields):
                below = cell_at(sheet.rows[number], column) if number < len(sheet.rows) else None
                if below not in ("", None) and not _is_label(below, fields):
                    value, at, beyond = below, f"{letters(column)}{number + 1}", column
            found.append(Labelled(value, at, label.strip(), label_at))
    return found


def _is_label(cell: Cell, fields: dict[str, IdentityField]) -> bool:
    return type(cell) is str and plain(cell.partition(":")[0]) in fields


def _value_beside(row: list[Cell], column: int, fields: dict[str, IdentityField]) -> tuple[Cell, int]:
    """The first filled cell to the right of a label, passing over a colon of its own; the next label is none."""
    for number, cell in enumerate(row[column:], column + 1):
        if type(cell) is str:
            cell = cell.strip().removeprefix(":").strip()
        if cell not in ("", None):
            is_next = number > column + 1 and _is_label(cell, fields)
            return (None, column + 1) if is_next else (cell, number)
    return None, column + 1

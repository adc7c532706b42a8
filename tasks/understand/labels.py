"""The labels of the sheet Identitas and the values beside them; of two labels for one field, which is meant."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from config import catalogue
from schemas.address import letters, position_of
from schemas.layout import IdentityField, Layout
from schemas.rule import shorten
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.cells import region_code, region_with_name, year_of
from tasks.understand.full_words import in_full
from tasks.understand.heading_rows import SEARCHED_ROWS
from tasks.understand.named_periods import named_in
from tasks.understand.quarter_texts import reported_quarter
from tasks.understand.resolver import Candidate, Choice, weigh

_SEARCHED_COLUMNS = 20
COUNTED = ("regency_code", "regency_name", "year", "quarter", "form_version")
"""The fields that decide something; the others only say who filled the form in, and when."""
_MEANINGS = {
    "quarter": reported_quarter,
    "year": year_of,
    "regency_code": lambda value: region_code(region_with_name(value)[0]),
}
_CORRECTING = re.compile(
    r"\b(?:di)?(?:perbaiki|koreksi|ralat|revisi|ubah)\b|\bmenjadi\b|\bseharusnya\b|\b(?:yang )?benar\b|[-=]?>|→",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\b(?:contoh|cth|mis(?:al(?:nya)?)?|(?:di)?isi(?:kan)?|pilih(?:an|lah)?|format|bukan)\b")
_EXAMPLES = re.compile(r"(?:contoh|cth)\.?(?: (?:isian|pengisian|jawaban|cara mengisi))?", re.IGNORECASE)
_ANOTHER_LABEL = re.compile(
    r"\b(?:kode|bps|semester|tahun|bulan|tanggal|tgl|versi|edisi|nomor|no|jumlah|nama|provinsi|halaman|lembar)\b"
)


class Labelled(NamedTuple):
    """A value beside its label: `cell` and `label_cell` are addresses. `more` are what stands behind or under it."""

    value: Cell = None
    cell: str = ""
    label: str = ""
    label_cell: str = ""
    more: tuple[tuple[Cell, str], ...] = ()


Labels = dict[str, Labelled]
LabelChoices = dict[str, Choice[Labelled]]


def find_labels(sheet: RawSheet, layout: Layout) -> Labels:
    """Field key -> its value, for labels anywhere in the first rows."""
    return {key: choice.chosen.what for key, choice in label_choices(sheet, layout).items()}


def label_choices(sheet: RawSheet, layout: Layout) -> LabelChoices:
    """Field key -> the label that is meant, of all that may be: the form's own before one that is as good."""
    found: dict[str, list[Candidate[Labelled]]] = {}
    fields = layout.identity.by_wording
    for one in _all_labels(sheet, fields):
        field = fields[_known(one.label, fields)]
        found.setdefault(field.key, []).extend(_candidate(each, field) for each in _values(one, field.key))
    found["year"] = [*found.get("year", ()), *_years_of_quarters(found)]
    choices = {key: weigh(candidates) for key, candidates in found.items() if candidates}
    return {key: one if key in COUNTED else Choice(one.chosen, one.others) for key, one in choices.items()}


def _years_of_quarters(found: dict[str, list[Candidate[Labelled]]]) -> Iterator[Candidate[Labelled]]:
    """The years that stand beside a quarter, as in `TW IV 2023`, where a year is stated too, or has no label at all."""
    stated = [one for one in found.get("year", ()) if one.figures]
    for one in found.get("quarter", ()) if stated or not found.get("year") else ():
        year = named_in(str(one.what.value)).year
        if year:
            what = one.what if stated else one.what._replace(value=year)
            yield replace(one, what=what, figures={0: str(year)}, exact=stated[0].exact if stated else 0)


def _values(one: Labelled, key: str) -> Iterator[Labelled]:
    """The value of a label, and those beside it that would do as well: `1 | s.d. | 4`, `3 | diperbaiki menjadi 4`."""
    yield one
    if one.more and _says(key, one.value):
        yield from (one._replace(value=value, cell=cell) for value, cell in one.more if _says(key, value))


def _says(key: str, value: Cell) -> str:
    """What a value says of a field that decides something; '' where that is nothing, or it only explains."""
    text = str(value)
    if key not in COUNTED or _NOTE.search(plain(text)):
        return ""
    bare = _CORRECTING.sub(" ", text).strip(" :()") if type(value) is str else value
    if key == "quarter":
        return str(reported_quarter(bare) or named_in(text).quarter or "")
    if key == "regency_code":
        code = region_code(region_with_name(bare)[0])
        return code if code in _codes_of_regions() else ""
    if key == "form_version":
        return bare if bare in catalogue.layouts() else ""
    return str(year_of(bare) or "") if key == "year" else ""


@cache
def _codes_of_regions() -> frozenset[str]:
    return frozenset(code for name in ("regions", "provinces") for code in catalogue.table(name)["code"])


def _candidate(one: Labelled, field: IdentityField) -> Candidate[Labelled]:
    said = _says(field.key, one.value) or meaning(field.key, one.value)
    exact = int(plain(one.label) == plain(field.label))
    value = int(one.value) if isinstance(one.value, float) and one.value.is_integer() else one.value
    return Candidate(one, one.cell, f"{one.label}: {shorten(value)}", {0: said} if said else {}, exact=exact)


def meaning(key: str, value: Cell) -> str:
    """What a value says, so that `4` and `TW IV` are the same; '' where it is blank."""
    if value in (None, ""):
        return ""
    said = _MEANINGS[key](value) if key in _MEANINGS else None
    return str(said) if said else plain(str(value))


def _without_examples(sheet: RawSheet, fields: dict[str, IdentityField]) -> RawSheet:
    """The sheet without what stands below a heading that says that it only shows how to fill in; labels stay."""
    heads = [
        (number, at)
        for number, cells in enumerate(sheet.rows[:SEARCHED_ROWS])
        for at, cell in enumerate(cells[:_SEARCHED_COLUMNS])
        if type(cell) is str and _EXAMPLES.fullmatch(cell.strip())
        if not any(_is_label(cell_at(below, at + 1), fields) for below in sheet.rows[number:SEARCHED_ROWS])
    ]
    rows = [list(cells) for cells in sheet.rows] if heads else sheet.rows
    for top, at in heads:
        for cells in rows[top:]:
            cells[at : at + 1] = [None] * len(cells[at : at + 1])
    return replace(sheet, rows=rows) if heads else sheet


def _all_labels(sheet: RawSheet, fields: dict[str, IdentityField]) -> list[Labelled]:
    found, sheet = [], _without_examples(sheet, fields)
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], 1):
        beyond = 0
        for column, cell in enumerate(row[:_SEARCHED_COLUMNS], 1):
            if column <= beyond or type(cell) is not str or not cell.strip():
                continue
            label, _, tail = cell.partition(":")
            if not _known(label, fields):
                continue
            value, beyond = (tail.strip(), column) if tail.strip() else _value_beside(row, column, fields)
            at, label_at = f"{letters(beyond)}{number}", f"{letters(column)}{number}"
            if value is None or _is_label(value, fields):
                below = cell_at(sheet.rows[number], column) if number < len(sheet.rows) else None
                if below not in ("", None) and not _is_label(below, fields):
                    value, at, beyond = below, f"{letters(column)}{number + 1}", column
            more = tuple(_further(sheet, number, column, at, fields))
            found.append(Labelled(value, at, label.strip(), label_at, more))
    return found


def _is_label(cell: Cell, fields: dict[str, IdentityField]) -> bool:
    return type(cell) is str and bool(_known(cell.partition(":")[0], fields))


def _known(label: str, fields: dict[str, IdentityField]) -> str:
    """The wording of a field that a label is, or is with its words in full; '' for none."""
    return next((said for said in (plain(label), in_full(label)) if said in fields), "")


def _value_beside(row: list[Cell], column: int, fields: dict[str, IdentityField]) -> tuple[Cell, int]:
    """The first filled cell to the right of a label, passing over a colon of its own; the next label is none."""
    for number, cell in enumerate(row[column:], column + 1):
        if type(cell) is str:
            cell = cell.strip().removeprefix(":").strip()
        if cell not in ("", None):
            is_next = number > column + 1 and _is_label(cell, fields)
            return (None, column + 1) if is_next else (cell, number)
    return None, column + 1


def _further(sheet: RawSheet, number: int, column: int, at: str, fields: dict[str, IdentityField]) -> Iterator[tuple]:
    """The filled cells behind a value up to the next label, and the one under it where no label stands before that."""
    row, first = position_of(at)
    behind = sheet.rows[number - 1][first:_SEARCHED_COLUMNS] if row == number else []
    for place, cell in enumerate(behind, first + 1):
        if _is_label(cell, fields) or _begins_another(cell):
            break
        if cell not in ("", None):
            yield cell, f"{letters(place)}{row}"
    below = sheet.rows[row] if row < len(sheet.rows) else []
    under = cell_at(below, first)
    if under not in ("", None) and not _is_label(under, fields) and (first == column or not cell_at(below, column)):
        yield under, f"{letters(first)}{row + 1}"


def _begins_another(cell: Cell) -> bool:
    """Whether a text is a label that the form does not have: behind `Kode BPS` stands no code of ours."""
    return type(cell) is str and _ANOTHER_LABEL.search(plain(cell)) is not None and not any(map(str.isdigit, cell))

"""Choices that are ticked: a sign in the column under `Sudah` says what the word in one column would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from config import catalogue
from schemas.address import cell_name
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet, cell_at
from tasks.understand.cells import is_blank, read_number
from tasks.understand.choices import choice_meant, same_choice
from tasks.understand.columns import columns_by_key
from tasks.understand.headed import Headed
from tasks.understand.named_periods import Named, named_in
from tasks.understand.resolver import TICKS, Choice

_YES_OR_NO = ("Ya", "Tidak")
_CROSS = "x"


def ticked_choices(
    sheet: RawSheet, layout: SheetLayout, headed: Sequence[Headed], last_row: int, choices: Mapping[str, Choice[int]]
) -> dict[str, dict[int, str]]:
    """Column key -> its columns and the choice that each is for, '' for what is none of the form's: of those that have
    a column for each choice, or for one alone, in which signs stand."""
    several = [key for key, choice in choices.items() if _may_be_ticked(choice, layout.by_key[key])]
    by_key = columns_by_key(sorted(headed, key=lambda one: one.number), layout) if several else {}
    found = {}
    for key in several:
        column = layout.by_key[key]
        said = {one.number: one.around(column) for one, _ in sorted(by_key[key], key=lambda one: one[0].number)}
        meant = {at: choice_said(text, column) for at, text in said.items()}
        apart = all(said.values()) and len(set(said.values())) == len(said)
        known = len({*meant.values()} - {""}) == len(said)
        of_times = any(named_in(text) != Named() for at, text in said.items() if not meant[at])
        may_be = known or (len(said) > 1 and not of_times)  # words below one answer alone are answers themselves
        if apart and ((known and len(said) > 1) or (may_be and _holds_signs(sheet, column, said, last_row))):
            found[key] = meant
    return found


def _may_be_ticked(choice: Choice[int], column: Column) -> bool:
    return column.type == "choice" and bool(choice.others or plain(choice.chosen.said) not in column.wordings)


def of_ticks(choice: Choice[int]) -> Choice[int]:
    """The choice among columns that are answers each: none is meant alone, the first one stands for all."""
    first, *others = sorted((choice.chosen, *choice.others), key=lambda one: one.what)
    return Choice(first, tuple(others), TICKS)


def _holds_signs(sheet: RawSheet, column: Column, columns: Iterable[int], last_row: int) -> bool:
    """Whether signs stand in these columns, and no choices in words."""
    below = {_text(cell_at(cells, at)) for cells in sheet.rows[last_row:] for at in columns} - {""}
    words = [text for text in below if not _is_tick(text) and choice_said(text, column)]
    return not words and any(map(_is_tick, below))


def choice_said(text: str, column: Column) -> str:
    """The choice of a column that a text is or means; '' for none."""
    return same_choice(text, column.choices) or choice_meant(text, column.choices)


def read_ticks(
    sheet: RawSheet, column: Column, number: int, columns: Mapping[int, str], texts: Mapping[int, str]
) -> tuple[str, list[Finding]]:
    """The choice that is ticked in a row, and what is to be said of it: C02, or C05 and C08 where none or more are.
    `columns` are as of `ticked_choices`, `texts` their headings."""
    held = {at: _text(cell_at(sheet.rows[number - 1], at)) for at in columns}
    ticked = {at: text for at, text in held.items() if text and _says_yes(text) is not False}
    if not ticked and not column.required:
        return "", []
    at = next(iter(ticked or columns))
    if len(ticked) == 1 and held[at] == columns[at]:
        return columns[at], []
    rule, kind = _verdict(ticked, columns[at], column)
    under = " dan ".join(f"'{texts[one]}'" for one in ticked)
    words = {"heading": column.heading, "choices": ", ".join(column.choices), "under": under, "reading": columns[at]}
    told = catalogue.rules()[rule].finding(kind, sheet=sheet.name, cell=cell_name(number, at), value=held[at], **words)
    places = [cell_name(number, one) for one in ticked or columns]
    return columns[at] if rule == "C02" else "", [replace(told, cells=" ".join(places) if places[1:] else "")]


def _verdict(ticked: Mapping[int, str], meant: str, column: Column) -> tuple[str, str]:
    """Rule and sentence for what is ticked in a row, the first of it under what is `meant`."""
    if len(ticked) != 1:
        return ("C08", "ticks") if ticked else ("C05", "choice")
    (text,) = ticked.values()
    if not meant:
        return "C08", "tick"
    return ("C02", "tick") if _is_tick(text) or choice_said(text, column) == meant else ("C08", "default")


def _text(cell: object) -> str:
    if cell is None or (type(cell) is str and is_blank(cell)):
        return ""
    return str(int(cell)) if type(cell) is float and cell.is_integer() else str(cell).strip()


@lru_cache(maxsize=1_000)
def _is_tick(text: str) -> bool:
    """Whether a text is a sign for yes: a tick, a cross, a dot."""
    signs = not any(map(str.isalnum, text))
    return _says_yes(text) is True or text.casefold() == _CROSS or (signs and _says_yes(text) is None)


@lru_cache(maxsize=1_000)
def _says_yes(text: str) -> bool | None:
    said = same_choice(text, _YES_OR_NO) or choice_meant(text, _YES_OR_NO)
    if said or read_number(text, whole=True).how in ("zero", "nihil", "missing"):
        return said == _YES_OR_NO[0]
    return None

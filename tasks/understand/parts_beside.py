"""Columns of a part beside one of the form's, of one sex or fund, which it cannot hold."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import takewhile

from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.columns import figures_of
from tasks.understand.heading_findings import choice_finding, unread_finding
from tasks.understand.heading_words import is_part
from tasks.understand.headings import Headings
from tasks.understand.other_parts import behind, may_be_the_other, says_sex
from tasks.understand.resolver import MANY, Candidate, Choice
from tasks.understand.stated import is_mostly_derived
from tasks.understand.sums_below import is_sum_of_some, together


def parts_beside(sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int]) -> Iterator[Finding]:
    """L05 where a column cannot hold all that stands beside it, or below one heading with it; L06 where it may, and
    nothing that the sheet states says so. Nothing where several parts are together what it holds: a part under a
    heading of its own is none of the form's."""
    for column in layout.filled_in if coded else ():
        at = headings.columns.get(column.key, 0)
        places = _parts_of(column, at, headings) if at and column.key not in headings.choices else ()
        if not places:
            continue
        here, *parts = (
            Candidate(one, headings.cell(one), headings.texts[one], figures_of(sheet, one, coded))
            for one in (at, *places)
        )
        held = [one for one in parts if sum(isinstance(value, float) for value in one.figures.values()) >= MANY]
        beyond = next((one for one in sorted(headings.claimed) if one > max(one.what for one in (here, *held))), 0)
        whole = [here, Candidate(beyond, "", "", figures_of(sheet, beyond, coded))]  # `APBD`, `DAK`, `Total` behind it
        if held and not any(is_sum_of_some(one, held) for one in whole):
            stated = _is_stated(sheet, layout, headings, column, coded)
            yield from _beside(here, held, column, sheet.name, stated=stated)


def _parts_of(column: Column, at: int, headings: Headings) -> list[int]:
    """The columns without a place in the form that say a part: right of one of the form's, or left with its words."""
    texts = headings.texts
    free = [one for one in texts if one not in headings.claimed]
    after = takewhile(free.__contains__, (one for one in sorted(texts) if one > at))
    before = takewhile(free.__contains__, (one for one in sorted(texts, reverse=True) if one < at))
    own = [one for one in before if behind(texts[one], column.wordings) != plain(texts[one])]
    return [one for one in sorted([*after, *own]) if _says_part(texts[one], column)]


def _says_part(text: str, column: Column) -> bool:
    return "%" not in text and (is_part(behind(text, column.wordings)) or says_sex(text, column.wordings))


def _is_stated(sheet: RawSheet, layout: SheetLayout, headings: Headings, column: Column, coded: list[int]) -> bool:
    """Whether what is stated follows from a column as it is."""
    for one in layout.columns:
        if one.derived and column.key in one.derived[1:] and headings.columns.keys() >= {one.key, *one.derived[1:]}:
            columns = (headings.columns[key] for key in (*one.derived[1:], one.key))
            if is_mostly_derived(
                one.derived[0], *(Candidate(at, "", "", figures_of(sheet, at, coded)) for at in columns)
            ):
                return True
    return False


def _beside(here: Candidate, parts: list[Candidate], column: Column, sheet: str, *, stated: bool) -> Iterator[Finding]:
    several = replace(parts[0], at=f"{parts[0].at}:{parts[-1].at}", said=f"penjumlahan {len(parts)} kolom")
    all_of_them = [replace(several, figures=together(parts))] if len(parts) > 1 else []
    beyond = [one for one in [*parts, *all_of_them] if _is_beyond(here, one, column.wordings)]
    rival = min(beyond, key=lambda one: one.figures == here.figures, default=None)
    if rival:
        yield choice_finding(Choice(here, (rival,), rival=rival), column.heading, sheet, here.at)
    elif not stated:
        one = (all_of_them or parts)[0]
        yield from unread_finding(Choice(here, (one,), unread=one), column.heading, sheet, here.at, "part")


def _is_beyond(whole: Candidate, part: Candidate, wordings: Collection[str]) -> bool:
    """Whether what should hold a part is less in some rows, or may be of the other sex alone."""
    if says_sex(part.said, frozenset(wordings)):
        return may_be_the_other(whole, part)
    pairs = ((value, part.figures.get(row)) for row, value in whole.figures.items())
    more = [row for row in pairs if isinstance(row[0], float) and isinstance(row[1], float) and row[1] > row[0]]
    return len(more) >= MANY

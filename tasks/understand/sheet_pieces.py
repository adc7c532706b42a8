"""A table in pieces: its rows stand on several sheets, of which none has them all. None is all, and none is to be
deleted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from schemas.layout import SheetLayout
from schemas.workbook import RawSheet
from tasks.understand.headings import Headings, Searched, find_headings, supposed_headings
from tasks.understand.resolver import Candidate, Choice
from tasks.understand.table_candidates import hardly_meet, table_candidate
from tasks.understand.vocabulary import Vocabulary, tidy


def place_of(sheet: RawSheet) -> str:
    """How a sheet is called beside its name; nobody finds a hidden one who is not told."""
    return "lembar" if sheet.visible else "lembar tersembunyi"


def with_pieces(
    choice: Choice[RawSheet], left: Iterable[RawSheet], layout: SheetLayout, words: Vocabulary
) -> Choice[RawSheet]:
    """The choice, in doubt where another sheet has rows of the form that the chosen one lacks, and hardly any that it
    has. `left` are the sheets that are none of the form's: one may go on without headings."""
    if choice.in_doubt or layout.rows == "any":
        return choice
    here = set(_codes_in(choice.chosen, words))
    missing = words.labels.keys() - here
    for one in (*choice.others, *_without_headings(left, layout, words)) if missing else ():
        there = set(_codes_in(one, words))
        if one.period >= 0 and there & missing and hardly_meet(here, there):
            others = (one, *(other for other in choice.others if other is not one))
            return replace(choice, others=others, rival=one, unread=None)
    return choice


def _codes_in(table: Candidate[RawSheet], words: Vocabulary) -> Iterator[str]:
    for about in dict.fromkeys(about for about, _ in table.figures):
        yield from [code] if (code := words.codes.get(tidy(about))) else words.named(about)[:1]


def _without_headings(
    left: Iterable[RawSheet], layout: SheetLayout, words: Vocabulary
) -> Iterator[Candidate[RawSheet]]:
    for sheet in left:
        headings = supposed_headings(sheet, layout, words.codes)
        if headings:
            yield table_candidate(sheet, sheet, layout, headings, at=place_of(sheet), said=sheet.name, when="")


def sheets_with(
    layout: SheetLayout,
    searched: Iterable[tuple[RawSheet, Searched]],
    told: Sequence[tuple[RawSheet, SheetLayout]],
) -> list[RawSheet]:
    """The sheets of any name on which a table that has none of its own stands, beside or under another one. `told` are
    the sheets that are of another table: what its own columns hold is none of this one, however they are called."""
    found = []
    for sheet, looked in searched:
        headings = find_headings(sheet, layout, searched=looked)
        known_by = headings and {layout.key_column.key, layout.name_key} & headings.columns.keys()
        if known_by and layout.filled_in and all(one.key in headings.columns for one in layout.filled_in):
            others = [find_headings(sheet, other, searched=looked) for one, other in told if one is sheet]
            if not any(other and _share_figures(headings, layout, other) for other in others):
                found.append(sheet)
    return found


def _share_figures(headings: Headings, layout: SheetLayout, other: Headings) -> bool:
    """Whether figures of a table stand under the same headings as what belongs to another one."""
    mine = {headings.columns[one.key] for one in layout.filled_in}
    apart = headings.last_row < other.first_row or other.last_row < headings.first_row
    return not apart and not mine.isdisjoint(other.columns.values())

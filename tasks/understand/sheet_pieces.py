"""A table in pieces: its rows stand on several sheets, of which none has them all. None is all, and none is to be
deleted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import the_first
from schemas.workbook import RawSheet
from tasks.understand.heading_findings import named_place
from tasks.understand.headings import Headings, Searched, find_headings, supposed_headings
from tasks.understand.resolver import MANY, Candidate, Choice
from tasks.understand.single_quarters import few
from tasks.understand.table_candidates import filled_rows, hardly_meet, is_in_pieces, rows_of, table_candidate
from tasks.understand.vocabulary import Vocabulary, tidy

_NAMED = 6
"""So many of the places are named."""


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
    here = rows_of(choice.chosen)
    missing = words.labels.keys() - here
    for one in (*choice.others, *_without_headings(left, layout, words)) if missing else ():
        there = rows_of(one)
        if one.period >= 0 and there & missing and hardly_meet(here, there):
            others = (one, *(other for other in choice.others if other is not one))
            return replace(choice, others=others, rival=one, unread=None)
    return choice


def with_excerpts(choice: Choice[RawSheet]) -> Choice[RawSheet]:
    """The choice, in doubt where another sheet has some of its rows and says otherwise of them: that of an office, or
    what was sent later. That the chosen one is called as the form's says nothing of which of its figures are right."""
    if choice.in_doubt:
        return choice
    seen = (one for one in choice.others if one.visible >= choice.chosen.visible and one.period >= 0)
    rival = next((one for one in seen if _has_other_figures_of_some_rows(one, choice.chosen)), None)
    if rival is None:
        return choice
    return replace(choice, rival=replace(rival, figures=filled_rows(rival)), unread=None)


def pieces_of(choice: Choice) -> list[Candidate]:
    """The places over which the rows of a table are divided, the chosen one first; none where that is not the doubt."""
    if not is_in_pieces(choice):
        return []
    here = rows_of(choice.chosen)
    return [choice.chosen, *(one for one in choice.others if one.figures and hardly_meet(here, rows_of(one)))]


def pieces_finding(choice: Choice, name: str, sheet: str, cell: str, words: Vocabulary) -> Finding:
    """L05, with all places, and whether every row of the form is in one of them."""
    pieces = pieces_of(choice)
    rows = [code for one in pieces for code in rows_of(by_code(one, words)) & words.labels.keys()]
    variant = "pieces_all" if len(rows) == len(words.labels) == len(set(rows)) else "pieces"
    places = the_first([named_place(one) for one in pieces], _NAMED)
    told = {"sheet": sheet, "cell": cell, "value": choice.chosen.said, "name": name, "places": places}
    return catalogue.rules()["L05"].finding(variant, **told, count=len(pieces))


def is_excerpt(choice: Choice[RawSheet]) -> bool:
    return choice.rival is not None and _has_other_figures_of_some_rows(choice.rival, choice.chosen)


def _has_other_figures_of_some_rows(one: Candidate[RawSheet], whole: Candidate[RawSheet]) -> bool:
    """Whether a table has some rows of another one, and for half of them figures like these, of which some differ."""
    pairs = _pairs(one, whole)
    some, every = ({about for about, _ in filled_rows(each)} for each in (one, whole))
    fewer = len(some) < len(every) and not hardly_meet(some, every)
    return fewer and 2 * _near(pairs) >= len(pairs) and any(here != there for here, there in pairs)


def is_of_something_else(one: Candidate[RawSheet], whole: Candidate[RawSheet]) -> bool:
    """Whether a table has rows of another one and hardly a figure like these: money under `Target`, `Realisasi`."""
    pairs = _pairs(one, whole)
    return len(pairs) >= MANY and few(_near(pairs), len(pairs))


def _pairs(one: Candidate[RawSheet], whole: Candidate[RawSheet]) -> list[tuple[float, float]]:
    """The numbers that both hold in the same rows and columns."""
    pairs = ((value, whole.figures.get(key)) for key, value in filled_rows(one).items())
    return [(here, there) for here, there in pairs if isinstance(here, float) and isinstance(there, float)]


def _near(pairs: list[tuple[float, float]]) -> int:
    return sum(min(pair) * 2 >= max(pair) for pair in pairs)


def by_code(table: Candidate[RawSheet], words: Vocabulary) -> Candidate[RawSheet]:
    """What a table holds by the codes of its rows, of those alone that are known where most are: a total is no row."""
    rows = rows_of(table) | table.agrees | table.differs
    codes = {about: code for about in rows if (code := code_of(about, words))}
    if 2 * len(codes) <= len(rows):
        return table
    kept = {(codes[about], key): value for (about, key), value in table.figures.items() if about in codes}
    agrees, differs = (frozenset(codes[one] for one in some if one in codes) for some in (table.agrees, table.differs))
    return replace(table, figures=kept, agrees=agrees, differs=differs)


def code_of(about: str, words: Vocabulary) -> str:
    """The code that a text is or names, an item's after that of its service; '' where it is of none, or of several."""
    if code := words.codes.get(tidy(about)):
        return code
    service, _, item = about.partition(" ")
    named = words.named(about) or words.named(item, tidy(service))
    return named[0] if len(named) == 1 else ""


def _without_headings(
    left: Iterable[RawSheet], layout: SheetLayout, words: Vocabulary
) -> Iterator[Candidate[RawSheet]]:
    for sheet in left:
        headings = supposed_headings(sheet, layout, words.codes)
        if headings:
            found = table_candidate(sheet, sheet, layout, headings, at=place_of(sheet), said=sheet.name, when="")
            yield by_code(found, words)


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

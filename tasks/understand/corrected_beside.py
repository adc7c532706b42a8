"""Columns under headings of their own that hold what was read once more, and otherwise in some rows: as corrected by
somebody, or as it was before."""

from collections.abc import Iterator
from dataclasses import replace

from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.workbook import RawSheet
from tasks.understand.columns import figures_of
from tasks.understand.heading_findings import choice_finding, unread_finding
from tasks.understand.heading_words import names_budget, tells_correction
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import MANY, Candidate, Choice

_NEAR = 0.6
"""What was corrected is hardly ever less than so much of what it was, nor the other way round."""


def corrected_beside(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int], period: Period | None
) -> Iterator[Finding]:
    """L05 where a heading says that it came after, and most of what stands there is near one of the form's columns; L06
    where nothing but the figures says so, of which most are the same."""
    free = sorted(headings.texts.keys() - headings.claimed) if coded else ()
    free = [at for at in free if "%" not in headings.texts[at] and named_in(headings.texts[at]).rank(period) >= 0]
    for here, there, name in _pairs(sheet, layout, headings, coded, free):
        if tells_correction(there.said):
            told = choice_finding(Choice(here, (there,), rival=there), name, sheet.name, here.at)
            yield replace(told, cells=f"{here.at} {there.at}")
        elif 2 * _same(here, there) > len(there.figures) and _same(here, there) >= MANY:
            yield from unread_finding(Choice(here, (there,), unread=there), name, sheet.name, there.at)


def _pairs(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int], free: list[int]
) -> Iterator[tuple[Candidate[int], Candidate[int], str]]:
    """Each free column beside that of the form which it is nearest to, if it is near one and not the same."""
    doubted = [key for key, choice in headings.choices.items() if choice.in_doubt]
    columns = [one for one in layout.filled_in if one.key in headings.columns and one.key not in doubted]
    read = [(_candidate(sheet, headings, headings.columns[one.key], coded), one) for one in columns if free]
    for at in free:
        there = _candidate(sheet, headings, at, coded)
        meant = [one for one in read if not (one[1].key in layout.done and names_budget(there.said))]
        nearest = max(meant, key=lambda one, there=there: _likeness(one[0], there), default=None)
        if nearest and 2 * _near(nearest[0], there) > len(there.figures) > _same(nearest[0], there):
            yield replace(nearest[0], own=True), there, nearest[1].heading  # nobody is told to add them up


def _candidate(sheet: RawSheet, headings: Headings, at: int, coded: list[int]) -> Candidate[int]:
    figures = {row: value for row, value in figures_of(sheet, at, coded).items() if isinstance(value, float)}
    return Candidate(at, headings.cell(at), headings.texts[at], figures)


def _likeness(here: Candidate, there: Candidate) -> tuple[int, int, float]:
    """In how many rows both hold the same, or nearly, and how nearly."""
    pairs = ((value, here.figures.get(row)) for row, value in there.figures.items())
    shares = (min(value, other) / max(value, other) for value, other in pairs if other and value > 0 < other)
    return _same(here, there), _near(here, there), sum(shares)


def _same(here: Candidate, there: Candidate) -> int:
    return sum(here.figures.get(row) == value for row, value in there.figures.items())


def _near(here: Candidate, there: Candidate) -> int:
    """In how many rows both hold nearly the same; what corrects 0 may be any figure."""
    pairs = [(value, other) for row, value in there.figures.items() if (other := here.figures.get(row)) is not None]
    near = sum(min(pair) >= _NEAR * max(pair) for pair in pairs)
    return near + (sum(other == 0 < value for value, other in pairs) if tells_correction(there.said) else 0)

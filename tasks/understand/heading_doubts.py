"""Headings that are read as a column's, although what stands below may be other figures (L06)."""

from schemas.layout import Column, SheetLayout
from schemas.period import Period
from schemas.wording import plain
from tasks.understand.heading_words import says_indicative, words_around
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in, names_one_quarter
from tasks.understand.places import is_unknown_name
from tasks.understand.scale_words import scale_in


def depends_on_period(headings: Headings, column: Column) -> bool:
    """Whether a heading is the column's only in a report of the period that it names."""
    text = headings.texts[headings.columns[column.key]]
    if column.role != "input" or not column.is_figure or plain(text) in column.wordings or _in_doubt(headings, column):
        return False
    return named_in(text).names_period


def _in_doubt(headings: Headings, column: Column) -> bool:
    return column.key in headings.choices and headings.choices[column.key].in_doubt


def doubt_in(headings: Headings, column: Column, layout: SheetLayout, period: Period | None) -> str:
    """The sentence of L06 for a heading that is read, of which it is doubtful that its figures are the column's; ''."""
    text = headings.texts[headings.columns[column.key]]
    if column.role != "input" or not column.is_figure or _in_doubt(headings, column):
        return ""
    if _may_be_of_one_quarter(text, column, layout, period, alone=not headings.is_told(column.key, layout)):
        return "quarter"
    if column is layout.filled_in[0] and _may_name_place(headings, layout):
        return "place"
    return "indicative" * (bool(layout.done) and says_indicative(text))  # a plan is of nothing else


def _may_name_place(headings: Headings, layout: SheetLayout) -> bool:
    """Whether all headings of figures say the same beside their own words, which nobody knows: `Arut Selatan`."""
    texts = [(headings.texts.get(headings.columns.get(one.key, 0), ""), one) for one in layout.filled_in]
    if len(texts) < 2 or any(plain(text) in one.wordings or scale_in(text) for text, one in texts):
        return False
    around = {words_around(text, one)[1] for text, one in texts}
    said = around.pop() if len(around) == 1 else ""
    return bool(said) and is_unknown_name(said)


def _may_be_of_one_quarter(
    text: str, column: Column, layout: SheetLayout, period: Period | None, *, alone: bool
) -> bool:
    """Whether a heading names this quarter or its months, and not that its figures are those up to it. Where the
    quarter is not known, it may be any but the first; which of several by their numbers is meant is told otherwise."""
    if (period and period.quarter == 1) or column.key not in layout.done:
        return False
    named = named_in(text)
    of_now = named.now and not named.of_years
    return named.is_part or (
        (of_now or (alone and names_one_quarter(text)))
        and not named.up_to
        and not any(named_in(wording).now and wording in plain(text) for wording in column.wordings)
    )

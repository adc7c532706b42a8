"""Which columns the headings of a sheet may mean: a heading's own, its sub-columns, and the same heading again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from schemas.address import letters
from schemas.layout import Column, SheetLayout
from schemas.period import Period
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.arithmetic import Rows, with_arithmetic
from tasks.understand.cells import is_blank, read_number
from tasks.understand.columns_beside import (
    beside_each_other,
    due_in_the_year,
    is_unproved_half,
    of_both_halves,
    of_others,
    with_totals,
    within_the_report,
    without_examples,
    without_notes,
)
from tasks.understand.full_words import in_full
from tasks.understand.headed import Headed
from tasks.understand.heading_words import (
    counts_otherwise,
    is_as_good,
    is_change,
    is_nothing_but_whole,
    is_vague,
    may_name_twice,
    named_bare,
    reduced,
    says_corrected,
    says_later,
    says_planned,
    total_rank,
)
from tasks.understand.named_periods import Named, named_in, without_period
from tasks.understand.other_parts import says_sex
from tasks.understand.places import names_place
from tasks.understand.planned import is_planned, period_of, without_quarters
from tasks.understand.quarter_columns import Sheet
from tasks.understand.resolver import ANOTHERS, EARLIER, PART, PLAIN, WHOLE, Candidate, Choice, weigh, without_zeros
from tasks.understand.vocabulary import words_of
from tasks.understand.whole_of_parts import due_in_each_quarter, whole_of_the_missing

_DECIDED_BY_NAME = ("row_no", "label", "note", "derived", "part")
"""Columns that no figure comes from: the exact heading is taken, else the first, and nothing is in doubt."""


def columns_by_key(headed: Sequence[Headed], layout: SheetLayout) -> dict[str, list[tuple[Headed, bool]]]:
    """Column key -> the columns that may be it, and whether exactly; each column is candidate for one key only."""
    found = columns_by_wording(headed, layout)
    claimed = {one.number for some in found.values() for one, _ in some}
    there = frozenset(found)
    for finds in (partial(_reworded, layout=layout, there=there), partial(_whole_of, layout=layout, found=found)):
        for one in headed:
            if one.number not in claimed and (column := finds(one)):
                found.setdefault(column.key, []).append((one, False))
                claimed.add(one.number)
    return found


def columns_by_wording(headed: Sequence[Headed], layout: SheetLayout) -> dict[str, list[tuple[Headed, bool]]]:
    """The same by the wordings of the form and those that are as good, without what headings say besides; that only
    adds columns of figures that people fill in."""
    found: dict[str, list[tuple[Headed, bool]]] = {}
    near: list[tuple[Headed, list[Column]]] = []
    for one in headed:
        over = {said for line in one.lines[:-1] for said in (plain(line), in_full(line))}
        if layout.column_wordings.isdisjoint(one.own_forms | over) and not may_name_twice(one.text):
            continue
        own = [column for column in layout.columns if one.is_called(column)]
        above = [column for column in layout.columns if column.wordings & over]
        exact = [column for column in own if plain(column.heading) in one.forms_as_written]
        if exact:
            found.setdefault(exact[0].key, []).append((one, True))  # headings of a sheet are told apart: one at most
        elif own or above:
            near.append((one, own or above))
    for one, keys in near:
        column = next((column for column in keys if column.key not in found), keys[0])
        exact = plain(column.heading) in set(map(plain, one.lines))
        found.setdefault(column.key, []).append((one, exact))
    return found


def _whole_of(headed: Headed, layout: SheetLayout, found: Mapping[str, list[tuple[Headed, bool]]]) -> Column | None:
    """The column of figures right before one whose heading says that it is the whole or corrected, and not of what;
    the one that it is counted in another way; else the one that is done, where it says no more than up to when."""
    missing = [column for column in layout.filled_in if column.key in layout.done and column.key not in found]
    if len(missing) == 1 and missing[0].type == "rupiah" and reduced(headed.text, "rupiah") in words_of("sub_money"):
        return missing[0]  # `Keuangan` beside `Fisik`: what is due has a heading of its own, or is missing as well
    if is_nothing_but_whole(headed.text) or is_change(headed.text):
        before = {key for key, some in found.items() if any(one.number == headed.number - 1 for one, _ in some)}
        return next((column for column in layout.filled_in if column.key in before), None)
    done = [column for column in layout.filled_in if column.key in found and column.key in layout.done]
    if plain(headed.text) in words_of("way_whole"):
        return next((column for column in layout.filled_in if column.key in found and column not in done), None)
    if plain(headed.text) in words_of("way_done"):
        return done[0] if done else None
    return done[0] if len(done) == 1 and headed.is_cumulative and not headed.is_percentage else None


def _reworded(headed: Headed, layout: SheetLayout, there: frozenset[str]) -> Column | None:
    """The column of figures whose own wording a heading has among words that are understood. `there` are the columns
    that have a heading of their own: no part of these is one."""
    fits = []
    for column in layout.filled_in if not headed.is_percentage else ():
        own = headed.wording_of(column)
        beside = column.key in there
        if (
            own
            and not (beside and is_vague(own, layout))
            and headed.suits(column, adds_up=column.key in layout.done, beside=beside)
        ):
            fits.append((len(own), column))
    longest = max((length for length, _ in fits), default=0)
    meant = [column for length, column in fits if length == longest]
    return meant[0] if len(meant) == 1 else None


def choose_columns(
    sheet: RawSheet, layout: SheetLayout, headed: list[Headed], last_row: int, period: Period | None
) -> dict[str, Choice[int]]:
    """Column key -> the column that is meant, of all that may be."""
    by_key = columns_by_key(sorted(headed, key=lambda one: one.number), layout)
    rows = _rows(sheet, layout, by_key, last_row)
    for more in (whole_of_the_missing, due_in_each_quarter):
        by_key |= more(layout, headed, by_key, lambda at: figures_of(sheet, at, rows))
    of = _periods(sheet, layout, by_key, rows, period)
    candidates = _candidates(sheet, layout, by_key, rows, of)
    claimed = {one.number for found in by_key.values() for one, _ in found}
    others = [one for one in headed if one.number not in claimed]
    totals = any(is_nothing_but_whole(one.text) for one in others)
    inputs = [key for key in candidates if layout.by_key[key].role == "input"]
    disputed = [key for key in inputs if len(candidates[key]) > 1 or (totals and layout.by_key[key].is_figure)]
    if disputed:
        foreign = [_foreign(sheet, one, rows, period) for one in others]
        candidates |= {key: with_totals(candidates[key], foreign, of[key]) for key in disputed}
        candidates |= {key: within_the_report(candidates[key], headed) for key in disputed}
        names = {one.number: one.around(layout.by_key[key]) for key, found in by_key.items() for one, _ in found}
        candidates = with_arithmetic(Sheet(layout, names, sheet.formulas, period, foreign), candidates)
    proved = {key: found for key, found in candidates.items() if not is_unproved_half(found, of[key])}
    return {key: _choice(layout.by_key[key], found) for key, found in proved.items()}


def _periods(
    sheet: RawSheet, layout: SheetLayout, by_key: Mapping[str, list], rows: list[int], period: Period | None
) -> dict[str, Period | None]:
    """Column key -> of when the figures are to be of several columns that may be it."""
    years = {year for one, _ in by_key.get("year", ()) for year in figures_of(sheet, one.number, rows).values()}
    return {key: period_of(key, layout, period, years) if len(by_key[key]) > 1 else period for key in by_key}


def _candidates(
    sheet: RawSheet, layout: SheetLayout, by_key: Mapping[str, list], rows: list[int], of: Mapping[str, Period | None]
) -> dict[str, list[Candidate[int]]]:
    candidates = {}
    for key, found in by_key.items():
        several = [_candidate(sheet, layout, key, one, rows, of[key]) for one in found]
        candidates[key] = of_both_halves(without_quarters(key, layout, several), of[key])
    planned = {year for one in candidates.get("year", ()) for year in one.figures.values()}
    return {
        key: _beside(
            layout, key, _compared(layout.by_key[key], found, by_key[key], of_others(layout, key, by_key[key]))
        )
        for key, found in candidates.items()
        if _may_be(layout.by_key[key], found, by_key[key])
        or is_planned(layout.by_key[key], found, by_key[key], planned, of[key])
    }


def _beside(layout: SheetLayout, key: str, candidates: list[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates with what they are beside each other."""
    otherwise = [one.what for one in candidates if counts_otherwise(one.said)]
    found = without_zeros(without_notes(without_examples(beside_each_other(candidates))), otherwise)
    is_due = layout.by_key[key].role == "input" and layout.by_key[key].is_figure and key not in layout.done
    return due_in_the_year(found) if is_due else found


def _choice(column: Column, candidates: list[Candidate[int]]) -> Choice[int]:
    if column.role in _DECIDED_BY_NAME or (column.role == "input" and column.type == "text"):
        best = max(candidates, key=lambda one: (one.period, one.total, one.exact))
        return Choice(best, tuple(one for one in candidates if one is not best))
    return weigh(candidates)


def _candidate(
    sheet: RawSheet, layout: SheetLayout, key: str, found: tuple[Headed, bool], rows: list[int], period: Period | None
) -> Candidate[int]:
    (headed, exact), column = found, layout.by_key[key]
    named, below = named_in(headed.text), headed.below(column)
    around = headed.around(column)
    if named.quarter is None and around:
        bare = named_bare(around)
        named = named._replace(quarter=bare.quarter)
    return Candidate(
        headed.number,
        f"{letters(headed.number)}{headed.row}",
        headed.text,
        figures_of(sheet, headed.number, rows) if column.role in ("input", "key", "derived") else {},
        named.rank(period),
        _rank(around, below, named, column, period, done=key in layout.done),
        int(exact),
        int(headed.number not in sheet.hidden_columns),
        own=exact and not below,
        later=says_later(headed.text),
        hidden=headed.number in sheet.hidden_columns,
    )


def _rank(around: str, below: str, named: Named, column: Column, period: Period | None, *, done: bool) -> int:
    """What the words around say of the figures. What is planned, or was there before, is nothing that is done."""
    rank = total_rank(around, named, column, period)
    return PART if done and (says_planned(below) or rank == EARLIER) else rank


def _foreign(sheet: RawSheet, headed: Headed, rows: list[int], period: Period | None) -> Candidate[int]:
    """A column under a heading that is none of the form's."""
    return Candidate(
        headed.number,
        f"{letters(headed.number)}{headed.row}",
        headed.text,
        figures_of(sheet, headed.number, rows),
        named_in(headed.text).rank(period),
        visible=int(headed.number not in sheet.hidden_columns),
        hidden=headed.number in sheet.hidden_columns,
    )


def _may_be(column: Column, candidates: list[Candidate[int]], headed: list[tuple[Headed, bool]]) -> bool:
    """Whether one of them may be the column of the report: not where all are of other periods, or the only one is a
    part. A wording of the form is one whatever it says, unless a sex or a place stands above it."""
    if not (column.role == "input" and column.is_figure):
        return True
    own = [one.group(column) for one, _ in headed if one.is_called(column)]
    if any(not group or not (says_sex(group, frozenset()) or names_place(group)) for group in own):
        return True
    current = [one for one in candidates if one.period >= 0]
    return bool(current) and (len(candidates) > 1 or current[0].total > PART)


def _compared(
    column: Column, candidates: list[Candidate[int]], headed: list[tuple[Headed, bool]], others: set[int]
) -> list[Candidate[int]]:
    """The candidates with what they are only beside each other: among parts one of an unknown word is another part and
    one of `others` less than that, beside a whole one that is counted in another way may be it, and beside a heading
    that is as good the form's own has no advantage."""
    money = {one.number for one, _ in headed if column.type != "rupiah" and one.below(column) in words_of("sub_money")}
    parts = [one.total for one in candidates if one.total < PLAIN and one.what not in money]
    whole = any(one.total == WHOLE for one in candidates)
    level = any(is_as_good(one.text, column) for one, _ in headed)
    strange = {one.number for one, _ in headed if without_period(one.below(column))} if parts and not whole else set()
    if max(parts, default=PLAIN) == EARLIER:  # what is corrected came after it
        strange -= {one.number for one, _ in headed if says_corrected(one.text)}
    beside = dict.fromkeys(strange, max(parts, default=PLAIN))
    beside |= dict.fromkeys(others if parts and not whole else (), ANOTHERS)
    beside |= {one.number: WHOLE for one, _ in headed if whole and counts_otherwise(one.text)}
    return [
        replace(
            one,
            exact=0 if level else one.exact,
            total=beside.get(one.what, one.total) if one.total == PLAIN else one.total,
        )
        for one in candidates
    ]


def _rows(
    sheet: RawSheet, layout: SheetLayout, by_key: Mapping[str, list[tuple[Headed, bool]]], last_row: int
) -> list[int]:
    """The rows under the headings that are about something: those with a code or a name."""
    known_by = [one.number for key in (layout.key_column.key, layout.name_key) for one, _ in by_key.get(key, [])]
    numbers = range(last_row + 1, len(sheet.rows) + 1)
    if not known_by:
        return list(numbers)
    return [row for row in numbers if any(_is_filled(cell_at(sheet.rows[row - 1], at)) for at in known_by)]


def figures_of(sheet: RawSheet, column: int, rows: Iterable[int]) -> Rows:
    """What a column holds by row: numbers as numbers, what is none as it stands."""
    cells = ((row, cell_at(sheet.rows[row - 1], column)) for row in rows)
    return {row: _value(cell) for row, cell in cells if _is_filled(cell)}


def _is_filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (type(cell) is str and is_blank(cell))


def _value(cell: Cell) -> float | str:
    if type(cell) in (int, float):
        return float(cell)
    if type(cell) is not str:
        return str(cell)
    found = read_number(cell, whole=True)
    return found.value if found.how not in ("none", "missing") else cell.strip()

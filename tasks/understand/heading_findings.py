"""What is to be said about the headings of a sheet: moved, reworded, missing, in doubt, not of the form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.period import Period
from schemas.wording import plain, the_first
from tasks.understand.full_words import in_full
from tasks.understand.heading_doubts import depends_on_period, doubt_in
from tasks.understand.heading_words import (
    names_part,
    part_in_brackets,
    says_beyond,
    says_of_each,
    says_of_the_report,
    wholeness,
    words_around,
)
from tasks.understand.headings import Headings
from tasks.understand.kinds_of_doubt import kind_of_doubt
from tasks.understand.named_periods import named_in
from tasks.understand.other_parts import names_one_sex, says_sex
from tasks.understand.places import names_place
from tasks.understand.planned import is_plans
from tasks.understand.resolver import TICKS, Candidate, Choice, examples
from tasks.understand.vocabulary import words_of

_NEAR = 0.75
_NAMED = 5
"""So many of the candidates that were not taken are named."""


def heading_findings(
    headings: Headings, layout: SheetLayout, title: str, usual_row: int, period: Period | None = None
) -> list[Finding]:
    """Moved, reworded or chosen among several (L04), in doubt (L05), missing (L02), not of the form (L03)."""
    return headings.once(_found, layout, title, usual_row, period)


def _found(headings: Headings, layout: SheetLayout, title: str, usual_row: int, period: Period | None) -> list[Finding]:
    return [
        *_place_findings(headings, layout, title, usual_row),
        *_choice_findings(headings, layout, title, period),
        *_wording_findings(headings, layout, title, period),
        *_foreign_findings(headings, layout, title, period),
    ]


def _place_findings(headings: Headings, layout: SheetLayout, title: str, usual_row: int) -> Iterator[Finding]:
    rule = catalogue.rules()["L04"]
    if headings.first_row != usual_row:
        cell = f"{letters(min(headings.columns.values()))}{headings.first_row}"
        yield rule.finding("place", sheet=title, cell=cell, row=headings.first_row, usual=usual_row)
    moved = [
        (column.heading, headings.columns[column.key], layout.letter(column.key))
        for column in layout.columns
        if column.role != "part"
        and column.key in headings.columns
        and letters(headings.columns[column.key]) != layout.letter(column.key)
    ]
    if moved:
        where = [f"{heading} di {letters(now)} (biasanya {usual})" for heading, now, usual in moved]
        where = the_first(where, _NAMED)
        yield rule.finding("moved", sheet=title, cell=headings.cell(moved[0][1]), moved=where)


def _choice_findings(headings: Headings, layout: SheetLayout, title: str, period: Period | None) -> Iterator[Finding]:
    for key, choice in headings.choices.items():
        if headings.is_told(key, layout):
            name, by = layout.by_key[key].heading, choice.by
            by = "plan" if by == "period" and is_plans(key, layout) else by
            by = "spm" if by == "total" and _is_beside_others(choice, headings) else by
            yield choice_finding(replace(choice, by=by), name, title, choice.chosen.at)
            yield from unread_finding(choice, name, title, choice.unread.at if choice.unread else "")
            if earlier := _quarters_beside(choice, period):
                words = {"name": name, "value": choice.chosen.said, "first": named_place(choice.chosen)}
                words |= {"others": ", ".join(map(named_place, earlier[:_NAMED])), "sheet": title}
                yield catalogue.rules()["L06"].finding("quarters", cell=choice.chosen.at, **words)


def _is_beside_others(choice: Choice, headings: Headings) -> bool:
    """Whether a column was taken because it is the report's, beside one that says that it is not."""
    return says_of_the_report(choice.chosen.said) and any(map(says_beyond, headings.texts.values()))


def _quarters_beside(choice: Choice, period: Period | None) -> list[Candidate]:
    """The earlier quarters of the year beside this one's, where nothing shows that figures are cumulative."""
    chosen, own = choice.chosen, named_in(choice.chosen.said)
    of_the_year = own.up_to or (chosen.total and own.quarter is None)
    if period is None or chosen.period < 1 or choice.in_doubt or of_the_year or choice.by == TICKS:
        return []
    earlier = [one for one in choice.others if one.period < 0 and one.figures and one.what != chosen.what]
    if chosen.agrees and not any(one.agrees for one in earlier):  # else each quarter's own percentage stands beside it
        return []
    named = [(one, named_in(one.said)) for one in earlier]
    return [one for one, said in named if not (said.before or said.up_to) and said.year in (None, period.year)]


def choice_finding(choice: Choice, name: str, sheet: str, cell: str, kind: str = "column") -> Finding:
    """L05 where it is not known which is meant, L04 with the evidence that decided where it is."""
    rules, chosen = catalogue.rules(), choice.chosen
    words = {"sheet": sheet, "cell": cell, "value": chosen.said, "name": name, "first": named_place(chosen)}
    if choice.rival:
        here, there = examples(chosen, choice.rival)
        if kind in ("column", "sheet"):
            there += "".join(f", atau dari {named_place(one)}" for one in choice.further[:_NAMED])
        words |= {"figures": here, "second": named_place(choice.rival), "other_figures": there}
        return rules["L05"].finding(kind_of_doubt(kind, chosen, choice.rival), **words)
    others = the_first([named_place(one) for one in choice.others], _NAMED)
    return rules["L04"].finding(f"chosen_{choice.by}" if choice.by else "chosen_same", **words, others=others)


def unread_finding(choice: Choice, name: str, sheet: str, cell: str, kind: str = "column") -> Iterator[Finding]:
    """L06 for what holds other figures than what was read, where nothing but its name is against it."""
    if choice.unread:
        here, there = examples(choice.chosen, choice.unread)
        words = {"sheet": sheet, "cell": cell, "value": choice.unread.said, "name": name, "figures": here}
        words |= {"first": named_place(choice.chosen), "second": named_place(choice.unread), "other_figures": there}
        yield catalogue.rules()["L06"].finding(f"unread_{kind}", **words)


def named_place(candidate) -> str:
    hidden = ", tersembunyi" if candidate.hidden else ""
    return f"'{candidate.said}' ({candidate.at}{hidden})"


def _wording_findings(headings: Headings, layout: SheetLayout, title: str, period: Period | None) -> Iterator[Finding]:
    rules = catalogue.rules()
    summed = {at for parts in headings.sums.values() for at in parts}
    for column in layout.columns:
        number = headings.columns.get(column.key)
        if number in summed:
            continue  # of which column they are the parts is told
        if column.key in headings.sums:
            parts = headings.sums[column.key]
            words = {"heading": column.heading, "first": headings.texts[parts[0]], "last": headings.texts[parts[-1]]}
            yield rules["L04"].finding("summed", sheet=title, cell=headings.cell(parts[-1]), **words)
        elif number is None:
            if column.role == "input":
                due = column.is_figure and column.key not in layout.done
                lacking = [one for one in layout.filled_in if one is not column and not headings.readable(one.key)]
                yield _missing(headings, column, title, period, is_due=due, others=lacking)
        elif period is None and depends_on_period(headings, column):
            text, cell = headings.texts[number], headings.cell(number)
            yield rules["L02"].finding("period", sheet=title, cell=cell, value=text, heading=column.heading)
        elif doubt := doubt_in(headings, column, layout, period):
            words = {"heading": column.heading, "value": headings.texts[number]}
            yield rules["L06"].finding(doubt, sheet=title, cell=headings.cell(number), **words)
        elif plain(headings.texts[number]) != plain(column.heading) and not headings.is_told(column.key, layout):
            text, cell = headings.texts[number], headings.cell(number)
            yield rules["L04"].finding("wording", sheet=title, cell=cell, value=text, heading=column.heading)


def _missing(
    headings: Headings, column: Column, title: str, period: Period | None, *, is_due: bool, others: Iterable[Column]
) -> Finding:
    """L02 at the heading that comes nearest, else where the column could be added: the first free cell on the right."""
    rule, near = catalogue.rules()["L02"], _near_headings(headings, column, period)
    near = [at for at in near if not _is_nearer_to(others, headings.texts[at], column)]
    if near:
        words = {"sheet": title, "cell": headings.cell(near[0]), "value": headings.texts[near[0]]}
        alike = ", ".join(f"'{headings.texts[at]}' ({headings.cell(at)})" for at in sorted(near[:_NAMED]))
        kind = "several" if len(near) > 1 else _why_not(words["value"], column, period, is_due=is_due)
        words |= {"period": period.label, "year": period.year} if period else {}
        return rule.finding(kind, **words, heading=column.heading, others=alike)
    cell = f"{letters(max(headings.texts) + 1)}{headings.last_row}"
    return rule.finding(sheet=title, cell=cell, heading=column.heading)


def _why_not(text: str, column: Column, period: Period | None, *, is_due: bool) -> str:
    """Why a heading with the words of a column is not that one's: of another time, or of a part; else it is near.
    What a plan says beyond the form is of the time that it plans."""
    said = named_in(text)
    if period and column.required and (said.rank(period) < 0 or said.half or said.is_part):
        return "other_year" if is_due else "other_period"
    of_a_quarter = is_due and bool(said.quarter or said.now)
    around = words_around(text, column)[1]
    of_each = says_of_each(around) or names_place(around)
    of_one_sex = names_one_sex(text) or says_sex(text, column.wordings)
    in_part = of_a_quarter or of_each or of_one_sex or names_part(text) or part_in_brackets(text)[1]
    return "in_part" if in_part else "near"


def nearest_heading(headings: Headings, column: Column, period: Period | None) -> int:
    """The first of `_near_headings`; 0 where there is none."""
    return next(iter(_near_headings(headings, column, period)), 0)


def _near_headings(headings: Headings, column: Column, period: Period | None) -> list[int]:
    """The columns whose headings nobody claims and that have all the words of this one, or nearly; the nearest one
    first."""
    claimed = headings.claimed
    found = [
        (named_in(text).rank(period), wholeness(text), _likeness(in_full(text), column), -number)
        for number, text in headings.texts.items()
        if number not in claimed
    ]
    near = [-one[3] for one in sorted(found, reverse=True) if one[2] >= _NEAR]
    return near + [at for at in _parts_beside(headings, near[0], column, period) if at not in near] if near else []


def _parts_beside(headings: Headings, at: int, column: Column, period: Period | None) -> Iterator[int]:
    """The columns whose headings begin with the words of this one and say another part in brackets. What is left of a
    stock is a part of it, although what is left of anything else is another figure."""
    words, _ = part_in_brackets(headings.texts[at])
    for number, text in headings.texts.items() if words else ():
        before, part = part_in_brackets(text)
        others = words_of("other_figure") - ({"sisa"} if part.removeprefix("sisa ") in column.wordings else set())
        if before == words and not others & {*part.split()} and named_in(text).rank(period) >= 0:
            yield from {number} - set(headings.claimed)


def with_nearest(headings: Headings, layout: SheetLayout, period: Period | None) -> Headings:
    """With the nearest heading for each input column that is missing, where no two want the same; itself if none."""
    return headings.once(_nearest, layout, period) or headings


def _nearest(headings: Headings, layout: SheetLayout, period: Period | None) -> Headings | None:
    missing = [one for one in layout.columns if one.role == "input" and not headings.readable(one.key)]
    near = {one.key: nearest_heading(headings, one, period) for one in missing}
    near = {key: number for key, number in near.items() if number and list(near.values()).count(number) == 1}
    return replace(headings, columns={**headings.columns, **near}) if near else None


def _likeness(text: str, column: Column) -> float:
    words = set(text.split())
    others = words_of("other_figure") | (words_of("other_plan") if column.required else frozenset())
    if words & others - set(" ".join((plain(column.heading), *column.wordings)).split()):
        return 0.0  # of what is no figure of the form's, whatever else it says: nobody is told to rename it
    contained = any(set(wording.split()) <= words for wording in column.wordings)
    return 1.0 if contained else SequenceMatcher(None, text, plain(column.heading)).ratio()


def _is_nearer_to(others: Iterable[Column], text: str, column: Column) -> bool:
    """Whether a heading is more like that of another column that is missing as well: it has more of its words, or has
    them first."""
    return any(_words_in(text, one) > _words_in(text, column) for one in others)


def _words_in(text: str, column: Column) -> tuple[int, int]:
    line = f" {plain(text)} "
    found = [(len(one.split()), -line.find(f" {one} ")) for one in column.wordings if one and f" {one} " in line]
    return max(found, default=(0, 0))


def _foreign_findings(headings: Headings, layout: SheetLayout, title: str, period: Period | None) -> Iterator[Finding]:
    told = [choice for key, choice in headings.choices.items() if headings.is_told(key, layout)]
    said = {one.what for choice in told for one in choice.others}
    said |= {
        one.what for choice in headings.choices.values() for one in choice.others if one.said == choice.chosen.said
    }
    missing = [one for one in layout.columns if one.role == "input" and not headings.readable(one.key)]
    said |= {at for one in missing for at in _near_headings(headings, one, period)}
    for number in headings.texts.keys() - set(headings.columns.values()) - said:
        words = {"sheet": title, "cell": headings.cell(number), "value": headings.texts[number]}
        yield catalogue.rules()["L03"].finding("column", **words)

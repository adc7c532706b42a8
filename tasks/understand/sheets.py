"""Which sheet of a workbook is which of the form's: by name and by content, and of several that fit, which is meant."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.layout import Layout, SheetLayout
from schemas.period import Period
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.divided_columns import are_divided, with_divided
from tasks.understand.heading_findings import choice_finding, unread_finding
from tasks.understand.heading_words import is_part
from tasks.understand.headings import Searched, find_headings, search
from tasks.understand.identity import codes_of_name
from tasks.understand.labels import find_labels, meaning
from tasks.understand.other_parts import behind, beside_the_other_part, names_of, says_sex
from tasks.understand.quarters_beside import beside_the_undated, quarters_findings
from tasks.understand.resolver import PART, PLAIN, Candidate, Choice, weigh, without_zeros
from tasks.understand.sheet_fit import NAMED, Fit, name_rank
from tasks.understand.sheet_pieces import (
    by_code,
    is_excerpt,
    is_of_something_else,
    pieces_finding,
    place_of,
    sheets_with,
    with_excerpts,
    with_pieces,
)
from tasks.understand.table_candidates import is_in_pieces, with_the_whole, without_excerpts
from tasks.understand.vocabulary import vocabulary

_LACKING = 2
_NAMED_SHEETS = 6
_FEW_LABELS = 3
"""So many labels, the code of the region among them, make a sheet of any name Identitas."""


def identity_choice(sheets: list[RawSheet], layout: Layout) -> Choice[RawSheet] | None:
    """The sheet with the labels of Identitas: of its name, or of any name with enough of them."""
    name, wordings = layout.identity.name, layout.identity.wordings
    named = [(sheet, rank) for sheet in sheets if (rank := name_rank(sheet, name, wordings))]
    if [rank for _, rank in named] == [NAMED]:
        return Choice(_of_sheet(named[0][0]))
    candidates = []
    for sheet in sheets:
        labels, rank = find_labels(sheet, layout), name_rank(sheet, name, wordings)
        enough = len(labels) >= _FEW_LABELS and "regency_code" in labels
        if enough or (rank and labels):
            said = {
                key: meaning(key, labels[key].value) for key in ("regency_code", "year", "quarter") if key in labels
            }
            candidates.append(
                Candidate(sheet, place_of(sheet), sheet.name, said, exact=rank, visible=int(sheet.visible))
            )
    if candidates:
        return weigh(candidates)
    return Choice(_of_sheet(named[0][0])) if named else None


def find_sheets(
    sheets: list[RawSheet],
    layout: Layout,
    shared: RawSheet | None = None,
    period: Period | None = None,
    identity: Choice[RawSheet] | None = None,
) -> tuple[dict[str, RawSheet], list[Finding]]:
    """The sheets of the form by their key, and findings for what is missing (L01), chosen or reworded (L04), in doubt
    (L05) or left over (L03).

    `shared` is the sheet of all tables that stand under section titles.
    """
    wanted = [sheet for sheet in layout.sheets if not sheet.section]
    found = {sheet.key: shared for sheet in layout.sheets if sheet.section and shared}
    choices = {"identity": identity} if identity else {}
    own = identity and name_rank(identity.chosen.what, layout.identity.name, layout.identity.wordings)
    free = [sheet for sheet in sheets if sheet is not shared and not (own and _is(identity, sheet))]
    choices |= _as_they_are_named(free, wanted) or _weighed(free, wanted, layout.form, period)
    found |= {key: choice.chosen.what for key, choice in choices.items()}
    return found, [*_findings(found, choices, sheets, layout), *_of_quarters(choices, layout, period)]


def _is(choice: Choice[RawSheet] | None, sheet: RawSheet) -> bool:
    return choice is not None and choice.chosen.what is sheet


def _as_they_are_named(free: list[RawSheet], wanted: list[SheetLayout]) -> dict[str, Choice[RawSheet]]:
    """Each sheet under the form's own name, where there is no other sheet that could be one."""
    by_name = {plain(sheet.name): sheet for sheet in free}
    if len(free) != len(wanted) or any(plain(one.name) not in by_name for one in wanted):
        return {}
    return {one.key: Choice(_of_sheet(by_name[plain(one.name)])) for one in wanted}


def _of_sheet(sheet: RawSheet) -> Candidate[RawSheet]:
    return Candidate(sheet, place_of(sheet), sheet.name)


def _weighed(
    free: list[RawSheet], wanted: list[SheetLayout], form: str, period: Period | None
) -> dict[str, Choice[RawSheet]]:
    fits = [Fit(sheet, wanted, form, period) for sheet in free]
    choices = _of_those_that_fit(fits, wanted, form, period)
    left = [one for one in free if not any(one is choice.chosen.what for choice in choices.values())]
    for layout in [one for one in wanted if one.key not in choices]:
        named = [one for one in left if name_rank(one, layout.name, layout.wordings)]
        if named:  # without headings: nothing to weigh, and refused whichever it is
            best = max(named, key=lambda one: name_rank(one, layout.name, layout.wordings))
            choices[layout.key] = Choice(_of_sheet(best))
            left = [one for one in left if one is not best]
    for layout in [one for one in wanted if one.key not in choices]:
        near = [one for one in left if _has_nearly_all(one, layout, period)]
        if len(near) == 1:  # it lacks a column and is refused: all else is told at once
            choices[layout.key] = Choice(_of_sheet(near[0]))
            left = [one for one in left if one is not near[0]]
    return choices


def _of_those_that_fit(
    fits: list[Fit], wanted: list[SheetLayout], form: str, period: Period | None
) -> dict[str, Choice[RawSheet]]:
    unknown, choices = [fit.sheet for fit in fits if not fit.key], {}
    for layout in wanted:
        mine = [fit for fit in fits if fit.key == layout.key]
        if mine:
            by_name = (
                not any(fit.is_named_as_good for fit in mine) and len({fit.is_under_a_correction for fit in mine}) < 2
            )
            words = vocabulary(form, layout.rows)
            found = {fit: by_code(fit.candidate(period, by_name=by_name), words) for fit in mine}
            found = without_excerpts(_of_this_table(found))
            choice = beside_the_other_part(weigh(without_zeros(all_parts(with_the_whole(found), layout))), layout)
            choice = with_divided(with_excerpts(with_pieces(choice, unknown, layout, words)), layout)
            choices[layout.key] = beside_the_undated(choice, layout)
    return choices


def _of_this_table(found: dict[Fit, Candidate[RawSheet]]) -> list[Candidate[RawSheet]]:
    """Without sheets that lack a column and hold other figures altogether than one that lacks none."""
    sure = [one for fit, one in found.items() if fit.is_complete]
    return [
        one
        for fit, one in found.items()
        if fit.is_complete or not any(is_of_something_else(one, other) for other in sure)
    ]


def all_parts(candidates: list[Candidate[RawSheet]], layout: SheetLayout) -> list[Candidate[RawSheet]]:
    """The candidates, of which none is the whole where the name of each says a part or a regency: `Penerima L`,
    `Penerima P`."""
    said = [one.said for one in candidates]
    if len(said) < 2 or not all(is_part(behind(one, names_of(layout))) or _regencies(one, layout) for one in said):
        return candidates
    nothing = {"agrees": frozenset(), "differs": frozenset()}  # a part may be as well computed as the whole
    return [replace(one, total=PART, **nothing) if one.total == PLAIN else one for one in candidates]


def _regencies(name: str, layout: SheetLayout) -> frozenset[str]:
    """The codes that a sheet's name may mean, alone or after the name of the form's sheet: `Penerima Kab. Kapuas`."""
    return frozenset(codes_of_name(behind(name, names_of(layout))))


def _has_nearly_all(sheet: RawSheet, layout: SheetLayout, period: Period | None) -> bool:
    """Whether a sheet of another name has the codes and all but one or two of the columns that people fill in."""
    headings = find_headings(sheet, layout, period=period)
    if not headings or layout.key_column.key not in headings.columns:
        return False
    there = [headings.with_sums(layout, 4).readable(one.key) for one in layout.columns if one.role == "input"]
    return 0 < there.count(False) <= min(_LACKING, there.count(True))


def _of_quarters(choices: dict[str, Choice[RawSheet]], layout: Layout, period: Period | None) -> Iterator[Finding]:
    for one in layout.sheets:
        if one.key in choices and choices[one.key].others:
            place = {"sheet": choices[one.key].chosen.what.name, "cell": ""}
            yield from quarters_findings(choices[one.key], one, period, place)


def _missing(
    key: str,
    name: str,
    choices: dict[str, Choice[RawSheet]],
    searched: Sequence[tuple[RawSheet, Searched]],
    layout: Layout,
) -> Finding:
    """L01, with the sheets on which the table stands all the same, if any."""
    rule, mine = catalogue.rules()["L01"], [one for one in layout.sheets if one.key == key]
    others = [(choices[one.key], one) for one in layout.sheets if one.key in choices]
    told = [(one.what, other) for choice, other in others for one in (choice.chosen, *choice.others)]
    elsewhere = [one.name for one in mine for one in sheets_with(one, searched, told)]
    if not elsewhere:
        return rule.finding(sheet=name, name=name)
    listed = ", ".join(f"'{one}'" for one in elsewhere[:_NAMED_SHEETS])
    return rule.finding("elsewhere", sheet=elsewhere[0], name=name, sheets=listed)


def _kind_of_doubt(choice: Choice[RawSheet], layout: Layout, key: str) -> str:
    mine = next((one for one in layout.sheets if one.key == key), None)
    if mine and choice.rival:
        here, there = (_regencies(one.said, mine) for one in (choice.chosen, choice.rival))
        if here and there and here.isdisjoint(there):
            return "regencies"  # nobody adds them up, and none of them goes into the other
    if mine and choice.rival and are_divided(choice.chosen, choice.rival, mine):
        return "columns"
    return "pieces" if is_in_pieces(choice) else "excerpt" if is_excerpt(choice) else "sheet"


def _is_mostly_a_copy(choice: Choice[RawSheet]) -> bool:
    """Whether most figures of a sheet are those of the one that is read: nobody adds these up."""
    read, unread = choice.chosen.figures, choice.unread.figures if choice.unread else {}
    return 2 * sum(read.get(key) == value for key, value in unread.items()) > len(unread)


def _is_of_one_sex(choice: Choice[RawSheet], key: str, layout: Layout) -> bool:
    """Whether all sheets with figures that may be meant say that they are of the men, or the women."""
    mine = next((one for one in layout.sheets if one.key == key and one.name != choice.chosen.said), None)
    held = [choice.chosen, *(one for one in choice.others if one.figures)]
    return mine is not None and not choice.in_doubt and all(says_sex(one.said, names_of(mine)) for one in held)


def _choice_findings(choice: Choice[RawSheet], key: str, name: str, title: str, layout: Layout) -> Iterator[Finding]:
    kind = _kind_of_doubt(choice, layout, key)
    if kind == "pieces":
        yield pieces_finding(choice, name, title, "", vocabulary(layout.form, layout.by_key[key].rows))
    else:
        yield choice_finding(choice, name, title, "", kind)
    kind = "sheet" if key != "identity" and not _is_mostly_a_copy(choice) else "copy"
    yield from unread_finding(choice, name, choice.unread.what.name if choice.unread else "", "", kind)


def _findings(
    found: dict[str, RawSheet], choices: dict[str, Choice[RawSheet]], sheets: list[RawSheet], layout: Layout
) -> Iterator[Finding]:
    rules = catalogue.rules()
    names = {"identity": layout.identity.name} | {sheet.key: sheet.name for sheet in layout.sheets}
    sections = {sheet.key for sheet in layout.sheets if sheet.section}
    searched = [(sheet, search(sheet)) for sheet in sheets]
    for key, name in names.items():
        if key not in found:
            yield _missing(key, name, choices, searched, layout)
        elif key in choices and _is_of_one_sex(choices[key], key, layout):
            yield rules["L01"].finding("part", sheet=found[key].name, name=name)
        elif key in choices and choices[key].others:
            yield from _choice_findings(choices[key], key, name, found[key].name, layout)
        elif key not in sections and plain(found[key].name) != plain(name):
            title = found[key].name
            yield rules["L04"].finding("sheet", sheet=title, value=title, name=name)
    told = [one.what for choice in choices.values() for one in choice.others] + list(found.values())
    for sheet in sheets:
        if not any(sheet is one for one in told) and any(any(row) for row in sheet.rows):
            yield rules["L03"].finding("sheet", sheet=sheet.name)

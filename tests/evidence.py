"""Whether each piece of evidence is needed: `make evidence`, or `python -m tests.evidence --piece _may_be`.

Each is left out in turn. Then some layout of those that rest on it has to be judged wrongly; where none is, the piece
decides nothing, or the generator does not draw what it is for.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

from schemas.wording import plain
from tasks.understand.cells import quarter_of
from tasks.understand.heading_rows import may_be_headings
from tasks.understand.heading_words import total_rank, wholeness
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import EVIDENCE
from tests import layout_abbreviations as abbreviations
from tests import layout_due as due
from tests import layout_entries as entries
from tests import layout_groups as groups
from tests import layout_habits as habits
from tests import layout_headings as headings
from tests import layout_periods as periods
from tests import layout_pieces as pieces
from tests import layout_places as places
from tests import layout_plans as plans
from tests import layout_row_kinds as row_kinds
from tests import layout_row_levels as levels
from tests import layout_rows as rows
from tests import layout_single_quarters as single_quarters
from tests import layout_sums as sums
from tests import layout_tables as tables
from tests import layout_ways as ways
from tests import layouts
from tests.layout_changes import Draw

UNDERSTAND, JUDGE = "tasks.understand", "tasks.judge"
SEEDS = 40


@dataclass(frozen=True)
class Piece:
    """A piece of evidence: `place` is what is left out, `without` what stands there then, `draws` need it, one in
    some `seeds` of them."""

    place: str
    without: object
    draws: tuple[Draw, ...]
    wing: str = UNDERSTAND
    seeds: int = SEEDS

    @property
    def name(self) -> str:
        return self.place.rpartition(".")[2]


def nothing(*_: object, **__: object) -> None:
    return None


def none_of_them(*_: object, **__: object) -> list:
    return []


def no(*_: object, **__: object) -> bool:
    return False


def yes(*_: object, **__: object) -> bool:
    return True


def as_they_are(candidates: list, *_: object) -> list:
    return candidates


KINDS = {
    "period": layouts.quarters,
    "total": layouts.sexes,
    "exact": layouts.near_heading_beside,
    "arithmetic": layouts.nameless_parts,
    "visible": layouts.two_sheets,
}
PIECES = (
    Piece("resolver._contradiction", nothing, (layouts.near_heading_beside,)),
    Piece(
        "resolver.Candidate.outdoes",
        lambda one, other, kind: getattr(one, kind) > getattr(other, kind),
        (layouts.stated_in_one,),
    ),
    Piece("resolver._later_than", nothing, (headings.corrected_beside,)),
    Piece("resolver._shown_instead", nothing, (headings.own_name_hidden,)),
    Piece("resolver._not_disproved", nothing, (headings.of_this_period_beside,)),
    Piece("resolver._only_the_wrong", no, (layouts.total_not_filled_in,)),
    Piece("arithmetic._derived_tests", none_of_them, (layouts.nameless_parts, layouts.heading_twice)),
    Piece("arithmetic._sum_tests", none_of_them, (periods.singles_and_a_foreign_total,)),
    Piece("arithmetic._cumulative_tests", none_of_them, (layouts.falling_quarters,)),
    Piece("arithmetic._less_than_the_whole", none_of_them, (headings.less_in_the_quarter,)),
    Piece("arithmetic._sums_of_quarters", none_of_them, (headings.rising_quarters,)),
    Piece("arithmetic._go_on", no, (layouts.before_and_in_this_quarter,)),
    Piece("columns._may_be", yes, (headings.of_something_else,)),
    Piece("columns._reworded", nothing, (headings.reworded,)),
    Piece("columns._whole_of", nothing, (headings.as_good_beside,)),
    Piece("columns_beside.totals_of_periods", as_they_are, (layouts.quarters_and_a_sum,)),
    Piece("columns.with_totals", as_they_are, (periods.singles_and_a_foreign_total,)),
    Piece("arithmetic.is_mostly_derived", no, (periods.singles_and_a_foreign_remainder,)),
    Piece("columns.period_of", lambda *given: given[2], (plans.plan_over_years,)),
    Piece("columns.without_quarters", lambda *given: given[2], (plans.plan_over_quarters,)),
    Piece("columns.is_planned", no, (plans.plan_of_a_year,)),
    Piece("headings.ticked_choices", lambda *_: {}, (plans.stages_ticked,)),
    Piece("ticked._holds_signs", no, (plans.yes_ticked_for_stages,)),
    Piece("entry_lines.EntryLines.is_nobodys", no, (plans.lines_between_actions,)),
    Piece("columns.is_as_good", no, (headings.as_good_beside,)),
    Piece("heading_words.is_part", no, (headings.of_something_else,)),
    Piece("unread._better", lambda *_: (0, False), (headings.added_to_what_was_read,)),
    Piece("unread._percentages", none_of_them, (headings.percentage_read,)),
    Piece("unread._unheaded", none_of_them, (layouts.unheaded_figures,)),
    Piece("units._percentage_findings", none_of_them, (headings.percentages,)),
    Piece("sheet_fit.title_above", lambda *_, **__: (0, ""), (layouts.sheets_under_titles,)),
    Piece(
        "two_tables.title_above", lambda *_, **__: (0, ""), (layouts.stacked_tables, single_quarters.tables_of_years)
    ),
    Piece("heading_findings._quarters_beside", none_of_them, (layouts.quarters,)),
    Piece("split_rows._is_included", no, (rows.included,)),
    Piece("row_doubts.RowDoubts._is_whole", no, (row_kinds.places_with_the_code_again,)),
    Piece("row_doubts.RowDoubts._details_of", none_of_them, (rows.broken_down,), seeds=120),
    Piece("row_codes.titled_above", lambda *_: "", (rows.items_under_titles,)),
    Piece("service_titles.titled_service", lambda *_: "", (rows.items_under_titles,)),
    Piece("two_tables.titled_services", lambda *_: {}, (rows.items_under_titles,)),
    Piece("vocabulary.Vocabulary._behind", none_of_them, (rows.names_behind_a_word,)),
    Piece("row_codes.shortens", no, (rows.codes_shortened,)),
    Piece("row_codes.RowKeys._goes_on_naming", no, (habits.names_over_two_rows,)),
    Piece("row_codes.RowKeys._name_over_rows", lambda *_: "", (habits.names_over_two_rows,)),
    Piece("sheets.with_the_whole", as_they_are, (habits.sheets_of_places,)),
    Piece("columns.says_planned", no, (habits.planned_alone,)),
    Piece("columns.beside_each_other", as_they_are, (tables.of_the_year_beside, tables.months_beside)),
    Piece("columns_beside._is_of_years", no, (periods.total_of_two_years,)),
    Piece("columns_beside.says_shifted", no, (tables.shifted_and_changed,)),
    Piece(
        "rows_below.RowsBelow._is_bare",
        lambda _, cells, at: not cells[at - 1 : at] or not cells[at - 1],
        (rows.parts_with_letters,),
    ),
    Piece("sheets.beside_the_undated", lambda choice, _: choice, (tables.sheet_of_the_quarter,)),
    Piece("sheets.quarters_findings", none_of_them, (tables.sheets_of_single_quarters,)),
    Piece("headings_again.exchanged_words", none_of_them, (tables.parts_in_another_order,)),
    Piece("headings_again._goes_on", no, (rows.headings_on_each_page,)),
    Piece("headings_again.moved_columns", none_of_them, (tables.goes_on_in_another_order,)),
    Piece("heading_findings._may_be_of_one_quarter", no, (habits.this_quarter_alone,)),
    Piece("arithmetic._are_single", no, (single_quarters.quarters_that_hardly_rise,)),
    Piece("arithmetic._falls", no, (single_quarters.up_to_the_last_and_the_forms_own,)),
    Piece("arithmetic.without_a_period", none_of_them, (single_quarters.up_to_the_last_and_the_forms_own,)),
    Piece("quarters_beside._are_single", no, (single_quarters.quarters_that_hardly_rise,)),
    Piece("unread._cumulative_parts", none_of_them, (periods.running_months,)),
    Piece("unread.corrected_beside", none_of_them, (periods.corrected_further_right,)),
    Piece("corrected_beside.tells_correction", no, (periods.corrected_further_right,)),
    Piece("columns.without_notes", as_they_are, (periods.checked_off,)),
    Piece("columns.without_examples", as_they_are, (entries.examples_beside,)),
    Piece("columns.is_change", no, (periods.corrected_beside,)),
    Piece("heading_words.is_addition", no, (periods.corrected_beside,)),
    Piece("heading_rows._is_short_year", no, (habits.years_of_two_digits,)),
    Piece("named_periods._year_of", lambda found: found[0], (layouts.years,)),
    Piece("heading_rows._count", lambda _: 0, (entries.numbers_below_a_heading,)),
    Piece("heading_rows._may_head", lambda cells: may_be_headings([cells]), (due.numbers_beside_parts,)),
    Piece("heading_rows._day_of", str, (entries.days_below_a_heading,)),
    Piece("labels._further", none_of_them, (habits.several_values_of_a_label,)),
    Piece("labels._without_examples", as_they_are, (entries.examples_of_identity,)),
    Piece("identity.region_with_name", lambda cell: (cell, ""), (entries.name_behind_the_code,)),
    Piece("rows.is_other_unit", no, (entries.units_behind_figures,)),
    Piece("period_notes.says_part", no, (row_kinds.noted_as_of_one_quarter,)),
    Piece("comments.corrected_to", nothing, (entries.comments_on_figures,)),
    Piece("comments.figures_in", none_of_them, (entries.comments_on_figures,)),
    Piece("comments.says_part", no, (entries.comments_on_figures,)),
    Piece("comments._tells_scale", no, (entries.scale_in_a_comment,)),
    Piece("workbook._above_all", none_of_them, (entries.scale_above_two_tables,)),
    Piece("workbook.total_findings", none_of_them, (entries.texts_in_a_total,)),
    Piece("arithmetic.sums_of_parts", none_of_them, (sums.not_its_parts,)),
    Piece("columns.within_the_report", as_they_are, (sums.of_the_report_and_beyond,)),
    Piece("other_parts._beyond", nothing, (sums.parts_beyond_their_sheet,)),
    Piece("sums_below.names_addition", no, (sums.not_what_was_added,)),
    Piece("sums_below._runs", no, (sums.not_carried_on,)),
    Piece("parts_of_total._known_parts", none_of_them, (sums.its_parts_are_others,)),
    Piece("parts_beside.is_part", no, (ways.paid_in_a_way_beside,)),
    Piece("struck._beside", lambda *_: 0, (entries.struck_figures,)),
    Piece("workbook.without_struck_parts", as_they_are, (entries.struck_figures,)),
    Piece("workbook.struck_findings", none_of_them, (entries.struck_figures,)),
    Piece("split_rows._is_totalled", no, (levels.places_under_a_heading,)),
    Piece("split_rows.may_hold", no, (row_kinds.funds_nearly_the_budget,)),
    Piece("split_rows._is_budget_of", no, (row_kinds.funds_in_a_budget,)),
    Piece("split_rows.not_held", as_they_are, (levels.places_in_places,)),
    Piece("rows_below.not_held", as_they_are, (levels.places_in_places_and_their_total,)),
    Piece("part_rows.Line.may_hold", no, (levels.budget_lines,)),
    Piece("part_rows.Line.is_beside", lambda *_: not _, (levels.parts_under_a_word_for_all,)),
    Piece("row_shapes.is_account", no, (levels.accounts,)),
    Piece("rows_below.is_account", no, (levels.budget_lines,)),
    Piece("rows_below.RowsBelow._goes_on_unnamed", no, (levels.budget_lines,)),
    Piece("rows_below.stands_aside", no, (levels.percentage_below,)),
    Piece("row_doubts.RowDoubts._states", no, (levels.unknown_parts_with_their_sum,)),
    Piece("row_doubts.RowDoubts._below_again", none_of_them, (levels.unknown_parts_with_their_sum,)),
    Piece("row_doubts.no_parts", lambda *_: ("", ""), (row_kinds.rows_of_no_sum,)),
    Piece("rows_below.RowsBelow._is_wrong_total", no, (row_kinds.parts_and_another_total,)),
    Piece("rows_below.RowsBelow._total_comes_first", no, (row_kinds.total_before_its_parts,)),
    Piece("arithmetic.stated_now", lambda *both: both, (groups.percentages_of_each_quarter,)),
    Piece("headed.in_full", plain, (abbreviations.abbreviated,)),
    Piece("labels.in_full", plain, (abbreviations.year_beside_the_quarter,)),
    Piece("labels._years_of_quarters", none_of_them, (abbreviations.year_beside_the_quarter,)),
    Piece("row_codes.field_named", lambda _: "", (abbreviations.bidang_by_usual_names,)),
    Piece("headed.Headed.group", lambda *_: "", (groups.groups_with_a_whole,)),
    Piece("columns.of_both_halves", as_they_are, (tables.columns_of_bare_halves,)),
    Piece("columns.is_unproved_half", no, (tables.columns_of_bare_halves,)),
    Piece("columns.of_others", lambda *_: set(), (groups.done_under_what_is_due,)),
    Piece("columns.due_in_the_year", as_they_are, (due.due_of_the_year_beside,)),
    Piece("arithmetic._sums_of_due", none_of_them, (due.due_by_quarters_alone,)),
    Piece("arithmetic.hardly_rise_alike", no, (due.due_and_done_in_columns,)),
    Piece("single_quarters.are_divided_evenly", no, (due.divided_evenly,)),
    Piece("parts_beside._is_stated", yes, (ways.paid_in_a_way_beside,)),
    Piece("quarters_beside._are_alike", no, (due.due_and_done_in_tables,)),
    Piece("sheets.with_pieces", lambda choice, *_: choice, (pieces.goes_on_elsewhere,)),
    Piece("sheets.with_divided", lambda choice, _: choice, (tables.columns_on_two_sheets,)),
    Piece("find_tables.of_one_regency", as_they_are, (tables.tables_of_two_regencies,)),
    Piece("sheets.with_excerpts", as_they_are, (pieces.some_rows_again,)),
    Piece("sheets.without_excerpts", as_they_are, (pieces.some_rows_again,), seeds=120),
    Piece("sheet_pieces.filled_rows", lambda table: dict(table.figures), (pieces.some_rows_again,)),
    Piece("sheet_fit._knows_rows", no, (pieces.some_rows_again,)),
    Piece("sheets.by_code", lambda table, _: table, (pieces.some_rows_again,)),
    Piece("sheet_pieces._without_headings", none_of_them, (pieces.goes_on_elsewhere,)),
    Piece(
        "sheets.beside_the_other_part",
        lambda choice, _: choice,
        (pieces.sheets_of_each_sex, pieces.a_part_beside),
    ),
    Piece("sheets._regencies", lambda *_: frozenset(), (pieces.sheets_of_two_regencies,)),
    Piece("sheet_fit.says_former", no, (layouts.old_sheet,)),
    Piece("sheet_fit.says_corrected", no, (layouts.two_sheets,)),
    Piece("sheets.all_parts", as_they_are, (pieces.sheets_of_two_parts,)),
    Piece("columns.says_sex", no, (pieces.of_one_sex,)),
    Piece("sheets._is_of_one_sex", no, (pieces.of_one_sex,)),
    Piece("period_notes.is_title_of_one_sex", no, (pieces.titled_of_one_sex,)),
    Piece("resolver._other_part", nothing, (pieces.sheets_of_each_sex,)),
    Piece("unread.parts_beside", none_of_them, (pieces.women_beside, pieces.fund_beside)),
    Piece("parts_beside._is_beyond", no, (pieces.women_beside, pieces.fund_beside)),
    Piece("find_tables.columns_apart", nothing, (tables.budget_beside_people,)),
    Piece("tables_apart._meant", lambda text, _: plain(text), (tables.budget_beside_people,)),
    Piece("find_tables.under_each_other", nothing, (tables.budget_under_people,)),
    Piece("columns.due_in_each_quarter", lambda *_: {}, (due.due_written_for_each_quarter,)),
    Piece("columns.whole_of_the_missing", lambda *_: {}, (headings.bare_parts_and_their_total,)),
    Piece("workbook.with_known_rows", lambda _, __, headings, ___: headings, (headings.codes_under_another_heading,)),
    Piece("workbook._names_another", no, (entries.scale_above_two_tables,)),
    Piece("units.behind", lambda *_: "", (pieces.scale_in_a_sheets_name,)),
    Piece("columns.without_zeros", as_they_are, (entries.zeros_beside,)),
    Piece("identity.reported_quarter", quarter_of, (entries.quarter_in_words,)),
    Piece("row_totals.stands_aside", no, (row_kinds.counts_of_other_things,)),
    Piece("heading_words.counts_otherwise", no, (ways.counted_in_two_ways,)),
    Piece("columns.counts_otherwise", no, (ways.ways_below_a_heading,)),
    Piece("columns_beside._is_total_beyond", no, (ways.total_beyond_others, ways.parts_beside_the_forms_own)),
    Piece("columns_beside.says_changed", lambda text: wholeness(text) > 0, (ways.changes_numbered,)),
    Piece("columns.named_bare", lambda text: named_in(text.rpartition(" ")[2]), (ways.changes_numbered,)),
    Piece("columns._rank", lambda around, _, *words, **__: total_rank(around, *words), (ways.before_and_at_the_end,)),
    Piece("misplaced._left_instead", nothing, (places.left_instead,), JUDGE),
    Piece("misplaced._moved", nothing, (places.pasted_a_row_away,), JUDGE),
    Piece("misplaced.told_of_exchanged", nothing, (habits.contents_exchanged,), JUDGE),
    Piece("validate.hardly_done", none_of_them, (places.left_instead,), JUDGE),
    Piece("columns_since._moved", none_of_them, (places.pasted_since,), JUDGE),
    Piece("columns_since._left", none_of_them, (places.left_since,), JUDGE),
    Piece("columns_since._sorted", none_of_them, (places.sorted_since,), JUDGE),
    Piece("shares._done_alike", lambda _: {}, (places.all_of_it_as_one,), JUDGE),
    Piece("columns_since._divided", none_of_them, (places.divided_since,), JUDGE),
)


def noticed(piece: Piece) -> str:
    """The layout by which it is noticed that a piece is left out, '' where none is."""
    with patch(f"{piece.wing}.{piece.place}", piece.without):
        return first_failure(piece.draws, piece.seeds)


def noticed_kind(kind: str, seeds: int = SEEDS) -> str:
    """The same for one of the kinds that the rules name."""
    with patch(f"{UNDERSTAND}.resolver.EVIDENCE", tuple(one for one in EVIDENCE if one != kind)):
        return first_failure((KINDS[kind],), seeds)


def first_failure(draws: tuple[Draw, ...], seeds: int) -> str:
    for draw in draws:
        for number in range(seeds):
            failures = layouts.judge_all([(f"evidence {draw.__name__} {number}", [draw])]).failures
            if failures:
                return failures[0]
    return ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--piece", default="")
    chosen = options.parse_args()
    checks: dict[str, Callable[[], str]] = {kind: lambda kind=kind: noticed_kind(kind) for kind in EVIDENCE}
    checks |= {piece.place: lambda piece=piece: noticed(piece) for piece in PIECES}
    idle = []
    for name, check in checks.items():
        if chosen.piece in name:
            by = check()
            print(f"{name:45} {by[:120] or 'NOT NOTICED'}", flush=True)
            idle += [] if by else [name]
    print(f"{len(idle)} pieces of evidence that no layout needs")
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main())

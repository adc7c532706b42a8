"""What people do to a form without changing a figure: the habits of samples, and some that are rarer or only of pages.

Any of them may come together; HABITS is the order in which they make sense.
"""

from dataclasses import replace
from random import Random

from tasks.forms import mess
from tasks.forms.draft import Draft, DraftSheet
from tasks.forms.mess import Mess

_WITH_ROWS = ("recipients", "quality", "budget", "problems", "stages", "actions")


MARK = "_mark"
"""What a row with a fault holds besides its cells: its number."""


def column_numbers(draft: Draft, random: Random) -> Draft:
    """A row (1) (2) (3) under the headings."""

    def number(sheet: DraftSheet) -> DraftSheet:
        form = random.choice(("({})", "{}"))
        row = {key: form.format(at) for at, key in enumerate(sheet.columns, 1)}
        return replace(sheet, rows=(row, *sheet.rows))

    return draft.with_sheets(number, *_WITH_ROWS)


def headings_again(draft: Draft, random: Random) -> Draft:
    """The headings at the top of every printed page."""

    def repeat(sheet: DraftSheet) -> DraftSheet:
        at = random.randint(2, max(2, len(sheet.rows)))
        return replace(sheet, rows=(*sheet.rows[:at], dict(sheet.headings), *sheet.rows[at:]))

    return draft.with_sheets(repeat, *_WITH_ROWS)


def errors_in_formulas(draft: Draft, random: Random) -> Draft:
    """Remainders and percentages that did not work out, as errors, as their texts, or as dashes."""

    def spoil(sheet: DraftSheet) -> DraftSheet:
        derived = [column.key for column in sheet.layout.columns if column.derived]
        rows = tuple(
            row | dict.fromkeys(derived, random.choice(("#DIV/0!", "#REF!", "-", "N/A", None)))
            if row and MARK not in row and random.random() < 0.3
            else row
            for row in sheet.rows
        )
        return replace(sheet, rows=rows)

    return draft.with_sheets(spoil, "recipients", "quality", "budget")


def blank_columns(draft: Draft, random: Random) -> Draft:
    def spread(sheet: DraftSheet) -> DraftSheet:
        columns, blank = list(sheet.columns), [f"blank {number}" for number in range(random.randint(1, 3))]
        for key in blank:
            columns.insert(random.randint(0, len(columns)), key)
        return replace(sheet, columns=tuple(columns), headings=sheet.headings | dict.fromkeys(blank, ""))

    return draft.with_sheets(spread, *_WITH_ROWS)


def notes_right(draft: Draft, random: Random) -> Draft:
    """Remarks of whoever checked the table, right of it and under no heading. A number there would be told (L06)."""

    def note(sheet: DraftSheet) -> DraftSheet:
        remarks = ("periksa lagi", "ok", "TOTAL", "?", "K-KES-01")
        rows = tuple(row | {"remark": random.choice(remarks)} if random.random() < 0.3 else row for row in sheet.rows)
        headings = sheet.headings | {"gap": "", "remark": ""}
        return replace(sheet, columns=(*sheet.columns, "gap", "remark"), headings=headings, rows=rows)

    return draft.with_sheets(note, *_WITH_ROWS)


def rows_to_spare(draft: Draft, random: Random) -> Draft:
    """Formatted rows under the table that nobody has filled in."""
    return draft.with_sheets(lambda sheet: replace(sheet, rows=(*sheet.rows, *({},) * 40)), *_WITH_ROWS)


HABITS: tuple[Mess, ...] = (
    mess.headings_in_two_rows,
    mess.headings_in_other_words,
    mess.headings_typed_differently,
    mess.headings_further_down,
    mess.columns_moved,
    mess.sheets_renamed,
    mess.sheets_moved_and_one_hidden,
    mess.without_codes,
    mess.names_over_several_rows,
    mess.nihil_in_words,
    mess.percentages_as_fractions,
    errors_in_formulas,
    mess.sector_titles_and_totals,
    mess.numbers_as_text,
    column_numbers,
    headings_again,
    mess.blank_rows_inside,
    rows_to_spare,
    mess.notes_and_signature,
    mess.identity_typed_differently,
    blank_columns,
    notes_right,
)


def some_habits(chance: Random) -> tuple[Mess, ...]:
    chosen = chance.sample(HABITS, chance.randint(0, 9))
    if mess.numbers_as_text in chosen:  # a fraction with a percent sign says something else
        chosen = [habit for habit in chosen if habit is not mess.percentages_as_fractions]
    return tuple(habit for habit in HABITS if habit in chosen)

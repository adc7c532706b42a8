"""Finds the form's sheets and headings in a workbook, wherever they stand and however they are worded."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from schemas.address import letters
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.submission import Place
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.columns import choose_columns, columns_by_key, columns_by_wording
from tasks.understand.headed import Headed
from tasks.understand.heading_rows import (
    SEARCHED_COLUMNS,
    SEARCHED_ROWS,
    headed_columns,
    may_be_headings,
    reaches_above,
    reaches_below,
)
from tasks.understand.heading_words import reduced, reduced_wordings
from tasks.understand.resolver import MANY, TICKS, Choice
from tasks.understand.ticked import of_ticks, ticked_choices

_DEPTHS = (1, 2, 3)
_Found = TypeVar("_Found")
_FEWEST = 3


@dataclass(frozen=True)
class Headings:
    """Where a sheet's headings stand. `columns` maps a column key to its number from 1, `texts` that to the heading.

    `rows` maps a column's number to the row in which its heading stands: merged downwards, that is the first one.

    `choices` says of the columns that could be read in several ways why one was taken.

    `ticked` maps the key of a choice that has a column for each answer to these and the answer that each is for.

    `sums` maps the key of a column that the sheet does not have to the numbers of the columns that add up to it.
    """

    first_row: int
    last_row: int
    columns: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    sums: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    choices: dict[str, Choice[int]] = field(default_factory=dict)
    ticked: dict[str, dict[int, str]] = field(default_factory=dict)
    _known: dict[tuple, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, find: Callable[..., _Found], *given: Hashable) -> _Found:
        """What follows from these headings and what is `given` alone, found out once: files that have the headings as
        the form has them share one of these."""
        if (key := (find, *given)) not in self._known:
            self._known[key] = find(self, *given)
        return self._known[key]

    def place(self, title: str, layout: SheetLayout) -> Place:
        """Where the columns are; a sum is where the last of its parts is, a code that is missing where the name is."""
        return self.once(Headings._place, title, layout)

    def _place(self, title: str, layout: SheetLayout) -> Place:
        found = {key: letters(column) for key, column in self.columns.items()}
        found |= {key: letters(parts[-1]) for key, parts in self.sums.items()}
        key, known_by = (
            layout.key_column.key,
            self.columns.get(layout.key_column.key, self.columns.get(layout.name_key)),
        )
        if known_by:
            found[key] = letters(known_by)
        headings = {key: self.texts.get(column, "") for key, column in self.columns.items()}
        headings |= {key: f"{self.texts[parts[0]]} s.d. {self.texts[parts[-1]]}" for key, parts in self.sums.items()}
        return Place(title, self.rows.get(known_by, self.last_row), found, headings)

    def cell(self, column: int) -> str:
        """The address of a column's heading."""
        return f"{letters(column)}{self.rows.get(column, self.last_row)}"

    def places(self, key: str) -> list[int]:
        """The numbers of the columns that one of the form's is read from."""
        return self.sums.get(key) or [at for at in (self.columns.get(key),) if at]

    @property
    def by_tick(self) -> dict[int, str]:
        """The columns that are ticked, with the key of the choice that each is an answer to."""
        return {at: key for key, columns in self.ticked.items() for at in columns}

    @cached_property
    def claimed(self) -> frozenset[int]:
        """The columns that are one of the form's, or could have been."""
        others = {one.what for choice in self.choices.values() for one in choice.others}
        return frozenset({*self.columns.values(), *others})

    @cached_property
    def strange(self) -> int:
        """How many columns are none of the form's."""
        return len(self.texts.keys() - self.claimed)

    @cached_property
    def doubtful(self) -> int:
        """How many of the form's are in doubt."""
        return sum(choice.in_doubt for choice in self.choices.values())

    def is_told(self, key: str, layout: SheetLayout) -> bool:
        """Whether it is said of a column why it was taken: where figures or statements come from it."""
        choice, column = self.choices.get(key), layout.by_key[key]
        if choice is None or not (column.role == "key" or (column.role == "input" and column.type != "text")):
            return False
        return choice.in_doubt or choice.by == TICKS or any(one.figures for one in choice.others)

    def readable(self, key: str) -> bool:
        return key in self.columns or key in self.sums

    def with_sums(self, layout: SheetLayout, quarter: int) -> "Headings":
        """With the parts, up to the quarter's last, of each column that is missing: months or quarters."""
        sums = {}
        for column in layout.columns:
            counted = column.parts[: len(column.parts) * quarter // 4]
            if column.key not in self.columns and counted and all(key in self.columns for key in counted):
                sums[column.key] = [self.columns[key] for key in counted]
        return replace(self, sums=sums) if sums else self


Searched = Callable[[], list[tuple[int, int, list[Headed]]]]
"""Gives the rows of a sheet that may be of headings: the first one, how many, and the columns with a heading there."""


def find_headings(
    sheet: RawSheet,
    layout: SheetLayout,
    usual_row: int = 5,
    period: Period | None = None,
    searched: Searched | None = None,
) -> Headings | None:
    """The rows (one to three, among the first 40) that fit the form's headings best; None where none do. A sheet that
    may be one of several tables is `searched` for all of them at once.

    Of columns that may be the same, that of the report's `period` is meant, and so on: see `tasks.understand.resolver`.
    """
    if len(sheet.rows) >= usual_row:
        usual = as_the_form_has_them(tuple(sheet.rows[usual_row - 1][:SEARCHED_COLUMNS]), layout, usual_row)
        if usual and not (len(sheet.rows) > usual_row and may_be_headings(sheet.rows[usual_row : usual_row + 1])):
            return usual
    best = _best_rows((searched or search(sheet))(), layout)
    return _resolved(sheet, layout, *best, period) if best else None


def search(sheet: RawSheet) -> Searched:
    """Looks through a sheet once, as soon as somebody asks."""
    return cache(lambda: list(_searched(sheet)))


def _searched(sheet: RawSheet) -> Iterator[tuple[int, int, list[Headed]]]:
    first = next((number for number, cells in enumerate(sheet.rows, 1) if cells), 1)
    for row in range(first, min(first + SEARCHED_ROWS - 1, len(sheet.rows)) + 1):
        if sum(type(cell) is str and bool(cell) for cell in sheet.rows[row - 1]) < 2:
            continue
        for depth in _DEPTHS:
            if depth > 1 and not may_be_headings(sheet.rows[row + depth - 2 : row + depth - 1]):
                break  # the first row of figures is none of headings
            yield row, depth, headed_columns(sheet, row, row + depth - 1)


def _best_rows(searched: list[tuple[int, int, list[Headed]]], layout: SheetLayout) -> tuple[int, int] | None:
    """The row and the depth in which most columns of the form have their headings: three, an input among them."""
    best, best_score = None, 0
    for row, depth, headed in searched:
        if len(columns_by_wording(headed, layout)) + len(layout.filled_in) < _FEWEST:
            continue
        roles = [layout.by_key[key].role for key in columns_by_key(headed, layout)]
        score = sum(2 if role in ("input", "key") else 1 for role in roles)
        if score > best_score and len(roles) >= _FEWEST and ("input" in roles or _shares_of(headed, layout)):
            best, best_score = (row, depth), score
    return best


def _shares_of(headed: list[Headed], layout: SheetLayout) -> list[int]:
    """The columns, where every one that people fill in is called a percentage: `Jumlah Tersedia (%)`. A sheet of
    shares is the form's, wrongly filled in."""
    shares = [one for one in headed if one.is_percentage]
    if not layout.filled_in or len(shares) < len(layout.filled_in):
        return []
    said = {one.number: reduced(one.text, "percent") for one in shares}
    found = [[at for at, text in said.items() if text in reduced_wordings(column)] for column in layout.filled_in]
    return [at for of_column in found for at in of_column] if all(found) else []


def supposed_headings(sheet: RawSheet, layout: SheetLayout, codes: Mapping[str, str]) -> Headings | None:
    """The form's own columns over rows with its codes, where a sheet has no headings and enough of these."""
    columns = {one.key: at for at, one in enumerate(layout.columns, 1) if one.role != "part"}
    at = columns[layout.key_column.key]
    coded = [row for row, cells in enumerate(sheet.rows, 1) if cell_at(cells, at) in codes]
    return Headings(coded[0] - 1, coded[0] - 1, columns) if len(coded) >= MANY else None


@lru_cache(maxsize=256)
def as_the_form_has_them(cells: tuple[Cell, ...], layout: SheetLayout, row: int) -> Headings | None:
    """The headings in a row that has all of them and no others. Cached, because most files have them so."""
    while cells and cells[-1] in ("", None):
        cells = cells[:-1]
    if len(cells) != len(layout.columns) or not all(type(cell) is str for cell in cells):
        return None
    headings = headings_at(RawSheet("", [*[[]] * (row - 1), list(cells)]), layout, row, 1)
    known = [key for key, at in headings.columns.items() if plain(cells[at - 1]) in layout.by_key[key].wordings]
    return headings if len(known) == len(layout.columns) else None


def _resolved(sheet: RawSheet, layout: SheetLayout, row: int, depth: int, period: Period | None) -> Headings:
    """The headings there, with their groups above and their sub-headings below."""
    by_key = columns_by_key(headed_columns(sheet, row, row + depth - 1), layout)
    inputs = [one.number for key, found in by_key.items() if layout.by_key[key].role == "input" for one, _ in found]
    inputs = inputs or _shares_of(headed_columns(sheet, row, row + depth - 1), layout)
    first_row = reaches_above(sheet, row, min(inputs))
    answers = frozenset(plain(answer) for column in layout.columns for answer in column.choices)
    last_row = reaches_below(sheet, row, row + depth - 1, min(inputs), answers)
    return headings_at(sheet, layout, first_row, last_row - first_row + 1, period)


def headings_at(sheet: RawSheet, layout: SheetLayout, row: int, depth: int, period: Period | None = None) -> Headings:
    """The headings that stand in `depth` rows from `row` on; no columns where none fit."""
    headed = headed_columns(sheet, row, row + depth - 1)
    choices = choose_columns(sheet, layout, headed, row + depth - 1, period)
    ticked = ticked_choices(sheet, layout, headed, row + depth - 1, choices)
    choices |= {key: of_ticks(choices[key]) for key in ticked}
    columns = {column.key: choices[column.key].chosen.what for column in layout.columns if column.key in choices}
    disputed = {key: choice for key, choice in choices.items() if choice.others}
    texts = {one.number: one.text for one in headed}
    rows = {one.number: one.row for one in headed}
    return Headings(row, row + depth - 1, columns, texts, rows=rows, choices=disputed, ticked=ticked)

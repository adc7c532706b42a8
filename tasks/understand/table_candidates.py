"""Several tables of one kind in a workbook, on sheets of their own or on one: what each of them holds and says."""

from collections import defaultdict
from dataclasses import replace
from typing import TypeVar

from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.workbook import RawSheet, cell_at
from tasks.understand.columns import figures_of
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import MANY, WHOLE, Candidate, Choice
from tasks.understand.stated import is_derived

T = TypeVar("T")
_IN_BOTH = 0.34
"""So much of a table of one bidang, which may have three rows, may be in another piece."""


def table_candidate(
    what: T, sheet: RawSheet, layout: SheetLayout, headings: Headings, *, at: str, said: str, when: str, **ranks: int
) -> Candidate[T]:
    """With what a table holds by the code or name of each row, wherever that stands."""
    key_at = headings.columns.get(layout.key_column.key, headings.columns.get(layout.name_key, 0))
    rows = range(headings.last_row + 1, len(sheet.rows) + 1)
    about = {row: text for row in rows if (text := str(cell_at(sheet.rows[row - 1], key_at) or "").strip())}
    if key_at == headings.columns.get(layout.name_key):
        about = _with_their_service(sheet, layout, headings, about)
    held = {key: figures_of(sheet, column, about) for key, column in headings.columns.items()}
    inputs = [one.key for one in layout.columns if one.role == "input" and one.key in held]
    computed = {key for key, column in headings.columns.items() if key in held and sheet.formulas.get(column)}
    fits, fails = _consistent_rows(layout, {key: held[key] for key in held.keys() - computed})
    return Candidate(
        what,
        at,
        said,
        {(about[row], key): value for key in inputs for row, value in held[key].items()},
        agrees=frozenset(about[row] for row in fits - fails),
        differs=frozenset(about[row] for row in fails),
        when=when,
        table=True,
        **ranks,
    )


def with_the_whole(candidates: list[Candidate[T]]) -> list[Candidate[T]]:
    """The candidates, of which one that holds all that the others hold together is the whole: the sheet of a regency
    beside those of its places or offices."""
    return [
        replace(one, total=WHOLE) if _is_whole(one, [other for other in candidates if other is not one]) else one
        for one in candidates
    ]


def _is_whole(one: Candidate[T], others: list[Candidate[T]]) -> bool:
    sums: dict[object, float] = defaultdict(float)
    for key, value in (figure for other in others for figure in _filled(other)):
        sums[key] += value
    several = len(others) > 1 or len(sums) < len(_filled(one)) / 2
    return several and len(sums) >= MANY and all(one.figures.get(key) == value for key, value in sums.items())


def _filled(table: Candidate) -> list[tuple[object, float]]:
    return [(key, value) for key, value in table.figures.items() if type(value) is float and value]


def _with_their_service(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, about: dict[int, str]
) -> dict[int, str]:
    """The names of items after the code of their service, which stands beside the first of them or each: one service's
    may be called as another's."""
    at, service, found = headings.columns.get("service_code", 0) if layout.rows == "items" else 0, "", {}
    for row, name in about.items():
        service = str(cell_at(sheet.rows[row - 1], at) or service).strip() if at else ""
        found[row] = f"{service} {name}".strip()
    return found


def without_excerpts(candidates: list[Candidate[T]]) -> list[Candidate[T]]:
    """The candidates, of which one is idle that holds some rows of another that is seen as well, and says the same of
    them."""
    return [
        replace(one, idle=True) if any(_repeats_some_rows(one, other) for other in candidates) else one
        for one in candidates
    ]


def _repeats_some_rows(one: Candidate, whole: Candidate) -> bool:
    held, every = filled_rows(one), filled_rows(whole)
    fewer = {about for about, _ in held} < {about for about, _ in every} and one.visible <= whole.visible
    return fewer and held.items() <= every.items()


def filled_rows(table: Candidate) -> dict[tuple[str, str], object]:
    """What a table holds in the rows in which any number is not 0: a row of nothing but zeros is one of others."""
    filled = {about for (about, _), value in table.figures.items() if isinstance(value, float) and value}
    return {(about, key): value for (about, key), value in table.figures.items() if about in filled}


def rows_of(table: Candidate) -> set[str]:
    """What the rows are about in which a table holds anything."""
    return {about for about, _ in table.figures}


def is_in_pieces(choice: Choice) -> bool:
    """Whether tables in doubt have other rows each, as where every office has one: none is to be deleted."""
    if not choice.rival or not all(isinstance(key, tuple) for key in choice.chosen.figures):
        return False
    return hardly_meet(rows_of(choice.chosen), rows_of(choice.rival))


def hardly_meet(here: set[str], there: set[str]) -> bool:
    """Whether hardly anything of the smaller is in the larger: a line such as `JUMLAH` may end each piece."""
    return len(here & there) <= _IN_BOTH * min(len(here), len(there))


def _consistent_rows(layout: SheetLayout, held: dict[str, dict]) -> tuple[set, set]:
    """The rows in which what a sheet states follows from its figures, and those in which it does not."""
    fits, fails = set(), set()
    for column in layout.columns:
        if column.derived and column.key in held:
            kind, whole, part = column.derived
            for row, stated in held[column.key].items():
                values = stated, held.get(whole, {}).get(row), held.get(part, {}).get(row)
                if all(isinstance(value, float) for value in values):
                    (fits if is_derived(kind, *values) else fails).add(row)
    return fits, fails


def title_above(
    sheet: RawSheet, first_row: int, period: Period | None, *, below: int = 0, columns: range | None = None
) -> tuple[int, str]:
    """The nearest line above a table that names a period, and its rank: 0 for the report's or none, else -1.

    That a line names the report's period is no evidence for the table below it: the form's own title does, which stands
    above the first of several tables, and on the one sheet that a copy was made of. `below` is the last row that
    belongs to something else, `columns` those over which the table stands.
    """
    for cells in reversed(sheet.rows[below : first_row - 1]):
        ranks = {}
        for number, cell in enumerate(cells, 1):
            if type(cell) is str and (columns is None or number in columns):
                named = named_in(cell)
                of_a_year = named.year is not None and (named.of_years or cell.strip(" '’‘").isdigit())
                if (named.quarter is not None and not named.is_one_month) or named.before or named.half or of_a_year:
                    ranks.setdefault(named.table_rank(period), cell)
        if ranks:
            return next(((0, ranks[rank]) for rank in (1, 0) if rank in ranks), (-1, ranks.get(-1, "")))
    return 0, ""

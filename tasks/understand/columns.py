"""Which columns the headings of a sheet may mean: a heading's own, its sub-columns, and the same heading again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from config import catalogue
from schemas.address import letters
from schemas.layout import Column, SheetLayout
from schemas.period import Period
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.arithmetic import Rows, Sheet, with_arithmetic
from tasks.understand.cells import is_blank, read_number
from tasks.understand.named_periods import Named, before_up_to, named_in
from tasks.understand.resolver import Candidate, Choice, weigh

_DECIDED_BY_NAME = ("row_no", "label", "note", "derived", "part")
"""Columns that no figure comes from: the exact heading is taken, else the first, and nothing is in doubt."""


@dataclass(frozen=True)
class Headed:
    """A column with a heading. `lines` are its lines from the top, those that reach over several columns included;
    `own` is the number of lines that stand in the column itself."""

    number: int
    lines: tuple[str, ...]
    row: int

    @property
    def text(self) -> str:
        return " ".join(" ".join(dict.fromkeys(self.lines)).split())

    @property
    def own_forms(self) -> set[str]:
        """What its heading may be called: all lines together, the last ones, the last alone."""
        return {plain(" ".join(dict.fromkeys(self.lines[at:]))) for at in range(len(self.lines))} - {""}

    @property
    def is_cumulative(self) -> bool:
        """Whether it says nothing but up to when: `Kumulatif`, `s.d. TW IV`. What is done adds up, what is due not."""
        own, up_to = before_up_to(self.text)
        named = named_in(self.text)
        return not own and (up_to == "kumulatif" or named.quarter is not None or (named.up_to and named.now))

    def below(self, column: Column) -> str:
        """What stands below the column's own heading, '' where that is the last line."""
        lines = [plain(line) for line in self.lines]
        at = max((at for at, line in enumerate(lines) if line in column.wordings), default=-1)
        if at < 0:
            return self.beyond(column)
        rest = " ".join(dict.fromkeys(lines[at + 1 :]))
        return rest.removeprefix(lines[at]).strip() if rest != lines[at] else ""

    def beyond(self, column: Column) -> str:
        """What a heading says beyond the column's own in the same line, if that makes it the whole: `perubahan` of
        `Alokasi Perubahan (Rp)`, `kumulatif` of `Realisasi Kumulatif`."""
        text = f" {plain(self.text)} "
        if column.wordings & self.own_forms or "%" in text or " persen" in text:
            return ""
        for word in (*sorted(_sub_words("sub_final") | _sub_words("sub_sum"), key=len, reverse=True), "kumulatif"):
            if f" {word} " in text and " ".join(text.replace(f" {word} ", " ", 1).split()) in column.wordings:
                return word
        own, up_to = before_up_to(text)
        return up_to if own in column.wordings else ""


@cache
def _sub_words(kind: str) -> frozenset[str]:
    aliases = catalogue.table("header_aliases")
    return frozenset(plain(alias) for alias in aliases.loc[aliases["canonical"] == kind, "alias"])


def is_sum(text: str) -> bool:
    """Whether a sub-heading says that its column is the sum of those beside it: `Jumlah`, `L+P`."""
    return bool(text) and text in _sub_words("sub_sum")


def is_part(text: str) -> bool:
    """Whether a sub-heading says that its column is a part: `L`, `Perempuan`, `Jumlah P`."""
    bare = next((text.removeprefix(word) for word in ("jumlah ", "total ", "jml ") if text.startswith(word)), text)
    return bare in _sub_words("sub_part")


def total_rank(text: str, named: Named) -> int:
    """1 for what stands for the whole (Jumlah, s.d. this quarter, Perubahan, Keuangan), -1 for a part of it."""
    for said in (text, text.rpartition(" ")[2]):
        if is_sum(said) or said in _sub_words("sub_final"):
            return 1
        if is_part(said) or said in _sub_words("sub_choice"):
            return -1
    return int(named.up_to and not named.before)


def wholeness(text: str) -> int:
    """1 for a heading with a word for the whole or the last of it, -1 for one with a word for a part, by the longest:
    `Alokasi Setelah Perubahan`, `Alokasi Sebelum Perubahan`."""
    words, named = f" {plain(text)} ", named_in(text)
    said = dict.fromkeys(_sub_words("sub_final"), 1) | dict.fromkeys(_sub_words("sub_choice"), -1)
    longest = max((word for word in said if f" {word} " in words), key=len, default="")
    return said[longest] if longest else int(named.up_to and not named.before)


def columns_by_key(headed: Sequence[Headed], layout: SheetLayout) -> dict[str, list[tuple[Headed, bool]]]:
    """Column key -> the columns that may be it, and whether exactly; each column is candidate for one key only."""
    found: dict[str, list[tuple[Headed, bool]]] = {}
    near: list[tuple[Headed, list[Column]]] = []
    for one in headed:
        own = [column for column in layout.columns if column.wordings & one.own_forms]
        above = [column for column in layout.columns if column.wordings & set(map(plain, one.lines[:-1]))]
        exact = [column for column in own if plain(column.heading) in one.own_forms]
        if exact:
            found.setdefault(exact[0].key, []).append((one, True))  # headings of a sheet are told apart: one at most
        elif own or above:
            near.append((one, own or above))
    for one, keys in near:
        column = next((column for column in keys if column.key not in found), keys[0])
        exact = plain(column.heading) in set(map(plain, one.lines))
        found.setdefault(column.key, []).append((one, exact))
    claimed = {one.number for some in found.values() for one, _ in some}
    figures = [column for column in layout.columns if column.role == "input" and column.is_figure]
    parts = {column.derived[2] for column in layout.columns if column.derived}
    for one in headed:  # beside the column itself; alone it is a near heading (L02)
        beside = (column for column in figures if column.key in found)
        column = next((own for own in beside if one.beyond(own) or (own.key in parts and one.is_cumulative)), None)
        if column and one.number not in claimed:
            found[column.key].append((one, False))
    return found


def choose_columns(
    sheet: RawSheet, layout: SheetLayout, headed: list[Headed], last_row: int, period: Period | None
) -> dict[str, Choice[int]]:
    """Column key -> the column that is meant, of all that may be."""
    by_key = columns_by_key(_in_order(headed), layout)
    rows = _rows(sheet, layout, by_key, last_row)
    candidates = {
        key: [_candidate(sheet, layout.by_key[key], one, exact, rows, period) for one, exact in found]
        for key, found in by_key.items()
    }
    candidates = {key: _totals_of_periods(found) for key, found in candidates.items()}
    disputed = {key for key, found in candidates.items() if len(found) > 1}
    if any(layout.by_key[key].role == "input" for key in disputed):
        names = {one.number: one.below(layout.by_key[key]) for key, found in by_key.items() for one, _ in found}
        candidates = with_arithmetic(Sheet(layout, names, sheet.formulas, period), candidates)
    return {key: _choice(layout.by_key[key], found) for key, found in candidates.items()}


def _in_order(headed: list[Headed]) -> list[Headed]:
    return sorted(headed, key=lambda one: one.number)


def _choice(column: Column, candidates: list[Candidate[int]]) -> Choice[int]:
    if column.role in _DECIDED_BY_NAME or (column.role == "input" and column.type == "text"):
        best = max(candidates, key=lambda one: (one.period, one.total, one.exact))
        return Choice(best, tuple(one for one in candidates if one is not best))
    return weigh(candidates)


def _candidate(
    sheet: RawSheet, column: Column, headed: Headed, exact: bool, rows: list[int], period: Period | None
) -> Candidate[int]:
    named, below = named_in(headed.text), headed.below(column)
    if named.quarter is None and below:
        bare = named_in(below.rpartition(" ")[2])
        named = named._replace(quarter=bare.quarter)
    return Candidate(
        headed.number,
        f"{letters(headed.number)}{headed.row}",
        headed.text,
        figures_of(sheet, headed.number, rows) if column.role in ("input", "key", "derived") else {},
        named.rank(period),
        total_rank(below, named),
        int(exact),
        int(headed.number not in sheet.hidden_columns),
    )


def _totals_of_periods(candidates: list[Candidate[int]]) -> list[Candidate[int]]:
    """A total beside columns of single quarters is the report's, where one of these is."""
    if not any(one.period == 1 for one in candidates):
        return candidates
    return [replace(one, period=1) if one.total == 1 and one.period == 0 else one for one in candidates]


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

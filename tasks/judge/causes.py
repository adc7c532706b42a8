"""Which finding follows from which: one slip is told once, and what it brings about stands under it.

A cause reaches over a sheet that may be another, a column whose heading was refused, a row whose code was. What is told
of a cell there, or rests on a figure there, follows from it. Personal data follow from nothing but a file that is no
form: they have to go in any case.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, Severity
from schemas.reference import FIELDS
from schemas.submission import Normalised, Place
from tasks.judge.reach import (
    CELL,
    COLUMN,
    FIGURES,
    REACH,
    RESTS_ON,
    ROW,
    SHEET,
    UNREAD,
    WHOLE_FORM,
    Ground,
    Key,
    keys,
)
from tasks.understand.named_periods import named_in
from tasks.understand.rows import figure_columns

_ONLY = {"H06": ("H01", "H02", "H05", "H07"), "H07": ("H02",), "R13": ("R13",)}
"""From a unit that changed: what tells a figure's size; from a fixed target: that it is another; from money: rows."""
_OF_COLUMNS = (
    *("column_parts", "column_total", "column_months", "exchanged"),
    *("left", "moved", "left_since", "moved_since"),
)
_OF_FIGURES = ("exchanged", "left", "moved", "left_since", "moved_since")
"""What stands at a heading and is said of the figures under it."""
_NOTES = ("noted", "other_time", "corrected", "noted_around", "corrected_around", "draft")
_TOLD_ONCE = {
    **dict.fromkeys((("I06", one) for one in ("regency", "period", "line", "name")), ("value",)),
    **dict.fromkeys((("L06", one) for one in _NOTES), ("value",)),
    **dict.fromkeys(
        (("R01", one) for one in ("service", "item", "service_again", "item_again", "item_older")), ("value",)
    ),
    **dict.fromkeys((("R03", one) for one in ("default", "follows", "office")), ("value",)),
    **dict.fromkeys(
        (("C11", one) for one in ("heading", "note", "noted_unit", "printed", "comment_around")), ("sheet", "value")
    ),
    **dict.fromkeys((("L05", one) for one in _OF_COLUMNS), ("sheet",)),
    **dict.fromkeys(
        (("L05", one) for one in ("pieces", "pieces_all", "regencies", "regencies_table", "columns")), ("rule",)
    ),
    **dict.fromkeys((("L01", "elsewhere"), ("R01", "office")), ("rule",)),
}
"""What one habit brings about in several places, where they have any of these in common."""
_BUT = {"C11": ("R06",)}
"""What does not: some are some at any scale, while 0 may be 300 in thousands."""
_WRONG_FIGURES = ("R05", "R06", "R08", "R14")
"""Errors about a figure, from which a stated remainder or percentage (R09) then differs."""
_BESIDE_OTHER_SHEETS = ("R12", "R13")
"""What compares a service's figures of two sheets."""
_OF_SERVICES = ("recipients", "quality", "budget")
_ASTRAY = ("R01", "R02", "R16", "R17")
"""Errors about a row that may be the one which is missing (R03)."""
_NO_FORM = "F08"
"""All of the file is to be written on another form."""
_WEIGHT = list(Severity)
_NO_CAUSE = (CELL + 1, 0)


def with_causes(findings: list[Finding], read: Normalised) -> list[Finding]:
    """The findings with the names of their causes. None follows from one that weighs less: what rejects a file is never
    hidden under a warning."""
    if not read.layout or not findings:
        return findings
    tables = _Tables(read)
    found = _with(findings, tables.within_reach(findings))
    for more in (
        _told_before,
        tables.of_identity,
        tables.beside_doubtful_rows,
        tables.missing_rows,
        tables.derived_figures,
    ):
        found = _with(found, more(found))
    return _to_the_root(found)


def _may_follow(one: Finding, cause: Finding) -> bool:
    return one is not cause and not one.cause and _WEIGHT.index(cause.severity) <= _WEIGHT.index(one.severity)


def _with(findings: list[Finding], pairs: Iterator[tuple[Finding, Finding]]) -> list[Finding]:
    """With the causes of some that have none yet; `pairs` are (finding, cause)."""
    known = {id(one): cause.name for one, cause in pairs if _may_follow(one, cause)}
    return [replace(one, cause=known[id(one)]) if id(one) in known else one for one in findings]


def _follows(one: Finding, cause: Finding) -> bool:
    """Of a finding that a cause reaches. What stands in the heading itself or above it is no figure under it."""
    if not _may_follow(one, cause):
        return False
    kind, only = (cause.rule, cause.variant), _ONLY.get(cause.rule)
    if cause.rule == _NO_FORM:
        return True
    above = REACH.get(kind) == COLUMN and one.sheet == cause.sheet and one.cell and _row(one) <= _row(cause)
    above = above and one.variant not in _OF_FIGURES
    return not above and (one.rule in only if only else one.rule not in ("C09", *_BUT.get(cause.rule, ())))


def _row(one: Finding) -> int:
    return position_of(one.cell)[0] if one.cell else 0


def _told_before(findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Sheets copied with the title of another report, with the same note, without the same service; a sheet in
    thousands, or in parts, over each of its columns."""
    first: dict[tuple[str, str, str], Finding] = {}
    for one in findings:
        common = _TOLD_ONCE.get((one.rule, one.variant), ())
        causes = [first.setdefault((one.rule, name, getattr(one, name)), one) for name in common]
        if cause := next((cause for cause in causes if cause is not one), None):
            yield one, cause


def _to_the_root(findings: list[Finding]) -> list[Finding]:
    """No cause is itself one that follows: the first one of all is named."""
    own = {one.name for one in findings if not one.cause}
    above = {one.name: one.cause for one in reversed(findings) if one.cause and one.name not in own}

    def root(cause: str) -> str:
        seen = {cause}
        while (further := above.get(cause)) and further not in seen:
            seen.add(cause := further)
        return cause

    return [replace(one, cause=root(one.cause)) if one.cause in above else one for one in findings]


def _tells_of_regency(one: Finding) -> bool:
    return one.rule in ("F06", "H05") or (one.rule in ("I04", "I06") and one.variant == "regency")


class _Tables:
    """Where the tables of a file stand, so that a cell is a column of the form in a row."""

    def __init__(self, read: Normalised) -> None:
        self.read, self.layout = read, catalogue.layouts()[read.layout]

    def within_reach(self, findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """Each finding with the cause that reaches the furthest of those that reach it."""
        causes: dict[Key, list[Finding]] = defaultdict(list)
        rank: dict[int, tuple[int, int]] = {}
        for at, one in enumerate(findings):
            for key in self._reached(one):
                causes[key].append(one)
                rank.setdefault(id(one), (key[0], at))
        for one in findings:
            places = sorted({key for ground in self._grounds(one) for key in keys(ground)} | {(WHOLE_FORM,)})
            own = rank.get(id(one), _NO_CAUSE)  # of two that reach each other one is the cause
            reaching = (cause for key in places for cause in causes.get(key, ()) if rank[id(cause)] < own)
            cause = next((cause for cause in reaching if _follows(one, cause)), None)
            if cause and self._is_reached_whole(one, causes):
                yield one, cause

    def _is_reached_whole(self, one: Finding, causes: dict[Key, list[Finding]]) -> bool:
        """Whether each cell of a finding about several is reached by a cause: what else it says is hidden nowhere."""
        alone = (replace(one, cell=cell, cells="") for cell in one.all_cells[1:])
        each = ({key for ground in self._grounds(cell) for key in keys(ground)} | {(WHOLE_FORM,)} for cell in alone)
        return all(any(_follows(one, cause) for key in there for cause in causes.get(key, ())) for there in each)

    def _reached(self, cause: Finding) -> Iterator[Key]:
        """What a finding reaches over, if it is a cause."""
        kind = (cause.rule, cause.variant)
        if cause.rule == _NO_FORM:
            yield (WHOLE_FORM,)
        reach = REACH.get(kind, CELL if cause.rule in UNREAD else None)
        table = self._table(cause) if reach is not None else ""
        if not table:
            return
        cells = [position_of(cell) for cell in cause.all_cells]
        if reach in (SHEET, FIGURES):
            yield (reach, table)
        elif reach == ROW:
            yield from ((ROW, table, row) for row in self._rows(table, [row for row, _ in cells], cause.rule == "R02"))
        elif cells:
            column = self._column(table, letters(cells[0][1]))
            rows = (row for row, _ in cells)
            yield from ((CELL, table, column, row) for row in rows) if reach == CELL else ((COLUMN, table, column),)
            if reach == CELL and len(cells) > 1:
                yield (CELL, table, column, 0)

    def _rows(self, table: str, rows: list[int], again: bool) -> list[int]:
        """The rows that a cause reaches over; where rows come again (R02), those that they repeat as well."""
        if not again:
            return rows
        at = figure_columns(table).index(self.layout.by_key[table].key_column.key)
        figures = self.read.figures.get(table, ())
        codes = {cells[at] for cells in figures if cells[0] in {*rows}}
        return [cells[0] for cells in figures if cells[at] in codes] or rows

    def _grounds(self, one: Finding) -> Iterator[Ground]:
        key, row, column = self._table(one), 0, ""
        if key and one.cell:
            row, at = position_of(one.cell)
            column = self._column(key, letters(at))
        if key:
            yield self._ground(key, column, row)
        for sheet, columns in self._rests_on(one.rule, key, column):
            yield from (self._ground(sheet, name, row if sheet == key else 0) for name in columns)

    def _ground(self, key: str, column: str, row: int) -> Ground:
        known = self.layout.by_key[key].by_key.get(column)
        return Ground(key, column, row, known is not None and (known.is_figure or known.derived is not None))

    def _rests_on(self, rule: str, key: str, column: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from RESTS_ON.get(rule, {}).items()
        known = self.layout.by_key[key].by_key.get(column) if key and rule == "R09" else None
        if known and known.derived:
            yield key, known.derived[1:]

    def _table(self, one: Finding) -> str:
        """The key of the table that a finding is about, '' for none; a sheet may hold several."""
        keys = [key for key, place in self.read.places.items() if place.title == one.sheet]
        rows = {key: trace.rows for key, trace in self.read.traces.items()}
        mine = [key for key in keys if rows.get(key) is None or _row(one) in rows[key]]
        at = one.cell.rstrip("0123456789")
        return min(mine or keys, key=lambda key: at not in self.read.places[key].letters.values(), default="")

    def _column(self, key: str, letter: str) -> str:
        place: Place = self.read.places[key]
        return next((name for name, at in place.letters.items() if at == letter), "")

    def of_identity(self, findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """Whose report it is decides on province, titles and population; its quarter on what a heading says."""
        no_code = next((one for one in findings if one.rule in ("I01", "I02")), None)
        no_period = next((one for one in findings if one.rule == "I03"), None)
        for one in findings:
            if no_code and not self.read.identity.regency_code and _tells_of_regency(one):
                yield one, no_code
            if no_period and one.rule in ("L02", "L05") and named_in(one.value).names_period:
                yield one, no_period

    def beside_doubtful_rows(self, findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """What a row says beside that of another sheet, which may be about another service (R16)."""
        doubtful = {self._service(one): one for one in findings if one.rule == "R16"}
        for one in findings if doubtful else ():
            if one.rule in _BESIDE_OTHER_SHEETS and (cause := doubtful.get(self._service(one))):
                yield one, cause

    def _service(self, one: Finding) -> str:
        """The service that the row of a finding is about, or is supposed to be; '' for none."""
        key, row = self._table(one), _row(one)
        if key not in _OF_SERVICES:
            return ""
        at = figure_columns(key).index("service_code")
        rows = [*self.read.figures.get(key, ()), *self.read.supposed.get(key, ())]
        return next((cells[at] for cells in rows if cells[0] == row), "")

    def missing_rows(self, findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """A row that is missing (R03) follows from one that is astray, where there are as many of these, or from rows
        whose columns stand in another order, or of which nobody knows what they are about. Where a file may be one
        office's report, the other bidang are missing for this one reason."""
        office = next((one for one in findings if one.rule == "R03" and one.variant == "office"), None)
        yield from ((one, office) for one in findings if office and one.rule == "R03" and one.value in FIELDS)
        for key, place in self.read.places.items():
            known = {row[0] for row in self.read.supposed.get(key, ())}
            astray = [
                one
                for one in findings
                if one.rule in _ASTRAY and one.sheet == place.title and (one.rule == "R16" or _row(one) not in known)
            ]
            missing = [one for one in findings if one.rule == "R03" and one.sheet == place.title]
            order = [one for one in findings if one.variant in ("order", "rows") and one.sheet == place.title]
            astray += order[:1] * (len(missing) - len(astray))
            if len(missing) <= len(astray):
                yield from zip(missing, astray, strict=False)

    def derived_figures(self, findings: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """A remainder or percentage differs because of a figure that is wrong, or for the same reason as the other; a
        total, because a row was not added up of which nobody knows what it is about."""
        rounded = next((one for one in findings if one.rule == "R15"), None)
        yield from ((one, rounded) for one in findings if rounded and one.rule == "R09" and one.sheet == rounded.sheet)
        astray = {one.sheet: one for one in reversed(findings) if one.rule in _ASTRAY and one.rule != "R02"}
        yield from ((one, astray[one.sheet]) for one in findings if one.variant == "total" and one.sheet in astray)
        first: dict[tuple[str, int], Finding] = {}
        for one in sorted(findings, key=lambda one: one.rule not in _WRONG_FIGURES):
            if one.rule in (*_WRONG_FIGURES, "R09") and one.cell:
                cause = first.setdefault((one.sheet, position_of(one.cell)[0]), one)
                if cause is not one and one.rule == "R09":
                    yield one, cause

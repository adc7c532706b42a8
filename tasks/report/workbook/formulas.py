"""From the names in a table's formulas (`tasks.report.tables.table.Column`) to the addresses of the cells meant."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from tasks.report.workbook.placement import Place

_REFERENCE = re.compile(r"\{(?:(?P<table>\w+)\.)?(?P<key>\w+)(?P<whole>:)?(?:\[(?P<where>[^\]]*)\])?\}")
_Rows = dict[tuple, tuple[int, int]]


class Formulas:
    """The tables of a workbook by their names, and what has been looked up among their rows."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.table.name: place for place in places if place.table.name}
        self._found: dict[tuple, _Rows] = {}

    def of_rows(self, place: Place, frame: pd.DataFrame, first: int, template: str) -> Iterator[str]:
        """The formula of each row of `frame`, which are the table's rows or its totals from sheet row `first` on; ''
        where it refers to rows that are not there."""
        parts, end = [], 0
        for match in _REFERENCE.finditer(template):
            if match.start() > end:
                parts.append([template[end : match.start()]] * len(frame))
            parts.append(self._addresses(place, frame, first, match))
            end = match.end()
        if end < len(template):
            parts.append([template[end:]] * len(frame))
        for texts in zip(*parts, strict=True):
            yield "".join(texts) if all(texts) else ""

    def absolute(self, place: Place, reference: str) -> str:
        """The address, with its sheet, of what a reference that depends on no row stands for."""
        match = _REFERENCE.fullmatch(reference)
        rows = self._rows(place, *_conditions(match["where"])) if match["where"] else {(): _all(place)}
        return _sheet(place) + _range(place, match["key"], rows[()], "$")

    def _addresses(self, place: Place, frame: pd.DataFrame, first: int, match: re.Match) -> list[str]:
        of = self._places[match["table"]] if match["table"] else place
        sheet = "" if of.sheet == place.sheet else _sheet(of)
        if match["whole"]:
            return [sheet + _range(of, match["key"], _all(of), "$")] * len(frame)
        if match["where"] is None:
            letter = _letter(of, match["key"])
            return [f"{letter}{row}" for row in range(first + 1, first + 1 + len(frame))]
        keys, constants = _conditions(match["where"])
        rows, key = self._rows(of, keys, constants), match["key"]
        wanted = zip(*(frame[name] for name in keys), strict=True) if keys else [()] * len(frame)
        found = map(rows.get, wanted)
        return [sheet + _range(of, key, one) if one else "" for one in found]

    def _rows(self, of: Place, keys: tuple[str, ...], constants: tuple[tuple[str, str], ...]) -> _Rows:
        known = (of.sheet, of.start, keys, constants)
        if known not in self._found:
            self._found[known] = _found(of, keys, constants)
        return self._found[known]


def beside(template: str) -> list[str]:
    """The columns whose cells in the same row a template refers to."""
    found = _REFERENCE.finditer(template)
    return [match["key"] for match in found if not (match["table"] or match["whole"] or match["where"] is not None)]


def _found(of: Place, keys: tuple[str, ...], constants: tuple[tuple[str, str], ...]) -> _Rows:
    """Values of the keys -> the first and the last row of the sheet that hold them, counted from 1.

    Raises ValueError where rows of others stand between them."""
    frame = of.table.frame.reset_index(drop=True)
    for name, value in constants:
        frame = frame[frame[name] == value]
    found: _Rows = {}
    held = zip(*(frame[name] for name in keys), strict=True) if keys else [()] * len(frame)
    for row, key in zip(frame.index + of.first + 1, held, strict=True):
        first, last = found.get(key, (row, row - 1))
        if last != row - 1:
            raise ValueError(f"{of.sheet}: the rows of {key} do not stand together")
        found[key] = first, row
    return found


def _conditions(where: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """`a,b=X` -> the names that agree with the row, and the pairs that are given."""
    pairs = [part.partition("=") for part in where.split(",")]
    names = tuple(name for name, equals, _ in pairs if not equals)
    return names, tuple((name, value) for name, equals, value in pairs if equals)


def _all(of: Place) -> tuple[int, int]:
    return of.first + 1, of.first + max(len(of.table.frame), 1)


def _letter(of: Place, key: str) -> str:
    return xl_col_to_name([column.key for column in of.table.columns].index(key))


def _range(of: Place, key: str, rows: tuple[int, int], dollar: str = "") -> str:
    letter, (first, last) = _letter(of, key), rows
    start = f"{dollar}{letter}{dollar}{first}"
    return start if first == last else f"{start}:{dollar}{letter}{dollar}{last}"


def _sheet(of: Place) -> str:
    return quote_sheetname(of.sheet) + "!"

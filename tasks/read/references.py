"""To which columns the formulas of an .xlsx sheet refer: what is computed from a column is no witness for it; and which
of them take from one cell alone."""

import re
from collections.abc import Iterator
from functools import lru_cache

from schemas.address import cell_name, column_number

_LOOKED_AT = 20
"""Formulas of a sheet, from the top: a column of them is the same all the way down."""
_LONGEST = 2_000
_MOST_SOURCES = 10_000
"""Twice as many as the form has cells."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^>]*>\s*<f(?:\s[^>]*)?>([^<]*)$')
_SHORT = re.compile(rb"<f(?:\s([^<>]*))?>([^<:]{2,40}+)</f>")
"""A formula as long as one is that takes from one cell: `ROUND(F12*0.85,0)`. None of the form's is so short."""
_SOURCE = re.compile(rb"(?<![\w.$'!])((?:'[^']+'|[\w.]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!.])")
_SHARED = re.compile(rb'\bref="([A-Z]{1,3})\d{1,7}:\1(\d{1,7})"')
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*>\s*$')
_NONE: tuple[int, frozenset[int]] = 0, frozenset()
_REFERENCE = re.compile(r"(?<![!\w.'])\$?([A-Z]{1,3})\$?\d+(?::\$?([A-Z]{1,3})\$?\d+)?(?![\w(])")


def formula_columns(xml: bytes) -> dict[int, tuple[int, ...]]:
    """Column of a formula -> the columns of its own sheet that it refers to."""
    found: dict[int, set[int]] = {}
    end, looked_at = xml.find(b"</f>"), 0
    while end >= 0 and looked_at < _LOOKED_AT:
        start = xml.rfind(b"<c ", max(0, end - _LONGEST), end)
        column, columns = _referring(xml[start:end]) if start >= 0 else _NONE
        if column:
            found.setdefault(column, set()).update(columns)
        end, looked_at = xml.find(b"</f>", end + 4), looked_at + 1
    return {column: tuple(sorted(columns)) for column, columns in found.items()}


@lru_cache(maxsize=5_000)
def _referring(cell: bytes) -> tuple[int, frozenset[int]]:
    """The column of a cell, given up to the end of its formula, and those that this refers to. Cached, because copies
    of a form have the same ones."""
    found = _CELL.match(cell)
    return (column_number(found[1]), referred_columns(found[2].decode("utf-8", "replace"))) if found else _NONE


def sources_of(xml: bytes) -> dict[tuple[int, int], str]:
    """(row, column) of a formula that takes from one cell alone -> that one: `F9`, `Dinkes!B1`."""
    found: dict[tuple[int, int], str] = {}
    for formula in _SHORT.finditer(xml):
        sources = {*_SOURCE.findall(formula[2])}
        start = xml.rfind(b"<c ", max(0, formula.start() - _LONGEST), formula.start()) if len(sources) == 1 else -1
        place = _PLACE.match(xml[start : formula.start()]) if start >= 0 else None
        if place:
            at = int(place[2]), column_number(place[1])
            found |= {one: _moved(*sources, one, at) for one in (at, *_sharing(xml, formula, at))}
        if len(found) >= _MOST_SOURCES:
            break
    return found


def _sharing(xml: bytes, formula: re.Match, at: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The cells below the one `at` that share its formula, which it alone holds."""
    shared, start = _SHARED.search(formula[1] or b""), formula.end()
    for row in range(at[0] + 1, int(shared[2]) + 1) if shared else ():
        start = xml.find(b'<c r="%s%d"' % (shared[1], row), start)
        if start < 0:
            return
        if b't="shared"' in xml[start : xml.find(b"</c>", start)]:
            yield row, at[1]


def _moved(source: tuple[bytes, ...], place: tuple[int, int], at: tuple[int, int]) -> str:
    """The one cell that a formula `at` takes from, as its copy in another place does."""
    sheet, fixed_column, column, fixed_row, row = source
    moved_row = int(row) + (0 if fixed_row else place[0] - at[0])
    moved_column = column_number(column) + (0 if fixed_column else place[1] - at[1])
    return sheet.decode("utf-8", "replace") + cell_name(moved_row, moved_column)


@lru_cache(maxsize=5_000)
def referred_columns(formula: str) -> frozenset[int]:
    """The columns of the own sheet that a formula refers to. Cached, because copies of a form have the same ones.

    >>> sorted(referred_columns('IF(F6="","",F6-SUM(G6:I6))+Mutu!A1'))
    [6, 7, 8, 9]
    """
    found: set[int] = set()
    for first, last in _REFERENCE.findall(formula):
        begin = column_number(first.encode())
        found.update(range(begin, column_number(last.encode()) + 1) if last else (begin,))
    return frozenset(found)

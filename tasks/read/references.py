"""To which columns the formulas of an .xlsx sheet refer: what is computed from a column is no witness for it; and which
of them only repeat another cell."""

import re
from functools import lru_cache
from itertools import islice

from schemas.address import column_number

_LOOKED_AT = 20
"""Formulas of a sheet, from the top: a column of them is the same all the way down."""
_LONGEST = 2_000
_MOST_COPIES = 10_000
"""Twice as many as the form has cells."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^>]*>\s*<f(?:\s[^>]*)?>([^<]*)$')
_COPY = re.compile(rb"<f(?:\s[^<>]*)?>\$?([A-Z]{1,3})\$?(\d{1,7})</f>")
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*>\s*$')
_REFERENCE = re.compile(r"(?<![!\w.'])\$?([A-Z]{1,3})\$?\d+(?::\$?([A-Z]{1,3})\$?\d+)?(?![\w(])")


def formula_columns(xml: bytes) -> dict[int, tuple[int, ...]]:
    """Column of a formula -> the columns of its own sheet that it refers to."""
    found: dict[int, set[int]] = {}
    end, looked_at = xml.find(b"</f>"), 0
    while end >= 0 and looked_at < _LOOKED_AT:
        start = xml.rfind(b"<c ", max(0, end - _LONGEST), end)
        cell = _CELL.match(xml[start:end]) if start >= 0 else None
        if cell:
            columns = referred_columns(cell[2].decode("utf-8", "replace"))
            found.setdefault(column_number(cell[1]), set()).update(columns)
        end, looked_at = xml.find(b"</f>", end + 4), looked_at + 1
    return {column: tuple(sorted(columns)) for column, columns in found.items()}


def copied_cells(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of a formula that is nothing but another cell of its sheet -> that one."""
    found = {}
    for copy in islice(_COPY.finditer(xml), _MOST_COPIES):
        start = xml.rfind(b"<c ", max(0, copy.start() - _LONGEST), copy.start())
        place = _PLACE.match(xml[start : copy.start()]) if start >= 0 else None
        if place:
            found[int(place[2]), column_number(place[1])] = int(copy[2]), column_number(copy[1])
    return found


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

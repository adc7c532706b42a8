"""How much room a text takes in a cell: by the widths of Arial's letters, which Liberation Sans and Helvetica share."""

import re
from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from typing import Any

_WIDTHS = {
    "'": 191, "ijl": 222, " !,./:;I[\\]ft": 278, "()-`r": 333, '"': 355, "*": 389, "Jcksvxyz": 500,
    "#$0123456789?L_abdeghnopqu": 556, "+<=>~": 584, "FTZ": 611, "&ABEKPSVXY": 667, "CDHNRUw": 722, "GOQ": 778,
    "Mm": 833, "%": 889, "W": 944, "—…": 1000,
}  # fmt: skip
"""Thousandths of the size of the print."""
_OF_LETTER = {letter: width / 1000 for letters, width in _WIDTHS.items() for letter in letters}
_OTHER = 0.6
_POINTS, BOLDER = 9, 1.13
"""Of the text in cells; how much wider bold letters are."""
_PER_WIDTH, _INDENT = 5.25, 7
"""Points that Excel, which draws columns narrower than LibreOffice, gives a column for each of its characters; what
stays empty beside a text beyond the few that every column has more."""
_BREAKS = re.compile(r"\s+|(?<=-)")


def room_of(width: float) -> float:
    """Points for text in a column so many characters wide."""
    return width * _PER_WIDTH - _INDENT


def width_for(words: Iterable[str], *, bold: bool = False) -> int:
    """The least width of a column that tears none of the words."""
    return ceil((max(map(_points, words), default=0) * (BOLDER if bold else 1) + _INDENT) / _PER_WIDTH)


def words_of(text: str) -> list[str]:
    """The pieces between which a text may be broken into lines."""
    return _BREAKS.split(text)


@lru_cache(maxsize=4096)
def lines_of(text: Any, room: float) -> int:
    """How many lines a text takes in so many points, broken between words, or inside one that is longer than a line;
    anything else takes one."""
    if not isinstance(text, str):
        return 1
    lines, left = 1, room
    for word in words_of(text):
        points = _points(word)
        if points > left and left < room:
            lines, left = lines + 1, room
        further = max(ceil(points / room) - 1, 0)
        lines, left = lines + further, left - points + further * room - _points(" ")
    return lines


@lru_cache(maxsize=16384)
def _points(word: str) -> float:
    return sum(_OF_LETTER.get(letter, _OTHER) for letter in word) * _POINTS

"""Excel's names for places: `F9` is row 9, column 6. Rows and columns count from 1."""

import re
from functools import lru_cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The corner of every sheet: XFD1048576."""

_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


@lru_cache(maxsize=20_000)
def letters(column: int) -> str:
    """1 is `A`, 16384 is `XFD`."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def cell_name(row: int, column: int) -> str:
    """(9, 6) is `F9`."""
    return f"{letters(column)}{row}"


def is_cell(address: str) -> bool:
    """Whether a sheet of Excel has such a cell: A1 to XFD1048576."""
    if not _CELL.fullmatch(address):
        return False
    row, column = position_of(address)
    return row <= LAST_ROW and column <= LAST_COLUMN


def position_of(address: str) -> tuple[int, int]:
    """`F9` is (9, 6)."""
    column = address.rstrip("0123456789")
    return int(address[len(column) :]), column_number(column.encode())


def cells_in(ranges: str) -> list[str]:
    """Every cell of addresses and ranges: `F9:F11 G3` is F9, F10, F11 and G3."""
    found = []
    for one in ranges.split():
        first, _, last = one.partition(":")
        (top, left), (bottom, right) = position_of(first), position_of(last or first)
        found += [cell_name(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return found

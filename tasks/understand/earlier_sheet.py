"""The sheet with an earlier quarter's figures that our form brings along for comparing. Nobody reports on it: it is
known by its title, whatever it is called and wherever it was moved, and is not read."""

from itertools import chain

from schemas.wording import plain
from schemas.workbook import RawSheet

NAME = "Triwulan Lalu"
TITLE = "Angka laporan terdahulu, hanya untuk dibandingkan (lembar ini tidak dibaca)"
_WORDING = plain(TITLE)
_SHORTEST = len(_WORDING) // 3
"""No letter is more than three in lower case."""
_ROWS, _COLUMNS = 10, 5
"""Where the title is looked for: people insert rows and columns."""


def is_for_comparing(sheet: RawSheet) -> bool:
    top = chain.from_iterable(cells[:_COLUMNS] for cells in sheet.rows[:_ROWS])
    return any(plain(cell) == _WORDING for cell in top if type(cell) is str and len(cell) >= _SHORTEST)

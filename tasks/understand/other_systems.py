"""What another system writes when it is asked for its data: known by headings that stand beside each other."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from config import catalogue
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.heading_rows import SEARCHED_ROWS


class OtherSystem(NamedTuple):
    """`way` says what to do with its figures."""

    name: str
    way: str


@cache
def _known() -> tuple[tuple[frozenset[str], OtherSystem], ...]:
    rows = catalogue.table("other_systems").itertuples()
    return tuple((frozenset(map(plain, one.headings.split(";"))), OtherSystem(one.system, one.way)) for one in rows)


def other_system(sheets: Iterable[RawSheet]) -> OtherSystem | None:
    """The system that a workbook was taken from; of several the one with the most headings in one row."""
    found = []
    for sheet in sheets:
        for cells in sheet.rows[:SEARCHED_ROWS]:
            said = {plain(cell) for cell in cells if type(cell) is str}
            found += [(len(headings), system) for headings, system in _known() if headings <= said]
    return max(found, key=lambda one: one[0], default=(0, None))[1]

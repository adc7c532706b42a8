"""Columns in which hardly anything is done, although the money is spent (R13) or the people are served (L06): what is
left may stand there, and no percentage is stated that would tell.
"""

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.cell_account import ranges
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns

_HALF = 0.5
_MOST_ITEMS = 0.75
"""Of quality items more may be missing by right than of people who are served for money that is spent."""
_SHOWN = 3
_COMPARED = {
    "recipients": ("service_code", "target", "served"),
    "quality": ("item_code", "required", "available"),
    "budget": ("service_code", "allocation", "realised"),
}
"""What the rows of a sheet are about, the whole and the part."""


class _Row(NamedTuple):
    number: int
    code: str
    whole: float
    part: float
    note: str

    @property
    def is_low(self) -> bool:
        return self.part < _HALF * self.whole


def hardly_done(submissions: list[Normalised]) -> Iterator[tuple[int, Finding]]:
    """Position and warning of each sheet; none where it is in doubt anyway."""
    for number, one in enumerate(submissions):
        people, items, money = (_known(one, key) for key in ("recipients", "quality", "budget"))
        spent = {row.code for row in money if not row.is_low}
        paid_for = [row for row in people if row.code in spent]
        if _is_low(paid_for, _HALF) and not _in_doubt(one, "recipients"):
            yield number, _told(one, "recipients", "R13", paid_for)
        served = bool(people) and 2 * sum(row.is_low for row in people) < len(people)
        if served and _is_low(items, _MOST_ITEMS) and not _in_doubt(one, "quality"):
            yield number, _told(one, "quality", "L06", items)


def _known(one: Normalised, key: str) -> list[_Row]:
    """The rows with something due of which it is known what is done, without those that the sender explains."""
    picked = itemgetter(*(figure_columns(key).index(name) for name in ("row", *_COMPARED[key], "note")))
    rows = map(_Row._make, map(picked, one.figures.get(key, ())))
    return [row for row in rows if row.whole > 0 and row.part >= 0 and not row.note]


def _is_low(rows: list[_Row], share: float) -> bool:
    low = sum(row.is_low for row in rows)
    return low >= MANY and low > share * len(rows)


def _in_doubt(one: Normalised, key: str) -> bool:
    """A sheet that is there has a place."""
    return key not in one.places or any(
        told.sheet == one.places[key].title and told.rule in ("L02", "L05") for told in one.findings
    )


def _told(one: Normalised, key: str, rule: str, rows: list[_Row]) -> Finding:
    place, columns = one.places[key], catalogue.layout_for("kabkota").by_key[key].by_key
    _, whole, part = _COMPARED[key]
    low = [row for row in rows if row.is_low]
    cells = [place.cell(part, row.number) for row in low]
    words = {"whole": columns[whole].heading, "part": columns[part].heading, "count": len(low), "rows": len(rows)}
    shown = [[number_text(value) for value in (row.part, row.whole)] for row in low[:_SHOWN]]
    words |= dict(zip(("figures", "other_figures"), map("; ".join, zip(*shown, strict=True)), strict=True))
    told = catalogue.rules()[rule].finding("column", sheet=place.title, cell=cells[0], value=low[0].part, **words)
    return replace(told, cells=" ".join(ranges(cells)))

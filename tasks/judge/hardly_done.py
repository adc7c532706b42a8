"""Columns in which hardly anything is done, although the money is spent (R13) or the people are served (L06): what is
left may stand there, and no percentage is stated that would tell.
"""

from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from config.settings import DoubtSettings
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.cell_account import ranges
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns

_MOST = 0.5
"""Of people who are served for money that is spent: what most rows say is the column's."""
_SHOWN = 3
_COMPARED = {
    "recipients": ("service_code", "target", "served"),
    "quality": ("item_code", "required", "available"),
    "budget": ("service_code", "allocation", "realised"),
}
"""What the rows of a sheet are about, the whole and the part."""


_Row = tuple[int, str, float, float]
"""The number of a row, what it is about, the whole and the part."""


def hardly_done(submissions: list[Normalised], doubts: DoubtSettings) -> Iterator[tuple[int, Finding]]:
    """Position and warning of each sheet; none where it is in doubt anyway."""
    for number, one in enumerate(submissions):
        people, items, money = (_known(one, key) for key in ("recipients", "quality", "budget"))
        spent = {code for _, code, whole, part in money if part >= doubts.done_share * whole}
        paid_for = [row for row in people if row[1] in spent]
        low, unserved, missing = (_low(rows, doubts.done_share) for rows in (paid_for, people, items))
        if _are_most(low, paid_for, _MOST) and not _in_doubt(one, "recipients"):
            yield number, _told(one, "recipients", "R13", low, len(paid_for))
        served = 2 * len(unserved) < len(people)
        if served and _are_most(missing, items, doubts.items_share) and not _in_doubt(one, "quality"):
            yield number, _told(one, "quality", "L06", missing, len(items))


def _known(one: Normalised, key: str) -> list[_Row]:
    """The rows with something due of which it is known what is done, without those that the sender explains."""
    code, whole, part, note = (figure_columns(key).index(name) for name in (*_COMPARED[key], "note"))
    return [
        (row[0], row[code], row[whole], row[part])
        for row in one.figures.get(key, ())
        if row[whole] > 0 and row[part] >= 0 and not row[note]
    ]


def _low(rows: list[_Row], share: float) -> list[_Row]:
    return [row for row in rows if row[3] < share * row[2]]


def _are_most(low: list[_Row], rows: list[_Row], share: float) -> bool:
    return len(low) >= MANY and len(low) > share * len(rows)


def _in_doubt(one: Normalised, key: str) -> bool:
    """A sheet that is there has a place."""
    return key not in one.places or any(
        told.sheet == one.places[key].title and told.rule in ("L02", "L05") for told in one.findings
    )


def _told(one: Normalised, key: str, rule: str, low: list[_Row], rows: int) -> Finding:
    place, columns = one.places[key], catalogue.layout_for("kabkota").by_key[key].by_key
    _, whole, part = _COMPARED[key]
    cells = [place.cell(part, number) for number, *_ in low]
    words = {"whole": columns[whole].heading, "part": columns[part].heading, "count": len(low), "rows": rows}
    shown = [[number_text(value) for value in (done, due)] for _, _, due, done in low[:_SHOWN]]
    words |= dict(zip(("figures", "other_figures"), map("; ".join, zip(*shown, strict=True)), strict=True))
    told = catalogue.rules()[rule].finding("column", sheet=place.title, cell=cells[0], value=low[0][3], **words)
    return replace(told, cells=" ".join(ranges(cells)))

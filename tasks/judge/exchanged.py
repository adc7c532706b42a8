"""Two columns whose contents were exchanged: what is done is more than what is due in most rows of a sheet (L05)."""

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised, Place
from schemas.wording import number_text
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns

_PAIRS = {"recipients": ("target", "served"), "quality": ("required", "available")}
"""The whole and the part; of money it is an error in any row (R08)."""
_SHOWN = 3


def told_of_exchanged(one: Normalised, key: str) -> Finding | None:
    """L05 for a sheet with two columns that may be exchanged."""
    pairs = _unexplained(key, one.figures[key]) if key in _PAIRS else []
    more = [(whole, part) for whole, part in pairs if part > whole]
    less = sum(part < whole for whole, part in pairs)
    if len(more) >= MANY and 2 * len(more) > len(pairs) and len(more) > 4 * less:
        return _told(key, one.places[key], more, len(pairs))
    return None


def _unexplained(key: str, rows: list[tuple]) -> list[tuple[float, float]]:
    """Whole and part of the rows that have both, without those of which the sender says why they are so."""
    order = figure_columns(key)
    whole, part, note = (order.index(name) for name in (*_PAIRS[key], "note"))
    return [(row[whole], row[part]) for row in rows if row[whole] > 0 and row[part] > 0 and not row[note]]


def _told(key: str, place: Place, more: list[tuple[float, float]], rows: int) -> Finding:
    columns = catalogue.layout_for("kabkota").by_key[key].by_key
    whole, part = _PAIRS[key]
    cell = place.cell(part, place.header_row)
    words = {"whole": columns[whole].heading, "part": columns[part].heading, "count": len(more), "rows": rows}
    words |= {"whole_at": f"kolom {place.letters[whole]}", "part_at": f"kolom {place.letters[part]}"}
    figures = ("; ".join(map(number_text, column[:_SHOWN])) for column in zip(*more, strict=True))
    words |= dict(zip(("whole_figures", "part_figures"), figures, strict=True))
    return catalogue.rules()["L05"].finding("exchanged", sheet=place.title, cell=cell, **words)

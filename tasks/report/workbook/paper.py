"""How the tables of a sheet come onto paper: lying or standing, how small, and which rows begin a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.report.workbook.placement import Place
from tasks.report.workbook.theme import ROW_POINTS

_POINTS_PER_CHARACTER, _BESIDE = 5.56, 0.71
"""How wide LibreOffice makes a column for each character, and characters beside these; Excel makes it narrower."""
_LYING, _STANDING = (784, 510), (537, 756)
"""Points of an A4 sheet inside the margins, across and down."""
_SMALLEST, _LARGEST = 79, 100
"""Percent: in the smallest print, text of 9 points has 7, also where a spreadsheet rounds."""


@dataclass(frozen=True)
class Paper:
    """How a sheet is printed: in `percent` of its size, on pages that hold `room` points of its rows each. `breaks` are
    the rows that begin a page, `end` the first row that is not printed."""

    landscape: bool
    percent: int
    room: float
    pages: int
    breaks: tuple[int, ...]
    end: int


def on_paper(places: Sequence[Place], widths: Sequence[int], heights: Sequence[float]) -> Paper:
    """The tables that are read, on as few pages as readable print allows, and on these in the largest print. No table
    is torn that fits a page. `heights` are those of the rows in points."""
    read = [place for place in places if place.table.use == "read"]
    across = sum(width + _BESIDE for width in widths) * _POINTS_PER_CHARACTER
    tried = []
    for size in (_LYING, _STANDING):
        fitting = min(_LARGEST, int(100 * size[0] / across))
        for percent in range(fitting, _SMALLEST - 1, -1) or ([fitting] if size == _LYING else []):
            tried.append(_paper(read, size == _LYING, percent, 100 * size[1] / percent, heights))
    return min(tried, key=lambda paper: (-paper.end, paper.pages, -paper.percent))


def _paper(places: Sequence[Place], landscape: bool, percent: int, room: float, heights: Sequence[float]) -> Paper:
    used, pages, breaks, end = sum(heights[: places[0].start]) if places else 0.0, 1, [], 0
    for place in places:
        rows = range(place.start, place.next - 1)
        if place.section and used + sum(heights[row] for row in rows) > room:
            breaks.append(place.start)
            used, pages = 0.0, pages + 1
        before = pages
        for end in rows:
            if used + heights[end] > room:
                if pages - before + 1 == place.table.most_pages:
                    return Paper(landscape, percent, room, pages, tuple(breaks), end)
                used, pages = heights[place.header] * place.alone, pages + 1
            used += heights[end]
        end += 1
        # where exactly a table was torn is the spreadsheet's: the next one begins a page
        used = room if pages > before else used + ROW_POINTS
    return Paper(landscape, percent, room, pages, tuple(breaks), end)

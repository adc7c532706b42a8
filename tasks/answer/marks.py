"""One sheet of the sender's workbook with its findings marked: cells coloured, notes added, personal numbers hidden."""

import re
from bisect import bisect_left
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

from config import catalogue
from schemas.address import cell_name, position_of
from schemas.finding import SEVERITIES, Finding, Severity
from schemas.notes import AUTHOR, BELOW, OWN
from tasks.answer.fit_to_width import AFTER_DRAWING, PAGE_PROPERTIES, first_after, fit_to_width
from tasks.answer.hide_personal import PERSONAL, Personal
from tasks.ooxml.cells import Position, SheetCells
from tasks.ooxml.notes import Notes
from tasks.ooxml.parts import RELATION, Parts
from tasks.ooxml.styles import Styles
from tasks.ooxml.xml import Element, Part, Unpatchable, measure, whole

COLOURS = {Severity.ERROR: "F4A6A0", Severity.WARNING: "FBD98B", Severity.INFO: "B9D9F0"}
"""Light enough to read the cell; the note names the severity, so nothing depends on the colour."""

_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")
_NOTE_WIDTH, _LINE_LENGTH, _LINE_HEIGHT, _TALLEST = 340, 56, 17, 480


@dataclass
class _Grid:
    """What a sheet says beside its cells. Widths and heights in pixels, by number, where they are not the usual."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    usual: tuple[int, int] = (64, 20)
    styles: list[tuple[int, int, int]] = field(default_factory=list)

    def width(self, column: int) -> int:
        return next((width for first, last, width in self.columns if first <= column <= last), self.usual[0])

    def style(self, column: int) -> int:
        """The style of the cells that a column does not have."""
        return next((style for first, last, style in self.styles if first <= column <= last), 0)


def mark_sheet(parts: Parts, name: str, findings: list[Finding], styles: Styles, personal: Personal) -> None:
    """Marks `findings` (with a cell) in the sheet and takes away what an earlier copy of ours had marked there. With
    a mark or without, it comes onto paper as wide as that is."""
    notes = Notes(parts, name, AUTHOR, OWN, BELOW)
    if not findings and not notes.before:
        with suppress(Unpatchable):  # without a mark it need not be changed
            _only_fit(parts, name)
        return
    outline, grid = _outline(parts[name])
    marks = _by_shown_cell(findings, grid.merged)
    hidden = {position_of(cell): one.value for one in findings if one.rule == PERSONAL for cell in one.all_cells}
    before = {position_of(address) for address in notes.before}
    cells = SheetCells(parts[name], {*marks, *hidden, *before}, grid.style)
    for position in sorted({*marks, *before, *hidden}):
        style = cells.style(position)
        style = styles.uncoloured(style) if position in before else style
        told = marks.get(position)
        cells.restyle(position, styles.coloured(style, COLOURS[_worst(told)]) if told else style)
        if position in hidden:
            personal.hide(cells, position, hidden[position])
    texts = {cell_name(*position): _note(position, of_cell) for position, of_cell in marks.items()}
    anchors = {
        address: _anchor(position_of(address), notes.text_after(address, text), grid) for address, text in texts.items()
    }
    link = next(iter(outline.named("legacyDrawing")), None)
    fit_to_width(cells.part, outline, grid.width)
    if made := notes.write(texts, anchors, _drawing(parts, name, link)):
        _add_drawing(cells.part, outline, link, made)
    parts[name] = cells.result()


def _only_fit(parts: Parts, name: str) -> None:
    outline, grid = _outline(parts[name])
    if next(iter(outline.named("sheetData")), None):
        fit_to_width(outline, outline, grid.width)
        parts.replace_if_changed(name, outline.result())


def _drawing(parts: Parts, name: str, link: Element | None) -> str:
    """The part with the boxes of a sheet's notes, which `link` names; '' where there is none."""
    reference = next((value for key, value in link.attributes.items() if key.endswith(":id")), "") if link else ""
    drawing = parts.relations(name).get(reference, ("", ""))[1]
    return drawing if drawing in parts else ""


def deselect(xml: bytes) -> bytes:
    """The sheet without being selected: Excel writes into all selected sheets at once, and ours is opened first."""
    if b"tabSelected" not in xml[:50_000]:
        return xml
    part = Part(xml, lambda name, attributes, depth: name == "sheetView" and depth == 2)
    for view in part.named("sheetView"):
        part.set(view, tabSelected=None)
    return part.result()


def _outline(xml: bytes) -> tuple[Part, _Grid]:
    grid, row = _Grid(), 0

    def keep(name: str, attributes: dict[str, str], depth: int) -> bool:
        nonlocal row
        if name == "row" and depth == 2:
            row = whole(attributes.get("r"), row + 1)
            if "ht" in attributes or "hidden" in attributes:
                tall = round(measure(attributes.get("ht"), 15) * 4 / 3)
                grid.heights[row] = 0 if _is_on(attributes, "hidden") else tall
        return depth == 1 or (depth == 2 and name in ("col", "mergeCell", PAGE_PROPERTIES))

    part = Part(xml, keep)
    for one in part.elements:
        _describe(grid, one)
    return part, grid


def _describe(grid: _Grid, one: Element) -> None:
    given = one.attributes
    if one.name == "sheetFormatPr":
        wide, tall = measure(given.get("defaultColWidth"), 8.43), measure(given.get("defaultRowHeight"), 15)
        grid.usual = (round(7 * wide + 5), round(tall * 4 / 3))
    elif one.name == "col":
        first, last = whole(given.get("min")), whole(given.get("max"))
        width = 0 if _is_on(given, "hidden") else round(7 * measure(given.get("width"), 8.43) + 5)
        grid.columns.append((first, last, width))
        grid.styles.append((first, last, whole(given.get("style"))))
    elif one.name == "mergeCell" and (ends := _RANGE.fullmatch(given.get("ref", ""))):
        grid.merged.append((*position_of(ends[1]), *position_of(ends[2])))


def _is_on(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def _by_shown_cell(findings: list[Finding], merged: list[tuple[int, int, int, int]]) -> dict[Position, list[Finding]]:
    """The findings by the cell that shows them: of a merged range the one at its top left."""
    told = [(position_of(cell), one) for one in findings for cell in one.all_cells]
    places = sorted({place for place, _ in told})
    shown = {}
    for first_row, first_column, last_row, last_column in merged:
        for place in places[bisect_left(places, (first_row, 0)) : bisect_left(places, (last_row + 1, 0))]:
            if first_column <= place[1] <= last_column:
                shown[place] = (first_row, first_column)
    marks = defaultdict(list)
    for place, one in told:
        if one not in (of_cell := marks[shown.get(place, place)]):
            of_cell.append(one)
    return dict(sorted(marks.items()))


def _worst(findings: list[Finding]) -> Severity:
    return min((one.severity for one in findings), key=list(SEVERITIES).index)


def _note(position: Position, findings: list[Finding]) -> str:
    return "\n\n".join(f"{SEVERITIES[one.severity]} {one.rule}: {_said_at(position, one)}" for one in findings)


def _said_at(position: Position, one: Finding) -> str:
    """The sentence in the first cell that it is about; in the others, whose values differ, where it stands."""
    if not one.cells or position_of(one.cell) == position:
        return one.message
    return f"{catalogue.rules()[one.rule].title}. Lihat temuan pada sel {one.cell}."


def _anchor(position: Position, text: str, grid: _Grid) -> str:
    """The box of a note right of its cell: first column, pixels into it, first row, pixels; the same for its end."""
    lines = sum(1 + len(line) // _LINE_LENGTH for line in text.split("\n"))
    row, column = position
    last_column, right = _walk(column + 1, _NOTE_WIDTH + 15, grid.width)
    last_row, bottom = _walk(
        row, min(_LINE_HEIGHT * lines + 20, _TALLEST), lambda n: grid.heights.get(n, grid.usual[1])
    )
    return f"{column}, 15, {row - 1}, 4, {last_column - 1}, {right}, {last_row - 1}, {bottom}"


def _walk(number: int, pixels: int, size) -> tuple[int, int]:
    """The column or row that lies so many pixels further, and how far into it."""
    for _ in range(200):
        if pixels <= size(number):
            break
        pixels -= size(number)
        number += 1
    return number, pixels


def _add_drawing(part: Part, outline: Part, link: Element | None, relation: str) -> None:
    element = part.tag("legacyDrawing", {"xmlns:r": RELATION, "r:id": relation})
    if link is not None:
        part.replace(link, element)
        return
    part.insert(first_after(outline, AFTER_DRAWING), element)

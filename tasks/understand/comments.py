"""What is noted on cells beside their value: another figure, a scale, a time (L06, C11, L03)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, place_of
from schemas.layout import Column, SheetLayout
from schemas.notes import senders_words
from schemas.wording import number_text, plain
from schemas.workbook import Cell, Comment, RawSheet, cell_at
from tasks.understand.cells import read_number
from tasks.understand.headings import Headings
from tasks.understand.period_notes import is_title_of_draft, says_part
from tasks.understand.personal_data import masked, personal_in
from tasks.understand.scale_words import scale_told_in
from tasks.understand.told_figures import corrected_to, figures_in
from tasks.understand.units import concerns

_IN_PERCENT = re.compile(r"\b(?:dalam|dlm|satuan) (?:persen|%)|^(?:persen|%)$")

_NAMED = re.compile(
    r"(?<![\w$!.-])(?:(?P<said>sel )|(?P<sheet>'[^'!]{1,31}'|\w{1,31})!)?"
    r"(?P<cell>\$?[a-z]{1,2}\$?[1-9]\d{0,3})(?![\w$%]|[.-]\w)",
    re.IGNORECASE,
)
"""A cell: `G8`, `sel G8`, `Penerima!$G$8`."""


def of_the_sender(sheet: RawSheet) -> tuple[RawSheet, list[Finding]]:
    """The sheet with what its sender noted, without our own notes in a marked copy that came back, and without personal
    data: what held these is told (C09)."""
    if not sheet.comments:
        return sheet, []
    told = [(one, senders_words(one.author, one.text)) for one in sheet.comments]
    rule = catalogue.rules()["C09"]
    findings = [
        rule.finding("comment", sheet=sheet.name, cell=_cell(one), value=masked(text), **_words(one, _cell(one)))
        for one, text in told
        if personal_in(text)
    ]
    return replace(sheet, comments=[one._replace(text=masked(text)) for one, text in told if text]), findings


def comments_around(sheet: RawSheet) -> Iterator[Finding]:
    """Those of a sheet without a table, such as Identitas."""
    return _findings(sheet, (), {}, ())


def comments_beside(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """Those of a sheet with a table, of which `rows` are read."""
    if sheet.comments == [] or not layout.filled_in:
        return
    headed = range(headings.first_row, headings.last_row + 1)
    columns = {at: one for one in layout.filled_in for at in headings.places(one.key)}
    told = _findings(sheet, headed, columns, set(rows))
    yield from told if layout.done else (one for one in told if one.rule == "C11")


def _findings(
    sheet: RawSheet, headed: Collection[int], columns: Mapping[int, Column], rows: Collection[int]
) -> Iterator[Finding]:
    rules = catalogue.rules()
    if sheet.comments is None:
        yield rules["L06"].finding("comments_many", sheet=sheet.name)
    for noted in sheet.comments or ():
        one, elsewhere = _where_it_points(noted, sheet, columns, rows)
        column = columns.get(one.column) if one.on_cell and (one.row in rows or one.row in headed) else None
        cell = None if elsewhere else _content(sheet, one.row, one.column)
        rule, variant = _meaning(one, cell, column if one.row in rows else None) or ("", "")
        if _tells_scale(one.text, column, columns.values()):
            rule, variant = "C11", "comment" if column and one.row in rows else "comment_around"
        if rule:
            stated = elsewhere or (_shown(cell) if one.on_cell else "isi sel-selnya")
            words = {"value": one.text, "stated": stated} | _words(noted, at=_cell(one))
            yield rules[rule].finding(variant, sheet=sheet.name, cell=_cell(one), **words)


def _where_it_points(
    one: Comment, sheet: RawSheet, columns: Mapping[int, Column], rows: Collection[int]
) -> tuple[Comment, str]:
    """A comment as if it stood on the cell that it names (`G8 seharusnya 77` on G9); where that is no figure of this
    sheet, or are several, the comment as it is and `isi sel Mutu!F8`."""
    named = {}
    for found in _NAMED.finditer(one.text):
        cell = found["cell"].replace("$", "").upper()
        row, column = position_of(cell)
        other = found["sheet"] if found["sheet"] and plain(found["sheet"]) != plain(sheet.name) else ""
        is_figure = column in columns and row in rows if columns else _content(sheet, row, column) not in ("", None)
        if (is_figure and not other) or found["sheet"] or found["said"]:
            named[place_of(other, cell)] = is_figure and not other
    if list(named.values()) == [True]:
        row, column = position_of(*named)
        return one._replace(row=row, column=column, on_cell=True), ""
    return one, f"isi sel {', '.join(named)}" if named else ""


def _content(sheet: RawSheet, row: int, column: int) -> Cell:
    return cell_at(sheet.rows[row - 1], column) if row <= len(sheet.rows) else None


def _tells_scale(text: str, column: Column | None, columns: Collection[Column]) -> bool:
    in_percent = column is not None and _IN_PERCENT.search(plain(text)) is not None
    return in_percent or (concerns(text, columns) if columns else scale_told_in(text))


def _meaning(one: Comment, cell: Cell, column: Column | None) -> tuple[str, str] | None:
    """The rule and the sentence for what a comment says; `column` is that of a figure."""
    held, meant = _number(cell) if one.on_cell else None, corrected_to(one.text)
    if says_part(one.text):
        return "L06", "comment_noted"
    if not one.on_cell and is_title_of_draft(one.text):
        return "L06", "comment"
    if meant is not None:
        return ("L06", "comment") if meant != held else None
    bare = _number(one.text) is not None
    others = figures_in(one.text) if column or (bare and not one.on_cell) else ()
    if not others or held in others or sum(others) == held:
        return None
    return ("L06" if bare else "L03"), "comment"


def _words(one: Comment, at: str) -> dict[str, str]:
    """`at` is the cell at which it is told."""
    where = "ini" if _cell(one) == at else _cell(one)
    if one.on_cell:
        return {"what": f"Komentar pada sel {where}", "it": "komentarnya"}
    return {"what": f"Kotak teks di atas sel {where}", "it": "kotak teksnya"}


def _number(cell: Cell) -> float | None:
    if type(cell) is not str:
        return float(cell) if type(cell) in (int, float) else None
    found = read_number(cell, whole=True)
    return found.value if found.how in ("text", "zero") else None


def _shown(cell: Cell) -> str:
    if cell in ("", None):
        return "sel kosong"
    return number_text(cell) if type(cell) in (int, float) else f"'{cell}'"


def _cell(one: Comment) -> str:
    return f"{letters(one.column)}{one.row}"

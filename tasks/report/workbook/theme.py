"""How the workbook looks: one font, few colours, all of it readable when printed in black and white."""

from collections.abc import Sequence
from typing import Any, Literal

from schemas.category import RUNNING
from tasks.report.tables.table import Kind, Use

INK, MUTED, LINE, SHADE, LINK = "#1F2A37", "#5B6673", "#C9CFD6", "#EEF1F4", "#1A5276"
HEADING = "#1F3864"
BAR = "#A9C4DD"

BANDS = ("#8DBFDF", "#B5D7EC", "#DCEBF5", "#FCF3CF", "#F9D99A", "#F2A97E")
"""Category, best first: from blue to orange, which colour-blind readers tell apart; the letter says the same."""

UNDECIDED = "#E3E8ED"
"""In place of the lowest category's colour as long as the year goes on and it is no verdict."""

LETTERS = "ABCDEF"

PATTERN = {"pattern": "wide_upward_diagonal", "fg_color": "#B5651D", "bg_color": "#FFFFFF"}
"""The second of two bars beside each other."""
LINES = (
    {"color": "#111827", "dash_type": "solid", "marker": "circle"},
    {"color": "#1A5276", "dash_type": "dash", "marker": "square"},
    {"color": "#B5651D", "dash_type": "round_dot", "marker": "triangle"},
    {"color": "#1E8449", "dash_type": "long_dash", "marker": "diamond"},
    {"color": "#7D3C98", "dash_type": "dash_dot", "marker": "x"},
    {"color": "#C0392B", "dash_type": "square_dot", "marker": "star"},
    {"color": "#5B6673", "dash_type": "long_dash_dot", "marker": "plus"},
)
LIMITS = ("solid", "long_dash", "dash", "round_dot")
MOST_LABELS, MOST_LEVEL = 24, 8
"""How many bars bear their number; up to how many names stand level below them."""

TEXTS_STAY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Of a workbook: whatever a sender typed is text, and acts in none of ours."""

_WIDTH_FONT = {"font_name": "Arial", "font_size": 10}
"""What the width of a column is measured by: a font that every machine has, or one with the same widths."""

LINE_POINTS = 11.6
ROW_POINTS = 12.75
"""The height of a line of text, and of a row that holds one."""

NUMBER_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "millions": "#,##0,,",
    "number": "0",
    "index": "0.00",
    "points": "+0.00;-0.00;0.00",
    "exact": "0.000000",
    "setting": "General",
    "moment": "dd/mm/yyyy hh:mm",
}
"""Neutral codes; Excel shows them with the reader's own separators."""

TEXT_KINDS: tuple[Kind, ...] = ("text", "line", "overflow", "sheet")
WRAPPED: tuple[Kind, ...] = ("text", *NUMBER_FORMATS)
"""A text wraps where it may, also one in the place of a number."""

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "top"}
_CELL = {**_BASE, "bottom": 1, "bottom_color": LINE}
Weight = Literal["plain", "group", "total"]
"""How a row stands out: not at all, as the first of a group, as a sum."""

_WEIGHTS: dict[Weight, dict[str, Any]] = {
    "plain": {},
    "group": {"top": 1, "top_color": MUTED},
    "total": {"bold": True, "top": 1, "top_color": HEADING, "bg_color": SHADE},
}

LARGER = 11 / 9
"""How much what leads is larger than the rest."""

STYLES: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 15, "bold": True, "font_color": HEADING, "valign": "vcenter"},
    "section": {**_BASE, "font_size": 11, "bold": True, "font_color": HEADING, "valign": "vcenter"},
    "subtitle": {**_BASE, "font_size": 10, "font_color": MUTED},
    "note": {**_BASE, "text_wrap": True, "font_color": MUTED},
    "lead": {**_BASE, "text_wrap": True, "font_size": _BASE["font_size"] * LARGER, "bold": True},
    "beside": {**_BASE, "italic": True, "font_color": MUTED},
    "link": {**_BASE, "font_color": LINK, "underline": 1},
}

TABS: dict[Use, str] = {"read": HEADING, "look_up": BAR, "calculation": LINE}

_HEADER = {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": HEADING, "text_wrap": True, "valign": "vcenter"}


def book_options() -> dict[str, Any]:
    """Of a workbook whose columns are measured; the font is a copy, as xlsxwriter changes it."""
    return TEXTS_STAY | {"default_format_properties": dict(_WIDTH_FONT)}


def header_style(kind: Kind) -> dict[str, Any]:
    """A heading stands over its column as the column's cells do."""
    align = "left" if kind in TEXT_KINDS else "right"
    return _HEADER | {"align": align, "indent": 1, "text_wrap": kind != "overflow"}


def cell_style(
    kind: Kind, weight: Weight, *, is_text: bool, band: int | None, colours: Sequence[str] = BANDS
) -> dict[str, Any]:
    """The looks of a data cell. A text where a number could stand is muted and set to the right, as the numbers are."""
    style = {**_CELL, **_WEIGHTS[weight], "indent": 1}
    if kind in TEXT_KINDS:
        style |= {"text_wrap": kind == "text", "align": "left"}
        return style | ({"font_color": LINK, "underline": 1} if kind == "sheet" else {})
    if is_text:
        return style | {"italic": True, "font_color": MUTED, "align": "right", "text_wrap": True}
    shown = {"num_format": NUMBER_FORMATS[kind]} if band is None else band_style(kind, band, colours)
    return style | shown | {"align": "right"}


def band_colours(names: Sequence[str]) -> tuple[str, ...]:
    """The colours of the categories as they are called in the quarter, best first."""
    return (*BANDS[:-1], UNDECIDED if names[-1] == RUNNING else BANDS[-1])


def band_style(kind: Kind, band: int, colours: Sequence[str]) -> dict[str, Any]:
    """The colour of a category and, behind the number, its letter."""
    return {"bg_color": colours[band], "num_format": f'{NUMBER_FORMATS[kind]}" {LETTERS[band]}"'}

"""Draws the charts of report tables with the spreadsheet's own means, readable when printed in black and white."""

from typing import Any

from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tasks.report.tables.table import Series
from tasks.report.workbook import theme
from tasks.report.workbook.placement import ABOVE, BELOW, Place

PIXELS_PER_CHARACTER = 7
_WIDEST = 1150
_FONT = {"name": "Arial", "size": 9, "color": theme.INK}
_TITLE = {"name": "Arial", "size": 11, "bold": True, "color": theme.HEADING}


def insert_chart(workbook: Workbook, sheet: Worksheet, place: Place, widths: list[int]) -> None:
    """The chart of a table: its bars, over them its lines, points and limits. The table holds every number of it."""
    wanted = place.table.chart
    bars = [one for one in wanted.series if one.kind == "bars"]
    others = [one for one in wanted.series if one.kind != "bars"]
    drawn = [_drawing(workbook, kind, place, series) for kind, series in (("column", bars), ("line", others)) if series]
    chart = drawn[0]
    if len(drawn) > 1:
        chart.combine(drawn[1])
    _set_axes(chart, place)
    chart.set_legend({"none": True} if len(wanted.series) < 2 else {"position": "bottom", "font": _FONT})
    chart.set_title({"name": wanted.title, "name_font": _TITLE, "overlay": False})
    width = min(sum(widths) * PIXELS_PER_CHARACTER, _WIDEST)
    rows = ABOVE if wanted.first else BELOW
    chart.set_size({"width": width, "height": round(rows * theme.ROW_POINTS * 4 / 3)})
    described = f"{wanted.title}. Angkanya tercantum pada tabel di lembar ini."
    sheet.insert_chart(place.chart, 0, chart, {"x_offset": 4, "y_offset": 4, "description": described})


def _drawing(workbook: Workbook, kind: str, place: Place, series: list[Series]) -> Drawing:
    chart = workbook.add_chart({"type": kind})
    keys = [column.key for column in place.table.columns]
    last = place.first + len(place.table.frame) - 1
    labels = keys.index(place.table.chart.labels)
    shown = place.table.chart.series
    numbers = len(place.table.frame) * len(series) <= theme.MOST_LABELS and all(one.kind != "points" for one in shown)
    for number, one in enumerate(series):
        column = keys.index(one.key)
        chart.add_series(
            {
                "name": [place.sheet, place.header, column],
                "categories": [place.sheet, place.first, labels, last, labels],
                "values": [place.sheet, place.first, column, last, column],
                **_looks(one, number, numbers),
            }
        )
    return chart


def _looks(one: Series, number: int, numbers: bool) -> dict[str, Any]:
    """Bars differ by their pattern, lines by their dashes and markers; colour only repeats it. `numbers`: bars bear
    theirs."""
    values = {"value": True, "font": _FONT, "num_format": "0.00"}
    if one.kind == "bars":
        fill = {"fill": {"color": theme.BAR}} if number == 0 else {"pattern": theme.PATTERN}
        labels = values if numbers else {}
        return {**fill, "border": {"color": theme.HEADING}, "gap": 60, "overlap": 0, "data_labels": labels}
    if one.kind == "limit":
        line = {"color": theme.INK, "width": 1.25, "dash_type": theme.LIMITS[number % len(theme.LIMITS)]}
        return {"line": line, "marker": {"type": "none"}}
    look = theme.LINES[number % len(theme.LINES)]
    colour = look["color"]
    marker = {"type": look["marker"], "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
    line = {"none": True} if one.kind == "points" else {"color": colour, "width": 2, "dash_type": look["dash_type"]}
    return {"line": line, "marker": marker}


def _set_axes(chart: Drawing, place: Place) -> None:
    grid = {"visible": True, "line": {"color": theme.LINE}}
    lowest = place.table.chart.lowest
    chart.set_y_axis({"min": lowest, "max": 100, "major_unit": 10, "num_font": _FONT, "major_gridlines": grid})
    steep = len(place.table.frame) > theme.MOST_LEVEL
    chart.set_x_axis({"num_font": {**_FONT, "rotation": -60} if steep else _FONT, "label_position": "low"})

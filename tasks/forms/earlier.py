"""The last sheet of a form that is handed out to a known sender: the figures of its earlier report, to compare with.
The reader knows it and passes it over."""

from dataclasses import dataclass

from xlsxwriter.workbook import Workbook

from schemas.layout import Column, Layout, SheetLayout
from schemas.period import Period
from tasks.forms import form_style as style
from tasks.understand.earlier_sheet import NAME, TITLE


@dataclass(frozen=True)
class Earlier:
    """Sheet key -> what a row is about (service, item) -> its figures by column key, as reported for `period`."""

    period: Period
    figures: dict[str, dict[str, dict[str, float]]]


def write_earlier(
    book: Workbook, formats: style.Formats, layout: Layout, rows: dict[str, list[dict]], earlier: Earlier
) -> None:
    """`rows` are those of the form, by sheet key; of each the figures that are known."""
    page = book.add_worksheet(NAME)
    page.write_string(0, 0, TITLE, formats.title)
    page.write_string(1, 0, earlier.period.label, formats.subtitle)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 70)
    page.set_column(2, 4, 20)
    row = 3
    for sheet in layout.sheets:
        if figures := earlier.figures.get(sheet.key):
            row = _write_table(page, formats, sheet, rows[sheet.key], figures, row) + 2
    style.protect(page, rows_may_change=False)
    style.set_up_page(page, layout.title, landscape=True)


def _write_table(page, formats: style.Formats, sheet: SheetLayout, rows: list[dict], figures: dict, first: int) -> int:
    shown = [sheet.key_column, _name_column(sheet), *figure_columns(sheet)]
    page.write_string(first, 0, sheet.title, formats.section)
    for at, column in enumerate(shown):
        page.write_string(first + 1, at, column.heading, formats.heading(column, False))
    row = first + 2
    for values in rows:
        known = figures.get(values[sheet.key_column.key])
        if known is None:
            continue
        page.write_string(row, 0, values[sheet.key_column.key], formats.plain)
        page.write_string(row, 1, str(values.get(shown[1].key, "")), formats.plain)
        for at, column in enumerate(shown[2:], start=2):
            if (value := known.get(column.key)) is not None:
                page.write_number(row, at, value, formats.figure)
        row += 1
    return row


def figure_columns(sheet: SheetLayout) -> list[Column]:
    return [column for column in sheet.columns if column.role == "input" and column.is_figure]


def _name_column(sheet: SheetLayout) -> Column:
    """The last label before the figures that says what a row is about, not its unit."""
    names = [column for column in sheet.columns if column.role == "label" and column.key.endswith("_name")]
    return names[-1]

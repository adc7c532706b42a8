"""Figures that a formula only repeats from another row of the form, or from another of its columns (C02)."""

from collections.abc import Collection, Iterator

from config import catalogue
from schemas.address import cell_name
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.workbook import RawSheet
from tasks.understand.headings import Headings


def copied_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[Finding]:
    """Nobody knows whether the figure is meant for both; what is fetched from a column of no place in the form is."""
    read = {headings.columns[one.key]: one for one in layout.filled_in if one.key in headings.columns}
    for (row, at), (from_row, from_column) in sheet.copies.items():
        if at in read and row in rows and from_column in read and from_row in rows:
            words = {"heading": read[at].heading, "source": cell_name(from_row, from_column)}
            where = {"sheet": sheet.name, "cell": cell_name(row, at), "value": f"={words['source']}"}
            yield catalogue.rules()["C02"].finding("copied", **where, **words)

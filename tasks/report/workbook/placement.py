"""Where each table of a workbook stands, before a cell is written: formulas point forwards as well as back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tasks.report.tables.table import ReportTable

ABOVE, BELOW = 17, 10
"""Rows that a chart takes above its table, where it is the main thing, and below it."""
_HEADING_ROWS = 3
"""Title, subtitle, and the way to another place."""


@dataclass(frozen=True)
class Place:
    """A table and its rows in the sheet, counted from 0. `start` is its own title or, where it is the first of its
    sheet, its first note; `first` its first row of data, `end` the first row after its totals."""

    table: ReportTable
    start: int
    header: int
    section: bool
    alone: bool

    @property
    def sheet(self) -> str:
        return self.table.sheet

    @property
    def first(self) -> int:
        return self.header + 1

    @property
    def totals(self) -> int:
        return self.first + max(len(self.table.frame), 1)

    @property
    def end(self) -> int:
        return self.totals + (0 if self.table.totals is None else len(self.table.totals))

    @property
    def has_chart(self) -> bool:
        return draws_chart(self.table)

    @property
    def chart(self) -> int:
        """The row where its chart begins."""
        return self.header - ABOVE - 1 if self.table.chart.first else self.end + 1

    @property
    def next(self) -> int:
        """The row where the next table may start."""
        return self.end + 1 + (BELOW + 1) * (self.has_chart and not self.table.chart.first)


def draws_chart(table: ReportTable) -> bool:
    """Whether its chart has a number to show beside its limits: nothing empty is drawn."""
    if table.chart is None:
        return False
    shown = [series.key for series in table.chart.series if series.kind != "limit"]
    return bool(table.frame[shown].map(lambda cell: isinstance(cell, int | float) and cell == cell).to_numpy().any())


def placed(tables: Sequence[ReportTable]) -> dict[str, list[Place]]:
    """Sheet -> its tables below each other, under a heading of three rows."""
    sheets: dict[str, list[Place]] = {}
    for sheet, of_sheet in groupby(tables, key=lambda table: table.sheet):
        listed, row = list(of_sheet), _HEADING_ROWS
        places = sheets.setdefault(sheet, [])
        for number, table in enumerate(listed):
            header = row + (number > 0) + len(table.notes) + bool(table.legend)
            if draws_chart(table) and table.chart.first:
                header += ABOVE + 1
            places.append(Place(table, row, header, number > 0, len(listed) == 1))
            row = places[-1].next
    return sheets

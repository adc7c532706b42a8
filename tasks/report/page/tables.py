"""The report's tables as the page shows them: which one goes where, and every cell as text with its category."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from tasks.report.html import cell_text
from tasks.report.tables.table import ReportTable
from tasks.report.workbook.theme import TEXT_KINDS


class Cell(NamedTuple):
    """A cell as it is read. `band` is the category's place, 0 the best; None where the cell has no category."""

    text: str
    numeric: bool
    reason: bool
    band: int | None


@dataclass(frozen=True)
class PageTables:
    """The tables of a report, by their place on the page; the figures are those of the workbook's sheets."""

    tables: list[ReportTable]

    def one(self, sheet: str, column: str, without: tuple[str, ...] = ()) -> ReportTable | None:
        """The first table of `sheet` with this column, but for the columns `without`; None where there is none."""
        for table in self.tables:
            if table.sheet == sheet and any(one.key == column for one in table.columns):
                return replace(table, columns=tuple(one for one in table.columns if one.key not in without))
        return None


def paired(table: ReportTable) -> list[tuple[dict, list[Cell]]]:
    """Every row twice: as it is and as it is read. What a row is about is '' where the table does not say."""
    bare = {"regency_code": "", "code": "", "service_code": "", "field_code": ""}
    return [(bare | row, cells) for row, cells in zip(records(table), _cells(table, table.frame), strict=True)]


def total_rows(table: ReportTable) -> list[list[Cell]]:
    return [] if table.totals is None else _cells(table, table.totals)


def records(table: ReportTable) -> list[dict]:
    """The rows of a table as they are, by the keys of its frame; a category's place is a whole number or None."""
    rows = table.frame.to_dict("records")
    return [{key: band(value) if key.startswith("band") else value for key, value in row.items()} for row in rows]


def band(value: object) -> int | None:
    return None if pd.isna(value) else int(value)


def _cells(table: ReportTable, frame: pd.DataFrame) -> list[list[Cell]]:
    made = []
    for row in frame.to_dict("records"):
        cells = []
        for column in table.columns:
            value, numeric = row[column.key], column.kind not in TEXT_KINDS
            place = band(row[column.band]) if column.band else None
            reason = numeric and isinstance(value, str)
            cells.append(Cell(cell_text(value, column.kind), numeric, reason, place))
        made.append(cells)
    return made

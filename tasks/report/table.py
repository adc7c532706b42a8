"""What a report is made of: tables as values, without a word about fonts or files. A rendering adds only the looks."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["text", "overflow", "count", "millions", "number", "index", "moment", "sheet"]
"""How a cell reads: text that wraps, text that may run on to the right, 1.234, 1.234 (of 1,234,000,000), 2024, 89.99,
a date with its time, a link to a sheet of the report."""


@dataclass(frozen=True)
class Column:
    """One column of a table. `width` is in characters; `band` names the frame column that holds the category's place.

    A place counts from 0, the best category; NA where there is none. The band column itself is not shown.
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int = 12
    band: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars of column `values` over column `labels`, on an axis from 0 to 100 with a line at every tenth.

    From 60 upwards those lines are the boundaries of the categories.
    """

    title: str
    labels: str
    values: str
    horizontal: bool = False


@dataclass(frozen=True)
class ReportTable:
    """One table on sheet `sheet`; tables of the same sheet stand below each other, the first one giving its heading.

    A cell of `frame` is a number, a datetime or a text. A text in a column of numbers says why there is no number.
    `totals` has the columns of `frame` and follows below it. `legend` explains the bands, best category first.
    Where the value of column `group` changes from one row to the next, a stronger line sets them apart.
    """

    sheet: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    totals: pd.DataFrame | None = None
    chart: Chart | None = None
    group: str = ""

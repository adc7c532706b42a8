"""What a report is made of: tables as values, without a word about fonts or files. A rendering adds only the looks."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal[
    "text", "line", "overflow", "count", "millions", "number", "index", "points", "exact", "setting", "moment", "sheet"
]
"""How a cell reads: text that wraps, text that stays on its line, text that may run on to the right, a link to a sheet
of the report; 1.234, 1.234 (of 1,234,000,000), 2024, 89.99, +1.20, 89.994998, 0.8, a date with its time."""

Use = Literal["read", "look_up", "calculation"]
"""What a sheet is for: to be read, on paper too; to find a row in, on a screen; to follow a figure back to its cell."""

USES: dict[Use, str] = {"read": "bacaan", "look_up": "rincian", "calculation": "hitungan"}


@dataclass(frozen=True)
class Column:
    """One column of a table. `width` is in characters; `band` names the frame column that holds the category's place.

    A place counts from 0, the best category; NA where there is none. The band column itself is not shown.

    `formula` says how a cell derives from others, in the formulas of Excel with names in braces for the cells:
    `{target}` is the cell of column `target` in the same row, `{target:}` the whole column, `{layanan.index:}` that of
    the table named `layanan`, and `{layanan.index[regency_code,field_code=KES]}` its cells in the rows that agree with
    this one in `regency_code` and hold `KES` in `field_code` (they stand together). A number that has no such rows, and
    a text among the numbers, stands by itself; a formula for texts holds where the cells of its row are numbers.
    `own_formula` names the frame column with the formulas of rows that derive otherwise ('' for those that do not).

    `link` leads to a cell, written as in a formula; `tip` names the frame column that says where it leads, `note` the
    one with what is to be known about a cell ('' where nothing is).
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int = 12
    band: str = ""
    formula: str = ""
    own_formula: str = ""
    link: str = ""
    tip: str = ""
    note: str = ""


@dataclass(frozen=True)
class Series:
    """The numbers of column `key` in a chart: bars, a line from each to the next, points, or a limit, the same number
    everywhere, that bears its own name."""

    key: str
    kind: Literal["bars", "line", "points", "limit"] = "bars"


@dataclass(frozen=True)
class Chart:
    """Series over column `labels`, on an axis from 0 to 100. `first`: it stands above its table, not below.

    `lowest` is where the axis begins, for lines that would lie together at the top.
    """

    title: str
    labels: str
    series: tuple[Series, ...]
    first: bool = False
    lowest: int = 0


@dataclass(frozen=True)
class ReportTable:
    """One table on sheet `sheet`; tables of the same sheet stand below each other, the first one giving its heading.

    A cell of `frame` is a number, a datetime or a text. A text in a column of numbers says why there is no number.
    `totals` has the columns of `frame` and follows below it. `legend` explains the bands, best category first.
    Where the value of column `group` changes from one row to the next, a stronger line sets them apart.
    With `bounds`, where each category begins, the bands follow the numbers when somebody changes a figure.
    `without` stands where there is no row. Formulas of other tables call it by `name`; `names` are the words for some
    of its cells that any formula may use. The tables of a sheet whose `use` is to be read stand above its others.
    `most_pages`: on paper its first rows only, as many as these pages hold; 0 for all of them.
    """

    sheet: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()
    totals: pd.DataFrame | None = None
    chart: Chart | None = None
    group: str = ""
    name: str = ""
    names: tuple[tuple[str, str], ...] = ()
    without: str = "tidak ada"
    use: Use = "read"
    most_pages: int = 0

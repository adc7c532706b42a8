"""The front page as a sheet: a row a sentence."""

import pandas as pd

from tasks.report.front_page import TITLE, front_page
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

SHEET = "Satu Halaman"


def front(facts: Facts) -> ReportTable:
    rows = [(part.heading, line) for part in front_page(facts) for line in part.lines]
    return ReportTable(
        sheet=SHEET,
        title=TITLE,
        columns=(Column("part", "Bagian", width=28), Column("text", "Isi", width=120)),
        frame=pd.DataFrame(rows, columns=["part", "text"]),
        group="part",
    )

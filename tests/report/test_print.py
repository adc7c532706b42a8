"""The workbook on paper: how many pages what people read takes, counted as LibreOffice prints it."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from config import catalogue
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.workbook.write import write_workbook
from tests.on_paper import needs_printing, page_count, pages, printed
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

MOST_PAGES = {"62": 25, "35": 36}
"""Of 14 regencies and of 38, which have 24 rows more in each of nine tables; what is looked up or computed left out."""
_FOOT = re.compile(r"(\S[\w ]*?) · halaman \d+ dari \d+$", re.MULTILINE)


@needs_printing
@pytest.mark.parametrize("province", MOST_PAGES)
def test_what_people_read_takes_few_pages_and_nothing_else_is_printed(tmp_path: Path, province: str):
    quarter, path = consolidated(province), tmp_path / "laporan.xlsx"
    tables = workbook_tables(report_tables(quarter), quarter)
    write_workbook(tables, path, title="Laporan", created=datetime(2025, 1, 21))
    assert len(quarter.regions) == len(catalogue.regencies(province))
    (pdf,) = printed(tmp_path, path)
    assert 0 < page_count(pdf) <= MOST_PAGES[province]
    sheets = {foot.rpartition("  ")[2] for page in pages(pdf) for foot in _FOOT.findall(page)}
    assert sheets == {table.sheet for table in tables if table.use == "read"}

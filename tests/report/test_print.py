"""The workbook on paper: how many pages what people read takes, and how they look, as LibreOffice prints it."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from config import catalogue
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.workbook.write import write_workbook
from tests.on_paper import font_sizes, needs_printing, page_count, pages, printed
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

MOST_PAGES, LEAST_POINTS = 25, 7
_FOOT = re.compile(r"(\S[\w ]*?) · halaman \d+ dari \d+$", re.MULTILINE)


@needs_printing
@pytest.mark.parametrize("province", ["62", "35"], ids=["14", "38"])
def test_what_people_read_takes_few_pages_and_nothing_else_is_printed(tmp_path: Path, province: str):
    quarter, path = consolidated(province), tmp_path / "laporan.xlsx"
    tables = workbook_tables(report_tables(quarter), quarter)
    write_workbook(tables, path, title="Laporan", created=datetime(2025, 1, 21))
    assert len(quarter.regions) == len(catalogue.regencies(province))
    (pdf,) = printed(tmp_path, path)
    assert 0 < page_count(pdf) <= MOST_PAGES
    assert min(font_sizes(pdf)) >= LEAST_POINTS
    read = [table for table in tables if table.use == "read"]
    found = [(foot.rpartition("  ")[2], page) for page in pages(pdf) for foot in _FOOT.findall(page)]
    assert {sheet for sheet, _ in found} == {table.sheet for table in read}
    for sheet, page in found:  # no page of numbers of which nobody knows what they are
        first = [table.columns[0].label for table in read if table.sheet == sheet]
        assert any(line.strip().startswith(tuple(first)) for line in page.splitlines()), (sheet, page)

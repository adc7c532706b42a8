"""The workbook on paper: how many pages what people read takes, counted as LibreOffice prints it."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.workbook.write import write_workbook
from tests.recalculation import SOFFICE
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

MOST_PAGES = 25
"""Of a province of 14 regencies, the rows to look up and the calculation left out."""
_PAGE = re.compile(rb"/Type\s*/Page\b")
_FOOT = re.compile(r"(\S[\w ]*?) · halaman \d+ dari \d+$", re.MULTILINE)


def printed(path: Path) -> bytes:
    """The whole workbook as LibreOffice prints it."""
    home = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 our own file
    return path.with_suffix(".pdf").read_bytes()


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_what_people_read_takes_25_pages_at_most_and_nothing_else_is_printed(tmp_path: Path):
    quarter, path = consolidated(), tmp_path / "laporan.xlsx"
    tables = workbook_tables(report_tables(quarter), quarter)
    write_workbook(tables, path, title="Laporan", created=datetime(2025, 1, 21))
    assert len(quarter.regions) == 14
    assert 0 < len(_PAGE.findall(printed(path))) <= MOST_PAGES
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 our own words
        sheets = {foot.rpartition("  ")[2] for foot in _FOOT.findall(text)}
        assert sheets == {table.sheet for table in tables if table.use == "read"}

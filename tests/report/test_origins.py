"""Where the figures of the report came from, down to the sender's cell."""

import dataclasses
from datetime import datetime
from functools import cache

import openpyxl
import pytest

from schemas.correction import Correction
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.sent_figures import NO_COLUMN, origins_of
from tasks.report.workbook.write import write_workbook
from tests.report_builders import PERIOD, consolidated

pytestmark = pytest.mark.whole

QUARTER = cache(lambda: consolidated("62"))


def figure(origins, regency: str, code: str, column: str):
    found = origins[(origins["regency_code"] == regency) & (origins["code"] == code) & (origins["column"] == column)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_figure_has_its_file_sheet_cell_and_revision():
    one = figure(origins_of(QUARTER()), "62.01", "K-DIK-02", "served")
    assert (one["title"], one["cell"], one["revision"]) == ("Penerima", "G7", 1)
    assert one["file_name"] == "SPM_Kabupaten_Kotawaringin_Barat_TW4.xlsx"


def test_the_cell_is_that_of_the_senders_own_columns_and_the_file_the_one_that_counts():
    one = figure(origins_of(QUARTER()), "62.02", "K-DIK-02", "served")
    assert (one["cell"], one["revision"]) == ("H7", 2)


def test_every_figure_that_counts_is_there_and_no_other():
    c, origins = QUARTER(), origins_of(QUARTER())
    assert set(origins["regency_code"]) == {*c.regency["regency_code"], c.province_code}
    needed = origins[origins["column"] == "required"]
    assert len(needed) == (c.quality["required"] > 0).sum()
    assert (needed["value"] > 0).all()


def test_a_figure_whose_column_the_file_does_not_have_says_so():
    c = QUARTER()
    letters = [{key: at for key, at in one.items() if key != "nihil"} for one in c.places["letters"]]
    origins = origins_of(dataclasses.replace(c, places=c.places.assign(letters=letters)))
    assert set(origins.loc[origins["column"] == "nihil", "cell"]) == {NO_COLUMN}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> openpyxl.Workbook:
    c = QUARTER()
    served = float(c.service.query("regency_code == '62.01' and service_code == 'K-KES-01'")["served"].iloc[0])
    told = {"reason": "Salah ketik", "source": "Surat 12/2025", "by": "Tim data", "file": "a.toml", "sha256": "0" * 64}
    made = Correction("62.01", PERIOD, "recipients", "K-KES-01", "served", 9.0, served, number=1, **told)
    c = dataclasses.replace(c, corrections=(made,))
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_workbook(workbook_tables(report_tables(c), c), path, title="Laporan", created=datetime(2025, 1, 21))
    return openpyxl.load_workbook(path)


def cells(book: openpyxl.Workbook, sheet: str, **wanted: str) -> list:
    """The cells of the first row that holds every wanted text."""
    return next(row for row in book[sheet].iter_rows() if set(wanted.values()) <= {cell.value for cell in row})


def test_a_figure_of_a_bidang_leads_to_its_row_of_asal_data_and_says_whence_it_is(book):
    row = cells(book, "Kesehatan", regency="62.02", service="K-KES-01")
    link = row[6].hyperlink
    sheet, address = link.location.split("!")
    assert sheet == "'Asal Data'"
    target = book["Asal Data"][address]
    assert [target.offset(0, shift).value for shift in (-5, -2, -1, 1, 2)] == [
        *("62.02", "K-KES-01", "Jumlah Terlayani", "Penerima", "H9"),
    ]
    assert link.tooltip == "Asal: SPM_Kabupaten_Kotawaringin_Timur_TW4.xlsx, lembar Penerima, sel H9, kiriman ke-2"


def test_a_figure_that_the_province_corrected_says_so_in_a_note(book):
    noted = cells(book, "Kesehatan", regency="62.01", service="K-KES-01")[6]
    assert noted.comment.text == "Dikoreksi provinsi dari 9: Salah ketik. Dasar: Surat 12/2025 (Tim data)."
    assert sum(cell.comment is not None for row in book["Kesehatan"].iter_rows() for cell in row) == 1


def test_no_sheet_has_more_links_than_excel_takes(book):
    assert max(len(sheet._hyperlinks) for sheet in book.worksheets) < 65_530

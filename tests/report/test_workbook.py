"""The workbook as it lies in the file: sheets, texts that stay texts, the same bytes every time."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from config import catalogue
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.table import Chart, Column, ReportTable, Series
from tasks.report.workbook.write import write_workbook
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

CREATED = datetime(2025, 1, 21, 1, 0)
DANGEROUS = ['=HYPERLINK("http://example.go.id")', "+1", "-1", "@SUM(A1)", "http://example.go.id", "1.5", "{=A1}"]


def small_table(**changes: object) -> ReportTable:
    frame = pd.DataFrame({"name": ["Utara", "Selatan"], "index": [89.99, "belum lapor"], "band": [2, pd.NA]})
    columns = (Column("name", "Daerah", width=20), Column("index", "Indeks", "index", band="band"))
    return ReportTable(**{"sheet": "Satu", "title": "Judul", "columns": columns, "frame": frame, **changes})


def written(tables: list[ReportTable], folder: Path) -> openpyxl.Workbook:
    write_workbook(tables, folder / "a.xlsx", title="Laporan", created=CREATED)
    return openpyxl.load_workbook(folder / "a.xlsx")


def printed_of(sheet) -> bool:
    """Whether it has a page to print: a page with nothing on it is none."""
    return not sheet.print_area or not sheet.print_area.endswith("$ZZ$1")


def printed_width(sheet) -> float:
    """In points; the widths that the file holds are in digits of the default font, as wide as LibreOffice draws them.
    The columns beyond are not printed."""
    across = [one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values() if one.customWidth]
    return sum(across) * 5.56 * (sheet.page_setup.scale or 100) / 100


def header_row(sheet) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == "Daerah")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    quarter = consolidated("34", missing=("34.71",), rejected=("34.02",), problem=DANGEROUS[0])
    tables = workbook_tables(report_tables(quarter), quarter)
    return tables, written(tables, tmp_path_factory.mktemp("report"))


def test_two_renderings_of_the_same_tables_are_the_same_bytes(tmp_path):
    tables = [small_table(chart=Chart("Indeks", "name", (Series("index"),))), small_table(sheet="Dua")]
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tables, tmp_path / name, title="Laporan", created=CREATED)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").properties.created == CREATED


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_stays_a_text_whatever_it_begins_with(text, tmp_path):
    frame = pd.DataFrame({"name": [text], "index": [1.0], "band": [5]})
    sheet = written([small_table(frame=frame, notes=(text,), title=text)], tmp_path)["Satu"]
    cell = sheet.cell(header_row(sheet) + 1, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert b"<f>" not in zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")


def test_what_a_sender_wrote_as_a_formula_is_a_text_in_the_report(report):
    texts = [cell for row in report[1]["Permasalahan"].iter_rows() for cell in row if cell.value == DANGEROUS[0]]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}


def test_numbers_are_numbers_and_carry_the_letter_of_their_category(tmp_path):
    sheet = written([small_table()], tmp_path)["Satu"]
    row = header_row(sheet) + 1
    number, reason = sheet.cell(row, 2), sheet.cell(row + 1, 2)
    assert (number.value, number.number_format) == (89.99, '0.00" C"')
    assert number.fill.fgColor.rgb != reason.fill.fgColor.rgb
    assert (reason.value, reason.data_type) == ("belum lapor", "s")


def test_every_sheet_prints_on_a4_across_one_page_wide(report):
    for sheet in report[1].worksheets:
        assert sheet.page_setup.paperSize == 9
        if printed_of(sheet):  # in a size of its own, as a spreadsheet that fits a sheet to pages tears its tables
            assert (sheet.page_setup.scale or 100) >= 79
            assert printed_width(sheet) <= (784 if sheet.page_setup.orientation == "landscape" else 537)
        else:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == 0
        assert "halaman" in sheet.oddFooter.right.text


def test_only_what_is_read_is_printed(report):
    """A page of cells that hold nothing is printed by no spreadsheet."""
    tables, book = report
    printed = {sheet.title for sheet in book.worksheets if printed_of(sheet)}
    assert printed == {table.sheet for table in tables if table.use == "read"}
    for sheet in (sheet for sheet in book.worksheets if sheet.title not in printed):
        most = sheet.max_column
        cell = sheet[sheet.print_area.rpartition("!")[2].replace("$", "")]
        assert (cell.value, cell.column > most) == (None, True)
        assert "Hapus Area Cetak" in sheet["B3"].value


def test_a_sheet_with_one_table_repeats_freezes_and_filters_by_its_headings(tmp_path):
    sheet = written([small_table()], tmp_path)["Satu"]
    header = header_row(sheet)
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:B{header + 2}"


def test_totals_stand_outside_the_filter(tmp_path):
    totals = pd.DataFrame({"name": ["Rata-rata"], "index": [89.99], "band": [2]})
    sheet = written([small_table(totals=totals)], tmp_path)["Satu"]
    header = header_row(sheet)
    assert sheet.cell(header + 3, 1).value == "Rata-rata"
    assert sheet.auto_filter.ref == f"A{header}:B{header + 2}"


def test_no_data_cell_is_merged(report):
    for sheet in report[1].worksheets:
        for merged in sheet.merged_cells.ranges:
            assert merged.min_row == merged.max_row
            assert merged.min_col == 1
            assert merged.max_col >= 2


def test_the_front_sheet_links_to_every_other_and_they_link_back(report):
    book = report[1]
    front = "Ringkasan"  # the page for the governor stands before it
    others = [name for name in book.sheetnames if name != front]
    linked = {cell.hyperlink.location for row in book[front].iter_rows() for cell in row if cell.hyperlink}
    contents = next(cell for cell in book[front]["A"] if cell.value == "Isi laporan")
    assert linked == {f"'{name}'!A1" for name in others} | {f"'{front}'!{contents.coordinate}"}
    for name in others:
        assert book[name]["A3"].hyperlink.location == f"'{front}'!A1"


def test_headings_stand_as_the_tables_name_them(report):
    tables, book = report
    for table in tables:
        labels = [column.label for column in table.columns]
        rows = book[table.sheet].iter_rows(max_col=len(labels), values_only=True)
        assert tuple(labels) in rows, table.title


def test_a_table_without_rows_says_so(tmp_path):
    sheet = written([small_table(frame=small_table().frame.head(0))], tmp_path)["Satu"]
    assert sheet.cell(header_row(sheet) + 1, 1).value == "tidak ada"


def test_charts_name_their_sheet_and_have_a_text_for_those_who_do_not_see_them(tmp_path):
    tables = [small_table(chart=Chart("Indeks daerah", "name", (Series("index"),)))]
    write_workbook(tables, tmp_path / "a.xlsx", title="", created=CREATED)
    package = zipfile.ZipFile(tmp_path / "a.xlsx")
    assert b"Satu!$B$" in package.read("xl/charts/chart1.xml")
    assert b'descr="Indeks daerah. Angkanya' in package.read("xl/drawings/drawing1.xml")


def test_every_chart_stands_in_a_table_that_holds_its_numbers(report, tmp_path):
    tables, _ = report
    drawn = {table.chart.title: len(table.chart.series) for table in tables if table.chart}
    assert drawn == {
        "Rata-rata daerah yang melapor per bidang": 1,
        "Indeks SPM kabupaten/kota dan batas kategori": 5,
        "Serapan anggaran dan indeks SPM per bidang": 2,
        "Serapan anggaran dan indeks SPM per kabupaten/kota": 2,
        "Indeks SPM provinsi dan bidang per triwulan": 7,
    }
    for table in tables:
        if table.chart:
            keys = {column.key for column in table.columns}
            assert {table.chart.labels, *(one.key for one in table.chart.series)} <= keys


def test_lines_differ_also_without_colour(tmp_path):
    frame = pd.DataFrame({"name": ["TW3", "TW4"], "index": [80.0, 90.0], "other": [70.0, 75.0]})
    columns = (Column("name", "Triwulan"), Column("index", "Indeks", "index"), Column("other", "Lain", "index"))
    lines = Chart("Tren", "name", (Series("index", "line"), Series("other", "line")))
    tables = [small_table(frame=frame, columns=columns, chart=lines)]
    write_workbook(tables, tmp_path / "a.xlsx", title="", created=CREATED)
    drawn = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/charts/chart1.xml").decode()
    assert len(set(re.findall(r'<a:prstDash val="(\w+)"', drawn))) == 2
    assert len(set(re.findall(r'<c:symbol val="(\w+)"', drawn))) == 2


def test_bands_follow_a_number_that_somebody_changes(report):
    rules = [rule for found in report[1]["Matriks"].conditional_formatting for rule in found.rules]
    assert len(rules) == 7 * 6
    assert rules[1].formula == ["AND(ISNUMBER(C7),C7>=90)"]
    assert rules[1].dxf.numFmt.formatCode == '0.00" B"'


def test_the_workbook_of_fourteen_regencies_is_small(tmp_path):
    quarter = consolidated("62", missing=(), rejected=())
    path = tmp_path / "a.xlsx"
    write_workbook(workbook_tables(report_tables(quarter), quarter), path, title="Laporan", created=CREATED)
    assert path.stat().st_size < 3_000_000


@pytest.mark.parametrize(("bars", "numbers"), [(14, True), (38, False)])
def test_bars_bear_their_numbers_only_where_these_do_not_touch(tmp_path, bars, numbers):
    frame = pd.DataFrame({"name": [f"Daerah {n}" for n in range(bars)], "index": 90.0, "band": 1})
    written([small_table(frame=frame, chart=Chart("Indeks", "name", (Series("index"),)))], tmp_path)
    drawn = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/charts/chart1.xml").decode()
    assert ('<c:showVal val="1"/>' in drawn) == numbers


def test_a_chart_without_a_number_is_not_drawn(tmp_path):
    """A limit is the same everywhere and tells nothing by itself."""
    frame = pd.DataFrame({"name": ["Utara"], "index": ["belum lapor"], "limit": [90.0]})
    columns = (Column("name", "Daerah"), Column("index", "Indeks", "index"), Column("limit", "Tuntas Utama", "index"))
    lines = Chart("Indeks", "name", (Series("index"), Series("limit", "limit")), first=True)
    written([small_table(frame=frame, columns=columns, chart=lines)], tmp_path)
    assert not [name for name in zipfile.ZipFile(tmp_path / "a.xlsx").namelist() if "chart" in name]


def test_a_quarter_in_which_everything_was_rejected_has_no_empty_chart(tmp_path):
    quarter = consolidated("34", missing=(), rejected=tuple(catalogue.regencies("34")["code"]), own=False)
    written(workbook_tables(report_tables(quarter), quarter), tmp_path)
    assert not [name for name in zipfile.ZipFile(tmp_path / "a.xlsx").namelist() if name.startswith("xl/charts/")]


def test_a_column_is_as_wide_as_the_longest_word_of_its_heading(tmp_path):
    """ "Trantibumlinmas" was printed in two pieces."""
    columns = (Column("name", "Daerah", width=20), Column("index", "Trantibumlinmas per bidang", "index", 12))
    sheet = written([small_table(columns=columns)], tmp_path)["Satu"]
    assert sheet.column_dimensions["B"].width >= len("Trantibumlinmas") + 1
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)

"""Local layouts are files of config/layouts: each reads to the figures of the form it belongs to."""

import random

import pytest

from config import catalogue
from schemas.finding import Severity
from schemas.reconciliation import Fate
from schemas.wording import MONTHS
from tasks.understand.cell_account import account
from tasks.understand.workbook import normalise
from tests.builders import Book, found, places, taken
from tests.cell_fates import reconcile
from tests.understand.test_workbook import figures, varied

LOCAL = [layout for layout in catalogue.layouts().values() if layout.local_to]
RECIPIENTS = "PERSENTASE PENCAPAIAN PENERIMA LAYANAN DASAR (80%)"
QUALITY = "B. PERSENTASE PENCAPAIAN MUTU MINIMAL LAYANAN DASAR (20%)"


@pytest.fixture(scope="module")
def clean():
    return figures(varied())


def errors(book: Book) -> list[tuple[str, str]]:
    return places([one for one in taken(book).normalised.findings if one.severity is Severity.ERROR])


def by_month(book: Book, *total: str) -> Book:
    """The people served spread over the months at random; a column of their total where it is named."""
    chance = random.Random(5)
    heading, *rows = book.sheets["Penerima"][4:]
    heading[6:7] = [month[:3] for month in MONTHS] + list(total)
    for row in rows:
        cuts = sorted(chance.randint(0, row[6]) for _ in range(11))
        months = [float(after - before) for before, after in zip([0, *cuts], [*cuts, row[6]], strict=True)]
        row[6:7] = months + [float(row[6])] * len(total)
    return book


def combined(book: Book, *, name: str = "Capaian") -> Book:
    """Penerima and Mutu under each other on one sheet, each with its section title and its headings."""
    recipients, quality = book.sheets.pop("Penerima"), book.sheets.pop("Mutu")
    book.sheets[name] = [["LAPORAN SPM"], [], [RECIPIENTS], *recipients[4:], [], [QUALITY], *quality[4:]]
    return book


@pytest.mark.parametrize("layout", LOCAL, ids=lambda layout: layout.version)
def test_a_local_layout_is_no_form_to_hand_out(layout):
    assert layout.local_to in catalogue.layouts()
    assert catalogue.layout_for(layout.level).local_to == ""


@pytest.mark.parametrize("total", ["Total", "Jumlah", "Jumlah Terlayani"])
def test_months_with_a_total_read_to_the_total(clean, total):
    book = by_month(varied(), total)
    assert taken(book).normalised.layout == "SPM-KK-2025.1-bulanan"
    assert figures(book) == clean
    assert errors(book) == []
    assert {one.rule for one in found(book)} == {"L04"}


def test_months_without_a_total_are_added_up_to_the_quarter(clean):
    assert figures(by_month(varied())) == clean
    book = by_month(varied())
    half_year = {row[1]: sum(row[6:12]) for row in book.sheets["Penerima"][5:]}
    book["Identitas", "C8"] = "II"
    read = taken(book).normalised
    assert {row[1]: row[4] for row in read.figures["recipients"]} == half_year
    assert [one.cell for one in read.findings if "'Jan' sampai 'Jun'" in one.message] == ["L5"]


def test_a_month_that_cannot_be_read_is_found_at_its_own_cell():
    book = by_month(varied())
    book["Penerima", "I9"] = "tiga"
    assert errors(book) == [("C01", "Penerima!I9")]


def test_a_month_that_no_sum_of_excels_counts_because_it_is_a_text_is_found_at_its_own_cell():
    book = by_month(varied(), "Jumlah Terlayani")
    book["Penerima", "I9"], book["Penerima", "S9"] = (
        "3.000",
        sum(book.sheets["Penerima"][8][6:18]) - book["Penerima", "I9"],
    )
    assert errors(book) == [("C01", "Penerima!I9")]


def test_months_that_are_all_blank_are_missing_and_some_blank_are_not():
    book = by_month(varied())
    book.sheets["Penerima"][8][6:18] = [""] * 12
    book.sheets["Penerima"][9][6:18] = [*[""] * 11, 40.0]
    assert errors(book) == [("C05", "Penerima!R9")]
    assert next(row[4] for row in taken(book).normalised.figures["recipients"] if row[0] == 10) == 40


def test_months_are_used_where_there_is_no_total_and_only_compared_where_there_is():
    fates = []
    for book in (by_month(varied()), by_month(varied(), "Total")):
        raw = book.raw()
        cells = {(one.sheet, one.cell): one for one in reconcile(raw, normalise(raw))}
        fates.append(cells["Penerima", "G9"].fate)
    assert fates == [Fate.USED, Fate.RECOMPUTED]


@pytest.mark.parametrize("name", ["Capaian", "Penerima", "Sheet1"])
def test_recipients_and_quality_under_section_titles(clean, name):
    book = combined(varied(), name=name)
    assert taken(book).normalised.layout == "SPM-KK-2025.1-gabungan"
    assert taken(book).normalised.identity.form_version == "SPM-KK-2025.1"
    assert figures(book) == clean
    assert errors(book) == []


@pytest.mark.parametrize("line", ["(dalam ribuan)", "angka dalam jutaan"])
def test_what_is_said_above_all_sections_is_said_of_each_and_told_once(line):
    book = combined(varied())
    book.sheets["Capaian"][1] = [line]
    assert errors(book) == [("C11", "Capaian!A2")]
    book = combined(varied())
    book.comments["Capaian", "A1"] = line
    assert errors(book) == [("C11", "Capaian!A1")]


def test_sections_that_share_the_headings_above_them(clean):
    book = varied()
    recipients, quality = book.sheets.pop("Penerima"), book.sheets.pop("Mutu")
    headings = [
        "No",
        "Kode",
        "Indikator",
        "Satuan",
        "Target",
        "Realisasi",
        "Belum Terlayani",
        "%",
        "Nihil",
        "Keterangan",
    ]
    people = [[row[0], row[1], row[3], *row[4:11]] for row in recipients[5:]]
    items = [[row[0], row[2], row[3], *row[5:10], "", row[10]] for row in quality[5:]]
    book.sheets["Capaian"] = [headings, ["A.", RECIPIENTS], *people, ["B.", QUALITY], *items]
    assert {key: [row[:5] for row in rows] for key, rows in figures(book).items()} == {
        key: [row[:5] for row in rows] for key, rows in clean.items()
    }
    assert errors(book) == []


def test_a_fault_in_a_section_is_found_at_its_own_cell():
    book = combined(varied())
    row = next(at for at, cells in enumerate(book.sheets["Capaian"], 1) if cells and cells[0] == QUALITY) + 2
    book["Capaian", f"G{row}"] = "banyak"
    book["Capaian", "F6"] = "seribu"
    assert errors(book) == [("C01", "Capaian!F6"), ("C01", f"Capaian!G{row}")]


def test_nothing_of_a_shared_sheet_is_lost():
    book = combined(varied())
    book.sheets["Capaian"] += [["C. ALOKASI ANGGARAN DAN REALISASI"], ["", 5.0]]
    raw = book.raw()
    cells = account(raw, normalise(raw))
    last = len(raw.sheets[-1].rows)
    assert [one.cells for one in cells.left_out] == [f"A{last - 1} B{last}"]
    assert cells.counts[Fate.USED] > 600


def test_all_three_under_section_titles(clean):
    book = combined(varied(), name="Laporan")
    book.sheets["Laporan"] += [[], ["C. ALOKASI ANGGARAN DAN REALISASI"], *book.sheets.pop("Anggaran")[4:]]
    assert taken(book).normalised.layout == "SPM-KK-2025.1-satu-lembar"
    assert figures(book) == clean
    assert errors(book) == []


def test_months_that_rise_in_every_row_may_be_running_totals():
    book = varied()
    heading, *rows = book.sheets["Penerima"][4:]
    heading[6:7] = [month[:3] for month in MONTHS]
    for row in rows:
        row[6:9] = [*(row[6] * month // 60 for month in range(1, 13)), "", ""]
    doubts = [one for one in found(book) if one.rule == "L05"]
    assert [one.cell for one in doubts] == ["R5"]
    assert doubts[0].message.count("; ") == 4

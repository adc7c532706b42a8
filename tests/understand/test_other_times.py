"""Rows of a bidang, lines below a table, notes and names of sheets say of when or of where figures are."""

import pytest

from schemas.finding import Severity
from schemas.period import Period
from tasks.understand.other_times import of_another_time
from tasks.understand.period_notes import says_part
from tests.builders import Book, found
from tests.layout_changes import TOP
from tests.rule_examples import rename
from tests.understand.test_workbook import varied

NOW = Period(2024, 4)
DOUBTS = (
    "*) Data per 30 September 2024",
    "*) Data per 30/09/2024",
    "Keterangan: angka terlayani adalah angka Triwulan III",
    "*) Realisasi s.d. 30 September 2024",
    "Catatan: data bidang kesehatan masih posisi September 2024",
    "Sumber: Dapodik dan Profil Kesehatan Tahun 2023",
    "data s.d. TW III",
    "data s.d. September",
    "angka Semester I",
    "masih memakai data tahun 2023",
    "data terlayani baru sampai dengan November 2024",
    "Data Dapodik per 31 Agustus 2023",
    "Data bayi baru lahir s.d. TW III",
)
NO_DOUBTS = (
    "*) Data per 31 Desember 2024",
    "Data per 10 Januari 2025",
    "Realisasi s.d. TW IV",
    "dilaksanakan pada Triwulan III",
    "selesai s.d. September",
    "akan dilaksanakan TW I 2025",
    "bantuan SD Negeri bulan September",
    "Sumber dana: DAK 2023",
    "Sumber: Permendagri 59 Tahun 2021",
    "sasaran memakai data proyeksi tahun 2023",
    "lebih tinggi daripada realisasi tahun 2023",
    "kondisi darurat pada bulan September",
    "jumlah per desa 2023",
    "Sampit, 30 September 2024",
    "Data Dapodik per 31 Agustus",
    "Data Dapodik per 31 Agustus 2024",
    "angka kematian tahun 2023",
    "Prevalensi stunting angka SSGI 2023",
    "SK Bupati Nomor 12 Tahun 2022",
    "data sesuai SK Bupati Tahun 2022",
    "Permendagri 59 Tahun 2021",
    "lahir tahun 2019",
    "anak yang lahir tahun 2019 menurut data posyandu",
    "Sumber: DTKS Maret 2024",
    "Data Bulan Timbang Agustus 2024",
    "data Pusdatin tahun 2023",
    "data BPS tahun 2023",
    "Kotawaringin Timur Dalam Angka 2023",
    "Realisasi DAK Fisik tahun 2023 (luncuran)",
)
PARTS = {
    "Catatan: angka hanya sekolah negeri dan puskesmas; swasta belum masuk": True,
    "Catatan: 3 dari 17 kecamatan belum melapor": True,
    "2 puskesmas belum menyampaikan laporan": True,
    "data belum lengkap": True,
    "anak usia 5 tahun belum masuk sekolah": False,
    "bidang tanah belum masuk anggaran": False,
    "sekolah tidak masuk": False,
    "semua kecamatan sudah melapor": False,
}


@pytest.mark.parametrize("text", DOUBTS)
def test_what_says_that_figures_are_of_another_time_casts_doubt(text):
    assert of_another_time(text, NOW)


@pytest.mark.parametrize("text", NO_DOUBTS)
def test_what_says_when_something_was_done_or_planned_casts_none(text):
    assert not of_another_time(text, NOW)


@pytest.mark.parametrize("text", PARTS)
def test_what_says_that_somebody_has_not_reported_casts_doubt(text):
    assert says_part(text) is PARTS[text]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Sumber data: DKB semester I 2024", False),
        ("Data penduduk Tahun 2023", False),
        ("Angka kematian ibu tahun 2023: 12", False),
        ("Sesuai SK Bupati dan RKPD Tahun 2023", False),
        ("Realisasi menurut jumlah penduduk Tahun 2023", True),
        ("Hasil Verifikasi SPM Triwulan III Tahun 2024", True),
        ("Target dan Realisasi SPM Tahun 2023", True),
    ],
)
def test_a_title_speaks_of_the_sheet_unless_it_names_others_figures(title: str, told: bool):
    book = varied()
    book["Penerima", "A4"] = title
    assert [one.rule for one in found(book) if one.severity is not Severity.INFO] == ["I06"] * told


def below(text: str) -> Book:
    book = varied()
    book.sheets["Penerima"] += [[], ["", text]]
    return book


def over_a_bidang(text: str) -> Book:
    book = varied()
    book.insert_row("Penerima", TOP + 4, ["", "", text])
    return book


def called(name: str) -> Book:
    book = varied()
    rename("Penerima", name)(book)
    return book


@pytest.mark.parametrize(
    ("of", "text", "told"),
    [
        (over_a_bidang, "Kesehatan (posisi Triwulan III 2024)", True),
        (over_a_bidang, "Kesehatan - data s.d. Triwulan III", True),
        (over_a_bidang, "Kesehatan Kabupaten Kapuas", True),
        (over_a_bidang, "Kesehatan (posisi Triwulan IV 2024)", False),
        (below, "Sumber: Dinas Kesehatan Kabupaten Katingan", True),
        (below, "Sumber: Dinas Kesehatan Kabupaten Kotawaringin Barat", False),
        (below, "termasuk pasien dari Kabupaten Katingan", False),
        (called, "Penerima 2023", True),
        (called, "Penerima Sept", True),
        (called, "Penerima Triwulan III", True),
        (called, "Penerima Smt I", True),
        (called, "Penerima Katingan", True),
        (called, "Penerima III", True),
        (called, "Penerima Semester II", False),
        (called, "Penerima Des 2024", False),
    ],
)
def test_another_time_or_place_is_heard_wherever_it_is_said(of, text, told):
    findings = [one for one in found(of(text)) if one.severity is not Severity.INFO]
    assert [one.rule for one in findings] == ["I06"] * told


@pytest.mark.parametrize("cell", ["A4", "B37"])
@pytest.mark.parametrize(
    "text", ["Dicetak 2 Oktober 2024", "Tanggal cetak: 02/10/2024", "Diunduh pada 30 November 2024"]
)
def test_figures_printed_before_the_quarters_last_month_are_told(cell, text):
    book = Book()
    book.sheets["Penerima"] += [[], []]
    book["Penerima", cell] = text
    assert [(one.rule, one.cell) for one in found(book)] == [("I06", cell)]


@pytest.mark.parametrize("cell", ["A4", "B37"])
@pytest.mark.parametrize(
    "text", ["Dicetak 31 Desember 2024", "Dicetak 10 Januari 2025", "Sampit, 2 Oktober 2024", "Dicetak"]
)
def test_those_printed_later_are_not(cell, text):
    book = Book()
    book.sheets["Penerima"] += [[], []]
    book["Penerima", cell] = text
    assert found(book) == []


@pytest.mark.parametrize(
    ("name", "told"), [("Kabupaten Kapuas", ["H6"]), ("Kabupaten Kotawaringin Barat", []), ("", [])]
)
def test_the_offices_of_another_regency_are_told_once(name, told):
    book = Book()
    for cells in book.sheets["Anggaran"][TOP:]:
        cells[7] = f"Dinas {cells[1]} {name}".strip()
    assert [one.cell for one in found(book) if one.rule == "I06"] == told

"""Notes under Keterangan and lines around a table that contradict the figures they speak of."""

import pytest

from schemas.finding import Severity
from tests.builders import Book, found


def told(cell: str, text: str, sheet: str = "Penerima") -> list[str]:
    book = Book()
    book["Penerima", "F14"], book["Penerima", "G14"] = 240_000, 202_733
    book["Penerima", "H14"], book["Penerima", "I14"] = 37_267, 84.47
    book["Permasalahan", "B6"], book["Permasalahan", "C6"] = "K-KES-06", "Tenaga kurang"
    book["Permasalahan", "D6"] = "Menambah tenaga"
    book.sheets[sheet] += [[], []]
    book[sheet, cell] = text
    return [one.rule for one in found(book) if one.severity is not Severity.INFO and one.rule != "R10"]


@pytest.mark.parametrize(
    "text",
    [
        "total L+P 212.733",
        "jumlah 212.733 orang",
        "Terlayani 212.733",
        "revisi Januari 2025: 212.733",
        "revisi: 212.733",
        "ditambah 10.000 dari RSUD",
        "+10.000 dari RSUD",
        "dikurangi data ganda 1.200",
        "termasuk luar wilayah 1.500",
        "termasuk 200 orang dari Kab. Seruyan",
        "L 100.000 P 100.733",
        "Laki-laki: 100.000, Perempuan: 100.733 orang",
        "capaian 95%",
        "terlayani 95 persen",
        "angka ini salah",
        "data masih salah",
        "data belum valid",
        "angka blm benar",
        "belum rekon",
        "blm rekonsiliasi",
        "salah input",
        "H dan G tertukar",
        "kolom F dan G terbalik",
        "target dan realisasi tertukar",
        "tertukar dengan K-KES-07",
        "data sementara",
        "angka masih sementara",
        "sementara",
        "masih sementara",
        "prognosis",
        "belum final",
        "blm fix",
        "belum diverifikasi",
        "data belum tervalidasi",
    ],
)
def test_a_note_that_contradicts_its_row_is_told(text: str) -> None:
    assert told("K14", text) == ["L06"]


@pytest.mark.parametrize(
    "text",
    [
        "total L+P 202.733",
        "Terlayani 202.733 orang",
        "jumlah 12 sekolah",
        "sdh diperbaiki mjd 202.733",
        "ralat: 202.733",
        "L 100.000 P 102.733",
        "L=100.000, P=102.733",
        "guru L 5 P 3",
        "capaian 84,47%",
        "capaian 84%",
        "ditambah 2 unit ambulans",
        "termasuk pasien rujukan",
        "salah satu sekolah rusak",
        "belum benar-benar selesai",
        "sudah diverifikasi Inspektorat",
        "kegiatan belum dilaksanakan",
        "target RPJMD 240.000",
        "target 280.000 (Pusdatin)",
        "versi BPS 280.000",
        "angka proyeksi BPS",
        "SK Bupati 188.45/123/2024",
        "mohon koreksi",
        "estimasi",
        "refocusing",
        "Anggaran melekat di BOK",
        "kegiatan dilaksanakan Provinsi",
        "penerima hunian sementara",
        "sementara dirawat di RSUD",
        "SK belum final",
        "sudah final",
        "data tidak tertukar",
        "target dan realisasi tidak tertukar lagi",
        "identitas bayi tertukar sudah ditangani",
    ],
)
def test_a_note_that_agrees_or_speaks_of_other_things_is_not(text: str) -> None:
    assert told("K14", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "baru 18 dari 21 puskesmas",
        "baru 15 dari 21 puskesmas yang lapor",
        "hanya 10 kecamatan",
        "tidak termasuk RS",
        "tdk termasuk RSUD",
        "di luar rumah sakit swasta",
        "blm termasuk swasta",
        "L saja",
        "hanya P",
        "puskesmas saja",
        "data Kec. Baamang saja",
        "khusus sekolah negeri",
        "menunggu data RSUD",
        "1 puskesmas blm lapor",
        "data 8 bulan",
        "data bulan Oktober",
        "per Nov 2024",
        "masih data lama",
        "belum update",
        "data blm diupdate",
        "tdk kumulatif",
        "non kumulatif",
        "sama dengan TW III",
        "sama dengan triwulan lalu",
        "termasuk TW I 2025",
        "termasuk data Januari 2025",
        "belum semua puskesmas",
        "tidak semua kecamatan",
        "blm seluruh sekolah",
        "3 PKM menyusul",
        "data RSUD menyusul",
        "puskesmas Baamang I masih menyusul",
        "data per bulan",
        "per bulan",
        "angka bulanan",
        "rata-rata per bulan",
        "dihitung per triwulan",
        "rata2 per hari",
        "angka rata-rata",
    ],
)
def test_a_note_that_says_its_figure_is_a_part_or_of_another_time_is_told(text: str) -> None:
    assert told("K14", text) == ["L06"]


@pytest.mark.parametrize(
    "text",
    [
        "hanya 2 puskesmas yang memiliki dokter gigi",
        "baru 3 sekolah direhab",
        "hanya desa terdampak banjir",
        "menunggu hasil lelang",
        "menunggu juknis",
        "data 12 bulan",
        "data bulan Desember",
        "per 10 Januari 2025",
        "termasuk TW III",
        "termasuk TW I s.d. III",
        "usia 8 bulan",
        "rehab gedung di luar kota",
        "anak telantar di luar panti",
        "pendidikan di luar sekolah",
        "desa tanpa puskesmas",
        "data per Desember 2024",
        "kegiatan bulan Oktober",
        "SK belum terbit",
        "sudah semua puskesmas",
        "belum semua puskesmas memiliki dokter gigi",
        "tidak semua sekolah terakreditasi",
        "pengadaan menyusul tahun depan",
        "obat dari Provinsi menyusul",
        "sisanya menyusul",
        "rehab 3 sekolah menyusul",
        "dipantau per bulan",
        "laporan bulanan",
        "iuran per bulan Rp 35.000",
    ],
)
def test_a_note_of_where_or_when_something_is_done_is_not(text: str) -> None:
    assert told("K14", text) == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A4", "Khusus Kecamatan Baamang"),
        ("A4", "Data Puskesmas saja"),
        ("A4", "Kecamatan: Mentawa Baru Ketapang"),
        ("A4", "CONTOH PENGISIAN"),
        ("A4", "DRAFT"),
        ("A4", "Konsep laporan"),
        ("B37", "Ralat: K-KES-06 terlayani seharusnya 212.733"),
        ("B37", "Catatan: K-KES-06 dikoreksi +10.000"),
        ("B37", "Catatan: angka kesehatan belum valid"),
        ("B37", "Kolom F dan G tertukar"),
        ("B37", "*) data sementara"),
        ("B37", "Catatan: angka K-KES-06 salah ketik"),
        ("B37", "Catatan: belum semua puskesmas"),
        ("A4", "ANGKA SEMENTARA"),
        ("A4", "Data per bulan"),
    ],
)
def test_a_line_around_the_table_that_contradicts_it_is_told(cell: str, text: str) -> None:
    assert told(cell, text) == ["L06"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A4", "OPD: Dinas Kesehatan"),
        ("A4", "Contoh: 1.234 ditulis 1234"),
        ("A4", "Ralat Laporan Triwulan IV 2024"),
        ("B37", "Catatan: wilayah dimekarkan menjadi 17 kecamatan"),
        ("B37", "Bila salah ketik, tulis ulang"),
        ("B37", "Jumlah puskesmas 21, jumlah desa 168"),
        ("B37", "Kecamatan: 17"),
        ("B37", "Pastikan target dan realisasi tidak tertukar"),
        ("B37", "Jangan sampai kolom F dan G tertukar"),
        ("B37", "Untuk hunian sementara lihat K-PR-01"),
    ],
)
def test_a_line_that_says_nothing_of_the_figures_is_not(cell: str, text: str) -> None:
    assert told(cell, text) == []


@pytest.mark.parametrize(
    "name", ["Penerima (sementara)", "Penerima draft", "Penerima belum final", "Penerima bulanan", "Penerima lama"]
)
def test_a_sheet_that_calls_itself_provisional_is_told(name: str) -> None:
    book = Book()
    book.sheets = {name if own == "Penerima" else own: rows for own, rows in book.sheets.items()}
    assert [one.variant for one in found(book) if one.severity is not Severity.INFO] == ["sheet_name"]


@pytest.mark.parametrize("name", ["Penerima Layanan", "Penerima final", "Penerima TW IV", "1. Penerima"])
def test_a_sheet_of_another_name_is_not(name: str) -> None:
    book = Book()
    book.sheets = {name if own == "Penerima" else own: rows for own, rows in book.sheets.items()}
    assert [one.variant for one in found(book) if one.severity is not Severity.INFO] == []


@pytest.mark.parametrize(
    ("text", "variant"), [("DRAFT", "draft"), ("Data sementara", "draft"), ("Data per bulan", "noted_around")]
)
def test_so_is_one_whose_pages_say_so(text: str, variant: str) -> None:
    book = Book()
    book.printed["Penerima"] = book.printed["Mutu"] = [text, "Halaman 1"]
    assert [one.variant for one in found(book) if not one.cause] == [variant]


def test_so_is_one_under_a_box_with_draft() -> None:
    book = Book()
    book.boxes["Penerima", "G2"] = "DRAFT"
    assert [one.variant for one in found(book)] == ["comment"]

"""What headings of one column say besides its name: units, a second name, the document that a budget stands in."""

import pytest

from schemas.finding import Severity
from tests.builders import Book, found
from tests.layout_changes import headed
from tests.understand.test_resolver import laid_out, sent
from tests.understand.test_workbook import varied


def errors(book: Book) -> list[tuple[str, str]]:
    return [(one.rule, one.cell) for one in found(book) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "F", "Jumlah yang Harus Dilayani (orang/KK/unit)"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani\n(Orang, KK, atau Rumah)"),
        ("Penerima", "F", "Sasaran (sesuai satuan)"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani / Target"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani (Sasaran)"),
        ("Penerima", "F", "Target / Sasaran Tahun 2024 (orang/KK)"),
        ("Penerima", "G", "Jumlah Terlayani/Realisasi (org/KK/unit)"),
        ("Penerima", "G", "Realisasi / Capaian s.d. TW IV"),
        ("Mutu", "G", "Jumlah yang Dibutuhkan (unit/orang)"),
        ("Mutu", "H", "Jumlah Tersedia (buah/orang/paket)"),
        ("Anggaran", "D", "Pagu / Alokasi (Rp)"),
        ("Anggaran", "D", "DPPA TA 2024 (Rp)"),
        ("Anggaran", "D", "DPA/DPPA Tahun Anggaran 2024"),
        ("Anggaran", "D", "DPA (Rp)"),
        ("Anggaran", "D", "APBD Murni 2024 (Rp)"),
        ("Anggaran", "G", "Sumber Dana / Sumber Anggaran"),
        ("Anggaran", "H", "OPD/Perangkat Daerah"),
        ("Penerima", "D", "Layanan / Jenis Pelayanan Dasar"),
        ("Penerima", "K", "Keterangan / Catatan"),
    ],
)
def test_units_in_brackets_a_second_name_or_the_document_of_a_budget_leave_a_heading_what_it_is(sheet, letter, heading):
    book = laid_out(headed(sheet, letter, heading))
    assert (sent(book), errors(book)) == (sent(varied()), [])
    assert [(one.rule, one.cell) for one in found(book) if one.sheet == sheet] == [("L04", f"{letter}5")]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "G", "Jumlah Terlayani (KK)"),
        ("Penerima", "G", "Jumlah Terlayani (KK/rumah tangga)"),
        ("Penerima", "G", "Jumlah Terlayani (Rp/orang)"),
        ("Penerima", "F", "Target / Realisasi"),
        ("Penerima", "F", "Target / Sasaran Tahun 2023"),
        ("Penerima", "G", "Jumlah Terlayani / Belum"),
        ("Anggaran", "D", "DPPA TA 2023 (Rp)"),
        ("Anggaran", "D", "DPPA Dinas Kesehatan (Rp)"),
        ("Anggaran", "D", "RKA (Rp)"),
    ],
)
def test_one_other_unit_a_name_of_something_else_or_another_year_is_another_column(sheet, letter, heading):
    book = Book()
    book[sheet, f"{letter}5"] = heading
    assert [rule for rule, _ in errors(book)] == ["L02"]

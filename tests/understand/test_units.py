"""Figures in thousands, in percent, in another unit: never read as if they were full, and told where it says so."""

import pytest

from tasks.understand.scale_words import scale_told_in
from tasks.understand.units import unit_wording
from tests.builders import Book, found, places


@pytest.mark.parametrize(
    "note",
    [
        "(dalam ribuan rupiah)",
        "Satuan: Rp juta",
        "(Rp. 000)",
        "*) dalam jutaan",
        "(x 1.000)",
        "Dalam Rp 1.000,-",
        "Catatan: seluruh anggaran disajikan dalam jutaan rupiah",
        "(Rp miliar)",
        "Angka dlm ribu rupiah",
        "(Rp 10^6)",
        "Nilai x 10⁶",
        "(x1jt)",
        "(Rp 1jt)",
        "(dalam 1000)",
        "(÷1000)",
        "(Rp Mio)",
        "dalam Rp. Miliyar",
        "(US$)",
    ],
)
@pytest.mark.parametrize("cell", ["A4", "C37"])
def test_a_note_above_or_below_the_table_tells_its_scale(note, cell):
    book = Book()
    book["Anggaran", cell] = note
    assert places(found(book)) == [("C11", f"Anggaran!{cell}")]


@pytest.mark.parametrize(
    "note",
    [
        "Isi dalam rupiah penuh, tanpa dibagi ribu atau juta.",
        "Terdapat 3 juta rupiah yang belum cair",
        "(rupiah)",
        "Angka bukan dalam ribuan",
        "Sumber: BPS 2024",
        "Anggaran 1jt per orang",
        "1000 HPK dalam 1.000 hari pertama",
        "Nilai dolar naik",
    ],
)
def test_a_line_that_tells_no_scale_is_let_pass(note):
    book = Book()
    book["Anggaran", "A4"] = note
    assert found(book) == []


def test_a_scale_of_rupiah_is_none_of_people():
    book = Book()
    book["Penerima", "A4"] = "Pagu pada lembar Anggaran: dalam ribuan rupiah"
    assert found(book) == []
    book["Penerima", "A4"] = "dalam ribuan orang"
    assert places(found(book)) == [("C11", "Penerima!A4")]


def test_a_note_on_the_first_sheet_is_about_all():
    book = Book()
    book["Identitas", "B16"] = "Seluruh angka dalam jutaan rupiah"
    assert places(found(book)) == [("C11", "Identitas!B16")]


@pytest.mark.parametrize("heading", ["Jumlah Terlayani (%)", "Jumlah Terlayani (ribu orang)", "Terlayani dalam ribuan"])
def test_a_heading_with_a_scale_is_refused_and_its_cells_are_checked(heading):
    book = Book()
    book["Penerima", "G5"], book["Penerima", "G8"] = heading, "banyak"
    assert places(found(book)) == [("C11", "Penerima!G5"), ("C01", "Penerima!G8")]


@pytest.mark.parametrize(
    "scale",
    [
        *("(Rp.1000)", "Rp 1000", "(Rp000)", "dalam Rp000", "(x Rp1.000)", "(1000 Rp)", "(Rp 1.000,00)", "(dlm 1.000)"),
        *("10^6", "(Rp 10⁶)", "(x10^3)", "(1e6)", "(÷1000)", "(dibagi 1000)", "(x1jt)", "(Rp 1jt)", "dlm jt"),
        *("(Mio)", "(million Rp)", "(RibuRp)", "(Rpjuta)", "(Miliyar)", "(Rp K)", "($)", "(USD)", "dalam dolar"),
    ],
)
def test_who_says_a_scale_in_a_heading_is_not_told_to_rename_it(scale):
    book = Book()
    book["Anggaran", "D5"] = f"Alokasi {scale}"
    assert places(found(book)) == [("C11", "Anggaran!D5")]


def test_a_second_row_of_headings_tells_the_scale():
    book = Book()
    book.insert_row("Anggaran", 6, ["", "", "", "(Rp juta)", "(Rp juta)"])
    assert places(found(book)) == [("C11", "Anggaran!D6"), ("C11", "Anggaran!E6")]


def test_a_total_over_a_slip_is_not_told_again():
    book = Book()
    book["Penerima", "F6"] = 4.637
    book.sheets["Penerima"].append(["", "", "", "JUMLAH", "", 29_000, 29_000])
    (told,) = found(book)
    assert (told.rule, "Mungkin maksudnya 4.637." in told.message) == ("C04", True)


def test_a_percentage_is_shown_as_the_sender_sees_it():
    book = Book()
    book["Penerima", "G6"], book.percents["Penerima", "G6"] = 0.7692, 2
    book["Penerima", "I7"], book.percents["Penerima", "I7"] = 0.7692, 2
    first, second = found(book)
    assert (first.rule, first.value) == ("C10", "76,92%")
    assert (second.rule, second.cell, "76,92" in second.message) == ("R09", "I7", True)


def test_units_of_one_meaning_are_one():
    assert unit_wording("Jiwa") == unit_wording(" org") == "orang"
    assert unit_wording("paket") != unit_wording("unit")


def test_every_scale_of_the_examples_is_known():
    assert not scale_told_in("Pelayanan Kesehatan Ibu Hamil")


@pytest.mark.parametrize(
    ("cell", "text", "rules"),
    [
        ("I6", "dalam ribu", ["C11"]),
        ("I34", "nilai dalam jutaan rupiah", ["C11"]),
        ("I5", "Keterangan (ribuan rupiah)", ["C11"]),
        ("I6", "untuk 300 ribu masker", []),
        ("I6", "angka penuh, tidak dalam ribuan", []),
    ],
)
def test_a_scale_in_a_note_beside_the_figures_is_told(cell, text, rules):
    book = Book()
    book["Anggaran", cell] = text
    assert [told.rule for told in found(book) if told.severity == "error"] == rules


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A1", "REKAP ALOKASI SPM (Rp juta)"),
        ("H5", "Perangkat Daerah (Rp ribu)"),
        ("H6", "Dinas Pendidikan (Rp ribu)"),
        ("G6", "APBD (juta)"),
        ("C35", "JUMLAH (Rp juta)"),
    ],
)
def test_a_scale_in_brackets_is_told_wherever_it_stands(cell, text):
    book = Book()
    book.sheets["Anggaran"].append(["", "", "JUMLAH", "", ""])
    book["Anggaran", cell] = text
    assert places([one for one in found(book) if one.severity == "error"]) == [("C11", f"Anggaran!{cell}")]


def test_a_scale_beside_most_rows_is_one_slip():
    book = Book()
    for row in (6, 9, 12):
        book["Anggaran", f"G{row}"] = "APBD (juta)"
    assert places(found(book)) == [("C11", "Anggaran!G6")]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Semua angka Anggaran dalam ribuan rupiah", ["C11"]),
        ("Angka tidak boleh dalam ribuan", []),
        ("Isi dalam rupiah penuh", []),
    ],
)
def test_a_scale_on_a_sheet_of_notes_is_told_and_over_other_figures_is_theirs(text, rules):
    book = Book()
    book.sheets["Catatan"] = [[text]]
    assert [one.rule for one in found(book) if one.severity == "error"] == rules
    book.sheets["Catatan"] = [[text], *[[f"DAK {year}", year] for year in range(2010, 2024)]]
    assert [one.rule for one in found(book) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("cell", "text", "rules"),
    [
        ("K14", "dalam KK", ["C11"]),
        ("K14", "satuan KK", ["C11"]),
        ("K14", "Satuan: KK", ["C11"]),
        ("K14", "dihitung per keluarga", ["C11"]),
        ("K14", "angka dlm %", ["C11"]),
        ("K14", "dalam persen", ["C11"]),
        ("K14", "satuan kegiatan", ["C11"]),
        ("A4", "Satuan: KK", ["C11"]),
        ("A4", "Angka dalam persen", ["C11"]),
        ("B37", "Data bidang sosial dalam satuan KK", ["C11"]),
        ("K14", "dalam orang", []),
        ("K14", "satuan jiwa", []),
        ("K14", "300 KK", []),
        ("K14", "dalam kegiatan rutin", []),
        ("K21", "satuan KK", []),
        ("K21", "dalam jiwa", []),
        ("A4", "Satuan: orang", []),
        ("A4", "Capaian dalam persen", []),
        ("B37", "Data bidang pekerjaan umum dalam satuan KK", []),
    ],
)
def test_another_unit_in_a_note_or_a_line_is_told(cell, text, rules):
    book = Book()
    book.sheets["Penerima"] += [[], []]
    book["Penerima", cell] = text
    assert [told.rule for told in found(book) if told.severity == "error"] == rules


def test_a_percentage_said_of_money_or_items_is_told_and_a_unit_is_not():
    for sheet, cell in (("Anggaran", "I6"), ("Mutu", "K6"), ("Anggaran", "A4"), ("Mutu", "A4")):
        book = Book()
        book[sheet, cell] = "Angka dalam persen"
        assert places([one for one in found(book) if one.severity == "error"]) == [("C11", f"{sheet}!{cell}")]
        book[sheet, cell] = "satuan KK"
        assert [one for one in found(book) if one.severity == "error"] == []


@pytest.mark.parametrize("unit", ["orang/bulan", "Orang per Hari", "OB", "orang-bulan", "kunjungan"])
def test_people_of_each_month_or_visits_are_no_people(unit):
    book = Book()
    book["Penerima", "E9"] = unit
    assert places(found(book)) == [("C11", "Penerima!E9")]


@pytest.mark.parametrize("unit", ["orang/tahun", "orang/KK", "org", "Orang (kumulatif)"])
def test_people_of_the_year_are(unit):
    book = Book()
    book["Penerima", "E9"] = unit
    assert found(book) == []


@pytest.mark.parametrize(
    ("row", "unit", "rules"),
    [
        *((row, unit, ["L06"]) for row in (21, 22) for unit in ("orang", "Jiwa", "warga")),
        *((row, unit, ["C11"]) for row in (23, 24) for unit in ("orang", "Jiwa", "warga")),
        *((row, "desa", ["C11"]) for row in (21, 22, 23, 24)),
        *((row, unit, []) for row in (21, 22, 23, 24) for unit in ("KK", "rumah tangga", "ruta", "unit", "keluarga")),
        (21, "SR", []),
        (23, "rumah", []),
    ],
)
def test_households_may_be_counted_by_people_and_houses_may_not(row, unit, rules):
    book = Book()
    book["Penerima", f"E{row}"] = unit
    assert [told.rule for told in found(book)] == rules


def test_a_unit_of_people_behind_a_figure_of_houses_is_told_with_the_right_one():
    book = Book()
    book["Penerima", "F23"] = "1.000 jiwa"
    (told,) = [one for one in found(book) if one.rule == "C11"]
    assert told.message.endswith("padahal K-PR-01 dihitung dalam unit rumah. Isi jumlah dalam unit rumah.")


@pytest.mark.parametrize(
    "text", ["20 lusin", "3 rim", "2 kodi", "1,5 ribu", "2 juta", "1.234 ribu jiwa", "1.234 rb", "12k", "12 x 100"]
)
def test_who_types_an_amount_of_something_else_is_told_to_write_the_full_number(text):
    book = Book()
    book["Mutu", "H6"] = text
    assert [one.rule for one in found(book)] == ["C01"]
    assert "angkanya saja" not in found(book)[0].message

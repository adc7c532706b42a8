from datetime import datetime

import pytest

from config import catalogue
from schemas.period import Period
from tasks.intake.take_in import Context
from tasks.understand.file_names import named_period
from tasks.understand.identity import named_regency
from tasks.understand.province_names import provinces_of_name
from tests.builders import AS_OF, PROVINSI, Book, checked, found, places, taken


@pytest.mark.parametrize(
    ("file_name", "code"),
    [
        ("62.01 Kotawaringin Barat 2024-TW4.xlsx", "62.01"),
        ("LAP SPM TW IV Kab Seruyan FINAL (2).xlsx", "62.07"),
        ("kota_bogor_tw3.xls", "32.71"),
        ("Kab. Bogor.xlsx", "32.01"),
        ("kiriman/Kota Palangka Raya.ods", "62.71"),
        ("Bogor.xlsx", ""),
        ("Laporan 15.01.2025.xlsx", ""),
        ("62.01 dan 62.02.xlsx", ""),
    ],
)
def test_a_file_name_says_whose_it_is_only_where_it_is_clear(file_name, code):
    assert named_regency(file_name) == code


@pytest.mark.parametrize(
    ("file_name", "province", "code"),
    [
        ("SPM Sampit data SIAK TW4.xlsx", "62", ""),
        ("SPM data Siak TW4.xlsx", "14", "14.08"),
        ("Seruyan TW4.xlsx", "62", "62.07"),
        ("Laporan Kotim data dukcapil Siak.xlsx", "62", "62.02"),
        ("Seruyan dan Katingan.xlsx", "62", ""),
        ("Kab. Siak TW4.xlsx", "62", "14.08"),
    ],
)
def test_a_bare_name_counts_in_its_own_province_only(file_name, province, code):
    assert named_regency(file_name, province) == code


@pytest.mark.parametrize(
    "name",
    [
        "Kotim",
        "Kabupaten Kotawaringin Timur Prov. Kalimantan Tengah",
        "Pemkab Kotim",
        "Bagian Pemerintahan Setda Kab. Kotawaringin Timur",
        "KOTAWARINGIN TIMUR (SAMPIT)",
    ],
)
def test_the_right_name_among_more_words_is_right(name):
    assert found(Book(regency_code="62.02", regency_name=name), file_name="x.xlsx") == []


@pytest.mark.parametrize("code", ["62", 62, "62.00", "6200"])
@pytest.mark.parametrize(
    "name", ["Kalteng", "PROV. KALTENG", "Pemprov Kalteng", "Pemerintah Provinsi Kalimantan Tengah"]
)
def test_a_province_is_known_by_its_usual_code_and_name(code, name):
    told = found(Book(PROVINSI, regency_code=code, regency_name=name), file_name="x.xlsx")
    assert {one.rule for one in told} <= {"C02"}


@pytest.mark.parametrize("name", ["Kalsel", "Prov. Kalimantan", "Kalteng dan Kalsel", "Kabupaten Kotawaringin Barat"])
def test_another_province_or_none_is_not_the_one_of_the_code(name):
    assert "I02" in {one.rule for one in found(Book(PROVINSI, regency_name=name), file_name="x.xlsx")}


@pytest.mark.parametrize("name", ["Kabupaten Kotawaringin Barat dan Timur", "Setda Kab. Seruyan", "Kotim dan Seruyan"])
def test_another_name_beside_the_right_one_is_not(name):
    told = found(Book(regency_code="62.02", regency_name=name), file_name="x.xlsx")
    assert ("I02", "Identitas!C6") in places(told)


def test_the_form_of_the_other_level_is_told_in_one_sentence():
    from tests.builders import PROVINSI

    told = found(Book(PROVINSI, regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur"), file_name="x.xlsx")
    assert places(told) == [("F08", "Identitas!C5")]
    assert "formulir kabupaten/kota" in told[0].message


def test_a_version_of_the_other_level_beside_code_and_services_of_its_own_is_a_slip():
    told = found(Book(form_version="SPM-P-2025.1"))
    assert places(told) == [("I05", "Identitas!C13")]
    assert "perbaiki Versi Formulir" in told[0].message


def test_a_file_name_says_year_and_quarter():
    assert named_period("Laporan TW IV 2024.xlsx") == (2024, 4)
    assert named_period("spm triwulan_2.xlsx") == (None, 2)
    assert named_period("Laporan.xlsx") == (None, None)


@pytest.mark.parametrize(
    ("file_name", "period"),
    [
        *(
            (f"SPM {said}.xlsx", (None, 4))
            for said in ("TW I-IV", "TW 1 sd 4", "TW I II III IV", "TW 1-4", "TW I s.d. TW IV")
        ),
        ("SPM TW IV 2024 kirim ulang 15-01-2025.xlsx", (2024, 4)),
        ("SPM TW4 2024 (kirim 15 Januari 2025).xlsx", (2024, 4)),
        ("2025-01-15 SPM Kotim TW IV.xlsx", (None, 4)),
        ("SPM TW IV 2024 20250115.xlsx", (2024, 4)),
        ("SPM TW4 (2).xlsx", (None, 4)),
        ("TW I dan II 2024.xlsx", (2024, 2)),
        ("TW I & II 2024.xlsx", (2024, 2)),
        ("TW 1 dan TW 2 2024.xlsx", (2024, 2)),
        ("TW I, II dan III 2024.xlsx", (2024, 3)),
        ("TW III dan IV 2024.xlsx", (2024, None)),
        ("spm triwulan ke-4 2024.xlsx", (2024, 4)),
        ("SPM TW1 (2) 2024.xlsx", (2024, 1)),
        ("31.01 2024 TW4.xlsx", (2024, 4)),
        ("62.02 4 2024.xlsx", (2024, None)),
        ("SPM TW4 Permendagri 59 Tahun 2021.xlsx", (None, 4)),
        ("SPM TW III dan TW IV.xlsx", (None, None)),
        ("dua-lembar-tw3-tw4.xlsx", (None, None)),
        ("SPM TW III-IV 2024.xlsx", (2024, None)),
    ],
)
def test_of_when_a_file_is_and_not_when_it_was_sent(file_name, period):
    assert named_period(file_name) == period


@pytest.mark.parametrize(("year", "rules"), [(2023, ["I04"]), (2024, []), (2025, [])])
def test_a_file_name_of_a_year_before_is_told_and_one_after_may_be_when_it_was_sent(year, rules):
    assert [one.rule for one in found(Book(), file_name=f"SPM Kobar {year}.xlsx")] == rules


def test_a_letter_in_a_code_is_no_name_behind_a_province():
    told = found(Book(regency_code="62.O1"), file_name="laporan.xlsx")
    assert [(one.rule, one.cell) for one in told] == [("I01", "C5")]
    assert "untuk Kabupaten Kotawaringin Barat kodenya 62.01" in told[0].message


@pytest.mark.parametrize(
    ("day", "rules"), [("15/01/2052", ["I06"]), (datetime(2052, 1, 15), ["I06"]), (55533, ["I06"]), ("15/01/2026", [])]
)
def test_a_day_of_filling_in_decades_later_is_told(day, rules):
    assert [one.rule for one in found(Book(filled_on=day))] == rules


def test_a_code_that_excel_made_a_number_is_read_and_said():
    book = Book(regency_code=62.1, regency_name="Kabupaten Gunung Mas")
    one = checked(book, file_name="laporan.xlsx")
    assert one.regency_code == "62.10"
    assert places(one.findings) == [("C02", "Identitas!C5")]


def test_labels_are_found_wherever_they_stand():
    book = Book()
    book.sheets["Identitas"] = [["x"], [], *[["", "", "", *row[1:]] for row in book.sheets["Identitas"][4:]]]
    assert checked(book).regency_code == "62.01"


def test_label_and_value_may_share_a_cell():
    book = Book()
    book["Identitas", "B5"], book["Identitas", "C5"] = "Kode Wilayah : 62.01", ""
    assert found(book) == []


def test_a_colon_between_label_and_value_is_passed_over():
    book = Book()
    for row in book.sheets["Identitas"][4:]:
        row.insert(2, ":")
    assert found(book) == []


def test_a_code_from_before_the_papua_laws_is_read_as_todays():
    book = Book(regency_code="91.01", regency_name="Kabupaten Merauke")
    assert taken(book).normalised.identity.regency_code == "93.01"


def test_a_bps_code_does_not_put_a_report_on_another_regencys_account():
    book = Book(regency_code="62.10", regency_name="Kabupaten Pulang Pisau")
    one = checked(book, file_name="laporan.xlsx")
    assert (one.regency_code, one.status) == ("", "ditolak")
    assert checked(book, file_name="Kab Pulang Pisau.xlsx").regency_code == "62.11"


def test_the_name_alone_tells_kabupaten_from_kota():
    book = Book(regency_code="32.01", regency_name="Kota Bogor")
    assert places(found(book, file_name="x.xlsx"))[0] == ("I02", "Identitas!C6")


def test_an_unreadable_file_is_known_by_its_name(tmp_path):
    from config.settings import settings
    from tasks.read.workbooks import read_workbook

    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    raw = read_workbook(tmp_path / "a.xlsx", settings().limits)
    assert checked(raw, file_name="Kab Seruyan TW4.xlsx").regency_code == "62.07"


@pytest.mark.parametrize(
    ("file_name", "quarter"),
    [
        ("62.07 Seruyan TW3 2024.xlsx", Period(2024, 3)),
        ("62.07 Seruyan 2024 Triwulan III.xlsx", Period(2024, 3)),
        ("62.07 Seruyan TW3.xlsx", Period(2024, 4)),  # of which year is not said
        ("62.07 Seruyan TW3 2004.xlsx", Period(2024, 4)),  # before SPM
        ("62.07 Seruyan TW3 TW4 2024.xlsx", Period(2024, 4)),
    ],
)
def test_what_says_no_quarter_belongs_to_the_one_its_name_says_whichever_run_comes_first(file_name, quarter):
    book = Book(year="", quarter="")
    assert checked(book, Context(AS_OF, "62", Period(2024, 4)), file_name=file_name).period == quarter


def test_two_sheets_of_identity_say_the_quarter_as_it_stands_in_the_cell():
    book = Book(quarter=4.0)
    book.sheets["Identitas (2)"] = [list(cells) for cells in book.sheets["Identitas"]]
    book["Identitas (2)", "C8"] = 3.0
    warning = next(one for one in found(book) if one.rule == "L06")
    assert "dengan isi 4, sedangkan" in warning.message
    assert "berisi 3 dan" in warning.message
    book["Identitas (2)", "C8"] = "TW IV"
    assert "L06" not in {one.rule for one in found(book)}


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("C8", ["I", "II", "III", "IV ✓"]),
        ("C8", [3, 4]),
        ("C8", [1, "s.d.", 4]),
        ("C8", [3, "diperbaiki menjadi 4"]),
        ("C8", [3, "→", "TW IV"]),
        ("C8", [3, "Oktober - Desember"]),
        ("C8", ["TW IV 2023"]),
        ("C7", [2023, 2024]),
        ("C7", [2023, "seharusnya 2024"]),
        ("C7", [2023, "Tahun 2024"]),
        ("C5", ["62.04", "62.01"]),
        ("C5", ["62.01", "", "62.04"]),
    ],
)
def test_of_two_values_behind_one_label_none_is_taken(place, cells):
    book = Book()
    row = book.sheets["Identitas"][int(place[1:]) - 1]
    row[2:] = cells
    one = checked(book, file_name="x.xlsx")
    assert [told.rule for told in one.findings if told.severity == "error"] == ["L05"]
    assert one.regency_code == ("" if place == "C5" else "62.01")
    assert (taken(book).normalised.identity.period is None) == (place != "C5")


def test_an_example_beside_what_is_filled_in_is_not_taken_for_it():
    book = Book()
    for row, example in zip(book.sheets["Identitas"][4:8], ("62.04", "Kabupaten Barito Selatan", 2023, 3), strict=True):
        row.insert(2, example)
    one = checked(book, file_name="x.xlsx")
    assert (one.regency_code, one.status) == ("", "ditolak")
    assert [told.rule for told in one.findings] == ["L05"] * 3


def test_another_regency_beside_the_name_is_told():
    book = Book()
    book["Identitas", "D6"] = "Kabupaten Seruyan"
    assert places(found(book, file_name="x.xlsx")) == [("I02", "Identitas!D6")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (8, [4, "isi 1, 2, 3 atau 4"]),
        (8, [4, "contoh: TW III"]),
        (8, ["IV", "(Oktober s.d. Desember 2024)"]),
        (8, [4, "TW IV", 2024]),
        (8, [4, "Semester", 2]),
        (8, [4, "Tanggal", "20 Maret 2025"]),
        (7, [2024, "Triwulan", 4]),
        (7, [2024, "Permendagri 59 Tahun 2021"]),
        (5, ["62.01", "Kode BPS", 6202]),
        (5, ["62.01", "contoh 62.04"]),
        (6, ["Kabupaten Kotawaringin Barat", "Kobar"]),
    ],
)
def test_what_explains_a_value_or_says_the_same_is_no_second_one(row, cells):
    book = Book()
    book.sheets["Identitas"][row - 1][2:] = cells
    assert found(book) == []


def test_a_year_with_the_state_of_its_budget_is_that_year_and_that_is_said():
    book = Book(year="2024 (Perubahan)")
    assert [(one.rule, one.cell, one.message) for one in found(book)] == [
        ("C02", "C7", "'2024 (Perubahan)' dibaca sebagai 2024.")
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("15 Januari 2024", True),
        ("Sampit, 30 September 2024", True),
        (datetime(2024, 1, 15), True),
        (45_306, True),
        ("15/13/2025", True),
        ("45/01/2025", True),
        ("1/15/2025", False),
        ("15 Januari 2025", False),
        ("15 Jan 2025", False),
        ("Januari 2025", False),
        (datetime(2024, 12, 20), False),
        (45_672, False),
        ("", False),
    ],
)
def test_a_day_of_filling_in_that_cannot_be_is_told(value, told):
    book = Book()
    book["Identitas", "C9"] = value
    assert [one.rule for one in found(book)] == ["I06"] * told


@pytest.mark.parametrize(
    "labels",
    [
        {"Kode Wilayah": "Kd. Wilayah", "Nama Daerah": "Nama Kab.", "Tahun": "Thn", "Triwulan": "TW"},
        {"Kode Wilayah": "Kode Kemendagri", "Nama Daerah": "Kabupaten", "Tahun": "Tahun Data"},
    ],
)
def test_labels_may_be_shortened_or_of_other_usual_words(labels):
    book = Book()
    for cells in book.sheets["Identitas"]:
        cells[1:2] = [labels.get(cell, cell) for cell in cells[1:2]]
    assert {one.rule for one in found(book)} == {"L04"}


@pytest.mark.parametrize("said", ["Triwulan IV Tahun 2024", "TW IV 2024", "IV / 2024"])
def test_a_year_beside_the_quarter_is_the_reports_where_it_has_no_label(said):
    book = Book(quarter=said)
    book.sheets["Identitas"] = [cells for cells in book.sheets["Identitas"] if cells[1:2] != ["Tahun"]]
    assert taken(book).normalised.identity.period == Period(2024, 4)
    assert {one.rule for one in found(book)} <= {"C02", "L04"}


def test_a_year_without_a_value_is_missing_whatever_stands_beside_the_quarter():
    assert "I03" in {one.rule for one in found(Book(year="", quarter="TW IV 2023"))}


@pytest.mark.parametrize("before", ["", "Provinsi ", "Pemerintah Provinsi ", "Pemprov ", "Pemerintah Daerah Provinsi "])
def test_every_province_is_known_by_its_own_name(before):
    """The report of Daerah Istimewa Yogyakarta was refused: what stands before other names is a part of its own."""
    provinces = catalogue.table("provinces")
    known = zip(provinces["code"], provinces["name"], strict=True)
    assert [name for code, name in known if provinces_of_name(f"{before}{name}") != [code]] == []

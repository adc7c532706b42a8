import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.wording import number_text
from tasks.understand.cells import quarter_of, read_number, region_code, unit_behind, year_of
from tasks.understand.quarter_texts import reported_quarter
from tests.builders import Book, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", 1234),
        ("1.234,50", 1234.5),
        ("1,234", 1234),
        ("1,234,567", 1234567),
        ("1,234.50", 1234.5),
        ("1 234", 1234),
        ("1\xa0234", 1234),
        ("'55", 55),
        ("Rp 1.000.000,00", 1_000_000),
        ("Rp. 1.000,-", 1000),
        ("Rp. 9.915.781.069.-", 9_915_781_069),
        ("Rp 1.000,–", 1000),
        ("Rp 2.033.836.104;-", 2_033_836_104),
        ("202733.", 202733),
        ("202.733.", 202733),
        ("202.733*", 202733),
        ("202.733 *)", 202733),
        ("202.733 orang**)", 202733),
        ("202.733¹", 202733),
        ("202.733 ²⁾", 202733),
        ("202.733 orang ᵃ⁾", 202733),
        ("202.733₁", 202733),
        ("202.733†", 202733),
        ("202'733", 202733),
        ("Rp 1’234’567,50", 1234567.5),
        ("Rp -", 0),
        ("0,85", 0.85),
        ("0.85", 0.85),
        ("120 org", 120),
        ("3 unit rumah", 3),
        ("120 KK", 120),
        ("120 jiwa.", 120),
        ("(1.234)", -1234),
        ("-5", -5),
        ("-", 0),
        ("–", 0),
        ("NIHIL", 0),
    ],
)
def test_a_text_is_read_the_indonesian_way(text, value):
    assert read_number(text, whole=True).value == value


@pytest.mark.parametrize("text", ["17 puskesmas", "17 puskesmas*", "1'017 puskesmas **)"])
def test_the_unit_behind_a_number_is_known_whatever_mark_follows_it(text):
    assert unit_behind(text) == "puskesmas"


TWO_NUMBERS = ["450\n500", "450 \r\n500", "1.250  250", "12\t345"]
NO_NUMBERS = [
    "202733-",
    "*",
    ".",
    "20'2733",
    "1'234 567",
    "12 *) 13",
    "3**)2",
    "10³",
    "10 ⁶",
    "5 x 10³",
    "¹",
    "²50",
    "950 m²",
    "950 1)",
    "950½",
    "seribu",
    "1,5 juta",
    "12 ribu",
    "12/15",
    "1e6",
    "1.2.3",
    "#REF!",
    "10-20",
    "1..2",
]
UNKNOWN_UNITS = ["12k", "10O", "1l0", "2 jutaan", "Rp 5 M", "5.000 rb", "12 lusinan", "3 T", "12x", "70 persenan"]


@pytest.mark.parametrize("text", [*TWO_NUMBERS, *NO_NUMBERS, *UNKNOWN_UNITS])
def test_what_is_no_number_is_refused(text):
    assert read_number(text, whole=True).how == "none"


@pytest.mark.parametrize("text", ["N/A", "belum ada", "Belum Ada"])
def test_a_word_for_missing_is_neither_zero_nor_a_number(text):
    found = read_number(text, whole=True)
    assert found.how == "missing"
    assert math.isnan(found.value)


def test_a_comma_before_three_digits_is_refused_where_fractions_are_possible():
    assert read_number("1,234", whole=False).how == "none"


@pytest.mark.parametrize("text", ["85%", "85 %", "85,5 persen", "-3%"])
def test_a_percentage_is_told_from_a_number(text):
    assert read_number(text, whole=True).how == "percent"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("1.000,000", 1e6), ("1,000.000", 1e6), ("1234,567", 1234567), ("1 000,000", 1e6)),
        *(("12.0000", 120000), ("12,0000", 120000), ("950.00000", 95000000), ("Rp 1.0000", 10000)),
    ],
)
def test_where_two_numbers_are_possible_both_are_said(text, meant):
    assert (read_number(text, whole=True).how, read_number(text, whole=True).value) == ("thousands", meant)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1.00", 1), ("1,00", 1), ("12.0", 12), ("1.000,00", 1000)),
        *(("1250.0000", 1250), ("0.0000", 0), ("0,0000", 0)),
    ],
)
def test_zeros_that_can_only_be_decimals_are_decimals(text, value):
    assert (read_number(text, whole=True).how, read_number(text, whole=True).value) == ("text", value)


@pytest.mark.parametrize(
    ("text", "both"),
    [("12.0000", "12 atau 120.000"), ("1.000,567", "1.000,567 atau 1.000.567"), ("1250,000", "1.250 atau")],
)
def test_the_two_numbers_that_a_text_may_be_are_named(text, both):
    book = Book()
    book["Penerima", "G6"] = text
    (told,) = [one.message for one in found(book) if one.rule == "C04"]
    assert f"yang dapat berarti {both}" in told


@pytest.mark.slow
@given(st.integers(min_value=0, max_value=10**12))
def test_every_whole_number_in_indonesian_form_reads_back(value):
    assert read_number(number_text(value), whole=True).value == value
    assert read_number(f"Rp {number_text(value)},00", whole=True).value == value
    assert read_number(str(value), whole=False).value == value


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text):
    found = read_number(text, whole=True)
    assert math.isfinite(found.value) or found.how in ("none", "missing")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("62.01", "62.01"), (62.1, "62.10"), (62.01, "62.01"), ("62.1", "62.10"), (6201, "62.01"), ("62,01", "62.01")]
    + [("62 . 01", "62.01"), ("62 - 01", "62.01"), ("62.O1", "62.O1")]
    + [(one, "62") for one in ("62", 62, 62.0, "62.", "62.00", 6200, "6200", "62.00.00", "62,00")],
)
def test_excel_cannot_spoil_a_region_code(cell, code):
    assert region_code(cell) == code


@pytest.mark.parametrize(
    "cell",
    [4, 4.0, "4", "IV", "iv", "TW4", "TW IV", "Triwulan IV", "Triwulan ke-4", "TW.IV", "4.0", "4,00", "IV (final)"],
)
def test_the_fourth_quarter_is_written_in_many_ways(cell):
    assert quarter_of(cell) == 4


@pytest.mark.parametrize("cell", [0, 5, "", "V", "I-IV", "semester II dan III", True])
def test_what_is_no_single_quarter_is_none(cell):
    assert quarter_of(cell) is None


UP_TO = {
    1: ("TW I", "31 Maret 2024", "Jan-Mar", date(2024, 3, 31)),
    2: ("Semester I", "TW II (Semester I)", "Januari s.d. Juni", "Posisi 30 Juni 2024", "I - II"),
    3: ("s/d Triwulan III", "Per 30 September", "Januari sampai dengan September 2024", "Trw III", "September"),
    4: (
        "I s.d. IV",
        "Januari s.d. Desember",
        "1 Januari - 31 Desember 2024",
        "Keempat",
        "Akhir Tahun",
        "TW I s/d TW IV",
    ),
}
"""Up to which quarter a report says it is."""


@pytest.mark.parametrize(("quarter", "cell"), [(quarter, cell) for quarter, cells in UP_TO.items() for cell in cells])
def test_up_to_which_quarter_a_report_is_says_many_a_wording(quarter, cell):
    assert reported_quarter(cell) == quarter


@pytest.mark.parametrize(
    "cell",
    [
        *("Semester II", "November", "Per 30 November", "III dan IV", "II s.d. IV", "I/II/III/IV", "I, II, III dan IV"),
        *("TW I (Januari - Desember)", "TW I Semester II", "Jan-Nov", "1 Januari - 15 September", "3 Mei", "1V"),
        *(date(2024, 12, 1), "Triwulan ini", ""),
    ],
)
def test_what_means_no_quarter_for_certain_is_refused(cell):
    assert reported_quarter(cell) is None


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        *(
            (2024, 2024),
            ("TA 2024", 2024),
            ("TA2024", 2024),
            ("T.A. 2024", 2024),
            ("Thn. 2024", 2024),
            ("2024 (Perubahan)", 2024),
            ("APBD-P TA 2024", 2024),
            ("2024.0", 2024),
        ),
        *((text, None) for text in ("2024 Triwulan IV", "2024 s.d. 2026", "Perubahan", "0024")),
        (2024.5, None),
        ("24", None),
        ("2023/2024", None),
    ],
)
def test_a_year_has_four_digits(cell, year):
    assert year_of(cell) == year


@pytest.mark.parametrize(("stored", "share"), [(65.29, True), (4.637, False), (465.29, False), (99.9, True)])
def test_a_fraction_below_a_hundred_may_be_a_percentage_as_well_as_thousands(stored, share):
    book = Book()
    book["Penerima", "G6"] = stored
    (told,) = [one.message for one in found(book) if one.rule == "C04"]
    assert (", atau angka ini persentase." in told, "Mungkin maksudnya" in told) == (share, True)


@pytest.mark.parametrize(("typed", "suggested"), [("202,73", False), ("20,5", False), (4.637, True)])
def test_what_was_typed_with_fewer_digits_than_three_meant_no_thousands(typed, suggested):
    book = Book()
    book["Penerima", "F6"] = typed
    (told,) = [one.message for one in found(book) if one.rule == "C04"]
    assert ("Mungkin maksudnya" in told) == suggested


def test_the_name_of_a_sheet_is_quoted_as_people_write_a_quarter():
    book = Book()
    book.sheets = {"Penerima TW III" if name == "Penerima" else name: rows for name, rows in book.sheets.items()}
    (told,) = [one.message for one in found(book) if one.rule == "I06"]
    assert "menyebut Triwulan III, sedangkan" in told


def test_less_than_a_rupiah_each_is_not_told_as_none():
    book = Book()
    for row in range(9, 21):
        book["Anggaran", f"D{row}"], book["Anggaran", f"E{row}"] = 500, 400
    (told,) = [one.message for one in found(book) if one.rule == "R15"]
    assert "hanya sekitar Rp0,50 untuk setiap" in told

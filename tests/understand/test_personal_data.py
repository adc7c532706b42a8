"""Personal data is found, told apart from what an office may send, and hidden. All numbers here are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.understand.personal_data import blanked, found_in, masked, may_be_among, personal_in

NUMBERS = [
    "NIK 6201014501900001",
    "NIK:6201014501900001.",
    "6201 0145 0190 0001",
    "6201-0145-0190-0001",
    "620101 450190 0001",
    "62.01.01.450190.0001",
    "62.0101.450190.0001",
    "62 01 01 450190 0001",
    "6201.0145.0190.0001",
    "6201014501900001/6201014501900002",
    "'6201014501900001",
    6201014501900001,
    6.201014501900001e15,
    6201013112900000.0,
]
PHONES = [
    "081234567890",
    "hub. 0812-3456-7890",
    "(0812 3456 7890)",
    "+62 812 3456 7890",
    "+6281234567890",
    "wa.me/6281234567890",
    "0812345678",
    "HP.085212345678",
]
EMAILS = ["budi.santoso@gmail.com", "Surel: Budi_S99@yahoo.co.id;", "<siti@example.com>"]
NOTHING_PERSONAL = [
    "NIP. 197001011995031001",
    "NIP 19700101 199503 1 001",
    "Rp 400.000.000.000.000",
    "Rp 1.234.501.129.000.000",
    "6201019999990001",
    6201019999990001,
    400_000_000,
    81_234_567_890,
    True,
    None,
    "",
    "0,0812345678912",
    "4 081 000 000",
    "Rp 12 081 234 567",
    "1.081.234.567.890",
    "6 201 014 501 900 001",
    "SP2D 6201014501900001",
    "SP2D No. 6201014501900001",
    "6201014501900001/SP2D/LS/2024",
    "surat 08123456789/BKAD/2024",
    "900/0812345678/2024",
    "no. rek. 0812345678901",
    "1,5E+15",
    "KK 62020101019000",
    "BPJS 0001234567890",
    "(0536) 3221234",
    "021-5551234",
    "2021 2022 2023 2024",
    "DPA 5.1.02.01.01.0024",
    "dinkes.kobar@gmail.com",
    "tapem@kalteng.go.id",
    "spm_kab62@yahoo.com",
    "BAG.UMUM@gmail.com",
    "admin@rsud-x.example.id",
    "@kominfo",
    "3 @ Rp 500.000",
]


@pytest.mark.parametrize("cell", NUMBERS)
def test_sixteen_digits_with_a_date_are_a_personal_number(cell):
    assert personal_in(cell) == "number"
    assert masked(cell).count("*") >= 12
    assert "0001" not in masked(cell)


@pytest.mark.parametrize("cell", ["6,20201E+15", "6.20101450190E+15"])
def test_what_excel_left_of_a_personal_number_is_one(cell):
    assert personal_in(cell) == "number"
    assert may_be_among([cell])


@pytest.mark.parametrize("cell", PHONES)
def test_a_mobile_phone_is_personal(cell):
    assert personal_in(cell) == "phone"
    assert "7890" not in masked(cell)
    assert "345678" not in masked(cell)


@pytest.mark.parametrize("cell", EMAILS)
def test_an_email_is_personal_unless_it_is_an_offices(cell):
    assert personal_in(cell) == "email"
    assert "***@" in masked(cell)


@pytest.mark.parametrize("cell", [6201015009990001.0, 6201015009990001, "NIK 6201015009990001"])
def test_a_personal_number_is_suspected_among_thousands_of_cells(cell):
    harmless = ["", None, True, 1.0, "Jumlah", 2_000_000_000.0] * 100
    assert not may_be_among(harmless)
    assert may_be_among([*harmless, cell])


@pytest.mark.parametrize("cell", NOTHING_PERSONAL)
def test_what_an_office_sends_is_not_personal(cell):
    assert personal_in(cell) == ""


def test_a_short_word_must_stand_alone_to_mean_an_office():
    assert personal_in("bagas@gmail.com") == "email"
    assert personal_in("bag.kesra@gmail.com") == ""


def test_everything_in_a_text_is_hidden_and_the_rest_stays():
    text = "Pak Budi, 6201014501900001, 0812-3456-7890, budi@gmail.com, kantor tapem@kalteng.go.id"
    assert masked(text) == "Pak Budi, 6201************, 0812**********, ***@gmail.com, kantor tapem@kalteng.go.id"
    assert blanked(text) == "Pak Budi, 6201000000000000, 0812-0000-0000, xxxx@gmail.com, kantor tapem@kalteng.go.id"


@given(st.text(alphabet="0123456789 .-+@abz", max_size=60))
def test_hiding_leaves_nothing_and_keeps_the_length(text):
    assert not set(found_in(text)) & set(found_in(blanked(text)))
    assert len(blanked(text)) == len(text)
    assert all(one not in masked(text) for one in found_in(" ".join(text.split())))

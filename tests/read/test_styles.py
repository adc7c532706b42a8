"""What an .xlsx shows otherwise than it stores it: percent formats; what it hides."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from schemas.workbook import RawSheet
from tasks.read.sheet_facts import CURRENCY, THOUSANDTHS
from tests.foreign_formats import write_ods
from tests.package_builders import with_prefix
from tests.reading import read


def sheet_of(path: Path) -> RawSheet:
    book = read(path)
    assert book.refusal is None
    return book.sheets[0]


def formatted(path: Path, code: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 12, book.add_format({"bold": True, "num_format": "#,##0"}))
        sheet.write(2, 1, 0.7692, book.add_format({"num_format": code}))
    return path


@pytest.mark.parametrize(
    ("code", "decimals"), [("0%", 0), ("0.00%", 2), ("0.0 %", 1), ('0.000"±"%;-0%', 3), ("[Red]0%", 0)]
)
def test_a_percent_format_is_known_with_its_decimals(tmp_path, code, decimals):
    path = formatted(tmp_path / "a.xlsx", code)
    assert sheet_of(path).percents == {(3, 2): decimals}
    assert sheet_of(with_prefix(path)).percents == {(3, 2): decimals}


@pytest.mark.parametrize("code", ['0"%"', "0\\%", "#,##0", "0.00E+00"])
def test_a_percent_sign_that_is_only_written_is_no_format(tmp_path, code):
    assert sheet_of(formatted(tmp_path / "a.xlsx", code)).percents == {}


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        *(
            ("$#,##0", "$"),
            ("[$$-409]#,##0.00", "$"),
            ('"US$"\\ #,##0', "US$"),
            ("[$USD] #,##0", "USD"),
            ('0" €"', "€"),
        ),
        *(("[$Rp-421]#,##0", ""), ('"Rp"#,##0', ""), ("[$-421]#,##0", ""), ('#,##0" orang"', ""), ("[$IDR] 0", "")),
    ],
)
def test_another_currency_than_rupiah_in_a_format_is_known(tmp_path, code, sign):
    assert sheet_of(formatted(tmp_path / "a.xlsx", code)).scales == ({(3, 2): CURRENCY + sign} if sign else {})


def test_the_currency_of_a_format_of_excels_own_is_that_of_the_place(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write(0, 0, 12, book.add_format({"num_format": 44}))
    assert sheet_of(tmp_path / "a.xlsx").scales == {}


@pytest.mark.parametrize(
    ("code", "scale"),
    [
        ('0" ribu"', " ribu"),
        ('0".000"', ".000"),
        ('#,##0",000"', ",000"),
        ('"Rp "#,##0" jt"', " jt"),
        ('"Rp "0.0\\ \\j\\t', " jt"),
        ('0" ribu";-0" ribu"', " ribu"),
        ('0"%"', "%"),
        ("0\\%", "%"),
        ('[<1000]0" ribu";0', " ribu"),
        ('0" M"', " M"),
        ("0.000", THOUSANDTHS),
        ('0"0"', "0"),
        ('#,##0"00"', "00"),
        ('0"‰"', "‰"),
        ('#,##0" KK"', "_ KK"),
        ("0\\ \\s\\t\\r\\i\\p", "_ strip"),
        ('"7.244"', ";7.244"),
        ('"nihil"', ";nihil"),
        (";;;", ";"),
        (";;;@", ";"),
        ('[=0]"";"ada";', ";ada"),
        ("0,", "/1"),
        ("#,##0,", "/1"),
        ('"Rp "#,##0,,', "/2"),
        ("#,##0,;-#,##0,", "/1"),
        ('#,##0," jt"', "/1"),
        ('#,##0,," ribu"', "/2"),
        ('0.00,," orang"', "/2.2"),
        ("[>=1000000]#,##0,,;#,##0", "/2"),
        ("#,##0.000", THOUSANDTHS),
        ('_-"Rp"* #,##0.000_-;-"Rp"* #,##0.000_-', THOUSANDTHS),
    ],
)
def test_a_scale_that_a_format_writes_behind_a_number_is_known(tmp_path, code, scale):
    path = formatted(tmp_path / "a.xlsx", code)
    assert sheet_of(path).scales == {(3, 2): scale}
    assert sheet_of(with_prefix(path)).scales == {(3, 2): scale}


@pytest.mark.parametrize(
    "code",
    [
        '#,##0,," jt"',
        '#,##0,",000"',
        '0.00,,"jt"',
        '#,##0,,",000,000"',
        '#,##0.0,,," M"',
        '#,##0,"rb"',
        '"Rp "#,##0',
        '#,##0" orang"',
        '#,##0",00"',
        '"Rp "#,##0",-"',
        "#,##0.000,",
        "0.0000",
        "0.00",
        "0\\.000",
        "0.000E+00",
        "mm:ss.000",
        "0.000%",
        "0%",
        '_("Rp"* #,##0_);_("Rp"* (#,##0);_("Rp"* "-"_);_(@_)',
        'dd" Mei "yyyy',
        '#,##0;-#,##0;"-"',
        "0;;",
        '0;(0);"nihil"',
        "_(* #,##0_)",
        '"Rp"#,##0',
        '"a;b"0',
        '[=0]"nihil";#,##0',
        '[>=100]"banyak";0',
        "[h]",
        "@",
        "[$Rp-421]#,##0",
        '"Kab. "0',
    ],
)
def test_a_format_that_divides_by_its_scale_or_writes_a_unit_changes_no_number(tmp_path, code):
    assert sheet_of(formatted(tmp_path / "a.xlsx", code)).scales == {}


@pytest.mark.parametrize(
    ("value", "shown", "scales"),
    [
        ("12", "12.000", {(1, 1): THOUSANDTHS}),
        ("12", "12,000", {(1, 1): THOUSANDTHS}),
        ("12", "12 ribu", {(1, 1): " ribu"}),
        ("12345", "12.345", {}),
        ("12", "12,00", {}),
        ("12", "12 orang", {}),
        ("12", "12 KK", {(1, 1): "_ KK"}),
        ("724", "7240", {(1, 1): "0"}),
        ("7240", "7.2400", {(1, 1): "0"}),
        ("5000", "7.244", {(1, 1): ";7.244"}),
        ("12", "nihil", {(1, 1): ";nihil"}),
        ("0", "nihil", {}),
        ("1234.5", "1.234,50", {}),
        ("1234.5", "1234.50", {}),
        ("7250000", "7,3 jt", {}),
        ("7250000", "7.250", {(1, 1): "/1"}),
        ("7250000", "Rp7", {(1, 1): "/2"}),
        ("7250000", "7.250.000", {}),
        ("7250", "7,3", {}),
    ],
)
def test_what_an_ods_shows_behind_a_number_is_known(tmp_path, value, shown, scales):
    cell = f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p>'
    row = f"<table:table-row>{cell}</table:table-cell></table:table-row>"
    assert sheet_of(write_ods(tmp_path / "a.ods", {"A": row})).scales == scales


def test_hidden_rows_and_columns_are_known(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b", "c"])
    sheet.append([1, 2, 3])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")
    read = sheet_of(tmp_path / "a.xlsx")
    assert (read.hidden_rows, read.hidden_columns) == ({2}, {2})

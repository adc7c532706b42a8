"""The metadata sheets of BPS: complete for the form and the data files, and nothing said for the province."""

import dataclasses
import re
from functools import cache

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from pydantic import ValidationError

from config import catalogue
from config.open_data import OpenDataSettings
from config.settings import settings
from schemas.data_files import DATA_FILES
from schemas.frames import columns
from tasks.report.data.bps import bps_tables, write_bps_metadata
from tests.on_paper import pages, printed
from tests.report_builders import consolidated

QUARTER = cache(consolidated)
SETTINGS = [name for name in OpenDataSettings.model_fields if not name.startswith("lisensi")]


def published(**told: str):
    return dataclasses.replace(QUARTER(), publisher=OpenDataSettings(**told).model_dump() | {"instansi": "Biro Tapem"})


def test_every_column_that_is_filled_in_is_a_variable_with_its_definition():
    layout, raw = catalogue.layout_for("kabkota"), catalogue.bps_metadata()
    asked = [(sheet, one) for sheet in layout.sheets for one in sheet.columns if one.role == "input"]
    defined = {f"{sheet}.{key}" for sheet, found in raw["definitions"].items() for key in found}
    told = [(row[3], row[1]) for row in bps_tables(QUARTER())["MS-Var"]]
    assert told == [(sheet.title, one.heading) for sheet, one in asked]
    assert defined == {f"{sheet.key}.{one.key}" for sheet, one in asked}


def test_a_target_is_of_the_year_and_what_was_done_of_its_quarters():
    """Whoever joins the data would else set a year's target against nine months."""
    times = {row[1]: row[6] for row in bps_tables(QUARTER())["MS-Var"]}
    whole = {name for name, time in times.items() if "sampai 31 Desember" in time}
    assert {"Jumlah yang Harus Dilayani", "Alokasi (Rp)"} <= whole
    assert {"Jumlah Terlayani", "Realisasi (Rp)"} == {name for name, time in times.items() if "kumulatif" in time}


def test_the_fill_rate_is_of_all_that_the_form_requires():
    (fill,) = (one for one in catalogue.bps_metadata()["indicators"] if one["column"] == "fill_rate.fill_pct")
    sheets = catalogue.layout_for("kabkota").sheets
    required = {f"{sheet.key}.{one.key}" for sheet in sheets for one in sheet.columns if one.required}
    assert {*fill["of"]} == required


def test_every_indicator_is_a_column_of_a_data_file():
    for one in catalogue.bps_metadata()["indicators"]:
        table, column = one["column"].split(".")
        assert column in columns(DATA_FILES[table]), one["name"]
    names = {one["name"] for one in catalogue.bps_metadata()["indicators"]}
    assert {of for one in catalogue.bps_metadata()["indicators"] for of in one.get("from", ())} <= names


def said(**settings: str) -> str:
    return " ".join(cell for rows in bps_tables(published(**settings)).values() for row in rows for cell in row)


TOLD = {name: "Ya" if name == "akses_umum" else f"isi {name}" for name in SETTINGS}


def test_what_the_province_has_set_is_shown():
    assert "diisi provinsi" not in said(**TOLD)
    assert all(text in said(**TOLD) for text in TOLD.values())


@pytest.mark.parametrize("name", SETTINGS)
def test_what_it_has_not_set_is_left_to_it_in_words(name):
    assert "(diisi provinsi)" in said(**(TOLD | {name: ""}))
    assert not re.search(r"[a-z][._][a-z]", said())  # no code's name


def test_the_activity_is_told_from_the_report():
    told = {asked: answer for _, _, asked, answer in bps_tables(published())["MS-Keg"]}
    assert told["Judul kegiatan"].endswith("Provinsi Kalimantan Tengah")
    assert (told["Tahun"], told["Frekuensi penyelenggaraan"]) == ("2024", "Triwulanan (kode 4)")
    assert told["Instansi penyelenggara"] == "Pemerintah Provinsi Kalimantan Tengah, Biro Tapem"
    where = told["Wilayah kegiatan: provinsi, kabupaten/kota"]
    assert "14 kabupaten/kota: " in where
    assert all(name in where for name in QUARTER().regions["name"])


NUMBERS = {"1": 2, "2": 2, "3": 4, "4": 8, "5": 8, "6": 7, "7": 4, "8": 2}
"""Block of MS-Keg -> how many numbers it has."""


def test_every_number_of_the_form_of_the_activity_is_answered_in_its_order():
    numbers = [number for _, number, _, _ in bps_tables(published())["MS-Keg"] if number != "–"]
    assert list(dict.fromkeys(numbers)) == [
        f"{block}.{n}" for block, last in NUMBERS.items() for n in range(1, last + 1)
    ]


CODES = {
    "Cara pengumpulan data": {1, 2, 3, 4},
    "4.1": {1, 2},
    "4.2": set(range(1, 9)),
    "4.3": {1, 2, 3},
    "4.4": {1, 2},
    "4.6": set(range(1, 32)),
    "4.7": set(range(1, 64)),
    "4.8": set(range(1, 16)),
    "6.2": set(range(1, 16)),
    "6.3": {1, 2},
    "7.1": {1, 2},
    "7.2": {1, 2, 3},
    "7.3": set(range(1, 16)),
    "7.4": set(range(1, 32)),
}
"""What is asked with codes, and those that the form knows; of several answers the sum."""


def _coded() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for _, number, asked, answer in bps_tables(published())["MS-Keg"]:
        key = asked if number == "–" else number
        found.setdefault(key, []).extend(map(int, re.findall(r"\(kode (\d+)\)", answer)))
    return {key: codes for key, codes in found.items() if codes}


def test_the_answers_have_codes_that_the_form_knows_and_each_stage_of_the_work_its_own():
    coded = _coded()
    assert coded.keys() == CODES.keys()
    assert [key for key, codes in coded.items() if not set(codes) <= CODES[key]] == []
    assert [len(codes) for key, codes in coded.items() if key != "7.1"] == [1] * (len(CODES) - 1)
    assert len(coded["7.1"]) == 4


def test_what_the_form_asks_only_of_a_survey_or_of_interviewers_is_not_answered():
    coded, told = _coded(), bps_tables(published())["MS-Keg"]
    (how,), (by,) = coded["Cara pengumpulan data"], coded["4.7"]
    assert (how == 2, bool(by & (1 + 2 + 4))) == (False, False)
    asked_never = [answer for _, number, _, answer in told if number[:1] == "5" or "6.4" <= number <= "6.7"]
    assert len(asked_never) == 8 + 5
    assert all(answer.startswith(("Tidak diisi: ", "Tidak ditanyakan: ")) for answer in asked_never)


def test_an_indicator_names_the_indicators_or_the_variables_that_it_is_made_of_and_where_they_are_from():
    kept = published(kode_kegiatan="24.6200.001")
    for _, name, *_, composite, published_in, of, activity, code, variables, _, _ in bps_tables(kept)["MS-Ind"]:
        assert [told != "–" for told in (published_in, of)] == [composite == "Ya"] * 2, name
        assert [told != "–" for told in (activity, code, variables)] == [composite == "Tidak"] * 3, name
        assert code in ("–", "24.6200.001")


def test_the_workbook_holds_the_three_sheets_with_every_cell_filled(tmp_path):
    write_bps_metadata(published(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["MS-Keg", "MS-Var", "MS-Ind"]
    for name, rows in bps_tables(published()).items():
        above = 0 if name == "MS-Keg" else 4
        head, *read = book[name].iter_rows(min_row=above + 1, values_only=True)
        assert read == rows
        assert all(head)
        assert all(cell for row in rows for cell in row)
        identity = [row[3].value for row in book[name][1:above]] if above else []
        assert identity == (
            ["Judul kegiatan", "Kode kegiatan (diisi BPS)", "Instansi penyelenggara", None] if above else []
        )


def test_what_is_said_of_the_activity_is_not_printed_without_its_answer_on_the_pages_that_follow(tmp_path):
    write_bps_metadata(published(), tmp_path / "a.xlsx")
    for page in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1:]:
        last = column_index_from_string(page.print_title_cols.split(":")[1].strip("$"))
        first_page_ends = page.col_breaks.brk[0].id
        for row in page.iter_rows(max_row=3):
            columns_said = [cell.column for cell in row if cell.value]
            assert last < columns_said[0] < columns_said[1] <= first_page_ends


@pytest.mark.office
def test_no_row_of_the_activity_of_thirty_eight_regencies_stands_alone_on_a_third_page(tmp_path):
    write_bps_metadata(consolidated("35"), tmp_path / "a.xlsx")
    (printed_pages,) = map(pages, printed(tmp_path, tmp_path / "a.xlsx"))
    assert sum("MS-Keg" in page for page in printed_pages) == 2
    assert len(printed_pages) == 9


def test_a_site_sets_it_for_one_province_and_a_wrong_name_is_refused():
    site = settings().model_copy(update={"province": {"62": {"satu_data": {"kode_kegiatan": "24.6200.001"}}}})
    assert site.of_province("62").publisher["kode_kegiatan"] == "24.6200.001"
    assert site.of_province("34").publisher["kode_kegiatan"] == ""
    with pytest.raises(ValidationError):
        OpenDataSettings(kode="x")

"""The figures for e-SPM: every row of the form, in the ministry's columns, nothing made up."""

import csv
import dataclasses
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from config import catalogue
from tasks.espm.export import espm_tables
from tasks.espm.write import write_espm
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

QUARTER = cache(consolidated)
TABLES = cache(lambda: espm_tables(QUARTER()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("e-spm")
    write_espm(QUARTER(), TABLES(), target)
    return target


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_order_of_the_columns_is_that_of_the_settings(folder):
    for layout in catalogue.espm():
        assert list(rows(folder / f"{layout.name}.csv")[0]) == [column.heading for column in layout.columns]
    first = list(rows(folder / "capaian-penerima.csv")[0])
    assert first[5:10] == ["Satuan", "Jumlah yang Harus Dilayani", "Jumlah Terlayani", "Belum Terlayani", "Capaian (%)"]


def test_every_reported_row_is_there_once_with_its_figures(folder):
    c = QUARTER()
    written = rows(folder / "capaian-penerima.csv")
    reported = pd.concat([c.own_recipients, c.recipients])
    assert len(written) == len(reported)
    figures = {(one["Kode Wilayah"], one["Kode Layanan"]): one for one in written}
    for one in reported.itertuples():
        row = figures[one.regency_code, one.service_code]
        assert (row["Jumlah yang Harus Dilayani"], row["Jumlah Terlayani"]) == (
            f"{one.target:.0f}",
            f"{one.served:.0f}",
        )
        assert row["Belum Terlayani"] == f"{max(one.target - one.served, 0):.0f}"
        assert row["Nihil"] == ("Ya" if one.nihil else "Tidak")


def test_percentages_are_those_of_the_report():
    shown = TABLES()["capaian-penerima"].set_index(["regency_code", "service_code"])["recipient_pct"]
    for one in QUARTER().service.itertuples():
        assert shown[one.regency_code, one.service_code] == pytest.approx(one.recipient_pct, abs=0.01, nan_ok=True)


def test_what_a_sender_left_blank_stays_blank(tmp_path):
    c = QUARTER()
    blank = dataclasses.replace(c, budget=c.budget.assign(realised=float("nan")))
    write_espm(blank, espm_tables(blank), tmp_path)
    of_regencies = [row for row in rows(tmp_path / "anggaran.csv") if len(row["Kode Wilayah"]) == 5]
    assert {row["Realisasi (Rp)"] + row["Serapan (%)"] for row in of_regencies} == {""}
    assert all(row["Alokasi (Rp)"].isdigit() for row in of_regencies)


def test_the_workbook_holds_the_same_as_the_csv_files(folder):
    book = openpyxl.load_workbook(folder / "e-spm-62-2024-TW4.xlsx")
    assert book.sheetnames == [layout.name for layout in catalogue.espm()]
    for layout in catalogue.espm():
        read = [["" if value is None else str(value) for value in row] for row in book[layout.name].values]
        with (folder / f"{layout.name}.csv").open(encoding="utf-8", newline="") as lines:
            assert read == list(csv.reader(lines))


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    odd = consolidated(problem="=1+1")
    write_espm(odd, espm_tables(odd), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "e-spm-62-2024-TW4.xlsx")["permasalahan"]
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")


def test_without_submissions_every_table_has_its_headings(tmp_path):
    everybody = tuple(QUARTER().regions["code"])
    none = consolidated(missing=everybody, rejected=(), own=False)
    write_espm(none, espm_tables(none), tmp_path)
    for layout in catalogue.espm():
        text = (tmp_path / f"{layout.name}.csv").read_text(encoding="utf-8")
        assert text == ",".join(column.heading for column in layout.columns) + "\n"

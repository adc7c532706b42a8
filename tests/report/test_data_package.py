"""datapackage.json and the Parquet files: valid by the validators of others, complete, the same values."""

import csv
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import fastparquet
import pandas as pd
import pytest
from frictionless import Package, Schema, system

from config import catalogue
from schemas.frames import columns
from tasks.espm.export import espm_tables
from tasks.espm.write import write_espm
from tasks.report.data.package import write_data_package
from tasks.report.data.parquet import write_parquet
from tasks.report.data.write import CONTRACTS, data_frames, write_data_files
from tests.report.test_beside_the_figures import quarter
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

QUARTER = cache(lambda: replace(consolidated(), changed_targets=quarter().changed_targets))
FRAMES = cache(lambda: data_frames(QUARTER()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("data")
    write_data_files(FRAMES(), target)
    write_parquet(FRAMES(), target / "parquet")
    write_espm(QUARTER(), espm_tables(QUARTER()), target / "e-spm")
    write_data_package(QUARTER(), list(FRAMES()), target, catalogue.espm())
    return target


def descriptor(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def errors(folder: Path) -> list[str]:
    with system.use_context(trusted=True):
        return [error.message for error in _all_errors(Package(str(folder / "datapackage.json")).validate())]


def _all_errors(report) -> list:
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


def test_the_package_is_valid_by_frictionless_s_own_validator(folder):
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("name", "row", "broken", "said"),
    [
        ("regency_achievement", 1, "101.5", "maximum"),
        ("submissions", 3, "diterima sebagian", "enum"),
        ("service_achievement", 2, "banyak", "number"),
        ("followed_up", 1, "keluhan", "enum"),
    ],
)
def test_a_cell_that_breaks_what_the_package_promises_is_found(folder, tmp_path, name, row, broken, said):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    lines = (folder / f"{name}.csv").read_text(encoding="utf-8").split("\n")
    cells = lines[row].split(",")
    cells[2] = broken
    lines[row] = ",".join(cells)
    (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    assert any(said in error for error in errors(tmp_path))


def test_it_says_who_publishes_whose_reports_about_which_time_and_area(folder):
    told, quarter = descriptor(folder), QUARTER()
    assert "licenses" not in told
    assert "Lisensi belum ditetapkan provinsi." in told["description"]
    assert told["description"].startswith("Keadaan data 21 Januari 2025 pukul 01.00 WIB. ")
    assert told["contributors"][0] == {"title": "Pemerintah Provinsi Kalimantan Tengah", "role": "publisher"}
    assert {one["title"] for one in told["contributors"][1:]} == set(quarter.regency["regency_name"])
    digests = set(quarter.intake.loc[quarter.intake["counts"], "sha256"])
    assert {one["title"][-65:-1] for one in told["sources"] if "SHA-256" in one["title"]} == digests
    assert not any("contoh" in one["title"] or "Sebutan lain" in one["title"] for one in told["sources"])
    assert told["temporal"] == {"name": "Triwulan IV Tahun 2024", "start": "2024-01-01", "end": "2024-12-31"}
    assert told["spatial"] == {"name": "Provinsi Kalimantan Tengah", "code": "62", "regencies": 14}


def test_the_licence_is_the_one_that_the_province_has_set(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    given = {"lisensi": "CC-BY-4.0", "lisensi_judul": "", "lisensi_alamat": "https://contoh.go.id/lisensi"}
    write_data_package(replace(QUARTER(), publisher=given), list(FRAMES()), tmp_path, catalogue.espm())
    assert descriptor(tmp_path)["licenses"] == [{"name": "CC-BY-4.0", "path": "https://contoh.go.id/lisensi"}]
    assert errors(tmp_path) == []


def test_every_data_file_and_every_column_is_described(folder):
    resources = descriptor(folder)["resources"]
    assert {one["path"] for one in resources} == {str(path.relative_to(folder)) for path in folder.rglob("*.csv")}
    for resource in resources:
        fields = resource["schema"]["fields"]
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            assert [one["name"] for one in fields] == next(csv.reader(lines))
        assert all(len(one["description"]) > 10 for one in fields)
        assert [one["name"] for one in fields if one["type"] == "number" and "unit" not in one] == []


def test_no_meaning_is_left_over_from_a_column_that_is_gone():
    used = {column for model in CONTRACTS.values() for column in columns(model)}
    meanings = catalogue.data_files()
    assert set(meanings) == set(CONTRACTS)
    assert {column for meaning in meanings.values() for column in meaning.columns} == used


def test_types_are_those_of_the_contract(folder):
    types = {one.name: one.type for one in Schema(resource(folder, "service_achievement")["schema"]).fields}
    assert types["regency_code"] == "string"
    assert (types["target"], types["nihil"]) == ("number", "boolean")
    fields = {one["name"]: one for one in resource(folder, "gaps")["schema"]["fields"]}
    assert fields["people"]["type"] == "integer"
    assert fields["cost"]["unit"] == "rupiah"


def resource(folder: Path, name: str) -> dict:
    return next(one for one in descriptor(folder)["resources"] if one["name"] == name)


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_parquet_holds_the_same_values_with_their_types(folder, name):
    expected = FRAMES()[name]
    read = fastparquet.ParquetFile(str(folder / "parquet" / f"{name}.parquet")).to_pandas()
    pd.testing.assert_frame_equal(read, expected, check_exact=True, check_dtype=False)
    kinds = {column: pd.api.types.is_numeric_dtype(expected[column]) for column in expected.columns}
    assert {column: pd.api.types.is_numeric_dtype(read[column]) for column in read.columns} == kinds


def test_parquet_says_what_its_columns_mean(folder):
    metadata = fastparquet.ParquetFile(str(folder / "parquet" / "gaps.parquet")).key_value_metadata
    assert json.loads(metadata["columns"])["cost"]["unit"] == "rupiah"


def test_all_of_it_is_the_same_bytes_every_time(folder, tmp_path):
    write_data_files(FRAMES(), tmp_path)
    write_parquet(FRAMES(), tmp_path / "parquet")
    write_espm(QUARTER(), espm_tables(QUARTER()), tmp_path / "e-spm")
    write_data_package(QUARTER(), list(FRAMES()), tmp_path, catalogue.espm())
    for path in [one for one in folder.rglob("*") if one.is_file()]:
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes()

"""The data files: a contract to the column, sorted, exact."""

import csv
import dataclasses
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from schemas.data_files import DATA_FILES
from schemas.frames import columns
from tasks.report.data.write import KEYS, data_frames, read_data_file, write_data_files
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

QUARTER = cache(consolidated)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("data")
    write_data_files(data_frames(QUARTER()), target)
    return target


@pytest.mark.parametrize("name", DATA_FILES)
def test_every_data_file_has_exactly_the_columns_of_its_contract(folder, name):
    assert rows(folder / f"{name}.csv")[0] == columns(DATA_FILES[name])


def test_the_columns_are_those_that_the_design_promises(folder):
    assert rows(folder / "submissions.csv")[0] == [
        *("regency_code", "regency_name", "status", "revision", "file_name", "sha256"),
        *("received_at", "on_time", "errors", "warnings"),
    ]
    assert rows(folder / "regency_achievement.csv")[0] == [
        *("regency_code", "regency_name", "regency_index", "printed_index", "category", "rank"),
    ]


@pytest.mark.parametrize("name", [*DATA_FILES, "own_service_achievement"])
def test_reading_a_data_file_back_gives_the_same_values_to_the_last_digit(folder, name):
    expected = data_frames(QUARTER())[name]
    read = read_data_file(folder / f"{name}.csv")
    pd.testing.assert_frame_equal(read, expected, check_exact=True, check_dtype=False)


@pytest.mark.parametrize("name", [*DATA_FILES, "own_service_achievement"])
def test_rows_are_sorted_by_their_keys_whatever_order_they_came_in(name, tmp_path):
    c = QUARTER()
    shuffled = dataclasses.replace(
        c, service=c.service[::-1], field=c.field[::-1], province=c.province[::-1], submissions=c.submissions[::-1]
    )
    write_data_files(data_frames(shuffled), tmp_path)
    header, *body = rows(tmp_path / f"{name}.csv")
    keys = [[row[header.index(key)] for key in KEYS[name]] for row in body]
    assert keys == sorted(keys)


def test_missing_values_are_empty_and_statements_are_true_or_false(folder):
    header, *body = rows(folder / "service_achievement.csv")
    nihil = [dict(zip(header, row, strict=True)) for row in body if row[header.index("nihil")] == "true"]
    assert nihil
    assert {row["recipient_pct"] + row["service_index"] for row in nihil} == {""}
    assert {row[header.index("nihil")] for row in body} == {"true", "false"}


def test_a_regency_that_has_not_reported_has_a_row_without_revision(folder):
    header, *body = rows(folder / "submissions.csv")
    missing = [dict(zip(header, row, strict=True)) for row in body if row[2] == "belum lapor"]
    assert [(row["regency_code"], row["revision"], row["received_at"]) for row in missing] == [
        ("62.07", "", ""),
        ("62.12", "", ""),
    ]


def test_codes_keep_their_zeros_and_line_ends_are_plain(folder):
    content = (folder / "regency_achievement.csv").read_bytes()
    assert b"\n62.10,Kabupaten Gunung Mas," in content
    assert b"\r" not in content


def test_a_frame_that_breaks_its_contract_is_refused():
    c = QUARTER()
    with pytest.raises(SchemaErrors):
        data_frames(dataclasses.replace(c, field=c.field.assign(field_index=101.0)))


def test_without_a_form_of_the_province_there_is_no_file_of_it(tmp_path):
    names = {path.name for path in write_data_files(data_frames(consolidated(own=False)), tmp_path)}
    assert names == {f"{name}.csv" for name in DATA_FILES}

"""What is told beside the figures and never counts: the index of others, and targets that changed after they were
fixed. Document, page, letter and package each say it."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from config.settings import settings
from schemas.consolidated import Consolidated
from schemas.external import ExternalIndex
from schemas.frames import frame_of
from schemas.movement import ChangedTargets
from tasks.notify.results import results
from tasks.report.data.package import PACKAGE, write_data_package
from tasks.report.data.write import data_frames, write_data_files
from tasks.report.document.maps import charts_of
from tasks.report.document.values import document_values
from tasks.report.page.write import page_html
from tasks.report.tables.contents import report_tables
from tasks.report.tables.lookups import facts_of
from tests.pages import Page
from tests.report_builders import PERIOD, consolidated

pytestmark = pytest.mark.whole

NOWHERE = Path("tidak-ada")
CHANGED = "Sasaran berubah setelah ditetapkan untuk tahun ini, dengan banyaknya sasaran: Kab. Kotawaringin Barat (2)."


@cache
def quarter() -> Consolidated:
    """Of 62.01 others have published an index, and two of its targets changed."""
    outside = ExternalIndex("62.01", PERIOD, 87.355, "Rapor Pendidikan", "rapor.csv", 2, "ab" * 32)
    words = "Jumlah yang Harus Dilayani 1.200, padahal sasaran setahun sudah ditetapkan 1.000."
    changed = [
        ("62.01", service, "orang", 1200.0, 1000.0, "2024-TW1", "2024-04-30", "Penerima", cell, words)
        for service, cell in (("K-DIK-01", "F6"), ("K-DIK-02", "F7"))
    ]
    return replace(consolidated(), external=(outside,), changed_targets=frame_of(ChangedTargets, changed))


@cache
def document() -> dict[str, object]:
    facts = facts_of(quarter())
    return document_values(facts, charts_of(facts, NOWHERE))


@cache
def page() -> Page:
    return Page(page_html(quarter(), report_tables(quarter())))


def letters() -> dict[str, dict[str, object]]:
    site = settings().of_province("62")
    return {one.regency_code: one.values for one in results(quarter(), {}, site.letter, b"0" * 32)}


def test_the_index_of_others_stands_beside_the_counted_one_where_pendidikan_is_told():
    of = {one["kode"]: one["dari_luar"] for one in document()["daftar_bidang"]}
    counted = quarter().field.set_index(["regency_code", "field_code"]).loc[("62.01", "DIK"), "field_index"]
    assert [(row["daerah"], row["luar"], row["sumber"]) for row in of["DIK"]] == [
        ("Kab. Kotawaringin Barat", "87,36", "Rapor Pendidikan")
    ]
    assert of["DIK"][0]["dihitung"].startswith(f"{counted:.1f}".replace(".", ",")[:-1])
    assert not any(rows for code, rows in of.items() if code != "DIK")
    said = "Indeks Pendidikan menurut Rapor Pendidikan: 87,36; hanya pembanding, tidak ikut dihitung."
    assert said in letters()["62.01"]["gerak"]
    assert said not in letters()["62.02"]["gerak"]


def test_it_is_named_among_the_sources_of_the_data_with_what_it_is_not(tmp_path):
    frames = data_frames(quarter())
    write_data_files(frames, tmp_path)
    write_data_package(quarter(), list(frames), tmp_path)
    titles = [one["title"] for one in json.loads((tmp_path / PACKAGE).read_text())["sources"]]
    of_others = f"Indeks Pendidikan dari luar, tidak ikut dihitung: Rapor Pendidikan (rapor.csv, SHA-256 {'ab' * 32})"
    assert of_others in titles


def test_targets_that_changed_after_they_were_fixed_are_told_of_reports_that_count():
    assert any(text.startswith(CHANGED) for text in document()["kelengkapan"])
    assert CHANGED in page().text
    assert len(page().tables["t-targets"]) == 1 + 2
    asked = "Mohon dijelaskan dasar perubahan sasaran setelah penetapannya: "
    changed = "(dari 1.000 menjadi 1.200 orang)"
    told = f"Pendidikan Anak Usia Dini {changed} dan Pendidikan Dasar {changed}."
    assert letters()["62.01"]["tindak_lanjut"].partition(asked)[2] == told
    assert not any("penetapan" in one["tindak_lanjut"] for code, one in letters().items() if code != "62.01")


def test_where_no_change_is_known_none_is_spoken_of():
    facts = facts_of(consolidated())
    assert not any("ditetapkan" in text for text in document_values(facts, charts_of(facts, NOWHERE))["kelengkapan"])


def test_on_a_phone_every_cell_of_a_table_that_becomes_a_list_stands_under_its_heading():
    html = page_html(quarter(), report_tables(quarter()))
    lists = re.findall(r'<table id="(t-[\w-]+)" class="stack', html)
    assert "t-targets" in lists
    assert [name for name in lists if f".{name} tbody tr > :nth-child(1)::before" not in html] == []

"""The page: the figures of the data files, texts that stay texts, nothing from outside, the same bytes every time."""

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from config import catalogue
from schemas.approval import Approval
from schemas.category import printed
from tasks.report.data.write import data_frames, read_data_file, write_data_files
from tasks.report.page.write import DATA, page_html, page_is_complete, write_page
from tasks.report.tables.contents import report_tables
from tasks.report.tables.trend import NEW_YEAR
from tests.pages import Page
from tests.report_builders import consolidated, tables

pytestmark = pytest.mark.whole

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"{{ 7*7 }}&lt;b&gt;<!--"
MOST_REGENCIES = "35"
LARGEST = 3_000_000


@cache
def quarter(**changes: object):
    return consolidated(**changes)


@cache
def page(**changes: object) -> Page:
    return Page(page_html(quarter(**changes), tables(**changes)))


def csv(name: str, folder: Path) -> pd.DataFrame:
    write_data_files(data_frames(quarter()), folder)
    return read_data_file(folder / f"{name}.csv")


def as_read(value: float) -> str:
    """An index as the page must show it: two decimals and a comma, never over a category's bound."""
    return printed(value, catalogue.table("categories")).replace(".", ",")


def nihil(figures: dict[str, pd.DataFrame]) -> None:
    """One of the two services about houses everywhere, and the other in the first regency too."""
    rows = figures["recipients"]
    first, one, other = rows["regency_code"] == "62.01", *(rows["service_code"] == f"K-PR-0{n}" for n in (1, 2))
    rows.loc[one | (first & other), ["target", "served"]] = 0.0
    rows["nihil"] = rows["nihil"].mask(one | (first & other), True).mask(other & ~first, False)
    rows.loc[other & ~first, "target"] = 90.0


def test_where_nobody_is_to_be_served_the_number_of_those_left_is_nihil_and_not_0():
    heads, *rows = page(change=nihil).tables["t-unserved"]
    services = catalogue.table("services").set_index("service_code")["service_name"]
    told = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert [
        told[services["K-PR-01"]][head]
        for head in ("Belum terlayani", "Harus dilayani", "Biaya melayani semua (juta rupiah)")
    ] == ["nihil"] * 3
    assert told[services["K-PR-02"]]["Belum terlayani"] != "nihil"
    heads, *rows = page(change=nihil).tables["t-unserved-regency"]
    houses = {row[0]: row[heads.index("Unit rumah")] for row in rows}
    assert [name for name, left in houses.items() if left == "nihil"] == ["Kabupaten Kotawaringin Barat"]


def all_nihil(figures: dict[str, pd.DataFrame]) -> None:
    figures["recipients"][["target", "served"]] = 0.0
    figures["recipients"]["nihil"] = True


def test_where_all_is_nihil_no_empty_drawing_stands_and_nobody_is_said_not_to_have_reported():
    shown = page(missing=(), rejected=(), change=all_nihil)
    assert {attributes.get("id") for _, attributes in shown.elements}.isdisjoint(
        {"plot-trend", "plot-steps", "no-figure"}
    )
    told = " ".join(shown.text.split())
    assert "belum ada laporan yang diterima" not in told.lower()
    assert "Belum ada yang dapat digambarkan: semua pelayanan dinyatakan nihil." in told


def test_the_key_of_the_map_names_what_is_hatched_only_where_something_is():
    assert "arsiran berarti tanpa angka" in " ".join(page().text.split())
    assert "arsiran" not in page(missing=(), rejected=()).text
    rejected = page(missing=(), rejected=tuple(catalogue.regencies("62")["code"]))
    assert "no-figure" not in {attributes.get("id") for _, attributes in rejected.elements}
    assert "– tanpa angka" not in rejected.text


@pytest.mark.parametrize("name", [*DATA, "own_service_achievement"])
def test_the_figures_inside_are_those_of_the_data_files_to_the_last_digit(name, tmp_path):
    inside, outside = page().json("data")[name], csv(name, tmp_path)
    assert inside["columns"] == list(outside.columns)
    assert inside["rows"] == outside.astype(object).where(outside.notna(), None).to_numpy().tolist()


def test_the_heat_map_shows_every_regency_with_its_figures(tmp_path):
    names = quarter().regions.set_index("code")["name"]
    fields = csv("field_achievement", tmp_path).set_index(["regency_code", "field_code"])["field_index"]
    whole = csv("regency_achievement", tmp_path).set_index("regency_code")["printed_index"].str.replace(".", ",")
    shown = {row[0]: [cell.split()[0] for cell in row[1:]] for row in page().tables["t-matrix"]}
    assert set(names) <= set(shown)
    for code in whole.index:
        expected = [as_read(fields[code, field]) or "nihil" for field in catalogue.fields()["field_code"]]
        assert shown[names[code]] == [*expected, whole[code]]


@pytest.mark.parametrize(
    ("id_", "sheet", "column"),
    [
        ("t-fields", "Ringkasan", "value_pooled"),
        ("t-completeness", "Ringkasan", "share"),
        ("t-weakest", "Ringkasan", "lowest"),
        ("t-budget", "Ringkasan", "absorbed"),
        ("t-absent", "Ringkasan", "why"),
        ("t-matrix", "Matriks", "KES"),
        ("t-trend", "Tren", "KES"),
        ("t-regency-trend", "Tren", "2024-TW3"),
        ("t-gaps", "Kesenjangan", "people"),
        ("t-problems", "Permasalahan", "solution"),
        ("t-actions", "Rencana Aksi", "budget"),
        ("t-intake", "Kelengkapan", "status"),
        ("t-own", "Pemerintah Provinsi", "served"),
    ],
)
def test_a_table_of_the_page_says_what_the_sheet_of_the_workbook_says(id_, sheet, column):
    keys = {one.key: one for table in tables() if table.sheet == sheet for one in table.columns}
    [table] = [one for one in tables() if one.sheet == sheet and column in [key.key for key in one.columns]][:1]
    frame = table.frame[table.frame["label"] != NEW_YEAR] if id_ == "t-trend" else table.frame
    if id_ == "t-matrix":  # the page begins with the lowest, the sheet with the first code
        frame = frame.assign(order=pd.to_numeric(frame["ALL"], errors="coerce")).sort_values("order", kind="stable")
    place = page().tables[id_][0].index(keys[column].label)
    shown = [row[place] for row in page().tables[id_][1 : 1 + len(frame)]]
    assert [as_number(text) for text in shown] == [
        value if isinstance(value, str) else pytest.approx(float(value), abs=0.005) for value in frame[column]
    ]


def as_number(text: str) -> float | str:
    """`1.234,56 B` -> 1234.56; a text that is no number stays."""
    bare = re.sub(r" [A-F]$", "", text)
    return float(bare.replace(".", "").replace(",", ".")) if re.fullmatch(r"[\d.]+(,\d+)?", bare) else text


def test_the_trend_and_the_gaps_are_those_of_the_data_files(tmp_path):
    trend = csv("trend", tmp_path).set_index(["period", "regency_code", "field_code"])["value"]
    shown = page().json("rincian")["trend"]
    for (period, code, field), value in trend.dropna().items():
        found, _ = shown["values"][code][field][shown["periods"].index(period)]
        assert f"{found:.2f}".replace(".", ",") == as_read(value)
    gaps = csv("gaps", tmp_path).query("field_code == 'ALL'").set_index("regency_code")["people"]
    names = quarter().regions.set_index("code")["name"]
    rows = {row[0]: row for row in page().tables["t-gaps"] if row[1] == "Indeks SPM"}
    for code, people in gaps.dropna().items():
        shown = rows[names[code]][page().tables["t-gaps"][0].index("Paling sedikit (sasaran)")]
        assert sum(map(as_number, re.findall(r"\d[\d.]*", shown))) == people


def test_a_report_nobody_has_approved_says_so_at_its_head():
    head = page().text[: page().text.index("Ringkasan")]
    assert "SEMENTARA" in head
    approval = Approval("Dra. <b>Siti</b>", "Biro", "Sudah diperiksa.", "", quarter().as_of, "0" * 64, 1)
    final = Page(page_html(replace(quarter(), approval=approval), report_tables(replace(quarter(), approval=approval))))
    assert "FINAL" in final.text[: final.text.index("Ringkasan")]
    assert "disetujui oleh Dra. <b>Siti</b>, Biro" in final.text
    assert [page().json("data")["standing"], final.json("data")["standing"]] == ["SEMENTARA", "FINAL"]


def test_the_page_tells_how_the_index_moved():
    assert "daerah yang sama, indeks naik dari" in page().text


def test_the_province_figures_stand_together_under_their_names(tmp_path):
    values = csv("province_achievement", tmp_path).query("field_code == 'ALL'").set_index("measure")["printed_value"]
    text = " ".join(page().text.split())
    measures = text[text.index("Rata-rata daerah yang melapor") : text.index("Tuntas Paripurna (tepat 100)")]
    found = re.findall(r"\d+,\d\d", measures)
    expected = [values[key].replace(".", ",") for key in ("mean_reported", "mean_all", "pooled", "own")]
    assert found == expected
    for name in (
        "Rata-rata daerah yang melapor",
        "Rata-rata seluruh daerah",
        "Indeks gabungan provinsi",
        "Pemerintah provinsi",
    ):
        assert name in measures


def test_who_has_not_reported_is_named_and_never_a_zero():
    rows = {row[0]: row for row in page().tables["t-matrix"]}
    assert rows["Kabupaten Seruyan"][1:] == ["belum lapor"] * 7
    assert [row[2] for row in page().tables["t-absent"][1:]] == ["Ditolak", "Belum lapor", "Belum lapor"]


def test_behind_every_service_lie_the_items_that_were_reported():
    c, detail = quarter(), page().json("rincian")
    regency = next(one for one in detail["regencies"] if one["code"] == "62.01")
    reported = c.quality[(c.quality["regency_code"] == "62.01") & (c.quality["required"] > 0)]
    codes = [code for code, *_ in detail["items"]]
    found = [(code, codes[item[0]], *item[1:3]) for code, items in regency["items"].items() for item in items]
    expected = reported[["service_code", "item_code", "required", "available"]].itertuples(index=False, name=None)
    assert sorted(found) == sorted(expected)


def test_a_text_of_a_sender_is_a_text_and_nothing_else():
    c = consolidated(problem=HOSTILE)
    c = replace(c, submissions=c.submissions.assign(file_name=HOSTILE), intake=c.intake.assign(file_name=HOSTILE))
    hostile = Page(page_html(c, report_tables(c)))
    own_name = HOSTILE.rpartition("/")[2]
    for id_, text in (("t-problems", HOSTILE), ("t-intake", own_name), ("t-absent", own_name)):
        assert any(text in cell for row in hostile.tables[id_] for cell in row)
    assert {row[4] for row in hostile.json("data")["submissions"]["rows"]} == {HOSTILE}
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in page().elements]
    assert len(hostile.scripts) == len(page().scripts)


def test_only_scripts_whose_hash_the_policy_names_can_run():
    policy = next(a["content"] for tag, a in page().elements if a.get("http-equiv") == "Content-Security-Policy")
    runs = [content for attributes, content in page().scripts if "type" not in attributes]
    assert re.findall(r"'(sha256-[^']+)'", policy) == [
        f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}" for content in runs
    ]
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy[policy.index("script-src") : policy.index("style-src")]


def test_nothing_is_fetched_and_nothing_runs_from_an_attribute():
    for tag, attributes in page().elements:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")}, tag
        assert attributes.get("href", "#").startswith("#")
    assert {tag for tag, _ in page().elements}.isdisjoint({"link", "iframe", "object", "embed", "base", "img"})


def test_the_same_report_is_the_same_bytes_and_at_most_three_megabytes(tmp_path):
    c = consolidated(MOST_REGENCIES)
    for name in ("a.html", "b.html"):
        write_page(c, tables(MOST_REGENCIES), tmp_path / name)
    written = (tmp_path / "a.html").read_bytes()
    assert len(c.regions) == 38
    assert written == (tmp_path / "b.html").read_bytes()
    assert len(written) < LARGEST


def test_a_page_cut_short_is_not_complete(tmp_path):
    write_page(quarter(), tables(), tmp_path / "a.html")
    assert page_is_complete(tables(), tmp_path / "a.html")
    whole = (tmp_path / "a.html").read_bytes()
    for cut in (len(whole) - 9, whole.index(b'id="rincian"') + 500):
        (tmp_path / "a.html").write_bytes(whole[:cut])
        assert not page_is_complete(tables(), tmp_path / "a.html")


def test_a_quarter_of_which_nothing_has_arrived_still_has_a_page():
    everyone = tuple(catalogue.regencies("34")["code"])
    empty = page(province="34", missing=everyone, rejected=(), own=False)
    assert "dari 5 kabupaten/kota belum ada yang laporannya diterima" in empty.text
    assert {"t-completeness", "t-absent", "t-intake"} == {name for name, rows in empty.tables.items() if len(rows) > 1}
    assert "plot-" not in " ".join(one["id"] for _, one in empty.elements if "id" in one)
    assert "nan" not in empty.text.lower().split()

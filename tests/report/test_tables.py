"""What the report says, before it has any looks."""

import dataclasses
import re
from datetime import datetime
from functools import cache

import pandas as pd
import pytest

from config import catalogue
from schemas.frames import COUNTING
from schemas.ledger import IMPORTED, SENT
from tasks.report.overview import story_of
from tasks.report.tables import intake
from tasks.report.tables.achievement import by_service, own_services
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.table import ReportTable
from tasks.report.tables.trend import NOBODY
from tests.report_builders import consolidated, tables

pytestmark = pytest.mark.whole

SHEETS = [
    *(
        "Satu Halaman",
        "Ringkasan",
        "Peringkat",
        "Matriks",
        "Tren",
        "Perubahan",
        "Belum Terlayani",
        "Pemerintah Provinsi",
        "Tindak Lanjut",
    ),
    *("Kelengkapan", "Temuan", "Rapor Mutu Data", "Metodologi dan Sumber"),
    *(
        "Pendidikan",
        "Kesehatan",
        "Pekerjaan Umum",
        "Perumahan Rakyat",
        "Trantibumlinmas",
        "Sosial",
    ),
    *(
        "Rincian Belum Terlayani",
        "Kesenjangan",
        "Mutu",
        "Butir Mutu",
        "Anggaran",
        "Permasalahan",
        "Tahapan",
        "Rencana Aksi",
        "Tindak Lanjut Perangkat",
        "Rincian Tindak Lanjut",
        "Kesalahan per Aturan",
        "Catatan Pembacaan",
        "Data Acuan",
    ),
]
NUMBERS = ("count", "millions", "number", "index", "moment")

QUARTER = cache(consolidated)


def table(sheet: str, title: str = "") -> ReportTable:
    return next(one for one in tables() if one.sheet == sheet and title in one.title)


def row(of: ReportTable, **wanted: object) -> dict:
    frame = of.frame
    for key, value in wanted.items():
        frame = frame[frame[key] == value]
    assert len(frame) == 1
    return frame.iloc[0].to_dict()


def test_sheets_stand_in_their_order_under_names_that_excel_takes():
    assert list(dict.fromkeys(one.sheet for one in tables())) == SHEETS
    assert max(len(sheet) for sheet in SHEETS) <= 31


def drawn_as_lines(table: ReportTable) -> bool:
    """A chart draws a text as 0, so that only an empty cell is a gap; its row says why."""
    return bool(table.chart) and any(series.kind == "line" for series in table.chart.series)


def test_every_cell_holds_something_and_texts_among_numbers_say_why():
    for one in tables():
        gaps = one.frame["period"].eq("") | one.frame["reporters"].eq(NOBODY) if drawn_as_lines(one) else False
        for column in one.columns:
            values = one.frame[column.key][~gaps] if drawn_as_lines(one) else one.frame[column.key]
            assert not values.isna().any(), (one.title, column.key)
            assert not values.eq("").any(), (one.title, column.key)
            if column.kind in NUMBERS:
                assert values.map(lambda value: isinstance(value, str | int | float | datetime)).all()


def test_the_front_sheet_names_the_three_measures_and_the_provinces_own():
    head = table("Ringkasan")
    assert list(head.frame["measure"]) == [
        *(
            "Rata-rata daerah yang melapor",
            "Rata-rata seluruh daerah",
            "Indeks gabungan provinsi",
            "Pemerintah provinsi",
        )
    ]
    assert "11 dari 14 kabupaten/kota" in head.notes[0]


def test_printed_numbers_of_the_province_are_those_of_the_data_file():
    printed = QUARTER().province.set_index(["measure", "field_code"])["printed_value"]
    shown = table("Ringkasan", "per bidang").frame.set_index("field")
    assert shown.loc["Kesehatan", "value_pooled"] == float(printed["pooled", "KES"])
    assert shown.loc["Trantibumlinmas", "value_mean_all"] == float(printed["mean_all", "TRA"])
    assert table("Ringkasan").frame["value"][0] == float(printed["mean_reported", "ALL"])


def test_printed_numbers_of_the_regencies_are_those_of_the_data_file():
    shown = table("Peringkat").frame.set_index("regency_code")
    for one in QUARTER().regency.itertuples():
        assert shown.loc[one.regency_code, "index"] == float(one.printed_index)
        assert shown.loc[one.regency_code, "rank"] == one.rank
        assert shown.loc[one.regency_code, "category"] == one.category


def test_a_number_just_below_a_boundary_is_not_printed_as_the_boundary():
    c = QUARTER()
    service = c.service.assign(service_index=c.service["service_index"].where(c.service.index > 0, 89.9999))
    sheet = by_service(facts_of(dataclasses.replace(c, service=service)), "DIK")
    shown = row(sheet, regency_code="62.01", service_code="K-DIK-01")
    assert (shown["index"], shown["category"]) == (89.99, "Tuntas Madya")


def test_regencies_that_are_not_counted_are_listed_with_the_reason_below_the_ranked():
    frame = table("Peringkat").frame
    assert list(frame["regency_code"][-3:]) == ["62.05", "62.07", "62.12"]
    assert list(frame["index"][-3:]) == ["ditolak", "belum lapor", "belum lapor"]
    assert len(frame) == 14


@pytest.mark.parametrize(("sheet", "services"), [("Pendidikan", 3), ("Kesehatan", 12), ("Trantibumlinmas", 5)])
def test_a_bidang_has_a_row_for_every_service_and_regency_also_for_the_missing(sheet, services):
    frame = table(sheet).frame
    assert len(frame) == services * 14
    missing = frame[frame["regency_code"] == "62.07"]
    assert set(missing[["target", "served", "raw", "recipient", "quality", "index"]].to_numpy().ravel()) == {
        "belum lapor"
    }


def test_the_provinces_own_services_stand_on_their_own_sheet_also_before_they_are_reported():
    assert len(table("Pemerintah Provinsi").frame) == 14
    assert set(table("Pemerintah Provinsi").frame["quality"]) == {"tanpa butir"}
    c = QUARTER()
    silent = own_services(facts_of(dataclasses.replace(c, own_service=c.own_service[:0], own_status="ditolak")))
    assert set(silent.frame["index"]) == set(silent.frame["target"]) == {"ditolak"}


def test_a_nihil_service_says_nihil_in_place_of_its_percentages():
    frame = table("Perumahan Rakyat").frame
    nihil = frame[frame["nihil"] == "Ya"]
    assert len(nihil)
    assert set(nihil[["raw", "recipient", "quality", "index", "category"]].to_numpy().ravel()) == {"nihil"}
    assert set(nihil["target"]) == {0.0}


def test_more_served_than_the_target_stays_visible_beside_the_capped_percentage():
    c = QUARTER()
    service = c.service.copy()
    service.loc[0, ["target", "served", "recipient_pct"]] = 100.0, 124.75, 100.0
    sheet = by_service(facts_of(dataclasses.replace(c, service=service)), "DIK")
    shown = row(sheet, regency_code="62.01", service_code="K-DIK-01")
    assert (shown["raw"], shown["recipient"]) == (124.75, 100.0)


def test_the_matrix_closes_with_the_mean_of_those_that_are_counted():
    printed = QUARTER().province.query("measure == 'mean_reported'").set_index("field_code")["printed_value"]
    total = table("Matriks").totals.iloc[0]
    assert {key: total[key] for key in printed.index} == printed.map(float).to_dict()


def test_bands_count_categories_from_the_best():
    names = list(catalogue.table("categories").sort_values("min_index", ascending=False)["name"])
    for one in table("Peringkat").frame.dropna(subset=["band"]).itertuples():
        assert names[int(one.band)] == one.category


def test_budget_sums_agree_with_the_rows_above_them():
    budget = table("Anggaran")
    whole = budget.totals.iloc[-1]
    assert whole["allocation"] == budget.frame["allocation"].sum()
    per_field = budget.totals[budget.totals["regency_name"] == "Jumlah bidang"]
    assert per_field["realised"].sum() == whole["realised"]


def test_completeness_has_a_row_for_each_file_and_each_silent_regency():
    frame = table("Kelengkapan").frame
    assert list(
        frame[frame["code"] == "62.02"][["revision", "status", "counts"]].itertuples(index=False, name=None)
    ) == [
        (1, "ditolak", "Tidak"),
        (2, "diterima dengan catatan", "Ya"),
    ]
    silent = row(table("Kelengkapan"), code="62.07")
    assert (silent["status"], silent["file_name"], silent["errors"]) == ("belum lapor",) * 3
    assert row(table("Kelengkapan"), code="62.03")["on_time"] == "Tidak"


def test_of_the_findings_what_cost_a_regency_its_report_comes_first_and_what_asks_for_nothing_stands_apart():
    of_02 = ("62.02", "a.xlsx", "C05", "error", "Penerima", "F12", "", "Sel ini wajib diisi.")  # mended since
    findings = pd.concat([pd.DataFrame([of_02], columns=list(QUARTER().findings)), QUARTER().findings])
    rows = intake.findings(facts_of(dataclasses.replace(QUARTER(), findings=findings))).frame
    assert list(rows["severity"]) == ["Kesalahan", "Kesalahan", *["Peringatan"] * (len(rows) - 2)]
    assert list(rows["code"].head(3)) == ["62.05", "62.02", "62.01"]
    assert set(table("Catatan Pembacaan").frame["severity"]) == {"Catatan"}
    assert len(table("Temuan").frame) + len(table("Catatan Pembacaan").frame) == len(QUARTER().findings)


def test_the_method_sheet_names_every_file_that_decides_a_figure():
    listed = table("Data Acuan").frame.set_index("name")["version"].to_dict()
    assert listed == catalogue.versions()


def test_the_method_sheet_says_the_settings_in_words():
    rows = table("Metodologi dan Sumber", "Pengaturan").frame.set_index("name")["text"]
    assert rows["Mutu layanan"] == "rata-rata persentase butir mutu"
    assert rows["Bobot penerima"] == "0,8"


def test_a_quarter_without_any_accepted_report_still_gives_every_sheet():
    everyone = tuple(catalogue.regencies("34")["code"])
    empty = consolidated("34", missing=everyone, rejected=(), own=False)
    found = report_tables(empty)
    assert list(dict.fromkeys(one.sheet for one in found)) == SHEETS
    assert found[1].frame["value"].tolist() == [*["belum ada"] * 3, "belum lapor"]
    assert "belum ada yang laporannya diterima" in found[1].notes[0]
    none = {one.sheet for one in workbook_tables(found, empty) if one.frame.empty and one.without == "tidak ada"}
    assert none == {
        "Temuan",
        "Catatan Pembacaan",
        "Kesalahan per Aturan",
        "Metodologi dan Sumber",
    }  # of what was received and corrected


def test_with_every_regency_counted_nobody_is_said_to_be_missing():
    full = report_tables(consolidated("34", missing=(), rejected=()))
    assert not any("belum masuk hitungan" in one.title for one in full)
    assert not any("Tidak termasuk" in note for one in full for note in one.notes)


def test_the_tables_do_not_change_the_figures_they_show():
    c = consolidated("34", missing=(), rejected=())
    before = c.service.copy(), c.budget.copy()
    report_tables(c)
    pd.testing.assert_frame_equal(c.service, before[0])
    pd.testing.assert_frame_equal(c.budget, before[1])


def test_the_quality_card_has_a_row_for_every_regency_and_says_100_only_of_what_is_full():
    card = table("Rapor Mutu Data", "per kabupaten/kota")
    assert len(card.frame) == 14
    assert row(card, code="62.05") | {"name": ""} == {
        "regency_code": "62.05",
        "code": "62.05",
        "name": "",
        "submissions": 1,
        "recipients": 98.33,
        "quality": 100.0,
        "budget": 100.0,
        "stages": 100.0,
        "errors": 2,
        "repeated": 1,
        "mending": "belum diperbaiki",
        "days": "belum",
    }
    assert row(card, code="62.02")["days"] == 1.5
    assert row(card, code="62.07")["recipients"] == "belum lapor"


def test_errors_by_rule_have_a_column_for_each_of_the_last_four_quarters():
    errors = table("Kesalahan per Aturan")
    assert [column.key for column in errors.columns][3:7] == ["2024-TW1", "2024-TW2", "2024-TW3", "2024-TW4"]
    told = row(errors, code="62.05", rule="C05")
    assert [told[f"2024-TW{quarter}"] for quarter in (1, 2, 3, 4)] == [0, 0, 1, 2]


def test_no_folder_of_a_file_is_read_and_what_was_said_of_its_time_is_said_once():
    of = QUARTER().intake
    came = of.assign(file_name="2024-TW4/" + of["file_name"], way=IMPORTED, reason="buku agenda")
    came.loc[3, ["way", "reason"]] = SENT, "salah ketik"
    found = QUARTER().findings.assign(file_name="2024-TW4/" + QUARTER().findings["file_name"])
    facts = facts_of(
        dataclasses.replace(QUARTER(), intake=came, findings=found, resent={"62.02": ("2024-TW4/a.xlsx",)})
    )
    table, of_findings = intake.intake(facts), intake.findings(facts)
    assert not table.frame["file_name"].str.contains("/").any()
    assert not of_findings.frame["file_name"].str.contains("/").any()
    ways = table.frame["way"].value_counts()
    assert ways["halaman kiriman (2)"] == 1
    assert ways["pernyataan operator (1)"] == len(came) - 1
    assert "Dasar waktu terima: (1) pernyataan operator: buku agenda; (2) alasan mengganti: salah ketik." in table.notes
    assert not any("TW4/" in note for note in table.notes)
    assert any("62.02 a.xlsx" in note for note in table.notes)


def test_on_time_are_the_accepted_wherever_it_is_said():
    shown = table("Ringkasan", "Kelengkapan laporan")
    states = QUARTER().submissions.set_index("regency_code")
    accepted = int(states.loc[states["status"].isin(COUNTING), "on_time"].sum())
    assert accepted < int(states["on_time"].sum())
    assert shown.totals["on_time"].tolist() == [accepted]
    assert row(shown, status="Ditolak")["on_time"] == "–"
    assert any(
        f"{accepted} laporan" in line or f" {accepted} " in line for line in story_of(facts_of(QUARTER())).complete
    )


def test_no_heading_that_people_read_is_the_key_of_a_quarter():
    labels = {column.label for one in tables() if one.use == "read" for column in one.columns}
    assert not [label for label in labels if re.search(r"\d{4}-TW\d", label)]
    assert {"Triwulan III Tahun 2024", "Triwulan IV Tahun 2024"} <= labels

"""An earlier quarter that was published with another index is named, the approved report before the provisional one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.consolidated import Consolidated
from schemas.movement import Otherwise
from schemas.period import Period
from tasks.publish.manifest import MANIFEST
from tasks.publish.otherwise import published_otherwise
from tasks.report.front_page import front_page
from tasks.report.outlook import otherwise_text
from tasks.report.overview import story_of
from tasks.report.tables.lookups import facts_of
from tests.report.test_history import report

BEFORE, NOW = Period(2024, 1), Period(2024, 2)


@pytest.fixture(scope="module")
def now() -> Consolidated:
    return report("34", NOW)


@pytest.fixture
def outbox(tmp_path, now):
    """Holds the data of the quarter before, as it is counted now."""
    return published(tmp_path, now, "2024-TW1")


def published(outbox, now: Consolidated, folder: str, days: int = 1, **changed: str):
    place = outbox / "34" / folder
    (place / "data").mkdir(parents=True)
    rows = now.trend[(now.trend["period"] == BEFORE.key) & (now.trend["field_code"] == "ALL")]
    printed = {row.regency_code: f"{row.value:.2f}" for row in rows.itertuples()} | {
        code.replace("_", "."): value for code, value in changed.items()
    }
    lines = [f"{code},,,{printed[code]},,1" for code in printed if code != "34"]
    head = "regency_code,regency_name,regency_index,printed_index,category,rank"
    (place / "data" / "regency_achievement.csv").write_text("\n".join([head, *lines]))
    (place / "data" / "province_achievement.csv").write_text(
        f"measure,field_code,value,printed_value,category\nmean_reported,ALL,,{printed['34']},\n"
    )
    (place / MANIFEST).write_text(f'{{"as_of": "{(now.as_of - timedelta(days=days)).isoformat()}"}}')
    return outbox


@pytest.mark.slow
def test_what_was_published_as_it_is_counted_is_not_told(outbox, now):
    assert published_otherwise(outbox, now) == ()
    assert otherwise_text(facts_of(now)) == ""


def test_another_figure_is_told_with_both(tmp_path, now):
    found = published_otherwise(published(tmp_path, now, "2024-TW1", **{"34": "30.00", "34_71": ""}), now)
    assert [(one.period, one.regency_code, one.published) for one in found] == [
        (BEFORE, "34", "30.00"),
        (BEFORE, "34.71", ""),
    ]
    told = story_of(facts_of(replace(now, otherwise=found))).development
    assert "Triwulan I Tahun 2024: rata-rata provinsi (terbit 30,00, kini 33,08)" in told
    assert "Kota Yogyakarta (terbit tanpa indeks, kini 33,93)" in told


@pytest.mark.slow
def test_the_governors_page_says_that_last_years_index_was_published_as_another():
    quarter, last_year = report("34", Period(2024, 4)), Period(2023, 4)
    found = Otherwise(last_year, "34", "60.00", "82.40"), Otherwise(BEFORE, "34", "30.00", "33.08")
    told = front_page(facts_of(replace(quarter, otherwise=found)))[1].texts
    assert [text for text in told if "terbit" in text] == [
        "Pada laporan yang terbit dahulu, indeks provinsi Triwulan IV Tahun 2023 60,00; kini dihitung 82,40 karena "
        "pengaturan, koreksi, atau kiriman sesudahnya."
    ]
    assert "terbit" not in " ".join(front_page(facts_of(quarter))[1].texts)
    without = replace(quarter, otherwise=(Otherwise(last_year, "34", "", "82.40"),))
    told = " ".join(front_page(facts_of(without))[1].texts)
    assert "dahulu, Triwulan IV Tahun 2023 tanpa indeks provinsi; kini dihitung 82,40" in told


def test_the_approved_report_stands_for_its_quarter(outbox, now):
    published(outbox, now, "2024-TW1-final", **{"34": "30.00"})
    published(outbox, now, "2024-TW1-final-2", **{"34": "31.00"})
    assert [one.published for one in published_otherwise(outbox, now)] == ["31.00"]


def test_what_was_published_later_was_not_there_yet(tmp_path, now):
    assert published_otherwise(published(tmp_path, now, "2024-TW1", days=-1, **{"34": "30.00"}), now) == ()


def test_a_report_that_cannot_be_read_stops_nothing(outbox, now):
    (outbox / "34" / "2024-TW1" / "data" / "regency_achievement.csv").unlink()
    assert published_otherwise(outbox, now) == ()
    assert published_otherwise(outbox / "nowhere", now) == ()

"""The sheet "Tren": every quarter that is known, and why a figure is not there."""

from dataclasses import replace

import pytest

from schemas.period import Period
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.trend import NEW_YEAR, NO_FIGURE, NOBODY, province_trend, regency_trend
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole


def test_a_row_a_quarter_with_the_mean_of_the_province_oldest_first():
    c = consolidated()
    table = province_trend(facts_of(c))
    this_year = [f"Triwulan {roman} Tahun 2024" for roman in ("I", "II", "III", "IV")]
    assert list(table.frame["label"]) == ["Triwulan IV Tahun 2023", NEW_YEAR, *this_year]
    last = c.province.set_index(["measure", "field_code"]).loc["mean_reported"]
    assert table.frame["KES"].iloc[-1] == pytest.approx(float(last.loc["KES", "printed_value"]), abs=0.01)


def test_a_skipped_quarter_and_a_new_year_stand_in_their_place_without_a_figure():
    rows = province_trend(facts_of(consolidated())).frame.set_index("label")
    assert rows.loc["Triwulan I Tahun 2024", "reporters"] == NOBODY
    for empty in (NEW_YEAR, "Triwulan I Tahun 2024"):  # a text would be drawn as 0
        assert set(rows.loc[empty, ["DIK", "ALL"]]) == {""}
    assert rows.loc["Triwulan IV Tahun 2023", "reporters"] == 10
    assert rows.loc["Triwulan II Tahun 2024", "reporters"] == 11


def test_only_the_last_quarter_of_a_year_reaches_a_category():
    facts = facts_of(consolidated())
    rows = province_trend(facts).frame.set_index("label")["band_ALL"]
    assert set(rows.index[rows.notna()]) == {"Triwulan IV Tahun 2023", "Triwulan IV Tahun 2024"}
    banded = [column.key for column in regency_trend(facts).columns if column.band]
    assert banded == ["2023-TW4", "2024-TW4"]


def test_while_the_year_goes_on_its_lowest_category_names_no_year_that_is_over():
    c = consolidated()
    low = c.trend.assign(value=c.trend["value"].mask(c.trend["period"] == "2023-TW4", 41.0))
    for period, bands in ((c.period, {5}), (Period(2024, 3), set())):
        table = province_trend(facts_of(replace(c, trend=low[low["period"] <= period.key], period=period)))
        shown = table.frame[table.frame["period"] == "2023-TW4"]
        assert set(shown["band_ALL"].dropna()) == bands


def test_a_quarter_in_which_nobody_reports_any_more_is_the_last_of_the_axis():
    c = consolidated()
    now = replace(c, trend=c.trend[c.trend["period"] != c.period.key])
    assert province_trend(facts_of(now)).frame.iloc[-1]["reporters"] == NOBODY


def test_a_regency_without_a_report_says_so_and_is_not_zero():
    table = regency_trend(facts_of(consolidated(missing=("62.07",))))
    row = table.frame.set_index("regency_code").loc["62.07"]
    assert [row[f"2024-TW{number}"] for number in (1, 2, 3, 4)] == [NO_FIGURE] * 3 + ["belum lapor"]
    assert row["regency_name"] in set(consolidated().regions["name"])


def test_a_province_that_reports_for_the_first_time_has_tables_without_quarters():
    c = consolidated()
    facts = facts_of(replace(c, trend=c.trend.iloc[:0]))
    assert len(province_trend(facts).frame) == 0
    assert [column.key for column in regency_trend(facts).columns] == ["regency_code", "regency_name"]


def test_the_axis_of_the_chart_names_quarters_and_no_heading():
    table = province_trend(facts_of(consolidated()))
    labels = table.frame["label"].str.strip()
    assert set(labels) == {"", *(f"Triwulan {roman} Tahun 2024" for roman in ("I", "II", "III", "IV")), labels.iloc[0]}
    assert labels.iloc[0] == "Triwulan IV Tahun 2023"


def test_names_without_a_quarter_are_no_trend():
    c = consolidated()
    assert len(regency_trend(facts_of(replace(c, trend=c.trend.iloc[:0]))).frame) == 0

"""The sheet "Tren": every quarter that is known, and why a figure is not there."""

from dataclasses import replace

import pytest

from tasks.report.tables.lookups import facts_of
from tasks.report.tables.trend import NO_REPORT, province_trend, regency_trend
from tests.report_builders import consolidated


def test_a_row_a_quarter_with_the_mean_of_the_province_oldest_first():
    c = consolidated()
    table = province_trend(facts_of(c))
    this_year = [f"Triwulan {roman} Tahun 2024" for roman in ("II", "III", "IV")]
    assert list(table.frame["label"]) == ["Triwulan IV Tahun 2023", *this_year]
    last = c.province.set_index(["measure", "field_code"]).loc["mean_reported"]
    assert table.frame["KES"].iloc[-1] == pytest.approx(float(last.loc["KES", "printed_value"]), abs=0.01)


def test_a_regency_without_a_report_says_so_and_is_not_zero():
    table = regency_trend(facts_of(consolidated(missing=("62.07",))))
    row = table.frame.set_index("regency_code").loc["62.07"]
    assert [row[period] for period in ("2024-TW2", "2024-TW3", "2024-TW4")] == [NO_REPORT] * 3
    assert row["regency_name"] in set(consolidated().regions["name"])


def test_a_province_that_reports_for_the_first_time_has_tables_without_quarters():
    c = consolidated()
    facts = facts_of(replace(c, trend=c.trend.iloc[:0]))
    assert len(province_trend(facts).frame) == 0
    assert [column.key for column in regency_trend(facts).columns] == ["regency_code", "regency_name"]

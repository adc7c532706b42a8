"""The sheet "Kesenjangan": people, services and rupiah to the next category, and the reason where there are none."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from config import catalogue
from schemas.frames import HANDFUL
from schemas.wording import number_text
from tasks.report.tables.gaps import NO_COST, gaps
from tasks.report.tables.lookups import facts_of
from tests.report_builders import consolidated

QUARTER = cache(consolidated)


def table(quarter=None) -> pd.DataFrame:
    return gaps(facts_of(quarter or QUARTER())).frame.set_index(["regency_code", "field_code"])


def state(name: str) -> list[tuple[str, str]]:
    rows = QUARTER().gaps.query("state == @name")
    return list(zip(rows["regency_code"], rows["field_code"], strict=True))


def test_every_counted_regency_has_its_whole_index_first_and_then_the_bidang():
    shown = gaps(facts_of(QUARTER())).frame
    codes = list(QUARTER().regency["regency_code"])
    assert list(shown["regency_code"].unique()) == codes
    assert list(shown["field"])[:2] == ["Indeks SPM", "Pendidikan"]
    assert len(shown) == 7 * len(codes)


@pytest.mark.slow
def test_the_services_of_a_plan_add_up_to_its_people():
    shares = QUARTER().gap_services.query("people > 0")
    for key in state("terjangkau"):
        row = table().loc[key]
        mine = shares[(shares["regency_code"] == key[0]) & (shares["field_code"] == key[1])]
        units = mine["service_code"].map(_units())
        if units.nunique() == 1:
            assert mine["people"].sum() == row["people"]
        else:
            told = {f"{number_text(mine.loc[units == unit, 'people'].sum())} {unit}" for unit in units.unique()}
            assert set(re.split(", dan | dan |, ", row["people"])) == told
        assert all(number_text(people) in row["where"] for people in mine["people"])


def _units() -> pd.Series:
    return catalogue.services(catalogue.layout_for("kabkota").version).set_index("service_code")["unit"].str.lower()


@pytest.mark.slow
def test_orang_and_unit_rumah_are_never_added_up():
    told = [str(table().loc[key, "people"]) for key in state("terjangkau")]
    assert any(re.fullmatch(r"[\d.]+ orang dan [\d.]+ unit rumah", one) for one in told), told


def test_the_points_are_what_a_reader_gets_by_subtracting():
    rows = QUARTER().gaps.set_index(["regency_code", "field_code"])
    for key, row in table()[lambda shown: shown["next_category"] != "sudah tertinggi"].iterrows():
        if isinstance(row["index"], float):
            assert row["index"] + row["points"] == pytest.approx(rows.loc[key, "next_index"], abs=1e-9)


def test_where_people_are_not_enough_it_says_what_is():
    key = state("perlu mutu")[0]
    row, gap = table().loc[key], QUARTER().gaps.set_index(["regency_code", "field_code"]).loc[key]
    assert row["people"] == row["cost"] == row["cheapest_people"] == "perlu pemenuhan mutu"
    assert number_text(gap["reachable_index"], 2) in row["where"]
    assert number_text(gap["quality_needed"], 2) in row["where"]


def test_a_cost_that_nobody_knows_is_not_a_zero():
    quarter = replace(QUARTER(), gaps=QUARTER().gaps.assign(cost=np.nan, cheapest_cost=np.nan, cheapest_people=pd.NA))
    row = table(quarter).loc[state("terjangkau")[0]]
    assert [row["cost"], row["cheapest_people"], row["cheapest_where"], row["cheapest_cost"]] == [NO_COST] * 4
    assert row["people"] > 0


def test_a_category_within_reach_of_a_handful_of_people_is_marked():
    quarter = QUARTER()
    (few, many, *_), plans = state("terjangkau"), quarter.gaps.set_index(["regency_code", "field_code"])
    plans.loc[few, "people"], plans.loc[many, "people"] = HANDFUL, HANDFUL + 1
    shown = table(replace(quarter, gaps=plans.reset_index()))
    assert shown.loc[few, "where"].endswith("(segelintir)")
    assert not shown.loc[many, "where"].endswith("(segelintir)")

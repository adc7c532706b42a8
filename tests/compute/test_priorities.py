"""What to do first: by people, by lift of the province's index, against each regency's own level."""

import pandas as pd
import pytest

from config import catalogue
from schemas.frames import columns
from schemas.movement import Priorities
from tasks.compute.achievement import field_achievement, regency_achievement, regency_index, service_achievement
from tasks.compute.priorities import people
from tests.exact_figures import CATEGORIES, FORM, NIHIL, REGIONS, SERVICES, Answer, frames, method
from tests.report_builders import KABKOTA, METHOD, consolidated

pytestmark = pytest.mark.whole

UNITS = {"K-PU-01": "rumah tangga", "K-PR-01": "unit rumah"}
CODES = list(REGIONS["code"])


def found(*answers: dict[str, Answer], spent: float = 0.0) -> pd.DataFrame:
    """A regency each, that serves everybody but where its answers say otherwise."""
    province = {code: dict.fromkeys(FORM, Answer(10, 10)) | one for code, one in zip(CODES, answers, strict=False)}
    recipients, quality = frames(province)
    budget = recipients[["regency_code", "service_code"]].assign(realised=spent)
    services = SERVICES.assign(unit=SERVICES["service_code"].map(UNITS).fillna("orang"))
    service = service_achievement(recipients, quality, services, method())
    regency = regency_achievement(field_achievement(service, services), REGIONS, CATEGORIES)
    return people(service, regency, budget, services, "62", method())["priorities"].set_index("service_code")


def test_a_service_that_one_regency_delivers_is_not_ranked_however_bad_it_is():
    nobody = {"K-PR-01": NIHIL}
    rows = found({"K-PR-01": Answer(3, 0), "K-DIK-01": Answer(100, 90)}, nobody, nobody)
    assert rows.loc["K-PR-01", ["regencies", "unserved", "decision"]].tolist() == [1, 3, ""]
    assert rows.loc["K-PR-01", ["rank_people", "rank_lift"]].isna().all()
    assert rows.loc["K-DIK-01", ["rank_people", "rank_lift", "decision"]].tolist() == [1, 1, "people"]


def test_a_quarter_in_which_every_service_is_nihil_has_nothing_to_rank():
    """It ended the whole night: a mean of no rows had no type."""
    nobody = dict.fromkeys(FORM, NIHIL)
    assert found(nobody, nobody)["rank_lift"].isna().all()


def test_people_and_households_have_ranks_of_their_own():
    rows = found({"K-DIK-01": Answer(100, 90), "K-PU-01": Answer(1000, 0), "K-SOS-01": Answer(100, 50)}, {}, {})
    assert rows["rank_people"].dropna().to_dict() == {"K-DIK-01": 2, "K-PU-01": 1, "K-SOS-01": 1}
    assert rows.loc["K-SOS-01", "decision"] == "people"  # not the households, which are more


def test_what_lifts_the_index_is_a_bidang_of_few_services_and_not_the_many_people_of_a_large_one():
    rows = found(*[{"K-KES-01": Answer(10_000, 5_000), "K-PU-01": Answer(10, 5)}] * 3)
    assert rows.loc["K-KES-01", "lift"] == pytest.approx(50 / 3 / 6)
    assert rows.loc["K-PU-01", "lift"] == pytest.approx(50 / 6)
    assert rows.loc[["K-KES-01", "K-PU-01"], "decision"].tolist() == ["people", "lift"]


def test_a_service_is_measured_against_the_level_of_the_regencies_that_deliver_it():
    """K-DIK-02 stands at 60 where all else does, K-DIK-01 at 90 where all else is at 100: the second one lags."""
    poor = dict.fromkeys(FORM, Answer(10, 6)) | {"K-DIK-01": NIHIL}
    good = {"K-DIK-01": Answer(10, 9), "K-DIK-02": NIHIL}
    rows = found(poor, poor, good, good, good)
    assert rows.loc["K-DIK-02", "against_own"] == pytest.approx(0)
    assert rows.loc["K-DIK-01", "against_own"] == pytest.approx(90 - (90 + 500) / 6)


def test_nothing_lags_where_every_service_stands_at_the_level_of_its_regency():
    rows = found(*[dict.fromkeys(FORM, Answer(10, 6))] * 3)
    assert sorted(rows["decision"][rows["decision"] != ""]) == ["lift", "people"]


def test_a_cost_is_told_with_how_many_know_it():
    rows = found({"K-DIK-01": Answer(100, 50)}, {"K-DIK-01": Answer(100, 0)}, {}, spent=1000.0)
    told = rows.loc["K-DIK-01", ["unserved", "regencies_short", "cost_known", "cost_to_serve_all"]]
    assert told.tolist() == [150, 2, 1, 1000]


@pytest.mark.parametrize("missing", [(), ("62.01", "62.02"), tuple(catalogue.regencies("62")["code"])[1:]])
def test_a_lift_is_what_the_index_gains_when_everybody_of_the_service_is_served(missing):
    report = consolidated("62", missing=missing, rejected=())
    services = catalogue.services(KABKOTA)
    for row in report.priorities.itertuples():
        all_served = report.recipients["served"].mask(
            report.recipients["service_code"] == row.service_code, report.recipients[["served", "target"]].max(axis=1)
        )
        figures = report.recipients.assign(served=all_served)
        service = service_achievement(figures, report.quality, services, METHOD)
        gained = regency_index(field_achievement(service, services)).mean() - report.regency["regency_index"].mean()
        assert row.lift == pytest.approx(gained, abs=1e-9)


def test_three_services_are_to_be_decided_on_each_once():
    report = consolidated("62")
    chosen = report.priorities[report.priorities["decision"] != ""]
    assert sorted(chosen["decision"]) == ["lift", "own_level", "people"]
    assert (chosen["regencies"] >= 3).all()


def test_the_sums_of_a_regency_and_the_province_are_those_of_the_services():
    report = consolidated("62")
    left, short = report.unserved, report.unserved[report.unserved["unserved"] > 0]
    for row in report.unserved_by_unit.itertuples():
        assert row.unserved == sum(
            left[(left["regency_code"] == row.regency_code) & (left["unit"] == row.unit)]["unserved"]
        )
    for row in report.serving_cost.itertuples():
        regencies = short["regency_code"] != "62"
        of = short[regencies if row.regency_code == "62" else short["regency_code"] == row.regency_code]
        assert (row.short, row.cost_known) == (len(of), of["cost_to_serve_all"].notna().sum())
        assert row.cost_to_serve_all == pytest.approx(sum(of["cost_to_serve_all"].dropna()))


def test_nobody_reported_is_no_row():
    report = consolidated("34", missing=tuple(catalogue.regencies("34")["code"]), rejected=(), own=False)
    assert report.priorities.empty
    assert list(report.priorities) == columns(Priorities)
    assert report.unserved_by_unit.empty
    assert report.serving_cost.empty

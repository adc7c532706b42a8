"""People not served: by service and regency, in the service's unit, and what serving them would cost."""

import pandas as pd
import pytest

from schemas.frames import columns
from schemas.movement import Unserved
from tasks.compute.achievement import service_achievement
from tasks.compute.unserved import serving_cost, unserved
from tests.exact_figures import FORM, NIHIL, SERVICES, Answer, frames, method
from tests.report_builders import consolidated

UNITS = SERVICES.set_index("service_code").get("unit", pd.Series("orang", index=SERVICES["service_code"]))


def found(province: dict, spent: dict[tuple[str, str], float]) -> pd.DataFrame:
    recipients, quality = frames(province)
    budget = recipients[["regency_code", "service_code"]].assign(
        realised=[
            spent.get(key, 0.0) for key in zip(recipients["regency_code"], recipients["service_code"], strict=True)
        ]
    )
    services = SERVICES.assign(unit=SERVICES["service_code"].map(UNITS))
    service = service_achievement(recipients, quality, services, method())
    return unserved(service, budget, services, "62").set_index(["regency_code", "service_code"])


def regency(**answers: Answer) -> dict[str, Answer]:
    return dict.fromkeys(FORM, Answer(10, 10)) | {code.replace("_", "-"): answer for code, answer in answers.items()}


def test_who_is_left_costs_what_the_regency_spends_on_each():
    rows = found({"62.01": regency(K_DIK_01=Answer(100, 40))}, {("62.01", "K-DIK-01"): 1000.0})
    assert rows.loc[("62.01", "K-DIK-01"), ["unserved", "cost_per_unit", "cost_to_serve_all"]].tolist() == [
        60,
        25,
        1500,
    ]


@pytest.mark.parametrize(
    ("answer", "spent"), [(Answer(100, 0), 1000.0), (Answer(100, 40), 0.0), (Answer(9, 4), float("nan"))]
)
def test_what_is_not_known_is_blank_and_not_nothing(answer, spent):
    rows = found({"62.01": regency(K_DIK_01=answer)}, {("62.01", "K-DIK-01"): spent})
    assert rows.loc[("62.01", "K-DIK-01"), ["cost_per_unit", "cost_to_serve_all"]].isna().all()
    assert pd.isna(rows.loc[("62", "K-DIK-01"), "cost_to_serve_all"])


def test_of_how_many_services_the_cost_is_known_counts_those_that_leave_somebody():
    left = Answer(100, 40)
    rows = found({"62.01": regency(K_DIK_01=left, K_DIK_02=left)}, {("62.01", "K-DIK-01"): 1000.0}).reset_index()
    told = serving_cost(rows, "62").set_index("regency_code")
    assert told.loc["62.01", ["short", "cost_known", "cost_to_serve_all"]].tolist() == [2, 1, 1500]
    assert told.loc["62", ["short", "cost_known"]].tolist() == [2, 1]


def test_nobody_is_left_where_more_are_served_than_there_are_or_nobody_has_to_be():
    rows = found({"62.01": regency(K_DIK_01=Answer(10, 14), K_DIK_02=NIHIL)}, {})
    assert (
        rows.loc["62.01"].loc[["K-DIK-01", "K-DIK-02"], ["unserved", "cost_to_serve_all"]].to_numpy().tolist()
        == [[0, 0]] * 2
    )


def test_the_province_adds_up_people_and_the_costs_that_are_known():
    province = {"62.01": regency(K_DIK_01=Answer(100, 40)), "62.02": regency(K_DIK_01=Answer(50, 20))}
    rows = found(province, {("62.01", "K-DIK-01"): 1000.0})
    assert rows.loc[("62", "K-DIK-01"), ["target", "served", "unserved", "cost_to_serve_all"]].tolist() == [
        150,
        60,
        90,
        1500,
    ]
    assert pd.isna(rows.loc[("62", "K-DIK-01"), "cost_per_unit"])


def test_nobody_reported_is_no_row():
    report = consolidated("34", missing=("34.01", "34.02", "34.03", "34.04", "34.71"), rejected=(), own=False)
    assert report.unserved.empty
    assert list(report.unserved) == columns(Unserved)
    assert report.change.empty


def test_a_province_against_its_own_figures_added_by_hand():
    report = consolidated("62")
    rows = report.unserved[report.unserved["regency_code"] == "62"].set_index("service_code")
    for code, those in report.recipients.groupby("service_code"):
        assert rows.at[code, "unserved"] == sum(
            max(t - s, 0) for t, s in zip(those["target"], those["served"], strict=True)
        )

"""How much of the form is filled: by bidang and pooled, nihil counting as filled, required cells alone."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from config import catalogue
from schemas.reference import FIELDS
from tasks.compute.fill_rate import fill_rate, rates
from tests.report_builders import KABKOTA, consolidated

pytestmark = pytest.mark.whole

CODE = "62.01"
COUNTED = pd.DataFrame({"regency_code": CODE, "field_code": FIELDS, "form_version": KABKOTA})
REQUIRED = {  # what a person marks on the form as "must be filled"
    "recipients": ("target", "served"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
    "stages": ("data_collection", "needs_calculation", "planning", "implementation"),
}
FIELD_OF = catalogue.services(KABKOTA).set_index("service_code")["field_code"].to_dict()


def figures(change=lambda figures: None) -> dict[str, pd.DataFrame]:
    made = consolidated(missing=(), rejected=())
    own = {key: vars(made)[key].query("regency_code == @CODE").reset_index(drop=True) for key in REQUIRED}
    own["recipients"] = own["recipients"].assign(nihil=False)
    change(own)
    return own


def pct(frames: dict[str, pd.DataFrame]) -> dict[str, float]:
    return fill_rate(frames, COUNTED).set_index("field_code")["fill_pct"].to_dict()


def by_hand(frames: dict[str, pd.DataFrame]) -> dict[str, Fraction]:
    """Cell by cell."""
    held, form = dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0)
    nihil = set(frames["recipients"].query("nihil")["service_code"])
    services, items = catalogue.services(KABKOTA), catalogue.quality_items(KABKOTA)
    rows = {
        "recipients": [(code, code) for code in services["service_code"]],
        "budget": [(code, code) for code in services["service_code"]],
        "quality": list(zip(items["item_code"], items["service_code"], strict=True)),
        "stages": [(code, "") for code in FIELDS],
    }
    keys = {"recipients": "service_code", "budget": "service_code", "quality": "item_code", "stages": "field_code"}
    for sheet, names in REQUIRED.items():
        cells = {row[keys[sheet]]: row for row in frames[sheet].to_dict("records")}
        for code, service in rows[sheet]:
            field = FIELD_OF.get(service, code)
            for name in names:
                value = cells.get(code, {}).get(name, "")
                form[field] += 1
                held[field] += service in nihil or not (value == "" or value != value)
    shares = {field: Fraction(100 * held[field], form[field]) for field in FIELDS}
    return shares | {"ALL": Fraction(100 * sum(held.values()), sum(form.values()))}


def test_the_published_figures_come_out():
    entries = [(CODE, "TRA", 5, 10), (CODE, "TRA", 7, 18), (CODE, "KES", 0, 100), (CODE, "DIK", 0, 73)]
    columns = ["regency_code", "field_code", "filled", "required"]
    found = rates(pd.DataFrame(entries, columns=columns)).set_index("field_code")
    assert found["fill_pct"].round(2).to_dict() == {"TRA": 42.86, "KES": 0.0, "DIK": 0.0, "ALL": 5.97}
    assert found.loc["ALL", ["filled", "required"]].to_list() == [12, 201]


def blank_some(frames: dict[str, pd.DataFrame]) -> None:
    random = np.random.default_rng(4)
    for sheet, names in REQUIRED.items():
        for name in names:
            unread = random.random(len(frames[sheet])) < 0.3
            frames[sheet][name] = frames[sheet][name].mask(unread, "" if sheet == "stages" else np.nan)
    declared = frames["recipients"]["service_code"].isin(["K-PR-02", "K-KES-03", "K-DIK-01"])
    frames["recipients"]["nihil"] = declared
    frames["quality"] = frames["quality"].iloc[5:]  # rows that are not in the file


def test_it_is_what_counting_cell_by_cell_gives():
    found = figures(blank_some)
    exact = by_hand(found)
    assert len(set(exact.values())) == len(FIELDS) + 1
    assert pct(found) == pytest.approx({key: float(value) for key, value in exact.items()}, abs=1e-9)


def test_a_full_form_is_full_and_cells_that_need_no_filling_do_not_count():
    def bare(frames: dict[str, pd.DataFrame]) -> None:
        frames["budget"]["opd"] = frames["budget"]["fund_source"] = ""

    assert set(pct(figures(bare)).values()) == {100.0}


def test_all_entries_of_a_service_declared_nihil_are_filled():
    def unread(frames: dict[str, pd.DataFrame]) -> None:
        for sheet in ("recipients", "quality", "budget"):
            mine = frames[sheet]["service_code"] == "K-DIK-01"
            frames[sheet].loc[mine, list(REQUIRED[sheet])] = np.nan

    def nihil(frames: dict[str, pd.DataFrame]) -> None:
        unread(frames)
        frames["recipients"]["nihil"] = frames["recipients"]["service_code"] == "K-DIK-01"

    assert pct(figures(unread))["DIK"] < 100
    assert pct(figures(nihil))["DIK"] == 100


def test_without_a_counted_regency_there_is_no_row():
    assert fill_rate({key: frame.iloc[:0] for key, frame in figures().items()}, COUNTED.iloc[:0]).empty

"""Why an index moved: the points of each cause against all orders of switching them, in fractions."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from config.settings import ProvinceSettings
from schemas.movement import CAUSES, COMPOSITION
from schemas.period import Period
from schemas.reference import FIELDS
from tasks.compute.achievement import field_achievement, regency_index, service_achievement
from tasks.compute.change import change, compared
from tasks.compute.movement import comparisons, moves
from tests.exact_figures import BIDANG, FORM, METHODS, SERVICES, Answer, frames, mean, method, service_index
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

THEN, NOW = Period(2023, 4), Period(2024, 4)
FULL = Answer(10, 10, items=((4, 4),))
GONE = Answer(0, 0)
"""Target 0 without a word about it: no index."""
NIHIL = Answer(0, 0, nihil=True)
COUNT = st.integers(0, 9)
ANSWER = st.one_of(
    st.builds(
        Answer, st.integers(1, 9), COUNT, st.just(False), st.lists(st.tuples(COUNT, COUNT), max_size=2).map(tuple)
    ),
    st.sampled_from([NIHIL, GONE]),
)
REGENCY = st.fixed_dictionaries(dict.fromkeys(FORM, ANSWER))
PAIRS = st.tuples(*[st.dictionaries(st.sampled_from(["62.01", "62.02", "62.03"]), REGENCY, max_size=3)] * 2)


def changed(then: dict, now: dict, how: ProvinceSettings | None = None) -> pd.DataFrame:
    known = {
        period: dict(zip(("recipients", "quality"), frames(province), strict=True))
        for period, province in ((THEN, then), (NOW, now))
        if province
    }
    return change(NOW, known, SERVICES, "62", how or method())[0]


def of_level(found: pd.DataFrame, code: str, field: str = "ALL", service: str = "") -> dict[str, float]:
    """Cause -> points, of what has points."""
    rows = found.query("regency_code == @code and field_code == @field and service_code == @service")
    return {cause: points for cause, points in zip(rows["cause"], rows["points"], strict=True) if abs(points) > 1e-12}


def regency(**answers: Answer) -> dict[str, Answer]:
    return dict.fromkeys(FORM, FULL) | {code.replace("_", "-"): answer for code, answer in answers.items()}


# The rules, exactly: an index has an input per service and kind, and a cause that switches it.


def inputs(answer: Answer, how: ProvinceSettings) -> dict[str, object]:
    return {"target": answer.target, "served": answer.served, "quality": answer.items, "nihil": answer.nihil}


def exact_index(answer: Answer, how: ProvinceSettings) -> Fraction | None:
    return None if answer.target == 0 and not answer.nihil else service_index(answer, how)


def causes_of(then: Answer, now: Answer, how: ProvinceSettings) -> dict[str, str]:
    if then.nihil != now.nihil:
        return dict.fromkeys(("target", "served", "quality", "nihil"), "nihil")
    if None in (exact_index(then, how), exact_index(now, how)) and not (then.nihil and now.nihil):
        return dict.fromkeys(("target", "served", "quality", "nihil"), "method")
    lists = "quality" if bool(then.items) == bool(now.items) else "method"
    return {"target": "target", "served": "recipients", "quality": lists, "nihil": "nihil"}


def indices(then: dict, now: dict, switched: frozenset[str], how: ProvinceSettings) -> dict[tuple, Fraction | None]:
    services = {}
    for code in FORM:
        cause = causes_of(then[code], now[code], how)
        mixed = {
            name: value if cause[name] in switched else inputs(then[code], how)[name]
            for name, value in inputs(now[code], how).items()
        }
        services[code] = exact_index(Answer(mixed["target"], mixed["served"], mixed["nihil"], mixed["quality"]), how)
    fields = {field: mean(services[code] for code in FORM if FORM[code] == field) for field in BIDANG}
    levels = {("ALL", ""): mean(fields.values())} | {(field, ""): value for field, value in fields.items()}
    return levels | {(FORM[code], code): value for code, value in services.items()}


def exact_points(then: dict, now: dict, how: ProvinceSettings) -> dict[tuple, dict[str, Fraction]]:
    states: dict[frozenset, dict] = {}

    def state(switched: frozenset) -> dict:
        if switched not in states:
            states[switched] = indices(then, now, switched, how)
        return states[switched]

    orders, found = list(permutations(CAUSES)), {}
    for level, value in state(frozenset()).items():
        last = state(frozenset(CAUSES))[level]
        if value is None or last is None:
            continue
        points = dict.fromkeys(CAUSES, Fraction(0))
        try:
            for order in orders:
                for at, cause in enumerate(order):
                    points[cause] += state(frozenset(order[: at + 1]))[level] - state(frozenset(order[:at]))[level]
            found[level] = {cause: total / len(orders) for cause, total in points.items()}
        except TypeError:  # a mixed state has no index
            found[level] = points | dict.fromkeys(CAUSES, Fraction(0)) | {only_cause(then, now, level): last - value}
    return found


def only_cause(then: dict, now: dict, level: tuple[str, str]) -> str:
    those = [code for code in FORM if level[0] in ("ALL", FORM[code]) and level[1] in ("", code)]
    if any(then[code].nihil != now[code].nihil for code in those):
        return "nihil"
    pairs = [(then[code], now[code]) for code in those if exact_index(then[code], method()) is not None]
    moved = any(a.target != b.target for a, b in pairs if exact_index(b, method()) is not None)
    return "target" if moved else "method"


@effort(max_examples=8, deadline=None, derandomize=True)
@given(PAIRS, METHODS)
def test_the_points_of_each_cause_are_exact_and_add_up(pair, how):
    then, now = pair
    found = changed(then, now, how)
    members, expected = sorted(set(then) & set(now)), {}
    for code in members:
        for level, points in exact_points(then[code], now[code], how).items():
            expected |= {(code, *level, cause): value for cause, value in points.items()}
    own = found[found["regency_code"] != "62"]
    keys = zip(own["regency_code"], own["field_code"], own["service_code"], own["cause"], strict=True)
    given_points = dict(zip(keys, own["points"], strict=True))
    assert given_points.keys() == expected.keys()
    assert given_points == pytest.approx({key: float(value) for key, value in expected.items()}, abs=1e-9)
    assert province_sums(found) == pytest.approx(province_difference(then, now, members, how), abs=1e-9)


def province_sums(found: pd.DataFrame) -> dict[str, float]:
    return found[found["regency_code"] == "62"].groupby("field_code")["points"].sum().to_dict()


def province_difference(then: dict, now: dict, members: list[str], how: ProvinceSettings) -> dict[str, float]:
    """The headline of then and of now, each over all who reported: what the province's rows must add up to."""
    found = {}
    for field in ("ALL", *FIELDS):
        of = [
            {code: indices(one[code], one[code], frozenset(), how).get((field, "")) for code in one}
            for one in (then, now)
        ]
        if any(None not in (of[0][code], of[1][code]) for code in members):
            before, after = (mean(values.values()) for values in of)
            found[field] = float(after - before)
    return found


def test_who_serves_more_rises_by_its_recipients_alone():
    found = changed({"62.01": regency(K_DIK_01=Answer(10, 5))}, {"62.01": regency(K_DIK_01=Answer(10, 8))})
    assert of_level(found, "62.01", "DIK", "K-DIK-01") == pytest.approx({"recipients": 30})


def test_a_rise_by_a_lower_target_is_the_targets():
    found = changed({"62.01": regency(K_DIK_01=Answer(10, 5))}, {"62.01": regency(K_DIK_01=Answer(5, 5))})
    assert of_level(found, "62.01", "DIK", "K-DIK-01") == pytest.approx({"target": 50})


def test_a_service_that_is_nihil_now_moves_its_bidang_by_nihil_and_has_no_row_itself():
    found = changed({"62.01": regency(K_DIK_01=Answer(10, 5))}, {"62.01": regency(K_DIK_01=NIHIL)})
    assert set(of_level(found, "62.01", "DIK")) == {"nihil"}
    assert found[found["service_code"] == "K-DIK-01"].empty


def test_nihil_that_was_declared_beside_a_target_does_not_hold():
    found = changed({"62.01": regency(K_DIK_01=Answer(10, 5))}, {"62.01": regency(K_DIK_01=Answer(10, 8, nihil=True))})
    assert of_level(found, "62.01", "DIK", "K-DIK-01") == pytest.approx({"recipients": 30})


def test_who_joins_and_who_leaves_is_composition_and_no_regency_s_doing():
    weak = dict.fromkeys(FORM, Answer(10, 5))
    found = changed({"62.01": regency(), "62.02": weak}, {"62.01": regency(), "62.03": regency()})
    assert of_level(found, "62.01") == {}
    assert of_level(found, "62") == pytest.approx({COMPOSITION: 25})


def test_other_lists_of_items_are_the_method_s():
    then, now = ({"62.01": regency(K_DIK_01=Answer(10, 10, items=((4, has),)))} for has in (2, 4))
    figures = [dict(zip(("recipients", "quality"), frames(one), strict=True)) for one in (then, now)]
    figures[1]["quality"]["item_code"] = figures[1]["quality"]["item_code"].str.replace(".T.", ".U.")
    found, _ = change(NOW, {THEN: figures[0], NOW: figures[1]}, SERVICES, "62", method())
    assert of_level(found, "62.01", "DIK", "K-DIK-01") == pytest.approx({"method": 10})


def test_a_quarter_is_compared_with_last_year_s_and_with_the_nearest_of_its_own_year():
    tw4 = Period(2024, 4)
    assert compared(tw4, [Period(2023, 4), Period(2024, 1), Period(2024, 2)]) == [Period(2023, 4), Period(2024, 2)]
    assert compared(Period(2024, 1), [Period(2023, 4), Period(2023, 1)]) == [Period(2023, 1)]
    assert compared(tw4, [Period(2023, 3), Period(2022, 4)]) == []


def random_province(random: np.random.Generator, regencies: int) -> dict[str, pd.DataFrame]:
    """Every fourth service without an index, nihil or without items; targets from one person to three millions."""
    keys = pd.MultiIndex.from_product([[f"62.{no:05}" for no in range(regencies)], list(FORM)]).to_frame(index=False)
    keys.columns = ["regency_code", "service_code"]
    target = np.floor(10 ** random.uniform(0, 6.5, len(keys))) * (random.random(len(keys)) > 0.15)
    recipients = keys.assign(
        row=6,
        target=target,
        served=np.floor(target * random.uniform(0, 1.2, len(keys))),
        nihil=(target == 0) & (random.random(len(keys)) > 0.4),
    )
    quality = keys.assign(row=6, item_code=keys["service_code"] + random.choice([".T.01", ".U.01"], len(keys)))
    quality["required"] = np.floor(random.uniform(0, 400, len(keys))) * (random.random(len(keys)) > 0.2)
    quality["available"] = np.floor(quality["required"] * random.uniform(0, 1.2, len(keys)))
    return {"recipients": recipients, "quality": quality}


HOW = (method(), method(quality="pooled", nihil="full"), method(nihil="zero"))


@pytest.mark.parametrize("how", HOW)
def test_the_points_of_a_level_add_up_to_what_the_index_itself_differs_by(how):
    adds_up(how, pairs=300)


def adds_up(how: ProvinceSettings, pairs: int) -> None:
    known = {period: random_province(np.random.default_rng(period.year), pairs) for period in (THEN, NOW)}
    found, _ = change(NOW, known, SERVICES, "62", how)
    sums = found.groupby(["regency_code", "field_code", "service_code"])["points"].sum()
    differences = whole(known[NOW], how) - whole(known[THEN], how)
    pd.testing.assert_series_equal(
        sums.sort_index(), differences.dropna().sort_index(), check_names=False, rtol=0, atol=1e-9
    )


def whole(figures: dict[str, pd.DataFrame], how: ProvinceSettings) -> pd.Series:
    """The indices of every level as the report computes them, the province's means too."""
    service = service_achievement(figures["recipients"], figures["quality"], SERVICES, how)
    field = field_achievement(service, SERVICES)
    fields = field.set_index(["regency_code", "field_code"])["field_index"]
    levels = [
        fields.reset_index(name="value").assign(service_code=""),
        regency_index(field).reset_index(name="value").assign(field_code="ALL", service_code=""),
    ]
    means = pd.concat(levels).groupby("field_code", as_index=False)["value"].mean()
    services = service.rename(columns={"service_index": "value"}).assign(field_code=service["service_code"].map(FORM))
    levels += [means.assign(regency_code="62", service_code=""), services]
    return pd.concat(levels).set_index(["regency_code", "field_code", "service_code"])["value"]


def test_a_comparison_is_over_the_same_regencies_and_names_the_others():
    c = consolidated("62")
    last_year, pace = (one for one in c.comparisons if one.field_code == "ALL")
    assert [one.since.key for one in (last_year, pace)] == ["2023-TW4", "2024-TW3"]
    assert last_year.joined == ("62.01",)
    assert last_year.left == ()
    for one in (last_year, pace):
        whole = c.trend[(c.trend["field_code"] == "ALL") & c.trend["regency_code"].isin(one.members)]
        means = whole.groupby("period")["value"].mean()
        assert (one.then, one.now) == pytest.approx((means[one.since.key], means[c.period.key]))
        own = {cause: points for cause, points in one.points.items() if cause != COMPOSITION}
        assert sum(own.values()) == pytest.approx(one.now - one.then)
    headline = c.trend[(c.trend["regency_code"] == "62") & (c.trend["field_code"] == "ALL")].set_index("period")[
        "value"
    ]
    assert sum(last_year.points.values()) == pytest.approx(headline[c.period.key] - headline["2023-TW4"])


def test_the_steps_lead_from_the_headline_then_to_the_headline_now():
    c = consolidated("62")
    headline = c.trend[c.trend["regency_code"] == "62"].set_index(["period", "field_code"])["value"]
    for one in c.comparisons:
        ends = [headline[one.since.key, one.field_code], headline[c.period.key, one.field_code]]
        assert [one.steps[0].start, one.steps[-1].end] == pytest.approx(ends)
        assert all(step.end == pytest.approx(step.start + step.points) for step in one.steps)
        assert [a.end for a in one.steps[:-1]] == [b.start for b in one.steps[1:]]
        assert {step.cause: step.points for step in one.steps} == one.points


def test_a_regency_moves_among_those_of_both_quarters():
    """62.03 reported only then, 62.04 only now: neither takes a rank from the others."""
    half, most = (dict.fromkeys(FORM, Answer(10, served)) for served in (5, 9))
    then = {"62.01": half, "62.02": most, "62.03": regency()}
    found = moved(then, {"62.01": regency(), "62.02": most, "62.04": regency()})
    whole = found[found["field_code"] == "ALL"].set_index("regency_code")
    assert whole[["rank_then", "rank_now"]].to_dict("index") == {
        "62.01": {"rank_then": 2, "rank_now": 1},
        "62.02": {"rank_then": 1, "rank_now": 2},
    }
    assert list(whole["now"] - whole["then"]) == pytest.approx([50, 0])
    assert not found["by_target"].any()


def test_a_rise_that_a_lower_target_made_is_told_from_one_by_service():
    then = {"62.01": regency(K_DIK_01=Answer(10, 5)), "62.02": regency(K_DIK_01=Answer(10, 5))}
    now = {"62.01": regency(K_DIK_01=Answer(5, 5)), "62.02": regency(K_DIK_01=Answer(9, 8))}
    found = moved(then, now).set_index(["regency_code", "field_code"])["by_target"]
    assert found[found].index.tolist() == [("62.01", "ALL"), ("62.01", "DIK")]


def test_one_cause_that_got_all_points_is_named():
    """While one service has lost its target and the other is still nihil, their bidang has no index."""
    only = dict.fromkeys(FORM, FULL) | {"K-DIK-01": FULL, "K-DIK-02": NIHIL}
    found = moved({"62.01": only}, {"62.01": only | {"K-DIK-01": GONE, "K-DIK-02": Answer(10, 5)}})
    assert found[found["forced"]]["field_code"].tolist() == ["DIK"]
    assert not moved({"62.01": only}, {"62.01": only})["forced"].any()


def moved(then: dict, now: dict) -> pd.DataFrame:
    known = {
        period: dict(zip(("recipients", "quality"), frames(province), strict=True))
        for period, province in ((THEN, then), (NOW, now))
    }
    rows = []
    for period, figures in known.items():
        service = service_achievement(figures["recipients"], figures["quality"], SERVICES, method())
        field = field_achievement(service, SERVICES)
        whole = regency_index(field).rename("field_index").reset_index().assign(field_code="ALL")
        rows.append(pd.concat([field, whole]).rename(columns={"field_index": "value"}).assign(period=period.key))
    return moves(*change(NOW, known, SERVICES, "62", method()), pd.concat(rows, ignore_index=True), NOW, "62")


def test_a_quarter_without_common_regencies_is_known_and_has_no_means():
    trend = pd.DataFrame(
        [("2023-TW4", "62.01", "ALL", 50.0), ("2024-TW4", "62.02", "ALL", 60.0)],
        columns=["period", "regency_code", "field_code", "value"],
    )
    found = comparisons(changed({}, {}), frozenset(), trend, NOW, "62")
    assert (found[0].members, found[0].joined, found[0].left) == ((), ("62.02",), ("62.01",))
    assert np.isnan(found[0].then)
    assert found[0].points == {}


if __name__ == "__main__":
    for each in HOW:
        adds_up(each, pairs=3_334)
    print(f"{len(HOW) * 3_334:,} pasangan: jumlah poin tiap penyebab sama dengan selisih indeksnya")

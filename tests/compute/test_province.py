import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tasks.compute.achievement import field_achievement, regency_achievement, service_achievement
from tasks.compute.province import pooled_service, province_achievement
from tests.exact_figures import (
    BIDANG,
    CATEGORIES,
    FORM,
    METHODS,
    NIHIL,
    PROVINCES,
    REGIONS,
    SERVICES,
    Answer,
    agrees,
    exact_category,
    exact_print,
    frames,
    measures,
    method,
)

HALF = dict.fromkeys(FORM, Answer(10, 5))
FULL = dict.fromkeys(FORM, Answer(10, 10))


def consolidated(province: dict, how=None, own_field=None, regions=REGIONS) -> pd.DataFrame:
    """ProvinceAchievement by (measure, field_code); the province has five regencies."""
    how = how or method()
    recipients, quality = frames(province)
    service = service_achievement(recipients, quality, SERVICES, how)
    field = field_achievement(service, SERVICES)
    found = province_achievement(
        field,
        pooled_service(service, quality, how),
        regions=regions,
        services=SERVICES,
        categories=CATEGORIES,
        own_field=own_field,
    )
    return found.set_index(["measure", "field_code"])


def test_a_regency_that_has_not_reported_counts_0_in_mean_all_only():
    value = consolidated({"62.01": FULL, "62.02": HALF})["value"]
    assert value["mean_reported", "ALL"] == 75
    assert value["mean_all", "ALL"] == value["mean_all", "PR"] == 30
    assert value["pooled", "ALL"] == 75


def test_a_nihil_bidang_takes_no_part_in_that_bidangs_mean():
    value = consolidated({"62.01": FULL, "62.02": HALF | {"K-PR-01": NIHIL}})["value"]
    assert value["mean_reported", "PR"] == 100
    assert value["mean_all", "PR"] == 25


def test_a_bidang_that_is_nihil_wherever_it_was_reported_has_no_mean_though_somebody_is_missing():
    nowhere = dict.fromkeys(SERVICES.loc[SERVICES["field_code"] == "PR", "service_code"], NIHIL)
    value = consolidated(dict.fromkeys(("62.01", "62.02"), FULL | nowhere))["value"]
    assert value.xs("PR", level="field_code").isna().all()
    assert value["mean_all", "ALL"] == 40


def test_pooling_adds_people_and_items_before_it_divides():
    small = HALF | {"K-PU-01": Answer(10, 10, items=((1, 1),))}
    large = HALF | {"K-PU-01": Answer(90, 0, items=((3, 0),))}
    value = consolidated({"62.01": small, "62.02": large})["value"]
    assert value["mean_reported", "PU"] == 50
    assert value["pooled", "PU"] == pytest.approx(0.8 * 10 + 0.2 * 25)


def test_what_one_regency_has_too_much_does_not_help_another():
    rich = HALF | {"K-PU-01": Answer(10, 30, items=((2, 9),))}
    poor = HALF | {"K-PU-01": Answer(10, 0, items=((2, 0),))}
    assert consolidated({"62.01": rich, "62.02": poor})["value"]["pooled", "PU"] == 50


@pytest.mark.parametrize(("setting", "value"), [("full", 100), ("zero", 0)])
def test_a_service_nobody_had_to_serve_is_nihil_when_pooled(setting, value):
    nobody = FULL | {"K-PR-01": NIHIL}
    found = consolidated({"62.01": nobody, "62.02": nobody}, method(nihil=setting))
    assert found["value"]["pooled", "PR"] == value


def test_an_undeclared_zero_is_only_nihil_when_pooled_with_a_declared_one():
    undeclared = FULL | {"K-PR-01": Answer(0, 0)}
    province = {"62.01": undeclared, "62.02": undeclared}
    full = method(nihil="full")
    assert pd.isna(consolidated(province, full)["value"]["pooled", "PR"])
    assert consolidated(province | {"62.03": FULL | {"K-PR-01": NIHIL}}, full)["value"]["pooled", "PR"] == 100


def test_a_bidang_that_is_nihil_everywhere_has_no_value_in_any_measure():
    nobody = FULL | {"K-PR-01": NIHIL}
    found = consolidated(dict.fromkeys(REGIONS["code"], nobody))["value"]
    assert found[:, "PR"].isna().all()
    assert (found[:, "ALL"] == 100).all()


def test_without_an_accepted_submission_nothing_has_a_value():
    found = consolidated({}).reset_index()
    assert found["value"].isna().all()
    assert set(found["printed_value"]) == set(found["category"]) == {""}


def test_rows_stand_by_measure_then_bidang_then_the_whole():
    found = consolidated({"62.01": HALF})
    assert found.index.tolist() == [
        (measure, bidang) for measure in ("mean_reported", "mean_all", "pooled") for bidang in [*BIDANG, "ALL"]
    ]


def test_the_provinces_own_form_stands_beside_and_changes_nothing():
    own = pd.DataFrame(
        {"regency_code": "62", "field_code": BIDANG, "field_index": [95.0, 85.0, 90.0, None, 90.0, 90.0]}
    )
    found, without = consolidated({"62.01": HALF}, own_field=own), consolidated({"62.01": HALF}, own_field=own[:0])
    assert found.loc[("own", "ALL")].tolist() == [90, "90.00", "Tuntas Utama"]
    assert found.loc[("own", "PR"), ["printed_value", "category"]].tolist() == ["", ""]
    pd.testing.assert_frame_equal(found.drop(index="own", level="measure"), without)


@pytest.mark.slow
@settings(max_examples=16, deadline=None)
@given(PROVINCES, METHODS)
def test_any_province_is_consolidated_as_in_exact_fractions(province, how):
    found, exact = consolidated(province, how), measures(province, how)
    assert set(found.index) == set(exact)
    for row in found.itertuples():
        assert agrees(row.value, exact[row.Index])
        assert (row.printed_value, row.category) == (exact_print(exact[row.Index]), exact_category(exact[row.Index]))


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(PROVINCES, METHODS)
def test_one_regency_alone_is_its_own_province(province, how):
    assume(province)
    code, answers = next(iter(province.items()))
    found = consolidated({code: answers}, how, regions=REGIONS[REGIONS["code"] == code])["value"]
    field = field_achievement(service_achievement(*frames({code: answers}), SERVICES, how), SERVICES)
    alone = [
        *field["field_index"].fillna(-1),
        regency_achievement(field, REGIONS, CATEGORIES)["regency_index"].fillna(-1)[0],
    ]
    for measure in ("mean_reported", "mean_all", "pooled"):
        assert found[measure].fillna(-1).tolist() == pytest.approx(alone)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(PROVINCES, METHODS, st.data())
def test_serving_one_more_person_never_lowers_a_figure_of_the_province(province, how, data):
    assume(province)
    code, service = data.draw(st.sampled_from(sorted(province))), data.draw(st.sampled_from(list(FORM)))
    was = province[code][service]
    assume(was.target > 0)
    more = Answer(was.target, was.served + 1, was.nihil, was.items)
    helped = {**province, code: {**province[code], service: more}}
    gained = consolidated(helped, how)["value"].fillna(-1) - consolidated(province, how)["value"].fillna(-1)
    assert (gained >= -1e-9).all()

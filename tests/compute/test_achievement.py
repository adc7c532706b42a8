import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config import catalogue
from config.settings import ProvinceSettings
from config.settings import settings as site_settings
from tasks.compute.achievement import field_achievement, rank, regency_achievement, regency_index, service_achievement
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
    exact_ranks,
    field_indices,
    frames,
    method,
    service_index,
)

FULL = Answer(10, 10)
WORKED = Answer(1500, 1200, items=((10, 10), (10, 5), (20, 0)))


def services_of(answers: dict, how: ProvinceSettings | None = None) -> pd.DataFrame:
    """The services of one regency, 62.01, by code; what `answers` leaves out is fully served."""
    recipients, quality = frames({"62.01": dict.fromkeys(FORM, FULL) | answers})
    return service_achievement(recipients, quality, SERVICES, how or method()).set_index("service_code")


def achieved(province: dict, how: ProvinceSettings) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    service = service_achievement(*frames(province), SERVICES, how)
    field = field_achievement(service, SERVICES)
    return service, field, regency_achievement(field, REGIONS, CATEGORIES)


# Steps 1 to 4


def test_the_worked_example_gives_74_with_mean_and_71_50_with_pooled():
    assert services_of({"K-DIK-01": WORKED}).loc["K-DIK-01", "service_index"] == pytest.approx(74)
    pooled = services_of({"K-DIK-01": WORKED}, method(quality="pooled"))
    assert pooled.loc["K-DIK-01", "service_index"] == pytest.approx(71.5)


@pytest.mark.parametrize(("reports", "published"), [(466, "85.98"), (506, "93.36"), (518, "95.57")])
def test_a_share_of_542_is_the_published_percentage(reports, published):
    answer = Answer(542, reports)
    assert f"{services_of({'K-PU-01': answer}).loc['K-PU-01', 'recipient_pct']:.2f}" == published


def test_served_beyond_the_target_is_capped_and_its_raw_figure_kept():
    row = services_of({"K-KES-01": Answer(100, 124)}).loc["K-KES-01"]
    assert (row["served"], row["recipient_pct"]) == (124, 100)


@pytest.mark.parametrize("items", [(), ((0, 0), (0, 7))])
def test_without_a_requirement_there_is_no_quality_part(items):
    row = services_of({"K-DIK-01": Answer(10, 7, items=items)}).loc["K-DIK-01"]
    assert pd.isna(row["quality_pct"])
    assert row["service_index"] == row["recipient_pct"] == 70


@pytest.mark.parametrize(("setting", "index"), [("full", 100.0), ("zero", 0.0)])
def test_a_nihil_service_counts_as_the_setting_says(setting, index):
    row = services_of({"K-PR-01": Answer(0, 0, True, ((5, 1),))}, method(nihil=setting)).loc["K-PR-01"]
    assert (row["nihil"], row["service_index"]) == (True, index)
    assert row[["recipient_pct", "quality_pct"]].isna().all()


def test_a_nihil_service_takes_no_part_when_excluded():
    assert pd.isna(services_of({"K-PR-01": NIHIL}).loc["K-PR-01", "service_index"])


@pytest.mark.parametrize("setting", ["exclude", "full", "zero"])
def test_a_target_of_zero_that_is_not_declared_nihil_gives_no_value(setting):
    row = services_of({"K-PR-01": Answer(0, 0, items=((5, 1),))}, method(nihil=setting)).loc["K-PR-01"]
    assert not row["nihil"]
    assert pd.isna(row["service_index"])


def test_a_service_declared_nihil_with_a_target_is_counted():
    row = services_of({"K-PR-01": Answer(10, 4, nihil=True)}).loc["K-PR-01"]
    assert (row["nihil"], row["service_index"]) == (False, 40)


def test_what_was_not_reported_is_not_achieved():
    nan = float("nan")
    found = services_of({"K-DIK-01": Answer(10, nan), "K-DIK-02": Answer(10, -3), "K-PU-01": Answer(nan, 5)})
    assert found["service_index"].loc[["K-DIK-01", "K-DIK-02"]].tolist() == [0, 0]
    assert pd.isna(found.loc["K-PU-01", "service_index"])
    assert services_of({"K-DIK-01": Answer(10, 5, items=((4, nan),))}).loc["K-DIK-01", "quality_pct"] == 0


def test_a_service_without_a_row_is_there_and_has_no_value():
    recipients, quality = frames({"62.01": {"K-DIK-01": FULL}})
    found = service_achievement(recipients, quality, SERVICES, method())
    assert found["service_code"].tolist() == list(FORM)
    assert found["service_index"].notna().tolist() == [True] + [False] * (len(FORM) - 1)


def test_rows_stand_by_regency_and_in_the_order_of_the_form():
    recipients, quality = frames({"62.10": {"K-SOS-01": FULL, "K-DIK-01": FULL}, "62.02": {"K-KES-01": FULL}})
    found = service_achievement(recipients, quality, SERVICES, method())
    assert found["regency_code"].tolist() == ["62.02"] * len(FORM) + ["62.10"] * len(FORM)
    assert found["service_code"].tolist() == list(FORM) * 2


@pytest.mark.parametrize("recipient", [0.8, 0.801, 0.673, 1.0])
def test_full_marks_are_exactly_100_under_any_weights(recipient):
    how = method(recipient_weight=recipient, quality_weight=round(1 - recipient, 3))
    assert services_of({"K-DIK-01": Answer(3, 3, items=((7, 7), (3, 3)))}, how).loc["K-DIK-01", "service_index"] == 100


def test_weights_that_do_not_make_a_whole_are_refused():
    with pytest.raises(ValueError, match="harus berjumlah 1"):
        method(recipient_weight=0.7)


def test_the_delivered_weights_are_those_of_the_regulation():
    delivered = site_settings().province_defaults
    assert (delivered.recipient_weight, delivered.quality_weight) == (0.8, 0.2)


# Steps 5 and 10


def test_published_fields_of_kota_mojokerto_give_its_published_index():
    figures = catalogue.table("published_figures")
    rows = figures[(figures["region"] == "Kota Mojokerto") & (figures["year"] == 2022)]
    regions = catalogue.table("regions")
    code = regions.set_index("name").loc["Kota Mojokerto", "code"]
    fields = rows[rows["field_code"] != "ALL"]
    field = pd.DataFrame({"regency_code": code, "field_code": fields["field_code"], "field_index": fields["value"]})
    found = regency_achievement(field, regions, CATEGORIES).iloc[0]
    assert found["printed_index"] == f"{rows.set_index('field_code').loc['ALL', 'value']:.2f}" == "98.86"
    assert (found["regency_name"], found["category"], found["rank"]) == ("Kota Mojokerto", "Tuntas Utama", 1)


def test_a_field_whose_services_are_all_nihil_has_no_value_and_takes_no_part():
    answers = dict.fromkeys(FORM, Answer(10, 5)) | {"K-PR-01": NIHIL, "K-KES-01": NIHIL, "K-DIK-01": Answer(10, 10)}
    _, field, regency = achieved({"62.01": answers}, method())
    by_field = field.set_index("field_code")["field_index"]
    assert by_field.index.tolist() == BIDANG
    assert pd.isna(by_field["PR"])
    assert (by_field["DIK"], by_field["KES"]) == (75, 50)
    assert regency.loc[0, "regency_index"] == 55


def test_a_regency_with_nothing_to_serve_has_no_index_category_or_rank():
    province = {"62.01": dict.fromkeys(FORM, NIHIL), "62.02": dict.fromkeys(FORM, FULL)}
    regency = achieved(province, method())[2]
    assert regency["printed_index"].tolist() == ["", "100.00"]
    assert regency["category"].tolist() == ["", "Tuntas Paripurna"]
    assert regency["rank"].isna().tolist() == [True, False]


def test_ties_share_a_rank():
    index = pd.Series({"a": 70.0, "b": 80.0, "c": 80.0 - 1e-12, "d": float("nan"), "e": 90.0, "f": 69.99999999})
    assert rank(index).astype(object).where(index.notna(), None).tolist() == [4, 2, 2, None, 1, 5]


def test_a_regency_that_is_not_of_the_province_is_our_mistake():
    field = field_achievement(service_achievement(*frames({"99.99": {"K-DIK-01": FULL}}), SERVICES, method()), SERVICES)
    with pytest.raises(KeyError):
        regency_achievement(field, REGIONS, CATEGORIES)


def test_without_submissions_every_frame_is_there_and_empty():
    for frame in achieved({}, method()):
        assert len(frame) == 0
        assert frame["regency_code"].dtype == "str"


# Against exact fractions, and laws


@pytest.mark.slow
@settings(max_examples=16, deadline=None)
@given(PROVINCES, METHODS)
def test_any_province_is_computed_as_in_exact_fractions(province, how):
    service, field, regency = achieved(province, how)
    for row in service.itertuples():
        assert agrees(row.service_index, service_index(province[row.regency_code][row.service_code], how))
    exact = {code: field_indices(answers, how) for code, answers in province.items()}
    for row in field.itertuples():
        assert agrees(row.field_index, exact[row.regency_code][row.field_code])
    whole = {code: fields["ALL"] for code, fields in exact.items()}
    ranks = exact_ranks(whole)
    assert sorted(regency["regency_code"]) == sorted(province)
    for row in regency.itertuples():
        value = whole[row.regency_code]
        assert agrees(row.regency_index, value)
        assert (row.printed_index, row.category) == (exact_print(value), exact_category(value))
        assert (None if pd.isna(row.rank) else row.rank) == ranks[row.regency_code]


@settings(max_examples=6, deadline=None)
@given(PROVINCES, METHODS, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(province, how, seed):
    recipients, quality = frames(province)
    shuffled = recipients.sample(frac=1, random_state=seed), quality.sample(frac=1, random_state=seed)
    expected = service_achievement(recipients, quality, SERVICES, how)
    pd.testing.assert_frame_equal(service_achievement(*shuffled, SERVICES, how), expected)


@settings(max_examples=6, deadline=None)
@given(PROVINCES, METHODS, st.data())
def test_serving_one_more_person_never_lowers_an_index(province, how, data):
    assume(province)
    code, service = data.draw(st.sampled_from(sorted(province))), data.draw(st.sampled_from(list(FORM)))
    before = province[code][service]
    assume(before.target > 0)
    more = Answer(before.target, before.served + 1, before.nihil, before.items)
    helped = {**province, code: {**province[code], service: more}}
    for column, was, now in zip(
        ["service_index", "field_index", "regency_index"], achieved(province, how), achieved(helped, how), strict=True
    ):
        assert (now[column].fillna(-1) >= was[column].fillna(-1) - 1e-9).all()


@settings(max_examples=6, deadline=None)
@given(PROVINCES, METHODS, st.integers(0, 1000))
def test_an_index_never_leaves_0_to_100(province, how, thousandths):
    weights = {"recipient_weight": thousandths / 1000, "quality_weight": 1 - thousandths / 1000}
    service = service_achievement(*frames(province), SERVICES, method(quality=how.quality, nihil=how.nihil, **weights))
    index = regency_index(field_achievement(service, SERVICES))
    assert service["service_index"].dropna().between(0, 100).all()
    assert index.dropna().between(0, 100).all()

"""H04: what is far from the other regencies is told beside them, at its cell, and nothing else is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from config import catalogue
from config.settings import settings
from schemas.finding import Severity
from tasks.judge.against_peers import peer_findings
from tests.peer_examples import PEER_EXAMPLES, REGENCIES, Frames, PeerExample, multiplied, neighbours

SITE = settings().of_province("62")
ONE = REGENCIES[6]
FILES = pd.DataFrame({"regency_code": REGENCIES, "revision": 1, "file_name": [f"{code}.xlsx" for code in REGENCIES]})
PLACES = pd.DataFrame(
    [
        (code, 1, key, sheet, letters)
        for code in REGENCIES
        for key, sheet, letters in (
            ("recipients", "Penerima", {"target": "F", "served": "G"}),
            ("budget", "Anggaran", {"realised": "E"}),
        )
    ],
    columns=["regency_code", "revision", "sheet", "title", "letters"],
)


def found(figures: Frames, site=SITE) -> pd.DataFrame:
    return peer_findings(figures, FILES, PLACES, site)


def changed(example: PeerExample, factor: float, service: str = "K-KES-04") -> Frames:
    figures = multiplied(neighbours(), example.sheet, example.names, factor, service, ONE)
    if example.sheet == "recipients":  # as much is spent for each as before
        return multiplied(figures, "budget", ("realised",), factor, service, ONE)
    return figures


@pytest.mark.parametrize("example", PEER_EXAMPLES, ids=lambda one: f"{one.variant}-{one.factor:g}")
def test_what_is_far_from_the_others_is_told_once_at_its_cell(example):
    (row,) = found(changed(example, example.factor)).to_dict("records")
    assert (row["regency_code"], row["file_name"], row["rule"]) == (ONE, f"{ONE}.xlsx", "H04")
    assert f"{row['sheet']}!{row['cell']}" == example.cell
    assert "14 daerah" in row["message"]
    assert found(changed(example, example.near)).empty


def test_the_sentence_says_both_measures():
    row = found(changed(PEER_EXAMPLES[0], 10)).iloc[0]
    assert row["message"].startswith("Jumlah yang harus dilayani K-KES-04 1.491 per 1.000 penduduk, sedangkan nilai te")
    row = found(changed(PEER_EXAMPLES[2], 1000)).iloc[0]
    assert row["message"].startswith("Realisasi K-KES-04 Rp99.")
    assert "untuk setiap orang yang terlayani" in row["message"]


def test_a_province_of_usual_neighbours_is_silent():
    assert found(neighbours()).empty


@pytest.mark.parametrize("service", ["K-TRA-04", "K-SOS-02"])
def test_disasters_and_registered_cases_differ_by_right(service):
    assert found(changed(PEER_EXAMPLES[0], 100, service)).empty


def test_five_regencies_are_too_few_to_compare():
    def of(count):
        return multiplied(neighbours(count), "budget", ("realised",), 1000, "K-KES-04", REGENCIES[2])

    assert found(of(5)).empty
    assert len(found(of(6))) == 1


def test_where_all_others_agree_exactly_a_small_difference_is_not_far():
    """The median absolute deviation is 0 there; without a least spread every difference would be beyond any bound."""
    figures = neighbours()
    people = figures["recipients"]["regency_code"].map(catalogue.populations())
    alike = figures["recipients"].assign(target=people * 0.15, served=people * 0.15)
    figures = {"recipients": alike, "budget": figures["budget"].assign(realised=people * 0.15 * 1e5)}
    assert found(figures).empty
    for factor, findings in ((1.1, 0), (1.9, 0), (2.1, 1)):
        assert len(found(multiplied(figures, "budget", ("realised",), factor, "K-KES-04", ONE))) == findings


def test_whoever_counts_people_is_not_compared_with_those_who_count_households():
    figures = neighbours()
    counts_people = figures["recipients"]["regency_code"].isin(REGENCIES[:5])
    water = figures["recipients"]["service_code"] == "K-PU-01"
    recipients = figures["recipients"].copy()
    recipients.loc[counts_people & water, "unit"] = "orang"
    recipients.loc[counts_people & water, ["target", "served"]] *= 4
    assert found({**figures, "recipients": recipients}).empty
    recipients.loc[water, "unit"] = "rumah tangga"
    assert set(found({**figures, "recipients": recipients})["sheet"]) == {"Penerima", "Anggaran"}


def test_nihil_and_unread_figures_are_compared_with_nobody():
    figures = multiplied(neighbours(), "recipients", ("target", "served"), 0, "K-KES-04", *REGENCIES[:4])
    figures = multiplied(figures, "budget", ("realised",), float("nan"), "K-KES-05", *REGENCIES[:4])
    assert found(figures).empty
    assert found({key: frame.head(0) for key, frame in figures.items()}).empty


def test_the_senders_explanation_stands_beside_it():
    figures = changed(PEER_EXAMPLES[0], 10)
    noted = figures["recipients"].assign(note="Termasuk pendatang")
    assert (
        found({**figures, "recipients": noted}).iloc[0]["message"].endswith("Penjelasan pengirim: Termasuk pendatang")
    )


def test_the_bounds_and_the_severity_are_the_provinces_own():
    figures = changed(PEER_EXAMPLES[0], 3)
    assert list(found(figures)["severity"]) == ["warning"]
    loose = SITE.model_copy(update={"comparison": SITE.comparison.model_copy(update={"peer_factor": 4})})
    assert found(figures, loose).empty
    told = SITE.model_copy(update={"severity": {"H04": Severity.INFO}})
    assert list(found(figures, told)["severity"]) == ["info"]


@pytest.mark.slow
@few(max_examples=10, deadline=None)
@given(factor=st.floats(1e-3, 1e3), service=st.sampled_from(("K-KES-04", "K-DIK-02", "K-PU-01")))
def test_what_all_do_alike_is_far_from_nobody(factor, service):
    figures = multiplied(neighbours(), "recipients", ("target", "served"), factor, service)
    assert found(figures).empty
    assert found(multiplied(neighbours(), "budget", ("realised",), factor, service)).empty


@pytest.mark.slow
@few(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_order_of_the_rows_changes_nothing(seed):
    figures = multiplied(changed(PEER_EXAMPLES[0], 10), "budget", ("realised",), 100, "K-DIK-02", *REGENCIES[:3])
    shuffled = {key: frame.sample(frac=1, random_state=seed) for key, frame in figures.items()}
    order = ["regency_code", "sheet", "cell"]
    assert (
        found(shuffled)
        .sort_values(order, ignore_index=True)
        .equals(found(figures).sort_values(order, ignore_index=True))
    )
    assert len(found(figures)) == 4

"""A share of `make layouts`: each way to lay a form out, alone, and every kind of evidence left out once."""

import pytest

from tasks.understand.resolver import EVIDENCE
from tests import layouts
from tests.layouts import DRAWN, Must, judge, judge_all

pytestmark = pytest.mark.whole

NEEDING = {
    "period": layouts.quarters,
    "total": layouts.sexes,
    "exact": layouts.near_heading_beside,
    "arithmetic": layouts.nameless_parts,
    "visible": layouts.two_sheets,
}


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_each_layout_gets_the_verdict_that_the_rules_give_it(draw):
    assert judge(f"alone {draw.__name__}", [draw])[1] == []


def test_several_layouts_at_once():
    assert judge_all(f"test {number}" for number in range(6)).failures == []


@pytest.mark.parametrize("kind", EVIDENCE)
def test_without_one_kind_of_evidence_some_layout_is_judged_wrongly(kind, monkeypatch):
    draws = [NEEDING[kind]]
    seeds = [f"{kind} {number}" for number in range(8)]
    seeds = [seed for seed in seeds if layouts.drawn_with(draws, seed)[2][0].must is Must.BE_READ]
    assert not any(judge(seed, draws)[1] for seed in seeds)
    monkeypatch.setattr("tasks.understand.resolver.EVIDENCE", tuple(one for one in EVIDENCE if one != kind))
    assert any(judge(seed, draws)[1] for seed in seeds)

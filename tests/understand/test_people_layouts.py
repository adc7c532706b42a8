"""A share of `make layouts`: each way to lay a form out, alone, and every kind of evidence left out once."""

import pytest

from tasks.understand.resolver import EVIDENCE
from tests.evidence import KINDS, first_failure, noticed_kind
from tests.layouts import DRAWN, judge_all, some

pytestmark = pytest.mark.whole

SEEDS = 8


def test_each_layout_gets_the_verdict_that_the_rules_give_it():
    assert judge_all((f"alone {draw.__name__}", [draw]) for draw in DRAWN).failures == []


def test_several_layouts_at_once():
    assert judge_all((f"test {number}", some(f"test {number}")) for number in range(6)).failures == []


@pytest.mark.parametrize("kind", EVIDENCE)
def test_without_one_kind_of_evidence_some_layout_is_judged_wrongly(kind):
    assert first_failure((KINDS[kind],), 2) == ""
    assert noticed_kind(kind, SEEDS)

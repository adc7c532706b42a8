"""A short run over known faults; `make accuracy` takes 200 clean, 200 messy and 200 defective workbooks."""

from dataclasses import replace

from config import catalogue
from tests import accuracy
from tests.accuracy_faults import FAULTS


def test_known_faults_are_found_in_their_cells_and_nothing_else_is():
    tally = accuracy.judge(seed=7, files=6)
    assert tally.failures == []
    assert tally.files == {"clean": 6, "messy but right": 6, "defective": 6}
    assert len(tally.rules) > 10


def test_an_answer_that_leaves_a_fault_out_is_noticed(monkeypatch):
    honest = accuracy.check

    def forgetful(cases, folder):
        return [replace(one, findings=one.findings[1:]) for one in honest(cases, folder)]

    monkeypatch.setattr(accuracy, "check", forgetful)
    assert any(failure.startswith("defective 0") for failure in accuracy.judge(seed=7, files=1).failures)


def test_there_is_a_fault_for_every_rule_about_what_is_in_a_workbook():
    about_content = {code for code in catalogue.rules() if code[0] in "ILCR"}
    assert about_content - {fault.rule for fault in FAULTS} == {"L04"}  # which the habits bring with them

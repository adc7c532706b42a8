"""A small share of the history by workbooks; `make history` goes through all of it, and publishes every quarter."""

from pathlib import Path

from schemas.period import Period
from tasks.report.outlook import copied_text
from tasks.report.tables.lookups import facts_of
from tests.workbook_history import COPIED, History, write_workbook


def test_a_report_sent_again_is_told_by_the_rule_that_finds_it(home: Path):
    code, now = COPIED[0], Period.parse(COPIED[1])
    home.mkdir()
    history, told = History(home, publishing=False), []
    for quarter in (now.previous(), now):
        for sender in (code, "76.02"):
            write_workbook(sender, quarter, home / "inbox" / quarter.key)
        facts = facts_of(history.consolidated(code[:2], quarter))
        assert facts.consolidated.submissions["status"].str.startswith("diterima").sum() == 2
        told.append(copied_text(facts))
    assert told[0] == ""
    assert told[1].startswith(f"Angka {facts.names[code]} hampir seluruhnya sama dengan laporan sebelumnya")

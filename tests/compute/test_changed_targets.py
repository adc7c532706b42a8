"""Targets that changed after they were fixed: what was fixed, by which report, and what counts now."""

from datetime import timedelta

import pandas as pd
import pytest

from schemas.frames import frame_of
from schemas.movement import ChangedTargets
from schemas.period import Period
from tasks.compute.gather import gather
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import Book, taken
from tests.judge.test_against_fixed import CONTEXT, NOON, PLAIN, SITE, sent, take_in

PERIOD = Period(2024, 2)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def changed(ledger: Ledger, *batch, now=SITE) -> list[dict]:
    """The rows of the quarter's report, its submissions taken in one after the other."""
    for one in batch:
        take_in(ledger, [one], CONTEXT, SITE)
    return gather(ledger, Quarter("62", PERIOD, CONTEXT.as_of), now).changed_targets.to_dict("records")


@pytest.mark.slow
def test_a_changed_target_stands_beside_the_fixed_one_with_its_report_day_and_cell(ledger):
    (row,) = changed(ledger, sent(1000, -10, 1), sent(1001, 1))
    assert (row["regency_code"], row["service_code"]) == ("62.01", "K-DIK-01")
    assert (row["target"], row["target_fixed"]) == (1001, 1000)
    assert (row["fixed_period"], row["fixed_on"]) == ("2024-TW1", "2024-04-30")
    assert (row["sheet"], row["cell"]) == ("Penerima", "F6")
    assert row["message"].startswith("Jumlah yang Harus Dilayani 1.001, padahal sasaran setahun sudah ditetapkan 1.000")


@pytest.mark.slow
def test_only_the_submission_that_counts_is_told_of(ledger):
    assert changed(ledger, sent(1000, -10, 1), sent(1001, 1), sent(1000, 2)) == []


@pytest.mark.slow
def test_what_was_fixed_is_unknown_where_the_day_was_taken_back_since(ledger):
    (row,) = changed(ledger, sent(1000, -10, 1), sent(1001, 1), now=PLAIN)
    assert pd.isna(row["target_fixed"])
    assert (row["target"], row["fixed_period"], row["fixed_on"]) == (1001, "", "")


@pytest.mark.slow
def test_without_a_change_the_table_keeps_its_columns(ledger):
    changed(ledger, sent(1000, -10, 1), sent(1000, 1))
    report = gather(ledger, Quarter("62", PERIOD, CONTEXT.as_of), SITE)
    assert list(report.changed_targets) == list(frame_of(ChangedTargets, []))


@pytest.mark.slow
def test_every_target_that_changed_has_its_row_where_all_are_one_finding(ledger):
    grown = Book(quarter=2)
    for row in grown.sheets["Penerima"][5:]:
        row[5] += 1
    rows = changed(ledger, sent(1000, -10, 1), taken(grown, sha256="b", received=NOON + timedelta(days=1)))
    assert len({row["cell"] for row in rows}) == 23  # of six nobody can know before the event
    assert {(row["target"], row["target_fixed"]) for row in rows} == {(1001, 1000)}
    assert rows[1]["message"] == "Termasuk temuan H07 Penerima!F6."

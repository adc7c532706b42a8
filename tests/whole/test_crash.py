"""A run that is killed costs nothing: the short form of `make crash`, and that it would see a loss."""

import dataclasses
from pathlib import Path

import pytest

from tasks.forms.samples import write_samples
from tests.crash import PERIOD, PROVINCE, State, disturbed, end_well, new_home, state_of


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crash") / "inbox"
    write_samples(PROVINCE, PERIOD, folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, float]:
    """What a run leaves behind, and how long it took with a server of its own."""
    home = new_home(tmp_path_factory.mktemp("undisturbed") / "home", inbox)
    seconds = end_well(home, shared=False)
    return state_of(home), seconds


def test_after_the_power_failed_in_a_run_the_next_one_leaves_nothing_lost_and_nothing_doubled(
    inbox: Path, undisturbed: tuple[State, float]
) -> None:
    expected, seconds = undisturbed
    assert disturbed("power", inbox, expected, seconds, seed=4, shared=False) == []


def test_a_lost_file_a_changed_row_and_a_leftover_are_seen(undisturbed: tuple[State, float]) -> None:
    state, _ = undisturbed
    name = next(iter(state.report))
    lost = dataclasses.replace(state, report={key: one for key, one in state.report.items() if key != name})
    doubled = dataclasses.replace(state, ledger=state.ledger | {"submissions": "lain"})
    half = dataclasses.replace(state, leftovers=("outbox/34/.2024-TW4.tulis",))
    assert [state.differences(one) for one in (state, lost, doubled, half)] == [
        [],
        [f"report: {name}"],
        ["ledger: submissions"],
        ["left over: outbox/34/.2024-TW4.tulis"],
    ]

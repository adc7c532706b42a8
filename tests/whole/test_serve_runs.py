"""What becomes of the runs of a service: they let go of everything however they end, and begin all the same where what
they are copied from was killed."""

from collections.abc import Iterator

import psutil
import pytest

from flows.forms import REPUBLISH
from flows.lock import is_held
from tasks.forms.samples import write_samples
from tests.door_visitors import eventually
from tests.whole.test_serve import (
    DUE_NOW,
    PLAIN,
    YOGYAKARTA,
    Service,
    copies_of,
    serving,
    settled,
    submissions,
    taken_in,
)

pytestmark = pytest.mark.usefixtures("no_server")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that would look for runs every ten minutes, were it not told of them."""
    home = tmp_path_factory.mktemp("home")
    settled(home, PLAIN)
    write_samples("34", DUE_NOW, home / "inbox")
    with serving(home, PREFECT_RUNNER_POLL_FREQUENCY="600") as service:
        yield service


def test_a_run_begins_at_once_from_what_is_ready_and_all_the_same_where_that_was_killed(told: Service) -> None:
    for inbox in ("satu", "dua"):  # settings are read when a run begins
        settled(told.home, f"inbox = '{told.home / inbox}'\n{PLAIN}")
        ended = told.ended(told.start("jalankan-sekarang", **YOGYAKARTA))
        assert (ended["type"], f"/{inbox}' tidak ada" in ended["message"]) == ("FAILED", True)
        for one in copies_of(told):
            one.kill()
    settled(told.home, PLAIN)


def test_a_run_that_is_cancelled_or_killed_lets_go_of_everything(told: Service) -> None:
    """Its process ends, its province is free, none of its tasks goes on "running"; of one that was cancelled all are,
    also the one in whose midst it was."""
    for end, type_ in ((cancel, "CANCELLED"), (kill, "CRASHED")):
        run = told.start("jalankan-sekarang", what=REPUBLISH, **YOGYAKARTA)
        eventually(lambda run=run: "RUNNING" in states_of_tasks(told, run, "terbitkan"))
        process = process_of_run(told)
        end(told, run, process)
        assert told.ended(run)["type"] == type_
        eventually(lambda process=process: not process.is_running())
        eventually(lambda run=run, type_=type_: states_of_tasks(told, run) <= {"COMPLETED", type_})
        assert not is_held(told.home / "locks" / "34.lock")
    assert told.ended(told.start("jalankan-sekarang", **YOGYAKARTA))["name"] == "Perlu tindakan"
    assert taken_in(told.home) == submissions(told.home)


def process_of_run(service: Service) -> psutil.Process:
    """Of the one run that goes on: it holds the lock."""
    lock = str(service.home / "locks" / "34.lock")
    processes = psutil.Process(service.process.pid).children(recursive=True)
    return next(one for one in processes if lock in {file.path for file in one.open_files()})


def states_of_tasks(service: Service, run: dict, name: str = "") -> set[str]:
    tasks = service.ask("task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    return {task["state_type"] for task in tasks if task["name"].startswith(name)}


def cancel(service: Service, run: dict, _: psutil.Process) -> None:
    """As the button of the interface does."""
    service.ask(f"flow_runs/{run['id']}/set_state", state={"type": "CANCELLING", "name": "Cancelling"}, force=True)


def kill(_: Service, __: dict, process: psutil.Process) -> None:
    process.kill()

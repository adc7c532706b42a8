"""A worker on another machine: it executes our flows, whatever the server says of them."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Cancelling, Completed, Running
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker

from flows.service.worker import Foreign, OwnWorker, dead_runs_end

pytestmark = pytest.mark.whole

OURS = {"entrypoint": "flows.nightly.nightly_report", "path": "", "pull_steps": [], "job_variables": {}}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[ProcessJobConfiguration]:
    """What Prefect's own worker was asked to execute."""
    asked: list[ProcessJobConfiguration] = []

    async def note(self: object, flow_run: object, configuration: ProcessJobConfiguration, task_status: object) -> None:
        asked.append(configuration)

    monkeypatch.setattr(ProcessWorker, "run", note)
    return asked


def execute(deployment: dict, **run: object) -> None:
    async def read(_: object) -> SimpleNamespace:
        return SimpleNamespace(model_dump=lambda mode: deployment, entrypoint=deployment["entrypoint"])

    worker = OwnWorker(work_pool_name="spm")
    worker._client = SimpleNamespace(read_deployment=read)
    flow_run = FlowRun(flow_id=uuid4(), deployment_id=uuid4(), **run)
    shell = ProcessJobConfiguration(command="sh -c id", env={"PYTHONPATH": "/srv/lain"}, working_dir="/")
    asyncio.run(worker.run(flow_run, shell))


@pytest.mark.parametrize(
    "changed",
    [
        {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "id"}}]},
        {"entrypoint": "os.system"},
        {"path": "/srv/lain"},
        {"job_variables": {"command": "id"}},
        {"storage_document_id": str(uuid4())},
    ],
)
def test_a_worker_refuses_what_is_not_ours_before_it_loads_anything(started: list, changed: dict) -> None:
    with pytest.raises(Foreign, match="bukan milik layanan ini"):
        execute(OURS | changed)
    with pytest.raises(Foreign):
        execute(OURS, job_variables={"env": {"LD_PRELOAD": "/srv/lain.so"}})
    assert started == []


def test_a_worker_takes_command_folder_and_environment_from_nobody(started: list) -> None:
    execute(OURS)
    (configuration,) = started
    assert configuration.command.endswith(" -m prefect.engine")
    assert configuration.working_dir is None
    assert "/srv/lain" not in configuration.env.values()
    assert configuration.env["PREFECT__FLOW_ENTRYPOINT"] == OURS["entrypoint"]


@pytest.mark.parametrize(
    ("state", "begun_before", "set_to"),
    [
        (Running(), 1, ["Terpotong", "Diulang"]),
        (Running(), 3, ["Terpotong"]),
        (Cancelling(), 1, []),
        (Completed(), 1, []),
    ],
)
def test_a_worker_that_is_told_to_end_gives_its_run_back(
    monkeypatch: pytest.MonkeyPatch, state: State, begun_before: int, set_to: list[str]
) -> None:
    """It begins anew on another machine, or here, and holds no slot until the zombie automation comes by."""
    told: list[str] = []
    flow_run = FlowRun(flow_id=uuid4(), deployment_id=uuid4())

    async def ended(*_: object) -> None:
        raise asyncio.CancelledError

    async def deployment(_: object) -> SimpleNamespace:
        return SimpleNamespace(model_dump=lambda mode: OURS, entrypoint=OURS["entrypoint"])

    async def run(_: object) -> FlowRun:
        return flow_run.model_copy(update={"state": state, "run_count": begun_before})

    async def note(_: object, state: State, force: bool) -> None:
        told.append(state.name)

    monkeypatch.setattr(ProcessWorker, "run", ended)
    worker = OwnWorker(work_pool_name="spm")
    worker._client = SimpleNamespace(read_deployment=deployment, read_flow_run=run, set_flow_run_state=note)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(worker.run(flow_run, ProcessJobConfiguration()))
    assert told == set_to


def test_a_run_whose_machine_is_silent_is_ended() -> None:
    automation = dead_runs_end()
    assert "prefect.flow-run.heartbeat" in automation.trigger.after & automation.trigger.expect
    assert automation.trigger.within.total_seconds() > 3 * 180
    assert automation.actions[0].state.value == "CRASHED"

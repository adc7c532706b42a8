"""A worker on another machine: it executes our flows, whatever the server says of them."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
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


def test_a_run_whose_machine_is_silent_is_ended() -> None:
    automation = dead_runs_end()
    assert "prefect.flow-run.heartbeat" in automation.trigger.after & automation.trigger.expect
    assert automation.trigger.within.total_seconds() > 3 * 180
    assert automation.actions[0].state.value == "CRASHED"

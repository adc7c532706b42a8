"""`spm work`: a machine that takes runs from the pool of a server elsewhere. It compares what the server says of a run
with what is ours before it loads anything, and loads our flow, never what the server names.
"""

import asyncio
import os
import shlex
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio
from prefect.automations import Automation
from prefect.client.schemas.objects import StateType
from prefect.events import EventTrigger
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import Posture
from prefect.states import Crashed, Scheduled
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker

from config.settings import settings
from flows.command.arguments import WrongUse
from flows.command.screen import out
from flows.service.looking import looking
from flows.service.own import foreign
from flows.service.prefect_file import POOL
from flows.service.serve import MOST_TRIES, ended_by_sigterm
from flows.service.server import refuse_unusable

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.schemas.objects import FlowRun

_SILENT = timedelta(minutes=10)
"""A run says that it lives every three minutes; one that says nothing for so long has died with its machine."""


class Foreign(RuntimeError):
    """A run that is not ours: it is not started, and Prefect shows it as crashed with this message."""


class OwnWorker(ProcessWorker):
    @classmethod
    def __dispatch_key__(cls) -> str:
        """Beside Prefect's own worker for pools of this type, not in its place."""
        return "spm"

    async def run(
        self, flow_run: "FlowRun", configuration: ProcessJobConfiguration, task_status: object = None
    ) -> object:
        """Executes one of our flows. Command, folder and environment are ours, whatever pool or run say of them."""
        deployment = await self.client.read_deployment(flow_run.deployment_id)
        strange = foreign(deployment.model_dump(mode="json")) or ("job_variables" if flow_run.job_variables else "")
        if strange:
            raise Foreign(f"Proses ini bukan milik layanan ini ({strange}); tidak dijalankan.")
        own = ProcessJobConfiguration(command=shlex.join([sys.executable, "-P", "-m", "prefect.engine"]))
        own.prepare_for_flow_run(flow_run)
        own.env["PREFECT__FLOW_ENTRYPOINT"] = deployment.entrypoint
        try:
            return await super().run(flow_run, own, task_status)
        except asyncio.CancelledError:  # this worker is told to end, and the run's process has ended with it
            with anyio.CancelScope(shield=True):
                await self._give_back(flow_run.id)
            raise

    async def _give_back(self, run_id: "UUID") -> None:
        """Frees the slot that the run holds and has it begin anew, here or on another machine."""
        run = await self.client.read_flow_run(run_id)
        if not run.state.is_running():
            return
        message = "Pekerja dihentikan saat proses ini berjalan."
        await self.client.set_flow_run_state(run_id, Crashed(name="Terpotong", message=message), force=True)
        if run.run_count < MOST_TRIES:
            await self.client.set_flow_run_state(run_id, Scheduled(name="Diulang", message=message), force=True)


def dead_runs_end() -> Automation:
    """Without it a run whose machine went down would go on "running" for ever."""
    run = {"prefect.resource.id": "prefect.flow-run.*"}
    ends = {
        f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed", "Suspended", "Paused")
    }
    lives = "prefect.flow-run.heartbeat"
    return Automation(
        name="proses-mati",
        description="Proses yang tidak memberi kabar selama sepuluh menit dinyatakan terpotong.",
        trigger=EventTrigger(
            after={lives},
            expect={lives, *ends},
            match=run,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_SILENT,
        ),
        actions=[
            ChangeFlowRunState(state=StateType.CRASHED, name="Terpotong", message="Mesinnya tidak memberi kabar lagi.")
        ],
    )


def install(automation: Automation) -> None:
    """Makes it known to the server, or brings what the server has up to date."""
    try:
        automation.id = Automation.read(name=automation.name).id
    except ValueError:
        automation.create()
    else:
        automation.update()


def work_for_server(limit: int) -> None:
    """Until Ctrl-C or SIGTERM. Raises WrongUse, ServerError."""
    server = os.environ.get("PREFECT_API_URL", "")
    if not server:
        raise WrongUse("spm work memerlukan PREFECT_API_URL: alamat server, contoh: http://mesin-server:4200/api.")
    refuse_unusable(server)
    install(dead_runs_end())
    worker = OwnWorker(work_pool_name=POOL, limit=limit, create_pool_if_not_found=True)
    with ended_by_sigterm(), looking(settings()):
        try:
            out().print(f"Pekerja     {worker.name}, untuk {server}")
            asyncio.run(worker.start(printer=lambda _: None))
        except KeyboardInterrupt:
            out().print("Berhenti.")

"""What stays of a run that was cut off: its process can no longer tell how its tasks ended, and they would go on
"running" in the interface for ever."""

from collections.abc import Sequence
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas import filters
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed, State

_AT_WORK = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_CUT_OFF = Crashed(name="Terpotong", message="Prosesnya sudah tidak berjalan; akhir langkah ini tidak tercatat.")


def close_tasks(flow: Flow, flow_run: FlowRun, state: State) -> None:
    """Hook of a flow whose process was ended: by a person, or by what killed it."""
    of_run = filters.FlowRunFilter(id={"any_": [flow_run.id]})
    if state.is_cancelling():  # Prefect calls a task crashed in whose midst a run was cancelled
        _close(of_run, Cancelled(message="Prosesnya dibatalkan."), ended=[StateType.CRASHED])
    else:
        _close(of_run, _CUT_OFF)


def close_tasks_left(deployment_ids: set[UUID] | None) -> None:
    """Those that an earlier service left behind, of runs of these deployments, or of all; what is being executed is
    left alone."""
    ours = deployment_ids and filters.DeploymentFilter(id={"any_": list(deployment_ids)})
    _close(filters.FlowRunFilter(state={"type": {"not_any_": _AT_WORK}}), _CUT_OFF, ours or None)


def _close(
    runs: filters.FlowRunFilter,
    told: State,
    ours: filters.DeploymentFilter | None = None,
    ended: Sequence[StateType] = (),
) -> None:
    tasks = filters.TaskRunFilter(state={"type": {"any_": [*_AT_WORK, *ended]}})
    with get_client(sync_client=True) as client:
        for task in client.read_task_runs(flow_run_filter=runs, task_run_filter=tasks, deployment_filter=ours):
            client.set_task_run_state(task.id, told, force=True)

"""Alerts: what happens when a run fails, and the look every hour whether the nights still come."""

from datetime import UTC, datetime

from prefect import Flow, flow
from prefect.client.schemas.objects import FlowRun
from prefect.states import Completed, Failed, State
from prefect.utilities.urls import url_for

from config.settings import settings
from tasks import alert

_BEFORE_REASON = "Flow run encountered an exception: "
_NOT_A_FAILURE = "AlreadyRunning"


def tell_of_failure(_flow: Flow, run: FlowRun, state: State) -> None:
    """Hook of a flow with a `request`: tells the operator. Who starts a second run by hand is told on the screen."""
    kind, _, reason = (state.message or state.name or "").removeprefix(_BEFORE_REASON).partition(": ")
    if kind == _NOT_A_FAILURE:
        return
    page = url_for(run) if run.deployment_id else ""  # the server of a run from the shell is gone when this is read
    told = alert.run_failed(_province(run.parameters), run.name, reason or kind, page or "", datetime.now(UTC))
    alert.tell_operator([told], settings())


def _province(parameters: dict) -> str:
    """From the parameters as Prefect keeps them: the request itself, or the form's `62 Kalimantan Tengah`."""
    request = parameters["request"]
    province = request["province"] if isinstance(request, dict) else request.province
    return str(getattr(province, "value", province))[:2]


@flow(name="jaga-malam", flow_run_name="jaga-malam", persist_result=False)
def watch_nights() -> State:
    """Memeriksa apakah proses malam setiap provinsi masih berhasil, dan mengabari operator bila tidak."""
    late = alert.watch_nights(settings(), datetime.now(UTC))
    if late:
        return Failed(name="Terlambat", message="; ".join(f"{one.province_code} {one.sentence}" for one in late))
    return Completed(name="Baik", message="Proses malam setiap provinsi berhasil dalam 26 jam terakhir")

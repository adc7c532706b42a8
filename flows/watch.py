"""Alerts: what happens when a run fails, and the look every hour as a flow."""

import logging
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from prefect import Flow, flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Failed, State
from prefect.utilities.urls import url_for

from config.settings import Settings, SettingsError, settings
from flows.cut_off import close_tasks
from flows.hourly import NOTHING_TO_WATCH, look
from flows.in_words import ends_in_words
from flows.question import withdraw_question
from tasks.home.site import ledger_for_a_while
from tasks.notify import alerts
from tasks.publish import approval

log = logging.getLogger("tasks.watch")  # what Prefect keeps of a run

_BEFORE_REASON = "Flow run encountered an exception: "
_NOT_A_FAILURE = "AlreadyRunning"


def tell_of_failure(flow: Flow, flow_run: FlowRun, state: State) -> None:
    """Hook of a flow with a `request`: tells the operator. Who starts a second run by hand is told on the screen."""
    reason = state.message or state.name or ""
    if reason.startswith(_BEFORE_REASON):
        kind, _, said = reason.removeprefix(_BEFORE_REASON).partition(": ")
        if kind == _NOT_A_FAILURE:
            return
        reason = said or kind
    if state.is_crashed():
        reason = "prosesnya mati di tengah jalan"
    page = url_for(flow_run) if flow_run.deployment_id else ""  # the server of a run from the shell will be gone
    province, what = _asked(flow_run.parameters, flow)
    told = alerts.run_failed(province, what, reason, page or "", datetime.now(UTC))
    try:
        alerts.tell_operator([told], settings())
    except SettingsError as error:  # the channels stand in what cannot be read
        log.error("Operator tidak dapat dikabari: %s", error)


HOOKS = {
    "on_failure": [tell_of_failure],
    "on_crashed": [tell_of_failure, close_tasks],
    "on_cancellation": [close_tasks],
}
"""Of every flow with a `request` about a province's quarter."""


def _asked(parameters: dict, flow: Flow) -> tuple[str, str]:
    """Province and what was to be done, from the parameters as Prefect keeps them: the request itself, or what the form
    sent. The name of a run that died early is still the one that Prefect made up."""
    request = parameters["request"]
    told = request if isinstance(request, dict) else request.model_dump()
    province = told["province"]
    return str(getattr(province, "value", province))[:2], told.get("what", flow.name)


@flow(name="jaga-malam", flow_run_name="jaga-malam", persist_result=False)
@ends_in_words
def watch_nights() -> State:
    """Memeriksa apakah proses malam setiap provinsi masih berhasil dan persetujuan mana yang lewat waktu, dan mengabari
    operator."""
    site, now = settings(), datetime.now(UTC)
    seen = look(site, now)
    withdraw_cancelled(site, now)
    for asked in seen.lapsed:
        _end_waiting(UUID(asked.run))
    if seen.late:
        return Failed(name="Terlambat", message="; ".join(seen.warnings))
    if not seen.nights:
        return Completed(name="Tidak ada jadwal", message="; ".join([NOTHING_TO_WATCH, *seen.notes]))
    good = "Proses malam setiap provinsi berhasil dalam 26 jam terakhir"
    if seen.first:
        good = (
            f"Belum waktunya malam pertama provinsi {', '.join(seen.first)}; yang lain berhasil dalam 26 jam terakhir"
        )
    return Completed(name="Baik", message="; ".join([good, *seen.notes]))


def withdraw_cancelled(site: Settings, now: datetime) -> None:
    """A run that is cancelled while it waits has no process that could say so. One that this server does not know may
    wait on another."""
    with ledger_for_a_while(site) as ledger:
        for asked in approval.undecided(ledger):
            if _is_cancelled(UUID(asked.run)):
                approval.record(ledger, asked, approval.WITHDRAWN, now)
                withdraw_question(UUID(asked.run))


def _is_cancelled(run: UUID) -> bool:
    with get_client(sync_client=True) as client, suppress(ObjectNotFound):
        return client.read_flow_run(run).state.is_cancelled()
    return False


def _end_waiting(run: UUID) -> None:
    """Prefect itself calls a run that nobody resumed in time a failure, or still lets it be resumed."""
    told = Completed(name="Kedaluwarsa", message="Batas waktu persetujuan sudah lewat. Tidak ada yang diterbitkan.")
    with get_client(sync_client=True) as client, suppress(ObjectNotFound):
        client.set_flow_run_state(run, told, force=True)
        withdraw_question(run)

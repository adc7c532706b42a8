"""`spm serve`: the server with its user interface, the schedules, and the process that executes runs: one command."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from config.settings import Settings, settings
from flows.command.arguments import WrongUse
from flows.command.screen import out
from flows.lock import is_held
from flows.service.background import in_background
from flows.service.copies import begin_runs_in_copies, end_runs
from flows.service.door import door_beside
from flows.service.first_person import ensure_somebody
from flows.service.lasting_server import Reached, lasting_server
from flows.service.looking import looking
from flows.service.news import heeding
from flows.service.running_service import announced, only_service

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

log = logging.getLogger(__name__)

MOST_RUNS = 4
"""Runs at once, of all provinces together."""
FRESH_SECONDS = 30
"""So long a new file may take to appear in a drop-down."""
MOST_TRIES = 3
"""So often a run begins anew that was cut off each time."""


def serve_site(host: str, port: int) -> None:
    """Serves this site until Ctrl-C or SIGTERM. Raises WrongUse, AlreadyRunning, ServerError."""
    site = settings()
    with ended_by_sigterm(), only_service(site):
        _prepare_home(site)
        try:
            own = "PREFECT_API_URL" not in os.environ
            with _server(site, host, port) as begin:
                from flows.service.deployments import deployments

                offered = deployments(site)
                reached = begin()
                with announced(site):
                    begin_runs_in_copies()
                    _serve(site, offered, reached, own)
        except KeyboardInterrupt:
            out().print("Berhenti. Proses yang terpotong diulang saat spm serve dijalankan lagi.")


def _prepare_home(site: Settings) -> None:
    """Raises WrongSite. A ledger that only does not answer now is waited for by the runs themselves."""
    from tasks.home.site import WrongSite, ledger_of, make_inbox
    from tasks.ledger.errors import LedgerError

    try:
        ledger_of(site)
        make_inbox(site)
    except WrongSite:
        raise
    except LedgerError as error:
        log.warning("%s", error)


def guard_server(host: str, port: int) -> None:
    """The server behind its gate, for workers elsewhere, until Ctrl-C or SIGTERM. Raises WrongUse, AlreadyRunning,
    ServerError."""
    site = settings()
    if "PREFECT_API_URL" in os.environ:
        raise WrongUse("spm gate menjalankan servernya sendiri: kosongkan PREFECT_API_URL.")
    with ended_by_sigterm(), only_service(site):
        try:
            with _server(site, host, port) as begin:
                reached = begin()
                out().print(f"Antarmuka   {reached.address}")
                out().print("Ctrl-C untuk berhenti.")
                with heeding(reached.news, lambda: None, partial(_withdraw_cancelled, site)):
                    threading.Event().wait()
        except KeyboardInterrupt:
            out().print("Berhenti.")


@contextmanager
def _server(site: Settings, host: str, port: int) -> Iterator[Callable[[], Reached]]:
    """Begins the server that people use, and tells how they come in."""
    if "PREFECT_API_URL" not in os.environ:  # of another's server we know no more than its address
        for line in ensure_somebody(site.home):
            out().print(line)
    with lasting_server(site.home, host, port, site.worker_login.get_secret_value()) as begin:
        yield begin


def _serve(site: Settings, offered: list["RunnerDeployment"], reached: Reached, own: bool) -> None:
    from flows.cut_off import close_tasks_left
    from flows.service.deployments import offer, told

    runner = _runner()
    ids = {offer(one, runner): one for one in offered}
    again = begin_again(set(ids))
    if own:
        withdraw_others(set(ids))
        close_abandoned(site)
    close_tasks_left(None if own else set(ids))
    console = out()
    console.print(f"Antarmuka   {reached.address}")
    for line in told(site) or ["belum ada; tulis [schedule.62] di settings.toml (lihat config/settings.toml)"]:
        console.print(f"Jadwal      {line}")
    for name in again:
        console.print(f"Diulang     {name}, terpotong saat layanan berhenti")
    console.print("Ctrl-C untuk berhenti.")
    forms = {id_: one.entrypoint for id_, one in ids.items() if not one.schedules}
    heeds = heeding(reached.news, runner.look, partial(_withdraw_cancelled, site))
    with looking(site), door_beside(site), _fresh_choices(forms), heeds:
        asyncio.run(runner.start())


def _withdraw_cancelled(site: Settings) -> None:
    from flows.watch import withdraw_cancelled

    try:
        withdraw_cancelled(site, datetime.now(UTC))
    except Exception:  # the look every hour is another try
        log.debug("Requests that were cancelled were not noted", exc_info=True)


def _fresh_choices(forms: dict) -> AbstractContextManager[None]:
    """Keeps the drop-downs of the forms as the inbox and the calendar are: a schema is renewed when it has changed."""
    from flows.service.deployments import renew_form

    def renew(ended: threading.Event) -> None:
        known: dict = {}
        while not ended.wait(FRESH_SECONDS):
            for id_, entrypoint in forms.items():
                try:
                    known[id_] = renew_form(id_, entrypoint, known.get(id_))
                except Exception:  # the next minute is another try; what the run gets is checked again
                    log.debug("Form %s was not renewed", entrypoint, exc_info=True)

    return in_background("formulir", renew)


def _runner():
    from prefect.runner import Runner

    class Executing(Runner):
        def handle_sigterm(self, *_: object) -> None:
            """Does what Ctrl-C does, for the runs that Prefect ends by itself are called cancelled and would not begin
            anew."""
            signal.raise_signal(signal.SIGINT)

        async def __aexit__(self, *exc_info: object) -> None:
            """What is being executed is cut off, to begin anew with the next start: the end neither waits for it nor
            calls it crashed."""
            # Prefect's own `stop` cancels only the polling and then waits for every run; this group has no public name
            self._runs_task_group.cancel_scope.cancel()
            end_runs()
            await super().__aexit__(*exc_info)

        def look(self) -> None:
            """For runs that are to begin, now and not only when it is time to."""
            if self.started:  # by what Prefect keeps for this under its former name: there is no public one
                self.execute_in_background(self._get_and_submit_flow_runs)

    return Executing(name="spm", pause_on_shutdown=False, limit=MOST_RUNS)


def begin_again(deployment_ids: set) -> list[str]:
    """Runs of ours that no process executes any more, because the service or the machine went down: they are marked as
    crashed, which frees the slot they hold, and begin anew; the ledger knows what they had done. Gives their names."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed, Scheduled

    active, begun = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING], []
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=FlowRunFilter(state={"type": {"any_": active}})):
            if run.deployment_id not in deployment_ids:
                continue
            message = "Layanan berhenti saat proses ini berjalan."
            client.set_flow_run_state(run.id, Crashed(name="Terpotong", message=message), force=True)
            if run.state.type is not StateType.CANCELLING and run.run_count < MOST_TRIES:
                client.set_flow_run_state(run.id, Scheduled(name="Diulang", message=message), force=True)
                begun.append(run.name)
    return begun


def close_abandoned(site: Settings) -> None:
    """Runs from the shell that died without a word would go on "running" in the interface for ever. Only on a server
    that is ours alone, and only where nobody works on the province."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed

    running = FlowRunFilter(state={"type": {"any_": [StateType.RUNNING]}})
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=running):
            code = str(run.parameters.get("request", {}).get("province", ""))[:2]
            if run.deployment_id is None and not is_held(site.home / "locks" / f"{code}.lock"):
                told = Crashed(name="Terpotong", message="Prosesnya mati; proses berikutnya melanjutkan pekerjaannya.")
                client.set_flow_run_state(run.id, told, force=True)


def withdraw_others(deployment_ids: set) -> None:
    """What the settings no longer name must not go on being scheduled. Only on a server that is ours alone."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for one in client.read_deployments():
            if one.id not in deployment_ids:
                client.delete_deployment(one.id)


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """A service manager's SIGTERM does what Ctrl-C does, from the first moment; also where a shell ignores Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    former = signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, former)

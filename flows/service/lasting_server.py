"""The server of `spm serve` and `spm gate`, that people use: user interface, scheduler and reports, behind the gate."""

import multiprocessing
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flows.service import copies
from flows.service.logins import Logins
from flows.service.people import People
from flows.service.server import QUIET, Server, ServerError, refuse_unusable

_FOR_PEOPLE = {
    "PREFECT_SERVER_UI_API_URL": "/api",  # relative: any port, and behind a proxy
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # leases in memory would leave a deployment's only slot taken after a power loss, for ever
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # runs older than 90 days
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # on a busy machine SQLite's one writer may take its time
    "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "30",
    "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",  # `migrate` does both, whose memory ends with it
    "PREFECT_SERVER_API_BLOCKS_REGISTER_ON_START": "false",
    # nobody waits for these; each look costs as much as a click
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT30S",
}


class Reached(NamedTuple):
    """A server for people: its address for a browser and, where it is ours, from where it tells what was asked of runs
    (`news.py`)."""

    address: str
    news: socket.socket | None = None


@contextmanager
def lasting_server(home: Path, host: str, port: int, workers: str = "") -> Iterator[Callable[[], Reached]]:
    """Begins the server that people use: the one named by PREFECT_API_URL, or our own of the site in `home`, that ends
    with the block; `workers` log in so. To be entered before anything imports Prefect. What is done before it begins
    lies in memory once.
    """
    named = os.environ.get("PREFECT_API_URL")
    for name, value in (QUIET | {"PREFECT_RUNNER_POLL_FREQUENCY": "2" if named else "10"}).items():
        os.environ.setdefault(name, value)
    if named:
        refuse_unusable(named)
        yield lambda: Reached(named.removesuffix("/api"))
        return
    own = LastingServer(home, host, port, workers)
    try:
        yield own.begin
    except BaseException as error:
        if own.has_died():
            raise ServerError(f"Server Prefect berhenti sendiri; rinciannya ada di {own.log}.") from error
        raise
    finally:
        own.stop()


class LastingServer(Server):
    """A copy of this process."""

    def __init__(self, home: Path, host: str, port: int, workers: str) -> None:
        super().__init__(Path(os.environ.setdefault("PREFECT_HOME", str((home / "prefect").absolute()))), host, port)
        self._logins = Logins(People(home), self.password, workers)
        self._process: multiprocessing.Process | None = None
        self._answered = False
        os.environ |= _FOR_PEOPLE  # before anything imports Prefect, which reads it once
        os.environ.setdefault("SPM_REPORTS_URL", "/laporan")  # of the same server

    def begin(self) -> Reached:
        """Gives the server once it answers. Raises ServerError."""
        copies.import_all()
        copies.keep_as_it_is()
        from flows.service.application import migrate, serve_people

        self.log.unlink(missing_ok=True)
        self._copy(migrate, self.log)
        self._process.join()
        if self._process.exitcode:
            raise self.not_started()
        news, told = socket.socketpair()
        with self._listener, told:
            self._copy(serve_people, self._listener, told, self._logins, self.log)
        self.wait()
        self._answered = True
        return Reached(self.api_url.removesuffix("/api"), news)

    def has_died(self) -> bool:
        """Whether it had begun and is gone."""
        return self._answered and self._ended()

    def _copy(self, work: Callable[..., None], *told: object) -> None:
        process = multiprocessing.get_context("fork" if copies.FORKS else "spawn").Process
        self._process = process(target=work, args=told, daemon=True)
        self._process.start()

    def _end(self) -> None:
        self._listener.close()
        if self._process:
            super()._end()

    def _ended(self, within: float | None = 0) -> bool:
        if self._process is None:  # it never began
            return True
        self._process.join(within)
        return self._process.exitcode is not None

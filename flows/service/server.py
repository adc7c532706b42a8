"""A Prefect server that starts beside us, keeps its whole history and goes with us: for one run. That of `spm serve`
is one too (`lasting_server.py`).

Prefect can start a temporary server by itself, but stops it before the task runs in its queue are written, and says so
with tracebacks. This one is waited for (`settle`). Prefect is imported late here: the server's process starts
first and the slow imports of the run go on beside it.
"""

import base64
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flows.service.logins import PASSWORD, new_token
from schemas.failure import Failure
from tasks.home.modes import private_folder
from tasks.home.os_faults import words_of

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # offline: failing telemetry, locked databases
    "DO_NOT_TRACK": "1",
    "PYTHONSAFEPATH": "1",  # no child of ours imports what lies in the folder that it is started from
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # a hook logs after its run has ended
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tasks",  # what the steps log belongs to the run's log
}
"""What every Prefect process of ours is told."""

_FOR_ONE_RUN = {
    "PREFECT_SERVER_API_BLOCKS_REGISTER_ON_START": "false",  # 1.5 s; `spm serve` does it where it is needed
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "1",  # write each event at once, so that settling is short
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "1",
    "MALLOC_ARENA_MAX": "2",
}

_NEAR = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1"}  # noqa: S104
"""Where a server that listens at all addresses is reached from its own machine."""

INTERFACE = "v2"
"""Where Prefect's interface lies below the server's address."""

EMPTY_DATABASE = Path(sys.prefix) / "share" / "spm" / "prefect.db"
"""A migrated database without runs, made by `make install`; saves a new home 10 s of migrations."""


_REFUSED = {
    HTTPStatus.UNAUTHORIZED: "memerlukan kata sandi: setel PREFECT_API_AUTH_STRING=nama:sandi (untuk spm gate: "
    "SPM_WORKER_LOGIN).",
    HTTPStatus.MISDIRECTED_REQUEST: "tidak dikenal dengan nama itu: tulis alamatnya di interface_addresses pada "
    "settings.toml servernya.",
}


class ServerError(Failure, RuntimeError):
    """The server did not start; the message names its log."""


@contextmanager
def server(home: Path, verbose: bool = False) -> Iterator["Server | None"]:
    """The Prefect server of this process: the one named by PREFECT_API_URL (None), or our own with its data in `home`.

    To be entered before anything imports Prefect, and `wait`ed for before the first flow starts.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if verbose else "CRITICAL")
    logging.raiseExceptions = verbose  # a log line that cannot be sent is no message for the screen
    if named := os.environ.get("PREFECT_API_URL"):
        refuse_unusable(named)
        yield None
        return
    own = Server(Path(os.environ.setdefault("PREFECT_HOME", str(home.absolute()))))
    own.begin()
    try:
        yield own
    finally:
        own.stop()


class Server:
    """A child process on a port of its own, closed to everybody who does not know its password: for one run, a program
    that starts while the run still imports."""

    def __init__(self, home: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = listener_at(host, port)
        private_folder(home)
        if EMPTY_DATABASE.exists() and not (home / "prefect.db").exists():
            shutil.copy(EMPTY_DATABASE, home / "prefect.db")
        self.log, self.password = home / "server.log", new_token()
        address = f"http://{_NEAR.get(host, host)}:{self._listener.getsockname()[1]}"
        self.api_url = f"{address}/api"
        os.environ |= {"PREFECT_API_URL": self.api_url, "PREFECT_UI_URL": f"{address}/{INTERFACE}"}
        os.environ |= dict.fromkeys((PASSWORD, "PREFECT_API_AUTH_STRING"), self.password)

    def begin(self) -> None:
        with self._listener, self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 our own program
                [sys.executable, "-P", "-m", "flows.service.application", str(self._listener.fileno())],
                env=os.environ | _FOR_ONE_RUN,
                pass_fds=[self._listener.fileno()],
                stdin=subprocess.PIPE,  # when we are gone, however, the child reads its end
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the run; the server is needed until the run has ended
            )

    def wait(self, seconds: float = 180) -> None:
        """Return as soon as the server answers. Raises ServerError."""
        end = time.monotonic() + seconds
        while not self._ended() and time.monotonic() < end:
            if answers(self.api_url):
                return
            time.sleep(0.05)
        raise self.not_started()

    def not_started(self) -> ServerError:
        return ServerError(f"Server Prefect tidak dapat dijalankan; rinciannya ada di {self.log}")

    def stop(self) -> None:
        """End the process, once it knows all; whatever PREFECT_API_URL pointed to is gone afterwards."""
        if "prefect" in sys.modules and not self._ended():
            drain()
        for name in ("PREFECT_API_URL", "PREFECT_UI_URL", "PREFECT_API_AUTH_STRING", PASSWORD):
            os.environ.pop(name, None)
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        if not self._ended(within=10):
            self._process.kill()
            self._ended(within=None)

    def _ended(self, within: float | None = 0) -> bool:
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True


def listener_at(host: str, port: int) -> socket.socket:
    """The port, or a free one for 0; nobody can come between. Raises ServerError."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except (OSError, OverflowError) as error:
        taken.close()
        reason = words_of(error) if isinstance(error, OSError) else "porta antara 0 dan 65535"
        if isinstance(error, socket.gaierror):
            reason = "nama atau jenis alamat ini tidak dikenal"
        raise ServerError(
            f"Alamat {host}:{port} tidak dapat dipakai ({reason}); pilih --port lain atau --host lain."
        ) from error
    return taken


def refuse_unusable(api_url: str) -> None:
    """Raises ServerError where nobody answers at an address, or where it wants another password than the one set."""
    if not answers(api_url):
        raise ServerError(f"Server Prefect '{api_url}' (PREFECT_API_URL) tidak menjawab.")
    if own := os.environ.get(PASSWORD):  # who knows the server's password need not name it twice
        os.environ.setdefault("PREFECT_API_AUTH_STRING", own)
    login = base64.b64encode(os.environ.get("PREFECT_API_AUTH_STRING", "").encode()).decode()
    asked = f"{api_url}/admin/version"
    request = urllib.request.Request(asked, headers={"Authorization": f"Basic {login}"})  # noqa: S310 as below
    try:
        urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 of the operator's choice
    except urllib.error.HTTPError as error:
        if error.code in _REFUSED:
            raise ServerError(f"Server Prefect '{api_url}' {_REFUSED[error.code]}") from error


def answers(api_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=5):  # noqa: S310 of our own or the operator's choice
            return True
    except urllib.error.HTTPError:
        return True  # it answers, if only that it wants a login
    except (OSError, ValueError):
        return False


def drain() -> None:
    """Send what this process still has to say to the server: log lines and events."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=10)
    EventsWorker.drain_all()


def settle(flow_run_id: UUID, seconds: float = 60, quiet: float = 0.6) -> bool:
    """Wait until the server has written every task run of a flow run; whether it had in time."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter

    drain()
    of_run = FlowRunFilter(id={"any_": [flow_run_id]})
    seen, since, end = -1, time.monotonic(), time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while time.monotonic() < end:
            runs = client.read_task_runs(flow_run_filter=of_run, limit=200)
            open_runs = [run for run in runs if run.state is None or not run.state.is_final()]
            if len(runs) != seen or open_runs:
                seen, since = len(runs), time.monotonic()
            elif time.monotonic() - since >= quiet:
                return True
            time.sleep(0.1)
    return False

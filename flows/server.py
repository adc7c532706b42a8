"""A Prefect server for one run: starts beside it, keeps its whole history, goes with it.

Prefect can start a temporary server by itself, but stops it before the task runs in its queue are written, and says so
with tracebacks. This one is waited for (`settle`). Prefect is imported late here: the server's process starts
first and the slow imports of the run go on beside it.
"""

import gc
import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # offline: failing telemetry, locked databases
    "DO_NOT_TRACK": "1",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tasks",  # what the steps log belongs to the run's log
}
"""What every Prefect process of ours is told."""

_SERVER_ONLY = {
    "PREFECT__SERVER_EPHEMERAL": "1",  # no user interface, no scheduler
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_API_BLOCKS_REGISTER_ON_START": "false",  # 1.5 s; `spm serve` does it where it is needed
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "1",  # write each event at once, so that settling is short
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "1",
    "MALLOC_ARENA_MAX": "2",
}

EMPTY_DATABASE = Path(sys.prefix) / "share" / "spm" / "prefect.db"
"""A migrated database without runs, made by `python -m flows.server prepare`; saves a new home 10 s of migrations."""


class ServerError(RuntimeError):
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
        if not _answers(named):
            raise ServerError(f"Server Prefect '{named}' (PREFECT_API_URL) tidak menjawab.")
        yield None
        return
    own = Server(Path(os.environ.setdefault("PREFECT_HOME", str(home.absolute()))))
    try:
        yield own
    finally:
        if "prefect" in sys.modules:
            drain()
        own.stop()


class Server:
    """A child process on a free port of this machine, closed to everybody who does not know its password."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        if EMPTY_DATABASE.exists() and not (home / "prefect.db").exists():
            shutil.copy(EMPTY_DATABASE, home / "prefect.db")
        self.log = home / "server.log"
        self.password = f"spm:{secrets.token_urlsafe()}"
        os.environ |= dict.fromkeys(("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"), self.password)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.server", "run"],
                env=os.environ | _SERVER_ONLY,
                stdin=subprocess.PIPE,  # when we are gone, however, the child reads its end
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the run; the server is needed until the run has ended
            )
        self.api_url = f"http://127.0.0.1:{int(self._process.stdout.readline() or 0)}/api"
        os.environ["PREFECT_API_URL"] = self.api_url

    def wait(self, seconds: float = 180) -> None:
        """Return as soon as the server answers. Raises ServerError."""
        end = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < end:
            if _answers(self.api_url):
                return
            time.sleep(0.05)
        raise ServerError(f"Server Prefect tidak dapat dijalankan; rinciannya ada di {self.log}")

    def stop(self) -> None:
        """End the process; whatever PREFECT_API_URL pointed to is gone afterwards."""
        for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING"):
            os.environ.pop(name, None)
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _answers(api_url: str) -> bool:
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
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    drain()
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
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


def _run() -> None:
    """The child: takes a free port, says which, serves until it is told to stop or its parent is gone."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    print(taken.getsockname()[1], flush=True)
    gc.disable()  # what is imported stays: looking for garbage in it costs a fifth of the start
    import uvicorn
    from prefect.server.api.server import create_app

    gc.freeze()
    gc.enable()
    serving = uvicorn.Server(uvicorn.Config(create_app, factory=True, log_level="error", lifespan="on"))
    threading.Thread(target=_stop_with_parent, args=[serving], daemon=True).start()
    serving.run(sockets=[taken])


def _stop_with_parent(serving: object) -> None:
    sys.stdin.buffer.read()
    serving.should_exit = True


def _prepare() -> None:
    """Make `EMPTY_DATABASE`, once per Prefect version."""
    import asyncio
    import tempfile

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(QUIET | {"PREFECT_HOME": home})
        from prefect.server.database import provide_database_interface

        async def migrate() -> None:
            database = provide_database_interface()
            await database.create_db()
            await (await database.engine()).dispose()

        asyncio.run(migrate())
        EMPTY_DATABASE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(home) / "prefect.db", EMPTY_DATABASE)


if __name__ == "__main__":
    {"run": _run, "prepare": _prepare}[sys.argv[1]]()

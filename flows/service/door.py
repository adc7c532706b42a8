"""The door's process: alone (`spm door`), or beside `spm serve` as `python -m flows.service.door`. It knows no
Prefect."""

import logging
import subprocess
import sys
import threading
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING

from config.settings import Settings, settings
from flows.command.screen import out
from flows.lock import only_one
from flows.service.background import in_background
from flows.service.server import listener_at

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
_LOOK_SECONDS, _AGAIN_SECONDS, _PATIENCE = 2, 5, 8
_AT_ONCE = 200
"""Connections; who comes beyond them is told to come again."""

log = logging.getLogger(__name__)


def serve_door(host: str = HOST, port: int = 0, until_parent_ends: bool = False) -> None:
    """Serves the door of this site until Ctrl-C or SIGTERM; `port` is the settings' where none is said. Raises
    ServerError, AlreadyRunning, WrongSite, LedgerError."""
    site = settings()
    with only_one(site.home / "locks" / "door.lock", "spm door untuk folder ini", advice="hentikan dulu yang itu"):
        taken = listener_at(host, port or site.of_door.port)
        serving = _serving(site)
        if until_parent_ends:
            threading.Thread(target=_stop_with_parent, args=[serving], daemon=True).start()
        out().print(f"Pintu       http://{host}:{taken.getsockname()[1]}")
        with taken, suppress(KeyboardInterrupt):
            serving.run(sockets=[taken])


def _serving(site: Settings) -> "uvicorn.Server":
    import uvicorn

    from flows.service.pace import SeldomTicking
    from tasks.door.desk import Desk
    from tasks.door.door import Door
    from tasks.home.site import ledger_of, make_inbox

    door = Door(Desk(site, ledger_of(site))).guarded()
    make_inbox(site)
    how = {"access_log": False, "log_config": None, "server_header": False}
    bounds = {"limit_concurrency": _AT_ONCE, "timeout_graceful_shutdown": _PATIENCE - 3}
    return SeldomTicking(uvicorn.Config(door, proxy_headers=True, forwarded_allow_ips=HOST, **how, **bounds))


def _stop_with_parent(serving: "uvicorn.Server") -> None:
    sys.stdin.buffer.read()
    serving.should_exit = True


def door_beside(site: Settings) -> AbstractContextManager[None]:
    """The door of a site whose settings name one, for as long as the block runs."""
    return in_background("pintu", _keep_open) if site.door is not None else nullcontext()


def _keep_open(ended: threading.Event) -> None:
    """One that ends by itself is begun again: whoever sends has lost nothing but its checks."""
    while not ended.is_set():
        process = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)  # noqa: S603 our own
        while process.poll() is None and not ended.wait(_LOOK_SECONDS):
            pass
        if process.poll() is None:
            _end(process)
        else:
            log.warning("Pintu berhenti sendiri (%s); dijalankan lagi", process.returncode)
            ended.wait(_AGAIN_SECONDS)


def _end(process: subprocess.Popen) -> None:
    process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _main() -> int:
    from flows.command.failures import told

    try:
        serve_door(until_parent_ends=True)
    except Exception as error:
        return told(error)
    return 0


if __name__ == "__main__":
    sys.exit(_main())

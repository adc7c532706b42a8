"""Kills runs at random moments and looks whether anything was lost: `make crash`; `python -m tests.crash --kills 20`.

A disturbed home is one in which a run was killed (kill -9) and a normal run followed. It must hold, byte for byte, the
report of an undisturbed home, the same rows in the ledger, the same archive, and nothing half written.

`run`: the run and its readers die, Prefect's server lives. `server`: Prefect's server dies during a run. `power`: the
run, its readers and its own server die in the same moment.
"""

import argparse
import multiprocessing
import os
import pkgutil
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import sqlalchemy as sa

from flows.service.server import QUIET, Server
from schemas.ledger import METADATA
from schemas.period import Period
from tasks import report
from tasks.forms.samples import write_samples
from tasks.home.receipt_keys import KEY_FILE
from tasks.ledger.ledger import Ledger
from tests.night import night

PROVINCE, PERIOD = "34", Period(2024, 4)
NOW = datetime(2025, 1, 22, 23, 59, 59, tzinfo=ZoneInfo("Asia/Jakarta"))
FORKS = multiprocessing.get_context("forkserver")
RENDERERS = [one.name for one in pkgutil.walk_packages(report.__path__, "tasks.report.")]
_ACCOUNTS_OF_RUNS = {"runs", "expected", "publications", "looks", "site"}
"""Tables that say when something ran and whose they are: they differ from home to home as they should."""
_PATIENCE = 240
"""Seconds after which a run that does not end counts as hanging."""


@dataclass(frozen=True)
class State:
    """What a home holds that must not depend on crashes."""

    report: dict[str, str]
    ledger: dict[str, str]
    archive: dict[str, str]
    leftovers: tuple[str, ...]

    def differences(self, other: "State") -> list[str]:
        found = []
        for what in ("report", "ledger", "archive"):
            mine, theirs = getattr(self, what), getattr(other, what)
            found += [
                f"{what}: {name}" for name in sorted(mine.keys() | theirs.keys()) if mine.get(name) != theirs.get(name)
            ]
        return found + [f"left over: {name}" for name in other.leftovers]


def state_of(home: Path) -> State:
    outbox = home / "outbox"
    hidden = sorted(str(path) for folder in (outbox, home / "archive") for path in folder.rglob(".*"))
    return State(_digests(outbox), _ledger_digests(home), _digests(home / "archive"), tuple(hidden))


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def _ledger_digests(home: Path) -> dict[str, str]:
    """Table -> digest of its rows, as they were recorded."""
    engine = Ledger(f"sqlite:///{home / 'spm.db'}").engine
    tables = {name: table for name, table in METADATA.tables.items() if name not in _ACCOUNTS_OF_RUNS}
    with engine.connect() as connection:
        rows = {
            name: connection.execute(sa.select(table).order_by(table.c.id)).fetchall() for name, table in tables.items()
        }
    return {name: sha256(repr(found).encode()).hexdigest() for name, found in rows.items()}


def new_home(place: Path, inbox: Path) -> Path:
    """A home with the inbox's files and a receipt key that is the same in all of them."""
    shutil.copytree(inbox, place / "inbox")
    (place / KEY_FILE).touch(0o600)
    (place / KEY_FILE).write_text("5" * 64 + "\n")
    return place


def start(home: Path, shared: bool) -> "subprocess.Popen | Forked":
    """A run as an operator starts it, in a session of its own; on the `shared` server or on one of its own."""
    if shared:
        return Forked(home)
    return subprocess.Popen(  # noqa: S603 our own command
        [sys.executable, "-m", "tests.night", PROVINCE, PERIOD.key, NOW.isoformat()],
        env=os.environ | QUIET | _of(home),
        stdout=subprocess.DEVNULL,
        stderr=(home / "stderr.log").open("ab"),
        start_new_session=True,
    )


class Forked:
    """A run on the shared server, in a process that was forked from one that has imported everything: half of a run's
    time are imports, in which nothing can be lost, and a kill is worth more after them."""

    def __init__(self, home: Path) -> None:
        self._process = FORKS.Process(target=_run_in, args=[home])
        self._process.start()
        self.pid = self._process.pid

    def wait(self, seconds: float | None = None) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("spm run", seconds)
        return self._process.exitcode


def _run_in(home: Path) -> None:
    os.setsid()
    os.environ.update(_of(home))
    with (home / "stderr.log").open("ab") as log, open(os.devnull, "wb") as nothing:
        os.dup2(log.fileno(), sys.stderr.fileno())
        os.dup2(nothing.fileno(), sys.stdout.fileno())
    sys.exit(night(PROVINCE, PERIOD.key, NOW))


def _of(home: Path) -> dict[str, str]:
    return {"SPM_HOME": str(home), "SPM_SETTLE_SECONDS": "0"}


def end_well(home: Path, shared: bool) -> float:
    """A normal run; how long it took. Raises AssertionError for one that hangs or ends with a mistake of ours."""
    began = time.monotonic()
    code = start(home, shared).wait(_PATIENCE)
    assert code in (0, 1), f"a normal run ended with {code}: {(home / 'stderr.log').read_text()[-2000:]}"
    return time.monotonic() - began


def kill_all(process: "subprocess.Popen | Forked") -> None:
    """The process and everything it started, at once; nothing gets a chance to tidy up."""
    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        family = []
    for one in family:
        one.send_signal(signal.SIGSTOP)
    for one in family:
        one.kill()
    process.wait()


@contextmanager
def shared_server(folder: Path) -> Iterator[None]:
    """A Prefect server for many runs, and the process that they are forked from."""
    os.environ |= QUIET | {"PREFECT_HOME": str(folder)}
    own = Server(folder)
    own.begin()
    try:
        own.wait()
        FORKS.set_forkserver_preload(["__main__", "flows.command.cli", "flows.nightly", *RENDERERS])
        yield
    finally:
        own.stop()


def disturb_run(home: Path, moment: float, shared: bool = True) -> None:
    process = start(home, shared)
    time.sleep(moment)
    kill_all(process)


def disturb_power(home: Path, moment: float) -> None:
    disturb_run(home, moment, shared=False)


def disturb_server(home: Path, moment: float) -> None:
    """The run may end well without its server, or not at all; then a person would end it."""
    process = start(home, shared=False)
    time.sleep(moment)
    for child in psutil.Process(process.pid).children(recursive=True):
        if "flows.service.application" in child.cmdline():
            child.kill()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        kill_all(process)


DISTURBANCES = {"run": disturb_run, "server": disturb_server, "power": disturb_power}


def disturbed(kind: str, inbox: Path, expected: State, seconds: float, seed: int, shared: bool) -> list[str]:
    """What is wrong in a home after a run was disturbed in its first `seconds`, and a normal one followed."""
    moment = random.Random(seed).uniform(0, seconds)
    with tempfile.TemporaryDirectory(prefix="spm-crash-") as place:
        home = new_home(Path(place) / "home", inbox)
        DISTURBANCES[kind](home, moment)
        end_well(home, shared)
        return [
            f"{kind} killed after {moment:.2f} s (seed {seed}): {one}" for one in expected.differences(state_of(home))
        ]


def measure(kills: dict[str, int], first_seed: int) -> list[str]:
    """Every fault found. Prints a line a disturbance."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="spm-crash-") as place:
        inbox = Path(place) / "inbox"
        write_samples(PROVINCE, PERIOD, inbox)
        with shared_server(Path(place) / "prefect"):
            home = new_home(Path(place) / "undisturbed", inbox)
            end_well(home, shared=True)
            expected = state_of(home)
            seconds = {"run": end_well(new_home(Path(place) / "again", inbox), shared=True)}
            seconds["server"] = seconds["power"] = end_well(new_home(Path(place) / "alone", inbox), shared=False)
            print(f"undisturbed: {seconds['run']:.1f} s, with a server of its own {seconds['power']:.1f} s", flush=True)
            for kind, count in kills.items():
                for number in range(count):
                    found = disturbed(kind, inbox, expected, seconds[kind], first_seed + number, shared=True)
                    faults += found
                    print(f"{kind} {number + 1}/{count}: {'; '.join(found) or 'fine'}", flush=True)
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many runs are killed")
    parser.add_argument("--servers", type=int, default=10, help="how often Prefect's server is killed")
    parser.add_argument("--power", type=int, default=20, help="how often everything is killed together")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = measure({"run": asked.kills, "server": asked.servers, "power": asked.power}, asked.seed)
    print(f"{asked.kills + asked.servers + asked.power} disturbances, {len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())

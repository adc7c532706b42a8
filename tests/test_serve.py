"""`spm serve`: one command starts everything, ends cleanly, and goes on where it was."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.cli import main
from flows.lock import only_one

pytestmark = pytest.mark.flow

COMMAND = "from flows.cli import main; raise SystemExit(main())"


class Service:
    """`spm serve` as a process of its own."""

    def __init__(self, home: Path, *, port: int = 0, **environment: str) -> None:
        self.port, self.screen = port or free_port(), home / "screen.txt"
        home.mkdir(parents=True, exist_ok=True)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SPM_"))}
        with self.screen.open("w") as screen:
            self.process = subprocess.Popen(  # noqa: S603 our own program
                [sys.executable, "-c", COMMAND, "serve", "--port", str(self.port)],
                env=clean | {"SPM_HOME": str(home)} | environment,
                stdout=screen,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> "Service":
        """Until runs are being executed."""
        eventually(lambda: "Ctrl-C untuk berhenti" in self.text() or self.process.poll() is not None, 90)
        assert self.process.poll() is None, self.text()
        return self

    def text(self) -> str:
        return self.screen.read_text()

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)

    def ask(self, path: str, **body: object) -> object:
        answer = httpx.post(f"http://127.0.0.1:{self.port}/api/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def runs(self) -> list[dict]:
        return self.ask("flow_runs/filter", sort="EXPECTED_START_TIME_ASC")

    def deployment(self, name: str) -> dict:
        return next(one for one in self.ask("deployments/filter") if one["name"] == name)

    def start(self, deployment: str, **request: str) -> dict:
        """A run, started as the form does it."""
        path = f"deployments/{self.deployment(deployment)['id']}/create_flow_run"
        return self.ask(path, parameters={"request": request}, state={"type": "SCHEDULED"})

    def ended(self, run: dict, seconds: float = 90) -> dict:
        """The run's last state."""

        def last() -> dict:
            return next(one["state"] for one in self.runs() if one["id"] == run["id"])

        eventually(lambda: last()["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"), seconds)
        return last()


@contextmanager
def serving(home: Path, **options: object) -> Iterator[Service]:
    service = Service(home, **options)
    try:
        yield service.wait()
    finally:
        if service.process.poll() is None:
            service.end(signal.SIGTERM)


def eventually(true: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settled(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text)


@pytest.fixture
def jayapura(home: Path) -> Path:
    """A home that serves Papua at two in the morning."""
    settled(home, '[schedule.91]\nnightly = "02:00"\nintake_minutes = 0\n')
    return home


def test_it_starts_everything_and_the_nights_are_scheduled_where_the_province_lies(jayapura: Path) -> None:
    """Also a guard for the pins: with SQLAlchemy 2.1 everything looks well and no scheduled run ever appears."""
    with serving(jayapura) as service:
        eventually(service.runs, 60)
        runs = service.runs()
        assert {run["state"]["type"] for run in runs} == {"SCHEDULED"}
        assert {re.sub(r"^.*T", "", run["expected_start_time"])[:5] for run in runs} == {"17:00"}  # 02.00 WIT
        assert "laporan setiap malam pukul 02.00 WIT" in service.text()
        assert f"http://127.0.0.1:{service.port}" in service.text()
        page = httpx.get(f"http://127.0.0.1:{service.port}/", follow_redirects=True)
        assert "text/html" in page.headers["content-type"]


def test_it_ends_cleanly_and_goes_on_when_it_is_started_again(jayapura: Path) -> None:
    scheduled = []
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGTERM):
        service = Service(jayapura).wait()
        eventually(service.runs, 60)
        scheduled.append([run["expected_start_time"] for run in service.runs()])
        assert service.deployment("malam-91")["paused"] is False
        assert service.end(how) == 0
        assert service.text().splitlines()[-1].startswith("Berhenti.")
        assert "Traceback" not in service.text()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", service.port)) != 0, "the server must have gone with it"
    assert scheduled[0] == scheduled[1] == scheduled[2]


def test_a_province_that_is_no_longer_served_is_no_longer_scheduled(jayapura: Path) -> None:
    with serving(jayapura):
        pass
    settled(jayapura, "[schedule.34]\nintake_minutes = 0\n")
    with serving(jayapura) as service:
        eventually(service.runs, 60)
        names = {one["name"] for one in service.ask("deployments/filter")}
        assert "malam-34" in names
        assert "malam-91" not in names
        assert {run["parameters"]["request"]["province"][:2] for run in service.runs()} == {"34"}


def test_it_is_not_started_twice_for_one_folder(jayapura: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(jayapura / "locks" / "serve.lock", ""):
        assert main(["serve", "--port", str(free_port())]) == 2
    assert "spm serve untuk folder ini sedang berjalan" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(jayapura: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["serve", "--port", str(other.getsockname()[1])]) == 2
    assert "tidak dapat dipakai" in capsys.readouterr().err


def test_nobody_outside_this_machine_reaches_it_without_a_password(
    jayapura: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--port", str(free_port())]) == 2  # noqa: S104 it is refused
    assert "memerlukan kata sandi" in capsys.readouterr().err


def test_a_schedule_for_a_province_that_does_not_exist_is_named(home: Path) -> None:
    settled(home, "[schedule.99]\n")
    service = Service(home)
    assert service.process.wait(60) == 2
    assert "Provinsi '99' tidak dikenal" in service.text()

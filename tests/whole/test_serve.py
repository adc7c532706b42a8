"""`spm serve`: one command starts everything, ends cleanly, and goes on where it was."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import psutil
import pytest

from config.settings import Settings, settings
from flows.command.cli import main
from flows.lock import only_one
from flows.service.running_service import announced, only_service, server_of_service
from schemas.ledger import publications
from schemas.period import Period
from tasks.forms.samples import write_samples
from tasks.ledger.ledger import Ledger
from tests.door_visitors import LOCAL, eventually, free_port

pytestmark = pytest.mark.usefixtures("no_server")

DUE_NOW = Period.due_on(datetime.now(ZoneInfo("Asia/Jakarta")).date())
"""As the runs of these provinces see it, wherever the tests run."""
YOGYAKARTA = {"province": "34 Daerah Istimewa Yogyakarta"}
PLAIN = "[schedule.34]\nintake_minutes = 0\n"
PAPUA = '[schedule.91]\nnightly = "02:00"\nintake_minutes = 0\n'
NIGHTS_AHEAD = 3
"""So many runs of a schedule Prefect plans."""
COMMAND = "from flows.command.cli import main; raise SystemExit(main())"


class Service:
    """`spm serve` as a process of its own."""

    def __init__(self, home: Path, *, port: int = 0, **environment: str) -> None:
        self.port, self.screen, self.home = port or free_port(), home / "screen.txt", home
        self.set_login, self._sessions = environment.get("PREFECT_SERVER_API_AUTH_STRING", ""), {}
        home.mkdir(parents=True, exist_ok=True)
        self._first_screen = home / "screen-first.txt"
        if self.screen.exists() and not self._first_screen.exists():
            self.screen.rename(self._first_screen)
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
        eventually(lambda: "Ctrl-C untuk berhenti" in self.text() or self.process.poll() is not None, 300)
        assert self.process.poll() is None, self.text()
        return self

    def text(self) -> str:
        return self.screen.read_text()

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(120)

    @property
    def login(self) -> tuple[str, str]:
        """Of who may everything: the one that was set, or made at the first start, which shows it once."""
        if self.set_login:
            name, _, password = self.set_login.partition(":")
            return name, password
        shown = self._first_screen if self._first_screen.exists() else self.screen
        return re.search(r"nama (\S+), kata sandi (\S+)", shown.read_text()).groups()

    @property
    def token(self) -> tuple[str, str]:
        """Of the service itself, until it ends."""
        note = json.loads((self.home / "locks" / "serve.json").read_text())
        name, _, token = note["PREFECT_API_AUTH_STRING"].partition(":")
        return name, token

    def client(self, login: tuple[str, str] | None) -> httpx.Client:
        """A program's by its token; a person's once it has come in, with the session that all of them share."""
        program = login is not None and login[0] == self.token[0]
        return httpx.Client(
            base_url=self.address,
            timeout=120,
            verify=LOCAL,
            auth=login if program else None,
            cookies=self.session(login) if login and not program else None,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def session(self, login: tuple[str, str]) -> httpx.Cookies:
        """Of a person; nothing where nobody has that password."""
        if login not in self._sessions:
            sent = dict(zip(("nama", "sandi"), login, strict=True))
            self._sessions[login] = httpx.post(f"{self.address}/masuk", data=sent, timeout=120, verify=LOCAL).cookies
        return self._sessions[login]

    def ask(self, path: str, **body: object) -> object:
        with self.client(self.login) as client:
            answer = patiently(lambda: client.post(f"/api/{path}", json=body))
        assert answer.is_success, answer.text
        return answer.json()

    def runs(self) -> list[dict]:
        return self.ask("flow_runs/filter", sort="EXPECTED_START_TIME_ASC")

    def nights(self, province: str) -> list[dict]:
        """The runs of a province's nightly schedule, those to come too."""
        of = self.deployment(f"malam-{province}")["id"]

        def found() -> list[dict]:
            return [run for run in self.runs() if run["deployment_id"] == of]

        eventually(lambda: sum(run["auto_scheduled"] for run in found()) >= NIGHTS_AHEAD)
        return found()

    def deployment(self, name: str) -> dict:
        return next(one for one in self.ask("deployments/filter") if one["name"] == name)

    def start(self, deployment: str, **request: str) -> dict:
        """A run, started as the form does it."""
        path = f"deployments/{self.deployment(deployment)['id']}/create_flow_run"
        return self.ask(path, parameters={"request": request}, state={"type": "SCHEDULED"})

    def state(self, run: dict) -> dict:
        return next(one["state"] for one in self.runs() if one["id"] == run["id"])

    def is_at_work(self, run: dict) -> bool:
        """It has begun, and has got its name."""
        now = next(one for one in self.runs() if one["id"] == run["id"])
        return now["state"]["type"] == "RUNNING" and now["name"] != run["name"]

    def ended(self, run: dict, seconds: float = 300) -> dict:
        """The run's last state."""
        eventually(lambda: self.state(run)["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"), seconds)
        return self.state(run)


@contextmanager
def serving(home: Path, **options: object) -> Iterator[Service]:
    service = Service(home, **options)
    try:
        yield service.wait()
    finally:
        if service.process.poll() is None:
            service.end(signal.SIGTERM)


def copies_of(service: Service, name: str = "spm salinan") -> list[psutil.Process]:
    """What runs are copied from, or the server."""
    return [one for one in psutil.Process(service.process.pid).children() if one.name() == name]


def patiently(send: Callable[[], httpx.Response]) -> httpx.Response:
    """As Prefect's client, that waits where the database is busy."""
    for _ in range(30):
        answer = send()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
    return answer


def beside(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """`spm run` in a shell of the same machine, that knows nothing of the service but the folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SPM_"))}
    return subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-c", COMMAND, "run", *arguments],
        env=clean | {"SPM_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settled(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text)


@pytest.fixture
def jayapura(home: Path) -> Path:
    """A home that serves Papua at two in the morning, and Yogyakarta."""
    settled(home, PAPUA + PLAIN)
    return home


def test_it_starts_everything_ends_cleanly_and_goes_on_when_it_is_started_again(jayapura: Path) -> None:
    nights, cut_off = [], {}
    with only_one(jayapura / "locks" / "91.lock", ""):  # a run goes on for as long as the service does
        for end in (
            lambda it: os.killpg(it.pid, signal.SIGINT),
            lambda it: it.terminate(),
        ):  # Ctrl-C; a service manager
            service = Service(jayapura).wait()
            everything_has_started(service)
            nights.append([run["expected_start_time"] for run in service.nights("91")])
            assert service.deployment("malam-91")["paused"] is False
            assert ("Diulang     Laporan 91 " in service.text()) == bool(cut_off)
            schedules_are_those_of_the_settings(service, dropped=bool(cut_off))
            cut_off = cut_off or service.start("jalankan-sekarang", province="91 Papua")
            eventually(lambda service=service, run=cut_off: service.is_at_work(run))
            end(service.process)
            assert service.process.wait(120) == 0
            assert service.text().splitlines()[-1].startswith("Berhenti.")
            assert "Traceback" not in service.text()
            with socket.socket() as probe:
                assert probe.connect_ex(("127.0.0.1", service.port)) != 0, "the server must have gone with it"
            settled(jayapura, PAPUA)
    assert len(set(nights[0]) & set(nights[1])) >= NIGHTS_AHEAD - 1, "one may have begun between the two"


def schedules_are_those_of_the_settings(service: Service, dropped: bool) -> None:
    """What they no longer name is no longer scheduled."""
    if not dropped:
        assert service.nights("34")
    assert ("malam-34" in {one["name"] for one in service.ask("deployments/filter")}) is not dropped
    planned = [run for run in service.runs() if run["state"]["type"] == "SCHEDULED"]
    assert bool([run for run in planned if "34" in str(run["parameters"])]) is not dropped


def everything_has_started(service: Service) -> None:
    """The nights are scheduled where the province lies. Also a guard for the pins: with SQLAlchemy 2.1 everything looks
    well and no scheduled run ever appears."""
    runs = service.nights("91")
    assert {run["state"]["type"] for run in runs} == {"SCHEDULED"}
    assert {re.sub(r"^.*T", "", run["expected_start_time"])[:5] for run in runs} == {"17:00"}  # 02.00 WIT
    assert "laporan setiap malam pukul 02.00 WIT" in service.text()
    assert f"http://127.0.0.1:{service.port}" in service.text()
    page = httpx.get(service.address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert "text/html" in page.headers["content-type"]


@pytest.fixture
def yogyakarta(home: Path) -> Path:
    """A home with the submissions of the quarter that is due."""
    settled(home, PLAIN)
    write_samples("34", DUE_NOW, home / "inbox")
    return home


def test_whatever_meets_or_is_cut_off_makes_one_report_and_loses_nothing(yogyakarta: Path) -> None:
    with serving(yogyakarta) as service:
        with only_one(yogyakarta / "locks" / "34.lock", ""):  # none ends before all have begun
            nights = [service.start("malam-34", **YOGYAKARTA) for _ in range(2)]
            others = [service.start("jalankan-sekarang", **YOGYAKARTA) for _ in range(3)]
            eventually(lambda: "CANCELLED" in {service.state(run)["type"] for run in nights})
        states = [service.ended(run) for run in (*nights, *others)]
        assert sorted(state["type"] for state in states) == ["CANCELLED", *["COMPLETED"] * 4]
        assert sorted(state["name"] for state in states if state["type"] == "COMPLETED") == [
            "Perlu tindakan",
            *["Tidak ada yang baru"] * 3,
        ]
        assert taken_in(yogyakarta) == submissions(yogyakarta)
        assert len(published(yogyakarta)) == 1
        assert beside(yogyakarta, "--province", "34").returncode == 1  # some are rejected, as before
        (from_shell,) = [run for run in service.runs() if run["deployment_id"] is None]
        assert from_shell["state"]["name"] == "Tidak ada yang baru"
        page = service.ask("artifacts/filter", artifacts={"key": {"any_": [f"laporan-34-{DUE_NOW}".lower()]}})
        assert all("](/laporan/34/" in one["data"] for one in page), "links open in the service's own pages"

        (yogyakarta / "outbox" / "34" / DUE_NOW.key / "manifest.json").unlink()
        with only_one(yogyakarta / "locks" / "34.lock", ""):  # it does not end before it is cut off
            cut_off = service.start("malam-34", **YOGYAKARTA)
            eventually(lambda: service.is_at_work(cut_off))
            the_power_fails(service)
    make_late(yogyakarta)
    with serving(yogyakarta) as service:
        assert f"Diulang     Laporan 34 Daerah Istimewa Yogyakarta {DUE_NOW}" in service.text()
        now = datetime.now(UTC).isoformat()
        late = [run for run in service.nights("34") if run["auto_scheduled"] and run["expected_start_time"] < now]
        states = [service.ended(run) for run in (cut_off, *late)]
        assert len(late) == NIGHTS_AHEAD
        assert {state["type"] for state in states} <= {"COMPLETED", "CANCELLED"}
        assert "Perlu tindakan" in {state["name"] for state in states}
    assert len(published(yogyakarta)) == 2
    assert taken_in(yogyakarta) == submissions(yogyakarta)


def the_power_fails(service: Service) -> None:
    for one in (*psutil.Process(service.process.pid).children(recursive=True), service.process):
        one.kill()


def make_late(home: Path) -> None:
    """The nights that were scheduled have passed while the machine was off."""
    past = datetime.now(UTC) - timedelta(hours=3)
    with sqlite3.connect(home / "prefect" / "prefect.db") as history:
        history.execute(
            "UPDATE flow_run SET next_scheduled_start_time = ?, expected_start_time = ? WHERE auto_scheduled = 1",
            [past.strftime("%Y-%m-%d %H:%M:%S.%f")] * 2,
        )
        history.execute(
            "UPDATE flow_run_state SET state_details = json_set(state_details, '$.scheduled_time', ?) "
            "WHERE flow_run_id IN (SELECT id FROM flow_run WHERE auto_scheduled = 1)",
            [past.isoformat()],
        )
    history.close()


def taken_in(home: Path) -> list[str]:
    files = Ledger(f"sqlite:///{home / 'spm.db'}").files("34", DUE_NOW, datetime.now(UTC))
    return sorted(files["file_name"])


def submissions(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "inbox").iterdir() if not path.name.startswith("~$"))


def published(home: Path) -> list:
    return Ledger(f"sqlite:///{home / 'spm.db'}").rows(publications)


def test_what_a_service_left_behind_that_was_killed_leads_nowhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the port by now is somebody else."""
    monkeypatch.setattr("flows.service.running_service.answers", lambda url: True)
    here = settings()
    with only_service(here), announced_at("http://127.0.0.1:9/api", here):
        note = (home / "locks" / "serve.json").read_text()
        with server_of_service(here):
            assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:9/api"
        assert "PREFECT_API_URL" not in os.environ
    assert not (home / "locks" / "serve.json").exists()
    (home / "locks" / "serve.json").write_text(note)
    with server_of_service(here):
        assert "PREFECT_API_URL" not in os.environ


def test_a_server_that_the_operator_names_is_used_all_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.service.running_service.answers", lambda url: True)
    here = settings()
    with only_service(here), announced_at("http://127.0.0.1:9/api", here):
        monkeypatch.setenv("PREFECT_API_URL", "http://mesin-server:4200/api")
        with server_of_service(here):
            assert os.environ["PREFECT_API_URL"] == "http://mesin-server:4200/api"


@contextmanager
def announced_at(url: str, site: Settings) -> Iterator[None]:
    os.environ["PREFECT_API_URL"] = url
    with announced(site):
        del os.environ["PREFECT_API_URL"]
        yield


@pytest.mark.usefixtures("prefect_server")
def test_a_run_from_the_shell_that_died_does_not_stay_running(home: Path) -> None:
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Running

    from flows.service.serve import close_abandoned

    asked = {"request": {"province": "34 Daerah Istimewa Yogyakarta"}}
    nothing = flow(lambda request: None, name="mati")
    with get_client(sync_client=True) as client:
        run = client.create_flow_run(nothing, parameters=asked, state=Running())
        with only_one(home / "locks" / "34.lock", ""):  # it is being worked on
            close_abandoned(settings())
        assert client.read_flow_run(run.id).state.name == "Running"
        close_abandoned(settings())
        assert client.read_flow_run(run.id).state.name == "Terpotong"


@pytest.mark.usefixtures("prefect_server")
def test_a_task_does_not_stay_running_when_its_run_was_cut_off() -> None:
    from prefect import flow, task
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled, Completed, Crashed, Running, Scheduled

    from flows.cut_off import close_tasks_left

    nothing, step = flow(lambda: None, name="terhenti"), task(lambda: None, name="langkah")
    with get_client(sync_client=True) as client:

        def left(ended: object, of_task: object) -> object:
            run = client.create_flow_run(nothing, state=Running())
            one = client.create_task_run(step, run.id, dynamic_key="0", state=of_task)
            if ended:
                client.set_flow_run_state(run.id, ended, force=True)
            return one.id

        over = [left(state, Running()) for state in (Crashed(), Cancelled(), Completed(), Scheduled(name="Diulang"))]
        at_work, done = left(None, Running()), left(Crashed(), Completed())
        close_tasks_left({UUID(int=1)})  # of deployments that had no part in it
        assert {client.read_task_run(one).state.name for one in over} == {"Running"}
        close_tasks_left(None)
        assert {client.read_task_run(one).state.name for one in over} == {"Terpotong"}
        assert {client.read_task_run(one).state.type.value for one in over} == {"CRASHED"}
        assert [client.read_task_run(one).state.name for one in (at_work, done)] == ["Running", "Completed"]


def test_it_is_not_started_twice_for_one_folder(jayapura: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(jayapura / "locks" / "serve.lock", ""):
        for command in ("serve", "gate"):
            assert main([command, "--port", str(free_port())]) == 2
            assert "untuk folder ini sedang berjalan; hentikan yang itu dulu" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (["--port", "99999"], "porta antara 0 dan 65535"),
        (["--port", "-1"], "porta antara 0 dan 65535"),
        (["--host", "tidak-ada.invalid"], "nama atau jenis alamat ini tidak dikenal"),
        (["--host", "192.0.2.1"], "bukan alamat mesin ini"),
    ],
)
def test_an_address_that_cannot_be_is_named(
    jayapura: Path, capsys: pytest.CaptureFixture[str], where: list[str], told: str
) -> None:
    assert main(["serve", *where]) == 2
    said = capsys.readouterr()
    assert (told in said.err, "Traceback" in said.err) == (True, False)
    assert "nama operator, kata sandi" in said.out, "the password that was made is told all the same"


def test_a_port_that_is_taken_is_named(jayapura: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["serve", "--port", str(other.getsockname()[1])]) == 2
    assert "tidak dapat dipakai" in capsys.readouterr().err


def test_a_schedule_for_a_province_that_does_not_exist_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settled(home, "[schedule.99]\n")
    assert main(["serve", "--port", str(free_port())]) == 2
    assert "Provinsi '99' tidak dikenal" in capsys.readouterr().err

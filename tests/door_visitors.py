"""The door of a site for tests, and who comes to it: workbooks as bytes, and a visitor who uses the pages as a browser
does."""

import os
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import httpx
from starlette.testclient import TestClient

from config import catalogue
from config.settings import Settings, settings
from schemas.period import Period
from tasks.door.desk import Desk
from tasks.door.door import Door
from tasks.door.links import link_of, make_link
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity, write_form
from tasks.home.site import ledger_of

PERIOD, NOW = Period(2024, 4), datetime(2025, 1, 15, 3, 0, 0, tzinfo=UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Change = Callable[[dict[str, list[dict]]], object]
LOCAL = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For servers of this machine: to load all the world's certificates takes longer than what is asked."""


@cache
def workbook(
    code: str = "62.01", change: Change | None = None, period: Period = PERIOD, form: str = "", seed: int = 1
) -> bytes:
    """A filled-in form; `change` breaks something in its content."""
    layout, made = catalogue.layouts()[form] if form else catalogue.layout_of(code), BytesIO()
    content = content_of(code, period, seed)
    if form:
        content = {key: [row for row in rows if _field(row) in layout.fields] for key, rows in content.items()}
    if change:
        change(content)
    write_form(made, layout, form_identity(code, period, layout), content)
    return made.getvalue()


def _field(row: dict) -> str:
    return row.get("field_code") or (row.get("item_code") or row["service_code"]).split("-")[1]


def negative(content: dict[str, list[dict]]) -> None:
    """An error at Penerima!G6."""
    content["recipients"][0]["served"] = -5


def other(content: dict[str, list[dict]]) -> None:
    """Another report without a fault."""
    content["recipients"][0]["served"] -= 1


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Visitor:
    """Somebody with a browser, by a link of the regency (and its office)."""

    def __init__(self, desk: Desk, client: TestClient, code: str = "62.01", field: str = "") -> None:
        self.desk, self.client = desk, client
        _, self.secret = make_link(desk.ledger, code, field, None, desk.clock())
        self.link = link_of(desk.ledger, self.secret, desk.clock())

    def get(self, path: str, **options: object):
        return self.ask("GET", path, **options)

    def ask(self, method: str, path: str, **options: object):
        headers = {"cookie": f"pintu={self.secret}"} | options.pop("headers", {})
        answer = self.client.request(method, path, headers=headers, follow_redirects=False, **options)
        return self.get(answer.headers["location"]) if answer.status_code == 303 else answer

    def bring(self, content: bytes, name: str = "laporan.xlsx", **options: object):
        """The page with the findings, or the one that says why there is none."""
        return self.ask("POST", "/unggah", files={"berkas": (name, content, XLSX)}, **options)

    def checked(self, content: bytes, name: str = "laporan.xlsx") -> tuple[str, str]:
        """The check's id and the hash that the page would send."""
        page = self.bring(content, name)
        assert page.status_code == 200, page.text
        return str(page.url).rsplit("/", 1)[-1], re.search(r'name="sha256" value="(\w+)"', page.text)[1]

    def send(self, check: str, sha256: str, reason: str = ""):
        return self.ask("POST", f"/kirim/{check}", data={"sha256": sha256, "alasan": reason})

    def bring_and_send(self, content: bytes, name: str = "laporan.xlsx", reason: str = ""):
        return self.send(*self.checked(content, name), reason)


@contextmanager
def open_door(clock: Clock, site: Settings | None = None) -> Iterator[tuple[Desk, TestClient]]:
    site = site or settings()
    desk = Desk(site, ledger_of(site), clock)
    door = Door(desk)
    with TestClient(door.guarded(), base_url="http://pintu.test", raise_server_exceptions=True) as client:
        yield desk, client


_PROGRAM = """
import sys
from flows.command.cli import main
code = main(sys.argv[1:])
print("prefect:", "prefect" in sys.modules, flush=True)
sys.exit(code)
"""


class DoorProcess:
    """`spm door` of a home as an operator starts it, on a free port."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self.port, self.screen = home, free_port(), home / "layar.txt"
        arguments = [sys.executable, "-c", _PROGRAM, "door", "--port", str(self.port)]
        with self.screen.open("a") as screen:
            self.process = subprocess.Popen(  # noqa: S603 our own program
                arguments, env=os.environ | {"SPM_HOME": str(home)}, stdout=screen, stderr=screen
            )
        eventually(lambda: answers(self.address) or self.process.poll() is not None)
        assert self.process.poll() is None, self.text()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self, code: str, field: str = "") -> str:
        """The secret of a new one."""
        site = settings().model_copy(update={"home": self.home})
        return make_link(ledger_of(site), code, field, None, datetime.now(UTC))[1]

    def text(self) -> str:
        return self.screen.read_text()

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)


@contextmanager
def door_process(home: Path) -> Iterator[DoorProcess]:
    door = DoorProcess(home)
    try:
        yield door
    finally:
        door.end()


def free_port() -> int:
    """None that the system gives to whoever asks for any: until the server has it, another could be given it."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, verify=LOCAL).status_code == 200
    except httpx.HTTPError:
        return False


def eventually(holds: Callable[[], object], seconds: float = 300) -> None:
    """The bound is for what never happens: no machine is so slow."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.2)

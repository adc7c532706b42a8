"""How seldom the idle service looks for work."""

import asyncio
import selectors
import time
from collections.abc import Callable

import pytest
import uvicorn
from docket import Docket
from prefect.server.api import background_workers

from flows.service.pace import SeldomTicking, look_seldom

pytestmark = pytest.mark.whole

SECONDS = 2


def wakes(work: Callable, monkeypatch: pytest.MonkeyPatch) -> float:
    """Of an event loop, in a second of that work."""
    looks = []

    class Counting(selectors.DefaultSelector):
        def select(self, timeout: float | None = None) -> list:
            looks.append(time.monotonic())
            return super().select(timeout)

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Counting())) as runner:
        began = runner.run(work())
    return sum(began < look < began + SECONDS for look in looks) / SECONDS


async def prefects_worker() -> float:
    """As Prefect begins it, with nothing to do."""
    async with (
        Docket(name="tenang", url="memory://tenang") as docket,
        background_workers.background_worker(docket, webserver_only=True),
    ):
        await asyncio.sleep(1)  # what is made at the beginning
        began = time.monotonic()
        await asyncio.sleep(SECONDS)
        return began


async def ticking() -> float:
    server = SeldomTicking(uvicorn.Config(lambda: None))
    server.config.load()
    ends = asyncio.get_running_loop().call_later(SECONDS, lambda: setattr(server, "should_exit", True))
    began = time.monotonic()
    await server.main_loop()
    ends.cancel()
    return began


def test_prefects_own_worker_wakes_seldom_as_prefect_begins_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an update names or begins it otherwise, this fails: some 80 wakes a second are a third of idling."""
    before = wakes(prefects_worker, monkeypatch)
    monkeypatch.setattr(background_workers, "Worker", background_workers.Worker)
    look_seldom()
    assert wakes(prefects_worker, monkeypatch) < 10 < before


def test_a_server_that_nobody_asks_ticks_twice_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wakes(ticking, monkeypatch) < 6

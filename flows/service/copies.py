"""What `spm serve` consists of are copies of one process that has imported all that any of them needs, which so lies in
memory once. The server is one, and so is every run: imports take two seconds of a processor, in which who has clicked
sees nothing happen.

The runs' copies are made by multiprocessing's fork server. Here it is no program of its own but a copy too, taken
before `spm serve` has a thread or a connection.
"""

import asyncio
import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from importlib import import_module
from multiprocessing import connection, forkserver, resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import settings
from flows.service.logins import PASSWORD

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.types import ASGIApp

_BY_SERVER = (
    "uvicorn",
    "prefect.server.api.server",
    "flows.service.decide",
    "flows.service.enter",
    "flows.service.front_page",
    "flows.service.gate",
    "flows.service.report_pages",
    "tasks.answer.receipt_check",
    "tasks.inspect.review",
    "tasks.inspect.standing",
)
_BY_RUNS = (
    "prefect.runner",
    "prefect.flow_engine",
    "prefect.task_engine",
    "flows.nightly",
    "flows.approval",
    "flows.reprocess",
    "flows.submission",
    "flows.watch",
    "flows.service.deployments",
    __name__,
)

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
_LARGE = 2**20
_MOST_OF_SQLITE = 4 * 2**20

FORKS = sys.platform == "linux"
"""Elsewhere a process imports for itself."""

if FORKS:  # every run reads the settings as they are when it begins
    os.register_at_fork(after_in_child=settings.cache_clear)


def import_all() -> None:
    """Imports and builds, once, what no copy should have to build for itself. To be called before there are threads,
    and with the server's settings."""
    if not FORKS:
        return
    give_memory_back()
    for name in (*_BY_SERVER, *_BY_RUNS):
        import_module(name)
    from prefect.server.api.server import create_app
    from pydantic import BaseModel
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    _build_all(BaseModel)
    asyncio.run(_build_routes(create_app(final=True)))  # is kept by Prefect


def give_memory_back() -> None:
    """At once, where a thread has used much: glibc would keep the 16 MB that a password takes for the next, and each of
    Prefect's connections up to 80 MB of its database, which grows with every run."""
    with suppress(AttributeError):  # of glibc alone
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)  # else threads keep memory of their own, though one at a time works
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    with closing(sqlite3.connect(":memory:")) as any_database:  # holds for all of this process
        any_database.execute(f"PRAGMA soft_heap_limit = {_MOST_OF_SQLITE}")


def _build_all(kind: "type[BaseModel]") -> None:
    """What of Prefect's models waits for its first use, which would be another in every copy."""
    for model in kind.__subclasses__():
        model.model_rebuild(raise_errors=False)
        _build_all(model)


async def _build_routes(prefect: "ASGIApp") -> None:
    """FastAPI makes them when it is asked for the first time; for what is not there it looks at all of them."""
    import httpx

    login = tuple(os.environ[PASSWORD].split(":", 1))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(prefect), base_url="http://prefect", auth=login) as own:
        await own.get("/api/tidak-ada")


def begin_runs_in_copies() -> None:
    """Whatever this process starts by multiprocessing is a copy from now on. To be called before it has threads."""
    if not FORKS:
        return
    for name in _BY_RUNS:
        import_module(name)
    keep_as_it_is()
    # where multiprocessing keeps what it has started; should that end, it starts a program, with these modules
    copier = forkserver._forkserver
    copier._forkserver_address = connection.arbitrary_address("AF_UNIX")  # in a folder of this user alone
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(copier._forkserver_address)
        listener.listen()
        copier._forkserver_pid, copier._forkserver_alive_fd = _begun(_make_copies, listener.fileno())
    # nothing here has a name that outlives its process: who would remove such things need not be begun
    resource_tracker._resource_tracker._fd = os.open(os.devnull, os.O_WRONLY)
    multiprocessing.set_forkserver_preload(list(_BY_RUNS))
    # Prefect asks for a new program by this name
    multiprocessing.get_context("spawn").Process = multiprocessing.get_context("forkserver").Process


def end_runs() -> None:
    """At once: a run that may still speak would ask a server that is gone for a minute, or tell one that stays that it
    has crashed."""
    for process in multiprocessing.active_children():
        if not process.daemon:  # as the server is
            process.kill()


def keep_as_it_is() -> None:
    """What is never looked at for garbage is never written to, and stays shared with the copies; what nobody holds any
    more is closed, for two processes must not speak over one connection."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _begun(work: Callable[..., None], *kept: int) -> tuple[int, int]:
    """A copy of this process: its id, and what must stay open for as long as it is to live."""
    ends, alive = os.pipe()
    if process := os.fork():
        os.close(ends)
        return process, alive
    try:
        named("spm salinan")
        let_go_of_all_but(ends, *kept)
        os.setsid()  # Ctrl-C is for the service, which ends the runs
        work(*kept, ends)
    finally:
        os._exit(0)


def _make_copies(listener: int, ends: int) -> None:
    """Until `spm serve` and all copies have ended."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    forkserver.main(listener, ends, [])


def let_go_of_all_but(*kept: int) -> None:
    """The lock of the service and its connections end with `spm serve`, whoever lives on."""
    if not FORKS:
        return
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > sys.__stderr__.fileno() and number not in kept:
            with suppress(OSError):  # that of the listing itself
                os.close(number)


def named(name: str) -> None:
    """As `top` shows this process."""
    if FORKS:
        Path("/proc/self/comm").write_text(name, encoding="ascii")

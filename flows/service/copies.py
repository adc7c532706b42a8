"""What `spm serve` consists of are copies of one process that has imported all that any of them needs, which so lies in
memory once. The server is one, and so is every run: imports take two seconds of a processor, in which who has clicked
sees nothing happen.

The runs' copies are made by multiprocessing's fork server. Here it is no program of its own but a copy too, taken
before `spm serve` has a thread or a connection.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection, forkserver
from pathlib import Path
from typing import NoReturn

from config.settings import settings

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

_M_ARENA_MAX = -8

FORKS = sys.platform == "linux"
"""Elsewhere a process imports for itself."""

if FORKS:  # every run reads the settings as they are when it begins
    os.register_at_fork(after_in_child=settings.cache_clear)


def import_all() -> None:
    """Imports and builds, once, what no copy should have to build for itself. To be called before there are threads,
    and with the server's settings."""
    if not FORKS:
        return
    with suppress(AttributeError):  # of glibc alone
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)  # else every thread keeps some memory of its own
    for name in (*_BY_SERVER, *_BY_RUNS):
        import_module(name)
    from prefect.server.api.server import create_app
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    create_app(final=True)  # is kept by Prefect


def begin_runs_in_copies() -> None:
    """Whatever this process starts by multiprocessing is a copy from now on. To be called before it has threads."""
    if not FORKS:
        return
    for name in _BY_RUNS:
        import_module(name)
    keep_as_it_is()
    address = connection.arbitrary_address("AF_UNIX")  # in a folder of this user alone
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        ends, alive = os.pipe()
        process = os.fork()
        if process == 0:
            _make_copies(listener.detach(), ends)
    os.close(ends)
    # where multiprocessing keeps the server that it has started; should that end, it starts one with these modules
    kept = forkserver._forkserver
    kept._forkserver_address, kept._forkserver_alive_fd, kept._forkserver_pid = address, alive, process
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


def _make_copies(listener: int, ends: int) -> NoReturn:
    """Until `spm serve` and all copies have ended."""
    try:
        named("spm salinan")
        let_go_of_all_but(listener, ends)
        os.setsid()  # Ctrl-C is for the service, which ends the runs
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        forkserver.main(listener, ends, [])
    finally:
        os._exit(0)


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

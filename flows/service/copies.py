"""A run of `spm serve` begins in a copy of a process that has imported all it needs: imports take two seconds of a
processor, in which who has clicked sees nothing happen.

The copies are made by multiprocessing's fork server. Here it is no program of its own but a fork of `spm serve` itself,
taken before that has a thread or a connection: what both have imported lies in memory once.
"""

import gc
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection, forkserver
from typing import NoReturn

from config.settings import settings

_NEEDED = (
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

if sys.platform == "linux":  # every run reads the settings as they are when it begins
    os.register_at_fork(after_in_child=settings.cache_clear)


def begin_runs_in_copies() -> None:
    """Whatever this process starts by multiprocessing is a copy from now on. To be called before it has threads."""
    if sys.platform != "linux":  # elsewhere a run imports for itself
        return
    for name in _NEEDED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is never looked at for garbage is never written to, and stays shared
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
    multiprocessing.set_forkserver_preload(list(_NEEDED))
    # Prefect asks for a new program by this name
    multiprocessing.get_context("spawn").Process = multiprocessing.get_context("forkserver").Process


def _make_copies(listener: int, ends: int) -> NoReturn:
    """Until `spm serve` and all copies have ended."""
    try:
        _let_go_of_all_but(listener, ends)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        forkserver.main(listener, ends, [])
    finally:
        os._exit(0)


def _let_go_of_all_but(*kept: int) -> None:
    """The lock of the service and the pipes to its server end with `spm serve`, whoever lives on."""
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > sys.__stderr__.fileno() and number not in kept:
            with suppress(OSError):  # that of the listing itself
                os.close(number)

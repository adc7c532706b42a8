"""The server's process tells the one that executes runs what was asked of it. Else it would be found only at the next
look: seconds in which who has clicked sees nothing happen, and an hour in which what was cancelled still waits for a
decision."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_TO_BEGIN, _CHANGED = b".", b"~"
_ASKED = {"create_flow_run": _TO_BEGIN, "resume": _TO_BEGIN, "set_state": _CHANGED}
_MOST = 2**10


class News:
    """Around Prefect's application, in its process: a byte for `told` when a run was asked for, or given another state.
    Nobody needs to read it."""

    def __init__(self, prefect: "ASGIApp", told: socket) -> None:
        self._prefect, self._told = prefect, told
        told.setblocking(False)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        await self._prefect(scope, receive, send)
        asked = _ASKED.get(scope["path"].rpartition("/")[2]) if scope["type"] == "http" else None
        if asked and scope["method"] == "POST":
            with suppress(OSError):
                self._told.send(asked)


@contextmanager
def heeding(news: socket | None, to_begin: Callable[[], None], changed: Callable[[], None]) -> Iterator[None]:
    """Calls `to_begin` when a run is to, and `changed` when one came to another state. Where the server dies, this
    process is to end, as by Ctrl-C: without it nothing goes on."""
    ended = threading.Event()

    def listen() -> None:
        while said := news.recv(_MOST):
            for one, heed in ((_TO_BEGIN, to_begin), (_CHANGED, changed)):
                if one in said:
                    with suppress(RuntimeError):  # the service is just ending
                        heed()
        if not ended.is_set():
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    if news:
        threading.Thread(target=listen, name="kabar", daemon=True).start()
    try:
        yield
    finally:
        ended.set()

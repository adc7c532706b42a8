"""The server's process tells the one that executes runs that one is to begin. Else it would be found only at the next
look: seconds in which who has clicked sees nothing happen."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_BEGIN = ("/create_flow_run", "/resume")


class Starts:
    """Around Prefect's application, in its process: a byte for `told` when a run was asked for. Nobody needs to read
    it."""

    def __init__(self, prefect: "ASGIApp", told: socket) -> None:
        self._prefect, self._told = prefect, told
        told.setblocking(False)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        await self._prefect(scope, receive, send)
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"].endswith(_BEGIN):
            with suppress(OSError):
                self._told.send(b".")


@contextmanager
def looking_when_told(look: Callable[[], None], news: socket | None) -> Iterator[None]:
    """Calls `look` as often as a run is to begin. Where the server dies, this process is to end, as by Ctrl-C: without
    it nothing goes on."""
    ended = threading.Event()

    def listen() -> None:
        while news.recv(1):
            with suppress(RuntimeError):  # the service is just ending
                look()
        if not ended.is_set():
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    if news:
        threading.Thread(target=listen, name="mulai", daemon=True).start()
    try:
        yield
    finally:
        ended.set()

"""The server's process tells the one that executes runs that one is to begin. Else it would be found only at the next
look: seconds in which who has clicked sees nothing happen."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_BEGIN = ("/create_flow_run", "/resume")


class Starts:
    """Around Prefect's application, in its process: a byte on standard output when a run was asked for. Nobody needs to
    read it."""

    def __init__(self, prefect: "ASGIApp") -> None:
        self._prefect, self._told = prefect, sys.__stdout__.fileno()
        os.set_blocking(self._told, False)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        await self._prefect(scope, receive, send)
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"].endswith(_BEGIN):
            with suppress(OSError):
                os.write(self._told, b".")


@contextmanager
def looking_when_told(look: Callable[[], None], news: IO[bytes] | None) -> Iterator[None]:
    """Calls `look` as often as a run is to begin, until the server ends."""

    def listen() -> None:
        while news.read(1):
            with suppress(RuntimeError):  # the service is just ending
                look()

    if news:
        threading.Thread(target=listen, name="mulai", daemon=True).start()
    yield

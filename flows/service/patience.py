"""Prefect answers 503, and has done nothing, where another of its parts is just writing to its SQLite. Its own clients
ask again; a browser would show that to the person who clicked, so we ask again for everybody."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds until the same is asked again."""


class Patient:
    """Around Prefect's application."""

    def __init__(self, prefect: "ASGIApp") -> None:
        self._prefect = prefect

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            return await self._prefect(scope, receive, send)
        question = await _whole(receive)
        for wait in _WAITS:
            answer = _UnlessBusy(send)
            try:
                await self._prefect(dict(scope), _again(question, receive), answer.send)  # routing writes into it
            except Exception:  # Prefect answers 503, and then raises what was wrong all the same
                if not answer.busy:
                    raise
            if not answer.busy:
                return None
            await asyncio.sleep(wait)
        return await self._prefect(scope, _again(question, receive), send)


class _UnlessBusy:
    """Passes an answer on, unless it says that the database is busy."""

    def __init__(self, send: "Send") -> None:
        self._send, self.busy = send, False

    async def send(self, message: "Message") -> None:
        self.busy = self.busy or message.get("status") == HTTPStatus.SERVICE_UNAVAILABLE
        if not self.busy:
            await self._send(message)


async def _whole(receive: "Receive") -> list["Message"]:
    """All that is sent with a question, or that who asked has gone."""
    question = [await receive()]
    while question[-1].get("more_body"):
        question.append(await receive())
    return question


def _again(question: list["Message"], then: "Receive") -> "Receive":
    """Says the question from its beginning, and later whatever else comes."""
    rest = iter(question)

    async def receive() -> "Message":
        return next(rest, None) or await then()

    return receive

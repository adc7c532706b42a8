"""The process of a Prefect server of ours: that of one run, a program of its own, or the one for people, a copy of
`spm serve`: there Prefect's application lies inside one of our own, that has the reports beside it and lets in only who
may."""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.service.copies import let_go_of_all_but, named
from flows.service.logins import Logins

if TYPE_CHECKING:
    import httpx
    import uvicorn
    from fastapi import FastAPI
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from flows.service.own import Ask

POLICY = "; ".join(
    (
        "default-src 'self'",
        "connect-src 'self'",
        "script-src 'self' 'unsafe-eval'",  # the picture of a run compiles what it draws with
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Prefect's interface asks an outside host for the settings of its statistics, also where they are off; the browser is
told to ask this server alone, and to run nothing that stands in a page."""

_LARGEST_MESSAGE = 2 * 2**20
"""Of a WebSocket, in bytes: Prefect's largest event has 1.5 MB. Who has not said yet who it is may send one too."""


def serve_one_run(listener: socket.socket) -> None:
    """Whoever knows the password may all."""
    gc.disable()  # what is imported stays: looking for garbage in it costs a fifth of the start
    import uvicorn  # noqa: F401 before the freeze
    from prefect.server.api.server import create_app

    gc.freeze()
    gc.enable()
    serve(listener, create_app(ephemeral=True, final=True), sys.stdin.buffer.read)


def migrate(log: Path) -> None:
    """Brings Prefect's database up to date, with the kinds of blocks it knows."""
    _begin_copy(log)
    asyncio.run(_migrate())


async def _migrate() -> None:
    from prefect.server.database import provide_database_interface
    from prefect.server.models.block_registration import run_block_auto_registration

    database = provide_database_interface()
    await database.create_db()
    async with await database.session() as session:
        await run_block_auto_registration(session)


def serve_people(listener: socket.socket, told: socket.socket, logins: Logins, log: Path) -> None:
    """What a copy of `spm serve` does; `told` is told what was asked of runs."""
    from flows.service.pace import SeldomTicking

    _begin_copy(log, listener.fileno(), told.fileno())
    serve(listener, _for_people(logins, told), multiprocessing.parent_process().join, SeldomTicking)


def _begin_copy(log: Path, *kept: int) -> None:
    named("spm server")
    let_go_of_all_but(multiprocessing.parent_process().sentinel, *kept)
    os.setsid()  # Ctrl-C is for the service; the server is needed until that has ended
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.__stdout__.fileno())
        os.dup2(file.fileno(), sys.__stderr__.fileno())


def serve(
    listener: socket.socket,
    application: "ASGIApp",
    until: Callable[[], object],
    server: "type[uvicorn.Server] | None" = None,
) -> None:
    """Until it is told to stop, or `until` returns: whoever has started it is gone."""
    import uvicorn

    # whoever is on this machine could name any address and be throttled by none: only a named proxy is believed
    behind = "FORWARDED_ALLOW_IPS" in os.environ
    how = {"log_level": "error", "lifespan": "on", "ws_max_size": _LARGEST_MESSAGE, "proxy_headers": behind}
    config = uvicorn.Config(application, **how)
    serving = (server or uvicorn.Server)(config)

    def stop() -> None:
        until()
        serving.should_exit = True

    threading.Thread(target=stop, daemon=True).start()
    serving.run(sockets=[listener])


def _for_people(logins: Logins, told: socket.socket) -> "ASGIApp":
    """Our own pages, and Prefect's interface, scheduler and API, behind the gate."""
    import httpx
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from config.settings import settings
    from flows.service.gate import Gate
    from flows.service.interface import one_interface
    from flows.service.news import News
    from flows.service.origin import OwnPages
    from flows.service.patience import Patient

    prefect = _prefects_own()
    patient = News(Patient(prefect), told)
    transport = httpx.ASGITransport(patient, raise_app_exceptions=False)  # its answer says so
    login = tuple(logins.service.split(":", 1))
    client = httpx.AsyncClient(transport=transport, base_url="http://prefect/api", auth=login)
    ask = _asker(client)
    # a mounted application is not told of the beginning and the end by itself
    outer = Starlette(
        routes=[*_own_pages(logins, ask, client), Mount("/", one_interface(patient))],
        lifespan=lambda _: prefect.router.lifespan_context(prefect),
    )
    return OwnPages(_with_policy(Gate(outer, logins, ask)), settings().interface_addresses)


def _prefects_own() -> "FastAPI":
    from prefect.server.api.server import create_app

    from flows.service.pace import look_seldom

    look_seldom()
    return create_app(final=True)


def _own_pages(logins: Logins, ask: "Ask", client: "httpx.AsyncClient") -> "list[BaseRoute]":
    from starlette.routing import Route

    from config.settings import settings
    from flows.service.decide import changes_since_asked, decisions
    from flows.service.enter import entrance
    from flows.service.front_page import front_pages
    from flows.service.page import asset, icon
    from flows.service.report_pages import reports

    files = [Route("/aset/{name}", asset), Route("/favicon.ico", icon), reports(settings().outbox)]
    pages = [*entrance(logins), *front_pages(ask), decisions(ask, changes_since_asked)]
    return [*files, *pages, Route("/ui-settings", _without_login(client))]


def _asker(client: "httpx.AsyncClient") -> "Ask":
    """Speaks to Prefect's API as the service, without leaving the process."""

    async def ask(method: str, path: str, body: dict | None) -> tuple[int, Any]:
        answer = await client.request(method, path, json=body)
        return answer.status_code, answer.json()

    return ask


def _without_login(client: "httpx.AsyncClient") -> Callable:
    """Who sees Prefect's interface has come in already: it is not to ask for a password of its own."""
    from starlette.responses import JSONResponse

    async def settings_of_interface(_: object) -> JSONResponse:
        answer = await client.get("http://prefect/ui-settings")
        return JSONResponse(answer.json() | {"auth": None})

    return settings_of_interface


def _with_policy(app: "ASGIApp") -> "ASGIApp":
    """Every answer without a policy of its own gets `POLICY`."""

    async def answer(scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def say(message: "Message") -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                if b"content-security-policy" not in names:
                    message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await app(scope, receive, say)

    return answer


if __name__ == "__main__":
    serve_one_run(socket.socket(fileno=int(sys.argv[1])))

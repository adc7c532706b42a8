"""Prefect's interface beside our own pages: what it has no page for is told by a page of ours."""

import re
import tomllib
from http import HTTPStatus
from typing import TYPE_CHECKING

from flows.service.gate import TABLE
from flows.service.page import message
from flows.service.server import INTERFACE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_NO_PAGE = "Di alamat ini tidak ada halaman: periksa tulisannya, atau mulai lagi dari beranda."
_NO_PAGES = {"api", "assets", "docs", "redoc"}


def pages_of_interface() -> list[str]:
    """What the interface has a page for, as it writes the addresses itself: `/runs/flow-run/$id`."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["interface"]


def one_interface(prefect: "ASGIApp") -> "ASGIApp":
    """Prefect still answers with its former interface at every address but its first page, and in English where it has
    no page."""
    from starlette.requests import Request
    from starlette.responses import RedirectResponse

    pages = re.compile("|".join(re.sub(r"\$\w+", "[^/]+", one) for one in pages_of_interface()))

    async def answer(scope: "Scope", receive: "Receive", send: "Send") -> None:
        asked = dict(scope.get("headers", ())).get(b"accept", b"")
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        path = ("/" + rest if first == INTERFACE else scope["path"]).rstrip("/")
        app, parts = prefect, {first, *path.split("/")[1:2]}
        if scope["type"] == "http" and b"text/html" in asked and not parts & _NO_PAGES and "." not in path:
            if not pages.fullmatch(path) and (path or first != INTERFACE):
                app = message(Request(scope), "Halaman tidak ada", _NO_PAGE, HTTPStatus.NOT_FOUND)
            elif first != INTERFACE:
                app = RedirectResponse(f"/{INTERFACE}{scope['path']}")
        await app(scope, receive, send)

    return answer

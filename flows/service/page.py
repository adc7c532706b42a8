"""What our own pages on the service's port share: their frame, and how a form that was sent is read."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

import tasks.door
from flows.service.own import MOST_BYTES, Refused
from flows.service.people import Role
from tasks.report.html import template

_HERE = Path(__file__).parent
_DOOR = Path(tasks.door.__file__).parent
_ASSETS = {"door.css": _DOOR, "provinsi.css": _HERE, "provinsi.js": _HERE}
"""The province's pages look as the door does."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Whatever a sender wrote into a file, or a run into its message, acts in no page of ours."""


def page(request: Request, name: str, /, status: int = HTTPStatus.OK, **values: object) -> Response:
    """A page for whoever asks; every text in it is escaped."""
    person = request.scope.get("user")
    may = {role.name.lower(): bool(person and person.may(role)) for role in Role}
    content = template(__package__, f"{name}.html.j2").render(person=person, may=may, **values)
    return HTMLResponse(content, status, _HEADERS)


def message(request: Request, title: str, sentence: str, status: int = HTTPStatus.OK, link: tuple = ()) -> Response:
    """A page of one sentence, and perhaps where to go from there: words and address."""
    return page(request, "pesan", status, title=title, sentence=sentence, link=link)


async def filled_in(request: Request) -> dict[str, str]:
    """The fields of a form. Raises Refused for one that is larger than ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("Isiannya terlalu panjang; persingkat, lalu kirim lagi.")
    return dict(parse_qsl(body.decode("utf-8", "replace")))


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    return FileResponse(_ASSETS[name] / name) if name in _ASSETS else PlainTextResponse("Tidak ada.", 404)


async def icon(_: Request) -> Response:
    """What every browser asks for beside a page."""
    return FileResponse(_DOOR / "lambang.svg")

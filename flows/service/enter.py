"""Coming in and leaving: /masuk and /keluar."""

import asyncio
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.service.gate import ENTER
from flows.service.logins import Logins, TooOften, cookie_of
from flows.service.own import Refused
from flows.service.page import filled_in, page
from flows.service.people import PeopleError

LEAVE = "/keluar"
_AT_ONCE = 2
"""Passwords that are looked at together: each takes 16 MB of memory and some time."""
_WRONG = "Nama atau kata sandi salah. Lupa kata sandi: minta yang baru kepada pengelola server (spm people)."
_OFTEN = "Terlalu banyak kata sandi yang salah; coba lagi dalam satu menit."


def entrance(logins: Logins) -> list[Route]:
    """What lets people in and out; the gate has made sure that no other website asks for it."""
    looking = asyncio.Semaphore(_AT_ONCE)

    async def enter(request: Request) -> Response:
        if request.method != "POST":
            return page(request, "masuk", told="", login="", to=_own(request.query_params.get("ke", "")))
        address, login, to = request.client.host if request.client else "?", "", "/"
        status, told = HTTPStatus.FORBIDDEN, _WRONG
        try:
            form = await filled_in(request)
            login, to = form.get("nama", "").strip(), _own(form.get("ke", ""))
            logins.note_try(address)
            async with looking:
                person = await asyncio.to_thread(logins.people.who_knows, login, form.get("sandi", ""))
            if person:
                return _with_cookie(RedirectResponse(to, HTTPStatus.SEE_OTHER), request, logins.begin(person, address))
        except Refused as refused:
            told = str(refused)
        except TooOften:
            status, told = HTTPStatus.TOO_MANY_REQUESTS, _OFTEN
        except PeopleError as error:
            status, told = HTTPStatus.SERVICE_UNAVAILABLE, str(error)
        return page(request, "masuk", status, told=told, login=login, to=to)

    async def leave(request: Request) -> Response:
        logins.end(request.scope["session"])
        return _with_cookie(RedirectResponse(ENTER, HTTPStatus.SEE_OTHER), request, "")

    return [Route(ENTER, enter, methods=["GET", "POST"]), Route(LEAVE, leave, methods=["POST"])]


def _own(path: str) -> str:
    """A page of this server; no other, however a browser may read it."""
    plain = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if plain else "/"


def _with_cookie(answer: Response, request: Request, secret: str) -> Response:
    secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    answer.headers["set-cookie"] = cookie_of(secret, secure)
    return answer

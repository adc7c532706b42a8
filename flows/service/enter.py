"""Coming in, leaving, and a password of one's own choice: /masuk, /keluar and /sandi."""

import asyncio
import logging
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.lock import AlreadyRunning
from flows.service.gate import ENTER
from flows.service.logins import Logins, TooOften, cookie_of
from flows.service.own import Refused
from flows.service.page import filled_in, message, page
from flows.service.people import LONGEST, UNREADABLE, PeopleError, Person, change_password
from tasks.home.os_faults import words_of

log = logging.getLogger(__name__)

LEAVE, PASSWORD = "/keluar", "/sandi"
_LEAST, _DIFFERENT = 12, 5
"""Letters of a password that somebody chooses, and how many of them differ."""
_WRONG = "Nama atau kata sandi salah. Lupa kata sandi: minta yang baru kepada pengelola server (spm people)."
_NOBODY = "Belum ada yang dapat masuk: daftar orang kosong. Beri tahu pengelola server."
_OFTEN = "Terlalu banyak kata sandi yang salah; coba lagi dalam satu menit."


def entrance(logins: Logins) -> list[Route]:
    """What lets people in and out; the gate has made sure that no other website asks for it."""
    return [
        Route(ENTER, partial(_enter, logins), methods=["GET", "POST"]),
        Route(LEAVE, partial(_leave, logins), methods=["POST"]),
        _choosing(logins),
    ]


async def _enter(logins: Logins, request: Request) -> Response:
    if request.method != "POST":
        return page(request, "masuk", told="", login="", to=_own(request.query_params.get("ke", "")))
    address, login, to = _address_of(request), "", "/"
    status, told = HTTPStatus.FORBIDDEN, _WRONG
    try:
        form = await filled_in(request)
        login, to = form.get("nama", "").strip(), _own(form.get("ke", ""))
        if person := await logins.who_knows(login, form.get("sandi", ""), address):
            return _with_cookie(RedirectResponse(to, HTTPStatus.SEE_OTHER), request, logins.begin(person, address))
        if not logins.people.all():
            log.warning("Tidak ada orang yang boleh masuk: daftar orang kosong atau hilang. Jalankan lagi spm serve")
            status, told = HTTPStatus.SERVICE_UNAVAILABLE, _NOBODY
    except Refused as refused:
        told = str(refused)
    except TooOften:
        status, told = HTTPStatus.TOO_MANY_REQUESTS, _OFTEN
    except PeopleError as error:
        log.error("%s", error)
        status, told = HTTPStatus.SERVICE_UNAVAILABLE, UNREADABLE
    return page(request, "masuk", status, told=told, login=login, to=to)


async def _leave(logins: Logins, request: Request) -> Response:
    logins.end(request.scope["session"])
    return _with_cookie(RedirectResponse(ENTER, HTTPStatus.SEE_OTHER), request, "")


def _choosing(logins: Logins) -> Route:
    """Whoever has come in gets a password of the own choice; the sessions that began with the former one end."""

    async def choose(request: Request) -> Response:
        if request.method != "POST":
            return page(request, "sandi", told="", least=_LEAST)
        person, address, status = request.scope["user"], _address_of(request), HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            password = _chosen(person, form := await filled_in(request))
            if not await logins.who_knows(person.login, form.get("sandi", ""), address):
                raise Refused("Kata sandi sekarang salah. Kata sandi Anda tidak diganti.")
            changed = await asyncio.to_thread(change_password, logins.people.home, person, password)
            told = "Mulai sekarang masuk dengan kata sandi yang baru. Sesi Anda di peramban lain sudah berakhir."
            answer = message(request, "Kata sandi diganti", told)
            return _with_cookie(answer, request, logins.begin(changed, address))
        except TooOften:
            status, told = HTTPStatus.TOO_MANY_REQUESTS, _OFTEN
        except (Refused, PeopleError, AlreadyRunning) as refused:
            told = str(refused)
        except OSError as error:
            told = f"Kata sandi Anda tidak diganti: {words_of(error)}. Beri tahu pengelola server."
        return page(request, "sandi", status, told=told, least=_LEAST)

    return Route(PASSWORD, choose, methods=["GET", "POST"])


def _chosen(person: Person, form: dict[str, str]) -> str:
    """The new password. Raises Refused for one that is easily guessed, or that its owner could not type again."""
    new = form.get("baru", "")
    if new != form.get("ulang", ""):
        raise Refused("Kedua kata sandi baru tidak sama. Ketik lagi keduanya.")
    if not _LEAST <= len(new) <= LONGEST:
        raise Refused(f"Kata sandi baru harus {_LEAST} sampai {LONGEST} huruf.")
    if new != new.strip() or not new.isprintable():
        raise Refused("Kata sandi baru diawali atau diakhiri spasi, atau berisi tanda yang tidak terlihat.")
    if len(set(new)) < _DIFFERENT or person.login in new.casefold():
        raise Refused("Kata sandi baru mudah ditebak: jangan memuat nama untuk masuk atau huruf yang diulang-ulang.")
    if new == form.get("sandi", ""):
        raise Refused("Kata sandi baru sama dengan yang sekarang.")
    return new


def _address_of(request: Request) -> str:
    return request.client.host if request.client else "?"


def _own(path: str) -> str:
    """A page of this server; no other, however a browser may read it."""
    plain = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if plain else "/"


def _with_cookie(answer: Response, request: Request, secret: str) -> Response:
    secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    answer.headers["set-cookie"] = cookie_of(secret, secure)
    return answer

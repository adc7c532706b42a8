"""Around the door: who comes too often, what another website asks for, what an error of ours shows, and the headers
that every answer carries."""

import asyncio
import logging
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from tasks.door.pages import message_page
from tasks.door.replies import ASSETS
from tasks.door.spool import Pace
from tasks.ledger.errors import LedgerError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "pintu"
_A_DAYS_WORK = 12 * 3600
"""So long a browser opens the door without the link: a computer that others use keeps no secret for months."""
_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "img", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # a stricter one makes browsers hide where a form comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}
_OFTEN = "Terlalu banyak permintaan dari alamat ini. Tunggu satu menit, lalu coba lagi."
_ELSEWHERE = "Permintaan dari situs lain ditolak. Buka halaman ini dari tautan Anda."
_OURS = "Ada gangguan di pihak kami; belum ada yang terkirim. Tunggu beberapa menit, lalu coba lagi."
_CLOSED = "Pintu ini sedang dihentikan; berkas yang masih di jalan tidak sampai. Coba lagi beberapa menit lagi."

log = logging.getLogger(__name__)


def cookie_of(secret: str, secure: bool) -> str:
    """No script reads it, and no other website makes a browser send it."""
    jar = SimpleCookie({COOKIE: secret})
    jar[COOKIE] |= {"path": "/", "httponly": True, "samesite": "Strict", "max-age": _A_DAYS_WORK if secret else 0}
    jar[COOKIE]["secure"] = secure
    return jar[COOKIE].OutputString()


class Guard:
    """An ASGI application around the door's."""

    def __init__(self, app: "ASGIApp", pace: Pace) -> None:
        self._app, self._pace = app, pace

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        begun = False

        async def say(message: "Message") -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_missing(message["headers"], scope)]
            await send(message)

        try:
            answer = self._refusal(Request(scope)) or self._app
            await answer(scope, receive, say)
        except ClientDisconnect:  # nobody is there to be told
            log.debug("Sambungan terputus")
        except asyncio.CancelledError:  # the door is being closed, and what is on its way does not come in any more
            if not begun:
                await _message(503, "Pintu ditutup", _CLOSED)(scope, receive, say)
        except Exception as error:  # the answer has been given: see `disturbed`
            _note(error, scope["path"])

    def _refusal(self, request: Request) -> Response | None:
        if request.url.path in ASSETS:
            return None
        if not self._pace.allows(request.client.host if request.client else ""):
            return _message(429, "Terlalu sering", _OFTEN, {"retry-after": "60"})
        if request.method not in ("GET", "HEAD") and not _is_own(request):
            return _message(403, "Ditolak", _ELSEWHERE)
        return None


def disturbed(request: Request, error: Exception) -> Response:
    """What is said of an exception; what it says itself is for the log. What was checked is still there to be sent."""
    sending, _, check = request.url.path.rpartition("/")
    return _message(503, "Gangguan", _OURS, back=f"/periksa/{check}" if sending == "/kirim" else "")


def _is_own(request: Request) -> bool:
    """Whether a page of ours asks for it: browsers say so in one of two ways. What says nothing is no browser, and has
    nobody's cookie."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _missing(headers: list[tuple[bytes, bytes]], scope: "Scope") -> list[tuple[bytes, bytes]]:
    there = {name.lower().decode("latin-1") for name, _ in headers}
    wanted = HEADERS | ({"strict-transport-security": "max-age=31536000"} if scope["scheme"] == "https" else {})
    return [(name.encode(), value.encode()) for name, value in wanted.items() if name not in there]


def _message(status: int, title: str, sentence: str, headers: dict[str, str] | None = None, back: str = "") -> Response:
    return HTMLResponse(message_page(title, sentence, back), status, headers=headers)


def _note(error: Exception, path: str) -> None:
    if isinstance(error, LedgerError):
        log.warning("%s", error)
    else:
        log.error("Permintaan %s gagal", path.partition("?")[0], exc_info=error)

"""In front of Prefect's application and our own pages. Prefect has one login, and whoever has it may have any program
run; here people may look, and do what their roles are for (config/gate.toml), and nothing else. Programs have a token.

What is let through is written anew: path, query, headers and body. So nothing that this gate reads one way and Prefect
another can pass it.
"""

import asyncio
import base64
import json
import logging
import re
import tomllib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request

from flows.service import gate_bodies
from flows.service.form_errors import parameters_of, wrong_in
from flows.service.gate_bodies import Start, Validation
from flows.service.logins import Logins, session_in
from flows.service.own import Ask, Refused
from flows.service.page import message
from flows.service.people import UNREADABLE, PeopleError, Person, Role

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

TABLE = Path(__file__).parent.parent.parent / "config" / "gate.toml"
_SEGMENTS = {
    "{id}": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "{key}": r"[A-Za-z0-9_.:-]{1,300}",
    "{name}": r"[A-Za-z0-9_.:-]{1,300}",
}
ENTER = "/masuk"
_KEPT_HEADERS = {b"host", b"user-agent", b"accept", b"accept-encoding", b"x-prefect-api-version"}
_INTRODUCED_WITHIN = 10
"""Seconds in which a listener must say who it is."""


@dataclass(frozen=True)
class Allowed:
    """A line of the table; `open` to everybody."""

    method: str
    path: re.Pattern
    body: str = ""
    query: tuple[str, ...] = ()
    role: Role = Role.READER
    open: bool = False
    instead: str = ""

    def refuses(self, person: Person | None) -> str:
        """Why this is not for somebody who has come in; '' where it is."""
        if self.instead:
            return self.instead
        if self.open or (person and person.may(self.role)):
            return ""
        return f"Ini memerlukan peran {self.role}; Anda masuk sebagai {person.login}." if person else "Masuk dulu."


def table(part: str = "allowed") -> list[Allowed]:
    """What people may ask of the API; `pages`: of our own pages."""
    return [Allowed(**line | {"path": _pattern(line["path"]), "query": tuple(line.get("query", ())),
                              "role": Role(line.get("role", Role.READER))})
            for line in tomllib.loads(TABLE.read_text(encoding="utf-8"))[part]]  # fmt: skip


def _pattern(path: str) -> re.Pattern:
    parts = re.split(r"(\{\w+\})", path)
    return re.compile("".join(_SEGMENTS.get(part) or re.escape(part) for part in parts))


class Gate:
    """Around `prefect`, whose own login is that of the service; `ask` asks it on the gate's own account."""

    def __init__(self, prefect: "ASGIApp", logins: Logins, ask: Ask) -> None:
        self._prefect, self._logins, self._ask = prefect, logins, ask
        self._table, self._pages = table(), table("pages")
        self._listened = {
            line["path"]: line["filter"] for line in tomllib.loads(TABLE.read_text(encoding="utf-8"))["listened"]
        }
        self._service = b"Basic " + base64.b64encode(logins.service.encode())

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "lifespan":
            await self._prefect(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._listen(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if self._logins.is_program_by_header(_only(scope, b"authorization")):
            return await self._prefect(self._as_service(scope), receive, send)
        try:
            person = self._person(scope)
        except PeopleError as error:
            log.error("%s", error)
            return await _refused(scope, receive, send, "Tidak dapat masuk", UNREADABLE, HTTPStatus.SERVICE_UNAVAILABLE)
        path = scope["path"]
        if path == "/api" or path.startswith("/api/"):
            return await self._ask_api(person, scope, receive, send)
        return await self._show(person, scope, receive, send)

    def _person(self, scope: "Scope") -> Person | None:
        """Raises PeopleError."""
        secret = session_in(_only(scope, b"cookie"))
        return self._logins.person(secret) if secret else None

    async def _show(self, person: Person | None, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Everybody who has come in may see every page; what is sent to one is a line of the table."""
        method, path = scope["method"], scope["path"]
        line = next((one for one in self._pages if one.method == method and one.path.fullmatch(path)), None)
        if line is None and method not in ("GET", "HEAD"):
            return await _say(send, HTTPStatus.METHOD_NOT_ALLOWED, "Tidak ada yang dapat diubah di sini.")
        if person is None and not (line and line.open):
            return await _to_enter(scope, send)
        if line and (why := line.refuses(person)):
            of = scope | {"user": person}
            return await _refused(of, receive, send, "Bukan untuk peran Anda", why, HTTPStatus.FORBIDDEN)
        if method != "POST":  # who looks at a page has nothing to say, and could say it without end
            receive = _first(b"", receive)
        known = {"user": person, "session": session_in(_only(scope, b"cookie"))}
        return await self._prefect(_without_login(scope) | known, receive, send)

    async def _ask_api(self, person: Person | None, scope: "Scope", receive: "Receive", send: "Send") -> None:
        line = self._line(scope)
        try:
            # also of who is refused: an answer before the end of a question can be lost
            sent = await gate_bodies.all_of(receive)
            if person is None and not (line and line.open):
                return await _say(send, HTTPStatus.UNAUTHORIZED, f"Masuk dulu, di {ENTER}.")
            if line is None:
                raise Refused("Ini hanya boleh dilakukan oleh program, bukan dari antarmuka.")
            if why := line.refuses(person):
                raise Refused(why)
            query = _query(line, scope["query_string"])
            body = await self._body(line, scope, sent)
            if isinstance(body, Validation):
                return await _answer(send, HTTPStatus.OK, wrong_in(body.form, body.values))
        except Refused as refused:
            return await _say(send, HTTPStatus.FORBIDDEN, str(refused))
        written = gate_bodies.written(body) if body else b""
        return await self._prefect(self._anew(scope, query, written), _first(written, receive), send)

    def _line(self, scope: "Scope") -> Allowed | None:
        """The line of the table that allows it, letter by letter: one way to write a path, none that is read twice."""
        raw = _raw(scope)
        if raw != scope["path"].encode() or not raw.startswith(b"/api/"):
            return None
        asked = raw.decode("ascii", "replace").removeprefix("/api")
        fitting = (one for one in self._table if one.method == scope["method"] and one.path.fullmatch(asked))
        return next(fitting, None)

    async def _body(self, line: Allowed, scope: "Scope", sent: bytes) -> "BaseModel | None":
        if not line.body:
            if sent:
                raise Refused("Permintaan ini tidak mempunyai isi.")
            return None
        kinds = [value for name, value in scope["headers"] if name == b"content-type"]
        if sent and (len(kinds) != 1 or kinds[0].split(b";")[0].strip().lower() != b"application/json"):
            raise Refused("Isi permintaan harus JSON.")
        body = gate_bodies.rebuilt(line.body, sent)
        if isinstance(body, Start):
            body = await self._of_ours(body, scope["path"].split("/")[3])
        return body

    async def _of_ours(self, start: Start, id_: str) -> Start:
        """The run, if the deployment is ours, with its request as our model has it. Raises Refused."""
        status, deployment = await self._ask("GET", f"/deployments/{id_}", None)
        if status != HTTPStatus.OK:
            raise Refused("Deployment ini tidak ada.")
        asked = await asyncio.to_thread(parameters_of, deployment, start.parameters)
        return start.model_copy(update={"parameters": asked})

    def _anew(self, scope: "Scope", query: bytes, body: bytes) -> "Scope":
        headers = [(name, value) for name, value in scope["headers"] if name in _KEPT_HEADERS]
        headers.append((b"authorization", self._service))
        if body:
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        return {**scope, "headers": headers, "query_string": query, "raw_path": scope["path"].encode()}

    def _as_service(self, scope: "Scope") -> "Scope":
        others = [(name, value) for name, value in scope["headers"] if name != b"authorization"]
        return {**scope, "headers": [*others, (b"authorization", self._service)]}

    async def _listen(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes on what is said at a WebSocket: a program's first message says who it is; whoever has come in only
        listens."""
        passed: list[bool] = []
        asked = _raw(scope).decode("ascii", "replace").removeprefix("/api")

        async def hear() -> "Message":
            wait = _INTRODUCED_WITHIN if connected and not passed else None
            message = await asyncio.wait_for(receive(), wait)
            if message["type"] != "websocket.receive":
                connected.append(True)
                return message
            text = message.get("text") or ""
            if not passed:
                passed.append(self._logins.is_program(gate_bodies.introduction(text)))
                token = self._logins.service if passed[0] or self._may_listen(scope, asked) else ""
                return {"type": "websocket.receive", "text": json.dumps({"type": "auth", "token": token})}
            if not passed[0]:
                if not self._may_listen(scope, asked):
                    raise Refused("Tidak ada yang didengarkan di sini.")
                return {"type": "websocket.receive", "text": gate_bodies.listening(self._listened[asked], text)}
            return message

        connected: list[bool] = []
        try:
            await self._prefect(_without_login(scope), hear, send)
        except (Refused, TimeoutError, PeopleError):
            await send({"type": "websocket.close", "code": 1008})

    def _may_listen(self, scope: "Scope", asked: str) -> bool:
        """Raises PeopleError."""
        return asked in self._listened and self._person(scope) is not None


async def _refused(scope: "Scope", receive: "Receive", send: "Send", title: str, why: str, status: HTTPStatus) -> None:
    """A page to who looks at pages of ours; what asks the API is told so in its form."""
    if scope["path"].startswith("/api") or b"text/html" not in _only(scope, b"accept"):
        return await _say(send, status, why)
    return await message(Request(scope), title, why, status)(scope, receive, send)


async def _to_enter(scope: "Scope", send: "Send") -> None:
    """A page is shown once its reader has come in, also where a form was sent to it; what else asks is told so."""
    back = f"?ke={quote(scope['path'])}" if scope["path"] not in ("/", "/keluar") else ""
    if b"text/html" in _only(scope, b"accept"):
        return await _say(send, HTTPStatus.SEE_OTHER, "Masuk dulu.", [("location", ENTER + back)])
    return await _say(send, HTTPStatus.UNAUTHORIZED, f"Masuk dulu, di {ENTER}.")


def _only(scope: "Scope", name: bytes) -> bytes:
    """The one header of that name; b"" where there is none, or where two could be meant."""
    found = [value for one, value in scope["headers"] if one == name]
    return found[0] if len(found) == 1 else b""


def _raw(scope: "Scope") -> bytes:
    return (scope.get("raw_path") or scope["path"].encode()).split(b"?")[0]


def _without_login(scope: "Scope") -> "Scope":
    """A session is the gate's alone, too."""
    others = [(name, value) for name, value in scope["headers"] if name not in (b"authorization", b"cookie")]
    return {**scope, "headers": others}


def _query(line: Allowed, sent: bytes) -> bytes:
    """Raises Refused for a name that the line does not have, or has once and is there twice."""
    given = parse_qsl(sent.decode("ascii", "replace"), keep_blank_values=True)
    names = [name for name, _ in given]
    if set(names) - set(line.query) or len(names) != len(set(names)):
        raise Refused("Alamat ini tidak mempunyai tambahan seperti itu.")
    return urlencode(given).encode()


def _first(body: bytes, then: "Receive") -> "Receive":
    """Gives the body, and later that who asked has gone; what else is said is heard by nobody."""
    said: list[Message] = []

    async def receive() -> "Message":
        if not said:
            said.append({"type": "http.request", "body": body, "more_body": False})
            return said[0]
        while (message := await then())["type"] == "http.request":
            pass
        return message

    return receive


async def _say(send: "Send", status: HTTPStatus, told: str, headers: list[tuple[str, str]] = ()) -> None:
    """In the form in which Prefect's interface shows what went wrong."""
    await _answer(send, status, {"detail": told}, headers)


async def _answer(send: "Send", status: HTTPStatus, content: dict, headers: list[tuple[str, str]] = ()) -> None:
    said = [("content-type", "application/json"), ("cache-control", "no-store"), *headers]
    encoded = [(name.encode(), value.encode()) for name, value in said]
    await send({"type": "http.response.start", "status": status.value, "headers": encoded})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})

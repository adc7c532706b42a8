"""In front of Prefect's application. Prefect has one login, and whoever has it may have any program run; here a person
may look, start runs of ours, answer and cancel them (config/gate.toml), and nothing else. Programs have a token.

What is let through is written anew: path, query, headers and body. So nothing that this gate reads one way and Prefect
another can pass it.
"""

import asyncio
import base64
import json
import re
import tomllib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flows.service import gate_bodies
from flows.service.decide import AT as DECIDE
from flows.service.decide import Ask, waits_for
from flows.service.form_errors import first_wrong, wrong_in
from flows.service.gate_bodies import Resume, Start, Validation
from flows.service.logins import Logins, TooOften, Who
from flows.service.own import MOST_BYTES, Refused, foreign, request_of

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TABLE = Path(__file__).parent.parent.parent / "config" / "gate.toml"
_SEGMENTS = {
    "{id}": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "{key}": r"[A-Za-z0-9_.:-]{1,300}",
    "{name}": r"[A-Za-z0-9_.:-]{1,300}",
}
_FOR_PEOPLE = ("laporan", "putuskan", "docs", "redoc", "openapi.json")
"""What is not Prefect's API and not its interface's files, which hold no secret."""
_ASKS_BROWSER = [("www-authenticate", 'Basic realm="SPM", charset="UTF-8"')]
_KEPT_HEADERS = {b"host", b"user-agent", b"accept", b"accept-encoding", b"x-prefect-api-version"}
_INTRODUCED_WITHIN = 10
"""Seconds in which a listener must say who it is."""


@dataclass(frozen=True)
class Allowed:
    """A line of the table."""

    method: str
    path: re.Pattern
    body: str = ""
    query: tuple[str, ...] = ()
    open: bool = False


def table() -> list[Allowed]:
    """What people may ask."""
    return [Allowed(**line | {"path": _pattern(line["path"]), "query": tuple(line.get("query", ()))})
            for line in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["allowed"]]  # fmt: skip


def _pattern(path: str) -> re.Pattern:
    parts = re.split(r"(\{\w+\})", path)
    return re.compile("".join(_SEGMENTS.get(part) or re.escape(part) for part in parts))


class Gate:
    """Around `prefect`, whose own login is that of the service; `ask` asks it on the gate's own account."""

    def __init__(self, prefect: "ASGIApp", logins: Logins, ask: Ask) -> None:
        self._prefect, self._logins, self._ask = prefect, logins, ask
        self._table = table()
        self._listened = {
            line["path"]: line["filter"] for line in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["listened"]
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
        try:
            who = self._who(scope)
        except TooOften:
            told = "Terlalu banyak kata sandi yang salah; coba lagi dalam satu menit."
            return await _say(send, HTTPStatus.TOO_MANY_REQUESTS, told, [("retry-after", "60")])
        path = scope["path"]
        if who is Who.PROGRAM:
            return await self._prefect(self._as_service(scope), receive, send)
        if path == "/api" or path.startswith("/api/"):
            return await self._ask_api(who, scope, receive, send)
        if scope["method"] not in ("GET", "HEAD") and not (scope["method"] == "POST" and path.startswith(f"{DECIDE}/")):
            return await _say(send, HTTPStatus.METHOD_NOT_ALLOWED, "Tidak ada yang dapat diubah di sini.")
        if who is Who.NOBODY and (scope["method"] == "POST" or path.lstrip("/").split("/")[0] in _FOR_PEOPLE):
            return await _say(send, HTTPStatus.UNAUTHORIZED, "Masuk dengan nama dan kata sandi.", _ASKS_BROWSER)
        if scope["method"] != "POST":  # who looks at a page has nothing to say, and could say it without end
            receive = _first(b"", receive)
        return await self._prefect(_without_login(scope), receive, send)

    def _who(self, scope: "Scope") -> Who:
        stated = [value for name, value in scope["headers"] if name == b"authorization"]
        return self._logins.of_header(stated[0], _address(scope)) if len(stated) == 1 else Who.NOBODY

    async def _ask_api(self, who: Who, scope: "Scope", receive: "Receive", send: "Send") -> None:
        line = self._line(scope)
        try:
            sent = await _all_of(receive)  # also of who is refused: an answer before the end of a question can be lost
            if who is Who.NOBODY and not (line and line.open):
                return await _say(send, HTTPStatus.UNAUTHORIZED, "Masuk dengan nama dan kata sandi.")
            if line is None:
                raise Refused("Ini hanya boleh dilakukan oleh program, bukan dari antarmuka.")
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
        if isinstance(body, Resume):
            await self._fits(body, scope["path"].split("/")[3])
        return body

    async def _of_ours(self, start: Start, id_: str) -> Start:
        """The run, if the deployment is ours, with its request as our model has it. Raises Refused."""
        status, deployment = await self._ask("GET", f"/deployments/{id_}", None)
        if status != HTTPStatus.OK:
            raise Refused("Deployment ini tidak ada.")
        if strange := foreign(deployment):
            raise Refused(f"Deployment ini bukan milik layanan ini ({strange}).")
        asked = {}
        if "request" in start.parameters:
            asked["request"] = await asyncio.to_thread(
                request_of, deployment["entrypoint"], start.parameters["request"]
            )
        if wrong := first_wrong(deployment["parameter_openapi_schema"], deployment["parameters"] | asked):
            raise Refused(wrong)
        return start.model_copy(update={"parameters": asked})

    async def _fits(self, answer: Resume, run_id: str) -> None:
        """Raises Refused where the run does not wait, or not for such an answer."""
        _, run = await self._ask("GET", f"/flow_runs/{run_id}", None)
        waits = await waits_for(self._ask, run)
        if waits is None:
            raise Refused("Proses ini tidak menunggu keputusan.")
        given = answer.run_input.model_dump(exclude_unset=True) if answer.run_input else {}
        if wrong := first_wrong(waits[0], given):
            raise Refused(wrong)

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
        """Passes on what is said at a WebSocket: the first message says who speaks, and a person only listens."""
        said: list[Who] = []
        asked = _raw(scope).decode("ascii", "replace").removeprefix("/api")

        async def hear() -> "Message":
            wait = _INTRODUCED_WITHIN if connected and not said else None
            message = await asyncio.wait_for(receive(), wait)
            if message["type"] != "websocket.receive":
                connected.append(True)
                return message
            if not said:
                said.append(self._introduced(message.get("text") or "", asked, _address(scope)))
                token = self._logins.service if said[0] is not Who.NOBODY else ""
                return {"type": "websocket.receive", "text": json.dumps({"type": "auth", "token": token})}
            if said[0] is Who.PERSON:
                text = gate_bodies.listening(self._listened[asked], message.get("text") or "")
                return {"type": "websocket.receive", "text": text}
            return message

        connected: list[bool] = []
        try:
            await self._prefect(_without_login(scope), hear, send)
        except (Refused, TimeoutError, TooOften):
            await send({"type": "websocket.close", "code": 1008})

    def _introduced(self, text: str, asked: str, address: str) -> Who:
        """Raises Refused, TooOften."""
        who = self._logins.of(gate_bodies.introduction(text), address)
        return Who.NOBODY if who is Who.PERSON and asked not in self._listened else who


def _raw(scope: "Scope") -> bytes:
    return (scope.get("raw_path") or scope["path"].encode()).split(b"?")[0]


def _address(scope: "Scope") -> str:
    return (scope.get("client") or ("?",))[0]


def _without_login(scope: "Scope") -> "Scope":
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"authorization"]}


def _query(line: Allowed, sent: bytes) -> bytes:
    """Raises Refused for a name that the line does not have, or has once and is there twice."""
    given = parse_qsl(sent.decode("ascii", "replace"), keep_blank_values=True)
    names = [name for name, _ in given]
    if set(names) - set(line.query) or len(names) != len(set(names)):
        raise Refused("Alamat ini tidak mempunyai tambahan seperti itu.")
    return urlencode(given).encode()


async def _all_of(receive: "Receive") -> bytes:
    """Raises Refused for more than anybody needs to say."""
    sent = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("Permintaan terputus.")
        sent += message.get("body", b"")
        if len(sent) > MOST_BYTES:
            raise Refused("Isi permintaan terlalu besar.")
        if not message.get("more_body"):
            return sent


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

"""Who may come in: people by a session that begins with their password, workers with a secret, and the service itself
with a token that is new at each start."""

import asyncio
import base64
import hmac
import secrets
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import SimpleCookie

from flows.service.people import People, Person

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 the name of a setting
COOKIE = "sesi"
_SESSION_SECONDS = 12 * 3600
_MOST_SESSIONS = 1_000
_LOOKED_AT = 2
"""Passwords that are looked at together: each takes 16 MB of memory and some time."""


class TooOften(Exception):
    """So many wrong passwords came from one address that no password from there is looked at for a while."""


@dataclass
class Logins:
    """`name:secret` of the service and of workers ('': there are none), and the sessions of people, which end with the
    server, with a new password, or after half a day."""

    people: People
    service: str
    workers: str = ""
    most_wrong: int = 10
    window: float = 60
    _looking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LOOKED_AT))
    _wrong: dict[str, deque] = field(default_factory=dict)
    _sessions: OrderedDict[str, tuple[str, str, float]] = field(default_factory=OrderedDict)

    def is_program(self, stated: str) -> bool:
        """Whether a `name:secret` is a program's."""
        return _same(stated, self.service) or _same(stated, self.workers)

    def is_program_by_header(self, value: bytes) -> bool:
        """Whether a header "Authorization" is a program's."""
        scheme, _, given = value.decode("latin-1").partition(" ")
        try:
            return scheme.lower() == "basic" and self.is_program(base64.b64decode(given, validate=True).decode())
        except ValueError:
            return False

    async def who_knows(self, login: str, password: str, address: str) -> Person | None:
        """The person with this password; whoever tries wrong ones from an address is made to wait. Raises TooOften,
        PeopleError."""
        self.note_try(address)
        async with self._looking:
            return await asyncio.to_thread(self.people.who_knows, login, password)

    def note_try(self, address: str) -> None:
        """Counts a try before it is looked at, so that many at once are many. Raises TooOften."""
        tries = self._wrong.setdefault(address, deque(maxlen=self.most_wrong))
        now = time.monotonic()
        while tries and now - tries[0] > self.window:
            tries.popleft()
        if len(tries) >= self.most_wrong:
            raise TooOften(address)
        tries.append(now)
        if len(self._wrong) > 10_000:  # addresses are easily made up: the memory for them is not for the taking
            self._wrong.clear()

    def begin(self, person: Person, address: str) -> str:
        """The secret of a session of a person who has shown the password: that try was not a wrong one."""
        if tries := self._wrong.get(address):
            tries.pop()
        secret = secrets.token_urlsafe(32)
        self._sessions[_digest(secret)] = (person.login, person.password, time.monotonic())
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return secret

    def person(self, secret: str) -> Person | None:
        """Whose session it is, as that person is known now. Raises PeopleError."""
        login, password, began = self._sessions.get(_digest(secret), ("", "", 0.0))
        person = self.people[login] if login else None
        if person and person.password == password and time.monotonic() - began < _SESSION_SECONDS:
            return person
        self.end(secret)
        return None

    def end(self, secret: str) -> None:
        self._sessions.pop(_digest(secret), None)


def session_in(cookies: bytes) -> str:
    """The secret in a header "Cookie"; '' where there is none, or more than one."""
    found = [one.partition(b"=")[2] for one in cookies.split(b";") if one.partition(b"=")[0].strip() == COOKIE.encode()]
    return found[0].strip().decode("latin-1") if len(found) == 1 else ""


def cookie_of(secret: str, secure: bool) -> str:
    """No script reads it. It comes along when a link in a mail is opened, but not with what another website sends."""
    jar = SimpleCookie({COOKIE: secret})
    jar[COOKIE] |= {"path": "/", "httponly": True, "samesite": "Lax", "secure": secure}
    if not secret:
        jar[COOKIE]["max-age"] = 0
    return jar[COOKIE].OutputString()


def new_token() -> str:
    """The login of the service until it ends."""
    return f"layanan:{secrets.token_urlsafe(32)}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _same(stated: str, known: str) -> bool:
    return bool(known) and hmac.compare_digest(stated.encode(errors="surrogatepass"), known.encode())

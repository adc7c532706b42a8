"""Who may come in: people with the password of the interface, workers with theirs, and the service itself with a token
that is new at each start."""

import base64
import hmac
import os
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 the name of a setting


class Who(Enum):
    """What somebody who asks is known as."""

    NOBODY = "nobody"
    PERSON = "person"
    PROGRAM = "program"


class TooOften(Exception):
    """So many wrong passwords came from one address that no password from there is looked at for a while."""


@dataclass
class Logins:
    """`name:password` of people, of workers ('': there are none), and of the service."""

    people: str
    service: str
    workers: str = ""
    most_wrong: int = 10
    window: float = 60
    _wrong: dict[str, deque] = field(default_factory=dict)

    def of_header(self, value: bytes, address: str) -> Who:
        """Who a header "Authorization" says it is. Raises TooOften."""
        scheme, _, given = value.decode("latin-1").partition(" ")
        if scheme.lower() != "basic":
            return Who.NOBODY
        try:
            stated = base64.b64decode(given, validate=True).decode()
        except ValueError:
            stated = "?"
        return self.of(stated, address)

    def of(self, stated: str, address: str) -> Who:
        """Who knows this `name:password`. A wrong one is counted; programs are let in however many were wrong."""
        if not stated:
            return Who.NOBODY
        if _same(stated, self.service) or _same(stated, self.workers):
            return Who.PROGRAM
        wrong = self._wrong.setdefault(address, deque(maxlen=self.most_wrong))
        now = time.monotonic()
        while wrong and now - wrong[0] > self.window:
            wrong.popleft()
        if len(wrong) >= self.most_wrong:
            raise TooOften(address)
        if _same(stated, self.people):
            return Who.PERSON
        wrong.append(now)
        if len(self._wrong) > 10_000:  # addresses are easily made up: the memory for them is not for the taking
            self._wrong.clear()
        return Who.NOBODY


def new_token() -> str:
    """The login of the service until it ends."""
    return f"layanan:{secrets.token_urlsafe(32)}"


def password_of_people(home: Path) -> tuple[str, bool]:
    """`name:password` of the interface, and whether it was made just now: what the operator has set, else the one that
    was made at the first start and lies beside the data, for the service's user alone."""
    if set_by_operator := os.environ.get(PASSWORD, ""):
        return set_by_operator, False
    kept = kept_password(home)
    if kept.exists():
        return kept.read_text(encoding="utf-8").strip(), False
    made = f"spm:{secrets.token_urlsafe(12)}"
    write_private(kept, made + "\n")
    return made, True


def kept_password(home: Path) -> Path:
    """Where the password lies that was made."""
    return home / "sandi"


def write_private(path: Path, text: str) -> None:
    """For the own user alone, from its first moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    aside.replace(path)


def _same(stated: str, known: str) -> bool:
    return bool(known) and hmac.compare_digest(stated.encode(), known.encode())

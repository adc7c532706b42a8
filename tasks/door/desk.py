"""Where what was brought is looked at: read in the guarded child, judged as a run would, and remembered until it is
sent or forgotten."""

import os
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Semaphore

from config.settings import Settings
from schemas.echo import Echo
from schemas.submission import Arrival, Checked
from tasks.compute.echo_recorded import echo_before_sending
from tasks.door.links import Link
from tasks.door.own import known_now
from tasks.door.spool import Brought, Spool
from tasks.home.clock import SYSTEM
from tasks.intake.earlier_reports import judged
from tasks.intake.inbox import ending_of
from tasks.intake.take_in import Context, check, take
from tasks.ledger.ledger import Ledger
from tasks.read.readers import Readers
from tasks.understand.echo import echo_of_read
from tasks.understand.personal_data import blanked

FOLDER = "door"
_READERS = _JUDGED = 2
"""At once: more would only take turns, and need their memory."""
MOST_OF_A_LINK = 5
"""Checks that are remembered of one link; the oldest makes room, before others one that cannot be sent."""
_MADE_ROOM = 1_000
"""Of which it is still known that they made room."""


@dataclass(frozen=True)
class Check:
    """What was brought, and what was found in it. `why_not` says why it cannot be sent, '' where it can."""

    id: str
    link: int
    path: Path
    size: int
    until: float
    one: Checked
    echo: Echo
    why_not: str

    @property
    def sha256(self) -> str:
        return self.one.arrival.sha256

    @property
    def same(self) -> tuple[str, str]:
        """What two checks of one file have in common."""
        return self.sha256, self.one.arrival.file_name

    @property
    def left(self) -> float:
        """Seconds until it is forgotten."""
        return self.until - time.monotonic()


class Desk:
    """Of one site; safe from any thread."""

    def __init__(self, site: Settings, ledger: Ledger, clock: Callable[[], datetime] = SYSTEM.now) -> None:
        self.site, self.ledger, self.clock = site, ledger, clock
        door = site.of_door
        self.spool = Spool(site.home / FOLDER, site.limits.file_mb, door.spool_mb)
        self._readers = Readers(site.limits, _READERS, 60 * door.idle_minutes)
        self._keep_seconds = 60 * door.keep_minutes
        self._checks: dict[str, Check] = {}
        self._asked: dict[str, datetime] = {}
        self._made_room: deque[tuple[int, str]] = deque(maxlen=_MADE_ROOM)
        self._turn, self._judging = Lock(), Semaphore(_JUDGED)

    def check(self, link: Link, brought: Brought, name: str) -> Check:
        """Raises OSError, RuntimeError, LedgerError: disturbances of ours."""
        path = brought.path.with_suffix(ending_of(name))
        os.replace(brought.path, path)
        try:
            one = self.judge(link, self.arrival(brought.sha256, brought.size, name), path)
            echo = self._echo(link, one)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        of = secrets.token_urlsafe(16), link.id, path, brought.size, time.monotonic() + self._keep_seconds
        found = Check(*of, _without_figures(one), echo, link.why_not(one.normalised))
        self._remember(found)
        return found

    def arrival(self, sha256: str, size: int, name: str) -> Arrival:
        """Received when it is sent, which for what is only checked is now."""
        return Arrival(Path(name), blanked(name), sha256, size, self.clock())

    def judge(self, link: Link, arrival: Arrival, kept: Path) -> Checked:
        """The bytes at `kept`, beside all that the ledger knows; what the link may not send beside nothing, for what
        others sent is none of its holder's."""
        book = self._readers.read(kept)
        context = Context(arrival.received_at, link.province_code)
        with self._judging:
            taken = take(arrival, kept, book)
            del book
            settings = self.site.of_province(link.province_code)
            if link.why_not(taken.normalised):
                return check([taken], context, settings)[0]
            return judged(self.ledger, [taken], context, settings)[0]

    def _echo(self, link: Link, one: Checked) -> Echo:
        if link.why_not(one.normalised):
            return echo_of_read(one.normalised)
        return echo_before_sending(self.ledger, link.province_code, one, known_now(self.clock()))

    def asked_at(self, found: Check) -> datetime:
        """When it was first asked to send it: a disturbance of ours after which it is asked again costs no time."""
        with self._turn:
            return self._asked.setdefault(found.id, self.clock().astimezone(UTC).replace(microsecond=0))

    def not_asked(self, found: Check) -> None:
        """What it was asked to send could not be sent, by what its sender is to mend."""
        with self._turn:
            self._asked.pop(found.id, None)

    def find(self, link: Link, id_: str) -> Check | None:
        """None also for what another brought."""
        with self._turn:
            found = self._checks.get(id_)
        return found if found and found.link == link.id and found.left > 0 else None

    def waiting(self, link: Link) -> list[Check]:
        """What was checked and is not sent, the latest first; of the same file that was checked twice the later."""
        found: dict[tuple[str, str], Check] = {}
        with self._turn:
            for one in reversed(self._checks.values()):
                if one.link == link.id and one.left > 0:
                    found.setdefault(one.same, one)
        return list(found.values())

    def discard(self, found: Check) -> None:
        """However often the file was checked."""
        with self._turn:
            same = [one for one in self._checks.values() if (one.link, one.same) == (found.link, found.same)]
        for one in same:
            self.forget(one)

    def is_anothers(self, link: Link, id_: str) -> bool:
        """Whether it was checked by another link: whose browser has opened two."""
        with self._turn:
            found = self._checks.get(id_)
        return found is not None and found.link != link.id

    def made_room(self, link: Link, id_: str) -> bool:
        """Whether it was forgotten before its time, for others who use the same link."""
        return (link.id, id_) in self._made_room

    def forget(self, found: Check) -> None:
        with self._turn:
            known = self._checks.pop(found.id, None)
            self._asked.pop(found.id, None)
        if known:
            self.spool.drop(found.path, found.size)

    def forget_old(self) -> None:
        with self._turn:
            old = [one for one in self._checks.values() if one.left <= 0]
        for one in old:
            self.forget(one)

    def end(self) -> None:
        self._readers.end()

    def _remember(self, found: Check) -> None:
        with self._turn:
            others = [one for one in self._checks.values() if one.link == found.link]
            self._checks[found.id] = found
        others.sort(key=lambda one: not one.why_not)
        for one in others[: max(0, len(others) + 1 - MOST_OF_A_LINK)]:
            self._made_room.append((one.link, one.id))
            self.forget(one)


def _without_figures(one: Checked) -> Checked:
    """What a page needs of it: hundreds are remembered."""
    slim = replace(one.normalised, figures={}, supposed={}, traces={}, places={}, hidden={})
    return replace(one, normalised=slim)

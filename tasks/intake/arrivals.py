"""What has arrived and when: every look at the inbox, and since when each content lies there under its name.

When something was received is the inode's change time, held between the last look that did not see this content and
the first that did. A look that could not read a folder or a file has not looked at it. Nothing here is ever changed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from config.settings import Settings
from schemas.ledger import IMPORTED, LOOKED, SENT, arrivals, looks, submissions
from schemas.submission import Arrival
from tasks.home.clock import Clock
from tasks.intake.inbox import Discovery, Hashes, discover, is_of_another_province
from tasks.ledger.file_names import sent_name
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import EVER, utc_text

_WHILE_LOOKING = timedelta(minutes=1)
"""So much may come through the door between a look and what is asked after it."""


def look(ledger: Ledger, inbox: Path, site: Settings, clock: Clock, hashes: Hashes | None = None) -> Discovery:
    """What lies in the inbox, each file with when it was received, in that order; the ledger keeps what is new, and
    that there was a look.

    With the `hashes` of the look before, only what has changed since is read. Raises InboxError, LedgerError.
    """
    found = discover(inbox, clock, site.settle_seconds, hashes)
    key = _key(inbox, site.home)
    noted = ledger.rows(arrivals, inbox=key)
    if fresh := _fresh(ledger, key, found, noted):
        ledger.add(arrivals, fresh)
        noted = ledger.rows(arrivals, inbox=key)
    ledger.append(looks, inbox=key, began_at=found.began, unread=json.dumps(found.unread))
    ledger.settle()  # what comes through the door from now on is later than this look
    last = {(row.name, row.sha256): row for row in noted}
    received = [as_noted(one, last[one.file_name, one.sha256]) for one in found.arrivals]
    return replace(found, arrivals=sorted(received, key=lambda one: (one.received_at, one.id)))


def news(found: Discovery, province_code: str, known: dict[tuple[str, str], datetime]) -> list[Arrival]:
    """What a province has not taken in yet, in order of receipt; `known` as `Ledger.known` gives it. What came another
    way and was recorded under the same name is news where it lay here before."""
    mine = (one for one in found.arrivals if not is_of_another_province(one.file_name, province_code))
    numbered = (replace(one, turn=0) if _came_before(one, known) else one for one in mine)
    return [one for one in numbered if (sent_name(one), one.sha256) not in known]


def _came_before(one: Arrival, known: dict[tuple[str, str], datetime]) -> bool:
    return one.turn == 1 and one.received_at < known.get((one.file_name, one.sha256), one.received_at)


def ahead(ledger: Ledger, province_code: str, now: datetime) -> str:
    """A sentence where the ledger holds what is not to come before later, because the clock once was too far ahead: no
    report counts it until then. '' where it holds none."""
    everything = ledger.received(province_code, EVER)
    count = len(everything) - len(ledger.received(province_code, now + _WHILE_LOOKING))
    told = "tercatat dengan waktu yang belum tiba dan belum dihitung: jam mesin pernah terlalu maju"
    return f"{count} kiriman {told}" if count else ""


def as_noted(one: Arrival, row: sa.Row) -> Arrival:
    """The arrival as the ledger has it."""
    return replace(one, received_at=datetime.fromisoformat(row.received_at), turn=row.turn, id=row.id)


def arrival_row(inbox: str, one: Arrival, received: str, seen: datetime, way: str, reason: str = "") -> dict:
    stated = utc_text(one.stated_at) if one.stated_at else ""
    told = {"name": one.file_name, "sha256": one.sha256, "turn": one.turn, "received_at": received}
    return {"inbox": inbox, **told, "seen_at": utc_text(seen), "stated_at": stated, "way": way, "reason": reason}


def _key(inbox: Path, home: Path) -> str:
    """What an inbox is called in the ledger: inside the home its place there, so that a site may move."""
    inbox, home = inbox.absolute(), home.absolute()
    return (inbox.relative_to(home) if inbox.is_relative_to(home) else inbox).as_posix()


def _fresh(ledger: Ledger, inbox: str, found: Discovery, noted: list[sa.Row]) -> list[dict[str, object]]:
    """The rows of what no look has seen before, in the order in which it came to lie there."""
    of_name, present = defaultdict(list), defaultdict(set)
    for row in noted:
        of_name[row.name].append(row)
    for one in found.arrivals:
        present[one.file_name].add(one.sha256)
    contents = {row.sha256 for row in noted}
    turns = [_turn(one, of_name[one.file_name], present[one.file_name], contents) for one in found.arrivals]
    new = [replace(one, turn=turn) for one, turn in zip(found.arrivals, turns, strict=True) if turn]
    if not new:
        return []
    elsewhere = {(row.name, row.sha256) for way in (SENT, IMPORTED) for row in ledger.rows(arrivals, way=way)}
    recorded = {(row.file_name, row.sha256): row.received_at for row in reversed(ledger.rows(submissions))}
    recorded = {of: received for of, received in recorded.items() if of not in elsewhere}
    not_before = _not_before(ledger, inbox, found, {one.file_name for one in new})
    moved = {row.sha256: row.received_at for row in noted if row.name not in present}
    rows = []
    for one in sorted(new, key=lambda one: (one.received_at, one.file_name)):
        before = recorded.get((one.file_name, one.sha256))
        if before and of_name[one.file_name] and one.turn == 1:  # from before the first look, and now it came back
            one, before = replace(one, turn=2), None
        known = (before or moved.get(one.sha256)) if one.turn == 1 else None
        rows.append(arrival_row(inbox, one, known or utc_text(_held(one, not_before, found)), found.ended, LOOKED))
    return rows


def _turn(one: Arrival, noted: list[sa.Row], present: set[str], contents: set[str]) -> int:
    """Which time this content comes to its name, of which `noted` has all the ledger knows; 0 where it lies there
    since the last time. Two files may share a name from which personal data were taken: both are `present`.

    Of `contents`, which came under any name, one that takes the place of another content is sent anew too: whoever
    puts an older file over a newer one means the older one.
    """
    former = [row.turn for row in noted if row.sha256 == one.sha256]
    replaced = noted and noted[-1].sha256 not in present
    if not former:
        return 2 if replaced and one.sha256 in contents else 1
    return former[-1] + 1 if replaced else 0


def _not_before(ledger: Ledger, inbox: str, found: Discovery, names: set[str]) -> dict[str, datetime]:
    """Name -> when the last look began that looked at it; those that a wrong clock puts after this one say nothing."""
    missing, last = set(names), {}
    for row in ledger.newest_first(looks, inbox=inbox):
        if row.began_at > utc_text(found.ended):
            continue
        unread = json.loads(row.unread)
        last |= {name: datetime.fromisoformat(row.began_at) for name in missing if _looked_at(name, unread)}
        missing -= last.keys()
        if not missing:
            break
    return last


def _held(one: Arrival, not_before: dict[str, datetime], found: Discovery) -> datetime:
    """Between the last look at a new file that did not see this content, and this one."""
    return min(max(one.received_at, not_before.get(one.file_name, one.received_at)), found.ended)


def _looked_at(name: str, unread: Iterable[str]) -> bool:
    return not any(name == one or name.startswith(f"{one}/") or one == "" for one in unread)

"""What was checked is sent: exactly these bytes, in one transaction, once however often it is asked for.

The time of receipt is when the request to send came. It is recorded as of the second after, so that a run which has
begun already leaves it to the next one: what a run works on is what was recorded by its moment.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from schemas.frames import COUNTING
from schemas.ledger import DUPLICATE, SENT, arrivals, sends, submissions
from schemas.submission import Arrival, Checked
from tasks.compute.counting import covered_fields
from tasks.door.desk import Check, Desk
from tasks.door.links import Link
from tasks.door.own import own
from tasks.intake.arrivals import arrival_row
from tasks.intake.inbox import InboxError, archive
from tasks.ledger.errors import RowRefused
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import in_order_of_receipt, insert_checked, submissions_as_they_came, utc_text

_TRIES = 3


class NotSent(ValueError):
    """The message is one sentence for the sender; what was checked is still there."""


class Lost(NotSent):
    """What was checked is not there any more, or is not what was checked."""


class ReasonNeeded(NotSent):
    """It replaces an accepted report, and nobody has said why."""


def sent_before(ledger: Ledger, link: Link, errand: str) -> int | None:
    """The submission that an errand led to."""
    return next((row.submission for row in ledger.rows(sends, errand=errand) if row.link == link.id), None)


def send(desk: Desk, link: Link, check: Check, reason: str, asked_at: datetime) -> int:
    """The submission in the ledger. Raises NotSent; OSError, RuntimeError, LedgerError for disturbances of ours, after
    which nothing was sent."""
    done = sent_before(desk.ledger, link, check.id)
    if done is None:
        if check.why_not:
            raise NotSent(check.why_not)
        _need_reason(desk, link, check, reason)
        done = _send(desk, link, check, reason, asked_at)
    desk.forget(check)
    return done


def _need_reason(desk: Desk, link: Link, check: Check, reason: str) -> None:
    told = desk.site.of_door.reasons
    if reason and reason not in told:
        raise ReasonNeeded("Pilih alasan dari daftar.")
    if not reason and replaces(desk, link, check.one):
        raise ReasonNeeded("Laporan ini akan mengganti laporan yang sudah diterima. Pilih alasannya.")


def replaces(desk: Desk, link: Link, one: Checked) -> bool:
    """Whether an accepted report gives way to it; what is rejected replaces nothing, and so does the same content."""
    before = own(desk.ledger, link, desk.clock()).replaced(one.period, one.normalised.identity.form_version)
    return before is not None and one.status in COUNTING and before["sha256"] != one.arrival.sha256


def _send(desk: Desk, link: Link, check: Check, reason: str, asked_at: datetime) -> int:
    kept = _kept(desk, check)
    for last in range(_TRIES):
        arrival = replace(check.one.arrival, received_at=asked_at)
        one = desk.judge(link, replace(arrival, turn=_turn(desk.ledger, link, arrival)), kept)
        try:
            return _record(desk, link, check.id, one, reason)
        except RowRefused:  # the same content came another way in this very moment
            if last == _TRIES - 1:
                raise
    raise AssertionError


def _kept(desk: Desk, check: Check) -> Path:
    """Raises Lost; OSError."""
    try:
        return archive(replace(check.one.arrival, path=check.path), desk.site.archive)
    except (InboxError, FileNotFoundError) as error:
        if isinstance(error, InboxError) or not check.path.exists():
            raise Lost("Berkas yang diperiksa tidak ada lagi di sini, atau berubah. Pilih lagi berkasnya.") from error
        raise


def _turn(ledger: Ledger, link: Link, arrival: Arrival) -> int:
    """Which time this content comes from the regency: where it counted and something else came after it, it is to count
    again. 0 where it came another way and is recorded already, though it was here first."""
    of = {"province_code": link.province_code, "regency_code": link.regency_code, "sha256": arrival.sha256}
    received = [datetime.fromisoformat(row.received_at) for row in ledger.rows(submissions, **of)]
    return 0 if received and arrival.received_at < min(received) else 1 + len(received)


def _record(desk: Desk, link: Link, errand: str, one: Checked, reason: str) -> int:
    with desk.ledger.alone() as connection:
        now = desk.clock()
        id_ = _already_last(connection, link, one) or _insert(connection, link, one, reason, now)
        row = {"submission": id_, "link": link.id, "errand": errand, "sent_at": utc_text(one.arrival.received_at)}
        connection.execute(sends.insert().values(row))
    return id_


def _already_last(connection: sa.Connection, link: Link, one: Checked) -> int | None:
    """The submission with this content, where nothing else has come since of the same quarter and bidang, and it came
    no later than this one."""
    of = {"province_code": link.province_code, "regency_code": one.regency_code, "period": one.period.key}
    query = submissions_as_they_came().where(*(submissions.c[name] == value for name, value in of.items()))
    sent = in_order_of_receipt(pd.read_sql(query.where(submissions.c.status != DUPLICATE), connection))
    covered = {*covered_fields(one.normalised.identity.form_version)}
    same = [row for row in sent.itertuples() if covered & {*covered_fields(row.form_version)}]
    last = takewhile(lambda row: row.sha256 == one.arrival.sha256, reversed(same))
    return next((int(row.id) for row in last if row.received_at <= one.arrival.received_at), None)


def _insert(connection: sa.Connection, link: Link, one: Checked, reason: str, now: datetime) -> int:
    row = arrival_row(SENT, one.arrival, utc_text(one.arrival.received_at), now, SENT, reason)
    arrival = connection.execute(arrivals.insert().values(row).returning(arrivals.c.id)).scalar_one()
    noted = replace(one, arrival=replace(one.arrival, id=arrival))
    (id_,) = insert_checked(connection, link.province_code, [noted], next_second(now))
    return id_


def next_second(now: datetime) -> datetime:
    """No run that has begun by `now` stands for this moment."""
    return now.replace(microsecond=0) + timedelta(seconds=1)

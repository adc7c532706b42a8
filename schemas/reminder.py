"""What one regency is told of its report of a quarter: reminders (missing, rejected), its acceptance, its results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from schemas.period import Period

ReminderKind = Literal["belum-lapor", "ditolak", "diterima", "hasil"]
REMIND = timedelta(days=10)
"""So long before the deadline somebody should ask those who have not reported."""


@dataclass(frozen=True)
class Reminder:
    """One regency, one state: whoever was told once of a state is not told again.

    `state` is `belum-lapor/H-5` (the latest reminder day that has passed; `H+1` the day after the deadline),
    `ditolak/2`, `diterima/2` (the revision), or `hasil/` with the moment of the figures: a letter to sign and no
    message. `since` is when the state began, in the province's time zone. `values` fill the templates
    `<surel|pesan|surat>-<kind>`; they depend on the state and on whether the deadline has passed, not on the day.
    `enclosed` are the files that belong to it, by their names among the answers of the quarter.
    `fields` are the bidang of the offices that it concerns: those that are missing, or that sent by themselves.
    """

    regency_code: str
    period: Period
    kind: ReminderKind
    state: str
    since: datetime
    values: dict[str, object]
    enclosed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def stage_at(as_of: datetime, deadline: datetime, days: Iterable[int]) -> int | None:
    """The latest reminder day that has come, in days before the deadline; None before the first. A night that was lost
    is made up for by the next one."""
    left = (deadline.date() - as_of.astimezone(deadline.tzinfo).date()).days
    return min((day for day in days if left <= day), default=None)

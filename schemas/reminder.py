"""What one regency is told of its report of a quarter: reminders (missing, rejected), and that it was accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.period import Period

ReminderKind = Literal["belum-lapor", "ditolak", "diterima"]


@dataclass(frozen=True)
class Reminder:
    """One regency, one state: whoever was told once of a state is not told again.

    `state` is `belum-lapor/H-5` (the latest reminder day that has passed; `H+1` the day after the deadline) or
    `ditolak/2`, `diterima/2` (the revision). `since` is when the state began, in the province's time zone. `values`
    fill the templates `<surel|pesan|surat>-<kind>`; they depend on the state and on whether the deadline has passed,
    not on the day. `enclosed` are the files that belong to it, by their names among the answers of the quarter.
    """

    regency_code: str
    period: Period
    kind: ReminderKind
    state: str
    since: datetime
    values: dict[str, object]
    enclosed: tuple[str, ...] = ()

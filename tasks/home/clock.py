"""What time it is, and since when a file lies where it lies.

People have no clock but the system's. Demo, tests and bench hand a run theirs, in this process only.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Clock:
    now: Callable[[], datetime]
    lies_since: Callable[[os.stat_result], datetime]


def _system_time() -> datetime:
    return datetime.now(UTC)


def _inode_changed(status: os.stat_result) -> datetime:
    """No copier and no archive can set it; what came out of one has the time at which it was put there."""
    return datetime.fromtimestamp(status.st_ctime, UTC)


def file_date(status: os.stat_result) -> datetime | None:
    """The date that a file carries; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(status.st_mtime, UTC)
    except (OverflowError, ValueError, OSError):
        return None


SYSTEM = Clock(_system_time, _inode_changed)


def made_up(moment: datetime) -> Clock:
    """A clock that stands still, for made-up submissions: when they came is their modification time."""
    return Clock(lambda: moment, lambda status: file_date(status) or moment)

"""One run at a time per province and quarter on this machine, however it was started."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)


class AlreadyRunning(RuntimeError):
    """Somebody else holds the lock; the message is one sentence in Bahasa Indonesia."""


@contextmanager
def only_one(path: Path, what: str, patience: float = 0) -> Iterator[None]:
    """Hold the lock at `path` for as long as the block runs; a process that dies lets go of it by itself.

    Raises AlreadyRunning naming `what` where another still holds it after `patience` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(handle, what, patience)
        yield
    finally:
        os.close(handle)  # and with it the lock


def _wait_for(handle: int, what: str, patience: float) -> None:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            return _take(handle)
        except OSError as error:
            if time.monotonic() >= end:
                raise AlreadyRunning(f"{what} sedang berjalan; tunggu sampai selesai, lalu ulangi.") from error
        if not told:
            log.info("%s sedang berjalan; menunggu gilirannya", what)
            told = True
        time.sleep(0.5)


if os.name == "nt":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

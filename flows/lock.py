"""One run at a time per province and quarter on this machine, however it was started."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Somebody else holds the lock; the message is one sentence in Bahasa Indonesia."""


@contextmanager
def only_one(path: Path, what: str) -> Iterator[None]:
    """Hold the lock at `path` for as long as the block runs; a process that dies lets go of it by itself.

    Raises AlreadyRunning naming `what`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise AlreadyRunning(f"{what} sedang berjalan; tunggu sampai selesai, lalu ulangi.") from error
        yield
    finally:
        os.close(handle)  # and with it the lock


if os.name == "nt":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

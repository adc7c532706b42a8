"""One run at a time per province, however it was started: on this machine by a lock file, and on all machines that
share a ledger on PostgreSQL by a lock of that database."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings
from schemas.failure import Failure
from tasks.home.modes import private_folder
from tasks.ledger.errors import unusable

if TYPE_CHECKING:
    import sqlalchemy as sa

log = logging.getLogger(__name__)

_WAIT = "tunggu sampai selesai, lalu ulangi"


class AlreadyRunning(Failure, RuntimeError):
    """Somebody else holds the lock."""


_SPM = 0x53504D
"""The first half of our advisory locks' keys, so that they meet nobody else's in a shared database."""
_NOTICED_DEAD = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6"
"""After two minutes the database lets go of what a machine held that has lost its power or its network."""


@contextmanager
def one_run(site: Settings, province_code: str, patience: float = 0) -> Iterator[None]:
    """Hold a province for as long as the block runs: two runs of one province would take in the same files, whatever
    their quarter. Raises AlreadyRunning where another still holds it after `patience` seconds."""
    what = f"Laporan provinsi {province_code}"
    with only_one(site.home / "locks" / f"{province_code}.lock", what, patience):
        if site.ledger_url.startswith("postgresql"):
            with only_one_machine(site.ledger_url, province_code, what, patience):
                yield
        else:
            yield


def is_under_way(site: Settings, province_code: str) -> bool:
    """Whether a run of a province goes on, on any machine."""
    try:
        with one_run(site, province_code):
            return False
    except AlreadyRunning:
        return True


@contextmanager
def only_one_machine(ledger_url: str, province_code: str, what: str, patience: float = 0) -> Iterator[None]:
    """As `only_one`, for all that use the ledger: an advisory lock of a connection that is held open."""
    import sqlalchemy as sa

    attempt = sa.select(sa.func.pg_try_advisory_lock(_SPM, int(province_code)))
    with _connected(sa.make_url(ledger_url)) as connection:

        def take() -> None:
            if not connection.scalar(attempt):
                raise BlockingIOError("held by another session")

        _wait_for(take, what, patience)
        yield  # closing the connection lets go of the lock


def _connected(address: "sa.URL") -> "sa.Connection":
    """A session of the lock's own, so that it lasts as long. Raises LedgerError where the database is not there."""
    import sqlalchemy as sa

    try:
        return sa.create_engine(
            address, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT", connect_args={"options": _NOTICED_DEAD}
        ).connect()
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        raise unusable(address.render_as_string(hide_password=True), error) from error


@contextmanager
def only_one(path: Path, what: str, patience: float = 0, advice: str = _WAIT) -> Iterator[None]:
    """Hold the lock at `path` for as long as the block runs; a process that dies lets go of it by itself.

    Raises AlreadyRunning naming `what`, with `advice`, where another still holds it after `patience` seconds.
    """
    private_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lambda: _take(handle), what, patience, advice)
        yield
    finally:
        os.close(handle)  # and with it the lock


def is_held(path: Path) -> bool:
    """Whether another holds the lock at `path`."""
    try:
        with only_one(path, ""):
            return False
    except AlreadyRunning:
        return True


def _wait_for(take: Callable[[], None], what: str, patience: float, advice: str = _WAIT) -> None:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            return take()
        except OSError as error:
            if time.monotonic() >= end:
                raise AlreadyRunning(f"{what} sedang berjalan; {advice}.") from error
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

"""The file of a ledger on SQLite: for its owner only, and with the journal that fits the disk it lies on.

With a write-ahead log nobody who reads waits for the night, but it needs memory that all programs share: two machines
that use the file over a network would destroy it. So it is used where the disk is known to be this machine's own, and
everywhere else, also where that cannot be known, the rollback journal, which is right on every disk.
"""

import os
import sqlite3
from functools import cache
from pathlib import Path

import sqlalchemy as sa

OWNER_ONLY = 0o600
_SECONDS = 30
"""So long another writer is waited for."""
_OF_THIS_MACHINE = {
    *("aufs", "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "ntfs3"),
    *("overlay", "ramfs", "reiserfs", "tmpfs", "xfs", "zfs"),
}
_MOUNTS = Path("/proc/self/mountinfo")


def engine_of(address: sa.URL) -> sa.Engine:
    """On SQLite the file is made, with its folder, where there is none."""
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(address, pool_pre_ping=True)
    engine = sa.create_engine(address, connect_args={"timeout": _SECONDS})
    if address.database and not address.database.startswith("file:"):
        file = Path(address.database)
        _make(file)
        sa.event.listen(engine, "connect", lambda connection, _: _use_journal(connection, _journal_at(file.parent)))
    return engine


def _make(file: Path) -> None:
    """SQLite gives the files beside it (-wal, -shm, -journal) the mode of this one."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY))


def _journal_at(folder: Path) -> str:
    return "wal" if file_system(folder.resolve()) in _OF_THIS_MACHINE else "delete"


@cache
def file_system(folder: Path) -> str:
    """The kind of the disk that a folder lies on, '' where the system does not tell."""
    try:
        mounts = [line.split() for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    kinds = {fields[4].replace(r"\040", " "): fields[fields.index("-") + 1] for fields in mounts}
    return next((kinds[str(place)] for place in (folder, *folder.parents) if str(place) in kinds), "")


def _use_journal(connection: sqlite3.Connection, wanted: str) -> None:
    """The file remembers it. While others use the file it cannot be changed: the next program that opens it does."""
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute(f"PRAGMA journal_mode = {wanted}")
    except sqlite3.Error:  # whoever uses the connection is told what is wrong with the file
        pass
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_SECONDS * 1000}")

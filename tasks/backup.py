"""A site's memory in one file, and back: the ledger, the archive, and what the people of the site wrote themselves.

The reports are not in it: the same ledger gives the same bytes of them again. The ledger is kept as text, a line a row,
so that a backup of SQLite can be restored into PostgreSQL and the other way round. The file holds the key that receipts
are signed with; only its owner can read it.
"""

import errno
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from config.settings import Settings
from schemas.ledger import METADATA, submissions
from tasks.ledger import Ledger
from tasks.receipt_keys import KEY_FILE, PUBLIC_FILE
from tasks.site import ledger_of

EDITION = "SPM-CADANGAN-1"
_CONTENTS = "cadangan.json"
_LEDGER, _ARCHIVE, _SITE = "ledger", "archive", "site"
_OF_THE_SITE = ("settings.toml", "contacts.csv", KEY_FILE, PUBLIC_FILE, "corrections", "templates")
"""What lies in SPM_HOME beside the ledger and the archive and was not computed."""
_ROWS_AT_ONCE = 5000
_OWNER_ONLY = 0o600


class BackupError(RuntimeError):
    """No backup was made, or none restored; the message is one sentence in Bahasa Indonesia."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds. `ledger` is the digest of all rows of all tables: the same ledger, the same digest."""

    path: Path
    made_at: datetime
    rows: int
    originals: int
    ledger: str


def backup(site: Settings, target: Path, now: datetime) -> Backup:
    """Writes the backup `target` aside, reads it back and moves it into place. Runs may go on meanwhile.

    Raises BackupError where `target` exists, or where the archive has lost or changed a file that the ledger names.
    """
    if target.exists():
        raise BackupError(f"'{target}' sudah ada; cadangan tidak pernah ditimpa.")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.tulis")
    try:
        handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
                _write(package, site, now)
            file.flush()
            os.fsync(file.fileno())
        made = read_contents(aside)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    return Backup(target, made.made_at, made.rows, made.originals, made.ledger)


def restore(source: Path, site: Settings) -> Backup:
    """Puts a backup into a home whose ledger is empty, and checks that it is the same.

    Raises BackupError for a file that is no backup or is damaged, and where something else is there already: nothing is
    overwritten. The ledger comes last, in one transaction, so that a restore that was cut off is simply done again.
    """
    found = read_contents(source)
    ledger = Ledger(site.ledger_url)
    _refuse_if_filled(ledger)
    with zipfile.ZipFile(source) as package:
        places = {name: _place(name, site) for name in package.namelist() if not _is_ours(name)}
        missing = {name: path for name, path in places.items() if not _is_there(package, name, path)}
        for name, path in missing.items():
            _put_back(package, name, path)
        with ledger.engine.begin() as connection:
            for table in METADATA.sorted_tables:
                _insert_rows(connection, table, package)
    if ledger_digest(ledger) != found.ledger:
        raise BackupError(f"Buku besar yang dipulihkan dari '{source}' tidak sama dengan cadangannya.")
    return found


def read_contents(path: Path) -> Backup:
    """What a backup holds, after every byte of it was compared with its digests. Raises BackupError."""
    try:
        with zipfile.ZipFile(path) as package:
            contents = json.loads(package.read(_CONTENTS))
            if contents["edition"] != EDITION:
                raise BackupError(f"'{path}' dibuat oleh versi lain ({contents['edition']}).")
            expected = {_CONTENTS, *contents["files"]}
            intact = sorted(package.namelist()) == sorted(expected) and all(
                _digest_of(package, name) == digest for name, digest in contents["files"].items()
            )
    except BackupError:
        raise
    except FileNotFoundError as error:
        raise BackupError(f"Berkas '{path}' tidak ada.") from error
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, TypeError, ValueError, EOFError) as error:
        raise BackupError(f"'{path}' bukan cadangan atau rusak.") from error
    except OSError as error:
        if error.errno in (None, errno.EINVAL):
            raise BackupError(f"'{path}' rusak.") from error
        raise
    if not intact or any(not _is_safe(name) for name in expected):
        raise BackupError(f"'{path}' rusak: isinya tidak sama dengan daftarnya.")
    originals = sum(name.startswith(f"{_ARCHIVE}/") for name in expected)
    made_at = datetime.fromisoformat(contents["made_at"])
    return Backup(path, made_at, contents["rows"], originals, contents["ledger"])


def ledger_digest(ledger: Ledger) -> str:
    """SHA-256 over every row of every table, whatever database they are in."""
    return _digest_of_tables({table: _digest(lines) for table, lines in _snapshot(ledger)})


def _write(package: zipfile.ZipFile, site: Settings, now: datetime) -> None:
    files, rows, ledger = {}, 0, ledger_of(site)
    for table, lines in _snapshot(ledger):
        name = f"{_LEDGER}/{table}.jsonl"
        with package.open(name, "w", force_zip64=True) as entry:
            digest = sha256()
            for line in lines:
                entry.write(line)
                digest.update(line)
                rows += 1
        files[name] = digest.hexdigest()
    digests = {PurePosixPath(name).stem: digest for name, digest in files.items()}
    for inside, digest in _originals(ledger).items():
        path = site.archive / inside
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"Arsip rusak: '{path}' hilang atau isinya berubah; periksa penyimpanannya.")
        package.write(path, f"{_ARCHIVE}/{inside}", zipfile.ZIP_STORED)
        files[f"{_ARCHIVE}/{inside}"] = digest
    for path in _site_files(site.home):
        name = f"{_SITE}/{path.relative_to(site.home).as_posix()}"
        package.write(path, name)
        files[name] = _digest(path)
    contents = {"edition": EDITION, "made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "rows": rows}
    contents |= {"ledger": _digest_of_tables(digests), "files": files}
    package.writestr(_CONTENTS, json.dumps(contents, indent=1))


def _snapshot(ledger: Ledger) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table and its lines, all as they were at one moment. The lines of one must be used before the next."""
    level = {"postgresql": {"isolation_level": "REPEATABLE READ"}}.get(ledger.engine.dialect.name, {})
    with ledger.engine.connect().execution_options(**level) as connection:
        if ledger.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")  # Python's driver begins nothing for a SELECT
        for table in METADATA.sorted_tables:
            found = connection.execute(sa.select(table).order_by(table.c.id).execution_options(yield_per=_ROWS_AT_ONCE))
            yield table.name, (_line(row) for row in found)


def _line(row: sa.Row) -> bytes:
    return json.dumps(tuple(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _originals(ledger: Ledger) -> dict[str, str]:
    """Path inside the archive -> SHA-256 of every file that the ledger names."""
    with ledger.engine.connect() as connection:
        found = connection.execute(sa.select(submissions.c.archived, submissions.c.sha256))
        return dict(sorted((row.archived, row.sha256) for row in found))


def _site_files(home: Path) -> list[Path]:
    places = [home / name for name in _OF_THE_SITE]
    return sorted(path for place in places for path in (place, *place.rglob("*")) if path.is_file())


def _refuse_if_filled(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        if any(connection.execute(sa.select(table.c.id).limit(1)).first() for table in METADATA.sorted_tables):
            raise BackupError("Buku besar sudah berisi; pulihkan ke SPM_HOME atau basis data yang masih kosong.")


def _is_ours(name: str) -> bool:
    """The ledger's lines and the list of contents, which are not put back as files."""
    return name == _CONTENTS or name.startswith(f"{_LEDGER}/")


def _place(name: str, site: Settings) -> Path:
    top, _, inside = name.partition("/")
    return (site.archive if top == _ARCHIVE else site.home) / inside


def _is_there(package: zipfile.ZipFile, name: str, path: Path) -> bool:
    """Whether an earlier, unfinished restore has put it back already. Raises BackupError for something else."""
    if not path.exists():
        return False
    if not path.is_file() or _digest(path) != _digest_of(package, name):
        raise BackupError(f"'{path}' sudah ada dengan isi lain; pulihkan ke SPM_HOME yang masih kosong.")
    return True


def _put_back(package: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.pulih")
    with package.open(name) as entry, aside.open("wb") as file:
        shutil.copyfileobj(entry, file)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(_OWNER_ONLY if path.name == KEY_FILE else 0o444 if name.startswith(f"{_ARCHIVE}/") else 0o644)
    aside.rename(path)


def _insert_rows(connection: sa.Connection, table: sa.Table, package: zipfile.ZipFile) -> None:
    names = [column.name for column in table.columns]
    with package.open(f"{_LEDGER}/{table.name}.jsonl") as lines:
        waiting: list[dict] = []
        for line in lines:
            waiting.append(dict(zip(names, json.loads(line), strict=True)))
            if len(waiting) == _ROWS_AT_ONCE:
                connection.execute(table.insert(), waiting)
                waiting = []
        if waiting:
            connection.execute(table.insert(), waiting)
    if connection.dialect.name == "postgresql":  # the next row gets the number after the last restored one
        last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last)))


def _digest_of_tables(digests: dict[str, str]) -> str:
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(digests.items())).encode()).hexdigest()


def _digest(content: Path | Iterator[bytes]) -> str:
    if isinstance(content, Path):
        with content.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    digest = sha256()
    for line in content:
        digest.update(line)
    return digest.hexdigest()


def _digest_of(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as entry:
        return file_digest(entry, "sha256").hexdigest()


def _is_safe(name: str) -> bool:
    """No path leads out of the home."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name

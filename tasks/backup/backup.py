"""A site's memory in one file: the ledger, the archive, the approved reports, and what the people of the site wrote
themselves, with its people and the keys of the receipts. `restore.py` is the way back.

Reports that nobody approved are not in it: the same ledger gives the same bytes of them again. The ledger is kept as
text, a line a row, so that a backup of SQLite can be restored into PostgreSQL and the other way round. Only its owner
can read the file.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from config.settings import Settings
from schemas.ledger import VERSION, publications, submissions
from tasks.backup.package import (
    ARCHIVE,
    CONTENTS,
    EDITION,
    LEDGER,
    OUTBOX,
    SITE,
    SITE_FILES,
    SITE_FOLDERS,
    TABLES,
    Backup,
    BackupError,
    digest_of_tables,
    line_of,
    place_of,
    read_contents,
)
from tasks.home.site import ledger_of, site_id
from tasks.intake.inbox import digest_of
from tasks.ledger.ledger import Ledger
from tasks.publish.manifest import MANIFEST, NoReport, verify_reports

ROWS_AT_ONCE = 5000
_BYTES_AT_ONCE = 2**20
_OWNER_ONLY = 0o600


def backup(site: Settings, target: Path, now: datetime) -> Backup:
    """Writes the backup `target` aside, reads it back and moves it into place. Runs may go on meanwhile.

    Raises BackupError where `target` exists, where the archive has lost or changed a file that the ledger names, and
    for a file of the site whose name not every system can write.
    """
    if target.exists():
        raise BackupError(f"'{target}' sudah ada; cadangan tidak pernah ditimpa.")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.tulis")
    try:
        handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
                notes = _write(package, site, now)
            file.flush()
            os.fsync(file.fileno())
        made = read_contents(aside)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    return replace(made, path=target, notes=tuple(notes))


def snapshot(connection: sa.Connection, widths: dict[str, int] | None = None) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table and its lines, all as they were at one moment; of the tables in `widths` only, so many columns of
    each, where that is given. The lines of one must be used before the next."""
    if connection.dialect.name == "postgresql" and not connection.in_transaction():
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    if connection.dialect.name == "sqlite" and not connection.connection.in_transaction:
        connection.exec_driver_sql("BEGIN")  # Python's driver begins nothing for a SELECT
    for name in TABLES if widths is None else widths:
        columns = list(TABLES[name].columns)[: widths[name] if widths else None]
        query = sa.select(*columns).order_by(TABLES[name].c.id).execution_options(yield_per=ROWS_AT_ONCE)
        yield name, (line_of(row) for row in connection.execute(query))


def digest_of_lines(lines: Iterator[bytes]) -> str:
    digest = sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _write(package: zipfile.ZipFile, site: Settings, now: datetime) -> list[str]:
    """What its reader should know."""
    ledger = ledger_of(site)
    contents = {"edition": EDITION, "version": VERSION, "site_id": site_id(ledger)}
    contents["made_at"] = now.astimezone(UTC).isoformat(timespec="seconds")
    with ledger.engine.connect() as connection:
        tables, contents["rows"] = _write_ledger(package, connection)
        originals = sa.select(submissions.c.archived, submissions.c.sha256).order_by(submissions.c.archived)
        named = dict(tuple(row) for row in connection.execute(originals))
    contents["ledger"] = digest_of_tables(tables)
    files = {f"{LEDGER}/{table}.jsonl": digest for table, digest in tables.items()}
    for inside, digest in named.items():
        path = site.archive / inside
        if not path.is_file() or digest_of(path) != digest:
            raise BackupError(f"Arsip rusak: '{path}' hilang atau isinya berubah; periksa penyimpanannya.")
        package.write(path, f"{ARCHIVE}/{inside}", zipfile.ZIP_STORED)
        files[f"{ARCHIVE}/{inside}"] = digest
    for name, path in [*_site_files(site), *_final_files(site)]:
        if not place_of(name, site):
            raise BackupError(f"Nama '{path}' tidak dapat ditulis di setiap sistem; ganti namanya.")
        files[name] = _write_file(package, name, path)
    package.writestr(CONTENTS, json.dumps(contents | {"files": files}, indent=1))
    return _faults_of_finals(site, ledger)


def _write_file(package: zipfile.ZipFile, name: str, path: Path) -> str:
    """Its digest, of what was written: the list of people, say, may be another one a moment later."""
    info = zipfile.ZipInfo.from_file(path, name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file:
        return _write_entry(package, info, iter(partial(file.read, _BYTES_AT_ONCE), b""))[0]


def _write_ledger(package: zipfile.ZipFile, connection: sa.Connection) -> tuple[dict[str, str], int]:
    """Table -> digest, and the number of rows."""
    tables = snapshot(connection)
    written = {table: _write_entry(package, f"{LEDGER}/{table}.jsonl", lines) for table, lines in tables}
    return {table: digest for table, (digest, _) in written.items()}, sum(rows for _, rows in written.values())


def _write_entry(package: zipfile.ZipFile, name: str | zipfile.ZipInfo, content: Iterator[bytes]) -> tuple[str, int]:
    """The digest of what was written, and of how many parts it was."""
    digest, parts = sha256(), 0
    with package.open(name, "w", force_zip64=True) as entry:
        for part in content:
            entry.write(part)
            digest.update(part)
            parts += 1
    return digest.hexdigest(), parts


def _site_files(site: Settings) -> list[tuple[str, Path]]:
    files = [site.home / name for name in SITE_FILES]
    files += [path for name in SITE_FOLDERS for path in sorted((site.home / name).rglob("*"))]
    return [(f"{SITE}/{path.relative_to(site.home).as_posix()}", path) for path in files if path.is_file()]


def _final_folders(site: Settings) -> list[Path]:
    return sorted(path.parent for path in site.outbox.glob(f"[0-9][0-9]/*-final*/{MANIFEST}"))


def _final_files(site: Settings) -> list[tuple[str, Path]]:
    files = (path for folder in _final_folders(site) for path in sorted(folder.rglob("*")) if path.is_file())
    return [(f"{OUTBOX}/{path.relative_to(site.outbox).as_posix()}", path) for path in files]


def _faults_of_finals(site: Settings, ledger: Ledger) -> list[str]:
    """They are kept as they lie, and it is told which of them are not as they were published."""
    published = {row.manifest: row for row in ledger.rows(publications, final=True)}
    notes = []
    for folder in _final_folders(site):
        try:
            (found,) = verify_reports(folder)
        except (NoReport, OSError, ValueError):
            notes.append(f"Laporan final '{folder}' rusak; dicadangkan seperti adanya.")
            continue
        if published.pop(found.digest, None) is None or not found.sound:
            notes.append(f"Laporan final '{folder}' bukan seperti saat terbit; dicadangkan seperti adanya.")
    lost = sorted(f"{row.province_code} {row.period}" for row in published.values())
    return notes + [f"Laporan final {one} tidak ada di '{site.outbox}', jadi tidak ikut dicadangkan." for one in lost]

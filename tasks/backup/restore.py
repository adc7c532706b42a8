"""A backup put back into a home, whole or not at all: until it is, no program works with that home.

Nothing that lies there already is overwritten. What was cut off is simply done again: what is there already and the
same stays, the ledger comes last and in one transaction, and then the home is open.
"""

import os
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from schemas.ledger import site as sites
from tasks.backup.backup import ROWS_AT_ONCE, digest_of_lines, snapshot
from tasks.backup.package import (
    ARCHIVE,
    LEDGER,
    OUTBOX,
    SITE,
    TABLES,
    Backup,
    BackupError,
    digest_in,
    digest_of_tables,
    line_of,
    place_of,
    read_contents,
    rows_of,
    tables_in,
)
from tasks.home.modes import PEOPLE_FILE, private_folder
from tasks.home.receipt_keys import KEY_FILE
from tasks.home.site import RESTORING, close_home, home_id, make_inbox, name_home, what_would_be_orphaned
from tasks.intake.inbox import digest_of
from tasks.ledger.errors import reason_of
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import utc_text

_NUL, _SHOWN_NUL = "\x00", "␀"
"""PostgreSQL holds no NUL in a text; it is shown as the reader shows the one that a cell holds."""
_MACHINES_OWN = ("settings.toml", "contacts.csv", PEOPLE_FILE)
"""What a machine may have its own of already: it stays, and that of the backup is put beside it."""
_BESIDE = ".dari-cadangan"
_BYTES_AT_ONCE = 8_000_000
_WITH_SECRET = re.compile(r"(://[^:/@]*:).*@")


def restore(source: Path, site: Settings) -> Backup:
    """Puts a backup into a home whose ledger is empty, and checks that it is the same; one of an older program comes up
    to date. Raises BackupError for a file that is no backup or is damaged, and where something else is there."""
    found = read_contents(source)
    with zipfile.ZipFile(source) as package:
        _refuse_other_site(site, found)
        places = _places_to_keep(package, site)
        missing, notes = _missing(package, site)
        _refuse_without_room(package, missing, site)
        marker = site.home / RESTORING
        ledger = _ledger_to_fill(site, found, marker)
        private_folder(site.archive)
        _write(marker, iter([f"{found.ledger}\n".encode()]), 0o600)
        for name, path in missing.items():
            _put_back(package, name, path)
        _move_finals(missing)
        if ledger:
            notes += _fill(ledger, package, found)
    notes += places
    if found.site_id:
        name_home(site.home, found.site_id)
    marker.unlink()
    close_home(site)
    make_inbox(site)
    return replace(found, notes=tuple(notes))


def _refuse_other_site(site: Settings, found: Backup) -> None:
    here = home_id(site.home)
    if found.site_id and here not in ("", found.site_id) and what_would_be_orphaned(site):
        raise BackupError(f"'{found.path}' milik situs lain; pulihkan ke SPM_HOME yang masih kosong.")


def _places_to_keep(package: zipfile.ZipFile, site: Settings) -> list[str]:
    """What is to be told where the settings that come back name another ledger or folder of reports than are filled
    here. Raises BackupError where nobody has said which of the two: the next run would work with what was not restored.
    """
    name, notes = f"{SITE}/settings.toml", []
    if name not in package.namelist() or (site.home / "settings.toml").exists():
        return notes
    kept = tomllib.loads(package.read(name).decode())
    for setting, here, default in (
        ("database_url", site.database_url, ""),
        ("outbox", str(site.outbox), str(site.home / "outbox")),
    ):
        if (there := kept.get(setting) or here) == here:
            continue
        variable, place = f"SPM_{setting.upper()}", _WITH_SECRET.sub(r"\1***@", there)
        if here == default:
            raise BackupError(
                f"Pengaturan dalam cadangan menunjuk '{place}'. Setel {variable} ke tempat yang akan diisi, yang itu "
                "atau yang lain, lalu ulangi."
            )
        notes.append(f"settings.toml menunjuk '{place}': biarkan {variable} tetap disetel, atau ubah settings.toml.")
    return notes


def _ledger_to_fill(site: Settings, found: Backup, marker: Path) -> Ledger | None:
    """None where an earlier restore of this backup got that far, and was cut off after it."""
    ledger = Ledger(site.ledger_url)
    with ledger.engine.connect() as connection:
        filled = any(connection.execute(sa.select(table.c.id).limit(1)).first() for table in TABLES.values())
    if not filled:
        return ledger
    if marker.exists() and marker.read_text().strip() == found.ledger:
        return None
    raise BackupError("Buku besar sudah berisi; pulihkan ke SPM_HOME atau basis data yang masih kosong.")


def _missing(package: zipfile.ZipFile, site: Settings) -> tuple[dict[str, Path], list[str]]:
    """Name in the backup -> where it is to be written, and what is to be told. Raises BackupError for a place where
    something else lies."""
    missing, notes = {}, []
    for name in package.namelist():
        if not (place := place_of(name, site)):
            continue
        folder, path = place
        _refuse_way_out(folder, path)
        if path.exists() and _is_same(package, name, path):
            continue
        if path.exists() and path.name in _MACHINES_OWN and path.parent == site.home:
            notes.append(f"'{path}' tetap seperti adanya; yang dari cadangan ada di '{path.name}{_BESIDE}'.")
            path = path.with_name(f"{path.name}{_BESIDE}")
            if path.exists() and _is_same(package, name, path):
                continue
        of_final = name.startswith(f"{OUTBOX}/")
        taken = _final_folder(site, name) if of_final else path
        if taken.exists():
            raise BackupError(f"'{taken}' sudah ada dengan isi lain; pulihkan ke SPM_HOME yang masih kosong.")
        missing[name] = _written_at(site, name) if of_final else path
    return missing, notes


def _refuse_way_out(folder: Path, path: Path) -> None:
    """A link in the home may lead a folder of the site elsewhere, as its operator wished, and nothing inside it."""
    if path.is_symlink() or not path.parent.resolve().is_relative_to(folder.resolve()):
        raise BackupError(f"'{path}' adalah tautan ke tempat lain; pulihkan ke SPM_HOME yang masih kosong.")


def _is_same(package: zipfile.ZipFile, name: str, path: Path) -> bool:
    return path.is_file() and digest_of(path) == digest_in(package, name)


def _final_folder(site: Settings, name: str) -> Path:
    """`outbox/62/2024-TW4-final/...` -> the folder of that report."""
    return site.outbox.joinpath(*name.split("/")[1:3])


def _written_at(site: Settings, name: str) -> Path:
    """A report that people read comes into place as a whole; the next run removes what was cut off."""
    folder = _final_folder(site, name)
    return folder.with_name(f".{folder.name}.tulis").joinpath(*name.split("/")[3:])


def _move_finals(missing: dict[str, Path]) -> None:
    depth = {path: len(name.split("/")) - 3 for name, path in missing.items() if name.startswith(f"{OUTBOX}/")}
    for folder in sorted({path.parents[below - 1] for path, below in depth.items()}):
        folder.rename(folder.with_name(folder.name[1:].removesuffix(".tulis")))


def _refuse_without_room(package: zipfile.ZipFile, missing: dict[str, Path], site: Settings) -> None:
    rows = [f"{LEDGER}/{table}.jsonl" for table in tables_in(package)]
    needed = sum(package.getinfo(name).file_size for name in (*missing, *rows))
    there = next(place for place in (site.home.absolute(), *site.home.absolute().parents) if place.exists())
    if needed > (free := shutil.disk_usage(there).free):
        raise BackupError(
            f"Ruang penyimpanan '{there}' tidak cukup: cadangan itu perlu {needed // 2**20 + 1} MB, tersedia "
            f"{free // 2**20} MB."
        )


def _put_back(package: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    private = path.name == KEY_FILE or path.name.removesuffix(_BESIDE) in _MACHINES_OWN
    with package.open(name) as entry:
        content = iter(lambda: entry.read(2**20), b"")
        _write(path, content, 0o600 if private else 0o444 if name.startswith(f"{ARCHIVE}/") else 0o644)


def _write(path: Path, content: Iterator[bytes], mode: int) -> None:
    """Aside, on the disk, then in place."""
    aside = path.with_name(f".{path.name[:120]}.pulih")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for part in content:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(mode)
    aside.rename(path)


def _fill(ledger: Ledger, package: zipfile.ZipFile, found: Backup) -> list[str]:
    """Every row, read back before it is committed. Gives what is to be told."""
    try:
        with ledger.engine.begin() as connection:
            filled = {table: _insert(connection, table, package) for table in tables_in(package)}
            changed = sum(one.changed for one in filled.values())
            digests = {table: one.digest for table, one in filled.items()}
            widths = {table: one.width for table, one in filled.items()}
            same = digests == {table: digest_of_lines(lines) for table, lines in snapshot(connection, widths)}
            if not same or (not changed and digest_of_tables(digests) != found.ledger):
                raise BackupError(f"Buku besar yang dipulihkan dari '{found.path}' tidak sama dengan cadangannya.")
            _name(connection, found.site_id)
    except SQLAlchemyError as error:
        raise BackupError(f"Buku besar dari '{found.path}' tidak dapat dimasukkan: {reason_of(error)}.") from error
    told = f"{changed} teks berisi karakter NUL, yang tidak dikenal PostgreSQL; di sana tertulis {_SHOWN_NUL}."
    return [told] if changed else []


class _Filled(NamedTuple):
    """How a table was filled: what was inserted, so many columns of each row, and how many texts had to differ."""

    digest: str
    width: int
    changed: int


def _insert(connection: sa.Connection, name: str, package: zipfile.ZipFile) -> _Filled:
    """What a later version has added to the table stands at its end and stays empty."""
    table, digest, changed = TABLES[name], sha256(), 0
    names, postgresql = table.columns.keys(), connection.dialect.name == "postgresql"
    for batch in _batches(rows_of(package, name)):
        if postgresql:
            changed += sum(_NUL in value for row in batch for value in row if isinstance(value, str))
            batch = [[one.replace(_NUL, _SHOWN_NUL) if isinstance(one, str) else one for one in row] for row in batch]
        names = names[: len(batch[0])]
        digest.update(b"".join(map(line_of, batch)))
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in batch])
    if postgresql:  # the next row gets the number after the last restored one
        last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(name, "id"), last)))
    return _Filled(digest.hexdigest(), len(names), changed)


def _batches(rows: Iterator[list]) -> Iterator[list[list]]:
    """Few enough rows, and short enough ones, to be held at once."""
    waiting, size = [], 0
    for row in rows:
        waiting.append(row)
        size += sum(len(value) if isinstance(value, str) else 8 for value in row)
        if len(waiting) == ROWS_AT_ONCE or size > _BYTES_AT_ONCE:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def _name(connection: sa.Connection, id_: str) -> None:
    """The ledger belongs to the site that the backup was made of, whatever it was begun as."""
    last = connection.execute(sa.select(sites).order_by(sites.c.id.desc()).limit(1)).first()
    if id_ and (not last or last.site_id != id_):
        row = {"id": last.id + 1 if last else 1, "site_id": id_, "noted_at": utc_text(datetime.now(UTC))}
        connection.execute(sites.insert(), [row])

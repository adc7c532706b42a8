"""A backup as a file: which things it may hold, where each of them belongs, and that it holds them whole.

A backup is believed nothing: whoever restores it may have it from anybody. Only known places are written to, by names
that mean the same on every system; sizes are bounded before anything is unpacked; and every byte and every row is
looked at before the first of them is put anywhere.
"""

import errno
import json
import re
import stat
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

import sqlalchemy as sa

from config.settings import Settings
from schemas.failure import Failure
from schemas.ledger import METADATA, VERSION, publications
from schemas.ledger import site as sites
from tasks.home.modes import PEOPLE_FILE
from tasks.home.receipt_keys import KEY_FILE, PUBLIC_FILE, keys_of

EDITION, _EARLIER = "SPM-CADANGAN-3", ("SPM-CADANGAN-1", "SPM-CADANGAN-2")
"""The first edition came before the ledger's tables had versions and held no final report, the second held no people.
"""
CONTENTS = "cadangan.json"
LEDGER, ARCHIVE, SITE, OUTBOX = "ledger", "archive", "site", "outbox"
SITE_FILES = ("settings.toml", "contacts.csv", PEOPLE_FILE, KEY_FILE, PUBLIC_FILE)
SITE_FOLDERS = ("corrections", "external", "templates")
"""What lies in SPM_HOME beside the ledger and the archive and was not computed."""
TABLES = {table.name: table for table in METADATA.sorted_tables if table is not sites}
"""Whose ledger it is stands in the contents: the ledger that it is restored into may have a name already."""

_ORIGINAL = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}(\.[^./\\\x00-\x1f\x7f]{1,200})?")
_FINAL = re.compile(r"[0-9]{2}/[0-9]{4}-TW[1-4]-final(-[1-9][0-9]{0,3})?/.+", re.DOTALL)
_PLAIN = re.compile(r'[^/\\:*?"<>|\x00-\x1f\x7f]{1,120}')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_DEEPEST = 6
_MOST_OF_SETTINGS = 50_000_000
"""Bytes of one of the site's own files, the largest of which are templates with pictures."""
_MOST_OF_A_NAME = 3_000
"""Bytes that one file takes in the list of contents."""
MOST_OF_A_ROW = 16_000_000
"""Bytes; the longest that a report of the largest size leaves has a tenth."""
_TYPES = {int: (int,), float: (int, float), bool: (bool, int), str: (str,)}


class BackupError(Failure, RuntimeError):
    """No backup was made, or none restored."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds. `ledger` is the digest of all rows of all tables: the same ledger, the same digest. `notes`
    are sentences about what its reader should know."""

    path: Path
    made_at: datetime
    rows: int
    originals: int
    ledger: str
    site_id: str = ""
    notes: tuple[str, ...] = ()


def read_contents(path: Path) -> Backup:
    """What a backup holds, after every byte of it was compared with its digests. Raises BackupError."""
    try:
        with zipfile.ZipFile(path) as package:
            return _read(path, package)
    except BackupError:
        raise
    except FileNotFoundError as error:
        raise BackupError(f"Berkas '{path}' tidak ada.") from error
    except (zipfile.BadZipFile, zlib.error, RuntimeError, LookupError, TypeError, ValueError, EOFError) as error:
        raise BackupError(f"'{path}' bukan cadangan atau rusak.") from error
    except OSError as error:
        if error.errno in (None, errno.EINVAL):
            raise BackupError(f"'{path}' rusak.") from error
        raise


def place_of(name: str, site: Settings) -> tuple[Path, Path] | None:
    """The folder of the site that a thing belongs to, and the thing's own place; None where a backup has no such thing,
    or where it is no file: the ledger's rows."""
    top, _, inside = name.partition("/")
    if top == ARCHIVE and _ORIGINAL.fullmatch(inside):
        return site.archive, site.archive / inside
    if top == OUTBOX and _FINAL.fullmatch(inside) and _is_plain(inside):
        return site.outbox, site.outbox / inside
    if top == SITE and inside in SITE_FILES:
        return site.home, site.home / inside
    if top == SITE and inside.partition("/")[0] in SITE_FOLDERS and "/" in inside and _is_plain(inside):
        folder = site.home / inside.partition("/")[0]
        return folder, site.home / inside
    return None


def rows_of(package: zipfile.ZipFile, table: str) -> Iterator[list]:
    """The rows of a table, one after the other. An older version of it has fewer columns: the first ones."""
    with package.open(f"{LEDGER}/{table}.jsonl") as lines:
        while line := lines.readline(MOST_OF_A_ROW + 1):
            if len(line) > MOST_OF_A_ROW:
                raise ValueError(f"a row of {table} is too long")
            yield json.loads(line)


def line_of(row: tuple | sa.Row | list) -> bytes:
    return json.dumps(tuple(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def digest_of_tables(digests: dict[str, str]) -> str:
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(digests.items())).encode()).hexdigest()


def digest_in(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as entry:
        return file_digest(entry, "sha256").hexdigest()


def _read(path: Path, package: zipfile.ZipFile) -> Backup:
    names = [info.filename for info in package.infolist()]
    contents = json.loads(_contents_of(package))
    _refuse_other_programs(path, contents)
    files = contents["files"]
    if not isinstance(files, dict) or sorted(names) != sorted([CONTENTS, *files]):
        raise BackupError(f"'{path}' rusak: isinya tidak sama dengan daftarnya.")
    for info in package.infolist():
        if reason := _why_not(info):
            raise BackupError(f"'{path}' bukan cadangan yang dapat dipulihkan: {info.filename!r} {reason}.")
    if len({_same_name(name) for name in names}) < len(names):
        raise BackupError(f"'{path}' bukan cadangan yang dapat dipulihkan: dua berkas di dalamnya bernama sama.")
    if any(digest_in(package, name) != digest for name, digest in files.items()):
        raise BackupError(f"'{path}' rusak: isinya tidak sama dengan daftarnya.")
    _refuse_unusable(path, package, files)
    rows = _count_rows(path, package, files)
    made_at = datetime.fromisoformat(contents["made_at"])
    originals = sum(name.startswith(f"{ARCHIVE}/") for name in files)
    ledger = digest_of_tables({table: files[f"{LEDGER}/{table}.jsonl"] for table in tables_in(package)})
    if (rows, ledger) != (contents["rows"], contents["ledger"]):
        raise BackupError(f"'{path}' rusak: isinya tidak sama dengan daftarnya.")
    return Backup(path, made_at, rows, originals, ledger, str(contents.get("site_id", "")))


def _refuse_unusable(path: Path, package: zipfile.ZipFile, files: dict[str, str]) -> None:
    """What would be put back and then stop every command, or be believed without being anybody's."""
    for name in files:
        if not name.startswith(f"{SITE}/"):
            continue
        if package.getinfo(name).file_size > _MOST_OF_SETTINGS:
            raise BackupError(f"'{path}' bukan cadangan yang dapat dipulihkan: {name!r} terlalu besar.")
        if name == f"{SITE}/{PEOPLE_FILE}":
            json.loads(package.read(name))
        if name == f"{SITE}/settings.toml":
            tomllib.loads(package.read(name).decode())
        if name.endswith((f"/{KEY_FILE}", f"/{PUBLIC_FILE}")):
            try:
                keys_of(package.read(name), name)
            except OSError as error:
                raise BackupError(f"'{path}' bukan cadangan yang dapat dipulihkan: {name!r} bukan kunci.") from error
    approved = _approved(package)
    for name in files:
        if name.startswith(f"{OUTBOX}/") and tuple(name.split("-final")[0].split("/")[1:]) not in approved:
            raise BackupError(f"'{path}' rusak: {name!r} laporan final yang tidak pernah disetujui menurut isinya.")


def _approved(package: zipfile.ZipFile) -> set[tuple[str, str]]:
    """Province and quarter of every final report that the ledger in a backup knows."""
    columns = publications.columns.keys()
    places = [columns.index(name) for name in ("province_code", "period", "final")]
    known = publications.name in tables_in(package)
    rows = [row for row in rows_of(package, publications.name) if isinstance(row, list)] if known else []
    return {(row[places[0]], row[places[1]]) for row in rows if len(row) > places[2] and row[places[2]]}


def tables_in(package: zipfile.ZipFile) -> list[str]:
    """Of an older version there are fewer."""
    names = set(package.namelist())
    return [table for table in TABLES if f"{LEDGER}/{table}.jsonl" in names]


def _contents_of(package: zipfile.ZipFile) -> bytes:
    most = _MOST_OF_A_NAME * len(package.infolist())
    with package.open(CONTENTS) as entry:
        found = entry.read(most + 1)
    if len(found) > most:
        raise ValueError("a list longer than what it lists")
    return found


def _refuse_other_programs(path: Path, contents: dict) -> None:
    edition, version = contents["edition"], contents.get("version", "")
    if edition not in (EDITION, *_EARLIER) or version > VERSION:
        raise BackupError(
            f"'{path}' dibuat oleh versi program yang lebih baru ({edition}, susunan {version or '-'}; program ini "
            f"mengenal sampai {EDITION}, susunan {VERSION}): perbarui programnya."
        )


def _why_not(info: zipfile.ZipInfo) -> str:
    """Why an entry is none of a backup; '' where it is one."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.filename != info.orig_filename or info.is_dir() or kind not in (0, stat.S_IFREG):
        return "bukan berkas biasa"
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "dikunci atau dipadatkan dengan cara lain"
    known = info.filename == CONTENTS or info.filename in {f"{LEDGER}/{table}.jsonl" for table in TABLES}
    return "" if known or place_of(info.filename, _ANYWHERE) else "tidak punya tempat di SPM_HOME"


_ANYWHERE = Settings.model_construct(home=Path("home"), outbox=Path("outbox"))
"""Whether a thing has a place does not depend on the site."""


def _is_plain(inside: str) -> bool:
    """Whether a path means the same on every system, and nothing else than it says."""
    parts = inside.split("/")
    return len(parts) <= _DEEPEST and all(
        _PLAIN.fullmatch(part) and part.strip(". ") and part[-1] not in ". " and not _DEVICE.fullmatch(part)
        for part in parts
    )


def _same_name(name: str) -> str:
    """Equal for names that some system takes for the same file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _count_rows(path: Path, package: zipfile.ZipFile, files: dict[str, str]) -> int:
    """Looks at every row, and that the originals are those that the ledger names."""
    count, named = 0, {}
    for table in tables_in(package):
        digest = sha256()
        for row in _checked_rows(path, package, table):
            count += 1
            digest.update(line_of(row))
            if table == "submissions":
                columns = TABLES[table].columns.keys()
                named[f"{ARCHIVE}/{row[columns.index('archived')]}"] = row[columns.index("sha256")]
        if digest.hexdigest() != files[f"{LEDGER}/{table}.jsonl"]:
            raise BackupError(f"'{path}' rusak: tabel '{table}' tidak tertulis seperti oleh spm backup.")
    if named != {name: digest for name, digest in files.items() if name.startswith(f"{ARCHIVE}/")}:
        raise BackupError(f"'{path}' rusak: arsipnya bukan yang disebut oleh buku besarnya.")
    return count


def _checked_rows(path: Path, package: zipfile.ZipFile, table: str) -> Iterator[list]:
    """Each has as many columns as the first one."""
    columns, width = list(TABLES[table].columns), 0
    for row in rows_of(package, table):
        width = width or (len(row) if isinstance(row, list) else 0)
        if not isinstance(row, list) or len(row) != width or not _fits_all(row, columns):
            raise BackupError(f"'{path}' rusak: sebuah baris tabel '{table}' bukan baris buku besar.")
        yield row


def _is_writable(text: str) -> bool:
    """No database holds half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fits_all(row: list, columns: list[sa.Column]) -> bool:
    return 0 < len(row) <= len(columns) and all(map(_fits, row, columns))


def _fits(value: object, column: sa.Column) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(value, str) and not _is_writable(value):
        return False
    most = 2**31 if type(column.type) is sa.Integer else 2**63
    within = not isinstance(value, int) or -most <= value < most
    return type(value) in _TYPES[column.type.python_type] and within

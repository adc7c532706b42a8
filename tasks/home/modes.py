"""Who may read a home: the people of the machine may pass through it to `inbox/` and `outbox/`, whose modes are the
operator's, and see nothing else. What others could open they could also lock, which stops every run."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

_HOME, _OWNER = 0o711, 0o700
PEOPLE_FILE = "people.json"
"""Who may come in, with the hashes of their passwords."""
_FILES = ("contacts.csv", "spm.log", PEOPLE_FILE, "*.key")
_FOLDERS = ("archive", "prefect", "locks", "logs", "cache", "door")

log = logging.getLogger(__name__)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner enters, made where there is none, as are those above it."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_OWNER, exist_ok=True)
    return folder


def written_aside(path: Path, text: str) -> Path:
    """Beside `path` and on the disk, for the own user alone: what is moved into its place from there is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False) as aside:
        aside.write(text)
        aside.flush()
        os.fsync(aside.fileno())
    return Path(aside.name)


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """All of it or nothing; others may do no more than `mode` says, from the first moment."""
    aside = written_aside(path, text)
    aside.chmod(mode)
    aside.replace(path)


def close_to_others(home: Path, ledger: Path | None) -> None:
    """Takes away what others may do too much; nobody is given more than before. Says what of a home made by an earlier
    program it closed, and what it could not close."""
    if os.name == "nt":
        return
    private = [home / name for name in _FOLDERS] + [path for name in _FILES for path in home.glob(name)]
    if ledger:
        private += [ledger.with_name(f"{ledger.name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    found = {home: _open_too_far(home, _HOME)} | {path: _open_too_far(path, _OWNER) for path in private}
    wide = [path for path, is_wide in found.items() if is_wide]
    for path in wide:
        _close(path, _HOME if path == home else _OWNER)
    still = [path for path in wide if _open_too_far(path, _HOME if path == home else _OWNER)]
    if still:
        log.warning("Pengguna lain di mesin ini dapat membaca %s; hak aksesnya tidak dapat diperketat", _listed(still))
    if closed := [path for path in wide if path != home and path not in still]:
        log.warning("Hak akses %s diperketat: hanya untuk pengguna yang menjalankan program", _listed(closed))


def _open_too_far(path: Path, most: int) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & ~most)
    except OSError:  # it is not there
        return False


def _close(path: Path, most: int) -> None:
    with suppress(OSError):  # another user's: told as still open
        path.chmod(stat.S_IMODE(path.stat().st_mode) & most)


def _listed(paths: list[Path]) -> str:
    return ", ".join(str(path) for path in paths)

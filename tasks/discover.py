"""What lies in the inbox: which files are complete, which must wait; and the archive, where each original is kept."""

import os
import shutil
import stat
import time
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile

from schemas.submission import Arrival
from tasks.clock import Clock, file_date
from tasks.modes import private_folder
from tasks.personal import blanked

_NO_SUBMISSIONS = ("thumbs.db", "desktop.ini", ".ds_store")
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download")


class InboxError(ValueError):
    """The inbox cannot be used; the message is one sentence for the operator."""


Hashes = dict[tuple[int, ...], str]
"""Device, inode, size and the times of a file -> its SHA-256: as long as these stay, its content does."""


@dataclass(frozen=True)
class Discovery:
    """What lies in an inbox, seen between `began` and `ended`.

    `arrivals` are complete, each with its inode's change time as time of receipt; `waiting` are (file name, why it is
    left for the next look); `unread` are the folders and files that could not be looked at.
    """

    began: datetime
    ended: datetime
    arrivals: list[Arrival] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def discover(inbox: Path, clock: Clock, settle_seconds: float, hashes: Hashes | None = None) -> Discovery:
    """The files of an inbox and of all folders in it, of all provinces.

    A file that changed in the last `settle_seconds` is watched that long and left for the next look if it still
    changes. With `hashes`, which are renewed, no file is read again that has not changed since.
    """
    if not inbox.is_dir():
        raise InboxError(f"Folder kiriman '{inbox}' tidak ada. Buat foldernya atau tunjuk yang lain dengan --inbox.")
    began, former, renewed = clock.now(), dict(hashes or {}), {}
    arrivals, waiting, unread = [], [], []
    paths, closed = _files_below(inbox)
    unread += [blanked(path.relative_to(inbox).as_posix()) for path in closed]
    for path in paths:
        kept = blanked(path.relative_to(inbox).as_posix())
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                continue
            if reason := why_to_wait(path.name) or _leads_outside(path, inbox):
                waiting.append((kept, reason))
            elif arrival := _arrival(path, kept, clock, settle_seconds, former, renewed):
                arrivals.append(arrival)
            else:
                waiting.append((kept, "masih berubah; kemungkinan sedang disalin"))
        except FileNotFoundError:
            continue
        except OSError as error:
            unread.append(kept)
            waiting.append((kept, f"tidak dapat dibaca ({error.strerror})"))
    if hashes is not None:
        hashes.clear()
        hashes.update(renewed)
    return Discovery(began, clock.now(), arrivals, waiting, unread)


def _files_below(inbox: Path) -> tuple[list[Path], list[Path]]:
    """The files of an inbox that may be submissions, and the folders in it that cannot be read."""
    closed: list[Path] = []
    files = []
    for folder, _, names in os.walk(inbox, onerror=lambda error: closed.append(Path(error.filename))):
        files += [Path(folder) / name for name in names]
    mine = [path for path in sorted(files) if not is_no_submission(path.relative_to(inbox).as_posix())]
    return mine, [path for path in closed if not is_no_submission(path.relative_to(inbox).as_posix())]


def is_of_another_province(name: str, province_code: str) -> bool:
    """Whether a file lies in a folder directly in the inbox that is named by another province's code."""
    folder, _, rest = name.partition("/")
    return bool(rest) and len(folder) == 2 and folder.isdigit() and folder != province_code


def is_no_submission(name: str) -> bool:
    """Whether a file (its path below the inbox) is the system's own, or hidden, or in a hidden folder."""
    parts = name.split("/")
    return parts[-1].lower() in _NO_SUBMISSIONS or any(part.startswith(".") for part in parts)


def why_to_wait(name: str) -> str:
    """Why a file of that name is not to be read yet; '' where it is."""
    if name.startswith("~$"):
        return "tanda kunci Excel: buku kerjanya sedang dibuka seseorang"
    return "masih disalin atau diunduh" if name.lower().endswith(_UNFINISHED) else ""


def _leads_outside(path: Path, inbox: Path) -> str:
    """Who may put files into the inbox must not have others' files read, copied and sent back by a link to them."""
    outside = path.is_symlink() and not path.resolve().is_relative_to(inbox.resolve())
    return "tautan ke luar folder kiriman; tidak dibaca" if outside else ""


def _arrival(
    path: Path, name: str, clock: Clock, settle_seconds: float, former: Hashes, renewed: Hashes
) -> Arrival | None:
    """The file with its hash; None while it is changing. Raises FileNotFoundError if it is gone."""
    before = path.stat()
    remaining = settle_seconds - (time.time() - before.st_mtime)
    if 0 < remaining <= settle_seconds:
        time.sleep(remaining)
    digest = former.get(_state(before)) or _digest(path)
    after = path.stat()
    if _state(before) != _state(after):
        return None
    renewed[_state(after)] = digest
    return Arrival(path, name, digest, after.st_size, clock.lies_since(after), file_date(after))


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def archive(arrival: Arrival, folder: Path) -> Path:
    """Keeps the original under its SHA-256, written aside and verified; a file already kept is not written again.

    Raises OSError where the disk does not allow it, and InboxError if the file changed since it was discovered.
    """
    kept = folder / arrival.sha256[:2] / f"{arrival.sha256}{arrival.path.suffix.lower()}"
    if kept.exists():
        return kept
    private_folder(folder)
    kept.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, prefix=f".{arrival.sha256}-", delete=False) as aside:
        try:
            with arrival.path.open("rb") as content:
                shutil.copyfileobj(content, aside)
            aside.flush()
            os.fsync(aside.fileno())
            with open(aside.name, "rb") as written:
                digest = file_digest(written, "sha256").hexdigest()
            if digest != arrival.sha256:
                raise InboxError(f"'{arrival.file_name}' berubah saat disalin; akan dibaca pada proses berikutnya.")
            os.chmod(aside.name, 0o444)
            os.replace(aside.name, kept)
            for cut_off in kept.parent.glob(f".{arrival.sha256}-*"):  # by a run that was killed while it wrote
                cut_off.unlink(missing_ok=True)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    return kept

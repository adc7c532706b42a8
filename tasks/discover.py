"""What lies in the inbox: which files are new, which must wait; and the archive, where each original is kept."""

import os
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile

from schemas.submission import Arrival
from tasks.personal import blanked

_NO_SUBMISSIONS = ("thumbs.db", "desktop.ini", ".ds_store")
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download")


class InboxError(ValueError):
    """The inbox cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Discovery:
    """`arrivals` are new and complete, oldest first; `waiting` are (file name, why it is left for the next run)."""

    arrivals: list[Arrival] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)


def discover(
    inbox: Path, province_code: str, as_of: datetime, settle_seconds: float, known: set[tuple[str, str]]
) -> Discovery:
    """The files of an inbox that were not taken in before; `known` holds (file name, SHA-256) of those that were.

    All folders are searched; a folder directly in the inbox that is named by another province's code is not ours. A
    file that changed in the last `settle_seconds` is watched that long and left for the next run if it still changes.
    """
    if not inbox.is_dir():
        raise InboxError(f"Folder kiriman '{inbox}' tidak ada. Buat foldernya atau tunjuk yang lain dengan --inbox.")
    found = Discovery()
    candidates = []
    for path in sorted(inbox.rglob("*")):
        name = path.relative_to(inbox).as_posix()
        if not path.is_file() or _of_another_province(name, province_code) or is_no_submission(name):
            continue
        if reason := why_to_wait(path.name) or _leads_outside(path, inbox):
            found.waiting.append((blanked(name), reason))
        else:
            candidates.append((path, blanked(name)))
    for path, name in candidates:
        arrival = _arrival(path, name, as_of, settle_seconds)
        if arrival is None:
            found.waiting.append((name, "masih berubah; kemungkinan sedang disalin"))
        elif (name, arrival.sha256) not in known:
            found.arrivals.append(arrival)
    found.arrivals.sort(key=lambda arrival: (arrival.received_at, arrival.file_name))
    return found


def _of_another_province(name: str, province_code: str) -> bool:
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


def _arrival(path: Path, name: str, as_of: datetime, settle_seconds: float) -> Arrival | None:
    """The file with its hash; None while it is changing or if it is gone."""
    try:
        before = path.stat()
        remaining = settle_seconds - (time.time() - before.st_mtime)
        if 0 < remaining <= settle_seconds:
            time.sleep(remaining)
        with path.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
        after = path.stat()
    except FileNotFoundError:
        return None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    lies_since = datetime.fromtimestamp(after.st_mtime, UTC).replace(microsecond=0)
    return Arrival(path, name, digest, after.st_size, min(lies_since, as_of.astimezone(UTC)))


def archive(arrival: Arrival, folder: Path) -> Path:
    """Keeps the original under its SHA-256, written aside and verified; a file already kept is not written again.

    Raises OSError where the disk does not allow it, and InboxError if the file changed since it was discovered.
    """
    kept = folder / arrival.sha256[:2] / f"{arrival.sha256}{Path(arrival.file_name).suffix.lower()}"
    if kept.exists():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
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

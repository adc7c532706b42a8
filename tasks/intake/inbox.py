"""What lies in the inbox: which files are complete, which must wait; and the archive, where each original is kept."""

import errno
import os
import shutil
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import file_digest
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import IO

from schemas.failure import Failure
from schemas.submission import Arrival
from schemas.wording import readable_name
from tasks.home.clock import Clock, file_date
from tasks.home.modes import private_folder
from tasks.home.trouble import Trouble, Troubles, cause_of
from tasks.understand.personal_data import blanked

_JUNK = ("thumbs.db", "desktop.ini", ".ds_store", ".localized", ".directory")
_JUNK_PREFIXES = ("._", "~$", ".~lock.", ".fuse_hidden", ".nfs")
"""What systems and office programs leave beside people's files; nobody sent it."""
_LONGEST_ENDING = 8
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download")
_ITSELF = "taruh berkasnya sendiri di folder kiriman"

LOOKING = "membaca"

_MOST_BYTES = 1_000_000_000
"""What is larger, and a sparse file can be without filling the disk it came from, is not even hashed and kept: it took
the night and the disk. Smaller ones that are still too large are submissions that F04 answers."""
_TOO_LARGE = "lebih besar dari 1 GB, tidak mungkin sebuah formulir; pindahkan dari folder kiriman"


_NO_INBOX = (
    "Folder kiriman '{}' tidak ada. "
    "Buat foldernya, atau tunjuk yang lain: inbox di settings.toml, atau spm run --inbox."
)


class InboxError(Failure, ValueError):
    """The inbox cannot be used."""


Hashes = dict[tuple[int, ...], str]
"""Device, inode, size and the times of a file -> its SHA-256: as long as these stay, its content does."""


@dataclass(frozen=True)
class Discovery:
    """What lies in an inbox, seen between `began` and `ended`.

    `arrivals` are complete, each with its inode's change time as time of receipt; `waiting` are (file name, why it is
    left for the next look), `passed` (file name, why no look ever reads it); `troubles` tell of the folders and files
    that could not be looked at.
    """

    began: datetime
    ended: datetime
    arrivals: list[Arrival] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    troubles: tuple[Trouble, ...] = ()

    @property
    def left(self) -> list[tuple[str, str]]:
        """What was not taken, each with what becomes of it and why."""
        told = {"dibiarkan untuk proses berikutnya": self.waiting, "tidak dibaca": self.passed}
        return [(name, f"{what}, {reason}") for what, files in told.items() for name, reason in files]

    @property
    def unread(self) -> list[str]:
        """The folders and files that could not be looked at."""
        return [one.file_name for one in self.troubles]


def discover(inbox: Path, clock: Clock, settle_seconds: float, hashes: Hashes | None = None) -> Discovery:
    """The files of an inbox and of all folders in it, of all provinces.

    A file that changed in the last `settle_seconds` is watched that long and left for the next look if it still
    changes. With `hashes`, which are renewed, no file is read again that has not changed since.
    """
    if not inbox.is_dir():
        raise InboxError(_NO_INBOX.format(inbox))
    began, former, renewed, troubles = clock.now(), dict(hashes or {}), {}, Troubles()
    arrivals, waiting, passed = [], [], []
    for path in _below(inbox, troubles):
        kept = name_in(inbox, path)
        with troubles.over(kept, LOOKING), suppress(FileNotFoundError):  # gone meanwhile
            if reason := _why_never(path, inbox):
                passed.append((kept, reason))
            elif reason := _why_to_wait(path.name):
                waiting.append((kept, reason))
            elif arrival := _arrival(path, kept, clock, settle_seconds, former, renewed):
                arrivals.append(arrival)
            else:
                waiting.append((kept, "masih berubah; kemungkinan sedang disalin"))
    if hashes is not None:
        hashes.clear()
        hashes.update(renewed)
    return Discovery(began, clock.now(), arrivals, waiting, passed, troubles.found)


def lying_in(folder: Path, troubles: Troubles) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files of a folder and all below it that a look would read, and what else lies there with why it would not."""
    found, left = [], []
    for path in _below(folder, troubles):
        with troubles.over(name_in(folder, path), LOOKING):
            if reason := _why_never(path, folder) or _why_to_wait(path.name):
                left.append((path, reason))
            else:
                found.append(path)
    return found, left


def name_in(inbox: Path, path: Path) -> str:
    """What a file is called wherever its name is kept or shown: its place in the inbox, as text, nothing personal."""
    return blanked(readable_name(path.relative_to(inbox).as_posix()))


def _below(inbox: Path, troubles: Troubles) -> list[Path]:
    """The files in an inbox and what else lies there, but for what systems leave; what is in hidden folders and behind
    links to folders is not looked at: the folder itself stands for it."""
    found: list[Path] = []

    def closed(error: OSError) -> None:
        if Path(error.filename) == inbox:
            raise InboxError(f"Folder kiriman '{inbox}' tidak dapat dibaca: {cause_of(error)}.") from error
        troubles.note(name_in(inbox, Path(error.filename)), "membuka folder", cause_of(error))

    for folder, inside, names in os.walk(inbox, onerror=closed):
        apart = [name for name in inside if name.startswith(".") or os.path.islink(os.path.join(folder, name))]
        inside[:] = [name for name in inside if name not in apart]
        found += [Path(folder) / name for name in (*apart, *names) if not is_junk(name)]
    return sorted(found)


def _why_never(path: Path, inbox: Path) -> str:
    """Why no look reads what lies in the inbox, and what to do if it was meant as a submission; '' where it is read.

    Who may put files into the inbox must not have others' files read, copied and sent back by a link to them.
    """
    if path.name.startswith("."):
        return "namanya diawali titik sehingga tersembunyi; ganti namanya bila ini kiriman"
    if path.is_symlink() and not path.exists():
        return f"tautan yang putus; {_ITSELF}"
    if path.is_symlink() and path.is_dir():
        return f"tautan ke folder; {_ITSELF}"
    if not stat.S_ISREG(path.stat().st_mode):
        return f"bukan berkas biasa (pipa, soket atau perangkat); {_ITSELF}"
    if path.is_symlink() and not path.resolve().is_relative_to(inbox.resolve()):
        return f"tautan ke luar folder kiriman; {_ITSELF}"
    return ""


def is_of_another_province(name: str, province_code: str) -> bool:
    """Whether a file lies in a folder directly in the inbox that is named by another province's code."""
    folder, _, rest = name.partition("/")
    return bool(rest) and len(folder) == 2 and folder.isdigit() and folder != province_code


def is_junk(name: str) -> bool:
    """Whether a file or folder of that name is a system's or an office program's own."""
    return name.lower() in _JUNK or name.startswith(_JUNK_PREFIXES)


def _why_to_wait(name: str) -> str:
    """Why a file of that name is not to be read yet; '' where it is."""
    ending = next((one for one in _UNFINISHED if name.lower().endswith(one)), "")
    return (
        f"masih disalin atau diunduh (namanya berakhiran {ending}); ganti namanya bila sudah lengkap" if ending else ""
    )


def _arrival(
    path: Path, name: str, clock: Clock, settle_seconds: float, former: Hashes, renewed: Hashes
) -> Arrival | None:
    """The file with its hash; None while it is changing. Raises FileNotFoundError if it is gone, OSError if
    it is not to be read at all."""
    before = path.stat()
    if before.st_size > _MOST_BYTES:
        raise OSError(errno.EFBIG, _TOO_LARGE)
    remaining = settle_seconds - (time.time() - before.st_mtime)
    if 0 < remaining <= settle_seconds:
        time.sleep(remaining)
    digest = former.get(_state(before)) or digest_of(path)
    after = path.stat()
    if _state(before) != _state(after):
        return None
    renewed[_state(after)] = digest
    return Arrival(path, name, digest, after.st_size, clock.lies_since(after), file_date(after))


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def digest_of(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def ending_of(name: str) -> str:
    """A file without a real one gets none: readers go by the content."""
    ending = PurePath(name).suffix.lower()
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ""


def _copied(path: Path, aside: IO[bytes]) -> str:
    """The SHA-256 of the copy as it is read back from the disk."""
    with path.open("rb") as content:
        shutil.copyfileobj(content, aside)
    aside.flush()
    os.fsync(aside.fileno())
    return digest_of(Path(aside.name))


def archive(arrival: Arrival, folder: Path) -> Path:
    """Keeps the original under its SHA-256, written aside and verified; a file already kept is not written again.

    Raises OSError where the disk does not allow it, and InboxError if the file changed since it was discovered.
    """
    kept = folder / arrival.sha256[:2] / f"{arrival.sha256}{ending_of(arrival.path.name)}"
    if kept.exists():
        return kept
    private_folder(folder)
    kept.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, prefix=f".{arrival.sha256}-", delete=False) as aside:
        try:
            if _copied(arrival.path, aside) != arrival.sha256:
                raise InboxError(f"'{arrival.file_name}' berubah saat disalin; akan dibaca pada proses berikutnya.")
            os.chmod(aside.name, 0o444)
            os.replace(aside.name, kept)
            for cut_off in kept.parent.glob(f".{arrival.sha256}-*"):  # by a run that was killed while it wrote
                cut_off.unlink(missing_ok=True)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    return kept

"""What was brought and is not sent: on the disk of the site, for its owner only, bounded while it comes."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from schemas.wording import number_text
from tasks.home.modes import private_folder

_MB = 1_000_000


class TooLarge(ValueError):
    """One file is larger than may come; the message is one sentence for its sender."""


def too_large(most_mb: float) -> str:
    return (
        f"Berkas ini lebih besar dari {number_text(most_mb)} MB, jadi tidak dapat diterima. Hapus gambar dan lembar "
        "yang bukan bagian formulir, simpan, lalu pilih lagi."
    )


class Full(RuntimeError):
    """Everything together is as much as is kept; the message is one sentence for the sender."""


@dataclass
class Brought:
    """A file on its way: `size` and what was hashed are of what has come so far."""

    path: Path
    file: BinaryIO
    size: int = 0
    hashed: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return self.hashed.hexdigest()


class Spool:
    """Safe from any thread. What an earlier process left here nobody can send any more: it is deleted."""

    def __init__(self, folder: Path, file_mb: float, spool_mb: float) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._folder, self.file_bytes, self._most = private_folder(folder), int(file_mb * _MB), int(spool_mb * _MB)
        self._held, self._turn = 0, Lock()

    @contextmanager
    def bringing(self) -> Iterator[Brought]:
        """A file to write to with `write`; one that does not come in whole is gone."""
        path = self._folder / secrets.token_hex(16)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            brought = Brought(path, file)
            try:
                yield brought
            except BaseException:
                self.drop(path, brought.size)
                raise

    def write(self, brought: Brought, content: bytes) -> None:
        """Raises TooLarge, Full; OSError where the disk does not allow it."""
        if brought.size + len(content) > self.file_bytes:
            raise TooLarge(too_large(self.file_bytes / _MB))
        with self._turn:
            if self._held + len(content) > self._most:
                raise Full("Sedang terlalu banyak berkas yang menunggu. Coba lagi beberapa menit lagi.")
            self._held += len(content)
        brought.size += len(content)
        brought.file.write(content)
        brought.hashed.update(content)

    def drop(self, path: Path, size: int) -> None:
        path.unlink(missing_ok=True)
        with self._turn:
            self._held -= size

    @property
    def held(self) -> int:
        """Bytes."""
        return self._held


class Pace:
    """How often somebody may come: at most `most` times in a minute, counted by name."""

    _MINUTE = 60.0
    _NAMES = 10_000
    """Remembered at most; who comes under ever new names makes nothing grow."""

    def __init__(self, most: int) -> None:
        self._most, self._times, self._turn = most, {}, Lock()

    def allows(self, name: str) -> bool:
        now = time.monotonic()
        with self._turn:
            if len(self._times) > self._NAMES:
                self._times = {who: times for who, times in self._times.items() if now - times[-1] < self._MINUTE}
            recent = [moment for moment in self._times.get(name, ()) if now - moment < self._MINUTE]
            if len(recent) >= self._most or len(self._times) > self._NAMES:
                return False
            self._times[name] = [*recent, now]
            return True

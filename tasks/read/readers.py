"""Children that stay warm between files that come one by one, and are ended when none has come for a while."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from threading import Event, Thread

from config.settings import ReadLimits
from schemas.workbook import RawWorkbook
from tasks.read.workbooks import Child, read_with

_LOOK_SECONDS = 1.0


class Readers:
    """At most `count` files are read at once; who comes later waits. Safe from any thread."""

    def __init__(self, limits: ReadLimits, count: int, idle_seconds: float) -> None:
        self._limits, self._idle_seconds = limits, idle_seconds
        self._free: LifoQueue[Child] = LifoQueue()
        for _ in range(count):
            self._free.put(Child())
        self._last, self._ended = time.monotonic(), Event()
        Thread(target=self._watch, name="pembaca", daemon=True).start()

    def read(self, path: Path) -> RawWorkbook:
        """Raises OSErrors of the disk, and RuntimeError where no child starts: those are our mistake."""
        with self._one() as kept:
            kept[0], book = read_with(kept[0], path, self._limits)
            return book

    @contextmanager
    def _one(self) -> Iterator[list[Child]]:
        kept = [self._free.get()]
        try:
            yield kept
        except BaseException:
            kept[0].end()
            kept[0] = Child()
            raise
        finally:
            self._last = time.monotonic()
            self._free.put(kept[0])

    def _watch(self) -> None:
        while not self._ended.wait(min(_LOOK_SECONDS, self._idle_seconds)):
            if time.monotonic() - self._last >= self._idle_seconds:
                self._end_free()

    def _end_free(self) -> None:
        """What is reading just now is left alone."""
        free = [self._free.get() for _ in range(self._free.qsize())]
        for child in free:
            if child.process:
                child.end()
            self._free.put(Child() if child.process else child)

    def end(self) -> None:
        self._ended.set()
        self._end_free()

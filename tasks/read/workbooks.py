"""Workbook to raw grids, in a child process that a hostile or broken file may cost its life.

Why a process: a workbook of 1.4 KB with one value in XFD1048576 makes calamine allocate a dense grid, and a failed
allocation ends the process instead of raising. One child reads a whole batch; when it dies or hangs, that costs the
file it was reading, and the rest goes on in a new one.
"""

import io
import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread, Timer

from config.settings import ReadLimits
from schemas.workbook import NO_VALUE, Comment, RawSheet, RawWorkbook, Refusal

_ROOT = str(Path(__file__).resolve().parents[2])
_WALL_FACTOR = 3
"""The clock gives a file three times its processor time: the machine may be busy, a hung child is still ended."""
_LOOK_SECONDS = 0.2
_KEEPS_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(4 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
"""For the C library of Linux: what one file needed is kept for the next one, not given back and asked for anew."""
_START_SECONDS = 60
"""A child starts within a tenth of a second; one that has not by now never will."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
_EXHAUSTED = {-getattr(signal, name) for name in ("SIGABRT", "SIGKILL", "SIGXCPU") if hasattr(signal, name)}
"""How a child ends that ran out of memory (Rust aborts, the system kills) or of time."""


def read_workbooks(paths: list[Path], limits: ReadLimits) -> Iterator[RawWorkbook]:
    """The workbooks in the order of their paths, each as soon as it is read; one that cannot be read carries its
    refusal.

    Raises FileNotFoundError and other OSErrors of the disk: those are our mistake, not the sender's.
    """
    for book in read_each(paths, limits):
        if isinstance(book, Exception):
            raise book
        yield book


def read_each(paths: list[Path], limits: ReadLimits) -> Iterator[RawWorkbook | Exception]:
    """The same, with the exception in place of a workbook that a disturbance of ours kept from being read."""
    child = Child()
    try:
        for path in paths:
            try:
                child, book = read_with(child, path, limits)
            except Exception as error:
                child.end()
                child, book = Child(), error
            yield book
    finally:
        child.end()


def read_with(child: "Child", path: Path, limits: ReadLimits) -> tuple["Child", RawWorkbook]:
    """The workbook, and the child that reads the next one."""
    path.open("rb").close()
    book = child.read(path, limits)
    if book is None and child.answers and not child.out_of_time:
        child = Child()  # only a fresh child's death is the file's own: earlier files may have filled it
        book = child.read(path, limits)
    if book is None:
        return Child(), RawWorkbook(kind="", refusal=child.cause_of_death())
    return child, book


def read_workbook(path: Path, limits: ReadLimits) -> RawWorkbook:
    """One workbook; see read_workbooks, which is cheaper for many."""
    (book,) = read_workbooks([path], limits)
    return book


class Child:
    """A process running `tasks.read.worker`, started with the first file. Safe from any thread: nothing is forked."""

    def __init__(self):
        self.process: subprocess.Popen | None = None
        self.answers = 0
        self.timed_out = False
        self._until = math.inf
        self._turn = Lock()
        self._ended = Event()

    def read(self, path: Path, limits: ReadLimits) -> RawWorkbook | None:
        """None when the child died over this file."""
        if not self.process:
            self.process = _start()
            Thread(target=self._watch, daemon=True).start()
        process = self.process
        self._give_until(time.monotonic() + limits.seconds * _WALL_FACTOR)
        try:
            answer = _exchange(process, pickle.dumps((os.fspath(path), limits.model_dump())), limits)
        finally:
            self._give_until(math.inf)
        if answer is None:
            self.end()  # one that answers nonsense may well live on; how a dead one ended stays as it is
            return None
        self.answers += 1
        kind, sheets, refusal = answer
        if not sheets and not refusal:
            raise OSError(f"{path}: reading failed for a reason that is not the file's own")
        return _workbook(kind, sheets, refusal)

    def _give_until(self, moment: float) -> None:
        with self._turn:  # or the child might still be ended over the next file
            self._until = moment

    def _watch(self) -> None:
        """Ends a child that takes too long over a file; one thread for all its files."""
        while not self._ended.wait(_LOOK_SECONDS):
            with self._turn:
                if time.monotonic() > self._until:
                    self.timed_out = True
                    self.process.kill()
                    return

    @property
    def out_of_time(self) -> bool:
        return self.timed_out or self.process.returncode == _OUT_OF_TIME

    def cause_of_death(self) -> Refusal:
        exhausted = self.timed_out or self.process.returncode in _EXHAUSTED
        return Refusal("F04", "effort") if exhausted else Refusal("F01", "damaged")

    def end(self) -> None:
        self._ended.set()
        if self.process:
            self.process.kill()
            self.process.communicate()


def _start() -> subprocess.Popen:
    """The worker sees the modules its parent sees; without `site` it starts a third faster."""
    modules = [_ROOT, *(entry for entry in sys.path if entry)]
    program = f"import sys; sys.path[:] = {modules!r}; from tasks.read.worker import main; main()"
    process = subprocess.Popen(  # noqa: S603 our own program
        [sys.executable, "-I", "-S", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | _KEEPS_MEMORY,
    )
    clock = Timer(_START_SECONDS, process.kill)
    clock.daemon = True
    clock.start()
    ready = process.stdout.read(1)
    clock.cancel()
    if not ready:
        process.communicate()
        raise RuntimeError(f"the reading process does not start: {sys.executable} ended with {process.returncode}")
    return process


def _exchange(process: subprocess.Popen, request: bytes, limits: ReadLimits) -> tuple | None:
    """The answer to a request; None where there is none, or one that a child in its right mind does not give."""
    try:
        process.stdin.write(struct.pack("<I", len(request)) + request)
        process.stdin.flush()
    except OSError:
        return None
    header = process.stdout.read(4)
    if len(header) < 4:
        return None
    (length,) = struct.unpack("<I", header)
    if length > limits.memory_mb * 1_000_000:
        return None
    content = process.stdout.read(length)
    if len(content) < length:
        return None
    try:
        kind, sheets, refusal = PlainValues(io.BytesIO(content)).load()
    except Exception:  # what unpickling raises over nonsense is whatever its bytes happen to ask for
        return None
    return kind, sheets, refusal


class PlainValues(pickle.Unpickler):
    """Plain values and those of datetime; a child taken over by a hostile file can make nothing else happen here."""

    def find_class(self, module: str, name: str) -> type:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")


def _workbook(kind: str, sheets: list[tuple], refusal: tuple | None) -> RawWorkbook:
    return RawWorkbook(kind, [_sheet(*one) for one in sheets], Refusal(*refusal) if refusal else None)


def _sheet(name, rows, faults, merged, visible, percents, hidden_rows, hidden_columns, formulas, scales, *noted):
    comments, struck, printed, sources = noted
    return RawSheet(
        name,
        rows,
        {at: fault or NO_VALUE for at, fault in faults.items()},
        merged,
        visible,
        percents,
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        {column: frozenset(referred) for column, referred in formulas.items()},
        scales,
        None if comments is None else [Comment(*one) for one in comments],
        struck,
        list(printed),
        sources,
    )

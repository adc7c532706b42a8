"""Readers that stay warm between files: a dead one is replaced, and none stays where nobody comes."""

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from config.settings import settings
from schemas.period import Period
from tasks.forms.samples import write_clean
from tasks.read.readers import Readers


@pytest.fixture
def form(tmp_path: Path) -> Path:
    write_clean("62.01", Period(2024, 4), tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def pids(readers: Readers) -> set[int]:
    return {child.process.pid for child in readers._free.queue if child.process}


def test_a_reader_stays_warm_is_replaced_when_it_dies_and_ends_when_nobody_comes(form: Path) -> None:
    readers = Readers(settings().limits, 2, idle_seconds=60)
    try:
        assert readers.read(form).sheets
        (warm,) = pids(readers)
        assert readers.read(form).sheets
        assert pids(readers) == {warm}
        os.kill(warm, signal.SIGKILL)
        assert readers.read(form).sheets
        with pytest.raises(FileNotFoundError):
            readers.read(form.with_name("tidak ada"))
        assert readers.read(form).sheets
        assert pids(readers) != {warm}
        last = [child.process for child in readers._free.queue if child.process]
        readers._idle_seconds = 0
        end = time.monotonic() + 60
        while any(process.poll() is None for process in last):
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        readers.end()


def test_at_most_so_many_are_read_at_once_and_all_are_read(form: Path) -> None:
    readers, read = Readers(settings().limits, 2, idle_seconds=60), []
    threads = [Thread(target=lambda: read.append(len(readers.read(form).sheets))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pids(readers)) <= 2
    readers.end()
    assert len(read) == 6
    assert len(set(read)) == 1

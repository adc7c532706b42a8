"""What the processes of `spm serve` do for staying small; how small they are, `make service` measures."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.service.copies import FORKS

_MEASURED = """
from pathlib import Path
from flows.service.copies import give_memory_back

def used():
    return next(int(line.split()[1]) // 1024 for line in Path("/proc/self/status").open() if "VmRSS" in line)

give_memory_back()
"""
_PASSWORDS = """
import threading
from flows.service.people import hash_of

hash_of("first")
before = used()
for number in range(3):
    entering = threading.Thread(target=hash_of, args=(str(number),))
    entering.start()
    entering.join()
"""
_HISTORY = """
import sqlite3, sys

path = sys.argv[1] + "/prefect.db"
with sqlite3.connect(path) as writing:
    writing.execute("create table runs (log)")
    writing.executemany("insert into runs values (?)", [("x" * 900,)] * 10_000)
writing.close()
before = used()
readers = [sqlite3.connect(path) for _ in range(4)]
for reader in readers:
    reader.execute("pragma cache_size = 20000")  # as Prefect sets it
    reader.execute("select sum(length(log)) from runs").fetchall()
"""


_WRITERS = {"docx", "docxtpl", "lxml", "matplotlib", "openpyxl", "PIL"}
_WAITING = """
import tasks.answer.of_quarter, tasks.inspect.standing, tasks.intake.earlier_reports, tasks.intake.take_in
import tasks.notify.letters, tasks.publish.otherwise, tasks.publish.publish, sys
print(*sys.modules)
"""


@pytest.mark.slow
def test_what_writes_word_files_and_pictures_is_loaded_by_who_writes_them() -> None:
    """It takes 20 MB, which every service would hold that waits for a run."""
    run = subprocess.run([sys.executable, "-c", _WAITING], capture_output=True, text=True, check=True)  # noqa: S603 ours
    assert not _WRITERS & set(run.stdout.split())


@pytest.mark.slow
@pytest.mark.skipif(not FORKS, reason="the memory of glibc")
@pytest.mark.parametrize(("work", "most"), [(_PASSWORDS, 8), (_HISTORY, 12)], ids=["a password", "a long history"])
def test_what_was_used_for_a_moment_is_given_back(work: str, most: int, tmp_path: Path) -> None:
    """In megabytes: a password takes 16, and so many connections would keep 40 of such a history."""
    command = [sys.executable, "-c", f"{_MEASURED}{work}print(used() - before)", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 our own program
    assert int(run.stdout) < most

"""What the processes of `spm serve` do for staying small; how small they are, `make service` measures."""

import subprocess
import sys

import pytest

from flows.service.copies import FORKS

PASSWORD_MB = 16
_ENTER_OFTEN = f"""
import threading
from pathlib import Path
from flows.service.copies import give_memory_back
from flows.service.people import hash_of

def used():
    return next(int(line.split()[1]) // 1024 for line in Path("/proc/self/status").open() if "VmRSS" in line)

give_memory_back()
hash_of("first")
before = used()
for number in range(3):
    entering = threading.Thread(target=hash_of, args=(str(number),))
    entering.start()
    entering.join()
assert used() - before < {PASSWORD_MB // 2}, used() - before
"""


@pytest.mark.skipif(not FORKS, reason="the memory of glibc")
def test_what_a_password_takes_is_given_back() -> None:
    command = [sys.executable, "-c", _ENTER_OFTEN]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own program
    assert run.returncode == 0, run.stderr

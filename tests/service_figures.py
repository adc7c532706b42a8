"""`make service`: what `spm serve` costs with its door open while nothing happens, and how long a click takes to become
a run. Run it on a machine that does nothing else: the figures are absolute. Exit code 1 where it costs too much."""

import os
import signal
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tasks.forms.samples import write_samples
from tests.door_visitors import answers, eventually, free_port
from tests.whole.test_serve import DUE_NOW, Service, settled

CLICKS, IDLE_SECONDS = 5, 60
IDLE_SHARE, MEMORY_MB = 0.03, 700
"""Of a core, and of memory: at most while nothing happens."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        door = free_port()
        settled(home, f"[schedule.34]\nintake_minutes = 0\n[door]\nport = {door}\n")
        write_samples("34", DUE_NOW, home / "inbox")
        service = Service(home).wait()
        try:
            eventually(lambda: answers(f"http://127.0.0.1:{door}"))
            time.sleep(20)  # what is made after a start
            bounded = idle(service)
            waits = [click(service) for _ in range(CLICKS)]
            print(f"click to begin: median {statistics.median(waits):.1f} s, longest {max(waits):.1f} s of {CLICKS}")
            time.sleep(20)
            bounded &= idle(service)
        finally:
            service.end(signal.SIGTERM)
    return 0 if bounded else 1


def idle(service: Service) -> bool:
    """Whether it costs no more than it may."""
    of = psutil.Process(service.process.pid)
    processes = [of, *of.children(recursive=True)]
    before, load = sum(map(seconds, processes)), os.getloadavg()[0]
    time.sleep(IDLE_SECONDS)
    used = (sum(map(seconds, processes)) - before) / IDLE_SECONDS
    memory = sum(process.memory_full_info().pss for process in processes) / 2**20
    print(f"idle: {used:.1%} of a core, {memory:.0f} MB in {len(processes)} processes (load of the machine {load:.1f})")
    return used <= IDLE_SHARE and memory <= MEMORY_MB


def seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def click(service: Service) -> float:
    """From the request that the form sends to the state "Running", as the server notes it: who asks for the state all
    the time takes the processor from the run that is to begin."""
    begun = datetime.now(UTC)
    run = service.start("jalankan-sekarang", province="34 Daerah Istimewa Yogyakarta")
    service.ended(run)
    started = next(one["start_time"] for one in service.runs() if one["id"] == run["id"])
    return (datetime.fromisoformat(started) - begun).total_seconds()


if __name__ == "__main__":
    sys.exit(main())

"""`make service`: what `spm serve` costs while nothing happens, and how long a click takes to become a run. Run it on
a machine that does nothing else: the figures are absolute."""

import os
import signal
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tasks.forms.samples import write_samples
from tests.whole.test_serve import DUE_NOW, Service, settled

CLICKS, IDLE_SECONDS = 5, 60


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settled(home, "[schedule.34]\nintake_minutes = 0\n")
        write_samples("34", DUE_NOW, home / "inbox")
        service = Service(home).wait()
        try:
            time.sleep(20)  # what is made after a start
            idle(service)
            waits = [click(service) for _ in range(CLICKS)]
            print(f"click to begin: median {statistics.median(waits):.1f} s, longest {max(waits):.1f} s of {CLICKS}")
            time.sleep(20)
            idle(service)
        finally:
            service.end(signal.SIGTERM)


def idle(service: Service) -> None:
    of = psutil.Process(service.process.pid)
    processes = [of, *of.children(recursive=True)]
    before, load = sum(map(seconds, processes)), os.getloadavg()[0]
    time.sleep(IDLE_SECONDS)
    used = (sum(map(seconds, processes)) - before) / IDLE_SECONDS
    memory = sum(process.memory_full_info().pss for process in processes) / 2**20
    print(f"idle: {used:.1%} of a core, {memory:.0f} MB in {len(processes)} processes (load of the machine {load:.1f})")


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
    main()

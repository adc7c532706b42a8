"""`make service`: what `spm serve` costs while nothing happens, and how long a click takes to become a run, before and
after a day of reports of 14 regencies; then the same with its door open. Run it on a machine that does nothing else:
the figures are absolute. Exit code 1 where a bound is passed."""

import os
import signal
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tasks.forms.samples import write_samples
from tests.door_visitors import answers, eventually, free_port
from tests.whole.test_serve import DUE_NOW, Service, settled

CLICKS, IDLE_SECONDS = 10, 60
IDLE_SHARE, CLICK_SECONDS = 0.03, 4
"""At most: of a core while nothing happens, and until a click has become a run."""
MEMORY_MB, WITH_DOOR_MB = 400, 700
"""At most while nothing happens."""


def main() -> int:
    bounded = figures("", MEMORY_MB)
    print("with its door open:")
    door = free_port()
    bounded &= figures(f"[door]\nport = {door}\n", WITH_DOOR_MB, f"http://127.0.0.1:{door}")
    return 0 if bounded else 1


def figures(settings: str, memory: float, door: str = "") -> bool:
    """Whether it costs no more than it may."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settled(home, f"[schedule.62]\nintake_minutes = 0\n{settings}")
        write_samples("62", DUE_NOW, home / "inbox")
        service = Service(home).wait()
        try:
            if door:
                eventually(lambda: answers(door))
            time.sleep(20)  # what is made after a start
            bounded = idle(service, memory)
            waits = [click(service) for _ in range(CLICKS)]
            print(f"click to begin: median {statistics.median(waits):.1f} s, longest {max(waits):.1f} s of {CLICKS}")
            time.sleep(20)
            return idle(service, memory) and bounded and max(waits) <= CLICK_SECONDS
        finally:
            service.end(signal.SIGTERM)


def idle(service: Service, most_memory: float) -> bool:
    """Whether it costs no more than it may."""
    of = psutil.Process(service.process.pid)
    processes = [of, *of.children(recursive=True)]
    before, load = sum(map(seconds, processes)), os.getloadavg()[0]
    time.sleep(IDLE_SECONDS)
    used = (sum(map(seconds, processes)) - before) / IDLE_SECONDS
    memory = sum(process.memory_full_info().pss for process in processes) / 2**20
    print(f"idle: {used:.1%} of a core, {memory:.0f} MB in {len(processes)} processes (load of the machine {load:.1f})")
    return used <= IDLE_SHARE and memory <= most_memory


def seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def click(service: Service) -> float:
    """From the request that the form sends to the state "Running", as the server notes it: who asks for the state all
    the time takes the processor from the run that is to begin. Afterwards somebody looks at the front page."""
    begun = datetime.now(UTC)
    run = service.start("jalankan-sekarang", province="62 Kalimantan Tengah")
    service.ended(run)
    started = next(one["start_time"] for one in service.runs() if one["id"] == run["id"])
    with service.client(service.login) as browser:
        assert browser.get("/").is_success
    return (datetime.fromisoformat(started) - begun).total_seconds()


if __name__ == "__main__":
    raise SystemExit(main())

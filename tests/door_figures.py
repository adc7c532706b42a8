"""What the door bears: `make door`, or one of it, as `python -m tests.door_figures kills --kills 10`. Exit code 1 where
a figure is not reached. Run it on a machine that does nothing else: times are absolute.

With SPM_DATABASE_URL on a database server: one part at a time, each with an empty database.

`crowd`: 100 regencies send within a minute. `kills`: the door is killed (kill -9) at random moments while people bring
and send. `hostile`: files made to hurt and mutated ones are brought. `idle`: what an open door costs when nobody comes.
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import httpx
import psutil

from config import catalogue
from config.settings import Settings, settings
from schemas.frames import FIGURES
from schemas.ledger import arrivals, recordings, sends, submissions, table_of
from tasks.home.site import ledger_of
from tasks.ledger.ledger import Ledger
from tests.door_visitors import XLSX, DoorProcess, negative, other, workbook
from tests.fuzz import Forms
from tests.hostile_files import CORPUS, clean_form, parts_of

WITHIN, FINDINGS_SECONDS = 0.95, 5.0
"""So many have their findings in so many seconds."""
IDLE_SHARE, MEMORY_MB = 0.03, 700
READERS = 2
"""Of a door at once, each bounded by the settings."""
_OPEN = "[door]\nfiles_per_minute = 100000\nrequests_per_minute = 1000000\n"
_OURS = "gangguan di pihak kami"
_HASH = re.compile(r'name="sha256" value="(\w+)"')


@dataclass
class Sender:
    """Somebody with a link, as a browser behind the proxy; each has an address of its own."""

    door: DoorProcess
    code: str
    secret: str
    number: int = 0
    seconds: list[float] = field(default_factory=list)

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        address = f"10.0.{self.number // 250}.{self.number % 250}"
        headers = {"cookie": f"pintu={self.secret}", "x-forwarded-for": address}
        return httpx.request(
            method, self.door.address + path, headers=headers, timeout=600, follow_redirects=False, **options
        )

    def bring(self, content: bytes, name: str = "laporan.xlsx") -> tuple[str, str]:
        """Where the findings are, and the page."""
        started = time.monotonic()
        answer = self.ask("POST", "/unggah", files={"berkas": (name, content, XLSX)})
        if answer.status_code != 303:
            return "", answer.text
        page = self.ask("GET", answer.headers["location"]).text
        self.seconds.append(time.monotonic() - started)
        return answer.headers["location"], page

    def send(self, where: str, page: str, reason: str = "Ada angka yang keliru") -> str:
        """The page that says what became of it."""
        check = where.rsplit("/", 1)[-1]
        asked = {"sha256": _HASH.search(page)[1], "alasan": reason}
        answer = self.ask("POST", f"/kirim/{check}", data=asked)
        return self.ask("GET", answer.headers["location"]).text if answer.status_code == 303 else answer.text


@contextmanager
def opened(more: str = "") -> Iterator[DoorProcess]:
    with tempfile.TemporaryDirectory(prefix="spm-pintu-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "settings.toml").write_text(_OPEN + more)
        door = DoorProcess(home)
        try:
            yield door
        finally:
            door.end()


def site_of(door: DoorProcess) -> Settings:
    return settings().model_copy(update={"home": door.home})


def senders(door: DoorProcess, count: int) -> list[Sender]:
    codes = list(catalogue.table("regions")["code"])[:: max(1, 514 // count)][:count]
    return [Sender(door, code, door.link(code), number) for number, code in enumerate(codes)]


# --- a crowd ---------------------------------------------------------------------------------------------------------


def crowd(chosen: argparse.Namespace) -> list[str]:
    with opened() as door:
        everybody = senders(door, chosen.regencies)
        contents = {one.code: workbook(one.code) for one in everybody}
        dice, answers = random.Random(chosen.seed), {}

        def come(one: Sender, after: float) -> None:
            time.sleep(after)
            answers[one.code] = one.send(*one.bring(contents[one.code]))

        with ThreadPoolExecutor(len(everybody)) as pool:
            list(pool.map(come, everybody, [dice.uniform(0, chosen.seconds) for _ in everybody]))
        rows = ledger_of(site_of(door)).rows(submissions)
        waits = sorted(wait for one in everybody for wait in one.seconds)
        soon = sum(wait <= FINDINGS_SECONDS for wait in waits) / len(everybody)
        told = sum("Laporan diterima" in page for page in answers.values())
        counted = Counter(row.regency_code for row in rows)
        lost, doubled = len(everybody) - len(counted), sum(count - 1 for count in counted.values())
        print(
            f"crowd: {len(everybody)} regencies within {chosen.seconds} s: {told} told 'diterima', {lost} lost, "
            f"{doubled} doubled; findings: median {statistics.median(waits):.1f} s, {soon:.0%} within "
            f"{FINDINGS_SECONDS:.0f} s, longest {waits[-1]:.1f} s"
        )
        wrong = [f"{told} of {len(everybody)} told"] * (told != len(everybody))
        return wrong + ["lost or doubled"] * bool(lost or doubled) + ["findings come late"] * (soon < WITHIN)


# --- kills -----------------------------------------------------------------------------------------------------------


def kills(chosen: argparse.Namespace) -> list[str]:
    dice, accepted = random.Random(chosen.seed), {}
    with opened() as door:
        contents = [workbook(change=change) for change in (None, other, negative)]
        for number in range(chosen.kills):
            stop, one = threading.Event(), Sender(door, "62.01", door.link("62.01"), number)
            working = threading.Thread(target=_bring_and_send, args=(one, contents, dice, accepted, stop))
            working.start()
            time.sleep(dice.uniform(0.05, 5))
            door.process.kill()
            door.process.wait()
            stop.set()
            working.join()
            again = DoorProcess(door.home)
            door.process, door.port = again.process, again.port
        leftovers = list((door.home / "door").iterdir())
        site = site_of(door)
        ledger = ledger_of(site)
        wrong = list(_half_taken(ledger, site)) + [f"left behind: {path.name}" for path in leftovers]
        known = Counter(row.sha256 for row in ledger.rows(submissions))
        wrong += [f"told 'diterima' and not in the ledger: {digest[:8]}" for digest in accepted.keys() - known.keys()]
        told = sum(accepted.values())
        wrong += ["nobody was told anything"] * (not told)
        print(f"kills: {chosen.kills}, {sum(known.values())} submissions, {told} told; {len(wrong)} wrong")
        return wrong


def _bring_and_send(
    one: Sender, contents: list[bytes], dice: random.Random, accepted: dict[str, int], stop: threading.Event
) -> None:
    """As fast as it goes, until the door is gone."""
    while not stop.is_set():
        content = dice.choice(contents)
        try:
            page = one.send(*one.bring(content))
        except (httpx.HTTPError, TypeError):  # killed before the page was there
            continue
        if "Laporan diterima" in page or "Terkirim, tetapi ditolak" in page:
            digest = sha256(content).hexdigest()
            accepted[digest] = accepted.get(digest, 0) + 1


def _half_taken(ledger: Ledger, site: Settings) -> Iterator[str]:
    """What a submission lacks of all that belongs to it."""
    of = {table: Counter(row.submission for row in ledger.rows(table)) for table in (recordings, sends)}
    figures = {key: Counter(row.submission for row in ledger.rows(table_of(key))) for key in FIGURES}
    rows, came = ledger.rows(submissions), ledger.rows(arrivals)
    if len(rows) != len(came):
        yield f"{len(rows)} submissions of {len(came)} arrivals"
    whole = {key: max(counts.values(), default=0) for key, counts in figures.items()}
    for row in rows:
        original = site.archive / row.archived
        if not original.is_file() or sha256(original.read_bytes()).hexdigest() != row.sha256:
            yield f"{row.id}: no original"
        for table, counts in of.items():
            if not counts[row.id]:
                yield f"{row.id}: no {table.name}"
        for key, counts in figures.items():
            if row.status != "ditolak" and counts[row.id] != whole[key]:
                yield f"{row.id}: {counts[row.id]} of {whole[key]} rows of {key}"


# --- hostile files ---------------------------------------------------------------------------------------------------


def hostile(chosen: argparse.Namespace) -> list[str]:
    with opened() as door, tempfile.TemporaryDirectory(prefix="spm-jahat-") as folder:
        one, peak, wrong = Sender(door, "62.01", door.link("62.01")), Peak(door), []
        seen: Counter[str] = Counter()
        for name, content in _files(chosen, Path(folder)):
            try:
                where, page = one.bring(content, name)
                verdict = "checked" if where else "refused"
                if _OURS in page:
                    wrong.append(f"{name}: a disturbance of ours")
            except httpx.HTTPError as error:
                verdict = "no answer"
                wrong.append(f"{name}: {error}")
            seen[verdict] += 1
        wrong += ["it is down"] * (door.process.poll() is not None) + ["uncaught"] * ("Traceback" in door.text())
        own, readers = peak.end()
        wrong += ["the door's memory"] * (own > MEMORY_MB)
        wrong += ["its readers' memory"] * (readers > READERS * site_of(door).limits.memory_mb)
        print(
            f"hostile: {dict(seen)}; {len(wrong)} wrong; the door at most {own:.0f} MB, its readers {readers:.0f} MB; "
            f"slowest answer {max(one.seconds):.0f} s"
        )
        return wrong


def _files(chosen: argparse.Namespace, folder: Path) -> Iterator[tuple[str, bytes]]:
    parts, made = parts_of(clean_form(folder / "form.xlsx")), 0
    while made < chosen.hostile:
        for number, one in enumerate(list(CORPUS.values())[: chosen.hostile - made]):
            path = folder / f"{number}.{one.ending}"
            one.make(path, parts)
            yield path.name, path.read_bytes()
            made += 1
    forms = Forms(folder)
    for number in range(chosen.mutated):
        path = folder / f"ubahan {number}.xlsx"
        forms.write_mutated(random.Random(f"{chosen.seed}-{number}"), path)
        yield path.name, path.read_bytes()
        path.unlink()


class Peak:
    """The most memory that the door, and its readers together, take while it is looked at."""

    def __init__(self, door: DoorProcess) -> None:
        self._of, self._own, self._readers, self._ended = psutil.Process(door.process.pid), 0.0, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(0.2):
            try:
                readers = [one.memory_info().rss for one in self._of.children(recursive=True)]
                self._own = max(self._own, self._of.memory_info().rss / 2**20)
                self._readers = max(self._readers, sum(readers) / 2**20)
            except psutil.NoSuchProcess:
                continue

    def end(self) -> tuple[float, float]:
        self._ended.set()
        self._thread.join()
        return self._own, self._readers


# --- nobody comes ----------------------------------------------------------------------------------------------------


def idle(chosen: argparse.Namespace) -> list[str]:
    with opened(f"idle_minutes = {chosen.idle_minutes}\n") as door:
        of = psutil.Process(door.process.pid)
        Sender(door, "62.01", door.link("62.01")).bring(workbook())
        warm = len(of.children())
        time.sleep(60 * chosen.idle_minutes + 5)
        left, before = len(of.children()), sum(of.cpu_times()[:2])
        time.sleep(chosen.idle_seconds)
        share = (sum(of.cpu_times()[:2]) - before) / chosen.idle_seconds
        memory = of.memory_full_info().pss / 2**20
        print(
            f"idle: {warm} warm reader(s), {left} after {chosen.idle_minutes} idle minutes; {share:.2%} of a core, "
            f"{memory:.0f} MB"
        )
        wrong = ["no warm reader"] * (not warm) + ["readers stay"] * bool(left)
        return wrong + ["it costs too much"] * (share > IDLE_SHARE or memory > MEMORY_MB)


FIGURES_OF: dict[str, Callable[[argparse.Namespace], list[str]]] = {
    "crowd": crowd,
    "kills": kills,
    "hostile": hostile,
    "idle": idle,
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("only", nargs="*", choices=[[], *FIGURES_OF], default=[])
    for name, default in {"regencies": 100, "seconds": 60, "kills": 50, "hostile": 400, "mutated": 1000}.items():
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--idle-minutes", type=float, default=5)
    options.add_argument("--idle-seconds", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    wrong = [f"{name}: {one}" for name in chosen.only or FIGURES_OF for one in FIGURES_OF[name](chosen)]
    for one in wrong:
        print("WRONG", one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

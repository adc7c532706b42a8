"""Speed and memory, as ratios in one run: `make bench`, or `python -m tests.bench --files 60` for a short one.

Steps are measured in processor time of a process and its children, because the machine's other work must not count; the
commands as people feel them, by the clock.
"""

import argparse
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import hypothesis  # noqa: F401 pandera imports it with its first contract, where tests are run
import pandas as pd
import pandera.pandas as pa
import psutil
import python_calamine

from config import catalogue
from config.settings import settings
from flows.command.run import collect_rarely
from schemas.consolidated import Consolidated
from schemas.layout import Column
from schemas.period import Period
from schemas.submission import Arrival
from tasks.answer.of_quarter import answers_of, receipts_beside
from tasks.compute.gather import Quarter, gather
from tasks.forms import form, form_style
from tasks.forms.form import derive
from tasks.forms.samples import write_clean
from tasks.intake.take_in import Context, check, read_arrivals
from tasks.ledger.ledger import Ledger
from tasks.report.data.write import data_frames, write_data_files
from tasks.report.renderings import RENDERINGS
from tasks.report.tables.contents import report_tables

PERIOD = Period(2024, 4)
AS_OF = datetime(2025, 1, 22, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
NAIVE_FILES = 10
ROUNDS = 5
FORMS = Path("build/bench")


class Nation(Quarter):
    """All 514 regencies as if they were one province."""

    @property
    def regions(self) -> pd.DataFrame:
        return catalogue.table("regions")


@dataclass(frozen=True)
class Bound:
    """A figure and the most it may be."""

    what: str
    value: float
    at_most: float
    unit: str

    def __str__(self) -> str:
        verdict = "fine" if self.value <= self.at_most else "TOO MUCH"
        return f"{self.what:<66} {self.value:8.2f} {self.unit:<4} (at most {self.at_most:g}) {verdict}"


def cpu_seconds(work: Callable[..., object], *arguments: object) -> float:
    """Processor time of some work in a process of its own, which has imported everything and loaded nothing; its
    children included."""

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0, f"{work.__name__} ended with {process.exitcode}"
    return spent() - before


def forms(count: int, folder: Path = FORMS) -> list[Path]:
    """Filled forms of the first `count` regencies, made once and kept for the next time."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for code in catalogue.table("regions")["code"].head(count):
        path = folder / f"{code} {PERIOD}.xlsx"
        if not path.exists():
            write_clean(code, PERIOD, path)
        paths.append(path)
    return paths


def percent_forms(count: int) -> list[Path]:
    """The same as people format them: a percentage is a fraction in a cell with a percent format."""

    def fraction(column: Column, row: dict) -> float | str:
        value = derive(column, row)
        return value / 100 if column.type == "percent" and value != "" else value

    with patch.dict(form_style.NUMBER_FORMATS, percent="0.00%"), patch.object(form, "derive", fraction):
        return forms(count, FORMS / "percent")


def calamine_alone(paths: list[Path]) -> None:
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def all_steps(paths: list[Path], home: Path) -> None:
    """From the archived files to the data files, as a night does it, without Prefect and rendering."""
    collect_rarely()
    site = settings()
    method = site.of_province("62")
    archived = [
        (Arrival(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size, AS_OF), path)
        for path in paths
    ]
    checked = check(read_arrivals(archived, site.limits), Context(AS_OF, None, PERIOD), method)
    rejected = [one.arrival.file_name for one in checked if one.status != "diterima"]
    assert not rejected, f"not accepted: {rejected[:3]}"
    ledger = Ledger(f"sqlite:///{home / 'spm.db'}")
    ledger.record("62", checked)
    consolidated = gather(ledger, Nation("62", PERIOD, AS_OF), method)
    write_data_files(data_frames(consolidated), home / "data")
    assert len(consolidated.regency) == len(paths)


def receipts(home: Path) -> None:
    """Of the whole nation: what is said in them, both files of each, signed."""
    answers = answers_of(Ledger(f"sqlite:///{home / 'spm.db'}"), Nation("62", PERIOD, AS_OF), home / "archive")
    assert len(receipts_beside(answers, home)) == 2 * len(answers.receipts)


def taken_in(paths: list[Path], province: str, home: Path) -> None:
    archived = [(Arrival(path, path.name, path.name, path.stat().st_size, AS_OF), path) for path in paths]
    context, method = Context(AS_OF, province, PERIOD), settings().of_province(province)
    ledger = Ledger(f"sqlite:///{home / 'spm.db'}")
    ledger.record(province, check(read_arrivals(archived, settings().limits), context, method))


def gathered(province: str, home: Path) -> Consolidated:
    collect_rarely()
    quarter = Quarter(province, PERIOD, AS_OF)
    return gather(Ledger(f"sqlite:///{home / 'spm.db'}"), quarter, settings().of_province(province))


def rendered(province: str, home: Path) -> None:
    consolidated = gathered(province, home)
    tables = report_tables(consolidated)
    for rendering in RENDERINGS:
        rendering.write(consolidated, tables, home / f"laporan{rendering.ending}")


def cost_of_renderings(home: Path) -> list[Bound]:
    """Workbook, page and document of a usual and of the largest province, beside what it takes to gather them."""
    bounds = []
    for province, at_most in (("62", 6), ("35", 10)):
        place, codes = home / f"rendered-{province}", Quarter(province, PERIOD, AS_OF).regions["code"]
        place.mkdir()
        cpu_seconds(taken_in, [path for path in forms(514) if path.name.startswith(tuple(codes))], province, place)
        spent = cpu_seconds(rendered, province, place) - cpu_seconds(gathered, province, place)
        bounds.append(Bound(f"all renderings of {len(codes)} regencies, processor time", spent, at_most, "s"))
    return bounds


def the_naive_way(paths: list[Path]) -> None:
    """pandas.read_excel by openpyxl and pandera, file by file and sheet by sheet."""
    for path in paths:
        for sheet in catalogue.layout_for("kabkota").sheets:
            frame = pd.read_excel(path, sheet_name=sheet.name, header=4, engine="openpyxl")
            counts = [one.heading for one in sheet.columns if one.role == "input" and one.is_figure]
            rules = {heading: pa.Column(nullable=True, checks=pa.Check.ge(0)) for heading in counts}
            pa.DataFrameSchema(rules).validate(frame, lazy=True)


def run_command(arguments: list[str], home: Path, *, watch_memory: bool = True) -> tuple[float, float]:
    """Seconds by the clock and the most memory (MB) that the command and all its children held together.

    Memory is proportional set size, which counts a page that several processes share once. Watching it costs a command
    of one second a tenth of its time.
    """
    environment = {**os.environ, "SPM_HOME": str(home)}
    started, most = time.perf_counter(), 0.0
    command = [str(Path(sys.executable).with_name("spm")), *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 our own command
    whole = psutil.Process(process.pid)
    if not watch_memory:
        process.wait()
    while process.poll() is None:
        held = 0
        try:
            for one in [whole, *whole.children(recursive=True)]:
                held += one.memory_full_info().pss
        except psutil.NoSuchProcess:
            pass
        most = max(most, held / 1e6)
        time.sleep(0.05)
    assert process.returncode in (0, 1), f"{arguments} ended with {process.returncode}"
    return time.perf_counter() - started, most


def steps_beside_calamine(paths: list[Path], home: Path) -> tuple[float, float]:
    """Processor seconds of calamine alone and of all steps, taken in turn, of each the fastest round: what a neighbour
    on the same machine does to the caches only ever adds, up to a half for seconds at a time."""
    alone, steps = [cpu_seconds(calamine_alone, paths)], []
    for number in range(ROUNDS):
        place = home / f"steps-{number}"
        place.mkdir()
        steps.append(cpu_seconds(all_steps, paths, place))
        alone.append(cpu_seconds(calamine_alone, paths))
    told = "; ".join(
        f"{name} {' '.join(f'{one:.1f}' for one in held)}" for name, held in (("calamine", alone), ("steps", steps))
    )
    print(f"{len(paths)} workbooks, seconds of processor time: {told}")
    return min(alone), min(steps)


def measure(count: int) -> list[Bound]:
    paths = forms(count)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "percent").mkdir()
        alone, steps = steps_beside_calamine(paths, home)
        percent_alone, percent_steps = steps_beside_calamine(percent_forms(count), home / "percent")
        issued = cpu_seconds(receipts, home / "steps-0") * 1000 / len(paths)
        naive = cpu_seconds(the_naive_way, paths[:NAIVE_FILES]) * len(paths) / NAIVE_FILES
        print(f"the naive way, reckoned from {NAIVE_FILES} of them: {naive:.1f} s, {naive / alone:.1f} times calamine")
        run_command(["sample", "--province", "62", "--period", PERIOD.key, "-o", str(home / "inbox")], home)
        shutil.copytree(home / "inbox", home / "watched" / "inbox")
        night = ["run", "--province", "62", "--period", PERIOD.key]
        cold, _ = run_command(night, home, watch_memory=False)
        warm, _ = run_command(night, home, watch_memory=False)
        watched, memory = run_command(night, home / "watched")
        print(f"spm run of 14 regencies: {cold:.1f} s, without news {warm:.1f} s; watched {watched:.1f} s")
        checks = sorted(run_command(["check", str(paths[0])], home, watch_memory=False)[0] for _ in range(5))
        return [
            Bound("all steps, over calamine alone", steps / alone, 4.4, "x"),
            Bound("the same of files with percent formats", percent_steps / percent_alone, 4.8, "x"),
            Bound("a receipt with its echo, page, QR code and signatures", issued, 15, "ms"),
            Bound("spm run, 14 regencies, with Prefect's start, new home", cold, 20, "s"),
            Bound("peak memory of spm run and all its processes", memory, 500, "MB"),
            Bound("spm check of one workbook, median of five", checks[2], 1.5, "s"),
            *cost_of_renderings(home),
        ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=514, help="how many workbooks (514: every regency)")
    bounds = measure(parser.parse_args().files)
    for bound in bounds:
        print(bound)
    return int(any(bound.value > bound.at_most for bound in bounds))


if __name__ == "__main__":
    sys.exit(main())

"""How exact the answers are: `make accuracy`, or `python -m tests.accuracy --files 20 --seed 7`.

Of each kind so many workbooks: clean ones; messy but right ones, with any habits people have over any figures; and
defective ones, with known faults under any habits. Clean and messy ones must have no error and the same figures.
In a defective one, every fault must be found in its cell, nothing else may be, and when the cells that were reported
have been mended, a second reading may bring up nothing new.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from config import catalogue
from config.settings import settings
from schemas.finding import Finding, Severity
from schemas.frames import FIGURES, columns
from schemas.period import Period
from schemas.submission import Checked
from tasks.forms.draft import Draft, DraftSheet, draft_bytes, draft_of, with_values
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity
from tasks.forms.mess import Mess
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tasks.understand.headings import letters
from tests.accuracy_faults import FAULTS, SOUND, Expected, Fault, Plot, of
from tests.accuracy_habits import MARK, some_habits
from tests.accuracy_pairs import brought_up, designed, told_twice
from tests.hostile_files import parts_of, write_package

PERIOD, WRITTEN = Period(2024, 4), datetime(2025, 1, 1)
AS_OF = datetime(2025, 1, 22, tzinfo=UTC)

Spot = tuple[str, str, str]
"""Rule, sheet and cell."""


@dataclass(frozen=True)
class Case:
    """One workbook: what is in it, and the habits that go over it, each with a chance of its own."""

    plot: Plot
    habits: tuple[Mess, ...]
    seed: str

    def messy(self, draft: Draft) -> Draft:
        for habit in self.habits:
            draft = habit(draft, Random(f"{self.seed}-{habit.__name__}"))
        return draft

    def write(self, path: Path) -> Path:
        """The workbook with its faults, as it would be sent."""
        final = self.messy(self.plot.draft)
        path.write_bytes(draft_bytes(final, WRITTEN))
        for one in self.plot.uncalculated:
            sheet, cell = spot(final, one)
            _take_value(path, [page.name for page in final.sheets].index(sheet) + 2, cell)
        return path

    def expected(self) -> list[Spot]:
        final = self.messy(self.plot.draft)
        return sorted((one.rule, *spot(final, one)) for one in self.plot.expected)


def _take_value(path: Path, sheet: int, cell: str) -> None:
    """A formula without a result in place of a cell's value."""
    parts, part = parts_of(path.read_bytes()), f"xl/worksheets/sheet{sheet}.xml"
    pattern = rb'(<c r="%s"(?: s="\d+")?)[^>]*>.*?</c>' % cell.encode()
    parts[part], hits = re.subn(pattern, rb"\1><f>F6+1</f></c>", parts[part], count=1)
    assert hits
    write_package(path, parts.items())


# --- where things stand in a draft -----------------------------------------------------------------------------------


def spot(draft: Draft, one: Expected) -> tuple[str, str]:
    """The sheet and cell of an expected finding in a draft as it is written."""
    if one.sheet in ("", "identity"):
        keys = [key for key, _, _ in draft.identity]
        row = draft.layout.header_row + keys.index(one.column) if one.column else 0
        return (draft.identity_name, f"C{row}") if row else ("", "")
    sheet = next((page for page in draft.sheets if page.layout.key == one.sheet), None)
    if sheet is None:
        return draft.layout.by_key[one.sheet].name, ""
    top = len(sheet.above) + 1
    if one.column == "beside":
        last = max(at for at, key in enumerate(sheet.columns, 1) if sheet.headings[key])
        return sheet.name, f"{letters(last + 1)}{first_row(sheet) - 1}"
    column = one.column if one.column in sheet.columns else sheet.layout.name_key
    row = top + (column in sheet.groups)
    if one.mark:
        row = first_row(sheet) + next(at for at, row in enumerate(sheet.rows) if row.get(MARK) == one.mark)
    return sheet.name, f"{letters(sheet.columns.index(column) + 1)}{row}"


def first_row(sheet: DraftSheet) -> int:
    """The first row under the headings."""
    return len(sheet.above) + (3 if sheet.groups else 2)


def place(draft: Draft, finding: Finding) -> tuple[str, str, int]:
    """Sheet key, column key and mark of the row at which a finding points; '' and 0 where there is none."""
    sheet = next((page for page in draft.sheets if page.name == finding.sheet), None)
    match = re.fullmatch(r"([A-Z]+)(\d+)", finding.cell)
    if sheet is None or match is None:
        return "", "", 0
    column = next((key for at, key in enumerate(sheet.columns, 1) if letters(at) == match[1]), "")
    at = int(match[2]) - first_row(sheet)
    mark = sheet.rows[at].get(MARK, 0) if 0 <= at < len(sheet.rows) else 0
    return sheet.layout.key, column, mark


# --- mending what was reported ---------------------------------------------------------------------------------------


def mended(case: Case, findings: list[Finding]) -> Case:
    """The case as its sender mends it: each cell that was reported is set right, and nothing else."""
    plot, final = case.plot, case.messy(case.plot.draft)
    better = Plot(plot.sound, plot.chance, file_name=plot.file_name)
    better.draft, better.uncalculated = plot.draft, list(plot.uncalculated)
    for finding in findings:
        if finding.severity is not Severity.INFO:
            for cell in finding.all_cells or [""]:
                _mend(better, finding, *place(final, replace(finding, cell=cell)))
    return Case(better, case.habits, case.seed)


def _mend(plot: Plot, finding: Finding, sheet: str, column: str, mark: int) -> None:
    rule = finding.rule
    row = next((row for page in plot.draft.sheets for row in page.rows if mark and row.get(MARK) == mark), None)
    if rule == "L02" and any(column in page.headings for page in plot.sound.sheets if page.layout.key == sheet):
        _put_back_heading(plot, sheet, column)
    elif rule in ("L01", "L02"):
        there = {one.layout.key: one for one in plot.draft.sheets}
        pages = [there.get(page.layout.key, page) for page in plot.sound.sheets]
        pages = [replace(one, columns=was.columns) for one, was in zip(pages, plot.sound.sheets, strict=True)]
        plot.draft = replace(plot.draft, sheets=tuple(pages))
    elif rule == "I04":
        plot.file_name = "laporan.xlsx"
    elif rule[0] == "I":
        plot.draft = plot.draft.with_identity(**{key: value for key, _, value in plot.sound.identity})
    elif rule == "R03":
        _put_back(plot, sheet, lambda row: True)
    elif rule == "R15":
        _set(plot, sheet, lambda row: True)
    elif rule == "C11" and row is None:
        _put_back_heading(plot, sheet, column)
    elif row is None:
        return  # mended with another finding about it, or nobody's fault, which the second reading will tell
    elif row[SOUND] is None:  # a row twice, a total that is wrong
        plot.drop(sheet, lambda row: row.get(MARK) == mark)
    elif rule in ("R10", "R12", "R13"):  # what to mend stands in other rows, of the same service
        _put_back(plot, "problems", of(row["service_code"]))
        for key in ("quality", "budget", "recipients") if rule != "R10" else ():
            _set(plot, key, of(row["service_code"]))
    elif rule == "R05":
        _set(plot, sheet, lambda row: row.get(MARK) == mark, nihil="Ya")
    elif rule in ("R01", "R16"):
        _set(plot, sheet, lambda row: row.get(MARK) == mark)
    else:
        _set(plot, sheet, lambda row: row.get(MARK) == mark, **{column: row[SOUND].get(column)})
        plot.uncalculated = [one for one in plot.uncalculated if one.mark != mark]


def _set(plot: Plot, sheet: str, fits: Callable[[dict], bool], **values: object) -> None:
    """Puts values into rows with a fault, and what is derived from them; without values, all that was there before."""

    def better(one: DraftSheet) -> DraftSheet:
        for at, row in enumerate(one.rows):
            if fits(row) and row.get(SOUND):
                one = with_values(one, at, **(values or row[SOUND]))
        return one

    plot.draft = plot.draft.with_sheets(better, sheet)


def _put_back_heading(plot: Plot, sheet: str, column: str) -> None:
    was = next(page.headings for page in plot.sound.sheets if page.layout.key == sheet)
    plot.draft = plot.draft.with_sheets(lambda one: replace(one, headings=one.headings | {column: was[column]}), sheet)


def _put_back(plot: Plot, sheet: str, fits: Callable[[dict], bool]) -> None:
    """The rows of the sound draft that are gone, under the others."""

    def complete(one: DraftSheet) -> DraftSheet:
        was = next(page.rows for page in plot.sound.sheets if page.layout.key == sheet)
        there = {id(row.get(SOUND, row)) for row in one.rows}
        return replace(one, rows=(*one.rows, *(row for row in was if id(row) not in there and fits(row))))

    plot.draft = plot.draft.with_sheets(complete, sheet)


# --- cases -----------------------------------------------------------------------------------------------------------


def sound_draft(chance: Random, seed: int) -> Draft:
    """The submission of any regency of the country, without a fault."""
    code = chance.choice(list(catalogue.table("regions")["code"]))
    identity = form_identity(code, PERIOD) | {"filled_on": datetime(2025, 1, 15)}
    return draft_of(catalogue.layout_of(code), identity, content_of(code, PERIOD, seed))


def right_case(seed: int, number: int, messy: bool) -> Case:
    chance = Random(f"{seed}-right-{number}")
    plot = Plot(sound_draft(chance, seed), chance)
    return Case(plot, some_habits(chance) if messy else (), f"{seed}-{number}")


def defective_case(seed: int, number: int) -> Case:
    """One to six faults; over the numbers, each fault is the first one in turn."""
    chance = Random(f"{seed}-defective-{number}")
    plot, habits = Plot(sound_draft(chance, seed), chance), list(some_habits(chance))
    used: set[str] = set()
    closed: set[str] = set()
    others = chance.sample([fault for fault in FAULTS if fault is not FAULTS[number % len(FAULTS)]], len(FAULTS) - 1)
    for fault in [FAULTS[number % len(FAULTS)], *others[: chance.randint(0, 12)]]:
        if closed & set(fault.sheets) or (fault.closes and used & set(fault.sheets)):
            continue
        fault.plant(plot)
        used |= set(fault.sheets)
        closed |= set(fault.sheets) if fault.closes else set()
        habits = [habit for habit in habits if habit not in fault.avoids]
    return Case(plot, tuple(habits), f"{seed}-{number}")


def planted(seed: int, number: int, faults: Iterable[Fault]) -> Case:
    """A workbook with these faults, without habits they cannot bear."""
    chance = Random(f"{seed}-planted-{number}")
    plot, habits = Plot(sound_draft(chance, seed), chance), list(some_habits(chance))
    for fault in faults:
        fault.plant(plot)
        habits = [habit for habit in habits if habit not in fault.avoids]
    return Case(plot, tuple(habits), f"{seed}-planted-{number}")


def check(cases: list[Case], folder: Path) -> list[Checked]:
    paths = []
    for number, case in enumerate(cases):
        (folder / str(number)).mkdir(parents=True)
        paths.append(case.write(folder / str(number) / case.plot.file_name))
    return check_files(paths, read_workbooks(paths, settings().limits), AS_OF, settings())


# --- verdicts --------------------------------------------------------------------------------------------------------

_ASIDE = {"row", "unit", "note", "stated_pct", "stated_unserved", "stated_unavailable"}


def figures(checked: Checked) -> dict[str, list[tuple]]:
    """Everything a file says that counts, without where and how it is written."""
    said = {}
    for key, rows in checked.normalised.figures.items():
        names = columns(FIGURES[key])[1:]
        kept = [at for at, name in enumerate(names) if name not in _ASIDE]
        said[key] = sorted(repr([row[at] for at in kept]) for row in rows)
    return said


def serious(checked: Checked) -> list[Spot]:
    """The errors and warnings."""
    return sorted((one.rule, one.sheet, one.cell) for one in checked.findings if one.severity is not Severity.INFO)


@dataclass
class Tally:
    files: Counter = field(default_factory=Counter)
    rules: Counter = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def fail(self, kind: str, number: int, case: Case, what: object) -> None:
        habits = ", ".join(habit.__name__ for habit in case.habits)
        self.failures.append(f"{kind} {number} ({habits}): {what}")


def judge_right(seed: int, numbers: range, folder: Path, tally: Tally) -> None:
    """Clean workbooks have no finding, messy ones nothing but information, and both say the same."""
    clean = [right_case(seed, number, messy=False) for number in numbers]
    messy = [right_case(seed, number, messy=True) for number in numbers]
    results = zip(numbers, messy, check(clean, folder / "clean"), check(messy, folder / "messy"), strict=True)
    for number, case, right, other in results:
        tally.files.update(["clean", "messy but right"])
        if right.findings:
            tally.fail("clean", number, case, right.findings)
        if serious(other):
            tally.fail("messy", number, case, [one for one in other.findings if one.severity is not Severity.INFO])
        if figures(right) != figures(other):
            tally.fail("messy", number, case, "other figures")


def judge_defective(seed: int, numbers: range, folder: Path, tally: Tally) -> None:
    """Every fault in its cell, nothing else; and mended, nothing new."""
    cases = [defective_case(seed, number) for number in numbers]
    first = check(cases, folder / "first")
    again = [mended(case, checked.findings) for case, checked in zip(cases, first, strict=True)]
    second = check(again, folder / "second")
    for number, case, before, after in zip(numbers, cases, first, second, strict=True):
        tally.files.update(["defective"])
        expected, found = case.expected(), serious(before)
        tally.rules.update(rule for rule, _, _ in expected)
        severities = {one: rule.severity for one, rule in catalogue.rules().items()}
        hidden = [one for one in expected if severities[one[0]] is not Severity.INFO]
        if found != hidden:
            missed, false = Counter(hidden) - Counter(found), Counter(found) - Counter(hidden)
            tally.fail("defective", number, case, f"missed {sorted(missed)}, false {sorted(false)}")
        told = {(one.rule, one.sheet, cell) for one in before.findings for cell in one.all_cells or [""]}
        if set(expected) - told:
            tally.fail("defective", number, case, f"not said {set(expected) - told}")
        if new := brought_up(before, after):
            tally.fail("mended", number, case, new)


def judge_designed(seed: int, pairs: list[tuple[Fault, ...]], first: int, folder: Path, tally: Tally) -> None:
    """Every fault told, none twice; and mended, nothing new. `first` is the number of the first of these pairs."""
    cases = [planted(seed, number, faults) for number, faults in enumerate(pairs, first)]
    before = check(cases, folder / "first")
    again = [mended(case, checked.findings) for case, checked in zip(cases, before, strict=True)]
    after = check(again, folder / "second")
    for number, faults, case, one, other in zip(
        range(first, first + len(pairs)), pairs, cases, before, after, strict=True
    ):
        tally.files.update(["designed"])
        told = {(found.rule, found.sheet, cell) for found in one.findings for cell in found.all_cells or [""]}
        problems = [f"not said {missed}" for missed in [set(case.expected()) - told] if missed]
        problems += [twice for twice in [told_twice(faults, one)] if twice]
        problems += [f"brought up {new}" for new in [brought_up(one, other)] if new]
        for problem in problems:
            tally.fail(f"designed {[fault.rule for fault in faults]}", number, case, problem)


def judge(seed: int, files: int, batch: int = 50, say: Callable[[str], None] = lambda _: None) -> Tally:
    tally = Tally()
    for start in range(0, files, batch):
        numbers = range(start, min(start + batch, files))
        with tempfile.TemporaryDirectory(prefix="spm-accuracy-") as name:
            judge_right(seed, numbers, Path(name), tally)
            judge_defective(seed, numbers, Path(name), tally)
        say(f"{numbers.stop} of {files}")
    return tally


def judge_pairs(
    seed: int, count: int, tally: Tally, batch: int = 50, say: Callable[[str], None] = lambda _: None
) -> None:
    pairs = list(designed(seed, count))
    for start in range(0, len(pairs), batch):
        with tempfile.TemporaryDirectory(prefix="spm-accuracy-") as name:
            judge_designed(seed, pairs[start : start + batch], start, Path(name), tally)
        say(f"{min(start + batch, len(pairs))} of {len(pairs)} pairs")


def report(tally: Tally) -> Iterator[str]:
    yield ", ".join(f"{count} {kind}" for kind, count in tally.files.items())
    yield f"{sum(tally.rules.values())} faults: " + ", ".join(f"{one} {n}" for one, n in sorted(tally.rules.items()))
    yield from (f"FAILED {failure}" for failure in tally.failures)
    yield f"{len(tally.failures)} failures"


def main() -> int:
    """Exit code 1 where anything failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=200)
    options.add_argument("--pairs", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    say = partial(print, end="\r", file=sys.stderr, flush=True)
    tally = judge(chosen.seed, chosen.files, say=say)
    judge_pairs(chosen.seed, chosen.pairs, tally, say=say)
    print("\n".join(report(tally)))
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())

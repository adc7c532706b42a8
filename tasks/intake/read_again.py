"""After a change of rules or reference data: the archived originals read again, and who is judged otherwise by it.

Nothing of what was recorded changes. Where another verdict is to hold, the new reading is recorded beside the former
one, as a revision of its own with the same content and time of receipt; of several readings of a file the last stands.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from config import catalogue
from config.settings import Settings
from schemas.finding import Finding, Severity
from schemas.frames import COUNTING, FIGURES, columns
from schemas.receipt import TOTALS
from schemas.submission import Arrival, Checked
from schemas.wording import number_text
from tasks.compute.counting import counting, sent_files
from tasks.intake.earlier_reports import beside_earlier
from tasks.intake.take_in import Context, check, read_arrivals
from tasks.ledger.file_names import first_name, own_name, read_again
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.understand.echo import echo_of_read

_REASONS = 3


Totals = dict[str, dict[str, int | float]]


@dataclass(frozen=True)
class Reread:
    """A submission as recorded (a row of `Ledger.files`, its findings and totals) and as it is judged today. `counts`:
    whether it is among those that the quarter's figures come from."""

    before: pd.Series
    told_before: list[Finding]
    totals_before: Totals
    now: Checked
    figures_differ: bool
    counts: bool

    @property
    def verdict_differs(self) -> bool:
        return (self.before["status"], self.before["regency_code"]) != (self.now.status, self.now.regency_code)

    @property
    def refused(self) -> bool:
        """Whether it was accepted and would not be any more."""
        return self.before["status"] in COUNTING and self.now.status not in COUNTING

    @property
    def differs(self) -> bool:
        """Not where the same is only told together in one finding that was told one by one."""
        return self.verdict_differs or self.figures_differ or _told(self.told_before) != _told(self.now.findings)


def _told(findings: list[Finding]) -> set[tuple]:
    """What is wrong, and in which cells."""
    wrong = [one for one in findings if one.severity is not Severity.INFO]
    return {(one.rule, one.severity, one.sheet, cell) for one in wrong for cell in one.all_cells or [""]}


def reread(ledger: Ledger, quarter: Quarter, settings: Settings) -> list[Reread]:
    """Every submission of a quarter, its last reading compared with one by today's rules; in order of receipt."""
    files = sent_files(ledger, quarter)
    rows = [row for _, row in files.iterrows()]
    arrivals = [(_arrival(row), settings.archive / row["archived"]) for row in rows]
    taken = read_arrivals(arrivals, settings.limits)
    context = Context(quarter.as_of, quarter.province_code, quarter.period)
    site = settings.of_province(quarter.province_code)
    now = check(taken, beside_earlier(ledger, taken, context, site), site)
    ids = [int(row["id"]) for row in rows]
    recorded = {key: ledger.figures(key, ids) for key in FIGURES}
    findings, totals, counted = ledger.findings(ids), ledger.totals(ids), set(counting(files)["id"])
    return [
        Reread(row, findings[id_], totals[id_], one, _figures_differ(recorded, id_, one), id_ in counted)
        for id_, row, one in zip(ids, rows, now, strict=True)
    ]


def adopt(ledger: Ledger, province_code: str, found: list[Reread], at: datetime) -> int:
    """Records the readings that differ, as known from `at` on; how many."""
    changed = [one for one in found if one.differs]
    ledger.record(province_code, [replace(one.now, arrival=_next_reading(one)) for one in changed], at)
    return len(changed)


def refusal_rows(found: list[Reread]) -> list[dict[str, object]]:
    """A row an accepted submission that would be refused, with Indonesian headings: both readings, and why."""
    return [
        {
            "Kode": one.now.regency_code or "tidak dikenal",
            "Berkas": first_name(one.before["file_name"]),
            "Kiriman ke": int(one.before["revision"]),
            "Dihitung": "ya" if one.counts else "tidak",
            "Jumlah yang terbaca, dulu dan sekarang": _both_readings(one),
            "Kesalahan": _reasons(one.now),
        }
        for one in sorted(found, key=lambda one: not one.counts)
        if one.refused
    ]


def _both_readings(one: Reread) -> str:
    now, layout = echo_of_read(one.now.normalised).totals, catalogue.layout_for("kabkota")
    told = []
    for key, names in TOTALS.items():
        for name in names:
            before, after = one.totals_before[key][name], now.get(key, {}).get(name, 0)
            same = f"tetap {number_text(before)}"
            shown = same if before == after else f"{number_text(before)} menjadi {number_text(after)}"
            told.append(f"{layout.by_key[key].by_key[name].heading} {shown}")
    return "; ".join(told)


def _reasons(now: Checked) -> str:
    """The first of what rejects it, as its sender would read it."""
    errors = [one for one in now.findings if one.severity is Severity.ERROR and not one.cause]
    more = f" Dan {len(errors) - _REASONS} kesalahan lain." if len(errors) > _REASONS else ""
    return " ".join(f"{one.name}: {one.message}" for one in errors[:_REASONS]) + more


def change_rows(found: list[Reread]) -> list[dict[str, object]]:
    """A row a submission that is judged otherwise, with Indonesian headings; changed verdicts first."""
    return [
        {
            "Kode": one.now.regency_code or "tidak dikenal",
            "Berkas": first_name(one.before["file_name"]),
            "Kiriman ke": int(one.before["revision"]),
            "Status dulu": one.before["status"],
            "Status sekarang": one.now.status,
            "Kesalahan": f"{one.before['errors']} menjadi {one.now.count(Severity.ERROR)}",
            "Peringatan": f"{one.before['warnings']} menjadi {one.now.count(Severity.WARNING)}",
            "Angka berubah": "ya" if one.figures_differ else "tidak",
        }
        for one in sorted(found, key=lambda one: not one.verdict_differs)
        if one.differs
    ]


def _arrival(row: pd.Series) -> Arrival:
    """As it came: also the name is judged, and in the archive it has another one."""
    name, received = own_name(row["file_name"]), row["received_at"].to_pydatetime()
    return Arrival(Path(name), name, row["sha256"], int(row["size"]), received)


def _next_reading(one: Reread) -> Arrival:
    return replace(one.now.arrival, file_name=read_again(one.before["file_name"], int(one.before["revision"])))


def _figures_differ(recorded: dict[str, pd.DataFrame], id_: int, one: Checked) -> bool:
    for key, frame in recorded.items():
        names = columns(FIGURES[key])
        before = frame[frame["submission"] == id_]
        now = pd.DataFrame([(id_, *row) for row in one.normalised.figures.get(key, [])], columns=names)
        now = now.astype(frame.dtypes.to_dict())
        if not before.reset_index(drop=True).equals(now):
            return True
    return False

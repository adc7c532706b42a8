"""Synthetic submissions of a province: clean, messy, faulty, late, sent again, cut off, and one that never comes.

Nothing depends on the clock: the same province, quarter and seed give the same files, byte for byte.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from config import catalogue
from schemas.period import ROMAN, Period
from tasks.forms.draft import Draft, draft_bytes, draft_of
from tasks.forms.faults import FAULTY, FIRST_VERSION, with_faults
from tasks.forms.figures import Content, content_of
from tasks.forms.form import form_identity, write_form
from tasks.forms.mess import MESSES

ACCEPTED, NOTED, REJECTED = "diterima", "diterima dengan catatan", "ditolak"

_FIRST = ("clean", "messy", "faulty", "missing", "resubmitted", "noted", "cut off")
_FIRST += ("messy", "faulty", "late", "messy", "clean", "clean", "clean")
_AFTER = ("clean", "clean", "messy", "clean", "clean", "faulty", "clean", "late", "clean")
"""The scenarios of a province's regencies: the first ones in this order, then these over and over."""


@dataclass(frozen=True)
class Sample:
    """One file that was written. `expected` is its status, `rules` what a rejected or noted one must be told.

    `regency_code` is the sender's (a province's own form: the province's code), whatever the file says of itself.
    """

    file_name: str
    regency_code: str
    scenario: str
    expected: str
    arrived_at: datetime
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sender:
    """A regency in its scenario; `turn` counts the regencies of the same scenario."""

    code: str
    period: Period
    folder: Path
    seed: int
    scenario: str
    turn: int = 0

    @property
    def random(self) -> Random:
        return Random(f"{self.seed}-{self.code}-{self.period}-{self.scenario}")

    @property
    def short_name(self) -> str:
        return str(form_identity(self.code, self.period)["regency_name"]).removeprefix("Kabupaten ")

    def save(self, name: str, data: bytes, arrived: datetime, expected: str, rules: tuple[str, ...] = ()) -> Sample:
        path = self.folder / name
        path.write_bytes(data)
        _arrive(path, arrived)
        return Sample(name, self.code, self.scenario, expected, arrived, rules)


def write_samples(province_code: str, period: Period, folder: Path, seed: int = 1) -> list[Sample]:
    """Write the province's inbox into `folder`; a lock file of Excel lies there too, which is no submission.

    Returns the files in the order in which they arrived. Raises KeyError for a province that does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    samples: list[Sample] = []
    for sender in (*_senders(province_code, period, folder, seed), _Sender(province_code, period, folder, seed, "own")):
        samples += _SCENARIOS[sender.scenario](sender)
    samples.sort(key=lambda sample: (sample.arrived_at, sample.file_name))
    if samples:
        lock = folder / f"~${samples[-1].file_name}"
        lock.write_bytes(b"\x08Operator".ljust(165, b" "))
        _arrive(lock, samples[-1].arrived_at)
    return samples


def write_clean(regency_code: str, period: Period, path: Path, seed: int = 1) -> None:
    """Write one clean, complete submission of a regency (or of a province, by its two-digit code)."""
    sender = _Sender(regency_code, period, path.parent, seed, "clean")
    arrived = _arrival(sender)
    path.write_bytes(_form(sender, arrived))
    _arrive(path, arrived)


def _senders(province_code: str, period: Period, folder: Path, seed: int) -> list[_Sender]:
    codes = list(catalogue.regencies(province_code)["code"])
    senders: list[_Sender] = []
    for at, code in enumerate(Random(f"{seed}-{province_code}-{period}").sample(codes, len(codes))):
        scenario = _FIRST[at] if at < len(_FIRST) else _AFTER[(at - len(_FIRST)) % len(_AFTER)]
        turn = sum(sender.scenario == scenario for sender in senders)
        senders.append(_Sender(code, period, folder, seed, scenario, turn))
    return senders


def _clean(sender: _Sender, arrived: datetime | None = None) -> list[Sample]:
    arrived = arrived or _arrival(sender)
    return [sender.save(_tidy_name(sender), _form(sender, arrived), arrived, ACCEPTED)]


def _noted(sender: _Sender) -> list[Sample]:
    """A few more were served than had been counted, and the sender says why."""
    content, random = content_of(sender.code, sender.period, sender.seed), sender.random
    row = random.choice([row for row in content["recipients"] if row["target"] > 40])
    row["served"] = row["target"] + max(1, round(row["target"] * random.uniform(0.02, 0.05)))
    row["note"] = "Termasuk warga dari daerah tetangga yang dilayani di daerah kami."
    arrived = _arrival(sender)
    return [sender.save(_tidy_name(sender), _form(sender, arrived, content), arrived, NOTED, ("R04",))]


def _late(sender: _Sender) -> list[Sample]:
    return _clean(sender, _arrival(sender, days=-sender.random.uniform(1, 3)))


def _messy(sender: _Sender) -> list[Sample]:
    arrived, random = _arrival(sender), sender.random
    draft = _draft(sender, arrived)
    for mess in MESSES[sender.turn % len(MESSES)]:
        draft = mess(draft, random)
    return [sender.save(_messy_name(sender), draft_bytes(draft, _written(sender)), arrived, ACCEPTED)]


def _faulty(sender: _Sender) -> list[Sample]:
    arrived, rules = _arrival(sender), FAULTY[sender.turn % len(FAULTY)]
    draft = with_faults(_draft(sender, arrived), rules, sender.random)
    return [sender.save(_tidy_name(sender), draft_bytes(draft, _written(sender)), arrived, REJECTED, rules)]


def _resubmitted(sender: _Sender) -> list[Sample]:
    """A first version full of faults and, some days later, one that is right."""
    first, second = _arrival(sender, days=8.3), _arrival(sender, days=2.6)
    draft = with_faults(_draft(sender, first), FIRST_VERSION, sender.random)
    better = _tidy_name(sender).removesuffix(".xlsx") + " perbaikan.xlsx"
    return [
        sender.save(_tidy_name(sender), draft_bytes(draft, _written(sender)), first, REJECTED, FIRST_VERSION),
        sender.save(better, _form(sender, second), second, ACCEPTED),
    ]


def _cut_off(sender: _Sender) -> list[Sample]:
    arrived = _arrival(sender)
    data = _form(sender, arrived)
    return [sender.save(_tidy_name(sender), data[: len(data) // 2], arrived, REJECTED, ("F01",))]


_SCENARIOS: dict[str, Callable[[_Sender], list[Sample]]] = {
    "clean": _clean,
    "noted": _noted,
    "late": _late,
    "messy": _messy,
    "faulty": _faulty,
    "resubmitted": _resubmitted,
    "cut off": _cut_off,
    "missing": lambda _: [],
    "own": _clean,
}


def _identity(sender: _Sender, arrived: datetime) -> dict[str, object]:
    filled = arrived.date() - timedelta(days=sender.random.randint(0, 2))
    return form_identity(sender.code, sender.period) | {
        "filled_on": filled,
        "contact": "Ketua Tim Penerapan SPM",
        "position": "Kepala Biro Pemerintahan" if len(sender.code) == 2 else "Kepala Bagian Tata Pemerintahan",
        "email": f"spm.{sender.code.replace('.', '')}@example.go.id",
    }


def _form(sender: _Sender, arrived: datetime, content: Content | None = None) -> bytes:
    target, content = BytesIO(), content or content_of(sender.code, sender.period, sender.seed)
    write_form(target, catalogue.layout_of(sender.code), _identity(sender, arrived), content)
    return target.getvalue()


def _draft(sender: _Sender, arrived: datetime) -> Draft:
    content = content_of(sender.code, sender.period, sender.seed)
    return draft_of(catalogue.layout_of(sender.code), _identity(sender, arrived), content)


def _written(sender: _Sender) -> datetime:
    return datetime.combine(sender.period.starts, datetime.min.time())


def _arrival(sender: _Sender, days: float | None = None) -> datetime:
    """In office hours, some days before the deadline (after it, if negative)."""
    random, due = sender.random, catalogue.deadline(sender.period, sender.code[:2])
    before = random.uniform(1, 11) if days is None else days
    office_hour = timedelta(hours=random.randint(8, 15), minutes=random.randint(0, 59), seconds=random.randint(0, 59))
    return (due - timedelta(days=before)).replace(hour=0, minute=0, second=0, microsecond=0) + office_hour


def _arrive(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def _tidy_name(sender: _Sender) -> str:
    return f"{sender.code} {sender.short_name} {sender.period}.xlsx"


def _messy_name(sender: _Sender) -> str:
    period, name = sender.period, str(form_identity(sender.code, sender.period)["regency_name"])
    roman, short = ROMAN[period.quarter - 1], name.replace("Kabupaten ", "Kab ")
    names = (
        f"LAP SPM TW {roman} {short} FINAL (2).xlsx",
        f"spm_{short.lower().replace(' ', '_')}_tw{period.quarter}_{period.year}_rev.xlsx",
        f"Laporan SPM {name.upper()} TRIWULAN {roman} TH {period.year}.xlsx",
    )
    return names[sender.turn % len(names)]

"""What came before the program did, taken in with the operator's word for when it was received.

Everything is read and looked at before anything is kept: an import is whole, or it is refused in a sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from config.settings import Settings
from schemas.failure import Failure
from schemas.ledger import IMPORTED, arrivals, submissions
from schemas.submission import Arrival, Checked, Taken
from tasks.compute.counting import covered_fields
from tasks.home.clock import file_date
from tasks.intake.arrivals import arrival_row
from tasks.intake.earlier_reports import take_in
from tasks.intake.inbox import archive, digest_of
from tasks.intake.take_in import Context, attributed_period, attributed_regency, take
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import utc_text
from tasks.read.workbooks import read_workbooks
from tasks.understand.personal_data import blanked


class HistoryError(Failure, ValueError):
    """Nothing was taken in."""


@dataclass(frozen=True)
class History:
    """Files of one province, read, with the times of receipt that were stated; `now` is when that was."""

    province_code: str
    taken: list[Taken]
    reason: str
    now: datetime

    @property
    def context(self) -> Context:
        return Context(self.now, self.province_code)


def read_history(folder: Path, files: list[Path], site: Settings, now: datetime) -> dict[str, list[Taken]]:
    """Province -> the files of a folder, read and not kept; nothing is known yet of when they were received.

    Raises HistoryError where nobody knows whose a file is.
    """
    found = [_arrival(path, path.relative_to(folder).as_posix(), now) for path in files]
    books = read_workbooks(files, site.limits)
    taken = [take(one, one.path, book) for one, book in zip(found, books, strict=True)]
    if nobodys := [one.arrival.file_name for one in taken if not attributed_regency(one)]:
        raise HistoryError(
            f"Daerah pengirim '{nobodys[0]}' tidak terbaca dari isi maupun nama berkasnya; tulis kodenya pada nama "
            "berkas (contoh: '62.01 laporan.xlsx') atau keluarkan dari folder."
        )
    taken.sort(key=lambda one: attributed_regency(one)[:2])
    return {code: list(mine) for code, mine in groupby(taken, key=lambda one: attributed_regency(one)[:2])}


def stated(history: History, time_of: Callable[[Path], datetime], ledger: Ledger) -> History:
    """Those that the ledger does not know yet, as received at the time that is stated of each.

    Raises HistoryError for a time that cannot be, and for two contents of one regency, quarter and time: which of them
    counts would be decided by nothing.
    """
    known = ledger.known(history.province_code)
    new = [one for one in history.taken if (one.arrival.file_name, one.arrival.sha256) not in known]
    new = [replace(one, arrival=replace(one.arrival, received_at=time_of(one.arrival.path))) for one in new]
    for one in new:
        _refuse_before_its_quarter(one, history.context)
    _refuse_contradictions(new, history, ledger)
    return replace(history, taken=sorted(new, key=lambda one: one.arrival.received_at))


def record(history: History, ledger: Ledger, site: Settings) -> list[Checked]:
    """Archives, notes the arrivals, checks and records; the arrivals first, for what is recorded names its own."""
    kept = [replace(one, archived=archive(one.arrival, site.archive)) for one in history.taken]
    turns = {(row.name, row.sha256): row.turn for row in ledger.rows(arrivals, inbox="")}
    rows = []
    for one in kept:  # an import that was cut off noted them before
        turn = 1 + turns.get((one.arrival.file_name, one.arrival.sha256), 0)
        received, numbered = utc_text(one.arrival.received_at), replace(one.arrival, turn=turn)
        rows.append(arrival_row("", numbered, received, history.now, IMPORTED, history.reason))
    if rows:
        ledger.add(arrivals, rows)
    ids = {(row.name, row.sha256): row.id for row in ledger.rows(arrivals, inbox="")}
    noted = [
        replace(one, arrival=replace(one.arrival, id=ids[one.arrival.file_name, one.arrival.sha256])) for one in kept
    ]
    return take_in(ledger, noted, history.context, site.of_province(history.province_code))


def _arrival(path: Path, name: str, now: datetime) -> Arrival:
    status = path.stat()
    return Arrival(path, blanked(name), digest_of(path), status.st_size, now, file_date(status))


def _refuse_before_its_quarter(one: Taken, context: Context) -> None:
    period, name = one.normalised.identity.period, one.arrival.file_name
    received = one.arrival.received_at
    if period and received.date() < period.starts:
        raise HistoryError(
            f"'{name}' melaporkan {period.label}, yang baru dimulai {_day(period.starts)}, tetapi dinyatakan diterima "
            f"{_day(received)}. Perbaiki waktunya."
        )


def _day(moment: date) -> str:
    return f"{moment:%d/%m/%Y}"


def _refuse_contradictions(new: list[Taken], history: History, ledger: Ledger) -> None:
    """Of a regency and quarter, at the same second: other content about the same bidang."""
    at_once: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for row in ledger.rows(submissions, province_code=history.province_code):
        of = row.regency_code, row.period, row.received_at
        at_once.setdefault(of, []).append((row.file_name, row.sha256, row.form_version))
    for one in new:
        period = attributed_period(one, history.context)
        of = attributed_regency(one), period.key, utc_text(one.arrival.received_at)
        mine = one.arrival.file_name, one.arrival.sha256, one.normalised.identity.form_version
        for name, sha256, form in at_once.get(of, []):
            if sha256 != mine[1] and {*covered_fields(form)} & {*covered_fields(mine[2])}:
                raise HistoryError(
                    f"'{name}' dan '{mine[0]}' berbeda isi, tetapi keduanya dari {of[0]} untuk {period.label} dengan "
                    "waktu terima yang sama, sehingga tidak jelas mana yang terakhir. Nyatakan waktu masing-masing "
                    "dengan --received-from."
                )
        at_once.setdefault(of, []).append(mine)

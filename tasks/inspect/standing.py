"""Where the quarter of a province stands for whoever opens the front page, and what has to be done now."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Row

from config import catalogue
from config.settings import Settings
from schemas.category import as_read
from schemas.frames import STATUSES
from schemas.ledger import approvals, publications
from schemas.period import Period
from schemas.reminder import REMIND
from schemas.wording import KEPT
from tasks.answer.answers import FOLDER as ANSWERS
from tasks.inspect.board import Board, board_of
from tasks.inspect.final_reports import Finals, finals_of
from tasks.inspect.hand_over import Answer, handed_over, to_hand_over
from tasks.intake.elsewhere import elsewhere
from tasks.ledger.ledger import Ledger
from tasks.ledger.look import Look
from tasks.ledger.quarter import Quarter
from tasks.notify.run_summary import CHANGED
from tasks.publish.approval import ASKED, asked_by, changed_since, last_moment, standing, undecided
from tasks.publish.fingerprint import basis_of, manifest_digest
from tasks.publish.publish import FEEDBACK, report_folder
from tasks.report.tables.lookups import date_text, waiting_text

_REJECTED, _MISSING = STATUSES[2:]
_HEADLINE = "mean_reported"


@dataclass(frozen=True)
class Task:
    """Something that somebody has to do; `urgent` where it is a fault or late. `run` waits for a decision `about`
    something; without a `run` it waited or was made, and everybody is told. `place` is the file or folder that it is
    about, `period` the key of another quarter whose report is to be made, `outdated` the final report that another one
    is to replace."""

    told: str
    urgent: bool = True
    run: str = ""
    about: str = ""
    place: Path | None = None
    period: str = ""
    outdated: str = ""


@dataclass(frozen=True)
class Former:
    """Another quarter of which something lies there: its reports, how its last request for approval stands, and its
    answers as in `Standing`."""

    period: Period
    reports: tuple[Path, ...]
    final: Finals
    approval: str
    answers: tuple[Answer, ...]
    handed_over: tuple[Answer, ...]

    @property
    def holds_something(self) -> bool:
        return any((self.reports, self.final.editions, self.approval, self.answers, self.handed_over))


@dataclass(frozen=True)
class Standing:
    """`index` is the printed headline of the published report and its category, '' and '' where there is none;
    `stale`: why the report does not tell what the ledger holds, without a full stop, '' where it does; `reports` are
    those that lie in the outbox, `final` the final ones; `answers` nothing is
    known to have carried to their senders, `handed_over` somebody has."""

    board: Board
    index: str
    category: str
    published: datetime | None
    stale: str
    reports: tuple[Path, ...]
    final: Finals
    tasks: tuple[Task, ...]
    answers: tuple[Answer, ...]
    handed_over: tuple[Answer, ...]
    former: tuple[Former, ...]


def due_quarter(province_code: str, now: datetime) -> Quarter:
    """The quarter whose reports are due, in the province's zone."""
    local = now.astimezone(Quarter(province_code, Period(2024, 1), now).zone)
    return Quarter(province_code, Period.due_on(local.date()), local)


def standing_of(site: Settings, ledger: Ledger, province_code: str, now: datetime) -> Standing:
    """Of the quarter whose reports are due. Raises LedgerError and what the site's own files raise."""
    quarter = due_quarter(province_code, now)
    local = quarter.as_of
    ledger = Look(ledger, province_code, local)
    board, folder = board_of(ledger, quarter, local), report_folder(site.outbox, province_code, quarter.period)
    published = ledger.rows(publications, province_code=province_code, period=quarter.period.key, final=False)[-1:]
    index, category = _headline(folder, quarter) if published else ("", "")
    finals = finals_of(site, ledger, province_code, local)
    return Standing(
        board=board,
        index=index,
        category=category,
        published=datetime.fromisoformat(published[0].as_of).astimezone(quarter.zone) if published else None,
        stale=_stale(site, ledger, quarter, published[0], folder) if published else "",
        reports=_reports(folder),
        final=finals.get(quarter.period, Finals()),
        tasks=(*_tasks(board, folder), *_outdated(finals), *_besides(site, ledger, quarter)),
        answers=to_hand_over(site, ledger, quarter),
        handed_over=handed_over(site, ledger, quarter),
        former=tuple(_former(site, ledger, quarter, finals)),
    )


def _outdated(finals: dict[Period, Finals]) -> Iterator[Task]:
    for period, one in finals.items():
        if one.outdated:
            name = period.final_report
            yield Task(one.outdated, urgent=False, about=f"{name} yang berlaku", outdated=name)


def _reports(folder: Path) -> tuple[Path, ...]:
    return tuple(path for ending in ("html", "xlsx", "docx") for path in folder.glob(f"laporan-*.{ending}"))


def _former(site: Settings, ledger: Ledger, quarter: Quarter, finals: dict[Period, Finals]) -> Iterator[Former]:
    """The latest first."""
    rows = ledger.rows(publications, province_code=quarter.province_code, final=False)
    keys = {row.period for row in rows} | {period.key for period in finals}
    keys |= {folder.name for folder in (site.outbox / quarter.province_code / ANSWERS).glob("????-TW?")}
    for key in sorted(keys - {quarter.period.key}, reverse=True):
        other = replace(quarter, period=Period.parse(key))
        found = Former(
            period=other.period,
            reports=_reports(report_folder(site.outbox, other.province_code, other.period)),
            final=finals.get(other.period, Finals()),
            approval=standing(ledger, other),
            answers=to_hand_over(site, ledger, other),
            handed_over=handed_over(site, ledger, other),
        )
        if found.holds_something:
            yield found


def _headline(folder: Path, quarter: Quarter) -> tuple[str, str]:
    """As the published report prints it."""
    try:
        with (folder / "data" / "province_achievement.csv").open(encoding="utf-8", newline="") as rows:
            found = [one for one in csv.DictReader(rows) if (one["measure"], one["field_code"]) == (_HEADLINE, "ALL")]
    except OSError:
        return "", ""
    if not found:
        return "", ""
    shown = as_read(catalogue.categories(), quarter.period.quarter)
    return found[0]["printed_value"].replace(".", ","), shown.get(found[0]["category"], found[0]["category"])


def _stale(site: Settings, ledger: Ledger, quarter: Quarter, published: Row, folder: Path) -> str:
    if manifest_digest(folder) != published.manifest:
        return "Laporan yang terbit tidak ada lagi di folder laporan, atau berubah sejak terbit"
    if basis_of(site, ledger, quarter).data == published.data:
        return ""
    return "Ada kiriman, koreksi, pengaturan atau aturan baru sejak laporan ini terbit"


def _tasks(board: Board, folder: Path) -> Iterator[Task]:
    names, quarter = board.regencies.set_index("regency_code")["regency_name"], board.quarter
    states = board.regencies.set_index("regency_code")["status"]
    missing = [names[code] for code in states[states == _MISSING].index]
    late, left = quarter.as_of > quarter.deadline, quarter.deadline - quarter.as_of
    if board.night.overdue:
        yield Task(f"Proses malam {board.night.sentence}. Lihat proses yang gagal di bawah.")
    if board.ahead:
        yield Task(f"Jam: {board.ahead}.")
    if board.rejected:
        yield Task(f"Minta perbaikan, kirimannya ditolak: {', '.join(board.rejected)}.", place=folder / FEEDBACK)
    if board.kept:
        yield Task(f"Minta perbaikan, {KEPT}: {', '.join(board.kept)}.", urgent=False, place=folder / FEEDBACK)
    if missing and late:
        yield Task(f"Tagih, terlambat: {', '.join(missing)}.")
    elif missing and left <= REMIND:
        yield Task(f"Ingatkan, belum lapor: {', '.join(missing)}.", urgent=False)
    for code, ready in sorted(board.waiting.items()):
        yield Task(f"{names[code]} {waiting_text(ready)}.", urgent=late)
    for question in board.asks:
        yield Task(f"Tanyakan kepada pengirim: {question}.", urgent=False)
    for changed in board.changed:
        yield Task(f"{CHANGED}, {changed}.", urgent=False, about=changed)
    if board.unsent:
        yield Task(f"{board.unsent} pesan belum terkirim; dicoba lagi pada proses berikutnya.", urgent=False)


def _besides(site: Settings, ledger: Ledger, quarter: Quarter) -> Iterator[Task]:
    yield from _of_other_quarters(ledger, quarter)
    yield from _decisions(site, ledger, quarter.province_code, quarter.as_of)


def _of_other_quarters(ledger: Ledger, quarter: Quarter) -> Iterator[Task]:
    for period, count in elsewhere(ledger, quarter).items():
        told = f"{count} kiriman untuk {period.label} belum masuk laporannya: susun laporan triwulan itu, atau minta "
        yield Task(f"{told}pengirim membetulkan triwulannya.", urgent=False, period=period.key)


def request_holds(site: Settings, ledger: Ledger, run: str, now: datetime) -> bool:
    """Whether what a run asks to approve can still be; one that has not asked yet will ask for what is known then."""
    asked = asked_by(ledger, run)
    if asked is None:
        return True
    quarter = Quarter(asked.province_code, Period.parse(asked.period), now)
    return not changed_since(ledger, asked, quarter, basis_of(site, ledger, quarter)).is_void


def _decisions(site: Settings, ledger: Ledger, province_code: str, now: datetime) -> Iterator[Task]:
    """Of a quarter that was asked for again, what became void before is no news."""
    waiting = [one for one in undecided(ledger) if one.province_code == province_code]
    latest = {one.period: one.run for one in ledger.rows(approvals, province_code=province_code, event=ASKED)}
    for asked in waiting:
        about = Period.parse(asked.period).final_report
        if request_holds(site, ledger, asked.run, now):
            until = date_text(last_moment(asked, site.approval_days).astimezone(now.tzinfo))
            yield Task(f"Menunggu keputusan: {about}, paling lambat {until}.", urgent=False, run=asked.run, about=about)
        elif latest[asked.period] == asked.run:
            again = "Operator dapat meminta persetujuan lagi bila laporan yang baru sudah terbit."
            yield Task(
                f"Permintaan {about} batal: data atau laporannya berubah sejak diminta. {again}",
                urgent=False,
                about=about,
            )

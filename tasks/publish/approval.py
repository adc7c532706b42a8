"""Asking for and deciding on the final report, kept line by line in the ledger.

An approval holds for the report that was reviewed and for nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from schemas.approval import Approval
from schemas.frames import COUNTING
from schemas.ledger import approvals, publications
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.fingerprint import Basis, manifest_digest
from tasks.publish.manifest import published_digests
from tasks.publish.publish import report_folder
from tasks.publish.view import changed_parts
from tasks.report.tables.lookups import date_text

ASKED, APPROVED, REFUSED, VOID, EXPIRED = "diminta", "disetujui", "ditolak", "batal", "kedaluwarsa"
WITHDRAWN = "dicabut"
"""Somebody has cancelled the run that asked, so nobody can decide any more."""

_REVIEWED = ("province_code", "period", "as_of", "data", "manifest")
_NOTHING_SAID = dict.fromkeys(("name", "office", "reason", "warnings"), "")


class ApprovalError(RuntimeError):
    """There is nothing to approve; the message is one sentence in Bahasa Indonesia."""


def ask(ledger: Ledger, quarter: Quarter, basis: Basis, outbox: Path, run: str, now: datetime) -> sa.Row:
    """What `run` asks to approve: the provisional report as it is published. Asked again by the same run, the same.

    Raises ApprovalError where no report is published, or not one that tells what the ledger holds now.
    """
    asked = asked_by(ledger, run)
    if asked is not None:
        return asked
    published = _to_review(ledger, quarter, basis, outbox)
    kept = {name: getattr(published, name) for name in _REVIEWED}
    ledger.append(approvals, run=run, event=ASKED, at=now, **kept, **_NOTHING_SAID)
    return asked_by(ledger, run)


def _to_review(ledger: Ledger, quarter: Quarter, basis: Basis, outbox: Path) -> sa.Row:
    published = ledger.rows(publications, **quarter.key, final=False)[-1:]
    if not published:
        raise ApprovalError(f"Belum ada laporan sementara {quarter.period} yang terbit; susun laporannya dulu.")
    folder = report_folder(outbox, quarter.province_code, quarter.period)
    if manifest_digest(folder) != published[0].manifest or published_digests(folder) is None:
        raise ApprovalError(f"Laporan sementara {quarter.period} berubah sejak terbit; susun laporannya dulu.")
    if published[0].data != basis.data:
        raise ApprovalError(f"Data {quarter.period} berubah sejak laporan sementara terbit; susun laporannya dulu.")
    return published[0]


def asked_by(ledger: Ledger, run: str) -> sa.Row | None:
    return next(iter(ledger.rows(approvals, run=run, event=ASKED)), None)


@dataclass(frozen=True)
class Since:
    """What has changed since a decision was asked for. By `rests_on`, in words, figures or verdicts of the report come
    out otherwise than they were reviewed: the approval is void. `sent` are the submissions that are new; `newer`:
    whether a newer provisional report is published."""

    rests_on: tuple[str, ...]
    sent: pd.DataFrame
    newer: bool

    @property
    def is_void(self) -> bool:
        return bool(self.rests_on)


def changed_since(ledger: Ledger, asked: sa.Row, quarter: Quarter, basis: Basis) -> Since:
    """`quarter` and `basis` are of now. What is rejected, or repeats what is there, replaces nothing: whoever may send
    would else keep a report from ever being approved."""
    published = ledger.rows(publications, **quarter.key, final=False)
    moments = datetime.fromisoformat(asked.as_of), quarter.as_of
    then, now = (ledger.files(quarter.province_code, quarter.period, moment) for moment in moments)
    known, accepted = {*_told(then)}, [{*_told(files[files["status"].isin(COUNTING)])} for files in (then, now)]
    new = now[pd.Series([one not in known for one in _told(now)], now.index, dtype=bool)].sort_values("id")
    rests_on = []
    if basis.data != asked.data:
        reviewed = next((row for row in reversed(published) if row.manifest == asked.manifest), None)
        rests_on += ["kiriman"] if accepted[0] != accepted[1] else []
        rests_on += changed_parts(reviewed, basis) if reviewed else ["laporan yang dimintakan tidak tercatat terbit"]
    return Since(tuple(rests_on), new, [row.manifest for row in published[-1:]] != [asked.manifest])


def since_final(ledger: Ledger, quarter: Quarter, basis: Basis) -> Since | None:
    """What has changed since the report was reviewed that holds as final; None where none does."""
    approved = ledger.rows(approvals, **quarter.key, event=APPROVED)
    held = [row for row in approved if outcome(ledger, row).event == APPROVED]
    return changed_since(ledger, held[-1], quarter, basis) if held else None


def _told(files: pd.DataFrame) -> Iterator[tuple]:
    """What a report takes from each submission."""
    return zip(files["id"], files["sha256"], files["status"], strict=True)


def record(ledger: Ledger, asked: sa.Row, event: str, now: datetime, **said: str) -> None:
    """The decision, once; `said` are name, office, reason, warnings."""
    kept = {name: getattr(asked, name) for name in ("run", *_REVIEWED)}
    ledger.append(approvals, event=event, at=now, **kept, **_NOTHING_SAID | said)


def outcome(ledger: Ledger, asked: sa.Row) -> sa.Row | None:
    """What became of a request, as it stands last; None as long as nobody has decided."""
    return next((row for row in reversed(ledger.rows(approvals, run=asked.run)) if row.event != ASKED), None)


def last_moment(asked: sa.Row, days: int) -> datetime:
    """Until when a request can be decided that waits for so many days."""
    return datetime.fromisoformat(asked.at) + timedelta(days=days)


def is_late(asked: sa.Row, days: int, now: datetime) -> bool:
    return now > last_moment(asked, days)


def undecided(ledger: Ledger) -> list[sa.Row]:
    """The requests that still wait, of all provinces."""
    rows = ledger.rows(approvals)
    decided = {row.run for row in rows if row.event != ASKED}
    return [row for row in rows if row.run not in decided]


def lapse(ledger: Ledger, province_code: str, days: int, now: datetime) -> list[sa.Row]:
    """Records the end of what nobody has decided in time, for a province whose lock is held; gives those requests."""
    late = [one for one in undecided(ledger) if one.province_code == province_code and is_late(one, days, now)]
    for asked in late:
        record(ledger, asked, EXPIRED, now)
    return late


def lapsed_since(ledger: Ledger, moment: datetime) -> list[sa.Row]:
    return [row for row in ledger.rows(approvals, event=EXPIRED) if datetime.fromisoformat(row.at) >= moment]


def standing(ledger: Ledger, quarter: Quarter) -> str:
    """How the last request of a quarter stands, in words; '' where none was made."""
    rows = ledger.rows(approvals, **quarter.key)
    if not rows:
        return ""
    last = rows[-1]
    how = " karena data berubah, setelah diputuskan" if last.event == VOID else ""
    who = f"{how} oleh {last.name}, {last.office}," if last.name else how
    waits = ", belum ada keputusan" if last.event == ASKED else ""
    return f"{last.event}{who} pada {date_text(datetime.fromisoformat(last.at).astimezone(quarter.zone))}{waits}"


def edition(ledger: Ledger, asked: sa.Row) -> int:
    """The number of its final report: of one that was approved its own, however many came after; else the next."""
    approved = _approved_runs(ledger, asked.province_code, asked.period)
    return approved.index(asked.run) + 1 if asked.run in approved else len(approved) + 1


def finals(ledger: Ledger, quarter: Quarter, since: sa.Row | None = None) -> dict[int, str]:
    """Edition -> by whom and when, of the final reports of a quarter that were approved, `since` a request for one more
    was made; the latest edition is the one that holds."""
    approved = _approved_runs(ledger, **quarter.key)
    return {
        approved.index(row.run) + 1: _final_text(row, approved.index(row.run) + 1, quarter)
        for row in ledger.rows(approvals, **quarter.key, event=APPROVED)
        if (since is None or row.id > since.id) and outcome(ledger, row).event == APPROVED
    }


def _approved_runs(ledger: Ledger, province_code: str, period: str) -> list[str]:
    """In their order; which of them was published in the end changes no number."""
    rows = ledger.rows(approvals, province_code=province_code, period=period, event=APPROVED)
    return list(dict.fromkeys(row.run for row in rows))


def _final_text(decided: sa.Row, number: int, quarter: Quarter) -> str:
    at = date_text(datetime.fromisoformat(decided.at).astimezone(quarter.zone))
    return f"edisi {number}, disetujui oleh {decided.name}, {decided.office}, pada {at}"


def approval_of(decided: sa.Row, number: int, quarter: Quarter) -> Approval:
    """A recorded decision as the final report shows it."""
    return Approval(
        name=decided.name,
        office=decided.office,
        reason=decided.reason,
        warnings=decided.warnings,
        decided_at=datetime.fromisoformat(decided.at).astimezone(quarter.zone),
        reviewed=decided.manifest,
        edition=number,
    )

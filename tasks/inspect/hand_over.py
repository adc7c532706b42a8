"""The answers of a quarter that somebody has to carry to their senders, and those that somebody has carried."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from config.settings import Settings
from schemas.frames import STATUSES
from schemas.ledger import SENT
from schemas.ledger import messages as attempts
from schemas.period import Period
from schemas.shown import markdown_text, visible
from schemas.submission import numbered_answer_name
from tasks.answer.answers import FOLDER as ANSWERS
from tasks.compute.counting import counting, open_files, sent_files
from tasks.compute.unmended import unmended
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify import by_hand
from tasks.report.tables.lookups import date_text
from tasks.understand.identity import region_name

ANSWERS_TITLE = "Jawaban bagi pengirim: tanda terima dan salinan bertanda"
_REJECTED = STATUSES[2]
_STATES = (
    "tidak perlu diserahkan: sudah dikabarkan, sudah ada di pintu, atau sudah diganti kiriman lain",
    "**siap diserahkan**",
)


@dataclass(frozen=True)
class Answer:
    """The answer to a sender; `recipient` and `state` are those of the message that would tell of it, `noted` says by
    whom and when it was noted as handed over."""

    recipient: str
    state: str
    whose: str
    status: str
    files: tuple[Path, ...]
    noted: str = ""


def to_hand_over(site: Settings, ledger: Ledger, quarter: Quarter) -> tuple[Answer, ...]:
    """What nothing is known to have carried to its sender."""
    told = _told(ledger, quarter)
    return tuple(one for one in _answers(site, ledger, quarter) if (one.recipient, one.state) not in told)


def handed_over(site: Settings, ledger: Ledger, quarter: Quarter) -> tuple[Answer, ...]:
    """What somebody has noted as handed over, which can be taken back."""
    notes = by_hand.handed_over(ledger, quarter.province_code)
    found = ((one, notes.get((one.recipient, one.state))) for one in _answers(site, ledger, quarter))
    return tuple(replace(one, noted=f"{note.reason}, {_moment(note, quarter)}") for one, note in found if note)


def to_carry(site: Settings, ledger: Ledger, quarter: Quarter, receipts: Collection[Path]) -> set[Path]:
    """Which of these receipts, of any quarters, somebody has to carry: those that the front page counts."""
    periods = {Period.parse(one.parent.name) for one in receipts}
    waiting = (one for each in periods for one in to_hand_over(site, ledger, replace(quarter, period=each)))
    pages = {path for one in waiting for path in one.files}
    return {one for one in receipts if one.with_suffix(".html") in pages}


def answer_lines(
    receipts: Iterable[Path], sent: Collection[Path], waiting: Collection[Path], link: Callable[[Path], str]
) -> str:
    """The answers of a run as Markdown, with what became of each; `link` shows a file."""
    return "\n".join(_line(one, "sudah dikirim" if one in sent else _STATES[one in waiting], link) for one in receipts)


def _line(receipt: Path, state: str, link: Callable[[Path], str]) -> str:
    files = [path for path in (receipt.with_suffix(ending) for ending in (".html", ".xlsx")) if path.exists()]
    return f"- {markdown_text(receipt.stem)}, {state}: {', '.join(map(link, files))}"


def _moment(note: Row, quarter: Quarter) -> str:
    return date_text(datetime.fromisoformat(note.noted_at).astimezone(quarter.zone))


def _answers(site: Settings, ledger: Ledger, quarter: Quarter) -> list[Answer]:
    """Of what still says something, the rejected first; whoever sends by the door has the answer there."""
    folder = site.outbox / quarter.province_code / ANSWERS / quarter.period.key
    if not folder.is_dir():
        return []
    files = sent_files(ledger, quarter)
    open_ = [one for one in open_files(unmended(ledger, files), counting(files)).itertuples() if one.way != SENT]
    written = [one for one in (_answer(folder, file, quarter) for file in open_) if one.files]
    return sorted(written, key=lambda one: (one.status != _REJECTED, one.whose))


def _answer(folder: Path, file: Any, quarter: Quarter) -> Answer:
    """With the files of it that are written."""
    kind = "ditolak" if file.status == _REJECTED else "diterima"
    name = numbered_answer_name(file.regency_code, file.sha256, file.revision)
    written = (folder / f"{name}{end}" for end in (".html", ".xlsx", "-formulir.xlsx"))
    return Answer(
        recipient=file.regency_code,
        state=f"{quarter.period.key}/{kind}/{file.revision}",
        whose=region_name(file.regency_code) or f"pengirim tidak diketahui ({visible(file.file_name)})",
        status=file.status,
        files=tuple(path for path in written if path.exists()),
    )


def _told(ledger: Ledger, quarter: Quarter) -> set[tuple[str, str]]:
    """Regency and state of every message that went out, or was carried there."""
    rows = ledger.rows(attempts, province_code=quarter.province_code, step="terkirim")
    sent = {(row.recipient, row.state) for row in rows if row.channel != by_hand.CHANNEL}
    return sent.union(by_hand.handed_over(ledger, quarter.province_code))

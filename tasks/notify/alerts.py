"""Alerts to the operator: a run that failed, nights that do not come, an approval that waits or that nobody gave."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from config.contacts import load_contacts
from config.provinces import provinces
from config.settings import Settings
from schemas.message import OPERATOR, ContactsError, Message, Sent
from schemas.period import Period
from schemas.wording import the_first
from tasks.home.modes import private_folder
from tasks.home.site import ledger_of
from tasks.home.trouble import DISTURBED, Trouble
from tasks.ledger.errors import LedgerError
from tasks.ledger.ledger import Ledger
from tasks.notify.nights import LastNight
from tasks.notify.send import Channels, send
from tasks.report.tables.lookups import date_text

_NAMED = 10
"""Files that a message names."""

log = logging.getLogger(__name__)


def night_missing(night: LastNight, now: datetime) -> Message:
    """What the operator is told of nights that do not come."""
    name = _name(night.province_code)
    starts = "layanan spm serve" if night.scheduled else "penjadwal yang memulai spm run"
    told = "log proses di antarmuka" if night.scheduled else "pesan spm run yang terakhir"
    text = f"Proses malam SPM {name} {night.sentence}. Periksa apakah {starts} berjalan, masih ada ruang penyimpanan, "
    text += f"dan {told}."
    text += " Laporan yang terakhir terbit tetap berlaku." if night.finished else ""
    stopped = "tidak berhasil lebih dari 26 jam" if night.finished else "belum pernah berhasil"
    subject = f"SPM {name}: proses malam {stopped}"
    return _message(night.province_code, f"malam-terlambat/{_day(night.province_code, now)}", subject, text)


def nobody_watches(reason: str, now: datetime) -> Message:
    """What the operator is told, once a day, where nobody can say whether nights come: no run goes through either."""
    text = f"Proses malam SPM tidak dapat dijaga dan tidak berjalan: {reason}"
    return _message("", f"tidak-dijaga/{now.date().isoformat()}", "SPM: proses malam tidak dapat dijaga", text)


def run_failed(province_code: str, what: str, reason: str, where: str, now: datetime) -> Message:
    """What the operator is told of a run that failed; `what` it was to do, `where` its page is ('' for none)."""
    name, when = _name(province_code), date_text(_local(province_code, now))
    text = f"Proses untuk {name} ({what}) gagal pada {when}: {reason.rstrip('.')}. "
    text += "Laporan yang sudah terbit tetap berlaku. Proses malam mencoba lagi sendiri; yang dijalankan dari formulir "
    text += "perlu diulang."
    text += f" Rinciannya: {where}" if where else ""
    return _message(province_code, f"gagal/{what}/{_day(province_code, now)}", f"SPM {name}: proses gagal", text)


def files_disturbed(province_code: str, troubles: Sequence[Trouble]) -> list[Message]:
    """What the operator is told of files that could not be worked on (F07): a message a cause, again only where it has
    met other files."""
    of_cause: dict[tuple[str, str], list[str]] = {}
    for one in troubles:
        of_cause.setdefault((one.step, one.cause), []).append(one.file_name)
    return [_disturbed(province_code, *cause, names) for cause, names in of_cause.items()]


def _disturbed(province_code: str, step: str, cause: str, names: list[str]) -> Message:
    listed, what, name = the_first(names, _NAMED), DISTURBED.title, _name(province_code)
    told = [DISTURBED.finding(variant, file_name=listed, step=step, cause=cause) for variant in DISTURBED.messages]
    text = f"{what} ({DISTURBED.code}), {len(names)} untuk {name}. {' '.join(one.message for one in told)}"
    known_by = sha256("\n".join([step, cause, *names]).encode()).hexdigest()[:16]
    return _message(province_code, f"berkas/{known_by}", f"SPM {name}: {what[0].lower()}{what[1:]}", text)


def approval_waits(asked: sa.Row, until: datetime, where: str) -> Message:
    """What the operator is told of a final report that somebody has to decide on, on the page `where` ('' for none)."""
    name, period = _name(asked.province_code), Period.parse(asked.period)
    last = date_text(_local(asked.province_code, until))
    text = (
        f"Laporan final {name}, {period.label}, menunggu persetujuan paling lambat {last}. Baca laporan sementaranya, "
        "lalu putuskan "
    )
    text += f"di sini: {where}" if where else "di antarmuka."
    subject = f"SPM {name}: laporan final menunggu persetujuan"
    return _message(asked.province_code, f"persetujuan-menunggu/{asked.run}", subject, text)


def approval_lapsed(asked: sa.Row) -> Message:
    """What the operator is told of a final report that nobody has decided on in time."""
    name, period = _name(asked.province_code), Period.parse(asked.period)
    text = (
        f"Permintaan persetujuan laporan final {name}, {period.label}, kedaluwarsa tanpa keputusan. Tidak ada yang "
        "diterbitkan, dan laporan sementara tetap berlaku. Minta persetujuan lagi di beranda bila masih diperlukan."
    )
    subject = f"SPM {name}: persetujuan laporan final kedaluwarsa"
    return _message(asked.province_code, f"persetujuan-kedaluwarsa/{asked.run}", subject, text)


def tell_operator(messages: list[Message], site: Settings) -> list[Sent]:
    """Sends alerts where the site has a channel and an operator among its contacts; else they are only logged."""
    for message in messages:
        log.error("%s", message.chat)
    return send_to_operator(messages, site)


def send_to_operator(messages: list[Message], site: Settings) -> list[Sent]:
    """Each once, however often it is offered."""
    if not messages or not site.notify.channels:
        return []
    try:
        contacts = load_contacts(site.contacts, set(site.notify.channels))
    except ContactsError as error:
        log.warning("Operator tidak dikabari. %s", error)
        return []
    channels = Channels(site.notify.channels)
    for ledger_to_note_in in (ledger_of, _ledger_beside):
        with suppress(LedgerError, OSError):  # what is to be told may be just that
            return send(messages, contacts, channels, ledger_to_note_in(site))
    return send(messages, contacts, channels, Ledger("sqlite://"))  # better twice than never


def _ledger_beside(site: Settings) -> Ledger:
    """Notes what was told while the ledger cannot be used, so that it is told once."""
    return Ledger(f"sqlite:///{private_folder(site.home / 'cache').absolute() / 'kabar.db'}")


def _message(province_code: str, state: str, subject: str, text: str) -> Message:
    return Message(province_code, OPERATOR, state, subject, f"{text}\n", text)


def _name(province_code: str) -> str:
    return f"Provinsi {provinces()[province_code].name}"


def _local(province_code: str, now: datetime) -> datetime:
    return now.astimezone(provinces()[province_code].zone)


def _day(province_code: str, now: datetime) -> str:
    return _local(province_code, now).date().isoformat()

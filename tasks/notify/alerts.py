"""Alerts to the operator: a run that failed, nights that do not come, an approval that waits or that nobody gave."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config import catalogue
from config.contacts import load_contacts
from config.settings import Settings
from schemas.ledger import looks, runs
from schemas.message import OPERATOR, ContactsError, Message, Sent
from schemas.period import Period
from tasks.home.site import ledger_of
from tasks.home.trouble import Trouble
from tasks.ledger.errors import LedgerError
from tasks.ledger.ledger import Ledger
from tasks.notify.send import Channels, send
from tasks.report.tables.lookups import date_text

PATIENCE = timedelta(hours=26)
"""A night that takes place every day, and some hours for one that is late."""

_NAMED = 10
"""Files that a message names."""

GRACE = timedelta(hours=2)
"""So much later than its time a first night may come to its end."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LastNight:
    """When a province's report last came to its end, in its own time zone; None where it never did."""

    province_code: str
    finished: datetime | None
    overdue: bool
    first_due: datetime | None = None

    @property
    def sentence(self) -> str:
        if self.finished is None:
            due = f", padahal malam pertamanya {date_text(self.first_due)}" if self.overdue and self.first_due else ""
            return f"belum pernah berhasil{due}"
        return f"terakhir berhasil {date_text(self.finished)}" + (", lebih dari 26 jam lalu" if self.overdue else "")


def last_night(ledger: Ledger, province_code: str, now: datetime) -> LastNight:
    """Of one province, as its runs stand in the ledger."""
    zone = ZoneInfo(catalogue.province(province_code)["timezone"])
    finished = [datetime.fromisoformat(one.finished_at) for one in ledger.rows(runs, province_code=province_code)]
    last = max(finished, default=None)
    return LastNight(province_code, last and last.astimezone(zone), last is not None and now - last > PATIENCE)


def overdue(ledger: Ledger, province_codes: Iterable[str], now: datetime) -> list[LastNight]:
    """The provinces whose nights have stopped."""
    return [night for code in province_codes if (night := last_night(ledger, code, now)).overdue]


def first_nights(site: Settings, ledger: Ledger, now: datetime) -> list[LastNight]:
    """The scheduled provinces of which no night ever succeeded; overdue is one whose first night has had its time."""
    since = _served_since(site, ledger)
    found = []
    for code, times in site.schedules().items():
        night = last_night(ledger, code, now)
        if night.finished is None and since:
            began = since.astimezone(ZoneInfo(catalogue.province(code)["timezone"]))
            due = began.replace(hour=times.nightly.hour, minute=times.nightly.minute, second=0, microsecond=0)
            due = due if due >= began else due + timedelta(days=1)
            found.append(LastNight(code, None, now > due + GRACE, due))
    return found


def _served_since(site: Settings, ledger: Ledger) -> datetime | None:
    """Since when this site has been at work: its first look at the inbox, or when its settings were last written, which
    name the schedule, whichever was first; None where neither says."""
    seen = [datetime.fromisoformat(one.began_at) for one in ledger.rows(looks)[:1]]
    written = site.home / "settings.toml"
    if written.exists():
        seen.append(datetime.fromtimestamp(written.stat().st_mtime, UTC))
    return min(seen, default=None)


def night_missing(night: LastNight, now: datetime) -> Message:
    """What the operator is told of nights that do not come."""
    name = _name(night.province_code)
    text = (
        f"Proses malam SPM {name} {night.sentence}. Periksa apakah layanan spm serve berjalan, masih ada ruang "
        "penyimpanan, dan log proses di antarmuka."
    )
    text += " Laporan yang terakhir terbit tetap berlaku." if night.finished else ""
    stopped = "tidak berhasil lebih dari 26 jam" if night.finished else "belum pernah berhasil"
    subject = f"SPM {name}: proses malam {stopped}"
    return _message(night.province_code, f"malam-terlambat/{_day(night.province_code, now)}", subject, text)


def run_failed(province_code: str, what: str, reason: str, where: str, now: datetime) -> Message:
    """What the operator is told of a run that failed; `what` it was to do, `where` its page is ('' for none)."""
    name, when = _name(province_code), date_text(_local(province_code, now))
    text = f"Proses untuk {name} ({what}) gagal pada {when}: {reason.rstrip('.')}. "
    text += (
        "Laporan yang terakhir terbit tetap berlaku. Proses malam mencoba lagi sendiri; yang dijalankan dari formulir "
    )
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
    listed = ", ".join(names[:_NAMED]) + (f" dan {len(names) - _NAMED} lainnya" if len(names) > _NAMED else "")
    text = (
        f"{len(names)} berkas untuk {_name(province_code)} tidak dapat dikerjakan (F07): gagal {step}, {cause}. "
        f"Berkasnya: {listed}. Kiriman lain tetap diproses, status daerah tidak berubah, dan setiap proses "
        "mencoba lagi. "
        "Bila penyebabnya pada penyimpanan atau izin berkas, perbaiki itu; bila kekeliruan program, laporkan."
    )
    known_by = sha256("\n".join([step, cause, *names]).encode()).hexdigest()[:16]
    return _message(
        province_code, f"berkas/{known_by}", f"SPM {_name(province_code)}: berkas tidak dapat dikerjakan", text
    )


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
        "diterbitkan, dan laporan sementara tetap berlaku. Jalankan setujui-laporan lagi bila masih diperlukan."
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
    try:
        return send(messages, contacts, channels, ledger_of(site))
    except LedgerError:  # what is to be told may be just that; better twice than never
        return send(messages, contacts, channels, Ledger("sqlite://"))


def watch_nights(site: Settings, now: datetime) -> list[LastNight]:
    """The provinces of this site whose nights have stopped; the operator is told. Where no schedule is set, another
    scheduler runs the nights: of every province that had one."""
    ledger = ledger_of(site)
    codes = site.schedules() or sorted({one.province_code for one in ledger.rows(runs)})
    late = overdue(ledger, codes, now) + [one for one in first_nights(site, ledger, now) if one.overdue]
    tell_operator([night_missing(one, now) for one in late], site)
    return late


def _message(province_code: str, state: str, subject: str, text: str) -> Message:
    return Message(province_code, OPERATOR, state, subject, f"{text}\n", text)


def _name(province_code: str) -> str:
    return f"Provinsi {catalogue.province(province_code)['name']}"


def _local(province_code: str, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(catalogue.province(province_code)["timezone"]))


def _day(province_code: str, now: datetime) -> str:
    return _local(province_code, now).date().isoformat()

"""Whether the nights come: of which provinces they are expected, when the last one succeeded, which never did.

Expected are the nights of every province with a `[schedule.NN]`. Where another scheduler starts them, it says so by
what it does: each `spm run` notes that it begins, before anything can go wrong. So a first one that fails is told
although no schedule names its province.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config.provinces import provinces
from config.settings import Schedule, Settings
from schemas.ledger import expected, runs
from schemas.ledger import site as sites
from tasks.ledger.ledger import Ledger
from tasks.report.tables.lookups import date_text

PATIENCE = timedelta(hours=26)
"""A night that takes place every day, and some hours for one that is late."""
GRACE = timedelta(hours=2)
"""So much later than its time a first night may come to its end."""
FORGOTTEN = timedelta(days=30)
"""So long a province that the schedule does not name is expected beside those that it names: somebody may have run it
by hand once."""

SCHEDULED, BEGUN = "jadwal", "spm run"
"""By what a province's nights are expected."""


@dataclass(frozen=True)
class LastNight:
    """When a province's report last came to its end, in its own time zone; None where it never did. `since` is when the
    first was due, or first tried where no schedule names the province."""

    province_code: str
    finished: datetime | None
    overdue: bool
    since: datetime | None = None
    scheduled: bool = True

    @property
    def to_come(self) -> bool:
        return self.finished is None and not self.overdue

    @property
    def sentence(self) -> str:
        if self.finished:
            late = ", lebih dari 26 jam lalu" if self.overdue else ""
            return f"terakhir berhasil {date_text(self.finished)}{late}"
        if not (self.overdue and self.since):
            return "belum pernah berhasil"
        began = "malam pertamanya" if self.scheduled else "sudah dijalankan sejak"
        return f"belum pernah berhasil, padahal {began} {date_text(self.since)}"


def note_begin(ledger: Ledger, province_code: str, now: datetime) -> None:
    """Somebody's scheduler, or somebody, starts a night with `spm run`."""
    ledger.append(expected, province_code=province_code, since=now, way=BEGUN)


def last_night(ledger: Ledger, province_code: str, now: datetime) -> LastNight:
    """Of one province, as its runs stand in the ledger."""
    finished = [_moment(one.finished_at, province_code) for one in ledger.rows(runs, province_code=province_code)]
    last = max(finished, default=None)
    return LastNight(province_code, last, last is not None and now - last > PATIENCE)


def nights(site: Settings, ledger: Ledger, now: datetime, is_running: Callable[[str], bool]) -> list[LastNight]:
    """The last night of every province whose nights are expected; `is_running` tells whether one is under way now."""
    _note_schedules(site, ledger, now)
    scheduled = site.schedules()
    found = [_scheduled(ledger, code, times, now) for code, times in scheduled.items()]
    for code, last in _begun(ledger).items():
        if code not in scheduled and not (scheduled and now - last > FORGOTTEN):
            found.append(_unscheduled(ledger, code, last, now, is_running))
    return sorted(found, key=lambda night: night.province_code)


def _scheduled(ledger: Ledger, code: str, times: Schedule, now: datetime) -> LastNight:
    """The first night is overdue once its hour has passed that followed on the schedule."""
    night = last_night(ledger, code, now)
    if night.finished:
        return night
    since = _moment(ledger.rows(expected, province_code=code, way=SCHEDULED)[0].since, code)
    due = since.replace(hour=times.nightly.hour, minute=times.nightly.minute, second=0, microsecond=0)
    due = due if due >= since else due + timedelta(days=1)
    return LastNight(code, None, now > due + GRACE, due)


def _unscheduled(
    ledger: Ledger, code: str, last: datetime, now: datetime, is_running: Callable[[str], bool]
) -> LastNight:
    """A first one is overdue as soon as it has ended without a report."""
    night = last_night(ledger, code, now)
    if night.finished:
        return LastNight(code, night.finished, night.overdue, scheduled=False)
    first = _moment(ledger.rows(expected, province_code=code, way=BEGUN)[0].since, code)
    under_way = now - last <= PATIENCE and is_running(code)
    return LastNight(code, None, not under_way, first, scheduled=False)


def _begun(ledger: Ledger) -> dict[str, datetime]:
    """Province -> when a night of it last began or came to its end."""
    found: dict[str, datetime] = {}
    told = [(one.province_code, one.since) for one in ledger.rows(expected, way=BEGUN)]
    for code, moment in [*told, *((one.province_code, one.finished_at) for one in ledger.rows(runs))]:
        found[code] = max(found.get(code, datetime.min.replace(tzinfo=UTC)), datetime.fromisoformat(moment))
    return found


def _note_schedules(site: Settings, ledger: Ledger, now: datetime) -> None:
    """Since when: the settings were last written when this was first seen, if it is they that name the schedule;
    else since the site began."""
    noted = {one.province_code for one in ledger.rows(expected, way=SCHEDULED)}
    for code in site.schedules().keys() - noted:
        ledger.append(expected, province_code=code, since=min(_settings_written(site, ledger, now), now), way=SCHEDULED)


def _settings_written(site: Settings, ledger: Ledger, now: datetime) -> datetime:
    written = site.home / "settings.toml"
    if written.exists():
        return datetime.fromtimestamp(written.stat().st_mtime, UTC)
    rows = ledger.rows(sites)
    return datetime.fromisoformat(rows[0].noted_at) if rows else now


def _moment(text: str, province_code: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(provinces()[province_code].zone)

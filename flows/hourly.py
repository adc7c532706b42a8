"""The look every hour, of `spm serve` and of `spm watch`: whether the nights still come, and which requests for
approval nobody has decided in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Row

from config.settings import Settings
from flows.lock import AlreadyRunning, is_under_way, one_run
from tasks.home.site import ledger_of
from tasks.ledger.errors import LedgerError
from tasks.notify import alerts
from tasks.notify.nights import LastNight, nights
from tasks.publish import approval

NOTHING_TO_WATCH = "Tidak ada malam yang dijaga: tidak ada jadwal di settings.toml dan spm run belum pernah dimulai"


@dataclass(frozen=True)
class Look:
    """The nights that are expected here, and the requests whose time ran out since the last look."""

    nights: list[LastNight]
    lapsed: list[Row]

    @property
    def late(self) -> list[LastNight]:
        return [one for one in self.nights if one.overdue]

    @property
    def first(self) -> list[str]:
        """The provinces whose first night has yet to come to its end."""
        return [one.province_code for one in self.nights if one.to_come]

    @property
    def warnings(self) -> list[str]:
        return [f"Proses malam provinsi {one.province_code} {one.sentence}" for one in self.late]

    @property
    def notes(self) -> list[str]:
        told = "Permintaan persetujuan laporan final {0.province_code} {0.period} kedaluwarsa tanpa keputusan"
        return [told.format(one) for one in self.lapsed]


def look(site: Settings, now: datetime) -> Look:
    """Looks, records what has lapsed, and tells the operator; also where the ledger itself cannot be used."""
    try:
        return Look(watch_nights(site, now), lapse_approvals(site, now))
    except LedgerError as error:
        alerts.send_to_operator([alerts.nobody_watches(str(error), now)], site)
        raise


def watch_nights(site: Settings, now: datetime) -> list[LastNight]:
    """The nights that are expected; the operator is told of those that do not come."""
    seen = nights(site, ledger_of(site), now, partial(is_under_way, site))
    alerts.tell_operator([alerts.night_missing(one, now) for one in seen if one.overdue], site)
    return seen


def lapse_approvals(site: Settings, now: datetime) -> list[Row]:
    """The ledger notes each; a province that is being worked on is left for the next look, for it may be the approved
    report that is about to be published. A message that failed is tried again for as long as it is news."""
    ledger, lapsed = ledger_of(site), []
    for code in sorted({one.province_code for one in approval.undecided(ledger)}):
        try:
            with one_run(site, code):
                lapsed += approval.lapse(ledger, code, site.approval_days, now)
        except AlreadyRunning:
            continue
    news = approval.lapsed_since(ledger, now - timedelta(days=site.notify.fresh_days))
    alerts.send_to_operator([alerts.approval_lapsed(one) for one in news], site)
    return lapsed

"""The look every hour, of `spm serve` and of `spm watch`: whether the nights still come, and which requests for
approval nobody has decided in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row

from config.settings import Settings
from flows.lock import AlreadyRunning, one_run
from tasks.home.site import ledger_of
from tasks.notify import alerts
from tasks.publish import approval


@dataclass(frozen=True)
class Look:
    """Nights that stopped, requests whose time ran out since the last look, and the provinces whose first night has yet
    to come."""

    late: list[alerts.LastNight]
    lapsed: list[Row]
    first: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[str]:
        return [f"Proses malam provinsi {one.province_code} {one.sentence}" for one in self.late]

    @property
    def notes(self) -> list[str]:
        told = "Permintaan persetujuan laporan final {0.province_code} {0.period} kedaluwarsa tanpa keputusan"
        return [told.format(one) for one in self.lapsed]


def look(site: Settings, now: datetime) -> Look:
    """Looks, records what has lapsed, and tells the operator."""
    late, lapsed = alerts.watch_nights(site, now), lapse_approvals(site, now)
    first = alerts.first_nights(site, ledger_of(site), now)
    return Look(late, lapsed, tuple(one.province_code for one in first if not one.overdue))


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

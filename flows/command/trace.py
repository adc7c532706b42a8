"""What `spm trace` asks for: the report that is published, or the state of another moment."""

from datetime import datetime

from config.corrections import load_corrections
from config.settings import settings
from flows.command.arguments import WrongUse, moment_of, period_of, province_of, regency_of, service_of, zone_of
from tasks.home.site import ledger_of
from tasks.inspect.trace import Trace, published_achievement, trace
from tasks.ledger.quarter import Quarter


def traced(province: str, period: str, regency: str, service: str, as_of: str = "") -> Trace:
    """As typed. Without `as_of` the state the published report shows; where none is published, that of now."""
    province_code, regency_code, quarter = province_of(province), regency_of(regency), period_of(period)
    if not regency_code.startswith(province_code):
        raise WrongUse(f"Kabupaten/kota {regency_code} bukan bagian dari provinsi {province_code}.")
    service_code, site, zone = service_of(service, regency_code), settings(), zone_of(province_code)
    report = published_achievement(site.outbox / province_code / quarter.key, regency_code, service_code)
    moment = moment_of(as_of, zone) if as_of else report.as_of if report else datetime.now(zone)
    return trace(
        ledger_of(site),
        Quarter(province_code, quarter, moment),
        regency_code,
        service_code,
        site.of_province(province_code),
        load_corrections(site.corrections),
        report,
    )

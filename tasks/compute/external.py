"""Which indices from outside belong to a quarter. They are shown beside what is counted and enter no figure."""

from collections.abc import Iterable

from schemas.external import ExternalIndex
from schemas.period import Period
from tasks.ledger.quarter import Quarter


def external_of(external: Iterable[ExternalIndex], quarter: Quarter) -> tuple[ExternalIndex, ...]:
    """Those of the quarter's regencies, by code."""
    found = (one for one in _mine(external, quarter) if one.period == quarter.period)
    return tuple(sorted(found, key=lambda one: one.regency_code))


def of_other_quarters(external: Iterable[ExternalIndex], quarter: Quarter) -> tuple[Period, ...]:
    """Where there is none of the quarter, the quarters of which its regencies have one: perhaps meant for it."""
    found = {one.period for one in _mine(external, quarter)}
    return () if quarter.period in found else tuple(sorted(found))


def _mine(external: Iterable[ExternalIndex], quarter: Quarter) -> list[ExternalIndex]:
    codes = set(quarter.regions["code"])
    return [one for one in external if one.regency_code in codes]

"""Which indices from outside belong to a quarter. They are shown beside what is counted and enter no figure."""

from collections.abc import Iterable

from schemas.external import ExternalIndex
from tasks.ledger.quarter import Quarter


def external_of(external: Iterable[ExternalIndex], quarter: Quarter) -> tuple[ExternalIndex, ...]:
    """Those of the quarter's regencies, by code."""
    mine = set(quarter.regions["code"])
    found = (one for one in external if one.period == quarter.period and one.regency_code in mine)
    return tuple(sorted(found, key=lambda one: one.regency_code))

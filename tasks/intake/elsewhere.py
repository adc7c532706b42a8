"""What came for another quarter than the one being worked on, and stands in no report of its own quarter yet."""

from collections import Counter

from schemas.ledger import publications
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter


def elsewhere(ledger: Ledger, quarter: Quarter) -> dict[Period, int]:
    """Quarter -> how many submissions, received since this quarter began, its report does not know."""
    published: dict[str, str] = {}
    for row in ledger.rows(publications, province_code=quarter.province_code):
        published[row.period] = max(published.get(row.period, ""), row.as_of)
    others = ledger.other_periods(quarter.province_code, quarter.period, quarter.as_of)
    counts = Counter(period for _, period, received in others if received > published.get(period, ""))
    return {Period.parse(key): count for key, count in sorted(counts.items())}


def elsewhere_text(counts: dict[Period, int]) -> str:
    """`1 kiriman untuk 2024-TW2, ...` with what to do; '' where nothing came."""
    if not counts:
        return ""
    told = " dan ".join(f"{count} kiriman untuk {period.key}" for period, count in counts.items())
    return f"{told} belum masuk laporannya (susun laporan triwulan itu, atau minta pengirim membetulkan triwulannya)"

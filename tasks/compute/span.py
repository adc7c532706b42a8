"""What the province's mean can be once those report who have not: not known is neither 0 nor left out."""

import pandas as pd

from schemas.movement import Span
from schemas.period import Period


def span(regency: pd.DataFrame, trend: pd.DataFrame, everyone: list[str], period: Period) -> Span | None:
    """None where nobody or everybody is counted.

    A last report is that of the same quarter of last year: figures add up from 1 January, so that those of an earlier
    quarter of this year lie far below what the same regency would have reached by now.
    """
    counted = set(regency["regency_code"])
    missing = [code for code in everyone if code not in counted]
    known = regency["regency_index"].dropna()
    if not missing or not len(known):
        return None
    last = _indices(trend, missing, period.back(4))
    count = len(known) + len(missing)
    return Span(
        last=period.back(4),
        missing=tuple(missing),
        unknown=tuple(code for code in missing if code not in last),
        over=count,
        at_zero=float(known.sum()) / count,
        at_last=(float(known.sum()) + sum(last.values())) / (len(known) + len(last)) if last else None,
        at_full=(float(known.sum()) + 100.0 * len(missing)) / count,
    )


def _indices(trend: pd.DataFrame, codes: list[str], period: Period) -> dict[str, float]:
    """Regency -> its index of the quarter; nothing of one that has none."""
    rows = trend[(trend["period"] == period.key) & (trend["field_code"] == "ALL") & trend["regency_code"].isin(codes)]
    return rows.dropna(subset=["value"]).set_index("regency_code")["value"].to_dict()

"""What the province's mean can be once those report who have not: not known is neither 0 nor left out."""

import pandas as pd

from schemas.movement import Span
from schemas.period import Period


def span(regency: pd.DataFrame, trend: pd.DataFrame, everyone: list[str], period: Period) -> Span | None:
    """None where nobody or everybody is counted.

    A last report is one whose figures can be set beside this quarter's: the nearest earlier one of the year, else that
    of the same quarter of last year.
    """
    counted = set(regency["regency_code"])
    missing = [code for code in everyone if code not in counted]
    known = regency["regency_index"].dropna()
    if not missing or not len(known):
        return None
    last = _last_reports(trend, missing, period)
    count = len(known) + len(missing)
    return Span(
        missing=tuple(missing),
        unknown=tuple(code for code in missing if code not in last),
        at_zero=float(known.sum()) / count,
        at_last=(float(known.sum()) + sum(last.values())) / (len(known) + len(last)) if last else None,
        at_full=(float(known.sum()) + 100.0 * len(missing)) / count,
    )


def _last_reports(trend: pd.DataFrame, codes: list[str], period: Period) -> dict[str, float]:
    """Regency -> the index of its last report; nothing of one that has none."""
    rows = trend[(trend["field_code"] == "ALL") & trend["regency_code"].isin(codes)].dropna(subset=["value"])
    comparable = [period.back(back).key for back in (*range(1, period.quarter), 4)]
    place = {key: number for number, key in enumerate(comparable)}
    nearest = rows.assign(place=rows["period"].map(place)).dropna(subset=["place"]).sort_values("place")
    return nearest.drop_duplicates("regency_code").set_index("regency_code")["value"].to_dict()

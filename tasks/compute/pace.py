"""Before the year is over: is an index as far as it was a year ago, or as an even course of the year would have it?

Figures add up from 1 January, so that until the last quarter a low index is no verdict, and a category is none either.
"""

from collections.abc import Sequence

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from config.settings import ProvinceSettings
from schemas.category import difference
from schemas.frames import frame_of
from schemas.movement import Comparison, Pace
from schemas.period import Period
from tasks.compute.achievement import field_achievement, regency_index, weighted_index

PER_QUARTER = 25.0


def paces(
    regency: pd.DataFrame,
    even: pd.Series,
    moves: pd.DataFrame,
    compared: Sequence[Comparison],
    period: Period,
    province_code: str,
) -> DataFrame[Pace]:
    """`Pace` of every regency with an index and, under its own code, of the province; no row in a year's last quarter.

    A regency is measured by its own index of the same quarter of last year, else by what it would have in an `even`
    year; the province by the regencies counted in both, without any by an even year of all who report now.
    """
    if period.quarter == 4:
        return frame_of(Pace, [])
    last_year, categories = period.back(4), catalogue.categories()
    own = moves.query("field_code == 'ALL' and from_period == @last_year.key").set_index("regency_code")
    indices, rows = regency.set_index("regency_code")["regency_index"].dropna(), []
    for code, value in indices.items():
        known = code in own.index
        then, by_target = (own.at[code, "then"], bool(own.at[code, "by_target"])) if known else (even[code], False)
        rows.append((code, then, difference(then, value, categories), known, by_target))
    whole = (one for one in compared if one.field_code == "ALL" and one.since == last_year and one.members)
    rows += _of_province(province_code, next(whole, None), indices, even)
    return frame_of(Pace, [(*row, _pace(row[2], by_target)) for *row, by_target in rows])


def _of_province(
    province_code: str, whole: Comparison | None, indices: pd.Series, even: pd.Series
) -> list[tuple[str, float, float, bool, bool]]:
    if whole:
        return [(province_code, whole.then, whole.difference, True, whole.by_target)]
    if indices.empty:
        return []
    expected, mean = float(even[indices.index].mean()), float(indices.mean())
    return [(province_code, expected, difference(expected, mean, catalogue.categories()), False, False)]


def even_indices(service: pd.DataFrame, services: pd.DataFrame, quarter: int, method: ProvinceSettings) -> pd.Series:
    """Regency -> its index, 0 to 100, had each service served just `quarter` quarters of the year's target.

    `service` is the ServiceAchievement. The quality part is what was reported: goods and staff are a stock that does
    not begin anew on 1 January, and what is nihil stays so.
    """
    recipient = service["recipient_pct"].mask(service["recipient_pct"].notna(), PER_QUARTER * quarter)
    even = weighted_index(recipient, service["quality_pct"], method)
    even = service.assign(service_index=even.where(recipient.notna(), service["service_index"]))
    return regency_index(field_achievement(even, services))


def _pace(ahead: float, by_target: bool) -> str:
    if ahead > 0:
        return "by_target" if by_target else "ahead"
    return "behind" if ahead < 0 else "level"

"""Before the year is over: is an index as far as it was a year ago, or as an even course of the year would have it?

Figures add up from 1 January, so that until the last quarter a low index is no verdict, and a category is none either.
"""

from collections.abc import Sequence

import pandas as pd

from config import catalogue
from schemas.category import difference
from schemas.frames import frame_of
from schemas.movement import Comparison, Pace
from schemas.period import Period

PER_QUARTER = 25.0


def paces(
    regency: pd.DataFrame, moves: pd.DataFrame, compared: Sequence[Comparison], period: Period, province_code: str
) -> pd.DataFrame:
    """`Pace` of every regency with an index and, under its own code, of the province; no row in a year's last quarter.

    A regency is measured by its own index of the same quarter of last year. The province's row compares the regencies
    that were counted in both; without any, the mean of all who report now is measured by an even year.
    """
    if period.quarter == 4:
        return frame_of(Pace, [])
    even, last_year = PER_QUARTER * period.quarter, period.back(4)
    own = moves[(moves["field_code"] == "ALL") & (moves["from_period"] == last_year.key)]
    then = own.set_index("regency_code")["then"].to_dict()
    categories = catalogue.categories()
    indices = regency.dropna(subset=["regency_index"]).set_index("regency_code")["regency_index"]
    rows = [
        (code, then.get(code, even), difference(then.get(code, even), value, categories), code in then)
        for code, value in indices.items()
    ]
    whole = [one for one in compared if one.field_code == "ALL" and one.since == last_year and one.members]
    if whole:
        rows.append((province_code, whole[0].then, whole[0].difference, True))
    elif len(indices):
        rows.append((province_code, even, difference(even, float(indices.mean()), categories), False))
    return frame_of(Pace, [(*row, _pace(row[2])) for row in rows])


def _pace(ahead: float) -> str:
    return "ahead" if ahead > 0 else "behind" if ahead < 0 else "level"

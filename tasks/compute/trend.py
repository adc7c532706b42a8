"""How the indices moved from quarter to quarter, as the ledger knows it."""

from collections.abc import Sequence

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import Correction
from schemas.frames import Trend, columns
from schemas.period import Period
from tasks.compute.achievement import achievements, regency_index
from tasks.compute.corrections import corrections_of
from tasks.compute.counting import counting, counting_figures
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter

QUARTERS = 8
"""How many quarters a trend covers at most, the report's own included: two years."""


def earlier_figures(
    ledger: Ledger,
    province_code: str,
    earlier: pd.DataFrame,
    corrections: Sequence[Correction],
    settings: ProvinceSettings,
) -> dict[Period, dict[str, pd.DataFrame]]:
    """Quarter -> the figures of its regencies that count, by today's settings; none of a quarter where nothing counts.

    `earlier` are the ledger's submissions for those quarters, as known at the moment of the report. Raises
    CorrectionError for a correction of an earlier quarter that cannot be made.
    """
    found = {}
    for key, files in earlier[earlier["regency_code"] != province_code].groupby("period"):
        period, counted = Period.parse(key), counting(files)
        if len(counted):
            made = corrections_of(corrections, province_code, period)
            found[period] = counting_figures(ledger, counted, made, settings)
    return found


def trend(
    earlier: dict[Period, dict[str, pd.DataFrame]], field: pd.DataFrame, quarter: Quarter, settings: ProvinceSettings
) -> DataFrame[Trend]:
    """`schemas.frames.Trend` of the quarter, whose FieldAchievement is `field`, and of the quarters before it, whose
    figures are `earlier`. A quarter of which nothing counts has no row."""
    services = catalogue.services(catalogue.layout_for("kabkota").version)
    fields = {period.key: achievements(figures, services, settings)[1] for period, figures in earlier.items()}
    fields[quarter.period.key] = field
    rows = [_rows(key, found, quarter.province_code) for key, found in fields.items() if len(found)]
    found = pd.concat(rows, ignore_index=True) if rows else _empty()
    return Trend.validate(found.assign(segment=_segments(found)))


def reporters(trend: pd.DataFrame, province_code: str) -> dict[str, int]:
    """Quarter -> how many regencies its mean is of; without those whose services are all nihil."""
    whole = trend[(trend["field_code"] == "ALL") & (trend["regency_code"] != province_code) & trend["value"].notna()]
    return whole.groupby("period").size().to_dict()


def _segments(rows: pd.DataFrame) -> pd.Series:
    """`Trend.segment`, of rows without it."""
    level, place = ["regency_code", "field_code"], _place(rows["period"])
    known = rows.assign(place=place)[rows["value"].notna()].sort_values("place")
    begins = (known.groupby(level)["place"].diff() != 1) | (known["place"] % 4 == 0)
    numbers = begins.groupby([known[name] for name in level]).cumsum()
    return numbers.reindex(rows.index, fill_value=0).astype("int64")


def _place(periods: pd.Series) -> pd.Series:
    """Of each quarter the number of quarters before it; that of a year's first is divided by four."""
    return 4 * periods.str[:4].astype(int) + periods.str[-1].astype(int) - 1


def _rows(key: str, field: pd.DataFrame, province_code: str) -> pd.DataFrame:
    """Every regency's fields and `ALL`, then the province's `mean_reported` of each."""
    whole = regency_index(field).rename("field_index").reset_index().assign(field_code="ALL")
    regencies = pd.concat([field, whole], ignore_index=True).rename(columns={"field_index": "value"})
    means = regencies.groupby("field_code", sort=False)["value"].mean().reset_index()
    province = means.assign(regency_code=province_code)
    return pd.concat([regencies, province], ignore_index=True).assign(period=key)[_VALUES]


_VALUES = [name for name in columns(Trend) if name != "segment"]


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="float" if name == "value" else "str") for name in _VALUES})

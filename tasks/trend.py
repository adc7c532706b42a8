"""How the indices moved from quarter to quarter, as the ledger knows it."""

from collections.abc import Sequence

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import Correction
from schemas.frames import Trend, columns
from schemas.period import Period
from tasks.compute import field_achievement, regency_index, service_achievement
from tasks.corrections import corrections_of
from tasks.counting import counting, counting_figures
from tasks.ledger import Ledger
from tasks.quarter import Quarter

QUARTERS = 8
"""How many quarters a trend covers at most, the report's own included: two years."""


def trend(
    ledger: Ledger,
    quarter: Quarter,
    earlier: pd.DataFrame,
    field: pd.DataFrame,
    corrections: Sequence[Correction],
    settings: ProvinceSettings,
) -> pd.DataFrame:
    """`schemas.frames.Trend` of the quarter, whose FieldAchievement is `field`, and of the quarters before it.

    `earlier` are the ledger's submissions for those, as known at `quarter.as_of`. A quarter of which nothing counts
    has no row. Raises CorrectionError for a correction of an earlier quarter that cannot be made.
    """
    fields = {}
    for key, files in earlier[earlier["regency_code"] != quarter.province_code].groupby("period"):
        made = corrections_of(corrections, quarter.province_code, Period.parse(key))
        fields[key] = _fields_of(ledger, counting(files), made, settings)
    fields[quarter.period.key] = field
    rows = [_rows(key, found, quarter.province_code) for key, found in fields.items() if len(found)]
    return Trend.validate(pd.concat(rows, ignore_index=True) if rows else _empty())


def _fields_of(
    ledger: Ledger, counted: pd.DataFrame, corrections: Sequence[Correction], settings: ProvinceSettings
) -> pd.DataFrame:
    figures = counting_figures(ledger, counted, corrections, settings)
    services = catalogue.services(catalogue.layout_for("kabkota").version)
    return field_achievement(
        service_achievement(figures["recipients"], figures["quality"], services, settings), services
    )


def _rows(key: str, field: pd.DataFrame, province_code: str) -> pd.DataFrame:
    """Every regency's fields and `ALL`, then the province's `mean_reported` of each."""
    whole = regency_index(field).rename("field_index").reset_index().assign(field_code="ALL")
    regencies = pd.concat([field, whole], ignore_index=True).rename(columns={"field_index": "value"})
    means = regencies.groupby("field_code", sort=False)["value"].mean().reset_index()
    province = means.assign(regency_code=province_code)
    return pd.concat([regencies, province], ignore_index=True).assign(period=key)[columns(Trend)]


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="float" if name == "value" else "str") for name in columns(Trend)})

"""Regencies -> province."""

import pandas as pd
from pandera.typing.pandas import DataFrame

from config.settings import ProvinceSettings
from schemas.category import Categories, category, printed
from schemas.frames import ProvinceAchievement, ServiceAchievement
from schemas.reference import FIELDS
from tasks.compute.achievement import achievement_of, field_achievement, regency_index, required_items


def province_achievement(
    field: pd.DataFrame,
    pooled: pd.DataFrame,
    *,
    regions: pd.DataFrame,
    services: pd.DataFrame,
    categories: Categories,
    own_field: pd.DataFrame | None = None,
) -> DataFrame[ProvinceAchievement]:
    """ProvinceAchievement: each measure (rules.md part 1, step 6) for the six bidang and `ALL`.

    `field` is of the regencies with an accepted submission, `pooled` the `pooled_service` of the same. `regions` are
    all of the province: one without a submission counts 0 in `mean_all`, which has no value where nobody has one: what
    is not known is not 0. `own_field` is of the province's own form; without it, or without rows, there is no `own`.
    """
    by_field = _by_field(field)
    silent = int((~regions["code"].isin(field["regency_code"])).sum())
    values = {
        "mean_reported": by_field.mean(),
        "mean_all": by_field.sum(min_count=1) / (by_field.count() + silent),
        "pooled": _by_field(field_achievement(pooled, services)).mean(),
    }
    if own_field is not None and len(own_field):
        values["own"] = _by_field(own_field).mean()
    return ProvinceAchievement.validate(_long(values, categories))


def pooled_service(
    service: pd.DataFrame, quality: pd.DataFrame, method: ProvinceSettings
) -> DataFrame[ServiceAchievement]:
    """ServiceAchievement of the province as if it were one regency (code ''): first add, then divide once.

    Capped served and targets are added per service, capped available and required per quality item. A service nobody
    had to be served in, and declared so, is nihil.
    """
    capped = service.assign(regency_code="", served=service["served"].clip(upper=service["target"]))
    sums = {"target": "sum", "served": "sum", "nihil": "any"}
    counts = capped.groupby(["regency_code", "service_code"], sort=False, as_index=False).agg(sums)
    per_item = required_items(quality).groupby(["service_code", "item_code"], as_index=False)
    items = per_item[["required", "available"]].sum().assign(regency_code="")
    return achievement_of(counts, items, method)


def _by_field(field: pd.DataFrame) -> pd.DataFrame:
    """A row per regency, a column per bidang and `ALL`; NaN where there is no value."""
    wide = field.pivot(index="regency_code", columns="field_code", values="field_index").reindex(columns=list(FIELDS))
    return wide.assign(ALL=regency_index(field)).astype(float)


def _long(values: dict[str, pd.Series], categories: Categories) -> pd.DataFrame:
    rows = [
        (measure, field_code, value, printed(value, categories), category(value, categories))
        for measure, by_field in values.items()
        for field_code, value in by_field.items()
    ]
    return pd.DataFrame(rows, columns=["measure", "field_code", "value", "printed_value", "category"])

"""Whom the services did not reach, in people and not in points, and what it would cost (rules.md part 3, step 6)."""

import pandas as pd
from pandera.typing.pandas import DataFrame

from schemas.frames import columns
from schemas.movement import ServingCost, Unserved, UnservedByUnit

_KEY = ["regency_code", "service_code"]


def unserved(
    service: pd.DataFrame, budget: pd.DataFrame, services: pd.DataFrame, province_code: str
) -> DataFrame[Unserved]:
    """`schemas.movement.Unserved` of every regency in `service` and of the province as their sum.

    `service` is their ServiceAchievement, `budget` the figures that count, `services` the form's.
    """
    realised = budget.set_index(_KEY)["realised"].reindex(pd.MultiIndex.from_frame(service[_KEY])).array
    units = services.set_index("service_code")["unit"]
    left = (service["target"] - service["served"]).clip(lower=0)
    known = (service["served"] > 0) & (realised > 0)
    cost = (realised / service["served"].where(known)).where(known)
    regencies = service.assign(
        unit=service["service_code"].map(units).astype("str"),
        unserved=left,
        cost_per_unit=cost,
        cost_to_serve_all=(left * cost).mask(left == 0, 0.0),
    )[columns(Unserved)]
    return Unserved.validate(pd.concat([regencies, _province(regencies, province_code)], ignore_index=True))


def _province(regencies: pd.DataFrame, province_code: str) -> pd.DataFrame:
    by_service = regencies.groupby(["service_code", "unit"], sort=False)
    sums = by_service[["target", "served", "unserved"]].sum()
    sums["cost_to_serve_all"] = by_service["cost_to_serve_all"].sum(min_count=1)
    rows = sums.reset_index().assign(regency_code=province_code, cost_per_unit=float("nan"))
    return rows[columns(Unserved)].astype({"regency_code": "str"})


def by_unit(left: pd.DataFrame) -> DataFrame[UnservedByUnit]:
    """`schemas.movement.UnservedByUnit` of an Unserved."""
    sums = left.groupby(["regency_code", "unit"], sort=False)[["target", "unserved"]].sum().reset_index()
    return UnservedByUnit.validate(sums.astype({"regency_code": "str", "unit": "str"}))


def serving_cost(left: pd.DataFrame, province_code: str) -> DataFrame[ServingCost]:
    """`schemas.movement.ServingCost` of an Unserved."""
    regencies = left[left["regency_code"] != province_code]
    rows = pd.concat([regencies, regencies.assign(regency_code=province_code)], ignore_index=True)
    short = rows["unserved"] > 0
    told = rows.assign(
        short=short.astype("int64"),
        cost_known=(short & rows["cost_to_serve_all"].notna()).astype("int64"),
        cost_to_serve_all=rows["cost_to_serve_all"].where(short),
    )
    by_regency = told.groupby("regency_code", sort=False)
    sums = by_regency[["short", "cost_known"]].sum()
    sums["cost_to_serve_all"] = by_regency["cost_to_serve_all"].sum(min_count=1)
    return ServingCost.validate(sums.reset_index().astype({"regency_code": "str"}))

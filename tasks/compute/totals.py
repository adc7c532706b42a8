"""What a report adds up beyond the figures of its data files: by service, by kind of staff, by wording."""

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from schemas.category import NOISE
from schemas.contract import typed
from schemas.reference import FIELDS
from schemas.totals import Amounts, ItemTotals, RequiredItems, ServiceItems, ServiceTotals, StagesDone, Wordings
from schemas.wording import plain
from tasks.compute.achievement import counted

AMOUNTS = ["allocation", "realised"]
STAGES = ["data_collection", "needs_calculation", "planning", "implementation"]


def by_service(service: pd.DataFrame) -> DataFrame[ServiceTotals]:
    """By service that takes part anywhere, of `schemas.frames.ServiceAchievement`: the `mean` of its indices, how many
    `regencies` it takes part in and in how many of them it is `short` of 100, the `lowest` index and `where` it is."""
    taking_part = service.dropna(subset=["service_index"]).sort_values(["service_index", "regency_code"])
    grouped = taking_part.assign(short=taking_part["service_index"] < 100 - NOISE).groupby("service_code")
    return pd.DataFrame(
        {
            "mean": grouped["service_index"].mean(),
            "short": grouped["short"].sum(),
            "regencies": grouped.size(),
            "lowest": grouped["service_index"].first(),
            "where": grouped["regency_code"].first(),
        }
    )


def nihil_by_service(service: pd.DataFrame) -> pd.Series:
    """By service, how many regencies declared it nihil."""
    return service.groupby("service_code")["nihil"].sum()


def by_unit(rows: pd.DataFrame, column: str, usual: str) -> dict[str, float]:
    """Unit -> sum: people and households are never added up. An empty unit is the usual one of the service."""
    sums = {usual: 0.0}
    for unit, value in zip(rows["unit"].fillna(""), rows[column], strict=True):
        named = usual if plain(unit) in ("", plain(usual)) else plain(unit)
        sums[named] = sums.get(named, 0.0) + value
    return {unit: value for unit, value in sums.items() if value or len(sums) == 1}


def budget_by_field(budget: pd.DataFrame, services: pd.DataFrame) -> DataFrame[Amounts]:
    """By bidang, all six of them: `allocation` and `realised` of the services of the form."""
    fields = budget["service_code"].map(services.set_index("service_code")["field_code"])
    return budget[AMOUNTS].groupby(fields).sum().reindex(list(FIELDS), fill_value=0.0)


def budget_by_regency(budget: pd.DataFrame) -> DataFrame[Amounts]:
    return budget.groupby("regency_code")[AMOUNTS].sum()


def allocated_and_spent(budget: pd.DataFrame) -> tuple[float, float] | None:
    """The sums of these rows; None where no amount was reported."""
    amounts = budget[AMOUNTS].to_numpy(dtype=float)
    return None if np.isnan(amounts).all() else tuple(np.nansum(amounts, axis=0))


def required_items(quality: pd.DataFrame) -> DataFrame[RequiredItems]:
    """The reported quality items with a requirement: what is `counted` of each, which `pct` that is, and whether the
    requirement is `met`."""
    items = quality[quality["required"] > 0].reset_index(drop=True)
    items = items.assign(counted=counted(items))
    return items.assign(pct=items["counted"] / items["required"] * 100, met=items["counted"] >= items["required"])


def by_item(items: pd.DataFrame) -> DataFrame[ItemTotals]:
    """By item, of `required_items`: `required` and `counted` of all regencies, and how many have too few (`short`)."""
    return items.assign(short=~items["met"]).groupby("item_code")[["required", "counted", "short"]].sum()


def items_by_service(items: pd.DataFrame) -> DataFrame[ServiceItems]:
    """By regency and service, of `required_items`: how many there are, how many are `met`, and the one furthest off."""
    ordered = items.sort_values(["pct", "item_code"], kind="stable")
    grouped = ordered.groupby(["regency_code", "service_code"])
    return pd.DataFrame(
        {
            "required": grouped.size(),
            "met": grouped["met"].sum().astype(int),
            "lowest": grouped["item_code"].first(),
            "lowest_pct": grouped["pct"].first(),
        }
    ).reset_index()


def distinct(rows: pd.DataFrame, keys: list[str]) -> DataFrame[Wordings]:
    """A row for each wording, most reported first: the codes of its `services` and `regencies`, and how often it was
    `reported`."""
    grouped = rows.groupby(keys, sort=True)
    found = pd.DataFrame(
        {
            "services": grouped["service_code"].agg(lambda codes: sorted(set(codes))),
            "regencies": grouped["regency_code"].agg(lambda codes: sorted(set(codes))),
            "reported": grouped.size(),
        }
    ).reset_index()
    return typed(Wordings, found.assign(spread=found["regencies"].map(len))).sort_values(
        ["spread", "reported", *keys], ascending=[False, False, *[True] * len(keys)], ignore_index=True
    )


def budget_by_activity(actions: pd.DataFrame) -> pd.Series:
    """By activity what is planned for it; NaN where nobody says."""
    return actions.groupby("activity")["budget"].sum(min_count=1)


def stages_done(stages: pd.DataFrame) -> DataFrame[StagesDone]:
    """By bidang, how many regencies say of each stage that it is done."""
    return (stages[STAGES] == "Sudah").groupby(stages["field_code"]).sum()

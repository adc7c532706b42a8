"""What a report adds up beyond the figures of its data files: by service, by kind of staff, by wording."""

import numpy as np
import pandas as pd

from schemas.category import NOISE
from schemas.wording import plain

STAGES = ["data_collection", "needs_calculation", "planning", "implementation"]


def by_service(service: pd.DataFrame) -> pd.DataFrame:
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


def allocated_and_spent(budget: pd.DataFrame) -> tuple[float, float] | None:
    """The sums of these rows; None where no amount was reported."""
    amounts = budget[["allocation", "realised"]].to_numpy(dtype=float)
    return None if np.isnan(amounts).all() else tuple(np.nansum(amounts, axis=0))


def by_item(quality: pd.DataFrame) -> pd.DataFrame:
    """By item that is needed anywhere: `required`, `available`, and how many regencies have too few (`short`). Of what
    a regency has, at most what it needs counts."""
    rows = quality[quality["required"] > 0]
    available = rows["available"].fillna(0).clip(lower=0, upper=rows["required"])
    rows = rows.assign(available=available, short=available < rows["required"])
    return rows.groupby("item_code")[["required", "available", "short"]].sum()


def distinct(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
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
    return found.assign(spread=found["regencies"].map(len)).sort_values(
        ["spread", "reported", *keys], ascending=[False, False, *[True] * len(keys)], ignore_index=True
    )


def budget_by_activity(actions: pd.DataFrame) -> pd.Series:
    """By activity what is planned for it; NaN where nobody says."""
    return actions.groupby("activity")["budget"].sum(min_count=1)


def stages_done(stages: pd.DataFrame) -> pd.DataFrame:
    """By bidang, how many regencies say of each stage that it is done."""
    return (stages[STAGES] == "Sudah").groupby(stages["field_code"]).sum()

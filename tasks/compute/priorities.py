"""What to do first: the services in which a province leaves the most people, loses the most of its index, or falls
furthest below what its regencies achieve elsewhere (rules.md part 3, step 6)."""

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config.settings import ProvinceSettings
from schemas.category import NOISE
from schemas.frames import columns, frame_of
from schemas.movement import LEAST_REGENCIES, Priorities
from tasks.compute.unserved import by_unit, serving_cost, unserved


def people(
    service: pd.DataFrame,
    regency: pd.DataFrame,
    budget: pd.DataFrame,
    services: pd.DataFrame,
    province_code: str,
    method: ProvinceSettings,
) -> dict[str, pd.DataFrame]:
    """All that a report tells of the people not served: `unserved`, `unserved_by_unit`, `serving_cost` and
    `priorities`."""
    left = unserved(service, budget, services, province_code)
    return {
        "unserved": left,
        "unserved_by_unit": by_unit(left),
        "serving_cost": serving_cost(left, province_code),
        "priorities": priorities(service, left, regency, services, province_code, method),
    }


def priorities(
    service: pd.DataFrame,
    left: pd.DataFrame,
    regency: pd.DataFrame,
    services: pd.DataFrame,
    province_code: str,
    method: ProvinceSettings,
) -> DataFrame[Priorities]:
    """`schemas.movement.Priorities`, a row a service that the counted regencies report on, in the order of the form.
    `service` and `regency` are their achievements, `left` their Unserved, `services` the form's."""
    if left.empty:
        return frame_of(Priorities, [])
    own = left["regency_code"] == province_code
    whole = left[own].set_index("service_code")
    costs = left[~own & (left["unserved"] > 0)].groupby("service_code")["cost_to_serve_all"]
    short = costs.agg(regencies_short="size", cost_known="count")
    found = whole[["unit", "unserved", "cost_to_serve_all"]].join(short).join(_against_own(service, regency))
    found["lift"] = _lifts(service, services, method)
    counts = found[["regencies", "regencies_short", "cost_known"]].fillna(0).astype("int64")
    in_order = [code for code in services["service_code"] if code in found.index]
    rows = found.assign(**counts, lift=found["lift"].fillna(0.0)).loc[in_order].rename_axis("service_code")
    return Priorities.validate(_ranked(rows.reset_index())[columns(Priorities)])


def _against_own(service: pd.DataFrame, regency: pd.DataFrame) -> pd.DataFrame:
    """Service -> how many regencies report on it, and how far it stands above their own index."""
    taking_part = service[service["service_index"].notna() & ~service["nihil"]]
    level = taking_part["regency_code"].map(regency.set_index("regency_code")["regency_index"])
    against = (taking_part["service_index"] - level).astype(float)  # of no rows pandas makes objects
    return against.groupby(taking_part["service_code"]).agg(regencies="size", against_own="mean")


def _lifts(service: pd.DataFrame, services: pd.DataFrame, method: ProvinceSettings) -> pd.Series:
    """Service -> points that the mean of the regencies' indices gains where all of the service are served."""
    counted = service[service["service_index"].notna()]
    counted = counted.assign(field_code=counted["service_code"].map(services.set_index("service_code")["field_code"]))
    in_field = counted.groupby(["regency_code", "field_code"])["service_code"].transform("size")
    fields = counted.groupby("regency_code")["field_code"].transform("nunique")
    weight = np.where(counted["quality_pct"].isna(), 1.0, method.recipient_weight)
    missing = (100 - counted["recipient_pct"]).fillna(0.0)
    points = weight * missing / (in_field * fields)
    return points.groupby(counted["service_code"]).sum() / counted["regency_code"].nunique()


def _ranked(found: pd.DataFrame) -> pd.DataFrame:
    considered = found[(found["regencies"] >= LEAST_REGENCIES) & (found["unserved"] > 0)]
    ranks = {
        "rank_people": considered.groupby("unit")["unserved"].rank(method="min", ascending=False),
        "rank_lift": considered["lift"].rank(method="min", ascending=False),
    }
    ranked = found.assign(**{name: rank.reindex(found.index).astype("Int64") for name, rank in ranks.items()})
    chosen = _decisions(considered)
    return ranked.assign(decision=[chosen.get(code, "") for code in ranked["service_code"]])


def _decisions(considered: pd.DataFrame) -> dict[str, str]:
    """Service -> why it is to be decided on; each service once, so that a leader in everything leaves room for others.

    The most people are sought in the unit that most services have, which is people.
    """
    rows = considered.set_index("service_code")
    usual = rows["unit"].mode()
    below = rows["against_own"]
    orders = {
        "people": rows.loc[rows["unit"].isin(usual[:1]), "unserved"].sort_values(ascending=False, kind="stable"),
        "lift": rows["lift"].sort_values(ascending=False, kind="stable"),
        "own_level": below[below < -NOISE].sort_values(kind="stable"),
    }
    chosen: dict[str, str] = {}
    for reason, order in orders.items():
        first = next((code for code in order.index if code not in chosen), None)
        if first is not None:
            chosen[first] = reason
    return chosen

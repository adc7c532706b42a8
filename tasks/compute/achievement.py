"""Figures -> achievement of each service, field and regency.

Each formula stands once, beside its step in rules.md part 1 (after Permendagri 59/2021). Every function works on all
regencies at once; percentages and indices run from 0 to 100.
"""

import pandas as pd
from pandera.typing.pandas import DataFrame

from config.settings import ProvinceSettings
from schemas.category import NOISE, Categories, category, printed
from schemas.frames import FieldAchievement, RegencyAchievement, ServiceAchievement, columns
from schemas.reference import FIELDS

_SERVICE_KEY = ["regency_code", "service_code"]
NIHIL_INDEX = {"exclude": float("nan"), "full": 100.0, "zero": 0.0}


def achievements(
    figures: dict[str, pd.DataFrame], services: pd.DataFrame, method: ProvinceSettings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Steps 1 to 5: ServiceAchievement and FieldAchievement of the figures that count."""
    service = service_achievement(figures["recipients"], figures["quality"], services, method)
    return service, field_achievement(service, services)


def service_achievement(
    recipients: pd.DataFrame, quality: pd.DataFrame, services: pd.DataFrame, method: ProvinceSettings
) -> DataFrame[ServiceAchievement]:
    """Steps 1 to 4: ServiceAchievement, a row per regency in `recipients` and service of the form, in the form's order.

    `recipients` and `quality` are accepted figures with `regency_code` in place of `submission`, `services` the form's.
    A nihil service (target 0 and so declared) keeps NaN as `recipient_pct` and `quality_pct` under every setting; the
    setting decides its `service_index` alone. A target of 0 that is not declared nihil gives no value at all.
    """
    found = achievement_of(service_counts(recipients, services), required_items(quality), method)
    return ServiceAchievement.validate(found)


def achievement_of(
    counts: pd.DataFrame, items: pd.DataFrame, method: ProvinceSettings
) -> DataFrame[ServiceAchievement]:
    """ServiceAchievement of `service_counts` and `required_items`."""
    nihil = counts["nihil"] & (counts["target"] == 0)
    recipient = percentage(counts["served"], counts["target"])
    wanted = pd.MultiIndex.from_frame(counts[_SERVICE_KEY])
    quality = quality_percentage(items, method).reindex(wanted).set_axis(counts.index).mask(nihil)
    index = weighted_index(recipient, quality, method).mask(nihil, NIHIL_INDEX[method.nihil])
    frame = counts.assign(recipient_pct=recipient, quality_pct=quality, service_index=index, nihil=nihil)
    return frame[columns(ServiceAchievement)]


def percentage(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Steps 1, 2 and 7: part of whole, capped at 100; NaN where the whole is 0."""
    return part.clip(upper=whole) / whole.where(whole > 0) * 100


def quality_percentage(items: pd.DataFrame, method: ProvinceSettings) -> pd.Series:
    """Step 2: by regency and service, the mean of its items' percentages, or (`pooled`) their sums divided."""
    if method.quality == "pooled":
        sums = items.groupby(_SERVICE_KEY)[["available", "required"]].sum()
        return percentage(sums["available"], sums["required"])
    item_pct = percentage(items["available"], items["required"])
    return items.assign(item_pct=item_pct).groupby(_SERVICE_KEY)["item_pct"].mean()


def weighted_index(recipient: pd.Series, quality: pd.Series, method: ProvinceSettings) -> pd.Series:
    """Step 3: recipients and quality by their weights; recipients alone where there is no quality part."""
    both = method.recipient_weight * recipient + method.quality_weight * quality
    # 0.801 and 0.199 of 100 add up to 100.00000000000001 in floating point: the index never leaves 0..100
    return both.clip(upper=100).where(quality.notna(), recipient)


def field_achievement(service: pd.DataFrame, services: pd.DataFrame) -> DataFrame[FieldAchievement]:
    """Step 5: FieldAchievement, the plain mean of the services that take part; all six fields of every regency."""
    fields = service["service_code"].map(services.set_index("service_code")["field_code"])
    means = service["service_index"].groupby([service["regency_code"], fields.rename("field_code")]).mean()
    wanted = pd.MultiIndex.from_product([_codes(service), FIELDS], names=["regency_code", "field_code"])
    return FieldAchievement.validate(means.reindex(wanted).rename("field_index").reset_index())


def regency_index(field: pd.DataFrame) -> pd.Series:
    """Step 5: by regency, the plain mean of its fields that have a value; NaN where none has."""
    return field.groupby("regency_code")["field_index"].mean()


def regency_achievement(
    field: pd.DataFrame, regions: pd.DataFrame, categories: Categories
) -> DataFrame[RegencyAchievement]:
    """Steps 5, 8, 9 and 10: RegencyAchievement of every regency in `field`, by code.

    A regency whose services are all nihil has no index, category or rank. Raises KeyError for one not in `regions`.
    """
    index = regency_index(field)
    frame = pd.DataFrame(
        {
            "regency_code": index.index,
            "regency_name": regions.set_index("code")["name"].loc[index.index].array,
            "regency_index": index.array,
            "printed_index": pd.array([printed(value, categories) for value in index], dtype="str"),
            "category": pd.array([category(value, categories) for value in index], dtype="str"),
            "rank": rank(index).array,
        }
    )
    return RegencyAchievement.validate(frame)


def rank(index: pd.Series) -> pd.Series:
    """Step 10: 1 for the highest, ties (closer than the noise) share a rank: 1, 2, 2, 4. NA where there is no index."""
    falling = index.dropna().sort_values(ascending=False)
    position = pd.Series(range(1, len(falling) + 1), index=falling.index, dtype="Int64")
    tied = falling.diff().abs() <= NOISE
    return position.mask(tied).ffill().reindex(index.index)


def service_counts(recipients: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """regency_code, service_code, target, served, nihil: by regency, every service of the form in its order.

    An accepted figure is only missing or negative where the province made that rule a warning. It then counts as 0
    (what is not reported is not achieved).
    """
    wanted = pd.MultiIndex.from_product([_codes(recipients), services["service_code"]], names=_SERVICE_KEY)
    given = recipients.set_index(_SERVICE_KEY)[["target", "served", "nihil"]].reindex(wanted)
    counted = given[["target", "served"]].astype(float).fillna(0).clip(lower=0)
    return counted.assign(nihil=given["nihil"].eq(True)).reset_index()


def required_items(quality: pd.DataFrame) -> pd.DataFrame:
    """regency_code, item_code, service_code, required, available (capped): the items that have a requirement."""
    items = quality.loc[quality["required"] > 0, ["regency_code", "item_code", "service_code", "required", "available"]]
    return items.assign(available=counted(items))


def counted(items: pd.DataFrame) -> pd.Series:
    """What counts of each item: what is available, at most what is required."""
    return items["available"].fillna(0).clip(lower=0, upper=items["required"])


def _codes(frame: pd.DataFrame) -> list[str]:
    return sorted(frame["regency_code"].unique())

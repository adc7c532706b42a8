"""A regency beside the others of its province in the same quarter (H04).

Who else has reported decides what is found, so this is said when the quarter is gathered, not when a submission is
taken in: it stands in the report, is no part of a submission's verdict and of no receipt.

Two measures, both free of a regency's size: what there is to serve for 1,000 inhabitants, and what was spent for each
who was served. Both only for services whose recipients are a group of the population (`target_kinds`), found in much
the same share everywhere; how many were hit by a disaster or are registered as neglected differs between neighbours by
right. Achievements are not compared: that one regency is behind the others is what the report is for, no mistake in it.
"""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from config.settings import ComparisonSettings, ProvinceSettings
from schemas.finding import Severity
from schemas.frames import Findings, frame_of
from schemas.rule import shorten
from schemas.wording import number_text, plain

_NORMAL = 0.6745
"""The median absolute deviation of a normal distribution, in its standard deviations (Iglewicz and Hoaglin 1993)."""

PEERS = "H04"


def peer_findings(
    figures: dict[str, pd.DataFrame], files: pd.DataFrame, places: pd.DataFrame, settings: ProvinceSettings
) -> DataFrame[Findings]:
    """`schemas.frames.Findings` about figures that are far from the other regencies'.

    `figures` are those that count, `files` the submissions they come from (regency_code, revision, file_name),
    `places` where they stand in them (regency_code, revision, sheet, title, letters).
    """
    names = files.set_index(["regency_code", "revision"])["file_name"]
    where = places.set_index(["regency_code", "revision", "sheet"])
    measured = {"target": _targets(figures["recipients"]), "cost": _costs(figures["recipients"], figures["budget"])}
    severity = settings.severity.get(PEERS, catalogue.rules()[PEERS].severity)
    rows = [
        _finding_row(variant, one, names, where, severity)
        for variant, measure in measured.items()
        for one in _far(measure, settings.comparison).itertuples(index=False)
    ]
    return frame_of(Findings, rows)


def _targets(recipients: pd.DataFrame) -> pd.DataFrame:
    """What there is to serve for 1,000 inhabitants; a regency that counts households is compared with those that do."""
    population = recipients["regency_code"].map(catalogue.populations()).astype("float")
    measured = recipients.assign(ratio=1000 * recipients["target"] / population, figure=recipients["target"])
    return measured.assign(sheet="recipients", column="target", unit=_units(recipients))


def _costs(recipients: pd.DataFrame, budget: pd.DataFrame) -> pd.DataFrame:
    """Rupiah spent for each who was served."""
    key = ["regency_code", "service_code"]
    served = recipients.assign(unit=_units(recipients))[[*key, "served", "unit"]]
    measured = budget.merge(served, on=key, how="inner", validate="m:1")
    measured = measured.assign(ratio=measured["realised"] / measured["served"].where(measured["served"] > 0))
    return measured.assign(sheet="budget", column="realised", figure=measured["realised"])


def _units(recipients: pd.DataFrame) -> pd.Series:
    """The unit as written, the form's own where there is none."""
    own = recipients["service_code"].map(catalogue.table("services").set_index("service_code")["unit"])
    return recipients["unit"].where(recipients["unit"] != "", own).map(plain)


def _far(measured: pd.DataFrame, settings: ComparisonSettings) -> pd.DataFrame:
    """The rows whose robust z is beyond the limit, with `median` and `count` of their group.

    Ratios are compared as logarithms: ten times too much is as far as ten times too little. The spread (the median
    absolute deviation) is never taken to be less than what makes `peer_factor` the limit: where most agree, or few have
    reported, it may come out as next to nothing or as 0, and any difference would look enormous.
    """
    kinds = catalogue.table("target_kinds").set_index("service_code")["kind"]
    measured = measured[(measured["service_code"].map(kinds) == "group") & (measured["ratio"] > 0)]
    group = [measured["service_code"], measured["unit"]]
    logarithm = np.log(measured["ratio"])
    distance = (logarithm - logarithm.groupby(group).transform("median")).abs()
    least = _NORMAL * math.log(settings.peer_factor) / settings.peer_z
    spread = distance.groupby(group).transform("median").clip(lower=least)
    count = measured["ratio"].groupby(group).transform("count")
    median = measured["ratio"].groupby(group).transform("median")
    far = (_NORMAL * distance / spread > settings.peer_z + 1e-9) & (count >= settings.fewest_peers)
    return measured.assign(median=median, count=count)[far]


def _finding_row(
    variant: str, one: tuple, names: pd.Series, where: pd.DataFrame, severity: Severity
) -> tuple[str, ...]:
    place = where.loc[(one.regency_code, one.revision, one.sheet)]
    letters = place["letters"]
    letter = letters.get(one.column, "")
    words = {"code": one.service_code, "count": one.count, "unit": one.unit}
    words |= {"stated": _shown(one.ratio), "median": _shown(one.median)}
    found = replace(catalogue.rules()[PEERS].finding(variant, **words), explanation=one.note)
    cell = f"{letter}{one.row}" if letter else ""
    stands = (place["title"], cell, shorten(one.figure))
    return (one.regency_code, names[one.regency_code, one.revision], PEERS, str(severity), *stands, found.told)


def _shown(ratio: float) -> str:
    """Three digits say how far apart two figures are."""
    return number_text(ratio, 0 if ratio >= 100 else 1 if ratio >= 10 else 2)

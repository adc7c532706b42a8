"""How the indices moved since the quarters that one is compared with, over the same members (rules.md part 3)."""

from collections.abc import Iterator
from itertools import product

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from schemas.category import NOISE, difference
from schemas.frames import frame_of
from schemas.movement import CAUSES, COMPOSITION, LEAST, Comparison, Move, Step
from schemas.period import Period
from schemas.reference import FIELDS
from tasks.compute.achievement import rank
from tasks.compute.change import Forced, compared

Level = tuple[str, str]
"""Of a quarter and a field (or `ALL`)."""


def comparisons(
    changes: pd.DataFrame, forced: Forced, trend: pd.DataFrame, period: Period, province_code: str
) -> list[Comparison]:
    """Of the whole and of each bidang, against every quarter that `period` is compared with, last year's first.

    `trend` is the Trend that the quarter belongs to, `changes` and `forced` what `change` gives of the same.
    """
    levels, nothing = _levels(trend, province_code), pd.Series(dtype=float)
    headline = trend[trend["regency_code"] == province_code].set_index(["period", "field_code"])["value"]
    points, found = _points(changes, province_code), []
    for since, field_code in product(_since(trend, period), ("ALL", *FIELDS)):
        then, now = (levels.get((one.key, field_code), nothing) for one in (since, period))
        of, start = points.get((province_code, field_code, since.key), {}), headline.get((since.key, field_code))
        found.append(_comparison(field_code, since, then, now, of, forced, start))
    return found


def _comparison(
    field_code: str, since: Period, then: pd.Series, now: pd.Series, of: dict[str, float], forced: Forced, start: float
) -> Comparison:
    """`of` is cause -> points, `start` the province's index of then."""
    members = then.index.intersection(now.index).sort_values()
    means = float(then[members].mean()), float(now[members].mean())
    moved = difference(*means, catalogue.categories()) if len(members) else float("nan")
    return Comparison(
        field_code,
        since,
        members=tuple(members),
        joined=tuple(sorted(now.index.difference(then.index))),
        left=tuple(sorted(then.index.difference(now.index))),
        then=means[0],
        now=means[1],
        difference=moved,
        points=of,
        by_target=_by_target(moved, of),
        forced=tuple(code for code in members if (code, field_code, "", since.key) in forced),
        steps=tuple(_steps(start, of)) if len(members) else (),
    )


def moves(
    changes: pd.DataFrame, forced: Forced, trend: pd.DataFrame, period: Period, province_code: str
) -> DataFrame[Move]:
    """`schemas.movement.Move` against every quarter that `period` is compared with, last year's first."""
    levels, points, rows = _levels(trend, province_code), _points(changes), []
    for since in _since(trend, period):
        for field_code in ("ALL", *FIELDS):
            if not {(one.key, field_code) for one in (since, period)} <= levels.keys():
                continue
            both = pd.concat(
                [levels[one.key, field_code] for one in (since, period)], axis=1, join="inner"
            ).sort_index()
            ranks = (
                [rank(both.iloc[:, at]) for at in (0, 1)] if field_code == "ALL" else [pd.Series(pd.NA, both.index)] * 2
            )
            for code, then, now in both.itertuples():
                of = points.get((code, field_code, since.key), {})
                ranked = (one[code] for one in ranks)
                moved = difference(then, now, catalogue.categories())
                told = _by_target(moved, of), (code, field_code, "", since.key) in forced
                rows.append((code, field_code, since.key, then, now, moved, *ranked, *told))
    return frame_of(Move, rows)


def _since(trend: pd.DataFrame, period: Period) -> list[Period]:
    return compared(period, [one for one in map(Period.parse, trend["period"].unique()) if one < period])


def _levels(trend: pd.DataFrame, province_code: str) -> dict[Level, pd.Series]:
    """Level -> regency -> its index, of those that have one."""
    values = trend[trend["regency_code"] != province_code].dropna(subset=["value"])
    return dict(list(values.set_index("regency_code").groupby(["period", "field_code"])["value"]))


def _points(changes: pd.DataFrame, *codes: str) -> dict[tuple[str, str, str], dict[str, float]]:
    """(regency, field, since) -> cause -> points; of the `codes` only, where some are given."""
    rows = changes[changes["service_code"] == ""]
    rows = rows[rows["regency_code"].isin(codes)] if codes else rows
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in rows.itertuples(index=False):
        found.setdefault((row.regency_code, row.field_code, row.from_period), {})[row.cause] = row.points
    return found


def _by_target(moved: float, points: dict[str, float]) -> bool:
    """Step 5: a rise without what targets and composition did is none; and a fall by higher targets is no fall."""
    way = 1 if moved > 0 else -1
    own = sum(value for cause, value in points.items() if cause not in (COMPOSITION, "target"))
    return bool(moved) and way * own + NOISE < LEAST and way * points.get("target", 0.0) >= LEAST


def _steps(start: float, points: dict[str, float]) -> Iterator[Step]:
    """What is larger first; what others report, last: it is nobody's doing."""
    for cause in [*sorted(CAUSES, key=lambda one: -abs(points[one])), COMPOSITION]:
        yield Step(cause, points[cause], start, start + points[cause])
        start += points[cause]

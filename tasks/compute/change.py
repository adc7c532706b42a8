"""Why an index moved from one quarter to another: points by cause, for the same members (rules.md part 3).

Five causes switch their inputs, of all services at once, from the earlier quarter to the later one. The points of a
cause are its Shapley value: what switching it changes, in the mean over all orders in which the five can be switched.
So they add up to the difference of the indices, and no cause is favoured by coming first.

Arrays of indices have a row a regency; their last axis is the services, or the levels: the whole, the six bidang, and
the services again.
"""

import warnings
from collections.abc import Collection, Iterator
from dataclasses import astuple, dataclass
from itertools import product
from math import factorial

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config.settings import ProvinceSettings
from schemas.frames import frame_of
from schemas.movement import CAUSES, COMPOSITION, Change
from schemas.period import Period
from schemas.reference import FIELDS
from tasks.compute.achievement import NIHIL_INDEX, quality_percentage, required_items, service_counts

_RECIPIENTS, _TARGET, _QUALITY, _NIHIL, _METHOD = range(len(CAUSES))
_STATES = np.array(list(product([False, True], repeat=len(CAUSES))))
"""Which causes are switched, a row a state: from none of them to all."""


Figures = dict[str, pd.DataFrame]
"""Sheet key -> the figures that count in a quarter."""

Forced = frozenset[tuple[str, str, str, str]]
"""regency_code, field_code, service_code and from_period of the levels of which one cause got all points."""


@dataclass(frozen=True)
class Inputs:
    """What the service indices of regencies rest on in a quarter: arrays of a row a regency, a column a service.

    `nihil` is what was declared and holds (target 0), `quality` the quality_pct, `edition` the lists that a service's
    quality items are from.
    """

    target: np.ndarray
    served: np.ndarray
    nihil: np.ndarray
    quality: np.ndarray
    edition: np.ndarray

    def of(self, rows: list[int]) -> "Inputs":
        return Inputs(*(array[rows] for array in astuple(self)))

    def indices(self, method: ProvinceSettings) -> np.ndarray:
        """Steps 1, 3 and 4 of part 1, as `tasks.compute.achievement` has them; NaN where a service has no index."""
        with np.errstate(divide="ignore", invalid="ignore"):
            recipient = 100 * np.minimum(self.served, self.target) / np.where(self.target > 0, self.target, np.nan)
        both = np.minimum(100, method.recipient_weight * recipient + method.quality_weight * self.quality)
        return np.where(self.nihil, NIHIL_INDEX[method.nihil], np.where(np.isnan(self.quality), recipient, both))


@dataclass(frozen=True)
class QuarterInputs:
    """The inputs of every regency that counts in a quarter."""

    period: Period
    regencies: list[str]
    inputs: Inputs


def inputs_of(period: Period, figures: Figures, services: pd.DataFrame, method: ProvinceSettings) -> QuarterInputs:
    """`services` are the columns of the arrays."""
    counts = service_counts(figures["recipients"], services).set_index(["regency_code", "service_code"])
    regencies = sorted(figures["recipients"]["regency_code"].unique())
    items = figures["quality"]
    lists = items["item_code"].str.split(".").str[1].groupby([items["regency_code"], items["service_code"]])
    edition = lists.agg(lambda tags: " ".join(sorted(set(tags)))).reindex(counts.index, fill_value="")
    quality = quality_percentage(required_items(items), method).reindex(counts.index)
    nihil = counts["nihil"] & (counts["target"] == 0)
    found = (counts["target"], counts["served"], nihil, quality, edition)
    return QuarterInputs(
        period, regencies, Inputs(*(values.to_numpy().reshape(len(regencies), len(services)) for values in found))
    )


def change(
    period: Period, known: dict[Period, Figures], services: pd.DataFrame, province_code: str, method: ProvinceSettings
) -> tuple[DataFrame[Change], Forced]:
    """`schemas.movement.Change` of a quarter against those of the `known` ones that it is compared with; and where one
    cause got all points.

    `known` holds the quarter itself and earlier ones, each computed by today's settings; `services` are the form's.
    """
    wanted = compared(period, [one for one in known if one < period])
    if period not in known or not wanted:
        return frame_of(Change, []), frozenset()
    inputs = {one: inputs_of(one, known[one], services, method) for one in (period, *wanted)}
    found = [between(inputs[one], inputs[period], services, province_code, method) for one in wanted]
    points, forced = zip(*found, strict=True)
    return pd.concat(points, ignore_index=True), frozenset().union(*forced)


def between(
    earlier: QuarterInputs, later: QuarterInputs, services: pd.DataFrame, province_code: str, method: ProvinceSettings
) -> tuple[DataFrame[Change], Forced]:
    """`change` between two quarters; no row where nobody reported in both."""
    members = sorted(set(earlier.regencies) & set(later.regencies))
    if not members:
        return frame_of(Change, []), frozenset()
    before, after = (one.inputs.of([one.regencies.index(code) for code in members]) for one in (earlier, later))
    field_of = services["field_code"].to_numpy()
    causes = _causes(before, after, method)
    levels = _levels(_states(before, after, causes, method), field_of)
    broken = np.isnan(levels).any(axis=0) & ~np.isnan(levels[0]) & ~np.isnan(levels[-1])
    points = _in_one_cause(_shapley(levels), levels, broken, _switched(before, after, causes, field_of))
    names = [("ALL", ""), *((code, "") for code in FIELDS), *services[["field_code", "service_code"]].to_numpy()]
    everybody = [_levels(one.inputs.indices(method), field_of) for one in (earlier, later)]
    rows = [*_regency_rows(points, members, names), *_province_rows(points, levels, everybody, province_code)]
    periods = earlier.period.key, later.period.key
    forced = frozenset((members[row], *names[at], periods[0]) for row, at in zip(*np.nonzero(broken), strict=True))
    return frame_of(Change, [(*level, *periods, cause, float(value)) for *level, cause, value in rows]), forced


def compared(period: Period, known: Collection[Period]) -> list[Period]:
    """Of the quarters that are known, those that one is compared with: the same of the year before, and the nearest
    earlier one of its own year. What was skipped is never filled in."""
    same = [period.back(4)] if period.back(4) in known else []
    within = [one for one in known if one.year == period.year and one < period]
    return same + ([max(within)] if within else [])


def _causes(before: Inputs, after: Inputs, method: ProvinceSettings) -> dict[str, np.ndarray]:
    """Field of `Inputs` -> by regency and service, the cause that switches it (rules.md part 3, step 2)."""
    nihil = before.nihil != after.nihil
    new = np.isnan(before.indices(method)) | np.isnan(after.indices(method))
    whole = {"target": _TARGET, "served": _RECIPIENTS, "nihil": _NIHIL, "quality": _QUALITY}
    found = {name: np.where(nihil, _NIHIL, np.where(new, _METHOD, cause)) for name, cause in whole.items()}
    other_items = (before.edition != after.edition) & ~nihil
    return found | {"quality": np.where(other_items, _METHOD, found["quality"])}


def _states(before: Inputs, after: Inputs, causes: dict[str, np.ndarray], method: ProvinceSettings) -> np.ndarray:
    """The service indices in every state, along the first axis."""
    found = []
    for switched in _STATES:
        mixed = {
            name: np.where(switched[cause], getattr(after, name), getattr(before, name))
            for name, cause in causes.items()
        }
        found.append(Inputs(**mixed, edition=after.edition).indices(method))
    return np.array(found)


def _levels(indices: np.ndarray, field_of: np.ndarray) -> np.ndarray:
    """Step 5 of part 1: service indices -> those of the whole, of each bidang and of each service."""
    fields = np.stack([_mean(indices[..., field_of == code]) for code in FIELDS], axis=-1)
    return np.concatenate([_mean(fields)[..., None], fields, indices], axis=-1)


def _mean(values: np.ndarray) -> np.ndarray:
    """Over the last axis, of what has a value; NaN where nothing has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy warns of a mean of nothing
        return np.nanmean(values, axis=-1)


def _shapley(states: np.ndarray) -> np.ndarray:
    """The points of each cause, along the first axis."""
    number = len(CAUSES)
    orders = [factorial(size) * factorial(number - 1 - size) / factorial(number) for size in range(number)]
    found = []
    for cause in range(number):
        without = np.flatnonzero(~_STATES[:, cause])
        with_it = without + 2 ** (number - 1 - cause)
        weights = np.array([orders[size] for size in _STATES[without].sum(axis=1)])
        found.append(np.tensordot(weights, states[with_it] - states[without], axes=1))
    return np.array(found)


def _switched(
    before: Inputs, after: Inputs, causes: dict[str, np.ndarray], field_of: np.ndarray
) -> dict[int, np.ndarray]:
    """Cause -> by regency and level, whether it switches anything there that differs: of `nihil` and `target`."""
    found = {
        _NIHIL: before.nihil != after.nihil,
        _TARGET: (causes["target"] == _TARGET) & (before.target != after.target),
    }
    return {cause: _levels(np.where(differs, 1.0, 0.0), field_of) > 0 for cause, differs in found.items()}


def _in_one_cause(
    points: np.ndarray, states: np.ndarray, broken: np.ndarray, switched: dict[int, np.ndarray]
) -> np.ndarray:
    """Where a mixed state has no index (`broken`), all points are those of nihil, else of the target, else of the
    method."""
    chosen = np.where(switched[_NIHIL], _NIHIL, np.where(switched[_TARGET], _TARGET, _METHOD))
    whole = np.where(np.arange(len(CAUSES))[:, None, None] == chosen, states[-1] - states[0], 0.0)
    return np.where(broken, whole, points)


def _regency_rows(points: np.ndarray, members: list[str], names: list[tuple[str, str]]) -> Iterator[tuple]:
    """regency_code, field_code, service_code, cause, points; NaN points belong to a level without an index."""
    for row, code in enumerate(members):
        for at, name in enumerate(names):
            if not np.isnan(points[0, row, at]):
                yield from ((code, *name, cause, points[no, row, at]) for no, cause in enumerate(CAUSES))


def _province_rows(
    points: np.ndarray, states: np.ndarray, everybody: list[np.ndarray], province_code: str
) -> Iterator[tuple]:
    """Of the whole and of each bidang: the means of the members' points, and what a change of reporters adds."""
    for at, field_code in enumerate(("ALL", *FIELDS)):
        common = ~np.isnan(points[0, :, at])
        if not common.any():
            continue
        others = [
            _mean(indices[:, at]) - state[common, at].mean()
            for indices, state in zip(everybody, (states[0], states[-1]), strict=True)
        ]
        for no, cause in enumerate(CAUSES):
            yield province_code, field_code, "", cause, points[no, common, at].mean()
        yield province_code, field_code, "", COMPOSITION, others[1] - others[0]

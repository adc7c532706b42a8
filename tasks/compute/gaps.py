"""How far each regency is from its next category, and how many more people it must serve to reach it.

An index is a sum over its services, so each person served adds a fixed number of points up to the service's target
(rules.md part 1, steps 1, 3 and 5): 80/target of the service's index, or 100/target without a quality part, divided by
the services of the bidang, and for the whole index by the bidang too. Nihil services give nobody to serve, but have a
place in the mean where the setting says so. Everything is computed in fractions: whether a plan reaches the boundary is
never a matter of rounding, and within 1e-9 of it is reached (step 8).
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, isnan, lcm
from typing import NamedTuple

import pandas as pd

from config.settings import ProvinceSettings
from schemas.category import NOISE, Categories, category, next_category
from schemas.frames import Gaps, GapServices, columns, frame_of
from schemas.movement import GapUnits
from tasks.compute.plans import Step, cheapest, fewest

_KEY = ["regency_code", "service_code"]


class Part(NamedTuple):
    """A service in an index: the people left, each of whom adds `points`/`per`, and the points lost to its lacking
    quality items.

    `people` is a fraction only where a province accepts fractions; `price` is rupiah per person, None if not known.
    """

    service_code: str
    field_code: str
    people: int | Fraction
    points: int
    per: int
    quality_points: float
    price: int | None

    def share(self, number: int) -> "Part":
        """The same in a mean of `number`."""
        code, field_code, people, points, per, quality_points, price = self
        return Part(code, field_code, people, points, per * number, quality_points / number, price)


def gaps(
    service: pd.DataFrame,
    field: pd.DataFrame,
    regency: pd.DataFrame,
    budget: pd.DataFrame,
    *,
    services: pd.DataFrame,
    categories: Categories,
    method: ProvinceSettings,
) -> dict[str, pd.DataFrame]:
    """`gaps` (schemas.frames.Gaps), `gap_services` (GapServices) and `gap_units` (GapUnits) of every regency in
    `service`.

    A row per bidang and one for the whole index. `service`, `field` and `regency` are its achievements, `budget` the
    accepted figures with `regency_code` in place of `submission`, `services` the form's.
    """
    indices = field.set_index(["regency_code", "field_code"])["field_index"].to_dict()
    whole = regency.set_index("regency_code")["regency_index"].to_dict()
    indices |= {(code, "ALL"): value for code, value in whole.items()}
    parts = _parts(service, budget, services, method)
    scopes = {code: _scopes(of_regency) for code, of_regency in parts.items()}
    found = [_gap(key, indices[key], scopes[key[0]].get(key[1], []), categories) for key in sorted(indices)]
    rows, service_rows = [row for row, _ in found], [row for _, rows in found for row in rows]
    by_service = frame_of(GapServices, service_rows)
    return {"gaps": frame_of(Gaps, rows), "gap_services": by_service, "gap_units": _by_unit(by_service, services)}


def _by_unit(by_service: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    units = by_service["service_code"].map(services.set_index("service_code")["unit"]).astype("str")
    key, plans = ["regency_code", "field_code", "unit"], ["people", "cheapest_people"]
    sums = by_service.assign(unit=units).groupby(key, sort=False)[plans].sum().reset_index()
    counted = sums[(sums[plans] > 0).any(axis="columns")].reset_index(drop=True)
    return GapUnits.validate(counted.astype(dict.fromkeys(key, "str")))


def _parts(
    service: pd.DataFrame, budget: pd.DataFrame, services: pd.DataFrame, method: ProvinceSettings
) -> dict[str, list[Part]]:
    """Regency -> the services that take part in its index, in the order of the form."""
    fields = services.set_index("service_code")["field_code"].to_dict()
    realised = budget.set_index(_KEY)["realised"].to_dict()
    weight = Fraction(str(method.recipient_weight))
    found: dict[str, list[Part]] = {code: [] for code in service["regency_code"].unique()}
    indexed = service[service["service_index"].notna()]
    wanted = ("regency_code", "service_code", "nihil", "target", "served", "quality_pct")
    for regency, code, nihil, stated, served, quality_pct in zip(
        *(indexed[name].tolist() for name in wanted), strict=True
    ):
        if nihil:
            part = Part(code, fields[code], 0, 0, 1, 0.0, None)
        else:
            plain = isnan(quality_pct)
            share, target = Fraction(1) if plain else weight, _exact(stated)
            people = max(0, target - _exact(served))
            points, per = 100 * share.numerator * target.denominator, share.denominator * target.numerator
            lost = 0.0 if plain else max(0.0, method.quality_weight * (100 - quality_pct))
            price = _price(realised.get((regency, code)), served)
            part = Part(code, fields[code], people, points, per, lost, price)
        found[regency].append(part)
    return found


def _exact(number: float) -> int | Fraction:
    return int(number) if number.is_integer() else Fraction(number)


def _price(realised: float | None, served: float) -> int | None:
    """Whole rupiah per person served; None where nothing was spent, nobody served or it is not known."""
    if realised is None or not realised > 0 or not served > 0:
        return None
    (paid, paid_per), (people, people_per) = realised.as_integer_ratio(), served.as_integer_ratio()
    whole, rest = divmod(paid * people_per, paid_per * people)
    return whole + (2 * rest >= paid_per * people) or None


def _scopes(parts: Sequence[Part]) -> dict[str, list[Part]]:
    """The services of each bidang, and of all (`ALL`), each with its share in that index."""
    fields: dict[str, list[Part]] = {}
    for part in parts:
        fields.setdefault(part.field_code, []).append(part)
    found = {code: [part.share(len(those)) for part in those] for code, those in fields.items()}
    return found | {"ALL": [part.share(len(fields[part.field_code]) * len(fields)) for part in parts]}


def _gap(
    key: tuple[str, str], value: float, parts: Sequence[Part], categories: Categories
) -> tuple[tuple, list[tuple]]:
    """A row of Gaps and its rows of GapServices."""
    row = dict.fromkeys(columns(Gaps)) | dict(zip(["regency_code", "field_code"], key, strict=True))
    row |= {"value": value, "category": category(value, categories), "next_category": "", "state": "nihil"}
    if pd.isna(value):
        return tuple(row.values()), []
    above = next_category(value, categories)
    reachable = min(100.0, value + _points(parts))
    quality = sum(part.quality_points for part in parts)
    row |= {"state": "tertinggi", "reachable_index": reachable, "quality_points": quality}
    if above is None:
        return tuple(row.values()), []
    row |= {"next_category": above[0], "next_index": above[1], "points": max(0.0, above[1] - value)}
    plans = _plans(parts, Fraction(above[1]) - Fraction(NOISE) - Fraction(value))
    row["state"] = _state(plans["people"] is not None, reachable + quality >= above[1] - NOISE)
    row["quality_needed"] = 0.0 if plans["people"] else above[1] - reachable
    row["people"], row["cost"] = _total(plans["people"], parts)
    row["cheapest_people"], row["cheapest_cost"] = _total(plans["cheapest_people"], parts)
    return tuple(row.values()), [(*key, *_of_service(part, plans.values())) for part in parts]


def _of_service(part: Part, plans: Iterable[dict[str, int] | None]) -> tuple:
    """The rest of a row of GapServices; `plans` in their order there."""
    points = part.points / part.per if part.people else None
    planned = ((plan or {}).get(part.service_code) for plan in plans)
    return part.service_code, ceil(part.people), points, part.quality_points, part.price, *planned


def _points(parts: Sequence[Part]) -> float:
    """What everybody who is left would add, added exactly and rounded once."""
    unit = lcm(*(part.per for part in parts))
    return float(sum(part.people * part.points * (unit // part.per) for part in parts) / unit)


def _state(by_people: bool, with_quality: bool) -> str:
    if by_people:
        return "terjangkau"
    return "perlu mutu" if with_quality else "tidak terjangkau"


def _plans(parts: Sequence[Part], need: Fraction) -> dict[str, dict[str, int] | None]:
    """`people` and `cheapest_people` -> service -> how many more people; None where there is no such plan."""
    exact = [step for part in parts for step in _steps(part)]
    unit = lcm(need.denominator, *(per for *_, per in exact))
    steps = [Step(part.service_code, people, points * (unit // per), part.price) for part, people, points, per in exact]
    return {
        name: _by_service(parts, steps, plan(steps, int(need * unit)))
        for name, plan in (("people", fewest), ("cheapest_people", cheapest))
    }


def _steps(part: Part) -> Iterator[tuple[Part, int, int, int]]:
    """Whole people, and the one who is a fraction short of the target: how many, points and per what."""
    whole = floor(part.people)
    rest = part.people - whole
    if whole and part.points:
        yield part, whole, part.points, part.per
    if rest and part.points:
        yield part, 1, part.points * rest.numerator, part.per * rest.denominator


def _by_service(parts: Sequence[Part], steps: Sequence[Step], taken: list[int] | None) -> dict[str, int] | None:
    if taken is None:
        return None
    found = {part.service_code: 0 for part in parts}
    for step, people in zip(steps, taken, strict=True):
        found[step.service_code] += people
    return found


def _total(plan: dict[str, int] | None, parts: Sequence[Part]) -> tuple[int | None, int | None]:
    """People and rupiah of a plan; no rupiah where a service of the plan has no known cost."""
    if plan is None:
        return None, None
    bought = [(plan[part.service_code], part.price) for part in parts if plan[part.service_code]]
    cost = None if any(price is None for _, price in bought) else sum(people * price for people, price in bought)
    return sum(plan.values()), cost

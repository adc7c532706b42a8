"""People not served, whom to serve first, and why an index moved: contracts, among them those of data files."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame
from schemas.period import Period
from schemas.reference import FIELDS

CAUSES = ("recipients", "target", "quality", "nihil", "method")
"""What can move an index of the same members (rules.md part 3): who was served, the targets, the quality items, what is
declared nihil, and what is dated in the method (edition of the form, list of services)."""
COMPOSITION = "composition"
"""What moves a province's mean because others report than did then."""
LEAST = 0.005
"""Points below this are printed as 0,00: no cause worth naming, and no rise."""


class Unserved(Frame):
    """A service's target that is not served, in the service's own unit, which is never added to another's.

    `cost_per_unit` is the regency's realised budget over those it served, NaN where either is 0 or unknown;
    `cost_to_serve_all` is that for all who are left, 0 where nobody is. Under the province's own code stands the sum
    over the counted regencies: its cost adds up what is known, NaN where nothing is, and it has no cost per unit.
    """

    regency_code: Series[str]
    service_code: Series[str]
    unit: Series[str]
    target: Series[float] = pa.Field(ge=0)
    served: Series[float] = pa.Field(ge=0)
    unserved: Series[float] = pa.Field(ge=0)
    cost_per_unit: Series[float] = pa.Field(ge=0, nullable=True)
    cost_to_serve_all: Series[float] = pa.Field(ge=0, nullable=True)


class UnservedByUnit(Frame):
    """Those whom a regency does not serve, added up over its services of one unit: a person who waits for two services
    counts in both; `target` is of whom it has to serve. Under the province's own code stands the sum over the counted
    regencies."""

    regency_code: Series[str]
    unit: Series[str]
    target: Series[float] = pa.Field(ge=0)
    unserved: Series[float] = pa.Field(ge=0)


class GapUnits(Frame):
    """The plans of a gap by the units of their services, which are never added up; only units that a plan counts."""

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    unit: Series[str]
    people: Series[pd.Int64Dtype] = pa.Field(ge=0)
    cheapest_people: Series[pd.Int64Dtype] = pa.Field(ge=0)


class ServingCost(Frame):
    """What serving everybody would cost a regency, by its own cost per unit, or under its code the province.

    In `short` of its services somebody is left (for the province: of all regencies' services together), and
    `cost_to_serve_all` adds up the `cost_known` of these whose cost is known, NaN where that is none.
    """

    regency_code: Series[str] = pa.Field(unique=True)
    short: Series[int] = pa.Field(ge=0)
    cost_known: Series[int] = pa.Field(ge=0)
    cost_to_serve_all: Series[float] = pa.Field(ge=0, nullable=True)


DECISIONS = ("people", "lift", "own_level")
"""Why a service is among the three to decide on: it leaves the most people of all unserved, serving them lifts the
province's index most, or it lies furthest below the level of the very regencies that deliver it."""
LEAST_REGENCIES = 3
"""A service that fewer regencies deliver says nothing about the province and is not ranked."""


class Priorities(Frame):
    """What serving everybody of a service would mean to the province.

    `regencies` deliver it, in `regencies_short` of them somebody is left, and of these `cost_known` know what it costs;
    `unserved` and `cost_to_serve_all` are the province's of `Unserved`. `lift` is how much the mean of the counted
    regencies would rise if all were served and nothing else changed; `against_own` is the mean, over the regencies that
    deliver it, of its index minus the regency's own. Ranked are the services of at least `LEAST_REGENCIES` regencies in
    which somebody is left: by people only among those of the same unit. `decision` is one of DECISIONS, or ''.
    """

    service_code: Series[str]
    unit: Series[str]
    regencies: Series[int] = pa.Field(ge=0)
    regencies_short: Series[int] = pa.Field(ge=0)
    unserved: Series[float] = pa.Field(ge=0)
    cost_known: Series[int] = pa.Field(ge=0)
    cost_to_serve_all: Series[float] = pa.Field(ge=0, nullable=True)
    lift: Series[float] = pa.Field(ge=0, le=100)
    against_own: Series[float] = pa.Field(ge=-100, le=100, nullable=True)
    rank_people: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    rank_lift: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    decision: Series[str] = pa.Field(isin=["", *DECISIONS])


class ChangedTargets(Frame):
    """A target that differs from what was fixed for the year (H07), in a submission of a regency that counts.

    `target` is what counts, `target_fixed` what counted in `fixed_period` at the end of the day `fixed_on`; NaN and ''
    where that was settled otherwise since. `sheet`, `cell` and `message` are the finding's.
    """

    regency_code: Series[str]
    service_code: Series[str]
    unit: Series[str]
    target: Series[float] = pa.Field(ge=0, nullable=True)
    target_fixed: Series[float] = pa.Field(ge=0, nullable=True)
    fixed_period: Series[str]
    fixed_on: Series[str]
    sheet: Series[str]
    cell: Series[str]
    message: Series[str]


class Change(Frame):
    """How many points of an index's change between two quarters one cause has.

    A level is a regency (field_code `ALL`), a field of it or a service of it, or under the province's own code its mean
    (`ALL`) and its fields; service_code is '' but for a service. The points of a level add up to the difference of its
    indices. A level without an index in one of the two quarters has no row.
    """

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    service_code: Series[str]
    from_period: Series[str]
    to_period: Series[str]
    cause: Series[str] = pa.Field(isin=[*CAUSES, COMPOSITION])
    points: Series[float] = pa.Field(ge=-100, le=100)


class Move(Frame):
    """How the index of a regency (field_code `ALL`) or of a field of it moved between two quarters that have it both.

    `difference` is of the two as printed (`schemas.category.difference`). `rank_then` and `rank_now` are among the
    regencies that have it in both; missing for a field. `by_target`: it rose or fell, but what is left without the
    causes `target` and `composition` did not. `forced`: some state between the quarters had no index, so that one cause
    got all points.
    """

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=[*FIELDS, "ALL"])
    from_period: Series[str]
    then: Series[float] = pa.Field(ge=0, le=100)
    now: Series[float] = pa.Field(ge=0, le=100)
    difference: Series[float] = pa.Field(ge=-100, le=100)
    rank_then: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    rank_now: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)
    by_target: Series[bool]
    forced: Series[bool]


PACES = ("ahead", "by_target", "level", "behind")


class Pace(Frame):
    """How far ahead (negative: behind) an index is before the year's end: of the same quarter of last year, or without
    that (`last_year` False) of an even course of the year; as printed (`schemas.category.difference`). `pace` is one of
    PACES; `by_target` as in `Move`: it is ahead, but not by what was served or supplied."""

    regency_code: Series[str]
    expected: Series[float] = pa.Field(ge=0, le=100)
    ahead: Series[float] = pa.Field(ge=-100, le=100)
    last_year: Series[bool]
    pace: Series[str] = pa.Field(isin=PACES)


@dataclass(frozen=True)
class Span:
    """The mean of all regencies if those that are `missing` had 0, the index of their report of the quarter `last`, or
    100; that is over so many.

    `unknown` are those without such a report; `at_last` is over the others and those that have reported, None where no
    missing one has one.
    """

    last: Period
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    over: int
    at_zero: float
    at_last: float | None
    at_full: float


@dataclass(frozen=True)
class Otherwise:
    """An index of an earlier quarter, of a regency or under the province's code its mean, that was `published` as
    another than is `counted` today; both as printed, '' where there is none."""

    period: Period
    regency_code: str
    published: str
    counted: str


@dataclass(frozen=True)
class Step:
    """One step from an index to a later one: a cause, its points, and where the index stands before and after it."""

    cause: str
    points: float
    start: float
    end: float


@dataclass(frozen=True)
class Comparison:
    """How the province's mean moved since an earlier quarter, as a whole (`ALL`) or for one field.

    `members` are the regencies that have this index in both quarters, `joined` those that have it only now, `left` only
    then; `then` and `now` are the means over the members, `difference` that of the two as printed, `points` what each
    cause did (all of `Change`'s of the province); NaN and nothing where there are no members. `by_target` as in `Move`,
    over the members. `forced` are the members of which one cause got all points. `steps` lead from the mean of all who
    reported then to that of all who do now.
    """

    field_code: str
    since: Period
    members: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    then: float
    now: float
    difference: float
    points: dict[str, float]
    by_target: bool = False
    forced: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class News:
    """What changed since the report that shows the quarter at `since` was published, by codes of regencies.

    `joined` count only now, `left` only then, `replaced` with other files than then; of `rejected` and `kept` the last
    file has come since and was rejected, of `kept` an earlier one goes on counting. `counted` is how many counted then;
    `then` and `now` are the means of those who counted, by today's settings and corrections, NaN where nobody did;
    `rules` says in words which of these are others than then. `alike` count with the same files among the same
    regencies, of which the same ones are above them.
    """

    since: datetime
    counted: int
    then: float
    now: float
    joined: tuple[str, ...]
    replaced: tuple[str, ...]
    left: tuple[str, ...]
    rejected: tuple[str, ...]
    kept: tuple[str, ...]
    rules: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

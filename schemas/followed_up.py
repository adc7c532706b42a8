"""What became of the problems and actions that were named a quarter ago. That one is not named any more does not say
that it is solved or done."""

from dataclasses import dataclass

import pandera.pandas as pa
from pandera.typing.pandas import DataFrame, Series

from schemas.contract import Frame
from schemas.period import Period

KINDS = {"problems": "problem", "actions": "activity"}
"""Sheet key -> the column whose words are compared."""
SAME, CHANGED, GONE = STATES = ("same", "changed", "gone")
COUNTS = tuple(f"{kind}_{state}" for kind in KINDS for state in STATES)


class FollowedUp(Frame):
    """A problem or action that a regency named for a service a quarter ago, once for each office that it named.

    `state` is `same` where the service has it now in the same words (but for capitals, spaces and punctuation);
    `changed` where it has others instead (`now`: every one of them that was not there before, as nobody can tell which
    replaces which); `gone` where it has none. `opd_now` is the office named beside what is there now: `opd` where that
    is still among them, else all of them; '' where none is.
    """

    regency_code: Series[str]
    service_code: Series[str]
    kind: Series[str] = pa.Field(isin=list(KINDS))
    opd: Series[str]
    then: Series[str]
    state: Series[str] = pa.Field(isin=list(STATES))
    now: Series[str]
    opd_now: Series[str]


class FollowedUpOf(Frame):
    """How many of them, by what became of them: of a regency (`name` is its code) or of an office (perangkat daerah) in
    all regencies, '' where none was named."""

    name: Series[str] = pa.Field(unique=True)
    problems_same: Series[int] = pa.Field(ge=0)
    problems_changed: Series[int] = pa.Field(ge=0)
    problems_gone: Series[int] = pa.Field(ge=0)
    actions_same: Series[int] = pa.Field(ge=0)
    actions_changed: Series[int] = pa.Field(ge=0)
    actions_gone: Series[int] = pa.Field(ge=0)


@dataclass(frozen=True)
class FollowUp:
    """`since` is the quarter before, in which `counted_then` regencies counted. `rows` are of those that are counted
    in `both`; `without` are the codes of those counted now only, of which nothing can be said. `handed_over` are
    the rows with another office now, one of each service and pair of offices."""

    since: Period
    counted_then: int
    both: tuple[str, ...]
    rows: DataFrame[FollowedUp]
    by_regency: DataFrame[FollowedUpOf]
    by_office: DataFrame[FollowedUpOf]
    without: tuple[str, ...]
    handed_over: DataFrame[FollowedUp]

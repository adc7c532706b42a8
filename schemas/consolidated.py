"""Everything a province's report shows, computed and ready to be rendered."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
from pandera.typing.pandas import DataFrame

from schemas.approval import Approval
from schemas.correction import Correction
from schemas.counted import COUNTED, CountedPlaces, Intake
from schemas.echo import ChangedMuch, Echo
from schemas.external import ExternalIndex
from schemas.finding import Finding
from schemas.followed_up import FollowUp
from schemas.frames import (
    FieldAchievement,
    FillRate,
    Findings,
    Gaps,
    GapServices,
    ProvinceAchievement,
    RegencyAchievement,
    ServiceAchievement,
    Submissions,
    Trend,
)
from schemas.movement import (
    Change,
    ChangedTargets,
    Comparison,
    GapUnits,
    Move,
    News,
    Otherwise,
    Pace,
    Priorities,
    ServingCost,
    Span,
    Unserved,
    UnservedByUnit,
)
from schemas.period import Period
from schemas.quality_card import QualityCards, SheetFill
from schemas.receipt import Receipt
from schemas.reconciliation import Account
from schemas.reference import Regions

OWN_UNKNOWN = "tidak diketahui"


@dataclass(frozen=True)
class Consolidated:
    """One province, one quarter, as known at `as_of` (aware, in the province's time zone).

    Each frame keeps the contract that it is annotated with. `own_service`, `own_recipients` and `own_budget` are the
    province's own form (regency_code is the province's code), empty where it has none; `own_status` is its status,
    OWN_UNKNOWN where a nameless file may be its own. `pooled` is the regencies taken together (regency_code '').
    `findings` are those of the submissions, and what only shows beside the other regencies (H04). `method` holds the
    settings that decide a figure (quality, nihil, weights, served_limit). `corrections` are those the province made;
    the figure frames already hold their new values.
    `trend` goes back up to two years, `moves` and `comparisons` are with the quarters this one is compared with;
    `first`: the ledger has nothing of a quarter before. `paces` has rows before the year's last quarter, `span` is what
    the mean can still be. `otherwise`
    are indices of earlier quarters that were published as others. `waiting`
    maps a regency of which some bidang are missing to the ready ones, `tied` and `resent` one whose sender is to be
    asked to the files in question (`tasks.compute.counting`). `nameless` files of the quarter may be a report of
    nobody knows whom: who has no other may have sent one of them, so that whether it reported is not known.
    """

    province_code: str
    province_name: str
    period: Period
    as_of: datetime
    deadline: datetime
    method: dict[str, str]
    regions: DataFrame[Regions]
    submissions: DataFrame[Submissions]
    intake: DataFrame[Intake]
    findings: DataFrame[Findings]
    recipients: Annotated[pd.DataFrame, COUNTED["recipients"]]
    quality: Annotated[pd.DataFrame, COUNTED["quality"]]
    budget: Annotated[pd.DataFrame, COUNTED["budget"]]
    problems: Annotated[pd.DataFrame, COUNTED["problems"]]
    stages: Annotated[pd.DataFrame, COUNTED["stages"]]
    actions: Annotated[pd.DataFrame, COUNTED["actions"]]
    service: DataFrame[ServiceAchievement]
    field: DataFrame[FieldAchievement]
    regency: DataFrame[RegencyAchievement]
    province: DataFrame[ProvinceAchievement]
    pooled: DataFrame[ServiceAchievement]
    gaps: DataFrame[Gaps]
    gap_services: DataFrame[GapServices]
    gap_units: DataFrame[GapUnits]
    own_status: str
    own_service: DataFrame[ServiceAchievement]
    own_recipients: Annotated[pd.DataFrame, COUNTED["recipients"]]
    own_budget: Annotated[pd.DataFrame, COUNTED["budget"]]
    places: DataFrame[CountedPlaces]
    quality_cards: QualityCards
    sheet_fill: DataFrame[SheetFill]
    trend: DataFrame[Trend]
    unserved: DataFrame[Unserved]
    unserved_by_unit: DataFrame[UnservedByUnit]
    serving_cost: DataFrame[ServingCost]
    priorities: DataFrame[Priorities]
    change: DataFrame[Change]
    fill_rate: DataFrame[FillRate]
    moves: DataFrame[Move]
    comparisons: list[Comparison]
    followed_up: FollowUp
    changed_targets: DataFrame[ChangedTargets]
    first: bool
    paces: DataFrame[Pace]
    span: Span | None
    otherwise: tuple[Otherwise, ...] = ()
    corrections: tuple[Correction, ...] = ()
    publisher: dict[str, str] = field(default_factory=dict)  # `ProvinceSettings.publisher`
    external: tuple[ExternalIndex, ...] = ()  # of this quarter, sorted; shown, never counted
    external_elsewhere: tuple[Period, ...] = ()  # without any of this quarter, those that have some
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    resent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nameless: int = 0
    changed: tuple[ChangedMuch, ...] = ()
    news: News | None = None  # None: no report of the quarter was published before
    approval: Approval | None = None  # None: the report is SEMENTARA
    view: tuple[str, ...] | None = None  # a report of a past moment: what differs from the one published then


@dataclass(frozen=True)
class Answer:
    """A submission that needs an annotated copy: `umpan-balik/<name>.xlsx`.

    `original` is the archived file (never changed), `kind` what its first bytes say (`xlsx`, `xls`, `xlsb`, `ods`, or
    '' for a file that is no workbook), `file_name` what the sender called it, `echo` what was understood of it.
    """

    name: str
    file_name: str
    original: Path
    kind: str
    regency_name: str
    status: str
    findings: list[Finding]
    cells: Account = field(default_factory=Account)
    echo: Echo = field(default_factory=Echo)


@dataclass(frozen=True)
class Answers:
    """What of a quarter goes back to its senders. `receipts`, which are signed when they are written, by the name of
    their files, without the ending; `copies` for the rejected submissions that still wait for a good one."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    copies: list[Answer] = field(default_factory=list)

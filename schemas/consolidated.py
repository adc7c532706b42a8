"""Everything a province's report shows, computed and ready to be rendered."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pandas as pd

from schemas.approval import Approval
from schemas.correction import Correction
from schemas.echo import Echo
from schemas.external import ExternalIndex
from schemas.finding import Finding
from schemas.followed_up import FollowUp
from schemas.movement import Comparison, News, Otherwise, Span
from schemas.period import Period
from schemas.quality_card import QualityCards
from schemas.receipt import Receipt
from schemas.reconciliation import Account

OWN_UNKNOWN = "tidak diketahui"


@dataclass(frozen=True)
class Consolidated:
    """One province, one quarter, as known at `as_of` (aware, in the province's time zone).

    The figure frames (`recipients` to `actions`) hold the rows of the counting submissions with `regency_code` and
    `revision` in place of `submission`; otherwise the columns of `schemas.frames`. `own_service`, `own_recipients` and
    `own_budget` are the province's own form (regency_code is the province's code), empty where it has none;
    `own_status` is its status, OWN_UNKNOWN where a nameless file may be its own. `pooled` is the
    ServiceAchievement of the regencies taken together (regency_code '').
    `places` says where the figures stand in the senders' files: regency_code, revision, sheet (key), title (its name
    there) and letters (column key -> Excel letter); a figure's `row` is its row.
    `findings` are those of the submissions, and what only shows beside the other regencies (H04).
    `submissions` to `province`, `gaps`, `gap_services`, `unserved`, `priorities`, `change` and `fill_rate` are the data
    files' frames, `unserved_by_unit` and `serving_cost` are `schemas.movement.UnservedByUnit` and ServingCost. `intake`
    has a row a file received for this quarter: regency_code, regency_name, revision, file_name, sha256, received_at,
    on_time, status, errors, warnings, counts (bool), fields (the codes of the bidang it covers), last (bool: no
    later one of its regency covers the same bidang), way, reason and stated_at (how it came, the date of the file
    itself; '' where that is not known), sorted by regency and revision. `method` holds the settings that
    decide a figure (quality, nihil, weights, served_limit). `corrections` are those the province made; the figure
    frames already hold their new values.
    `trend` goes back up to two years, `moves` (`schemas.movement.Move`) and `comparisons` are with the quarters this
    one is compared with; `first`: the ledger has nothing of a quarter before. `paces`
    (`schemas.movement.Pace`) has rows before the year's last quarter, `span` is what the mean can still be. `otherwise`
    are indices of earlier quarters that were published as others. `waiting`
    maps a regency of which some bidang are missing to the ready ones, `tied` and `resent` one whose sender is to be
    asked to the files in question (`tasks.compute.counting`). `nameless` files of the quarter are nobody's
    as far as can be told: who has no other may have sent one of them, so that whether it reported is not known.
    """

    province_code: str
    province_name: str
    period: Period
    as_of: datetime
    deadline: datetime
    method: dict[str, str]
    regions: pd.DataFrame  # code, name, kind: every regency of the province
    submissions: pd.DataFrame
    intake: pd.DataFrame
    findings: pd.DataFrame
    recipients: pd.DataFrame
    quality: pd.DataFrame
    budget: pd.DataFrame
    problems: pd.DataFrame
    stages: pd.DataFrame
    actions: pd.DataFrame
    service: pd.DataFrame
    field: pd.DataFrame
    regency: pd.DataFrame
    province: pd.DataFrame
    pooled: pd.DataFrame
    gaps: pd.DataFrame
    gap_services: pd.DataFrame
    gap_units: pd.DataFrame  # `schemas.movement.GapUnits`
    own_status: str
    own_service: pd.DataFrame
    own_recipients: pd.DataFrame
    own_budget: pd.DataFrame
    places: pd.DataFrame
    quality_cards: QualityCards
    trend: pd.DataFrame
    unserved: pd.DataFrame
    unserved_by_unit: pd.DataFrame
    serving_cost: pd.DataFrame
    priorities: pd.DataFrame
    change: pd.DataFrame
    fill_rate: pd.DataFrame
    moves: pd.DataFrame
    comparisons: list[Comparison]
    followed_up: FollowUp
    first: bool
    paces: pd.DataFrame
    span: Span | None
    otherwise: tuple[Otherwise, ...] = ()
    corrections: tuple[Correction, ...] = ()
    publisher: dict[str, str] = field(default_factory=dict)  # `ProvinceSettings.publisher`
    external: tuple[ExternalIndex, ...] = ()  # of this quarter, sorted; shown, never counted
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    resent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nameless: int = 0
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

"""The data files of a report: their names, and the contract of their rows, on which others rely."""

import pandera.pandas as pa

from schemas.followed_up import FollowedUp
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
from schemas.movement import Change, ChangedTargets, Priorities, Unserved

DATA_FILES: dict[str, type[pa.DataFrameModel]] = {
    "submissions": Submissions,
    "findings": Findings,
    "service_achievement": ServiceAchievement,
    "field_achievement": FieldAchievement,
    "regency_achievement": RegencyAchievement,
    "province_achievement": ProvinceAchievement,
    "gaps": Gaps,
    "gap_services": GapServices,
    "trend": Trend,
    "unserved": Unserved,
    "priorities": Priorities,
    "change": Change,
    "fill_rate": FillRate,
    "followed_up": FollowedUp,
    "changed_targets": ChangedTargets,
}
"""Name of a data file -> contract of its rows."""

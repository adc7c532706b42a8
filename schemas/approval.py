"""An approval of a province's report: who, when, why, and of exactly what."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Approval:
    """What the final report says of itself.

    `reviewed` is the SHA-256 of the manifest of the report that was read before deciding; `warnings` says why the
    warnings that stand may stand, '' where there are none; `edition` counts the final reports of a quarter from 1.
    """

    name: str
    office: str
    reason: str
    warnings: str
    decided_at: datetime  # aware, in the province's time zone
    reviewed: str
    edition: int

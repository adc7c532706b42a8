"""A submission's targets beside those that were fixed for the year (H07).

A province may settle a last day on which the targets of a year may change (setting `penetapan`): what counted of a
regency then is what is fixed. What a target counts whom an event hit cannot be fixed before the event.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import day_text, number_text
from tasks.judge.against_earlier import EarlierReport, beside, stated_target
from tasks.judge.row_rules import Columns, Row, RowRule
from tasks.judge.validate import broken_rows, figure_frames

RULE = "H07"
_SHEET, _TARGET = "recipients", "target"


@dataclass(frozen=True)
class FixedTargets:
    """What counted of a regency at the end of `last_day`."""

    last_day: date
    report: EarlierReport


def changed_targets(submissions: list[Normalised], fixed: list[FixedTargets | None]) -> list[list[Finding]]:
    """The findings of each submission beside the targets that were fixed before it came; none where none were."""
    found: list[list[Finding]] = [[] for _ in submissions]
    numbers = [number for number, one in enumerate(fixed) if one]
    if not numbers:
        return found
    books, known = [submissions[number] for number in numbers], [fixed[number] for number in numbers]
    frame = beside(_SHEET, figure_frames(books)[_SHEET], [one.report for one in known])
    days = pd.Series([day_text(one.last_day) for one in known])
    frame = frame.assign(day=frame["submission"].map(days))
    for position, finding in broken_rows(_SHEET, frame, [RowRule(RULE, _TARGET, _changed, _words)], books):
        found[numbers[position]].append(finding)
    return found


def _changed(f: Columns) -> np.ndarray:
    return (
        stated_target(f) & ~np.isnan(f["target_before"]) & (f["target"] != f["target_before"]) & (f["kind"] != "events")
    )


def _words(row: Row) -> dict:
    heading = catalogue.layout_for("kabkota").by_key[_SHEET].by_key[_TARGET].heading
    stated, before = number_text(row["target"]), number_text(row["target_before"])
    return {"heading": heading, "stated": stated, "before": before, "period": row["period"], "day": row["day"]}

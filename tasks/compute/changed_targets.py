"""Which targets that count differ from what was fixed for the year (H07), and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from pandera.typing.pandas import DataFrame

from config.settings import ProvinceSettings
from schemas.address import position_of
from schemas.finding import Finding
from schemas.frames import frame_of
from schemas.movement import ChangedTargets
from tasks.compute.nearest_reports import Compared, fixed_for
from tasks.judge.against_fixed import RULE, FixedTargets
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter

_UNKNOWN = (float("nan"), "", "")


@dataclass(frozen=True)
class Told:
    """A finding of a submission that counts, and what the submission is compared by."""

    finding: Finding
    revision: int
    compared: Compared


def told_of(findings: Mapping[int, list[Finding]], counted: pd.DataFrame, quarter: Quarter) -> list[Told]:
    """What the submissions of regencies that count are told of their targets; `findings` by submission."""
    files = counted[counted["regency_code"] != quarter.province_code].drop_duplicates("id")
    return [
        Told(finding, file.revision, (file.regency_code, file.form_version, quarter.period, file.received_at))
        for file in files.itertuples()
        for finding in findings[file.id]
        if finding.rule == RULE
    ]


def fixed_of(
    ledger: Ledger, told: list[Told], quarter: Quarter, settings: ProvinceSettings
) -> dict[Compared, FixedTargets]:
    """What is fixed for those that are told of a change; the ledger is asked only where one is."""
    compared = [one.compared for one in told]
    return fixed_for(ledger, compared, quarter.province_code, quarter.as_of, settings)


def changed_targets(
    told: list[Told], recipients: pd.DataFrame, fixed: Mapping[Compared, FixedTargets]
) -> DataFrame[ChangedTargets]:
    """A row a target, also where several are one finding. `recipients` are the figures that count, the province's
    corrections among them."""
    counting = {(row.regency_code, row.revision, row.row): row for row in recipients.itertuples()}
    rows = []
    for one in told:
        code, *_ = one.compared
        for cell in one.finding.all_cells:
            if row := counting.get((code, one.revision, position_of(cell)[0])):
                before = _fixed(fixed.get(one.compared), row.service_code)
                place = one.finding.sheet, cell, _told_at(cell, one.finding)
                rows.append((code, row.service_code, row.unit, row.target, *before, *place))
    return frame_of(ChangedTargets, sorted(rows, key=lambda row: (row[:2], row[7:])))


def _told_at(cell: str, finding: Finding) -> str:
    """The sentence has the figures of the first cell."""
    return finding.told if cell == finding.cell else f"Termasuk temuan {finding.name}."


def _fixed(targets: FixedTargets | None, service_code: str) -> tuple[float, str, str]:
    """The target, its quarter, and the last day; nothing where the day was settled otherwise since it was told."""
    if targets is None:
        return _UNKNOWN
    rows = targets.report.figures["recipients"].query("service_code == @service_code")
    if rows.empty:
        return _UNKNOWN
    return float(rows["target"].iloc[0]), targets.report.period.key, targets.last_day.isoformat()

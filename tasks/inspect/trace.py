"""From a reported number back to its cells: every figure that enters a service of a regency, with where it stood."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import CODE_COLUMNS, FIGURE_COLUMNS, Correction, Figure
from schemas.failure import Failure
from schemas.finding import Finding
from schemas.submission import Place
from tasks.compute.achievement import service_achievement
from tasks.compute.corrections import corrections_of
from tasks.compute.counting import counting, counting_figures, sent_files, waiting
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.manifest import published_moment
from tasks.report.data.write import read_data_file
from tasks.report.tables.lookups import waiting_text
from tasks.understand.identity import region_name


class TraceError(Failure, LookupError):
    """There is nothing to trace."""


@dataclass(frozen=True)
class Achieved:
    """0 to 100 each; None where it takes no part (`tasks.compute.achievement`)."""

    recipient_pct: float | None
    quality_pct: float | None
    service_index: float | None


@dataclass(frozen=True)
class Published:
    """What the published report says of the service, and the moment whose state it shows."""

    as_of: datetime
    achieved: Achieved


@dataclass(frozen=True)
class TracedFigure:
    """One figure as it is computed with. `sheet` and `column` are keys of the layout, `heading` is the form's.

    `value` is None where it could not be read. `code` is the service's or the quality item's, `name` the item's.
    `title` and `cell` say where the figure stands in the sender's file; the cell is '' where the file has no such
    column. `correction` is what the province changed; its `expected` is then the value in the cell.
    """

    sheet: str
    column: str
    heading: str
    code: str
    name: str
    value: Figure | None
    title: str
    cell: str
    findings: tuple[Finding, ...]
    correction: Correction | None


@dataclass(frozen=True)
class Trace:
    """A service of a regency. `received_at` is in the province's zone, `archived` the original's path in the archive.

    `achieved` is computed anew from exactly these figures; `published` is None where no report is published.
    """

    regency_code: str
    regency_name: str
    period: str
    service_code: str
    service_name: str
    file_name: str
    revision: int
    status: str
    sha256: str
    archived: str
    received_at: datetime
    achieved: Achieved
    published: Published | None
    figures: tuple[TracedFigure, ...]

    @property
    def agrees(self) -> bool:
        """Whether the published report says the same; False where there is none."""
        if self.published is None:
            return False
        pairs = zip(vars(self.achieved).values(), vars(self.published.achieved).values(), strict=True)
        return all(one == other or (one and other and math.isclose(one, other)) for one, other in pairs)


def published_achievement(folder: Path, regency_code: str, service_code: str) -> Published | None:
    """What the report in `folder` says; None where none is published or it does not count the regency."""
    name = "own_service_achievement" if len(regency_code) == 2 else "service_achievement"
    path = folder / "data" / f"{name}.csv"
    if not path.exists():
        return None
    rows = read_data_file(path)
    mine = rows[(rows["regency_code"] == regency_code) & (rows["service_code"] == service_code)]
    return Published(published_moment(folder), _achieved(mine.iloc[0])) if len(mine) else None


def trace(
    ledger: Ledger,
    quarter: Quarter,
    regency_code: str,
    service_code: str,
    settings: ProvinceSettings,
    corrections: Sequence[Correction] = (),
    published: Published | None = None,
) -> Trace:
    """One service of one regency (or of the province's own form) as it counts at the quarter's `as_of`. Raises
    TraceError where the regency has no counting submission, CorrectionError where its corrections can't be made."""
    counted = _counted(ledger, quarter, regency_code)
    services = catalogue.services(catalogue.layout_of(regency_code).version)
    service = services.set_index("service_code").loc[service_code]
    submission = counted[counted["field_code"] == service["field_code"]].iloc[0]
    mine = [one for one in corrections if one.regency_code == regency_code]
    made = corrections_of(mine, quarter.province_code, quarter.period)
    figures = counting_figures(ledger, counted, made, settings)
    achieved = service_achievement(figures["recipients"], figures["quality"], services, settings)
    return Trace(
        **_about(submission, service, quarter),
        achieved=_achieved(achieved.set_index("service_code").loc[service_code]),
        published=published,
        figures=tuple(_traced(ledger, int(submission["id"]), figures, service_code, made)),
    )


def _counted(ledger: Ledger, quarter: Quarter, regency_code: str) -> pd.DataFrame:
    """What counts of a regency, by bidang."""
    files = sent_files(ledger, quarter)
    mine = files[files["regency_code"] == regency_code]
    counted = counting(mine)
    if counted.empty:
        part = "".join(f": {waiting_text(ready)}" for ready in waiting(mine).values())
        raise TraceError(f"{regency_code} tidak mempunyai laporan {quarter.period} yang diterima{part}.")
    return counted


def _about(submission: pd.Series, service: pd.Series, quarter: Quarter) -> dict[str, object]:
    """Which service of whom, and the file that it was sent in."""
    code = submission["regency_code"]
    return {
        "regency_name": region_name(code),
        "period": quarter.period.key,
        "service_code": service.name,
        "service_name": service["service_name"],
        "revision": int(submission["revision"]),
        "received_at": submission["received_at"].to_pydatetime().astimezone(quarter.zone),
        **submission[["regency_code", "file_name", "status", "sha256", "archived"]],
    }


def _traced(
    ledger: Ledger, id_: int, figures: dict[str, pd.DataFrame], service_code: str, corrections: Sequence[Correction]
) -> Iterator[TracedFigure]:
    """Every figure of the service, as one reads the form: sheet, row, column."""
    places = ledger.places([id_]).set_index("sheet")
    findings = ledger.findings([id_])[id_]
    changed = {(one.sheet, one.code, one.column): one for one in corrections}
    names = catalogue.table("quality_items").set_index("item_code")["item_name"]
    for sheet, code_column in CODE_COLUMNS.items():
        rows = figures[sheet][figures[sheet]["service_code"] == service_code]
        for row, column in product(rows.to_dict("records"), FIGURE_COLUMNS[sheet]):
            place = Place(*places.loc[sheet, ["title", "header_row", "letters"]])
            cell, code = place.cell(column, row["row"]), row[code_column]
            yield TracedFigure(
                sheet,
                column,
                heading=catalogue.layout_for("kabkota").by_key[sheet].by_key[column].heading,
                code=code,
                name=names.get(code, ""),
                value=None if pd.isna(row[column]) else row[column],
                title=place.title,
                cell=cell,
                findings=tuple(one for one in findings if one.sheet == place.title and cell in one.all_cells),
                correction=changed.get((sheet, code, column)),
            )


def _achieved(row: pd.Series) -> Achieved:
    values = (row[name] for name in ("recipient_pct", "quality_pct", "service_index"))
    return Achieved(*(None if pd.isna(value) else float(value) for value in values))

"""What changed since a quarter's report was last published: who is counted now, whose figures are others."""

from dataclasses import replace
from datetime import datetime

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.frames import STATUSES
from schemas.ledger import publications
from schemas.movement import News
from tasks.compute.achievement import achievements, regency_index
from tasks.compute.counting import by_kept, counting, counting_figures, is_last, sent_files
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import utc_text

REJECTED = STATUSES[2]


def news(
    ledger: Ledger, quarter: Quarter, files: pd.DataFrame, regency: pd.DataFrame, settings: ProvinceSettings
) -> News | None:
    """Against the last report published before the quarter's moment; None where there was none.

    `files` are the quarter's submissions as `Ledger.files` gives them, `regency` the RegencyAchievement of those that
    count. Which files had come by then is the ledger's word; what they say is computed by today's settings.
    """
    if not (since := _last_published(ledger, quarter)):
        return None
    before = sent_files(ledger, replace(quarter, as_of=since))
    then, now = (counting(_of_regencies(some, quarter)) for some in (before, files))
    files_then, files_now = _files_of(then), _files_of(now)
    replaced = [code for code in files_now if code in files_then and files_now[code] != files_then[code]]
    former = _indices_then(ledger, then, set(files_then) - set(replaced), regency, settings)
    return News(
        since=since,
        counted=len(files_then),
        joined=tuple(code for code in files_now if code not in files_then),
        replaced=tuple(replaced),
        left=tuple(code for code in files_then if code not in files_now),
        **_rejected_since(before, _of_regencies(files, quarter), now),
        **_beside_former(former, regency.set_index("regency_code")["regency_index"], set(replaced)),
    )


def _beside_former(then: pd.Series, now: pd.Series, replaced: set[str]) -> dict[str, object]:
    return {"then": float(then.mean()), "now": float(now.mean()), "alike": _alike(then, now, replaced)}


def _alike(then: pd.Series, now: pd.Series, replaced: set[str]) -> tuple[str, ...]:
    """Of whom nothing is said that was not said then: index and rank, among all and among any of them, are the same.
    Nobody where others count now: everybody's rank is told beside their number."""
    if set(then.index) != set(now.index):
        return ()
    return tuple(code for code in now.index if code not in replaced and _above(then, code) == _above(now, code))


def _above(indices: pd.Series, code: str) -> set[str]:
    return set(indices.index[indices > indices[code]])


def _rejected_since(before: pd.DataFrame, files: pd.DataFrame, now: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Of whom nothing counts now, and of whom an earlier report goes on counting."""
    rejected = files[~files["id"].isin(before["id"]) & is_last(files) & (files["status"] == REJECTED)]
    of = by_kept(rejected.sort_values("regency_code"), now, "regency_code")
    return dict(zip(("rejected", "kept"), of, strict=True))


def _last_published(ledger: Ledger, quarter: Quarter) -> datetime | None:
    moments = [row.as_of for row in ledger.rows(publications, **quarter.key) if row.as_of < utc_text(quarter.as_of)]
    return datetime.fromisoformat(max(moments)).astimezone(quarter.zone) if moments else None


def _of_regencies(files: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    return files[files["regency_code"].isin(quarter.regions["code"])]


def _files_of(counted: pd.DataFrame) -> dict[str, set[int]]:
    """Regency -> the submissions that count."""
    return {code: set(ids) for code, ids in counted.groupby("regency_code")["id"]}


def _indices_then(
    ledger: Ledger, then: pd.DataFrame, unchanged: set[str], regency: pd.DataFrame, settings: ProvinceSettings
) -> pd.Series:
    """By code, of those that counted then; only what they do not count with any more is read anew."""
    indices = regency.set_index("regency_code")["regency_index"]
    others = then[~then["regency_code"].isin(unchanged & set(indices.index))]
    values = [indices[indices.index.isin(then["regency_code"]) & ~indices.index.isin(others["regency_code"])]]
    if len(others):
        figures = counting_figures(ledger, others, (), settings)
        services = catalogue.services(catalogue.layout_for("kabkota").version)
        values.append(regency_index(achievements(figures, services, settings)[1]))
    return pd.concat(values)

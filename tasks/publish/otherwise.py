"""Where an earlier quarter's published report says another index than is counted for it today."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from config import catalogue
from schemas.category import printed
from schemas.consolidated import Consolidated
from schemas.movement import Otherwise
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.fingerprint import Basis
from tasks.publish.manifest import published_moment
from tasks.publish.publish import DATA, report_folder
from tasks.publish.view import rules_since
from tasks.report.data.write import read_data_file


def beside_published(
    consolidated: Consolidated, outbox: Path, ledger: Ledger, quarter: Quarter, basis: Basis
) -> Consolidated:
    """With what was published otherwise: earlier quarters, and by which other rules this one."""
    news = consolidated.news
    if news:
        news = replace(news, rules=rules_since(ledger, quarter, news.since, basis))
    return replace(consolidated, news=news, otherwise=published_otherwise(outbox, consolidated))


def published_otherwise(outbox: Path, consolidated: Consolidated) -> tuple[Otherwise, ...]:
    """Of every earlier quarter of the trend, oldest first; the province's mean before its regencies.

    What was approved stands for a quarter, else what was published; a report that is younger than this one's moment was
    not there yet.
    """
    c, found = consolidated, []
    for key in sorted(set(c.trend["period"]) - {c.period.key}):
        rows = c.trend[(c.trend["period"] == key) & (c.trend["field_code"] == "ALL")]
        now = rows.dropna(subset=["value"]).set_index("regency_code")["value"]
        for folder in _published(outbox, c.province_code, Period.parse(key)):
            moment = published_moment(folder)
            if moment and moment <= c.as_of:
                found += _differing(folder, Period.parse(key), now, c.province_code)
                break
    return tuple(found)


def _published(outbox: Path, province_code: str, period: Period) -> list[Path]:
    """The final reports, the last one first, then the provisional one."""
    finals = []
    while (folder := report_folder(outbox, province_code, period, len(finals) + 1)).is_dir():
        finals.insert(0, folder)
    return [*finals, report_folder(outbox, province_code, period)]


def _differing(folder: Path, period: Period, now: pd.Series, province_code: str) -> Iterator[Otherwise]:
    categories = catalogue.categories()
    for code, then in _indices(folder / DATA, province_code).items():
        counted = printed(now[code], categories) if code in now.index else ""
        if then != counted:
            yield Otherwise(period, code, then, counted)


def _indices(data: Path, province_code: str) -> dict[str, str]:
    """The printed index of the province and of each regency; nothing of a report that cannot be read any more, which is
    for `spm verify` to tell."""
    try:
        province = read_data_file(data / "province_achievement.csv")
        regency = read_data_file(data / "regency_achievement.csv").set_index("regency_code")["printed_index"]
    except (OSError, ValueError, KeyError):
        return {}
    headline = province[(province["measure"] == "mean_reported") & (province["field_code"] == "ALL")]
    return {province_code: "".join(headline["printed_value"]), **regency.to_dict()}

"""What had counted of a regency at a moment, for a submission to be compared with."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

import pandas as pd

from config.provinces import provinces
from config.settings import ProvinceSettings
from schemas.frames import COUNTING
from schemas.period import Period
from tasks.compute.counting import counting_figures, covered_fields, ready
from tasks.judge.against_earlier import COMPARED, EarlierReport
from tasks.judge.against_fixed import FixedTargets
from tasks.ledger.ledger import Ledger

Compared = tuple[str, str, Period, datetime]
"""Regency, form, quarter and time of receipt of a submission: what decides with which earlier report it is compared."""

Span = Callable[[Period], tuple[Period, Period]]
"""Quarter of a submission -> the first and the last quarter that it may be compared with."""


def nearest_reports(
    ledger: Ledger,
    until: dict[Compared, datetime],
    span: Span,
    province_code: str,
    as_of: datetime,
    settings: ProvinceSettings,
) -> dict[Compared, EarlierReport]:
    """Of each submission the nearest accepted report of the `span` of its quarter that was there at a moment."""
    accepted = _accepted(ledger, province_code, as_of, set(until), span) if until else pd.DataFrame()
    if accepted.empty:
        return {}
    of_regency = dict(list(accepted.groupby("regency_code")))
    counted = {
        one: _counted(of_regency[one[0]], one, moment, span) for one, moment in until.items() if one[0] in of_regency
    }
    return _with_figures(ledger, {one: files for one, files in counted.items() if len(files)}, settings)


def _accepted(ledger: Ledger, province_code: str, as_of: datetime, wanted: set[Compared], span: Span) -> pd.DataFrame:
    """The accepted submissions among which the earlier reports of all those wanted are found: one question."""
    firsts, lasts = zip(*(span(period) for *_, period, _ in wanted), strict=True)
    known_at = max(as_of, *(received for *_, received in wanted))
    files = ledger.files(province_code, max(lasts), known_at, min(firsts))
    return files[files["status"].isin(COUNTING)]


def _counted(accepted: pd.DataFrame, one: Compared, until: datetime, span: Span) -> pd.DataFrame:
    """By bidang: the regency's accepted ones of the nearest quarter that has any of the same bidang."""
    _, form, period, _ = one
    earlier = accepted["period"].between(*(end.key for end in span(period)))
    same = accepted["form_version"].map(lambda other: bool({*covered_fields(other)} & {*covered_fields(form)}))
    known = accepted[earlier & same & (accepted["received_at"] <= until)]
    return ready(known[known["period"] == known["period"].max()])


def _with_figures(
    ledger: Ledger, counted: dict[Compared, pd.DataFrame], settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    """The figures of all at once; where submissions of one regency have different reports before them, once more."""
    rounds: dict[int, dict[str, pd.DataFrame]] = defaultdict(dict)
    reports = {tuple(files["id"]): (one[0], files) for one, files in counted.items()}
    turn: Counter[str] = Counter()
    for regency, files in reports.values():
        rounds[turn[regency]][regency] = files
        turn[regency] += 1
    figures = {}
    for part in rounds.values():
        read = counting_figures(ledger, pd.concat(part.values()), (), settings, COMPARED)
        for regency, files in part.items():
            mine = {key: frame[frame["regency_code"] == regency] for key, frame in read.items()}
            figures[tuple(files["id"])] = mine
    return {
        one: EarlierReport(Period.parse(files["period"].iloc[0]), figures[tuple(files["id"])])
        for one, files in counted.items()
    }


def fixed_for(
    ledger: Ledger,
    submissions: Iterable[Compared],
    province_code: str,
    as_of: datetime,
    settings: ProvinceSettings,
) -> dict[Compared, FixedTargets]:
    """What had been reported of the year by the last day for its targets, for the submissions that came after it."""
    ends = {year: _end_of(day, province_code) for year, day in settings.penetapan.items()}
    later = {one: ends[one[2].year] for one in submissions if one[2].year in ends and one[-1] > ends[one[2].year]}
    reports = nearest_reports(ledger, later, _so_far_in_year, province_code, as_of, settings)
    return {one: FixedTargets(settings.penetapan[one[2].year], report) for one, report in reports.items()}


def _so_far_in_year(period: Period) -> tuple[Period, Period]:
    return Period(period.year, 1), period


def _end_of(day: date, province_code: str) -> datetime:
    return datetime.combine(day, time.max, provinces()[province_code].zone)

"""What counted of a regency before, and how submissions are taken in so that each is compared with it.

A submission is compared with the nearest earlier quarter of its year of which an accepted report had been received when
it was received itself, and, only to see whether it is a copy, with the same quarter of last year. So the outcome
depends neither on the order of files nor on which of them came in one night, and a reading again finds the same. The
figures are the sender's own: what the province corrects in its report is no reason to tell a sender that its figures
differ from what it sent.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pandas as pd

from config.provinces import provinces
from config.settings import ProvinceSettings
from schemas.frames import COUNTING
from schemas.period import Period
from schemas.submission import Checked, Taken
from tasks.compute.counting import counting_figures, covered_fields, ready
from tasks.home.trouble import STRICT, Troubles
from tasks.intake.take_in import Compared, Context, attributed_period, check, compared_as
from tasks.judge.against_earlier import COMPARED, EarlierReport
from tasks.judge.against_fixed import FixedTargets
from tasks.ledger.ledger import Ledger

Span = Callable[[Period], tuple[Period, Period]]
"""Quarter of a submission -> the first and the last quarter that it may be compared with."""


def take_in(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings, troubles: Troubles = STRICT
) -> list[Checked]:
    """Checks and records a batch, a quarter after the other: where it holds two of a regency, the later one is compared
    with the earlier. `context` needs to know nothing of the ledger."""
    quarters: dict[Period, list[Taken]] = defaultdict(list)
    for one in taken:
        quarters[attributed_period(one, context)].append(one)
    recorded = []
    for _, batch in sorted(quarters.items()):
        try:
            recorded += _judged(ledger, batch, context, settings)
        except Exception:  # one of them is the cause: alone, each of the others goes through
            for one in sorted(batch, key=lambda one: (one.arrival.received_at, one.arrival.id)):
                with troubles.over(one.arrival.file_name, "memeriksa dan mencatat"):
                    recorded += _judged(ledger, [one], context, settings)
    return recorded


def _judged(ledger: Ledger, batch: list[Taken], context: Context, settings: ProvinceSettings) -> list[Checked]:
    """Checked and recorded, all of them or none."""
    checked = judged(ledger, batch, context, settings)
    ledger.record(context.province_code, checked, context.as_of)
    return checked


def judged(ledger: Ledger, batch: list[Taken], context: Context, settings: ProvinceSettings) -> list[Checked]:
    """Checked beside all that the ledger knows; nothing is recorded."""
    known = replace(context, earlier=ledger.earlier(context.province_code))
    return check(batch, beside_earlier(ledger, batch, known, settings), settings)


def beside_earlier(ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings) -> Context:
    """The context with all that the ledger holds to compare a batch with."""
    return replace(
        context,
        reports=earlier_reports(ledger, taken, context, settings),
        last_year=last_years_reports(ledger, taken, context, settings),
        fixed=fixed_targets(ledger, taken, context, settings),
    )


def earlier_reports(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    """What each submission of a batch is compared with, as `Context.reports`; nothing for one that has nothing."""
    return _nearest_reports(ledger, _received(taken, context), _before_in_year, context, settings)


def last_years_reports(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    """What had been reported of the same quarter of last year, as `Context.last_year`."""
    return _nearest_reports(ledger, _received(taken, context), _same_last_year, context, settings)


def fixed_targets(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, FixedTargets]:
    """What had been reported of the year by the last day for its targets, for the submissions that came after it."""
    ends = {year: _end_of(day, context) for year, day in settings.penetapan.items()}
    later = {
        one: ends[one[2].year]
        for one in (compared_as(one, context) for one in taken)
        if one[2].year in ends and one[-1] > ends[one[2].year]
    }
    reports = _nearest_reports(ledger, later, _so_far_in_year, context, settings)
    return {one: FixedTargets(settings.penetapan[one[2].year], report) for one, report in reports.items()}


def _received(taken: list[Taken], context: Context) -> dict[Compared, datetime]:
    return {one: one[-1] for one in (compared_as(one, context) for one in taken)}


def _before_in_year(period: Period) -> tuple[Period, Period]:
    return Period(period.year, 1), period.previous()


def _so_far_in_year(period: Period) -> tuple[Period, Period]:
    return Period(period.year, 1), period


def _same_last_year(period: Period) -> tuple[Period, Period]:
    return period.back(4), period.back(4)


def _end_of(day: date, context: Context) -> datetime:
    return datetime.combine(day, time.max, provinces()[context.province_code].zone)


def _nearest_reports(
    ledger: Ledger,
    until: dict[Compared, datetime],
    span: Span,
    context: Context,
    settings: ProvinceSettings,
) -> dict[Compared, EarlierReport]:
    """Of each submission the nearest accepted report of the `span` of its quarter that was there at a moment."""
    accepted = _accepted(ledger, context, set(until), span) if until else pd.DataFrame()
    if accepted.empty:
        return {}
    of_regency = dict(list(accepted.groupby("regency_code")))
    counted = {
        one: _counted(of_regency[one[0]], one, moment, span) for one, moment in until.items() if one[0] in of_regency
    }
    return _with_figures(ledger, {one: files for one, files in counted.items() if len(files)}, settings)


def _accepted(ledger: Ledger, context: Context, wanted: set[Compared], span: Span) -> pd.DataFrame:
    """The accepted submissions among which the earlier reports of all those wanted are found: one question."""
    firsts, lasts = zip(*(span(period) for *_, period, _ in wanted), strict=True)
    known_at = max(context.as_of, *(received for *_, received in wanted))
    files = ledger.files(context.province_code, max(lasts), known_at, min(firsts))
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

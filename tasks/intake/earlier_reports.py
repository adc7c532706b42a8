"""What counted of a regency before, and how submissions are taken in so that each is compared with it.

A submission is compared with the nearest earlier quarter of its year of which an accepted report had been received when
it was received itself, and, only to see whether it is a copy, with the same quarter of last year. So the outcome
depends neither on the order of files nor on which of them came in one night, and a reading again finds the same. The
figures are the sender's own: what the province corrects in its report is no reason to tell a sender that its figures
differ from what it sent.
"""

from collections import defaultdict
from dataclasses import replace

from config.settings import ProvinceSettings
from schemas.period import Period
from schemas.submission import Checked, Taken
from tasks.compute.nearest_reports import Compared, Span, fixed_for, nearest_reports
from tasks.home.trouble import STRICT, Troubles
from tasks.intake.replaced_reports import replaced_reports
from tasks.intake.take_in import Context, attributed_period, check, compared_as
from tasks.judge.against_earlier import EarlierReport
from tasks.judge.against_fixed import FixedTargets
from tasks.ledger.ledger import Ledger


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
        replaced=replaced_reports(ledger, taken, context),
    )


def earlier_reports(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    """What each submission of a batch is compared with, as `Context.reports`; nothing for one that has nothing."""
    return _nearest(ledger, taken, _before_in_year, context, settings)


def last_years_reports(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    """What had been reported of the same quarter of last year, as `Context.last_year`."""
    return _nearest(ledger, taken, _same_last_year, context, settings)


def fixed_targets(
    ledger: Ledger, taken: list[Taken], context: Context, settings: ProvinceSettings
) -> dict[Compared, FixedTargets]:
    """What had been reported of the year by the last day for its targets, for the submissions that came after it."""
    compared = [compared_as(one, context) for one in taken]
    return fixed_for(ledger, compared, context.province_code, context.as_of, settings)


def _nearest(
    ledger: Ledger, taken: list[Taken], span: Span, context: Context, settings: ProvinceSettings
) -> dict[Compared, EarlierReport]:
    until = {one: one[-1] for one in (compared_as(one, context) for one in taken)}
    return nearest_reports(ledger, until, span, context.province_code, context.as_of, settings)


def _before_in_year(period: Period) -> tuple[Period, Period]:
    return Period(period.year, 1), period.previous()


def _same_last_year(period: Period) -> tuple[Period, Period]:
    return period.back(4), period.back(4)

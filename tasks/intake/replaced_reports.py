"""When the report came that a file would replace which may be about another quarter."""

from datetime import date, datetime

from config.provinces import provinces
from schemas.frames import COUNTING
from schemas.submission import Taken
from tasks.compute.counting import covered_fields
from tasks.compute.nearest_reports import Compared
from tasks.intake.take_in import Context, compared_as, names_another_quarter
from tasks.ledger.ledger import Ledger


def replaced_reports(ledger: Ledger, taken: list[Taken], context: Context) -> dict[Compared, date]:
    """Of each submission whose name or titles say another quarter than it does, as `Context.replaced`; nothing for one
    that would replace none. Of two in one batch the one that is not in doubt came to be replaced as well."""
    doubtful = [one for one in taken if names_another_quarter(one)]
    certain = [one for one in taken if id(one) not in {*map(id, doubtful)}] if doubtful else []
    zone, found = provinces()[context.province_code].zone if doubtful else None, {}
    for one in doubtful:
        key = compared_as(one, context)
        moments = [*_accepted_before(ledger, one, key, context), *_before_in_batch(certain, key, context)]
        if moments and key[0]:
            found[key] = max(moments).astimezone(zone).date()
    return found


def _accepted_before(ledger: Ledger, one: Taken, key: Compared, context: Context) -> list[datetime]:
    regency, form, period, received = key
    sent = ledger.files(context.province_code, period, max(context.as_of, received), regency_code=regency)
    return [
        row.received_at.to_pydatetime()
        for row in sent[sent["status"].isin(COUNTING)].itertuples()
        if row.received_at < received and row.sha256 != one.arrival.sha256 and _about_the_same(row.form_version, form)
    ]


def _before_in_batch(certain: list[Taken], key: Compared, context: Context) -> list[datetime]:
    regency, form, period, received = key
    keys = [compared_as(other, context) for other in certain]
    return [
        moment
        for whose, other, of, moment in keys
        if (whose, of) == (regency, period) and moment < received and _about_the_same(other, form)
    ]


def _about_the_same(form: str, other: str) -> bool:
    return bool({*covered_fields(form)} & {*covered_fields(other)})

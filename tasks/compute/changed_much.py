"""Reports that count and are probably a mistake beside what the same regency sent before: its province is to ask."""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from config.settings import ProvinceSettings
from schemas.echo import ChangedMuch, Difference
from schemas.frames import COUNTING
from schemas.ledger import publications
from schemas.period import Period
from tasks.compute.counting import counting, submissions_of
from tasks.compute.echo_difference import difference
from tasks.compute.echo_recorded import compared_figures, compared_with, replaced_by
from tasks.compute.news import news
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import utc_text
from tasks.understand.echo import Rows

COMPARING = "membandingkan dengan kiriman terdahulunya"


def since_before(
    ledger: Ledger,
    quarter: Quarter,
    sent: pd.DataFrame,
    files: pd.DataFrame,
    regency: pd.DataFrame,
    settings: ProvinceSettings,
    troubles: Troubles,
) -> dict[str, object]:
    """What changed since a report was published (`files` and `regency` as `news` wants them), and what is far from what
    the same regency sent before."""
    return {
        "news": news(ledger, quarter, files, regency, settings),
        "changed": changed_much(ledger, sent, quarter, troubles),
    }


def changed_much(
    ledger: Ledger, sent: pd.DataFrame, quarter: Quarter, troubles: Troubles = STRICT
) -> tuple[ChangedMuch, ...]:
    """Of the submissions that count for a quarter: the nearest revision, and the quarter before, from which they are
    far; nothing of one that met a disturbance. `sent` is what was sent since the year began, without repeated content.

    A revision is compared with each that it came after: who sends the same figures again has neither taken them back
    nor confirmed them. They are confirmed by who explains them in Keterangan (`Difference.explanation`), and by who has
    approved a final report since: it was told of them.
    """
    known = sent[(sent["period"] >= Period(quarter.period.year, 1).key) & (sent["period"] <= quarter.period.key)]
    known = known[known.duplicated("regency_code", keep=False)]  # a first one has nothing before it
    of_regency, rows = dict(list(known.groupby("regency_code"))), _unconfirmed(ledger, known, quarter)
    earlier: dict[int, list[tuple[str, pd.DataFrame]]] = {}
    for row in rows:
        with troubles.over(row.file_name, COMPARING):
            earlier[row.id] = list(_earlier(of_regency[row.regency_code], row))
    others = {int(id_) for found in earlier.values() for _, of in found for id_ in of["id"]}
    figures = compared_figures(ledger, sorted(others.union(int(id_) for id_ in earlier)))
    told: list[ChangedMuch] = []
    for row in rows:
        with troubles.over(row.file_name, COMPARING):
            striking = _striking(earlier[row.id], figures, row) if row.id in earlier else ()
            told += [ChangedMuch(row.regency_code, int(row.revision), one) for one in striking]
    return tuple(told)


def _striking(
    earlier: list[tuple[str, pd.DataFrame]], figures: Mapping[int, Rows], row: tuple
) -> Collection[Difference]:
    """The first of each kind, one that is not explained before those that are."""
    told: dict[str, Difference] = {}
    for kind, of in earlier:
        known = told.get(kind)
        if known and known.is_doubtful:
            continue
        one = difference(kind, of, figures, figures[row.id], row.form_version)
        if one and (one.is_doubtful or (one.is_striking and not known)):
            told[kind] = one
    return told.values()


def _unconfirmed(ledger: Ledger, sent: pd.DataFrame, quarter: Quarter) -> list[tuple]:
    """The submissions that count, but for those that the quarter's last final report was approved with."""
    finals = ledger.rows(publications, **quarter.key, final=True)
    approved = max((one.as_of for one in finals if one.as_of <= utc_text(quarter.as_of)), default="")
    counted = submissions_of(counting(sent[sent["period"] == quarter.period.key]))
    return [row for row in counted.itertuples() if utc_text(row.received_at) > approved]


def _earlier(mine: pd.DataFrame, row: tuple) -> Iterator[tuple[str, pd.DataFrame]]:
    """Kind, and the submissions that it is compared with: what counted before each accepted one came, the nearest
    first."""
    revision, quarter = compared_with(mine, row)
    accepted = mine[(mine["period"] == row.period) & mine["status"].isin(COUNTING) & (mine["id"] != row.id)]
    before = [replaced_by(mine, each) for each in accepted[::-1].itertuples() if _is_before(each, row)]
    yield from ((kind, of) for kind, of in (revision, *before, quarter) if len(of))


def _is_before(one: tuple, row: tuple) -> bool:
    return (one.received_at, one.id) < (row.received_at, row.id)

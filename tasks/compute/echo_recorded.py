"""The echoes of recorded submissions: what was understood, and how it differs from what was sent before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import NamedTuple

import pandas as pd

from config.settings import Settings
from schemas.echo import Echo
from schemas.frames import COUNTING, FIGURES
from schemas.ledger import DUPLICATE
from schemas.period import Period
from schemas.submission import Checked, Place
from tasks.compute.counting import covered_fields, latest, ready
from tasks.compute.echo_difference import difference
from tasks.home.site import home_id, ledger_for_a_while
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.understand.echo import CODES, Rows, echo_of, echo_of_read

UNDERSTANDING = "menyebut apa yang terbaca"


def echoes(ledger: Ledger, files: pd.DataFrame, as_of: datetime, troubles: Troubles = STRICT) -> dict[int, Echo]:
    """Submission id -> its echo, of rows of `Ledger.files` of one province as they were known at `as_of`; none of one
    that met a disturbance."""
    if files.empty:
        return {}
    of_regency, rows = dict(list(_history(ledger, files, as_of).groupby("regency_code"))), list(files.itertuples())
    several = {code: sent for code, sent in of_regency.items() if len(sent) > 1}  # a first one has nothing before it
    earlier = {}
    for row in rows:
        with troubles.over(row.file_name, UNDERSTANDING):
            earlier[row.id] = compared_with(several[row.regency_code], row) if row.regency_code in several else []
    ids = [int(id_) for id_ in earlier]
    others = {int(id_) for found in earlier.values() for _, of in found for id_ in of["id"]}
    figures, places = _figures(ledger, ids, sorted({*ids, *others})), _places(ledger, ids)
    found = {}
    for row in rows:
        with troubles.over(row.file_name, UNDERSTANDING):
            if row.id in earlier:
                found[int(row.id)] = _echo(row, earlier[row.id], figures, places[row.id])
    return found


def echo_before_sending(ledger: Ledger, province_code: str, one: Checked, as_of: datetime) -> Echo:
    """The echo of a file that was judged and is not recorded, beside what its regency has sent before it, as known at
    `as_of`."""
    row = _Unsent(one.period.key, one.normalised.identity.form_version, one.arrival.received_at)
    sent = ledger.files(province_code, one.period, as_of, Period(one.period.year, 1))
    mine = sent[(sent["regency_code"] == one.regency_code) & (sent["status"] != DUPLICATE)]
    earlier = [(kind, of) for kind, of in compared_with(mine, row) if len(of)] if len(mine) else []
    figures = compared_figures(ledger, sorted({int(id_) for _, of in earlier for id_ in of["id"]}))
    rows = {key: one.normalised.figures.get(key, []) for key in FIGURES}
    told = (difference(kind, of, figures, rows, row.form_version) for kind, of in earlier)
    return replace(echo_of_read(one.normalised), differences=tuple(each for each in told if each))


def echoes_at_site(site: Settings, checked: list[Checked], as_of: datetime) -> list[Echo] | None:
    """The echoes of files that are only checked, beside what the site knows; None where none has begun. Raises
    LedgerError."""
    if not home_id(site.home):
        return None
    with ledger_for_a_while(site) as ledger:
        return [echo_before_sending(ledger, one.regency_code[:2], one, as_of) for one in checked]


class _Unsent(NamedTuple):
    """What a submission is compared by; one that is not recorded comes after all that are."""

    period: str
    form_version: str
    received_at: datetime
    id: float = inf


def _echo(
    row: tuple, earlier: list[tuple[str, pd.DataFrame]], figures: Mapping[int, Rows], places: dict[str, Place]
) -> Echo:
    told = [difference(kind, of, figures, figures[row.id], row.form_version) for kind, of in earlier if len(of)]
    echo = echo_of(figures[row.id], places, row.form_version)
    return Echo(echo.sheets, echo.examples, tuple(one for one in told if one))


def _history(ledger: Ledger, files: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """What these submissions can be compared with: everything of their regencies since the year began. A file is
    recorded after it was received, so when the last was received is no moment at which all of them were known."""
    last = max(Period.parse(key) for key in files["period"])
    found = ledger.files(files["province_code"].iloc[0], last, as_of, Period(last.year, 1))
    known = found["regency_code"].isin(set(files["regency_code"]) - {""}) & (found["status"] != DUPLICATE)
    return found[known]


def compared_with(mine: pd.DataFrame, row: tuple) -> list[tuple[str, pd.DataFrame]]:
    """What a submission is compared with, of all that its regency has sent."""
    before = _before(mine, row)
    return [("revision", _replaced(before, row)), ("quarter", _quarter_before(before, row))]


def replaced_by(mine: pd.DataFrame, row: tuple) -> tuple[str, pd.DataFrame]:
    """Of what a submission is compared with, what it came in place of."""
    return "revision", _replaced(_before(mine, row), row)


def _before(mine: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """What had been received of the same bidang before a submission."""
    same = mine["form_version"].map(lambda form: bool({*covered_fields(form)} & {*covered_fields(row.form_version)}))
    moment = (mine["received_at"] < row.received_at) | (
        (mine["received_at"] == row.received_at) & (mine["id"] < row.id)
    )
    return mine[same.astype(bool) & moment]


def _replaced(before: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """By bidang what counted of the same quarter until then; of a bidang of which nothing did, the last that was
    sent."""
    same = before[before["period"] == row.period]
    counted, sent = ready(same), latest(same)
    rejected = sent[~sent["field_code"].isin(counted["field_code"])]
    return _covered(pd.concat([counted, rejected]) if len(rejected) else counted, row)


def _quarter_before(before: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """By bidang what counts of the nearest earlier quarter of the year."""
    earlier = before[(before["period"] < row.period) & before["status"].isin(COUNTING)]
    return _covered(ready(earlier[earlier["period"] == earlier["period"].max()]), row)


def _covered(by_field: pd.DataFrame, row: tuple) -> pd.DataFrame:
    return by_field[by_field["field_code"].isin(covered_fields(row.form_version))]


def compared_figures(ledger: Ledger, ids: list[int]) -> dict[int, dict[str, list[tuple]]]:
    """Submission -> its rows of the sheets that are compared."""
    return _figures(ledger, [], ids)


def _figures(ledger: Ledger, ids: list[int], compared: list[int]) -> dict[int, dict[str, list[tuple]]]:
    """Submission -> its rows; of those that are only compared with, the sheets that are."""
    found: dict[int, dict[str, list[tuple]]] = {id_: {key: [] for key in FIGURES} for id_ in compared}
    for key in FIGURES:
        for submission, *row in ledger.figures(key, compared if key in CODES else ids).itertuples(index=False):
            found[submission][key].append(tuple(row))
    return found


def _places(ledger: Ledger, ids: list[int]) -> dict[int, dict[str, Place]]:
    found: dict[int, dict[str, Place]] = {id_: {} for id_ in ids}
    for row in ledger.places(ids).itertuples():
        found[row.submission][row.sheet] = Place(row.title, row.header_row, row.letters, row.headings)
    return found

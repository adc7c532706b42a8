"""The echoes of recorded submissions: what was understood, and how it differs from what was sent before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from math import inf
from statistics import median
from typing import NamedTuple

import pandas as pd

from config import catalogue
from schemas.echo import Change, Difference, Echo
from schemas.frames import COUNTING, FIGURES
from schemas.ledger import DUPLICATE
from schemas.period import Period
from schemas.receipt import TOTALS
from schemas.submission import Checked, Place
from tasks.compute.counting import covered_fields, latest, ready
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.understand.echo import CODES, Rows, column_of, echo_of, echo_of_read, sums_of, total_of

UNDERSTANDING = "menyebut apa yang terbaca"

_MOST_OF = 0.8
"""The share of the figures of a column that must be the same multiple of what they were."""
_SAYS_SOMETHING = 10
"""From here on a figure is no multiple of another merely because both are small."""
_AT_LEAST = 5
"""How many figures it takes to call a multiple one."""


def echoes(ledger: Ledger, files: pd.DataFrame, troubles: Troubles = STRICT) -> dict[int, Echo]:
    """Submission id -> its echo, of rows of `Ledger.files` of one province; none of one that met a disturbance."""
    if files.empty:
        return {}
    of_regency, rows = dict(list(_history(ledger, files).groupby("regency_code"))), list(files.itertuples())
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
    figures = _figures(ledger, [], sorted({int(id_) for _, of in earlier for id_ in of["id"]}))
    rows = {key: one.normalised.figures.get(key, []) for key in FIGURES}
    told = (_difference(kind, of, figures, rows) for kind, of in earlier)
    return replace(echo_of_read(one.normalised), differences=tuple(each for each in told if each))


class _Unsent(NamedTuple):
    """What a submission is compared by; one that is not recorded comes after all that are."""

    period: str
    form_version: str
    received_at: datetime
    id: float = inf


def _echo(
    row: tuple, earlier: list[tuple[str, pd.DataFrame]], figures: Mapping[int, Rows], places: dict[str, Place]
) -> Echo:
    told = [_difference(kind, of, figures, figures[row.id]) for kind, of in earlier if len(of)]
    echo = echo_of(figures[row.id], places, row.form_version)
    return Echo(echo.sheets, echo.examples, tuple(one for one in told if one))


def _history(ledger: Ledger, files: pd.DataFrame) -> pd.DataFrame:
    """What these submissions can be compared with: everything of their regencies since the year began."""
    last = max(Period.parse(key) for key in files["period"])
    found = ledger.files(files["province_code"].iloc[0], last, files["received_at"].max(), Period(last.year, 1))
    known = found["regency_code"].isin(set(files["regency_code"]) - {""}) & (found["status"] != DUPLICATE)
    return found[known]


def compared_with(mine: pd.DataFrame, row: tuple) -> list[tuple[str, pd.DataFrame]]:
    """What a submission is compared with, of all that its regency has sent."""
    before = _before(mine, row)
    return [("revision", _replaced(before, row)), ("quarter", _quarter_before(before, row))]


def _before(mine: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """What had been received of the same bidang before a submission."""
    same = mine["form_version"].map(lambda form: bool({*covered_fields(form)} & {*covered_fields(row.form_version)}))
    moment = (mine["received_at"] < row.received_at) | (
        (mine["received_at"] == row.received_at) & (mine["id"] < row.id)
    )
    return mine[same.astype(bool) & moment]


def _replaced(before: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """By bidang what counted of the same quarter until then; where nothing did, the last that was sent."""
    same = before[before["period"] == row.period]
    counted = ready(same)
    return _covered(counted if len(counted) else latest(same), row)


def _quarter_before(before: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """By bidang what counts of the nearest earlier quarter of the year."""
    earlier = before[(before["period"] < row.period) & before["status"].isin(COUNTING)]
    return _covered(ready(earlier[earlier["period"] == earlier["period"].max()]), row)


def _covered(by_field: pd.DataFrame, row: tuple) -> pd.DataFrame:
    return by_field[by_field["field_code"].isin(covered_fields(row.form_version))]


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


def _difference(kind: str, of: pd.DataFrame, figures: Mapping[int, Rows], mine: Rows) -> Difference | None:
    """None where there was no figure before, or nothing could be read now."""
    if not any(mine.get(key) for key in CODES):
        return None
    counted = {key: _counted(of, figures, key) for key in CODES}
    columns = [(key, name) for key in CODES for name in TOTALS[key]]
    sums = {one: (sums_of(counted[one[0]], *one), sums_of(mine[one[0]], *one)) for one in columns}
    pairs = {one: [(old[code], new[code]) for code in old if code in new] for one, (old, new) in sums.items()}
    gone = sum(len(old.keys() - new.keys()) for old, new in sums.values())
    together = [pair for found in pairs.values() for pair in found]
    if not (together or gone):
        return None
    changes = tuple(
        Change(key, name, total_of(old for old, _ in found), total_of(new for _, new in found), _ratio(found))
        for (key, name), found in pairs.items()
        if any(old != new for old, new in found)
    )
    revisions = " dan ".join(str(number) for number in sorted(of["revision"].unique()))
    against = f"kiriman ke-{revisions}" if kind == "revision" else Period.parse(of["period"].iloc[0]).label
    differing = sum(old != new for old, new in together)
    return Difference(kind, against, len(together), differing, changes, _ratio(together), gone)


def _counted(of: pd.DataFrame, figures: Mapping[int, Rows], key: str) -> list[tuple]:
    """The rows of a sheet, of each bidang from the submission that counts for it."""
    services, whose = _field_of_service(), {*of[["id", "field_code"]].itertuples(index=False, name=None)}
    return [
        row
        for id_ in of["id"].unique()
        for code, row in _by_service(figures[int(id_)].get(key, []), key)
        if (id_, services.get(code)) in whose
    ]


@cache
def _field_of_service() -> dict[str, str]:
    return catalogue.table("services").set_index("service_code")["field_code"].to_dict()


def _by_service(rows: list[tuple], key: str) -> Iterator[tuple[str, tuple]]:
    return zip(column_of(key, rows, "service_code"), rows, strict=True)


def _ratio(pairs: list[tuple[float, float]]) -> float | None:
    """The multiple that nearly all figures are of what they were, rounding apart; None where they are not, or the
    same."""
    known = [(old, new) for old, new in pairs if old > 0 and max(old, new) >= _SAYS_SOMETHING]
    if len(known) < _AT_LEAST or sum(old == new for old, new in known) > (1 - _MOST_OF) * len(known):
        return None
    ratio = median(new / old for old, new in known)
    rounded = max(1, ratio)  # whichever of the two was cut off to a whole number
    fitting = sum(abs(new - ratio * old) <= rounded for old, new in known)
    return round(ratio, 3) if fitting >= _MOST_OF * len(known) else None

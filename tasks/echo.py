"""What was understood of a submission: the one place where its echo is made, for every rendering."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import isnan
from statistics import median

import pandas as pd

from config import catalogue
from schemas.echo import Change, Difference, Echo, Example, Number, ReadColumn, ReadSheet
from schemas.frames import COUNTING, FIGURES, columns
from schemas.layout import SheetLayout
from schemas.ledger import DUPLICATE
from schemas.period import Period
from schemas.receipt import TOTALS
from schemas.submission import Normalised, Place
from tasks.counting import covered_fields, ready
from tasks.ledger import Ledger

Rows = Mapping[str, list[tuple]]
"""Sheet key -> the rows of one submission, in the order of `schemas.frames` without `submission`."""

EXAMPLES = 5
_CODES = {"recipients": "service_code", "quality": "item_code", "budget": "service_code"}
"""The sheets that are compared figure by figure."""
_READ_ROLES = ("key", "label", "input")
_MOST_OF = 0.8
"""The share of the figures of a column that must be the same multiple of what they were."""
_SAYS_SOMETHING = 10
"""From here on a figure is no multiple of another merely because both are small."""
_AT_LEAST = 5
"""How many figures it takes to call a multiple one."""


def echo_of_read(one: Normalised) -> Echo:
    """The echo of a file that was only read."""
    return _echo(one.figures, one.places, one.identity.form_version)


def echoes(ledger: Ledger, files: pd.DataFrame) -> dict[int, Echo]:
    """Submission id -> its echo, of rows of `Ledger.files` of one province."""
    if files.empty:
        return {}
    history, rows = _history(ledger, files), list(files.itertuples())
    earlier = {
        row.id: [("revision", _replaced(history, row)), ("quarter", _quarter_before(history, row))] for row in rows
    }
    ids = [int(row.id) for row in rows]
    others = {int(id_) for found in earlier.values() for _, of in found for id_ in of["id"]}
    figures, places = _figures(ledger, ids, sorted({*ids, *others})), _places(ledger, ids)
    found = {}
    for row in rows:
        told = [_difference(kind, of, figures, figures[row.id]) for kind, of in earlier[row.id] if len(of)]
        echo = _echo(figures[row.id], places[row.id], row.form_version)
        found[int(row.id)] = Echo(echo.sheets, echo.examples, tuple(one for one in told if one))
    return found


def _echo(rows: Rows, places: Mapping[str, Place], form: str) -> Echo:
    if not places:
        return Echo()
    layout = catalogue.layouts().get(form) or catalogue.layout_for("kabkota")
    sheets = tuple(_sheet(one, rows.get(one.key, []), places[one.key]) for one in layout.sheets if one.key in places)
    return Echo(sheets, _examples(rows, layout.form))


def _sheet(layout: SheetLayout, rows: list[tuple], place: Place) -> ReadSheet:
    """With the columns in the order in which they stand in the file."""
    found = [
        ReadColumn(
            one.key,
            place.headings.get(one.key) or one.heading,
            place.letters[one.key],
            _total(_column(layout.key, rows, one.key)) if one.key in TOTALS[layout.key] else None,
        )
        for one in layout.columns
        if one.role in _READ_ROLES and one.key in place.letters
    ]
    found.sort(key=lambda column: (len(column.letter), column.letter))
    return ReadSheet(layout.key, place.title, len(rows), tuple(found))


def _column(key: str, rows: list[tuple], name: str) -> list:
    at = _positions(key)[name]
    return [row[at] for row in rows]


@cache
def _positions(key: str) -> dict[str, int]:
    return {name: at for at, name in enumerate(columns(FIGURES[key])[1:])}


def _examples(rows: Rows, form: str) -> tuple[Example, ...]:
    """Five services spread over the sheet, of those that have a target."""
    names = ("service_code", "unit", "target", "served")
    sent = zip(*(_column("recipients", rows.get("recipients", []), name) for name in names), strict=True)
    served = [one for one in sent if _known(one[2])]
    money = {name: _sums(rows.get("budget", []), "budget", name) for name in TOTALS["budget"]}
    places = dict.fromkeys(number * (len(served) - 1) // (EXAMPLES - 1) for number in range(EXAMPLES)) if served else ()
    return tuple(
        Example(code, _service_names(form).get(code, ""), unit, *map(_known, (*figures, *_money(money, code))))
        for code, unit, *figures in (served[at] for at in places)
    )


def _money(sums: dict[str, dict[str, float]], code: str) -> list[float | None]:
    return [of_column.get(code) for of_column in sums.values()]


@cache
def _service_names(form: str) -> dict[str, str]:
    services = catalogue.services(form)
    return dict(zip(services["service_code"], services["service_name"], strict=True))


def _history(ledger: Ledger, files: pd.DataFrame) -> pd.DataFrame:
    """What these submissions can be compared with: everything of their regencies since the year began."""
    last = max(Period.parse(key) for key in files["period"])
    found = ledger.files(files["province_code"].iloc[0], last, files["received_at"].max(), Period(last.year, 1))
    known = found["regency_code"].isin(set(files["regency_code"]) - {""}) & (found["status"] != DUPLICATE)
    return found[known]


def _before(history: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """What had been received of the same regency and bidang before a submission."""
    mine = history[history["regency_code"] == row.regency_code]
    same = mine["form_version"].map(lambda form: bool({*covered_fields(form)} & {*covered_fields(row.form_version)}))
    moment = (mine["received_at"] < row.received_at) | (
        (mine["received_at"] == row.received_at) & (mine["id"] < row.id)
    )
    return mine[same.astype(bool) & moment]


def _replaced(history: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """The submission of the same quarter that counted until then; where none did, the last one."""
    same = _before(history, row)
    same = same[same["period"] == row.period]
    accepted = same[same["status"].isin(COUNTING)]
    return (accepted if len(accepted) else same).tail(1)


def _quarter_before(history: pd.DataFrame, row: tuple) -> pd.DataFrame:
    """The accepted submissions of the nearest earlier quarter of the year."""
    earlier = _before(history, row)
    earlier = earlier[(earlier["period"] < row.period) & earlier["status"].isin(COUNTING)]
    return ready(earlier[earlier["period"] == earlier["period"].max()]).drop_duplicates("id")


def _figures(ledger: Ledger, ids: list[int], compared: list[int]) -> dict[int, dict[str, list[tuple]]]:
    """Submission -> its rows; of those that are only compared with, the sheets that are."""
    found: dict[int, dict[str, list[tuple]]] = {id_: {key: [] for key in FIGURES} for id_ in compared}
    for key in FIGURES:
        for submission, *row in ledger.figures(key, compared if key in _CODES else ids).itertuples(index=False):
            found[submission][key].append(tuple(row))
    return found


def _places(ledger: Ledger, ids: list[int]) -> dict[int, dict[str, Place]]:
    found: dict[int, dict[str, Place]] = {id_: {} for id_ in ids}
    for row in ledger.places(ids).itertuples():
        found[row.submission][row.sheet] = Place(row.title, row.header_row, row.letters, row.headings)
    return found


def _difference(kind: str, of: pd.DataFrame, figures: Mapping[int, Rows], mine: Rows) -> Difference | None:
    """None where no figure of one stands in the other."""
    pairs = {
        (key, name): list(_pairs([figures[int(id_)].get(key, []) for id_ in of["id"]], mine[key], key, name))
        for key in _CODES
        for name in TOTALS[key]
    }
    together = [pair for found in pairs.values() for pair in found]
    if not together:
        return None
    changes = tuple(
        Change(key, name, _total(old for old, _ in found), _total(new for _, new in found), _ratio(found))
        for (key, name), found in pairs.items()
        if any(old != new for old, new in found)
    )
    first = of.iloc[0]
    against = f"kiriman ke-{first['revision']}" if kind == "revision" else Period.parse(first["period"]).label
    return Difference(kind, against, len(together), sum(old != new for old, new in together), changes, _ratio(together))


def _pairs(earlier: list[list[tuple]], mine: list[tuple], key: str, name: str) -> Iterator[tuple[float, float]]:
    """The figures of a column before and now, of the services or items that stand in both."""
    before, after = _sums([row for rows in earlier for row in rows], key, name), _sums(mine, key, name)
    return ((before[code], after[code]) for code in before if code in after)


def _sums(rows: list[tuple], key: str, name: str) -> dict[str, float]:
    """Service or item -> its figure in a column; of several rows together. Nothing where none is known."""
    sums: dict[str, float] = {}
    for code, value in zip(_column(key, rows, _CODES[key]), _column(key, rows, name), strict=True):
        if _known(value) is not None:
            sums[code] = sums.get(code, 0) + value
    return sums


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


def _total(values: Iterable[float]) -> Number:
    return _whole(sum(value for value in values if _known(value) is not None))


def _known(value: float | None) -> Number | None:
    return None if value is None or isnan(value) else _whole(value)


def _whole(value: float) -> Number:
    """A whole number as one. Six decimals are kept: beyond them is only the order of adding."""
    return int(value) if value == int(value) else round(float(value), 6)

"""What was understood of a submission: the one place where its echo is made, for every rendering."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import isnan

from config import catalogue
from schemas.echo import Echo, Example, Number, ReadColumn, ReadSheet
from schemas.frames import FIGURES, columns
from schemas.layout import SheetLayout
from schemas.receipt import TOTALS
from schemas.submission import Normalised, Place

Rows = Mapping[str, list[tuple]]
"""Sheet key -> the rows of one submission, in the order of `schemas.frames` without `submission`."""

EXAMPLES = 5
CODES = {"recipients": "service_code", "quality": "item_code", "budget": "service_code"}
"""The sheets that are compared figure by figure, by the column that says what a row is about."""
_READ_ROLES = ("key", "label", "input")


def echo_of_read(one: Normalised) -> Echo:
    """The echo of a file that was only read."""
    read = {key: place for key, place in one.places.items() if key in one.traces}
    return echo_of(one.figures, read, one.identity.form_version)


def echo_of(rows: Rows, places: Mapping[str, Place], form: str) -> Echo:
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
            total_of(column_of(layout.key, rows, one.key)) if one.key in TOTALS[layout.key] else None,
        )
        for one in layout.columns
        if one.role in _READ_ROLES and one.key in place.letters
    ]
    found.sort(key=lambda column: (len(column.letter), column.letter))
    return ReadSheet(layout.key, place.title, len(rows), tuple(found))


def column_of(key: str, rows: list[tuple], name: str) -> list:
    at = positions(key)[name]
    return [row[at] for row in rows]


@cache
def positions(key: str) -> dict[str, int]:
    return {name: at for at, name in enumerate(columns(FIGURES[key])[1:])}


def _examples(rows: Rows, form: str) -> tuple[Example, ...]:
    """Five services spread over the sheet, of those that have a target."""
    names = ("service_code", "unit", "target", "served")
    sent = zip(*(column_of("recipients", rows.get("recipients", []), name) for name in names), strict=True)
    served = [one for one in sent if known(one[2])]
    money = {name: sums_of(rows.get("budget", []), "budget", name) for name in TOTALS["budget"]}
    places = dict.fromkeys(number * (len(served) - 1) // (EXAMPLES - 1) for number in range(EXAMPLES)) if served else ()
    return tuple(
        Example(code, _service_names(form).get(code, ""), unit, *map(known, (*figures, *_money(money, code))))
        for code, unit, *figures in (served[at] for at in places)
    )


def _money(sums: dict[str, dict[str, float]], code: str) -> list[float | None]:
    return [of_column.get(code) for of_column in sums.values()]


@cache
def _service_names(form: str) -> dict[str, str]:
    services = catalogue.services(form)
    return dict(zip(services["service_code"], services["service_name"], strict=True))


def sums_of(rows: list[tuple], key: str, name: str) -> dict[str, float]:
    """Service or item -> its figure in a column; of several rows together. Nothing where none is known."""
    sums: dict[str, float] = {}
    for code, value in zip(column_of(key, rows, CODES[key]), column_of(key, rows, name), strict=True):
        if known(value) is not None:
            sums[code] = sums.get(code, 0) + value
    return sums


def total_of(values: Iterable[float]) -> Number:
    return whole(sum(value for value in values if known(value) is not None))


def known(value: float | None) -> Number | None:
    return None if value is None or isnan(value) else whole(value)


def whole(value: float) -> Number:
    """A whole number as one. Six decimals are kept: beyond them is only the order of adding."""
    return int(value) if value == int(value) else round(float(value), 6)

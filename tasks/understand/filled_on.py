"""When a form says that it was filled in or printed: a day that is none, or before its quarter's figures were there
(I06)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config import catalogue
from schemas.address import position_of
from schemas.finding import Finding
from schemas.period import Period
from schemas.submission import Identity
from schemas.wording import day_text, plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.named_periods import last_month_in
from tasks.understand.time_words import says

_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""The days of 2000 to 2099, as Excel numbers them."""
_YEARS_LATER = 10
"""Whoever reports of a year that long ago has mistyped this one: `2052`."""
_DAY = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](20\d\d)\s*")
_MONTHS, _DAYS = 12, 31


def filled_on_findings(sheet: RawSheet, identity: Identity) -> Iterator[Finding]:
    """The label decides of when a report is; a day that cannot be makes it doubtful that this is the right one."""
    cell = identity.labels.get("filled_on", ("", ""))[0]
    if not cell or not identity.period:
        return
    row, column = position_of(cell)
    value = cell_at(sheet.rows[row - 1], column)
    month, shown = _month_of(value), _shown(value)
    words = {"cell": cell, "value": shown, "stated": identity.period.label}
    if _is_no_day(value):
        yield catalogue.rules()["I06"].finding("filled_on", sheet=sheet.name, **words)
    elif month and month[0] > identity.period.year + _YEARS_LATER:
        yield catalogue.rules()["I06"].finding("filled_late", sheet=sheet.name, **words)
    elif month and _is_early(month, identity.period):
        yield catalogue.rules()["I06"].finding("filled_early", sheet=sheet.name, **words)
    elif month and (later := _ended_before(month, identity.period)):
        yield catalogue.rules()["I06"].finding("filled_after", sheet=sheet.name, **words, later=later.label)


def is_printed_early(text: str, period: Period) -> bool:
    """Whether a line says that its figures were printed or fetched before the quarter's last month: `Dicetak 2 Oktober
    2024` of the fourth."""
    month = last_month_in(text) if says(plain(text), "printed") else None
    return month is not None and _is_early(month, period)


def _is_early(month: tuple[int, int], period: Period) -> bool:
    """Whether a month ends before the last one of a quarter begins: up to its end nobody knows the figures then."""
    return month < (period.year, 3 * period.quarter)


def _ended_before(month: tuple[int, int], period: Period) -> Period | None:
    """The last later quarter of the year that had ended before a month: who reports then may mean that one."""
    later = period.through(Period(period.year, 4))[1:]
    return next((one for one in reversed(later) if month > (one.year, 3 * one.quarter)), None)


def _is_no_day(value: Cell) -> bool:
    """Of a text in figures that is no day, whichever of its numbers is the month's."""
    found = _DAY.fullmatch(value) if type(value) is str else None
    first, second = (int(found[1]), int(found[2])) if found else (1, 1)
    return not (1 <= min(first, second) <= _MONTHS and max(first, second) <= _DAYS)


def _month_of(value: Cell) -> tuple[int, int] | None:
    """Year and month; None where it is not known of a value."""
    day = _date_of(value)
    if day:
        return day.year, day.month
    return (last_month_in(value) or None) if type(value) is str else None


def _date_of(value: Cell) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if type(value) in (int, float) and int(value) in _SERIALS:
        return _FIRST_SERIAL + timedelta(days=int(value))
    return value if isinstance(value, date) else None


def _shown(value: Cell) -> str:
    day = _date_of(value)
    return day_text(day) if day else str(value).strip()

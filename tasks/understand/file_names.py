"""Of which year and quarter a file is by its name."""

import re

from schemas.period import NUMERAL, quarter_number
from schemas.wording import plain
from tasks.understand.named_periods import last_month_in
from tasks.understand.time_words import says

_LINKED = r"(?:sd|s d|sampai dengan|sampai|hingga|dan|[&+])"
_TO = rf"(?:{_LINKED} (?:(?:tw|tri ?wulan|q) ?)?)?"
_PERIOD = re.compile(rf"\b(?:tw|tri ?wulan|q)\s*(?:ke )?({NUMERAL}\b(?: {_TO}{NUMERAL}\b)*)")
_SPAN = re.compile(r"(?<=[1-4IV])\s*[-–]\s*(?=(?:TW|Q)?\s*(?:[1-4]|IV|I{1,3})(?![\dA-Z]))", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_DAY = re.compile(
    r"\b(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]|[a-z]{3,9}) 20\d\d\b"
    r"|\b20\d\d (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01])\b"
)
"""When it was made or sent: `kirim ulang 15-01-2025`."""
_COPY = re.compile(r"\(\d+\)")
CODE_IN_NAME = re.compile(r"(?<![\d.])(\d\d\.\d\d)(?![\d]|\.\d)")
"""The code of a region."""


def named_period(file_name: str) -> tuple[int | None, int | None]:
    """The year and the quarter that a file's name says; None for what it does not say, or says twice, and for the year
    where that may be a regulation's.

    >>> named_period("SPM TW I-IV 2024 kirim ulang 15-01-2025.xlsx")
    (2024, 4)
    """
    stem = CODE_IN_NAME.sub(" ", _COPY.sub(" ", stem_of(file_name)))
    words = _DAY.sub(_without_day, plain(_SPAN.sub(" sd ", stem)))
    quarters, years = set(map(_last_quarter, _PERIOD.findall(words))), set(_YEAR.findall(words))
    year = int(years.pop()) if len(years) == 1 and not says(words, "law") else None
    return year, (quarters.pop() if len(quarters) == 1 else None)


def stem_of(file_name: str) -> str:
    """A file's name without folder and ending."""
    return file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _without_day(found: re.Match[str]) -> str:
    """Nothing in the place of a day; `1 Kotim 2024` is none."""
    has_letters = any(map(str.isalpha, found[0]))
    return " " if not has_letters or last_month_in(found[0]) else found[0]


def _last_quarter(said: str) -> int | None:
    """The quarter up to which a report is that is said to be of the first and of others: `I sd IV`, `1 2 3 4`; None of
    later ones, `3 sd 4`. Else the first that is said: what follows may be the number of a copy."""
    numerals = re.findall(rf"(?:\b|(?<=tw)|(?<=wulan)|(?<=q)){NUMERAL}\b", said)
    quarters = list(map(quarter_number, numerals))
    linked = re.search(rf"(?<!\w){_LINKED}(?!\w)", said) is not None
    linked = linked or len(quarters) > 2 or not any(map(str.isdigit, numerals))
    if not linked or len(quarters) == 1:
        return quarters[0]
    return quarters[-1] if quarters[0] == 1 and quarters == sorted(set(quarters)) else None

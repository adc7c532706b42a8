"""Up to which quarter a report is, as people write it on Identitas: `I s.d. IV`, `Januari - Desember`, `Semester I`."""

import re
from datetime import date

from schemas.wording import plain
from schemas.workbook import Cell
from tasks.understand.cells import quarter_of
from tasks.understand.named_periods import Named, named_in, spelled_out, without_period

_SHORT = re.compile(r"\b(?:kwartal|triwln|trwln|triw|trw)\b\.?", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:(?:tri ?wulan|kuartal|tw|q) ?)?(?:i|1) (?:s d |sd |sampai dengan |sampai |hingga )?"
    r"(?:(?:tri ?wulan|kuartal|tw|q) ?)?(iv|ii|iii|[2-4])"
)
_LINKED = re.compile(r"[-–—]|s\.? ?/? ?d\b|sampai|hingga", re.IGNORECASE)
"""What makes two quarters a span; `I/II` and `I, II` may be what there is to choose from."""
_QUARTER = re.compile(r"\b(?:tri ?wulan|kuartal|tw|q)")
_WHOLE_YEAR = ("akhir tahun", "setahun", "satu tahun", "1 tahun", "tahunan")
_DAY = re.compile(r"\b(\d{1,2}) ([a-z]{3,9})\b")
_LAST_DAYS = {(31, 3): 1, (30, 6): 2, (30, 9): 3, (31, 12): 4}
_YEAR = re.compile(r"\b20\d\d\b")


def reported_quarter(cell: Cell) -> int | None:
    """The quarter up to which a report is; None where a text means none, or none for certain: `Semester II` is no time
    from January on, and `November` ends no quarter.

    >>> [reported_quarter(text) for text in ("I s.d. IV", "Januari - Juni", "Semester I", "per 30 September 2024")]
    [4, 2, 2, 3]
    """
    if isinstance(cell, date):
        return _LAST_DAYS.get((cell.day, cell.month))
    if type(cell) is not str:
        return quarter_of(cell)
    text = spelled_out(_SHORT.sub("TW", cell))
    named, words = named_in(text), " ".join(_YEAR.sub(" ", plain(text)).split())
    if words in _WHOLE_YEAR:
        return 4
    is_date = bool(_days_in(words)) and not _QUARTER.search(words)
    said = None if is_date else quarter_of(text) or _end_of_span(text, words) or quarter_of(_with_the_word(text))
    if said:
        return said if _fits(named, said) else None
    return _by_months(named, words) if without_period(text) == "" else None


def _with_the_word(text: str) -> str:
    """`Keempat` as `Triwulan 4`."""
    return spelled_out(f"Triwulan {text}")


def _days_in(words: str) -> list[tuple[int, int]]:
    """The days and months of a text."""
    found = [(int(day), named_in(month).months) for day, month in _DAY.findall(words)]
    return [(day, months[1]) for day, months in found if months]


def _end_of_span(text: str, words: str) -> int | None:
    found = _SPAN.fullmatch(words) if _LINKED.search(text) else None
    return quarter_of(found[1]) if found else None


def _fits(named: Named, quarter: int) -> bool:
    """Whether the months and the half that stand beside a quarter are its own: `TW II (Semester I)`."""
    months = named.months is None or (named.months[1] + 2) // 3 == quarter
    return months and named.half in (None, (quarter + 1) // 2)


def _by_months(named: Named, words: str) -> int | None:
    """By a day that ends a quarter, by the months from January on or those of one quarter, by the first half."""
    if days := _days_in(words):
        return _LAST_DAYS.get(days[-1]) if len(days) == 1 or days[0] == (1, 1) else None
    if named.months:
        first, last = named.months
        return last // 3 if last % 3 == 0 and first in (1, last - 2, last) else None
    return 2 if named.half == 1 else None

"""Which quarter and year a heading, a title or the name of a sheet says, and whether it is the report's."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from schemas.period import NUMERAL, Period, quarter_number
from schemas.wording import plain
from tasks.understand.time_words import says

_WORD = r"(?:tri ?wulan|kuartal|tw|q)"
_TO = r"(?:s d|sd|sampai dengan|sampai|hingga)"
_QUARTERS = re.compile(rf"\b{_WORD} ?(?:ke )?({NUMERAL})\b(?: (?:{_TO} )?(?:{_WORD} ?)?({NUMERAL})\b)?")
_BARE = re.compile(r"(iv|i{1,3})")
_BARE_NUMERAL = re.compile(r"^(iv|i{1,3})$")
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_OTHER_SPELLINGS = {"agt": "agu", "ags": "agu", "nop": "nov", "peb": "feb"}
MONTH = (
    r"(jan(?:uari)?|[fp]eb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|a(?:gu(?:stus)?|gt|gs)"
    r"|sep(?:t(?:ember)?)?|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?)"
)
_UP_TO_MONTH = re.compile(rf"(?:\b{MONTH} (?:{_TO} )?|\b{_TO} )(?:bulan |tanggal )?(?:\d{{1,2}} )?{MONTH}\b")
_ON_A_DAY = re.compile(
    rf"\b(?:per|keadaan|posisi|kondisi|data) (?:data )?(?:pada )?(?:tanggal )?(?:[2-9]|[1-3]\d) {MONTH}\b"
)
_MONTH_OF_YEAR = re.compile(rf"\b{MONTH} (20\d\d)\b")
SHORT_YEAR = re.compile(r"(?<![\w'])['’‘](2\d)(?![\w'])")
"""A year of two digits: `'24`."""
_SHORT_YEAR_OF = re.compile(r"(?<!\w)(?:(t\.?a)|th|thn|tahun)\.? ?(2\d)(?![\w/-]| ?[-–]|[.,]\d)", re.IGNORECASE)
"""The same behind its word: `TA 24`, `Thn. 24`. With nothing before them two digits may be anything."""
_DATE = re.compile(r"(?<![\w./-])(?:([0-3]?\d)[./-]([01]?\d)[./-](20\d\d)|([0-3]\d)[./-]([01]\d))(?![\w]|[./-]\d)")
_DATE_ALONE = re.compile(r"\((\d{1,2}[./ -](?:\d{1,2}|[a-z]{3,9})[./ -]20\d\d)\)", re.IGNORECASE)
"""As people write behind a heading of when its figures are: `Terlayani (30/09/2024)`."""
_ORDINAL = re.compile(
    rf"\b({_WORD})[ -]+(?:ke ?)?(pertama|kesatu|satu|kedua|dua|ketiga|tiga|keempat|empat)\b", re.IGNORECASE
)
_ORDINALS = ("pertama kesatu satu", "kedua dua", "ketiga tiga", "keempat empat")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NOW = re.compile(r"\b(tw|tri ?wulan|bulan|tahun|periode|saat) ini\b")
_BEFORE = re.compile(r"\b(lalu|sebelumnya|terdahulu)\b")
CUMULATIVE = ("kumulatif", "akumulatif", "akumulasi")
_UP_TO = re.compile(rf"\b(s d|sd|sampai dengan|sampai|hingga|{'|'.join(CUMULATIVE)})\b")
_ONE_MONTH = re.compile(rf"\b{MONTH}\b")
_NO_DATE = re.compile(rf"(?<!\d ){_ONE_MONTH.pattern}")
_HALF = re.compile(r"\b(?:semester|smt|sem) (?:ke )?(ii?|[12])\b")


class Named(NamedTuple):
    """What a text says of a period; None where it says nothing, or more than one. `quarter` is 0 for up to a month that
    ends none. `months` are the first and the last that it names, `by_months` says that it names no quarter beside them,
    and `half` is that of the year.
    """

    year: int | None = None
    quarter: int | None = None
    now: bool = False
    before: bool = False
    up_to: bool = False
    of_years: bool = False
    months: tuple[int, int] | None = None
    by_months: bool = False
    half: int | None = None

    @property
    def is_part(self) -> bool:
        """Whether figures seem to be of some months only, and not those from January on: `Okt-Des`, `Desember`."""
        return self.months is not None and self.months[0] > 1

    @property
    def is_running(self) -> bool:
        """Whether figures are those from the beginning of the year up to when it says: `s.d. TW III`, `Jan-Sep`."""
        from_january = self.months is not None and self.months[0] == 1 and self.months[1] > 3
        return not self.is_part and (self.up_to or from_january or self.half == 1)

    @property
    def is_one_month(self) -> bool:
        return self.by_months and self.months is not None and self.months[0] == self.months[1]

    @property
    def names_period(self) -> bool:
        return self.quarter is not None or self.year is not None

    @property
    def says_when(self) -> bool:
        """Whether it names a year, a month or a half, and no quarter: what is not named may be of the same."""
        return (self.year is not None and self.quarter is None) or self.half is not None or self.is_one_month

    @property
    def is_of_a_year(self) -> bool:
        """Whether it names a year and nothing within it."""
        return self.year is not None and self.quarter is None and self.half is None and self.months is None

    def rank(self, period: Period | None) -> int:
        """1 where the report's quarter is named, -1 where another period is, 0 where none. All of a report is of its
        year: who names it says no more than who does not."""
        if self.before:
            return -1
        if period is None:
            return int(self.now)
        if self.year not in (None, period.year) or self.quarter not in (None, period.quarter):
            return -1
        if self.half and (2 * self.half != period.quarter or (self.half == 2 and not self.up_to)):
            return -1  # up to the half, or only that: the first is up to the second quarter alone
        return int(self.now or self.quarter is not None or (self.half is not None and self.up_to))

    def table_rank(self, period: Period | None) -> int:
        """The same of a whole table. A month or a half of the report's quarter may be all of it, or only the last."""
        if period and (self.half or self.is_one_month) and self.year in (None, period.year) and not self.before:
            same = (self.months[1] + 2) // 3 == period.quarter if self.is_one_month else self._is_half_of(period)
            return 0 if same else -1
        return self.rank(period)

    def _is_half_of(self, period: Period) -> bool:
        return self.half == (period.quarter + 1) // 2

    def is_earlier_quarter(self, period: Period | None) -> bool:
        """Whether an earlier quarter of the report's year is named, to which cumulative figures can only be added."""
        if period is None or self.year not in (None, period.year):
            return False
        if self.quarter is None and self.half is not None:
            return 2 * self.half < period.quarter
        return (self.before and not self.of_years) if self.quarter is None else self.quarter < period.quarter


@lru_cache(maxsize=20_000)
def named_in(text: str) -> Named:
    """The period that a text names.

    >>> named_in("Realisasi s.d. TW III Tahun 2024")[:2], named_in("TW I - IV").quarter, named_in("Okt-Des").months
    ((2024, 3), 4, (10, 12))
    """
    words = plain(spelled_out(text))
    years = set() if says(words, "law") else {int(year) for year in _YEAR.findall(words)}
    bare = " ".join(_YEAR.sub(" ", words).split())
    quarters, months = _quarters(bare), _months(bare)
    by_months = not quarters and months is not None
    ends = {0 if months[1] % 3 else months[1] // 3} if by_months else _on_a_day(bare)
    halves = {len(half) if half.startswith("i") else int(half) for half in _HALF.findall(bare)}
    return Named(
        years.pop() if len(years) == 1 else None,
        _only(quarters or ends),
        bool(_NOW.search(bare)),
        bool(_BEFORE.search(bare)),
        bool(_UP_TO.search(bare)),
        "tahun" in bare.split(),
        months,
        by_months,
        _only(halves),
    )


@lru_cache(maxsize=20_000)
def spelled_out(text: str) -> str:
    """A text with years of four digits, and with its months and quarters as others write them.

    >>> spelled_out("Terlayani '24 per 30/09, Triwulan Keempat"), spelled_out("Pagu T.A. 24")
    ('Terlayani 2024 per 30 sep, Triwulan 4', 'Pagu TA 2024')
    """
    text = _DATE_ALONE.sub(r"(per \1)", _SHORT_YEAR_OF.sub(_year_of, text))
    text = _DATE.sub(_date, SHORT_YEAR.sub(r"20\1", text))
    return _ORDINAL.sub(lambda found: f"{found[1]} {_ordinal(found[2])}", text)


def _year_of(found: re.Match) -> str:
    return f"{'TA' if found[1] else 'Tahun'} 20{found[2]}"


def _date(found: re.Match) -> str:
    day, month, year = int(found[1] or found[4]), int(found[2] or found[5]), found[3]
    if not (1 <= day <= 31 and 1 <= month <= len(_MONTHS)):
        return found[0]
    return " ".join(filter(None, (str(day), _MONTHS[month - 1], year)))


def _ordinal(word: str) -> int:
    return next(number for number, words in enumerate(_ORDINALS, 1) if word.casefold() in words.split())


def before_up_to(text: str) -> tuple[str, str]:
    """What stands before the words that say up to when, and these.

    >>> before_up_to("Realisasi s.d. TW IV")
    ('realisasi', 's d tw iv')
    """
    words = plain(text)
    found = _UP_TO.search(words)
    return (words[: found.start()].strip(), words[found.start() :]) if found else (words, "")


_DAY = re.compile(r"\b(?:per )?\d{1,2} (?=[a-z])")
_OF_TIME = re.compile(
    rf"\b(?:tahun anggaran|tahun|ta|{_WORD}|bulan|periode|saat|per|ini|berjalan|lalu|sebelumnya|terdahulu|{_TO}"
    rf"|{'|'.join(CUMULATIVE)}|keadaan|posisi|tanggal)\b"
)


@lru_cache(maxsize=5_000)
def without_period(text: str) -> str:
    """What is left of a text without all that says of when it is.

    >>> without_period("Realisasi Keuangan s.d. TW IV Tahun 2024"), without_period("s/d 31 Desember")
    ('realisasi keuangan', '')
    """
    words = _BARE_NUMERAL.sub("", _QUARTERS.sub(" ", plain(spelled_out(text))))
    for pattern in (_YEAR, _DAY, _HALF, _ONE_MONTH, _OF_TIME):
        words = pattern.sub(" ", " ".join(words.split()))
    return " ".join(words.split())


def names_one_quarter(text: str) -> bool:
    """Whether a text names one quarter as such, not by its last day.

    >>> [names_one_quarter(text) for text in ("TW IV Tahun 2024", "TW I - IV", "per 31 Desember 2024")]
    [True, False, False]
    """
    return [bool(last) for _, last in _QUARTERS.findall(plain(spelled_out(text)))] == [False]


def is_later(text: str, period: Period) -> bool:
    """Whether the last month of a text is after the period: then its figures were taken, and nothing is missing in it.

    >>> is_later("Data per 10 Januari 2025", Period(2024, 4)), is_later("Data per 30/09/2024", Period(2024, 4))
    (True, False)
    """
    return (last_month_in(text) or (0, 0)) > (period.year, 3 * period.quarter)


def last_month_in(text: str) -> tuple[int, int] | None:
    """Year and number of the last month that a text names with its year.

    >>> last_month_in("Sampit, 15 Januari 2025"), last_month_in("Januari")
    ((2025, 1), None)
    """
    months = ((int(year), _month(month)) for month, year in _MONTH_OF_YEAR.findall(plain(spelled_out(text))))
    return max(months, default=None)


def _quarters(words: str) -> set[int]:
    found = {quarter_number(last or first) for first, last in _QUARTERS.findall(words)}
    return found or ({quarter_number(words)} if _BARE.fullmatch(words) else set())


def _months(words: str) -> tuple[int, int] | None:
    """The months from the first to the last that a text names, or the only one; a date is none."""
    spans = {(_month(first) if first else 1, _month(last)) for first, last in _UP_TO_MONTH.findall(words)}
    alone = {_month(month) for month in _NO_DATE.findall(words)} if not spans else set()
    return _only(spans or {(month, month) for month in alone})


def _on_a_day(words: str) -> set[int]:
    days = {_month(last) for last in _ON_A_DAY.findall(words)}
    return {0 if end % 3 else end // 3 for end in days}


def _only(found: set) -> Any:
    return next(iter(found)) if len(found) == 1 else None


def _month(word: str) -> int:
    return _MONTHS.index(_OTHER_SPELLINGS.get(word[:3], word[:3])) + 1

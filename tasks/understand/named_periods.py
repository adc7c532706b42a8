"""Which quarter and year a heading, a title or the name of a sheet says, and whether it is the report's."""

import re
from functools import lru_cache
from typing import NamedTuple

from schemas.period import ROMAN, Period
from schemas.wording import plain

_NUMERAL = r"(iv|i{1,3}|[1-4])"
_WORD = r"(?:tri ?wulan|kuartal|tw|q)"
_TO = r"(?:s d|sd|sampai dengan|sampai|hingga)"
_QUARTERS = re.compile(rf"\b{_WORD} ?(?:ke )?{_NUMERAL}\b(?: (?:{_TO} )?(?:{_WORD} ?)?{_NUMERAL}\b)?")
_BARE = re.compile(r"(iv|i{1,3})")
_BARE_NUMERAL = re.compile(r"^(iv|i{1,3})$")
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_OTHER_SPELLINGS = {"agt": "agu", "ags": "agu", "nop": "nov", "peb": "feb"}
_MONTH = (
    r"(jan(?:uari)?|[fp]eb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|a(?:gu(?:stus)?|gt|gs)"
    r"|sep(?:t(?:ember)?)?|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?)"
)
_UP_TO_MONTH = re.compile(rf"(?:\b{_MONTH} (?:{_TO} )?|\b{_TO} )(?:bulan |tanggal )?(?:\d{{1,2}} )?{_MONTH}\b")
_ON_A_DAY = re.compile(rf"\b(?:per|keadaan|posisi) (?:tanggal )?\d{{1,2}} {_MONTH}\b")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_OF_A_LAW = re.compile(
    r"\b(permen\w*|peraturan|undang|perda|perbup|perwali|perwal|pergub|perpres|keputusan|pp|uu|nomor|no|rpjmd|renstra) "
)
_NOW = re.compile(r"\b(tw|tri ?wulan|bulan|tahun|periode|saat) ini\b")
_BEFORE = re.compile(r"\b(lalu|sebelumnya|terdahulu)\b")
_UP_TO = re.compile(r"\b(s d|sd|sampai dengan|sampai|hingga|kumulatif)\b")


class Named(NamedTuple):
    """What a text says of a period; None where it says nothing, or more than one. `quarter` is 0 for up to a month that
    ends none."""

    year: int | None = None
    quarter: int | None = None
    now: bool = False
    before: bool = False
    up_to: bool = False
    of_years: bool = False

    @property
    def names_period(self) -> bool:
        return self.quarter is not None or self.year is not None

    def rank(self, period: Period | None) -> int:
        """1 where the report's period is named, -1 where another one is, 0 where none."""
        if self.before:
            return -1
        if period is None:
            return int(self.now)
        if self.year not in (None, period.year) or self.quarter not in (None, period.quarter):
            return -1
        return int(self.now or self.year is not None or self.quarter is not None)

    def is_earlier_quarter(self, period: Period | None) -> bool:
        """Whether an earlier quarter of the report's year is named, to which cumulative figures can only be added."""
        if period is None or self.year not in (None, period.year):
            return False
        return (self.before and not self.of_years) if self.quarter is None else self.quarter < period.quarter


@lru_cache(maxsize=20_000)
def named_in(text: str) -> Named:
    """The period that a text names.

    >>> named_in("Realisasi s.d. Triwulan III Tahun 2024")[:2], named_in("TW I - IV").quarter
    ((2024, 3), 4)
    """
    words = plain(text)
    years = set() if _OF_A_LAW.search(words) else {int(year) for year in _YEAR.findall(words)}
    words = _YEAR.sub(" ", words)
    return Named(
        years.pop() if len(years) == 1 else None,
        _quarter(" ".join(words.split())),
        bool(_NOW.search(words)),
        bool(_BEFORE.search(words)),
        bool(_UP_TO.search(words)),
        "tahun" in words.split(),
    )


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
    r"|kumulatif|keadaan|posisi|tanggal)\b"
)
_ONE_MONTH = re.compile(rf"\b{_MONTH}\b")


def without_period(text: str) -> str:
    """What is left of a text without all that says of when it is.

    >>> without_period("Realisasi Keuangan s.d. TW IV Tahun 2024"), without_period("s/d 31 Desember")
    ('realisasi keuangan', '')
    """
    words = _BARE_NUMERAL.sub("", _QUARTERS.sub(" ", plain(text)))
    for pattern in (_YEAR, _DAY, _ONE_MONTH, _OF_TIME):
        words = pattern.sub(" ", " ".join(words.split()))
    return " ".join(words.split())


def _quarter(words: str) -> int | None:
    found = {_number(last or first) for first, last in _QUARTERS.findall(words)}
    if not found and _BARE.fullmatch(words):
        found = {_number(words)}
    if not found:
        ends = {_month(last) for _, last in _UP_TO_MONTH.findall(words)}
        days = {_month(last) for last in _ON_A_DAY.findall(words)}
        found = {0 if end % 3 else end // 3 for end in ends} | {end // 3 for end in days if end % 3 == 0}
    return found.pop() if len(found) == 1 else None


def _number(numeral: str) -> int:
    return ROMAN.index(numeral.upper()) + 1 if numeral.upper() in ROMAN else int(numeral)


def _month(word: str) -> int:
    return _MONTHS.index(_OTHER_SPELLINGS.get(word[:3], word[:3])) + 1

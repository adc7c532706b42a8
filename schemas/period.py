"""A reporting period: one quarter (triwulan) of a year, written `2024-TW4`."""

import re
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 2018
"""The first year of SPM reports under PP 2/2018."""

ROMAN = ("I", "II", "III", "IV")
NUMERAL = "(?:iv|i{1,3}|[1-4])"
"""How the number of a quarter is written, as a pattern of lower case."""
_KEY = re.compile(r"(\d{4})-TW([1-4])")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter. Figures reported for it are cumulative from 1 January to its last day."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not (1000 <= self.year <= 9999 and self.quarter in (1, 2, 3, 4)):
            raise ValueError(f"'{self.year}-TW{self.quarter}' bukan periode; contoh yang benar: 2024-TW4")

    @classmethod
    def parse(cls, key: str) -> "Period":
        """`2024-TW4` -> Period(2024, 4). Raises ValueError with a sentence in Bahasa Indonesia."""
        match = _KEY.fullmatch(key.strip().upper())
        if not match:
            raise ValueError(f"'{key}' bukan periode; tulis tahun dan triwulan, contoh: 2024-TW4")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: date) -> "Period":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def due_on(cls, day: date) -> "Period":
        """The quarter whose reports are due on `day`: the last one that has ended."""
        return cls.containing(day).previous()

    def previous(self) -> "Period":
        return self.back(1)

    def back(self, quarters: int) -> "Period":
        """So many quarters before this one."""
        year, quarter = divmod(4 * self.year + self.quarter - 1 - quarters, 4)
        return Period(year, quarter + 1)

    def through(self, last: "Period") -> "list[Period]":
        """This quarter and every one after it up to `last`; none where that is earlier."""
        quarters = 4 * (last.year - self.year) + last.quarter - self.quarter
        return [last.back(back) for back in range(quarters, -1, -1)]

    @property
    def key(self) -> str:
        return f"{self.year}-TW{self.quarter}"

    @property
    def label(self) -> str:
        return f"Triwulan {ROMAN[self.quarter - 1]} Tahun {self.year}"

    @property
    def final_report(self) -> str:
        """What people approve of it: `laporan final Triwulan IV Tahun 2024`."""
        return f"laporan final {self.label}"

    @property
    def starts(self) -> date:
        return date(self.year, 3 * self.quarter - 2, 1)

    def __str__(self) -> str:
        return self.key


def quarter_number(numeral: str) -> int:
    """`iv`, `IV`, `4` -> 4. Raises ValueError for what is no numeral."""
    return ROMAN.index(numeral.upper()) + 1 if numeral.upper() in ROMAN else int(numeral)

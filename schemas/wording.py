"""How wordings are compared (headings, names of sheets, services, regions), and how numbers, days and lists read."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import inf

from schemas.invisible import visible

_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"[^0-9a-z%&+<>= ]+")
_GOVERNMENT = re.compile(r"^(pemerintah|pemkab|pemkot|pemprov|pemda)\b")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
"""What somebody adds in brackets, with no other bracket in it."""
_KINDS = (
    (re.compile(r"^(kabupaten|kab|pemkab)\b"), "kabupaten"),
    (re.compile(r"^(kota administrasi|kota adm|kota|pemkot)\b"), "kota"),
)


def readable_name(name: str) -> str:
    r"""A file's name with each byte that is no text as `\xNN`: it can be kept, shown and sent.

    >>> readable_name("laporan \udce9.xlsx")
    'laporan \\xe9.xlsx'
    """
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def squeeze(text: str) -> str:
    """One line, single spaces, no space at the ends; non-breaking spaces and line breaks are spaces."""
    return _SPACES.sub(" ", text).strip()


def shortened(text: str, longest: int) -> str:
    """What somebody typed, on one line and no longer than fits its place.

    >>> shortened("Data\\nbelum padan", 10)
    'Data belum…'
    """
    line = squeeze("".join(letter if letter.isprintable() else " " for letter in text))
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A wording reduced to what tells it from others: lower case, no punctuation, single spaces.

    >>> plain("  Jumlah\\nyang HARUS Dilayani : ")
    'jumlah yang harus dilayani'
    """
    return squeeze(_MARKS.sub(" ", visible(text).replace("\xa0", " ").casefold()))


@lru_cache(maxsize=5_000)
def region_wording(name: str) -> tuple[str, str]:
    """Kind and bare name of a regency as people write it; the kind is '' where it is not said.

    >>> region_wording("Pemerintah Kab. Kotawaringin  Barat")
    ('kabupaten', 'kotawaringinbarat')
    """
    words = plain(name)
    kind = ""
    for pattern, found in _KINDS:
        if pattern.match(words if not words.startswith("pemerintah") else words.removeprefix("pemerintah").strip()):
            kind = found
    bare = _GOVERNMENT.sub("", words).strip()
    for pattern, _ in _KINDS:
        bare = pattern.sub("", bare).strip()
    return kind, bare.replace(" ", "")


def the_first(names: Sequence[str], most: int) -> str:
    """So many of them by name.

    >>> the_first(["F12", "F13", "F14"], 2)
    'F12, F13 dan 1 lainnya'
    """
    return ", ".join(names[:most]) + (f" dan {len(names) - most} lainnya" if len(names) > most else "")


def yes_or_no(statement: bool | None) -> str:
    """`ya`, `tidak`, or `-` where neither is known."""
    return {True: "ya", False: "tidak"}.get(statement, "-")


def with_stop(text: str) -> str:
    """What somebody has written, as a sentence that another one may follow."""
    said = text.rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


KEPT = "kiriman barunya ditolak, laporan terdahulunya tetap dihitung"
"""Of a regency whose last submission was rejected and replaces nothing."""
_WHOLE = 2.0**53
"""A float of this size has no fraction."""


def half_up(value: float, decimals: int) -> float:
    """A number rounded as people and spreadsheets do it; Python's own takes a half to the even neighbour.

    >>> half_up(2.5, 0), half_up(0.125, 2), half_up(-2.675, 2)
    (3.0, 0.13, -2.68)
    """
    if not abs(value) < _WHOLE:
        return float(value)
    return float(Decimal(str(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def number_text(value: float, decimals: int | None = None) -> str:
    """A number as Indonesians write it: 1.234,5. Without `decimals`, as many as the value needs, at most six,
    and of no more than 15 digits: the last ones that are stored are of how it is stored.

    >>> number_text(1234.5), number_text(1200.0), number_text(80, 2), number_text(9_915_781_069.45)
    ('1.234,5', '1.200', '80,00', '9.915.781.069,45')
    """
    whole = len(str(int(abs(value)))) if decimals is None and 10**9 <= abs(value) < inf else 0
    digits = (max(15 - whole, 0) if whole else 6) if decimals is None else decimals
    shown = f"{half_up(value, digits):,.{digits}f}"
    shown = shown.rstrip("0").rstrip(".") if decimals is None and digits else shown
    return shown.translate(str.maketrans(",.", ".,"))


MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def day_text(day: date) -> str:
    """A day, or that of a moment: 20 Januari 2025"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

"""Words that name a place within the regency: `Kec. Kumai`, `UPTD Puskesmas Kumai`."""

import re
from functools import cache, lru_cache

from config import catalogue
from schemas.wording import plain, region_wording
from tasks.understand.named_periods import without_period
from tasks.understand.time_words import any_of, says

_KNOWN_IN = (
    ("header_aliases", "alias"),
    ("abbreviations", "word"),
    ("units", "word"),
    ("row_words", "word"),
    ("time_words", "word"),
    ("service_aliases", "alias"),
    ("services", "service_name"),
    ("services", "field_name"),
)
"""Tables and their columns with words that a report has."""


@lru_cache(maxsize=5_000)
def names_place(text: str) -> bool:
    """Whether a text says nothing but the name of a place, when, and of which regency.

    >>> [names_place(text) for text in ("Kec. Kumai TW IV", "UPTD Wilayah I", "Desa/Kelurahan", "Kec. se-Kab.")]
    [True, True, False, False]
    """
    return _named().fullmatch(without_period(text)) is not None


@lru_cache(maxsize=5_000)
def is_title_of_place(text: str) -> bool:
    """The same of a line, which may say as well that it is over a report: `Laporan SPM Kecamatan Kumai`."""
    return _titled().fullmatch(without_period(text)) is not None


@lru_cache(maxsize=5_000)
def names_one_place(text: str) -> bool:
    """Whether what stands under a heading such as Kecamatan is a name, and of no more than one of them."""
    words = without_period(text)
    return words[:1].isalpha() and not says(words, "of_all", "below")


@lru_cache(maxsize=5_000)
def heads_places(text: str) -> bool:
    """Whether a heading says no more than which kind of place stands under it: `Kecamatan`."""
    return re.fullmatch(any_of("below"), plain(text)) is not None


@cache
def _named() -> re.Pattern:
    place, general = any_of("below"), f"{any_of('of_all')}|{any_of('below')}"
    name = rf"(?:(?!(?:{general})\b)[a-z][a-z0-9]*)"
    return re.compile(rf"(?:{place})(?: (?:{place}))? {name}(?: {name}){{0,2}}(?: (?:kabupaten|kab|kota) .+)?")


@cache
def _titled() -> re.Pattern:
    return re.compile(rf"(?:(?:{any_of('report')}) )*{_named().pattern}")


def is_unknown_name(words: str) -> bool:
    """Whether reduced words are none that a report has, and no regency.

    >>> [is_unknown_name(words) for words in ("arut selatan", "kotawaringin barat", "volume", "ii")]
    [True, False, False, False]
    """
    said = words.split()
    return (
        bool(said)
        and all(word.isalpha() and len(word) > 2 for word in said)
        and not ({*said} & _known_words() or is_regency(words))
    )


@cache
def _known_words() -> frozenset[str]:
    there = (catalogue.table(name)[column] for name, column in _KNOWN_IN)
    return frozenset(word.rstrip("*") for texts in there for text in texts for word in plain(text).split())


def is_regency(text: str) -> bool:
    return region_wording(text)[1] in _regencies()


@cache
def _regencies() -> frozenset[str]:
    names = (*catalogue.table("regions")["name"], *catalogue.table("region_aliases")["alias"])
    return frozenset(region_wording(name)[1] for name in names)

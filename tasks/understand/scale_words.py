"""Words and signs that say figures are not full rupiah or units: `juta`, `Rp000`, `10^6`, `%`, `US$`."""

import re
from functools import lru_cache

from schemas.wording import plain
from tasks.understand.multiples import multiple_in, multiple_told_in, without_multiple

_SCALE = (
    r"(?:(?:ribu|rb|juta|jt|mil[iy]+ar|mil[iy]+ard|triliun|trilyun|ratus|puluh|lusin)(?:an)?|mio|thousands?|millions?)"
)
_WORD = re.compile(
    rf"(?<![\d.,])(?:\b|(?<=\brp)){_SCALE}(?:(?=rp\b)|\b)|%|\bp(?:er|ro)sen(?:tase)?\b"
    r"|\bx ?1 ?000\b|(?:\b|(?<=\brp))(?:1 ?)?000(?: ?000)*\b(?! hari)"
)
"""In a heading, in what stands right under one, or under Satuan."""
_BILLIONS = re.compile(r"\((?:dalam |dlm )?(?:rp\.? ?)?[mt]\)|\brp\.? ?[mtk]\b", re.IGNORECASE)
"""Milyar, triliun or kilo by their first letter: `(M)`, `Rp T`."""
_POWER = re.compile(
    r"(?:\b[x*]|×)?\s*(?:(?<!\d)10\s*(?:\^|\*\*|pangkat)\s*\(?\d{1,2}\)?|(?<!\d)10[²³⁴⁵⁶⁷⁸⁹]|\b1?e\+?0?[369]\b)"
    r"|(?:÷|\bdi ?bagi|\bd[a]?l[a]?m)\s*(?:rp\.?\s*)?1[., ]?000(?:[., ]?000)*\b(?! *(?:hari|kelahiran|penduduk))",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"\b(?:us\s*\$|usd|sgd|eur|dol+ar)|[$€£¥]", re.IGNORECASE)
"""A currency that is not the form's."""
_FOREIGN_ALONE = re.compile(
    rf"(?:\W|satuan|nilai|mata uang|dalam|dlm|ribu|juta)*(?:{_FOREIGN.pattern})\W*", re.IGNORECASE
)
_NO_SEN = re.compile(r"(?<=000),(?:00|-)(?!\d)")
_ONE = re.compile(rf"\b(?:x ?)?1 ?(?={_SCALE}\b)")
_AROUND = re.compile(r"\b(?:dalam|dlm|dibagi|di bagi|kali|per|x)\b")
_WHAT = r"(?:rupiah|rp|idr|orang|org|jiwa|unit|kk)"
_NOTE = re.compile(
    rf"\b(?:dalam|dlm|in) (?:satuan )?(?:{_WHAT} )?(?:{_SCALE}|0?00|x ?1 ?000)\b"
    rf"|^(?:\W|satuan|angka|nilai|jumlah|rp|rupiah|dalam|dlm|x|1 ?)*{_SCALE}(?: {_WHAT})?\W*$"
    rf"|\b(?:satuan|angka|nilai|anggaran)[ :]+(?:{_WHAT} )?{_SCALE}\b"
    r"|^(?:dalam |dlm |satuan )*(?:x ?1 ?|x ?rp ?1 ?|rp ?1 ?|rp ?|)000(?: 000)?$"
    r"|^(?:dalam |dlm )*rp m$"
    r"|(?<!\d)(?<!\d )\b(?:x|kali|dikali(?:kan)?) ?(?:rp ?)?(?:1 000(?: 000)?|1000|seribu|sejuta|1 juta)\b"
)
_DENIED = re.compile(r"\b(?:tanpa|bukan|jangan|tidak|tdk)\b")
_IN_WORDS = " juta "
"""What a scale in figures is as a word; which one it is matters to nobody."""


@lru_cache(maxsize=5_000)
def scale_in(text: str) -> bool:
    """Whether a heading, or a text under Satuan, names a scale, percentages, another currency or a multiple.

    >>> [scale_in(text) for text in ("Alokasi (Rp.1000)", "Pagu 10^6", "Alokasi ($)", "Alokasi (Rp)")]
    [True, True, True, False]
    """
    return names_scale(text) or multiple_in(text)


def names_scale(text: str) -> bool:
    """The same without multiples: a pack is none."""
    return _WORD.search(_spelled(text)) is not None or _BILLIONS.search(text) is not None


def without_scale(text: str) -> str:
    """A heading without its scale: `Alokasi (Juta Rp)` is `alokasi rp`."""
    return " ".join(_AROUND.sub(" ", _WORD.sub(" ", _spelled(_BILLIONS.sub(" ", without_multiple(text))))).split())


@lru_cache(maxsize=5_000)
def scale_told_in(text: str) -> bool:
    """Whether a line around a table says that its figures are in thousands or the like: `(dalam ribuan rupiah)`."""
    words = _in_words(text)
    told = _NOTE.search(words) or _FOREIGN_ALONE.fullmatch(text)
    return (told is not None and not _DENIED.search(words)) or multiple_told_in(text)


def _spelled(text: str) -> str:
    return _ONE.sub(" ", _in_words(_FOREIGN.sub(_IN_WORDS, text)))


def _in_words(text: str) -> str:
    """A text reduced, a scale in figures as a word."""
    return plain(_POWER.sub(_IN_WORDS, _NO_SEN.sub("", text)))

"""Headings in full: the words that people shorten or part, without the number of a column."""

import re
from functools import cache, lru_cache

from config import catalogue
from schemas.wording import plain
from tasks.understand.named_periods import named_in
from tasks.understand.vocabulary import words_of

_NUMBER_BEFORE = re.compile(r"^\s*\(?(?:\d{1,2}|[IVX]{1,4})[.)]\s*(?=[A-Za-z])")
_NUMBER_BEHIND = re.compile(r"(?<=[\w)%])\s*(?:\(\d{1,2}\)|\[\d{1,2}\]|(?<!\d)(?:\d|\b[a-e])\*?\)|\n\s*1?\d)\s*$")
"""In brackets, on a line of its own, or as the mark of a note: `Terlayani (7)`, `Terlayani 1)`."""
_PARTED = re.compile(r"(?<=[a-z])-\s*\n\s*(?=[a-z])")


@lru_cache(maxsize=20_000)
def in_full(text: str) -> str:
    """A wording, reduced, with each word in full that people shorten or part, and without the number of its column.

    >>> in_full("Jml. yg Hrs Dilayani"), in_full("7. Jumlah Terla-\\nyani"), in_full("Kode Layanan (2)")
    ('jumlah yang harus dilayani', 'jumlah terlayani', 'kode layanan')
    """
    text = _without_number(_PARTED.sub("", text))
    return " ".join(_in_full().get(word, word) for word in plain(text).split())


def _without_number(text: str) -> str:
    """A heading without the number that its column has, which is none of a time or a change: `Triwulan (4)`."""
    bare = _NUMBER_BEHIND.sub("", _NUMBER_BEFORE.sub("", text))
    if (
        bare == text
        or bare.count("(") != bare.count(")")
        or plain(bare).rpartition(" ")[2] in numbered_changes()
        or named_in(bare) != named_in(text)
    ):
        return text
    return bare


@cache
def numbered_changes() -> frozenset[str]:
    """The words for a change, of which there may be several: `Pergeseran (2)`."""
    return words_of("sub_final") | words_of("sub_shifted") | words_of("revised")


@cache
def _in_full() -> dict[str, str]:
    rows = catalogue.table("abbreviations")
    return {plain(word): plain(meaning) for word, meaning in zip(rows["word"], rows["meaning"], strict=True)}

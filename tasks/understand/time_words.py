"""The words by which a line or note says of what it speaks besides a time: figures, what was done, a law."""

import re
from functools import cache, lru_cache

from config import catalogue
from schemas.wording import plain


@lru_cache(maxsize=20_000)
def says(words: str, *kinds: str) -> bool:
    """Whether a reduced text has a word of any of these kinds of `reference/time_words.csv`."""
    return _pattern(kinds).search(words) is not None


@cache
def any_of(*kinds: str) -> str:
    """A pattern of all words of these kinds; one that ends in `*` begins others."""
    rows = catalogue.table("time_words")
    words = rows.loc[rows["kind"].isin(kinds), "word"]
    return "|".join(plain(word) + r"\w*" * word.endswith("*") for word in words)


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern:
    return re.compile(rf"\b(?:{any_of(*kinds)})\b")

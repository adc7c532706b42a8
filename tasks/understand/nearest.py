"""Which service, quality item or bidang a unknown code or name probably means: it is suggested, never counted."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from config import catalogue
from schemas.wording import plain
from tasks.understand.vocabulary import Vocabulary, tidy

_NEAR_CODE, _NEAR_NAME, _SURE = 75, 70, 80
"""From these scores of 100 on a code or a name is near, and one of several with the same words in common is meant."""
_APART = 10
"""By so much the nearest is nearer than any other."""
_SAME_WORD = 80
_FAR, _MOST = 30, 50
"""Below this score a name is no choice, and beyond so many none is."""


def is_near(text: str, words: Vocabulary) -> bool:
    """Whether a text is like any code or name."""
    from rapidfuzz import fuzz, process  # needed for a mistake only

    by_code = process.extractOne(text.upper(), words.labels.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_CODE)
    by_name = process.extractOne(plain(text), words.names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR_NAME)
    return by_code is not None or by_name is not None


def nearest(texts: Iterable[str], words: Vocabulary, service: str = "") -> str:
    """The code that is clearly nearer to a code or name than any other; '' where none is, or two are. `service` is the
    one whose items are meant, where that is known.

    A code of another form of ours is no slip of the pen.
    """
    told = [text for text in texts if text and tidy(text) not in _codes_of_forms()]
    meant = {_by_code(text, words) or _by_name(text, words, service) for text in told} - {""}
    return meant.pop() if len(meant) == 1 else ""


@cache
def _codes_of_forms() -> frozenset[str]:
    return frozenset(catalogue.table("services")["service_code"])


def _by_code(text: str, words: Vocabulary) -> str:
    from rapidfuzz import fuzz

    scores = {code: fuzz.ratio(text.upper(), code) for code in words.labels}
    return _clearest(scores, _NEAR_CODE)


def _by_name(text: str, words: Vocabulary, service: str) -> str:
    """By a name with which it has a word in common that few others have."""
    scores, said = _scores(plain(text), words, service), plain(text).split()
    shared = {code: _shared(said, words.telling[code]) for code in scores}
    most = max(shared.values(), default=0)
    meant = {code: score for code, score in scores.items() if shared[code] == most > 0}
    return _clearest(meant, _SURE if len(meant) > 1 else _NEAR_NAME)


def _scores(text: str, words: Vocabulary, service: str) -> dict[str, float]:
    """How like a text the nearest name of each code is, of those that are not far from it."""
    from rapidfuzz import fuzz, process

    names: dict[str, set[str]] = defaultdict(set)
    for name, codes in words.names.items():
        for code in codes if name.startswith(service) else ():
            names[name.partition(" ")[2] if "." in code else name].add(code)
    scores: dict[str, float] = {}
    like = process.extract(text, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_FAR, limit=_MOST)
    for name, score, _ in like:
        for code in names[name]:
            scores[code] = max(score, scores.get(code, 0))
    return scores


def _shared(said: list[str], telling: frozenset[str]) -> int:
    from rapidfuzz import fuzz

    return sum(any(fuzz.ratio(word, other) >= _SAME_WORD for other in telling) for word in said)


def _clearest(scores: dict[str, float], least: float) -> str:
    best, second = [*sorted(scores, key=scores.__getitem__, reverse=True)[:2], "", ""][:2]
    return best if best and scores[best] >= max(least, scores.get(second, 0) + _APART) else ""

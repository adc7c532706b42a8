"""Figures of one sex beside others: what does not say that it is the whole may be of the other sex alone."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.heading_words import is_part
from tasks.understand.named_periods import without_period
from tasks.understand.resolver import MANY, PLAIN, Candidate, Choice
from tasks.understand.sums_below import together
from tasks.understand.vocabulary import row_words

_SEXES = re.compile(r"\b(?:laki|pria|lk)\b"), re.compile(r"\b(?:perempuan|wanita)\b")
_LAST_WORD = re.compile(r"\b(?:laki|pria|lk|perempuan|wanita)$")
_MOST = 0.75
"""Women are hardly more than so much of all in most services: nearly as many as what they stand beside, which is then
of the men."""


def says_sex(text: str, wordings: frozenset[str]) -> bool:
    """Whether a text says nothing but a sex, alone or after one of these wordings: `Penerima (P)`, `Terlayani Pria`."""
    return behind(text, wordings).removeprefix("jumlah ") in row_words("jenis kelamin")


def names_one_sex(text: str) -> bool:
    """Whether a sentence names the men or the women, and not both."""
    words = plain(text)
    return len([one for one in _SEXES if one.search(words)]) == 1


@lru_cache(maxsize=5_000)
def is_title_of_one_sex(text: str) -> bool:
    """Whether a line ends in a sex, but for when its figures are: `PENERIMA LAYANAN LAKI-LAKI TW IV`."""
    return names_one_sex(text) and _LAST_WORD.search(without_period(text)) is not None


@lru_cache(maxsize=5_000)
def behind(text: str, wordings: frozenset[str]) -> str:
    """What a text says after the longest of these wordings, or all of it."""
    words = plain(text)
    longest = max((one for one in wordings if words.startswith(f"{one} ")), key=len, default="")
    return words.removeprefix(longest).strip()


def names_of(layout: SheetLayout) -> frozenset[str]:
    return frozenset({plain(layout.name), *layout.wordings})


def beside_the_other_part(choice: Choice[RawSheet], layout: SheetLayout) -> Choice[RawSheet]:
    """The choice, in doubt where a sheet of one sex stands beside the chosen one and this may be of the other; or
    sheets of any part that hold more in many figures, or as much in all: a part is no copy of the whole."""
    if choice.chosen.total != PLAIN:
        return choice
    names, held = names_of(layout), choice.chosen.figures
    rival = None if is_part(behind(choice.chosen.said, names)) else _beyond(choice, names)
    if rival is None and choice.in_doubt:
        return choice
    sexes = (one for one in choice.others if says_sex(one.said, names))
    rival = rival or next((one for one in sexes if may_be_the_other(choice.chosen, one)), None)
    part = is_part(behind(choice.chosen.said, names))
    equal = (one for one in choice.others if held and one.figures == held)
    rival = rival or next((one for one in equal if is_part(behind(one.said, names)) != part), None)
    chosen = replace(choice.chosen, own=False)  # no sheet that is nothing but the form's is to be kept alone
    return replace(choice, chosen=chosen, rival=rival, unread=None) if rival else choice


def _beyond(choice: Choice[RawSheet], names: frozenset[str]) -> Candidate[RawSheet] | None:
    """The sheet of a part that holds more than the chosen one, or what those of one kind hold together: of all funds,
    of all who keep the schools."""
    kinds: dict[str, list[Candidate[RawSheet]]] = {}
    for one in choice.others:
        if one.period >= 0 and is_part(said := behind(one.said, names)):
            kinds.setdefault(row_words().get(said, said), []).append(one)
    both = [_added_up(parts) for parts in kinds.values() if len(parts) > 1]
    return next((one for one in [*chain(*kinds.values()), *both] if _is_more(one, choice.chosen)), None)


def _added_up(parts: list[Candidate[RawSheet]]) -> Candidate[RawSheet]:
    at = " dan ".join(f"'{one.said}'" for one in parts)
    return replace(parts[0], at=at, said=f"penjumlahan {len(parts)} lembar", figures=together(parts))


def _is_more(part: Candidate, whole: Candidate) -> bool:
    pairs = ((value, part.figures.get(key)) for key, value in whole.figures.items())
    more = [key for key in pairs if isinstance(key[0], float) and isinstance(key[1], float) and key[1] > key[0]]
    return len(more) >= MANY


def may_be_the_other(whole: Candidate, part: Candidate) -> bool:
    """Whether a part is in some row more than what may be the whole, or nearly as much in most."""
    pairs = [(value, part.figures.get(key)) for key, value in whole.figures.items()]
    pairs = [(all_of_it, some) for all_of_it, some in pairs if isinstance(all_of_it, float) and isinstance(some, float)]
    near = sum(some > _MOST * all_of_it for all_of_it, some in pairs)
    return any(some > all_of_it for all_of_it, some in pairs) or 2 * near > len(pairs)

"""In what services and quality items are counted, and whether a word under Satuan or behind a figure says another
thing."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from config import catalogue
from schemas.wording import plain
from tasks.understand.cells import unit_of
from tasks.understand.multiples import counted_as, pack_in, thing_in
from tasks.understand.time_words import any_of

_PEOPLE, _HOUSEHOLDS, _PACKS, _ANY = "orang", "rumah tangga", "kemasan", "satuan"
_SETS = "paket"
_THINGS = ("benda", "lembar", "paket", "ampul", "botol", "butir", "strip", "dosis", "vial")
"""What may be counted by pieces, which the form itself calls `unit`."""
_OF_ANYTHING = ("unit", "unit layanan", "layanan", "kasus")


class _Counted(NamedTuple):
    """The unit of an item, and whether it is of people who work there."""

    unit: str
    of_staff: bool


@cache
def units_of_items() -> dict[str, _Counted]:
    items = catalogue.table("quality_items")
    counted = zip(items["item_code"], items["unit"], items["kind"] == "sdm", strict=True)
    return {code: _Counted(unit, of_staff) for code, unit, of_staff in counted}


@cache
def units_of_services() -> dict[str, str]:
    """Code -> the unit that a service is counted in."""
    services = catalogue.table("services")
    return dict(zip(services["service_code"], services["unit"], strict=True))


def is_other_unit(text: str, own: str) -> bool:
    """Whether a known unit is another than the one that a service is counted in. A house has one household, and may be
    counted by pieces; some words may stand for whatever is counted.

    >>> [is_other_unit(text, "unit rumah") for text in ("KK", "rumah", "unit", "jiwa")]
    [False, False, False, True]
    """
    if is_of_each(text):
        return True
    words = plain(text)
    same = thing_in(text) in ("", unit_of(own)) or words in _OF_ANYTHING or words.startswith("unit ")
    return not same and not is_of_households(text, own)


def is_of_households(text: str, own: str) -> bool:
    """Whether people are counted where the form counts households, as the regulation lets one do (Permen PUPR 13/2023).

    >>> is_of_households("jiwa", "rumah tangga"), is_of_households("jiwa", "unit rumah")
    (True, False)
    """
    return own == _HOUSEHOLDS and unit_of(text) == "orang"


@lru_cache(maxsize=2_000)
def is_of_each(text: str) -> bool:
    """Whether a unit is one of each month or day, which adds up to no figure of the year.

    >>> is_of_each("orang/bulan"), is_of_each("orang per hari"), is_of_each("OB"), is_of_each("orang/tahun")
    (True, True, True, False)
    """
    return _of_each().search(plain(text)) is not None


@cache
def _of_each() -> re.Pattern:
    return re.compile(rf"(?:^| )(?:{any_of('by_time')})$|^o[bh]$")


@lru_cache(maxsize=20_000)
def doubt_of_unit(code: str, text: str) -> str:
    """`other` where a word counts another thing than the item is counted in, `may_be` where it may come to the same
    number, '' where it is as good or nobody knows it.

    >>> [doubt_of_unit("K-DIK-01.E21.01", text) for text in ("buku", "exemplar", "dus", "paket", "entah")]
    ['', '', 'other', 'may_be', '']
    """
    own, item = units_of_services().get(code, ""), units_of_items().get(code)
    if pack := pack_in(text):
        of = item.unit if item else own
        return "may_be" if counted_as().get(plain(pack), pack) == counted_as().get(plain(of), of) else "other"
    if own:
        return "other" if is_other_unit(text, own) else "may_be" * is_of_households(text, own)
    if item and is_of_each(text):
        return "may_be"
    return _doubt(item, plain(text)) if item else ""


def _doubt(item: _Counted, word: str) -> str:
    own, said = counted_as().get(plain(item.unit), ""), counted_as().get(word, "")
    if not said and counted_as().get(word.partition(" ")[0]) == _PACKS:
        said = _PACKS  # `dus buku`
    if not own or said in ("", own, _ANY):
        return ""
    if item.of_staff:  # the form counts some of them in packages
        return "" if said == _PEOPLE else "other"
    if {own, said} == {_PEOPLE, _HOUSEHOLDS}:
        return "other" if said == _HOUSEHOLDS else "may_be"
    if said == _PACKS:
        return "may_be" if own == _SETS else "other"
    return "" if own == _ANY and said in _THINGS else "may_be"

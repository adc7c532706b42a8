"""In what the quality items are counted, and whether a word under Satuan or behind a figure says another thing."""

from functools import cache, lru_cache
from typing import NamedTuple

from config import catalogue
from schemas.wording import plain
from tasks.understand.units import is_of_each

_PEOPLE, _HOUSEHOLDS, _PACKS, _ANY = "orang", "rumah tangga", "kemasan", "satuan"
_SETS = "paket"
_THINGS = ("benda", "lembar", "paket", "ampul", "botol", "butir", "strip", "dosis", "vial")
"""What may be counted by pieces, which the form itself calls `unit`."""


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


@lru_cache(maxsize=20_000)
def doubt_of_unit(code: str, text: str) -> str:
    """`other` where a word counts another thing than the item is counted in, `may_be` where it may come to the same
    number, '' where it is as good or nobody knows it.

    >>> [doubt_of_unit("K-DIK-01.E21.01", text) for text in ("buku", "exemplar", "dus", "paket", "entah")]
    ['', '', 'other', 'may_be', '']
    """
    item = units_of_items().get(code)
    if item and is_of_each(text):
        return "may_be"
    return _doubt(item, plain(text)) if item else ""


def _doubt(item: _Counted, word: str) -> str:
    own, said = _counted_as().get(plain(item.unit), ""), _counted_as().get(word, "")
    if not own or said in ("", own, _ANY):
        return ""
    if item.of_staff:  # the form counts some of them in packages
        return "" if said == _PEOPLE else "other"
    if {own, said} == {_PEOPLE, _HOUSEHOLDS}:
        return "other" if said == _HOUSEHOLDS else "may_be"
    if said == _PACKS:
        return "may_be" if own == _SETS else "other"
    return "" if own == _ANY and said in _THINGS else "may_be"


@cache
def _counted_as() -> dict[str, str]:
    units = catalogue.table("units")
    return dict(zip(units["word"].map(plain), units["counted_as"], strict=True))

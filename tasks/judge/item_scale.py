"""Quality items in another scale than the rest of their service, or than those whom it has to serve (L06): next to
nothing of one is there, or far more of it is needed than anybody uses.

What is the same in all items of a service is told of the service: see `shares`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from math import inf
from statistics import median
from typing import NamedTuple

from config import catalogue
from config.settings import DoubtSettings
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text, the_first
from tasks.understand.item_units import units_of_items
from tasks.understand.rows import figure_columns, targets_of

_THOUSANDS, _SHARE, _APART = 1000, 100, 100
"""Of thousands that are needed a hundred or fewer may be a percentage; a hundredth of them may be in thousands: that is
how percentages and thousands look wherever they are written."""
_HALF, _ENOUGH_OTHERS = 0.5, 3
"""One of four is an exception, one of two a difference: what of the others is half there is in no other scale."""
_PEOPLE = "orang"
_NAMED = 5
_COMPARED = ("service_code", "required", "available")


class _Item(NamedTuple):
    """A row of an item of which something is needed, and nobody explains."""

    number: int
    code: str
    service: str
    required: float
    available: float

    @property
    def is_low(self) -> bool:
        share = 1 < self.available <= _SHARE or 0 < self.available * _APART <= self.required
        return self.required >= _THOUSANDS and share and self.available < _HALF * self.required

    def is_much(self, target: float, doubts: DoubtSettings) -> bool:
        """Whether so many are needed as no `target` who are served can use."""
        unit, of_staff = units_of_items().get(self.code, ("", False))
        most = doubts.most_people if of_staff or unit == _PEOPLE else doubts.most_things
        return target >= doubts.least_target and self.required >= most * target


def items_out_of_scale(submissions: list[Normalised], doubts: DoubtSettings) -> Iterator[tuple[int, Finding]]:
    """Position and L06 of each service; none where the sheet is in doubt anyway."""
    for number, one in enumerate(submissions):
        place = one.places.get("quality")
        doubtful = ("L02", "L05", "C10", "C11")
        if place and not any(told.sheet == place.title and told.rule in doubtful for told in one.findings):
            targets = targets_of(one)
            for service, items in _by_service(one, _suspected(one, targets, doubts)).items():
                yield from ((number, _low(one, item)) for item in _low_alone(items))
                if much := [item for item in items if item.is_much(targets.get(service, 0.0), doubts)]:
                    yield number, _much(one, much, targets[service])
                yield from ((number, _apart(one, *pair)) for pair in _far_above(items) if pair[0] not in much)


def _suspected(one: Normalised, targets: Mapping[str, float], doubts: DoubtSettings) -> set[str]:
    """The services that have an item at all of which so little is there, or so much needed: in most workbooks none."""
    service, required, available = (figure_columns("quality").index(name) for name in _COMPARED)
    most = min(doubts.most_people, doubts.most_things)
    least = {code: most * target for code, target in targets.items() if target >= doubts.least_target}
    for row in one.figures.get("quality", ()):
        if row[required] > 0:
            below = _APART * row[required]
            least[row[service]] = min(below, least.get(row[service], below))
    return {
        row[service]
        for row in one.figures.get("quality", ())
        if row[required] >= _THOUSANDS
        and (row[available] <= max(_SHARE, row[required] / _APART) or row[required] >= least.get(row[service], inf))
    }


def _by_service(one: Normalised, services: Collection[str]) -> dict[str, list[_Item]]:
    names = ("row", "item_code", *_COMPARED, "note")
    *places, note = (figure_columns("quality").index(name) for name in names)
    found: dict[str, list[_Item]] = {}
    for row in one.figures.get("quality", ()) if services else ():
        item = _Item(*(row[at] for at in places)) if row[places[2]] in services else None
        if item and item.required > 0 and not row[note]:
            found.setdefault(item.service, []).append(item)
    return found


def _low_alone(items: list[_Item]) -> list[_Item]:
    """Those of which next to nothing is there, while of all others of the service at least half is."""
    low = [item for item in items if item.is_low]
    others = [item for item in items if not item.is_low and item.available == item.available]
    half = all(item.available >= _HALF * item.required for item in others)
    return low if half and len(others) >= max(_ENOUGH_OTHERS, len(low)) else []


def _far_above(items: list[_Item]) -> Iterator[tuple[_Item, float]]:
    """Each of which a hundred times as many are needed as of the others that are counted alike, and how many these
    are in the middle."""
    alike: dict[tuple[str, bool], list[_Item]] = {}
    for item in items:
        if item.code in units_of_items():
            alike.setdefault(units_of_items()[item.code], []).append(item)
    for some in alike.values():
        most = max(some, key=lambda item: item.required)
        others = [item.required for item in some if item is not most]
        if len(others) >= _ENOUGH_OTHERS and most.required >= max(_THOUSANDS, _APART * median(others)):
            yield most, median(others)


def _low(one: Normalised, item: _Item) -> Finding:
    place = one.places["quality"]
    words = {"code": item.code, "stated": number_text(item.available), "due": number_text(item.required)}
    cell = place.cell("available", item.number)
    return catalogue.rules()["L06"].finding("item_low", sheet=place.title, cell=cell, value=item.available, **words)


def _apart(one: Normalised, item: _Item, usual: float) -> Finding:
    place = one.places["quality"]
    words = {"code": item.code, "stated": number_text(item.required), "usual": number_text(usual)}
    cell = place.cell("required", item.number)
    return catalogue.rules()["L06"].finding("item_apart", sheet=place.title, cell=cell, value=item.required, **words)


def _much(one: Normalised, items: list[_Item], target: float) -> Finding:
    place, first = one.places["quality"], items[0]
    cells = [place.cell("required", item.number) for item in items]
    words = {"codes": the_first([item.code for item in items], _NAMED), "service": first.service}
    words |= {"figures": number_text(first.required), "target": number_text(target)}
    told = catalogue.rules()["L06"].finding(
        "item_much", sheet=place.title, cell=cells[0], value=first.required, **words
    )
    return replace(told, cells=" ".join(cells))

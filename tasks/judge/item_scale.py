"""Quality items in another scale than the rest of their service, or than those whom it has to serve (L06): next to
nothing of one is there, or far more of it is needed than anybody uses.

What is the same in all items of a service is told of the service: see `shares`.
"""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter
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


class _Item(NamedTuple):
    """A row of an item of which something is needed, and nobody explains; named as its columns are."""

    row: int
    item_code: str
    service_code: str
    required: float
    available: float

    @property
    def is_low(self) -> bool:
        share = 1 < self.available <= _SHARE or 0 < self.available * _APART <= self.required
        return self.required >= _THOUSANDS and share and self.available < _HALF * self.required


def items_out_of_scale(submissions: list[Normalised], doubts: DoubtSettings) -> Iterator[tuple[int, Finding]]:
    """Position and L06 of each service; none where the sheet is in doubt anyway."""
    for number, one in enumerate(submissions):
        place = one.places.get("quality")
        doubtful = ("L02", "L05", "C10", "C11")
        if place and not any(told.sheet == place.title and told.rule in doubtful for told in one.findings):
            targets = targets_of(one)
            for service, items in _by_service(one).items():
                yield from ((number, _low(one, item)) for item in _low_alone(items))
                if much := _much_for(items, targets.get(service, 0.0), doubts):
                    yield number, _much(one, much, targets[service])
                yield from ((number, _apart(one, *pair)) for pair in _far_above(items) if pair[0] not in much)


def _by_service(one: Normalised) -> dict[str, list[_Item]]:
    """The items of the services of which thousands are needed of some item; of fewer nothing is told."""
    *order, note = (figure_columns("quality").index(name) for name in (*_Item._fields, "note"))
    _, _, service, required, _ = order
    rows = [row for row in one.figures.get("quality", ()) if row[required] > 0 and not row[note]]
    found: dict[str, list[_Item]] = {row[service]: [] for row in rows if row[required] >= _THOUSANDS}
    for item in map(_Item._make, map(itemgetter(*order), (row for row in rows if row[service] in found))):
        found[item.service_code].append(item)
    return found


def _low_alone(items: list[_Item]) -> list[_Item]:
    """Those of which next to nothing is there, while of all others of the service at least half is."""
    low = [item for item in items if item.is_low]
    if not low:
        return []
    others = [item for item in items if not item.is_low and item.available == item.available]
    half = all(item.available >= _HALF * item.required for item in others)
    return low if half and len(others) >= max(_ENOUGH_OTHERS, len(low)) else []


def _much_for(items: list[_Item], target: float, doubts: DoubtSettings) -> list[_Item]:
    """Those of which so many are needed as no `target` who are served can use."""
    units, much = units_of_items(), []
    for item in items if target >= doubts.least_target else ():
        if item.required >= min(doubts.most_people, doubts.most_things) * target:
            unit, of_staff = units.get(item.item_code, ("", False))
            most = doubts.most_people if of_staff or unit == _PEOPLE else doubts.most_things
            much += [item] if item.required >= most * target else []
    return much


def _far_above(items: list[_Item]) -> Iterator[tuple[_Item, float]]:
    """Each of which a hundred times as many are needed as of the others that are counted alike, and how many these
    are in the middle."""
    most, least = max(item.required for item in items), min(item.required for item in items)
    if most < max(_THOUSANDS, _APART * least):
        return
    units, alike = units_of_items(), {}
    for item in items:
        alike.setdefault(units.get(item.item_code), []).append(item)
    alike.pop(None, None)
    for some in alike.values():
        most = max(some, key=attrgetter("required"))
        others = [item.required for item in some if item is not most]
        if len(others) >= _ENOUGH_OTHERS and most.required >= max(_THOUSANDS, _APART * median(others)):
            yield most, median(others)


def _low(one: Normalised, item: _Item) -> Finding:
    place = one.places["quality"]
    words = {"code": item.item_code, "stated": number_text(item.available), "due": number_text(item.required)}
    cell = place.cell("available", item.row)
    return catalogue.rules()["L06"].finding("item_low", sheet=place.title, cell=cell, value=item.available, **words)


def _apart(one: Normalised, item: _Item, usual: float) -> Finding:
    place = one.places["quality"]
    words = {"code": item.item_code, "stated": number_text(item.required), "usual": number_text(usual)}
    cell = place.cell("required", item.row)
    return catalogue.rules()["L06"].finding("item_apart", sheet=place.title, cell=cell, value=item.required, **words)


def _much(one: Normalised, items: list[_Item], target: float) -> Finding:
    place, first = one.places["quality"], items[0]
    cells = [place.cell("required", item.row) for item in items]
    words = {"codes": the_first([item.item_code for item in items], _NAMED), "service": first.service_code}
    words |= {"figures": number_text(first.required), "target": number_text(target)}
    told = catalogue.rules()["L06"].finding(
        "item_much", sheet=place.title, cell=cells[0], value=first.required, **words
    )
    return replace(told, cells=" ".join(cells))

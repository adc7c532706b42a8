"""Budgets too small for what they pay (R15): all of a regency's, those of some offices or services, or what was
realised of them."""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from config import catalogue
from config.settings import ProvinceSettings
from schemas.finding import Finding
from schemas.layout import Layout
from schemas.submission import Normalised
from schemas.wording import number_text, the_first
from tasks.understand.rows import figure_columns, targets_of
from tasks.understand.units import NEARLY_ALL

_ENOUGH_SERVED = 5
"""With fewer services under way a small budget may well be right."""
_APART = 100
"""So many times more the other offices have for each to serve; in thousands it would be a thousand times."""
_LOW = 25
"""So many times the least cost, and the services of an office may by themselves be as cheap."""
_LEAST_OF_A_SERVICE = 1000
"""For so many to serve the least cost is what a service needs in a year."""
_MOST_IN_THOUSANDS = 100_000
"""From so many times the least cost on an allocation is no amount in thousands: what it pays for is overstated."""
_NAMED, _SHOWN, _THOUSAND = 5, 3, 1000


def small_budgets(submissions: list[Normalised], settings: ProvinceSettings) -> Iterator[tuple[int, Finding]]:
    """Position and R15 of each submission whose allocations are probably in thousands or millions."""
    for number, one in enumerate(submissions):
        layout = catalogue.layouts().get(one.identity.form_version)
        others = {place.title for key, place in one.places.items() if key != "budget"}
        scaled = any(told.rule == "C11" and told.sheet not in others for told in one.findings)
        if "budget" in one.places and not scaled and layout.level == "kabkota":  # C11 says what this would ask
            told = _all_of_it(one, layout, settings.least_budget) or _some_of_it(one, settings.least_cost)
            rows = [] if told else money_of(one)
            told = told or _few_of_it(one, rows, settings.least_cost) or _realised(one, rows)
            if told:
                yield number, told


def _all_of_it(one: Normalised, layout: Layout, least: float) -> Finding | None:
    """All allocations together are less than a regency spends, although services were delivered."""
    place = one.places["budget"]
    at, served_at = figure_columns("budget").index("allocation"), figure_columns("recipients").index("served")
    known = [row[at] for row in one.figures["budget"] if row[at] == row[at]]
    total, enough = sum(known), 2 * len(known) > len(one.figures["budget"])
    served = sum(row[served_at] > 0 for row in one.figures.get("recipients", []))
    variant = "default" if "recipients" in one.places else "alone"
    delivers = served >= _ENOUGH_SERVED or variant == "alone"
    if not (enough and total < least and delivers and layout.whole):
        return None
    words = {"stated": number_text(total), "served": served, "value": total}
    cell = place.cell("allocation", place.header_row)
    return catalogue.rules()["R15"].finding(variant, sheet=place.title, cell=cell, **words)


def _some_of_it(one: Normalised, least: float) -> Finding | None:
    """Some services have next to nothing for each whom they have to serve, or all of some offices far less than all of
    the others."""
    rows, costs = _allocations(one), costs_of(one)
    low = {code for code, cost in costs.items() if cost < least or rows[code][1] < _LEAST_OF_A_SERVICE * least}
    low |= _low_offices(costs, _LOW * least)
    low = {code for code in low if rows[code][1] < _MOST_IN_THOUSANDS * least}
    others = [cost for code, cost in costs.items() if code not in low]
    if not low or not others:
        return None
    mine, place = [code for code in rows if code in low], one.places["budget"]
    cells = [place.cell("allocation", rows[code][0]) for code in mine]
    words = {"codes": the_first(mine, _NAMED), "low": _shown(median(costs[code] for code in mine))}
    words |= {"high": number_text(median(others), 0), "value": rows[mine[0]][1]}
    told = catalogue.rules()["R15"].finding("some", sheet=place.title, cell=cells[0], **words)
    notes = [rows[code][2] for code in mine]
    return replace(told, cells=" ".join(cells), explanation=notes[0] if all(notes) else "")


def _shown(amount: float) -> str:
    """An amount in full rupiah, and what is less than one so that something is left of it."""
    return number_text(amount, 0 if amount >= 1 else 2 if amount >= 0.01 else None)


def _few_of_it(one: Normalised, rows: list["Money"], least: float) -> Finding | None:
    """One service alone, or all that have less than any needs in a year, have a hundredth of the least that any other
    has: that shows also where nobody knows how many they have to serve."""
    rows = sorted(rows, key=attrgetter("allocated"))
    count = max(sum(row.allocated < _LEAST_OF_A_SERVICE * least for row in rows), 1)
    low, others = rows[:count], rows[count:]
    if len(others) < _ENOUGH_SERVED or low[-1].allocated * _APART > others[0].allocated:
        return None
    low, place = sorted(low, key=lambda row: row.number), one.places["budget"]
    cells = [place.cell("allocation", row.number) for row in low]
    words = {"codes": the_first([row.code for row in low], _NAMED), "value": low[0].allocated}
    words |= {"stated": number_text(max(row.allocated for row in low)), "least": number_text(others[0].allocated)}
    told = catalogue.rules()["R15"].finding("apart", sheet=place.title, cell=cells[0], **words)
    return replace(told, cells=" ".join(cells), explanation=low[0].note if all(row.note for row in low) else "")


def _realised(one: Normalised, rows: list["Money"]) -> Finding | None:
    """Of nearly all services a thousandth of the allocation is realised, or less; or of some, where all others have at
    least a hundred times that share. Up to 100 it may be a percentage, which C10 tells."""
    rows = sorted((row for row in rows if row.realised > 100 and not row.note), key=attrgetter("share"))
    low, place = [row for row in rows if row.share * _THOUSAND <= 1], one.places["budget"]
    others, enough = rows[len(low) :], len(low) >= _ENOUGH_SERVED and len(low) >= NEARLY_ALL * len(rows)
    apart = low and len(others) >= _ENOUGH_SERVED and low[-1].share * _APART <= others[0].share
    if not (enough or apart):
        return None
    low.sort(key=lambda row: row.number)
    cells = [place.cell("realised", row.number) for row in low]
    shown = ((number_text(row.realised), number_text(row.allocated)) for row in low[:_SHOWN])
    words = dict(zip(("figures", "other_figures"), map("; ".join, zip(*shown, strict=True)), strict=True))
    words |= {"count": len(low), "rows": len(rows), "value": low[0].realised}
    told = catalogue.rules()["R15"].finding("realised", sheet=place.title, cell=cells[0], **words)
    return replace(told, cells=" ".join(cells))


class Money(NamedTuple):
    """A row with money: its number, what it is about, the amounts and what the sender says of it."""

    number: int
    code: str
    allocated: float
    realised: float
    note: str

    @property
    def share(self) -> float:
        """What is realised of the allocation."""
        return self.realised / self.allocated


def money_of(one: Normalised) -> list[Money]:
    """The rows of a budget in which an allocation above 0 can be read."""
    at = [figure_columns("budget").index(key) for key in ("service_code", "allocation", "realised", "note")]
    rows = (Money(row[0], *(row[place] for place in at)) for row in one.figures["budget"])
    return [row for row in rows if row.allocated > 0]


def costs_of(one: Normalised) -> dict[str, float]:
    """Service code -> the allocation for each whom it has to serve, in rupiah, where both are above 0."""
    target, rows = targets_of(one), _allocations(one)
    return {code: row[1] / target[code] for code, row in rows.items() if row[1] > 0 and target.get(code, 0) > 0}


def _allocations(one: Normalised) -> dict[str, tuple[int, float, str]]:
    """By service the row, allocation and note."""
    code, allocated, note = (figure_columns("budget").index(key) for key in ("service_code", "allocation", "note"))
    return {row[code]: (row[0], row[allocated], row[note]) for row in one.figures["budget"]}


def _low_offices(costs: dict[str, float], bound: float) -> set[str]:
    """The services of the offices that all have far less for each to serve than the cheapest service of the others."""
    offices: dict[str, list[str]] = {}
    for code in costs:
        offices.setdefault(code.split("-")[1], []).append(code)
    by_cost = sorted(offices.values(), key=lambda codes: median(costs[code] for code in codes))
    for count in range(len(by_cost) - 1, 0, -1):
        below, above = ([code for codes in part for code in codes] for part in (by_cost[:count], by_cost[count:]))
        if max(costs[code] for code in below) < min(costs[code] for code in above):
            low, high = (median(costs[code] for code in part) for part in (below, above))
            if low < bound and low * _APART <= high:
                return set(below)
    return set()

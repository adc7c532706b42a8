"""Budgets too large for what they pay (R15): all of a regency's, or those of some services."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from statistics import median

from config import catalogue
from config.settings import ProvinceSettings
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text, the_first
from tasks.judge.small_budgets import Money, costs_of, money_of

_ENOUGH = 5
"""Beside fewer other services one may well have nearly all the money."""
_NAMED = 5


def large_budgets(submissions: list[Normalised], settings: ProvinceSettings) -> Iterator[tuple[int, Finding]]:
    """Position and R15 of each submission of a regency with more money than any has: probably digits too many."""
    for number, one in enumerate(submissions):
        layout = catalogue.layouts().get(one.identity.form_version)
        scaled = any(told.rule == "C11" for told in one.findings)
        if "budget" in one.places and not scaled and layout.level == "kabkota":  # C11 says what this would ask
            told = _all_of_it(one, settings) or _some_of_it(one, settings)
            if told:
                yield number, told


def _all_of_it(one: Normalised, settings: ProvinceSettings) -> Finding | None:
    """All allocations together are more than the whole budget of any regency, or of any with so many people."""
    rows, people = money_of(one), catalogue.populations().get(one.identity.checked_as)
    total = sum(row.allocated for row in rows)
    most = min(settings.most_budget, people * settings.most_per_person) if people else settings.most_budget
    if len(rows) < _ENOUGH or total <= most:
        return None
    place = one.places["budget"]
    words = {"stated": number_text(total), "most": number_text(most), "value": total}
    cell = place.cell("allocation", place.header_row)
    return catalogue.rules()["R15"].finding("large", sheet=place.title, cell=cell, **words)


def _some_of_it(one: Normalised, settings: ProvinceSettings) -> Finding | None:
    """Some services have many times what all the others have together, or more for each of many than it can cost."""
    rows, costs = money_of(one), costs_of(one)
    total = sum(row.allocated for row in rows)
    high = [
        row
        for row in rows
        if row.allocated > settings.most_of_others * (total - row.allocated)
        or _is_too_dear(row, costs.get(row.code, 0), settings.doubts.few_to_serve)
    ]
    others = [row.allocated for row in rows if row not in high]
    if not high or len(others) < _ENOUGH:
        return None
    place = one.places["budget"]
    cells = [place.cell("allocation", row.number) for row in high]
    words = {"codes": the_first([row.code for row in high], _NAMED), "value": high[0].allocated}
    words |= {"stated": number_text(min(row.allocated for row in high)), "middle": number_text(median(others), 0)}
    told = catalogue.rules()["R15"].finding("beyond", sheet=place.title, cell=cells[0], **words)
    return replace(told, cells=" ".join(cells), explanation=high[0].note if all(row.note for row in high) else "")


def _is_too_dear(row: Money, cost: float, few: float) -> bool:
    """For each of not a `few` who have to be served."""
    most = _most_costs().get(row.code)
    return most is not None and cost > most and row.allocated >= few * cost


@cache
def _most_costs() -> Mapping[str, float]:
    known = catalogue.table("largest_costs")
    return dict(zip(known["service_code"], known["most_cost"], strict=True))

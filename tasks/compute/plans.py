"""Whom to serve so that an index rises by so much: with the fewest people, or for the least money. Whole numbers only.

A `Step` is a group of people who each lift the index by the same `gain`; gains and the need are whole numbers of one
common unit, prices whole rupiah, so nothing here is rounded.
"""

from collections.abc import Sequence
from functools import cmp_to_key
from heapq import heappop, heappush
from itertools import accumulate, count
from typing import NamedTuple

MOST_LOOKS = 20_000
"""A twentieth of a second; see `cheapest`."""


class Step(NamedTuple):
    """`people` who can be served, each of whom lifts the index by `gain` and costs `price` (None: not known)."""

    service_code: str
    people: int
    gain: int
    price: int | None = None


def fewest(steps: Sequence[Step], need: int) -> list[int] | None:
    """How many of each step, so that the gain is at least `need` with as few people as can be; None if it cannot be.

    The largest gains first. That is exact, because everybody counts one: no `n` people gain more than the `n` with the
    largest gains, so if these fall short of the need, all others do. Of equal gains the earlier step comes first.
    """
    taken = [0] * len(steps)
    for place in sorted(range(len(steps)), key=lambda place: -steps[place].gain):
        if need <= 0:
            break
        step = steps[place]
        taken[place] = min(step.people, _ceiling(need, step.gain))
        need -= taken[place] * step.gain
    return taken if need <= 0 else None


def cheapest(steps: Sequence[Step], need: int) -> list[int] | None:
    """As `fewest`, for as little money as can be, among the steps with a price; None if these cannot do it.

    This is the covering form of the bounded knapsack problem: with whole people, the lowest price per gain first is not
    always the cheapest. Branch and bound, lowest bound first: the first plan that is complete costs no more than any
    other, because whatever is not looked at has a bound at least as high (`_Search`).

    Figures as they are reported need some forty looks. Where many services cost nearly the same per gain there can be
    more plans than anyone can look at; after `MOST_LOOKS` the relaxation, rounded up to whole people, is the plan. It
    costs less than one person's price more than the cheapest.
    """
    priced = [place for place, step in enumerate(steps) if step.price is not None]
    order = sorted(priced, key=lambda place: (-steps[place].gain, place))
    found = _Search([steps[place] for place in order]).run(need)
    if found is None:
        return None
    taken = dict(zip(order, found, strict=False))  # of the last ones nobody
    return [taken.get(place, 0) for place in range(len(steps))]


class _Search:
    """Steps with the largest gains first; the small ones, decided last, fill what is left almost exactly.

    The bound of what is undecided is the linear relaxation: with fractions of people the lowest price per gain first is
    the cheapest. Going away from the relaxation's own number of a step, up or down, never lowers the bound; so one
    number after the other is looked at, each when its bound is the lowest of all.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.most = [*accumulate((step.people * step.gain for step in reversed(steps)), initial=0)][::-1]
        """What the steps from a place on can gain."""
        order = sorted(range(len(steps)), key=cmp_to_key(self._dearer))
        in_full = ((place, steps[place]) for place in order)
        self.by_price = [
            (place, step.people * step.gain, step.people * step.price, step.gain, step.price) for place, step in in_full
        ]
        """What all of a step's people gain and cost, and what one does."""
        self.waiting: list[tuple] = []
        self.counter = count()

    def _dearer(self, one: int, other: int) -> int:
        """Above 0 where a step costs more for its gain than the other."""
        return self.steps[one].price * self.steps[other].gain - self.steps[other].price * self.steps[one].gain

    def _cost(self, place: int, need: int) -> int:
        """The least in whole rupiah that a need can cost, by the steps from `place` on, if people were divisible."""
        spent = 0
        for number, most, cost, gain, price in self.by_price if need > 0 else ():
            if number >= place:
                if need <= most:
                    return spent + _ceiling(need * price, gain)
                need, spent = need - most, spent + cost
        return spent

    def _people(self, place: int, need: int) -> int:
        """How many of the step at `place` are in that cheapest way, the last one cut off if he is a fraction."""
        before = 0
        for number, most, *_ in self.by_price:
            if number == place:
                break
            if number > place:
                before += most
        step = self.steps[place]
        return max(0, min(step.people, (need - before) // step.gain))

    def run(self, need: int) -> list[int] | None:
        """People of each step in the cheapest plan."""
        if need > self.most[0]:
            return None
        whole = need
        self._decide(need, 0, 0, ())
        while True:
            _, counted, place, need, spent, people, change, decided = heappop(self.waiting)
            if -counted > MOST_LOOKS:
                return self._rounded(whole)
            if change:
                self._look_at(place, need, spent, people + change, change, decided)
            left, spent = need - people * self.steps[place].gain, spent + people * self.steps[place].price
            if left <= 0:
                return [*decided, people]
            self._decide(left, spent, place + 1, (*decided, people))

    def _rounded(self, need: int) -> list[int]:
        """The relaxation, with the one fraction of a person as a whole one."""
        taken = [0] * len(self.steps)
        for place, *_ in self.by_price:
            step = self.steps[place]
            taken[place] = max(0, min(step.people, _ceiling(need, step.gain)))
            need -= taken[place] * step.gain
        return taken

    def _decide(self, need: int, spent: int, place: int, decided: tuple[int, ...]) -> None:
        people = self._people(place, need)
        self._look_at(place, need, spent, people, -1, decided)
        self._look_at(place, need, spent, people + 1, 1, decided)

    def _look_at(self, place: int, need: int, spent: int, people: int, change: int, decided: tuple) -> None:
        """Waits with `people` of a step, unless there are not so many; too few to suffice lead to those that do."""
        step = self.steps[place]
        left = need - people * step.gain
        short = left - self.most[place + 1]
        if short > 0:
            if change < 0:
                return
            more = _ceiling(short, step.gain)
            people, left = people + more, left - more * step.gain
        if 0 <= people <= step.people:
            bound = spent + people * step.price + self._cost(place + 1, left)
            heappush(self.waiting, (bound, -next(self.counter), place, need, spent, people, change, decided))


def _ceiling(whole: int, part: int) -> int:
    return -(-whole // part)

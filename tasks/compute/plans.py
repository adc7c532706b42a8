"""Whom to serve so that an index rises by so much: with the fewest people, or for little money. Whole people only.

A `Step` is a group of people who each lift the index by the same `gain`; gains and the need are whole numbers of one
common unit, prices whole rupiah, so whether a plan suffices is never a matter of rounding.
"""

from collections.abc import Sequence
from typing import NamedTuple


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
    """As `fewest`, for the lowest price per gain first, among the steps with a price; None if these cannot do it.

    Were people divisible, nothing would be cheaper. Because they are not, the rest, which is less than one person of
    the dearest step gains, is made up by whichever step does it for the least. So the plan costs less than one person's
    price more than the cheapest there is.
    """
    priced = [place for place, step in enumerate(steps) if step.price is not None]
    taken, wanted = [0] * len(steps), need
    for place in sorted(priced, key=lambda place: _dearness(steps[place], wanted)):
        step = steps[place]
        taken[place] = max(0, min(step.people, need // step.gain))
        need -= taken[place] * step.gain
        if taken[place] < step.people:
            break
    if need <= 0:
        return taken
    more = {place: _ceiling(need, steps[place].gain) for place in priced}
    able = [place for place in priced if taken[place] + more[place] <= steps[place].people]
    if not able:
        return None
    last = min(able, key=lambda place: (more[place] * steps[place].price, more[place]))
    taken[last] += more[last]
    return taken


def _dearness(step: Step, need: int) -> tuple[float, int]:
    """What all that is needed would cost in this way."""
    return step.price * need / step.gain, -step.gain


def _ceiling(whole: int, part: int) -> int:
    return -(-whole // part)

"""What a sheet states that follows from other figures: a remainder or a percentage, and of which two columns it is."""

from collections.abc import Sequence

from tasks.understand.resolver import MANY, Candidate


def is_mostly_derived(kind: str, whole: Candidate[int], part: Candidate[int], stated: Candidate[int]) -> bool:
    """Whether most figures of a column are the remainder or percentage of two others; 0 is that by chance."""
    held = {row for row, value in stated.figures.items() if value}
    fits = fitting_rows(kind, whole, part, [stated])[0] & held
    return len(fits) >= MANY and 2 * len(fits) > len(held)


def fitting_rows(
    kind: str, whole: Candidate[int], part: Candidate[int], witnesses: Sequence[Candidate[int]]
) -> tuple[frozenset[int], frozenset[int]]:
    """The rows in which a stated figure is what these two columns give, and those in which none is."""
    fits, fails = set(), set()
    for row, target in whole.figures.items():
        served = part.figures.get(row)
        stated = [one.figures[row] for one in witnesses if isinstance(one.figures.get(row), float)]
        if not stated or not isinstance(target, float) or not isinstance(served, float):
            continue
        (fits if any(is_derived(kind, one, target, served) for one in stated) else fails).add(row)
    return frozenset(fits), frozenset(fails)


def is_derived(kind: str, stated: float, whole: float, part: float) -> bool:
    """Whether a stated remainder or percentage is that of two figures."""
    return (_is_remainder if kind == "remainder" else _is_percentage)(stated, whole, part)


def _is_remainder(stated: float, whole: float, part: float) -> bool:
    return abs(abs(stated) - abs(whole - part)) < 0.5 or (stated == 0 and part > whole)


def _is_percentage(stated: float, whole: float, part: float) -> bool:
    """As a fraction or per cent, rounded or cut off to as many decimals as are written, capped at 100 or not."""
    if whole <= 0:
        return stated == 0
    exact = 100 * part / whole
    return any(
        abs(shown - value) <= _last_digit(shown)
        for shown in (stated, 100 * stated)
        for value in {exact, min(exact, 100.0)}
    )


def _last_digit(value: float) -> float:
    return next((10.0**-digits for digits in (0, 1) if abs(value - round(value, digits)) < 1e-9), 0.01)

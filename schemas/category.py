"""What an index is called and how it is printed, so that the number and the category always agree."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import isnan

NOISE = 1e-9
"""Two indices closer than this are the same: the difference is floating-point noise, which must not cost a category."""

Categories = Mapping[str, Sequence]
"""`name` and `min_index` of the categories, as `catalogue.categories` has them; their order does not matter."""

_CENT = Decimal("0.01")


def category(value: float, categories: Categories) -> str:
    """The category an index reaches (rules.md part 1, step 8), '' for NaN."""
    return "" if isnan(value) else _reached(_meant(value), categories)


RUNNING = "Masih berjalan"


def before_the_end(categories: Categories, quarter: int) -> Categories:
    """The categories as people read them: figures add up over the year, so until its last quarter the lowest one is no
    verdict yet. The data files keep its name."""
    if quarter == 4:
        return categories
    least = min(categories["min_index"])
    rows = zip(categories["name"], categories["min_index"], strict=True)
    return {**categories, "name": [RUNNING if bound == least else name for name, bound in rows]}


def as_read(categories: Categories, quarter: int) -> dict[str, str]:
    """Category -> how people read it in that quarter."""
    return dict(zip(categories["name"], before_the_end(categories, quarter)["name"], strict=True))


def next_category(value: float, categories: Categories) -> tuple[str, float] | None:
    """The category above the one an index reaches and the least index that reaches it; None at the top and for NaN."""
    if isnan(value):
        return None
    meant = _meant(value)
    rows = zip(categories["min_index"], categories["name"], strict=True)
    least, name = min(((least, name) for least, name in rows if least > meant), default=(None, ""))
    return None if least is None else (name, least)


def printed(value: float, categories: Categories) -> str:
    """The index with two decimals and a dot (step 9), '' for NaN: half up, but never over a boundary of `categories`.

    So 74.005 is printed 74.01, and 89.995 is printed 89.99 because 90.00 would promise the next category.
    """
    if isnan(value):
        return ""
    meant = _meant(value)
    rounded = meant.quantize(_CENT, ROUND_HALF_UP)
    if _reached(rounded, categories) != _reached(meant, categories):
        rounded = meant.quantize(_CENT, ROUND_FLOOR)
    return str(rounded)


def difference(then: float, now: float, categories: Categories) -> float:
    """Of two indices as they are printed, in whole hundredths: what a reader finds who subtracts. Every rendering tells
    this one; the exact one is only what causes are added up to."""
    return float(Decimal(printed(now, categories)) - Decimal(printed(then, categories)))


def _meant(value: float) -> Decimal:
    """The value lifted by the noise: what lies a hair below a boundary or a half is then at it or above."""
    return Decimal(value) + Decimal(NOISE)


def _reached(value: Decimal, categories: Categories) -> str:
    rows = zip(categories["min_index"], categories["name"], strict=True)
    return max((least, name) for least, name in rows if least <= value)[1]

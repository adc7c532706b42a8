"""A province as a map: where each regency lies on a drawing, and where its letter stands. Knows no figures.

Points are in units of the drawing, y downwards; north is up, and a degree of longitude is as wide as it is at the
province's middle latitude, which is what people are used to for an area of this size.
"""

from dataclasses import dataclass
from math import cos, radians

import numpy as np

from config import catalogue

WIDTH = 680.0
"""Of every drawing; its height follows."""
MARGIN = 6.0
MARKER = 8.0
"""Radius of what a letter stands on where the regency has less room than that across, so that cities can be read."""
_LEVELS = 9
"""At so many heights a place for the letter is looked for."""


@dataclass(frozen=True)
class Area:
    """A regency: its rings (arrays of x, y), all polygons together, and the place of its letter."""

    code: str
    rings: list[np.ndarray]
    label: tuple[float, float]
    small: bool

    @property
    def path(self) -> str:
        """The rings as an SVG path; a hole is where an even number of them lie."""
        return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in self.rings)


@dataclass(frozen=True)
class ProvinceMap:
    """`areas` by code; the small ones last, so that they lie on top."""

    height: float
    areas: list[Area]


def province_map(province_code: str) -> ProvinceMap | None:
    """None for a province without known boundaries."""
    regencies = catalogue.boundaries().get(province_code)
    if not regencies:
        return None
    rings = {
        code: [np.array(ring, float) for polygon in shape for ring in polygon] for code, shape in regencies.items()
    }
    points = np.concatenate([ring for those in rings.values() for ring in those])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrowing)
    placed = {
        code: [(ring - (west, north)) * (scale * narrowing, -scale) + MARGIN for ring in those]
        for code, those in rings.items()
    }
    areas = [_area(code, those) for code, those in sorted(placed.items())]
    return ProvinceMap((north - south) * scale + 2 * MARGIN, sorted(areas, key=lambda area: area.small))


def _area(code: str, rings: list[np.ndarray]) -> Area:
    (x, y), room = max((_roomiest(ring) for ring in rings), key=lambda found: found[1])
    return Area(code, rings, (x, y), room < 2 * MARKER)


def _roomiest(ring: np.ndarray) -> tuple[tuple[float, float], float]:
    """The middle of the widest stretch inside a ring, and how much room there is across or down, whichever is less."""
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best, widest = (float(ring[:, 0].mean()), float(ring[:, 1].mean())), 0.0
    for level in range(1, _LEVELS + 1):
        y = low + (high - low) * level / (_LEVELS + 1)
        crossings = sorted(_crossings(ring, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            if right - left > widest:
                best, widest = ((left + right) / 2, y), right - left
    return best, float(min(widest, high - low))


def _crossings(ring: np.ndarray, y: float) -> list[float]:
    """Where a ring crosses a horizontal line."""
    ahead = np.roll(ring, -1, axis=0)
    crossing = (ring[:, 1] > y) != (ahead[:, 1] > y)
    (x0, y0), (x1, y1) = ring[crossing].T, ahead[crossing].T
    return list(x0 + (y - y0) * (x1 - x0) / (y1 - y0))

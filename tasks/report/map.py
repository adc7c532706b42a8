"""A province as a map: where each regency lies on a drawing, and where its letter stands. Knows no figures.

Points are in units of the drawing, y downwards; north is up, and a degree of longitude is as wide as it is at the
province's middle latitude, which is what people are used to for an area of this size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians

import numpy as np

from config import catalogue

WIDTH = 680.0
"""Of every drawing; its height follows."""
MARGIN = 10.0
LEFT_OUT = "pulau kecil yang jauh tidak digambar"
SHORTENED = "garis putus-putus: laut yang dipendekkan"
"""Stand with a drawing of which this is true."""
_SEA, _STRAIT = 0.12, 0.05
"""Open sea as wide as this part of the map is shortened to that part: else it would shrink all land beside it."""
MARKER = 8.0
"""Radius of what a letter stands on where the regency has less room than that, so that cities can be read."""
_AROUND = 0.06
"""So far, in parts of its width and height, an island may lie off what is drawn anyway."""
_LEVELS, _PARTS = 15, (0.2, 0.35, 0.5, 0.65, 0.8)
"""At so many heights, and at these parts of each stretch inside, a place for the letter is looked for."""


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
    """`areas` by code; the small ones last, so that they lie on top. `left_out`: islands so far off that drawing them
    would shrink all others are not on it; every regency is. Lines (`cuts`, both ends each) stand where open sea from
    one side of the map to the other is shortened."""

    height: float
    areas: list[Area]
    left_out: bool
    cuts: list[tuple[tuple[float, float], tuple[float, float]]]

    @property
    def notes(self) -> list[str]:
        """How the drawing differs from the land."""
        return [LEFT_OUT] * self.left_out + [SHORTENED] * bool(self.cuts)


@cache
def province_map(province_code: str) -> ProvinceMap | None:
    """None for a province without known boundaries."""
    regencies = catalogue.boundaries().get(province_code)
    if not regencies:
        return None
    all_rings = {
        code: [np.array(ring, float) for polygon in shape for ring in polygon] for code, shape in regencies.items()
    }
    rings, cuts = _closer(_near(all_rings))
    points = np.concatenate([ring for those in rings.values() for ring in those])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * narrowing)

    def drawn(points: np.ndarray) -> np.ndarray:
        return (points - (west, north)) * (scale * narrowing, -scale) + MARGIN

    placed = {code: [drawn(ring) for ring in those] for code, those in rings.items()}
    left_out = any(len(rings[code]) < len(those) for code, those in all_rings.items())
    ends = [((at, south), (at, north)) if axis == 0 else ((west, at), (east, at)) for axis, at in cuts]
    lines = [tuple((float(x), float(y)) for x, y in drawn(np.array(both))) for both in ends]
    return ProvinceMap((north - south) * scale + 2 * MARGIN, _areas(placed), left_out, lines)


def _near(regencies: dict[str, list[np.ndarray]]) -> dict[str, list[np.ndarray]]:
    """Of each regency the largest ring and those that lie around the largest ones of all."""
    largest = {code: max(rings, key=_size) for code, rings in regencies.items()}
    points = np.concatenate(list(largest.values()))
    low, high = points.min(axis=0), points.max(axis=0)
    low, high = low - _AROUND * (high - low), high + _AROUND * (high - low)
    return {
        code: [ring for ring in rings if ring is largest[code] or ((ring >= low) & (ring <= high)).all()]
        for code, rings in regencies.items()
    }


def _closer(regencies: dict[str, list[np.ndarray]]) -> tuple[dict[str, list[np.ndarray]], list[tuple[int, float]]]:
    """The rings with open sea between them shortened, and where: the axis it is measured along, and the place."""
    cuts = []
    for axis in (0, 1):
        spans = sorted((ring[:, axis].min(), ring[:, axis].max()) for rings in regencies.values() for ring in rings)
        extent = max(high for _, high in spans) - spans[0][0]
        reached, seas = spans[0][1], []
        for low, high in spans:
            if low - reached > _SEA * extent:
                seas.append((reached, low - reached - _STRAIT * extent))
            reached = max(reached, high)
        for shore, less in reversed(seas):
            beyond = [0.0, 0.0]
            beyond[axis] = less
            regencies = {
                code: [ring - beyond if ring[:, axis].min() > shore else ring for ring in rings]
                for code, rings in regencies.items()
            }
            cuts = [(one, at - less if one == axis else at) for one, at in cuts]
            cuts.append((axis, shore + _STRAIT * extent / 2))
    return regencies, cuts


def _size(ring: np.ndarray) -> float:
    """The area inside a ring."""
    (x, y), (after_x, after_y) = ring.T, np.roll(ring, -1, axis=0).T
    return abs(float((x * after_y - after_x * y).sum())) / 2


def _areas(placed: dict[str, list[np.ndarray]]) -> list[Area]:
    """The letters of small areas stand where these lie, those of the others out of their way."""
    places = {code: _places(rings) for code, rings in placed.items()}
    room = {code: max(found)[0] for code, found in places.items()}
    labels: dict[str, tuple[float, float]] = {}
    for code in sorted(placed, key=lambda code: (room[code], code)):
        free = [one for one in places[code] if _is_free(one[1], labels.values())]
        labels[code] = max(free or places[code])[1]
    areas = [Area(code, rings, labels[code], room[code] < MARKER) for code, rings in sorted(placed.items())]
    return sorted(areas, key=lambda area: area.small)


def _is_free(place: tuple[float, float], taken: Iterable[tuple[float, float]]) -> bool:
    return all(hypot(place[0] - x, place[1] - y) > 2 * MARKER for x, y in taken)


def _places(rings: list[np.ndarray]) -> list[tuple[float, tuple[float, float]]]:
    """Places for a letter inside the largest ring, each with its distance from all borders: at several heights the
    middles of the stretches inside, and points between these and their ends."""
    ring = max(rings, key=_size)
    low, high = ring[:, 1].min(), ring[:, 1].max()
    found = []
    for level in range(1, _LEVELS + 1):
        y = float(low + (high - low) * level / (_LEVELS + 1))
        crossings = sorted(_crossings(ring, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            found += [(left + (right - left) * part, y) for part in _PARTS]
    starts, ends = np.concatenate(rings), np.concatenate([np.roll(one, -1, axis=0) for one in rings])
    return [
        (_distance(place, starts, ends - starts), place) for place in found or [tuple(map(float, ring.mean(axis=0)))]
    ]


def _distance(place: tuple[float, float], starts: np.ndarray, along: np.ndarray) -> float:
    """From a place to the nearest point of lines from `starts`."""
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((place - starts) * along).sum(axis=1) / length, 0, 1)
    return float(np.hypot(*(place - starts - along * part[:, None]).T).min())


def _crossings(ring: np.ndarray, y: float) -> list[float]:
    """Where a ring crosses a horizontal line."""
    ahead = np.roll(ring, -1, axis=0)
    crossing = (ring[:, 1] > y) != (ahead[:, 1] > y)
    (x0, y0), (x1, y1) = ring[crossing].T, ahead[crossing].T
    return [float(x) for x in x0 + (y - y0) * (x1 - x0) / (y1 - y0)]

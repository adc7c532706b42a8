"""The charts of the document as pictures: the same in every word processor, readable in grey, told in words as well.

matplotlib is imported in here only, when the first chart is drawn: it takes half a second.
"""

import os
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from schemas.period import ROMAN, Period
from schemas.wording import number_text
from tasks.report.change_sentences import points_text
from tasks.report.document.pictures import Picture
from tasks.report.field_sentences import Money
from tasks.report.map import MARKER, WIDTH, Area, ProvinceMap
from tasks.report.sentences import Index, listed

WIDTH_CM = 16.0
_POINTS_PER_CM = 72 / 2.54
_DPI = 160
_INK, _MUTED, _LINE, _BAR, _LIGHT = "#1F2A37", "#5B6673", "#B8C0C8", "#4A78A8", "#D5DEE8"
_BAR_CM, _LETTER_CM, _NUMBER_CM = 0.62, 0.158, 1.5
_NAME_LENGTH = 28
FROM_ABOVE_ZERO = "Batang tidak dimulai dari nol."
"""Whose lengths must not be compared."""
_HALF_PAGE_CM = 9.6
"""The rows of a chart are no higher, so that one that does not fit any more leaves no page half empty."""
_ROW_SHARE = 0.85
"""So much of the height of its row a name may take."""
_MAP_CM, _TALL_MAP_CM = 4.5, 6.0
"""So high is a map at most, and one that is higher than wide: it shares its page with what else a governor has to
know."""
_SMALLEST, _LARGEST = 5.0, 7.0
"""Points of a letter on the map: where there are markers, as large as one, but to be read."""
_RING = 0.6
"""Radius of a marker, in sizes of the letter that stands within it."""
_LOOKS = {
    "font.family": "DejaVu Sans",  # comes with the library, so that every machine draws the same letters
    "font.size": 8,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _MUTED,
    "xtick.color": _MUTED,
    "ytick.color": _INK,
    "hatch.linewidth": 0.6,
    "path.simplify": False,
}


@dataclass(frozen=True)
class Chart(Picture):
    width_cm: float = WIDTH_CM


@dataclass(frozen=True)
class Bar:
    """One bar: `index` is None where there is none and `reason` says why; `before` is the earlier index, if known."""

    name: str
    index: Index | None
    reason: str = "nihil"
    before: Index | None = None


@dataclass(frozen=True)
class Place:
    """A regency on the map: its category, or how far it is, with the letter and colour of that; '' and '–' where it has
    no index."""

    name: str
    category: str
    letter: str
    colour: str


class Charts:
    """Draws charts. `boundaries` are the least indices of the categories with their names; in `cache_folder`, one of
    the site, matplotlib keeps its list of fonts."""

    def __init__(self, boundaries: Sequence[tuple[float, str]], cache_folder: Path) -> None:
        self._boundaries = sorted(boundaries)
        self._cache = cache_folder

    def indices(self, title: str, bars: Sequence[Bar], before: Period | None = None) -> Chart:
        """A bar each, the first on top, over the boundaries of the categories; a mark where it stood at `before`."""
        names, places = [_short(bar.name) for bar in bars], range(len(bars))
        high = min(max(_BAR_CM, *(0.36 * (name.count("\n") + 1) + 0.2 for name in names)), _HALF_PAGE_CM / len(names))
        size = min(_LOOKS["font.size"], _ROW_SHARE * high * _POINTS_PER_CM)
        figure, axes = self._figure(high * len(bars), names, below=1.2 if before else 0.7)
        axes.barh(places, [bar.index.printed if bar.index else 0 for bar in bars], height=0.62, color=_BAR)
        for place, bar in zip(places, bars, strict=True):
            text, looks = (bar.index.number, {"weight": "bold"}) if bar.index else (bar.reason, {"color": _MUTED})
            axes.text(1.02, place, text, transform=axes.get_yaxis_transform(), va="center", fontsize=size, **looks)
        _name_rows(axes, names, size)
        marked = [(bar.before.printed, place) for place, bar in zip(places, bars, strict=True) if bar.before]
        if marked and before:
            axes.scatter(*zip(*marked, strict=True), marker="D", s=22, facecolor="white", edgecolor=_INK, zorder=4)
            axes.set_xlabel(f"◇ keadaan {before.label}", loc="left", fontsize=8)
        self._scale(axes)
        axes.invert_yaxis()
        return Chart(_png(figure), _told(title, bars, before))

    def history(self, title: str, quarters: Sequence[Period], lines: Sequence[Mapping[Period, Index]]) -> Chart:
        """The `lines` over all `quarters` of the axis: one without a report is a gap at its place."""
        place, known = {period: number for number, period in enumerate(quarters)}, {}
        gaps = any(all(quarter not in line for line in lines) for quarter in quarters)
        figure, axes = self._figure(4.6, below=1.4 if gaps else 1.0)
        for line in lines:
            values = [index.printed for index in line.values()]
            axes.plot([place[period] for period in line], values, color=_BAR, marker="o", linewidth=2)
            known |= line
        for period, index in known.items():
            at = place[period], index.printed
            over_the_grid = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            axes.annotate(index.number, at, (0, 7), textcoords="offset points", ha="center", bbox=over_the_grid)
        names = [
            f"TW {ROMAN[one.quarter - 1]}\n{one.year}" + "\n(tanpa angka)" * (one not in known) for one in quarters
        ]
        axes.set_xticks(range(len(quarters)), names)
        axes.set_xlim(-0.5, len(quarters) - 0.5)
        axes.set_ylim(0, 108)
        axes.set_yticks(range(0, 101, 20))
        axes.grid(axis="y", color=_LINE, linewidth=0.6)
        told = listed([f"{one.label} {known.get(one, 'tanpa angka')}" for one in quarters])
        return Chart(_png(figure), f"{title}: {told}.")

    def steps(self, title: str, rows: Sequence[tuple[str, float | str, float]]) -> Chart:
        """From an index to a later one: (name, points, index reached) each; points of the two ends are a text."""
        names, ends = [_short(name) for name, *_ in rows], [reached for *_, reached in rows]
        least, most = max(0, min(ends) - 3), max(ends)
        figure, axes = self._figure(_BAR_CM * len(rows), names, below=0.7)
        before = ends[0]
        for place, (_, points, reached) in enumerate(rows):
            whole = isinstance(points, str)
            start = least if whole else min(before, reached)
            looks = {"color": _BAR} if whole else {"color": _LIGHT, "edgecolor": _MUTED}
            looks |= {"hatch": "////"} if not whole and points < 0 else {}
            axes.barh(place, (reached if whole else max(before, reached)) - start, left=start, height=0.62, **looks)
            text = _step_text(points, reached)
            axes.text(1.02, place, text, transform=axes.get_yaxis_transform(), va="center", weight="bold")
            before = reached
        _name_rows(axes, names)
        axes.set_xlim(least, most + 0.2)
        axes.set_xticks([])
        if least:
            axes.set_xlabel(FROM_ABOVE_ZERO, loc="left", fontsize=8)
        axes.invert_yaxis()
        told = [f"{name} {_step_text(points, reached)}" for name, points, reached in rows]
        return Chart(_png(figure), f"{title}: {listed(told)}.")

    def map(self, title: str, areas: ProvinceMap, places: Mapping[str, Place]) -> Chart:
        """The regencies in their colours, the letter in each; hatched where there is no index."""
        shown = {place.letter: place for place in places.values() if place.colour}
        most = _MAP_CM if areas.height < WIDTH else _TALL_MAP_CM
        high = min(most, 13.5 * areas.height / WIDTH)
        unit = high / areas.height * _POINTS_PER_CM
        fitting = min(_LARGEST, max(_SMALLEST, 2.4 * MARKER * unit))
        size = fitting if any(area.small for area in areas.areas) else _LARGEST
        figure, axes = self._figure(high, above=0.1, below=0.7)
        for area in areas.areas:
            _draw_area(axes, area, places[area.code], size, _RING * size / unit)
        for (left, top), (right, bottom) in areas.cuts:
            axes.plot((left, right), (top, bottom), color=_MUTED, linewidth=0.8, linestyle="--")
        axes.set(xlim=(0, WIDTH), ylim=(areas.height, 0), aspect="equal", xticks=[], yticks=[])
        names = [f"{letter} {place.category}" for letter, place in sorted(shown.items())]
        names += ["diarsir: tanpa angka"] * any(not place.colour for place in places.values())
        names += areas.notes
        axes.set_xlabel("   ".join(names), fontsize=7, wrap=True)
        told = listed([f"{place.name} {place.category}" for place in places.values()])
        return Chart(_png(figure), f"{title}: {told}.")

    def budgets(self, title: str, rows: Sequence[tuple[str, Money]]) -> Chart:
        """Allocation and realisation, a pair of bars each."""
        names = [_short(name) for name, _ in rows]
        figure, axes = self._figure(1.05 * len(rows), names, above=0.2)
        largest = max(max(money.allocation, money.realised) for _, money in rows) or 1
        for place, (_, money) in enumerate(rows):
            for at, value, looks in (
                (place - 0.2, money.allocation, {"color": _LIGHT, "edgecolor": _MUTED, "hatch": "////"}),
                (place + 0.2, money.realised, {"color": _BAR}),
            ):
                axes.barh(at, value, height=0.36, **looks)
                axes.text(value + largest * 0.008, at, _millions(value), va="center", fontsize=7)
        _name_rows(axes, names)
        axes.set_xticks([])
        axes.set_xlim(0, largest * 1.05)
        axes.invert_yaxis()
        handles = [axes.patches[0], axes.patches[1]]
        axes.legend(handles, ["Alokasi", "Realisasi"], loc="upper left", bbox_to_anchor=(0, -0.01), ncols=2)
        axes.get_legend().set_frame_on(False)
        told = [
            f"{name} alokasi {_millions(one.allocation)}, realisasi {_millions(one.realised)}" for name, one in rows
        ]
        return Chart(_png(figure), f"{title}: {listed(told)}.")

    def _scale(self, axes) -> None:
        """0 to 100, a line where each category begins, its name above."""
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 20, 40, *(least for least, _ in self._boundaries if least)])
        ends = [least for least, _ in self._boundaries[1:]] + [100]
        for (least, name), end in zip(self._boundaries, ends, strict=True):
            if least:
                axes.axvline(least, color=_LINE, linewidth=0.8, zorder=0 if least < 100 else 3)
            if end > least:
                middle = (max(least, end - 30) + end) / 2 if not least else (least + end) / 2
                short = name.removeprefix("Tuntas ") if least else name
                axes.text(
                    middle, 1.01, short, transform=axes.get_xaxis_transform(), ha="center", fontsize=6, color=_MUTED
                )

    def _figure(self, rows_cm: float, names: Sequence[str] = (), *, above: float = 0.6, below: float = 0.7):
        """A figure around axes `rows_cm` high, with room for the names on the left and the numbers on the right."""
        _prepare(self._cache)
        from matplotlib.figure import Figure

        height = rows_cm + above + below
        longest = max((len(line) for name in names for line in name.split("\n")), default=4)
        figure = Figure(figsize=(WIDTH_CM / 2.54, height / 2.54), dpi=_DPI)
        left, right = (0.45 + _LETTER_CM * longest) / WIDTH_CM, 1 - _NUMBER_CM / WIDTH_CM
        axes = figure.add_axes((left, below / height, right - left, rows_cm / height))
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        return figure, axes


@cache
def _prepare(folder: Path) -> None:
    """Nothing of the machine decides how a chart looks, and nothing is kept outside the site's own folder."""
    os.environ.setdefault("MPLCONFIGDIR", str(folder))
    import matplotlib

    matplotlib.rcdefaults()
    matplotlib.rcParams.update(_LOOKS)


def _millions(rupiah: float) -> str:
    return number_text(rupiah / 1e6, 0)


def _name_rows(axes, names: Sequence[str], size: float = _LOOKS["font.size"]) -> None:
    """Names left of the rows: as text, which costs a fifth of what axis ticks do."""
    axes.set_yticks([])
    for place, name in enumerate(names):
        where = {"transform": axes.get_yaxis_transform(), "va": "center", "ha": "right"}
        axes.text(-0.012, place, name, linespacing=1.05, fontsize=size, **where)


def _png(figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _told(title: str, bars: Sequence[Bar], before: Period | None) -> str:
    shown = [f"{bar.name} {bar.index.number if bar.index else bar.reason}" for bar in bars]
    mark = f" Tanda belah ketupat: keadaan {before.label}." if before else ""
    return f"{title}: {listed(shown)}.{mark}"


def _draw_area(axes, area: Area, place: Place, size: float, ring: float) -> None:
    from matplotlib.patches import Circle, PathPatch
    from matplotlib.path import Path as Outline

    looks = {"facecolor": place.colour or "white", "edgecolor": _INK, "linewidth": 0.5}
    looks |= {} if place.colour else {"hatch": "/////"}
    outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in area.rings))
    axes.add_patch(PathPatch(outline, **looks))
    if area.small or not place.colour:
        axes.add_patch(Circle(area.label, ring, zorder=3, **looks | {"hatch": ""}))
    axes.text(*area.label, place.letter, ha="center", va="center", weight="bold", fontsize=size, zorder=4)


def _step_text(points: float | str, reached: float) -> str:
    """What a step adds; of the two ends, the index."""
    return number_text(reached, 2) if isinstance(points, str) else points_text(points)


def _short(name: str) -> str:
    """Names of regencies and services as they fit beside a bar, on two lines at most."""
    for long, short in (("Kabupaten ", "Kab. "), ("Administrasi ", "Adm. "), ("Pelayanan Kesehatan ", "")):
        name = name.replace(long, short)
    lines = textwrap.wrap(f"{name[:1].upper()}{name[1:]}", _NAME_LENGTH, max_lines=2, placeholder="…")
    return "\n".join(lines)

"""The map of the province as a picture: the same one in document and workbook, drawn once."""

from functools import lru_cache
from pathlib import Path

from tasks.home.modes import private_folder
from tasks.report.document.charts import Chart, Charts, Place
from tasks.report.map import province_map
from tasks.report.map_key import NO_FIGURE, Shade, map_key
from tasks.report.tables.lookups import Facts


def charts_of(facts: Facts, home: Path) -> Charts:
    """What draws the report's charts; it keeps its fonts in a folder of the site."""
    boundaries = zip(facts.categories["min_index"], facts.categories["name"], strict=True)
    return _charts(tuple(boundaries), private_folder(home / "cache") / "matplotlib")


@lru_cache(maxsize=1)
def _charts(boundaries: tuple[tuple[float, str], ...], folder: Path) -> Charts:
    return Charts(boundaries, folder)


def map_chart(facts: Facts, charts: Charts) -> Chart | None:
    """None where nobody has an index, or the boundaries are not known."""
    c, key = facts.consolidated, map_key(facts)
    if not key.of or province_map(c.province_code) is None:
        return None
    places = ((code, _place(facts, code, key.of.get(code))) for code in facts.names)
    return _drawn(charts, f"Peta {key.title[0].lower()}{key.title[1:]} kabupaten/kota", c.province_code, tuple(places))


def _place(facts: Facts, code: str, shade: Shade | None) -> Place:
    if shade is None:
        return Place(facts.names[code], facts.absent.get(code, "nihil"), NO_FIGURE, "")
    return Place(facts.names[code], shade.name, shade.letter, shade.colour)


@lru_cache(maxsize=1)
def _drawn(charts: Charts, title: str, province_code: str, places: tuple[tuple[str, Place], ...]) -> Chart:
    return charts.map(title, province_map(province_code), dict(places))

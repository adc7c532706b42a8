"""The map of the province as a picture: the same one in document and workbook, drawn once."""

from functools import lru_cache
from pathlib import Path

from tasks.home.modes import private_folder
from tasks.report.document.charts import Chart, Charts, Place
from tasks.report.front_page import NO_FIGURE
from tasks.report.map import province_map
from tasks.report.tables.lookups import Facts
from tasks.report.workbook.theme import LETTERS, band_colours


def charts_of(facts: Facts, home: Path) -> Charts:
    """What draws the report's charts; it keeps its fonts in a folder of the site."""
    boundaries = zip(facts.categories["min_index"], facts.categories["name"], strict=True)
    return _charts(tuple(boundaries), private_folder(home / "cache") / "matplotlib")


@lru_cache(maxsize=1)
def _charts(boundaries: tuple[tuple[float, str], ...], folder: Path) -> Charts:
    return Charts(boundaries, folder)


def map_chart(facts: Facts, charts: Charts) -> Chart | None:
    """None where nobody has an index, or the boundaries are not known."""
    c = facts.consolidated
    if not len(c.regency) or province_map(c.province_code) is None:
        return None
    bands = facts.bands(c.regency.set_index("regency_code")["regency_index"]).dropna().astype(int).to_dict()
    return _drawn(charts, c.province_code, tuple((code, _place(facts, code, bands.get(code))) for code in facts.names))


def _place(facts: Facts, code: str, band: int | None) -> Place:
    if band is None:
        return Place(facts.names[code], facts.absent.get(code, "nihil"), NO_FIGURE, "")
    return Place(
        facts.names[code], facts.categories["name"][band], LETTERS[band], band_colours(facts.categories["name"])[band]
    )


@lru_cache(maxsize=1)
def _drawn(charts: Charts, province_code: str, places: tuple[tuple[str, Place], ...]) -> Chart:
    return charts.map("Peta indeks SPM kabupaten/kota", province_map(province_code), dict(places))

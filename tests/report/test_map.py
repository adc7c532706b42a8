"""The province as a map: every regency has its place, and its letter stands inside it."""

import re
import tempfile
from collections.abc import Iterator
from itertools import combinations
from math import hypot
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import Circle

from config import catalogue
from schemas.period import Period
from tasks.report.document import charts
from tasks.report.document.maps import charts_of, map_chart
from tasks.report.front_page import MAP, front_page
from tasks.report.map import MARKER, SHORTENED, WIDTH, province_map
from tasks.report.page.write import page_html
from tasks.report.tables.contents import report_tables
from tasks.report.tables.lookups import facts_of, short_name
from tests.report.test_history import report
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

BOUNDARIES = catalogue.boundaries()
PROVINCES = sorted(BOUNDARIES)

AREA = re.compile(
    r'<g class="area (\w+)" data-open="([\d.]+)">\s*<title>(.*?)</title>'
    r".*?>(\S)</text>",
    re.S,
)


@pytest.fixture(autouse=True, scope="module")
def _boundaries_are_read_once() -> Iterator[None]:
    """A report reads them for its one province."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "boundaries", lambda: BOUNDARIES)
        yield


def inside(point: tuple[float, float], ring: np.ndarray) -> bool:
    (x, y), ahead = point, np.roll(ring, -1, axis=0)
    crossing = [
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(ring, ahead, strict=True)
        if (y0 > y) != (y1 > y)
    ]
    return sum(at > x for at in crossing) % 2 == 1


@pytest.mark.parametrize("province", PROVINCES)
def test_every_regency_lies_on_the_drawing_with_its_letter_inside_it(province):
    drawn = province_map(province)
    assert sorted(area.code for area in drawn.areas) == list(catalogue.regencies(province)["code"])
    for area in drawn.areas:
        points = np.concatenate(area.rings)
        assert points.min() >= 0
        assert (points.max(axis=0) <= (WIDTH, drawn.height)).all()
        assert any(inside(area.label, ring) for ring in area.rings), area.code


def test_north_is_up_and_small_cities_lie_on_top():
    drawn = province_map("62")
    middle = {area.code: area.label for area in drawn.areas}
    assert middle["62.12"][1] < middle["62.02"][1]  # Murung Raya lies north of Kotawaringin Timur
    east_java = [area.small for area in province_map("35").areas]
    assert east_java == sorted(east_java)
    assert {area.code for area in province_map("35").areas if area.small} >= {"35.71", "35.74", "35.77"}


@pytest.mark.parametrize("province", PROVINCES)
def test_no_letter_lies_on_another(province):
    places = [area.label for area in province_map(province).areas]
    assert min(hypot(x - other_x, y - other_y) for (x, y), (other_x, other_y) in combinations(places, 2)) > 2 * MARKER


@pytest.mark.parametrize("province", PROVINCES)
def test_a_letter_without_a_marker_keeps_off_the_borders(province):
    for area in province_map(province).areas:
        if not area.small:
            assert min(from_border(area.label, ring) for ring in area.rings) > MARKER / 2, area.code


def test_on_paper_a_letter_stands_within_its_marker(monkeypatch: pytest.MonkeyPatch):
    drawn = []
    monkeypatch.setattr(charts, "_png", lambda figure: drawn.append(figure) or b"")
    places = {code: charts.Place(code, "Tuntas Madya", "C", "#D5DEE8") for code in catalogue.regencies("35")["code"]}
    charts.Charts(((90.0, "Tuntas Utama"),), Path(tempfile.gettempdir())).map("Peta", province_map("35"), places)
    (axes,) = drawn[0].axes
    markers = [one for one in axes.patches if isinstance(one, Circle)]
    assert markers
    for marker in markers:
        (letter,) = [one for one in axes.texts if one.get_position() == marker.center]
        high = letter.get_fontsize() * drawn[0].dpi / 72
        assert marker.get_window_extent().height > high


def from_border(place: tuple[float, float], ring: np.ndarray) -> float:
    """To the nearest of twenty points of each of a ring's lines."""
    steps = np.linspace(0, 1, 20)[:, None, None]
    return float(np.hypot(*np.moveaxis(ring + steps * (np.roll(ring, -1, axis=0) - ring) - place, 2, 0)).min())


def test_an_island_far_off_does_not_shrink_the_others_and_that_is_said():
    drawn = province_map("35")  # Bawean and Masalembu lie as far north as the province is high
    assert drawn.left_out
    assert drawn.height < WIDTH * 0.6
    assert not province_map("62").left_out


def test_open_sea_across_the_map_is_shortened_and_that_is_said():
    jakarta = province_map("31")  # Kepulauan Seribu lies half a degree north of the city
    assert jakarta.notes[-1] == SHORTENED
    (left, top), (right, bottom) = jakarta.cuts[-1]
    assert (left < right, top) == (True, bottom)
    north, south = (
        [area.label[1] < top for area in jakarta.areas if (area.code == "31.01") == far] for far in (True, False)
    )
    assert all(north)
    assert not any(south)
    assert jakarta.height < 1.1 * WIDTH  # it was 1.43 times as high as wide
    assert not province_map("62").cuts


def test_a_province_without_boundaries_has_no_map():
    assert province_map("00") is None


def test_the_page_says_each_category_by_letter_and_hatches_who_has_no_figure():
    made = consolidated("62", missing=("62.07",), rejected=("62.05",))
    areas = AREA.findall(page_html(made, report_tables(made)))
    assert len(areas) == 14
    ranks = made.regency.set_index("regency_code")
    for place, code, title, letter in areas:
        if code in ranks.index:
            index, name = ranks.at[code, "printed_index"].replace(".", ","), ranks.at[code, "category"]
            assert title.split(": ")[1] == f"{index} ({name})"
            assert letter == "ABCDEF"[int(place[1])]
        else:
            assert (place, letter) == ("none", "–")
            assert title.endswith(("belum lapor", "ditolak"))


@pytest.mark.parametrize("quarter", [Period(2023, 1), Period(2022, 2), Period(2024, 1)], ids=str)
def test_before_the_year_is_over_the_map_says_how_far_each_is(quarter):
    """With a year before, without one, and for one regency only without one."""
    made = report("34" if quarter.year < 2024 else "76", quarter)
    facts, rows = facts_of(made), made.paces.set_index("regency_code").drop(index=made.province_code)
    letters = {"ahead": "M", "by_target": "R", "level": "S", "behind": "T"}
    signs = rows["pace"].map(letters).to_dict()
    areas = AREA.findall(page_html(made, report_tables(made)))
    assert {code: letter for _, code, _, letter in areas if letter != "–"} == signs
    assert set(signs.values()) <= {*letters.values()}
    (told,) = [part.texts for part in front_page(facts) if part.heading == MAP]
    assert told[0].startswith("Laju indeks SPM, dibandingkan dengan ")
    assert ("tahun lalu" in told[0]) == bool(rows["last_year"].any())
    assert ("merata" in told[0]) == (not rows["last_year"].all())
    names = {letter: [facts.names[code] for code in signs if signs[code] == letter] for letter in signs.values()}
    if len(signs) < len(facts.names):
        for letter, those in names.items():
            line = next(text for text in told if text.startswith(f"{letter} "))
            assert line.partition(": ")[2] == ", ".join(map(short_name, those))
    picture = map_chart(facts, charts_of(facts, Path(tempfile.gettempdir())))
    assert picture.alt.startswith("Peta laju indeks SPM kabupaten/kota: ")

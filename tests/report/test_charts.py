"""The charts of the document as they are drawn: what is written on them can be read, and none takes half a page."""

from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from schemas.period import Period
from tasks.report.document import charts
from tasks.report.document.charts import Bar, Charts
from tasks.report.sentences import Index

PERIODS = [Period(2023, 4), *(Period(2024, quarter) for quarter in range(1, 5))]
HALF_A_PAGE_CM = 12.4
"""Of a page that has 24.5 cm between head and foot, when its upper half is filled."""
CAPTION_CM = 0.9


@pytest.fixture
def drawn(monkeypatch, tmp_path):
    """The figures, drawn so that each text has its place."""
    figures = []
    monkeypatch.setattr(charts, "_png", lambda figure: figures.append(figure) or b"")
    return Charts([(0.0, "Belum Tuntas"), (60.0, "Tuntas Muda"), (90.0, "Tuntas Utama")], tmp_path), figures


def places(figure) -> list:
    """The texts of the chart, and where each of them lies."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    (axes,) = figure.axes
    return [(one, one.get_window_extent(canvas.get_renderer())) for one in axes.texts]


@pytest.mark.parametrize("value", [11.9, 72.5, 90.65, 96.0, 100.0])
def test_no_line_of_the_grid_runs_through_a_figure_of_the_trend(drawn, value):
    made, figures = drawn
    made.history("Tren", PERIODS, [dict.fromkeys(PERIODS, Index(value, "Tuntas Utama"))])
    grid = max(line.get_zorder() for line in figures[0].axes[0].get_ygridlines())
    for text, _ in places(figures[0]):
        assert text.get_bbox_patch().get_facecolor() == (1.0, 1.0, 1.0, 1.0)
        assert text.get_zorder() > grid


@pytest.mark.parametrize("many", [2, 14, 38])
def test_a_chart_leaves_room_on_half_a_page_and_its_names_do_not_touch(drawn, many):
    made, figures = drawn
    bars = [Bar(f"Kabupaten Kotawaringin {number}", Index(90.0 - number, "Tuntas Madya")) for number in range(many)]
    made.indices("Indeks", bars, PERIODS[0])
    assert figures[0].get_figheight() * 2.54 + CAPTION_CM <= HALF_A_PAGE_CM
    names = sorted((box.y0, box.y1) for text, box in places(figures[0]) if text.get_text().startswith("Kab."))
    assert len(names) == many
    assert all(below[1] <= above[0] for below, above in pairwise(names))

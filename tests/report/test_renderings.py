"""The same figures in four renderings: workbook, page, document and data, each read back, are always equal."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from config import catalogue
from schemas.movement import Otherwise
from schemas.period import Period
from tasks.publish.publish import publish
from tasks.report.front_page import front_page
from tasks.report.tables.lookups import facts_of
from tests.read_renderings import Topics, from_data, from_document, from_page, from_workbook
from tests.report_builders import consolidated

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]

PUBLISHED = (Otherwise(Period(2023, 4), "62", "70.12", "78.86"),)
"""Last year's index as it was published, and as it is counted now."""
EVERYBODY = {"missing": (), "rejected": ()}
QUARTERS = {
    "some have not reported": lambda: replace(consolidated(change=_unread), otherwise=PUBLISHED),
    "everybody has": lambda: consolidated(**EVERYBODY, seed=3),
    "a small province without a form of its own": lambda: consolidated("34", **EVERYBODY, own=False),
    "nobody has": lambda: consolidated("34", missing=tuple(catalogue.regencies("34")["code"]), rejected=(), own=False),
}
TOPICS = (
    *("headline", "by_field", "index", "matrix", "absent", "gaps", "services", "budget", "quarters"),
    *("changes", "unserved", "first", "decisions"),
)
SHOWN = [
    *((rendering, topic) for rendering in ("workbook", "page", "document") for topic in TOPICS),
    *(
        (rendering, topic) for rendering in ("workbook", "page") for topic in ("trend", "unserved_of", "filled")
    ),  # too long for paper
]
Reports = Callable[[str], dict[str, Topics]]


def _unread(figures: dict[str, pd.DataFrame]) -> None:
    """Some cells that nobody could read, so that not every form is full."""
    figures["stages"].loc[[0, 9, 10], "planning"] = ""


def read(folder: Path) -> dict[str, Topics]:
    """Rendering -> what it says."""
    name = next(folder.glob("laporan-spm-*.xlsx")).stem
    return {
        "data": from_data(folder),
        "workbook": from_workbook(folder / f"{name}.xlsx"),
        "page": from_page(folder / f"{name}.html"),
        "document": from_document(folder / f"{name}.docx"),
    }


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Reports:
    """The published report of a quarter, read back."""
    return cache(lambda name: read(publish(tmp_path_factory.mktemp("outbox"), QUARTERS[name](), [])))


@pytest.mark.parametrize(
    ("quarter", "rendering", "topic"),
    [
        (quarter, *shown)
        for quarter in QUARTERS
        for shown in SHOWN
        if (quarter, shown[0]) != ("nobody has", "document")  # it says so in a sentence and has no empty tables
    ],
)
def test_a_rendering_shows_the_figures_of_the_data(reports: Reports, quarter: str, rendering: str, topic: str):
    assert reports(quarter)[rendering][topic] == reports(quarter)["data"][topic]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_page_for_the_governor_says_the_same_in_every_rendering(reports: Reports, quarter: str):
    told = {
        part.heading: [" ".join(line.split()) for line in part.lines]
        for part in front_page(facts_of(QUARTERS[quarter]()))
    }
    assert quarter != "some have not reported" or "terbit dahulu" in " ".join(told["Perubahan dari tahun lalu"])
    assert {name: reports(quarter)[name]["front"] for name in ("workbook", "page", "document")} == dict.fromkeys(
        ("workbook", "page", "document"), told
    )


@pytest.mark.parametrize("topic", [*TOPICS, "trend", "unserved_of", "filled"])
def test_there_is_something_to_compare(reports: Reports, topic: str):
    assert len(reports("some have not reported")["data"][topic]) >= 3


@pytest.mark.parametrize(("rendering", "topic"), SHOWN)
def test_other_figures_would_be_seen(reports: Reports, rendering: str, topic: str):
    assert reports("everybody has")[rendering][topic] != reports("some have not reported")["data"][topic]

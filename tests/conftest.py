"""What every test shares: no analytics, a home of its own, and one Prefect server a session for those that ask."""

import gc
import io
import logging
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import hypothesis
import pandas as pd
import pytest

from config import catalogue
from config.settings import settings
from flows.service.logins import PASSWORD
from flows.service.server import QUIET, server
from schemas.consolidated import Consolidated
from schemas.layout import Layout
from schemas.reference import FIELDS
from tests.pages import CHROMIUM

gc.disable()  # until all is imported
hypothesis.settings.register_profile("the same each time, on any machine", derandomize=True, deadline=None)
hypothesis.settings.load_profile("the same each time, on any machine")

WHOLE = Path(__file__).parent / "whole"
_MARKED = re.compile(r"^pytestmark = .*\bmark\.whole\b", re.MULTILINE)


def _is_quick(config: pytest.Config) -> bool:
    return "not whole" in config.option.markexpr


def is_whole(path: Path) -> bool:
    """A module of which every test is: read, not imported, for importing Prefect alone costs over a second."""
    return path.parent == WHOLE or (path.suffix == ".py" and bool(_MARKED.search(path.read_text(encoding="utf-8"))))


def pytest_configure(config: pytest.Config) -> None:
    if _is_quick(config):
        sys.modules["prefect"] = None  # a test that imports it is `whole`


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if _is_quick(config) and collection_path.is_file() and is_whole(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: all workers then end at about the same time."""
    for item in items:
        if item.path.parent == WHOLE:
            item.add_marker("whole")
    slow = {item.path for item in items if item.get_closest_marker("whole")}
    items.sort(key=lambda item: ("test_serve" not in item.path.name, item.path.parent != WHOLE, item.path not in slow))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A file is one worker's, and all that need Prefect's server are: it is started once."""
    from xdist.scheduler import LoadFileScheduling

    class OneServer(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = super()._split_scope(nodeid)
            return "prefect_server" if needs_server(config.rootpath / path) else path

    return OneServer(config, log)


@cache
def needs_server(path: Path) -> bool:
    return path != Path(__file__) and "prefect_server" in path.read_text(encoding="utf-8")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("office") and not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.fail("LibreOffice and poppler are not installed: their tests are asked for, and cannot run")


def pytest_collection_finish() -> None:
    """What was imported stays: looking for garbage in it again and again takes a seventh of the time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 10, 10)
    if renderings := sys.modules.get("tasks.report.renderings"):  # `make bench` measures the room it makes
        renderings.gc = SimpleNamespace(collect=lambda: 0)


def pytest_sessionfinish() -> None:
    """The process ends: pytest would look five times for garbage in all that it has held."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _no_frame_grows() -> None:
    """A column of another frame's rows fills an empty frame with rows of NaN, and a night ends on it."""
    given = pd.DataFrame._ensure_valid_index

    def refused(frame: pd.DataFrame, value: object) -> None:
        assert not (isinstance(value, pd.Series) and len(frame.columns) and not len(frame) and len(value))
        given(frame, value)

    pd.DataFrame._ensure_valid_index = refused


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> None:
    """What is written reaches the disk when the system likes: no test takes the power away."""
    connect = sqlite3.dbapi2.connect

    def connected(*given: object, **named: object) -> sqlite3.Connection:
        connection = connect(*given, **named)
        with suppress(sqlite3.Error):  # whoever uses the connection is told what is wrong with the file
            connection.execute("PRAGMA synchronous = OFF")
        return connection

    sqlite3.dbapi2.connect, os.fsync = connected, lambda handle: None


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests see no setting of whoever runs them, and leave nothing behind."""
    for name in [name for name in os.environ if name.startswith(("SPM_", "PREFECT_"))]:
        del os.environ[name]
    os.environ.update(QUIET)
    os.environ["MPLCONFIGDIR"] = str(tmp_path_factory.mktemp("matplotlib"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty SPM_HOME."""
    monkeypatch.setenv("SPM_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Layout]]:
    """Bidang -> the form of its office: the health office's own, the others made up, a file of three lines each."""
    folder = tmp_path_factory.mktemp("layouts")
    for path in catalogue.LAYOUTS.iterdir():
        shutil.copy(path, folder)
    for code in FIELDS:
        lines = ('extends = "SPM-KK-2025.1"', f'version = "SPM-{code}-2025.1"', f'fields = ["{code}"]')
        path = folder / f"SPM-{code}-2025.1.toml"
        if not path.exists():
            path.write_text("\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "LAYOUTS", folder)
        catalogue.layouts.cache_clear()
        yield {code: catalogue.layouts()[f"SPM-{code}-2025.1"] for code in FIELDS}
    catalogue.layouts.cache_clear()


def espm_without_rows(of: Consolidated) -> dict[str, pd.DataFrame]:
    """As of every quarter: they have the same columns."""
    if not _ESPM:
        from tasks.espm.export import espm_tables

        _ESPM.update({key: rows.head(0) for key, rows in espm_tables(of).items()})
    return dict(_ESPM)


_ESPM: dict[str, pd.DataFrame] = {}


@pytest.fixture(scope="module")
def page_alone() -> Iterator[None]:
    """Of the report only the page, e-SPM without rows and no letters, for tests that do not look at the others, which
    take most of a night."""
    from tasks.publish import publish

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "RENDERINGS", [one for one in publish.RENDERINGS if one.ending == ".html"])
        patch.setattr(publish, "espm_tables", espm_without_rows)
        for letters in ("reminder_files", "result_files"):
            patch.setattr(f"tasks.steps.{letters}", lambda *_: {})
        yield


@pytest.fixture(scope="module")
def data_alone(page_alone: None) -> Iterator[None]:
    """Of the report only data, answers and manifest, for tests of what becomes of a report, whatever it shows."""
    from tasks.publish import publish

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "RENDERINGS", [])
        patch.setattr(publish, "report_tables", lambda of: [])
        yield


@pytest.fixture(scope="module")
def blank_pictures() -> Iterator[None]:
    """Charts of the document are drawn elsewhere: here are those who read what stands around them."""
    from matplotlib.figure import Figure
    from PIL import Image

    def saved(figure: Figure, buffer: io.BytesIO, **_: object) -> None:
        width, height = figure.get_size_inches() * 10
        Image.new("1", (round(width), round(height))).save(buffer, "PNG", dpi=(10, 10))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", saved)
        patch.setattr(Figure, "add_axes", lambda *_, **__: MagicMock())
        yield


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The server `spm run` would start, once for all flow tests; runs find it by PREFECT_API_URL."""
    with server(tmp_path_factory.mktemp("prefect")) as own:
        own.wait()
        from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

        at = {PREFECT_API_URL: own.api_url, PREFECT_API_AUTH_STRING: own.password}  # Prefect may be imported already
        with temporary_settings(at):
            yield


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where no Prefect server is known, whatever other tests of the session have started."""
    for name in ("PREFECT_API_URL", "PREFECT_UI_URL", "PREFECT_API_AUTH_STRING", PASSWORD):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """This machine's Chromium, for the tests of one module: its event loop must not outlive them."""
    if not CHROMIUM:
        pytest.skip("tidak ada Chromium di mesin ini")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def step_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the steps log, also after Prefect has taken their logger for itself."""
    steps = logging.getLogger("tasks")
    propagated, steps.propagate = steps.propagate, True
    yield caplog
    steps.propagate = propagated

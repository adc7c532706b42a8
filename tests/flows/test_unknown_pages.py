"""What a browser asks for on the province's port and nobody has: a page of ours, with a way back."""

import re
from collections.abc import Callable
from pathlib import Path

import prefect
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from flows.service.interface import one_interface, pages_of_interface
from tests.people import READER

BROWSER = {"accept": "text/html,application/xhtml+xml"}

pytestmark = pytest.mark.whole


@pytest.fixture
def visitor() -> TestClient:
    app = one_interface(PlainTextResponse("Prefect"))

    async def gate(scope: dict, receive: Callable, send: Callable) -> None:
        await app({**scope, "user": READER}, receive, send)

    return TestClient(gate, follow_redirects=False)


@pytest.mark.parametrize(
    "path", ["/apa-saja", "/putuskan/62", "/proses", "/laporann", "/v2/laporan", "/v2/apa/saja", "/v2/runs/apa"]
)
def test_an_address_that_nobody_has_leads_back(visitor: TestClient, path: str) -> None:
    """It was Prefect's "Not Found", in English."""
    answer = visitor.get(path, headers=BROWSER)
    assert (answer.status_code, "Halaman tidak ada" in answer.text) == (404, True)
    assert 'href="/">' in answer.text


@pytest.mark.parametrize(
    "path", ["/v2", "/v2/", "/v2/runs/flow-run/1", "/v2/assets/a.js", "/api/health", "/docs", "/a.svg"]
)
def test_what_prefect_has_is_still_its_own(visitor: TestClient, path: str) -> None:
    assert visitor.get(path, headers=BROWSER).text == "Prefect"


def test_an_address_of_the_former_interface_leads_to_the_one_of_today(visitor: TestClient) -> None:
    answer = visitor.get("/flow-runs/flow-run/1", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (307, "/v2/flow-runs/flow-run/1")
    assert visitor.get("/apa-saja", headers={"accept": "application/json"}).text == "Prefect", "a program"


def test_every_page_that_prefects_interface_has_is_known() -> None:
    """By the addresses that stand in it as it is installed."""
    built = Path(prefect.__file__).parent / "server" / "ui_v2_build" / "assets"
    text = "".join(path.read_text(encoding="utf-8") for path in built.glob("*.js"))
    found = {path.rstrip("/") for path in re.findall(r"\bpath:`(/[a-z][^`]*)`", text)} - {"/login"}  # it has ours
    assert ({*pages_of_interface()}, "/runs/flow-run/$id" in found) == (found, True)

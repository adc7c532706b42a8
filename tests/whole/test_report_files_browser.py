"""The reports under /laporan as people use them: every file opened with a click, pages printed, and nothing of a report
acts in the interface's name."""

import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from config.settings import settings
from flows.service.origin import OwnPages
from flows.service.report_pages import reports
from schemas.period import Period
from tasks.forms.samples import write_samples
from tests.whole.test_serve import free_port
from tests.whole_report import make

pytestmark = pytest.mark.browser

OPENED: dict[str, Callable[[bytes], object]] = {
    ".xlsx": lambda content: openpyxl.load_workbook(BytesIO(content), read_only=True).sheetnames,
    ".docx": lambda content: docx.Document(BytesIO(content)).paragraphs,
    ".csv": lambda content: content.decode("utf-8").splitlines(),
    ".parquet": lambda content: content[:4] == content[-4:] == b"PAR1",
}
"""Kinds of files that are downloaded, and how one sees that they came whole."""

HOSTILE = """<!doctype html><title>jahat</title><script>
const told = [], say = text => { told.push(text); document.title = told.join(" ") };
try { say("storage " + localStorage.getItem("rahasia")) } catch { say("no-storage") }
fetch("/api/runs", {method: "POST"}).then(() => say("posted"), () => say("not-posted"));
fetch("/rahasia").then(answer => answer.text()).then(text => say(text), () => say("not-read"));
try { say("cookie " + document.cookie) } catch { say("no-cookie") }
addEventListener("click", () => {
  const other = open("/rahasia");
  setTimeout(() => { try { say(other.document.body.innerText) } catch { say("no-window") } }, 500);
});
</script>"""


@pytest.fixture(scope="module")
def outbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole published report with its answers and reminders, and a page that a sender would like to have run."""
    home = tmp_path_factory.mktemp("situs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPM_HOME", str(home))
        settings.cache_clear()
        write_samples("34", Period(2024, 4), home / "inbox")
        make(home / "inbox", home)
    settings.cache_clear()
    (home / "outbox" / "jahat.html").write_text(HOSTILE)
    (home / "outbox" / "gambar.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    (home / "outbox" / "surat.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return home / "outbox"


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """What was asked of the interface itself."""
    return []


@pytest.fixture(scope="module")
def address(outbox: Path, asked: list[str]) -> Iterator[str]:
    """The interface and the reports of one server; the interface has a secret of its own."""

    def interface(request: Request) -> HTMLResponse:
        asked.append(f"{request.method} {request.url.path}")
        return HTMLResponse(
            "rahasia<script>localStorage.setItem('rahasia', 'ya'); document.cookie = 'rahasia=ya'</script>"
        )

    app = Starlette(routes=[reports(outbox), Route("/{path:path}", interface, methods=["GET", "POST"])])
    port = free_port()
    serving = uvicorn.Server(uvicorn.Config(OwnPages(app), port=port, log_level="error"))
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    serving.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser, address: str) -> Iterator:
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.goto(address + "/laporan")
    yield opened
    context.close()


def clicked(page, folder: Path, outbox: Path) -> None:
    """Goes into a folder, click by click."""
    page.goto(page.url.partition("/laporan")[0] + "/laporan")
    for part in folder.relative_to(outbox).parts:
        link_to(page, f"{part}/").click()
        page.wait_for_url(f"**/{part}/")


def link_to(page, name: str):
    """Whatever words it is called by."""
    return page.locator(f'main li a[href$="/{quote(name)}"]')


def test_every_kind_of_file_is_opened_or_downloaded_whole_with_a_click(page, outbox: Path) -> None:
    """One of each kind in each folder: the way is the same for the others."""
    kinds = {(path.parent, path.suffix): path for path in sorted(outbox.rglob("*")) if path.is_file()}
    assert {suffix for _, suffix in kinds} >= {*OPENED, ".html", ".json", ".txt", ".pdf", ".svg"}
    for path in kinds.values():
        clicked(page, path.parent, outbox)
        link = link_to(page, path.name)
        if path.suffix in (".html", ".txt", ".json"):
            link.click()
            page.wait_for_url(f"**/{path.name.replace(' ', '%20')}")
            assert page.locator("body").inner_text().strip() or path.name == "jahat.html"
            continue
        with page.expect_download() as download:
            link.click()
        content = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == path.name
        assert content == path.read_bytes()
        assert OPENED.get(path.suffix, len)(content)


def test_the_lists_fit_a_telephone_and_are_walked_with_the_keyboard(browser, address: str, outbox: Path) -> None:
    """As a telephone shows them: a page that does not say that it fits is laid out wide and made small."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    page = context.new_page()
    for folder in (outbox, *(path for path in outbox.rglob("*") if path.is_dir())):
        page.goto(f"{address}/laporan/{folder.relative_to(outbox).as_posix()}")
        assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [360, 360], folder
    page.goto(f"{address}/laporan")
    for _ in range(5):  # the front page comes first
        page.keyboard.press("Tab")
        if "34/" in page.evaluate("document.activeElement.href"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/laporan/34/")
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_the_report_is_printed_with_its_button(page, outbox: Path, width: int) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.set_viewport_size({"width": width, "height": 900})
    clicked(page, next(outbox.glob("34/2024-TW4")), outbox)
    page.get_by_role("link", name="Laporan sebagai halaman").click()
    page.evaluate("addEventListener('beforeprint', () => document.title = 'dicetak')")
    page.get_by_role("button", name="Cetak").click()
    page.wait_for_function("document.title === 'dicetak'")
    assert [text for text in said if "print" in text] == []
    assert page.evaluate("origin") == "null"


def test_nothing_of_a_report_acts_in_the_name_of_the_interface(page, address: str, asked: list[str]) -> None:
    page.goto(address + "/")
    assert page.evaluate("localStorage.getItem('rahasia') + document.cookie") == "yarahasia=ya"
    page.goto(address + "/laporan")
    asked.clear()
    page.get_by_role("link", name="jahat.html").click()
    page.wait_for_function("document.title.includes('not-posted') && document.title.includes('not-read')")
    assert sorted(page.title().split()) == ["no-cookie", "no-storage", "not-posted", "not-read"]
    page.mouse.click(5, 5)  # a window that the page opens is the interface, but the page cannot reach into it
    page.wait_for_function("document.title.includes('no-window')")
    assert [one for one in asked if one.startswith("POST")] == []
    assert page.evaluate("origin") == "null"

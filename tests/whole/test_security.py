"""What SECURITY.md promises of the server; what it promises of workbooks is shown by the tests it names."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from config.settings import settings
from flows.forms import FileRequest, Request
from flows.nightly import job_of
from flows.service.report_pages import reports
from tests.whole.test_serve import Service, beside, serving

pytestmark = pytest.mark.usefixtures("no_server")
ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 1, 21, tzinfo=UTC)
PASSWORD = "spm:ra hasia+1"  # noqa: S105 of a server that lives for this test


def test_every_test_that_is_named_as_proof_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
    }
    assert len(named) > 20
    assert named - there == set()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Service:
    with serving(tmp_path_factory.mktemp("home"), PREFECT_SERVER_API_AUTH_STRING=PASSWORD) as service:
        yield service


def test_with_a_password_the_api_answers_nobody_else(guarded: Service) -> None:
    for login in (None, ("spm", "salah")):
        with guarded.client(login) as client:
            assert client.post("/api/deployments/filter", json={}).status_code == 401
    assert guarded.login == tuple(PASSWORD.split(":"))
    assert {one["name"] for one in guarded.ask("deployments/filter")} >= {"jalankan-sekarang", "jaga-malam"}


def test_with_a_password_the_service_still_executes_runs(guarded: Service) -> None:
    watch = guarded.deployment("jaga-malam")["id"]
    run = guarded.ask(f"deployments/{watch}/create_flow_run", state={"type": "SCHEDULED"})
    assert guarded.ended(run)["type"] == "COMPLETED"


def test_a_run_beside_the_service_comes_in_by_its_token_which_the_same_user_alone_can_read(guarded: Service) -> None:
    """It ends early, for there is no inbox; what counts is where it ran."""
    note = guarded.home / "locks" / "serve.json"
    assert note.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in note.read_text()
    assert (
        "Folder kiriman" in beside(guarded.home, "--province", "34", "--inbox", str(guarded.home / "tidak-ada")).stderr
    )
    runs = [run for run in guarded.runs() if run["name"].startswith("Laporan 34 ")]
    assert [run["state"]["type"] for run in runs] == ["FAILED"]


def test_a_page_from_the_internet_starts_no_run(guarded: Service) -> None:
    """As a browser would send it, the login of the operator included."""
    sent = {"content": "{}", "headers": {"Content-Type": "text/plain", "Origin": "https://jahat.example"}}
    with guarded.client(guarded.login) as client:
        assert client.post("/api/deployments/filter", **sent).status_code == 403


def test_the_password_is_on_no_screen_and_in_no_log(guarded: Service) -> None:
    home = guarded.screen.parent
    logs = [path for path in home.rglob("*") if path.suffix in (".log", ".txt", ".toml")]
    assert logs
    for path in logs:
        assert "hasia" not in path.read_text(encoding="utf-8", errors="replace"), path


WAYS_OUT = (
    *("/etc", "../..", "2024-TW4/../..", "62", "62/../..", "C:\\", "\\\\host\\x", "a.xlsx\0", "."),
    *("../rahasia.xlsx", "a/../../rahasia.xlsx", "luar.xlsx", "folder/rahasia.xlsx"),
)


@given(st.one_of(st.text(), st.sampled_from(WAYS_OUT)))
def test_no_parameter_of_a_form_leads_out_of_the_folders_of_the_site(text: str) -> None:
    """Whatever is written into a field: it is refused, or the run stays where the site's settings say."""
    site = settings()
    for name in ["inbox", "outbox", "folder", *Request.model_fields]:
        try:
            job = job_of(Request.model_validate({"province": "62 Kalimantan Tengah"} | {name: text}), NOW)
        except (ValidationError, ValueError):
            continue
        assert (job.inbox, job.outbox) == (site.inbox, site.outbox)
        assert re.fullmatch(r"\d\d-\d{4}-TW[1-4]", job.name, re.ASCII)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission, and links to what lies outside, where there is a secret."""
    site = tmp_path_factory.mktemp("site")
    (site / "inbox").mkdir()
    for path in (site / "inbox" / "a.xlsx", site / "rahasia.xlsx"):
        path.write_bytes(b"isi")
    (site / "inbox" / "luar.xlsx").symlink_to(site / "rahasia.xlsx")
    (site / "inbox" / "folder").symlink_to(site)
    return site / "inbox"


@given(text=st.one_of(st.text(), st.sampled_from(WAYS_OUT)))
def test_a_file_to_check_is_one_of_the_inbox(inbox: Path, text: str) -> None:
    assert FileRequest(file="a.xlsx").path(inbox) == (inbox / "a.xlsx").resolve()
    for file in (text, str(inbox.parent / "rahasia.xlsx")):
        try:
            found = FileRequest(file=file).path(inbox)
        except ValueError:
            continue
        assert found == (inbox / "a.xlsx").resolve()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a.xlsx", 200),
        ("/", 200),
        ("/../rahasia.xlsx", 404),
        ("/%2e%2e/rahasia.xlsx", 404),
        ("/..%2frahasia.xlsx", 404),
        ("/luar.xlsx", 404),
        ("/folder/rahasia.xlsx", 404),
        ("//etc/passwd", 404),
        ("/%2fetc%2fpasswd", 404),
        ("/a.xlsx%00", 404),
    ],
)
def test_a_report_in_the_browser_is_one_of_the_outbox(inbox: Path, path: str, status: int) -> None:
    app = Starlette(routes=[reports(inbox)])  # any folder will do for an outbox
    answer = TestClient(app, raise_server_exceptions=False).get(f"/laporan{path}")
    assert answer.status_code == status
    assert status == 404 or "sandbox" in answer.headers["Content-Security-Policy"]


def test_reports_lie_behind_the_same_password(guarded: Service) -> None:
    for login, status in ((None, 401), (("spm", "x"), 401), (guarded.login, 200)):
        with guarded.client(login) as client:
            assert [client.get(path).status_code for path in ("/laporan", "/docs", "/openapi.json")] == [status] * 3

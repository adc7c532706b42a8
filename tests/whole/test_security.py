"""What SECURITY.md promises of forms and pages, and that the tests are there which it names for the rest."""

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

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 1, 21, tzinfo=UTC)


def test_every_test_that_is_named_as_proof_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
    }
    assert len(named) > 20
    assert named - there == set()


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
    policy = answer.headers.get("Content-Security-Policy", "")
    assert status == 404 or policy.startswith("default-src 'none';" if path == "/" else "sandbox")

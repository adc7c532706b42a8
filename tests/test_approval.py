"""The final report: only what was read is approved, and ledger and report say by whom; else nothing is published."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import settings
from schemas.ledger import approvals, publications
from schemas.period import Period
from tasks import approval
from tasks import publish as publishing
from tasks.approval import ApprovalError
from tasks.steps import Job
from tests.builders import AS_OF, Book, checked

pytestmark = pytest.mark.flow
PERIOD = Period(2024, 4)
SAID = {"name": "Siti Rahmah", "office": "Sekretaris Daerah", "reason": "Sudah diperiksa bersama OPD", "warnings": ""}


@pytest.fixture(autouse=True)
def _one_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is enough here: who approved is shown by every rendering from the same facts."""
    monkeypatch.setattr(publishing, "RENDERINGS", [one for one in publishing.RENDERINGS if one.ending == ".html"])


@pytest.fixture
def job(home: Path) -> Job:
    """A quarter with one submission."""
    site = settings()
    found = Job("62", PERIOD, AS_OF, home / "inbox", home / "outbox", site)
    found = replace(found, as_of=AS_OF.astimezone(found.quarter.zone))
    found.ledger().record("62", [checked(Book(), sha256="a", received=AS_OF - timedelta(days=3))])
    return found


def publish(job: Job) -> None:
    from tasks import steps

    steps.publish.fn(*steps.consolidate.fn(job), job)


def ask(job: Job, run: str = "run-1") -> object:
    return approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, run, datetime.now(UTC))


def decide(job: Job, asked: object, reviewed: Job | None = None, **said: str) -> object:
    from flows.approval import APPROVE, Decision, _decided

    form = Decision(**{"decision": APPROVE, **SAID, **said})
    return _decided(asked, form, replace(job, as_of=job.as_of + timedelta(hours=9)), reviewed or job)


def events(job: Job) -> list[str]:
    return [row.event for row in job.ledger().rows(approvals)]


def folders(job: Job) -> list[str]:
    return sorted(path.name for path in (job.outbox / "62").iterdir())


def test_what_is_not_published_cannot_be_approved(job: Job) -> None:
    with pytest.raises(ApprovalError, match="Belum ada laporan sementara 2024-TW4"):
        ask(job)


def test_only_the_report_that_tells_what_is_known_now_can_be_approved(job: Job) -> None:
    publish(job)
    job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF - timedelta(days=2))])
    with pytest.raises(ApprovalError, match="Data 2024-TW4 berubah"):
        ask(job)


def test_a_report_that_was_changed_by_hand_cannot_be_approved(job: Job) -> None:
    publish(job)
    (job.folder / "data" / "submissions.csv").write_text("")
    with pytest.raises(ApprovalError, match="berubah sejak terbit"):
        ask(job)


def test_an_approved_report_says_by_whom_and_lies_beside_the_provisional_one(job: Job, prefect_server: None) -> None:
    publish(job)
    state = decide(job, ask(job))
    assert state.name == "Terbit"
    assert folders(job) == ["2024-TW4", "2024-TW4-final"]
    provisional, final = (json.loads((job.outbox / "62" / name / "manifest.json").read_text()) for name in folders(job))
    assert provisional["approval"] is None
    told = final["approval"]
    assert (told["name"], told["office"], told["edition"]) == ("Siti Rahmah", "Sekretaris Daerah", 1)
    assert final["as_of"] == provisional["as_of"]
    page = (job.outbox / "62" / "2024-TW4-final" / "laporan-spm-62-2024-TW4.html").read_text()
    assert "FINAL: disetujui oleh Siti Rahmah, Sekretaris Daerah, pada" in page
    assert "SEMENTARA" not in page
    figures = [(job.outbox / "62" / name / "data" / "regency_achievement.csv").read_bytes() for name in folders(job)]
    assert figures[0] == figures[1]
    assert events(job) == ["diminta", "disetujui"]
    assert [row.final for row in job.ledger().rows(publications)] == [False, True]


def test_a_refusal_publishes_nothing_and_is_kept(job: Job, prefect_server: None) -> None:
    publish(job)
    state = decide(job, ask(job), decision="Tolak", reason="Angka kesehatan belum benar")
    assert (state.name, folders(job)) == ("Ditolak", ["2024-TW4"])
    kept = job.ledger().rows(approvals)[-1]
    assert (kept.event, kept.name, kept.reason) == ("ditolak", "Siti Rahmah", "Angka kesehatan belum benar")


@pytest.mark.parametrize("change", ["a submission", "another report", "a setting"])
def test_a_change_makes_the_approval_void(
    job: Job, prefect_server: None, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    publish(job)
    asked, later = ask(job), job
    if change == "a submission":
        job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF)])
    elif change == "another report":
        publish(replace(job, as_of=job.as_of + timedelta(hours=1)))
    else:
        monkeypatch.setenv("SPM_PROVINCE", '{"62": {"nihil": "zero"}}')
        settings.cache_clear()
        later = replace(job, settings=settings())
    assert decide(later, asked, job).name == "Batal"
    assert folders(job) == ["2024-TW4"]
    assert events(job) == ["diminta", "batal"]


def test_a_decision_after_the_last_day_publishes_nothing(job: Job, prefect_server: None) -> None:
    publish(job)
    long_ago = datetime.now(UTC) - timedelta(days=job.settings.approval_days, hours=1)
    asked = approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, "run-1", long_ago)
    assert (decide(job, asked).name, folders(job)) == ("Kedaluwarsa", ["2024-TW4"])


def test_an_interrupted_publication_goes_on_with_what_was_decided(job: Job, prefect_server: None) -> None:
    publish(job)
    asked = ask(job)
    first = datetime(2025, 1, 23, 3, tzinfo=UTC)
    approval.record(job.ledger(), asked, approval.APPROVED, first, **SAID)  # and then the power failed
    assert ask(job) == asked
    assert decide(job, asked, name="Orang Lain").name == "Terbit"
    told = json.loads((job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_text())["approval"]
    assert (told["name"], told["decided_at"], told["edition"]) == ("Siti Rahmah", "2025-01-23T10:00:00+07:00", 1)


def test_a_second_final_report_leaves_the_first_as_it_is(job: Job, prefect_server: None) -> None:
    publish(job)
    decide(job, ask(job))
    first = (job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_bytes()
    job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF - timedelta(days=1))])
    publish(job)
    decide(job, ask(job, "run-2"))
    assert folders(job) == ["2024-TW4", "2024-TW4-final", "2024-TW4-final-2"]
    assert (job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_bytes() == first


def test_the_form_asks_for_name_office_and_reason_and_why_warnings_may_stand() -> None:
    from flows.approval import Decision, DecisionOnWarnings

    assert Decision(**SAID).decision == "Tolak"
    for missing in ("name", "office", "reason"):
        with pytest.raises(ValidationError):
            Decision(**SAID | {missing: ""})
    with pytest.raises(ValidationError):
        DecisionOnWarnings(**SAID)


def test_the_ledger_keeps_decisions_for_ever(job: Job) -> None:
    from tasks.ledger import LedgerError

    publish(job)
    asked = ask(job)
    ledger = job.ledger()
    with pytest.raises(LedgerError, match="hanya dapat ditambah"), ledger._begin() as connection:
        connection.execute(approvals.update().where(approvals.c.id == asked.id).values(event="disetujui"))

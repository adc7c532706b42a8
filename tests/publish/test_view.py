"""A report of a past moment: it counts what was received and recorded then, lies beside the current one, and is the
published one to the byte where there was one and nothing else has changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from config.settings import settings
from flows.command.arguments import WrongUse, moment_of
from schemas.ledger import publications, views
from schemas.period import Period
from tasks.job import Job
from tasks.ledger.ledger import Ledger
from tasks.publish import fingerprint as basis_module
from tasks.publish.view import differences
from tasks.report.front_page import front_page
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.method import method_tables
from tests.builders import AS_OF, Book, checked
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

PERIOD, JAKARTA = Period(2024, 4), ZoneInfo("Asia/Jakarta")
DAY = timedelta(days=1)


@pytest.fixture
def job(home: Path) -> Job:
    """A quarter with one submission, at a moment of the province's clock."""
    found = Job("62", PERIOD, AS_OF.astimezone(JAKARTA), home / "inbox", home / "outbox", settings())
    found.ledger().record("62", [checked(Book(), sha256="a", received=AS_OF - 3 * DAY)], AS_OF - 2 * DAY)
    return found


def publish(job: Job) -> Path:
    from tasks import steps

    return steps.publish.fn(*steps.consolidate.fn(job), job)


def view(job: Job) -> Path:
    from tasks import steps

    found, answers = steps.consolidate.fn(job)
    seen = replace(found, view=differences(job.ledger(), job.quarter, job.basis()))
    return steps.publish_view.fn(seen, answers, job)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def later(sha: str, received: datetime, recorded: datetime, job: Job) -> None:
    book = Book()
    book["Penerima", "G9"] = 900
    job.ledger().record("62", [checked(book, sha256=sha, file_name=f"{sha}.xlsx", received=received)], recorded)


@pytest.mark.usefixtures("page_alone")
def test_the_moment_of_a_publication_gives_its_bytes_again(job: Job) -> None:
    """With the page alone; `test_nightly` compares all renderings."""
    published = content(publish(job))
    later("b", AS_OF + DAY, AS_OF + DAY, job)
    later("c", AS_OF - 2 * DAY, AS_OF + DAY, job)  # received before, but taken in after
    now = publish(replace(job, as_of=job.as_of + 2 * DAY))
    current = content(now)
    assert current != published
    seen = view(job)
    assert seen.name == "2024-TW4-per-20250122T0700"
    assert content(seen) == published
    assert content(now) == current
    assert [row.as_of for row in job.ledger().rows(views)] == [AS_OF.isoformat(timespec="seconds")]


def changed_settings(job: Job, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setenv("SPM_PROVINCE", '{"62": {"nihil": "zero"}}')
    settings.cache_clear()
    return replace(job, settings=settings())


def changed_program(job: Job, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(basis_module, "program", lambda: "lain")
    return job


def changed_reference(job: Job, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(basis_module.catalogue, "versions", lambda: {"deadlines.csv": "lain"})
    return job


def another_moment(job: Job, _: pytest.MonkeyPatch) -> Job:
    return replace(job, as_of=job.as_of + timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed_settings, ("pengaturan",)),
        (changed_program, ("program",)),
        (changed_reference, ("data acuan, aturan atau formulir",)),
        (another_moment, ("tidak ada laporan yang terbit pada saat itu",)),
    ],
)
def test_what_differs_from_the_report_of_then_is_named(
    job: Job, monkeypatch: pytest.MonkeyPatch, change: Callable, told: tuple[str, ...]
) -> None:
    same = {"province_code": "62", "period": PERIOD.key, "as_of": job.as_of, "published_at": job.as_of}
    job.ledger().append(publications, **same, final=False, **vars(job.basis()), manifest="")
    assert differences(job.ledger(), job.quarter, job.basis()) == ()
    changed = change(job, monkeypatch)
    assert differences(changed.ledger(), changed.quarter, changed.basis()) == told


def test_a_changed_way_of_counting_is_no_unchanged_quarter(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of then is computed by what holds today: "tetap 71,22" was told of a report that had said 78,61."""
    from tasks import steps

    same = {"province_code": "62", "period": PERIOD.key, "as_of": job.as_of, "published_at": job.as_of}
    job.ledger().append(publications, **same, final=False, **vars(job.basis()), manifest="")
    next_day = replace(job, as_of=job.as_of + DAY)
    assert steps.consolidate.fn(next_day)[0].news.rules == ()
    found, _ = steps.consolidate.fn(replace(changed_settings(job, monkeypatch), as_of=next_day.as_of))
    (told,) = (part.texts[0] for part in front_page(facts_of(found)) if part.heading.startswith("Sejak"))
    assert "Yang berubah sejak itu: pengaturan; indeks saat itu dihitung ulang. Indeks provinsi tetap" in told


def test_every_rendering_says_that_it_was_made_later_and_its_method_what_differs() -> None:
    seen = replace(consolidated(), view=("pengaturan", "koreksi provinsi"))
    facts = facts_of(seen)
    first = method_tables(facts)[0]
    told = first.frame.set_index("name").loc["Status laporan", "text"]
    assert told.startswith("DISUSUN KEMUDIAN dari kiriman yang saat itu sudah diterima dan tercatat")
    assert told.endswith("bukan laporan yang terbit saat itu. Yang berbeda: pengaturan, koreksi provinsi.")
    assert facts.subtitle.endswith("DISUSUN KEMUDIAN")


def counted(ledger: Ledger, moment: datetime) -> list[str]:
    return list(ledger.files("62", PERIOD, moment)["file_name"])


def test_only_what_was_received_and_recorded_by_then_is_known(job: Job) -> None:
    later("b", AS_OF - DAY, AS_OF + DAY, job)
    assert counted(job.ledger(), AS_OF) == ["62.01 2024-TW4.xlsx"]
    assert counted(job.ledger(), AS_OF + DAY) == ["62.01 2024-TW4.xlsx", "b.xlsx"]
    assert counted(job.ledger(), AS_OF - 2 * DAY - timedelta(seconds=1)) == []


def test_an_old_row_was_recorded_by_the_first_run_that_ended_after_it_was_received(home: Path) -> None:
    ledger = Ledger(settings().ledger_url)
    ledger.record("62", [checked(Book(), sha256="a", received=AS_OF)])
    assert counted(ledger, AS_OF) == ["62.01 2024-TW4.xlsx"]
    night = AS_OF + timedelta(hours=8)
    with travel(night + timedelta(minutes=1), tick=False):
        ledger.record_run("62", PERIOD, night, night, "")
    assert counted(ledger, AS_OF + timedelta(hours=7)) == []
    assert counted(ledger, night) == ["62.01 2024-TW4.xlsx"]


@pytest.mark.parametrize(
    "text", ["2999-01-01", "9999-12-31T23:59:59-12:00", "2025-01-22T08:01", "2025-01-22T02:00+00:00", "2025-01-23"]
)
def test_what_has_not_come_yet_is_refused_in_a_sentence(text: str) -> None:
    with (
        travel(datetime(2025, 1, 22, 8, tzinfo=JAKARTA), tick=False),
        pytest.raises(WrongUse, match="belum terjadi; pilih saat yang sudah lewat"),
    ):
        moment_of(text, JAKARTA)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+09:00", "0001-01-01", "1900-01-01T00:00"])
def test_what_is_older_than_any_report_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(WrongUse, match="terlalu lama; pilih saat sejak tahun 2018"):
        moment_of(text, JAKARTA)


def test_a_day_is_its_end_and_today_is_now() -> None:
    with travel(datetime(2025, 1, 22, 8, tzinfo=JAKARTA), tick=False):
        assert moment_of("2025-01-21", JAKARTA) == datetime(2025, 1, 21, 23, 59, 59, tzinfo=JAKARTA)
        assert moment_of("2025-01-22", JAKARTA) == datetime.now(UTC)

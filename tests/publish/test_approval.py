"""The final report: only what was read is approved, and ledger and report say by whom; else nothing is published."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import ValidationError

from config.settings import settings
from flows.hourly import lapse_approvals
from flows.lock import one_run
from flows.service.decide import changes_since_asked
from schemas.ledger import approvals, publications
from schemas.period import Period
from schemas.shown import markdown_text
from tasks.door.send import next_second
from tasks.inspect.review import review_page
from tasks.inspect.standing import Standing, standing_of
from tasks.intake.take_in import Context
from tasks.job import Job
from tasks.notify.run_summary import Summary, summarise
from tasks.publish import approval
from tasks.publish import publish as publishing
from tasks.publish.approval import ApprovalError
from tasks.report.tables.lookups import date_text
from tests.builders import AS_OF, Book, checked
from tests.door_visitors import negative, workbook
from tests.sinks import Sink, http_sink

pytestmark = pytest.mark.whole
PERIOD = Period(2024, 4)
SAID = {"name": "Siti Rahmah", "office": "Sekretaris Daerah", "reason": "Sudah diperiksa bersama OPD", "warnings": ""}


MANIFESTS = ("2024-TW4-final/manifest.json", "2024-TW4/manifest.json")


@pytest.fixture
def shown() -> None:
    """Asked for by who reads the page, which is enough: every rendering shows who approved from the same facts."""


@pytest.fixture(autouse=True)
def _data_alone(request: pytest.FixtureRequest, page_alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all others a report is its data and manifest."""
    if "shown" not in request.fixturenames:
        monkeypatch.setattr(publishing, "RENDERINGS", [])
        monkeypatch.setattr(publishing, "report_tables", lambda _: [])


def job_in(home: Path) -> Job:
    site = settings()
    found = Job("62", PERIOD, AS_OF, home / "inbox", home / "outbox", site)
    return replace(found, as_of=AS_OF.astimezone(found.quarter.zone))


@pytest.fixture(scope="module")
def published_home(tmp_path_factory: pytest.TempPathFactory, page_alone: None) -> Path:
    """A home with a quarter of one submission, whose provisional report is published."""
    place = tmp_path_factory.mktemp("terbit") / "home"
    with pytest.MonkeyPatch.context() as made:
        made.setenv("SPM_HOME", str(place))
        settings.cache_clear()
        job = job_in(place)
        job.ledger().record("62", [checked(Book(), sha256="a", received=AS_OF - timedelta(days=3))])
        publish(job)
    settings.cache_clear()
    return place


@pytest.fixture
def job(home: Path, published_home: Path) -> Job:
    """A quarter with one submission and its provisional report."""
    shutil.copytree(published_home, home, dirs_exist_ok=True)
    return job_in(home)


def publish(job: Job) -> None:
    from tasks import steps

    steps.publish.fn(*steps.consolidate.fn(job), job)


def ask(job: Job, run: str = "run-1") -> object:
    return approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, run, datetime.now(UTC))


def decide(job: Job, asked: object, reviewed: Job | None = None, **said: str) -> object:
    from flows.approval import APPROVE, Decision, carry_out

    form = Decision(**{"decision": APPROVE, **SAID, **said})
    return carry_out(asked, form, replace(job, as_of=job.as_of + timedelta(hours=9)), reviewed or job)


def events(job: Job) -> list[str]:
    return [row.event for row in job.ledger().rows(approvals)]


def folders(job: Job) -> list[str]:
    return sorted(path.name for path in (job.outbox / "62").iterdir())


def test_what_is_not_published_cannot_be_approved(home: Path) -> None:
    job = job_in(home)
    with pytest.raises(ApprovalError, match="Belum ada laporan sementara 2024-TW4"):
        ask(job)


def test_only_the_report_that_tells_what_is_known_now_can_be_approved(job: Job) -> None:
    job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF - timedelta(days=2))])
    with pytest.raises(ApprovalError, match="Data 2024-TW4 berubah"):
        ask(job)


def test_a_report_that_was_changed_by_hand_cannot_be_approved(job: Job) -> None:
    (job.folder / "data" / "submissions.csv").write_text("")
    with pytest.raises(ApprovalError, match="berubah sejak terbit"):
        ask(job)


def test_an_approved_report_says_by_whom_and_lies_beside_the_provisional_one(
    job: Job, prefect_server: None, shown: None
) -> None:
    state = decide(job, ask(job), warnings="Sudah dijelaskan pengirimnya")
    assert state.name == "Terbit"
    assert folders(job) == ["2024-TW4", "2024-TW4-final"]
    provisional, final = (json.loads((job.outbox / "62" / name / "manifest.json").read_text()) for name in folders(job))
    assert provisional["approval"] is None
    told = final["approval"]
    assert (told["name"], told["office"], told["edition"]) == ("Siti Rahmah", "Sekretaris Daerah", 1)
    assert final["as_of"] == provisional["as_of"]
    page = (job.outbox / "62" / "2024-TW4-final" / "laporan-spm-62-2024-TW4.html").read_text()
    assert "FINAL: disetujui oleh Siti Rahmah, Sekretaris Daerah, pada" in page
    stand = "Sudah dijelaskan pengirimnya."
    assert f"WIB. Sudah diperiksa bersama OPD. Peringatan yang dibiarkan: {stand}" in page
    assert "SEMENTARA" not in page
    figures = [(job.outbox / "62" / name / "data" / "regency_achievement.csv").read_bytes() for name in folders(job)]
    assert figures[0] == figures[1]
    assert events(job) == ["diminta", "disetujui"]
    assert [row.final for row in job.ledger().rows(publications)] == [False, True]


def test_a_refusal_publishes_nothing_and_is_kept(job: Job, prefect_server: None) -> None:
    state = decide(job, ask(job), decision="Tolak", reason="Angka kesehatan belum benar")
    assert (state.name, folders(job)) == ("Ditolak", ["2024-TW4"])
    kept = job.ledger().rows(approvals)[-1]
    assert (kept.event, kept.name, kept.reason) == ("ditolak", "Siti Rahmah", "Angka kesehatan belum benar")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("a submission", r"kiriman: Kabupaten Kotawaringin Barat (b\.xlsx, diterima)"),
        ("a setting", "pengaturan"),
    ],
)
def test_a_change_makes_the_approval_void_and_is_told_before_somebody_decides(
    job: Job, prefect_server: None, monkeypatch: pytest.MonkeyPatch, change: str, told: str
) -> None:
    asked, later = ask(job), job
    assert changes_since_asked("run-1") == ("", "")
    if change == "a submission":
        after = AS_OF + timedelta(minutes=1)
        job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=after)])
    else:
        monkeypatch.setenv("SPM_PROVINCE", '{"62": {"nihil": "zero"}}')
        settings.cache_clear()
        later = replace(job, settings=settings())
    (shown, besides) = changes_since_asked("run-1")
    assert (shown.startswith(f"**Data berubah sejak dimintakan persetujuan:** {told}. "), besides) == (True, "")
    assert decide(later, asked, job).name == "Batal"
    assert folders(job) == ["2024-TW4"]
    assert events(job) == ["diminta", "batal"]


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = -1
    return book


@pytest.mark.parametrize("reported_anew", [False, True])
def test_what_replaces_nothing_is_told_and_takes_nobodys_work(
    job: Job, prefect_server: None, reported_anew: bool
) -> None:
    """A rejected file, the same content once more: whoever may send could else keep a report from being approved."""
    asked, after = ask(job), AS_OF + timedelta(minutes=1)
    known = Context(AS_OF, "62", PERIOD, job.ledger().earlier("62"))
    sent = checked(faulty(), sha256="c", file_name="salah.xlsx", received=after)
    again = checked(Book(), known, sha256="a", file_name="lagi.xlsx", received=after)
    assert (sent.status, again.duplicate) == ("ditolak", True)
    original = job.settings.archive / sent.archived.parent.name / sent.archived.name
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(workbook(change=negative))
    job.ledger().record("62", [sent, again])
    told = r"kiriman yang tidak mengubah angka: Kabupaten Kotawaringin Barat (salah\.xlsx, ditolak)"
    newer = "laporan sementara yang lebih baru sudah terbit, dan tautan di bawah membuka yang baru itu"
    if reported_anew:
        publish(replace(job, as_of=job.as_of + timedelta(hours=1)))
    changed, besides = changes_since_asked("run-1")
    assert (changed, told in besides, newer in besides) == ("", True, reported_anew)
    assert "persetujuan tetap berlaku untuk laporan keadaan" in besides
    assert decide(job, asked).name == "Terbit"
    final, provisional = (json.loads((job.outbox / "62" / name).read_text()) for name in MANIFESTS)
    assert (final["as_of"] < provisional["as_of"]) == reported_anew, "it is the report that was read"
    assert "salah.xlsx" not in (job.outbox / "62" / "2024-TW4-final" / "data" / "submissions.csv").read_text()


def test_what_came_by_the_door_in_this_very_second_is_told_too(job: Job, prefect_server: None) -> None:
    """It is recorded as of the next one."""
    ask(job)
    one = checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF + timedelta(minutes=1))
    job.ledger().record("62", [one], next_second(datetime.now(UTC)))
    assert "Kabupaten Kotawaringin Barat" in changes_since_asked("run-1")[0]


def test_a_decision_after_the_last_day_publishes_nothing(job: Job, prefect_server: None) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=job.settings.approval_days, hours=1)
    asked = approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, "run-1", long_ago)
    assert (decide(job, asked).name, folders(job)) == ("Kedaluwarsa", ["2024-TW4"])


LAST_DAY = timedelta(days=14)


def asked_on(job: Job, moment: datetime, run: str = "5b1c5c1e-0000-4000-8000-000000000001") -> object:
    return approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, run, moment)


@pytest.fixture
def operator(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Whoever looks after the site reads a chat."""
    with http_sink() as sink:
        monkeypatch.setenv("SPM_NOTIFY__CHANNELS__OBROLAN", f"json://127.0.0.1:{sink.port}/{{address}}")
        settings.cache_clear()
        home.mkdir(exist_ok=True)
        (home / "contacts.csv").write_text("recipient,channel,address\noperator,obrolan,-100\n")
        yield sink


def test_what_nobody_decides_lapses_by_itself_and_is_told_once(operator: Sink, job: Job) -> None:
    asked_on(job, AS_OF)
    assert lapse_approvals(settings(), AS_OF + LAST_DAY) == []
    for hour in range(1, 5):
        lapse_approvals(settings(), AS_OF + LAST_DAY + timedelta(hours=hour))
    assert (events(job), folders(job)) == (["diminta", "kedaluwarsa"], ["2024-TW4"])
    (line,) = [one["message"] for one in operator.received]
    assert "laporan final Provinsi Kalimantan Tengah, Triwulan IV Tahun 2024, kedaluwarsa tanpa keputusan" in line


def test_the_operator_is_told_once_that_a_report_waits(
    operator: Sink, job: Job, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    from flows import approval as flow
    from flows.forms import Province, QuarterRequest

    before_anybody_decides: list[str] = []
    asked: list[str] = []

    def suspended(**options: object) -> object:
        before_anybody_decides.extend(one["message"] for one in operator.received)
        asked.extend(questions(job))
        return flow.Decision(**{"decision": flow.REFUSE, **SAID})

    monkeypatch.setattr(flow, "suspend_flow_run", suspended)
    request = QuarterRequest(province=Province["62"], period=PERIOD.key)
    assert flow.publish_final(request, return_state=True).name == "Ditolak"
    (line,) = before_anybody_decides
    assert line.startswith("Laporan final Provinsi Kalimantan Tengah, Triwulan IV Tahun 2024, menunggu persetujuan")
    assert "/putuskan/" in line
    assert asked == ["putuskan-62-2024-tw4"]
    assert questions(job) == [], "nothing is to be decided any more"
    consolidated, _ = flow.steps.consolidate.fn(job)
    flow.ask_a_person(consolidated, job.ledger().rows(approvals)[0], job)  # resumed, a run begins from the top
    assert len(operator.received) == 1


def questions(job: Job) -> list[str]:
    """What the run that asked shows as to be answered."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    asked = UUID(job.ledger().rows(approvals)[0].run)
    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[asked]))
    with get_client(sync_client=True) as client:
        return [
            one.key for one in client.read_artifacts(artifact_filter=of_run) if (one.key or "").startswith("putuskan")
        ]


def test_what_was_decided_does_not_lapse(job: Job, prefect_server: None) -> None:
    decide(job, ask(job, "run-1"), decision="Tolak")
    decide(job, ask(job, "run-2"))
    assert lapse_approvals(settings(), datetime.now(UTC) + timedelta(days=90)) == []
    assert events(job) == ["diminta", "ditolak", "diminta", "disetujui"]


def test_a_run_that_is_resumed_after_it_lapsed_publishes_nothing_and_is_not_noted_again(
    job: Job, prefect_server: None
) -> None:
    asked = ask(job)  # by the clock of whoever resumes it there is still time
    lapse_approvals(settings(), datetime.now(UTC) + LAST_DAY + timedelta(hours=1))
    assert (decide(job, asked).name, folders(job)) == ("Kedaluwarsa", ["2024-TW4"])
    assert events(job) == ["diminta", "kedaluwarsa"]


def test_a_province_at_work_is_left_for_the_next_look(job: Job) -> None:
    """The approved report may be about to be published."""
    asked_on(job, AS_OF)
    late = AS_OF + LAST_DAY + timedelta(hours=1)
    with one_run(settings(), "62"):
        assert lapse_approvals(settings(), late) == []
    assert len(lapse_approvals(settings(), late)) == 1


def test_a_refusal_that_was_cut_off_is_kept_once(job: Job, prefect_server: None) -> None:
    asked = ask(job)
    for reason in ("Angka kesehatan belum benar", "Lain lagi"):
        state = decide(job, asked, decision="Tolak", reason=reason)
        assert state.message.startswith("Ditolak oleh Siti Rahmah: Angka kesehatan belum benar.")
    assert events(job) == ["diminta", "ditolak"]


def test_the_hourly_look_ends_the_run_that_waited(job: Job, prefect_server: None) -> None:
    """Prefect calls it a failure: "paused and never resumed"."""
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Suspended

    from flows.watch import watch_nights

    with get_client(sync_client=True) as client:
        waiting = client.create_flow_run(flow(lambda: None, name="menunggu"), state=Suspended(timeout_seconds=900))
        asked_on(job, datetime.now(UTC) - LAST_DAY - timedelta(hours=1), str(waiting.id))
        asked_on(job, datetime.now(UTC) - LAST_DAY - timedelta(hours=2))  # of a run that Prefect has forgotten
        state = watch_nights(return_state=True)
        assert "Permintaan persetujuan laporan final 62 2024-TW4 kedaluwarsa" in state.message
        assert client.read_flow_run(waiting.id).state.name == "Kedaluwarsa"


def test_the_hourly_look_notes_that_a_run_that_waited_was_cancelled(job: Job, prefect_server: None) -> None:
    """It is then no process that could do so itself; what another server may know of waits on."""
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled, Suspended

    from flows.watch import watch_nights

    with get_client(sync_client=True) as client:
        waits, gone = (
            client.create_flow_run(flow(lambda: None, name="menunggu"), state=state)
            for state in (Suspended(timeout_seconds=900), Cancelled())
        )
        for run in (str(waits.id), str(gone.id), str(UUID(int=1))):
            asked_on(job, datetime.now(UTC), run)
        watch_nights(return_state=True)
    assert {one.run for one in approval.undecided(job.ledger())} == {str(waits.id), str(UUID(int=1))}
    assert [row.run for row in job.ledger().rows(approvals, event="dicabut")] == [str(gone.id)]


def test_a_page_links_only_to_what_the_service_shows(job: Job, tmp_path: Path) -> None:
    served = replace(job, settings=settings().model_copy(update={"reports_url": "/laporan"}))
    assert served.link(served.folder / "a.xlsx") == r"[a\.xlsx](/laporan/62/2024-TW4/a.xlsx)"
    elsewhere = replace(served, outbox=tmp_path / "lain")
    assert elsewhere.link(elsewhere.folder / "a.xlsx") == markdown_text(elsewhere.folder / "a.xlsx")


def test_where_a_request_stands_is_told_in_words(job: Job, prefect_server: None) -> None:
    assert approval.standing(job.ledger(), job.quarter) == ""
    asked = asked_on(job, datetime(2025, 1, 22, 2, tzinfo=UTC))
    waits = "diminta pada 22 Januari 2025 pukul 09.00 WIB, belum ada keputusan"
    assert approval.standing(job.ledger(), job.quarter) == waits
    approval.record(job.ledger(), asked, approval.APPROVED, datetime(2025, 1, 23, 3, tzinfo=UTC), **SAID)
    signed = "oleh Siti Rahmah, Sekretaris Daerah, pada 23 Januari 2025 pukul 10.00 WIB"
    assert approval.standing(job.ledger(), job.quarter) == f"disetujui {signed}"
    approval.record(job.ledger(), asked, approval.VOID, datetime(2025, 1, 23, 3, tzinfo=UTC), **SAID)
    void = f"batal karena data berubah, setelah diputuskan {signed}"
    assert approval.standing(job.ledger(), job.quarter) == void, "nobody has cancelled it"


def test_an_interrupted_publication_goes_on_with_what_was_decided(job: Job, prefect_server: None) -> None:
    asked = ask(job)
    first = datetime(2025, 1, 23, 3, tzinfo=UTC)
    approval.record(job.ledger(), asked, approval.APPROVED, first, **SAID)  # and then the power failed
    assert ask(job) == asked
    assert decide(job, asked, name="Orang Lain").name == "Terbit"
    told = json.loads((job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_text())["approval"]
    assert (told["name"], told["decided_at"], told["edition"]) == ("Siti Rahmah", "2025-01-23T10:00:00+07:00", 1)


def test_a_second_final_report_leaves_the_first_as_it_is(job: Job, prefect_server: None) -> None:
    decide(job, ask(job))
    first = (job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_bytes()
    job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=AS_OF - timedelta(days=1))])
    publish(job)
    decide(job, ask(job, "run-2"))
    assert folders(job) == ["2024-TW4", "2024-TW4-final", "2024-TW4-final-2"]
    assert (job.outbox / "62" / "2024-TW4-final" / "manifest.json").read_bytes() == first


def test_who_decides_and_who_reads_knows_of_the_final_reports_that_there_are(
    job: Job, prefect_server: None, shown: None
) -> None:
    asked = [ask(job, run) for run in ("run-1", "run-2", "run-3")]
    assert changes_since_asked("run-2") == ("", "")
    alone = decide(job, asked[0])
    assert (
        alone.message == "Laporan final edisi 1 terbit di folder laporan 62/2024-TW4-final, disetujui oleh Siti Rahmah"
    )
    first = f"edisi 1, disetujui oleh Siti Rahmah, Sekretaris Daerah, pada {date_text(decided_at(job, 'run-1'))}"
    told, _ = changes_since_asked("run-2")  # though nothing that it rests on has changed
    assert told.startswith(f"**Laporan final triwulan ini sudah ada:** {markdown_text(first)}. Bila disetujui, ")
    second = decide(job, asked[1], name="Budi Santoso", office="Wakil Gubernur")
    assert second.message.endswith(f"/2024-TW4-final-2, disetujui oleh Budi Santoso. Berlaku menggantikan {first}")
    page = (job.outbox / "62" / "2024-TW4-final-2" / "laporan-spm-62-2024-TW4.html").read_text()
    assert "FINAL (edisi 2): disetujui oleh Budi Santoso, Wakil Gubernur" in page
    decide(job, asked[2], decision="Tolak")
    finals = approval.finals(job.ledger(), job.quarter)
    assert list(finals) == [1, 2]
    above = review_page(summary_of(job), [], [], "0" * 64, finals.values())
    assert f"{markdown_text(first)}; {markdown_text('edisi 2, disetujui oleh Budi Santoso')}" in above


def test_a_final_report_tells_when_the_data_have_left_it_behind_and_when_another_would_tell_the_same(
    job: Job, prefect_server: None
) -> None:
    """It was told of the last edition alone, by the name of a folder, and a second one was offered without a word."""

    def standing() -> Standing:
        return standing_of(job.settings, job.ledger(), "62", AS_OF + timedelta(minutes=2))

    def outdated() -> list[str]:
        return [one.told for one in standing().tasks if one.told.startswith("Laporan final")]

    for run in ("run-1", "run-2"):
        decide(job, ask(job, run))
    finals, same = standing().final.editions, "Datanya sama: tidak ada yang berubah sejak yang berlaku itu diperiksa."
    assert [one.told.partition(",")[0] for one in finals] == ["Triwulan IV Tahun 2024"] * 2
    assert [(one.told.partition(", ")[2][:7], one.holds) for one in finals] == [("edisi 2", True), ("edisi 1", False)]
    assert (standing().final.repeated, outdated(), same in changes_since_asked("run-1")[0]) == (True, [], True)
    job.ledger().record(
        "62", [checked(faulty(), sha256="c", file_name="c.xlsx", received=AS_OF + timedelta(seconds=30))]
    )
    assert (standing().final.repeated, outdated()) == (True, []), "what is rejected changes nothing"
    later = AS_OF + timedelta(minutes=1)
    job.ledger().record("62", [checked(Book(), sha256="b", file_name="b.xlsx", received=later)])
    (told,) = outdated()
    assert "tidak memuat yang datang sesudahnya: kiriman Kabupaten Kotawaringin Barat. Susun laporan" in told
    assert (standing().final.repeated, same in changes_since_asked("run-1")[0]) == (False, False)


def test_a_final_report_that_was_cut_off_keeps_its_edition(job: Job, prefect_server: None) -> None:
    """And what was approved meanwhile holds."""
    asked = ask(job)
    approval.record(job.ledger(), asked, approval.APPROVED, datetime.now(UTC), **SAID)
    decide(job, ask(job, "run-2"), name="Budi Santoso")
    again = decide(job, asked)
    assert "edisi 1 terbit di folder laporan 62/2024-TW4-final, " in again.message
    assert "Yang berlaku sekarang edisi 2, disetujui oleh Budi Santoso" in again.message
    assert folders(job) == ["2024-TW4", "2024-TW4-final", "2024-TW4-final-2"]


def decided_at(job: Job, run: str) -> datetime:
    (decided,) = job.ledger().rows(approvals, run=run, event=approval.APPROVED)
    return datetime.fromisoformat(decided.at).astimezone(job.quarter.zone)


def summary_of(job: Job) -> Summary:
    from tasks import steps

    return summarise(steps.consolidate.fn(job)[0], job.folder)


def test_the_form_asks_for_name_office_and_reason_and_why_warnings_may_stand() -> None:
    from flows.approval import APPROVE, Decision, DecisionOnWarnings

    assert Decision(**SAID).decision == DecisionOnWarnings(**SAID).decision == "Tolak"
    for missing in ("name", "office", "reason"):
        with pytest.raises(ValidationError):
            Decision(**SAID | {missing: ""})
    for warnings in ("", "ya"):
        with pytest.raises(ValidationError):
            DecisionOnWarnings(**{**SAID, "decision": APPROVE, "warnings": warnings})
    assert DecisionOnWarnings(**{**SAID, "decision": APPROVE, "warnings": "Sudah dijelaskan."}).decision == APPROVE


@pytest.mark.parametrize("name", ["\u200b" * 4, "\u3164\u2800\u3164", "Siti\x1b[31m", "..."])
def test_nobody_who_cannot_be_seen_approves(name: str) -> None:
    from flows.approval import APPROVE, Decision

    with pytest.raises(ValidationError, match="huruf yang terlihat"):
        Decision(**{"decision": APPROVE, **SAID, "name": name})
    with pytest.raises(ValidationError, match="huruf yang terlihat"):
        Decision(**{"decision": APPROVE, **SAID, "warnings": name})


def test_a_name_stands_on_one_line_as_it_is_read() -> None:
    from flows.approval import Decision

    decided = Decision(**SAID | {"name": " Siti\u00a0\r\n Rahmah ", "reason": "Sudah\u3000diperiksa.\r\n\r\nLengkap."})
    assert (decided.name, decided.reason) == ("Siti Rahmah", "Sudah diperiksa.\n\nLengkap.")


def test_the_ledger_keeps_decisions_for_ever(job: Job) -> None:
    from tasks.ledger.errors import LedgerError

    asked = ask(job)
    ledger = job.ledger()
    with pytest.raises(LedgerError, match="hanya dapat ditambah"), ledger._begin() as connection:
        connection.execute(approvals.update().where(approvals.c.id == asked.id).values(event="disetujui"))

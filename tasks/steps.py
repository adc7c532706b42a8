"""The tasks of a night as Prefect sees them: a few lines each around a step that knows nothing of Prefect. They log
what the run logs.

Nothing is cached and no result is kept: what was done before is decided from the ledger, never from a run's state.
"""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from prefect import runtime, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFutureList, as_completed

from config.contacts import load_contacts
from schemas.consolidated import Answers, Consolidated
from schemas.ledger import publications, views
from schemas.message import ContactsError, Sent
from schemas.period import Period
from schemas.reminder import Reminder
from schemas.shown import markdown_table, markdown_text, visible
from schemas.submission import Arrival, Checked, Taken
from tasks.answer import answers as answering
from tasks.answer.of_quarter import answers_of, receipts_beside
from tasks.compute.gather import gather
from tasks.home.trouble import STRICT, Troubles
from tasks.inspect.board import board_of
from tasks.inspect.board import markdown as board_page
from tasks.inspect.hand_over import ANSWERS_TITLE, answer_lines, to_carry
from tasks.intake import elsewhere as other_quarters
from tasks.intake import inbox
from tasks.intake.arrivals import ahead, look, news
from tasks.intake.earlier_reports import take_in
from tasks.intake.take_in import Context, own_files, read_arrivals
from tasks.job import Job
from tasks.ledger.quarter import Quarter
from tasks.notify import finding_rows, run_summary
from tasks.notify.alerts import files_disturbed, send_to_operator
from tasks.notify.letters import reminder_files, reminder_message, result_files
from tasks.notify.reminders import WRITING, current
from tasks.notify.send import Channels, send
from tasks.publish import publish as outbox
from tasks.publish.fingerprint import is_published, manifest_digest
from tasks.publish.otherwise import beside_published

BATCH = 8
"""Files a reading task takes: few enough that two threads share a province, many enough that Prefect costs nothing."""

log = logging.getLogger(__name__)
logging.getLogger("tasks").setLevel(logging.INFO)


def page(key: str, markdown: str, description: str) -> None:
    """A page of the run in Prefect, which shows the latest first: what matters most is written last."""
    create_markdown_artifact(key=key, markdown=markdown, description=markdown_text(description))


@task(task_run_name="temukan-kiriman", cache_policy=NO_CACHE, persist_result=False)
def discover(job: Job, troubles: Troubles) -> tuple[list[Arrival], datetime]:
    """What is new, and the moment by which it was received."""
    found = look(job.ledger(), job.inbox, job.settings, job.clock)
    for file_name, reason in found.left:
        if not inbox.is_of_another_province(file_name, job.province_code):
            log.warning("%s: %s", file_name, reason)
    for one in found.troubles:
        if not inbox.is_of_another_province(one.file_name, job.province_code):
            troubles.note(one.file_name, one.step, one.cause)
    if told := ahead(job.ledger(), job.province_code, found.ended):
        log.warning("%s", told)
    arrivals = news(found, job.province_code, job.ledger().known(job.province_code))
    if arrivals:
        log.info("%d kiriman baru di %s", len(arrivals), job.inbox)
    else:
        log.info("Tidak ada kiriman baru di %s", job.inbox)
    return arrivals, found.ended


def batches(arrivals: list[Arrival]) -> list[list[Arrival]]:
    return [arrivals[start : start + BATCH] for start in range(0, len(arrivals), BATCH)]


@task(
    task_run_name=lambda: f"baca-{visible(runtime.task_run.parameters['batch'][0].file_name)}",
    retries=2,
    retry_delay_seconds=[2, 10],
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read(batch: list[Arrival], job: Job, troubles: Troubles) -> list[Taken]:
    archived = []
    for arrival in batch:
        with troubles.over(arrival.file_name, "mengarsipkan"):
            try:
                archived.append((arrival, inbox.archive(arrival, job.settings.archive)))
            except (inbox.InboxError, FileNotFoundError) as error:  # this one changed meanwhile, which is no fault
                log.warning("%s: dibiarkan untuk proses berikutnya, %s", arrival.file_name, error)
    taken = read_arrivals(archived, job.settings.limits, troubles)
    log.info("%d berkas terbaca, terakhir %s", len(taken), batch[-1].file_name)
    return taken


def collect(read_batches: PrefectFutureList, batches: list[list[Arrival]], troubles: Troubles) -> list[Taken]:
    """What was read; meanwhile an artifact of the run shows how far it is. A batch that failed for good stops nobody
    else: its files stay new for the next run."""
    if len(read_batches) > 1:
        _follow(read_batches, "Membaca kiriman")
    found = []
    for batch, result in zip(batches, read_batches.result(raise_on_failure=False), strict=True):
        if isinstance(result, list):
            found += result
            continue
        for arrival in batch:
            troubles.note(arrival.file_name, "membaca", "bagian proses yang membacanya terputus")
    return found


def _follow(batches: PrefectFutureList, what: str) -> None:
    shown = create_progress_artifact(0.0, description=what)
    for done, _ in enumerate(as_completed(batches), start=1):
        update_progress_artifact(
            shown, 100 * done / len(batches), description=f"{what}: {done} dari {len(batches)} bagian"
        )


@task(task_run_name="periksa-dan-catat", cache_policy=NO_CACHE, persist_result=False)
def check_and_record(taken: list[Taken], job: Job, troubles: Troubles) -> list[Checked]:
    mine, context = own_files(taken, job.province_code, job.others), Context(job.as_of, job.province_code, job.period)
    checked = take_in(job.ledger(), mine, context, job.settings.of_province(job.province_code), troubles)
    for one in checked:
        log.info("%s", finding_rows.line(one))
    page(f"kiriman-{job.province_code}", markdown_table(finding_rows.file_rows(checked)), "Kiriman yang baru diambil")
    return checked


@task(task_run_name="jawab-pengirim", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE, persist_result=False)
def answer(job: Job, periods: set[Period], troubles: Troubles) -> list[Path]:
    """Also what an interrupted run did not come to answer."""
    written = []
    for period in sorted(periods | {job.period}):
        quarter = Quarter(job.province_code, period, job.as_of)
        places = job.settings.archive, job.outbox, job.settings.limits
        written += answering.answer(job.ledger(), quarter, *places, troubles)
    for receipt in written:
        log.info("%s: jawaban tertulis di %s", receipt.stem, receipt.parent)
    return written


def hand_over(job: Job, written: list[Path], troubles: Troubles) -> set[Path]:
    """Sends the answers where the site has channels, and shows all of them with what became of each; gives those that
    somebody has to carry, as the front page counts them. Those to other quarters too, also what failed to go out
    before: no report of theirs is made that would try again. A message that only says that there is an answer is
    none."""
    out: set[Path] = set()
    others = {period.key for period in elsewhere(job)} if job.settings.notify.channels else set()
    for key in sorted({receipt.parent.name for receipt in written} | others):
        told = tell_senders(replace(job, period=Period.parse(key)), troubles, return_state=True)
        sent = told.result(raise_on_failure=False) if told.is_completed() else []
        names = {one.answers for one in sent if one.answers}
        out |= {receipt for receipt in written if receipt.parent.name == key and receipt.stem in names}
    site = job.settings.model_copy(update={"outbox": job.outbox})
    waiting = to_carry(site, job.ledger(), job.quarter, {*written} - out)
    if written:
        page(f"jawaban-{job.province_code}", answer_lines(written, out, waiting, job.link), ANSWERS_TITLE)
    return waiting


@task(task_run_name="gabungkan", cache_policy=NO_CACHE, persist_result=False)
def consolidate(job: Job, troubles: Troubles = STRICT) -> tuple[Consolidated, Answers]:
    method = job.settings.of_province(job.province_code)
    answers = answers_of(job.ledger(), job.quarter, job.settings.archive, troubles)
    consolidated = gather(job.ledger(), job.quarter, method, *job.given, troubles)
    return beside_published(consolidated, job.outbox, job.ledger(), job.quarter, job.basis()), answers


@task(task_run_name="apakah-ada-yang-baru", cache_policy=NO_CACHE, persist_result=False)
def published(job: Job) -> Path | None:
    """The folder of the published report, if a new one would tell nothing else."""
    if not is_published(job.ledger(), job.quarter, job.basis(), job.folder):
        return None
    log.info("Tidak ada yang baru sejak laporan di %s", job.folder)
    return job.folder


def elsewhere(job: Job) -> dict[Period, int]:
    """What came for other quarters and stands in no report yet."""
    return other_quarters.elsewhere(job.ledger(), job.quarter)


def answered(job: Job) -> set[str]:
    return outbox.answered(job.outbox, job.province_code, job.period)


@task(task_run_name="terbitkan", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE, persist_result=False)
def publish(
    consolidated: Consolidated, answers: Answers, job: Job, troubles: Troubles = STRICT, former: int = 0
) -> Path:
    """A report that lacks something because of a disturbance is no news that the next run may leave as it is. `former`
    of `troubles` had been there when it was begun."""
    rests_on = job.basis()
    folder = _write(consolidated, answers, job, troubles)
    if troubles.count > former:
        rests_on = replace(rests_on, circumstances="")
    job.ledger().append(
        publications,
        province_code=job.province_code,
        period=job.period.key,
        as_of=job.as_of,
        published_at=datetime.now(UTC),
        final=consolidated.approval is not None,
        **vars(rests_on),
        manifest=manifest_digest(folder),
    )
    log.info("Laporan terbit di %s", folder)
    return folder


@task(task_run_name="terbitkan-keadaan", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE, persist_result=False)
def publish_view(consolidated: Consolidated, answers: Answers, job: Job) -> Path:
    """A report of a past moment, beside the current one."""
    folder = _write(consolidated, answers, job)
    of = {"province_code": job.province_code, "period": job.period.key, "as_of": job.as_of}
    job.ledger().append(views, **of, made_at=datetime.now(UTC), manifest=manifest_digest(folder))
    log.info("Keadaan %s tertulis di %s", job.as_of, folder)
    return folder


def _write(consolidated: Consolidated, answers: Answers, job: Job, troubles: Troubles = STRICT) -> Path:
    letters = reminder_files(job.reminders(consolidated, answers, troubles), job.settings.home, troubles)
    letters |= result_files(job.results(consolidated, answers, troubles), job.settings.home, troubles)
    beside = letters | receipts_beside(answers, job.settings.home, troubles)
    return outbox.publish(job.outbox, consolidated, answers.copies, job.settings.limits, beside, troubles)


@task(task_run_name="kabari-pengirim", cache_policy=NO_CACHE, persist_result=False)
def tell_senders(job: Job, troubles: Troubles) -> list[Sent]:
    """Sends its answer to whoever was accepted or rejected, where the site has channels."""
    if not job.settings.notify.channels:
        return []
    consolidated, answers = consolidate.fn(job, troubles)
    rejections = [one for one in job.reminders(consolidated, answers, troubles) if one.kind == "ditolak"]
    return _send(rejections + job.acceptances(consolidated, answers, troubles), job, troubles)


@task(task_run_name="ingatkan", cache_policy=NO_CACHE, persist_result=False)
def remind(consolidated: Consolidated, answers: Answers, job: Job, troubles: Troubles) -> list[Sent]:
    """Sends the reminders that lie in the report, where the site has channels, and the answers that did not go out yet.
    No report fails by it."""
    told = job.reminders(consolidated, answers, troubles) + job.acceptances(consolidated, answers, troubles)
    return _send(told, job, troubles)


def _send(found: list[Reminder], job: Job, troubles: Troubles) -> list[Sent]:
    """What may still be told, each once."""
    notify = job.settings.notify
    due = current(found, job.as_of, datetime.now(UTC), notify.fresh_days)
    if not notify.channels or not due:
        return []
    try:
        contacts = load_contacts(job.settings.contacts, set(notify.channels))
    except ContactsError as error:
        log.warning("Pesan tidak dikirim. %s", error)
        return []
    folder = job.outbox / job.province_code / answering.FOLDER / job.period.key
    told = []
    for one in due:
        with troubles.over(str(one.values.get("berkas", one.regency_code)), WRITING):
            told.append(reminder_message(one, job.province_code, folder, job.settings.home))
    return send(told, contacts, Channels(notify.channels), job.ledger())


def tell_of_troubles(job: Job, troubles: Troubles) -> None:
    """The operator, each cause once."""
    if troubles.found:
        send_to_operator(files_disturbed(job.province_code, troubles.found), job.settings)


@task(task_run_name="ringkasan", cache_policy=NO_CACHE, persist_result=False)
def show(report: run_summary.Summary, consolidated: Consolidated, job: Job) -> None:
    """The run's pages in Prefect, those of a past moment beside the current ones."""
    name = f"{job.province_code}-{report.folder.name}".lower()
    title = f"SPM {report.province_name}, {job.period.label}"
    wrong = finding_rows.open_findings(consolidated.findings)
    page(f"temuan-{name}", markdown_table(wrong) if wrong else "Tidak ada.", f"Yang perlu diperbaiki, {title}")
    page(f"daerah-{name}", markdown_table(run_summary.rows(report)), f"Kabupaten dan kota, {title}")
    page(f"laporan-{name}", run_summary.markdown(report, job.link), f"Laporan {title}")
    log.info("%s", report.outcome)


@task(task_run_name="papan", cache_policy=NO_CACHE, persist_result=False)
def board(job: Job) -> None:
    """Who has reported, how full the sheets are: `spm status` as a page."""
    now = board_of(job.ledger(), job.quarter, datetime.now(UTC))
    page(f"papan-{job.name.lower()}", board_page(now), now.title)

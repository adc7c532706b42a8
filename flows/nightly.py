"""The nightly report of one province and quarter, from the inbox to the published report."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from prefect import flow, runtime, unmapped
from prefect.states import Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from config.settings import settings
from flows.command.arguments import WrongUse, moment_of, zone_of
from flows.forms import DUE, INTAKE, REPORT, REPUBLISH, QuarterRequest, Request
from flows.in_words import ends_in_words
from flows.lock import one_run
from flows.run_names import call_to_act, run_title
from flows.watch import HOOKS
from schemas.period import Period
from tasks import steps
from tasks.home.trouble import Troubles
from tasks.intake.elsewhere import elsewhere_text
from tasks.job import Job
from tasks.notify.run_summary import TO_DO, disturbed_text, summarise
from tasks.publish.view import differences
from tasks.report.tables.lookups import date_text

PATIENCE = 3600
"""Seconds that a run of the service waits for another one of the same province; one from the shell says so at once."""


@flow(
    name="laporan-spm",
    flow_run_name=lambda: run_name(runtime.flow_run.parameters["request"]),
    task_runner=ThreadPoolTaskRunner(max_workers=2),
    persist_result=False,
    **HOOKS,
)
@ends_in_words
def nightly_report(request: Request) -> State:
    """Kiriman masuk dibaca, diperiksa, dicatat dan dijawab; laporan provinsi disusun dan diterbitkan.

    Args:
        request: Laporan yang diminta
    """
    started, patience = datetime.now(UTC), PATIENCE if runtime.deployment.id else 0
    with one_run(settings(), request.province_code, patience):
        # only now: a run that waited must not report an older state
        job = job_of(request, scheduled(), request.as_of)
        job.ledger().settle()  # what comes through the door from now on is the next run's
        if request.as_of:
            return view(job, request)
        received = Received(job) if request.what == REPUBLISH else take_in(job, alone=request.what == INTAKE)
        if request.what == INTAKE:
            return ended(received)
        return report(received.job, request, started, received.troubles)


@dataclass(frozen=True)
class Received:
    """What a run took in: how many answers were written, how many of these somebody has to carry, and which files a
    disturbance kept from being worked on. `job` stands for the moment at which the inbox had been looked at."""

    job: Job
    answers: int = 0
    to_carry: int = 0
    troubles: Troubles = field(default_factory=Troubles)

    @property
    def state(self) -> State:
        told = [disturbed_text(self.troubles.found)] if self.troubles.found else []
        told += filter(None, [elsewhere_text(steps.elsewhere(self.job))])
        later = "".join(f"; {one}" for one in told)
        if not self.answers:
            return Completed(name="Tidak ada yang baru", message=f"Tidak ada kiriman baru{later}")
        if not self.to_carry:
            return Completed(name="Kiriman dijawab", message=f"{self.answers} kiriman dijawab{later}")
        waiting, others = f"{self.to_carry} jawaban siap diserahkan, belum terkirim", self.answers - self.to_carry
        told = f"{others} kiriman dijawab, {waiting}" if others else waiting
        return Completed(name="Jawaban siap diserahkan", message=f"{told}{later}")


def take_in(job: Job, *, alone: bool) -> Received:
    """Archives, reads, checks, records and answers what is new. `alone`: no report follows that shows the quarter and
    tells of disturbances."""
    troubles = Troubles()
    arrivals, seen_at = steps.discover(job, troubles)
    job = replace(job, as_of=whole_second(seen_at, job.quarter.zone))
    batches = steps.batches(arrivals)
    taken = steps.collect(steps.read.map(batches, unmapped(job), unmapped(troubles)), batches, troubles)
    checked = steps.check_and_record(taken, job, troubles) if taken else []
    written = steps.answer(job, {*steps.elsewhere(job), *(one.period for one in checked)}, troubles)
    if written and alone:
        steps.board(job)
    to_carry = steps.hand_over(job, written, troubles)
    if alone:
        steps.tell_of_troubles(job, troubles)
    return Received(job, len(written), len(to_carry), troubles)


def ended(received: Received) -> State:
    """How a run ends that only took in what is new."""
    if received.to_carry:
        call_to_act(received.state.name)
    return received.state


def report(job: Job, request: Request, started: datetime, troubles: Troubles) -> State:
    """Consolidates the quarter, and publishes it where it would tell anything new."""
    before = troubles.count
    consolidated, answers = steps.consolidate(job, troubles)
    answered = steps.answered(job)
    former = steps.published(job) if request.what == REPORT else None
    folder = former or steps.publish(consolidated, answers, job, troubles, before)
    others = steps.elsewhere(job)
    told = summarise(consolidated, folder, troubles.found, news=not former, answered=answered, elsewhere=others)
    steps.board(job)
    steps.show(told, consolidated, job)
    job.ledger().record_run(job.province_code, job.period, job.as_of, started, told.outcome)
    steps.remind(consolidated, answers, job, troubles, return_state=True)
    steps.tell_of_troubles(job, troubles)
    if told.state == TO_DO:
        call_to_act(told.state)
    return Completed(name=told.state, message=told.outcome, data=told)


def view(job: Job, request: Request) -> State:
    """The report as of a past moment, in a folder of its own: nothing is taken in or sent, and it is no night."""
    if request.what == INTAKE:
        raise WrongUse("Kiriman diambil pada saat ini; kosongkan 'Keadaan per', atau minta laporannya.")
    consolidated, answers = steps.consolidate(job)
    seen = replace(consolidated, view=differences(job.ledger(), job.quarter, job.basis()))
    folder = steps.publish_view(seen, answers, job)
    told = summarise(seen, folder)
    steps.show(told, seen, job)
    return Completed(name="Keadaan masa lalu", message=f"Keadaan {date_text(job.as_of)} ada di {folder}", data=told)


def run_name(request: Request) -> str:
    """`Laporan 62 Kalimantan Tengah 2024-TW4`, `Kiriman 62 Kalimantan Tengah`, `Susun ulang 62 ...`."""
    if request.what == INTAKE:
        return run_title("Kiriman", request.province_code)
    return titled("Susun ulang" if request.what == REPUBLISH else "Laporan", request)


def titled(kind: str, request: QuarterRequest) -> str:
    return run_title(kind, request.province_code, _period_of(request, scheduled()))


def scheduled() -> datetime:
    """When this run was to start: a night that is caught up in the morning is still that night."""
    return runtime.flow_run.scheduled_start_time or datetime.now(UTC)


def job_of(request: QuarterRequest, scheduled: datetime, as_of: str = "") -> Job:
    """Fills in what was not asked for: the quarter that is due when the run was scheduled, the moment, the folders."""
    site, province_code = settings(), request.province_code
    zone, (inbox, outbox) = zone_of(province_code), request.folders(site)
    return Job(
        province_code=province_code,
        period=_period_of(request, scheduled),
        as_of=moment_of(as_of, zone) if as_of else whole_second(request.clock.now(), zone),
        inbox=inbox,
        outbox=outbox,
        settings=site,
        clock=request.clock,
    )


def _period_of(request: QuarterRequest, scheduled: datetime) -> Period:
    if request.period != DUE:
        return Period.parse(request.period)
    return Period.due_on(scheduled.astimezone(zone_of(request.province_code)).date())


def whole_second(moment: datetime, zone: ZoneInfo) -> datetime:
    """As the ledger keeps moments, so that a report of this one can be made again to the byte."""
    return moment.astimezone(zone).replace(microsecond=0)

"""The nightly report of one province and quarter, from the inbox to the published report."""

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from prefect import flow, runtime, unmapped
from prefect.states import Completed, State
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import BaseModel, Field

from config import catalogue
from config.settings import settings
from flows.arguments import moment_of, zone_of
from flows.lock import only_one
from schemas.period import Period
from tasks import steps
from tasks.summary import summarise

_PROVINCES = catalogue.table("provinces")
Province = Enum("Province", {one.code: f"{one.code} {one.name}" for one in _PROVINCES.itertuples()})
"""The provinces as the run form offers them: `Province["62"]` is `62 Kalimantan Tengah`."""


class Request(BaseModel):
    """Laporan yang diminta"""

    province: Province = Field(title="Provinsi")
    period: str = Field(
        "",
        title="Triwulan",
        pattern=r"^(\d{4}-TW[1-4])?$",
        description="Contoh: 2024-TW4. Kosong: triwulan yang laporannya sedang jatuh tempo.",
    )
    inbox: str = Field("", title="Folder kiriman", description="Kosong: folder kiriman bawaan.")
    outbox: str = Field("", title="Folder laporan", description="Kosong: folder laporan bawaan.")
    as_of: str = Field(
        "",
        title="Keadaan per",
        description="Contoh: 2025-01-22 atau 2025-01-22T08:00, waktu setempat. Kosong: saat ini.",
    )

    @property
    def province_code(self) -> str:
        return self.province.name


@flow(
    name="laporan-spm",
    flow_run_name=lambda: f"spm-{job_of(runtime.flow_run.parameters['request'], scheduled()).name}",
    task_runner=ThreadPoolTaskRunner(max_workers=2),
    persist_result=False,
)
def nightly_report(request: Request) -> State:
    """Kiriman masuk dibaca, diperiksa dan dicatat; laporan provinsi disusun dan diterbitkan.

    Args:
        request: Laporan yang diminta
    """
    started, job = datetime.now(UTC), job_of(request, scheduled())
    with only_one(job.lock, f"Laporan provinsi {job.province_code}"):
        arrivals = steps.discover(job)
        taken = steps.collect(steps.read.map(steps.batches(arrivals), unmapped(job)))
        steps.check_and_record(taken, job)
        consolidated, answers = steps.consolidate(job)
        answered = steps.answered(job)
        folder = steps.publish(consolidated, answers, job)
        report = summarise(consolidated, folder, len(arrivals) - len(taken), answered)
        steps.show(report, job, started)
    return Completed(name=report.state, message=report.outcome, data=report)


def scheduled() -> datetime:
    """When this run was to start: a night that is caught up in the morning is still that night."""
    return runtime.flow_run.scheduled_start_time or datetime.now(UTC)


def job_of(request: Request, scheduled: datetime) -> steps.Job:
    """Fills in what was not asked for: the quarter that is due when the run was scheduled, the moment, the folders."""
    site, province_code = settings(), request.province_code
    zone = zone_of(province_code)
    return steps.Job(
        province_code=province_code,
        period=Period.parse(request.period) if request.period else Period.due_on(scheduled.astimezone(zone).date()),
        as_of=moment_of(request.as_of, zone) if request.as_of else datetime.now(zone),
        inbox=Path(request.inbox or site.inbox),
        outbox=Path(request.outbox or site.outbox),
        settings=site,
    )

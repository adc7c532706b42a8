"""publish_final: the final report, after a person has read the provisional one and approved it.

The run is suspended while it waits, so nothing is lost by a restart; resumed, it begins from the top and finds in the
ledger what it had asked for.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from prefect import flow, runtime
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.states import Completed, State
from pydantic import Field
from sqlalchemy import Row

from config.settings import settings
from flows.forms import QuarterRequest
from flows.lock import one_run
from flows.nightly import PATIENCE, job_of, scheduled
from schemas.consolidated import Consolidated
from schemas.period import Period
from tasks import approval, steps
from tasks.approval import APPROVED, EXPIRED, REFUSED, VOID
from tasks.summary import summarise

APPROVE, REFUSE = "Setujui dan terbitkan", "Tolak"


class Decision(RunInput):
    """Keputusan atas laporan final"""

    decision: Literal["Tolak", "Setujui dan terbitkan"] = Field(REFUSE, title="Keputusan")
    name: str = Field(title="Nama lengkap (tercantum pada laporan final)", min_length=3)
    office: str = Field(title="Jabatan", min_length=3)
    reason: str = Field(title="Alasan", min_length=5)
    warnings: str = Field("", title="Mengapa peringatan yang masih ada boleh dibiarkan")


class DecisionOnWarnings(Decision):
    """Keputusan atas laporan final yang masih memuat peringatan"""

    warnings: str = Field(title="Mengapa peringatan yang masih ada boleh dibiarkan", min_length=10)


@flow(
    name="laporan-final",
    flow_run_name=lambda: f"final-{job_of(runtime.flow_run.parameters['request'], scheduled()).name}",
    persist_result=True,  # what Prefect asks of a flow that is suspended; no result is read back
)
def publish_final(request: QuarterRequest) -> State:
    """Menunggu persetujuan, lalu menerbitkan laporan final. Buka proses ini dan tekan **Resume** untuk memutuskan.

    Args:
        request: Laporan yang akan disetujui
    """
    job, run = job_of(request, scheduled()), str(runtime.flow_run.id)
    if asked := approval.asked_by(job.ledger(), run):
        job = replace(job, period=Period.parse(asked.period))
    try:
        asked = approval.ask(job.ledger(), job.quarter, job.basis(), job.outbox, run, datetime.now(UTC))
    except approval.ApprovalError as error:
        return Completed(name="Belum dapat disetujui", message=str(error))
    reviewed = replace(job, as_of=datetime.fromisoformat(asked.as_of).astimezone(job.as_of.tzinfo))
    consolidated, _ = steps.consolidate(reviewed)
    decision = _ask_a_person(consolidated, asked, reviewed)
    with one_run(settings(), job.province_code, PATIENCE):
        return _decided(asked, decision, job_of(request, scheduled()), reviewed)


def _ask_a_person(consolidated: Consolidated, asked: Row, job: steps.Job) -> Decision:
    """Suspends the run until somebody has filled in the form; then gives what was filled in."""
    waiting = timedelta(days=job.settings.approval_days)
    warnings = approval.standing_warnings(consolidated)
    told = summarise(consolidated, job.folder)
    links = [job.link(path) for path in told.files if path.is_file()]
    form = DecisionOnWarnings if warnings else Decision
    page = approval.review_page(told, warnings, links, asked.manifest)
    return suspend_flow_run(
        wait_for_input=form.with_initial_data(description=page), timeout=int(waiting.total_seconds()), key="persetujuan"
    )


def _decided(asked: Row, decision: Decision, job: steps.Job, reviewed: steps.Job) -> State:
    """Publishes what was approved; whatever else was decided publishes nothing. The ledger keeps it either way."""
    ledger, now = job.ledger(), datetime.now(UTC)
    said = {"name": decision.name, "office": decision.office, "reason": decision.reason, "warnings": decision.warnings}
    current = replace(job, period=reviewed.period)
    if now > datetime.fromisoformat(asked.at) + timedelta(days=job.settings.approval_days):
        return _nothing(asked, EXPIRED, said, "Kedaluwarsa", "Batas waktu persetujuan sudah lewat", job)
    if decision.decision == REFUSE:
        return _nothing(asked, REFUSED, said, "Ditolak", f"Ditolak oleh {decision.name}: {decision.reason}", job)
    if approval.is_void(ledger, asked, current.basis()):
        told = "Data berubah sejak laporan dibaca, jadi persetujuan ini batal; baca laporan baru dan setujui lagi"
        return _nothing(asked, VOID, said, "Batal", told, job)
    if approval.approved(ledger, asked) is None:  # else an interrupted run goes on with what was decided
        approval.record(ledger, asked, APPROVED, now, **said)
    decided = approval.approved(ledger, asked)
    consolidated, answers = steps.consolidate(reviewed)
    final = approval.approval_of(decided, approval.edition(ledger, asked), reviewed.quarter)
    folder = steps.publish(replace(consolidated, approval=final), answers, reviewed)
    return Completed(name="Terbit", message=f"Laporan final terbit di {folder}, disetujui oleh {decided.name}")


def _nothing(asked: Row, event: str, said: dict[str, str], name: str, message: str, job: steps.Job) -> State:
    approval.record(job.ledger(), asked, event, datetime.now(UTC), **said)
    return Completed(name=name, message=f"{message}. Tidak ada yang diterbitkan.")

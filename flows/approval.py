"""publish_final: the final report, after a person has read the provisional one and approved it.

The run is suspended while it waits, so nothing is lost by a restart; resumed, it begins from the top and finds in the
ledger what it had asked for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from prefect import flow, runtime
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.states import Completed, State
from prefect.utilities.urls import url_for
from pydantic import AfterValidator, ConfigDict, Field, create_model, model_validator
from sqlalchemy import Row

from config.settings import settings
from flows.forms import SEEN, QuarterRequest, seen, seen_on_a_line
from flows.in_words import ends_in_words
from flows.lock import one_run
from flows.nightly import PATIENCE, job_of, scheduled, titled
from flows.question import show_question, withdraw_question
from flows.service.decide import AT as DECIDE
from flows.service.decide import EACH, KINDS, LETTERS
from flows.service.server import INTERFACE
from flows.watch import HOOKS
from schemas.consolidated import Consolidated
from schemas.period import Period
from tasks import steps
from tasks.inspect import review
from tasks.job import Job
from tasks.notify import alerts
from tasks.notify.run_summary import markdown, summarise
from tasks.publish import approval
from tasks.publish.approval import APPROVED, EXPIRED, REFUSED, VOID, WITHDRAWN

APPROVE, REFUSE = "Setujui dan terbitkan", "Tolak"
_EXPLAINED = 10
"""Letters that say at least why warnings may stand."""

_TOLD = {
    EXPIRED: "Batas waktu persetujuan sudah lewat",
    REFUSED: "Ditolak oleh {name}: {reason}",
    WITHDRAWN: "Permintaan ini sudah dicabut: prosesnya pernah dibatalkan",
    VOID: "Data berubah sejak laporan dibaca, jadi persetujuan ini batal; baca laporan baru dan setujui lagi",
}


_AS_SEEN = Field(json_schema_extra={"format": SEEN})
Line = Annotated[str, AfterValidator(seen_on_a_line), _AS_SEEN]
Written = Annotated[str, AfterValidator(seen), _AS_SEEN]


class Decision(RunInput):
    """Keputusan atas laporan final"""

    decision: Literal["Tolak", "Setujui dan terbitkan"] = Field(REFUSE, title="Keputusan")
    name: Line = Field(title="Nama lengkap (tercantum pada laporan final)", min_length=3, max_length=200)
    office: Line = Field(title="Jabatan", min_length=3, max_length=200)
    reason: Written = Field(title="Alasan", min_length=5, max_length=5_000)
    warnings: Written = Field("", title="Mengapa peringatan yang masih ada boleh dibiarkan", max_length=5_000)


class DecisionOnWarnings(Decision):
    """Keputusan atas laporan final yang masih memuat peringatan; hanya yang menyetujui menjelaskan peringatannya"""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"decision": {"const": APPROVE}}, "required": ["decision"]},
            "then": {"properties": {"warnings": {"minLength": _EXPLAINED}}, "required": ["warnings"]},
        }
    )
    warnings: Written = Field(
        "", title="Mengapa peringatan yang masih ada boleh dibiarkan (wajib bila disetujui)", max_length=5_000
    )

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.decision == APPROVE and len(self.warnings) < _EXPLAINED:
            raise ValueError("Jelaskan mengapa peringatan yang masih ada boleh dibiarkan.")
        return self


def decision_on(warnings: Sequence[dict[str, str]]) -> type[DecisionOnWarnings]:
    """Whose page asks for a reason for each kind of warning, and takes another one for a warning that is different;
    what is kept is one text."""
    counts = Counter(row["Aturan"] for row in warnings)
    titles = {kind: f"Peringatan {kind} ({count}): setuju dibiarkan karena" for kind, count in sorted(counts.items())}
    rows: dict[str, list[tuple[str, str]]] = {kind: [] for kind in titles}
    for row in warnings:
        where = " ".join(filter(None, (row["Kabupaten/Kota"], row["Sel"])))
        rows[row["Aturan"]].append((where, row["Peringatan"]))
    each = {"format": SEEN, KINDS: titles, EACH: rows, LETTERS: _EXPLAINED}
    field = DecisionOnWarnings.model_fields["warnings"]
    asked = Field("", title=field.title, max_length=5_000, json_schema_extra=each)
    return create_model("DecisionOnWarnings", __base__=DecisionOnWarnings, warnings=(Written, asked))


@flow(
    name="laporan-final",
    flow_run_name=lambda: titled("Laporan final", runtime.flow_run.parameters["request"]),
    persist_result=True,  # what Prefect asks of a flow that is suspended; no result is read back
    **HOOKS,
)
@ends_in_words
def publish_final(request: QuarterRequest) -> State:
    """Menunggu persetujuan, lalu menerbitkan laporan final. Tautan untuk memutuskan ada pada **Artifacts** proses ini.

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
    decision = ask_a_person(consolidated, asked, reviewed)
    with one_run(settings(), job.province_code, PATIENCE):
        return carry_out(asked, decision, job_of(request, scheduled()), reviewed)


def ask_a_person(consolidated: Consolidated, asked: Row, job: Job) -> Decision:
    """Suspends the run until somebody has filled in the form; then gives what was filled in."""
    waiting = timedelta(days=job.settings.approval_days)
    warnings = review.standing_warnings(job.ledger(), consolidated)
    told = summarise(consolidated, job.folder)
    links = [job.link(path) for path in told.files if path.is_file()]
    form = decision_on(warnings) if warnings else Decision
    finals = approval.finals(job.ledger(), job.quarter)
    since = approval.since_final(job.ledger(), job.quarter, job.basis())
    repeated = since is not None and not since.is_void
    page = review.review_page(told, warnings, links, asked.manifest, finals.values(), repeated)
    until = approval.last_moment(asked, job.settings.approval_days)
    where = _page_to_decide(asked.run)
    if where:
        show_question(job.name, where)
    alerts.send_to_operator([alerts.approval_waits(asked, until, where)], job.settings)
    decision = suspend_flow_run(
        wait_for_input=form.with_initial_data(description=page), timeout=int(waiting.total_seconds()), key="persetujuan"
    )
    withdraw_question(UUID(asked.run))
    return decision


def _page_to_decide(run: str) -> str:
    """Where a person decides: the page of our own server, or the run on another's."""
    page = url_for("flow-run", run) or ""
    ours, found, _ = page.partition(f"/{INTERFACE}/runs/")
    return f"{ours}{DECIDE}/{run}" if found else page


def carry_out(asked: Row, decision: Decision, job: Job, reviewed: Job) -> State:
    """Publishes what was approved; whatever else became of it publishes nothing. The ledger keeps it either way, and
    what stands there already holds: a run that was cut off goes on with it."""
    ledger, now, former = job.ledger(), datetime.now(UTC), approval.outcome(job.ledger(), asked)
    event = _outcome(asked, decision, former and former.event, replace(job, period=reviewed.period), now)
    if former is None or former.event != event:
        said = {name: getattr(decision, name) for name in ("name", "office", "reason", "warnings")}
        approval.record(ledger, asked, event, now, **said)
    decided, others = approval.outcome(ledger, asked), approval.finals(ledger, reviewed.quarter)
    if event != APPROVED:
        told = _TOLD[event].format(name=decided.name, reason=decided.reason.rstrip("."))
        return Completed(name=event.capitalize(), message=f"{told}. Tidak ada yang diterbitkan.")
    consolidated, answers = steps.consolidate(reviewed)
    final = approval.approval_of(decided, approval.edition(ledger, asked), reviewed.quarter)
    folder = steps.publish(replace(consolidated, approval=final), answers, reviewed)
    told = summarise(replace(consolidated, approval=final), folder)
    steps.page(f"final-{job.province_code}-{folder.name}".lower(), markdown(told, reviewed.link), "Laporan final")
    place = folder.relative_to(job.outbox)  # read by people who have nothing to do with the server's folders
    published = f"Laporan final edisi {final.edition} terbit di folder laporan {place}, disetujui oleh {decided.name}"
    return Completed(name="Terbit", message=published + _among(final.edition, others))


def _among(edition: int, finals: dict[int, str]) -> str:
    """What a final report is beside the others of its quarter, of which the latest edition holds."""
    if later := [told for number, told in finals.items() if number > edition]:
        return f". Yang berlaku sekarang {later[-1]}"
    earlier = [told for number, told in finals.items() if number < edition]
    return f". Berlaku menggantikan {earlier[-1]}" if earlier else ""


def _outcome(asked: Row, decision: Decision, former: str | None, current: Job, now: datetime) -> str:
    """What the request comes to; `former` what the ledger says of it, `current` the quarter as it is now."""
    if former and former != APPROVED:
        return former
    if not former and approval.is_late(asked, current.settings.approval_days, now):
        return EXPIRED
    if not former and decision.decision == REFUSE:
        return REFUSED
    since = approval.changed_since(current.ledger(), asked, current.quarter, current.basis())
    return VOID if since.is_void else APPROVED

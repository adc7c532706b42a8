"""reprocess: after a change of rules, who changes verdict because of it; on a second choice the new verdicts hold."""

from datetime import UTC, datetime

from prefect import flow, runtime
from prefect.states import Completed, State

from config.settings import settings
from flows.forms import ADOPT, REPUBLISH, ReprocessRequest, Request
from flows.lock import one_run
from flows.nightly import PATIENCE, job_of, report, scheduled, titled
from flows.watch import tell_of_failure
from schemas.shown import markdown_table
from tasks import steps
from tasks.home.trouble import Troubles
from tasks.intake.read_again import adopt, change_rows, reread


@flow(
    name="baca-ulang-arsip",
    flow_run_name=lambda: titled("Baca ulang", runtime.flow_run.parameters["request"]),
    persist_result=False,
    on_failure=[tell_of_failure],
    on_crashed=[tell_of_failure],
)
def reprocess(request: ReprocessRequest) -> State:
    """Membaca lagi berkas asli di arsip dengan aturan hari ini, dan menyebut siapa yang putusannya berubah.

    Args:
        request: Arsip yang dibaca ulang
    """
    started = datetime.now(UTC)
    with one_run(settings(), request.province_code, PATIENCE):
        job = job_of(request, scheduled())
        found = reread(job.ledger(), job.quarter, job.settings)
        judged, differing = (sum(getattr(one, name) for one in found) for name in ("verdict_differs", "differs"))
        told = f"{len(found)} kiriman dibaca ulang: {judged} berganti putusan, {differing} berubah angka atau temuannya"
        key = f"baca-ulang-{job.name.lower()}"
        rows = change_rows(found)
        steps.page(key, markdown_table(rows) if rows else "Tidak ada yang berubah.", told)
        if request.what != ADOPT:
            return Completed(name="Belum diberlakukan", message=f"{told}. Tidak ada yang dicatat atau diterbitkan.")
        adopt(job.ledger(), job.province_code, found, job.as_of)
        return report(job, Request(province=request.province, what=REPUBLISH), started, Troubles())

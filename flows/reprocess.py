"""reprocess: after a change of rules, who changes verdict because of it; on a second choice the new verdicts hold."""

from datetime import UTC, datetime

from prefect import flow, runtime
from prefect.states import Completed, State

from config.settings import settings
from flows.forms import ADOPT, REPUBLISH, ReprocessRequest, Request
from flows.in_words import ends_in_words
from flows.lock import one_run
from flows.nightly import PATIENCE, job_of, report, scheduled, titled
from flows.watch import HOOKS
from schemas.shown import markdown_table
from tasks import steps
from tasks.home.trouble import Troubles
from tasks.intake.read_again import Reread, adopt, change_rows, refusal_rows, reread


@flow(
    name="baca-ulang-arsip",
    flow_run_name=lambda: titled("Baca ulang", runtime.flow_run.parameters["request"]),
    persist_result=False,
    **HOOKS,
)
@ends_in_words
def reprocess(request: ReprocessRequest) -> State:
    """Membaca lagi berkas asli di arsip dengan aturan hari ini, dan menyebut siapa yang putusannya berubah.

    Args:
        request: Arsip yang dibaca ulang
    """
    started = datetime.now(UTC)
    with one_run(settings(), request.province_code, PATIENCE):
        job = job_of(request, scheduled())
        found = reread(job.ledger(), job.quarter, job.settings)
        told = _counted(found)
        steps.page(f"baca-ulang-{job.name.lower()}", _page(found), told)
        if request.what != ADOPT:
            return Completed(name="Belum diberlakukan", message=f"{told}. Tidak ada yang dicatat atau diterbitkan.")
        adopt(job.ledger(), job.province_code, found, job.as_of)
        return report(job, Request(province=request.province, what=REPUBLISH), started, Troubles())


def _counted(found: list[Reread]) -> str:
    numbers = {name: sum(getattr(one, name) for one in found) for name in ("verdict_differs", "refused", "differs")}
    return (
        f"{len(found)} kiriman dibaca ulang: {numbers['verdict_differs']} berganti putusan, di antaranya "
        f"{numbers['refused']} yang dulu diterima dan kini ditolak; {numbers['differs']} berubah angka atau temuannya"
    )


def _page(found: list[Reread]) -> str:
    """Whose accepted file would be refused comes first: that is what changes a report."""
    refused, changed = refusal_rows(found), change_rows(found)
    if not changed:
        return "Tidak ada yang berubah."
    parts = ["## Kiriman yang diterima dan akan ditolak", markdown_table(refused)] if refused else []
    return "\n\n".join([*parts, "## Semua kiriman yang berubah", markdown_table(changed)])

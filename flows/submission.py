"""One submission: its findings and its annotated copy, without taking it in."""

import logging
from datetime import datetime
from pathlib import Path

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, State

from config.settings import Settings, settings
from flows.cut_off import close_tasks
from flows.forms import FileRequest
from flows.in_words import ends_in_words
from schemas.shown import markdown_table, markdown_text, visible
from schemas.submission import Checked
from tasks.answer.copies import annotate
from tasks.compute.echo_recorded import echoes_at_site
from tasks.intake.take_in import check_files
from tasks.job import shown_file
from tasks.notify.finding_rows import finding_rows, line
from tasks.read.workbooks import read_workbook
from tasks.report.echo_text import warnings
from tasks.steps import page
from tasks.understand.echo import echo_of_read

CHECKED = "periksa"
"""Folder in the outbox for the copies of files that were only checked."""

log = logging.getLogger("tasks.submission")  # what Prefect keeps of a run


@flow(
    name="periksa-berkas",
    flow_run_name=lambda: f"periksa-{visible(runtime.flow_run.parameters['request'].file)}",
    persist_result=False,
    on_crashed=[close_tasks],
    on_cancellation=[close_tasks],
)
@ends_in_words
def check_submission(request: FileRequest) -> State:
    """Satu berkas diperiksa tanpa dicatat; temuannya ditandai pada salinannya.

    Args:
        request: Berkas yang diperiksa
    """
    site = settings()
    checked = check_one(request.path(site.inbox), datetime.now().astimezone(), site)
    mark(checked, site)
    return Completed(name=checked.status.capitalize(), message=line(checked))


@task(task_run_name="periksa", cache_policy=NO_CACHE, persist_result=False)
def check_one(file: Path, as_of: datetime, site: Settings) -> Checked:
    checked = check_files([file], [read_workbook(file, site.limits)], as_of, site)[0]
    log.info("%s", line(checked))
    return checked


@task(task_run_name="tandai", cache_policy=NO_CACHE, persist_result=False)
def mark(checked: Checked, site: Settings) -> Path:
    """The annotated copy, and the findings as pages of the run."""
    folder = site.outbox / CHECKED
    echoes = echoes_at_site(site, [checked], datetime.now().astimezone()) or [echo_of_read(checked.normalised)]
    copy, told = annotate([checked], folder, site.limits, echoes)[0], line(checked)
    rows = finding_rows(checked)
    page("temuan-berkas", markdown_table(rows) if rows else "Tidak ada temuan.", told)
    link = shown_file(copy, site.outbox, site.reports_url)
    striking = [f"**Periksa:** {markdown_text(sentence)}" for sentence in warnings(echoes[0])]
    page("hasil-periksa", "\n\n".join([f"# {markdown_text(told)}", *striking, f"Salinan bertanda: {link}"]), told)
    log.info("Salinan bertanda: %s", copy)
    return copy

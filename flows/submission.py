"""One submission: its findings and its annotated copy, without taking it in."""

from datetime import datetime

from prefect import flow, runtime
from prefect.states import Completed, State

from config.settings import settings
from flows.forms import FileRequest
from schemas.shown import visible
from tasks import steps
from tasks.summary import line


@flow(
    name="periksa-berkas",
    flow_run_name=lambda: f"periksa-{visible(runtime.flow_run.parameters['request'].file)}",
    persist_result=False,
)
def check_submission(request: FileRequest) -> State:
    """Satu berkas diperiksa tanpa dicatat; temuannya ditandai pada salinannya.

    Args:
        request: Berkas yang diperiksa
    """
    site = settings()
    checked = steps.check_one(request.path(site.inbox), datetime.now().astimezone(), site)
    steps.mark(checked, site)
    return Completed(name=checked.status.capitalize(), message=line(checked))

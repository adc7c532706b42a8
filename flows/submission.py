"""One submission: its findings and its annotated copy, without taking it in."""

from datetime import datetime
from pathlib import Path

from prefect import flow
from prefect.states import Completed, State

from config.settings import settings
from tasks import steps
from tasks.summary import line


@flow(name="periksa-kiriman", flow_run_name="periksa-{file}", persist_result=False)
def check_submission(file: str, folder: str = "") -> State:
    """Satu berkas diperiksa tanpa dicatat; temuannya ditandai pada salinannya.

    Args:
        file: Letak berkas di server
        folder: Folder untuk salinan bertanda. Kosong: folder 'periksa' di SPM_HOME
    """
    site = settings()
    checked = steps.check_one(Path(file), datetime.now().astimezone(), site)
    steps.mark(checked, Path(folder or site.home / "periksa"), site)
    return Completed(name=checked.status.capitalize(), message=line(checked))

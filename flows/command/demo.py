"""A province to try everything on: made-up submissions, the nightly run on them, and where the reports are."""

import os
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.settings import settings
from flows.command.run import Asked, make_ready, run_on
from flows.command.screen import progress
from flows.service.server import server
from schemas.period import Period
from tasks.forms.samples import write_samples
from tasks.home.clock import made_up
from tasks.notify.run_summary import Summary

PROVINCE, PERIOD = "62", Period(2024, 4)
NOW = datetime(2025, 1, 22, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
"""Two days after the deadline: some are late, one is missing."""


def run_demo(verbose: bool = False) -> Summary:
    """Begins anew each time, in a home of its own, so that nothing of a real province is touched."""
    home = _own_home()
    with server(home / "prefect", verbose) as own, progress("Menulis kiriman contoh", verbose):
        for part in ("inbox", "archive", "outbox"):
            shutil.rmtree(home / part, ignore_errors=True)
        for ledger in home.glob("spm.db*"):
            ledger.unlink()
        write_samples(PROVINCE, PERIOD, home / "inbox")
        make_ready(own)
        return run_on(own, Asked(PROVINCE, PERIOD.key, clock=made_up(NOW)))


def _own_home() -> Path:
    """`demo` in the home folder, with a ledger of its own even where the site has one on a server."""
    home = Path(os.environ.get("SPM_HOME", "data")) / "demo"
    os.environ |= {"SPM_HOME": str(home), "SPM_DATABASE_URL": ""}
    settings.cache_clear()
    return home

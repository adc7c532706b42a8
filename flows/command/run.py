"""One run of the nightly flow from the shell, on the server of PREFECT_API_URL, of `spm serve`, or one of its own."""

import gc
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings, settings
from flows.command.arguments import moment_of, period_of, province_of, zone_of
from flows.command.screen import progress
from flows.service.running_service import server_of_service
from flows.service.server import Server, server, settle
from tasks.home.clock import SYSTEM, Clock

if TYPE_CHECKING:
    from tasks.notify.run_summary import Summary  # pandas: a second that the server need not wait for


_NEEDED_LATER = (
    "prefect.flow_engine",
    "prefect.task_engine",
    "tasks.report.document.write",
    "docxtpl",
    "matplotlib.figure",
    "fastparquet",
)
"""What a run imports only when it comes to it: two seconds in which it would wait for its server anyway."""


@dataclass(frozen=True)
class Asked:
    """What was typed; '' where the flow decides. Demo, tests and bench give a clock of their own, which nobody can
    type."""

    province: str
    period: str = ""
    inbox: str = ""
    outbox: str = ""
    as_of: str = ""
    clock: Clock = SYSTEM


def collect_rarely() -> None:
    """What is imported stays, and what the steps make are rows without cycles: looking for garbage in them as often as
    Python does by itself costs a tenth of the night."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def run_once(asked: Asked, verbose: bool = False) -> "Summary":
    """Runs it and returns how it ended. Whatever stopped the flow is raised as it is."""
    site = settings()
    with (
        server_of_service(site),
        server(site.home / "prefect", verbose) as own,
        progress("Menyiapkan proses", verbose),
    ):
        return run_on(own, asked)


def run_on(own: Server | None, asked: Asked) -> "Summary":
    """The same on a server that is there or starting; imports and checks go on while it starts."""
    code = province_of(asked.province)
    as_of = moment_of(asked.as_of, zone_of(code)).isoformat() if asked.as_of else ""
    period = period_of(asked.period).key if asked.period else ""
    from flows.forms import DUE, Province, Request
    from flows.nightly import nightly_report

    class HereRequest(Request):
        """With folders of the operator's choice and the clock of this process, which a form never offers."""

        @property
        def clock(self) -> Clock:
            return asked.clock

        def folders(self, site: Settings) -> tuple[Path, Path]:
            return Path(asked.inbox or site.inbox), Path(asked.outbox or site.outbox)

    if own:
        for name in _NEEDED_LATER:
            import_module(name)
        own.wait()
    collect_rarely()
    request = HereRequest(province=Province[code], period=period or DUE, as_of=as_of)
    state = nightly_report(request, return_state=True)
    if own:
        settle(state.state_details.flow_run_id)
    return state.result()

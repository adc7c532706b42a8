"""One run of the nightly flow from the shell, on the server of PREFECT_API_URL, of `spm serve`, or one of its own."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings, settings
from flows.command.arguments import moment_of, period_of, province_of, zone_of
from flows.command.failures import sentence_of
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
    Python does by itself costs a tenth of the night. Still more rarely, the document's trees lie about:
    20 MB."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    gc.enable()


def run_once(asked: Asked, verbose: bool = False) -> "Summary":
    """Runs it and returns how it ended. Whatever stopped the flow is raised as it is."""
    site, code = settings(), province_of(asked.province)
    _when(asked, code)
    with ExitStack() as held:
        with operator_told(site, asked, code):
            held.enter_context(server_of_service(site))
            own = held.enter_context(server(site.home / "prefect", verbose))
            held.enter_context(progress("Menyiapkan proses", verbose))
            begin(site, asked, code)
            make_ready(own)
        return run_on(own, asked)


@contextmanager
def operator_told(site: Settings, asked: Asked, province_code: str) -> Iterator[None]:
    """Of what fails inside, before there is a flow that tells of it; the ledger keeps that a night was to begin."""
    try:
        yield
    except Exception as error:
        from flows.forms import REPORT
        from tasks.ledger.errors import LedgerError
        from tasks.notify.alerts import run_failed, send_to_operator

        with suppress(LedgerError):  # it may be just that
            begin(site, asked, province_code)
        reason = sentence_of(error) or type(error).__name__
        send_to_operator([run_failed(province_code, REPORT, reason, "", datetime.now(UTC))], site)
        raise


def begin(site: Settings, asked: Asked, province_code: str) -> None:
    """The ledger is asked first: what is wrong with it is said at once. It keeps that a night began, whatever becomes
    of it. The server's process starts meanwhile."""
    from tasks.home.site import ledger_of
    from tasks.notify.nights import note_begin

    ledger = ledger_of(site)
    if not asked.as_of:
        note_begin(ledger, province_code, datetime.now(UTC))


def make_ready(own: Server | None) -> None:
    """Imports what the run needs while its server starts."""
    if own:
        for name in _NEEDED_LATER:
            import_module(name)
        own.wait()


def _when(asked: Asked, province_code: str) -> tuple[str, str]:
    """Quarter and moment as the flow takes them, '' where it decides. Raises WrongUse."""
    as_of = moment_of(asked.as_of, zone_of(province_code)).isoformat() if asked.as_of else ""
    return period_of(asked.period).key if asked.period else "", as_of


def run_on(own: Server | None, asked: Asked) -> "Summary":
    """The same on a server that is ready."""
    code = province_of(asked.province)
    period, as_of = _when(asked, code)
    from flows.forms import DUE, Province, Request
    from flows.nightly import nightly_report

    class HereRequest(Request):
        """With folders of the operator's choice and the clock of this process, which a form never offers."""

        @property
        def clock(self) -> Clock:
            return asked.clock

        def folders(self, site: Settings) -> tuple[Path, Path]:
            return Path(asked.inbox or site.inbox), Path(asked.outbox or site.outbox)

    collect_rarely()
    request = HereRequest(province=Province[code], period=period or DUE, as_of=as_of)
    state = nightly_report(request, return_state=True)
    if own:
        settle(state.state_details.flow_run_id)
    return state.result()

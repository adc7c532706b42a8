"""One run of the nightly flow from the shell, with a server of its own unless PREFECT_API_URL names one."""

import gc
from dataclasses import dataclass

from config.settings import settings
from flows.arguments import moment_of, period_of, province_of, zone_of
from flows.screen import progress
from flows.server import Server, server, settle
from tasks.summary import Summary


@dataclass(frozen=True)
class Asked:
    """What was typed; '' where the flow decides."""

    province: str
    period: str = ""
    inbox: str = ""
    outbox: str = ""
    as_of: str = ""


def run_once(asked: Asked, verbose: bool = False) -> Summary:
    """Runs it and returns how it ended. Whatever stopped the flow is raised as it is."""
    with server(settings().home / "prefect", verbose) as own, progress("Menyiapkan proses", verbose):
        return run_on(own, asked)


def run_on(own: Server | None, asked: Asked) -> Summary:
    """The same on a server that is there or starting; imports and checks go on while it starts."""
    code = province_of(asked.province)
    period = period_of(asked.period).key if asked.period else ""
    as_of = moment_of(asked.as_of, zone_of(code)).isoformat() if asked.as_of else ""
    from flows.nightly import Province, Request, nightly_report

    gc.freeze()  # what is imported stays
    gc.enable()
    if own:
        own.wait()
    request = Request(province=Province[code], period=period, inbox=asked.inbox, outbox=asked.outbox, as_of=as_of)
    state = nightly_report(request, return_state=True)
    if own:
        settle(state.state_details.flow_run_id)
    return state.result()

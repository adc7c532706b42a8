"""How seldom is looked for what nobody waits for: looks are what idling costs, and no setting has these."""

import asyncio
from datetime import timedelta
from functools import partial

import uvicorn

_TICKS = 5
"""Of uvicorn's, which come ten times a second: a date to write once a second, and whether it is to end."""
_LOOK = timedelta(seconds=2)


class SeldomTicking(uvicorn.Server):
    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += _TICKS
            await asyncio.sleep(_TICKS / 10)


def look_seldom() -> None:
    """Prefect's own worker looks four times a second for work that is due in some seconds at the earliest, and ten
    times whether any of it was cancelled, which Prefect does not do. To be called before Prefect's server begins."""
    from docket import Worker
    from prefect.server.api import background_workers

    class SeldomLooking(Worker):
        async def _cancellation_listener(self) -> None:
            session = self._processing_session
            session.cancellation_ready.set()
            await session.stopping.wait()

    seldom = dict.fromkeys(("minimum_check_interval", "scheduling_resolution"), _LOOK)
    background_workers.Worker = partial(SeldomLooking, **seldom)

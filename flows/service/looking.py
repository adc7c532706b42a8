"""Looks at the inbox every ten minutes, day and night, as long as `spm serve` or `spm work` runs: when something was
received is held between two looks, also where no run comes by. A file is read once; after that a look costs a question
to the disk.
"""

import logging
import threading
from contextlib import AbstractContextManager
from functools import partial

from config.settings import Settings
from flows.service.background import in_background

SECONDS = 600

log = logging.getLogger(__name__)


def looking(site: Settings, seconds: float = SECONDS) -> AbstractContextManager[None]:
    """The first look at once, then one after the other until the block ends. One that fails was none."""
    return in_background("lihat", partial(_look_again_and_again, site, seconds))


def _look_again_and_again(site: Settings, seconds: float, ended: threading.Event) -> None:
    from tasks.home.clock import SYSTEM
    from tasks.home.site import ledger_of
    from tasks.intake.arrivals import look  # loads pandas, which the server's start need not wait for
    from tasks.intake.inbox import Hashes

    hashes = Hashes()
    while True:
        try:
            look(ledger_of(site), site.inbox, site, SYSTEM, hashes)
        except Exception as error:  # the next one is another try; runs look for themselves and say what is wrong
            log.warning("Folder kiriman tidak dapat dilihat: %s", error)
        if ended.wait(seconds):
            return

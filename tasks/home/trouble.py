"""F07: what the program could not do with one file is that file's own disturbance, never the end of a night.

It is an event of an arrival and no submission: nothing is recorded, whoever sent it stands where they stood, each run
tries again, and the operator is told.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from config import catalogue
from tasks.home.os_faults import words_of
from tasks.ledger.errors import LedgerError, RowRefused

DISTURBED = catalogue.rules()["F07"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """`step` is what could not be done (`membaca`), `cause` why."""

    file_name: str
    step: str
    cause: str

    @property
    def sentence(self) -> str:
        return DISTURBED.finding(**vars(self)).message.removesuffix(".")


class Troubles:
    """The disturbances of one run; safe from any thread. A `strict` one lets every exception go on, a `quiet` one is
    no run's: nothing tries again, and whoever asked tells of them."""

    def __init__(self, strict: bool = False, quiet: bool = False) -> None:
        self._found: list[Trouble] = []
        self._turn = Lock()
        self._strict = strict
        self._level = logging.DEBUG if quiet else logging.WARNING

    @property
    def found(self) -> tuple[Trouble, ...]:
        """Each once, by file."""
        return tuple(sorted(set(self._found), key=lambda one: (one.file_name, one.step, one.cause)))

    @property
    def count(self) -> int:
        """How often something was disturbed, also what had been before."""
        return len(self._found)

    @contextmanager
    def over(self, file_name: str, step: str) -> Iterator[None]:
        """What happens inside concerns one file: an exception costs only that. An outage of the ledger is none of its
        business and goes on."""
        try:
            yield
        except Exception as error:
            outage = isinstance(error, LedgerError) and not isinstance(error, RowRefused)
            if self._strict or outage:
                raise
            log.debug("%s: %s", file_name, step, exc_info=True)
            self.note(file_name, step, cause_of(error))

    def note(self, file_name: str, step: str, cause: str) -> None:
        one = Trouble(file_name, step, cause)
        log.log(self._level, "%s; diulang pada proses berikutnya", one.sentence)
        with self._turn:
            self._found.append(one)


STRICT = Troubles(strict=True)
"""For whoever asks for one thing: it succeeds, or the exception says why not."""


def cause_of(error: Exception) -> str:
    """In words. What an exception of the program says is not passed on: it may quote a cell."""
    if isinstance(error, RowRefused):
        return str(error).rstrip(".")
    if isinstance(error, OSError) and error.errno:
        return words_of(error)
    return f"kekeliruan program ({type(error).__name__})"

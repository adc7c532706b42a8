"""One wing per step of the data's way, plain functions on values. Only `steps.py` knows Prefect.

What they log is one line each, whatever a file is called: a name could hold escape sequences for the terminal, or a
line of log that nobody wrote.
"""

import logging

from schemas.shown import visible

_make = logging.getLogRecordFactory()


class _OneLine(logging.LogRecord):
    def getMessage(self) -> str:
        return visible(super().getMessage())


def _record(name: str, *details: object, **more: object) -> logging.LogRecord:
    return (_OneLine if name.partition(".")[0] == __name__ else _make)(name, *details, **more)


logging.setLogRecordFactory(_record)

"""One reader for all that a session reads file by file: what a child costs is its start."""

import atexit
from pathlib import Path

from config.settings import ReadLimits, settings
from schemas.workbook import RawWorkbook
from tasks.read.workbooks import Child, read_with

_readers = [Child()]
atexit.register(lambda: _readers[0].end())


def read(path: Path, limits: ReadLimits | None = None) -> RawWorkbook:
    """As `read_workbook` gives it."""
    _readers[0], book = read_with(_readers[0], path, limits or settings().limits)
    return book

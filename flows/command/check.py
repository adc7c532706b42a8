"""What `spm check` does: reads and judges files without taking them in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import settings
from flows.command.arguments import submissions_in
from flows.command.screen import complain, note, progress
from schemas.wording import readable_name
from tasks.read.workbooks import read_each

if TYPE_CHECKING:
    from schemas.submission import Checked
    from schemas.workbook import RawWorkbook


def check_places(places: list[Path], copies: Path | None) -> "tuple[list[Checked], list[Path], bool]":
    """What was found, the marked copies in the folder `copies`, and whether everything could be read: what the system
    did not let us read is said, and the others are checked all the same."""
    there = submissions_in(places)
    files = there.files
    for path, why in there.passed:
        note(f"{readable_name(str(path))} dilewati: {why}")
    for sentence in there.unread:
        complain(f"{sentence}.")
    with progress(f"Memeriksa {len(files)} berkas"), ThreadPoolExecutor(1) as ahead:
        reading = ahead.submit(lambda: list(read_each(files, settings().limits)))
        from tasks.answer.copies import annotate  # these take a second to import; meanwhile another process reads
        from tasks.intake.take_in import check_files

        books = _readable(files, reading.result())
        checked = check_files(list(books), books.values(), datetime.now().astimezone(), settings())
        annotated = annotate(checked, copies, settings().limits) if copies else []
    return checked, annotated, len(books) == len(files) and not there.unread


def _readable(files: list[Path], read: "list[RawWorkbook | Exception]") -> "dict[Path, RawWorkbook]":
    from tasks.home.trouble import Trouble, cause_of

    for path, book in zip(files, read, strict=True):
        if isinstance(book, Exception):
            complain(f"{Trouble(readable_name(str(path)), 'membaca', cause_of(book)).sentence}.")
    return {path: book for path, book in zip(files, read, strict=True) if not isinstance(book, Exception)}

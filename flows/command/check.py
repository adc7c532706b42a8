"""What `spm check` does: reads and judges files without taking them in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import settings
from flows.command.arguments import submissions_in
from flows.command.screen import complain, note, progress
from schemas.wording import readable_name
from tasks.read.workbooks import read_each

if TYPE_CHECKING:
    from schemas.echo import Echo
    from schemas.submission import Checked
    from schemas.workbook import RawWorkbook


@dataclass(frozen=True)
class Looked:
    """What was found in files. `echoes` are in the order of `checked`; `beside_sent` whether they say how the figures
    differ from what was sent before, as a site knows it; `copies` are the marked ones that were written."""

    checked: "list[Checked]"
    echoes: "list[Echo]"
    copies: list[Path] = field(default_factory=list)
    beside_sent: bool = False
    complete: bool = True


def check_places(places: list[Path], copies: Path | None) -> Looked:
    """With marked copies in the folder `copies`; `complete` where everything could be read: what the system did not let
    us read is said, and the others are checked all the same."""
    there, now = submissions_in(places), datetime.now().astimezone()
    files = there.files
    for path, why in there.passed:
        note(f"{readable_name(str(path))} dilewati: {why}")
    for sentence in there.unread:
        complain(f"{sentence}.")
    with progress(f"Memeriksa {len(files)} berkas"), ThreadPoolExecutor(1) as ahead:
        reading = ahead.submit(lambda: list(read_each(files, settings().limits)))
        from tasks.answer.copies import annotate  # these take a second to import; meanwhile another process reads
        from tasks.intake.take_in import check_files
        from tasks.understand.echo import echo_of_read

        books = _readable(files, reading.result())
        checked = check_files(list(books), books.values(), now, settings())
        beside = _beside_sent(checked, now)
        echoes = beside if beside is not None else [echo_of_read(one.normalised) for one in checked]
        annotated = annotate(checked, copies, settings().limits, echoes) if copies else []
    return Looked(checked, echoes, annotated, beside is not None, len(books) == len(files) and not there.unread)


def _beside_sent(checked: "list[Checked]", now: datetime) -> "list[Echo] | None":
    """The echoes beside what was sent before; None where no site is, or its ledger cannot be read, which is said: what
    the files hold does not depend on it."""
    if not settings().home.is_dir():
        return None
    from tasks.compute.echo_recorded import echoes_at_site
    from tasks.ledger.errors import LedgerError

    try:
        return echoes_at_site(settings(), checked, now)
    except LedgerError as error:
        complain(f"{error} Perbedaan dengan kiriman sebelumnya tidak diperiksa.")
        return None


def _readable(files: list[Path], read: "list[RawWorkbook | Exception]") -> "dict[Path, RawWorkbook]":
    from tasks.home.trouble import Trouble, cause_of

    for path, book in zip(files, read, strict=True):
        if isinstance(book, Exception):
            complain(f"{Trouble(readable_name(str(path)), 'membaca', cause_of(book)).sentence}.")
    return {path: book for path, book in zip(files, read, strict=True) if not isinstance(book, Exception)}

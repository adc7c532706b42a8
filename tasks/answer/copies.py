"""The annotated copies: of submissions that the ledger holds, and of files that were only checked."""

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings import ReadLimits
from schemas.consolidated import Answer
from schemas.echo import Echo
from schemas.finding import Finding
from schemas.reconciliation import Account
from schemas.shown import visible
from schemas.submission import Checked
from schemas.workbook import RawSheet
from tasks.answer.marked_copy import write_feedback
from tasks.read.workbooks import read_workbooks
from tasks.understand.echo import echo_of_read
from tasks.understand.identity import region_name

_ENDING = " - temuan"
_LONGEST_STEM = 200
"""Bytes of a sender's file name."""
_OUR_ENDING = re.compile(rf"{_ENDING}( \d+)?$")


def write_copies(folder: Path, answers: list[Answer], limits: ReadLimits | None) -> None:
    """The annotated copy of each, `<name>.xlsx` in `folder`, which is made where there is anything to write.

    With `limits`, those of .xls, .xlsb and .ods files hold their values too, which have to be read again for that; so
    do those of an .xlsx that cannot be changed in place.
    """
    if not answers:
        return
    folder.mkdir(exist_ok=True)
    foreign = [one for one in answers if limits and one.kind not in ("", "xlsx")]
    read = zip(foreign, read_workbooks([one.original for one in foreign], limits), strict=True) if foreign else ()
    sheets = {one.name: book.sheets for one, book in read}
    for answer in answers:
        values = _values(answer, limits) if limits and answer.kind == "xlsx" else sheets.get(answer.name, ())
        write_feedback(answer, folder / f"{answer.name}.xlsx", values)


def _values(answer: Answer, limits: ReadLimits) -> Iterator[RawSheet]:
    """Read only when asked for."""
    for book in read_workbooks([answer.original], limits):
        yield from book.sheets


def annotate(checked: list[Checked], folder: Path, limits: ReadLimits, echoes: list[Echo] | None = None) -> list[Path]:
    """Writes `<file name> - temuan.xlsx` for each checked file, also where that is such a copy itself, mended. Without
    `echoes` it says what was understood of each file alone.

    Somebody may be mending the copy that lies there already: one of other content stays, and the new one is numbered.
    Names that differ in capitals only are the same name: on Windows they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {_same(path.name): path for path in folder.iterdir()}
    targets: list[Path] = []
    with TemporaryDirectory(dir=folder, prefix=".") as aside:
        told = zip(checked, echoes or [echo_of_read(one.normalised) for one in checked], strict=True)
        answers = [_answer(one, echo, str(number)) for number, (one, echo) in enumerate(told)]
        write_copies(Path(aside), answers, limits)
        for one, answer in zip(checked, answers, strict=True):
            made = Path(aside) / f"{answer.name}.xlsx"
            stem = _shortened(_plain(_OUR_ENDING.sub("", Path(one.arrival.file_name).stem))) + _ENDING
            names = (f"{stem}.xlsx" if number == 1 else f"{stem} {number}.xlsx" for number in count(1))
            target = next(folder / name for name in names if _is_free(there.get(_same(name)), made, targets))
            target = there.setdefault(_same(target.name), target)
            os.replace(made, target)
            targets.append(target)
    return targets


def _plain(stem: str) -> str:
    """A name that can be typed and linked to, whatever the sender's has in it."""
    return visible(stem).replace("\\", "_")


def recorded_answer(
    file: tuple, findings: list[Finding], cells: Account, archive: Path, name: str, echo: Echo
) -> Answer:
    """The answer `name` to a submission of the ledger; `file` is its row as `Ledger.files` gives it."""
    return Answer(
        name=name,
        file_name=file.file_name,
        original=archive / file.archived,
        kind=file.kind,
        regency_name=region_name(file.regency_code),
        status=file.status,
        findings=findings,
        cells=cells,
        echo=echo,
    )


def _answer(one: Checked, echo: Echo, name: str) -> Answer:
    return Answer(
        name=name,
        file_name=one.arrival.file_name,
        original=one.archived,
        kind=one.normalised.kind,
        regency_name=region_name(one.regency_code),
        status=one.status,
        findings=one.findings,
        cells=one.cells,
        echo=echo,
    )


def _shortened(stem: str) -> str:
    """A name may have 255 bytes, and ours are longer than the sender's."""
    return stem.encode()[:_LONGEST_STEM].decode(errors="ignore")


def _same(name: str) -> str:
    """What a file system that tells no capitals apart, and none of the ways to write an accent, takes a name for."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_free(there: Path | None, made: Path, taken: list[Path]) -> bool:
    """Whether a name is free, or its file is this one already."""
    return there is None or (there not in taken and there.is_file() and there.read_bytes() == made.read_bytes())

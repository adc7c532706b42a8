"""The sender's own workbook with every finding marked in its cell, and a first sheet that lists them all."""

import logging
import zipfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from schemas.consolidated import Answer
from schemas.finding import Finding, Severity
from schemas.submission import Checked, most_important_first
from schemas.workbook import RawSheet
from tasks.cells import masked
from tasks.report.facts import SEVERITIES
from tasks.report.feedback_list import is_ours, set_text, write_list
from tasks.report.feedback_save import save

log = logging.getLogger(__name__)

AUTHOR = "SPM Provinsi"
COLOURS = {Severity.ERROR: "F4A6A0", Severity.WARNING: "FBD98B", Severity.INFO: "B9D9F0"}
"""Light enough to read the cell; the comment names the severity, so nothing depends on the colour."""

_REFUSED = ("F01", "F02", "F03", "F04")
"""Files the reader refused are not opened here either: they are damaged, protected, foreign or too large."""

_UNPACKED_LIMIT = 40_000_000
"""Bytes of XML beyond which openpyxl takes minutes; the findings are then listed without a copy."""

_PERSONAL = "C09"
"""A personal number is not passed on, not even to the one who sent it."""

_SEPARATOR = "\n-----\n"


def write_feedback(answer: Answer, target: Path, sheets: Iterable[RawSheet] = ()) -> None:
    """Writes `target` (.xlsx): the annotated copy of a submission. The original is only read.

    An .xlsx or .xlsm keeps its formulas, formats and protection, without macros and without stored formula results
    (Excel recalculates on opening). Of other kinds the values in `sheets` are copied, where given. A file that cannot
    be opened is answered by the list of findings alone. The same answer gives the same bytes.
    """
    book = _original(answer) or _values(answer, sheets)
    findings = most_important_first(answer.findings, book.sheetnames)
    for sheet, of_sheet in groupby(sorted(findings, key=lambda one: one.sheet), key=lambda one: one.sheet):
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _mark_sheet(book[sheet], list(of_sheet))
    write_list(book, answer, findings)
    save(book, target)


def annotate(checked: list[Checked], folder: Path) -> list[Path]:
    """Writes `<file name> - temuan.xlsx` for each checked file; files of the same name get a number."""
    targets: list[Path] = []
    for one in checked:
        stem = f"{Path(one.arrival.file_name).stem} - temuan"
        target, number = folder / f"{stem}.xlsx", 1
        while target in targets:
            number += 1
            target = folder / f"{stem} {number}.xlsx"
        name, kind = one.arrival.file_name, one.normalised.kind
        answer = Answer(target.stem, name, one.archived, kind, one.regency_code, one.status, one.findings)
        write_feedback(answer, target)
        targets.append(target)
    return targets


def _original(answer: Answer) -> Workbook | None:
    """The sender's workbook, rid of what an earlier copy of ours had marked; None where it cannot be opened."""
    refused = any(finding.rule in _REFUSED for finding in answer.findings)
    if refused or answer.kind != "xlsx" or _unpacked_size(answer.original) > _UNPACKED_LIMIT:
        return None
    try:
        with answer.original.open("rb") as content:
            book = load_workbook(content)
    except OSError:
        raise
    except (
        Exception
    ) as error:  # openpyxl fails in many ways on files Excel opens; the list of findings must still go out
        log.warning("Berkas %s tidak dapat disalin (%s); hanya daftar temuan yang dikirim", answer.file_name, error)
        return None
    for sheet in [one for one in book.worksheets if is_ours(one)]:
        book.remove(sheet)
    for sheet in book.worksheets:
        _unmark(sheet)
    return book


def _unpacked_size(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as package:
            return sum(part.file_size for part in package.infolist())
    except zipfile.BadZipFile:
        return 0


def _values(answer: Answer, sheets: Iterable[RawSheet]) -> Workbook:
    """A fresh workbook with the values of `sheets` in their places."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, cells in enumerate(sheet.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if isinstance(value, str):
                    if value:
                        set_text(page.cell(number, column), value)
                elif value is not None:
                    page.cell(number, column).value = value
        for (row, column), fault in sheet.faults.items():
            set_text(page.cell(row, column), fault)
    return book


def _mark_sheet(sheet: Worksheet, findings: list[Finding]) -> None:
    located = sorted((one for one in findings if one.cell), key=lambda one: one.cell)
    for address, of_cell in groupby(located, key=lambda one: one.cell):
        _mark(_top_left(sheet, address), list(of_cell))


def _top_left(sheet: Worksheet, address: str) -> Cell:
    """The cell itself, or of a merged range the one that is shown."""
    cell = sheet[address]
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(one for one in sheet.merged_cells.ranges if address in one)
    return sheet.cell(merged.min_row, merged.min_col)


def _mark(cell: Cell, findings: list[Finding]) -> None:
    """Colours a cell by its gravest finding and notes them all, below what was noted there before."""
    severities = list(SEVERITIES)
    worst = min((one.severity for one in findings), key=severities.index)
    cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
    if any(one.rule == _PERSONAL for one in findings):
        set_text(cell, masked(cell.value))
    lines = [f"{SEVERITIES[one.severity]} {one.rule}: {one.message}" for one in findings]
    text = "\n\n".join(lines)
    if cell.comment:
        text = f"{cell.comment.text}{_SEPARATOR}{text}"
    height = 30 + 17 * sum(1 + len(line) // 48 for line in text.splitlines())
    cell.comment = Comment(text, AUTHOR, height=min(height, 500), width=340)


def _unmark(sheet: Worksheet) -> None:
    """Takes away what an earlier copy of ours left, so that a mended copy comes back with today's findings only."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == AUTHOR:
                before, _, ours = cell.comment.text.rpartition(_SEPARATOR)
                cell.comment = Comment(before, AUTHOR) if ours and before else None
                if cell.fill.fgColor.rgb in {f"00{colour}" for colour in COLOURS.values()}:
                    cell.fill = PatternFill()

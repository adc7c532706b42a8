"""The sender's own workbook with every finding marked in its cell, and a first sheet that lists them all.

The parts of the package are patched, not read and written anew: so drop-downs, charts, images, formula results and
whatever a library does not know stay as they were. No library does this; openpyxl and its like keep what they model.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from schemas.address import is_cell
from schemas.consolidated import Answer
from schemas.finding import Finding
from schemas.submission import most_important_first
from schemas.workbook import RawSheet
from tasks.answer.finding_list import HEADER_ROW, SHEET, TITLE, ListStyles, last_row, list_sheet
from tasks.answer.hide_personal import Personal, SharedStrings, text_of
from tasks.answer.marks import COLOURS, deselect, mark_sheet
from tasks.answer.repeated_headings import repeated_headings
from tasks.answer.values_only import PLAIN_STYLES, package_of_values, package_without_sheets
from tasks.ooxml.book import Book, BookSheet
from tasks.ooxml.cells import SheetCells
from tasks.ooxml.live_content import take_out
from tasks.ooxml.parts import CONTENT_TYPE, Parts
from tasks.ooxml.styles import Styles
from tasks.ooxml.xml import Unpatchable
from tasks.understand.personal_data import blanked

log = logging.getLogger(__name__)

_REFUSED = ("F01", "F02", "F03", "F04")
"""Files the reader refused are not opened here either: they are damaged, protected, foreign or too large."""

_VALUES_ONLY = "Salinan ini memuat nilai selnya saja, tanpa rumus dan format."
_NO_COPY = "Berkas asli tidak dapat disalin; lembar ini hanya memuat daftar temuannya."


def write_feedback(answer: Answer, target: Path, sheets: Iterable[RawSheet] = ()) -> None:
    """Writes `target` (.xlsx): the annotated copy of a submission. The original is only read.

    An .xlsx or .xlsm stays as it was but for the marks, and without all that could act by itself. Of other kinds, and
    of one that cannot be changed in place, the values in `sheets` are copied, where given. A file that cannot be opened
    is answered by the list of findings alone. The same answer gives the same bytes.
    """
    refused = any(finding.rule in _REFUSED for finding in answer.findings)
    if answer.kind == "xlsx" and not refused:
        try:
            with answer.original.open("rb") as file:
                _write_copy(answer, Parts(file), target)
            return
        except Unpatchable as error:
            log.warning("Berkas %s tidak dapat disalin apa adanya (%s)", answer.file_name, error)
    if not refused and (sheets := list(sheets)):
        _write_copy(answer, Parts(package_of_values(sheets)), target, [sheet.name for sheet in sheets], _VALUES_ONLY)
        return
    _write_copy(answer, Parts(package_without_sheets()), target, None, _NO_COPY)


def _write_copy(answer: Answer, parts: Parts, target: Path, names: list[str] | None = None, said: str = "") -> None:
    """Marks the findings in a package and writes it. `names`: its sheets' names in the original, where they differ."""
    taken = take_out(parts)
    parts.become_plain_workbook()
    book, strings = Book(parts), SharedStrings(parts)
    style_part = parts.related(parts.main, "styles") or _add_styles(parts)
    styles = Styles(parts[style_part], set(COLOURS.values()))
    list_styles, personal = ListStyles(styles), Personal(strings)
    former = [sheet for sheet in book.sheets if _is_ours(parts, sheet, strings)]
    kept = [sheet for sheet in book.sheets if sheet not in former]
    senders = [blanked(name) for name in names or [sheet.name for sheet in kept]]
    for sheet in kept:
        personal.see(sheet.name)
    findings = most_important_first(answer.findings, senders)
    for sheet, sender in zip(kept, senders, strict=True):
        of_sheet = [one for one in findings if one.sheet == sender and is_cell(one.cell)]
        _mark(parts, sheet, of_sheet, styles, personal)
    shown = {sender: blanked(sheet.name) for sheet, sender in zip(kept, senders, strict=True)}
    notes = [note for note in (said, taken.sentence) if note]
    page = list_sheet(answer, findings, shown, notes, list_styles)
    book.repeat(repeated_headings(parts, zip(kept, senders, strict=True), answer.echo, strings))
    book.put_first(_free_name(kept), page, last_row(findings), HEADER_ROW, former)
    parts[style_part] = styles.result()
    personal.forget(parts)
    parts.save(target)


def _mark(parts: Parts, sheet: BookSheet, findings: list[Finding], styles: Styles, personal: Personal) -> None:
    if sheet.part and sheet.kind in ("worksheet", "chartsheet"):
        parts.replace_if_changed(sheet.part, deselect(parts[sheet.part]))
    if sheet.part and sheet.kind == "worksheet":
        mark_sheet(parts, sheet.part, findings, styles, personal)


def _add_styles(parts: Parts) -> str:
    name = "xl/styles.xml"
    parts.add(name, PLAIN_STYLES, f"{CONTENT_TYPE}styles+xml", parts.main, "styles")
    return name


def _is_ours(parts: Parts, sheet: BookSheet, strings: SharedStrings) -> bool:
    """Whether a sheet is the list of an earlier copy."""
    if not (sheet.name.startswith(SHEET) and sheet.part and sheet.kind == "worksheet"):
        return False
    first = SheetCells(parts[sheet.part], {(1, 1)}, lambda column: 0).xml_of((1, 1))
    return text_of(first, strings).startswith(TITLE)


def _free_name(sheets: list[BookSheet]) -> str:
    taken = {sheet.name.lower() for sheet in sheets}
    names = (SHEET if number == 1 else f"{SHEET} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.lower() not in taken)

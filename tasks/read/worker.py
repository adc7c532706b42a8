"""The child process that reads: hostile or broken content can cost this process, never the one that asked.

Started by `tasks.read.workbooks` with the parent's `sys.path`. It imports the standard library and python_calamine
only, so it answers 0.05 s after its start. Protocol on the pipes: each way a length of 4 bytes and that many bytes of
pickle; a byte says it is ready, a request is (path, limits as a dict), an answer is (kind, sheets, refusal) of plain
values.
"""

import gc
import io
import os
import pickle
import struct
import sys
from contextlib import contextmanager
from errno import EINVAL
from itertools import chain

import python_calamine

from schemas.address import LAST_COLUMN, LAST_ROW, cell_name
from schemas.invisible import holds_invisible, visible
from tasks.read.kind import kind_of
from tasks.read.ods import ods_facts
from tasks.read.package import Package, Refused, check_count, damaged
from tasks.read.raised import holds_raised
from tasks.read.sheet_facts import UNKNOWN, SheetFacts
from tasks.read.xls import xls_facts
from tasks.read.xlsb import xlsb_facts
from tasks.read.xlsx import copy_for_calamine, has_unknown_errors, is_usual, xlsx_facts

_ENDINGS = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "xlsb": (".xlsb",), "ods": (".ods",)}
READY = b"R"
_WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet
_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_NUL = "\0"
_LONGEST_TEXT = 32_767
"""In characters: what a cell of Excel holds."""
_MERGED_CELLS = 50_000
"""What the merged ranges of a sheet may cover together; the whole form has 5,000 cells."""


def main() -> None:
    """Answer requests from standard input until it closes; anything else that prints goes nowhere."""
    gc.disable()  # answers have no cycles; a third of the reading time would go into looking for them
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    answers.write(READY)
    answers.flush()
    while header := requests.read(4):
        path, limits = pickle.loads(requests.read(struct.unpack("<I", header)[0]))  # noqa: S301 written by our parent
        bound_process(limits)
        answer = packed_answer(path, limits)
        answers.write(struct.pack("<I", len(answer)) + answer)
        answers.flush()


def packed_answer(path: str, limits: dict) -> bytes:
    try:
        packed = io.BytesIO()
        pickler = pickle.Pickler(packed, protocol=5)
        pickler.fast = True  # plain values refer to nothing twice
        pickler.dump(answer_for(path, limits))
        return packed.getvalue()
    except MemoryError:
        return pickle.dumps(("", [], Refused("F04", "effort").refusal))


def bound_process(limits: dict) -> None:
    """Memory for the process, processor time for the next file. Windows has neither; there the clock alone counts."""
    try:
        import resource
    except ImportError:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime) + 1 + limits["seconds"]
    memory = limits["memory_mb"] * 1_000_000
    for kind, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(kind, (wanted, hard))
        except (ValueError, OSError):
            continue  # macOS refuses some of them; the parent's clock remains


def answer_for(path: str, limits: dict) -> tuple:
    """(kind, sheets, refusal) for one file; neither sheets nor refusal where the disk failed.

    Whatever calamine raises, panics included, means a damaged file.
    """
    kind = ""
    try:
        with open(path, "rb") as file:
            kind, package = kind_of(path, file, limits)
            return kind, _sheets_of(path, file, kind, package, limits), None
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pyo3's PanicException is no Exception
        return kind, [], _refusal_of(error)


def _sheets_of(path: str, file, kind: str, package: Package | None, limits: dict) -> list[tuple]:
    facts = facts_of(kind, file, package, limits)
    check_count(len(facts or ()), "lembar", limits)
    for sheet in facts or ():
        if sheet:
            check_extent(sheet.name, sheet.last_row, sheet.last_column, limits)
    with readable(path, kind, package, facts) as named:
        sheets = read_sheets(named, facts, limits)
    if not sheets:
        raise Refused("F01", "sheetless")
    return sheets


def _refusal_of(error: BaseException) -> tuple | None:
    if isinstance(error, Refused):
        return error.refusal
    if isinstance(error, python_calamine.PasswordError):
        return Refused("F02").refusal
    if isinstance(error, OSError) and error.errno not in (None, EINVAL):
        return None  # the disk's mistake, not the sender's; a position that cannot be is the file's own
    return damaged().refusal


def facts_of(kind: str, file, package: Package | None, limits: dict) -> list[SheetFacts | None] | None:
    """What each sheet holds beyond what calamine tells; None where that could not be found out."""
    if kind == "xlsx":
        return xlsx_facts(package, limits)
    if kind == "xlsb":
        return xlsb_facts(package)
    if kind == "ods":
        return ods_facts(package)
    file.seek(0)
    return xls_facts(file.read())


def read_sheets(named: str | io.BytesIO, facts: list[SheetFacts | None] | None, limits: dict) -> list[tuple]:
    """The fields of `schemas.workbook.RawSheet` for every worksheet; the limit on cells is for all of them together."""
    with python_calamine.CalamineWorkbook.from_object(named) as workbook:
        metadata = workbook.sheets_metadata
        if facts is None or len(facts) != len(metadata):
            check_count(len(metadata), "lembar", limits)
            facts = [UNKNOWN] * len(metadata)
        read, left = [], limits["cells"]
        for index, (sheet, fact) in enumerate(zip(metadata, facts, strict=True)):
            if sheet.typ == _WORKSHEET:
                one = read_sheet(workbook, index, sheet.name, fact or UNKNOWN, limits | {"cells": left})
                left -= sum(map(len, one[1]))
                shown = (fact or UNKNOWN)[-9:]
                read.append((*one, sheet.visible == _VISIBLE, *shown))
        return read


def read_sheet(workbook, index: int, name: str, facts: SheetFacts, limits: dict) -> tuple:
    """(name, rows, faults, merged) of one sheet, whose extent has been checked where it was known."""
    sheet = workbook.get_sheet_by_index(index)
    last_row, last_column = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if facts.last_row is not None:
        last_row = min(last_row, facts.last_row)
    check_extent(name, last_row, last_column, limits)
    rows = sheet.to_python(skip_empty_area=False, nrows=last_row) if last_row else []
    for row, column in facts.faults:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = ""
    merged = facts.merged
    if merged is None:
        merged = [
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
    check_values(rows, facts.faults)
    return without_nul(name), trimmed(rows), facts.faults, plausible(merged)


def check_values(rows: list[list], faults: dict) -> None:
    """Takes out what no cell of Excel holds: a number that is none is the fault #NUM!, a text ends where it must, a NUL
    is the sign for it, and what nobody sees is not there."""
    values = list(filter(None, chain.from_iterable(rows)))  # as a set there would be fewer, but each had to be hashed
    total = sum([value for value in values if type(value) is float])  # no number where one of them is none
    texts = [value for value in values if type(value) is str]
    joined = "".join(texts)
    if (
        total - total == 0
        and _NUL not in joined
        and not holds_invisible(joined)
        and (len(joined) <= _LONGEST_TEXT or max(map(len, texts)) <= _LONGEST_TEXT)
    ):
        return
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if type(cell) is float:
                if cell - cell != 0:  # NaN and the infinities
                    row[column - 1] = ""
                    faults[number, column] = "#NUM!"
            elif type(cell) is str:
                row[column - 1] = visible(without_nul(cell))[:_LONGEST_TEXT]


def without_nul(text: str) -> str:
    """A character that no database keeps, as the sign for it."""
    return text.replace(_NUL, "\N{SYMBOL FOR NULL}")


def plausible(merged: list[tuple]) -> list[tuple]:
    """The merged ranges; where they cover more than any form, the smallest of them only.

    Programs write each cell into one range at most; a hostile file merges the whole sheet ten thousand times.
    """

    def area(one: tuple) -> int:
        top, left, bottom, right = one
        return (bottom - top + 1) * (right - left + 1)

    if sum(map(area, merged)) <= _MERGED_CELLS:
        return merged
    kept, covered = [], 0
    for one in sorted(set(merged), key=area):
        covered += area(one)
        if covered > _MERGED_CELLS:
            break
        kept.append(one)
    return sorted(kept)


def check_extent(sheet: str, last_row: int, last_column: int, limits: dict) -> None:
    if last_row > LAST_ROW or last_column > LAST_COLUMN:
        raise damaged()  # no spreadsheet has such a place
    if last_row > limits["last_row"] or last_row * last_column > limits["cells"]:
        raise Refused("F04", "cells", sheet=sheet, cell=cell_name(last_row, last_column))


def trimmed(rows: list[list]) -> list[list]:
    """Without the blank cells at the end of each row and the blank rows at the end of the sheet."""
    for row in rows:
        while row and (row[-1] == "" or row[-1] is None):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@contextmanager
def readable(path: str, kind: str, package: Package | None, facts: list[SheetFacts | None] | None):
    """What calamine can read: a small .xlsx as it was unpacked for checking, the file itself, or in a temporary folder
    a link that ends as its kind does.

    A copy is without what would cost a whole file or a number: newer error values, main parts elsewhere, raised digits.
    """
    unusual = kind == "xlsx" and (has_unknown_errors(facts) or not is_usual(package) or holds_raised(package))
    if kind == "xlsx" and package.is_small:
        copy = io.BytesIO()
        copy_for_calamine(package, copy, as_usual=not unusual)
        copy.seek(0)
        yield copy
        return
    if path.endswith(_ENDINGS[kind]) and is_text(path) and not unusual:
        yield path
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="spm-read-") as folder:
        named = os.path.join(folder, "book" + _ENDINGS[kind][0])
        if unusual:
            copy_for_calamine(package, named, as_usual=False)
        else:
            link_or_copy(path, named)
        yield named


def is_text(path: str) -> bool:
    """Calamine takes no name that is not."""
    return path.isascii() or path.encode(errors="ignore").decode() == path


def link_or_copy(path: str, named: str) -> None:
    try:
        os.symlink(os.path.abspath(path), named)
    except OSError:  # Windows without the right to link
        import shutil

        shutil.copyfile(path, named)

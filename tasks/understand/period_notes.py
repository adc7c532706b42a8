"""Notes beside the figures: these are of one quarter, some months or one sex only, not complete, or others are right
(L06)."""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet, column_of
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in
from tasks.understand.other_parts import is_title_of_one_sex, names_one_sex
from tasks.understand.time_words import any_of
from tasks.understand.told_figures import corrected_to

_ONLY = re.compile(r"\b(?:hanya|khusus|cuma|sebatas|saja)\b")
_LONGEST = 200
_REPORTING = (
    r"(?:me)?lapor(?:kan)?|dilaporkan|terlapor|masuk|terekap|terdata|terinput|dihitung"
    r"|(?:mengirim(?:kan)?|menyampaikan|menyerahkan|menyetor(?:kan)?|mengumpulkan|setor) (?:data|laporan)\w*"
)
_NOT_UP_TO_NOW = re.compile(r"\b(?:bukan|tidak|belum|non) a?kumulatif\b")


def period_notes(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int], passed: Collection[int]
) -> Iterator[Finding]:
    """Those of rows, and the lines around the table. `passed` are rows in it that are about nothing of the form's.

    A warning, because a note may as well say when something was done: `hanya dilaksanakan pada Triwulan IV`."""
    for row, at, note in notes_beside(sheet, layout, headings, rows):
        said = _said_in(note)
        if said:
            yield _noted(said, sheet, row, at, note)
    if layout.done:
        headed = range(headings.first_row, headings.last_row + 1)
        yield from lines_of_one_quarter(sheet, layout.instruction, {*headed, *rows, *passed})
        yield from _titles_of_one_sex(sheet, headings.first_row)


def notes_beside(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int]
) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of what stands under Keterangan beside the rows."""
    at = max((headings.columns.get(one.key, 0) for one in layout.columns if one.role == "note"), default=0)
    noted = sorted(rows) if at and layout.done else []
    for row, cell in zip(noted, column_of(sheet.rows, at, noted), strict=True):
        if type(cell) is str:
            yield row, at, cell


def _said_in(note: str) -> str:
    if says_part(note):
        return "noted"
    return "" if corrected_to(note) is None else "corrected"


def lines_of_one_quarter(sheet: RawSheet, own: str, rows: Collection[int]) -> Iterator[Finding]:
    """The same in the lines around a table, of which `own` is the form's, and on Identitas."""
    for row, cells in enumerate(sheet.rows, 1):
        for at, cell in enumerate(cells if row not in rows else (), 1):
            if type(cell) is str and len(cell) <= _LONGEST and cell != own and says_part(cell):
                yield _noted("noted_around", sheet, row, at, cell)


def _titles_of_one_sex(sheet: RawSheet, first_row: int) -> Iterator[Finding]:
    """The same of the lines above a table that end in a sex."""
    for row, cells in enumerate(sheet.rows[: first_row - 1], 1):
        for at, cell in enumerate(cells, 1):
            if type(cell) is str and len(cell) <= _LONGEST and not says_part(cell) and is_title_of_one_sex(cell):
                yield _noted("noted_around", sheet, row, at, cell)


def _noted(variant: str, sheet: RawSheet, row: int, at: int, text: str) -> Finding:
    words = {"sheet": sheet.name, "cell": f"{letters(at)}{row}", "value": text.strip()}
    return catalogue.rules()["L06"].finding(variant, **words)


@cache
def _incomplete() -> re.Pattern:
    who = rf"(?:{any_of('reporter')})(?: \w+){{0,3}}"
    return re.compile(
        r"\bbelum (?:termasuk|dihitung|direkap|terekap|masuk (?:rekap\w*|laporan|data|hitungan))\b"
        r"|\bbelum (?:semua|seluruh\w*) .{0,30}\b(?:masuk|melapor|lapor|terekap|terdata|dihitung)\b"
        rf"|\b{who} (?:belum (?:ada )?(?:{_REPORTING})|tidak melapor)(?! [a-z])"
        r"|\b(?:data|angka)(?: \w+){0,3} (?:belum (?:lengkap|final|masuk)|tidak lengkap)\b(?! [a-z])"
    )


@lru_cache(maxsize=5_000)
def says_part(text: str) -> bool:
    words = plain(text)
    if _incomplete().search(words) or _NOT_UP_TO_NOW.search(words):
        return True
    if not _ONLY.search(words):
        return False
    if names_one_sex(text):
        return True
    named = named_in(text)
    return (named.quarter or 0) > 1 or named.is_part or named.half == 2

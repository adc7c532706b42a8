"""Notes beside the figures: these are of one quarter, some months or one sex only, not complete, or others are right
(L06)."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from math import isnan

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.around import LONGEST_LINE, Around
from tasks.understand.figure_notes import states_another
from tasks.understand.heading_words import says_former, says_of_each
from tasks.understand.headings import Headings
from tasks.understand.named_periods import named_in
from tasks.understand.other_parts import is_title_of_one_sex, names_one_sex
from tasks.understand.places import is_title_of_place
from tasks.understand.time_words import any_of, says
from tasks.understand.told_figures import admits_error, corrected_to, figures_in, is_asked

_ONLY_WORDS = "hanya|khusus|cuma|sebatas"
_ONLY = re.compile(rf"\b(?:{_ONLY_WORDS}|saja)\b")
_ABOUT_A_FIGURE = re.compile(r"^\W*(?:ralat|koreksi|revisi|perbaikan)\b|\b[kp]-[a-z]+-\d", re.IGNORECASE)
_REPORTING = (
    r"(?:me)?lapor(?:kan)?|dilaporkan|terlapor|masuk|terekap|terdata|terinput|dihitung"
    r"|(?:mengirim(?:kan)?|menyampaikan|menyerahkan|menyetor(?:kan)?|mengumpulkan|setor) (?:data|laporan)\w*"
)


def period_notes(sheet: RawSheet, layout: SheetLayout, headings: Headings, around: Around) -> Iterator[Finding]:
    """Those of rows, and the lines around the table.

    A warning, because a note may as well say when something was done: `hanya dilaksanakan pada Triwulan IV`."""
    for row, at, note in around.notes:
        if says_part(note):
            yield _noted("noted", sheet, row, at, note)
        elif states_another(note, sheet, layout, headings, row):
            yield _noted("corrected", sheet, row, at, note)
    if layout.done:
        yield from lines_of_one_quarter(sheet, layout.instruction, around.lines)
        yield from _titles_of_part(sheet, headings.first_row)


def lines_of_one_quarter(sheet: RawSheet, own: str, lines: Iterable[tuple[int, int, str]]) -> Iterator[Finding]:
    """The same in the lines around a table, of which `own` is the form's, and on Identitas."""
    for row, at, text in lines:
        if text != own and says_part(text):
            yield _noted("noted_around", sheet, row, at, text)
        elif text != own and corrects_figure(text):
            yield _noted("corrected_around", sheet, row, at, text)


def _titles_of_part(sheet: RawSheet, first_row: int) -> Iterator[Finding]:
    """The same of the lines above a table and at the edges of its pages that name a sex or a place within the regency,
    or say that it is a draft."""
    for row, cells in enumerate(sheet.rows[: first_row - 1], 1):
        for at, cell in enumerate(cells, 1):
            if type(cell) is not str or len(cell) > LONGEST_LINE or says_part(cell):
                continue
            if is_title_of_one_sex(cell) or _label_of_place().match(cell) or is_title_of_place(cell):
                yield _noted("noted_around", sheet, row, at, cell)
            elif is_title_of_draft(cell):
                yield _noted("draft", sheet, row, at, cell)
    for text in sheet.printed:
        if says_part(text) or is_title_of_draft(text) or admits_error(text):
            words = {"sheet": sheet.name, "value": text.strip()}
            yield catalogue.rules()["L06"].finding("noted_around" if says_part(text) else "draft", **words)


def _noted(variant: str, sheet: RawSheet, row: int, at: int, text: str) -> Finding:
    words = {"sheet": sheet.name, "cell": f"{letters(at)}{row}", "value": text.strip()}
    return catalogue.rules()["L06"].finding(variant, **words)


def is_name_in_doubt(said: str) -> bool:
    """Whether what a sheet's name says beside the form's own casts doubt on its figures: `draft`, `belum final`, `per
    bulan`, `lama`."""
    words = plain(said)
    provisional = is_title_of_draft(said) or admits_error(said) or says_former(said)
    return provisional or says_part(said) or says_of_each(words)


@cache
def _not_up_to_now() -> re.Pattern:
    return re.compile(rf"\b(?:{any_of('not', 'not_yet')}) a?kumulatif\b")


@cache
def _label_of_place() -> re.Pattern:
    return re.compile(rf"\W*(?:{any_of('below')})\.?\s*:\s*\w", re.IGNORECASE)


def is_title_of_draft(text: str) -> bool:
    """Whether a line says nothing but that it is over no figures of a report: `DRAFT`, `Contoh pengisian`."""
    return _title_of_draft().fullmatch(plain(text)) is not None


@cache
def _title_of_draft() -> re.Pattern:
    return re.compile(rf"(?:{any_of('draft')})(?: [a-z]+){{0,2}}")


@cache
def _incomplete() -> re.Pattern:
    reporter, not_yet, no = any_of("reporter"), any_of("not_yet"), any_of("not")
    who = rf"(?:{reporter})(?: \w+){{0,3}}"
    return re.compile(
        rf"\b(?:{not_yet}) (?:termasuk|dihitung|direkap|terekap|masuk (?:rekap\w*|laporan|data|hitungan))\b"
        rf"|\b(?:{not_yet}) (?:semua|seluruh\w*) .{{0,30}}\b(?:masuk|melapor|lapor|terekap|terdata|dihitung)\b"
        rf"|\b(?:{not_yet}|{no}) (?:semua|seluruh\w*) (?:data )?(?:{reporter})(?! [a-z0-9])"
        rf"|(?:\b(?:data|angka|laporan|rekap\w*)|^(?:data |dari |masih |sisa |\d+ )*(?:{reporter}))(?: \w+){{0,3}}"
        rf" (?:{any_of('later')})(?! [a-z])"
        rf"|\b{who} (?:(?:{not_yet}) (?:ada )?(?:{_REPORTING})|(?:{no}) melapor)(?! [a-z])"
        rf"|\b(?:data|angka)(?: \w+){{0,3}} (?:(?:{not_yet}) (?:lengkap|final|masuk)|(?:{no}) lengkap)\b(?! [a-z])"
        rf"|\b(?:{no}) termasuk (?:data )?(?:{reporter})\b"
        rf"|^(?:(?:data|angka) )*(?:di ?luar(?! panti| sekolah)|tanpa|kecuali|selain) (?:{reporter})\b"
        rf"|\b(?:menunggu|tunggu|nunggu) (?:data|angka|laporan|rekap\w*)\b"
        rf"|\b(?:baru|{_ONLY_WORDS}) (?:data )?\d+ (?:dari \d+ )?(?:{reporter})"
        rf"(?: (?:yang |yg )?(?:{_REPORTING}))?(?! [a-z])"
    )


@cache
def _by_time() -> re.Pattern:
    """Those of each month or day, or their mean, in a line or note that says nothing else."""
    data, time = f"{any_of('data', 'figures')}|jumlah|nilai|isian", any_of("by_time")
    mean = "rata rata|rata2|rerata"
    return re.compile(
        rf"(?:(?:{data}|{mean}|dihitung|masih|adalah) )*(?:per|tiap|setiap) (?:{time})"
        rf"|(?:(?:{data}|{mean}) )+(?:(?:{time})an)"
        rf"|(?:(?:{data}|adalah) )*(?:{mean})"
    )


@cache
def _of_some_only() -> re.Pattern:
    """Some offices, places or one sex alone, in a line or note that says nothing else."""
    who = rf"(?:{any_of('reporter')})(?: \w+){{0,3}}"
    return re.compile(
        rf"(?:(?:data|angka)(?: dari)? )?(?:{who}|[lp])(?: saja)"
        rf"|(?:(?:data|angka)(?: dari)? )?(?:{_ONLY_WORDS}) (?:data |dari )*(?:{who}|[lp])"
    )


@lru_cache(maxsize=5_000)
def corrects_figure(text: str) -> bool:
    """Whether a line beside no figure says of one that it is wrong: `Ralat: K-KES-06 seharusnya 212.733`."""
    if admits_error(text):
        return True
    about, meant = _ABOUT_A_FIGURE.search(text) or says(plain(text), "data", "figures"), corrected_to(text)
    if not about or meant is None:
        return False
    return not is_asked(text) if isnan(meant) else meant in figures_in(text)


@lru_cache(maxsize=5_000)
def says_part(text: str) -> bool:
    words = plain(text)
    if _incomplete().search(words) or _not_up_to_now().search(words) or _by_time().fullmatch(words):
        return True
    if not _ONLY.search(words):
        return False
    if names_one_sex(text) or (_of_some_only().fullmatch(words) and not says(words, "affected")):
        return True
    named = named_in(text)
    return (named.quarter or 0) > 1 or named.is_part or named.half == 2

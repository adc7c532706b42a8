"""Texts that say of when or of where figures are, beside the titles: rows of a bidang, lines around a table, notes and
names of sheets. Another period or regency than the report's casts doubt on them (I06, L06)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.submission import Identity
from schemas.wording import plain
from schemas.workbook import RawSheet, column_of
from tasks.understand.around import LONGEST_LINE, Around, lines_around
from tasks.understand.filled_on import filled_on_findings, is_printed_early
from tasks.understand.headings import Headings
from tasks.understand.identity import codes_of_name, region_name
from tasks.understand.named_periods import MONTH, Named, is_later, named_in, spelled_out, without_period
from tasks.understand.other_parts import behind, names_of
from tasks.understand.period_notes import is_name_in_doubt, says_part
from tasks.understand.place_findings import place_of_identity
from tasks.understand.places import names_place
from tasks.understand.time_words import any_of, says
from tasks.understand.titles import contradictions, name_of, regency_in

_NUMERAL = re.compile(r"iv|i{1,3}")
"""As sheets are numbered."""
_TIME = rf"(?:tw|tri ?wulan|q[1-4]|sem|smt|semester|ta|tahun|20\d\d|i{{1,3}}|iv|(?:\d{{1,2}} )?{MONTH})"
_UP_TO = re.compile(
    r"\bsumber\b(?! (?:dana|daya|pendanaan|pembiayaan|anggaran|air))"
    rf"|\b(?:s d|sd|sampai(?: dengan)?|hingga|per|keadaan|kondisi) (?:(?:akhir|bulan|tanggal|tgl) )*{_TIME}\b"
)
_SAME_AS = re.compile(
    rf"^(?:data |angka |capaian )*(?:masih )?sama (?:dengan|dgn|seperti|spt) (?:data |angka )?{_TIME}\b"
)
_INCLUDES = re.compile(rf"^termasuk (?:data |angka )?{_TIME}\b")
_SO_MANY_MONTHS = re.compile(
    r"\b(?:data|angka|realisasi|capaian|serapan) (?:baru |hanya |selama |untuk )*(\d{1,2}) bulan\b"
)


@cache
def _old() -> re.Pattern:
    return re.compile(
        rf"\b(?:{any_of('data')}) (?:yang |yg )?(?:lama|terdahulu)\b"
        rf"|\b(?:{any_of('not', 'not_yet')}) (?:{any_of('renewed')})(?! [a-z])"
    )


@lru_cache(maxsize=5_000)
def said_of_figures(text: str) -> Named | None:
    """The period of which a line or a note says that figures are; None where it says when something was done.

    >>> said_of_figures("*) data s.d. TW III").quarter, said_of_figures("dilaksanakan s.d. TW III")
    (3, None)
    """
    words = plain(spelled_out(text))
    if says(words, "compared", "upkeep", "population", "due"):
        return None  # what is due comes from the year before in every report
    of_data = says(words, "data") or _SAME_AS.search(words) is not None or _INCLUDES.search(words) is not None
    if not of_data and (says(words, "done") or not (says(words, "figures") or _UP_TO.search(words))):
        return None
    named = named_in(text)
    if says(words, "register"):
        named = Named(year=named.year)  # it has a day of its own in every year
    return named if of_data or not named.before else None


def of_another_time(text: str, period: Period | None) -> bool:
    """Whether a line or a note says of its figures that they are old, of another period, or of some months only."""
    words = plain(text)
    if period is None:
        return False
    if _old().search(words) or {int(one) for one in _SO_MANY_MONTHS.findall(words)} - {3 * period.quarter}:
        return True
    named = said_of_figures(text)
    if named is None:
        return False
    if _INCLUDES.search(words):
        return is_later(text, period) or (named.rank(period) < 0 and not named.is_earlier_quarter(period))
    if named.is_one_month and named.months[1] % 3 and not is_later(text, period):
        return True  # beside figures, not over a table that may be of all of its quarter
    is_part = named.by_months and named.is_part and not named.is_one_month
    is_part = is_part and without_period(text) != ""  # `(Oktober s.d. Desember)` explains the quarter beside it
    return is_part or _is_of_another(named, text, period)


def _is_of_another(named: Named, text: str, period: Period) -> bool:
    return named.table_rank(period) < 0 and not is_later(text, period)


def texts_of_another(
    sheet: RawSheet,
    layout: SheetLayout,
    headings: Headings,
    rows: Collection[int],
    around: Around,
    identity: Identity,
    *,
    chosen_in_doubt: bool,
) -> Iterator[Finding]:
    """All of a sheet with a table, of which `rows` are read. A sheet that asks for a year in every row may be about
    another one than the report."""
    plans = any(column.type == "year" for column in layout.columns)
    identity = replace(identity, period=None) if plans else identity
    if not chosen_in_doubt:  # else both names are told
        yield from _name_of_another(sheet, identity, layout)
        yield from _name_in_doubt(sheet, layout)
    yield from _notes_of_another_time(sheet, around, identity.period)
    yield from _choices_of_another_year(sheet, layout, headings, rows, identity.period)
    yield from _offices_of_another(sheet, headings, rows, identity)
    below = (line for line in around.lines if line[0] > headings.last_row)
    yield from _lines_of_another(sheet, identity, layout.instruction, below, max(rows, default=0))


def _name_in_doubt(sheet: RawSheet, layout: SheetLayout) -> Iterator[Finding]:
    """L06 for the name of a sheet that was read and says that its figures are provisional, old, or of one place."""
    said, words = behind(sheet.name, names_of(layout)), {"value": sheet.name, "name": layout.name}
    if is_name_in_doubt(said) or names_place(said):
        told = "sheet_place" if names_place(said) else "sheet_name"
        yield catalogue.rules()["L06"].finding(told, sheet=sheet.name, **words)


def _notes_of_another_time(sheet: RawSheet, around: Around, period: Period | None) -> Iterator[Finding]:
    """L06 for what stands under Keterangan beside the rows."""
    for row, at, cell in around.notes if period else ():
        if len(cell) <= LONGEST_LINE and of_another_time(cell, period) and not says_part(cell):
            words = {"cell": f"{letters(at)}{row}", "value": cell.strip(), "stated": period.label}
            yield catalogue.rules()["L06"].finding("other_time", sheet=sheet.name, **words)


def _offices_of_another(
    sheet: RawSheet, headings: Headings, rows: Collection[int], identity: Identity
) -> Iterator[Finding]:
    """I06 for the first office of each other regency under Perangkat Daerah, as where its sheet was copied."""
    at, told = headings.columns.get("opd", 0), set(identity.may_be)
    for row, cell in zip(rows, column_of(sheet.rows, at, rows), strict=True) if at and told else ():
        code = regency_in(cell) if type(cell) is str else ""
        if code and told.isdisjoint({code, code[:2]}):  # a province may name a regency's
            told.add(code)
            yield _line(sheet, row, at, cell, region_name(identity.checked_as))


def _choices_of_another_year(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, rows: Collection[int], period: Period | None
) -> Iterator[Finding]:
    """L06 for a choice that names another year than the report's: `Sudah (2023)`, `Ya, tahun lalu`."""
    chosen = [one for one in layout.columns if one.type == "choice" and one.key in headings.columns]
    for column in chosen if period else ():
        at = headings.columns[column.key]
        for row, cell in zip(rows, column_of(sheet.rows, at, rows), strict=True):
            if type(cell) is str and cell not in column.choices and _names_other_year(cell, period):
                words = {"cell": f"{letters(at)}{row}", "value": cell.strip(), "heading": column.heading}
                words |= {"stated": period.label, "year": period.year}
                yield catalogue.rules()["L06"].finding("choice_year", sheet=sheet.name, **words)


@lru_cache(maxsize=1_000)
def _names_other_year(text: str, period: Period) -> bool:
    named = named_in(text)
    return named.year not in (None, period.year) or (named.before and not named.quarter)


def _lines_of_another(
    sheet: RawSheet, identity: Identity, own: str, around: Iterator[tuple[int, int, str]], last: int
) -> Iterator[Finding]:
    """I06 for what stands between the rows with figures, as titles of those below it, and for what is said of figures
    below the last of them, but for the form's own line."""
    for row, at, text in around:
        if row < last:
            told = [stated for _, _, stated in contradictions(text, identity, plans=False)]
        else:
            told = _contradicted(text, identity) if text != own else ()
        for stated in told:
            yield _line(sheet, row, at, text, stated)


def lines_of_identity(sheet: RawSheet, identity: Identity) -> Iterator[Finding]:
    """The same for the lines on Identitas, whose labels say of when the report is, and for its day."""
    yield from filled_on_findings(sheet, identity)
    yield from place_of_identity(sheet, identity)
    for row, at, text in lines_around(sheet, above=identity.first_row - 1):
        for stated in _contradicted(text, identity):
            yield _line(sheet, row, at, text, stated)


def _contradicted(text: str, identity: Identity) -> Iterator[str]:
    """What Identitas states where a line says another thing of its figures."""
    period = identity.period
    if period and (of_another_time(text, period) or is_printed_early(text, period)) and not says_part(text):
        yield period.label
    words = plain(text)
    told = says(words, "place") and not says(words, "guests")
    code = regency_in(text) if told and identity.may_be else ""
    if code and code not in identity.may_be:
        yield region_name(identity.checked_as)


def _line(sheet: RawSheet, row: int, at: int, text: str, stated: str) -> Finding:
    words = {"cell": f"{letters(at)}{row}", "value": text.strip(), "stated": stated}
    return catalogue.rules()["I06"].finding("line", sheet=sheet.name, **words)


def _name_of_another(sheet: RawSheet, identity: Identity, layout: SheetLayout) -> Iterator[Finding]:
    """I06 for the name of a sheet that was read: `Penerima 2023`, `Penerima Sept`, `Penerima Katingan`."""
    said, period, told = behind(sheet.name, names_of(layout)), identity.period, []
    if period and not _NUMERAL.fullmatch(plain(sheet.name)) and _is_of_another(named_in(said), said, period):
        told.append((name_of(named_in(said)) or f"'{said}'", period.label))
    codes = {one for one in codes_of_name(without_period(said)) if one[:2] == identity.checked_as[:2]}
    if identity.may_be and codes and codes.isdisjoint(identity.may_be):
        told.append((region_name(min(codes)), region_name(identity.checked_as)))
    for named, stated in told:
        words = {"value": named, "named": named, "stated": stated}
        yield catalogue.rules()["I06"].finding("name", sheet=sheet.name, **words)

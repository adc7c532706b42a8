"""The lines above the tables and around their pages as witnesses: what regency and period they name (I06)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import ROMAN
from schemas.submission import Identity
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.filled_on import is_printed_early
from tasks.understand.identity import codes_of_name, names_pattern, region_name
from tasks.understand.named_periods import Named, is_later, named_in
from tasks.understand.time_words import says

_YEAR_OF_REPORT = re.compile(r"\b(?:tahun|ta|anggaran|iv|i{1,3}|(?:tw|triwulan) ?\d) 20\d\d\b")
_LONGEST = 200


def title_findings(sheet: RawSheet, first_row: int, identity: Identity, layout: SheetLayout | None) -> list[Finding]:
    """I06, once for the regency and once for the period; `first_row` is where the table or the labels begin.

    A sheet that asks for a year in every row may be about another one than the report: the plan of the next.
    """
    plans = layout is not None and any(column.type == "year" for column in layout.columns)
    found: dict[str, Finding] = {}
    for cell, text in _lines(sheet, first_row):
        for variant, named, stated in contradictions(text, identity, plans):
            words = {"sheet": sheet.name, "cell": cell, "value": text, "named": named, "stated": stated}
            found.setdefault(variant, catalogue.rules()["I06"].finding(variant, **words))
    return list(found.values())


def _lines(sheet: RawSheet, first_row: int) -> Iterator[tuple[str, str]]:
    for row, cells in enumerate(sheet.rows[: first_row - 1], 1):
        for column, cell in enumerate(cells, 1):
            if type(cell) is str and 0 < len(cell) <= _LONGEST:
                yield f"{letters(column)}{row}", cell
    yield from (("", text) for text in sheet.printed if len(text) <= _LONGEST)


def contradictions(text: str, identity: Identity, plans: bool) -> Iterator[tuple[str, str, str]]:
    """The variant, what a title names, and what Identitas states instead."""
    named, code = witness(text)
    if code and identity.may_be and code not in identity.may_be:
        yield "regency", region_name(code), region_name(identity.checked_as)
    period = identity.period if not plans else None
    if period and named.rank(period) > 0 and named.by_months and named.is_part:
        yield "part", f"'{text}'", period.label
    of_now = period is not None and named.half == (period.quarter + 1) // 2
    if period and is_printed_early(text, period):
        yield "period", f"'{text}'", period.label
    elif period and not named.before and not of_now and named.rank(period) < 0 and not is_later(text, period):
        yield "period", name_of(named) or f"'{text}'", period.label


def name_of(named: Named) -> str:
    quarter = f"Triwulan {ROMAN[named.quarter - 1]}" if named.quarter else ""
    quarter = quarter or (f"Semester {ROMAN[named.half - 1]}" if named.half else "")
    return " ".join(filter(None, (quarter, f"tahun {named.year}" if named.year else "")))


@lru_cache(maxsize=5_000)
def witness(text: str) -> tuple[Named, str]:
    """The period and the code of the one regency that a line names; a year in a date or a regulation is none."""
    named, words = named_in(text), plain(text)
    if says(words, "compared") or (says(words, "population", "register") and not says(words, "figures")):
        named = Named()  # of others
    if named.is_one_month or (named.quarter == 0 and not named.months):
        named = named._replace(quarter=None)  # when it was signed
    if not _YEAR_OF_REPORT.search(words):
        named = named._replace(year=None)
    return named, regency_in(text)


@lru_cache(maxsize=5_000)
def regency_in(text: str) -> str:
    """The code of the one regency that a line names with its kind, or ''."""
    words = plain(text)
    if "kab" not in words and "kota" not in words:
        return ""
    names = [(kind, name) for kind, name in names_pattern().findall(words) if kind]
    codes = {tuple(codes_of_name(f"{'kota' if kind == 'kota' else 'kabupaten'} {name}")) for kind, name in names}
    meant = codes.pop() if len(codes) == 1 else ()
    return meant[0] if len(meant) == 1 else ""

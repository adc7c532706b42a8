"""Notes beside a row that state another figure, share or sum than the row's own, or that some are to be added."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from math import isnan

from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import RawSheet, cell_at
from tasks.understand.cells import read_number, unit_of
from tasks.understand.headings import Headings
from tasks.understand.stated import is_derived
from tasks.understand.time_words import any_of, says
from tasks.understand.told_figures import corrected_to, figures_in

_NUMBER = r"(?:rp\.? ?)?\d(?:[\d. ,]*\d)?(?: ?,-)?"
_STATED = re.compile(rf"(?P<what>[^\d%]*?)\W*(?P<figure>{_NUMBER})(?: (?P<unit>[a-z]+))?[^\w%]*", re.IGNORECASE)
_SHARE = re.compile(r"(?P<what>[^\d%]*?)\W*(?P<share>\d{1,3}(?:[.,]\d+)?) ?(?:%|persen)\W*", re.IGNORECASE)
_SEXES = re.compile(
    rf"\W*(?:l|lk|laki(?:[ -]laki)?|pria)\W{{0,3}}(?P<men>{_NUMBER})\W*(?:(?:orang|org|jiwa|dan)\W*)*"
    rf"(?:p|pr|perempuan|wanita)\W{{0,3}}(?P<women>{_NUMBER})\W*(?:orang|org|jiwa)?\W*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[+-] ?\d")


def states_another(note: str, sheet: RawSheet, layout: SheetLayout, headings: Headings, row: int) -> bool:
    """Whether a note contradicts the figures of its row: `Terlayani 212.733` beside 202.733, `L 600 P 500` beside
    1.000, `capaian 95%` of 84,47, `ditambah 10.000 dari RSUD`. What agrees with one of them is no contradiction."""
    meant = corrected_to(note)
    if meant is None and not any(sign.isdigit() for sign in note):
        return False
    cells = sheet.rows[row - 1]
    held = {key: _number(cell_at(cells, headings.columns[key])) for key in _figures(layout) & headings.columns.keys()}
    if meant is not None:
        return isnan(meant) or meant not in held.values()
    unit = cell_at(cells, headings.columns["unit"]) if "unit" in headings.columns else ""
    other = _stated(note, layout, unit if type(unit) is str else "")
    if other is not None:
        return other not in held.values()
    return _is_other_share(note, layout, held) or adds_or_takes(note)


@cache
def _figures(layout: SheetLayout) -> frozenset[str]:
    return frozenset(column.key for column in layout.filled_in)


def _stated(note: str, layout: SheetLayout, unit: str) -> float | None:
    """The figure of a note that says nothing but what it is of: `Terlayani 212.733`, `total L+P 212.733`."""
    if sexes := _SEXES.fullmatch(note.strip()):
        parts = [_number(sexes["men"]), _number(sexes["women"])]
        return sum(parts) if None not in parts else None
    stated = _STATED.fullmatch(note.strip())
    if not stated or (stated["unit"] and unit_of(stated["unit"]) != unit_of(unit)):
        return None  # of one household there are several people
    return _number(stated["figure"]) if _names_figure(plain(stated["what"]), layout) else None


def _names_figure(words: str, layout: SheetLayout) -> bool:
    words = words.replace("+", " ").strip()
    named = any(words in layout.by_key[key].wordings for key in _figures(layout))
    return named or _wholes().fullmatch(" ".join(words.split())) is not None


@cache
def _wholes() -> re.Pattern:
    return re.compile(rf"(?:(?:{any_of('whole')}) ?)+")


def _is_other_share(note: str, layout: SheetLayout, held: Mapping[str, float | None]) -> bool:
    """Whether a note that says nothing but a percentage states another than its row gives: `capaian 85%`."""
    said = _SHARE.fullmatch(note.strip())
    derived = [column.derived for column in layout.columns if column.derived and column.derived[0] == "percent"]
    if not said or not derived or not says(plain(said["what"]), "figures"):
        return False
    whole, part = (held.get(key) for key in derived[0][1:])
    share = float(said["share"].replace(",", "."))
    return whole is not None and part is not None and not is_derived("percent", share, whole, part)


@lru_cache(maxsize=5_000)
def adds_or_takes(note: str) -> bool:
    """Whether a note names a figure that comes on top, was taken off, or is of people from elsewhere.

    >>> [adds_or_takes(note) for note in ("dikurangi data ganda 1.200", "ditambah 2 guru")]
    [True, False]
    """
    words = plain(note)
    if not figures_in(note):
        return False
    begins = re.match(rf"(?:{any_of('added')})\b", words) or _SIGNED.match(note.strip())
    from_elsewhere = words.startswith("termasuk ") and says(words, "elsewhere")
    return from_elsewhere or (begins is not None and says(words, "reporter", "data", "double"))


def _number(cell: object) -> float | None:
    if type(cell) is str:
        found = read_number(cell, whole=True)
        return found.value if found.how in ("text", "zero", "thousands") else None
    return float(cell) if type(cell) in (int, float) else None

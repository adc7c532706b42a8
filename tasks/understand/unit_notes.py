"""Notes beside the rows and lines around a table that say another unit than the services', or percentages (C11)."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.reference import FIELDS
from schemas.wording import plain
from schemas.workbook import RawSheet
from tasks.understand.around import Around
from tasks.understand.headings import Headings
from tasks.understand.item_units import is_other_unit, units_of_services
from tasks.understand.time_words import any_of
from tasks.understand.vocabulary import row_words

_PERCENT = re.compile(r"persen|prosen|%|persentase|prosentase")
_LONGEST = 80
_PEOPLE = "orang"


def unit_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, codes: Mapping[int, str], around: Around
) -> Iterator[Finding]:
    """`codes` are those of the rows that are read."""
    for row, at, note in around.notes:
        told = unit_told_in(note)
        if told and _is_other(told[1], layout, {units_of_services().get(codes[row], "")}):
            yield _told(sheet, row, at, note, layout, {units_of_services().get(codes[row], "")})
    derived = {headings.columns.get(column.key) for column in layout.columns if column.role == "derived"}
    for row, at, text in around.lines:
        told = unit_told_in(text) if at not in derived else None
        if told and _is_other(told[1], layout, _units_of(told[0])):
            yield _told(sheet, row, at, text, layout, _units_of(told[0]))


@lru_cache(maxsize=5_000)
def unit_told_in(text: str) -> tuple[str, str] | None:
    """The bidang, '' where none is named, and the unit of a text that says nothing else.

    >>> unit_told_in("Satuan: KK"), unit_told_in("Data bidang sosial dalam satuan KK"), unit_told_in("300 KK")
    (('', 'kk'), ('SOS', 'kk'), None)
    """
    found = _saying().fullmatch(plain(text)) if len(text) <= _LONGEST else None
    return (row_words(*FIELDS).get(found["field"] or "", ""), found["unit"]) if found else None


@cache
def _saying() -> re.Pattern:
    fields = "|".join(sorted(row_words(*FIELDS), key=len, reverse=True))
    data = f"{any_of('data')}|jumlah|nilai|semua|seluruh|isian|isi|untuk|catatan|keterangan|bidang|urusan"
    units = catalogue.table("units")
    words = {kind: "|".join(map(plain, units.loc[units["unit"] == kind, "word"])) for kind in set(units["unit"])}
    counted = f"{words['orang']}|{words['rumah tangga']}|{_PERCENT.pattern}"
    return re.compile(
        rf"(?:(?:{data}) )*(?:(?P<field>{fields}) )?(?:(?:{data}) )*"
        rf"(?:(?:dalam|dlm|dihitung per|dihitung dalam) (?:satuan |jumlah )?|satuan )"
        rf"(?P<unit>{counted}|(?<=satuan )(?:{words['lain']}))"
    )


def _units_of(field: str) -> set[str]:
    """The units that the services of a bidang are counted in; people, as nearly all are, where none is named."""
    units = units_of_services()
    return {unit for code, unit in units.items() if f"-{field}-" in code} if field else {_PEOPLE}


def _is_other(unit: str, layout: SheetLayout, own: Collection[str]) -> bool:
    """A unit of people says nothing of money or of quality items, each of which has its own; a percentage does."""
    if _PERCENT.fullmatch(unit):
        return True
    return layout.rows == "services" and _counts(layout) and all(is_other_unit(unit, one) for one in own if one)


def _counts(layout: SheetLayout) -> bool:
    return all(column.type == "count" for column in layout.filled_in)


def _told(sheet: RawSheet, row: int, at: int, text: str, layout: SheetLayout, units: Collection[str]) -> Finding:
    own = "satuan formulir" if layout.rows != "services" else " atau ".join(sorted(units))
    own = own if _counts(layout) else "rupiah"
    words = {"value": text.strip(), "name": layout.name, "unit": own}
    return catalogue.rules()["C11"].finding("noted_unit", sheet=sheet.name, cell=f"{letters(at)}{row}", **words)

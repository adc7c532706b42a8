"""What calamine does not tell about an .xlsb: extent, error cells and merged ranges, from the records of [MS-XLSB].

An .xlsb has no formula without a value: its formula cells are kinds of value cells.
"""

from struct import error as StructError
from struct import unpack_from

from tasks.read.package import Package, damaged
from tasks.read.sheet_facts import ERROR_VALUES, SheetFacts

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _RICH_TEXT = 0, 1, 3, 11, 11, 62
_SHEET, _MERGED = 156, 176


def xlsb_facts(package: Package) -> list[SheetFacts | None]:
    """Facts of every worksheet in the order of the workbook; other kinds of sheets are None."""
    targets = package.relations(package.main_part)
    try:
        sheets = [content for kind, content in _records(package.read(package.main_part)) if kind == _SHEET]
        found = []
        for content in sheets:
            relation, name = _relation_and_name(content)
            kind, part = targets.get(relation, ("", ""))
            found.append(_facts(name, package.read(part)) if kind == "worksheet" else None)
        return found
    except (StructError, IndexError) as failure:
        raise damaged() from failure


def _records(content: bytes):
    """(kind, content) of each record: both the kind and the length are numbers of 7 bits a byte."""
    at, size = 0, len(content)
    while at < size:
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | content[at] << 7
            at += 1
        length, shift = 0, 0
        while True:
            byte = content[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        yield kind, content[at : at + length]
        at += length


def _relation_and_name(sheet: bytes) -> tuple[str, str]:
    """BrtBundleSh: state, number, then two texts, each a length and UTF-16."""
    relation, end = _wide_text(sheet, 8)
    return relation, _wide_text(sheet, end)[0]


def _wide_text(record: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * unpack_from("<I", record, at)[0]
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _facts(name: str, content: bytes) -> SheetFacts:
    row, last_row, last_column, faults, merged = 0, 0, 0, {}, []
    for kind, record in _records(content):
        if kind == _ROW:
            row = unpack_from("<I", record)[0] + 1
        elif _BLANK < kind <= _LAST_CELL or kind == _RICH_TEXT:
            column = unpack_from("<I", record)[0] + 1
            last_row, last_column = max(last_row, row), max(last_column, column)
            if kind in (_ERROR, _FORMULA_ERROR):
                faults[row, column] = ERROR_VALUES.get(record[8], "#VALUE!")
        elif kind == _MERGED:
            top, bottom, left, right = unpack_from("<4I", record)
            merged.append((top + 1, left + 1, bottom + 1, right + 1))
    return SheetFacts(name, last_row, last_column, faults, merged)

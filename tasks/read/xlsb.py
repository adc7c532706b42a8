"""What calamine does not tell about an .xlsb: extent, error cells and merged ranges, from the records of [MS-XLSB].

An .xlsb has no formula without a value: its formula cells are kinds of value cells.
"""

from struct import error as StructError
from struct import unpack_from

from tasks.read.package import Package, damaged
from tasks.read.printed import texts_of
from tasks.read.sheet_facts import ERROR_VALUES, SheetFacts
from tasks.read.struck import strikes_through
from tasks.read.styles import codes_of, shown_otherwise

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _RICH_TEXT = 0, 1, 3, 11, 11, 62
_SHEET, _MERGED, _EDGES = 156, 176, 479
_FONT, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 43, 44, 47, 617, 618
_NO_TEXT = 0xFFFFFFFF


def xlsb_facts(package: Package) -> list[SheetFacts | None]:
    """Facts of every worksheet in the order of the workbook; other kinds of sheets are None."""
    targets = package.relations(package.main_part)
    try:
        sheets = [content for kind, content in _records(package.read(package.main_part)) if kind == _SHEET]
        styles, found = _styles_of(package, targets), []
        for content in sheets:
            relation, name = _relation_and_name(content)
            kind, part = targets.get(relation, ("", ""))
            found.append(_facts(name, package.read(part), *styles) if kind == "worksheet" else None)
        return found
    except (StructError, IndexError) as failure:
        raise damaged() from failure


def _styles_of(package: Package, targets: dict) -> tuple[dict[int, str], frozenset[int]]:
    """Number of each cell style -> the code of its number format, where that is a percentage or a scale; and the
    numbers of those whose font strikes through."""
    part = next((part for kind, part in targets.values() if kind == "styles"), "")
    codes, styles, struck, is_cells = {}, [], [], False
    for kind, record in _records(package.read(part)) if part and part in package else ():
        is_cells = kind == _STYLES_BEGIN or (is_cells and kind != _STYLES_END)
        if kind == _FORMAT:
            codes[unpack_from("<H", record)[0]] = _wide_text(record, 2)[0]
        elif kind == _FONT:
            struck.append(strikes_through(record))
        elif kind == _STYLE and is_cells:
            styles.append(unpack_from("<2H", record, 2))
    through = frozenset(style for style, (_, font) in enumerate(styles) if any(struck[font : font + 1]))
    return codes_of(codes, (code for code, _ in styles)), through


def _printed(record: bytes) -> list[str]:
    """The headers and footers of odd, even and first pages."""
    texts, at = [], 2
    while at + 4 <= len(record):
        text, at = ("", at + 4) if unpack_from("<I", record, at)[0] == _NO_TEXT else _wide_text(record, at)
        texts += texts_of(text)
    return texts


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


def _facts(name: str, content: bytes, codes: dict[int, str], struck: frozenset[int]) -> SheetFacts:
    row, last_row, last_column, faults, merged, shown, printed, through = 0, 0, 0, {}, [], {}, [], {}
    for kind, record in _records(content):
        if kind == _ROW:
            row = unpack_from("<I", record)[0] + 1
        elif _BLANK < kind <= _LAST_CELL or kind == _RICH_TEXT:
            column = unpack_from("<I", record)[0] + 1
            last_row, last_column = max(last_row, row), max(last_column, column)
            if kind in (_ERROR, _FORMULA_ERROR):
                faults[row, column] = ERROR_VALUES.get(record[8], "#VALUE!")
            style = unpack_from("<I", record, 4)[0] & 0xFFFFFF if codes or struck else 0
            if codes and (code := codes.get(style)):
                shown[row, column] = code
            if style in struck:
                through[row, column] = ""
        elif kind == _MERGED:
            top, bottom, left, right = unpack_from("<4I", record)
            merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif kind == _EDGES:
            printed = _printed(record)
    percents, scales = shown_otherwise(shown)
    told = {"scales": scales, "printed": printed, "struck": through}
    return SheetFacts(name, last_row, last_column, faults, merged, percents, **told)

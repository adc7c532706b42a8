"""What calamine does not tell about an .xls: extent and error cells, from the records of [MS-XLS] inside [MS-CFB].

A formula that was never calculated can't be told from one whose result is the empty text: both store the same, and
the cell reads as blank. LibreOffice stores 0 for a text: a 0 that may be one is no value. Whatever does not look as
expected here is left to calamine, which has the last word.
"""

from struct import error as StructError
from struct import unpack_from

from tasks.read.formulas import may_be_text
from tasks.read.package import Refused
from tasks.read.printed import texts_of
from tasks.read.sheet_facts import ERROR_VALUES, SheetFacts
from tasks.read.struck import strikes_through
from tasks.read.styles import codes_of, shown_otherwise

_BOF, _EOF, _SHEET, _PASSWORD, _FORMULA, _BOOL_OR_ERROR, _NUMBERS = 0x809, 0x0A, 0x85, 0x2F, 0x06, 0x205, 0xBD
_VALUES = {_FORMULA, _BOOL_OR_ERROR, _NUMBERS, 0x203, 0x204, 0x27E, 0xFD, 0xD6}
_FORMAT, _FONT, _STYLE, _EDGES = 0x41E, 0x31, 0xE0, (0x14, 0x15)
"""The code of a number format, a font, a cell style, and what a page says at its upper and its lower edge."""
_NO_FONT = 4
"""The fonts are numbered without this one."""
_END_OF_CHAIN = 0xFFFFFFFA
_ERROR_RESULT = 2
_ZERO = bytes(8)


def xls_facts(content: bytes) -> list[SheetFacts] | None:
    """Facts of every sheet in the order of the workbook; None where the file is laid out in an unexpected way."""
    try:
        stream = _workbook_stream(content)
        book = list(_records(stream, 0))
        if any(kind == _PASSWORD for kind, _ in book):
            raise Refused("F02")
        codes, struck = _codes_by_style(book), _struck_styles(book)
        return [_facts(stream, record, codes, struck) for kind, record in book if kind == _SHEET]
    except (StructError, IndexError, LookupError):
        return None


def _workbook_stream(content: bytes) -> bytes:
    """The stream Workbook (Book in Excel 5), put together from its sectors."""
    size = 1 << content[30]
    table = _sector_table(content, size)

    def chain(sector: int) -> bytes:
        pieces = []
        while sector < _END_OF_CHAIN and len(pieces) <= len(table):
            pieces.append(content[512 + sector * size : 512 + (sector + 1) * size])
            sector = table[sector]
        return b"".join(pieces)

    directory = chain(unpack_from("<I", content, 48)[0])
    smallest = unpack_from("<I", content, 56)[0]
    for at in range(0, len(directory), 128):
        name = directory[at : at + 64].decode("utf-16-le", "replace").split("\0")[0]
        start, length = unpack_from("<2I", directory, at + 116)
        if name in ("Workbook", "Book") and length >= smallest:
            return chain(start)[:length]
    raise LookupError("no stream Workbook, or one among the small streams")


def _sector_table(content: bytes, size: int) -> list[int]:
    """Of each sector the one that follows it."""
    difat = list(unpack_from("<109I", content, 76))
    following = unpack_from("<I", content, 68)[0]
    while following < _END_OF_CHAIN and len(difat) <= len(content) // size:
        *more, following = unpack_from(f"<{size // 4}I", content, 512 + following * size)
        difat += more
    sectors = [one for one in difat if one < _END_OF_CHAIN]
    return [entry for one in sectors for entry in unpack_from(f"<{size // 4}I", content, 512 + one * size)]


def _records(stream: bytes, at: int):
    """(kind, content) up to the end of the substream that begins at `at`; charts inside it are part of it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<2H", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _codes_by_style(book: list[tuple[int, bytes]]) -> dict[int, str]:
    """Number of each cell style -> the code of its number format, where that may be a percentage or a scale."""
    codes = {unpack_from("<H", record)[0]: _text(record[2:]) for kind, record in book if kind == _FORMAT}
    return codes_of(codes, (unpack_from("<H", record, 2)[0] for kind, record in book if kind == _STYLE))


def _struck_styles(book: list[tuple[int, bytes]]) -> frozenset[int]:
    """The numbers of the cell styles whose font strikes through."""
    fonts = [strikes_through(record) for kind, record in book if kind == _FONT]
    fonts.insert(_NO_FONT, False)
    used = enumerate(unpack_from("<H", record)[0] for kind, record in book if kind == _STYLE)
    return frozenset(style for style, font in used if fonts[font]) if any(fonts) else frozenset()


def _text(record: bytes) -> str:
    """A text with its length before it: since Excel 97 in two bytes, and a third says whether it is UTF-16."""
    if len(record) > 2 and len(record) == 3 + unpack_from("<H", record)[0] * (1 + (record[2] & 1)):
        return record[3:].decode("utf-16-le" if record[2] & 1 else "latin-1", "replace")
    return record[1:].decode("cp1252", "replace")


def _facts(stream: bytes, sheet: bytes, codes: dict[int, str], struck: frozenset[int]) -> SheetFacts:
    """`sheet` is BOUNDSHEET: where the sheet begins, its state and kind, its name."""
    last_row, last_column, faults, shown, printed, through = 0, 0, {}, {}, [], {}
    for kind, record in _records(stream, unpack_from("<I", sheet)[0]):
        if kind in _EDGES:
            printed += texts_of(_text(record))
        if kind not in _VALUES:
            continue
        row, column = unpack_from("<2H", record)
        styles = range(4, len(record) - 2 if kind == _NUMBERS else 10, 6)
        last_row, last_column = max(last_row, row + 1), max(last_column, column + len(styles))
        for number, at in enumerate(styles if codes or struck else ()):
            style = unpack_from("<H", record, at)[0]
            if code := codes.get(style):
                shown[row + 1, column + number + 1] = code
            if style in struck:
                through[row + 1, column + number + 1] = ""
        code = _error_code(kind, record)
        if code is not None:
            faults[row + 1, column + 1] = ERROR_VALUES.get(code, "#VALUE!")
        elif kind == _FORMULA and _may_be_text(record):
            faults[row + 1, column + 1] = None
    percents, scales = shown_otherwise(shown)
    told = {"scales": scales, "printed": printed, "struck": through}
    return SheetFacts(_name(sheet), last_row, last_column, faults, None, percents, **told)


def _may_be_text(formula: bytes) -> bool:
    return formula[6:14] == _ZERO and may_be_text(formula[22 : 22 + unpack_from("<H", formula, 20)[0]])


def _error_code(kind: int, record: bytes) -> int | None:
    if kind == _BOOL_OR_ERROR and record[7]:
        return record[6]
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == _ERROR_RESULT:
        return record[8]
    return None


def _name(sheet: bytes) -> str:
    """Since Excel 97 a byte says whether the characters are UTF-16; before, they follow their number."""
    if len(sheet) > 7 and len(sheet) == 8 + sheet[6] * (1 + (sheet[7] & 1)):
        return sheet[8:].decode("utf-16-le" if sheet[7] & 1 else "latin-1", "replace")
    return sheet[7:].decode("cp1252", "replace")

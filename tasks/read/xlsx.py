"""What calamine does not tell about an .xlsx: how far its values reach, and which cells are faults.

The XML of a sheet is searched with regular expressions over its bytes: no entity is ever expanded, no tree is built,
and only a hit costs Python code. `<dimension>` is not trusted. Sheets that do not write their cells the way Excel
does (a namespace prefix, single quotes, cells without a reference, rows out of order) are walked cell by cell instead.
"""

import html
import re
import zipfile
from functools import lru_cache
from typing import BinaryIO

from schemas.address import LAST_ROW, column_number
from tasks.read.comments import SheetComments
from tasks.read.formulas import asks_to_calculate, never_calculated
from tasks.read.package import Package, attributes_of, check_count, damaged
from tasks.read.printed import printed_on
from tasks.read.raised import with_raised_signs
from tasks.read.references import formula_columns, sources_of
from tasks.read.sheet_facts import ERROR_VALUES, SheetFacts
from tasks.read.struck import Struck
from tasks.read.styles import hidden_columns, hidden_rows, percent_styles, scaled_styles, styled_cells

_WINDOW = 4_000_000
_LONGEST_CELL = 200_000
"""In bytes: 32,767 characters is the most a cell holds, and XML writes some of them with six."""
_LONGEST_ERROR = 20

_USUAL = {"sharedstrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_NOT_READ = ("theme", "calcchain", "vbaproject", "customxml", "externallink")
_RELATIONS = ("_rels/.rels", "xl/_rels/workbook.xml.rels")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TAG = rb"<(?:[\w.-]+:)?"
_SHEET = re.compile(_TAG + rb"sheet\s((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")

_PLAIN_VALUE = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*(?<!/)>\s*(?:<f[^>]*>(?:[^<]*</f>)?\s*)?<(?:v[^>]*>[^<]|is)')
_PLAIN_ERROR = re.compile(rb'<c r="[^>]*\st="e"[^>]*>')
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*)>')
_UNCALCULATED = rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
_PLAIN_UNCALCULATED = re.compile(rb"</f>(?!<v>[^<\s])" + _UNCALCULATED)
"""A glance at what follows is twice as fast for the many that have a result."""
_PLAIN_SHARED_UNCALCULATED = re.compile(rb"<f [^>]*/>" + _UNCALCULATED)
_PLAIN_ROW = re.compile(rb'<row r="(\d+)"')
_NEAR = (9999, 26)
_PREFIXED = re.compile(rb":c")
"""A tag `<x:c>`, and other text; for a rare first letter a search is three times faster than bytes.find."""
_FAR_OR_STRANGE = re.compile(rb'<c(?! r="[A-Z]\d{1,4}")')
"""A cell beyond row 9,999 or column Z, or one that is written in another way."""
_COLUMNS = ((26, re.compile(rb'<c r="[A-Z]{2}')), (702, re.compile(rb'<c r="[A-Z]{3}')))
"""The columns that one and two letters reach, and a cell beyond them."""

_ROW_OR_CELL = re.compile(_TAG + rb"(row|c)(\s[^>]*?)?(/?)>")
_CELL_END = re.compile(rb"</(?:[\w.-]+:)?c\s*>")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})(\d+)$")
_ERROR_CELL = re.compile(
    rb"(" + _TAG + rb"c\s[^>]*\bt\s*=\s*[\"']e[\"'][^>]*(?<!/)>(?:(?!</(?:[\w.-]+:)?c\s*>).)*?" + _TAG + rb"v>)[^<]+",
    re.S,
)
_HAS_VALUE = re.compile(_TAG + rb"(?:v(?:\s[^>]*)?>[^<]|is[\s>])")
_MERGED = re.compile(_TAG + rb"mergeCells[\s>].*?</(?:[\w.-]+:)?mergeCells>", re.S)
_HAS_FORMULA = re.compile(_TAG + rb"f[\s>/]")
_VALUE = re.compile(_TAG + rb"v(?:\s[^>]*)?(?<!/)>([^<]*)")


def xlsx_facts(package: Package, limits: dict) -> list[SheetFacts | None]:
    """Facts of every worksheet in the order of the workbook; other kinds of sheets (charts, dialogs) are None.

    Where a sheet is far from the limits, its last row and column may be given as more than they are.
    """
    targets, workbook = package.relations(package.main_part), package.read(package.main_part)
    listed, uncalculated = _sheets_in(workbook), asks_to_calculate(workbook)
    check_count(len(listed), "lembar", limits)
    percents, scales = percent_styles(package, targets), scaled_styles(package, targets)
    found: list[SheetFacts | None] = []
    comments, struck = SheetComments(package), Struck(package, targets)
    for name, relation in listed:
        kind, part = targets.get(relation, ("", ""))
        if kind != "worksheet":
            found.append(None)
            continue
        xml = package.read(part)
        one = SheetFacts(name, *_facts(xml, limits)[1:5], *_shown(xml, percents, scales))
        one = one._replace(comments=comments.of(part), struck=struck.cells_of(xml))
        one = one._replace(printed=printed_on(xml), sources=sources_of(xml))
        one.faults.update(dict.fromkeys(never_calculated(xml)) if uncalculated else {})
        found.append(one)
    return found


def _shown(xml: bytes, percents: dict[bytes, int], scales: dict[bytes, str]) -> tuple:
    """How the cells are shown, and to which columns formulas refer, in the order of `SheetFacts`."""
    hidden = hidden_rows(xml), hidden_columns(xml)
    return styled_cells(xml, percents), *hidden, formula_columns(xml), styled_cells(xml, scales)


@lru_cache(maxsize=64)
def _sheets_in(workbook: bytes) -> list[tuple[str, str]]:
    """Name and relation of every sheet. Cached, because one program writes the same bytes for every copy of a form."""
    found = []
    for match in _SHEET.finditer(workbook):
        attributes = attributes_of(match[1])
        relations = [value.decode("utf-8", "replace") for key, value in attributes.items() if key.endswith(b":id")]
        name = html.unescape(attributes.get(b"name", b"").decode("utf-8", "replace"))
        found.append((name, relations[0] if relations else ""))
    return found


def has_unknown_errors(facts: list[SheetFacts | None]) -> bool:
    """Whether calamine would refuse the file: it knows the error values Excel had before 2007 only."""
    known = {None, *ERROR_VALUES.values()}
    return any(not known.issuperset(sheet.faults.values()) for sheet in facts if sheet)


def is_usual(package: Package) -> bool:
    """Whether the main part stands where calamine looks for it."""
    return package.main_part.lower() == "xl/workbook.xml"


def copy_for_calamine(package: Package, target: str | BinaryIO, *, as_usual: bool) -> None:
    """The parts that calamine reads, unpacked; unless all is `as_usual`, with #VALUE! in every error cell and the main
    parts in their usual places."""
    main = package.main_part
    targets, moved = package.relations(main), {}
    if not is_usual(package):
        moved = {part.lower(): _USUAL[kind] for kind, part in targets.values() if kind in _USUAL}
        moved[main.lower()] = "xl/workbook.xml"
    read = [main, *_USUAL.values(), *(part for kind, part in targets.values() if kind not in _NOT_READ)]
    with zipfile.ZipFile(target, "w") as copy:
        for part in {part.lower(): part for part in read if part in package}.values():
            content = with_raised_signs(package.read(part))
            content = content if as_usual else _ERROR_CELL.sub(rb"\1#VALUE!", content)
            copy.writestr(moved.get(part.lower(), part), _merged_first(content))
        relations = [package.read(name) for name in _RELATIONS if not moved]
        relations = relations or [_relations({"rId1": ("officeDocument", main)}, moved), _relations(targets, moved)]
        for name, content in zip(_RELATIONS, relations, strict=True):
            copy.writestr(name, content)


def _merged_first(sheet: bytes) -> bytes:
    """A sheet with its merged ranges before its cells: calamine looks for them from the beginning once it has read the
    cells, and where they stand last, or there are none, it would go through all of it again."""
    start, end = _cells_of(sheet)
    if start == 0 or end < 0:
        return sheet
    merged = _MERGED.search(sheet, end)
    return b"".join((sheet[:start], merged[0] if merged else b"<mergeCells></mergeCells>", sheet[start:]))


def _relations(targets: dict[str, tuple[str, str]], moved: dict[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{html.escape(name)}" Type="{_OFFICE}/{kind}"'
        f' Target="/{html.escape(moved.get(part.lower(), part))}"/>'
        for name, (kind, part) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def _facts(xml: bytes, limits: dict) -> SheetFacts:
    if _is_near(xml) and _NEAR[0] <= limits["last_row"] and _NEAR[0] * _NEAR[1] <= limits["cells"]:
        return SheetFacts("", *_NEAR, _plain_faults(xml), None)
    if not _is_plain(xml):
        return _walked_facts(xml)
    rows = [int(number) for number in _PLAIN_ROW.findall(xml)]
    if max(rows, default=0) > LAST_ROW:
        raise damaged()  # no spreadsheet has such a place
    if rows != sorted(rows) or _has_longer_reference(xml, rows[-1:]):
        return _walked_facts(xml)
    last_row = _last_row(xml)
    return SheetFacts("", last_row, _last_column(xml, last_row, limits["cells"]), _plain_faults(xml), None)


def _is_near(xml: bytes) -> bool:
    """Whether every cell is written the way Excel does it, its place first, and no place is far."""
    start, end = _cells_of(xml)
    return not _PREFIXED.search(xml, start, end) and _FAR_OR_STRANGE.search(xml, start, end) is None


def _is_plain(xml: bytes) -> bool:
    """Whether every cell is written the way Excel does it, its place first."""
    start, end = _cells_of(xml)
    return not _PREFIXED.search(xml, start, end) and xml.count(b"<c", start, end) == xml.count(b'<c r="', start, end)


def _cells_of(xml: bytes) -> tuple[int, int]:
    return max(xml.find(b"<sheetData"), 0), xml.rfind(b"</sheetData>")


def _has_longer_reference(xml: bytes, last: list[int]) -> bool:
    """Whether a cell says that it stands in a row of more digits than the last row has."""
    digits = len(str(last[0])) + 1 if last else 1
    return re.search(rb'<c r="[A-Z]+\d{%d}' % digits, xml) is not None


def _last_row(xml: bytes) -> int:
    """The row of the last cell with a value that is not the empty text; the rows ascend."""
    value = xml.rfind(b"</v>")
    while value > 0 and xml[value - 1] == ord(">"):
        value = xml.rfind(b"</v>", 0, value)
    cell = xml.rfind(b'<c r="', 0, max(value, xml.rfind(b"</is>"), 0))
    position = _position(attributes_of(xml[cell : cell + 30])) if cell >= 0 else None
    return position[0] if position else 0


def _last_column(xml: bytes, last_row: int, cells: int) -> int:
    for widest, beyond in _COLUMNS:
        if last_row * widest <= cells and not beyond.search(xml):
            return widest
    columns = {b"@"}
    for start, end in _windows(xml):
        columns.update(_PLAIN_VALUE.findall(xml, start, end))
    return max(map(column_number, columns))


def _windows(xml: bytes):
    """Pieces of the sheet that begin at a cell, so that the list of hits in one stays small."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<c ", start + _WINDOW)
        end = len(xml) if end < 0 else end
        yield start, end
        start = end


def _plain_faults(xml: bytes) -> dict:
    faults = {}
    for match in _PLAIN_ERROR.finditer(xml) if xml.rfind(b't="e"') >= 0 else ():
        cell = _ROW_OR_CELL.match(xml, match.start())
        if position := _position(attributes_of(cell[2])):
            _note_fault(faults, position, cell, xml)
    for pattern in (_PLAIN_UNCALCULATED, _PLAIN_SHARED_UNCALCULATED)[: 2 if xml.rfind(b"<f ") >= 0 else 1]:
        for match in pattern.finditer(xml):
            start = xml.rfind(b'<c r="', max(0, match.start() - _LONGEST_CELL), match.start())
            cell = _PLAIN_CELL.match(xml, start) if start >= 0 else None
            if cell and not (b"<v" in match[0] and b' t="str"' in cell[3]):  # that would be the empty text, a value
                faults[int(cell[2]), column_number(cell[1])] = None
    return faults


def _walked_facts(xml: bytes) -> SheetFacts:
    row, column, last_row, last_column, faults = 0, 0, 0, 0, {}
    for match in _ROW_OR_CELL.finditer(xml):
        attributes = attributes_of(match[2])
        if match[1] == b"row":
            row, column = int(attributes.get(b"r") or row + 1), 0
            continue
        row, column = _position(attributes) or (row, column + 1)
        if _HAS_VALUE.search(_body(match, xml)):
            last_row, last_column = max(last_row, row), max(last_column, column)
        _note_fault(faults, (row, column), match, xml)
    return SheetFacts("", last_row, last_column, faults, None)


def _position(attributes: dict[bytes, bytes]) -> tuple[int, int] | None:
    reference = _REFERENCE.match(attributes.get(b"r", b""))
    return (int(reference[2]), column_number(reference[1].upper())) if reference else None


def _body(cell: re.Match, xml: bytes) -> bytes:
    if cell[3]:
        return b""
    end = _CELL_END.search(xml, cell.end(), cell.end() + _LONGEST_CELL)
    return xml[cell.end() : end.start() if end else cell.end() + _LONGEST_CELL]


def _note_fault(faults: dict, position: tuple[int, int], cell: re.Match, xml: bytes) -> None:
    """A formula whose result is the empty text is `t="str"` with an empty `<v>`: a value. Without `t` it is none."""
    body, kind = _body(cell, xml), attributes_of(cell[2]).get(b"t")
    value = _VALUE.search(body)
    text = value[1].strip() if value else b""
    if kind == b"e" and text:
        faults[position] = html.unescape(text[:_LONGEST_ERROR].decode("utf-8", "replace"))
    elif not text and _HAS_FORMULA.search(body) and not (kind == b"str" and value):
        faults[position] = None

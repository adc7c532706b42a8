"""What an .xlsx says of how its cells are shown: percent formats, hidden rows and columns.

Searched for in the bytes, as in `tasks.read.xlsx`; a workbook without any of them costs a look each.
"""

import html
import re
from functools import lru_cache

from schemas.address import LAST_COLUMN, column_number
from tasks.read.package import Package, attributes_of

_TAG = rb"<(?:[\w.-]+:)?"
_FORMAT = re.compile(_TAG + rb"numFmt\s([^>]*)>")
_STYLES = re.compile(_TAG + rb"cellXfs[\s>].*?</(?:[\w.-]+:)?cellXfs>", re.S)
_STYLE = re.compile(_TAG + rb"xf\s([^>]*)>")
_ROW = re.compile(_TAG + rb"row\s([^>]*)>")
_COLUMN = re.compile(_TAG + rb"col\s([^>]*)>")
_CELL = re.compile(_TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*\s")
"""A cell up to its style, which programs write second, at most so many bytes after its beginning:"""
_LONGEST = 200
_BUILT_IN = {b"9": 0, b"10": 2}
"""The percent formats that Excel has of its own, and their decimals: `0%` and `0.00%`."""
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\[[^\]]*\]")
_ON = (b"1", b"true")


def percent_styles(package: Package, targets: dict) -> dict[bytes, int]:
    """Number of each cell style that shows percentages -> how many decimals it shows."""
    part = next((part for kind, part in targets.values() if kind == "styles"), "")
    return _percents_in(package.read(part)) if part and part in package else {}


@lru_cache(maxsize=64)
def _percents_in(styles: bytes) -> dict[bytes, int]:
    """Cached, because one program writes the same bytes for every copy of a form."""
    if b"%" not in styles and not any(b'numFmtId="%s"' % number in styles for number in _BUILT_IN):
        return {}
    formats = dict(_BUILT_IN)
    for match in _FORMAT.finditer(styles):
        attributes = attributes_of(match[1])
        code = _LITERAL.sub("", html.unescape(attributes.get(b"formatCode", b"").decode("utf-8", "replace")))
        if "%" in code.partition(";")[0]:
            shown = code.partition(";")[0].partition("%")[0].partition(".")[2]
            formats[attributes.get(b"numFmtId", b"")] = sum(mark in "0#?" for mark in shown)
    known = _STYLES.search(styles)
    used = [attributes_of(match[1]).get(b"numFmtId") for match in _STYLE.finditer(known[0])] if known else []
    return {b"%d" % number: formats[one] for number, one in enumerate(used) if one in formats}


def percent_cells(xml: bytes, styles: dict[bytes, int]) -> dict[tuple[int, int], int]:
    """(row, column) of the cells with one of these styles -> the decimals that are shown."""
    found = {}
    for style, decimals in styles.items():
        mark = b's="%s"' % style
        at = xml.find(mark)
        while at >= 0:
            if cell := _CELL.fullmatch(xml, xml.rfind(b"<", max(0, at - _LONGEST), at), at):
                found[int(cell[2]), column_number(cell[1])] = decimals
            at = xml.find(mark, at + len(mark))
    return found


def hidden_rows(xml: bytes) -> list[int]:
    if xml.rfind(b"hidden=") < 0:
        return []
    rows = (attributes_of(match[1]) for match in _ROW.finditer(xml))
    return [int(one[b"r"]) for one in rows if one.get(b"hidden") in _ON and one.get(b"r", b"").isdigit()]


def hidden_columns(xml: bytes) -> list[int]:
    """Those that the columns of a sheet say themselves, which stand before its cells."""
    head = xml[: max(xml.find(b"sheetData"), 0)]
    if head.find(b"hidden=") < 0:
        return []
    hidden = (one for one in map(attributes_of, _COLUMN.findall(head)) if one.get(b"hidden") in _ON)
    spans = [(one.get(b"min", b""), one.get(b"max", b"")) for one in hidden]
    return [
        number
        for first, last in spans
        if first.isdigit() and last.isdigit()
        for number in range(int(first), min(int(last), LAST_COLUMN) + 1)
    ]

"""Formulas whose stored 0 is no result: of a program that left calculating to Excel, or of a text in an .xls file."""

import re
from struct import unpack_from

from schemas.address import column_number

_TAG = rb"<(?:[\w.-]+:)?"
_ASKS_TO_CALCULATE = re.compile(_TAG + rb"calcPr\s[^>]*\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_RESULT = re.compile(
    _TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>" + _TAG + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?f>)"
    rb"\s*" + _TAG + rb"v>([^<]*)<"
)
_PLAIN_RESULT = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*+><f[^>]*+>(?:[^<]*+</f>)?<v>([^<]*+)<")
"""The same as most programs write it, found several times faster."""

_LENGTHS = (
    dict.fromkeys([*range(0x03, 0x17)], 0)
    | {0x01: 4, 0x02: 4, 0x18: 5, 0x19: 3, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8}
    | {0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8}
    | {0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10}
)
"""What follows each token of [MS-XLS] 2.5.198, in bytes; 0x17 is a text with a length of its own."""
_TEXT, _ATTRIBUTE, _SUM_OF_ONE, _CLASSES = 0x17, 0x19, 0x10, 0x40
_ASIDE = (0x15, _ATTRIBUTE)
"""Brackets, and hints that are no step of the computation, but for the sum of one range."""
_ARITHMETIC = {0x03, 0x04, 0x05, 0x06, 0x07, 0x12, 0x13, 0x14, 0x1E, 0x1F}
_NUMERIC_FUNCTIONS = {0, 4, 5, 6, 7, 24, 25, 27, 39, 183, 212, 213, 344, 345, 346}
"""COUNT, SUM, AVERAGE, MIN, MAX, ABS, INT, ROUND, MOD, PRODUCT, ROUNDUP, ROUNDDOWN, SUBTOTAL, SUMIF, COUNTIF."""


def asks_to_calculate(workbook: bytes) -> bool:
    """Whether an .xlsx was made by a program that has Excel calculate its formulas once it is opened.

    Excel itself takes that request out when it saves.
    """
    return _ASKS_TO_CALCULATE.search(workbook) is not None


def never_calculated(xml: bytes) -> list[tuple[int, int]]:
    """(row, column) of the formulas in columns in which every stored result is 0."""
    prefixed = b"<f" not in xml
    marks = (b":f",) if prefixed else (b"</f><v>0</v>", b"/><v>0</v>")
    if all(xml.rfind(mark) < 0 for mark in marks):  # from the end, where bytes are found five times faster
        return []
    found = (_RESULT if prefixed else _PLAIN_RESULT).findall(xml)
    calculated = {column for column, _, value in found if value.strip() not in (b"0", b"")}
    return [(int(row), column_number(column)) for column, row, _ in found if column not in calculated]


def may_be_text(formula: bytes) -> bool:
    """Whether the result of a formula of an .xls, given as its tokens, may be a text: not where it ends in arithmetic.

    LibreOffice stores 0 for a text; a formula that certainly gives a number means its 0.
    """
    at, start, token = 0, 0, 0
    while at < len(formula):
        kind = formula[at] if formula[at] < _CLASSES else 0x20 | formula[at] & 0x1F
        if kind not in _LENGTHS and kind != _TEXT:
            return True
        if kind not in _ASIDE or (kind == _ATTRIBUTE and formula[at + 1] & _SUM_OF_ONE):
            start, token = at, kind
        at += 3 + formula[at + 1] * (1 + (formula[at + 2] & 1)) if kind == _TEXT else 1 + _LENGTHS[kind]
    if token in (0x21, 0x22):
        return (unpack_from("<H", formula, start + 1 + (token == 0x22))[0] & 0x7FFF) not in _NUMERIC_FUNCTIONS
    return token not in (*_ARITHMETIC, _ATTRIBUTE)

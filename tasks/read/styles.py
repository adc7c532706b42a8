"""What an .xlsx says of how its cells are shown: percent formats, scales and three decimals in a format, hidden rows
and columns; what a format says is the same in an .xls and an .xlsb.

Searched for in the bytes, as in `tasks.read.xlsx`; a workbook without any of them costs a look each.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from schemas.address import LAST_COLUMN, column_number
from tasks.read.package import Package, attributes_of
from tasks.read.sheet_facts import BESIDE, CURRENCY, DIVIDED, INSTEAD, THOUSANDTHS

_TAG = rb"<(?:[\w.-]+:)?"
_FORMAT = re.compile(_TAG + rb"numFmt\s([^>]*)>")
_STYLES = re.compile(_TAG + rb"cellXfs[\s>].*?</(?:[\w.-]+:)?cellXfs>", re.S)
_STYLE = re.compile(_TAG + rb"xf\s([^>]*)>")
_ROW = re.compile(_TAG + rb"row\s([^>]*)>")
_COLUMN = re.compile(_TAG + rb"col\s([^>]*)>")
_CELL = re.compile(_TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*\s")
"""A cell up to its style, which programs write second, at most so many bytes after its beginning:"""
_LONGEST = 200
BUILT_IN = {9: "0%", 10: "0.00%"}
"""The percent formats that Excel has of its own, by their numbers."""
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|[_*].|\[[^\]]*\]")
_WRITTEN = re.compile(r"\"([^\"]*)\"|\\(.)|[_*].|\[[^\]]*\]|([0#?][0#?.,]*)")
_SCALE = re.compile(
    r"\b(?:ribu|rb|juta|jt|mil[iy]ar|triliun|trilyun|ratus|puluh|lusin|persen)|[%‰]|^\W*000\b|^\d|^ ?(?:[kmt]|bn)\.?$",
    re.IGNORECASE,
)
"""What a format writes behind a number and makes another number of it in people's eyes: `23 ribu`, `23.000`, `9%`."""
_WORD_BEHIND = re.compile(r" ?(?!(?:orang|org|jiwa|usd|sgd|eur|myr)\b)[A-Za-z]{2}[A-Za-z /]*\.? ?", re.IGNORECASE)
"""A word behind a number. That people are counted, as nearly everywhere, is nothing to ask about."""
_POWERS = (
    re.compile(r"^\W*000\b|\b(?:ribu|rb|k)(?:an)?\b", re.IGNORECASE),
    re.compile(r"^\W*000\W000\b|\b(?:juta|jt)(?:an)?\b|^ ?m\.?$", re.IGNORECASE),
    re.compile(r"\bmil[iy]ard?(?:an)?\b|^ ?(?:m|bn)\.?$", re.IGNORECASE),
    re.compile(r"\btril(?:iun|yun)(?:an)?\b|^ ?t\.?$", re.IGNORECASE),
)
"""By how often a format divides by a thousand, what it writes behind the digits that says so."""
_BARE = re.compile(r"(?:Rp\.? ?)?\d{1,3}(?:[.,]?\d{3})*", re.IGNORECASE)
"""Digits without decimals, with or without marks between thousands."""
_PIECE = re.compile(r"\"[^\"]*\"|\\.|[_*].|\[[^\]]*\]|.", re.DOTALL)
_NOT_OF_FIGURES = re.compile(r"(?:\[[^\]]*\])*\[(?:(?:<=?|=)0|<1)\]")
_CONDITION = re.compile(r"\[[<>=]|\[[hms]+\]", re.IGNORECASE)
_SHOWS = re.compile(r"[0#?@A-Za-z]")
"""Digits, a text, `General`, or what a date is written with."""
_THREE_DECIMALS = re.compile(r"[0#?]\.000(?![0#?.,Ee])")
_SIGN = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\"([^\"]*)\"|\\?([$€£¥])")
_FOREIGN = re.compile(r"[$€£¥]|\b(?:usd|sgd|eur|myr)\b", re.IGNORECASE)
_OWN_FORMATS = 164
"""From this number on formats are a workbook's own; those before it show the currency of the place."""
_ON = (b"1", b"true")


def percent_styles(package: Package, targets: dict) -> dict[bytes, int]:
    """Number of each cell style that shows percentages -> how many decimals it shows."""
    return _percents_in(styles_of(package, targets))


def scaled_styles(package: Package, targets: dict) -> dict[bytes, str]:
    """Number of each cell style that writes a scale or a percent sign behind its numbers -> what it writes,
    THOUSANDTHS for one that shows three decimals, or CURRENCY with the sign of another one than rupiah."""
    return _scales_in(styles_of(package, targets))


def styles_of(package: Package, targets: dict) -> bytes:
    """The part with the styles; empty where there is none."""
    part = next((part for kind, part in targets.values() if kind == "styles"), "")
    return package.read(part) if part and part in package else b""


@lru_cache(maxsize=64)
def _percents_in(styles: bytes) -> dict[bytes, int]:
    """Cached, because one program writes the same bytes for every copy of a form."""
    if b"%" not in styles and not any(b'numFmtId="%d"' % number in styles for number in BUILT_IN):
        return {}
    codes = {b"%d" % number: code for number, code in BUILT_IN.items()} | _codes_in(styles)
    decimals = {number: percent_decimals(code) for number, code in codes.items()}
    return _by_style(styles, {number: shown for number, shown in decimals.items() if shown is not None})


@lru_cache(maxsize=64)
def _scales_in(styles: bytes) -> dict[bytes, str]:
    scales = {number: scale_in(code) or _currency_in(number, code) for number, code in _codes_in(styles).items()}
    formats = {number: scale for number, scale in scales.items() if scale}
    return _by_style(styles, formats) if formats else {}


def _codes_in(styles: bytes) -> dict[bytes, str]:
    found = map(attributes_of, _FORMAT.findall(styles))
    codes = ((one.get(b"numFmtId", b""), one.get(b"formatCode", b"")) for one in found)
    return {number: html.unescape(code.decode("utf-8", "replace")) for number, code in codes}


def percent_decimals(code: str) -> int | None:
    """How many decimals of a percentage a format shows, None where it shows none."""
    shown = _LITERAL.sub("", code).partition(";")[0]
    return sum(mark in "0#?" for mark in shown.partition("%")[0].partition(".")[2]) if "%" in shown else None


def scale_in(code: str) -> str:
    """The scale that a format writes behind its numbers, THOUSANDTHS, DIVIDED, INSTEAD with what is shown in their
    place, or BESIDE with a word; '' where it is none."""
    sections = _sections(code)
    shown = sections if "[" in code else sections[:1]
    return next(filter(None, map(_scale_behind, shown)), "") or _instead(sections)


def _currency_in(number: bytes, code: str) -> str:
    """CURRENCY with the sign of another one than rupiah; '' where there is none."""
    signs = ("".join(one) for one in _SIGN.findall(code)) if number.isdigit() and int(number) >= _OWN_FORMATS else ()
    return next((CURRENCY + one.strip() for one in signs if _FOREIGN.search(one)), "")


def _sections(code: str) -> list[str]:
    """A semicolon in quotes ends none."""
    found = [""]
    for piece in _PIECE.findall(code):
        found = [*found, ""] if piece == ";" else [*found[:-1], found[-1] + piece]
    return found if code else []


def _instead(sections: list[str]) -> str:
    """INSTEAD with the words of a format that shows no digit of a number above 0. What it shows for 0 hides nothing.

    >>> _instead(["", "", ""]), _instead(['"nihil"']), _instead(["#,##0", "", '"-"'])
    (';', ';nihil', '')
    """
    own = next((one for one in sections if not _NOT_OF_FIGURES.match(one)), "0")
    if _CONDITION.search(own) or _SHOWS.search(_LITERAL.sub("", own)):
        return ""
    written = (quoted or escaped for quoted, escaped, _ in _WRITTEN.findall(own))
    return INSTEAD + "".join(written).strip()


def codes_of(codes: dict[int, str], styles: Iterable[int]) -> dict[int, str]:
    """Number of each cell style -> the code of its format, where that is of a percentage or a scale. `styles` are the
    numbers of their formats."""
    known = BUILT_IN | codes
    used = ((number, known.get(style, "")) for number, style in enumerate(styles))
    return {number: code for number, code in used if percent_decimals(code) is not None or scale_in(code)}


def shown_otherwise(shown: dict[tuple[int, int], str]) -> tuple[dict, dict]:
    """(row, column) of the cells that are shown as percentages, and of those shown with a scale."""
    decimals = {place: percent_decimals(code) for place, code in shown.items()}
    percents = {place: number for place, number in decimals.items() if number is not None}
    return percents, {place: scale for place, code in shown.items() if (scale := scale_in(code))}


def _scale_behind(section: str) -> str:
    """What a format writes behind the digits where that is a scale, or DIVIDED: a comma at their end divides by it."""
    digits, behind = "", ""
    for quoted, escaped, number in _WRITTEN.findall(section):
        digits, behind = (digits + number, "") if number else (digits, behind + (quoted or escaped))
    divided = len(digits) - len(digits.rstrip(","))
    if divided:
        shown = f"{DIVIDED}{divided}.{len(digits.rstrip(',').partition('.')[2])}"
        return "" if _says_divided(digits, behind, divided) else shown.removesuffix(".0")
    if digits and is_scale_behind(behind):
        return behind
    if _THREE_DECIMALS.search(_LITERAL.sub("", section)) and "%" not in section:
        return THOUSANDTHS
    return word_beside(behind) if digits else ""


def word_beside(text: str) -> str:
    """BESIDE with a word behind a number; '' where that is no word.

    >>> [word_beside(text) for text in (" KK", " paket sembako", ",-", "")]
    ['_ KK', '_ paket sembako', '', '']
    """
    return BESIDE + text if _WORD_BEHIND.fullmatch(text) else ""


def _says_divided(digits: str, behind: str, times: int) -> bool:
    """Whether it shows the same number as is stored: `7,3 jt`, `7.250` of three decimals."""
    same = times == 1 and _THREE_DECIMALS.search(digits.rstrip(",")) is not None
    return same or (times <= len(_POWERS) and _POWERS[times - 1].search(behind) is not None)


def is_scale_behind(text: str) -> bool:
    """Whether what stands behind a number makes another number of it in people's eyes.

    >>> is_scale_behind(" ribu"), is_scale_behind(",000"), is_scale_behind(" orang")
    (True, True, False)
    """
    return _SCALE.search(text) is not None


def shown_instead(stored: str, shown: str) -> str:
    """INSTEAD with the text of a cell that shows nothing of its whole number above 0, or other digits, as many; DIVIDED
    for its thousands; what is written behind thousands; '' where the digits are the same, or fewer: `7,3 jt`.

    >>> [shown_instead("7250", shown) for shown in ("7.244", "", "7,3 rb", "7.2500", "Rp7.250,00", "7")]
    [';7.244', ';', '', '0', '', '/1']
    """
    if stored.isdigit() and _BARE.fullmatch(shown) and (times := _times_divided(int(stored), shown)):
        return f"{DIVIDED}{times}"
    digits, added = re.sub(r"\D", "", shown), re.search(r"[.,]\d{3}(0+)$", shown)
    if added and digits == stored + added[1]:
        return added[1]
    same = not stored.isdigit() or not stored.strip("0") or stored in digits or 0 < len(digits) < len(stored)
    return "" if same or "%" in shown else INSTEAD + shown.strip()


def _times_divided(stored: int, shown: str) -> int:
    """How often a number was divided by a thousand before its whole thousands are shown; 0 where it was not."""
    digits = int(re.sub(r"\D", "", shown))
    return next((times for times in (1, 2, 3) if digits and digits == round(stored / 1000**times)), 0)


def _by_style(styles: bytes, formats: dict) -> dict:
    used = ((style, given.get(b"numFmtId")) for style, given in cell_styles(styles))
    return {style: formats[one] for style, one in used if one in formats}


def cell_styles(styles: bytes) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """The number of each cell style with what it refers to."""
    known = _STYLES.search(styles)
    found = _STYLE.finditer(known[0]) if known else ()
    return [(b"%d" % number, attributes_of(match[1])) for number, match in enumerate(found)]


def styled_cells(xml: bytes, styles: dict) -> dict[tuple[int, int], Any]:
    """(row, column) of the cells with one of these styles -> what is known of it."""
    found = {}
    for style, known in styles.items():
        mark = b's="%s"' % style
        at = xml.find(mark)
        while at >= 0:
            if cell := _CELL.fullmatch(xml, xml.rfind(b"<", max(0, at - _LONGEST), at), at):
                found[int(cell[2]), column_number(cell[1])] = known
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

"""What is struck through in an .xlsx: whole cells by their style, parts of a text by their runs. In an .xls and an
.xlsb it is whole cells alone.

Searched for in the bytes, as in `tasks.read.xlsx`; a workbook that strikes nothing through costs a look each.
"""

import html
import re
from functools import lru_cache
from struct import unpack_from

from schemas.address import column_number
from schemas.invisible import visible
from tasks.read.comments import pieces
from tasks.read.package import Package, attributes_of
from tasks.read.raised import with_raised_signs
from tasks.read.styles import cell_styles, styled_cells, styles_of

_TAG = rb"<(?:[\w.-]{1,40}:)?"
_MARK = b"strike"
_STRIKES = re.compile(_TAG + rb"strike(?:\s([^<>]{0,100}))?/?>")
_FONTS = re.compile(_TAG + rb"fonts[\s>].*?</(?:[\w.-]{1,40}:)?fonts>", re.DOTALL)
_FONT, _ITEM, _RUN = (re.compile(_TAG + name + rb"(?:\s[^<>]{0,200})?/?>") for name in (b"font", b"si", b"r"))
_TEXT = re.compile(_TAG + rb"t(?:\s[^<>]{0,100})?>([^<]*)")
_SHARED = re.compile(
    _TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]{0,200}\st=\"s\"[^<>]{0,100}>" + _TAG + rb"v>(\d{1,9})<"
)
_INLINE = re.compile(_TAG + rb"c r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]{0,300}>" + _TAG + rb"is>")
_STRIKEOUT = 0x8
_OFF = (b"0", b"false")


class Struck:
    """What a workbook strikes through."""

    def __init__(self, package: Package, targets: dict):
        self._styles = _struck_styles(styles_of(package, targets))
        part = next((part for kind, part in targets.values() if kind == "sharedstrings"), "")
        shared = package.read(part) if part and part in package else b""
        self._texts = _left_of_texts(with_raised_signs(shared)) if _MARK in shared else {}

    def cells_of(self, xml: bytes) -> dict[tuple[int, int], str]:
        """(row, column) of the cells of a sheet of which something is struck through -> what is left, '' where it is
        all."""
        found = styled_cells(xml, self._styles)
        for column, row, number in _SHARED.findall(xml) if self._texts else ():
            if (left := self._texts.get(int(number))) is not None:
                found.setdefault((int(row), column_number(column)), left)
        if xml.rfind(b"<" + _MARK) >= 0:
            for cell, body in pieces(_INLINE, xml):
                if (left := _left_of(body)) is not None:
                    found.setdefault((int(cell[2]), column_number(cell[1])), left)
        return found


@lru_cache(maxsize=64)
def _struck_styles(styles: bytes) -> dict[bytes, str]:
    """Cached, because one program writes the same bytes for every copy of a form."""
    fonts = _FONTS.search(styles) if _MARK in styles else None
    if not fonts:
        return {}
    struck = {b"%d" % number for number, (_, font) in enumerate(pieces(_FONT, fonts[0])) if _is_struck(font)}
    return dict.fromkeys((style for style, given in cell_styles(styles) if given.get(b"fontId") in struck), "")


def strikes_through(font: bytes) -> bool:
    """Whether a font of an .xls or an .xlsb does, by its record."""
    return bool(unpack_from("<H", font, 2)[0] & _STRIKEOUT)


def _left_of_texts(shared: bytes) -> dict[int, str]:
    """What is left of the shared texts of which something is struck through, by their number."""
    items = ((number, _left_of(item)) for number, (_, item) in enumerate(pieces(_ITEM, shared)))
    return {number: left for number, left in items if left is not None}


def _left_of(item: bytes) -> str | None:
    """What is left of a text in runs; None where nothing is struck through."""
    if _MARK not in item:
        return None
    runs = [run for _, run in pieces(_RUN, item)]
    if not any(map(_is_struck, runs)):
        return None
    left = b"".join(text for run in runs if not _is_struck(run) for text in _TEXT.findall(run))
    return visible(html.unescape(left.decode("utf-8", "replace"))).replace("\0", "\N{SYMBOL FOR NULL}")


def _is_struck(piece: bytes) -> bool:
    found = _STRIKES.search(piece) if _MARK in piece else None
    return found is not None and attributes_of(found[1]).get(b"val") not in _OFF

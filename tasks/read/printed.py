"""What stands above and below a sheet on paper: the header and the footer of its pages, of an .xlsx and an .xls."""

import html
import re

_TAG = rb"<(?:[\w.-]{1,40}:)?"
_MARK = b"eaderFooter"
_PRINTED = re.compile(_TAG + rb"(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]{0,100})?>([^<]{1,2000})<")
_PART = re.compile(r"&[LCR]")
_CODE = re.compile(r"&(?:\"[^\"]*\"|\d+|K[0-9A-Fa-f+-]{1,8}|[A-Za-z+-])")
"""A font, a size, a color, a page number: what `&` begins is no text."""


def printed_on(xml: bytes) -> list[str]:
    """The texts of a sheet of an .xlsx; they stand behind its cells."""
    at = xml.rfind(_MARK)
    if at < 0:
        return []
    found = _PRINTED.findall(xml, max(xml.rfind(b"</sheetData>"), 0))
    texts = [html.unescape(one.decode("utf-8", "replace")) for one in found]
    return list(dict.fromkeys(text for one in texts for text in texts_of(one)))


def texts_of(printed: str) -> list[str]:
    """The left, the middle and the right one of a header or footer.

    >>> texts_of('&L&"Arial,Bold"Dinas A && B&C&12(dalam ribuan)&RHalaman &P')
    ['Dinas A & B', '(dalam ribuan)', 'Halaman']
    """
    parts = _PART.split(printed.replace("&&", "\0"))
    return list(filter(None, (_CODE.sub("", one).replace("\0", "&").strip() for one in parts)))

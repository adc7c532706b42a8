"""What stands above and below a sheet on paper: the header and the footer of its pages."""

import html
import re
from functools import lru_cache

from schemas.invisible import visible
from tasks.read.comments import text_of

_TAG = rb"<(?:[\w.-]{1,40}:)?"
_MARK = b"eaderFooter"
_PRINTED = re.compile(_TAG + rb"(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]{0,100})?>([^<]{1,2000})<")
_PART = re.compile(r"&[LCR]")
_CODE = re.compile(r"&(?:\"[^\"]*\"|\d+|K[0-9A-Fa-f+-]{1,8}|[A-Za-z+-])")
"""A font, a size, a color, a page number: what `&` begins is no text."""
_PAGE_STYLE = b"<style:master-page "
_TABLE_STYLE = re.compile(rb"<style:style\s[^<>]{0,500}family=[\"']table[\"'][^<>]{0,500}>")
_NAMED = re.compile(rb"\s(style:name|style:master-page-name)\s*=\s*[\"']([^\"'<>]*)")
_EDGE = re.compile(
    rb"<style:(header|footer)(-left|-first)?(\s[^<>]{0,200})?(?<!/)>(.{0,4000}?)</style:\1\2?>", re.DOTALL
)
_FIELD = re.compile(rb"<text:(?:sheet-name|page-number|page-count|date|time|file-name)[^<>]{0,200}>[^<]{0,200}<")
_MOST = 50_000
"""So much of a page's style is looked at."""


def printed_on(xml: bytes) -> list[str]:
    """The texts of a sheet of an .xlsx; they stand behind its cells."""
    at = xml.rfind(_MARK)
    if at < 0:
        return []
    found = _PRINTED.findall(xml, max(xml.rfind(b"</sheetData>"), 0))
    return list(dict.fromkeys(text for one in found for text in _texts_in(one)))


@lru_cache(maxsize=500)
def _texts_in(printed: bytes) -> list[str]:
    """Cached, because copies of a form have the same ones."""
    return texts_of(html.unescape(printed.decode("utf-8", "replace")))


def printed_in_ods(content: bytes, styles: bytes) -> dict[bytes, list[str]]:
    """Style of a table of an .ods -> the texts on its pages; one that is not shown is none."""
    pages = {}
    for page in styles.split(_PAGE_STYLE)[1:]:
        edges = (one[4] for one in _EDGE.finditer(page[:_MOST]) if b"false" not in (one[3] or b""))
        lines = (line for edge in edges for line in _FIELD.sub(b"<", edge).split(b"</text:p>"))
        texts = (text_of(line).strip() for line in lines)
        pages[dict(_NAMED.findall(b" " + page)).get(b"style:name", b"")] = list(dict.fromkeys(filter(None, texts)))
    if not any(pages.values()):
        return {}
    tables = (dict(_NAMED.findall(tag)) for tag in _TABLE_STYLE.findall(content[: content.find(b"<office:body")]))
    return {one.get(b"style:name", b""): pages.get(one.get(b"style:master-page-name", b""), []) for one in tables}


def texts_of(printed: str) -> list[str]:
    """The left, the middle and the right one of a header or footer.

    >>> texts_of('&L&"Arial,Bold"Dinas A && B&C&12(dalam ribuan)&RHalaman &P')
    ['Dinas A & B', '(dalam ribuan)', 'Halaman']
    """
    parts = _PART.split(visible(printed).replace("&&", "\0"))
    return list(filter(None, (_CODE.sub("", one).replace("\0", "&").strip() for one in parts)))

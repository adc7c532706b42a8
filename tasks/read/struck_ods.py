"""What is struck through in an .ods: whole cells by their style or their column's, parts of a text by their spans.

Searched for in the bytes, as in `tasks.read.ods`; a document that strikes nothing through costs a look.
"""

import html
import re

from schemas.invisible import visible
from tasks.read.comments import ANY_TAG, pieces

_STRIKES = re.compile(rb"text-line-through-(?:style|type)\s*=\s*[\"'](?!none)")
_STRIKES_NOT = re.compile(rb"text-line-through-(?:style|type)\s*=\s*[\"']none")
_STYLE = re.compile(rb"<style:style\s([^<>]{1,1000})>")
_NAMED = re.compile(rb"style:(name|parent-style-name)\s*=\s*[\"']([^\"'<>]*)")
_PARAGRAPH = re.compile(rb"<text:p(?:\s[^<>]{0,200})?>")
_SPAN = re.compile(rb"<text:span\s+text:style-name\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]{0,200}>([^<]*)</text:span>")
_DEEPEST = 9
"""So many styles may be based on each other."""


class StruckInOds:
    """The styles of a document that strike through."""

    def __init__(self, content: bytes, styles: bytes):
        self._styles: set[bytes] = set()
        automatic = content[: max(content.find(b"<office:body"), 0)]
        if _STRIKES.search(automatic) or _STRIKES.search(styles):
            self._styles = _struck_styles(styles + automatic)

    def __bool__(self) -> bool:
        return bool(self._styles)

    def left_of(self, style: bytes, cell: bytes) -> str | None:
        """What is left of a cell of this style, '' where it is all struck through; None where nothing is. `cell` is
        what stands between its tags."""
        if style in self._styles:
            return ""
        if not any(name in self._styles for name, _ in _SPAN.findall(cell)):
            return None
        text = _SPAN.sub(lambda span: b"" if span[1] in self._styles else span[2], cell)
        lines = [ANY_TAG.sub(b"", line.partition(b"</text:p>")[0]) for _, line in pieces(_PARAGRAPH, text)]
        return visible(html.unescape(b"\n".join(lines).decode("utf-8", "replace")))


def _struck_styles(styles: bytes) -> set[bytes]:
    """The names of the styles that strike through, themselves or as what they are based on."""
    own, based_on = {}, {}
    for tag, body in pieces(_STYLE, styles):
        named = dict(_NAMED.findall(tag[1]))
        name, body = named.get(b"name", b""), body.partition(b"</style:style>")[0]
        based_on[name] = named.get(b"parent-style-name", b"")
        if _STRIKES.search(body) or _STRIKES_NOT.search(body):
            own[name] = _STRIKES.search(body) is not None
    struck = set()
    for name in based_on:
        base = name
        for _ in range(_DEEPEST):
            if base in own or not base:
                break
            base = based_on.get(base, b"")
        if own.get(base):
            struck.add(name)
    return struck

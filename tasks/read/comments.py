"""What people note on cells of an .xlsx: notes, the threaded comments of Excel 365, and text boxes over the cells.

Searched for in the bytes, as in `tasks.read.xlsx`; a sheet without any costs a look at the names of the parts.
"""

import html
import re
from collections.abc import Iterator

from schemas.address import column_number
from schemas.invisible import visible
from tasks.read.package import Package, attributes_of

Comment = tuple[int, int, str, str] | tuple[int, int, str, str, bool]
"""The fields of `schemas.workbook.Comment`."""
MOST_COMMENTS, MOST_BYTES = 5_000, 4_000_000
"""What the comments of a workbook may be together; the whole form has 5,000 cells."""
_LONGEST = 32_767
_TAG = rb"<(?:[\w.-]{1,40}:)?"
ANY_TAG = re.compile(rb"<[^<>]*>")
_COMMENT = re.compile(_TAG + rb"(?:comment|threadedComment)\s([^<>]{1,2000})>")
_TEXT = re.compile(_TAG + rb"(?:t|text)(?:\s[^<>]{0,200})?>([^<]*)")
_BOX = re.compile(_TAG + rb"(?:two|one)CellAnchor[\s>]")
_CORNER = re.compile(
    _TAG
    + rb"from>\s*"
    + _TAG
    + rb"col>(\d{1,5})<[^>]{0,50}>\s*(?:<[^>]{0,50}>-?\d{0,20}<[^>]{0,50}>\s*)?"
    + _TAG
    + rb"row>(\d{1,7})<"
)
_PARAGRAPH = re.compile(rb"</(?:[\w.-]{1,40}:)?p>")
_AUTHOR = re.compile(_TAG + rb"author(?:\s[^<>]{0,200})?(?:/>|>([^<]*))")
_PLACE = re.compile(rb"\$?([A-Z]{1,3})\$?(\d{1,7})")
_KINDS = ("comments", "threadedcomment", "drawing")
_OF_A_THREAD = "tc="
"""How the author of the note begins that Excel writes beside a thread, for programs that know none."""
_INSTEAD = re.compile(r"\A.{0,400}?https?://\S{1,200}\s*(?:[^\n:]{1,40}:)?", re.DOTALL)
"""What that note says before the text of the thread."""
_SIGNED = re.compile(r"\A[^\n\d:]{1,80}:\s*\n|\n\t-[^\n]{1,80}\s*\Z")
"""Excel begins a note with its author, Google's spreadsheet ends one with it."""


class SheetComments:
    """The comments of one sheet after another, within the bounds of the workbook."""

    def __init__(self, package: Package):
        self._package, self._comments, self._bytes = package, MOST_COMMENTS, MOST_BYTES

    def of(self, sheet: str) -> list[Comment] | None:
        """Those of the sheet in this part; None where they are too many to be read."""
        if not self._package.has_relations(sheet):
            return []
        related = self._package.relations(sheet).values()
        parts = {kind: part for kind, part in related if kind in _KINDS and part in self._package}
        self._bytes -= sum(map(self._package.size_of, parts.values()))
        if self._bytes < 0:
            return None
        xml = {kind: self._package.read(part) for kind, part in parts.items()}
        notes, threads = (list(comments_in(xml.get(kind, b""))) for kind in _KINDS[:2])
        found = sorted([*_both(notes, threads), *boxes_in(xml.get("drawing", b""))], key=lambda one: one[:2])
        self._comments -= len(found)
        return None if self._comments < 0 else found


def _both(notes: list[Comment], threads: list[Comment]) -> list[Comment]:
    """Notes and threads, without the notes that only stand for threads."""
    threaded = {one[:2] for one in threads}
    kept = [one for one in notes if not (one[2].startswith(_OF_A_THREAD) and one[:2] in threaded)]
    return [*kept, *threads]


def comments_in(xml: bytes) -> Iterator[Comment]:
    """The comments of a part, as far as they say anything. What stands between one and the next belongs to it."""
    authors = [plain_text(name) for name in _AUTHOR.findall(xml)]
    for tag, body in pieces(_COMMENT, xml):
        attributes = attributes_of(tag[1])
        place = _PLACE.fullmatch(attributes.get(b"ref", b""))
        number = attributes.get(b"authorId", b"")
        author = authors[int(number)] if number.isdigit() and len(number) < 6 and int(number) < len(authors) else ""
        text = plain_text(b"".join(_TEXT.findall(body)))
        if place and (said := without_author(text, author)):
            yield int(place[2]), column_number(place[1]), author, said


def boxes_in(xml: bytes) -> Iterator[Comment]:
    """What text boxes and shapes of a drawing say, at the cell below their first corner."""
    for _, body in pieces(_BOX, xml):
        corner = _CORNER.match(body, max(body.find(b"<"), 0))
        lines = (plain_text(b"".join(_TEXT.findall(one))) for one in _PARAGRAPH.split(body))
        text = "\n".join(filter(None, lines))
        if corner and text.strip():
            yield int(corner[2]) + 1, int(corner[1]) + 1, "", text.strip(), False


def pieces(start: re.Pattern, xml: bytes) -> Iterator[tuple[re.Match, bytes]]:
    """Each of such tags with what follows up to the next one."""
    tags = list(start.finditer(xml))
    for tag, end in zip(tags, [*(one.start() for one in tags[1:]), len(xml)], strict=False):
        yield tag, xml[tag.end() : end]


def without_author(text: str, author: str) -> str:
    """A note without the name of who wrote it, which is nobody's business."""
    if author.startswith(_OF_A_THREAD):
        text = _INSTEAD.sub("", text, count=1)
    return _SIGNED.sub("", text.strip().removeprefix(f"{author}:" if author else "")).strip()


def text_of(xml: bytes) -> str:
    """What is left of a piece without its tags."""
    return plain_text(ANY_TAG.sub(b"", xml))


def plain_text(xml: bytes) -> str:
    """What is written between two tags, as people see it."""
    text = visible(html.unescape(xml[: 6 * _LONGEST].decode("utf-8", "replace")))
    return text.replace("\0", "\N{SYMBOL FOR NULL}")[:_LONGEST]

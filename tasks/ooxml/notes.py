"""The notes on the cells of a sheet: a part with their texts, and one with their boxes in the old drawing language VML.

Of VML Excel writes some that is no XML, so its boxes are found by searching and new ones are added before its end.
"""

import re
from collections.abc import Iterator

from schemas.address import cell_name, position_of
from tasks.ooxml.parts import CONTENT_TYPE, SPREADSHEET, Parts, root_with_namespace, with_text
from tasks.ooxml.xml import Element, Part, Unpatchable, escaped

_EMPTY = root_with_namespace("comments", b"<authors/><commentList/>")
_FONT = b'<rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/></rPr>'
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_VML = (
    b"<xml " + _NAMESPACES + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b"<v:shapetype " + _NAMESPACES + b' id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{namespaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_START = re.compile(rb"<(?:[\w.-]{1,40}:)?shape[\s>]")
_SHAPE_END = re.compile(rb"</(?:[\w.-]{1,40}:)?shape\s*>")
_VML_END = re.compile(rb"</(?:[\w.-]{1,40}:)?xml\s*>\s*\Z")
_ROW, _COLUMN = (re.compile(rb"<(?:[\w.-]{1,40}:)?" + name + rb">\s*(\d{1,7})\s*<") for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"(<(?:[\w.-]{1,40}:)?Anchor>)[^<]*")
_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_NUMBER = re.compile(rb"_s(\d{1,9})\b")


class Notes:
    """The notes of one sheet by the address of their cell. `author` writes them, `below` what others noted there;
    `before` holds those that an earlier copy of the author's wrote, which begin as `own`: LibreOffice forgets who wrote
    a note."""

    def __init__(self, parts: Parts, sheet: str, author: str, own: re.Pattern, below: str):
        self._parts, self._sheet = parts, sheet
        self._name_of_author, self._own = author, own
        self._separator = below
        self._name = parts.related(sheet, "comments")
        names = ("authors", "author", "commentList", "comment", "text", "r", "rPh", "t")
        self._part = Part(parts[self._name] if self._name else _EMPTY, lambda name, *_: name in names)
        authors = [one.text for one in self._part.named("author")]
        number = authors.index(author) if author in authors else len(authors)
        if not self._part.named("authors") or not self._part.named("commentList"):
            raise Unpatchable("notes without a list")
        self._author, self._is_new_author = str(number), number == len(authors)
        found = [one for one in self._part.named("comment") if _ADDRESS.fullmatch(one.attributes.get("ref", ""))]
        self._comments = {one.attributes["ref"]: one for one in found}
        texts = dict.fromkeys(self._comments.values(), "")
        for one in self._part.named("t"):
            if (comment := _comment_around(one)) in texts:
                texts[comment] += one.text
        self._texts = {address: texts[comment] for address, comment in self._comments.items()}
        self.before = {one for one, text in self._texts.items() if self._is_ours(one) or self._separator in text}

    def write(self, notes: dict[str, str], anchors: dict[str, str], drawing: str) -> str:
        """Leaves the notes of `before` out and adds `notes`, below what the sender noted in the same cell.

        `anchors` says where their boxes are, `drawing` which part holds the boxes of the sheet ('' none). Gives the id
        of the relation to a drawing that was made, else ''.
        """
        part, kept = self._part, {address for address in self._comments if not self._is_ours(address)}
        if self._is_new_author and notes:
            part.append(part.named("authors")[0], part.tag("author", {}, escaped(self._name_of_author)))
        for address, comment in self._comments.items():
            if address not in kept:
                part.replace(comment, b"")
            elif address in notes or address in self.before:
                self._rewrite(comment, address, notes.get(address, ""))
        for address, text in notes.items():
            if address not in kept:
                body = part.tag("text", {}, self._run(text))
                child = part.tag("comment", {"ref": address, "authorId": self._author}, body)
                part.append(part.named("commentList")[0], child)
        self._save_texts()
        gone = set(self._comments) - kept - set(notes)
        return self._save_boxes(drawing, gone, {address: anchors[address] for address in notes})

    def text_after(self, address: str, text: str) -> str:
        """What a note will say when `text` is added to it: what its box must have room for."""
        return text if self._is_ours(address) else self._senders(address) + self._separator + text

    def _is_ours(self, address: str) -> bool:
        comment = self._comments.get(address)
        by_us = not self._is_new_author and comment is not None and comment.attributes.get("authorId") == self._author
        return comment is None or by_us or bool(self._own.match(self._texts[address]))

    def _senders(self, address: str) -> str:
        return self._texts[address].partition(self._separator)[0]

    def _rewrite(self, comment: Element, address: str, text: str) -> None:
        part = self._part
        body = next((one for one in part.named("text") if one.parent is comment), None)
        if body is None:
            raise Unpatchable("a note without text")
        plain = [one for one in part.named("t") if one.parent is body]
        if plain or address in self.before:
            content = part.tag("r", {}, part.tag("t", {"xml:space": "preserve"}, escaped(self._senders(address))))
        else:
            content = part.xml[body.inner : body.inner_end]
        added = self._run(self._separator + text) if text else b""
        part.replace(body, part.tag("text", {}, content + added))

    def _run(self, text: str) -> bytes:
        space = f' xmlns="{SPREADSHEET}"'.encode() if self._part.prefix else b""
        return b"<r" + space + b">" + _FONT + with_text(text) + b"</r>"

    def _save_texts(self) -> None:
        content = self._part.result()
        if self._name:
            self._parts[self._name] = content
        else:
            name = self._parts.unused("xl/comments{}.xml")
            self._parts.add(name, content, f"{CONTENT_TYPE}comments+xml", self._sheet, "comments")

    def _save_boxes(self, drawing: str, gone: set[str], anchors: dict[str, str]) -> str:
        vml, boxed = _moved(self._parts[drawing] if drawing else _EMPTY_VML, gone, anchors)
        end = _VML_END.search(vml)
        if not end:
            raise Unpatchable("a drawing of notes without an end")
        first = max((int(number) for number in _NUMBER.findall(vml)), default=1024) + 1
        added = [] if b'id="_x0000_t202"' in vml else [_SHAPE_TYPE]
        declared = all(namespace in vml for namespace in _NAMESPACES.split())
        for number, address in enumerate((one for one in anchors if one not in boxed), start=first):
            added.append(_shape(number, address, anchors[address], declared=declared))
        content = vml[: end.start()] + b"".join(added) + vml[end.start() :]
        if drawing:
            self._parts[drawing] = content
            return ""
        name = self._parts.unused("xl/drawings/vmlDrawing{}.vml")
        return self._parts.add(name, content, _VML_TYPE, self._sheet, "vmlDrawing")


def _comment_around(text: Element) -> Element | None:
    """The comment a `<t>` belongs to, unless it only says how a text is pronounced."""
    one = text.parent
    while one is not None and one.name != "comment":
        if one.name == "rPh":
            return None
        one = one.parent
    return one


def _moved(vml: bytes, gone: set[str], anchors: dict[str, str]) -> tuple[bytes, set[str]]:
    """Boxes at their anchors, those that are gone left out; and the cells of all that were there."""
    pieces, position, boxed = [], 0, set()
    for start, end in _shapes(vml):
        shape = vml[start:end]
        address = _address_of(shape)
        pieces.append(vml[position:start])
        if address in anchors:
            shape = _ANCHOR.sub(rb"\g<1>" + anchors[address].encode(), shape)
        pieces.append(b"" if address in gone else shape)
        boxed.add(address)
        position = end
    return b"".join((*pieces, vml[position:])), boxed


def _shapes(vml: bytes) -> Iterator[tuple[int, int]]:
    position = 0
    while (start := _SHAPE_START.search(vml, position)) and (end := _SHAPE_END.search(vml, start.end())):
        yield start.start(), end.end()
        position = end.end()


def _address_of(shape: bytes) -> str:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    is_note = b'ObjectType="Note"' in shape and row and column
    return cell_name(int(row[1]) + 1, int(column[1]) + 1) if is_note else ""


def _shape(number: int, address: str, anchor: str, *, declared: bool) -> bytes:
    row, column = position_of(address)
    fields = {"namespaces": "" if declared else f" {_NAMESPACES.decode()}", "number": number, "anchor": anchor}
    return _SHAPE.format(**fields, row=row - 1, column=column - 1).encode()

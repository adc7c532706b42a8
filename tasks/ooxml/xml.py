"""An XML part that is changed in a few places and stays byte for byte as it was everywhere else.

A real parser (expat) says where each element begins and ends, and the changes are spliced into the bytes. So prefixes,
`mc:Ignorable`, extensions and the order of attributes survive, which a tree that is written anew would change, and
comments or CDATA cannot deceive, as they could a search for text. A part with a DTD is refused: no entity is expanded.
What is added is ASCII with character references, right in every encoding that extends ASCII.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NAME = re.compile(rb"[^\s/>]+")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WHOLE, _MEASURE = re.compile(r"[0-9]{1,9}"), re.compile(r"[0-9]{1,6}(\.[0-9]*)?")
_LONGEST_TEXT = 32_767
"""What a cell of Excel can hold."""


class Unpatchable(Exception):
    """A package that cannot be changed in place; the sender is answered by the list of findings alone."""


@dataclass(slots=True, eq=False)
class Element:
    """`start` to `end` are its bytes, `inner` to `inner_end` its content; `name` is without the part's own prefix."""

    name: str
    attributes: dict[str, str]
    parent: "Element | None"
    depth: int
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    added: list[bytes] = field(default_factory=list)


Keep = Callable[[str, dict[str, str], int], bool]
"""Whether an element (name, attributes, depth; the root has 0) is wanted. Asked of every element, in order."""


class Part:
    """The wanted elements of a part in the order in which they begin, and the changes made to them."""

    def __init__(self, xml: bytes, keep: Keep):
        if b"\0" in xml[:200]:
            raise Unpatchable("not in an encoding that extends ASCII")
        self.xml, self.elements = xml, []
        self.prefix, self.namespace = "", ""
        self._keep, self._open, self._depth = keep, [], -1
        self._touched: dict[int, Element] = {}
        self._edits: list[tuple[int, int, bytes]] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler, self._parser.StartDoctypeDeclHandler = self._characters, _refuse
        try:
            self._parser.Parse(xml, True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # no XML, no number, no encoding that is known
            raise Unpatchable(str(error)) from error

    @property
    def root(self) -> Element:
        return self.elements[0]

    def named(self, name: str) -> list[Element]:
        return [one for one in self.elements if one.name == name]

    def bytes_of(self, element: Element) -> bytes:
        return self.xml[element.start : element.end]

    def tag(self, name: str, attributes: dict[str, object], content: bytes | None = None) -> bytes:
        """An element of the part's own vocabulary; without content a closed one."""
        return _tag(self.prefix + name, attributes, content)

    def insert(self, at: int, added: bytes) -> None:
        self._edits.append((at, at, added))

    def replace(self, element: Element, by: bytes) -> None:
        self._edits.append((element.start, element.end, by))

    def append(self, element: Element, child: bytes) -> None:
        """Adds a last child."""
        element.added.append(child)
        self._touched[element.start] = element

    def set(self, element: Element, **attributes: object) -> None:
        """Sets attributes; those given as None are taken away."""
        for name, value in attributes.items():
            element.attributes.pop(name, None) if value is None else element.attributes.update({name: str(value)})
        self._touched[element.start] = element

    def result(self) -> bytes:
        """The part with its changes. Raises Unpatchable should it no longer be well-formed."""
        edits = list(self._edits)
        for element in self._touched.values():
            name = _NAME.match(self.xml, element.start + 1)[0].decode("latin-1")
            closed, added = element.inner == element.end, b"".join(element.added)
            tag = _tag(name, element.attributes, added if closed and added else None)
            edits.append((element.start, element.inner, tag if closed else tag[:-2] + b">"))
            if added and not closed:
                edits.append((element.inner_end, element.inner_end, added))
        pieces, position = [], 0
        for start, end, by in sorted(edits, key=lambda edit: edit[:2]):
            pieces += (self.xml[position:start], by)
            position = end
        xml = b"".join((*pieces, self.xml[position:]))
        try:
            expat.ParserCreate().Parse(xml, True)
        except expat.ExpatError as error:
            raise Unpatchable(f"changed into something that is no XML: {error}") from error
        return xml

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 0:
            self.prefix = name[: name.find(":") + 1]
            self.namespace = attributes.get(f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns", "")
        name = name.removeprefix(self.prefix) if self.prefix else name
        if self._keep(name, attributes, self._depth) or self._depth == 0:
            start = self._parser.CurrentByteIndex
            inner = _TAG_END.match(self.xml, start).end()
            parent = self._open[-1] if self._open else None
            element = Element(name, attributes, parent, self._depth, start, inner)
            self.elements.append(element)
            self._open.append(element)

    def _end(self, _: str) -> None:
        if self._open[-1].depth == self._depth:
            element = self._open.pop()
            closed = self.xml[element.inner - 2] == ord("/")
            element.inner_end = element.inner if closed else self._parser.CurrentByteIndex
            element.end = element.inner if closed else self.xml.index(b">", element.inner_end) + 1
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._open[-1].depth == self._depth and self._depth:
            self._open[-1].text += text


def keeping(*names: str) -> Keep:
    return lambda name, attributes, depth: name in names


def children(name: str, attributes: dict[str, str], depth: int) -> bool:
    """Keeps what stands directly under the root."""
    return depth == 1


def quoted(sheet: str) -> str:
    """The name of a sheet before the `!` of an address."""
    return "'" + sheet.replace("'", "''") + "'"


def escaped(text: str) -> bytes:
    """A text as the content of an element or attribute, without what XML cannot hold."""
    text = _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text.encode("ascii", "xmlcharrefreplace")


def cell_text(text: str) -> bytes:
    """A text as Excel reads it: `_x0041_` would be an A there unless its underscore is escaped."""
    return escaped(_LOOKS_ESCAPED.sub("_x005F_", text[:_LONGEST_TEXT]))


def whole(text: str | None, otherwise: int = 0) -> int:
    """A number in an attribute; `otherwise` where it is missing or none."""
    return int(text) if text and _WHOLE.fullmatch(text) else otherwise


def measure(text: str | None, otherwise: float) -> float:
    """A width or height in an attribute."""
    return float(text) if text and _MEASURE.fullmatch(text) else otherwise


def _tag(name: str, attributes: dict[str, object], content: bytes | None) -> bytes:
    opened = f"<{name}".encode() + b"".join(
        b" " + key.encode("ascii", "xmlcharrefreplace") + b'="' + escaped(str(value)) + b'"'
        for key, value in attributes.items()
    )
    return opened + b"/>" if content is None else opened + b">" + content + f"</{name}>".encode()


def _refuse(*_: object) -> None:
    raise Unpatchable("has a DTD")

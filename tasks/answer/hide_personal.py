"""Personal data (C09) are not passed on, not even to the one who sent them: neither in the cell nor elsewhere."""

import re

from schemas.invisible import visible
from tasks.ooxml.cells import Position, SheetCells
from tasks.ooxml.parts import Parts
from tasks.ooxml.xml import Element, Part, cell_text, keeping, whole
from tasks.understand.personal_data import blanked, found_in, masked, may_be_among

PERSONAL = "C09"
_TEXTS = re.compile(
    r"(?:^|/)(?:comments?|threadedcomment|drawing|vmldrawing|core|app|custom|headerfooter)[^/]*\.(?:xml|vml)$"
)
"""Parts with texts that no reader sees: notes, shapes, properties. Personal data in them are hidden as well."""


class SharedStrings:
    """The texts that the cells of a workbook share; read when one is asked for."""

    def __init__(self, parts: Parts):
        self._parts, self._name = parts, parts.related(parts.main, "sharedstrings")
        self._part: Part | None = None
        self._texts: dict[Element, str] = {}

    def text(self, number: int) -> str:
        items = self._items()
        return self._texts[items[number]] if 0 <= number < len(items) else ""

    def replace(self, number: int, text: str) -> None:
        items = self._items()
        if 0 <= number < len(items):
            plain = self._part.tag("t", {"xml:space": "preserve"}, cell_text(text))
            self._part.replace(items[number], self._part.tag("si", {}, plain))

    def save(self) -> None:
        if self._part is not None:
            self._parts[self._name] = self._part.result()

    def _items(self) -> list[Element]:
        if not self._name:
            return []
        if self._part is None:
            self._part = Part(self._parts[self._name], keeping("si", "t", "rPh"))
            self._texts = dict.fromkeys(self._part.named("si"), "")
            for one in self._part.named("t"):
                if one.parent in self._texts:  # not in rPh, which says how a text is pronounced
                    self._texts[one.parent] += one.text
        return list(self._texts)


def text_of(cell: bytes, strings: SharedStrings) -> str:
    """What a cell shows, as a text; '' where there is no cell."""
    if not cell:
        return ""
    part = Part(cell, lambda *_: True)
    text = "".join(one.text for one in part.elements if one.name in ("v", "t"))
    return strings.text(whole(text)) if part.root.attributes.get("t") == "s" else text


class Personal:
    """Hides personal data in cells and remembers them, so that no copy of them stays in another part."""

    def __init__(self, strings: SharedStrings):
        self._strings = strings
        self._found: set[str] = set()
        self._replaced: set[int] = set()

    def hide(self, cells: SheetCells, position: Position, shown: str) -> None:
        """Puts the masked text in place of what the cell says, or `shown` where masking finds nothing in it. A cell
        that certainly holds no personal data stays: they are in its note."""
        xml = cells.xml_of(position)
        if not xml:
            return
        part = Part(xml, lambda *_: True)
        kind = part.root.attributes.get("t", "n")
        text = visible("".join(one.text for one in part.elements if one.name in ("v", "t")))
        if not may_be_among([visible(self._strings.text(whole(text, -1))) if kind == "s" else text]):
            return
        if kind == "s":
            number = whole(text, -1)
            if number not in self._replaced:
                self._strings.replace(number, self._hidden(visible(self._strings.text(number)), shown))
                self._replaced.add(number)
            return
        hidden = cell_text(self._hidden(text, shown))
        formulas = b"".join(part.bytes_of(one) for one in part.named("f"))
        if formulas:
            cells.refill(position, "str", formulas + cells.part.tag("v", {}, hidden))
        else:
            cells.refill(position, "inlineStr", cells.part.tag("is", {}, cells.part.tag("t", {}, hidden)))

    def see(self, text: str) -> None:
        """Remembers the personal data in a text that is no cell's, such as the name of a sheet."""
        self._found.update(found_in(text))

    def forget(self, parts: Parts) -> None:
        """In whatever else repeats the data (formulas, links, notes, names) zeros stand for digits, x for letters."""
        self._strings.save()
        for name in parts.names():
            if not name.lower().endswith((".xml", ".vml", ".rels")):
                continue
            content = changed = parts[name]
            also = found_in(content.decode("utf-8", "replace")) if _TEXTS.search(name.lower()) else ()
            for found in sorted({*self._found, *also}, key=len, reverse=True):
                changed = changed.replace(found.encode(), blanked(found).encode())
            if changed != content:
                parts[name] = changed

    def _hidden(self, text: str, shown: str) -> str:
        self.see(text)
        hidden = masked(float(text)) if re.fullmatch(r"[\d.]+[eE][+]?\d+", text) else masked(text)
        return hidden if hidden != text else shown

"""Personal numbers (C09) are not passed on, not even to the one who sent them: neither in the cell nor elsewhere."""

import re

from tasks.cells import masked
from tasks.report.feedback_cells import Position, SheetCells
from tasks.report.feedback_package import Parts
from tasks.report.feedback_xml import Element, Part, cell_text, keeping, whole

PERSONAL = "C09"
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
_SHOWN = 4


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
    """Hides personal numbers in cells and remembers them, so that no copy of them stays in another part."""

    def __init__(self, strings: SharedStrings):
        self._strings = strings
        self._found: set[str] = set()
        self._replaced: set[int] = set()

    def hide(self, cells: SheetCells, position: Position, shown: str) -> None:
        """Puts the masked text in place of what the cell says, or `shown` where masking finds nothing in it."""
        xml = cells.xml_of(position)
        if not xml:
            return
        part = Part(xml, lambda *_: True)
        kind = part.root.attributes.get("t", "n")
        text = "".join(one.text for one in part.elements if one.name in ("v", "t"))
        if kind == "s":
            number = whole(text, -1)
            if number not in self._replaced:
                self._strings.replace(number, self._hidden(self._strings.text(number), shown))
                self._replaced.add(number)
            return
        hidden = cell_text(self._hidden(text, shown))
        formulas = b"".join(part.bytes_of(one) for one in part.named("f"))
        if formulas:
            cells.refill(position, "str", formulas + cells.part.tag("v", {}, hidden))
        else:
            cells.refill(position, "inlineStr", cells.part.tag("is", {}, cells.part.tag("t", {}, hidden)))

    def forget(self, parts: Parts) -> None:
        """In what else repeats a number (formulas, charts, pivot tables) zeros stand for its digits: still a number."""
        self._strings.save()
        if not self._found:
            return
        for name in parts.names():
            if not name.lower().endswith((".xml", ".vml")):
                continue
            content = changed = parts[name]
            for number in self._found:
                digits = number[:_SHOWN] + re.sub(r"\d", "0", number[_SHOWN:])
                changed = changed.replace(number.encode(), digits.encode())
            if changed != content:
                parts[name] = changed

    def _hidden(self, text: str, shown: str) -> str:
        self._found.update(_DIGITS.findall(text))
        hidden = masked(float(text)) if re.fullmatch(r"[\d.]+[eE][+]?\d+", text) else masked(text)
        return hidden if hidden != text else shown

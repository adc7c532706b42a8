"""Styles added behind those of a workbook: a cell's own style but for the fill, and those of the list of findings."""

from dataclasses import dataclass

from tasks.ooxml.parts import SPREADSHEET
from tasks.ooxml.xml import Element, Part, Unpatchable, whole

_FAMILIES = ("fonts", "fills", "borders", "cellXfs")
_NO_COLOUR = {"indexed": "64"}


@dataclass(frozen=True)
class _Format:
    """A style of `cellXfs`: its attributes, and its alignment and protection as they stand."""

    attributes: dict[str, str]
    content: bytes


class Styles:
    """A styles part to which formats are added; what was there keeps its number. `colours` are those of our marks.

    The fill of a mark holds as its second colour, which a solid fill does not show, the colour the cell had before.
    So a copy that is mended and sent in again can be given its own look back.
    """

    def __init__(self, xml: bytes, colours: set[str]):
        self._part = Part(xml, lambda name, attributes, depth: depth <= 2 or name in ("fgColor", "bgColor"))
        families = {one.name: one for one in self._part.elements if one.depth == 1}
        if any(name not in families for name in _FAMILIES):
            raise Unpatchable("styles without " + ", ".join(name for name in _FAMILIES if name not in families))
        self._families = {name: families[name] for name in _FAMILIES}
        self._counts = {name: len(self._of(name)) for name in _FAMILIES}
        self._formats = [_Format(one.attributes, self._content(one)) for one in self._of("cellXfs")]
        self._fills = [self._colours(fill) for fill in self._of("fills")]
        self._ours = colours
        self._known: dict[tuple, int] = {}
        if not self._formats:
            raise Unpatchable("styles without a format")

    def coloured(self, style: int, colour: str) -> int:
        """The number of the style with a fill of `colour` in place of its own."""
        former = self._formats[self._existing(style)]
        shown, _ = self._fill_of(former)
        return self._with_fill(former, self._solid({"rgb": f"FF{colour}"}, shown or _NO_COLOUR))

    def uncoloured(self, style: int) -> int:
        """The number of the style a cell had before it was marked; the style itself where it bears no mark."""
        former = self._formats[self._existing(style)]
        shown, behind = self._fill_of(former)
        if shown.get("rgb", "")[-6:].upper() not in self._ours:
            return style
        before = behind if behind and behind.get("indexed") != _NO_COLOUR["indexed"] else None
        return self._with_fill(former, self._solid(before, _NO_COLOUR) if before else 0)

    def add(self, font: bytes, fill: str = "", border: bytes = b"", alignment: dict[str, object] | None = None) -> int:
        """A style of our own: `font` and `border` as the content of their elements, `fill` a colour."""
        attributes = {
            "numFmtId": "0",
            "fontId": str(self._add("fonts", "font", font)),
            "fillId": str(self._solid({"rgb": f"FF{fill}"}, _NO_COLOUR) if fill else 0),
            "borderId": str(self._add("borders", "border", border) if border else 0),
            "xfId": "0",
            **dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment"), "1"),
        }
        content = self._part.tag("alignment", {"vertical": "top", **(alignment or {})})
        return self._add_format(_Format(attributes, content))

    def result(self) -> bytes:
        for name, family in self._families.items():
            self._part.set(family, count=self._counts[name])
        return self._part.result()

    def _of(self, family: str) -> list[Element]:
        return [one for one in self._part.elements if one.depth == 2 and one.parent is self._families[family]]

    def _content(self, element: Element) -> bytes:
        return self._part.xml[element.inner : element.inner_end]

    def _colours(self, fill: Element) -> tuple[dict[str, str], dict[str, str]]:
        """The colour of a solid fill and the one behind it; nothing of other fills."""
        inside = [one for one in self._part.elements if one.parent is fill]
        found = {one.name: one.attributes for one in inside} if b"solid" in self._content(fill) else {}
        return found.get("fgColor", {}), found.get("bgColor", {})

    def _existing(self, style: int) -> int:
        return style if 0 <= style < len(self._formats) else 0

    def _fill_of(self, one: _Format) -> tuple[dict[str, str], dict[str, str]]:
        number = whole(one.attributes.get("fillId"))
        return self._fills[number] if number < len(self._fills) else ({}, {})

    def _with_fill(self, former: _Format, fill: int) -> int:
        attributes = former.attributes | {"fillId": str(fill), "applyFill": "1"}
        return self._add_format(_Format(attributes, former.content))

    def _solid(self, shown: dict[str, str], behind: dict[str, str]) -> int:
        colours = self._part.tag("fgColor", shown) + self._part.tag("bgColor", behind)
        number = self._add("fills", "fill", self._part.tag("patternFill", {"patternType": "solid"}, colours))
        if number == len(self._fills):
            self._fills.append((shown, behind))
        return number

    def _add_format(self, one: _Format) -> int:
        number = self._add_child("cellXfs", self._part.tag("xf", one.attributes, one.content))
        if number == len(self._formats):
            self._formats.append(one)
        return number

    def _add(self, family: str, name: str, content: bytes) -> int:
        space = {"xmlns": SPREADSHEET} if self._part.prefix and name != "fill" else {}
        return self._add_child(family, self._part.tag(name, space, content))

    def _add_child(self, family: str, child: bytes) -> int:
        if (family, child) not in self._known:
            self._part.append(self._families[family], child)
            self._known[family, child] = self._counts[family]
            self._counts[family] += 1
        return self._known[family, child]

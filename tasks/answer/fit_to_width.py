"""How a marked sheet is printed: as its sender has set it, else fitted to the width of A4, lying where it is wide."""

from collections.abc import Callable

from schemas.address import is_cell, position_of
from tasks.ooxml.xml import Element, Part

PAGE_PROPERTIES = "pageSetUpPr"
AFTER_DRAWING = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    "mc:AlternateContent",
)
"""What may follow `legacyDrawing` in a sheet (ECMA-376 part 1, 18.3.1.99); alternatives there wrap controls."""
_AFTER_SETUP = (
    *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", *AFTER_DRAWING),
)
_A4, _UPRIGHT = 9, 720
"""The number of the paper, and how many pixels are about as wide as it with the usual margins."""


def fit_to_width(part: Part, outline: Part, width: Callable[[int], int]) -> None:
    """Changes `part`, the sheet; `outline` has what stands directly in it, `width` is a column's in pixels."""
    setup, properties = _first(outline, "pageSetup"), _first(outline, PAGE_PROPERTIES)
    if _is_set(setup, properties):
        return
    if properties:
        part.set(properties, fitToPage=1)
    elif sheet := _first(outline, "sheetPr"):
        part.append(sheet, part.tag(PAGE_PROPERTIES, {"fitToPage": 1}))
    else:
        part.insert(outline.root.inner, part.tag("sheetPr", {}, part.tag(PAGE_PROPERTIES, {"fitToPage": 1})))
    lying = {"orientation": "landscape"} if _is_wide(outline, width) else {}
    if setup:
        part.set(setup, fitToWidth=1, fitToHeight=0, **lying)
    else:
        made = part.tag("pageSetup", {"paperSize": _A4, **lying, "fitToHeight": 0})
        part.insert(first_after(outline, _AFTER_SETUP), made)


def first_after(outline: Part, names: tuple[str, ...]) -> int:
    """Where what comes before `names` is put: ahead of the first of them below the cells, else at the end."""
    data = next(one for one in outline.elements if one.name == "sheetData")
    following = (one.start for one in outline.elements if one.name in names and one.start > data.start)
    return next(following, outline.root.inner_end)


def _first(outline: Part, name: str) -> Element | None:
    return next(iter(outline.named(name)), None)


def _is_set(setup: Element | None, properties: Element | None) -> bool:
    """Whether the sender has said how large it is to be printed."""
    fitted = properties is not None and properties.attributes.get("fitToPage") in ("1", "true")
    return fitted or (setup is not None and setup.attributes.get("scale", "100") != "100")


def _is_wide(outline: Part, width: Callable[[int], int]) -> bool:
    """Wider than an upright page; so is one that does not say which columns it uses."""
    used = _first(outline, "dimension")
    last = used.attributes.get("ref", "").rpartition(":")[2] if used else ""
    return not is_cell(last) or sum(map(width, range(1, position_of(last)[1] + 1))) > _UPRIGHT

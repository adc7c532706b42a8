"""What Word would count itself: numbers of captions and the lines of the table of contents, counted beforehand, and the
pages of these lines, which each program counts when it opens the document.

The lines are no field of their own: LibreOffice shows such a field as it was stored, without a page. The page of a line
is one; LibreOffice counts it by itself, Word asks whether it may (`updateFields`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from schemas.period import ROMAN

_TENS = ("", "X", "XX", "XXX")
_UNITS = ("", *ROMAN, "V", "VI", "VII", "VIII", "IX")
_AFTER_UPDATE = (
    *("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "attachedSchema", "themeFontLang"),
    *("clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions"),
    *("readModeInkLockDown", "smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
)
"""What may follow `updateFields` among the settings (ISO/IEC 29500-1, 17.15.1.78)."""
_DEPTH = re.compile(r'TOC\b.*\\o\s+"1-(\d)"')


@dataclass
class _Field:
    """A field under way: its runs up to the separator, what it says, and the paragraphs (`w:p`) it runs through."""

    opening: list
    instruction: str = ""
    separated: bool = False
    paragraphs: list = field(default_factory=list)
    end: object = None


def number_fields(document: Document) -> None:
    """Gives every caption its number and fills the table of contents, where the template has these fields."""
    counted: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        for instruction, shown in _fields(paragraph):
            if instruction.startswith("SEQ "):
                kind = instruction.split()[1]
                counted[kind] += 1
                shown[0].text = str(counted[kind])
    _fill_contents(document)


def empty_contents(document: Document) -> None:
    """Takes out the lines that Word has put into a template's table of contents: they name the template's headings."""
    contents = _contents(document)
    if contents is None:
        return
    first, *others = contents.paragraphs
    for child in list(first):
        if child.tag != qn("w:pPr") and child not in contents.opening:
            first.remove(child)
    first.append(contents.end)
    for other in others:
        other.getparent().remove(other)


def _fields(paragraph: Paragraph) -> Iterator[tuple[str, list]]:
    """Instruction and shown texts (`w:t`) of each field that lies within the paragraph and shows something."""
    for simple in paragraph._p.iter(qn("w:fldSimple")):
        if shown := list(simple.iter(qn("w:t"))):
            yield simple.get(qn("w:instr")).strip(), shown
    instruction, shown, state = "", [], ""
    for element in paragraph._p.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        if element.tag == qn("w:fldChar"):
            state = element.get(qn("w:fldCharType"))
            if state == "begin":
                instruction, shown = "", []
            elif state == "end" and shown:
                yield instruction.strip(), shown
        elif element.tag == qn("w:instrText"):
            instruction += element.text or ""
        elif state == "separate":
            shown.append(element)


def _contents(document: Document) -> _Field | None:
    """The field of the table of contents; there are fields (pages) inside of it."""
    under_way: list[_Field] = []
    for paragraph in document.element.body.iter(qn("w:p")):
        for one in under_way:
            one.paragraphs.append(paragraph)
        for run in paragraph.iter(qn("w:r")):
            kind = _field_kind(run)
            if kind == "begin":
                under_way.append(_Field([], paragraphs=[paragraph]))
            if not under_way:
                continue
            now = under_way[-1]
            if not now.separated:
                now.opening.append(run)
                now.instruction += "".join(text.text or "" for text in run.iter(qn("w:instrText")))
                now.separated = kind == "separate"
            if kind == "end":
                now.end = run
                if _DEPTH.search(now.instruction) and now.separated:
                    return now
                under_way.pop()
    return None


def _fill_contents(document: Document) -> None:
    """A line a heading in place of the field: its number, its text, its page, linked to it."""
    contents = _contents(document)
    if contents is None:
        return
    headings = list(_headings(document, int(_DEPTH.search(contents.instruction)[1])))
    if not headings:
        return
    place = Paragraph(contents.paragraphs[0], document._body)
    for number, heading in enumerate(headings, start=1):
        place._p.addprevious(_line(place, number, *heading))
    for paragraph in contents.paragraphs:
        paragraph.getparent().remove(paragraph)
    _count_when_opened(document)


def _count_when_opened(document: Document) -> None:
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is None:
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        settings.insert_element_before(update, *(f"w:{name}" for name in _AFTER_UPDATE))


def _field_kind(run) -> str:
    mark = run.find(qn("w:fldChar"))
    return "" if mark is None else mark.get(qn("w:fldCharType"))


def _headings(document: Document, depth: int) -> Iterator[tuple[Paragraph, int, str]]:
    """Paragraph, level from 1, and text with its number of each heading."""
    counts = [0] * 9
    for paragraph in document.paragraphs:
        properties = paragraph.style.element.pPr
        outline = None if properties is None else properties.find(qn("w:outlineLvl"))
        if outline is None or int(outline.get(qn("w:val"))) >= depth or not paragraph.text.strip():
            continue
        level = int(outline.get(qn("w:val")))
        number = ""
        if properties.numPr is not None:
            counts[level] += 1
            counts[level + 1 :] = [0] * (8 - level)
            number = _number(document, properties.numPr, counts)
        yield paragraph, level + 1, f"{number} {paragraph.text}".strip()


def _number(document: Document, properties, counts: list[int]) -> str:
    """`BAB II`, `A.`: as the numbering of the heading's style has it; '' where the style is taken out of it."""
    at = 0 if properties.ilvl is None else properties.ilvl.val
    if properties.numId is None or not properties.numId.val:
        return ""
    numbering = document.part.numbering_part.element
    used = numbering.xpath(f'w:num[@w:numId="{properties.numId.val}"]/w:abstractNumId/@w:val')
    levels = numbering.xpath(f'w:abstractNum[@w:abstractNumId="{(used or [""])[0]}"]/w:lvl[@w:ilvl="{at}"]')
    if not levels:
        return ""
    form, text = (levels[0].find(qn(f"w:{name}")).get(qn("w:val")) for name in ("numFmt", "lvlText"))
    return text.replace(f"%{at + 1}", _counted(counts[at], form))


def _counted(number: int, form: str) -> str:
    if form == "upperRoman" and number < 40:
        return _TENS[number // 10] + _UNITS[number % 10]
    if form in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((ord("A") if form == "upperLetter" else ord("a")) + number - 1)
    return str(number)


def _line(place: Paragraph, number: int, heading: Paragraph, level: int, text: str):
    """A paragraph like the field's own: the text, a tab, the page; a click leads to the heading."""
    bookmark = f"_Toc{number:06d}"
    _mark(heading, bookmark, number)
    line = Paragraph(OxmlElement("w:p"), place._parent)
    if place._p.pPr is not None:
        line._p.append(deepcopy(place._p.pPr))
    line.paragraph_format.left_indent = (level - 1) * 360_000
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    line._p.append(link)
    shown = line.add_run(text)
    shown.bold = True if level == 1 else None
    link.append(shown._r)
    for part in ("\t", "begin", f" PAGEREF {bookmark} \\h ", "separate", "end"):
        link.append(_part(line, part))
    return line._p


def _part(line: Paragraph, part: str):
    run = line.add_run("\t" if part == "\t" else "")._r
    if part.startswith(" PAGEREF"):
        instruction = OxmlElement("w:instrText")
        instruction.set(qn("xml:space"), "preserve")
        instruction.text = part
        run.append(instruction)
    elif part != "\t":
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), part)
        run.append(mark)
    return run


def _mark(heading: Paragraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    at = 0 if heading._p.pPr is None else 1
    heading._p.insert(at, start)
    heading._p.append(end)

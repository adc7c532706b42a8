"""What Word would count itself, counted beforehand: numbers of captions and the lines of the table of contents.

A field shows what was last put into it until somebody has it updated, and programs that only display never do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from schemas.period import ROMAN

_TENS = ("", "X", "XX", "XXX")
_UNITS = ("", *ROMAN, "V", "VI", "VII", "VIII", "IX")
_HINT = "Nomor halaman: klik kanan daftar ini, pilih Perbarui Bidang (Update Field), lalu seluruh tabel."
"""Stands below the lines and vanishes with the first update, which puts the pages in."""
_DEPTH = re.compile(r'TOC\b.*\\o\s+"1-(\d)"')


def number_fields(document: Document) -> None:
    """Gives every caption its number and fills the table of contents, where the template has these fields."""
    counted: Counter[str] = Counter()
    contents = None
    for paragraph in document.paragraphs:
        for instruction, shown in _fields(paragraph):
            if instruction.startswith("SEQ "):
                kind = instruction.split()[1]
                counted[kind] += 1
                shown[0].text = str(counted[kind])
            elif found := _DEPTH.match(instruction):
                contents = paragraph, int(found[1])
    if contents:
        _fill_contents(document, *contents)


def _fields(paragraph: Paragraph) -> Iterator[tuple[str, list]]:
    """Instruction and shown texts (`w:t`) of each field that lies within the paragraph."""
    for simple in paragraph._p.iter(qn("w:fldSimple")):
        yield simple.get(qn("w:instr")).strip(), list(simple.iter(qn("w:t")))
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


def _fill_contents(document: Document, place: Paragraph, depth: int) -> None:
    """A line a heading in the field's result: its number, its text, its page, linked to it."""
    headings = list(_headings(document, depth))
    if not headings:
        return
    runs = list(place._p.iter(qn("w:r")))
    kinds = [_field_kind(run) for run in runs]
    opening, end = runs[: kinds.index("separate") + 1], runs[kinds.index("end")]
    for run in runs[kinds.index("separate") + 1 : kinds.index("end")]:
        place._p.remove(run)
    lines = [_line(place, number, *heading) for number, heading in enumerate(headings, start=1)]
    for run in reversed(opening):
        lines[0].insert(list(lines[0]).index(lines[0].pPr) + 1, run)
    hint = Paragraph(OxmlElement("w:p"), place._parent)
    hint.add_run(_HINT).italic = True
    hint._p.append(end)
    for line in (*lines, hint._p):
        place._p.addprevious(line)
    place._p.getparent().remove(place._p)


def without_contents_field(document: Document) -> None:
    """The lines of the table of contents stay, the field around them goes: LibreOffice counts the pages only then."""
    inside = False
    for paragraph in list(document.paragraphs):
        runs = paragraph._p.findall(qn("w:r"))
        if any(_DEPTH.match((text.text or "").strip()) for run in runs for text in run.findall(qn("w:instrText"))):
            inside = True
        if not inside:
            continue
        ends = any(_field_kind(run) == "end" for run in runs)
        for run in runs:
            paragraph._p.remove(run)
        if ends:
            paragraph._p.getparent().remove(paragraph._p)
            return


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
    """`BAB II`, `A.`: as the numbering of the heading's style has it."""
    numbering = document.part.numbering_part.element
    used = numbering.num_having_numId(properties.numId.val).abstractNumId.val
    at = 0 if properties.ilvl is None else properties.ilvl.val
    path = f'w:abstractNum[@w:abstractNumId="{used}"]/w:lvl[@w:ilvl="{at}"]'
    level = numbering.xpath(path)[0]
    form, text = (level.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("numFmt", "lvlText"))
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

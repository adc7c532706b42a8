"""Files as LibreOffice prints them, and whether the words of a Word table fit their columns."""

import re
import subprocess
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.table import Table
from docx.text.run import Run
from fontTools.afmLib import AFM

_PAGE = re.compile(rb"/Type\s*/Page\b")
_STREAM = re.compile(rb"stream\r?\n")
_FONT_SIZE = re.compile(rb"/F\d+ ([\d.]+) Tf")


def printed(folder: Path, *paths: Path) -> list[Path]:
    """A PDF of each, in `folder`."""
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 our own files
    return [folder / path.with_suffix(".pdf").name for path in paths]


def page_count(pdf: Path) -> int:
    return len(_PAGE.findall(pdf.read_bytes()))


def font_sizes(pdf: Path) -> set[float]:
    """Of every text, in points."""
    content, sizes = pdf.read_bytes(), set()
    for stream in _STREAM.finditer(content):
        try:
            drawn = zlib.decompressobj().decompress(content[stream.end() :])
        except zlib.error:  # a picture or a font
            continue
        sizes |= {float(size) for size in _FONT_SIZE.findall(drawn)}
    return sizes


def pages(pdf: Path) -> list[str]:
    """The text of each page."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]  # noqa: S603 our own words


def torn_words(document: Document) -> list[tuple[str, float]]:
    """The words in cells of its tables that are wider than their column, and the room there is (cm)."""
    return [
        (word, round(room, 2))
        for table in document.tables
        for margins in [_margins(table)]
        for row in table.rows
        for cell in row.cells
        for room in [cell.width.cm - margins]
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        for size, bold in [_font(run)]
        for word in re.split(r"\s|(?<=-)", run.text)
        if _width(word, size, bold) > room
    ]


def _margins(table: Table) -> float:
    """Left and right of a cell's text; 0.19 cm each where nothing is said."""
    said = [table._tbl.tblPr, *(style.element for style in _styles(table.style))]
    for one in said:
        if found := one.findall(f".//{qn('w:tblCellMar')}/*[@{qn('w:w')}]"):
            sides = [side for side in found if side.tag in (qn("w:left"), qn("w:right"), qn("w:start"), qn("w:end"))]
            return sum(int(side.get(qn("w:w"))) for side in sides) / 567
    return 0.38


def _styles(style) -> Iterator:
    while style is not None:
        yield style
        style = style.base_style


def _font(run: Run) -> tuple[float, bool]:
    """Its size in cm, and whether it is bold."""
    size, bold = _font_of_style(run.part, run._parent._p.style)
    own = run.font
    return own.size.cm if own.size else size, bold if own.bold is None else own.bold


@lru_cache(maxsize=64)
def _font_of_style(part: DocumentPart, name: str | None) -> tuple[float, bool]:
    fonts = [style.font for style in _styles(part.get_style(name, WD_STYLE_TYPE.PARAGRAPH))]
    size = next((font.size.cm for font in fonts if font.size), 11 / 28.35)
    return size, next((font.bold for font in fonts if font.bold is not None), False)


def _width(word: str, size: float, bold: bool) -> float:
    return sum(_letters(bold)[letter] for letter in word) * size


def letters_width(text: str, points: float) -> float:
    """Of a text in plain Arial, in points."""
    return sum(_letters(bold=False)[letter] for letter in text) * points


@cache
def _letters(bold: bool) -> dict[str, float]:
    """How wide a letter of Arial and Liberation Sans is, for its size; Helvetica's are as wide."""
    font = AFM(f"{matplotlib.get_data_path()}/fonts/afm/{'phvb8a' if bold else 'phvr8a'}.afm")
    from fontTools.agl import UV2AGL

    known = {chr(code): font[name][1] / 1000 for code, name in UV2AGL.items() if font.has_char(name)}
    return _Widths(known)


class _Widths(dict):
    def __missing__(self, letter: str) -> float:
        return 0.6

"""Where a table may break over pages: not below its heading, nor so that its last row or its note stands alone; and not
so much of it stays together that the page before is left half empty.

Of a long table no more than one row stays with the heading: where more do and the page ends right below them,
LibreOffice 7.4 prints none of the rows that follow.
"""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_SHORT, _SHORT_CM = 7, 8.0
"""A table of so few rows that is no higher stays on one page."""
_NOTE = "Catatan"
"""The style of what is noted below a table."""
_LINE_CM, _LETTER_CM, _PADDING_CM = 0.42, 0.165, 0.15
"""Of a cell, as high and wide as they are on the average."""


def keep_rows_together(document: Document) -> None:
    """Of every table with a heading that is repeated on each page."""
    for table in document.element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        if rows and rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
            for row in [*_kept(rows), *(rows[-1:] if _has_note(table, document) else [])]:
                for paragraph in row.iter(qn("w:p")):
                    Paragraph(paragraph, document._body).paragraph_format.keep_with_next = True


def _has_note(table, document: Document) -> bool:
    below = table.getnext()
    return below is not None and below.tag == qn("w:p") and Paragraph(below, document._body).style.name == _NOTE


def _kept(rows: list) -> list:
    """The rows that stay with the one that follows."""
    if len(rows) <= _SHORT + 1 and sum(map(_height, rows)) <= _SHORT_CM:
        return rows[:-1]
    return [rows[0], rows[-2]]


def _height(row) -> float:
    return _PADDING_CM + _LINE_CM * max(_lines(row), default=1)


def _lines(row) -> Iterator[int]:
    """About how many lines each cell takes."""
    for cell in row.iter(qn("w:tc")):
        width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        room = int(width.get(qn("w:w"), 0)) / 567 if width is not None else 0
        text = "".join(part.text or "" for part in cell.iter(qn("w:t")))
        yield -(-len(text) * _LETTER_CM // room) if room else 1

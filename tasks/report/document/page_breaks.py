"""Where a table may break over pages: not below its heading, nor so that a single row stands alone."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_AT_THE_START = 3
"""So many rows stay with the heading."""
_SHORT = 7
"""A table of so few rows stays on one page."""


def keep_rows_together(document: Document) -> None:
    """Of every table with a heading that is repeated on each page."""
    for table in document.element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        if rows and rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
            for row in _kept(rows):
                for paragraph in row.iter(qn("w:p")):
                    Paragraph(paragraph, document._body).paragraph_format.keep_with_next = True


def _kept(rows: list) -> list:
    """The rows that stay with the one that follows."""
    if len(rows) <= _SHORT + 1:
        return rows[:-1]
    return [*rows[:_AT_THE_START], rows[-2]]

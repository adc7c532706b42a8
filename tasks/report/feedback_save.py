"""Saves an openpyxl workbook so that the same workbook gives the same bytes: openpyxl writes the time into it."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")


class _Package(ZipFile):
    """A package whose entries bear no time of writing."""

    def writestr(self, name: str, data: str | bytes, *_: object) -> None:
        content = data.encode() if isinstance(data, str) else data
        if name == ARC_CORE:
            created = _CREATED.search(content)
            content = _MODIFIED.sub(
                rb"\g<1>" + (created[1] if created else b"1980-01-01T00:00:00Z") + rb"\g<2>", content
            )
        entry = ZipInfo(name, date_time=_LONG_AGO)
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, content)

    def write(self, path: str, name: str) -> None:
        self.writestr(name, Path(path).read_bytes())


def save(book: Workbook, path: Path) -> None:
    """Writes the workbook as .xlsx; Excel recalculates its formulas on opening."""
    book.calculation.fullCalcOnLoad = True
    with _Package(path, "w", ZIP_DEFLATED) as package:
        ExcelWriter(book, package).save()

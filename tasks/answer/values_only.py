"""Workbooks for findings that cannot be put into the sender's own: one with its values, and one without any sheet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schemas.workbook import Cell, RawSheet
from tasks.ooxml.parts import CONTENT_TYPE, RELATION, root_with_namespace

PLAIN_STYLES = root_with_namespace(
    "styleSheet",
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT_TYPE}sheet.main+xml"/></Types>'
)
_MAIN = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_LONG_AGO = datetime(1980, 1, 1)
_OPTIONS = {"in_memory": True, "default_date_format": "dd/mm/yyyy", "nan_inf_to_errors": True}
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def package_without_sheets() -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _MAIN)
        package.writestr("xl/workbook.xml", root_with_namespace("workbook", b"<sheets/>"))
    return file


def package_of_values(sheets: Iterable[RawSheet]) -> BytesIO:
    """An .xlsx with the values of `sheets` in their places and their order; a name Excel cannot have is shortened."""
    file, taken = BytesIO(), set()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": _LONG_AGO})
        for sheet in sheets:
            page = book.add_worksheet(_possible_name(sheet.name, taken))
            for row, cells in enumerate(sheet.rows):
                for column, value in enumerate(cells):
                    _write(page, row, column, value)
            for (row, column), fault in sheet.faults.items():
                page.write_string(row - 1, column - 1, fault)
    return file


def _write(page: Worksheet, row: int, column: int, value: Cell) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(row, column, value[:_LONGEST_TEXT])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, date | time | timedelta):
        page.write_datetime(row, column, value)
    elif value is not None:
        page.write_number(row, column, value)


def _possible_name(name: str, taken: set[str]) -> str:
    plain = name.translate(_NOT_IN_NAMES).strip("'")[:_LONGEST_NAME] or "Lembar"
    chosen, number = plain, 1
    while chosen.lower() in taken:
        number += 1
        chosen = f"{plain[: _LONGEST_NAME - 4]} {number}"
    taken.add(chosen.lower())
    return chosen

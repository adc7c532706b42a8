"""Writers for what the project only reads: .xls, .xlsb, .ods, protected files, and .xlsx from sheet XML as it stands.

A sheet is a list of rows; a cell is a str, a number, None, or an `ErrorCell`. Only what the tests need of each format.
"""

import io
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import msoffcrypto.format.ooxml
import xlwt
from xlwt.CompoundDoc import XlsDoc

ERROR_CODES = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY_RESULT = b"\x03\0\0\0\0\0\xff\xff"  # what xlwt stores for every formula
_DIVISION_BY_ZERO = b"\x02\0\x07\0\0\0\xff\xff"
_FILEPASS = struct.pack("<HHH", 0x2F, 2, 0)


@dataclass(frozen=True)
class ErrorCell:
    """A cell with an Excel error value, typed in or as the result of a formula."""

    text: str
    formula: bool = False


def zipped(path: Path, parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def package_parts(ending: str, sheets: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """The relations of a package whose worksheets are given; `ending` is xml or bin. The workbook part is not in it."""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{number}.{ending}"/>'
        for number in range(1, len(sheets) + 1)
    )
    main = f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.{ending}"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f"<Relationships>{main}</Relationships>",
        f"xl/_rels/workbook.{ending}.rels": f"<Relationships>{relations}</Relationships>",
    }
    for number, content in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.{ending}"] = content
    return parts


def xlsx_parts(*sheet_data: str, prefix: str = "") -> dict[str, str | bytes]:
    """An .xlsx of sheets `Lembar 1`, ... whose `<sheetData>` holds the given XML; `prefix` stands before the root."""
    names = [f"Lembar {number}" for number in range(1, len(sheet_data) + 1)]
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, start=1))
    sheets = {
        name: f"{prefix}<worksheet><sheetData>{data}</sheetData></worksheet>"
        for name, data in zip(names, sheet_data, strict=True)
    }
    return package_parts("xml", sheets) | {
        "xl/workbook.xml": f'<workbook xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>'
    }


def write_xlsx(path: Path, *sheet_data: str, prefix: str = "") -> Path:
    return zipped(path, xlsx_parts(*sheet_data, prefix=prefix))


def xls_stream(sheets: dict[str, list[list]], hidden: str = "", merged: tuple[int, ...] = ()) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name == hidden)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, ErrorCell) and cell.formula:
                    sheet.write(row, column, xlwt.Formula("1/0"))
                elif isinstance(cell, ErrorCell):
                    sheet.row(row).set_cell_error(column, ERROR_CODES[cell.text])
                elif cell is not None:
                    sheet.write(row, column, cell)
        if merged:
            sheet.merge(merged[0] - 1, merged[2] - 1, merged[1] - 1, merged[3] - 1)
    return book.get_biff_data().replace(_EMPTY_RESULT, _DIVISION_BY_ZERO)


def write_xls(path: Path, sheets: dict[str, list[list]], locked: bool = False, **options) -> Path:
    stream = xls_stream(sheets, **options)
    if locked:  # the record that announces encryption follows the first one (BOF)
        start = 4 + struct.unpack_from("<H", stream, 2)[0]
        stream = stream[:start] + _FILEPASS + stream[start:]
    XlsDoc().save(str(path), stream)
    return path


def write_locked_xlsx(path: Path, plain: Path) -> Path:
    """The workbook `plain`, encrypted with a password as Excel does it (ECMA-376 agile encryption)."""
    locked = io.BytesIO()
    with plain.open("rb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(file).encrypt("rahasia", locked)
    path.write_bytes(locked.getvalue())
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    kinds = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while True:
        more = size > 0x7F
        length += bytes([size & 0x7F | 0x80 * more])
        size >>= 7
        if not more:
            return kinds + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, cell: object) -> bytes:
    where = struct.pack("<II", column, 0)
    if isinstance(cell, ErrorCell):
        code = bytes([ERROR_CODES[cell.text]])
        return _record(11, where + code + b"\0" * 10) if cell.formula else _record(3, where + code)
    if cell is None:
        return _record(1, where)
    return _record(6, where + _wide(cell)) if isinstance(cell, str) else _record(5, where + struct.pack("<d", cell))


def xlsb_sheet(rows: dict[int, list], merged: tuple[int, ...] = ()) -> bytes:
    """The binary part of one sheet; `rows` from 1."""
    data = b"".join(
        _record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0))
        + b"".join(_xlsb_cell(column, cell) for column, cell in enumerate(cells))
        for row, cells in rows.items()
    )
    extent = struct.pack("<4I", 0, max(rows, default=1) - 1, 0, 0)
    top, left, bottom, right = merged or (1, 1, 1, 1)
    merges = _record(176, struct.pack("<4I", top - 1, bottom - 1, left - 1, right - 1)) if merged else b""
    return _record(129) + _record(148, extent) + _record(145) + data + _record(146) + merges + _record(130)


def write_shown_xlsb(
    path: Path, sheets: dict[str, dict[int, list]], code: str, printed: str, *, struck: bool = False
) -> Path:
    """An .xlsb of which every number is shown by this format, or struck through, and every page says this at its upper
    edge."""
    edges = struct.pack("<H", 0) + _wide(printed) + b"\xff" * 20
    shown = {
        name: xlsb_sheet(rows)[:-3] + _record(479, edges) + _record(480) + _record(130) for name, rows in sheets.items()
    }
    parts = package_parts("bin", shown)
    relations = "xl/_rels/workbook.bin.rels"
    style = f'<Relationship Id="rId99" Type="{_RELATION}/styles" Target="styles.bin"/></Relationships>'
    parts[relations] = parts[relations].replace("</Relationships>", style)
    count = struct.pack("<I", 1)
    formats = _record(615, count) + _record(44, struct.pack("<H", 164) + _wide(code)) + _record(616)
    style = _record(47, struct.pack("<HHHHHBBH", 0xFFFF, 164, 0, 0, 0, 0, 0, 0))
    formats += _record(611, count) + _record(43, struct.pack("<HH", 220, 8 * struck) + bytes(17)) + _record(612)
    parts["xl/styles.bin"] = _record(278) + formats + _record(617, count) + style + _record(618) + _record(279)
    parts["xl/workbook.bin"] = _xlsb_book(sheets)
    return zipped(path, parts)


def write_xlsb(path: Path, sheets: dict[str, dict[int, list]], hidden: str = "", merged: tuple[int, ...] = ()) -> Path:
    parts = package_parts("bin", {name: xlsb_sheet(rows, merged) for name, rows in sheets.items()})
    parts["xl/workbook.bin"] = _xlsb_book(sheets, hidden)
    return zipped(path, parts)


def _xlsb_book(names: Iterable[str], hidden: str = "") -> bytes:
    listed = b"".join(
        _record(156, struct.pack("<II", int(name == hidden), number) + _wide(f"rId{number}") + _wide(name))
        for number, name in enumerate(names, start=1)
    )
    return _record(131) + _record(143) + listed + _record(144) + _record(132)


def _ods_cell(cell: object) -> str:
    if isinstance(cell, ErrorCell):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=1/0" {kind}><text:p>{cell.text}</text:p></table:table-cell>'
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def ods_row(cells: list) -> str:
    return "<table:table-row>" + "".join(map(_ods_cell, cells)) + "</table:table-row>"


def write_ods(path: Path, tables: dict[str, str], locked: bool = False, page: str = "") -> Path:
    """`tables`: name to its rows as XML (see ods_row); `page` is what stands on the pages of the first, as XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    body = "".join(
        f'<table:table table:name="{name}" table:style-name="ta{at}">{rows}</table:table>'
        for at, (name, rows) in enumerate(tables.items())
    )
    style = '<style:style style:name="ta0" style:family="table" style:master-page-name="Halaman_5f_1"/>'
    pages = (
        f'<style:master-page style:name="Halaman_5f_1">{page}</style:master-page><style:master-page style:name="B"/>'
    )
    lock = "<manifest:encryption-data/>" if locked else ""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {spaces}>{style}<office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}>{pages}</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest>{lock}</manifest:manifest>",
    }
    return zipped(path, parts)

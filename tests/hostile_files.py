"""Files made to hurt: each a few lines, written in milliseconds, small on disk however large it claims or turns out.

A maker takes the path it writes to and the parts of a clean form. Most change one part of that form, so that what is
hostile gets past the reader and has to be borne by the steps behind it as well.
"""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from struct import pack

from schemas.period import Period
from tasks.forms.samples import write_clean
from tests.builders import Book
from tests.effort import full_or
from tests.foreign_formats import ods_row, write_locked_xlsx, write_ods, write_xls, write_xlsb, zipped

Parts = dict[str, bytes]
Make = Callable[[Path, Parts], object]


def later(make: Callable[[], Make]) -> Make:
    """What is large is made where it is written, not where it is listed."""
    return lambda path, form: make()(path, form)


BOOK, TEXTS, RECIPIENTS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MB = 1_000_000
DEEP = full_or(50_000, 300_000)
MANY_ROWS = range(35, full_or(300, 3_000))


@dataclass(frozen=True)
class Hostile:
    """`refused` is the rule that answers a file that is not read, `told` are those that answer one that is.

    Neither: it reads to the figures of the form that it was made from, and nothing is said.
    """

    make: Make
    refused: str = ""
    told: tuple[str, ...] = ()
    ending: str = "xlsx"


# --- packages --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packed:
    """A deflated part as the directory of its zip declares it."""

    data: bytes
    size: int
    crc: int


def repeated(block: bytes, times: int, before: bytes = b"", after: bytes = b"", true_crc: bool = False) -> Packed:
    """`before`, `block` many times, `after`; the block is packed once. What would take long is a true checksum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(after) + packer.flush()
    crc = zlib.crc32(before)
    for _ in range(times if true_crc else 0):
        crc = zlib.crc32(block, crc)
    size = len(before) + len(block) * times + len(after)
    return Packed(start + middle * times + end, size, zlib.crc32(after, crc))


def packed(content: bytes) -> Packed:
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))


def write_package(path: Path, parts: Iterable[tuple[str, bytes | Packed]]) -> None:
    """A zip of these parts in this order, whatever names, sizes and checksums they declare."""
    body, directory, count = bytearray(), bytearray(), 0
    for name, content in parts:
        part = content if isinstance(content, Packed) else packed(content)
        text = name.encode()
        fields = pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, part.crc, len(part.data), part.size, len(text), 0)
        directory += b"PK\1\2" + pack("<H", 20) + fields + pack("<HHHII", 0, 0, 0, 0, len(body)) + text
        body += b"PK\3\4" + fields + text + part.data
        count += 1
    end = pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\5\6" + end)


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def clean_form(path: Path) -> bytes:
    """The form of one regency as a careful person fills it in, about 57 KB."""
    write_clean("62.01", Period(2024, 4), path)
    return path.read_bytes()


def clean_books(folder: Path) -> dict[str, Path]:
    """A clean workbook in each of the other formats, by its ending."""
    sheets = {
        name: [[f"{cell:%d/%m/%Y}" if isinstance(cell, datetime) else cell for cell in cells] for cells in rows]
        for name, rows in Book().sheets.items()
    }
    numbered = {name: dict(enumerate(rows, start=1)) for name, rows in sheets.items()}
    tables = {name: "".join(map(ods_row, rows)) for name, rows in sheets.items()}
    return {
        "xls": write_xls(folder / "form.xls", sheets),
        "xlsb": write_xlsb(folder / "form.xlsb", numbered),
        "ods": write_ods(folder / "form.ods", tables),
    }


# --- ways to change a form -------------------------------------------------------------------------------------------


def with_parts(changed: dict[str, bytes | Packed]) -> Make:
    return lambda path, form: write_package(path, (form | changed).items())


def edited(part: str, pattern: str, text: str | bytes) -> Make:
    """The first match of `pattern` in a part replaced, as it stands."""
    new = text if isinstance(text, bytes) else text.encode()

    def make(path: Path, form: Parts) -> None:
        changed, hits = re.subn(pattern.encode(), lambda _: new, form[part], count=1, flags=re.S)
        assert hits, pattern
        write_package(path, (form | {part: changed}).items())

    return make


def with_cell(xml: str | bytes) -> Make:
    """The form with another F6 on the sheet Penerima: how many are to be served of its first service."""
    return edited(RECIPIENTS, '<c r="F6".*?</c>', xml)


def with_number(text: str, style: int = 19) -> Make:
    return with_cell(f'<c r="F6" s="{style}"><v>{text}</v></c>')


def with_text(text: str | bytes) -> Make:
    content = text if isinstance(text, bytes) else text.encode()
    return with_cell(b'<c r="F6" t="inlineStr"><is><t>' + content + b"</t></is></c>")


def with_rows(xml: str) -> Make:
    """More rows at the end of the sheet Penerima."""
    return edited(RECIPIENTS, "</sheetData>", f"{xml}</sheetData>")


def with_prologue(prologue: str, content: str) -> Make:
    """A document type before the sheet Penerima, and F6 that makes use of it."""

    def make(path: Path, form: Parts) -> None:
        with_cell(f'<c r="F6" t="str"><v>{content}</v></c>')(path, form)
        xml = parts_of(path.read_bytes())[RECIPIENTS].replace(b"<worksheet", prologue.encode() + b"<worksheet", 1)
        write_package(path, (form | {RECIPIENTS: xml}).items())

    return make


def with_named_sheet(name: str) -> Make:
    return edited(BOOK, 'name="Penerima"', f'name="{name}"')


def row(number: int | str, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(reference: str, value: object) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def text(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


# --- bombs -----------------------------------------------------------------------------------------------------------


def _block(size: int, noise: int) -> bytes:
    """Text that packs to a bit more than `noise` bytes, so that no ratio gives it away."""
    return bytes(random.Random(size).choices(range(97, 123), k=noise * 2)).ljust(size, b"A")


def _sheet_of(part: Packed) -> Make:
    return with_parts({RECIPIENTS: part})


def _nested(path: Path, form: Parts) -> None:
    """Zips in a zip in the form, which a virus scanner unpacks and nobody else."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        for level in range(16):
            package.writestr(f"{level}.zip", b"\0" * _MB)
    with_parts({"xl/embeddings/oleObject1.bin": inner.getvalue()})(path, form)


def _one_text(megabytes: int, noise: int, true_crc: bool = False) -> Make:
    """The first of the shared texts, blown up."""

    def make(path: Path, form: Parts) -> None:
        before, rest = form[TEXTS].split(b"<t>", 1)
        after = rest[rest.index(b"</t>") :]
        part = repeated(_block(_MB, noise), megabytes, before + b"<t>", after, true_crc)
        with_parts({TEXTS: part})(path, form)

    return make


def _blank_cells(megabytes: int) -> Make:
    """A sheet of styled cells without values, as exports of online spreadsheets have them by the hundred thousand."""
    cells = b'<c r="D40" s="1"/>' * 50_000 + b"<!--" + _block(8000, 4000) + b"-->"

    def make(path: Path, form: Parts) -> None:
        before, after = form[RECIPIENTS].split(b"</sheetData>")
        times = megabytes * _MB // len(cells)
        part = repeated(cells, times, before + b'<row r="40">', b"</row></sheetData>" + after, true_crc=True)
        _sheet_of(part)(path, form)

    return make


def _white_space(path: Path, form: Parts) -> None:
    before, after = form[RECIPIENTS].split(b"</sheetData>")
    _sheet_of(repeated(b" " * _MB, 9, before, b"</sheetData>" + after, true_crc=True))(path, form)


def _lying_size(path: Path, form: Parts) -> None:
    """Thirty megabytes that call themselves as large as the sheet they replace."""
    real = repeated(b" " * _MB, 30, form[RECIPIENTS])
    _sheet_of(Packed(real.data, len(form[RECIPIENTS]), zlib.crc32(form[RECIPIENTS])))(path, form)


def _overlapping_parts(path: Path, form: Parts) -> None:
    """Every sheet of the directory is the same piece of the file."""
    with_parts({})(path, form)
    content = bytearray(path.read_bytes())
    entries = [found.start() for found in re.finditer(b"PK\1\2", content)]
    for entry in entries[4:]:
        content[entry + 42 : entry + 46] = content[entries[3] + 42 : entries[3] + 46]
    path.write_bytes(content)


BOMBS = {
    "zips in zips": Hostile(_nested),
    "by ratio": Hostile(later(lambda: with_parts({"xl/media/image1.png": repeated(b"\0" * _MB, 30)})), "F04"),
    "by size": Hostile(later(lambda: with_parts({"xl/media/image1.png": repeated(_block(_MB, 4000), 301)})), "F04"),
    "one text of 600 MB": Hostile(_one_text(600, 0), "F04"),
    "one long text that no ratio gives away": Hostile(_one_text(full_or(5, 200), 3500, true_crc=True)),
    "blank cells by the million": Hostile(_blank_cells(full_or(3, 60))),
    "blank cells by the hundred thousand": Hostile(_blank_cells(full_or(1, 8))),
    "white space": Hostile(_white_space),
    "a part larger than it says": Hostile(_lying_size, "F01"),
    "one piece of the file as many parts": Hostile(_overlapping_parts, "F01"),
    "more parts than a workbook has": Hostile(with_parts({f"xl/media/{at}.png": b"" for at in range(2500)}), "F04"),
}


# --- how far a sheet reaches, and what lies on top of it -------------------------------------------------------------


def _merged(*ranges: str) -> Make:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return edited(RECIPIENTS, "</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")


def _many_sheets(count: int) -> Make:
    """Names without end for one and the same part."""
    listed = "".join(f'<sheet name="Lembar {at}" sheetId="{at + 9}" r:id="rId2"/>' for at in range(count))
    return edited(BOOK, "</sheets>", f"{listed}</sheets>")


def _letters(column: int) -> str:
    first, rest = divmod(column - 1, 26)
    return (_letters(first) if first else "") + chr(65 + rest)


def _wide(rows: range) -> Make:
    letters = [_letters(column) for column in range(1, 16385)]
    return with_rows(
        "".join(row(at, *(text(f"{name}{at}", f"judul {c}") for c, name in enumerate(letters, 1))) for at in rows)
    )


def _styled_rows(rows: range) -> Make:
    """In full 330,000 cells with a style and no value: 7 MB of XML around 3,000 values."""
    columns = [chr(letter) for letter in range(ord("A"), ord("Z") + 1)]
    return with_rows("".join(row(at, *(f'<c r="{column}{at}" s="1"/>' for column in columns)) for at in rows))


def _far_ods(path: Path, form: Parts) -> None:
    far = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell office:value-type="float"'
    far += ' office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    write_ods(path, {"Penerima": ods_row(["Kode"]) + far})


def _many_ods_tables(path: Path, form: Parts) -> None:
    table = '<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="float"'
    table += ' office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
    write_ods(path, {f"Lembar {at}": table for at in range(5)})


EXTENTS = {
    "a value in the last cell": Hostile(with_rows(row(1048576, number("XFD1048576", 1))), "F04"),
    "a value in the last row": Hostile(with_rows(row(1048576, number("D1048576", 1))), "F04"),
    "a value in the last column": Hostile(with_rows(row(40, number("XFD40", 1)))),
    "a blank cell in the last cell": Hostile(with_rows(row(1048576, '<c r="XFD1048576" s="3"/>'))),
    "a value beyond the last cell": Hostile(with_rows(row(99999999, number("ZZZ99999999", 1))), "F01"),
    "an export of an online spreadsheet": Hostile(later(lambda: _styled_rows(range(35, full_or(1_500, 12_700))))),
    "a lying dimension, too large": Hostile(edited(RECIPIENTS, 'ref="A1:K34"', 'ref="A1:XFD1048576"')),
    "a lying dimension, too small": Hostile(edited(RECIPIENTS, 'ref="A1:K34"', 'ref="A1"')),
    "a dimension that is none": Hostile(edited(RECIPIENTS, 'ref="A1:K34"', 'ref=":::"'), "F01"),
    "the whole sheet merged, often": Hostile(later(lambda: _merged(*["A1:XFD1048576"] * full_or(5_000, 30_000)))),
    "rows merged across, on top of each other": Hostile(
        _merged(*(f"A{1 + at % 34}:XFD34" for at in range(full_or(5_000, 30_000)))), told=("R03",)
    ),
    "cells merged that are none": Hostile(_merged("A0:B-3", "", "K9:A1", "XFD1048577:A1", "A1:A1"), "F01"),
    "columns by the thousand": Hostile(later(lambda: _wide(range(35, full_or(36, 40))))),
    "sheets by the hundred thousand": Hostile(later(lambda: _many_sheets(100_000)), "F04"),
    "sheets by the hundred": Hostile(_many_sheets(full_or(40, 500)), told=("L04",)),
    "tables that are large together": Hostile(_many_ods_tables, "F04", ending="ods"),
    "an .ods repeated to its last cell": Hostile(_far_ods, "F04", ending="ods"),
    "an .xlsb with a value in its last row": Hostile(
        lambda path, form: write_xlsb(path, {"Penerima": {1: ["x"], 1048576: ["x"] * 5}}), "F04", ending="xlsb"
    ),
    "an .xls with a value in its last cell": Hostile(
        lambda path, form: write_xls(path, {"Penerima": [["x"]] + [[]] * 65534 + [[None] * 255 + ["x"]]}),
        "F04",
        ending="xls",
    ),
    "rows by the thousand": Hostile(
        with_rows("".join(row(at, text(f"B{at}", "K-KES-01"), number(f"F{at}", at)) for at in MANY_ROWS)),
        told=("C05", "R02"),
    ),
    "totals by the thousand": Hostile(
        with_rows(
            "".join(
                row(at, text(f"B{at}", "TOTAL" if at % 2 else "K-KES-01"), number(f"F{at}", at)) for at in MANY_ROWS
            )
        ),
        told=("C05", "R02", "R09"),
    ),
    "services nobody knows by the thousand": Hostile(
        with_rows("".join(row(at, text(f"B{at}", f"K-XYZ-{at}"), number(f"F{at}", at)) for at in MANY_ROWS)),
        told=("R01", "C05"),  # their rows are checked under the nearest guess
    ),
}


# --- XML -------------------------------------------------------------------------------------------------------------

_LAUGHS = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))

XML = {
    "entities that laugh a billion times": Hostile(
        with_prologue(f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]>', "&a9;"), "F01"
    ),
    "an entity from a file": Hostile(
        with_prologue('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"), "F01"
    ),
    "an entity from the network": Hostile(
        with_prologue('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]>', "7"), told=("C02", "R09", "R14")
    ),
    "elements in elements": Hostile(edited(RECIPIENTS, "<cols>", "<x>" * DEEP + "</x>" * DEEP + "<cols>")),
    "elements that never end": Hostile(with_text("<x>" * DEEP), told=("C05",)),
    "an attribute without end": Hostile(edited(RECIPIENTS, "<cols>", '<cols x="' + "y" * 3_000_000), "F01"),
    "tags that never close": Hostile(edited(RECIPIENTS, "<sheetData>", '<sheetData><c r="A1" ' * 100_000), "F01"),
    "sheets that never close": Hostile(edited(BOOK, "<sheets>", "<sheet " * 30_000), "F01"),
    "no end of the sheet": Hostile(edited(RECIPIENTS, "</sheetData>.*", ""), "F01"),
    "bytes that are no UTF-8": Hostile(with_text(b"\xff\xfe\xc3\x28"), "F01"),
    "a sheet in UTF-16": Hostile(
        lambda path, form: with_parts({RECIPIENTS: form[RECIPIENTS].decode().encode("utf-16")})(path, form), "F03"
    ),
    "a sheet that is not there": Hostile(edited(_RELATIONS, "worksheets/sheet2.xml", "worksheets/sheet99.xml"), "F01"),
    "a sheet outside of the package": Hostile(
        edited(_RELATIONS, "worksheets/sheet2.xml", "../../../../etc/hostname"), "F01"
    ),
    "two sheets the same part": Hostile(
        edited(_RELATIONS, "sheet3.xml", "sheet2.xml"), told=("L02", "L03", "L04", "R03")
    ),
    "a workbook that is its own sheet": Hostile(
        edited(_RELATIONS, "worksheets/sheet2.xml", "workbook.xml"), told=("L01",)
    ),
}


# --- cells -----------------------------------------------------------------------------------------------------------

CELLS = {
    "a shared text far beyond the last": Hostile(with_cell('<c r="F6" t="s"><v>999999999</v></c>'), "F01"),
    "a shared text before the first": Hostile(with_cell('<c r="F6" t="s"><v>-1</v></c>'), told=("C01",)),
    "a shared text without a number": Hostile(with_cell('<c r="F6" t="s"><v>abc</v></c>'), told=("C01",)),
    "a style far beyond the last": Hostile(with_number("7", style=999_999_999), told=("R09", "R14")),
    "a kind of cell that is none": Hostile(with_cell('<c r="F6" t="zzz"><v>7</v></c>'), "F01"),
    "a row before the first": Hostile(with_rows(row(-5, number("F-5", 7))), "F01"),
    "a cell far outside of its row": Hostile(with_cell(number("XFD1048576", 7)), "F04"),
    "a cell far outside of any row": Hostile(with_cell(number("F99999999999", 7)), "F01"),
    "row 0": Hostile(with_rows(row(0, number("F0", 7))), "F01"),
    "a row number of 30 digits": Hostile(with_rows(row("9" * 30, number("F" + "9" * 30, 7))), "F01"),
    "a column of 9 letters": Hostile(with_rows(row(40, number("ZZZZZZZZZ40", 7))), "F01"),
    "a cell twice": Hostile(with_cell(number("F6", 7) + number("F6", 8)), told=("R09", "R14")),
    "cells from right to left": Hostile(with_rows(row(40, number("F40", 7), number("B40", 8))), told=("R01", "C05")),
    "a row twice": Hostile(with_rows(row(7, number("F7", 7))), told=("R09", "R14")),
    "not a number": Hostile(with_number("NaN"), told=("C07",)),
    "infinity": Hostile(with_number("Infinity"), told=("C07",)),
    "minus infinity": Hostile(with_number("-inf"), told=("C07",)),
    "a number beyond all floats": Hostile(with_number("1e999"), told=("C07",)),
    "the largest float": Hostile(with_number("1e308"), told=("C01",)),
    "the smallest float": Hostile(with_number("5e-324"), told=("R05", "R09")),
    "minus zero": Hostile(with_number("-0"), told=("R05", "R09")),
    "a number with a comma": Hostile(with_number("1,5"), told=("C04",)),
    "a number in hexadecimal": Hostile(with_number("0x1A"), told=("C01",)),
    "digits without end": Hostile(with_number("9" * 400), told=("C07",)),
    "digits without end as a text": Hostile(with_text("9" * 5000), told=("C01",)),
    "a date after the last": Hostile(with_number("2958466", style=6), told=("H05", "R09")),
    "a date long after the last": Hostile(with_number("1e300", style=6), told=("C01",)),
    "a date before the first": Hostile(with_number("-1", style=6), told=("C01",)),
    "a date that is not a number": Hostile(with_number("NaN", style=6), told=("C01",)),
    "an ISO date that is none": Hostile(with_cell('<c r="F6" t="d"><v>2024-13-45T99:99:99</v></c>'), told=("C01",)),
    "a date without end for the day it was filled in": Hostile(
        edited("xl/worksheets/sheet1.xml", "<v>45676</v>", "<v>1e18</v>")
    ),
    "control characters": Hostile(with_text("_x0000__x0007__x001B_[31m_xFFFF_"), told=("C01",)),
    "lone surrogates": Hostile(with_text("_xD800__xDFFF_"), told=("C01",)),
    "a byte 0 in the text": Hostile(with_text(b"7\x007"), told=("C01",)),
    "a character reference to nothing": Hostile(with_text("&#0;"), "F01"),
    "a reference to a lone surrogate": Hostile(with_text("&#xD800;"), "F01"),
    "text written from right to left": Hostile(with_text("‮00005‬"), told=("C01",)),
    "a formula of another program": Hostile(with_text("=cmd|' /C calc'!A0"), told=("C01",)),
    "braces of a message": Hostile(with_text("{value} {0} %s ${x}"), told=("C01",)),
    "a text longer than a cell holds": Hostile(with_text("x" * 3_000_000), told=("C01",)),
    "a name with path characters": Hostile(with_named_sheet("../../Penerima\\:*?[]")),
    "a name of 300 characters": Hostile(with_named_sheet("Penerima " * 33), told=("L04",)),
    "a name without characters": Hostile(with_named_sheet(""), told=("L04",)),
    "a name with control characters": Hostile(with_named_sheet("Penerima&#10;&#9;_x0007_"), told=("L04",)),
    "two sheets of one name": Hostile(edited(BOOK, 'name="Mutu"', 'name="Penerima"'), told=("L01", "L04")),
}


# --- what belongs to Excel and is not for us -------------------------------------------------------------------------


def _with_macros(path: Path, form: Parts) -> None:
    types = form["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    write_package(path, (form | {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 999}).items())


def _with_external_link(path: Path, form: Parts) -> None:
    link = b'<externalLink><externalBook r:id="rId1"/></externalLink>'
    target = b'<Relationships><Relationship Id="rId1" Target="http://127.0.0.1:9/a.xlsx" TargetMode="External"/>'
    with_cell('<c r="F6"><f>[1]Lembar!A1</f><v>10138</v></c>')(path, form)
    parts = parts_of(path.read_bytes()) | {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": target + b"</Relationships>",
    }
    write_package(path, parts.items())


def _strict(path: Path, form: Parts) -> None:
    """Strict OOXML, in which openpyxl finds no sheets: the same elements in namespaces of another name."""
    strict = {name: _in_strict_namespaces(content) for name, content in form.items()}
    write_package(path, strict.items())


def _in_strict_namespaces(content: bytes) -> bytes:
    for family in (b"spreadsheetml", b"officeDocument", b"drawingml"):
        old, new = b"http://schemas.openxmlformats.org/%s/2006/" % family, b"http://purl.oclc.org/ooxml/%s/" % family
        content = content.replace(old, new)
    return content


def _duplicate(path: Path, form: Parts) -> None:
    write_package(path, [*form.items(), (RECIPIENTS, b"<worksheet/>")])


def _same_but_for_capitals(path: Path, form: Parts) -> None:
    write_package(path, [*form.items(), (RECIPIENTS.upper(), b"<worksheet/>")])


def _locked(kind: str) -> Make:
    """A password in each format: the two newer ones are the same container around another package."""

    def make(path: Path, form: Parts) -> None:
        if kind == "xls":
            write_xls(path, {"Penerima": [["x"]]}, locked=True)
        elif kind == "ods":
            write_ods(path, {"Penerima": ods_row(["x"])}, locked=True)
        else:
            plain = path.with_name(f"{path.stem} terbuka")
            write_xlsb(plain, {"Penerima": {1: ["x"]}}) if kind == "xlsb" else write_package(plain, form.items())
            write_locked_xlsx(path, plain)
            plain.unlink()

    return make


def _with_comments(content: bytes | Packed) -> Make:
    """The form with notes on the sheet Penerima."""
    relation = b'<Relationships><Relationship Id="rId1" Type="x/comments" Target="../comments1.xml"/></Relationships>'
    rels = RECIPIENTS.replace("worksheets/", "worksheets/_rels/") + ".rels"
    return with_parts({rels: relation, "xl/comments1.xml": content})


_NOTE = b'<comment ref="F6" authorId="0"><text><t>seharusnya 1</t></text></comment>'

OTHERS = {
    "a million comments": Hostile(later(lambda: _with_comments(repeated(_NOTE, 1_000_000))), "F04"),
    "a hundred thousand comments": Hostile(_with_comments(_NOTE * 100_000), told=("L06",)),
    "comments of 50 MB": Hostile(_with_comments(repeated(b"x" * 1000, 50_000)), told=("L06",)),
    "a comment of 3 MB": Hostile(
        _with_comments(b'<comment ref="F6"><text><t>' + b"9 " * 1_500_000 + b"</t></text></comment>"), told=("L03",)
    ),
    "comments without end": Hostile(_with_comments(b'<comment ref="F6">' * full_or(10_000, 200_000))),
    "comments in UTF-16": Hostile(_with_comments(_NOTE.decode().encode("utf-16")), "F03"),
    "comments with entities that laugh": Hostile(
        _with_comments(f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]><comment ref="F6"><t>&a9;</t></comment>'.encode())
    ),
    "macros": Hostile(_with_macros, ending="xlsm"),
    "strict OOXML": Hostile(_strict),
    "a link to another workbook": Hostile(_with_external_link),
    "a part twice": Hostile(_duplicate, "F01"),
    "a part twice but for capitals": Hostile(_same_but_for_capitals, "F01"),
    "parts outside of the package": Hostile(with_parts({"../../../tmp/x": b"x", "/etc/x": b"x"})),
    "nothing": Hostile(lambda path, form: path.write_bytes(b""), "F01"),
    "one byte": Hostile(lambda path, form: path.write_bytes(b"P"), "F03"),
    "zeros": Hostile(lambda path, form: path.write_bytes(b"\0" * 60_000), "F01"),
    **{f"a password in .{kind}": Hostile(_locked(kind), "F02", ending=kind) for kind in ("xlsx", "xlsb", "xls", "ods")},
}

CORPUS = {
    f"{group}: {name}": hostile
    for group, files in {"bombs": BOMBS, "extents": EXTENTS, "xml": XML, "cells": CELLS, "others": OTHERS}.items()
    for name, hostile in files.items()
}


# --- wrong kinds -----------------------------------------------------------------------------------------------------

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".XLSX", ".csv", ".zip", "")


def wrong_kinds(folder: Path, form: Parts) -> dict[str, bytes]:
    """What people send instead of a workbook, by its name."""
    word = {"_rels/.rels": form["_rels/.rels"].replace(b"xl/workbook.xml", b"word/document.xml")}
    return {
        "pdf": b"%PDF-1.7\n1 0 obj",
        "gambar": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "foto": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "csv": b"Kode;Jumlah\nK-KES-01;12\n",
        "html": b"<html><table><tr><td>1</td></tr></table></html>",
        "xml": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "program": b"MZ\x90\0\x03" + b"\0" * 99,
        "basis data": b"SQLite format 3\0" + b"\0" * 99,
        "rar": b"Rar!\x1a\x07\x00",
        "word": zipped(folder / "word", word | {"word/document.xml": b""}).read_bytes(),
        "zip": zipped(folder / "zip", {"a.xlsx": b"x"}).read_bytes(),
    }

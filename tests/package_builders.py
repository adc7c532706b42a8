"""Workbooks with what a library drops: charts, images, drop-downs, macros; and the parts of a package to compare."""

import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import xlsxwriter

RICH = "Data Ñusa's 2"
"""The sheet of the rich workbook in which tests mark cells."""


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def with_parts(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Writes the package anew with each part as `change` gives it; None leaves it out."""
    changed = {name: change(name, content) for name, content in parts_of(path).items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in changed.items():
            if content is not None:
                package.writestr(name, content)
    return path


def with_text(path: Path, part: str, old: str, new: str) -> Path:
    """Replaces a text in one part; it must be there."""

    def change(name: str, content: bytes) -> bytes:
        assert name != part or old.encode() in content
        return content.replace(old.encode(), new.encode()) if name == part else content

    return with_parts(path, change)


def with_prefix(path: Path) -> Path:
    """The same workbook as programs on .NET write it: every element of the spreadsheet's vocabulary as `x:...`."""

    def change(name: str, content: bytes) -> bytes:
        if b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"' not in content:
            return content
        tagged = re.sub(rb"<(/?)(?=[A-Za-z]+[\s/>])", rb"<\1x:", content)
        return tagged.replace(b" xmlns=", b" xmlns:x=")

    return with_parts(path, change)


def strict(path: Path) -> Path:
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_parts(path, lambda _, content: content.replace(old, b"http://purl.oclc.org/ooxml/spreadsheetml/main"))


def rich_workbook(path: Path, *, macros: bool = False) -> Path:
    """Two sheets with a chart, an image, drop-downs, conditional formats, notes, names, protection and a formula."""
    with xlsxwriter.Workbook(path) as book:
        cover, page = book.add_worksheet("Sampul"), book.add_worksheet(RICH)
        cover.write("A1", "Sampul")
        cover.insert_image("B3", "logo.png", {"image_data": BytesIO(picture())})
        yellow, thick = book.add_format({"bg_color": "#FFF2CC", "num_format": "#,##0"}), book.add_format({"bold": True})
        page.set_column("A:A", 31.5, thick)
        page.set_column("B:C", 12, yellow)
        page.set_row(9, 33, thick)
        page.write_row("A1", ["Layanan", "Target", "Terlayani"], thick)
        for row in range(1, 6):
            page.write_row(row, 0, [f"K-KES-0{row}", 100 * row, 90 * row], yellow)
        page.write_formula("B7", "=SUM(B2:B6)", yellow, 1500)
        page.merge_range("A8:C9", "Catatan bersama", thick)
        page.data_validation("C2:C6", {"validate": "integer", "criteria": ">=", "value": 0})
        page.conditional_format("C2:C6", {"type": "data_bar", "data_bar_2010": True})
        page.write_comment("C3", "catatan pengirim", {"author": "Pengirim"})
        page.protect("")
        page.freeze_panes(1, 1)
        page.print_area("A1:C9")
        page.activate()
        page.set_first_sheet()
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": [RICH, 1, 1, 5, 1], "categories": [RICH, 1, 0, 5, 0]})
        page.insert_chart("E2", chart)
        book.define_name("Sasaran", f"='{RICH.replace(chr(39), chr(39) * 2)}'!$B$2:$B$6")
        if macros:
            book.add_vba_project(BytesIO(b"makro"), is_stream=True)
    return path


def picture() -> bytes:
    """A red dot as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header, pixel = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def saved_by_libreoffice(folder: Path, *paths: Path, kind: str = "xlsx") -> list[Path]:
    """The workbooks opened by LibreOffice without a screen and saved again as another kind in `folder`."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profil", "--convert-to", kind]
    program = shutil.which(command[0])
    subprocess.run(  # noqa: S603 our own files
        [program, *command[1:], "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=120
    )
    return [folder / f"{path.stem}.{kind}" for path in paths]

"""Files that cannot be read, one for each sentence of rules F01 to F04."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from config import catalogue
from config.settings import settings
from schemas.finding import Finding
from schemas.period import Period
from tasks.forms.form import form_identity, write_form
from tasks.read.workbooks import read_workbook
from tasks.understand.workbook import normalise


@dataclass(frozen=True)
class FileExample:
    """`make` writes the file; `limits` are the settings under which it is read."""

    rule: str
    variant: str
    make: Callable[[Path], None]
    limits: dict[str, float] = field(default_factory=dict)


def form(path: Path) -> None:
    write_form(path, catalogue.layout_of("62.01"), form_identity("62.01", Period(2024, 4)))


def cut_off(path: Path) -> None:
    form(path)
    path.write_bytes(path.read_bytes()[:20_000])


def encrypted(path: Path) -> None:
    """The first sector of an OLE2 file and a directory with the stream of an encrypted package."""
    directory = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + (34).to_bytes(2, "little")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(4096, b"\0"))


def far_corner(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Penerima")
        sheet.write(0, 0, "No")
        sheet.write(1_048_575, 16_383, "x")


def sheetless(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Lembar!$A$1:$A$3"})
        book.add_chartsheet("Grafik").set_chart(chart)
        book.add_worksheet("Lembar")
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if "worksheets/sheet1.xml" not in name}
    names = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = names[: names.index('<sheet name="Lembar"')].encode() + b"</sheets></workbook>"
    with zipfile.ZipFile(path, "w") as rest:
        for name, content in parts.items():
            rest.writestr(name, content)


def heavy(path: Path) -> None:
    """Two million cells: allowed, but more than 60 MB."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Penerima")
        sheet.write(0, 0, "No")
        sheet.write(99_999, 19, "x")


FILE_EXAMPLES = [
    FileExample("F01", "damaged", cut_off),
    FileExample("F01", "empty", lambda path: path.write_bytes(b"")),
    FileExample("F01", "sheetless", sheetless),
    FileExample("F02", "default", encrypted),
    FileExample("F03", "default", lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj")),
    FileExample("F04", "size", form, {"file_mb": 0.01}),
    FileExample("F04", "unpacked", form, {"unpacked_mb": 0.05}),
    FileExample("F04", "cells", far_corner),
    FileExample("F04", "effort", heavy, {"memory_mb": 60}),
]


def findings_of_file(example: FileExample, folder: Path) -> list[Finding]:
    path = folder / "kiriman.xlsx"
    example.make(path)
    limits = settings().limits.model_copy(update=example.limits)
    return normalise(read_workbook(path, limits)).findings

"""Has LibreOffice compute every formula of a workbook anew, and compares with the values that were written."""

import re
import subprocess
import zipfile
from html import unescape
from math import isclose
from pathlib import Path

from python_calamine import CalamineWorkbook

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
_FORMULA = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*><f>([^<]*)</f>')


def recalculate(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them after computing everything, in `folder` under the same names."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    home = f"-env:UserInstallation={profile.parent.as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 our own files
    return [folder / path.name for path in paths]


def formulas(path: Path) -> dict[str, dict[str, str]]:
    """Sheet -> address -> formula. Reads what XlsxWriter wrote: its sheets are numbered in their order."""
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    with zipfile.ZipFile(path) as package:
        parts = [package.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(names) + 1)]
    return {
        name: {column + row: unescape(formula) for column, row, formula in _FORMULA.findall(part)}
        for name, part in zip(names, parts, strict=True)
    }


def differences(written: Path, computed: Path) -> list[tuple]:
    """(sheet, cell, formula, value written, value computed) of every formula whose values are not the same."""
    then, now = (CalamineWorkbook.from_path(str(path)) for path in (written, computed))
    found = []
    for sheet, cells in formulas(written).items():
        was, new = (book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for book in (then, now))
        for address, formula in cells.items():
            pair = _at(was, address), _at(new, address)
            if not _same(*pair):
                found.append((sheet, address, formula, *pair))
    return found


def _at(rows: list[list], address: str) -> object:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = int(address[len(letters) :])
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def _same(one: object, other: object) -> bool:
    """Numbers to 1e-9; sums of rupiah to the same part of their size."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return isclose(one, other, rel_tol=1e-15, abs_tol=1e-9)

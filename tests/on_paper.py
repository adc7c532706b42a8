"""Files as LibreOffice prints them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_printing = pytest.mark.skipif(
    not (SOFFICE and shutil.which("pdftotext")), reason="LibreOffice and poppler are not installed"
)
_PAGE = re.compile(rb"/Type\s*/Page\b")


def printed(folder: Path, *paths: Path) -> list[Path]:
    """A PDF of each, in `folder`."""
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 our own files
    return [folder / path.with_suffix(".pdf").name for path in paths]


def page_count(pdf: Path) -> int:
    return len(_PAGE.findall(pdf.read_bytes()))


def pages(pdf: Path) -> list[str]:
    """The text of each page."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]  # noqa: S603 our own words

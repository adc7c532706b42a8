"""A Word document as PDF, by LibreOffice where it is installed.

No part of the published report: what LibreOffice writes depends on its version, on the fonts of the machine and on the
clock (it stamps the moment and a random number into every file), so that the same report would not be the same bytes.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.failure import Failure

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


class PdfError(Failure, RuntimeError):
    """No PDF could be made."""


def write_pdf(document: Path, path: Path) -> None:
    """Writes `document` (.docx) as a tagged PDF with bookmarks to `path`. Raises PdfError."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if not program:
        raise PdfError("LibreOffice tidak ditemukan; pasang LibreOffice, atau simpan sebagai PDF dari Word.")
    if not document.is_file():
        raise PdfError(f"Dokumen '{document}' tidak ditemukan.")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "dokumen.docx"
        _check(document)
        shutil.copyfile(document, copy)
        _convert(program, copy, Path(folder))
        made = copy.with_suffix(".pdf")
        if not made.exists():
            raise PdfError(f"LibreOffice tidak dapat mengubah '{document.name}' menjadi PDF.")
        aside = path.with_name(f".{path.name}.tulis")
        shutil.copyfile(made, aside)
        aside.replace(path)


def _check(document: Path) -> None:
    """LibreOffice makes a PDF of whatever it can read."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        Document(str(document))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise PdfError(f"'{document}' bukan dokumen Word (.docx) yang dapat dibuka.") from error


def _convert(program: str, copy: Path, folder: Path) -> None:
    """In a profile of its own, so that it neither waits for an open LibreOffice nor changes anybody's settings."""
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(folder), str(copy)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, start_new_session=True, **quiet) as process:  # noqa: S603 the program found above
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise PdfError(f"LibreOffice tidak selesai dalam {_SECONDS} detik.") from error

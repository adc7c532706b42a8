"""What became of a file, in a line."""

from pathlib import Path

from config.settings import settings
from tasks.notify.finding_rows import line
from tasks.read.workbooks import read_workbook
from tests.builders import Book, checked


def test_a_file_that_names_no_quarter_is_given_none(tmp_path: Path) -> None:
    """A photo was called one of the quarter that is due."""
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0 foto")
    photo = checked(read_workbook(tmp_path / "foto.jpg", settings().limits), file_name="foto.jpg")
    assert line(photo) == "foto.jpg: daerah tidak dikenal, ditolak (1 kesalahan, 0 peringatan)"
    nobody = Book(regency_code="", regency_name="")
    assert "laporan.xlsx: daerah tidak dikenal 2024-TW4, ditolak" in line(checked(nobody, file_name="laporan.xlsx"))
    assert line(checked(Book())).startswith("62.01 2024-TW4.xlsx: 62.01 2024-TW4, diterima")

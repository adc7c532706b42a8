"""The document as PDF: where there is no LibreOffice that is said; where there is, the contents have their pages."""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from config import catalogue
from schemas.movement import News
from schemas.period import Period
from tasks.report.document import pdf
from tasks.report.document.pdf import PdfError, write_pdf
from tasks.report.document.write import write_document
from tests.document_template import PROVINCES_OWN
from tests.on_paper import pages
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole


PRINTED = {
    "14": lambda: consolidated(),
    "14, half of them": lambda: consolidated(missing=_codes("62")[::2], rejected=_codes("62")[1:2]),
    "14, all rejected": lambda: consolidated(missing=(), rejected=_codes("62"), own=False),
    "14, all nihil": lambda: consolidated(missing=(), rejected=(), change=_nihil),
    "38": lambda: consolidated("35", missing=(), rejected=()),
    "38, three not counted": lambda: consolidated("35", missing=("35.04", "35.79"), rejected=("35.06",)),
    "38, the first report of 31": lambda: consolidated("35", missing=_codes("35")[::6], rejected=(), earlier={}),
    "38, within the year": lambda: consolidated(
        "35", missing=_codes("35")[::3], rejected=_codes("35")[1::3], period=Period(2024, 2), nameless=2
    ),
}


def _codes(province: str) -> tuple[str, ...]:
    return tuple(catalogue.regencies(province)["code"])


def _nihil(figures: dict[str, pd.DataFrame]) -> None:
    figures["recipients"]["nihil"] = True
    figures["recipients"][["target", "served"]] = 0.0
    figures["quality"][["required", "available"]] = 0.0


@pytest.mark.office
@pytest.mark.parametrize("name", PRINTED)
def test_on_paper_the_contents_name_the_pages_and_no_page_is_wasted(tmp_path: Path, name: str):
    """As whoever opens the document and prints it: nothing is counted beforehand or asked for."""
    write_document(PRINTED[name](), tmp_path / "laporan.docx", tmp_path / "home")
    write_pdf(tmp_path / "laporan.docx", tmp_path / "laporan.pdf")
    assert (tmp_path / "laporan.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "laporan.docx", "laporan.pdf"]
    printed = pages(tmp_path / "laporan.pdf")
    assert "SATU HALAMAN UNTUK GUBERNUR" in printed[1]
    assert "Sejak penerbitan terakhir" in printed[1]  # its last part is still on that page
    listed = re.findall(r"^ *(\S.*?) ?\.{3,} ?(\d+)$", printed[2], re.MULTILINE)
    named = [heading for heading, _ in listed]
    assert named[:2] == ["IKHTISAR", "BAB I PENDAHULUAN"]
    assert len(named) > 15
    told = [" ".join(page.split()) for page in printed]
    assert [(heading, page) for heading, page in listed if " ".join(heading.split()) not in told[int(page) - 1]] == []
    assert len(re.findall(r"Nomor halaman|Perbarui", printed[2])) == 0
    asked = [number for number, page in enumerate(told) for _ in re.findall(r"\[diisi oleh provinsi", page)]
    assert len(asked) == len(PROVINCES_OWN)
    assert len(set(asked)) == 1
    assert half_empty(tmp_path / "laporan.pdf") == []
    assert words_of_cells(tmp_path / "laporan.docx") - Counter(_PARTED.split(" ".join(printed))) == Counter()


_PARTED = re.compile(r"[\s/-]+")


def words_of_cells(path: Path) -> Counter[str]:
    """What stands in the tables, in parts that no line breaks."""
    cells = [cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells]
    return Counter(word for text in cells for word in _PARTED.split(text) if word)


def half_empty(path: Path) -> list[int]:
    """The numbers of the pages of which the lower half is empty, but for the cover and the last of a chapter."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 our own words
    pages = [_body(page) for page in told.split("<page ")[1:]]
    ends = [not following or bool(_CHAPTER.match(following[0][1])) for following in (*pages[1:], [])]
    low = [max((bottom for bottom, _ in words), default=0) < 0.5 for words in pages]
    return [
        at for at, (is_low, end) in enumerate(zip(low, ends, strict=True), start=1) if is_low and not end and at > 1
    ]


_CHAPTER = re.compile("BAB|IKHTISAR|LAMPIRAN|DAFTAR")
_WORD = re.compile(r'<word .*?yMin="([\d.]+)".*?yMax="([\d.]+)">(.*?)</word>')


def _body(page: str) -> list[tuple[float, str]]:
    """Where each word between head and foot of a page ends, as a part of its height, and the word; from above."""
    height = float(re.search(r'height="([\d.]+)"', page)[1])
    words = [(float(top) / height, float(bottom) / height, word) for top, bottom, word in _WORD.findall(page)]
    return [(bottom, word) for top, bottom, word in sorted(words) if top > 0.08 and bottom < 0.92]


@pytest.mark.office
def test_the_page_for_the_governor_is_one_page_at_38_regencies_with_much_to_tell(tmp_path: Path):
    codes = tuple(catalogue.regencies("35")["code"])
    quarter = consolidated("35", missing=codes[::3], rejected=codes[1::3], period=Period(2024, 2), nameless=2)
    counted = tuple(quarter.regency["regency_code"])
    news = News(quarter.as_of, 8, 88.1, 90.9, counted[:8], counted[8:], codes[:6], codes[1::3], codes[2::3])
    write_document(replace(quarter, news=news), tmp_path / "laporan.docx", tmp_path / "home")
    write_pdf(tmp_path / "laporan.docx", tmp_path / "laporan.pdf")
    _, governor, contents, *_ = pages(tmp_path / "laporan.pdf")
    assert "SATU HALAMAN UNTUK GUBERNUR" in governor
    assert "Sejak penerbitan terakhir" in governor
    assert "DAFTAR ISI" in contents.partition("Triwulan II Tahun 2024")[2][:200]


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch):
    (tmp_path / "laporan.docx").write_bytes(b"")
    monkeypatch.setattr(pdf, "_PROGRAMS", ("tidak-ada",))
    with pytest.raises(PdfError, match="LibreOffice tidak ditemukan"):
        write_pdf(tmp_path / "laporan.docx", tmp_path / "laporan.pdf")


@pytest.mark.office
def test_a_file_that_is_no_word_document_is_told(tmp_path: Path):
    (tmp_path / "laporan.docx").write_bytes(b"bukan Word")
    with pytest.raises(PdfError, match="bukan dokumen Word"):
        write_pdf(tmp_path / "laporan.docx", tmp_path / "laporan.pdf")
    assert not (tmp_path / "laporan.pdf").exists()
    with pytest.raises(PdfError, match="tidak ditemukan"):
        write_pdf(tmp_path / "lain.docx", tmp_path / "laporan.pdf")

"""Word files from templates: what people put in stays text, the bytes do not change, a broken template is named."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate, InlineImage

from tasks.report.document.word import WordError, render_word, template_path

MOMENT = datetime(2025, 1, 21, 1, 0, tzinfo=UTC)


def template(folder: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(folder / "surat.docx")
    return folder / "surat.docx"


def lines_of(package: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(package)).paragraphs]


def test_a_value_is_text_and_never_markup(tmp_path: Path) -> None:
    made = render_word(template(tmp_path, "Yth. {{ nama }}"), {"nama": "Dinas <b> & {{ x }}"}, MOMENT)
    assert lines_of(made) == ["Yth. Dinas <b> & {{ x }}"]


def test_the_same_values_and_moment_give_the_same_bytes(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ nama }}")
    first = render_word(path, {"nama": "a"}, MOMENT)
    assert first == render_word(path, {"nama": "a"}, MOMENT)
    assert first != render_word(path, {"nama": "b"}, MOMENT)
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert Document(io.BytesIO(first)).core_properties.created == MOMENT


def test_values_may_be_made_for_the_document_they_go_into(tmp_path: Path) -> None:
    picture = Path(__file__).parents[2] / "docs" / "laporan.png"

    def values(document: DocxTemplate) -> dict[str, object]:
        return {"gambar": InlineImage(document, str(picture))}

    made = render_word(template(tmp_path, "{{ gambar }}"), values, MOMENT)
    assert "word/media/image1.png" in zipfile.ZipFile(io.BytesIO(made)).namelist()


@pytest.mark.parametrize(
    "line", ["{{ tidak_ada }}", "{% if %}", "{{ nama.__class__.__mro__ }}", "{{ 1 / 0 }}", "{{ nama + 1 }}"]
)
def test_a_placeholder_that_cannot_be_filled_is_told_with_the_template(tmp_path: Path, line: str) -> None:
    with pytest.raises(WordError, match=r"Templat Word 'surat\.docx' tidak dapat diisi: "):
        render_word(template(tmp_path, line), {"nama": "a"}, MOMENT)


def test_a_file_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "surat.docx").write_bytes(b"bukan Word")
    with pytest.raises(WordError, match="tidak dapat dibuka"):
        render_word(tmp_path / "surat.docx", {}, MOMENT)


def test_a_site_s_own_template_comes_before_the_delivered_one(tmp_path: Path) -> None:
    delivered = template_path("surat-belum-lapor.docx", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "surat-belum-lapor.docx").write_bytes(b"")
    assert template_path("surat-belum-lapor.docx", tmp_path) != delivered

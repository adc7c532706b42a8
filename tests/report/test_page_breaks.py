"""Tables of the document do not begin at the foot of a page, nor leave a row alone on the next one."""

import io

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm

from tasks.report.document.page_breaks import keep_rows_together
from tasks.report.document.write import write_document
from tests.document_styles import repeat_as_header
from tests.report_builders import consolidated

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]


def table(document, rows: int):
    made = document.add_table(rows=rows + 1, cols=2)
    repeat_as_header(made.rows[0])
    return made


def kept(made) -> list[int]:
    """The rows all of whose cells stay with the next row."""
    rows = enumerate(made.rows)
    return [
        place
        for place, row in rows
        if all(one.paragraph_format.keep_with_next for cell in row.cells for one in cell.paragraphs)
    ]


def test_the_heading_stays_with_the_first_row_and_the_last_row_is_never_alone():
    document = Document()
    short, long = table(document, 5), table(document, 40)
    plain = document.add_table(rows=5, cols=2)
    keep_rows_together(document)
    assert kept(short) == [0, 1, 2, 3, 4]
    assert kept(long) == [0, 39]
    assert kept(plain) == []
    document.save(io.BytesIO())


def test_a_note_is_not_printed_on_a_page_without_a_row_of_its_table():
    document = Document()
    document.styles.add_style("Catatan", WD_STYLE_TYPE.PARAGRAPH)
    noted = table(document, 40)
    document.add_paragraph("Nihil: tidak ada sasaran.", style="Catatan")
    plain = table(document, 40)
    document.add_paragraph("Kalimat berikutnya.")
    keep_rows_together(document)
    assert kept(noted) == [0, 39, 40]
    assert kept(plain) == [0, 39]


def test_tall_rows_are_not_kept_together_so_that_they_leave_half_a_page_empty():
    document = Document()
    tall, few = table(document, 7), table(document, 2)
    for row in (*tall.rows[1:], *few.rows[1:]):
        row.cells[0].width = Cm(3)
        row.cells[0].text = "Pelayanan Kesehatan Orang dengan Risiko Terinfeksi Virus " * 3
    keep_rows_together(document)
    assert kept(tall) == [0, 6]
    assert kept(few) == [0, 1]


def test_the_document_keeps_the_rows_of_its_tables_together(tmp_path):
    write_document(consolidated("34"), tmp_path / "a.docx", tmp_path)
    tables = Document(str(tmp_path / "a.docx")).tables
    assert len(tables) > 20
    for made in tables:
        assert kept(made)[0] == 0

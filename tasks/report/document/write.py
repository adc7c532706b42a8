"""The draft of the province's SPM report as a Word document, in the outline of the annual report."""

import logging
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from schemas.consolidated import Consolidated
from tasks.report.document.charts import WIDTH_CM, Chart
from tasks.report.document.contents import empty_contents, number_fields
from tasks.report.document.maps import charts_of
from tasks.report.document.values import document_values
from tasks.report.document.word import DELIVERED, WordError, render_word, template_path
from tasks.report.tables.lookups import facts_of

TEMPLATE = "laporan-spm.docx"
log = logging.getLogger(__name__)


def write_document(consolidated: Consolidated, path: Path, home: Path) -> None:
    """Writes the document. A site's own template (`home/templates/laporan-spm.docx`) that cannot be used is told, and
    the delivered one takes its place: no report waits for it. The same values give the same bytes."""
    facts = facts_of(consolidated)
    values = document_values(facts, charts_of(facts, home))

    def prepared(word: DocxTemplate) -> dict[str, object]:
        empty_contents(word.get_docx())
        return _placed(values, word)

    def filled(template: Path) -> bytes:
        return render_word(template, prepared, consolidated.as_of, number_fields)

    own = template_path(TEMPLATE, home)
    try:
        package = filled(own)
    except WordError as error:
        if own.parent == DELIVERED:
            raise
        log.warning("%s Templat bawaan dipakai.", error)
        package = filled(DELIVERED / TEMPLATE)
    path.write_bytes(package)


def _placed(values: object, word: DocxTemplate) -> object:
    """The values with each chart as a picture of this document."""
    if isinstance(values, Chart):
        return _Picture(word, values)
    if isinstance(values, dict):
        return {key: _placed(value, word) for key, value in values.items()}
    if isinstance(values, list):
        return [_placed(value, word) for value in values]
    return values


class _Picture(InlineImage):
    """A chart in a line of text, told in words to those who cannot see it."""

    def __init__(self, word: DocxTemplate, chart: Chart) -> None:
        super().__init__(word, BytesIO(chart.png), width=Cm(WIDTH_CM))
        self._alt = chart.alt

    def _insert_image(self) -> str:
        return super()._insert_image().replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self._alt)} ", 1)

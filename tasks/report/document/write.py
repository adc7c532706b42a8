"""The draft of the province's SPM report as a Word document, in the outline of the annual report."""

import logging
from pathlib import Path

from docx.document import Document
from docxtpl import DocxTemplate

from schemas.consolidated import Consolidated
from tasks.report.document.contents import empty_contents, number_fields
from tasks.report.document.inline import placed
from tasks.report.document.maps import charts_of
from tasks.report.document.page_breaks import keep_rows_together
from tasks.report.document.values import document_values
from tasks.report.document.word import DELIVERED, WordError, render_word, template_path
from tasks.report.tables.lookups import facts_of

TEMPLATE = "laporan-spm.docx"
log = logging.getLogger(__name__)


def _finished(document: Document) -> None:
    number_fields(document)
    keep_rows_together(document)


def write_document(consolidated: Consolidated, path: Path, home: Path) -> None:
    """Writes the document. A site's own template (`home/templates/laporan-spm.docx`) that cannot be used is told, and
    the delivered one takes its place: no report waits for it. The same values give the same bytes."""
    facts = facts_of(consolidated)
    values = document_values(facts, charts_of(facts, home))

    def prepared(word: DocxTemplate) -> dict[str, object]:
        empty_contents(word.get_docx())
        return placed(values, word)

    def filled(template: Path) -> bytes:
        return render_word(template, prepared, consolidated.as_of, _finished)

    own = template_path(TEMPLATE, home)
    try:
        package = filled(own)
    except WordError as error:
        if own.parent == DELIVERED:
            raise
        log.warning("%s Templat bawaan dipakai.", error)
        package = filled(DELIVERED / TEMPLATE)
    path.write_bytes(package)

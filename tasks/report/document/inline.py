"""The values of a Word template with each picture in its place, in a line of text."""

from io import BytesIO
from xml.sax.saxutils import quoteattr

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from tasks.report.document.pictures import Picture


def placed(values: object, word: DocxTemplate) -> object:
    """The values with each picture as one of this document."""
    if isinstance(values, Picture):
        return _Inline(word, values)
    if isinstance(values, dict):
        return {key: placed(value, word) for key, value in values.items()}
    if isinstance(values, list):
        return [placed(value, word) for value in values]
    return values


class _Inline(InlineImage):
    def __init__(self, word: DocxTemplate, picture: Picture) -> None:
        super().__init__(word, BytesIO(picture.png), width=Cm(picture.width_cm))
        self._alt = picture.alt

    def _insert_image(self) -> str:
        return super()._insert_image().replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self._alt)} ", 1)

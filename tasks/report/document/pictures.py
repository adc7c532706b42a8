"""Pictures in Word files: the values of a template with each picture in its place."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from tasks.report.document.word import WordError


@dataclass(frozen=True)
class Picture:
    """A picture in a line of text, and what it shows in words, for those who cannot see it."""

    png: bytes
    alt: str
    width_cm: float


def picture_of(path: Path, alt: str, width_cm: float) -> Picture:
    """A picture that a site has put there. Raises WordError for what is none."""
    try:
        Image.from_blob(content := path.read_bytes())
    except (OSError, InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
        raise WordError(f"Gambar '{path.name}' tidak ada atau bukan PNG atau JPEG.") from error
    return Picture(content, alt, width_cm)


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

"""Pictures for Word files."""

from dataclasses import dataclass
from pathlib import Path

from tasks.report.document.word import WordError


@dataclass(frozen=True)
class Picture:
    """A picture in a line of text, and what it shows in words, for those who cannot see it."""

    png: bytes
    alt: str
    width_cm: float


def picture_of(path: Path, alt: str, width_cm: float) -> Picture:
    """A picture that a site has put there. Raises WordError for what is none."""
    from docx.image import exceptions as wrong  # Word's parts, as in word.py
    from docx.image.image import Image

    try:
        Image.from_blob(content := path.read_bytes())
    except (
        OSError,
        wrong.InvalidImageStreamError,
        wrong.UnexpectedEndOfFileError,
        wrong.UnrecognizedImageError,
    ) as error:
        raise WordError(f"Gambar '{path.name}' tidak ada atau bukan PNG atau JPEG.") from error
    return Picture(content, alt, width_cm)

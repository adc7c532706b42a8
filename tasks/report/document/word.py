"""Word files from Word templates with placeholders (docxtpl). The same values and moment give the same bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

import config
from schemas.shown import visible_lines

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

DELIVERED = Path(config.__file__).parent / "templates"
"""The templates as delivered."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip entry can have; the moment of the report stands in the document's properties."""

Context = Mapping[str, object]


class Templates(SandboxedEnvironment):
    """Fills in templates of a site: no placeholder reaches the program, and one without a value is an error. Compiles
    each text once: half the time of a letter."""

    def __init__(self, **options: object) -> None:
        super().__init__(undefined=StrictUndefined, **options)
        self._compiled: dict[str, Template] = {}

    def from_string(self, source: str, *_: object, **__: object) -> Template:
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source)
        return self._compiled[source]


class WordError(ValueError):
    """A template cannot be used; the message is one sentence in Bahasa Indonesia for whoever changed it."""


def template_path(name: str, home: Path) -> Path:
    """The site's own template `SPM_HOME/templates/<name>` where there is one, else the delivered one."""
    own = home / "templates" / name
    return own if own.exists() else DELIVERED / name


def render_word(
    template: Path,
    context: "Context | Callable[[DocxTemplate], Context]",
    moment: datetime,
    finish: "Callable[[Document], None] | None" = None,
) -> bytes:
    """The template with every placeholder filled in, created at `moment`.

    Values are text, never markup: `<` in a value stays `<`. Where values need the document they go into (pictures,
    subdocuments), `context` is a function of it. `finish` may touch up the filled document. Raises WordError for a
    template that cannot be opened, has a broken placeholder, or one that there is no value for.
    """
    document = _opened(template)
    values = context(document) if callable(context) else context
    try:
        document.render(dict(values), jinja_env=_markup())
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:  # whatever a placeholder does
        raise WordError(f"Templat Word '{template.name}' tidak dapat diisi: {error}.") from error
    if finish:
        finish(document.docx)
    _date(document, moment)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _opened(template: Path) -> "DocxTemplate":
    from docx.opc.exceptions import PackageNotFoundError  # half a second that only a run with something to write pays
    from docxtpl import DocxTemplate

    try:
        document = DocxTemplate(template)
        document.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise WordError(f"Templat Word '{template.name}' tidak dapat dibuka; simpan ulang sebagai .docx.") from error
    return document


@cache
def _markup() -> Templates:
    return Templates(autoescape=True, finalize=_printable)


def _printable(value: object) -> object:
    """Word knows no control characters; a file name or cell that has some must not spoil the document."""
    return visible_lines(value) if type(value) is str else value


def _date(document: "DocxTemplate", moment: datetime) -> None:
    """The document's own properties say when the report was made, not when this program ran."""
    properties = document.docx.core_properties
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = "SPM provinsi"
    properties.revision = 1


def repacked(package: bytes) -> bytes:
    """The same parts in the same order, with times that do not change."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fixed:
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, _FIXED_TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            fixed.writestr(info, made.read(entry))
    return buffer.getvalue()

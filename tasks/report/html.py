"""What the renderings in HTML share: templates that escape every text, and JSON inside a script."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from schemas.wording import number_text
from tasks.report.change_sentences import points_text
from tasks.report.sentences import capital
from tasks.report.tables.table import Kind


@cache
def template(package: str, name: str) -> Template:
    """A template that lies beside the modules of a package; every text it is given is escaped."""
    environment = Environment(
        loader=PackageLoader(package, package_path=""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["cell"] = cell_text
    environment.filters["capital"] = capital
    return environment.get_template(name)


def in_script(text: str) -> str:
    """JSON that cannot end the script it stands in, and reads back the same."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def cell_text(value: object, kind: Kind) -> str:
    """A cell of a report table as Indonesians read it; a text stays what it is.

    >>> cell_text(1234567.0, "count"), cell_text(89.99, "index"), cell_text(2.5e9, "millions")
    ('1.234.567', '89,99', '2.500')
    >>> cell_text("belum lapor", "index")
    'belum lapor'
    """
    if isinstance(value, str):
        return value
    if kind == "moment":
        return f"{value:%d/%m/%Y %H.%M}"
    if kind == "number":
        return f"{value:.0f}"
    if kind == "points":
        return points_text(value)
    return number_text(value / 1e6 if kind == "millions" else value, 2 if kind == "index" else 0)

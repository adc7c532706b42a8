"""What was read of a workbook, as a page shows it before and after it is sent."""

from schemas.echo import Echo
from schemas.shown import visible
from schemas.wording import number_text
from tasks.report.echo_text import CHECK, EXAMPLES, READ, beside_total, echo_sections


def understood(echo: Echo) -> dict[str, object]:
    """`check`: what is probably a mistake; the other parts, as titles and lines; totals and examples."""
    told = {title: [visible(line) for line in lines] for title, lines in echo_sections(echo)}
    return {
        "check": told.pop(CHECK, []),
        "columns": told.pop(READ, []),
        "parts": [(title, lines) for title, lines in told.items() if title != EXAMPLES],
        "totals": _totals(echo),
        "examples": _examples(echo),
    }


def _totals(echo: Echo) -> list[tuple[str, str, str, str, list[tuple[str, bool]]]]:
    """Sheet, letter and heading of each column of figures, what it adds up to, and what was before."""
    return [
        (visible(sheet.sheet), column.letter, visible(column.heading), number_text(column.total), earlier)
        for sheet in echo.sheets
        for column in sheet.columns
        if column.total is not None
        for earlier in [beside_total(echo, sheet.key, column.key)]
    ]


def _examples(echo: Echo) -> list[dict[str, str]]:
    figures = ("target", "served", "allocation", "realised")
    return [
        {"service": f"{one.code} {one.name}", "unit": visible(one.unit)}
        | {name: "-" if (value := getattr(one, name)) is None else number_text(value) for name in figures}
        for one in echo.examples
    ]

"""What the `spm` command shows: findings, who has reported, how a run ended. Lines where there is no terminal."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table
from rich.text import Text

from schemas.finding import Finding, Severity, families, place_of
from schemas.receipt import TOTALS
from schemas.shown import seen_by_programs, visible
from schemas.wording import readable_name

if TYPE_CHECKING:
    from flows.command.check import Looked
    from schemas.echo import Echo
    from schemas.reconciliation import Account
    from schemas.submission import Checked
    from tasks.notify.run_summary import Summary

SEVERITIES = {
    Severity.ERROR: ("kesalahan", "red"),
    Severity.WARNING: ("peringatan", "yellow"),
    Severity.INFO: ("catatan", "dim"),
}
MOST_INTERPRETED = 10
"""How many cells that were only interpreted are listed for a file; a messy one has hundreds."""
MOST_FOLLOWING = 5
"""How many findings are listed under the one that they follow from."""
_STATUS_COLOURS = {"diterima": "green", "diterima dengan catatan": "yellow", "ditolak": "red", "belum lapor": "dim"}


class Screen(Console):
    """A text is one line and means nothing to the terminal or to rich, whoever wrote it; only where `markup` is asked
    for, `[red]` is a colour, and what others wrote there has to be `escape`d."""

    def __init__(self, **options: object) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render_str(self, text: str, **options: object) -> Text:
        return super().render_str(visible(text), **options)


def out() -> Screen:
    """Standard output; never wraps when it is not a terminal, so that other programs get whole lines."""
    console = Screen()
    return console if console.is_terminal else Screen(width=200, soft_wrap=True)


def complain(sentence: str) -> None:
    Screen(stderr=True, soft_wrap=True).print(f"[red]spm:[/red] {escape(sentence)}", markup=True)


def note(sentence: str) -> None:
    """Something worth knowing on standard error."""
    Screen(stderr=True, soft_wrap=True).print(sentence)


def as_json(content: object, default: Callable[[object], object] | None = None) -> str:
    """For programs, and harmless on a terminal all the same."""
    return seen_by_programs(json.dumps(content, ensure_ascii=False, indent=2, default=default))


@contextmanager
def progress(first: str, verbose: bool = False) -> Iterator[None]:
    """Shows what the steps log: the latest line beside a spinner on a terminal, and warnings as lines.

    With `verbose` nothing: then Prefect writes every line itself.
    """
    console, steps = Screen(stderr=True), logging.getLogger("tasks")
    if verbose:
        yield
        return
    status = Status(Text(visible(first)), console=console) if console.is_terminal else None
    handler = _Progress(console, status)
    steps.addHandler(handler)
    try:
        if status is None:
            console.print(first)
            yield
        else:
            with status:
                yield
    finally:
        steps.removeHandler(handler)


class _Progress(logging.Handler):
    def __init__(self, console: Screen, status: Status | None) -> None:
        super().__init__(logging.INFO)
        self._console, self._status = console, status

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            self._console.print(text, soft_wrap=True)
        if self._status:
            self._status.update(Text(text))


def findings_as_json(looked: "Looked") -> str:
    """The contract of `spm check --json`: a list of {file, status, regency_code, period, findings, cells, totals,
    read_from, differences}. A finding also has the `name` of its `cause` ("" for none) and all `cells` that it stands
    for. `differences` to what was sent before are null where nothing of that is known here."""
    of_each = zip(looked.checked, looked.echoes, strict=True)
    return as_json([_as_data(one, echo, beside_sent=looked.beside_sent) for one, echo in of_each])


def _as_data(one: "Checked", echo: "Echo", *, beside_sent: bool) -> dict[str, object]:
    return {
        "file": readable_name(str(one.arrival.path)),
        "status": one.status,
        "regency_code": one.regency_code,
        "period": one.normalised.identity.period.key if one.normalised.identity.period else "",
        "findings": [_finding_as_data(finding) for finding in one.findings],
        "cells": _cells_as_data(one.cells),
        **_echo_as_data(echo),
        "differences": list(echo.data["differences"]) if beside_sent else None,
    }


def _finding_as_data(finding: Finding) -> dict[str, object]:
    shown = ("rule", "severity", "sheet", "cell", "value", "message", "name", "cause")
    return {name: str(getattr(finding, name)) for name in shown} | {"cells": finding.all_cells}


def _echo_as_data(echo: "Echo") -> dict[str, object]:
    """What was understood: `totals` as a receipt has them, and every column that was read."""
    nothing = {key: dict.fromkeys(("rows", *names), 0) for key, names in TOTALS.items()}
    read_from = [
        {"sheet": sheet.sheet, "heading": column.heading, "column": column.letter, "means": f"{sheet.key}.{column.key}"}
        for sheet in echo.sheets
        for column in sheet.columns
    ]
    return {"totals": nothing | echo.totals, "read_from": read_from}


def _cells_as_data(cells: "Account") -> dict[str, object]:
    """How many filled cells of each fate, and those left out: `{filled, used, label, ..., cells_left_out: [...]}`."""
    listed = [
        {
            "sheet": one.sheet,
            "cells": one.cells.split(),
            "count": one.count,
            "reason": str(one.reason or one.fate),
            "rule": one.rule,
        }
        for one in cells.left_out
    ]
    return {**cells.numbers, "cells_left_out": listed}


def show_findings(looked: "Looked", verbose: bool = False) -> None:
    """Each file with its decision and its findings, one line each, what rejects first, and what became of its cells.

    With `verbose` every finding, and the cells that were left out.
    """
    console, checked = out(), looked.checked
    for one, echo in zip(checked, looked.echoes, strict=True):
        colour = _STATUS_COLOURS[one.status]
        whose = " ".join(filter(None, (one.regency_code, str(one.normalised.identity.period or ""))))
        name = f"[bold]{escape(str(one.arrival.path))}[/bold]"
        console.print(f"{name} {whose} [{colour}]{one.status}[/{colour}]", markup=True)
        _show_families(console, list(families(one.findings)), verbose)
        counts = (f"{one.count(severity)} {name}" for severity, (name, _) in SEVERITIES.items())
        console.print("  " + ", ".join(counts))
        if one.cells.filled:
            console.print(f"  {one.cells.sentence}")
        _show_echo(console, echo)
        for group in one.cells.left_out if verbose else ():
            console.print(f"  {group.fate}: {group.sheet}!{group.cells}, {group.why}")
    if len(checked) > 1:
        decided = Counter(one.status for one in checked)
        counts = (f"{decided[status]} {status}" for status in _STATUS_COLOURS if decided[status])
        console.print(f"{len(checked)} berkas: {', '.join(counts)}")
    for path in looked.copies:
        console.print(f"Salinan bertanda: {path}")


def _show_families(console: Console, told: list[tuple[Finding, list[Finding]]], verbose: bool) -> None:
    interpreted = [cause for cause, _ in told if cause.severity is Severity.INFO]
    most = len(interpreted) if verbose else MOST_INTERPRETED
    for cause, following in told[: len(told) - len(interpreted[most:])]:
        console.print(_finding_line(cause), markup=True)
        shown = following if verbose else following[:MOST_FOLLOWING]
        for finding in shown:
            console.print(f"    {_finding_line(replace(finding, cause=''))}", markup=True)
        if more := len(following) - len(shown):
            console.print(f"      dan {more} lagi yang termasuk temuan itu; -v menampilkan semuanya")
    if len(interpreted) > most:
        console.print(f"  dan {len(interpreted) - most} catatan lain; -v menampilkan semuanya")


def _show_echo(console: Console, echo: "Echo") -> None:
    from tasks.report.echo_text import CHECK, echo_sections

    for title, lines in echo_sections(echo):
        console.print(f"  [bold red]{title}[/bold red]:" if title == CHECK else f"  {title}:", markup=True)
        for line in lines:
            console.print(f"    {line}")


def _finding_line(finding: Finding) -> str:
    name, colour = SEVERITIES[finding.severity]
    place = escape(place_of(finding.sheet, finding.cell))
    line = f"  [{colour}]{name:<10}[/{colour}] {finding.rule} {place}: {escape(finding.told)}"
    return line.replace(" : ", ": ")


def show_summary(summary: "Summary") -> None:
    """How a run ended: a row a regency, the province's figures, where each report lies."""
    from tasks.notify.run_summary import rows, shown_number

    console = out()
    numbers = {"Kesalahan", "Peringatan", "Indeks", "Revisi"}
    print_table(console, f"SPM {summary.province_name}, {summary.period.label}", rows(summary), numbers)
    for figure in summary.figures:
        printed = f"[bold]{shown_number(figure.printed):>6}[/bold]"
        console.print(f"{figure.name:<26} {printed}  {figure.category}", markup=True)
    colour = "green" if summary.state == "Selesai" else "yellow"
    console.print(f"[{colour}]{summary.state}[/{colour}]: {escape(summary.outcome)}", markup=True)
    for path in summary.files:
        console.print(f"  {path}")


def print_table(console: Console, title: str, rows: list[dict[str, object]], numbers: set[str]) -> None:
    """Rows with their headings, each row's `Status` in its colour."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in rows[0]:
        table.add_column(name, justify="right" if name in numbers else "left", no_wrap=name == "Kode")
    for row in rows:
        style = _STATUS_COLOURS.get(str(row["Status"]), "")
        cells = (visible(str(value)) for value in row.values())
        table.add_row(*(Text(cell, style if cell == row["Status"] else "") for cell in cells))
    console.print(table)

"""How `spm trace` shows where a reported number comes from: a table for people, JSON for programs."""

from datetime import datetime

from rich.markup import escape
from rich.table import Table

from config import catalogue
from flows.command.screen import SEVERITIES, as_json, out
from schemas.category import printed
from schemas.finding import place_of
from tasks.compute.corrections import figure_text
from tasks.inspect.trace import Achieved, Trace, TracedFigure

_PARTS = {"recipient_pct": "Penerima", "quality_pct": "Mutu", "service_index": "Indeks layanan"}


def trace_as_json(trace: Trace) -> str:
    """The trace with the names of `tasks.inspect.trace`; percentages in full precision, null where there is none."""
    return as_json({**vars(trace), "agrees": trace.agrees}, default=_plain)


def show_trace(trace: Trace) -> None:
    """The reported number, the file it comes from, a line a figure, and what there is to say of these figures."""
    console = out()
    console.print(f"[bold]{trace.regency_code} {escape(trace.regency_name)}, {trace.period}[/bold]", markup=True)
    console.print(f"{trace.service_code} {trace.service_name}")
    console.print(_achieved_line(trace), markup=True)
    received = f"{trace.received_at:%d/%m/%Y %H:%M:%S %Z}"
    console.print(f"Berkas    {trace.file_name} (kiriman ke-{trace.revision}, {trace.status})")
    console.print(f"Diterima  {received}   SHA-256 {trace.sha256[:12]}   arsip {trace.archived}")
    console.print(_figure_table(trace))
    for one in trace.figures:
        for line in _remarks(one):
            console.print(line, markup=True)


def _figure_table(trace: Trace) -> Table:
    table = Table(header_style="bold")
    for name in ("Lembar", "Sel", "Angka", "Nilai", "Kode", "Uraian", "Catatan"):
        table.add_column(name, justify="right" if name == "Nilai" else "left", no_wrap=name in ("Sel", "Nilai", "Kode"))
    for one in trace.figures:
        notes = ["dikoreksi"] * (one.correction is not None) + [finding.rule for finding in one.findings]
        value = "kosong" if one.value is None else figure_text(one.value)
        cells = (one.title, one.cell or "-", one.heading, value, one.code, one.name, ", ".join(notes))
        table.add_row(*cells)
    return table


def _achieved_line(trace: Trace) -> str:
    """As published; where the figures of today give something else, both."""
    if trace.published is None:
        return f"{_achieved_text(trace.achieved)} (dihitung dari buku besar; belum ada laporan terbit yang memuatnya)"
    moment = f"laporan terbit keadaan {trace.published.as_of:%d/%m/%Y %H:%M}"
    if trace.agrees:
        return f"[green]{_achieved_text(trace.achieved)}[/green] (sama dengan {moment})"
    return (
        f"[yellow]{_achieved_text(trace.published.achieved)}[/yellow] menurut {moment}; "
        f"angka di bawah ini memberi {_achieved_text(trace.achieved)}"
    )


def _achieved_text(achieved: Achieved) -> str:
    categories = catalogue.categories()
    shown = {name: printed(value, categories) for name, value in vars(achieved).items() if value is not None}
    return ", ".join(f"{label} {shown.get(name, '-').replace('.', ',')}" for name, label in _PARTS.items())


def _remarks(one: TracedFigure) -> list[str]:
    """A line a correction and a finding of the cell."""
    where, lines = escape(place_of(one.title, one.cell)), []
    if one.correction:
        made = one.correction
        was, becomes = figure_text(made.expected), figure_text(made.value)
        told = f"{was} menjadi {becomes}. {made.reason} ({made.source}; {made.by}; {made.file} ke-{made.number})"
        lines.append(f"  [magenta]koreksi   [/magenta] {where}: {escape(told)}")
    for finding in one.findings:
        name, colour = SEVERITIES[finding.severity]
        lines.append(f"  [{colour}]{name:<10}[/{colour}] {finding.rule} {where}: {escape(finding.message)}")
    return lines


def _plain(value: object) -> object:
    """What JSON does not know: moments and quarters as texts, values of ours by their names."""
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "key"):
        return value.key
    return {name: getattr(value, name) for name in value.__dataclass_fields__}

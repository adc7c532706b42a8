"""A raw workbook and the form's layout -> typed rows, and findings for what could not be read or was interpreted."""

from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.layout import Layout, SheetLayout
from schemas.submission import Identity, Normalised, Place
from schemas.workbook import RawSheet, RawWorkbook
from tasks.cells import PERSONAL_DIGITS, has_personal_number, masked
from tasks.headings import find_headings, find_sheets, heading_findings, letters
from tasks.identify import read_identity, stated_version
from tasks.rows import read_rows

PERSONAL = "personal number"
"""What a sheet's faults hold for a cell with a personal number: it is reported once and never stored."""


def normalise(raw: RawWorkbook) -> Normalised:
    """Everything that one file says. A file that was refused has its one finding and nothing else."""
    if raw.refusal:
        refusal = raw.refusal
        rule = catalogue.rules()[refusal.rule]
        finding = rule.finding(refusal.variant, sheet=refusal.sheet, cell=refusal.cell, **refusal.words)
        return Normalised(raw.kind, findings=[finding])
    sheets, findings = _without_personal_numbers(raw.sheets)
    layout = choose_layout(sheets)
    found, sheet_findings = find_sheets(sheets, layout)
    findings += sheet_findings
    identity = Identity(form_version=layout.version)
    if "identity" in found:
        identity, identity_findings = read_identity(found["identity"], layout)
        findings += identity_findings
    figures, places = _read_sheets(found, layout, findings)
    return Normalised(raw.kind, identity, figures, places, findings, [sheet.name for sheet in raw.sheets])


def choose_layout(sheets: list[RawSheet]) -> Layout:
    """The form version that the workbook states; where it states none we know, the newest of its level."""
    known = catalogue.layouts()
    by_name = {name: sheet for sheet in sheets for name in (" ".join(sheet.name.casefold().split()),)}
    newest = catalogue.layout_for("kabkota")
    identity = next((by_name[name] for name in by_name if name in newest.identity.wordings), None)
    version, code = stated_version(identity, newest)
    if version in known:
        return known[version]
    return catalogue.layout_for("provinsi" if len(code) == 2 else "kabkota")


def _read_sheets(
    found: dict[str, RawSheet], layout: Layout, findings: list[Finding]
) -> tuple[dict[str, list[tuple]], dict[str, Place]]:
    """The rows and places of every sheet; `recipients` first, because it says which services are nihil."""
    figures: dict[str, list[tuple]] = {}
    places: dict[str, Place] = {}
    nihil: set[str] = set()
    for sheet_layout in layout.sheets:
        sheet = found.get(sheet_layout.key)
        if sheet is None:
            continue
        headings = find_headings(sheet, sheet_layout, layout.header_row)
        if headings is None:
            findings.append(catalogue.rules()["L01"].finding("headless", sheet=sheet.name, name=sheet_layout.name))
            continue
        findings += heading_findings(headings, sheet_layout, sheet.name, layout.header_row)
        places[sheet_layout.key] = headings.place(sheet.name)
        rows, row_findings = read_rows(sheet, sheet_layout, headings, layout.version, nihil)
        figures[sheet_layout.key] = rows
        findings += row_findings
        if sheet_layout.key == "recipients":
            nihil |= nihil_services(rows, sheet_layout)
    return figures, places


def nihil_services(rows: list[tuple], layout: SheetLayout) -> set[str]:
    """The services that the sheet declares nihil; a row is in the order of `schemas.frames.Recipients`."""
    return {row[1] for row in rows if row[7]}


def _without_personal_numbers(sheets: list[RawSheet]) -> tuple[list[RawSheet], list[Finding]]:
    """The sheets with every cell that holds a personal number taken out and reported (C09)."""
    rule, findings, cleaned = catalogue.rules()["C09"], [], []
    for sheet in sheets:
        hits = [
            (row, column)
            for row, cells in enumerate(sheet.rows, 1)
            for column, cell in enumerate(cells, 1)
            if (type(cell) is not str or len(cell) >= PERSONAL_DIGITS) and has_personal_number(cell)
        ]
        if hits:
            rows, faults = [list(cells) for cells in sheet.rows], dict(sheet.faults)
            for row, column in hits:
                value = masked(rows[row - 1][column - 1])
                findings.append(rule.finding(sheet=sheet.name, cell=f"{letters(column)}{row}", value=value))
                rows[row - 1][column - 1] = None
                faults[row, column] = PERSONAL
            sheet = replace(sheet, rows=rows, faults=faults)
        cleaned.append(sheet)
    return cleaned, findings

"""A workbook that holds a part of the form only, and a sheet without its codes: what is missing has one cause."""

from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.submission import Normalised
from schemas.wording import number_text, the_first
from tasks.understand.rows import figure_columns
from tasks.understand.vocabulary import vocabulary

_ROW_BY_ROW = ("recipients", "quality", "budget", "stages")
_PART, _MISSED = 0.5, 5
"""With less than this share of its rows, and so many missing, a sheet was not filled in carelessly but cut out. It
decides only what is said first of a file that is rejected anyway, wherever it comes from."""
_SHEETS = 3
"""So many sheets missing are one slip: of who sends what was mended alone."""
_NAMED = 3
_ASTRAY = ("R01", "R02", "R16", "R17")
_OF_UNKNOWN_ROWS = ("R03", "R09", "R12")


def of_a_part(findings: list[Finding], read: Normalised) -> list[Finding]:
    """With one finding that says so where somebody sent only the rows or the sheets that were mended; that rows and
    sheets are missing follows from it. An office's report in the whole form has its own sentence."""
    if any((one.rule, one.variant) in (("R03", "office"), ("L05", "pieces")) for one in findings):
        return findings
    parts = [told for key in _ROW_BY_ROW if (told := _part(key, findings, read))]
    gone = [one for one in findings if (one.rule, one.variant) == ("L01", "default")]
    if not parts and (len(gone) < _SHEETS or not read.traces):
        return findings
    head = parts[0] if parts else _sheets_alone(gone, read)
    sheets = {one.sheet for one in parts}
    follow = {id(one) for one in findings if one.rule == "R03" and one.sheet in sheets} | {id(one) for one in gone}
    told = [head, *(replace(one, cause=head.name) for one in parts[1:])]
    return told + [replace(one, cause=head.name) if id(one) in follow else one for one in findings]


def _part(key: str, findings: list[Finding], read: Normalised) -> Finding | None:
    """R03 for a sheet of which less than half the rows are there, and none that nobody knows."""
    if key not in read.traces:
        return None
    layout = catalogue.layouts()[read.layout].by_key[key]
    title, labels = read.places[key].title, vocabulary(read.identity.form_version, layout.rows).labels
    at = figure_columns(key).index(layout.key_column.key)
    there = list(dict.fromkeys(row[at] for row in read.figures.get(key, ()) if row[at] in labels))
    gone = [one for one in findings if one.rule == "R03" and one.sheet == title]
    astray = sum(len(one.all_cells) for one in findings if one.rule in _ASTRAY and one.sheet == title)
    few = there and len(there) + astray < _PART * len(labels) and len(labels) - len(there) >= _MISSED
    if not (few and gone):
        return None
    words = {"count": number_text(len(there)), "all": number_text(len(labels)), "codes": the_first(there, _NAMED)}
    return catalogue.rules()["R03"].finding("part", sheet=title, cell=gone[0].cell, value=there[0], **words)


def _sheets_alone(gone: list[Finding], read: Normalised) -> Finding:
    there = ", ".join(f"'{read.places[key].title}'" for key in read.traces if key in read.places)
    missing = ", ".join(f"'{one.sheet}'" for one in gone)
    return catalogue.rules()["L01"].finding("several", sheets=there, missing=missing)


def without_codes(findings: list[Finding], read: Normalised) -> list[Finding]:
    """With one finding for a sheet whose rows have no codes, where their names do not say which of the form's they are:
    that these are unknown, missing and not added up follows from it."""
    for layout in catalogue.layouts()[read.layout].sheets if read.layout else ():
        if layout.key in read.traces and layout.rows in ("services", "items"):
            findings = _with_codes_told(findings, layout, read)
    return findings


def _with_codes_told(findings: list[Finding], layout: SheetLayout, read: Normalised) -> list[Finding]:
    place, labels = read.places[layout.key], vocabulary(read.identity.form_version, layout.rows).labels
    by_name = list(_known_by_name(findings, place.title, place.letters.get(layout.name_key, "")))
    if len(by_name) < _PART * len(labels):
        return findings
    heading, name = layout.key_column.heading, layout.by_key[layout.name_key].heading
    words = {"heading": heading, "name": name, "count": number_text(len(by_name)), "value": by_name[0].value}
    cell = place.cell(layout.key_column.key, place.header_row) or place.cell(layout.name_key, place.header_row)
    told = catalogue.rules()["R01"].finding("codes", sheet=place.title, cell=cell, **words)
    follow = {id(one) for one in by_name}
    follow |= {id(one) for one in findings if one.rule in _OF_UNKNOWN_ROWS and one.sheet == place.title}
    return [told, *(replace(one, cause=told.name) if id(one) in follow else one for one in findings)]


def _known_by_name(findings: list[Finding], sheet: str, letter: str) -> Iterator[Finding]:
    """What is said of rows that have nothing but their name to be known by."""
    for one in findings:
        if (one.rule, one.sheet) == ("R01", sheet) and one.cell.rstrip("0123456789") == letter:
            yield one

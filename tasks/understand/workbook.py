"""A raw workbook and the form's layout -> typed rows, and findings for what could not be read or was interpreted."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding, Severity
from schemas.layout import Layout, SheetLayout
from schemas.period import Period
from schemas.submission import Identity, Normalised, Trace
from schemas.wording import plain
from schemas.workbook import PERSONAL, Cell, RawSheet, RawWorkbook
from tasks.understand.around import around, lines_around
from tasks.understand.comments import comments_around, comments_beside, of_the_sender
from tasks.understand.copied import copied_findings
from tasks.understand.earlier_sheet import is_for_comparing
from tasks.understand.find_tables import Table, Tables, of_period, tables_of
from tasks.understand.heading_findings import heading_findings, with_nearest
from tasks.understand.headings import Headings, supposed_headings
from tasks.understand.hidden import hidden_findings
from tasks.understand.identity import read_identity
from tasks.understand.known_rows import with_known_rows
from tasks.understand.linked import linked_findings
from tasks.understand.named_periods import named_in
from tasks.understand.other_parts import names_one_sex
from tasks.understand.other_systems import other_system
from tasks.understand.other_times import lines_of_identity, texts_of_another
from tasks.understand.parts_of_total import total_findings
from tasks.understand.period_notes import lines_of_one_quarter, period_notes
from tasks.understand.personal_data import blanked, masked, may_be_among, personal_in
from tasks.understand.place_findings import columns_of_one_place
from tasks.understand.rows import copies_among, read_rows
from tasks.understand.sections import only_rows
from tasks.understand.struck import struck_findings, struck_in_identity, without_struck_parts
from tasks.understand.titles import title_findings
from tasks.understand.unit_notes import unit_findings
from tasks.understand.units import notes_elsewhere, scale_findings, scale_notes, with_scaled_columns
from tasks.understand.unread import unread_findings
from tasks.understand.vocabulary import vocabulary


def normalise(raw: RawWorkbook) -> Normalised:
    """Everything that one file says. A file that was refused has its one finding and nothing else."""
    if raw.refusal:
        refusal = raw.refusal
        rule = catalogue.rules()[refusal.rule]
        finding = rule.finding(refusal.variant, sheet=refusal.sheet, cell=refusal.cell, **refusal.words)
        return Normalised(raw.kind, findings=[finding])
    sheets, findings = _without_personal_data(raw.sheets)
    tables = _tables_of(sheets)
    findings += tables.findings
    layout, numbers = tables.layout, {table.layout.key: table.number for table in tables.tables}
    read = Normalised(raw.kind, Identity(form_version=layout.form), findings=findings, layout=layout.version)
    hidden = {one.name: (one.hidden_rows, one.hidden_columns) for one in sheets if one.hidden_rows | one.hidden_columns}
    read = replace(read, sheet_order=[sheet.name for sheet in sheets], sheet_numbers=numbers, hidden=hidden)
    if tables.identity:
        sheet, numbers["identity"] = tables.identity
        identity, identity_findings = read_identity(sheet, layout, tables.labels)
        findings += [*identity_findings, *scale_notes(sheet), *lines_of_one_quarter(sheet, "", lines_around(sheet))]
        findings += [*comments_around(sheet), *struck_in_identity(sheet, identity, layout.identity)]
        read = replace(read, identity=identity)
        findings += [*title_findings(sheet, identity.first_row, identity, None), *lines_of_identity(sheet, identity)]
    _read_tables(tables.tables, layout, read)
    left = [sheet for number, sheet in enumerate(sheets) if number not in numbers.values()]
    findings += [*notes_elsewhere(left, (table.layout for table in tables.tables)), *linked_findings(read, sheets)]
    return _with_other_system(read, sheets)


def _with_other_system(read: Normalised, sheets: list[RawSheet]) -> Normalised:
    known = read.traces and (read.identity.regency_code or read.identity.period)
    return read if known else replace(read, other_system=other_system(sheets))


def _tables_of(sheets: list[RawSheet]) -> Tables:
    """With the sheets' numbers in the file, of which those for comparing are none of the form's."""
    places = [number for number, sheet in enumerate(sheets) if not is_for_comparing(sheet)]
    found = tables_of([without_covered(sheets[number]) for number in places])
    if len(places) == len(sheets):
        return found
    tables = [replace(table, number=places[table.number]) for table in found.tables]
    identity = found.identity and (found.identity[0], places[found.identity[1]])
    return replace(found, tables=tables, identity=identity)


def _read_tables(tables: list[Table], layout: Layout, read: Normalised) -> None:
    """Fills in rows, places and traces; `recipients` comes first, because it says which services are nihil."""
    nihil: set[str] = set()
    for found in tables:
        table, findings = of_period(found, read.identity.period, layout.form)
        read.findings.extend(findings)
        read.findings.extend(_above_all(found, table, read.identity.period))
        if table.headings is not None:
            _read_table(table, layout, read, nihil)
        elif not findings:
            _read_without_headings(table, layout, read, nihil)
    read.findings[:] = dict.fromkeys(_without_doubted(read.findings))  # what is said above several tables is told once


def _above_all(found: Table, table: Table, period: Period | None) -> Iterator[Finding]:
    """The scale that is told above several tables on a sheet, of which one is read. What stands below the title of the
    first one, which is of another period, is said of that alone."""
    if found.headings is not None and table.sheet is not found.sheet:
        above = range(1, found.headings.first_row)
        own = (row for row in above if _names_another(found.sheet.rows[row - 1], period))
        top = only_rows(found.sheet, frozenset(range(1, next(own, above.stop))))
        yield from scale_notes(top, found.layout.filled_in)
        yield from (one for one in comments_around(top) if one.rule == "C11")


def _names_another(cells: list[Cell], period: Period | None) -> bool:
    return any(type(cell) is str and named_in(cell).table_rank(period) < 0 for cell in cells)


def _read_table(table: Table, layout: Layout, read: Normalised, nihil: set[str]) -> None:
    sheet, key = table.sheet, table.layout.key
    headings = with_known_rows(sheet, table.layout, table.headings, layout.form)
    headings = with_scaled_columns(headings, table.layout)
    rows, row_findings, passed, supposed = read_rows(sheet, table.layout, headings, layout.form, nihil)
    guessed = with_nearest(headings, table.layout, read.identity.period)
    if guessed is not headings:  # what stands under a heading that is refused is checked, and never counted
        as_guessed = read_rows(sheet, table.layout, guessed, layout.form, nihil)
        row_findings, supposed = as_guessed.findings, [*as_guessed.rows, *as_guessed.supposed]
    _keep(read, table, guessed, rows, supposed, passed)
    numbers = {row[0] for row in [*rows, *supposed]}
    scaled = scale_findings(sheet, table.layout, headings, numbers, passed)
    refused = {one.cell for one in scaled}
    told = heading_findings(headings, table.layout, sheet.name, layout.header_row, read.identity.period)
    read.findings.extend(one for one in told if one.rule != "L04" or one.cell not in refused)
    read.findings.extend([*row_findings, *scaled, *_findings_beside(table, headings, rows, passed, read)])
    read.findings.extend(_findings_on_cells(table, guessed, numbers))
    read.findings.extend(_findings_of_totals(table, guessed, numbers, passed, row_findings))
    of = headings.first_row, headings.last_row, headings.columns, frozenset(headings.texts)
    read.traces[key] = Trace(table.number, *of, passed, table.rows, headings.by_tick)
    if key == "recipients":
        nihil |= nihil_services(rows, table.layout)


def _keep(
    read: Normalised, table: Table, headings: Headings, rows: list[tuple], supposed: list[tuple], passed: dict[int, str]
) -> None:
    """Rows that count, rows that are only checked, and which of them are copies."""
    key = table.layout.key
    read.places[key], read.figures[key] = headings.place(table.sheet.name, table.layout), rows
    if supposed:
        read.supposed[key] = supposed
    read.copies[key] = copies_among(table.sheet, table.layout, headings, [*rows, *supposed], passed)


def _without_doubted(found: list[Finding]) -> list[Finding]:
    """Without the columns outside of the form that are told as a doubt about one of its own."""
    told = {(one.sheet, cell) for one in found if one.rule == "L05" for cell in one.all_cells}
    return [one for one in found if one.rule != "L03" or (one.sheet, one.cell) not in told]


def _findings_on_cells(table: Table, headings: Headings, rows: Collection[int]) -> Iterator[Finding]:
    """About what people noted on cells, or struck through, and what a formula repeats."""
    yield from comments_beside(table.sheet, table.layout, headings, rows)
    yield from struck_findings(table.sheet, table.layout, headings, rows)
    yield from hidden_findings(table.sheet, table.layout, headings, rows)
    yield from copied_findings(table.sheet, table.layout, headings, rows)


def _findings_of_totals(
    table: Table, headings: Headings, rows: set[int], passed: dict[int, str], found: list[Finding]
) -> Iterator[Finding]:
    """About totals beside their parts, in the rows of a service's parts as well."""
    parts = (row for row, what in passed.items() if what == "part")
    unread = {one.cell for one in found if one.severity is Severity.ERROR}
    yield from total_findings(table.sheet, table.layout, headings, sorted(rows.union(parts)), unread)


def _findings_beside(
    table: Table, headings: Headings, rows: list[tuple], passed: dict[int, str], read: Normalised
) -> Iterator[Finding]:
    """About what stands beside and above the rows."""
    numbers = [row[0] for row in rows]
    titles = title_findings(table.sheet, headings.first_row, read.identity, table.layout)
    yield from titles
    titled = {one.cell for one in titles}  # what is told of a line is told once; of whom it is, is another matter
    texts = around(table.sheet, table.layout, headings, numbers, passed)
    notes = period_notes(table.sheet, table.layout, headings, texts)
    yield from (one for one in notes if one.cell not in titled or names_one_sex(one.value))
    yield from unit_findings(table.sheet, table.layout, headings, {row[0]: row[1] for row in rows}, texts)
    yield from columns_of_one_place(table.sheet, table.layout, headings, numbers)
    told = {one.cell for one in read.findings if one.rule == "L02" and one.value and one.sheet == table.sheet.name}
    unread = unread_findings(table.sheet, table.layout, headings, numbers, read.identity.period)
    yield from (one for one in unread if one.cell not in told)  # a heading that is refused is told once
    doubted = any((one.rule, one.sheet, one.cell) == ("L05", table.sheet.name, "") for one in read.findings)
    place = table.sheet, table.layout, headings
    yield from texts_of_another(*place, numbers, texts, read.identity, chosen_in_doubt=doubted)


def _read_without_headings(table: Table, layout: Layout, read: Normalised, nihil: set[str]) -> None:
    """L01. Where the headings are gone, the form's own columns are the nearest guess: what stands there is checked, and
    never counted."""
    told = catalogue.rules()["L01"].finding("headless", sheet=table.sheet.name, name=table.layout.name)
    read.findings.append(told)
    headings = supposed_headings(table.sheet, table.layout, vocabulary(layout.form, table.layout.rows).codes)
    if headings:
        rows = read_rows(table.sheet, table.layout, headings, layout.form, nihil)
        _keep(read, table, headings, [], [*rows.rows, *rows.supposed], rows.passed)
        read.findings.extend(rows.findings)
        read.findings.extend(_findings_on_cells(table, headings, {row[0] for row in rows.rows}))
        read.findings.extend(title_findings(table.sheet, headings.first_row, read.identity, table.layout))


def nihil_services(rows: list[tuple], layout: SheetLayout) -> set[str]:
    """The services that the sheet declares nihil; a row is in the order of `schemas.frames.Recipients`."""
    return {row[1] for row in rows if row[7]}


def _without_personal_data(sheets: list[RawSheet]) -> tuple[list[RawSheet], list[Finding]]:
    """The sheets with every cell and comment that holds personal data taken out and reported (C09), and their names
    without any."""
    rule, findings, cleaned = catalogue.rules()["C09"], [], []
    for sheet in sheets:
        name = blanked(sheet.name)
        if name != sheet.name:
            findings.append(rule.finding("sheet", sheet=name, value=masked(sheet.name)))
            sheet = replace(sheet, name=name)
        if hits := _personal_cells(sheet):
            rows, faults = [list(cells) for cells in sheet.rows], dict(sheet.faults)
            for row, column, kind in hits:
                value = masked(rows[row - 1][column - 1])
                findings.append(rule.finding(kind, sheet=name, cell=f"{letters(column)}{row}", value=value))
                rows[row - 1][column - 1] = None
                faults[row, column] = PERSONAL
            sheet = replace(sheet, rows=rows, faults=faults)
        sheet, told = of_the_sender(sheet)
        findings += told
        cleaned.append(without_struck_parts(sheet))
    return cleaned, findings


def _personal_cells(sheet: RawSheet) -> list[tuple[int, int, str]]:
    """Row, column and kind of every cell with personal data."""
    if not may_be_among(chain.from_iterable(sheet.rows)):
        return []
    return [
        (row, column, kind)
        for row, cells in enumerate(sheet.rows, 1)
        for column, cell in enumerate(cells, 1)
        if cell and (kind := personal_in(cell)) and not (kind == "email" and _asked_for(cells, column))
    ]


def _asked_for(cells: list, column: int) -> bool:
    """Whether the form asks for an address here: the label before it, or to its left, says so. It is not kept."""
    label, colon, _ = str(cells[column - 1]).partition(":")
    labels = [cell for cell in cells[: column - 1] if type(cell) is str and cell.strip(" :")]
    return any(plain(one) in _email_labels() for one in [*labels[-1:], *([label] if colon else [])])


@cache
def _email_labels() -> set[str]:
    fields = [field for layout in catalogue.layouts().values() for field in layout.identity.fields]
    return {wording for field in fields if field.key == "email" for wording in field.wordings}


def covered_cells(sheet: RawSheet) -> set[tuple[int, int]]:
    """The cells under merged ranges, where Excel shows and counts nothing, that hold a value all the same.

    Ranges that overlap, which Excel never writes, are not believed: going through them could take for ever.
    """
    if not sheet.merged:
        return set()
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    ranges = [(top, left, min(bottom, height), min(right, width)) for top, left, bottom, right in sheet.merged]
    ranges = [one for one in ranges if one[0] <= one[2] and one[1] <= one[3]]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in ranges) > height * width:
        return set()
    return {
        (row, column)
        for top, left, bottom, right in ranges
        for row in range(top, bottom + 1)
        for column, cell in enumerate(sheet.rows[row - 1][left - 1 : right], left)
        if (row, column) != (top, left) and cell not in ("", None)
    }


def without_covered(sheet: RawSheet) -> RawSheet:
    """The sheet as Excel shows it: values under merged ranges are gone."""
    covered = covered_cells(sheet)
    if not covered:
        return sheet
    rows = [list(cells) for cells in sheet.rows]
    for row, column in covered:
        rows[row - 1][column - 1] = None
    return replace(sheet, rows=rows)

"""Which layout a workbook was written in, and where each of the layout's tables stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import Layout, SheetLayout
from schemas.period import Period
from schemas.workbook import RawSheet
from tasks.understand.divided_columns import are_divided, divided_below, with_divided
from tasks.understand.heading_findings import choice_finding
from tasks.understand.headings import Headings, find_headings
from tasks.understand.identity import stated_in
from tasks.understand.labels import LabelChoices, label_choices
from tasks.understand.quarters_beside import beside_the_undated, quarters_findings
from tasks.understand.resolver import MANY, Choice
from tasks.understand.sections import YearTable, find_section, only_rows, same_headings, year_tables
from tasks.understand.sheet_pieces import pieces_finding
from tasks.understand.sheets import find_sheets, identity_choice
from tasks.understand.table_candidates import is_in_pieces
from tasks.understand.tables_apart import Apart, columns_apart, under_each_other
from tasks.understand.two_tables import Part, are_of_two_regencies, of_one_regency, side_by_side, stacked
from tasks.understand.vocabulary import vocabulary


@dataclass(frozen=True)
class Table:
    """A table of the form. `rows` are its rows where the sheet holds other tables, else None; no headings, not found.

    `sheet` holds nothing but this table; `number` is the sheet's place in the file.
    """

    layout: SheetLayout
    sheet: RawSheet
    number: int
    headings: Headings | None
    rows: frozenset[int] | None = None

    @property
    def missing(self) -> list[str]:
        """The input columns that this table does not have."""
        inputs = [one.key for one in self.layout.columns if one.role == "input"]
        return [key for key in inputs if not (self.headings and self.headings.readable(key))]


@dataclass(frozen=True)
class Tables:
    """What a layout finds in a workbook; `identity` is the sheet of that kind and its number, `labels` what stands
    there."""

    layout: Layout
    identity: tuple[RawSheet, int] | None
    tables: list[Table]
    findings: list[Finding] = field(default_factory=list)
    labels: LabelChoices = field(default_factory=dict)

    @property
    def misfit(self) -> tuple[int, int]:
        """How many input columns of the form are nowhere or in doubt, and how many of the file are not of the form."""
        inputs = sum(one.role == "input" for sheet in self.layout.sheets for one in sheet.columns)
        there = sum(one.role == "input" for table in self.tables for one in table.layout.columns)
        known = [table.headings for table in self.tables if table.headings]
        strange, doubtful = sum(one.strange for one in known), sum(one.doubtful for one in known)
        return inputs - there + sum(len(table.missing) for table in self.tables) + doubtful, strange


def tables_of(sheets: list[RawSheet]) -> Tables:
    """The tables by the layout that the workbook states; by a local one where that fits better."""
    usual = catalogue.layout_for("kabkota")
    identity = identity_choice(sheets, usual)
    labels = label_choices(identity.chosen.what, usual) if identity else {}
    found = _by_the_best_layout(sheets, identity, *choose_layout(labels, sheets))
    if found.identity:
        same = found.identity[0] is identity.chosen.what and found.layout.identity is usual.identity
        labels = labels if same else label_choices(found.identity[0], found.layout)
    return replace(found, labels=labels)


def _by_the_best_layout(
    sheets: list[RawSheet], identity: Choice[RawSheet] | None, stated: Layout, period: Period | None
) -> Tables:
    found = find_tables(sheets, stated, identity, period)
    if found.misfit == (0, 0):
        return found
    others = [one for one in catalogue.layouts().values() if one.form == stated.form and one is not stated]
    tried = (find_tables(sheets, one, identity, period) for one in others)
    best = min([found, *tried], key=lambda tables: tables.misfit)  # the stated one of two that fit alike
    return min([best, *_taken_apart(best, sheets, identity, period)], key=lambda tables: tables.misfit)


def _taken_apart(
    found: Tables, sheets: list[RawSheet], identity: Choice[RawSheet] | None, period: Period | None
) -> Iterator[Tables]:
    """The same where a table without a sheet of its own stands above, below or beside another one, as if it had one."""
    there = {table.layout.key for table in found.tables}
    for table in found.tables if identity and len(there) < len(found.layout.sheets) else ():
        whole, at = table.sheet, table.number
        lacking = [one for one in found.layout.sheets if one.key not in there]
        for missing in lacking if whole is sheets[at] and whole is not identity.chosen.what else ():
            two = (whole, table.layout, table.headings, missing)
            apart = under_each_other(*two)
            parts = [only_rows(whole, rows) for rows in apart[1:]] if apart else columns_apart(*two)
            if parts:
                tables = find_tables([*sheets[:at], *parts, *sheets[at + 1 :]], found.layout, identity, period)
                yield _put_together(tables, whole, at, apart or Apart())


def _put_together(found: Tables, whole: RawSheet, at: int, apart: Apart) -> Tables:
    """With the sheet's own number again; what stands above both tables is said of each."""
    rows = {at: apart.upper, at + 1: apart.lower}
    tables = [
        replace(one, sheet=only_rows(whole, apart.above | mine), number=at, rows=mine)
        if (mine := rows.get(one.number))
        else replace(one, number=one.number - (one.number > at))
        for one in found.tables
    ]
    identity = found.identity and (found.identity[0], found.identity[1] - (found.identity[1] > at))
    return replace(found, tables=tables, identity=identity)


def choose_layout(labels: LabelChoices, sheets: list[RawSheet]) -> tuple[Layout, Period | None]:
    """The form version and the period that the workbook states; the newest form of its level where it states none, or
    one of the other level than its code and all its services (I05)."""
    known = catalogue.layouts()
    version, code, period = stated_in(labels)
    own = catalogue.layout_of(code)
    stated = known.get(version, own)
    other_level = bool(code) and stated.level != own.level
    return (own if other_level and _has_services_of(own, sheets) else stated), period


def _has_services_of(layout: Layout, sheets: list[RawSheet]) -> bool:
    codes = {*catalogue.services(layout.version)["service_code"]}
    return any(len(codes.intersection(cell for cells in one.rows for cell in cells)) >= MANY for one in sheets)


def find_tables(
    sheets: list[RawSheet], layout: Layout, chosen: Choice[RawSheet] | None, period: Period | None
) -> Tables:
    """Every table of a layout that has a sheet in the workbook."""
    found, findings = find_sheets(sheets, layout, shared_sheet(sheets, layout), period, chosen)
    numbers = {id(sheet): number for number, sheet in enumerate(sheets)}
    tables = [
        _table(found[one.key], one, numbers[id(found[one.key])], layout.header_row, period)
        for one in layout.sheets
        if one.key in found
    ]
    identity = found.get("identity")
    return Tables(layout, (identity, numbers[id(identity)]) if identity else None, tables, findings)


def shared_sheet(sheets: list[RawSheet], layout: Layout) -> RawSheet | None:
    """The sheet that holds every table of the layout which stands under a section title."""
    sections = [one.section for one in layout.sheets if one.section]
    if not sections:
        return None
    return next((sheet for sheet in sheets if all(find_section(sheet, section) for section in sections)), None)


def _table(sheet: RawSheet, layout: SheetLayout, number: int, usual_row: int, period: Period | None) -> Table:
    if not layout.section:
        headings = find_headings(sheet, layout, usual_row, period)
        return Table(layout, sheet, number, headings and headings.with_sums(layout, 4))
    section = find_section(sheet, layout.section)
    whole = section.above | section.rows
    for rows in (section.rows, whole):  # its own headings, or those above all sections
        headings = find_headings(only_rows(sheet, rows), layout, usual_row, period)
        if headings:  # what is said above all sections is said of each
            return Table(layout, only_rows(sheet, whole), number, headings.with_sums(layout, 4), rows)
    return Table(layout, sheet, number, None, section.rows)


def of_period(table: Table, period: Period | None, form: str) -> tuple[Table, list[Finding]]:
    """The table as the report's period asks for it: the one of its year, and sums up to its quarter.

    A sheet that has tables of other years only has none for this report (L01).
    """
    if table.headings is None:
        return table, []
    table, findings = _meant(table, side_by_side(table.sheet, table.layout, table.headings, period), period, form)
    if row := divided_below(table.sheet, table.layout, table.headings):
        return _above(table, row), [*findings, _divided_finding(table, row)]
    starts = same_headings(table.sheet, table.layout, table.headings)
    years = year_tables(table.sheet, table.layout, table.headings, starts) if len(starts) > 1 else []
    if years:
        year = period.year if period else max(one.year for one in years)
        chosen = [one for one in years if one.year == year]
        findings += _year_findings(table, years, year)
        if not chosen:
            return replace(table, headings=None, rows=frozenset()), findings
        rows = frozenset().union(*(one.rows for one in chosen))
        table = replace(table, sheet=only_rows(table.sheet, rows), headings=chosen[0].headings, rows=rows)
        starts = [start for start in starts if start in rows]
    meant = stacked(table.sheet, table.layout, table.headings, starts, period, form)
    table, doubts = _meant(table, meant, period, form)
    sums = table.headings.with_sums(table.layout, period.quarter if period else 4)
    return replace(table, headings=sums), [*findings, *doubts]


def _above(table: Table, row: int) -> Table:
    rows = frozenset(range(1, row)) & (table.rows or frozenset(range(1, row)))
    return replace(table, sheet=only_rows(table.sheet, rows), rows=rows)


def _divided_finding(table: Table, row: int) -> Finding:
    """L05 for columns of which some stand in another table of the sheet, from this row on."""
    first, name = table.headings.first_row, table.layout.name
    words = {"name": name, "first": f"tabel pada baris {first}", "second": f"tabel pada baris {row}"}
    cell = f"{letters(min(table.headings.columns.values()))}{row}"
    return catalogue.rules()["L05"].finding("columns", sheet=table.sheet.name, cell=cell, value=name, **words)


def _meant(table: Table, choice: Choice[Part] | None, period: Period | None, form: str) -> tuple[Table, list[Finding]]:
    """The table that is meant where the sheet holds it twice, beside or under each other, and what is said of it."""
    if not choice:
        return table, []
    choice = of_one_regency(with_divided(beside_the_undated(choice, table.layout), table.layout))
    sheet, headings, rows = choice.chosen.what
    at = min(headings.columns.values())
    place = {"sheet": sheet.name, "cell": headings.cell(at)}
    name = table.layout.name
    if is_in_pieces(choice):
        told = [pieces_finding(choice, name, **place, words=vocabulary(form, table.layout.rows))]
    else:
        told = [choice_finding(choice, name, **place, kind=_kind_of_doubt(choice, table.layout))]
    told += quarters_findings(choice, table.layout, period, place)
    rows = table.rows if rows is None else rows & table.rows if table.rows else rows
    return replace(table, sheet=sheet, headings=headings, rows=rows), told


def _kind_of_doubt(choice: Choice[Part], layout: SheetLayout) -> str:
    if choice.rival and are_divided(choice.chosen, choice.rival, layout):
        return "columns"
    return "regencies_table" if choice.rival and are_of_two_regencies(choice.chosen, choice.rival) else "table"


def _year_findings(table: Table, years: list[YearTable], year: int) -> list[Finding]:
    """L03 for the tables of other years that were left out; L01 where the report's year has none."""
    rules, sheet = catalogue.rules(), table.sheet.name
    others = [one for one in years if one.year != year]
    named = ", ".join(dict.fromkeys(str(one.year) for one in others))
    if len(others) == len(years):
        return [rules["L01"].finding("year", sheet=sheet, years=named, year=year)]
    cell = f"A{others[0].headings.first_row}"
    return [rules["L03"].finding("year", sheet=sheet, cell=cell, value=named, years=named, year=year)]

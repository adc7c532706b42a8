"""The report as values: every sheet, in order. A new table is a new entry here; no rendering needs to know."""

from dataclasses import replace

import pandas as pd

from schemas.consolidated import Consolidated
from tasks.report.tables import achievement, budget, details, external, intake, method, summary
from tasks.report.tables.calculation import calculation_tables
from tasks.report.tables.change import change_tables
from tasks.report.tables.charts import chart_tables
from tasks.report.tables.filled import filled
from tasks.report.tables.followed_up import by_office, by_regency, handed_over, one_by_one
from tasks.report.tables.front import front
from tasks.report.tables.gaps import gaps
from tasks.report.tables.lookups import NO_REPORT, Facts, facts_of
from tasks.report.tables.method import method_tables
from tasks.report.tables.people import by_both, people_tables
from tasks.report.tables.table import USES, Column, ReportTable, Use
from tasks.report.tables.trend import trend_tables

CONTENTS = "isi"


def report_tables(consolidated: Consolidated) -> list[ReportTable]:
    """The tables of the consolidated report, in the order of its sheets: what is read, then what is looked up."""
    facts = facts_of(consolidated)
    following = [
        *_or_unknown(facts, _figures(facts)),
        *_intake(facts),
        *method_tables(facts),
        *_for(
            "look_up",
            [*_or_unknown(facts, _rows(facts)), intake.rule_errors(facts), intake.notes(facts), method.references()],
        ),
    ]
    page = front(facts)
    return [page, *_or_unknown(facts, summary.summary(facts)), contents([page, *following]), *following]


def workbook_tables(tables: list[ReportTable], consolidated: Consolidated) -> list[ReportTable]:
    """The report's tables, charts, and the exact values that their formulas lead back to."""
    facts = facts_of(consolidated)
    page, *others = tables
    first = [table for table in others if table.sheet == summary.SHEET]
    following = [
        *_or_unknown(facts, chart_tables(facts)),
        *others[len(first) :],
        *_for("calculation", _or_unknown(facts, calculation_tables(facts))),
    ]
    listed = contents([page, *following])
    return [page, *(listed if table.name == CONTENTS else table for table in first), *following]


def _figures(facts: Facts) -> list[ReportTable]:
    """What the regencies that count have achieved."""
    return [
        achievement.ranking(facts),
        achievement.matrix(facts),
        *trend_tables(facts),
        *change_tables(facts),
        *people_tables(facts),
        achievement.own_services(facts),
        by_regency(facts),
    ]


def _rows(facts: Facts) -> list[ReportTable]:
    """The same regency by regency and service by service: hundreds of rows, in which somebody looks for one."""
    return [
        *(table for code in facts.fields for table in _of_field(facts, code)),
        by_both(facts),
        gaps(facts),
        details.quality_by_service(facts),
        details.quality_by_item(facts),
        budget.budget(facts),
        details.problems(facts),
        details.stages(facts),
        details.actions(facts),
        by_office(facts),
        handed_over(facts),
        one_by_one(facts),
    ]


def _for(use: Use, tables: list[ReportTable]) -> list[ReportTable]:
    return [replace(table, use=use) for table in tables]


def _or_unknown(facts: Facts, tables: list[ReportTable]) -> list[ReportTable]:
    """Where no regency counts, nobody knows what a table without rows would hold."""
    why = f"{NO_REPORT} untuk {facts.consolidated.period.label}"
    return tables if len(facts.consolidated.regency) else [replace(table, without=why) for table in tables]


def _of_field(facts: Facts, code: str) -> list[ReportTable]:
    counted = achievement.by_service(facts, code)
    if code != external.FIELD:
        return [counted]
    told = tuple(filter(None, (external.elsewhere_text(facts),)))
    beside = [external.beside(facts)] if facts.consolidated.external else []
    return [replace(counted, notes=(*counted.notes, *told)), *beside]


def _intake(facts: Facts) -> list[ReportTable]:
    return [
        intake.intake(facts),
        intake.findings(facts),
        intake.quality_cards(facts),
        filled(facts),
    ]


def contents(tables: list[ReportTable]) -> ReportTable:
    """A row a sheet, with the title of its first table."""
    first = {table.sheet: table for table in reversed(tables)}
    listed = [first[sheet] for sheet in dict.fromkeys(table.sheet for table in tables)]
    rows = [(table.sheet, table.title, USES[table.use]) for table in listed]
    return ReportTable(
        sheet=summary.SHEET,
        title="Isi laporan",
        notes=(
            "Bacaan: dibaca, juga di kertas. Rincian: satu baris dicari di layar. Hitungan: rumus, dan asal setiap "
            "angka. Hanya bacaan yang ikut tercetak.",
        ),
        columns=(
            Column("sheet", "Lembar", "sheet", 36),
            Column("use", "Jenis", "line", 12),
            Column("title", "Isi", "overflow", 12),
        ),
        frame=pd.DataFrame(rows, columns=["sheet", "title", "use"]),
        group="use",
        name=CONTENTS,
        use="look_up",
    )

"""The renderings of a report: how each is written and read back. A new rendering is an entry here.

Every one shows the same values, those of the tables and of `Consolidated`; none computes.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from config.settings import settings
from schemas.consolidated import Consolidated
from tasks.report.document.maps import charts_of, map_chart
from tasks.report.page.write import page_is_complete, write_page
from tasks.report.tables import front
from tasks.report.tables.contents import workbook_tables
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.table import ReportTable
from tasks.report.workbook.theme import band_colours
from tasks.report.workbook.write import write_workbook


@dataclass(frozen=True)
class Rendering:
    """`write` makes the file `<report name><ending>`; `complete` reads it back and says whether everything is there."""

    ending: str
    write: Callable[[Consolidated, list[ReportTable], Path], None]
    complete: Callable[[list[ReportTable], Path], bool]


def report_name(consolidated: Consolidated) -> str:
    """`laporan-spm-62-2024-TW4`, the name of the report in all its renderings but for the ending."""
    return f"laporan-spm-{consolidated.province_code}-{consolidated.period.key}"


def report_title(consolidated: Consolidated) -> str:
    return f"Laporan penerapan SPM Provinsi {consolidated.province_name}, {consolidated.period.label}"


def _write_workbook(consolidated: Consolidated, tables: list[ReportTable], path: Path) -> None:
    shown = workbook_tables(tables, consolidated)
    facts = facts_of(consolidated)
    picture = map_chart(facts, charts_of(facts, settings().home))
    pictures = {front.SHEET: picture} if picture else {}
    write_workbook(
        shown,
        path,
        title=report_title(consolidated),
        created=consolidated.as_of,
        subtitle=facts.subtitle,
        pictures=pictures,
        bands=band_colours(facts.categories["name"]),
    )


def _write_page(consolidated: Consolidated, tables: list[ReportTable], path: Path) -> None:
    gc.collect()  # the workbook's cells, left in rings, make room
    write_page(consolidated, tables, path)


def _has_every_sheet(tables: list[ReportTable], path: Path) -> bool:
    return {table.sheet for table in tables} <= set(CalamineWorkbook.from_path(str(path)).sheet_names)


def _write_document(consolidated: Consolidated, _: list[ReportTable], path: Path) -> None:
    gc.collect()  # what the page left makes room for Word's parts
    from tasks.report.document.write import write_document  # Word's parts: half a second that only a report pays

    write_document(consolidated, path, settings().home)


def _opens_in_word(_: list[ReportTable], path: Path) -> bool:
    from docx import Document

    return len(Document(str(path)).paragraphs) > 0


RENDERINGS = (
    Rendering(".xlsx", _write_workbook, _has_every_sheet),
    Rendering(".html", _write_page, page_is_complete),
    Rendering(".docx", _write_document, _opens_in_word),
)

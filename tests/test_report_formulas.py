"""The workbook's formulas: what they refer to, and that a spreadsheet computes what the pipeline computed."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from config import catalogue
from schemas.category import category, printed
from tasks.report import derived
from tasks.report.facts import facts_of
from tasks.report.table import Column, ReportTable
from tasks.report.tables import report_tables, workbook_tables
from tasks.report.tables_constants import constants
from tasks.report.workbook import write_workbook
from tests.recalculation import SOFFICE, differences, formulas, recalculate
from tests.report_builders import METHOD, consolidated

CREATED = datetime(2025, 1, 21, 1, 0)
CATEGORIES = catalogue.table("categories")
NEAR = [99.996, 100.0, 99.9999999995, 89.995, 90.0, 89.9999999995, 89.994999, 74.005, 74.0049999999, 59.999, 60.0, 0.0]
"""Values at which rounding and categories could part ways."""
TIED = [80.0, 80.0 + 2e-10, 90.0, 70.0, "belum lapor"]

SEVENTY = {"recipient_weight": 0.7, "quality_weight": 0.3}
QUARTERS = {
    "62": lambda: consolidated("62"),
    "35": lambda: consolidated("35", missing=("35.02",), rejected=("35.01",)),
    "pooled": lambda: consolidated("34", missing=(), rejected=(), method=_method(quality="pooled", nihil="full")),
    "zero": lambda: consolidated(
        "34", own=False, method=_method(nihil="zero", recipient_weight=0.7, quality_weight=0.3)
    ),
    "nobody": lambda: consolidated("34", missing=tuple(catalogue.regencies("34")["code"]), rejected=(), own=False),
}


def _method(**changes: object):
    return METHOD.model_copy(update=changes)


def small(rows: dict, *columns: Column, **more: object) -> ReportTable:
    return ReportTable(sheet="Satu", title="Judul", columns=columns, frame=pd.DataFrame(rows), **more)


def boundaries() -> list[ReportTable]:
    """What the pipeline says of values near a boundary, beside the formulas for it."""
    exact = pd.Series(NEAR)
    frame = {
        "exact": exact,
        "printed": [float(printed(value, CATEGORIES)) for value in NEAR],
        "category": [category(value, CATEGORIES) for value in NEAR],
    }
    columns = (
        Column("exact", "Nilai", "exact"),
        Column("printed", "Ditulis", "index", formula=derived.printed("{exact}")),
        Column("category", "Kategori", formula=derived.category("{printed}")),
    )
    return [small(frame, *columns), *constants(facts_of(consolidated("34")))]


def ranks() -> list[ReportTable]:
    frame = {"exact": TIED, "rank": [2, 2, 1, 4, "belum lapor"]}
    rank = Column("rank", "Peringkat", "number", formula=derived.rank("{exact}", "{exact:}"))
    return [small(frame, Column("exact", "Nilai", "exact"), rank), *constants(facts_of(consolidated("34")))]


def tampered() -> list[ReportTable]:
    frame = {"a": [1.0, 2.0], "b": [2.0, 5.0], "c": ["A", "B"]}
    formulas = Column("b", "B", "number", formula="{a}+1"), Column("c", "C", formula='IF({a}>0,"A","B")')
    return [small(frame, Column("a", "A", "number"), *formulas)]


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Name -> the workbook as written and as LibreOffice computed it."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) tidak terpasang: rumus tidak dapat dihitung ulang")
    folder, made = tmp_path_factory.mktemp("written"), {}
    tables = {name: workbook_tables(report_tables(c), c) for name, c in ((k, make()) for k, make in QUARTERS.items())}
    tables |= {"boundaries": boundaries(), "ranks": ranks(), "tampered": tampered()}
    for name, listed in tables.items():
        made[name] = folder / f"{name}.xlsx"
        write_workbook(listed, made[name], title="Laporan", created=CREATED)
    computed = recalculate(list(made.values()), tmp_path_factory.mktemp("computed"))
    return dict(zip(made, zip(made.values(), computed, strict=True), strict=True))


@pytest.mark.parametrize("name", QUARTERS)
def test_a_spreadsheet_computes_every_formula_to_the_value_beside_it(name, books):
    written, computed = books[name]
    assert differences(written, computed) == []


def test_a_formula_that_computes_something_else_is_found(books):
    found = differences(*books["tampered"])
    assert [(cell, was, now) for _, cell, _, was, now in found] == [("B5", 5.0, 3.0), ("C5", "B", "A")]


@pytest.mark.parametrize("name", ["boundaries", "ranks"])
def test_rounding_categories_and_ranks_at_their_limits_are_computed_alike(name, books):
    written, computed = books[name]
    assert len(formulas(written)["Satu"]) >= 4
    assert differences(written, computed) == []

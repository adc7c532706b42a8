"""The workbook's formulas: what they refer to, and that a spreadsheet computes what the pipeline computed."""

import dataclasses
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from xlsxwriter.utility import xl_col_to_name

from config import catalogue
from schemas.category import category, printed
from schemas.external import ExternalIndex
from tasks.report.tables import derivations
from tasks.report.tables.constants import constants
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.table import Column, ReportTable
from tasks.report.workbook.formulas import Formulas
from tasks.report.workbook.placement import placed
from tasks.report.workbook.write import write_workbook
from tests.recalculation import differences, formulas, recalculate
from tests.report_builders import METHOD, PERIOD, consolidated

pytestmark = pytest.mark.whole

NAME = re.compile(r"([A-Z][A-Z.]*)\(")
CREATED = datetime(2025, 1, 21, 1, 0)
CATEGORIES = catalogue.table("categories")
NEAR = [99.996, 100.0, 99.9999999995, 89.995, 90.0, 89.9999999995, 89.994999, 74.005, 74.0049999999, 59.999, 60.0, 0.0]
"""Values at which rounding and categories could part ways."""
TIED = [80.0, 80.0 + 2e-10, 90.0, 70.0, "belum lapor"]

FROM_OUTSIDE = tuple(ExternalIndex(code, PERIOD, 87.355, "Rapor", "a.csv", 2, "0") for code in ("62.01", "62.05"))
SEVENTY = {"recipient_weight": 0.7, "quality_weight": 0.3}
QUARTERS = {
    "62": lambda: dataclasses.replace(consolidated("62"), external=FROM_OUTSIDE),
    "35": lambda: consolidated("35", missing=("35.02",), rejected=("35.01",)),
    "pooled": lambda: consolidated("34", missing=(), rejected=(), method=_method(quality="pooled", nihil="full")),
    "zero": lambda: consolidated(
        "34", own=False, method=_method(nihil="zero", recipient_weight=0.7, quality_weight=0.3)
    ),
    "careless": lambda: consolidated("34", missing=(), rejected=(), change=spoil),
    "nobody": lambda: consolidated("34", missing=tuple(catalogue.regencies("34")["code"]), rejected=(), own=False),
}


def spoil(figures: dict[str, pd.DataFrame]) -> None:
    """What a province may let pass by turning rules into warnings: missing and negative figures."""
    recipients, quality, budget = (figures[key] for key in ("recipients", "quality", "budget"))
    recipients.loc[0, "served"] = float("nan")
    recipients.loc[1, "served"] = -5.0
    recipients.loc[2, "target"] = float("nan")
    recipients.loc[3, "served"] = recipients.loc[3, "target"] * 1.4
    needed = quality.index[quality["required"] > 0]
    quality.loc[needed[0], "available"] = float("nan")
    quality.loc[needed[1], "available"] = quality.loc[needed[1], "required"] * 3
    budget.loc[0, "allocation"] = float("nan")
    budget.loc[1, "allocation"] = 0.0


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
        Column("printed", "Ditulis", "index", formula=derivations.printed("{exact}")),
        Column("category", "Kategori", formula=derivations.category("{printed}")),
    )
    return [small(frame, *columns), *constants(facts_of(consolidated("34")))]


def ranks() -> list[ReportTable]:
    frame = {"exact": TIED, "rank": [2, 2, 1, 4, "belum lapor"]}
    rank = Column("rank", "Peringkat", "number", formula=derivations.rank("{exact}", "{exact:}"))
    return [small(frame, Column("exact", "Nilai", "exact"), rank), *constants(facts_of(consolidated("34")))]


def tampered() -> list[ReportTable]:
    frame = {"a": [1.0, 2.0], "b": [2.0, 5.0], "c": ["A", "B"]}
    formulas = Column("b", "B", "number", formula="{a}+1"), Column("c", "C", formula='IF({a}>0,"A","B")')
    return [small(frame, Column("a", "A", "number"), *formulas)]


FUNCTIONS = {
    *("ABS", "AND", "AVERAGE", "AVERAGEIF", "COUNT", "COUNTIF", "COUNTIFS", "IF", "INDEX", "ISNUMBER", "LOOKUP"),
    *("MATCH", "MAX", "MIN", "N", "ROUND", "ROUNDDOWN", "ROWS", "SUM", "SUMIF", "SUMPRODUCT"),
}
"""Every Excel since 2007 and LibreOffice have them, and none computes anew each time a cell changes."""


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> tuple[list[ReportTable], dict[str, dict[str, str]]]:
    quarter = QUARTERS["62"]()
    tables, path = workbook_tables(report_tables(quarter), quarter), tmp_path_factory.mktemp("report") / "a.xlsx"
    write_workbook(tables, path, title="Laporan", created=CREATED)
    return tables, formulas(path)


def of_rows(tables: list[ReportTable], template: str) -> list[str]:
    places = [place for listed in placed(tables).values() for place in listed]
    return list(Formulas(places).of_rows(places[0], tables[0].frame, places[0].first, template))


def two_tables() -> list[ReportTable]:
    rows = {"code": ["a", "b"], "kind": ["x", "y"]}
    first = small(rows, Column("code", "Kode"), Column("kind", "Jenis"), name="satu")
    frame = pd.DataFrame({"code": ["a", "a", "b"], "kind": ["x", "y", "y"], "value": [1.0, 2.0, 3.0]})
    return [first, ReportTable("Dua", "Dua", (Column("code", "Kode"), Column("value", "Nilai")), frame, name="dua")]


@pytest.mark.parametrize(
    ("template", "first", "second"),
    [
        ("{code}&{kind}", "A5&B5", "A6&B6"),
        ("COUNT({kind:})", "COUNT($B$5:$B$6)", "COUNT($B$5:$B$6)"),
        ("SUM({dua.value:})", "SUM(Dua!$B$5:$B$7)", "SUM(Dua!$B$5:$B$7)"),
        ("SUM({dua.value[code]})", "SUM(Dua!B5:B6)", "SUM(Dua!B7)"),
        ("{dua.value[code,kind]}", "Dua!B5", "Dua!B7"),
        ("{dua.value[code,kind=x]}", "Dua!B5", ""),
    ],
)
def test_names_become_the_addresses_of_their_cells(template, first, second):
    assert of_rows(two_tables(), template) == [first, second]


def test_cells_that_do_not_stand_together_are_no_range():
    one, other = two_tables()
    scattered = dataclasses.replace(other, frame=other.frame.assign(code=["a", "b", "a"]))
    with pytest.raises(ValueError, match="do not stand together"):
        of_rows([one, scattered], "SUM({dua.value[code]})")


def test_every_number_that_derives_from_others_is_a_formula(report):
    tables, written = report
    for place in (place for listed in placed(tables).values() for place in listed):
        for number, column in enumerate(place.table.columns):
            if not column.formula or column.kind in ("text", "overflow"):
                continue
            for row, value in enumerate(place.table.frame[column.key], start=place.first + 1):
                plain = isinstance(value, str) or (column.key == "required" and value == 0)
                cell = f"{xl_col_to_name(number)}{row}"
                assert (cell in written[place.sheet]) != plain, (place.sheet, cell, value)


def test_formulas_use_only_what_every_spreadsheet_has(report):
    used = {name for cells in report[1].values() for one in set(cells.values()) for name in NAME.findall(one)}
    assert used <= FUNCTIONS


def test_an_index_can_be_followed_to_what_was_sent(report):
    """The written number leads to the exact index, that to the figures of the service, those to the sender's cells."""
    written, exact = report[1], report[1]["Hitung Layanan"]
    at = re.search(r"'Hitung Layanan'!J(\d+)", written["Kesehatan"]["K8"])[1]
    assert f"bobot_penerima*H{at}+bobot_mutu*I{at}" in exact[f"J{at}"]
    assert exact[f"H{at}"] == f"100*F{at}/D{at}"
    assert exact[f"F{at}"] == f"MIN(E{at},D{at})"
    assert re.fullmatch(r"MAX\(0,N\('Asal Data'!F\d+\)\)", exact[f"E{at}"])


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Name -> the workbook as written and as LibreOffice computed it."""
    folder, made = tmp_path_factory.mktemp("written"), {}
    tables = {name: workbook_tables(report_tables(c), c) for name, c in ((k, make()) for k, make in QUARTERS.items())}
    tables |= {"boundaries": boundaries(), "ranks": ranks(), "tampered": tampered()}
    for name, listed in tables.items():
        made[name] = folder / f"{name}.xlsx"
        write_workbook(listed, made[name], title="Laporan", created=CREATED)
    computed = recalculate(list(made.values()), tmp_path_factory.mktemp("computed"))
    return dict(zip(made, zip(made.values(), computed, strict=True), strict=True))


@pytest.mark.office
@pytest.mark.parametrize("name", QUARTERS)
def test_a_spreadsheet_computes_every_formula_to_the_value_beside_it(name, books):
    written, computed = books[name]
    assert differences(written, computed) == []


@pytest.mark.office
def test_a_formula_that_computes_something_else_is_found(books):
    found = differences(*books["tampered"])
    assert [(cell, was, now) for _, cell, _, was, now in found] == [("B6", 5.0, 3.0), ("C6", "B", "A")]


@pytest.mark.office
@pytest.mark.parametrize("name", ["boundaries", "ranks"])
def test_rounding_categories_and_ranks_at_their_limits_are_computed_alike(name, books):
    written, computed = books[name]
    assert len(formulas(written)["Satu"]) >= 4
    assert differences(written, computed) == []

"""A short run over known faults; `make accuracy` takes 600 workbooks and 1,000 pairs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.workbook import NO_VALUE, RawSheet
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tests import accuracy
from tests.accuracy_faults import FAULTS
from tests.foreign_formats import ErrorCell, ods_row, write_ods, write_xls, write_xlsb


def test_known_faults_are_found_in_their_cells_and_nothing_else_is():
    tally = accuracy.judge(seed=7, files=3)
    assert tally.failures == []
    assert tally.files == {"clean": 3, "messy but right": 3, "defective": 3}
    assert len(tally.rules) > 10


def test_pairs_and_triples_of_faults_are_told_once_and_bring_up_nothing_new():
    tally = accuracy.Tally()
    accuracy.judge_pairs(7, 5, tally)
    assert tally.failures == []
    assert tally.files == {"designed": 5}


def test_an_answer_that_leaves_a_fault_out_is_noticed(monkeypatch):
    honest = accuracy.check

    def forgetful(cases, folder):
        return [replace(one, findings=one.findings[1:]) for one in honest(cases, folder)]

    monkeypatch.setattr(accuracy, "check", forgetful)
    assert any(failure.startswith("defective 0") for failure in accuracy.judge(seed=7, files=1).failures)


def test_there_is_a_fault_for_every_rule_about_what_is_in_a_workbook():
    beside_other_reports = {"H01", "H02", "H03", "H04", "H06", "H07"}
    about_content = {code for code in catalogue.rules() if code[0] in "ILCRH"} - beside_other_reports
    of_layouts = {"L04", "L05", "L06", "I06"}  # the habits bring L04, tests/layouts.py the others
    assert about_content - {fault.rule for fault in FAULTS} == of_layouts & set(catalogue.rules())


def _cells(sheet: RawSheet) -> list[list]:
    """The grid of a sheet as the writers of other formats take it."""
    rows = [
        [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else None if cell == "" else cell for cell in cells]
        for cells in sheet.rows
    ]
    for (row, column), fault in sheet.faults.items():
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = ErrorCell(fault)
    return rows


@pytest.mark.parametrize("number", [4, 11])
def test_a_workbook_in_another_format_has_the_same_findings_in_the_same_cells(number, tmp_path):
    case = accuracy.defective_case(3, number)
    path = replace(case, habits=()).write(tmp_path / "laporan.xlsx")
    (book,) = read_workbooks([path], settings().limits)
    assert NO_VALUE not in {fault for sheet in book.sheets for fault in sheet.faults.values()}
    sheets = {sheet.name: _cells(sheet) for sheet in book.sheets}
    others: list[Path] = [
        write_xls(tmp_path / "laporan.xls", sheets),
        write_xlsb(tmp_path / "laporan.xlsb", {name: dict(enumerate(rows, 1)) for name, rows in sheets.items()}),
        write_ods(tmp_path / "laporan.ods", {name: "".join(map(ods_row, rows)) for name, rows in sheets.items()}),
    ]
    paths = [path, *others]
    first, *rest = check_files(paths, read_workbooks(paths, settings().limits), accuracy.AS_OF, settings())
    assert len(first.findings) > 3
    for one in rest:
        assert one.findings == first.findings
        assert accuracy.figures(one) == accuracy.figures(first)

"""A clean filled form reads back with no finding and not one value changed, in every version."""

import pytest

from config import catalogue
from config.settings import settings
from schemas.period import Period
from schemas.submission import Taken
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity, sheet_rows, write_form
from tasks.intake.take_in import Context, check
from tasks.read.workbooks import read_workbooks
from tasks.understand.rows import figure_columns
from tasks.understand.workbook import normalise
from tests.builders import AS_OF, arrival

PERIOD = Period(2024, 4)
CODES = ("62.01", "62.10", "31.71", "91.71", "62", "64")
FORMS = [(code, catalogue.layout_of(code)) for code in CODES]
FORMS += [("62.10", one) for one in catalogue.forms("kabkota") if not one.whole]
EVERY_FORM = pytest.mark.parametrize(
    ("code", "layout"), FORMS, ids=[f"{code}-{layout.version}" for code, layout in FORMS]
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """(code, form version) -> what was filled in and what was read."""
    folder = tmp_path_factory.mktemp("forms")
    contents = [content_of(code, PERIOD, 5, layout) for code, layout in FORMS]
    paths = [folder / f"{code}-{layout.version}.xlsx" for code, layout in FORMS]
    for path, (code, layout), content in zip(paths, FORMS, contents, strict=True):
        write_form(path, layout, form_identity(code, PERIOD, layout), content)
    raw = read_workbooks(paths, settings().limits)
    names = [(code, layout.version) for code, layout in FORMS]
    return dict(zip(names, zip(contents, raw, strict=True), strict=True))


@EVERY_FORM
def test_a_clean_form_has_no_finding(code, layout, filled):
    read = normalise(filled[code, layout.version][1])
    one = Taken(arrival(f"{code} 2024-TW4.xlsx"), arrival().path, read)
    (checked,) = check([one], Context(AS_OF, code[:2]), settings().of_province(code[:2]))
    assert checked.findings == []
    assert (checked.regency_code, checked.period, checked.status) == (code, PERIOD, "diterima")
    assert read.identity.form_version == layout.version


@EVERY_FORM
def test_not_one_value_changes(code, layout, filled):
    content, raw = filled[code, layout.version]
    figures = normalise(raw).figures
    compared = 0
    for sheet in layout.sheets:
        names = figure_columns(sheet.key)
        inputs = [one for one in sheet.columns if one.role in ("input", "note", "key") and one.key in names]
        wanted = [row for row in sheet_rows(layout, sheet, content.get(sheet.key, [])) if row.get(sheet.key_column.key)]
        read = [dict(zip(names, row, strict=True)) for row in figures[sheet.key]]
        assert len(read) == len(wanted) > 0
        for given, got in zip(wanted, read, strict=True):
            for column in inputs:
                expected = given.get(column.key, "")
                if column.key == "nihil":
                    expected = expected == "Ya"
                assert got[column.key] == expected, (sheet.name, given[sheet.key_column.key], column.key)
                compared += 1
    assert compared > 200

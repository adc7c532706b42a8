"""The form and its layout say the same, in both directions, and the form lets people type what it asks for."""

import re
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from config import catalogue
from schemas.period import Period
from tasks.forms.form import derive, form_identity, sheet_rows, write_form

PERIOD = Period(2024, 4)
WHOLE = catalogue.layout_of("62.10")
SENDERS = {"kabkota": "62.10", "provinsi": "62"}
FORMS = pytest.mark.parametrize(
    "layout", [one for level in SENDERS for one in catalogue.forms(level)], ids=lambda one: one.version
)


def form(layout=WHOLE, content=None, **identity):
    return _empty_form(layout.version) if not content and not identity else written(layout, content, **identity)


@cache
def _empty_form(version):
    return written(catalogue.layouts()[version])


def written(layout=WHOLE, content=None, **identity):
    target = BytesIO()
    write_form(target, layout, form_identity(SENDERS[layout.level], PERIOD, layout) | identity, content)
    return target.getvalue()


@cache
def opened(data):
    return openpyxl.load_workbook(BytesIO(data))


def rows_of(data, sheet):
    """The sheet as calamine sees it: a list of rows from row 1, values of formulas."""
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def column_cells(page, sheet, key):
    return [page[f"{sheet.letter(key)}{row}"] for row in range(WHOLE.header_row + 1, page.max_row + 1)]


def rule_at(page, cell):
    return next((rule for rule in page.data_validations.dataValidation if cell in rule.sqref), None)


@FORMS
def test_every_sheet_of_the_form_is_in_the_layout_and_the_other_way_round(layout):
    assert opened(form(layout)).sheetnames == [layout.identity.name, *(sheet.name for sheet in layout.sheets)]


@FORMS
def test_the_headings_are_the_layouts_headings_in_order(layout):
    data = form(layout)
    for sheet in layout.sheets:
        wanted = [column.heading for column in sheet.columns]
        page = opened(data)[sheet.name]
        assert [cell.value for cell in page[layout.header_row]] == wanted
        assert rows_of(data, sheet.name)[layout.header_row - 1] == wanted


@FORMS
def test_rows_one_to_three_say_what_the_sheet_is_whose_it_is_and_how_to_fill_it_in(layout):
    data = form(layout)
    for sheet in layout.sheets:
        title, whose, how, blank = (row[0] for row in rows_of(data, sheet.name)[:4])
        assert (title, how, blank) == (sheet.title, sheet.instruction, "")
        assert whose == f"{form_identity(SENDERS[layout.level], PERIOD)['regency_name']} · Triwulan IV Tahun 2024"


def test_the_identity_has_labels_in_b_and_values_in_c_and_the_code_stays_text():
    page = opened(form())["Identitas"]
    found = {page[f"B{row}"].value: page[f"C{row}"].value for row in range(5, 14)}
    assert list(found) == [field.label for field in catalogue.layout_of("62.10").identity.fields]
    assert found["Kode Wilayah"] == "62.10"
    assert (found["Nama Daerah"], found["Tahun"], found["Triwulan"]) == ("Kabupaten Gunung Mas", 2024, 4)
    assert found["Versi Formulir"] == "SPM-KK-2025.1"


@FORMS
def test_every_service_item_and_field_has_its_row(layout):
    data = form(layout)
    wanted = {
        "services": list(catalogue.services(layout.version)["service_code"]),
        "items": list(catalogue.quality_items(layout.version)["item_code"]),
        "fields": list(layout.fields),
    }
    for sheet in layout.sheets:
        at = sheet.columns.index(sheet.key_column)
        found = [row[at] for row in rows_of(data, sheet.name)[layout.header_row :]]
        assert found == wanted.get(sheet.rows, [""] * sheet.blank_rows)


@FORMS
def test_a_derived_cell_has_a_live_formula_of_the_columns_in_the_layout(layout):
    book = opened(form(layout))
    derived = [(sheet, column) for sheet in layout.sheets for column in sheet.columns if column.derived]
    assert derived
    for sheet, column in derived:
        _, whole, part = column.derived
        text = book[sheet.name][f"{sheet.letter(column.key)}6"].value
        assert text.startswith("=")
        assert set(re.findall(r"[A-Z]+6", text)) == {f"{sheet.letter(whole)}6", f"{sheet.letter(part)}6"}


def test_the_formulas_stay_empty_until_both_numbers_are_there():
    page = opened(form())["Penerima"]
    assert page["H6"].value == '=IF(COUNT(F6,G6)<2,"",IF(F6=0,"",MAX(0,F6-G6)))'
    assert page["I34"].value == '=IF(COUNT(F34,G34)<2,"",IF(F34=0,"",100*G34/F34))'


def test_only_what_is_to_be_filled_in_is_unlocked():
    layout, book = catalogue.layout_of("62.10"), opened(form())
    for sheet in layout.sheets:
        page = book[sheet.name]
        assert page.protection.sheet
        assert not page.protection.password
        for column in sheet.columns:
            unlocked = sheet.rows == "any" or column.role in ("input", "note")
            assert {cell.protection.locked for cell in column_cells(page, sheet, column.key)} == {not unlocked}


@FORMS
def test_every_choice_of_the_layout_is_a_drop_down(layout):
    book = opened(form(layout))
    for sheet in layout.sheets:
        for column in sheet.columns:
            if column.choices:
                rule = rule_at(book[sheet.name], f"{sheet.letter(column.key)}6")
                assert rule.formula1 == f'"{",".join(column.choices)}"'
                assert bool(rule.showErrorMessage) == (column.type == "choice"), "a text's choices are only suggestions"


def test_the_code_of_a_free_row_is_chosen_from_the_services_on_the_form():
    book = opened(form())
    for name in ("Permasalahan", "Rencana Aksi"):
        source = rule_at(book[name], "B65").formula1
        assert source == "'Penerima'!$B$6:$B$34"
    assert [cell[0].value for cell in book["Penerima"]["B6:B34"]] == list(
        catalogue.services("SPM-KK-2025.1")["service_code"]
    )


@FORMS
def test_counts_and_rupiah_refuse_text_negatives_and_fractions_of_people(layout):
    book = opened(form(layout))
    kinds = {"count": "whole", "rupiah": "decimal"}
    for sheet in layout.sheets:
        for column in sheet.columns:
            if column.role == "input" and column.type in kinds:
                rule = rule_at(book[sheet.name], f"{sheet.letter(column.key)}6")
                assert (rule.type, rule.operator, rule.formula1) == (kinds[column.type], "greaterThanOrEqual", "0")
                assert "0 atau lebih" in rule.error


def test_the_computed_value_stands_beside_the_formula():
    content = {"recipients": [{"service_code": "K-DIK-02", "target": 400, "served": 300}]}
    first, second = rows_of(form(content=content), "Penerima")[5:7]
    assert first[7:9] == ["", ""]
    assert second[5:9] == [400, 300, 100, 75]


@pytest.mark.parametrize(
    ("whole", "part", "remainder", "percent"),
    [(400, 300, 100, 75), (400, 500, 0, 125), (0, 0, "", ""), (400, None, "", ""), ("empat", 3, "", "")],
)
def test_remainder_and_percentage(whole, part, remainder, percent):
    columns = catalogue.layout_of("62.10").by_key["recipients"].by_key
    row = {"target": whole, "served": part}
    assert derive(columns["stated_unserved"], row) == remainder
    assert derive(columns["stated_pct"], row) == percent


def test_free_rows_are_written_in_order_and_blank_ones_follow():
    layout = catalogue.layout_of("62.10")
    sheet = layout.by_key["problems"]
    rows = sheet_rows(layout, sheet, [{"service_code": "K-SOS-01", "problem": "a"}, {"service_code": "K-DIK-01"}])
    assert [row.get("service_code") for row in rows[:3]] == ["K-SOS-01", "K-DIK-01", None]
    assert len(rows) == sheet.blank_rows


def test_a_label_cannot_be_overwritten_by_content():
    content = {"recipients": [{"service_code": "K-DIK-01", "unit": "ekor", "target": 1}]}
    assert rows_of(form(content=content), "Penerima")[5][4] == "orang"


def test_a_row_that_the_form_does_not_have_is_our_mistake():
    with pytest.raises(KeyError, match="K-DIK-99"):
        form(content={"recipients": [{"service_code": "K-DIK-99"}]})


@FORMS
def test_two_writings_are_the_same_byte_for_byte(layout):
    assert written(layout) == written(layout)
    assert written(layout) != written(layout, contact="Sekretaris")


def test_an_unknown_code_is_refused():
    with pytest.raises(KeyError):
        form_identity("62.99", PERIOD)

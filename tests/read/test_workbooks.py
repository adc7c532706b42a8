"""Reading: every kind of workbook, every way a file can be wrong, and nothing that one file can do to another."""

import random
import shutil
import signal
import struct
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from config.catalogue import rules
from config.settings import settings
from schemas.workbook import NO_VALUE, RawSheet, RawWorkbook, Refusal
from tasks.read import workbooks
from tasks.read.workbooks import read_workbook, read_workbooks
from tests.foreign_formats import (
    ErrorCell,
    ods_row,
    write_locked_xlsx,
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    xlsx_parts,
    zipped,
)
from tests.reading import read

LIMITS = settings().limits
ROWS = [["Kode", "Jumlah"], ["K-KES-01", 1500.0], ["K-KES-02", 12.5]]


def limits(**changed):
    return LIMITS.model_copy(update=changed)


def one_sheet(path: Path, **changed) -> RawSheet:
    book = read(path, limits(**changed))
    assert book.refusal is None, book.refusal
    return book.sheets[0]


def refusal(path: Path, **changed) -> tuple[str, str]:
    book = read(path, limits(**changed))
    assert book.sheets == []
    assert book.refusal is not None
    return book.refusal.rule, book.refusal.variant


def kind_in_words(path: Path) -> str:
    found = read(path).refusal
    assert (found.rule, found.variant) == ("F03", "default")
    return found.words["kind"]


def write_plain(path: Path, rows=ROWS) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Penerima")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    return path


def written(folder: Path, kind: str) -> Path:
    path = folder / f"laporan.{kind}"
    if kind == "xls":
        return write_xls(path, {"Penerima": ROWS})
    if kind == "xlsb":
        return write_xlsb(path, {"Penerima": dict(enumerate(ROWS, start=1))})
    if kind == "ods":
        return write_ods(path, {"Penerima": "".join(map(ods_row, ROWS))})
    return write_plain(path)


# --- every kind, under its own name and under a wrong one ------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_every_kind_reads_the_same_under_any_ending(tmp_path, kind):
    path = written(tmp_path, kind)
    renamed = [tmp_path / f"kiriman{ending}" for ending in (".xlsx", ".xls", ".xlsb", ".ods", ".XLSX", ".pdf", "")]
    for other in renamed:
        shutil.copy(path, other)
    for book in read_workbooks([path, *renamed], LIMITS):
        assert (book.kind, book.refusal) == (kind, None)
        assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("Penerima", ROWS)]


def test_a_workbook_with_macros_reads_like_any_other(tmp_path):
    assert read_workbook(written(tmp_path, "xlsm"), LIMITS).kind == "xlsx"


def test_workbooks_come_back_in_the_order_of_their_paths(tmp_path):
    paths = [written(tmp_path, kind) for kind in ("ods", "xlsx", "xls", "xlsb")]
    assert [book.kind for book in read_workbooks(paths, LIMITS)] == ["ods", "xlsx", "xls", "xlsb"]


def test_no_paths_give_no_workbooks_and_start_no_child(monkeypatch):
    monkeypatch.setattr(workbooks, "_start", lambda: pytest.fail("a child was started"))
    assert list(read_workbooks([], LIMITS)) == []


def test_a_missing_file_is_our_mistake(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "tidak-ada.xlsx", LIMITS)


# --- what is in a sheet ----------------------------------------------------------------------------------------------


def test_leading_blank_rows_and_columns_keep_their_place(tmp_path):
    path = write_plain(tmp_path / "a.xlsx", [[], [], [None, None, "isi"]])
    assert one_sheet(path).rows == [[], [], ["", "", "isi"]]


def test_text_numbers_truth_and_dates_stay_what_they_are(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, " 1.234 ")
    sheet.write_string(0, 1, "#REF!")
    sheet.write_number(0, 2, 62.1)
    sheet.write_boolean(0, 3, True)
    sheet.write_datetime(0, 4, date(2025, 1, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    found = one_sheet(tmp_path / "a.xlsx")
    assert found.rows == [[" 1.234 ", "#REF!", 62.1, True, date(2025, 1, 15)]]
    assert found.faults == {}


def test_hidden_sheets_are_marked_and_chart_sheets_left_out(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name in ("Tampak", "Tersembunyi", "Sangat"):
        book.add_worksheet(name).write(0, 0, name)
    book.get_worksheet_by_name("Tersembunyi").hide()
    book.get_worksheet_by_name("Sangat").very_hidden()
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Tampak!$A$1:$A$2"})
    book.add_chartsheet("Grafik").set_chart(chart)
    book.close()
    sheets = read_workbook(tmp_path / "a.xlsx", LIMITS).sheets
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [
        ("Tampak", True),
        ("Tersembunyi", False),
        ("Sangat", False),
    ]


def test_hidden_sheets_are_marked_in_the_other_formats(tmp_path):
    xls = write_xls(tmp_path / "a.xls", {"A": ROWS, "B": ROWS}, hidden="B")
    xlsb = write_xlsb(tmp_path / "a.xlsb", {"A": {1: ["x"]}, "B": {1: ["y"]}}, hidden="B")
    for book in read_workbooks([xls, xlsb], LIMITS):
        assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("A", True), ("B", False)]


def test_merged_cells_are_told_from_1(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().merge_range("B5:C7", "judul")
    book.close()
    spanned = (
        '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell/><table:table-cell office:value-type="string" table:number-columns-spanned="2"'
        ' table:number-rows-spanned="3"><text:p>judul</text:p></table:table-cell></table:table-row>'
    )
    xlsb = write_xlsb(tmp_path / "a.xlsb", {"A": {5: [None, "judul"]}}, merged=(5, 2, 7, 3))
    xls = write_xls(tmp_path / "a.xls", {"A": [[], [], [], [], [None, "judul"]]}, merged=(5, 2, 7, 3))
    paths = [tmp_path / "a.xlsx", write_ods(tmp_path / "a.ods", {"A": spanned}), xlsb, xls]
    for book in read_workbooks(paths, LIMITS):
        assert (book.kind, book.sheets[0].merged) == (book.kind, [(5, 2, 7, 3)])
        assert book.sheets[0].rows == [[], [], [], [], ["", "judul"]]


def test_long_texts_and_odd_names_are_read_whole(tmp_path):
    text = "&quot;" * 32_767
    data = row(1, cell("A1", "<v>1</v>")) + row(2, cell("A2", f"<is><t>{text}</t></is>", t="inlineStr"))
    prefixed = data.replace("<", "<x:").replace("<x:/", "</x:")
    parts = xlsx_parts(data, prefixed)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("Lembar 1", "A>B &amp; C")
    sheets = read_workbook(zipped(tmp_path / "a.xlsx", parts), LIMITS).sheets
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [
        ("A>B & C", [[1.0], ['"' * 32_767]]),
        ("Lembar 2", [[1.0], ['"' * 32_767]]),
    ]


# --- faults: error values and formulas nobody calculated -------------------------------------------------------------


def cell(reference: str, inside: str = "", **attributes: str) -> str:
    return f'<c r="{reference}"' + "".join(f' {k}="{v}"' for k, v in attributes.items()) + f">{inside}</c>"


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


@pytest.mark.parametrize(
    ("inside", "attributes", "fault"),
    [
        ("<f>1/0</f><v>#DIV/0!</v>", {"t": "e"}, "#DIV/0!"),
        ("<v>#REF!</v>", {"t": "e", "s": "3"}, "#REF!"),
        ("<f>G2-H2</f>", {}, NO_VALUE),
        ("<f>G2-H2</f><v></v>", {"s": "1"}, NO_VALUE),
        ("<f>G2-H2</f><v/>", {}, NO_VALUE),
        ("<f>G2-H2</f>\n  <v />\n", {}, NO_VALUE),
        ('<f t="shared" si="0"/>', {}, NO_VALUE),
        ('<f t="shared" si="0"/><v></v>', {}, NO_VALUE),
        ('<f t="array" ref="B2:B3">G2:G3</f>', {}, NO_VALUE),
        ('<f>IF(A1="","",1)</f><v></v>', {"t": "str"}, None),
        ('<f>IF(A1="","",1)</f>', {"t": "str"}, NO_VALUE),
        ("<f>G2-H2</f><v>0</v>", {}, None),
        ('<f t="shared" si="0"/><v>7</v>', {}, None),
        ("<v>12</v>", {}, None),
        ("", {"s": "1"}, None),
    ],
)
def test_error_values_and_formulas_without_a_value_are_faults(tmp_path, inside, attributes, fault):
    data = row(1, cell("A1", "<v>1</v>")) + row(2, cell("B2", inside, **attributes), cell("C2", "<v>3</v>"))
    prefixed = data.replace("<", "<x:").replace("<x:/", "</x:")
    paths = [write_xlsx(tmp_path / "a.xlsx", data), write_xlsx(tmp_path / "b.xlsx", prefixed)]
    for book in read_workbooks(paths, LIMITS):
        assert book.sheets[0].faults == ({(2, 2): fault} if fault else {})
        assert book.sheets[0].rows[1][2] == 3


def test_what_xlsxwriter_and_openpyxl_leave_uncalculated_is_a_fault(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = 5, "=A1*2"
    book.save(tmp_path / "a.xlsx")
    assert one_sheet(tmp_path / "a.xlsx").faults == {(1, 2): NO_VALUE}


def test_error_cells_of_the_other_formats_are_faults(tmp_path):
    rows = [["Kode", 1.0], [ErrorCell("#REF!"), ErrorCell("#DIV/0!", formula=True)]]
    xls = write_xls(tmp_path / "a.xls", {"A": rows})
    xlsb = write_xlsb(tmp_path / "a.xlsb", {"A": dict(enumerate(rows, start=1))})
    ods = write_ods(tmp_path / "a.ods", {"A": "".join(map(ods_row, rows))})
    for book in read_workbooks([xls, xlsb, ods], LIMITS):
        assert (book.kind, book.sheets[0].faults) == (book.kind, {(2, 1): "#REF!", (2, 2): "#DIV/0!"})
        assert book.sheets[0].rows == [["Kode", 1.0]]


def test_a_formula_without_value_in_ods_is_a_fault(tmp_path):
    data = (
        '<table:table-row><table:table-cell table:formula="of:=[.A1]>1"><text:p/></table:table-cell></table:table-row>'
    )
    assert one_sheet(write_ods(tmp_path / "a.ods", {"A": data})).faults == {(1, 1): NO_VALUE}


def test_an_error_text_over_a_zero_in_ods_is_a_fault_and_the_zero_gone(tmp_path):
    data = '<table:table-row><table:table-cell office:value-type="float" office:value="7"/><table:table-cell'
    data += ' table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>'
    found = one_sheet(write_ods(tmp_path / "a.ods", {"A": data + "</table:table-cell></table:table-row>"}))
    assert (found.rows, found.faults) == ([[7.0]], {(1, 2): "#DIV/0!"})


def test_an_error_value_calamine_does_not_know_costs_no_file(tmp_path):
    data = row(1, cell("A1", "<v>#SPILL!</v>", t="e"), cell("B1", "<v>3</v>"))
    found = one_sheet(write_xlsx(tmp_path / "a.xlsx", data))
    assert (found.rows, found.faults) == ([["", 3.0]], {(1, 1): "#SPILL!"})


# --- how far a sheet reaches -----------------------------------------------------------------------------------------

SHEETS_WITH_A_FAR_CELL = {
    "plain": row(1, cell("A1", "<v>1</v>")) + row(1048576, cell("XFD1048576", "<v>1</v>")),
    "alone": row(1048576, cell("XFD1048576", "<v>1</v>")),
    "inline": row(1048576, cell("XFD1048576", "<is><t>x</t></is>", t="inlineStr")),
    "no row number": "<row>" + cell("XFD1048576", "<v>1</v>") + "</row>",
    "single quotes": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "rows out of order": row(1048576, cell("XFD1048576", "<v>1</v>")) + row(1, cell("A1", "<v>1</v>")),
    "small letters": row(1048576, cell("xfd1048576", "<v>1</v>")),
}


@pytest.mark.parametrize("data", SHEETS_WITH_A_FAR_CELL.values(), ids=SHEETS_WITH_A_FAR_CELL)
def test_a_value_in_the_last_cell_of_excel_is_refused_with_its_place(tmp_path, data):
    path = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>1</v>")), data)
    assert read_workbook(path, LIMITS).refusal == Refusal("F04", "cells", {}, sheet="Lembar 2", cell="XFD1048576")


def test_a_far_value_in_xlsb_and_ods_is_refused_with_its_place(tmp_path):
    xlsb = write_xlsb(tmp_path / "a.xlsb", {"A": {1: ["x"], 1048576: ["x"] * 5}})
    repeated = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float"'
    repeated += ' office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    ods = write_ods(tmp_path / "a.ods", {"A": repeated})
    found = [book.refusal for book in read_workbooks([xlsb, ods], LIMITS)]
    assert [(item.variant, item.cell) for item in found] == [("cells", "E1048576"), ("cells", "XFD1048576")]


def test_a_far_value_in_xls_is_refused_with_its_place(tmp_path):
    rows = [["x"]] + [[]] * 65534 + [[None] * 255 + ["x"]]
    assert read_workbook(write_xls(tmp_path / "a.xls", {"A": rows}), LIMITS).refusal.cell == "IV65536"


@pytest.mark.parametrize("filler", ['<c r="D{0}" s="1"/>', '<c r="D{0}" t="str"><f>""</f><v></v></c>'])
def test_a_sheet_padded_far_down_with_blanks_reads_as_its_contents(tmp_path, filler):
    data = row(1, cell("A1", "<v>1</v>")) + "".join(row(n, filler.format(n)) for n in range(2, 20_000))
    padded = data + row(300_000, filler.format(300_000))
    assert one_sheet(write_xlsx(tmp_path / "a.xlsx", padded), cells=1000).rows == [[1.0]]


def test_values_in_far_columns_count_only_where_they_are_too_many(tmp_path):
    wide = row(1, cell("A1", "<v>1</v>")) + row(9, cell("ZZ9", "<v>2</v>"))
    assert one_sheet(write_xlsx(tmp_path / "a.xlsx", wide), cells=702 * 9).rows[8][701] == 2
    assert refusal(write_xlsx(tmp_path / "b.xlsx", wide), cells=702 * 9 - 1) == ("F04", "cells")


def test_a_long_narrow_sheet_counts_its_own_columns_only(tmp_path):
    narrow = row(1, cell("A1", "<v>1</v>")) + row(60, cell("B60", "<v>2</v>"))
    assert len(one_sheet(write_xlsx(tmp_path / "a.xlsx", narrow), cells=120).rows) == 60
    assert refusal(write_xlsx(tmp_path / "b.xlsx", narrow), cells=119) == ("F04", "cells")


def test_rows_out_of_order_and_cells_without_reference_are_all_read(tmp_path):
    out_of_order = row(3, cell("A3", "<v>3</v>")) + row(1, cell("A1", "<v>1</v>"))
    unnamed = "<row><c><v>1</v></c><c><f>A1</f></c><c><v>3</v></c></row><row><c t='e'><v>#N/A</v></c></row>"
    assert one_sheet(write_xlsx(tmp_path / "a.xlsx", out_of_order)).rows == [[1.0], [], [3.0]]
    found = one_sheet(write_xlsx(tmp_path / "b.xlsx", unnamed))
    assert (found.rows, found.faults) == ([[1.0, "", 3.0]], {(1, 2): NO_VALUE, (2, 1): "#N/A"})


# --- what is no workbook ---------------------------------------------------------------------------------------------

NO_WORKBOOKS = {
    "dokumen PDF": b"%PDF-1.7 ...",
    "gambar PNG": b"\x89PNG\r\n\x1a\n\0\0",
    "gambar JPEG": b"\xff\xd8\xff\xe0",
    "arsip RAR": b"Rar!\x1a\x07\x00",
    "arsip 7z": b"7z\xbc\xaf\x27\x1c",
    "program Windows": b"MZ\x90\x00",
    "berkas teks (misalnya CSV)": b"Kode;Jumlah\nK-KES-01;12\n",
    "halaman web (HTML) yang disimpan dengan nama buku kerja": b"\xef\xbb\xbf\n<html><table><tr><td>1",
    "berkas XML (misalnya Excel 2003 XML)": b'<?xml version="1.0"?><Workbook>',
    "berkas biner dari jenis yang tidak dikenal": b"\x01\x02\x00\x03",
}


@pytest.mark.parametrize(("kind", "content"), NO_WORKBOOKS.items(), ids=NO_WORKBOOKS)
def test_what_is_no_workbook_is_called_by_its_name(tmp_path, kind, content):
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(content)
    assert kind_in_words(path) == kind


def test_other_packages_are_called_by_their_name(tmp_path):
    parts = xlsx_parts(row(1, cell("A1", "<v>1</v>")))
    word = {
        "_rels/.rels": parts["_rels/.rels"].replace("xl/workbook.xml", "word/document.xml"),
        "word/document.xml": "",
    }
    assert kind_in_words(zipped(tmp_path / "a.xlsx", word)) == "dokumen Word (.docx)"
    assert kind_in_words(archive := zipped(tmp_path / "b.xlsx", {"laporan.xlsx": b"..."})) == "arsip ZIP"
    assert "Ekstrak dulu arsipnya" in read_workbook(archive, LIMITS).refusal.words["way"]
    odt = {"mimetype": "application/vnd.oasis.opendocument.text"}
    assert kind_in_words(zipped(tmp_path / "c.ods", odt)) == "dokumen teks OpenDocument (.odt)"


def test_an_old_word_document_is_called_by_its_name(tmp_path):
    path = write_xls(tmp_path / "a.xls", {"A": ROWS})
    names = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
    content = path.read_bytes()
    path.write_bytes(content.replace(names[0].ljust(24, b"\0"), names[1]))
    assert kind_in_words(path) == "dokumen Word lama (.doc)"


def test_the_lock_file_of_an_open_workbook_is_called_by_its_name(tmp_path):
    path = tmp_path / "~$laporan.xlsx"
    path.write_bytes(b"\x06Staf A" + b" " * 100)
    assert "kunci sementara" in kind_in_words(path)


def test_every_refusal_has_its_sentence(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF")
    found = read_workbook(tmp_path / "a.xlsx", LIMITS).refusal
    sentence = rules()[found.rule].messages[found.variant].format(**found.words)
    assert sentence.startswith("Berkas ini dokumen PDF, bukan buku kerja Excel.")


# --- passwords -------------------------------------------------------------------------------------------------------


def test_a_password_is_noticed_in_every_kind(tmp_path):
    xlsx = write_locked_xlsx(tmp_path / "a.xlsx", written(tmp_path, "xlsx"))
    xls = write_xls(tmp_path / "a.xls", {"A": ROWS}, locked=True)
    ods = write_ods(tmp_path / "a.ods", {"A": ods_row(["x"])}, locked=True)
    for path in (xlsx, xls, ods, shutil.copy(xlsx, tmp_path / "b.xls"), shutil.copy(xls, tmp_path / "b.xlsx")):
        assert refusal(Path(path)) == ("F02", "default"), path


# --- damaged, empty, hostile -----------------------------------------------------------------------------------------


def test_empty_and_sheetless_files_are_said_to_be_so(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert refusal(tmp_path / "a.xlsx") == ("F01", "empty")
    assert refusal(write_xlsx(tmp_path / "b.xlsx")) == ("F01", "sheetless")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_a_file_cut_off_anywhere_is_damaged(tmp_path, kind):
    content = written(tmp_path, kind).read_bytes()
    paths = []
    for tenth in range(1, 10):
        paths.append(tmp_path / f"cut-{tenth}.{kind}")
        paths[-1].write_bytes(content[: len(content) * tenth // 10])
    variants = {book.refusal and (book.refusal.rule, book.refusal.variant) for book in read_workbooks(paths, LIMITS)}
    assert variants <= {("F01", "damaged"), None if kind == "xls" else ("F01", "damaged")}


def test_a_file_of_zeros_is_damaged(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\0" * 9000)
    assert refusal(tmp_path / "a.xlsx") == ("F01", "damaged")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_flipped_bits_never_raise(tmp_path, kind):
    content, dice, paths = written(tmp_path, kind).read_bytes(), random.Random(62), []
    for number in range(40):
        flipped = bytearray(content)
        for _ in range(dice.randint(1, 4)):
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        paths.append(tmp_path / f"flipped-{number}.{kind}")
        paths[-1].write_bytes(flipped)
    books = list(read_workbooks(paths, limits(seconds=5)))
    assert all(bool(book.sheets) != bool(book.refusal) for book in books)
    assert any(book.refusal for book in books)


def test_entities_are_never_expanded(tmp_path):
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>'
    path = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>&a9;</v>", t="str")), prefix=laughs)
    assert refusal(path) == ("F01", "damaged")


def test_an_external_entity_brings_nothing_in(tmp_path):
    (tmp_path / "secret.txt").write_text("rahasia")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    path = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>&a;</v>", t="str")), prefix=outside)
    assert "rahasia" not in repr(read_workbook(path, LIMITS))


def test_too_large_a_file_is_refused_with_its_size(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 2_540_000)
    found = read_workbook(path, limits(file_mb=2)).refusal
    assert (found.variant, found.words) == ("size", {"found": "2,5", "limit": "2"})


@pytest.mark.slow
def test_bombs_are_refused_before_they_are_unpacked(tmp_path):
    bomb = xlsx_parts(row(1, cell("A1", "<v>1</v>"))) | {"xl/media/image1.png": b"\0" * 30_000_000}
    path = zipped(tmp_path / "a.xlsx", bomb)
    assert read_workbook(path, LIMITS).refusal.words["limit"] == "200 kali"
    assert read_workbook(path, limits(unpacked_mb=20)).refusal.words == {"found": "30 MB", "limit": "20 MB"}
    many = {f"xl/media/{number}": b"" for number in range(50)}
    assert read_workbook(zipped(tmp_path / "b.xlsx", many), limits(parts=49)).refusal.words["found"] == "50 bagian"


def test_a_part_larger_than_it_says_is_not_unpacked(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>1</v>")) + " " * 5_000_000)
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[entry + 24 : entry + 28] = struct.pack("<I", 500)
    path.write_bytes(content)
    assert refusal(path) == ("F01", "damaged")


def test_two_parts_of_one_name_are_damage(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>1</v>")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(path) == ("F01", "damaged")


def test_a_part_that_says_it_is_longer_than_the_file_is_damage(tmp_path):
    content = bytearray(write_plain(tmp_path / "a.xlsx").read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 20 : entry + 24] = struct.pack("<I", 1_400_000_000)
    (tmp_path / "a.xlsx").write_bytes(content)
    assert outcomes(read_workbooks([tmp_path / "a.xlsx"], LIMITS)) == [("F01", "damaged")]


@pytest.mark.parametrize("number", ["NaN", "1e999", "-1e999"])
def test_a_number_that_is_none_is_an_error(tmp_path, number):
    data = row(1, cell("A1", f"<v>{number}</v>"), cell("B1", "<v>2</v>"))
    sheet = one_sheet(write_xlsx(tmp_path / "a.xlsx", data))
    assert (sheet.rows, sheet.faults) == ([["", 2.0]], {(1, 1): "#NUM!"})


def test_a_text_ends_where_a_cell_does(tmp_path):
    data = row(1, cell("A1", f"<is><t>{'x' * 40_000}</t></is>", t="inlineStr"), cell("B1", "<v>2</v>"))
    sheet = one_sheet(write_xlsx(tmp_path / "a.xlsx", data))
    assert (sheet.rows, sheet.faults) == ([["x" * 32_767, 2.0]], {})


def sabotage(monkeypatch, program: str) -> list[subprocess.Popen]:
    """Children that do `program` over a path with "mati" in it; `answers` counts their earlier files. All children."""
    started, start = [], subprocess.Popen
    patch = f"""
import os, time
from tasks.read import worker
read, answers = worker.answer_for, 0
def answer_for(path, limits):
    global answers
    if "mati" in path: {program}
    answers += 1
    return read(path, limits)
worker.answer_for = answer_for
worker.main()
"""

    def popen(arguments, **options):
        modules = arguments[-1].partition("from tasks")[0]
        started.append(start([*arguments[:-1], modules + patch], **options))
        return started[-1]

    monkeypatch.setattr(workbooks.subprocess, "Popen", popen)
    return started


def batch(tmp_path) -> list[Path]:
    return [write_plain(tmp_path / f"{name}.xlsx") for name in ("satu", "mati", "dua")]


def outcomes(books: Iterable[RawWorkbook]) -> list:
    return [book.refusal and (book.refusal.rule, book.refusal.variant) for book in books]


@pytest.mark.parametrize(
    ("program", "clock", "answer"),
    [
        ("os._exit(3)", 9, ("F01", "damaged")),
        ("os.abort()", 9, ("F04", "effort")),
        ("raise MemoryError", 9, ("F04", "effort")),
        ("time.sleep(60)", 1, ("F04", "effort")),
    ],
)
def test_a_dead_or_hung_child_costs_its_own_file_only(tmp_path, monkeypatch, program, clock, answer):
    monkeypatch.setattr(workbooks, "_WALL_FACTOR", clock)
    started = sabotage(monkeypatch, program)
    assert outcomes(read_workbooks(batch(tmp_path), limits(seconds=1))) == [None, answer, None]
    assert all(process.poll() is not None for process in started)


def test_time_between_two_files_is_nobodys(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "_WALL_FACTOR", 1)
    started = sabotage(monkeypatch, "pass")
    books = read_workbooks(batch(tmp_path), limits(seconds=1))
    first = next(books)
    time.sleep(2)  # somebody is busy with the first
    assert outcomes([first, *books]) == [None, None, None]
    assert len(started) == 1


def test_a_child_worn_out_by_earlier_files_costs_none(tmp_path, monkeypatch):
    started = sabotage(monkeypatch, "answers and os.abort()")
    assert outcomes(read_workbooks(batch(tmp_path), LIMITS)) == [None, None, None]
    assert len(started) == 2


@pytest.mark.slow
def test_processor_time_is_bounded_by_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "_WALL_FACTOR", 30)
    started = sabotage(monkeypatch, "any(iter(int, 1))")
    list(read_workbooks(batch(tmp_path)[:2], limits(seconds=1)))
    assert started[0].returncode == -signal.SIGXCPU


def test_a_grid_larger_than_the_memory_given_costs_its_own_file_only(tmp_path):
    far = write_xlsx(tmp_path / "a.xlsx", row(1, cell("A1", "<v>1</v>")) + row(2500, cell("XFD2500", "<v>1</v>")))
    books = read_workbooks([far, write_plain(tmp_path / "b.xlsx")], limits(cells=10**12, memory_mb=300))
    assert outcomes(books) == [("F04", "effort"), None]


@pytest.mark.slow
def test_a_grid_no_memory_can_hold_costs_its_own_file_only(tmp_path):
    far = write_xlsx(tmp_path / "a.xlsx", SHEETS_WITH_A_FAR_CELL["plain"])
    fine = write_plain(tmp_path / "b.xlsx")
    unbounded = limits(cells=10**12)  # as if the extent had escaped us
    assert outcomes(read_workbooks([fine, far, fine], unbounded)) == [None, ("F04", "effort"), None]


def test_a_child_that_never_starts_is_our_mistake(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "_ROOT", str(tmp_path))
    monkeypatch.setattr(workbooks.sys, "path", [])
    with pytest.raises(RuntimeError, match="does not start"):
        read_workbook(written(tmp_path, "xlsx"), LIMITS)


def test_an_answer_can_only_hold_plain_values():
    with pytest.raises(workbooks.pickle.UnpicklingError):
        workbooks.PlainValues(workbooks.io.BytesIO(b"cos\nsystem\n(S'true'\ntR.")).load()


def test_two_threads_read_at_once(tmp_path):
    paths, found = batch(tmp_path), {}

    def work(name: str) -> None:
        found[name] = outcomes(read_workbooks(paths, LIMITS))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"a": [None] * 3, "b": [None] * 3}


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "sementara"))
    (tmp_path / "sementara").mkdir()
    path = written(tmp_path, "xls").rename(tmp_path / "a.xlsx")
    assert read_workbook(path, LIMITS).kind == "xls"
    assert list((tmp_path / "sementara").iterdir()) == []

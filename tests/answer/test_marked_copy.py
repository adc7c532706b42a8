"""The annotated copy: every finding in its cell, and all of them on the first sheet."""

import dataclasses
import re
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from python_calamine import CalamineError, CalamineWorkbook, XmlError, ZipError

from schemas.consolidated import Answer
from schemas.echo import Echo, ReadColumn, ReadSheet
from schemas.finding import Finding, Severity
from schemas.period import Period
from schemas.reconciliation import Account, CellGroup, Fate, Reason
from schemas.workbook import RawSheet
from tasks.answer.marked_copy import COLOURS, write_feedback
from tasks.forms.samples import write_clean, write_samples
from tests.on_paper import font_sizes, pages, printed
from tests.package_builders import RICH, parts_of, rich_workbook, saved_by_libreoffice, strict, with_prefix, with_text

pytestmark = pytest.mark.whole

ERROR = Finding("C05", Severity.ERROR, "Jumlah Terlayani belum diisi. Isi angkanya.", "Pak's Data", "B2", "")
WARNING = Finding("R04", Severity.WARNING, "Terlayani melebihi sasaran.", "Pak's Data", "B2", "1300", "pindahan")
INFO = Finding("C02", Severity.INFO, "1.234 dibaca 1234.", "Pak's Data", "C3", "1.234")
WHOLE_SHEET = Finding("L01", Severity.ERROR, "Lembar Mutu tidak ada.", "Mutu")


def original(folder: Path, name: str = "kiriman.xlsx") -> Path:
    """A sender's workbook with a formula, a note of their own, a merged range and a protected sheet."""
    book = openpyxl.Workbook()
    book.properties.created = datetime(2025, 1, 15, 9, 30)
    page = book.active
    page.title = "Pak's Data"
    page.append(["Layanan", "Terlayani", "Jumlah"])
    page.append(["K-KES-01", None, "=SUM(B2:B9)"])
    page.append(["K-KES-02", 10, "1.234"])
    page["A6"] = "gabungan"
    page.merge_cells("A6:B7")
    page["C3"].comment = Comment("catatan pengirim", "Pengirim")
    page.protection.sheet = True
    book.save(folder / name)
    return folder / name


def answer(path: Path, *findings: Finding, kind: str = "xlsx") -> Answer:
    return Answer("62.01", path.name, path, kind, "Kabupaten Kotawaringin Barat", "ditolak", list(findings))


def copy_of(folder: Path, *findings: Finding, **changes: object) -> openpyxl.Workbook:
    sheets = changes.pop("sheets", ())
    write_feedback(answer(original(folder), *findings, **changes), folder / "salinan.xlsx", sheets)
    return openpyxl.load_workbook(folder / "salinan.xlsx")


def lines(book: openpyxl.Workbook) -> list[tuple]:
    return [row for row in book["Temuan"].iter_rows(min_row=7, values_only=True) if row[0]]


@pytest.mark.parametrize("severity", list(Severity))
def test_a_cell_is_coloured_and_commented_by_the_severity_of_its_finding(tmp_path, severity):
    finding = Finding("C05", severity, "Periksa sel ini.", "Pak's Data", "B3")
    cell = copy_of(tmp_path, finding)["Pak's Data"]["B3"]
    word = {"error": "Kesalahan", "warning": "Peringatan", "info": "Catatan"}[severity]
    assert cell.fill.fgColor.rgb == f"FF{COLOURS[severity]}"
    assert cell.comment.text == f"{word} C05: Periksa sel ini."
    assert cell.value == 10


def test_a_cell_with_several_findings_shows_all_and_the_colour_of_the_gravest(tmp_path):
    cell = copy_of(tmp_path, WARNING, ERROR)["Pak's Data"]["B2"]
    assert cell.fill.fgColor.rgb == f"FF{COLOURS[Severity.ERROR]}"
    assert cell.comment.text.index("Kesalahan C05") < cell.comment.text.index("Peringatan R04")


def test_the_first_sheet_lists_the_findings_most_important_first(tmp_path):
    book = copy_of(tmp_path, INFO, WARNING, ERROR, WHOLE_SHEET)
    assert book.sheetnames[0] == "Temuan"
    assert book.active.title == "Temuan"
    assert [(row[1], row[2]) for row in lines(book)] == [
        ("Kesalahan", "L01"),
        ("Kesalahan", "C05"),
        ("Peringatan", "R04"),
        ("Catatan", "C02"),
    ]
    assert book["Temuan"]["A3"].value.startswith("2 kesalahan, 1 peringatan, 1 catatan.")


CLICK = " Klik alamat pada kolom Sel untuk menuju selnya; catatan pada sel memuat temuan yang sama."


@pytest.mark.parametrize(
    ("findings", "counts", "advice"),
    [
        ((), "0 kesalahan, 0 peringatan, 0 catatan.", "Tidak ada yang perlu diperbaiki."),
        ((INFO,), "0 kesalahan, 0 peringatan, 1 catatan.", f"Tidak ada yang perlu diperbaiki.{CLICK}"),
        (
            (INFO, WARNING),
            "0 kesalahan, 1 peringatan, 1 catatan. Kesalahan harus",
            f"Periksa sel yang ditandai: perbaiki angka yang keliru, jelaskan yang benar pada kolom Keterangan.{CLICK}",
        ),
        (
            (WARNING, ERROR),
            "1 kesalahan, 1 peringatan, 0 catatan. Kesalahan harus",
            f"Perbaiki sel yang ditandai, simpan di Excel, lalu kirim kembali.{CLICK}",
        ),
    ],
)
def test_the_first_sheet_asks_for_what_there_is_to_do(tmp_path, findings, counts, advice):
    page = copy_of(tmp_path, *findings)["Temuan"]
    said = page["A3"].value
    assert (said.startswith(counts), said == counts) == (True, not counts.endswith("harus"))
    assert page["A4"].value == advice


def test_the_cell_of_a_finding_is_a_link_to_it_also_when_the_sheet_has_an_apostrophe(tmp_path):
    page = copy_of(tmp_path, ERROR, WHOLE_SHEET)["Temuan"]
    assert page["F8"].hyperlink.location == "'Pak''s Data'!B2"
    assert (page["F7"].value, page["F7"].hyperlink) == ("bukan satu sel", None)


def test_the_first_sheet_says_what_became_of_the_cells_and_links_to_those_left_out(tmp_path):
    groups = (
        CellGroup(Fate.USED, 1200),
        CellGroup(Fate.LEFT_OUT, 3, "Pak's Data", "C3:C4 D9", Reason.UNKNOWN_COLUMN),
        CellGroup(Fate.LEFT_OUT, 1, "Pak's Data", "B2", Reason.REFUSED, "C01"),
    )
    sent = dataclasses.replace(answer(original(tmp_path), ERROR), cells=Account(groups))
    write_feedback(sent, tmp_path / "salinan.xlsx")
    page = openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Temuan"]
    told = [[cell.value for cell in row] for row in page.iter_rows(min_row=9)]
    assert told[0][0] == "Isi berkas yang dibaca"
    assert told[1][0].startswith("1.204 sel terisi: 1.200 dipakai, 0 judul atau label, ")
    assert told[3][:8] == [1, "tidak dipakai", "-", "kolom di luar formulir", "Pak's Data", "C3:C4", "3", "C3:C4 D9"]
    assert told[4][2:6] == ["C01", "nilainya tidak dapat dibaca", "Pak's Data", "B2"]
    assert page["F12"].hyperlink.location == "'Pak''s Data'!C3:C4"
    assert page.auto_filter.ref == "A6:I7"


def test_a_line_holds_the_value_as_it_stood_and_the_senders_explanation(tmp_path):
    row = lines(copy_of(tmp_path, WARNING))[0]
    assert row[3:] == (
        "Terlayani melebihi yang harus dilayani",
        "Pak's Data",
        "B2",
        "1300",
        "Terlayani melebihi sasaran.",
        "pindahan",
    )


def test_formulas_protection_and_the_senders_own_notes_are_kept(tmp_path):
    page = copy_of(tmp_path, INFO)["Pak's Data"]
    assert page["C2"].value == "=SUM(B2:B9)"
    assert page.protection.sheet
    assert page["C3"].comment.text.startswith("catatan pengirim")
    assert page["C3"].comment.text.endswith("1.234 dibaca 1234.")


def test_a_finding_inside_a_merged_range_is_shown_at_its_top_left(tmp_path):
    page = copy_of(tmp_path, Finding("C01", Severity.ERROR, "Bukan angka.", "Pak's Data", "B7"))["Pak's Data"]
    assert page["A6"].comment.text == "Kesalahan C01: Bukan angka."


@pytest.mark.parametrize("value", ['=HYPERLINK("http://example.go.id")', "+1", "@SUM(A1)", "http://example.go.id"])
def test_what_a_sender_wrote_stays_a_text_in_the_list(tmp_path, value):
    book = copy_of(tmp_path, Finding("C01", Severity.ERROR, value, "Pak's Data", "B3", value))
    for address in ("G7", "H7"):
        cell = book["Temuan"][address]
        assert (cell.value, cell.data_type, cell.hyperlink) == (value, "s", None)


@pytest.mark.parametrize("sign", ["", "\u200b", "\xad"])
def test_a_personal_number_is_hidden_in_the_copy(sign, tmp_path):
    path = original(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Pak's Data"]["A3"] = f"NIK 620199{sign}4501990000"
    book.save(path)
    finding = Finding("C09", Severity.ERROR, "Hapus nomor itu.", "Pak's Data", "A3", "NIK 6201************")
    write_feedback(answer(path, finding), tmp_path / "salinan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Pak's Data"]["A3"].value == "NIK 6201************"


def test_personal_data_in_a_note_are_hidden_there_and_the_figure_below_stays(tmp_path):
    path = original(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Pak's Data"]["B3"].comment = Comment("hubungi 0812-3456-7890", "Pengirim")
    book.save(path)
    finding = Finding("C09", Severity.ERROR, "Hapus nomor itu.", "Pak's Data", "B3", "hubungi 0812*********")
    write_feedback(answer(path, finding), tmp_path / "salinan.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Pak's Data"]["B3"]
    assert cell.value == 10
    assert "3456" not in cell.comment.text
    assert not [name for name, content in parts_of(tmp_path / "salinan.xlsx").items() if b"3456" in content]


def test_the_original_is_not_changed_and_the_copy_is_the_same_bytes_every_time(tmp_path):
    path = original(tmp_path)
    before = path.read_bytes()
    for name in ("a.xlsx", "b.xlsx"):
        write_feedback(answer(path, ERROR, INFO), tmp_path / name)
    assert path.read_bytes() == before
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_copy_bears_no_time_of_writing(tmp_path):
    copy_of(tmp_path, ERROR)
    entries = zipfile.ZipFile(tmp_path / "salinan.xlsx").infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_a_mended_copy_comes_back_with_todays_findings_only(tmp_path):
    copy_of(tmp_path, ERROR, INFO)
    write_feedback(answer(tmp_path / "salinan.xlsx", WARNING), tmp_path / "lagi.xlsx")
    book = openpyxl.load_workbook(tmp_path / "lagi.xlsx")
    page = book["Pak's Data"]
    assert book.sheetnames == ["Temuan", "Pak's Data"]
    assert page["B2"].comment.text == "Peringatan R04: Terlayani melebihi sasaran."
    assert page["C3"].comment.text == "catatan pengirim"
    assert page["C3"].fill == PatternFill()


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsb"])
def test_of_another_kind_of_workbook_the_values_are_copied(tmp_path, kind):
    sheet = RawSheet("Pak's Data", [["Layanan", "Terlayani"], ["=1+1", "", 12.5]], faults={(3, 1): "#REF!"})
    book = copy_of(tmp_path, INFO, kind=kind, sheets=[sheet])
    page = book["Pak's Data"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert (page["C2"].value, page["A3"].value) == (12.5, "#REF!")
    assert page["C3"].comment.text == "Catatan C02: 1.234 dibaca 1234."


@pytest.mark.parametrize("rule", ["F01", "F02", "F03", "F04"])
def test_a_file_that_was_refused_is_never_opened(tmp_path, rule):
    book = copy_of(tmp_path, Finding(rule, Severity.ERROR, "Kirim kembali."))
    assert book.sheetnames == ["Temuan"]
    assert [row[2] for row in lines(book)] == [rule]


def test_a_file_openpyxl_cannot_open_is_answered_by_the_list_alone(tmp_path):
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 bukan buku kerja")
    write_feedback(answer(path, ERROR), tmp_path / "salinan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "salinan.xlsx").sheetnames == ["Temuan"]


def test_a_file_that_cannot_be_read_from_the_disk_is_our_mistake(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_feedback(answer(tmp_path / "tidak-ada.xlsx", ERROR), tmp_path / "salinan.xlsx")


def rich_copy(folder: Path, *findings: Finding, **options: bool) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts of the rich workbook before and after."""
    path = rich_workbook(folder / "kaya.xlsx", **options)
    write_feedback(answer(path, *findings), folder / "salinan.xlsx")
    return parts_of(path), parts_of(folder / "salinan.xlsx")


def at(cell: str, severity: Severity = Severity.ERROR, sheet: str = RICH, **fields: str) -> Finding:
    return Finding(fields.pop("rule", "C01"), severity, "Bukan angka.", sheet, cell, **fields)


def reread(folder: Path, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "salinan.xlsx", **options)


PAGE = r"<sheetPr><pageSetUpPr [^>]*></sheetPr>|<pageSetUpPr [^>]*>|<pageSetup [^>]*>"


def test_every_part_that_bears_no_mark_stays_byte_for_byte_but_for_the_paper_of_sheets(tmp_path):
    before, after = rich_copy(tmp_path, at("C3"), at("C12"))
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    unmarked = (re.sub(PAGE, "", parts["xl/worksheets/sheet1.xml"].decode()) for parts in (before, after))
    assert next(unmarked).replace(' tabSelected="1"', "") == next(unmarked)
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/theme/theme1.xml"} <= set(before) - changed


def test_of_a_marked_sheet_all_but_the_marked_cells_stays(tmp_path):
    before, after = rich_copy(tmp_path, at("C3"))
    marks = re.compile(rf' tabSelected="1"|(?<=<c r="C3" )s="\d+"|{PAGE}')
    texts = [parts["xl/worksheets/sheet2.xml"].decode() for parts in (before, after)]
    old, new = (marks.sub("", text) for text in texts)
    for name in ("cols", "sheetProtection", "dataValidations", "conditionalFormatting", "mergeCells", "extLst"):
        assert re.search(f"<{name}[ >].*</{name}>|<{name} [^>]*/>", new)
    assert old == new


def test_a_formula_keeps_its_value_and_a_marked_cell_its_number_format(tmp_path):
    rich_copy(tmp_path, at("B7"))
    formula, value = (reread(tmp_path, data_only=stored)[RICH]["B7"] for stored in (False, True))
    assert (formula.value, value.value) == ("=SUM(B2:B6)", 1500)
    assert (formula.number_format, formula.fill.fgColor.rgb) == ("#,##0", f"FF{COLOURS[Severity.ERROR]}")


def test_the_senders_note_is_kept_and_ours_added_below(tmp_path):
    rich_copy(tmp_path, at("C3"), at("B2"))
    page = reread(tmp_path)[RICH]
    assert page["C3"].comment.text.startswith("catatan pengirim")
    assert page["C3"].comment.text.endswith("Kesalahan C01: Bukan angka.")
    assert (page["C3"].comment.author, page["B2"].comment.author) == ("Pengirim", "SPM Provinsi")
    vml = parts_of(tmp_path / "salinan.xlsx")["xl/drawings/vmlDrawing1.vml"]
    assert re.findall(rb"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", vml) == [(b"2", b"2"), (b"1", b"1")]


@pytest.mark.parametrize("cell", ["C8", "B12", "C10", "Z3", "XFD1048576"])
def test_a_blank_cell_gets_a_mark_in_its_place(tmp_path, cell):
    rich_copy(tmp_path, at(cell))
    path = tmp_path / "salinan.xlsx"
    xml = parts_of(path)["xl/worksheets/sheet2.xml"].decode()
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', xml)]
    assert rows == sorted(set(rows))
    shown = reread(tmp_path)[RICH]["A8" if cell == "C8" else cell]
    assert shown.comment.text == "Kesalahan C01: Bukan angka."
    assert shown.fill.fgColor.rgb == f"FF{COLOURS[Severity.ERROR]}"


@pytest.mark.parametrize("place", ["A0", "XFE1", "A1048577", "AAAA1", "1", "A", "F9:G10", "$B$2", "-"])
def test_a_place_that_is_no_cell_is_listed_without_a_mark(tmp_path, place):
    before, after = rich_copy(tmp_path, at(place))
    page = reread(tmp_path)["Temuan"]
    assert (page["F7"].value, page["F7"].hyperlink) == (place, None)
    assert after["xl/comments1.xml"] == before["xl/comments1.xml"]


def test_a_blank_cell_keeps_the_look_of_its_row_or_column(tmp_path):
    rich_copy(tmp_path, at("B12"), at("D10"))
    page = reread(tmp_path)[RICH]
    assert page["B12"].number_format == "#,##0"
    assert page["D10"].font.bold


def test_names_that_count_sheets_still_mean_the_same_sheet(tmp_path):
    rich_copy(tmp_path, at("C3"))
    book = reread(tmp_path)
    assert book.sheetnames == ["Temuan", "Sampul", RICH]
    assert book[RICH].print_area == f"'{RICH.replace(chr(39), chr(39) * 2)}'!$A$1:$C$9"
    assert book["Temuan"].print_title_rows == "$6:$6"
    assert "Sasaran" in book.defined_names
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]


def test_a_link_leads_to_a_sheet_whose_name_has_quotes_blanks_and_other_letters(tmp_path):
    rich_copy(tmp_path, at("C3"))
    assert reread(tmp_path)["Temuan"]["F7"].hyperlink.location == "'Data Ñusa''s 2'!C3"


def test_a_sheet_of_the_senders_that_is_called_as_ours_stays(tmp_path):
    path = rich_workbook(tmp_path / "kaya.xlsx")
    with_text(path, "xl/workbook.xml", 'name="Sampul"', 'name="TEMUAN"')
    write_feedback(answer(path, at("C3")), tmp_path / "salinan.xlsx")
    assert reread(tmp_path).sheetnames == ["Temuan 2", "TEMUAN", RICH]


def test_a_workbook_with_macros_is_answered_without_them_and_says_so(tmp_path):
    before, after = rich_copy(tmp_path, at("C3"), macros=True)
    assert "xl/vbaProject.bin" in before
    assert not [name for name, content in after.items() if b"vbaProject" in name.encode() + content]
    assert b"macroEnabled" not in after["[Content_Types].xml"]
    assert reread(tmp_path)["Temuan"]["A5"].value.endswith("karena dapat bertindak sendiri: makro.")


def test_elements_with_a_prefix_are_marked_alike(tmp_path):
    path = with_prefix(rich_workbook(tmp_path / "kaya.xlsx"))
    write_feedback(answer(path, at("C3"), at("B12")), tmp_path / "salinan.xlsx")
    page = reread(tmp_path)[RICH]
    assert [page[cell].fill.fgColor.rgb for cell in ("C3", "B12")] == [f"FF{COLOURS[Severity.ERROR]}"] * 2
    assert page["C3"].comment.text.endswith("Bukan angka.")
    assert reread(tmp_path)["Temuan"]["A1"].font.bold


def test_the_fill_a_cell_had_comes_back_when_it_is_mended(tmp_path):
    rich_copy(tmp_path, at("C3"), at("C4"))
    write_feedback(answer(tmp_path / "salinan.xlsx", at("C4")), tmp_path / "lagi.xlsx")
    book = openpyxl.load_workbook(tmp_path / "lagi.xlsx")
    assert book[RICH]["C3"].fill.fgColor.rgb == "FFFFF2CC"
    assert book[RICH]["C3"].comment.text == "catatan pengirim"
    assert book[RICH]["C4"].comment.text == "Kesalahan C01: Bukan angka."
    assert book.sheetnames == ["Temuan", "Sampul", RICH]


def test_a_personal_number_is_nowhere_in_the_copy(tmp_path):
    number = "6201994501990000"
    path = rich_workbook(tmp_path / "kaya.xlsx")
    with_text(
        path, "xl/sharedStrings.xml", "<t>K-KES-01</t>", f"<r><t>NIK {number[:7]}</t></r><r><t>{number[7:]}</t></r>"
    )
    with_text(path, "xl/worksheets/sheet2.xml", "<v>90</v>", f"<v>{number}</v>")
    with_text(path, "xl/worksheets/sheet2.xml", "SUM(B2:B6)</f><v>1500</v>", f"{number}+0</f><v>{number}</v>")
    with_text(path, "xl/charts/chart1.xml", "<c:v>100</c:v>", f"<c:v>{number}</c:v>")
    found = [at(cell, rule="C09", value="NIK 6201************") for cell in ("A2", "C2", "B7")]
    write_feedback(answer(path, *found), tmp_path / "salinan.xlsx")
    assert not [name for name, content in parts_of(tmp_path / "salinan.xlsx").items() if number[4:].encode() in content]
    page, values = reread(tmp_path)[RICH], reread(tmp_path, data_only=True)[RICH]
    assert (page["A2"].value, page["C2"].value) == ("NIK 6201************", "6201************")
    assert (page["B7"].value, values["B7"].value) == ("=6201000000000000+0", "6201************")


@pytest.mark.parametrize(
    "harm",
    [
        strict,
        lambda path: with_text(
            path, "xl/worksheets/sheet2.xml", "<worksheet ", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet '
        ),
        lambda path: with_text(path, "xl/styles.xml", "</cellXfs>", ""),
        lambda path: with_text(path, "xl/workbook.xml", "<sheets>", "<sheet>"),
    ],
    ids=["strict", "DTD", "styles", "workbook"],
)
def test_a_package_that_cannot_be_patched_is_answered_by_the_list_alone(tmp_path, harm):
    path = harm(rich_workbook(tmp_path / "kaya.xlsx"))
    write_feedback(answer(path, at("C3")), tmp_path / "salinan.xlsx")
    book = reread(tmp_path)
    assert book.sheetnames == ["Temuan"]
    assert [row[6] for row in lines(book)] == ["kosong"]
    assert book["Temuan"]["F7"].hyperlink is None


def test_a_part_whose_name_leads_out_of_the_package_is_not_passed_on(tmp_path):
    path = rich_workbook(tmp_path / "kaya.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/../../../luar.xml", "<a/>")
    write_feedback(answer(path, at("C3")), tmp_path / "salinan.xlsx")
    assert not [name for name in parts_of(tmp_path / "salinan.xlsx") if ".." in name]
    assert {one.name for one in tmp_path.iterdir()} == {"kaya.xlsx", "salinan.xlsx"}


def opens(path: Path) -> list[str]:
    """The names of the sheets; none where the reader would have refused the file."""
    try:
        return CalamineWorkbook.from_path(str(path)).sheet_names
    except (CalamineError, XmlError, ZipError, OSError):
        return []


def test_whatever_stands_in_a_package_there_is_an_answer(tmp_path):
    """A few bytes of one part changed or dropped: the copy or the list, never an error, as readable as before."""
    path, random = rich_workbook(tmp_path / "kaya.xlsx"), Random(20250115)
    whole = parts_of(path)
    for _ in range(60):
        hit = random.choice([name for name in whole if name.endswith(("xml", "rels", "vml"))])
        start = random.randrange(len(whole[hit]))
        torn = (
            whole[hit][:start]
            + random.choice([b"", b"9", b"<", b"&a;", b'"'])
            + whole[hit][start + random.randrange(9) :]
        )
        with zipfile.ZipFile(path, "w") as package:
            for name, content in whole.items():
                package.writestr(name, torn if name == hit else content)
        write_feedback(answer(path, at("C3"), at("B12")), tmp_path / "salinan.xlsx")
        if opens(path):
            assert opens(tmp_path / "salinan.xlsx")[0] == "Temuan"


def test_a_filled_in_form_keeps_its_drop_downs_and_locks(tmp_path):
    path = tmp_path / "formulir.xlsx"
    write_clean("62.01", Period(2024, 4), path)
    write_feedback(answer(path, at("F9", sheet="Penerima"), at("K9", sheet="Penerima")), tmp_path / "salinan.xlsx")
    before, after = openpyxl.load_workbook(path), reread(tmp_path)
    for page in before:
        copied = after[page.title]
        assert copied.protection.sheet == page.protection.sheet
        assert len(copied.data_validations.dataValidation) == len(page.data_validations.dataValidation)
        assert [[cell.value for cell in row] for row in copied] == [[cell.value for cell in row] for row in page]
    assert not after["Penerima"]["F9"].protection.locked
    assert after["Penerima"]["K9"].comment


def test_messy_workbooks_are_answered_in_themselves(tmp_path):
    made = write_samples("62", Period(2024, 4), tmp_path / "contoh")
    files = [one for one in sorted((tmp_path / "contoh").rglob("*.xlsx")) if zipfile.is_zipfile(one)]
    assert made
    assert files
    for path in files:
        sheet = CalamineWorkbook.from_path(str(path)).sheet_names[1]
        write_feedback(answer(path, at("C7", sheet=sheet), at("Z90", sheet=sheet)), tmp_path / "salinan.xlsx")
        assert reread(tmp_path)[sheet]["Z90"].comment.text == "Kesalahan C01: Bukan angka."


def wide(path: Path, **setup: object) -> Path:
    """A sheet as wide as three pages, with the page as its sender has set it."""
    book = openpyxl.Workbook()
    book.active.title = "Lebar"
    for row in range(1, 30):
        book.active.append([f"isi {row}"] * 14)
    for column in "ABCDEFGHIJKLMN":
        book.active.column_dimensions[column].width = 22
    for name, value in setup.items():
        setattr(book.active.page_setup, name, value)
    book.save(path)
    return path


@pytest.mark.office
def test_the_list_of_thirty_findings_is_printed_in_letters_that_can_be_read_and_none_is_cut_off(tmp_path):
    found = [
        Finding(
            "R14", Severity.ERROR, f"{n}. {'Terlayani jauh melebihi sasaran. ' * 6}Akhir{n}.", "Pak's Data", "B2", "9"
        )
        for n in range(30)
    ]
    found += [dataclasses.replace(found[0], message="Ikut.", cause="x")]
    write_feedback(answer(original(tmp_path), *found), tmp_path / "salinan.xlsx")
    [pdf] = printed(tmp_path, tmp_path / "salinan.xlsx")
    told = "".join(pages(pdf))
    assert min(font_sizes(pdf)) >= 7
    assert [n for n in range(30) if f"Akhir{n}." not in told] == []
    assert "periksa sekalian." in " ".join(told.split())


@pytest.mark.office
def test_a_marked_sheet_whose_sender_set_no_page_is_as_wide_as_a_page(tmp_path):
    sheets = {"polos": {}, "tegak": {"orientation": "portrait"}, "sendiri": {"scale": 90}}
    for name, setup in sheets.items():
        path = wide(tmp_path / f"{name}.xlsx", **setup)
        write_feedback(answer(path, at("C3", sheet="Lebar")), tmp_path / f"salinan-{name}.xlsx")
    plain, upright, own = map(pages, printed(tmp_path, *(tmp_path / f"salinan-{name}.xlsx" for name in sheets)))
    assert (len(plain), len(upright)) == (2, 2), "the list of findings, and the sheet on one page"
    assert len(own) > 3, "whoever has set a scale keeps it"
    copied = openpyxl.load_workbook(tmp_path / "salinan-polos.xlsx")["Lebar"]
    assert (copied.page_setup.orientation, copied.page_setup.fitToHeight) == ("landscape", 0)


@pytest.mark.office
def test_a_sheet_without_a_mark_is_as_wide_as_a_page_too(tmp_path):
    write_feedback(answer(wide(tmp_path / "a.xlsx")), tmp_path / "salinan.xlsx")
    (copied,) = map(pages, printed(tmp_path, tmp_path / "salinan.xlsx"))
    assert len(copied) == 2, "the list of findings, and the sheet on one page"


def long_answer(path: Path, heading_row: int = 4, titles: str | None = None) -> Answer:
    """A sheet of 60 rows whose second column has its heading below a common one."""
    book = openpyxl.Workbook()
    page, book.active.title = book.active, "Mutu 'A'"
    page["A1"] = "Jumlah"  # a title that is a word of a heading
    for row, texts in ((heading_row, ("Kode", "Jumlah", None)), (heading_row + 1, (None, "Dibutuhkan", "Ada"))):
        for column, text in enumerate(texts, start=1):
            page.cell(row, column, text)
    page.cell(heading_row, 3, "Jumlah")
    for row in range(60):
        page.cell(heading_row + 2 + row, 1, f"K-{row}")
        page.cell(heading_row + 2 + row, 2, row)
    page.print_title_rows = titles
    book.save(path)
    columns = (("item_code", "Kode", "A"), ("required", "Jumlah Dibutuhkan", "B"), ("available", "Jumlah Ada", "C"))
    read = ReadSheet("quality", page.title, 60, tuple(ReadColumn(*one) for one in columns))
    return dataclasses.replace(answer(path, at("B9", sheet=page.title)), echo=Echo((read,)))


@pytest.mark.parametrize(("titles", "repeated"), [(None, "$4:$5"), ("1:1", "$1:$1")])
def test_the_headings_of_a_long_sheet_are_printed_on_each_page_unless_its_sender_said_which(tmp_path, titles, repeated):
    write_feedback(long_answer(tmp_path / "a.xlsx", titles=titles), tmp_path / "salinan.xlsx")
    assert reread(tmp_path)["Mutu 'A'"].print_title_rows == repeated


def test_headings_of_a_short_sheet_or_such_as_are_not_found_are_not_repeated(tmp_path):
    given = long_answer(tmp_path / "a.xlsx")
    short = dataclasses.replace(given, echo=Echo((dataclasses.replace(given.echo.sheets[0], rows=20),)))
    for one in (short, dataclasses.replace(given, echo=Echo()), long_answer(tmp_path / "b.xlsx", heading_row=70)):
        write_feedback(one, tmp_path / "salinan.xlsx")
        assert reread(tmp_path)["Mutu 'A'"].print_title_rows is None


def test_a_copy_that_is_answered_again_has_its_headings_repeated_once(tmp_path):
    given = long_answer(tmp_path / "a.xlsx")
    write_feedback(given, tmp_path / "lagi.xlsx")
    write_feedback(dataclasses.replace(given, original=tmp_path / "lagi.xlsx"), tmp_path / "salinan.xlsx")
    assert reread(tmp_path).sheetnames == ["Temuan", "Mutu 'A'"]
    assert parts_of(tmp_path / "salinan.xlsx")["xl/workbook.xml"].count(b"_xlnm.Print_Titles") == 2


@pytest.mark.parametrize("properties", ["", "<sheetPr/>", '<sheetPr><tabColor rgb="FF00FF00"/></sheetPr>'])
@pytest.mark.parametrize("used", ["A1:N29", "A1", "rusak", "A1:XFD1048576"])
def test_whatever_a_sheet_says_of_itself_it_is_fitted_to_the_width(tmp_path, properties, used):
    path = wide(tmp_path / "a.xlsx")
    before = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    with_text(path, "xl/worksheets/sheet1.xml", re.search("<sheetPr>.*?</sheetPr>", before)[0], properties)
    with_text(path, "xl/worksheets/sheet1.xml", 'ref="A1:N29"', f'ref="{used}"')
    write_feedback(answer(path, at("C3", sheet="Lebar")), tmp_path / "salinan.xlsx")
    page = reread(tmp_path)["Lebar"]
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    assert page.page_setup.orientation == (None if used == "A1" else "landscape")


@pytest.mark.office
def test_libreoffice_opens_the_copy_and_one_of_its_own_workbooks_can_be_answered(tmp_path):
    rich_copy(tmp_path, at("C3"), at("B12", Severity.WARNING))
    theirs = tmp_path / "lagi"
    theirs.mkdir()
    (opened,) = saved_by_libreoffice(theirs, tmp_path / "salinan.xlsx")
    _check_marks(openpyxl.load_workbook(opened))
    write_feedback(answer(opened, at("B12", Severity.WARNING), at("C3")), tmp_path / "salinan.xlsx")
    book = reread(tmp_path)
    _check_marks(book)
    assert book.sheetnames == ["Temuan", "Sampul", RICH]


def _check_marks(book: openpyxl.Workbook) -> None:
    page = book[RICH]
    assert page["C3"].comment.text.startswith("catatan pengirim")
    assert page["C3"].comment.text.count("Kesalahan C01: Bukan angka.") == 1
    assert page["B12"].comment.text == "Peringatan C01: Bukan angka."
    colours = [page[cell].fill.fgColor.rgb for cell in ("C3", "B12")]
    assert colours == [f"FF{COLOURS[Severity.ERROR]}", f"FF{COLOURS[Severity.WARNING]}"]
    assert page.data_validations.dataValidation
    assert page["B7"].value == "=SUM(B2:B6)"

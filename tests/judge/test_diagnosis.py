"""What is wrong with a file as a whole comes first, and once."""

from dataclasses import replace

from config import catalogue
from schemas.finding import Severity
from schemas.workbook import RawSheet, RawWorkbook
from tests.builders import KABKOTA, PROVINSI, Book, checked, found, places
from tests.rule_examples import monthly


def without_figures(book: Book, keep: str) -> Book:
    """What one office fills in of the whole form."""
    for name, first in (("Penerima", 5), ("Mutu", 6), ("Anggaran", 3)):
        for row in book.sheets[name][5:]:
            if keep not in row[1]:
                row[first] = row[first + 1] = ""
    return book


def test_one_bidang_filled_in_is_one_finding_with_the_offices_form():
    told = found(without_figures(Book(), "KES"))
    own = [one for one in told if not one.cause]
    assert [(one.rule, one.cell, "SPM-KES-2025.1" in one.message) for one in own] == [("C05", "F6", True)]
    others = [one for one in told if one.cause == "C05 Penerima!F6"]
    assert [one.cell for one in others if one.sheet == "Penerima"] == ["F21", "F23", "F25", "F30"]
    assert [one.cells for one in others if one.sheet == "Anggaran"][:1] == ["D6:E8"]


def test_a_service_of_which_nothing_is_said_but_nihil_is_no_bidang_that_is_filled_in():
    book = without_figures(Book(), "KES")
    book["Penerima", "J24"] = "Ya"
    own = [one for one in found(book) if not one.cause]
    assert [(one.rule, one.cell, "SPM-KES-2025.1" in one.message) for one in own] == [("C05", "F6", True)]


def test_the_bidang_of_another_office_are_not_to_be_added_where_the_office_has_its_form():
    book = Book()
    for name in ("Penerima", "Mutu", "Anggaran", "Tahapan"):
        book.sheets[name][5:] = [cells for cells in book.sheets[name][5:] if "KES" in cells[1]]
    told = [one for one in found(book) if one.rule == "R03"]
    assert [one.message for one in told if not one.cause and "SPM-KES-2025.1" not in one.message] == []
    assert ["Tambahkan" in one.message for one in told] == [True, *[False] * (len(told) - 1)]


def test_who_sends_only_the_rows_that_were_mended_is_told_to_send_all_of_it():
    """Twelve errors asked to add rows and sheets one by one."""
    book = Book()
    book.sheets = {name: book.sheets[name] for name in ("Identitas", "Penerima")}
    book.sheets["Penerima"][5:] = book.sheets["Penerima"][5:25:8]
    first, *others = found(book)
    assert "hanya memuat 3 dari 29 baris formulir (K-DIK-01, K-KES-06, K-PU-02)" in first.message
    assert "kirim kembali buku kerja lengkap" in first.message
    assert {one.cause for one in others} == {first.name}


def test_who_sends_only_the_sheet_that_was_mended_is_told_to_send_all_of_it():
    book = Book()
    book.sheets = {name: book.sheets[name] for name in ("Identitas", "Penerima")}
    first, *others = found(book)
    assert first.message.startswith("Berkas ini hanya memuat lembar 'Penerima'; lembar 'Mutu', 'Anggaran', ")
    assert {one.cause for one in others} == {first.name}


def test_a_sheet_without_codes_is_one_error_and_its_totals_differ_for_no_other_reason():
    book = Book()
    for row in book.sheets["Mutu"][5:]:
        row[1] = row[2] = ""
    book.sheets["Mutu"].append(["", "", "", "JUMLAH", "", "", 3020, 3020, 0, 100, ""])
    (own,) = [one for one in found(book) if not one.cause]
    assert (own.rule, own.cell) == ("R01", "C5")
    assert own.message.startswith("299 baris lembar 'Mutu' tidak memuat Kode Mutu")


def test_a_code_spelled_the_same_way_in_all_rows_is_one_finding():
    book = Book()
    for row in book.sheets["Penerima"][5:]:
        row[1] = row[1].lower().replace("-", ".")
    (told,) = found(book)
    assert (told.rule, told.cell, told.cells) == ("C02", "B6", "B6:B34")


def test_shares_of_rounded_millions_follow_from_their_being_millions():
    book = Book()
    for row in book.sheets["Anggaran"][5:]:
        row[3:6] = [487, 401, 82.4]
    told = [one for one in found(book) if one.rule in ("R15", "R09")]
    assert {one.rule for one in told if not one.cause} == {"R15"}
    assert {one.rule for one in told} == {"R15", "R09"}


def test_months_that_add_up_to_a_column_are_told_once():
    book = Book()
    monthly()(book)
    for at in range(6, 18):
        book.sheets["Penerima"][4][at] = book.sheets["Penerima"][4][at][:3]
    told = [one.variant for one in found(book) if one.rule == "L04"]
    assert (told.count("summed"), told.count("wording")) == (1, 0)


def test_of_when_and_of_whom_a_title_says_its_figures_are_both_is_told():
    book = Book(quarter=3)
    book["Penerima", "A2"] = "DATA PEREMPUAN TW IV"
    assert {one.rule for one in checked(book).findings if one.cell == "A2"} == {"I06", "L06"}


def test_what_a_title_says_is_told_by_one_rule():
    book = Book()
    book["Penerima", "A4"] = "Non kumulatif (hanya Okt-Des)"
    assert [one.rule for one in found(book)] == ["I06"]


def test_a_cell_of_a_bidang_that_is_filled_in_is_told_alone():
    book = without_figures(Book(), "KES")
    book["Penerima", "F6"] = 12
    assert [one.cell for one in found(book) if one.sheet == "Penerima"][:2] == ["G6", "F7"]


def test_a_whole_column_of_one_mistake_is_one_finding_with_its_cells():
    book = Book()
    for row in book.sheets["Penerima"][5:]:
        row[6] = "85%"
    (told,) = found(book)
    assert (told.rule, told.cell) == ("C10", "G6")
    assert "28 sel lain: G7:G34" in told.message


def test_a_few_mistakes_in_a_column_are_told_each():
    book = Book()
    for row in (6, 9, 12, 20, 25):
        book["Penerima", f"G{row}"] = f"{row}%"
    assert len(found(book)) == 5


def test_a_ticked_box_is_a_statement():
    book = Book()
    for row in book.sheets["Penerima"][5:]:
        row[9] = False
    assert {one.rule for one in found(book)} == {"C02"}
    assert len(found(book)) == 1
    book["Penerima", "J6"] = True
    assert checked(book).normalised.figures["recipients"][0][7] is True


def test_a_workbook_that_is_not_the_form_is_one_finding():
    book = Book()
    book.sheets = {"Sheet1": [["Kecamatan", "Desa"], ["Arut Selatan", 20.0]]}
    assert places(found(book)) == [("F08", "!")]


def test_what_points_to_a_hidden_row_says_so():
    book = Book()
    book.sheets["Penerima"].append(list(book.sheets["Penerima"][5]))
    raw = book.raw()
    for hidden in (6, 35):
        sheets = [
            replace(one, hidden_rows=frozenset({hidden})) if one.name == "Penerima" else one for one in raw.sheets
        ]
        (told,) = (one for one in found(RawWorkbook("xlsx", sheets)) if one.variant != "hidden_rows")
        assert f"Baris {hidden} tersembunyi" in told.message


def test_what_stands_under_a_nearly_right_heading_is_checked_at_once():
    book = Book()
    book["Penerima", "G5"], book["Penerima", "G8"], book["Penerima", "G9"] = "Jml Trlyani", "banyak", -4
    one = checked(book)
    assert places(one.findings) == [("L02", "Penerima!G5"), ("C01", "Penerima!G8"), ("C03", "Penerima!G9")]
    assert all(row[4] != row[4] for row in one.normalised.figures["recipients"])


def espm_tables() -> list[RawSheet]:
    """The tables that are made for e-SPM, of a clean report."""
    sheets = []
    for table in catalogue.espm():
        layout = KABKOTA.by_key[table.sheet]
        whose = {"regency_code": "62.01", "regency_name": "Kabupaten Kotawaringin Barat"}
        rows = [
            whose | dict(zip((one.key for one in layout.columns), row, strict=False))
            for row in Book().sheets[layout.name][5:]
        ]
        headings = [column.heading for column in table.columns]
        sheets.append(
            RawSheet(
                table.name, [[table.title], headings, *([row.get(c.key, "") for c in table.columns] for row in rows)]
            )
        )
    return sheets


def test_what_was_taken_from_espm_is_one_finding_that_says_so():
    told = found(RawWorkbook("xlsx", espm_tables()))
    assert places(told) == [("F08", "!")]
    assert "e-SPM" in told[0].message


def test_a_list_of_another_system_beside_the_form_is_only_left_out():
    book = Book()
    book.sheets["Dapodik"] = [["No", "NPSN", "Nama Sekolah"], [1, "30200123", "SDN 1"]]
    assert places(found(book)) == [("L03", "Dapodik!")]


def test_every_system_is_known_by_each_of_its_lines():
    for line in catalogue.table("other_systems").itertuples():
        told = found(RawWorkbook("xlsx", [RawSheet("Sheet1", [[], line.headings.split(";"), ["x", "y", "z"]])]))
        assert line.system in told[0].message
        assert line.way in told[0].message


def test_the_provinces_form_filled_in_by_a_regency_is_one_error_whatever_else_is_wrong():
    book = Book(PROVINSI, regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur")
    book["Penerima", "G6"] = "banyak"
    one = checked(book)
    assert [(told.rule, told.cause) for told in one.findings] == [("F08", ""), ("C01", "F08 Identitas!C5")]
    assert one.count(Severity.ERROR) == 1


def test_an_older_form_is_one_error_and_the_form_goes_with_the_answer():
    book = Book()
    for row, item in zip(book.sheets["Mutu"][33:43], range(1, 11), strict=True):
        row[2] = f"K-KES-01.PMK4.{item:02}"
    one = checked(book)
    (own,) = [told for told in one.findings if not told.cause]
    assert (own.rule, own.cells) == ("F08", "C34:C43")
    assert one.count(Severity.ERROR) == 1


def test_a_sheet_of_shares_is_told_what_is_wrong_and_not_that_it_has_no_headings():
    book = Book()
    book["Mutu", "G5"], book["Mutu", "H5"] = "Jumlah Dibutuhkan (%)", "Jumlah Tersedia (%)"
    assert places(found(book)) == [("C11", "Mutu!G5"), ("C11", "Mutu!H5")]


def test_columns_that_seem_exchanged_under_a_heading_in_thousands_are_no_second_slip():
    book = Book()
    book["Mutu", "H5"] = "Jumlah Tersedia (ribu)"
    for row in book.sheets["Mutu"][5:]:
        row[7:10] = [12, "", ""]
    told = found(book)
    assert {one.cause for one in told if one.rule != "C11"} == {"C11 Mutu!H5"}
    assert ("L05", "exchanged") in {(one.rule, one.variant) for one in told}


def test_a_total_beside_a_row_that_nobody_knows_differs_for_that_reason():
    book = Book()
    book["Penerima", "B9"], book["Penerima", "D9"] = "X-1", "Layanan lain sama sekali"
    book.sheets["Penerima"].append(["", "", "", "JUMLAH", "", 29_000, 29_000, 0, 100, "", ""])
    told = [one for one in found(book) if one.rule == "R09"]
    assert {one.cause for one in told} == {"R01 Penerima!B9"}

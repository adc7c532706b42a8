"""What is wrong with a file as a whole comes first, and once."""

from dataclasses import replace

from schemas.workbook import RawWorkbook
from tests.builders import Book, checked, found, places


def without_figures(book: Book, keep: str) -> Book:
    """What one office fills in of the whole form."""
    for name, first in (("Penerima", 5), ("Mutu", 6), ("Anggaran", 3)):
        for row in book.sheets[name][5:]:
            if keep not in row[1]:
                row[first] = row[first + 1] = ""
    return book


def test_one_bidang_filled_in_is_five_findings_with_the_offices_form():
    told = found(without_figures(Book(), "KES"))
    own = [one for one in told if not one.cause]
    assert [(one.rule, one.cell) for one in own] == [("C05", cell) for cell in ("F6", "F21", "F23", "F25", "F30")]
    assert all("SPM-KES-2025.1" in one.message for one in own)
    first = [one for one in told if one.cause == "C05 Penerima!F6"]
    assert [(one.sheet, one.cells) for one in first] == [("Mutu", "G6:H28"), ("Anggaran", "D6:E8")]


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
        book["Penerima", f"G{row}"] = "85%"
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
        (told,) = found(RawWorkbook("xlsx", sheets))
        assert f"Baris {hidden} tersembunyi" in told.message


def test_what_stands_under_a_nearly_right_heading_is_checked_at_once():
    book = Book()
    book["Penerima", "G5"], book["Penerima", "G8"], book["Penerima", "G9"] = "Jml Trlyani", "banyak", -4
    one = checked(book)
    assert places(one.findings) == [("L02", "Penerima!G5"), ("C01", "Penerima!G8"), ("C03", "Penerima!G9")]
    assert all(row[4] != row[4] for row in one.normalised.figures["recipients"])

"""What the rows are about, and which column is meant, is known by what stands there, whatever it is called."""

from schemas.finding import Severity
from tests.builders import Book, found, taken
from tests.layout_changes import half, headed, rest, uncomputed, whole, with_figures
from tests.layout_periods import columns_for
from tests.understand.test_workbook import figures, varied


def errors(book: Book) -> list[tuple[str, str]]:
    return [(one.rule, one.cause) for one in found(book) if one.severity is Severity.ERROR]


def hardly_spent() -> Book:
    book = varied()
    uncomputed("Anggaran")(book)
    with_figures("Anggaran", "E", half)(book)
    return book


def test_codes_are_known_under_any_heading():
    book = varied()
    headed("Penerima", "B", "Nomor Urut SPM")(book)
    assert figures(book) == figures(varied())
    assert "Judul 'Nomor Urut SPM' dibaca sebagai 'Kode Layanan'." in [one.message for one in found(book)]


def test_rows_of_which_nobody_knows_what_they_are_about_are_one_fault():
    book = varied()
    headed("Penerima", "B", "Hal")(book)
    headed("Penerima", "D", "Isi")(book)
    for cells in book.sheets["Penerima"][5:]:
        cells[1] = cells[3] = "x"
    assert set(errors(book)) == {("L02", ""), ("R03", "L02 Penerima!L5")}


def test_a_total_of_parts_is_the_column_that_has_no_heading():
    right, book = hardly_spent(), hardly_spent()
    columns_for("Anggaran", "D", {"APBD": half, "DAK": rest, "Total": whole})(book)
    assert figures(book) == figures(right)


def test_a_total_that_is_that_of_another_column_is_none_for_the_missing_one():
    book = varied()
    uncomputed("Anggaran")(book)
    book.drop_column("Anggaran", "E")
    columns_for("Anggaran", "D", {"Alokasi (Rp)": whole, "PAD": half, "DAU": rest, "Total": whole})(book)
    assert ("L02", "") in errors(book)
    assert all(row[4] != row[4] for row in taken(book).normalised.figures["budget"])

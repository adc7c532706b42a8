"""A figure that is struck through is read and told; where another stands beside it, nobody knows which is meant."""

from schemas.finding import Severity
from tests.builders import Book, found, places, taken


def told(book: Book) -> list[tuple[str, str]]:
    return [(one.rule, one.variant) for one in found(book) if one.rule in ("L05", "L06")]


def test_a_struck_figure_is_read_with_a_warning():
    book = Book()
    book.struck["Penerima", "G6"] = ""
    (one,) = found(book)
    assert (one.rule, one.variant, one.severity, one.cell) == ("L06", "struck", Severity.WARNING, "G6")
    assert taken(book).normalised.figures["recipients"][0][4] == 1000


def test_another_figure_beside_it_without_a_heading_refuses_the_file():
    book = Book()
    book.struck["Penerima", "G6"], book["Penerima", "M6"] = "", 980
    assert places(found(book)) == [("L05", "Penerima!G6"), ("L06", "Penerima!M6")]
    book["Penerima", "M5"] = "Jumlah Penduduk"
    assert told(book) == [("L06", "struck")]


def test_of_a_text_that_is_struck_in_part_the_rest_is_read():
    book = Book()
    book["Penerima", "G6"], book.struck["Penerima", "G6"] = "120 1.000", " 1.000"
    assert taken(book).normalised.figures["recipients"][0][4] == 1000
    assert told(book) == [("L06", "struck_part")]


def test_struck_statements_codes_and_labels_are_told_and_notes_are_not():
    book = Book()
    for place in ("B6", "J6", "K6", "D6"):
        book.struck["Penerima", place] = ""
    book["Penerima", "K6"] = "seharusnya dicek lagi"
    book.struck["Identitas", "C7"] = ""
    assert [(one.variant, one.sheet, one.cell) for one in found(book) if one.rule == "L06"] == [
        ("struck", "Identitas", "C7"),
        ("struck", "Penerima", "B6"),
    ]


def test_what_is_struck_in_a_heading_or_note_is_not_there():
    book = Book()
    book["Penerima", "G5"], book.struck["Penerima", "G5"] = "Target Jumlah Terlayani", "Jumlah Terlayani"
    book["Penerima", "K6"], book.struck["Penerima", "K6"] = "seharusnya 980. Selesai", "Selesai"
    assert found(book) == []

"""What the rows are about, and which column is meant, is known by what stands there, whatever it is called."""

import pytest

from schemas.finding import Severity
from tests.builders import Book, found, taken
from tests.layout_changes import half, headed, rest, uncomputed, whole, with_figures
from tests.layout_periods import columns_for
from tests.layout_rows import under_titles
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


def test_names_of_services_are_no_codes_where_no_name_would_say_what_a_row_is_about():
    book = varied()
    headed("Rencana Aksi", "B", "Pelayanan yang dimaksud")(book)
    for cells in book.sheets["Penerima"][5:]:
        book.sheets["Rencana Aksi"].append([1, cells[3], "Pelatihan", 2025, 6, "orang", 1_000_000, "Dinas", "I"])
    assert ("L02", "") in errors(book)


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


@pytest.mark.parametrize(
    ("sheet", "letter", "names"), [("Penerima", "G", ("KK", "Jiwa")), ("Anggaran", "D", ("Pagu", "Pergeseran"))]
)
def test_nobody_is_told_to_add_up_two_units_or_a_budget_and_its_shift(sheet, letter, names):
    book = varied()
    uncomputed(sheet)(book)
    columns_for(sheet, letter, {names[0]: lambda value: value + 7, names[1]: whole})(book)
    told = [one for one in found(book) if one.rule in ("L02", "L05") and one.severity is Severity.ERROR]
    assert told
    assert not [one for one in told if "sebagian" in one.message]


def test_a_heading_is_said_to_be_like_one_missing_column_only():
    book = varied()
    headed("Penerima", "F", "Yang Harus Dilayani Laki-laki")(book)
    headed("Penerima", "G", "Terlayani Laki-laki")(book)
    assert [one.cell for one in found(book) if one.rule == "L02"] == ["F5", "G5"]


def test_unknown_parts_of_one_service_are_no_services():
    book = varied()
    cells = book.sheets["Penerima"][5]
    for name in ("Zona A", "Zona B"):
        book.insert_row("Penerima", 7, ["", "", "", name, "", cells[5] // 2, cells[6] // 2])
    cells[5:9] = [""] * 4
    assert {one.rule for one in found(book) if one.severity is Severity.ERROR and not one.cause} == {"R17"}


@pytest.mark.parametrize("title", ["K-SOS-05", "{1}", "B. {0} {1}", "Layanan : {1}", "{1} ({0})", "Mutu {1} (8)"])
@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_line_over_items_says_of_which_service_they_are(title, again, numbered):
    book = varied()
    for cells in book.sheets["Mutu"][5:]:
        cells[2] = cells[2].split(".")[-1]
    under_titles(title.replace("K-SOS-05", "{0}"), again=again, coded=numbered)(book)
    assert figures(book) == figures(varied())
    assert not errors(book)


def test_items_under_the_title_of_another_service_are_refused():
    book = varied()
    under_titles("{1}", again=False, coded=False)(book)
    rows = book.sheets["Mutu"]
    rows[[cells[:1] for cells in rows].index(["Pendidikan Dasar"])] = ["Pendidikan Anak Usia Dini"]
    assert {"R02", "R03"} <= {rule for rule, _ in errors(book)}


@pytest.mark.parametrize("said", ["KES-06.PMK6.12a", "KES-06.12a", "K-KES-06.12a", "12a", " 12a ", "12a.", "No. 12a"])
def test_parts_of_a_code_may_be_left_out_beside_the_name(said):
    book = varied()
    row = [cells[2:3] for cells in book.sheets["Mutu"]].index(["K-KES-06.PMK6.12a"]) + 1
    book["Mutu", f"C{row}"] = said
    assert figures(book) == figures(varied())
    assert not errors(book)


@pytest.mark.parametrize("said", ["KES-06.12b", "K-KES-07.12a", "DIK-06.12a"])
def test_a_short_code_of_another_item_than_the_name_is_none(said):
    book = varied()
    row = [cells[2:3] for cells in book.sheets["Mutu"]].index(["K-KES-06.PMK6.12a"]) + 1
    book["Mutu", f"C{row}"] = said
    assert ("R01", "") in errors(book)


@pytest.mark.parametrize("spelled", ["K–DIK–02", "k_dik_02", "(K-DIK-02)", "'K-DIK-02", "K-DIK-02.", "“K-DIK-02”"])
@pytest.mark.parametrize("named", [True, False])
def test_a_code_with_other_dashes_or_marks_around_it_is_the_code(spelled, named):
    book = varied()
    book["Penerima", "B7"] = spelled
    if not named:
        book.drop_column("Penerima", "D")
    assert figures(book) == figures(varied())
    assert not errors(book)


@pytest.mark.parametrize("spelled", ["K.DIK.01.E21.01", "K/DIK/01/E21/01", "DIK01.E21.01", "DIK01-1"])
def test_a_code_of_an_item_with_other_marks_is_read_with_its_name_beside(spelled):
    book = varied()
    book["Mutu", "C6"] = spelled
    assert figures(book) == figures(varied())
    assert not errors(book)


@pytest.mark.parametrize("spelled", ["K–DIK–02", "(K-DIK-02)", "k_dik_02"])
def test_a_code_with_other_marks_beside_the_name_of_another_is_told(spelled):
    book = varied()
    book["Penerima", "B7"], book["Penerima", "B8"] = spelled, spelled.replace("2", "3")
    book["Penerima", "D7"], book["Penerima", "D8"] = book["Penerima", "D8"], book["Penerima", "D7"]
    assert "R16" in [rule for rule, _ in errors(book)]


def test_of_two_items_whose_names_differ_in_capitals_the_exact_one_is_meant():
    book = varied()
    for cells in book.sheets["Mutu"][5:]:
        cells[2] = cells[2].replace("E21.", "").replace("PMK6.", "")
    assert figures(book) == figures(varied())


def test_items_of_one_name_but_for_capitals_are_each_its_own_in_any_order():
    book, right = varied(), varied()
    book.drop_column("Mutu", "C")
    rows = book.sheets["Mutu"]
    rows[5:] = sorted(rows[5:], key=lambda cells: (cells[1], cells[2].swapcase()))
    assert figures(book) == figures(right)


def test_a_code_without_the_letter_of_its_level_is_known_where_no_name_stands_beside_it():
    book = varied()
    book.sheets["Permasalahan"].append([1, "DIK-01", "Guru kurang", "Menambah guru", "Dinas"])
    (told,) = [one for one in found(book) if one.sheet == "Permasalahan"]
    assert (told.rule, told.cell) == ("C02", "B6")
    assert taken(book).normalised.figures["problems"][0][1] == "K-DIK-01"


@pytest.mark.parametrize("first", ["a", "A"])
def test_letters_below_the_headings_count_columns(first):
    book = varied()
    for name in ("Penerima", "Mutu", "Anggaran"):
        width = len(book.sheets[name][4])
        book.insert_row(name, 6, [chr(ord(first) + at) for at in range(width)])
    assert figures(book) == figures(varied())
    assert found(book) == []


ROMAN_NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]


@pytest.mark.parametrize(
    "counted",
    [
        ROMAN_NUMERALS,
        [*ROMAN_NUMERALS[:7], "VI-VII", "VII/VI x 100%", "X", "XI"],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, "(6-7)", "(7:6)x100%", 10.0, 11.0],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "8=6-7", "9=7/6x100", "(10)", "(11)"],
    ],
)
def test_numbers_of_any_kind_below_the_headings_count_columns(counted):
    book = Book()
    book.insert_row("Penerima", 6, counted)
    assert found(book) == []


@pytest.mark.parametrize("heading", ["Nama Layanan", "Nama Pelayanan", "Jenis Layanan SPM"])
def test_the_services_of_items_may_be_named_in_a_column_of_any_usual_heading(heading):
    book, names = varied(), {cells[1]: cells[3] for cells in varied().sheets["Penerima"][5:]}
    for cells in book.sheets["Mutu"][5:]:
        cells[1] = names[cells[1]]
    headed("Mutu", "B", heading)(book)
    book.drop_column("Mutu", "C")
    assert figures(book) == figures(varied())
    assert not errors(book)


@pytest.mark.parametrize("name", ["{}", "Urusan {}", "Bidang {}", "II. {}"])
def test_a_bidang_is_known_by_its_usual_names(name):
    book, short = varied(), {"PU": "PUPR", "PR": "Perkim", "TRA": "Trantibumlinmas"}
    for cells in book.sheets["Tahapan"][5:]:
        cells[2] = name.format(short.get(cells[1], cells[2]))
    book.drop_column("Tahapan", "B")
    assert figures(book) == figures(varied())
    assert not errors(book)


@pytest.mark.parametrize("word", ["Layanan", "Pelayanan", "SPM", "Jenis Layanan"])
def test_a_name_behind_a_word_for_a_service_is_that_services(word):
    book = varied()
    for cells in book.sheets["Penerima"][5:]:
        cells[3] = f"{word} {cells[3]}"
    beside_another = book["Penerima", "D7"]
    book.drop_column("Penerima", "B")
    assert figures(book) == figures(varied())
    book = varied()
    book["Penerima", "D8"] = beside_another
    assert ("R16", "") in errors(book)

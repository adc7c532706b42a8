"""Rows as people lay them out: services in several rows, lines aside of the table, codes written nearly right."""

import pytest

from schemas.finding import Severity
from tasks.understand.rows import figure_columns
from tasks.understand.vocabulary import vocabulary
from tests.builders import KABKOTA, Book, checked, found, places
from tests.rule_examples import changed_in
from tests.understand.test_workbook import figures, varied


def _split(book: Book, sheet: str, row: int, columns: tuple[int, ...], texts: dict[int, tuple[str, ...]]) -> None:
    """A row made into several: the figures shared out unevenly, the texts of each, code and name in the first only."""
    rows, count = book.sheets[sheet], len(next(iter(texts.values())))
    whole = rows[row - 1]
    below = [["" for _ in whole] for _ in range(count - 1)]
    rows[row:row] = below
    for at in columns:
        share = whole[at] // (count + 1)
        for one in below:
            one[at] = float(share)
        whole[at] = float(whole[at] - share * (count - 1))
    for at, words in texts.items():
        for one, word in zip([whole, *below], words, strict=True):
            one[at] = word


def _errors(book: Book) -> list[tuple[str, str]]:
    """The errors that follow from no other."""
    return places([one for one in checked(book).findings if one.severity is Severity.ERROR and not one.cause])


def _service(book: Book, sheet: str, code: str) -> tuple:
    key = {"Penerima": "recipients", "Anggaran": "budget"}[sheet]
    return next(row[:3] for row in figures(book)[key] if code in row[:1])


@pytest.mark.parametrize(
    ("sheet", "columns", "texts"),
    [
        ("Penerima", (5, 6), {4: ("orang (L)", "orang (P)")}),
        ("Penerima", (5, 6), {4: ("Laki-laki", "Perempuan")}),
        ("Penerima", (5, 6), {10: ("Negeri", "Swasta")}),
        ("Penerima", (5, 6), {0: ("L", "P")}),
        ("Anggaran", (3, 4), {6: ("APBD Kabupaten/Kota", "DAK Fisik", "BOK")}),
        ("Anggaran", (3, 4), {6: ("DAU", "DAK"), 7: ("Dinas Pendidikan", "Dinas Pendidikan")}),
        ("Penerima", (5, 6), {2: ("Pendidikan", "Pendidikan"), 4: ("L", "P")}),
    ],
)
def test_parts_of_a_service_add_up(sheet, columns, texts):
    book = Book()
    whole = figures(book)
    _split(book, sheet, 6, columns, texts)
    book[sheet, "H6"], book[sheet, "I6"] = "", ""
    key = "recipients" if sheet == "Penerima" else "budget"
    at = slice(0, 3) if sheet == "Anggaran" else slice(0, 4)
    assert [row[at][0] for row in figures(book)[key]] == [row[at][0] for row in whole[key]]
    told = [one for one in found(book) if one.rule == "C02"]
    assert [one.cell for one in told] == ["B6"]
    assert "dijumlahkan" in told[0].message
    assert checked(book).status.startswith("diterima")


@pytest.mark.parametrize("names", [("Laki-laki", "Perempuan"), ("Puskesmas A", "Puskesmas B"), ("Kec. A", "Kec. B")])
@pytest.mark.parametrize("served", [(400.0, 400.0), (400.0, 300.0)])
@pytest.mark.parametrize("count", [1, 2])
def test_parts_that_all_have_one_target_may_be_the_whole_again(names, served, count):
    """With the service's own row as the first part, or above them all without figures."""
    book = Book()
    rows = book.sheets["Penerima"]
    rows[5][5:9] = ["", "", "", ""]
    rows[6:6] = [["", "", "", name, "", 1000.0, one, "", ""] for name, one in zip(names, served, strict=True)]
    if count == 1:
        rows[5][4:7], rows[6:8] = ["Laki-laki", 1000.0, served[0]], [rows[7]]
        rows[6][3:5] = ["Perempuan", ""]
    assert _errors(book) == [("R17", "Penerima!B6")]


@pytest.mark.parametrize("sheet", ["Mutu", "Anggaran"])
def test_items_and_budgets_whose_parts_are_alike_are_as_doubtful(sheet):
    book = Book()
    rows = book.sheets[sheet]
    name, due = (3, 6) if sheet == "Mutu" else (2, 3)
    rows[5][due : due + 4 if sheet == "Mutu" else due + 3] = [""] * (4 if sheet == "Mutu" else 3)
    for done, word in ((85, "Swasta"), (80, "Negeri")):
        rows.insert(6, [""] * name + [word] + [""] * (due - name - 1) + [100, done])
    assert _errors(book) == [("R17", f"{sheet}!{'C' if sheet == 'Mutu' else 'B'}6")]


@pytest.mark.parametrize("told", ["total", "remainder"])
def test_parts_that_are_alike_add_up_where_the_service_says_so(told):
    book = Book()
    rows = book.sheets["Penerima"]
    whole = rows[5][5]
    rows[5][5:9] = ["", "", 0.4 * whole if told == "remainder" else "", ""]
    parts = [(word, whole / 2, 0.3 * whole) for word in ("Laki-laki", "Perempuan")]
    parts += [("Jumlah", whole, 0.6 * whole)] if told == "total" else []
    rows[6:6] = [["", "", "", word, "", due, done, "", ""] for word, due, done in parts]
    assert not _errors(book)
    assert figures(book)["recipients"][0][2:4] == (whole, 0.6 * whole)


def test_a_percentage_of_parts_that_are_wholly_alike_is_that_of_one_as_well():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[5][5:9] = ["", "", "", 80.0]
    rows[6:6] = [["", "", "", word, "", 1000.0, 800.0, "", ""] for word in ("Laki-laki", "Perempuan")]
    assert _errors(book) == [("R17", "Penerima!B6")]


def test_the_last_service_may_be_split_too_and_the_total_counts_all():
    book = Book()
    last = len(book.sheets["Penerima"])
    _split(book, "Penerima", last, (5, 6), {4: ("orang (L)", "orang (P)")})
    book.sheets["Penerima"].append(["", "", "", "JUMLAH", "", 29_000.0, 29_000.0])
    assert {one.rule for one in found(book)} == {"C02"}


def test_a_name_over_its_parts_and_their_sum_is_read_once():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[5][4:9] = ["", "", "", "", ""]
    parts = [("L", 400.0), ("P", 600.0), ("Jumlah", 1000.0)]
    rows[6:6] = [["", "", "", word, "orang", figure, figure, "", "", "", ""] for word, figure in parts]
    assert {one.rule for one in found(book)} == {"C02"}
    assert figures(book)["recipients"][0][2:4] == figures(Book())["recipients"][0][2:4]


def test_a_total_of_all_funds_over_its_funds_is_read_once():
    book = Book()
    rows = book.sheets["Anggaran"]
    allocation, realised = rows[5][3:5]
    assert rows[5][6] == "DAK Fisik"
    shares = [(word, allocation * share, realised * share) for word, share in (("APBD", 0.25), ("BOK", 0.75))]
    rows[6:6] = [["", "", f"- {word}", a, b, "", "", "Dinas Pendidikan", ""] for word, a, b in shares]
    assert {one.rule for one in found(book)} == {"C02"}
    assert figures(book)["budget"] == figures(Book())["budget"]


@pytest.mark.parametrize("unit", ["orang", "Puskesmas A", "Murni"])
def test_figures_of_nobody_are_refused(unit):
    book = Book()
    book.insert_row("Penerima", 7, ["", "", "", "", unit, 300.0, 200.0, "", "", "", ""])
    assert places(found(book)) == [("R17", "Penerima!F7")]


def test_a_service_that_comes_again_under_headings_that_do_is_one_service_twice():
    book = Book()
    rows = book.sheets["Penerima"]
    rows += [list(rows[4]), list(rows[8])]
    assert places(found(book)) == [("R02", f"Penerima!B{len(rows)}")]


def test_figures_of_nobody_under_headings_that_come_again_are_refused():
    book = Book()
    rows = book.sheets["Penerima"]
    rows += [list(rows[4]), ["", "", "", "", "", 15.0, 12.0]]
    assert places(found(book)) == [("R17", f"Penerima!F{len(rows)}")]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("Anggaran", ["", "", "", 300.0, 200.0, "", "Program lain", "Dinas Pendidikan", ""]),
        ("Anggaran", ["", "", "", 300.0, 200.0, "", "", "", "Sumber data: Dinas Pendidikan"]),
        ("Penerima", ["", "", "Pendidikan", "", "Kec. Baamang", 300.0, 200.0, "", "", "", ""]),
    ],
)
def test_an_office_or_the_bidang_of_the_row_above_says_not_whose_figures_they_are(sheet, cells):
    book = Book()
    book.insert_row(sheet, 7, cells)
    assert [one.rule for one in found(book)] == ["R17"]


def test_a_service_named_in_two_rows_is_no_advice_to_throw_figures_away():
    book = Book()
    rows = book.sheets["Anggaran"]
    rows.insert(6, [*rows[5][:6], "DAK", *rows[5][7:]])
    (told,) = [one for one in found(book) if one.rule == "R02"]
    assert "Bila keduanya bagian yang berbeda, misalnya laki-laki dan perempuan, jumlahkan" in told.message


def _baamang_and_samuda(book: Book, names: tuple[str, ...], notes: tuple[str, ...] = ()) -> None:
    """An item in a row for each place, all of them with the same figures."""
    rows = book.sheets["Mutu"]
    one = rows[5]
    rows[5:6] = [
        [*one[:3], name, *one[4:10], note] for name, note in zip(names, notes or ("",) * len(names), strict=True)
    ]


@pytest.mark.parametrize(
    ("names", "notes"),
    [
        (("Buku Gambar (Baamang)", "Buku Gambar (Samuda)", "Buku Gambar (Ketapang)"), ()),
        (("Buku Gambar",) * 3, ("Baamang", "Samuda", "Ketapang")),
    ],
)
def test_rows_of_different_places_are_no_copies_though_their_figures_are_the_same(names, notes):
    book = Book()
    _baamang_and_samuda(book, names, notes)
    told = [one for one in found(book) if one.rule == "R02"]
    assert {one.variant for one in told} == {"default"}


def test_a_copy_is_that_of_the_row_that_it_repeats_whole():
    book = Book()
    _baamang_and_samuda(book, ("Baamang", "Samuda", "Samuda"))
    told = [(one.variant, one.cell) for one in found(book) if one.rule == "R02"]
    assert told == [("default", "C7"), ("same", "C8")]
    assert "sel C7 dengan" in next(one.message for one in found(book) if one.variant == "same")


@pytest.mark.parametrize(("words", "told"), [(("Kec. A", "Kec. B"), "same"), (("Kec. A", "Kec. C"), "default")])
def test_a_service_twice_is_a_copy_only_with_the_same_parts(words, told):
    book = Book()
    rows = book.sheets["Penerima"]
    _split(book, "Penerima", 6, (5, 6), {4: ("Kec. A", "Kec. B")})
    rows[7:7] = [[*rows[5][:4], words[0], *rows[5][5:]], [*rows[6][:4], words[1], *rows[6][5:]]]
    assert [one.variant for one in found(book) if one.rule == "R02"] == [told]


def test_nihil_beside_the_name_is_that_of_the_parts_below():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[5][5:10] = ["", "", "", "", "Ya"]
    rows[6:6] = [["", "", "", word, "", 0.0, 0.0, "", "", "", ""] for word in ("Laki-laki", "Perempuan")]
    assert "R05" not in {one.rule for one in found(book)}
    row = dict(zip(figure_columns("recipients")[1:], figures(book)["recipients"][0], strict=True))
    assert (row["target"], row["served"], row["nihil"]) == (0.0, 0.0, True)


def _with_total(place: int, *cells: object) -> list[str]:
    """What is said of a total in this row of Penerima."""
    book = Book()
    book.insert_row("Penerima", place, [*cells, "", "", ""])
    return [one.message.partition(". ")[0] for one in found(book) if one.rule == "R09"]


@pytest.mark.parametrize("place", [6, 9, 21, 35])
@pytest.mark.parametrize("name", ["Jumlah Kesehatan", "SUB TOTAL BIDANG KESEHATAN", "Jumlah K-KES"])
def test_a_total_of_a_bidang_is_compared_with_its_own_rows_wherever_it_stands(place, name):
    """It was compared with all rows above it: 12.000 beside 15.000, or beside 29.000 at the end of the sheet."""
    code, name = ("K-KES", "Jumlah") if name == "Jumlah K-KES" else ("", name)
    assert _with_total(place, "", code, "", name, "", 12_000, 12_000, 0) == []
    assert _with_total(place, "", code, "", name, "", 11_000, 12_000, 0) == [
        "Total kolom 'Jumlah yang Harus Dilayani' tertulis 11.000, sedangkan hasil penjumlahan 12.000"
    ]


@pytest.mark.parametrize("place", ["H35", "I35"])
@pytest.mark.parametrize(("stated", "wrong"), [(1_500_000_000, 0), (14_500_000_000, 0), (1_400_000_000, 1)])
def test_a_total_of_an_office_is_compared_with_its_rows_as_well(place, stated, wrong):
    """It was compared with all rows alone: what three services of one office have with what 29 have."""
    book = Book()
    for row in (7, 12, 20):
        book["Anggaran", f"H{row}"] = "Dinas Kesehatan"
    book.sheets["Anggaran"].append(["", "", "Jumlah", stated, "", "", "", "", ""])
    book["Anggaran", place] = "Dinas Kesehatan"
    assert sum(one.rule == "R09" for one in found(book)) == wrong


def test_a_total_of_one_service_is_that_of_its_items():
    book = Book()
    book.insert_row("Mutu", 19, ["", "K-DIK-02", "", "Jumlah", "", "", 60, 80, ""])
    (told,) = (one for one in found(book) if one.rule == "R09")
    assert (told.cell, "hasil penjumlahan 80" in told.message) == ("G19", True)


def test_a_total_that_names_nothing_is_told_beside_the_nearest_of_its_sums():
    """Below those of the first bidang a total may be of the second one or of both."""
    book = Book()
    book.insert_row("Penerima", 9, ["", "", "", "Sub Total", "", 3000, 3000, "", "", "", ""])
    book.insert_row("Penerima", 22, ["", "", "", "Sub Total", "", 11_000, 12_000, "", "", "", ""])
    (told,) = (one for one in found(book) if one.rule == "R09")
    assert (told.cell, "hasil penjumlahan 12.000" in told.message) == ("F22", True)


def test_figures_under_a_total_that_differs_are_refused():
    """Whether the first is the total of the others or one of them is not for us to guess."""
    book = Book()
    parts = [["", "", "", "", word, 400.0, 400.0, "", "", "", ""] for word in ("L", "P")]
    book.sheets["Penerima"][6:6] = parts
    assert places(found(book)) == [("R17", "Penerima!F7"), ("R17", "Penerima!F8")]


@pytest.mark.parametrize(
    "title",
    ["URUSAN PENDIDIKAN", "I. Pendidikan", "A. Bidang Pendidikan", "Dinas Dikbud", "Sub Total Pendidikan", "", "DIK"],
)
def test_sums_over_or_under_their_rows_are_left_out_and_said(title):
    for at in (6, 9):
        book = Book()
        book.insert_row("Penerima", at, ["", "", "", title, "", 3000.0, 3000.0, "", "", "", ""])
        told = found(book)
        assert {one.rule for one in told} <= {"L03"}, (title, at, told)
        assert figures(book) == figures(Book())
        assert told or title.startswith("Sub Total") or (not title and at == 6)


@pytest.mark.parametrize("line", ["Persentase Kab/Kota", "Target Nasional", "Rata-rata", "Capaian Provinsi", "Rerata"])
def test_lines_under_the_table_are_left_out(line):
    book = Book()
    book["Penerima", "D36"], book["Penerima", "G36"] = line, 77.0
    assert {one.rule for one in found(book)} <= {"L03"}


def test_a_line_in_the_middle_of_a_bidang_may_be_a_part_of_the_service_above():
    for line in ("Provinsi", "Keterangan: DAK", "Sisa tahun lalu"):
        book = Book()
        book.insert_row("Penerima", 7, ["", "", "", line, "", 300.0, 200.0, "", "", "", ""])
        assert places(found(book)) == [("R17", "Penerima!D7")]


def test_a_percentage_under_a_service_is_none_of_its_parts():
    book = Book()
    book.insert_row("Penerima", 7, ["", "", "", "Persentase", "", 100.0, 77.0, "", "", "", ""])
    assert places(found(book)) == [("L03", "Penerima!D7")]


def test_a_line_of_a_bidang_with_other_figures_is_never_called_a_service():
    book = Book()
    book.insert_row("Penerima", 6, ["A", "", "", "BIDANG PENDIDIKAN", "", 3.0, 77.0, "", "", "", ""])
    assert places(found(book)) == [("L03", "Penerima!D6")]


@pytest.mark.parametrize(
    "code", ["K-DIK-1", "KDIK01", "K.DIK.01", "K-DIK-0l", "K-DIK-O1", "K/DIK/1", "K-DIK-01 Pendidikan Anak Usia Dini"]
)
def test_a_code_written_nearly_right_is_read_with_its_name_beside(code):
    book = Book()
    book["Penerima", "B6"] = code
    assert places(found(book)) == [("C02", "Penerima!B6")]
    assert figures(book) == figures(Book())
    if " " not in code:
        book["Penerima", "D6"] = ""
        assert places(found(book)) == [("R01", "Penerima!B6")]


@pytest.mark.parametrize("dash", ["–", "—", "‐", "‑", "−", " - "])
def test_other_dashes_are_dashes(dash):
    book = Book()
    book["Penerima", "B6"], book["Penerima", "D6"] = f"K{dash}DIK{dash}01", ""
    assert places(found(book)) == [("C02", "Penerima!B6")]


def test_code_and_name_in_the_column_of_names():
    book = Book()
    for row in book.sheets["Penerima"][5:]:
        row[3] = f"{row[1]} - {row[3]}"
    book.drop_column("Penerima", "B")
    assert figures(book)["recipients"] == figures(Book())["recipients"]
    assert checked(book).status == "diterima"


def test_names_sorted_without_their_codes_are_refused_row_by_row():
    book = Book()
    rows = book.sheets["Mutu"]
    rows[5][3], rows[6][3] = rows[6][3], rows[5][3]
    assert places(found(book)) == [("R16", "Mutu!C6"), ("R16", "Mutu!C7")]


def test_another_wording_of_the_same_service_is_no_contradiction():
    book = Book()
    book["Penerima", "D6"], book["Penerima", "D7"] = "SPM Pendidikan Anak Usia Dini", "Dikdas (SD & SMP)"
    assert found(book) == []


@pytest.mark.parametrize("word", ["Kec. {}", "Puskesmas {}", "Sub Kegiatan {}", "Gugus {}"])
def test_what_a_service_is_made_up_of_is_read_once(word):
    book = Book()
    rows = book.sheets["Penerima"]
    rows[6:6] = [["", "", "", word.format(place), "orang", 500.0, 500.0] for place in "AB"]
    assert figures(book) == figures(Book())
    assert {one.rule for one in found(book)} <= {"C02", "L03"}


def test_a_service_without_figures_is_the_sum_of_its_places_and_keeps_its_texts():
    book = Book()
    rows = book.sheets["Anggaran"]
    allocation, realised = rows[5][3:5]
    rows[5][3:6] = ["", "", ""]
    rows[6:6] = [
        ["", "", f"Kec. {place}", allocation * share, realised * share] for place, share in (("A", 0.25), ("B", 0.75))
    ]
    (read, *_), (whole, *_) = figures(book)["budget"], figures(Book())["budget"]
    assert read[:3] + read[4:] == whole[:3] + whole[4:]


@pytest.mark.parametrize("names", [("Kec. A", "Kec. B"), ("Program", "Kegiatan", "Apa saja")])
def test_zeros_below_a_nihil_service_add_up_to_0_whatever_they_are(names):
    book = Book()
    row = book.sheets["Penerima"][5]
    row[5:10] = ["", "", "", "", "Ya"]
    book.sheets["Penerima"][6:6] = [["", "", "", name, "", 0, 0] for name in names]
    book.sheets["Anggaran"][5][3:6] = [0, 0, ""]
    assert _service(book, "Penerima", "K-DIK-01") == _service(nihil(Book()), "Penerima", "K-DIK-01")
    assert not [one for one in found(book) if one.severity is Severity.ERROR]


def nihil(book: Book) -> Book:
    book.sheets["Penerima"][5][5:10] = [0, 0, "", "", "Ya"]
    book.sheets["Anggaran"][5][3:6] = [0, 0, ""]
    return book


def test_zeros_of_the_places_of_a_nihil_service_under_its_code_are_no_service_twice():
    book = nihil(Book())
    rows = book.sheets["Penerima"]
    rows[6:6] = [[*rows[5][:3], place, *rows[5][4:]] for place in ("Kumai", "Arut")]
    assert [one.rule for one in found(book) if one.rule in ("R02", "C02")] == ["C02"]


def test_rows_below_that_nobody_can_add_up_are_told_once_with_what_follows_from_them():
    book = Book()
    heading, data = book.sheets["Penerima"][:5], book.sheets["Penerima"][5:]
    for cells in data:
        below = [["", "", "", word, "", figure, figure] for word, figure in (("Usulan", 900.0), ("Disetujui", 800.0))]
        cells[5:9] = ["", "", "", ""]
        heading += [cells, *below]
    book.sheets["Penerima"] = heading
    told = [one for one in checked(book).findings if one.sheet == "Penerima" and not one.cause]
    assert [(one.rule, one.cell) for one in told] == [("R17", "B6")]
    assert "baris 7 dan 8 (Usulan, Disetujui) berisi Jumlah yang Harus Dilayani 900, 800" in told[0].message
    assert "berjumlah 1.700" in told[0].message


def test_a_percentage_follows_from_a_row_that_may_be_a_part():
    book = Book()
    book["Penerima", "G6"] = 5000.0
    rows = book.sheets["Penerima"]
    rows[6:6] = [["", "", "", f"- Kec. {place}", "", figure, 100.0] for place, figure in (("A", 900.0), ("B", 800.0))]
    findings = [one for one in checked(book).findings if one.severity is Severity.ERROR]
    assert [(one.rule, one.cell, bool(one.cause)) for one in findings] == [("R17", "B6", False), ("R14", "G6", True)]


def test_what_is_said_to_be_included_is_not_added():
    book = Book()
    book.insert_row("Anggaran", 7, ["", "", "di antaranya DAK", 5_000_000.0, 4_000_000.0])
    assert figures(book) == figures(Book())
    book["Anggaran", "D7"] = 9_000_000_000.0
    assert places(found(book)) == [("R17", "Anggaran!B6")]


@pytest.mark.parametrize(("own", "word"), [("", "- DAK"), ("DAK Fisik", "DAK"), ("DAK", "DAK Fisik"), ("BOK", "BOK")])
def test_one_fund_below_a_service_may_be_in_its_figures_or_not(own, word):
    book = Book()
    book["Anggaran", "G6"] = own
    book.insert_row("Anggaran", 7, ["", "", word, 5_000_000.0, 4_000_000.0])
    assert places(found(book)) == [("R17", "Anggaran!B6")]


@pytest.mark.parametrize("form", ["1.{}", "{}", "a.{})"])
def test_numbers_of_ones_own_in_the_place_of_codes_leave_the_names(form):
    book = Book()
    for number, row in enumerate(book.sheets["Penerima"][5:], 1):
        row[1] = form.format(number)
    assert figures(book) == figures(Book())
    book["Penerima", "D6"] = "Layanan lain"
    assert ("R01", "Penerima!B6") in places(found(book))


def test_an_unknown_item_whose_name_begins_as_a_total_does_is_no_total():
    book = Book()
    row = next(at for at, cells in enumerate(book.sheets["Mutu"], 1) if "Jumlah rombongan belajar di PKBM" in cells)
    book["Mutu", f"C{row}"] = "K-DIK-03.E21.99"
    assert [one.cell for one in found(book) if one.rule == "R01"] == [f"C{row}"]
    assert "R09" not in {one.rule for one in found(book)}


def test_what_stands_in_a_row_with_an_unknown_code_is_checked_at_once():
    book = Book()
    book["Penerima", "B6"], book["Penerima", "F6"], book["Penerima", "G6"] = "K-DIK-99", "banyak", -4
    assert places(found(book)) == [("R01", "Penerima!B6"), ("C01", "Penerima!F6"), ("C03", "Penerima!G6")]


def test_no_wording_of_a_service_is_anothers():
    names = vocabulary(KABKOTA.version, "services").names
    assert {wording: codes for wording, codes in names.items() if len(codes) > 1} == {}


def test_an_item_with_an_unknown_code_is_no_total_though_its_name_begins_as_one():
    book = Book()
    row = next(
        at for at, cells in enumerate(book.sheets["Mutu"], 1) if str(cells[3:4]).startswith("['Jumlah rombongan")
    )
    book["Mutu", f"C{row}"] = f"{book['Mutu', f'C{row}'][:-2]}99"
    assert places(found(book)) == [("R01", f"Mutu!C{row}")]


def test_the_last_lines_of_headings_in_two_rows_may_come_again_alone():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[5:5] = [[*[""] * 5, "yang Harus Dilayani", "Terlayani"]]
    rows[4][5:7] = ["Jumlah", ""]
    again = [*rows[4][:5], "yang Harus Dilayani", "Terlayani", *rows[4][7:]]
    rows[20:20] = [again]
    assert "L05" not in {one.rule for one in found(book)}


@pytest.mark.parametrize("said", [["NIHIL", "-", "-", "-"], ["NIHIL"] * 4, ["-", "-", "-", "", "Ya"]])
def test_a_service_that_is_known_by_its_name_and_nihil_is_no_row_of_headings(said):
    book = Book()
    book.drop_column("Penerima", "B")
    book.sheets["Penerima"][5][4 : 4 + len(said)] = said
    assert not {"L05", "R03"} & {one.rule for one in found(book)}


def test_parts_that_are_nearly_what_stands_above_them_are_not_added_to_it():
    book = Book()
    service = book.sheets["Anggaran"][5]
    allocation, realised = service[3:5]
    for word, off in (("DAK", 1), ("DAU", 0)):
        book.insert_row("Anggaran", 7, ["", "", "", allocation / 2 + off, realised / 2 + off, "", word])
    service[6] = "APBD"
    assert [one.rule for one in found(book) if one.sheet == "Anggaran" and one.rule in ("R17", "C02")] == ["R17"] * 2


@pytest.mark.parametrize("name", ["Jumlah Puskesmas", "Jumlah Penduduk"])
def test_a_count_of_other_things_below_the_table_is_no_total(name):
    book = Book()
    book.sheets["Penerima"].append(["", "", "", name, "", 17, ""])
    assert [told.rule for told in found(book)] == ["L03"]


@pytest.mark.parametrize(("men", "women", "told"), [(300.0, 700.0, ["C02"]), (300.0, 600.0, ["R02", "R02"])])
def test_rows_of_one_code_that_are_the_sum_of_one_of_them_are_read_once(men, women, told):
    """The total of the table counts each service once as well."""
    book = Book()
    rows = book.sheets["Penerima"]
    for figure in (women, men):
        rows.insert(5, [*rows[-1][:1], *rows[5][1:5], figure, figure, 0.0, 100.0])
    rows.append(["", "", "", "JUMLAH", "", *[sum(one[at] for one in rows[7:]) for at in (5, 6)]])
    findings = [one for one in found(book) if one.rule in ("C02", "R02", "R09")]
    assert [one.rule for one in findings] == told
    assert "baris 6 dan 7" in findings[0].message.lower() or told[0] == "R02"
    read = [row for row in figures(book)["recipients"] if row[0] == "K-DIK-01"]
    assert len(read) == len(told) * 2 - 1
    assert 1000.0 in read[-1]


def test_what_is_carried_over_to_the_next_page_is_no_service():
    book = varied()
    rows = book.sheets["Penerima"]
    sums = [sum(row[at] for row in rows[5:15]) for at in (5, 6)]
    rows[15:15] = [["", "", "", "Jumlah dipindahkan", "", *sums], ["", "", "", "Pindahan", "", *sums]]
    assert figures(book) == figures(varied())
    assert not [one for one in found(book) if one.severity is Severity.ERROR]


STRANGE = {
    "a fund under its service": ("Anggaran", 7, "DAK Nonfisik BOP PAUD"),
    "the whole on top, with another sum": ("Penerima", 6, "KAB. KOTAWARINGIN TIMUR"),
    "a correction": ("Penerima", 10, "Koreksi hasil validasi"),
    "a line under the table": ("Penerima", 35, "Imunisasi"),
}


def with_stranger(sheet: str, row: int, name: str) -> Book:
    book = Book()
    at = {"Anggaran": 2, "Penerima": 3}[sheet]
    book.insert_row(sheet, row, [""] * at + [name] + [""] * (4 - at) + (["", 300] if sheet == "Penerima" else [300]))
    if sheet == "Anggaran":
        book[sheet, f"D{row}"], book[sheet, f"E{row}"] = 300, 200
    return book


@pytest.mark.parametrize("what", STRANGE)
def test_a_name_that_no_code_is_left_for_is_a_row_of_which_nobody_knows(what):
    sheet, row, name = STRANGE[what]
    told = found(with_stranger(sheet, row, name))
    assert [one.variant for one in told if one.rule == "R17"] == ["stranger"]
    assert {one.rule for one in told} == {"R17"}


def test_a_name_that_may_be_that_of_a_missing_service_is_told_to_take_its_code():
    book = Book()
    book["Penerima", "B9"], book["Penerima", "D9"] = "", "Layanan lain"
    assert ("R01", "Penerima!D9") in places(found(book))


@pytest.mark.parametrize("lines", [["NON SPM"], ["JUMLAH"], ["JUMLAH", "B. PROGRAM NON SPM"], ["Di luar SPM:"]])
def test_rows_below_the_total_or_a_line_that_says_so_are_none_of_the_forms(lines):
    book = Book()
    for number, line in enumerate(lines, 36):
        total = ["", "", "", line, "", 29_000, 29_000, 0, 100] if line == "JUMLAH" else ["", line]
        book.insert_row("Penerima", number, total)
    book.sheets["Penerima"].append(["", "", "", "Imunisasi", "orang", 500, 300])
    assert figures(book) == figures(Book())
    assert {one.rule for one in found(book)} == {"L03"}


def test_below_the_total_what_corrects_it_or_may_be_a_missing_service_is_not_left_aside():
    for name, drop, rules in (
        ("Koreksi hasil validasi", 0, {"R17"}),
        ("Pelayanan Kesehatan Ibu Hamill", 9, {"R01"}),
    ):
        book = Book()
        if drop:
            book.drop_row("Penerima", drop)
        count = 28 if drop else 29
        book.sheets["Penerima"].append(["", "", "", "JUMLAH", "", 1000 * count, 1000 * count, 0, 100])
        book.sheets["Penerima"].append(["", "", "", name, "orang", 500, 300])
        assert {one.rule for one in found(book)} & {"R01", "R03", "R17"} == rules


@pytest.mark.parametrize(("computed", "rule"), [(True, ("L05", "column_changed")), (False, ("C05", "changed"))])
def test_a_change_that_was_noted_for_some_services_only_goes_into_one_column(computed, rule):
    book = Book()
    changed_in(12, computed=computed)(book)
    told = [one for one in found(book) if one.severity is Severity.ERROR]
    assert [(one.rule, one.variant) for one in told] == [rule]


def _by_places(book: Book, total: int = 0) -> None:
    """Each service in three places under a heading of their own, its name once, and what they come to below them."""
    rows = book.sheets["Penerima"]
    top, data = rows[:5], rows[5:]
    for cells in rows:
        cells[4:4] = ["Kecamatan" if cells is rows[4] else ""]
    lines = []
    for cells in data:
        for at, (place, due, done) in enumerate((("Baamang", 500, 400), ("Ketapang", 300, 300), ("Cempaga", 200, 300))):
            lines.append([*(cells[:4] if not at else [""] * 4), place, cells[5], due, done, "", "", "", ""])
        lines.append(["", "", "", "", "Jumlah", cells[5], cells[6] + total, *cells[7:]])
    book.sheets["Penerima"] = [*top, *lines]


def test_places_under_a_heading_of_their_own_add_up_to_the_total_below_them():
    book = Book()
    _by_places(book)
    told = found(book)
    assert {one.rule for one in told} == {"L03", "L04", "C02"}
    assert "Angka K-DIK-01 pada baris 6-8 dijumlahkan, sesuai dengan jumlahnya pada baris 9." in [
        one.message.partition(" Begitu")[0] for one in told
    ]
    assert [row[:4] for row in figures(book)["recipients"]] == [row[:4] for row in figures(Book())["recipients"]]


def test_places_that_do_not_add_up_to_the_total_below_them_are_refused_in_one_sentence():
    book = Book()
    _by_places(book, total=7)
    told = [one for one in found(book) if not one.cause and one.severity != "info"]
    assert [(one.rule, one.cell) for one in told] == [("R17", "G9")]


def _items(book: Book, service: str) -> list[list]:
    return [cells for cells in book.sheets["Mutu"][5:] if cells[1] == service]


@pytest.mark.parametrize("service", ["K-DIK-02", ""])
def test_codes_that_were_dragged_on_from_another_service_are_told_by_their_names(service):
    book, after = Book(), _items(Book(), "K-DIK-01")
    for number, cells in enumerate(_items(book, "K-DIK-02"), len(after) + 1):
        cells[1], cells[2] = service, f"K-DIK-01.E21.{number:02}"
    if not service:
        first = next(at for at, cells in enumerate(book.sheets["Mutu"]) if cells[2:3] == ["K-DIK-01.E21.08"])
        book.sheets["Mutu"].insert(first, ["", "K-DIK-02 Pendidikan Dasar"])
    errors = [one for one in found(book) if one.severity is Severity.ERROR]
    assert {one.rule for one in errors} == {"R01"}
    assert len([one for one in errors if not one.cause]) == 1
    meant = [cells[2] for cells in _items(Book(), "K-DIK-02")]
    assert all(any(f"{code} (" in one.message for one in errors) for code in meant)


def test_a_code_without_any_separators_is_read_and_is_no_total_though_its_name_begins_as_one():
    book = Book()
    row = next(at for at, cells in enumerate(book.sheets["Mutu"], 1) if cells[2:3] == ["K-DIK-01.E21.06"])
    book["Mutu", f"C{row}"] = "KDIK01E2106"
    assert places(found(book)) == [("C02", f"Mutu!C{row}")]
    book["Mutu", f"C{row}"] = "KDIK01E2199"
    assert places(found(book)) == [("R01", f"Mutu!C{row}")]


def _places_below(book: Book, sheet: str, due: int, shares: tuple[float, ...], blank: tuple[int, int] = (0, 0)) -> None:
    """Each service or item over its kecamatan, which share its figures out; the figures of one of them are missing."""
    heading, data, name = book.sheets[sheet][:5], book.sheets[sheet][5:], 2 if sheet == "Anggaran" else due - 2
    for at, cells in enumerate(data, 1):
        whole, cells[due : due + 4] = cells[due : due + 2], ["", "", "", ""]
        heading.append(cells)
        for place, share in enumerate(shares, 1):
            figures = ["", ""] if (at, place) == blank else [share * one for one in whole]
            heading.append([*[""] * name, f"- Kec. {'ABCD'[place - 1]}", *[""] * (due - name - 1), *figures])
    book.sheets[sheet] = heading


@pytest.mark.parametrize("place", [1, 2, 3])
def test_figures_that_a_place_among_others_lacks_are_missing(place):
    book = Book()
    _places_below(book, "Penerima", 5, (0.2, 0.3, 0.5))
    assert figures(book)["recipients"][1][2:4] == (1000.0, 1000.0)
    book = Book()
    _places_below(book, "Penerima", 5, (0.2, 0.3, 0.5), blank=(2, place))
    row = 10 + place  # below the first service with its three places and the second one's name
    assert _errors(book) == [("C05", f"Penerima!F{row}"), ("C05", f"Penerima!G{row}")]


def test_a_place_without_figures_under_a_service_that_has_its_own_is_a_detail_of_it():
    book = Book()
    rows = book.sheets["Penerima"]
    places_of = [
        ["", "", "", f"- Kec. {name}", "", *held] for name, *held in [("A", 600.0, 500.0), ("B",), ("C", 400.0, 500.0)]
    ]
    rows[6:6] = places_of
    assert figures(book) == figures(Book())


@pytest.mark.parametrize("alike", [(5, 20, 30), tuple(range(40))])
def test_places_that_are_alike_here_and_there_add_up_where_they_mostly_are_not(alike):
    book, rows = Book(), Book().sheets["Mutu"]
    heading, data = rows[:5], rows[5:45]
    for at, cells in enumerate(data):
        shares = (0.5, 0.5) if at in alike else (0.4, 0.6)
        for place, share in zip(("UPTD I", "UPTD II"), shares, strict=True):
            texts = cells[:6] if place == "UPTD I" else [""] * 6
            heading.append([*texts, *(40 * share * one for one in cells[6:8]), "", "", place])
    book.sheets["Mutu"] = heading + rows[45:]
    told = {one.rule for one in found(book)}
    assert ("R17" in told) == (len(alike) > 3)
    if len(alike) == 3:
        assert {row[3] for row in figures(book)["quality"][:40]} == {400.0}


@pytest.mark.parametrize("served", [(400.0, 600.0), (400.0, 500.0)])
def test_parts_of_one_column_alone_are_details_where_they_are_all_of_it(served):
    book = Book()
    rows = book.sheets["Penerima"]
    rows[6:6] = [
        ["", "", "", name, "", "", one] for name, one in zip(("- Puskesmas", "- Rumah Sakit"), served, strict=True)
    ]
    if sum(served) == 1000:
        assert figures(book) == figures(Book())
        assert places(found(book)) == [("C02", "Penerima!B6")]
    else:
        assert _errors(book) == [("R17", "Penerima!B6")]

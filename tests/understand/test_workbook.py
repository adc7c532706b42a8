"""What arrives in practice reads to the same figures as the clean form; every finding stays at its own cell."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import catalogue
from schemas.address import letters
from schemas.finding import Severity
from schemas.wording import number_text
from schemas.workbook import NO_VALUE, RawSheet, RawWorkbook
from tests.builders import KABKOTA, Book, checked, found, places, taken
from tests.rule_examples import years_below


def figures(book: Book | RawWorkbook) -> dict[str, list[tuple]]:
    """What was read, without the rows it stood in, NaN as None, in the order of the codes."""
    read = taken(book).normalised.figures
    return {
        key: sorted(tuple(None if value != value else value for value in row[1:]) for row in rows)
        for key, rows in read.items()
    }


@pytest.fixture(scope="module")
def clean():
    return figures(varied())


def varied() -> Book:
    """A clean book whose figures all differ, so that a mix-up shows."""
    book, chance = Book(), random.Random(3)
    for row in book.sheets["Penerima"][5:]:
        target = chance.randint(100, 1500)
        row[5:9] = [target, target, 0, 100]
    for row in book.sheets["Mutu"][5:]:
        required = chance.randint(5, 9000)
        row[6:10] = [required, required, 0, 100]
    for row in book.sheets["Anggaran"][5:]:
        allocation = chance.randint(10**8, 10**10)
        row[3:6] = [allocation, allocation, 100]
    return book


def only_information(book: Book) -> bool:
    """Whether reading had nothing to complain of; the figures being those of a clean book, no other rule has either."""
    return all(one.severity is Severity.INFO for one in taken(book).normalised.findings)


ALIASES = catalogue.table("header_aliases").groupby("canonical")["alias"].agg(list).to_dict()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_blank_rows_and_titles_anywhere_change_no_figure(seed, clean):
    book, chance = varied(), random.Random(seed)
    for name in ("Penerima", "Mutu", "Anggaran", "Tahapan"):
        for _ in range(chance.randint(1, 6)):
            at = chance.randint(1, len(book.sheets[name]))
            extra = [[], ["", "", ""], ["", "", "BIDANG PENDIDIKAN"], ["Catatan: lihat lampiran"]]
            book.insert_row(name, at, list(chance.choice(extra)))
    assert figures(book) == clean
    assert only_information(book)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_columns_in_any_order_change_no_figure(seed, clean):
    book, chance = varied(), random.Random(seed)
    for sheet in KABKOTA.sheets:
        order = list(range(len(sheet.columns)))
        chance.shuffle(order)
        rows = book.sheets[sheet.name]
        rows[4:] = [[row[at] for at in order] for row in rows[4:]]
    assert figures(book) == clean
    assert only_information(book)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_blank_columns_anywhere_change_no_figure_and_a_fault_moves_with_its_column(seed, clean):
    book, chance = varied(), random.Random(seed)
    added: dict[str, list[int]] = {}
    for sheet in KABKOTA.sheets:
        for _ in range(chance.randint(0, 4)):
            added.setdefault(sheet.name, []).append(chance.randint(0, len(sheet.columns)))
            for row in book.sheets[sheet.name]:
                row.insert(added[sheet.name][-1], chance.choice(["", None]))
    assert figures(book) == clean
    assert only_information(book)
    column = 7  # Jumlah Terlayani
    for at in added.get("Penerima", []):
        column += at < column
    book["Penerima", f"{letters(column)}9"] = "seratus"
    errors = [one for one in taken(book).normalised.findings if one.severity is Severity.ERROR]
    assert places(errors) == [("C01", f"Penerima!{letters(column)}9")]


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_percentages_written_in_several_ways_in_one_column_are_the_same(seed):
    """0.4545 under a percent format and 87.38 without one stand in one column of one agency's workbook."""
    book, chance = varied(), random.Random(seed)
    for name, (whole, part, stated) in {"Penerima": (5, 6, 8), "Mutu": (6, 7, 9), "Anggaran": (3, 4, 5)}.items():
        for row in book.sheets[name][5:]:
            row[part] = chance.randint(1, row[whole])
            percent = 100 * row[part] / row[whole]
            ways = [percent / 100, round(percent / 100, 4), percent, round(percent, 2), f"{number_text(percent, 2)}%"]
            row[stated] = chance.choice(ways)
            if name != "Anggaran":
                row[stated - 1] = row[whole] - row[part]
    assert [one for one in found(book) if one.rule == "R09"] == []


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_other_wordings_of_headings_change_no_figure(seed, clean):
    book, chance = varied(), random.Random(seed)
    groups = {"target": "F", "served": "G", "unserved": "H", "note": "K", "unit": "E"}
    for group, letter in groups.items():
        wording = chance.choice(ALIASES[group])
        style = chance.choice([str.upper, str.lower, lambda t: t.replace(" ", "\n"), lambda t: f"  {t}\xa0:"])
        book["Penerima", f"{letter}5"] = style(wording)
    assert figures(book) == clean
    assert only_information(book)


UNITLESS = [
    lambda n: number_text(n),
    lambda n: f"Rp {number_text(n)},00",
    lambda n: f"\xa0{n}",
    lambda n: f"'{n}",
    lambda n: f"{n:,}",
    float,
]
STYLES = [*UNITLESS, lambda n: f"{number_text(n)} org"]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_numbers_in_any_style_change_no_figure(seed, clean):
    book, chance = varied(), random.Random(seed)
    for name, columns in {"Penerima": (5, 6), "Mutu": (6, 7), "Anggaran": (3, 4)}.items():
        for row in book.sheets[name][5:]:
            for column in columns:
                if chance.random() < 0.3:
                    people = name == "Penerima" and row[4] == "orang"
                    row[column] = chance.choice(STYLES if people else UNITLESS)(row[column])
    assert figures(book) == clean
    assert only_information(book)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_fault_is_reported_where_it_moved_to(seed):
    book, chance = varied(), random.Random(seed)
    book["Penerima", "G9"] = "seratus"
    rows, columns = chance.randint(0, 20), chance.randint(0, 5)
    book.sheets["Penerima"] = [[] for _ in range(rows)] + [[""] * columns + row for row in book.sheets["Penerima"]]
    errors = [one for one in taken(book).normalised.findings if one.severity is Severity.ERROR]
    assert places(errors) == [("C01", f"Penerima!{letters(7 + columns)}{9 + rows}")]


def test_headings_over_two_rows_with_merged_cells(clean):
    book = varied()
    rows = book.sheets["Penerima"]
    upper = [*rows[4][:5], "Jumlah", "", *rows[4][7:]]
    lower = ["", "", "", "", "", "yang Harus Dilayani", "Terlayani", "", "", "", ""]
    rows[4:5] = [upper, lower]
    raw = book.raw()
    sheets = [
        RawSheet(one.name, one.rows, merged=[(5, 6, 5, 7)] if one.name == "Penerima" else []) for one in raw.sheets
    ]
    read = taken(RawWorkbook("xlsx", sheets)).normalised
    assert sorted(row[1:5] for row in read.figures["recipients"]) == sorted(row[:4] for row in clean["recipients"])


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_names_merged_downwards_change_no_figure_whatever_lies_under_them(seed, clean):
    book, chance = varied(), random.Random(seed)
    names = dict(catalogue.table("services")[["service_code", "service_name"]].to_numpy())
    rows, merged, top = book.sheets["Mutu"], [], 6
    book.drop_column("Mutu", "C")
    for number in range(6, len(rows) + 2):
        if number > len(rows) or rows[number - 1][1] != rows[top - 1][1]:
            merged.append((top, 2, number - 1, 2))
            top = number
    for top, _, bottom, _ in merged:
        rows[top - 1][1] = names[rows[top - 1][1]]
        for number in range(top + 1, bottom + 1):
            rows[number - 1][1] = chance.choice(["", names["K-KES-01"], "K-DIK-01", 5.0])
    sheets = [replace(one, merged=merged) if one.name == "Mutu" else one for one in book.raw().sheets]
    assert figures(RawWorkbook("xlsx", sheets)) == clean


def test_ranges_that_overlap_are_not_believed(clean):
    sheets = [replace(one, merged=[(1, 1, 999_999, 9_999)] * 3000) for one in varied().raw().sheets]
    assert figures(RawWorkbook("xlsx", sheets)) == clean


@pytest.mark.slow
def test_notes_right_of_the_table_change_no_figure(clean):
    book, chance = varied(), random.Random(4)
    for sheet in KABKOTA.sheets:
        for row in range(1, 40):
            if chance.random() < 0.5:
                book[sheet.name, f"{chance.choice('NOQ')}{row}"] = chance.choice(["periksa lagi", 12.0, "TOTAL", "ok"])
    assert figures(book) == clean
    assert {one.rule for one in found(book) if one.severity is not Severity.INFO} == {"L06"}


def test_of_several_years_the_reports_own_is_read(clean):
    for years in ((2023, 2024), (2024, 2023), (2022, 2023, 2024)):
        book = varied()
        years_below(*years)(book)
        tables = [at for at, row in enumerate(book.sheets["Anggaran"]) if row and str(row[0]).startswith("Tahun")]
        for at, year in zip(tables, years, strict=True):
            for row in book.sheets["Anggaran"][at + 2 : at + 31]:
                row[3] = row[4] = row[3] if year == 2024 else 7.0
        assert figures(book) == clean
        assert only_information(book)
        assert next(one.rule for one in taken(book).normalised.findings if one.sheet == "Anggaran") == "L03"


def test_headings_repeated_on_every_page_are_no_rows_of_any_sheet():
    book = varied()
    book.sheets["Permasalahan"] += [[1, "K-KES-01", "Satu", "Solusi", ""], [2, "", "Dua", "Solusi", ""]]
    book.sheets["Rencana Aksi"].append([1, "K-KES-01", "Kunjungan", 2025, 10, "orang", 1_000_000, "Dinas", "II"])
    before, told = figures(book), places(found(book))
    for name in ("Mutu", "Anggaran", "Tahapan", "Rencana Aksi"):
        book.insert_row(name, 7, [str(cell).upper() for cell in book.sheets[name][4]])
    book.insert_row(
        "Permasalahan", 7, list(book.sheets["Permasalahan"][4])
    )  # between a problem and the next without code
    assert figures(book) == before
    assert [rule for rule, _ in places(found(book))] == [rule for rule, _ in told] == ["C02"]


def test_headings_repeated_on_every_page_begin_no_other_table(clean):
    book = varied()
    for at in (20, 12):
        book.insert_row("Penerima", at, list(book.sheets["Penerima"][4]))
    assert figures(book) == clean
    assert only_information(book)


def test_a_row_of_column_numbers_under_the_headings_is_no_data(clean):
    book = varied()
    book.insert_row("Penerima", 6, list(range(1, 12)))
    book.insert_row("Mutu", 6, [f"({n})" for n in range(1, 12)])
    assert figures(book) == clean


def test_totals_and_signatures_under_the_table_are_no_data(clean):
    book = varied()
    rows = book.sheets["Penerima"]
    rows += [
        ["", "", "", "JUMLAH", "", sum(row[5] for row in rows[5:]), sum(row[6] for row in rows[5:])],
        [],
        ["", "", "", "", "", "", "Palangka Raya, 15 Januari 2025"],
        ["", "", "", "", "", "", "Kepala Badan"],
        ["", "", "", "", "", "", "NIP. 197001011995031001"],
    ]
    assert figures(book) == clean
    assert found(book) == []


def test_subtotals_per_field_are_compared_with_their_own_rows():
    book = varied()
    rows = book.sheets["Anggaran"]
    rows.insert(8, ["", "", "Sub Total", sum(row[3] for row in rows[5:8]), "", "", ""])
    assert found(book) == []
    rows[8][3] += 1000
    assert places(found(book)) == [("R09", "Anggaran!D9")]


def test_services_are_known_by_name_where_there_are_no_codes(clean):
    book = varied()
    aliases = catalogue.table("service_aliases").drop_duplicates("service_code").set_index("service_code")["alias"]
    for row in book.sheets["Penerima"][5:]:
        row[3] = aliases[row[1]]
    book.drop_column("Penerima", "B")
    book.drop_column("Mutu", "C")
    assert figures(book) == clean
    assert only_information(book)


def test_a_service_name_written_once_covers_its_items(clean):
    book = varied()
    book.drop_column("Mutu", "C")
    before = ""
    for row in book.sheets["Mutu"][5:]:
        row[1], before = ("" if row[1] == before else row[1]), row[1]
    assert figures(book) == clean


def test_a_service_nobody_knows_is_reported_once_and_not_taken_for_the_one_above():
    book = varied()
    rows = book.sheets["Mutu"]
    top = next(number for number, row in enumerate(rows, 1) if row[1:2] == ["K-DIK-02"])
    count = sum(row[1:2] == ["K-DIK-02"] for row in rows)
    book.drop_column("Mutu", "C")
    rows[top - 1][1] = "Pendidikan Dasr"
    for row in rows[top : top + count - 1]:
        row[1] = ""
    told = found(book)
    assert sorted(places(told)) == [*[("L04", "Mutu!C5")] * 2, ("R01", f"Mutu!B{top}"), ("R03", "Mutu!C5")]
    said = {one.rule: one.message for one in told}
    assert "Mungkin maksudnya K-DIK-02" in said["R01"]
    assert "semua butir mutunya" in said["R03"]
    assert not [row for row in taken(book).normalised.figures["quality"] if row[1] == "K-DIK-02"]


def test_sheets_in_other_spelling_and_order(clean):
    book = varied()
    names = {"Penerima": "PENERIMA LAYANAN", "Rencana Aksi": "rencana_aksi", "Mutu": "Sheet Mutu"}
    book.sheets = {names.get(name, name): rows for name, rows in reversed(book.sheets.items())}
    assert figures(book) == clean
    assert only_information(book)


def test_a_sheet_of_an_unknown_name_is_known_by_its_headings(clean):
    book = varied()
    book.sheets = {"Lembar1" if name == "Anggaran" else name: rows for name, rows in book.sheets.items()}
    assert figures(book) == clean


def test_of_two_items_of_one_name_a_row_without_a_code_is_the_one_that_is_not_there_yet():
    book = Book()
    (twin,) = [row for row in book.sheets["Mutu"] if row[2:3] == ["K-KES-01.PMK6.02"]]
    twin[2] = ""
    assert figures(book)["quality"] == figures(Book())["quality"]


def test_derived_columns_are_not_needed(clean):
    book = varied()
    for row in book.sheets["Penerima"][5:]:
        row[7:9] = ["#DIV/0!", "-"]
    book.faults["Mutu", "J9"] = NO_VALUE
    assert [row[:4] for row in figures(book)["recipients"]] == [row[:4] for row in clean["recipients"]]
    assert found(book) == []


def test_an_error_value_is_a_finding_in_every_input_cell_and_nowhere_else():
    book = Book()
    book["Tahapan", "D6"], book["Anggaran", "G6"], book["Penerima", "J6"] = "#REF!", "#N/A", "#VALUE!"
    book["Tahapan", "E7"] = ""
    book.faults["Tahapan", "E7"] = "#NAME?"
    book["Penerima", "K6"], book["Penerima", "I6"] = "#REF!", "#DIV/0!"
    expected = ["Penerima!J6", "Anggaran!G6", "Tahapan!D6", "Tahapan!E7"]
    assert places(found(book)) == [("C07", cell) for cell in expected]


@pytest.mark.parametrize("error", ["Err:502", "#WERT!", "#SPILL!"])
def test_whatever_a_program_calls_its_error_it_is_one(error):
    """LibreOffice has numbers for errors that Excel has no word for, and words of its own language."""
    book = Book()
    book["Penerima", "G7"] = ""
    book.faults["Penerima", "G7"] = book.faults["Mutu", "K9"] = error
    assert places(found(book)) == [("C07", "Penerima!G7")]


@pytest.mark.parametrize("error", ["Err:502", "#N/A"])
def test_an_error_pasted_as_text_is_one(error):
    book = Book()
    book["Penerima", "G7"] = book["Anggaran", "G6"] = error
    assert places(found(book)) == [("C07", "Penerima!G7"), ("C07", "Anggaran!G6")]


def test_an_unreadable_cell_gives_one_finding_not_a_cascade():
    book = Book()
    book["Penerima", "F9"] = "seribu"
    assert places(found(book)) == [("C01", "Penerima!F9")]
    book["Mutu", "G6"] = "banyak"
    assert places(found(book)) == [("C01", "Penerima!F9"), ("C01", "Mutu!G6")]


def nihil(book: Book) -> Book:
    """The first service declared nihil, in words, with nothing needed for it."""
    book["Penerima", "F6"], book["Penerima", "G6"] = "NIHIL", 0
    book["Penerima", "H6"] = book["Penerima", "I6"] = ""
    for row in book.sheets["Mutu"][5:]:
        if row[1] == "K-DIK-01":
            row[6:10] = [0, 0, 0, ""]
    book["Anggaran", "D6"] = book["Anggaran", "E6"] = 0
    book["Anggaran", "F6"] = ""
    return book


@pytest.mark.slow
def test_a_column_that_is_missing_is_one_finding_also_where_a_service_is_nihil():
    for name, letter in (("Penerima", "F"), ("Mutu", "G"), ("Mutu", "H"), ("Anggaran", "D")):
        book = nihil(Book())
        for row in book.sheets["Mutu"][5:7] if name == "Mutu" else ():
            row[7] = 5
        before = {one for one in places(found(book)) if one[0] not in ("L04", "C02")}
        book.drop_column(name, letter)
        new = [one for one in places(found(book)) if one[0] not in ("L04", "C02") and one not in before]
        assert [rule for rule, _ in new] == ["L02"], (name, letter, new)


def test_a_figure_too_large_makes_its_total_unknown():
    book = varied()
    rows = book.sheets["Penerima"]
    rows[5][5] = 1.1e17
    rows.append(["", "", "", "JUMLAH", "", 999.0, sum(row[6] for row in rows[5:])])
    assert places(found(book)) == [("C01", "Penerima!F6")]


def test_a_personal_number_is_reported_once_and_never_kept():
    book = Book()
    book["Penerima", "K6"] = "Warga dengan NIK 6201014501900001"
    book["Penerima", "F7"] = 6201014501900001
    one = checked(book)
    assert places(one.findings) == [("C09", "Penerima!K6"), ("C09", "Penerima!F7")]
    assert "6201014501900001" not in repr(one)


def test_mending_all_that_is_reported_brings_up_nothing_new():
    book = Book()
    broken = {("Penerima", "F6"): "x", ("Penerima", "G7"): -1, ("Mutu", "H9"): 3.5, ("Tahapan", "D7"): "ya"}
    clean = {place: Book()[place] for place in broken}
    for place, value in broken.items():
        book[place] = value
    assert checked(book).status == "ditolak"
    for place, value in clean.items():
        book[place] = value
    assert found(book) == []


def test_normalising_twice_gives_the_same():
    raw = varied().raw()
    assert taken(raw).normalised == taken(raw).normalised


OF_THE_SHEET = "Kabupaten Kotawaringin Barat, Triwulan IV Tahun 2024"


def less_served(cells: list) -> list:
    return [*cells[:6], cells[6] * 0.7, "", "", *cells[9:]]


@pytest.mark.parametrize("title", ["", "Data setelah rekonsiliasi", "Hasil verifikasi Inspektorat"])
def test_the_title_of_a_sheet_is_no_evidence_for_the_first_of_two_tables_on_it(title):
    book = Book()
    rows = book.sheets["Penerima"]
    rows[1] = [OF_THE_SHEET]
    again = [list(rows[4]), *(less_served(cells) for cells in rows[5:])]
    rows[5:] = [[*cells[:7], "", "", *cells[9:]] for cells in rows[5:]]
    rows += [[], [title], *again]
    assert [one.rule for one in found(book) if one.severity is Severity.ERROR] == ["L05"]


def test_the_title_of_a_sheet_is_no_evidence_against_a_sheet_without_one():
    book = Book()
    final = book.sheets["Penerima Final"] = [list(cells) for cells in book.sheets["Penerima"]]
    book.sheets["Penerima"][1] = [OF_THE_SHEET]
    book.sheets["Penerima"][5:] = [less_served(cells) for cells in book.sheets["Penerima"][5:]]
    final[5:] = [[*cells[:7], "", "", *cells[9:]] for cells in final[5:]]
    assert [one.rule for one in found(book) if one.severity is Severity.ERROR] == ["L05"]


def test_of_two_tables_under_one_title_the_nearest_line_says_which_quarter_each_is():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[1], rows[3] = [OF_THE_SHEET], ["TRIWULAN III"]
    again = [list(cells) for cells in rows[4:]]
    rows[5:] = [less_served(cells) for cells in rows[5:]]
    rows += [[], ["TRIWULAN IV"], *again]
    assert [one.rule for one in found(book) if one.severity is Severity.ERROR] == []
    assert figures(book)["recipients"] == figures(Book())["recipients"]


def test_people_in_the_row_above_repeated_headings_are_no_year():
    book = Book()
    rows = book.sheets["Penerima"]
    rows[1] = [OF_THE_SHEET]
    for at, people in ((20, 2044), (30, 2051)):
        rows[at][5:9] = [people, people, 0, 100]
    rows.insert(21, list(rows[4]))
    assert [one for one in found(book) if one.severity is not Severity.INFO] == []


def test_a_target_that_the_stated_remainders_and_percentages_contradict_is_doubted():
    book = Book()
    for cells in book.sheets["Penerima"][5:]:
        cells[5], cells[6], cells[7], cells[8] = 1200, 700, 300, 70
        cells += [""] * (11 - len(cells)) + [1000]
    book["Penerima", "L5"] = "Data Lapangan"
    assert [one.rule for one in found(book) if one.severity is Severity.ERROR] == ["L05"]


@pytest.mark.parametrize(
    ("sheet", "cells", "where", "blank"),
    [
        ("Penerima", {"F": "", "G": 900.0, "H": 800.0}, "G dan H", ["F"]),
        ("Mutu", {"G": "", "H": "", "I": 90.0, "J": 80.0}, "", ["G", "H"]),
        ("Mutu", {"G": "", "H": 90.0, "I": 80.0}, "H dan I", ["G"]),
        ("Penerima", {"E": 900.0, "F": 800.0, "G": ""}, "E dan F", ["G"]),
        ("Anggaran", {"D": "", "E": 9e8, "F": 80.0}, "", ["D"]),
        ("Penerima", {"F": "", "G": 900.0, "H": ""}, "", ["F"]),
        ("Penerima", {"F": "", "G": 900.0, "H": -900.0}, "", ["F"]),
    ],
)
def test_rows_whose_figures_stand_beside_their_columns_are_not_told_to_be_filled_only(sheet, cells, where, blank):
    book = Book()
    for row in (9, 10, 11):
        for letter, cell in cells.items():
            book[sheet, f"{letter}{row}"] = cell
    told = [one for one in found(book) if one.rule == "C05"]
    assert [one.cell for one in told] == [f"{letter}9" for letter in blank]
    assert all((f"kolom {where} pada" in one.message) == bool(where) for one in told)

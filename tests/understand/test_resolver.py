"""What can be read in two ways: the evidence that decides, and the doubt that is told."""

from dataclasses import replace

import pytest
import xlsxwriter

from config.settings import settings
from schemas.finding import Severity
from schemas.wording import MONTHS
from tasks.read.workbooks import read_workbook
from tasks.understand.resolver import EVIDENCE, Candidate, examples, weigh
from tasks.understand.rows import figure_columns
from tests.builders import Book, found, taken
from tests.layout_changes import (
    PLACES,
    TOP,
    all_of,
    all_sub_columns,
    column_again,
    column_beside,
    half,
    headed,
    in_pieces,
    less,
    rest,
    sheet_again,
    sub_columns,
    uncomputed,
    whole,
)
from tests.understand.test_workbook import figures, varied
from tests.whole.test_layouts import by_month

MONTHS_SHORT = {month[:3] for month in MONTHS}
QUARTERS = {"TW I": lambda v: v // 4, "TW II": half, "TW III": less, "TW IV": whole}
SEXES = {"L": half, "P": rest, "Jumlah": whole}


def named_as_the_whole(sheet: str, first: str, second: str, heading: str):
    """The form's own heading over a part, and beside it the whole under the same words and one more."""

    def change(book: Book) -> None:
        all_of(uncomputed(sheet), column_again(sheet, first, less))(book)
        book[sheet, f"{second}5"] = heading

    return change


READ = {
    "quarters": sub_columns("Penerima", "G", QUARTERS, computed=False),
    "sexes": sub_columns("Penerima", "G", SEXES),
    "the total first": sub_columns("Penerima", "G", {"Jumlah": whole, "L": half, "P": rest}, computed=False),
    "sexes of the target": sub_columns("Penerima", "F", SEXES),
    "up to this quarter": sub_columns(
        "Penerima", "G", {"s.d. TW lalu": less, "TW ini": lambda v: v - less(v), "s.d. TW ini": whole}
    ),
    "sexes beside numbers of parts": all_sub_columns(
        "Penerima", {"F": SEXES, "G": {"1": half, "2": rest, "Jumlah": whole}}, computed=False
    ),
    "years": sub_columns("Penerima", "G", {"2023": less, "2024": whole}, computed=False),
    "changed budget": sub_columns("Anggaran", "D", {"Murni": less, "Perubahan": whole}, computed=False),
    "physical and financial": sub_columns("Anggaran", "E", {"Fisik (%)": lambda v: 90, "Keuangan (Rp)": whole}),
    "the stated remainder says which": column_again("Penerima", "G", less),
    "the stated remainder is that of one part": sub_columns("Penerima", "G", {"Negeri": less, "Swasta": whole}),
    "the stated percentage is of the new ones": sub_columns("Anggaran", "E", {"Lama": less, "Baru": whole}),
    "the exact heading": all_of(uncomputed("Penerima"), column_again("Penerima", "G", less, "Realisasi")),
    "the changed budget beside": named_as_the_whole("Anggaran", "D", "E", "Alokasi Perubahan (Rp)"),
    "the whole of the year beside": named_as_the_whole("Anggaran", "E", "F", "Realisasi Kumulatif"),
    "up to this quarter beside": named_as_the_whole("Penerima", "G", "H", "Jumlah Terlayani s.d. Triwulan IV"),
    "a heading that says no more than that": named_as_the_whole("Penerima", "G", "H", "Kumulatif"),
    "the total beside": named_as_the_whole("Anggaran", "E", "F", "Total Realisasi (Rp)"),
    "a plan and what was done": sub_columns("Penerima", "G", {"Rencana": less, "Realisasi": whole}, computed=False),
    "the same twice": column_again("Penerima", "G", whole),
}


def sub_columns_without_headings(book: Book) -> None:
    """The women, the men and the total, of which the first alone has a heading."""
    for number, row in enumerate(book.sheets["Penerima"][4:]):
        row[7:7] = [rest(row[6]), row[6]] if number else ["", ""]
        row[6] = half(row[6]) if number else row[6]


def merged_over_two(book: Book) -> None:
    all_of(uncomputed("Penerima"), column_again("Penerima", "G", less))(book)
    book["Penerima", "H5"] = ""
    book.merged["Penerima"] = [(5, 7, 5, 8)]


DOUBTFUL = {
    "the same heading with other figures": all_of(uncomputed("Penerima"), column_again("Penerima", "G", less)),
    "numbers beside a changed budget": all_sub_columns(
        "Anggaran", {"D": {"Murni": less, "Perubahan": whole}, "E": {"1": half, "2": less}}, computed=False
    ),
    "parts of no name": sub_columns("Penerima", "G", {"Negeri": half, "Swasta": less}, computed=False),
    "a total that the remainder contradicts": sub_columns("Penerima", "G", {"L": whole, "P": less, "Jumlah": half}),
    "one heading merged over two columns": merged_over_two,
    "the stated remainder is that of a column without a heading": sub_columns_without_headings,
    "quarters of their own that the remainder adds up": sub_columns("Penerima", "G", {"TW III": half, "TW IV": rest}),
    "this quarter and the one before, of which the percentage is": sub_columns(
        "Anggaran", "E", {"Triwulan Lalu": half, "Triwulan Ini": rest}
    ),
    "what was done before this quarter and in it": sub_columns(
        "Penerima", "G", {"s.d. TW lalu": half, "TW ini": rest}, computed=False
    ),
    "quarters of their own": sub_columns("Penerima", "G", {"TW III": whole, "TW IV": less}, computed=False),
}


def sent(book: Book) -> dict[str, list]:
    """The figures without what is stated beside them and computed anyway."""
    return {
        key: [
            [value for name, value in zip(figure_columns(key)[1:], row, strict=True) if not name.startswith("stated_")]
            for row in rows
        ]
        for key, rows in figures(book).items()
    }


def laid_out(change) -> Book:
    book = varied()
    change(book)
    return book


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_what_evidence_decides_reads_to_the_same_figures(change):
    book = laid_out(change)
    assert sent(book) == sent(varied())
    assert not [one for one in found(book) if one.severity is Severity.ERROR]
    assert any(one.rule == "L04" and " dibaca dari " in one.message for one in found(book))


@pytest.mark.parametrize("change", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_nothing_decides_is_told_with_both_places_and_three_figures(change):
    findings = [one for one in found(laid_out(change)) if one.rule == "L05"]
    assert len(findings) == 1
    assert findings[0].message.count("; ") == 4


def test_a_sheet_that_says_it_is_the_corrected_one_is_as_good_as_the_forms_own():
    book = laid_out(all_of(uncomputed("Penerima"), sheet_again("Penerima", "Penerima Revisi", less)))
    told = [one.message for one in found(book) if one.rule == "L05"]
    assert len(told) == 1
    assert "'Penerima Revisi' (lembar)" in told[0]
    assert "'Penerima' (lembar)" in told[0]


def test_a_sheet_with_a_row_of_zeros_holds_no_part_of_itself():
    """As where a service is nihil: both sheets were taken for parts, and none was weighed."""

    def nothing_due(book):
        book.sheets["Penerima"][5][5:9] = [0, 0, 0, 0]

    changes = uncomputed("Penerima"), nothing_due, sheet_again("Penerima", "Penerima Revisi", lambda value: value // 4)
    assert len([one for one in found(laid_out(all_of(*changes))) if one.rule == "L05"]) == 1


@pytest.mark.parametrize("name", ["Dinkes", "Penerima Dinkes", "DPPA Dinkes", "Data Susulan"])
@pytest.mark.parametrize("fields", ["KES", "DIK KES SOS"])
def test_a_sheet_that_says_the_same_of_some_rows_is_told_in_one_sentence(name, fields):
    book = laid_out(lambda _: None)
    rows = book.sheets["Penerima"]
    mine = [cells[:7] for cells in rows[5:] if cells[1].split("-")[1] in fields.split()]
    total = ["", "", "", "JUMLAH", "", *(sum(cells[at] for cells in mine) for at in (5, 6))]
    book.sheets[name] = [*(cells[:7] for cells in rows[:5]), *mine, total]
    told = [one for one in found(book) if one.rule in ("L03", "L04", "L05", "L06")]
    assert [(one.rule, one.sheet) for one in told] == [("L04", "Penerima")]
    assert f"Isi yang lain tidak berbeda, kosong atau nol: '{name}' (lembar)" in told[0].message


def test_money_under_words_for_people_is_no_other_table_of_people():
    book = laid_out(lambda _: None)
    rows = [["Kode Layanan", "Jenis Pelayanan Dasar", "Target", "Realisasi"]]
    rows += [[*cells[1:3], cells[3], cells[4]] for cells in book.sheets["Anggaran"][5:]]
    book.sheets["Keuangan"] = rows
    told = [(one.rule, one.sheet) for one in found(book) if one.rule in ("L03", "L04", "L05", "L06")]
    assert told == [("L03", "Keuangan")]


def test_zeros_in_the_rows_of_other_offices_say_nothing():
    book = laid_out(lambda _: None)
    rows = [cells[:7] for cells in book.sheets["Penerima"]]
    mine = [cells if number < 5 or "-KES-" in cells[1] else [*cells[:5], 0, 0] for number, cells in enumerate(rows)]
    book.sheets["Dinkes"] = mine
    assert {one.rule for one in found(book)} & {"L03", "L05", "L06"} == set()
    served = next(cells for cells in mine[5:] if cells[6])
    served[6] -= 1
    told = [one.message for one in found(book) if one.rule == "L05"]
    assert len(told) == 1
    assert "berisi 0" not in told[0]


def test_figures_that_correct_the_zeros_of_nihil_services_are_told():
    book = varied()
    heads, *rows = book.sheets["Penerima"][4:]
    heads.append("Koreksi Inspektorat")
    for row, cells in enumerate(rows):
        cells += [""] * (len(heads) - 1 - len(cells)) + [17 + row if row < 3 else ""]
        cells[5:10] = [0, 0, "", "", "Ya"] if row < 3 else cells[5:10]
    assert "L05" in {one.rule for one in found(book)}


@pytest.mark.parametrize("nihil", [False, True])
def test_a_sheet_of_a_part_that_holds_as_much_is_in_doubt_beside_a_nihil_service_too(nihil):
    book = varied()
    rows = book.sheets["Anggaran"]
    if nihil:
        rows[5][3:6] = [0, 0, ""]
        book.sheets["Penerima"][5][5:10] = [0, 0, "", "", "Ya"]
    book.sheets = {"Anggaran DAK": [list(cells) for cells in rows]} | book.sheets
    assert "L05" in {one.rule for one in found(book)}


@pytest.mark.parametrize(
    ("heading", "figures", "rules"),
    [
        ("Koreksi Inspektorat", lambda served, row: served - 9 if row % 4 == 0 else served, {"L05"}),
        ("Seharusnya", lambda served, row: served - 9 if row < 3 else "", {"L05"}),
        ("Seharusnya", lambda served, row: served, {"L03"}),
        ("Koreksi Inspektorat", lambda served, row: row % 3, {"L03"}),
        ("Data Dinas", lambda served, row: served - 9 if row % 4 == 0 else served, {"L06"}),
        ("Data Dinas", lambda served, row: served - 9, {"L03"}),
        ("Terlayani di Tahun 2023", lambda served, row: served - 9 if row % 4 == 0 else served, {"L03"}),
    ],
)
def test_a_column_further_right_is_compared_with_the_one_that_it_is_nearest_to(heading, figures, rules):
    book = varied()
    for row, cells in enumerate(book.sheets["Penerima"][5:]):
        cells += [""] * (11 - len(cells)) + [figures(cells[6], row)]
    book["Penerima", "L5"] = heading
    told = [one for one in found(book) if one.rule in ("L03", "L05", "L06")]
    assert {one.rule for one in told} - ({"L03"} - rules) == rules
    assert all(f"'{heading}'" in one.message for one in told)


def test_a_hidden_column_gives_way_to_one_that_is_seen():
    book = laid_out(DOUBTFUL["the same heading with other figures"])
    raw = book.raw()
    sheets = [replace(one, hidden_columns=frozenset({7})) if one.name == "Penerima" else one for one in raw.sheets]
    assert "L05" not in {one.rule for one in found(replace(raw, sheets=sheets))}


def test_a_percentage_beside_is_never_the_whole():
    book = laid_out(column_again("Anggaran", "E", lambda _: 90.0, "Realisasi Kumulatif (%)"))
    assert sent(book) == sent(varied())


@pytest.mark.parametrize(
    "headings",
    [
        ("Jumlah Terlayani Triwulan Ini", "Jumlah Terlayani s.d. Triwulan Ini"),
        ("Terlayani Sebelum Perubahan", "Terlayani Setelah Perubahan"),
        ("Realisasi TW III", "Realisasi TW IV"),
        ("Jumlah Terlayani Tahun 2023", "Jumlah Terlayani Tahun 2024"),
        ("Jumlah Terlayani L", "Total Terlayani"),
    ],
)
def test_of_two_reworded_headings_that_of_the_whole_is_read(headings):
    book = laid_out(all_of(uncomputed("Penerima"), column_again("Penerima", "G", less, headings[0])))
    book["Penerima", "H5"] = headings[1]
    assert sent(book) == sent(varied())
    assert not [one for one in found(book) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "heading", ["Jumlah Terlayani Perempuan", "Realisasi Fisik", "Capaian TW IV", "Rencana Terlayani"]
)
def test_a_heading_beside_the_forms_own_that_says_something_else_is_none_of_the_forms(heading):
    book = laid_out(column_beside("Penerima", "G", less, heading))
    assert sent(book) == sent(varied())
    assert [one.cell for one in found(book) if one.rule == "L03"] == ["H5"]


@pytest.mark.parametrize("heading", ["APBD Perubahan", "APBD-P (Rp)", "Pagu (Rp)", "Alokasi Perubahan (Rp)"])
def test_a_heading_of_the_budget_alone_is_the_allocation(heading):
    book = laid_out(headed("Anggaran", "D", heading))
    assert sent(book) == sent(varied())
    assert not [one for one in found(book) if one.severity is Severity.ERROR]


@pytest.mark.parametrize("quarter", [3, 4])
def test_a_column_that_another_quarter_is_written_over_is_not_this_quarters(quarter):
    book = laid_out(headed("Penerima", "G", "Realisasi s.d. TW III"))
    book["Identitas", "C8"] = quarter
    assert [one.cell for one in found(book) if one.rule == "L02"] == ["G5"] * (quarter != 3)


def test_a_part_is_not_taken_because_the_total_is_empty():
    book = laid_out(sub_columns("Penerima", "G", SEXES | {"Jumlah": lambda _: ""}, computed=False))
    assert {one.rule for one in found(book) if one.severity is Severity.ERROR} == {"C05"}


@pytest.mark.parametrize(
    ("sheet", "letter", "heading", "told"),
    [
        ("Penerima", "G", "Realisasi", "H5"),
        ("Anggaran", "E", "Realisasi s.d. TW IV", "E5"),
        ("Anggaran", "D", "APBD Perubahan", "D5"),
    ],
)
def test_what_is_left_unread_for_its_name_only_is_a_warning_with_both_figures(sheet, letter, heading, told):
    book = laid_out(all_of(uncomputed(sheet), column_beside(sheet, letter, lambda value: value + 2, heading)))
    warnings = [one for one in found(book) if one.rule == "L06"]
    assert [one.cell for one in warnings] == [told]
    assert warnings[0].message.count("; ") == 4


@pytest.mark.parametrize("heading", ["Realisasi Tahun 2024", "Realisasi Desember (Rp)", "Realisasi Okt-Des"])
def test_the_year_of_the_report_or_some_of_its_months_are_no_reason_against_the_forms_own(heading):
    book = laid_out(all_of(uncomputed("Anggaran"), column_beside("Anggaran", "E", less, heading)))
    assert [one.cell for one in found(book) if one.rule == "L05"] == ["E5"]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Jumlah Terlayani TW IV (Okt-Des)", True),
        ("Jumlah Terlayani Oktober s.d. Desember", True),
        ("Realisasi Bulan Desember 2024", True),
        ("Jumlah Terlayani s.d. Desember", False),
        ("Realisasi Jan-Des 2024", False),
        ("Jumlah Terlayani per 31 Desember 2024", False),
    ],
)
def test_a_heading_of_the_last_months_alone_may_be_of_figures_of_these_alone(heading, told):
    book = laid_out(headed("Penerima", "G", heading))
    assert sent(book) == sent(varied())
    assert [one.cell for one in found(book) if one.rule == "L06"] == ["G5"] * told


@pytest.mark.slow
def test_months_under_the_heading_of_their_total_are_added_up():
    book = by_month(varied())
    rows = book.sheets["Penerima"]
    rows.insert(4, [cell if cell not in MONTHS_SHORT else "" for cell in rows[4]])
    rows[4][6] = "Jumlah Terlayani"
    book.merged["Penerima"] = [(5, 7, 5, 18)]
    assert sent(book) == sent(varied())
    assert "L05" not in {one.rule for one in found(book)}


@pytest.mark.parametrize("when", ["2023", "s.d. September 2024", "Semester II"])
def test_figures_of_another_time_are_to_be_made_cumulative_before_their_heading_is_changed(when):
    (told,) = (one for one in found(laid_out(headed("Penerima", "G", f"Jumlah Terlayani {when}"))) if one.rule == "L02")
    assert "Bila isinya angka kumulatif sampai Triwulan IV Tahun 2024" in told.message


def test_months_that_begin_late_and_never_fall_may_be_running_totals():
    book = by_month(varied())
    uncomputed("Penerima")(book)
    for row in book.sheets["Penerima"][5:]:
        done = sum(row[6:18])
        row[6:18] = [0.0] * 10 + [done // 3, done - done // 3]
    assert "L05" in {one.rule for one in found(book)}


def remainder_of_the_women(book: Book) -> None:
    """As where columns were inserted before the one that the form's formula refers to."""
    sub_columns("Penerima", "G", SEXES)(book)
    for row in book.sheets["Penerima"][6:]:
        row[9:11] = [row[5] - row[7], 100 * row[7] / row[5]]


def test_a_formula_that_refers_to_a_candidate_is_no_evidence_for_it():
    typed, computed = laid_out(remainder_of_the_women), laid_out(remainder_of_the_women)
    computed.formulas["Penerima"] = {10: frozenset({6, 8}), 11: frozenset({6, 8})}
    assert "L05" in {one.rule for one in found(typed)}
    assert "L05" not in {one.rule for one in found(computed)}
    assert sent(computed) == sent(varied())


def test_what_a_formula_refers_to_is_read_from_the_file(tmp_path):
    path = tmp_path / "laporan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Penerima")
        page.write_formula("H6", '=IF(F6="","",F6-SUM(G6:G7))+Mutu!B6', None, 3)
        page.write_formula("I6", "=$AA$6/100", None, 4)
        page.write_number("J6", 5)
        book.add_worksheet("Mutu")
    sheet = read_workbook(path, settings().limits).sheets[0]
    assert sheet.formulas == {8: frozenset({6, 7}), 9: frozenset({27})}


def test_the_first_row_of_figures_is_no_heading():
    book = varied()
    book["Anggaran", "H5"] = "Pelaksana"
    for row in range(6, 35):
        book["Anggaran", f"H{row}"] = "Dinas"
    assert len(taken(book).normalised.figures["budget"]) == 29


def candidates(kind: str) -> list[Candidate]:
    """Two that differ in one kind of evidence; the right one is the second."""
    rows = frozenset(range(9))
    better = {"agrees": rows} if kind == "arithmetic" else {kind: 1}
    return [Candidate(1, "A1", "a", {1: 1.0}), Candidate(2, "B1", "b", {1: 2.0}, **better)]


@pytest.mark.parametrize("kind", EVIDENCE)
def test_each_kind_of_evidence_decides_alone(kind):
    choice = weigh(candidates(kind))
    assert (choice.chosen.what, choice.by, choice.in_doubt) == (2, kind, False)


@pytest.mark.parametrize("kind", EVIDENCE)
def test_without_a_kind_of_evidence_there_is_doubt(kind, monkeypatch):
    monkeypatch.setattr("tasks.understand.resolver.EVIDENCE", tuple(one for one in EVIDENCE if one != kind))
    assert weigh(candidates(kind)).in_doubt


def test_many_rows_of_arithmetic_contradict_a_name_and_few_do_not():
    def choice(rows: int):
        at = frozenset(range(rows))
        return weigh(
            [Candidate(1, "A1", "a", {1: 1.0}, period=1, differs=at), Candidate(2, "B1", "b", {1: 2.0}, agrees=at)]
        )

    assert choice(5).in_doubt
    assert (choice(4).chosen.what, choice(4).in_doubt) == (1, False)


def test_how_full_a_candidate_is_decides_nothing():
    full, bare = dict.fromkeys(range(20), 5.0), {1: 6.0}
    assert weigh([Candidate(1, "A1", "a", full), Candidate(2, "B1", "b", bare)]).in_doubt


def test_another_period_is_not_taken_because_the_right_one_is_empty():
    choice = weigh([Candidate(1, "A1", "TW III", {1: 1.0}, period=-1), Candidate(2, "B1", "TW IV", {}, period=1)])
    assert choice.chosen.what == 2


def test_the_examples_of_two_places_are_of_rows_that_both_hold():
    one = Candidate("one", "G5", "one", {6: 1.0, 7: 2.0, 8: 3.0})
    assert examples(one, Candidate("other", "H5", "other", {7: 20.0, 8: 30.0}), 2) == ("2; 3", "20; 30")


def beside(sheet: str, field: str):
    """The rows of a bidang in a table of its own right of the others."""

    def change(book: Book) -> None:
        rows, width = book.sheets[sheet], len(book.sheets[sheet][TOP - 1])
        apart = [cells for cells in rows[TOP:] if cells[1].split("-")[1] == field]
        rows[TOP:] = [cells for cells in rows[TOP:] if cells not in apart]
        for cells, other in zip(rows[TOP - 1 :], [list(rows[TOP - 1]), *apart], strict=False):
            cells += [""] * (width - len(cells) + 1) + other

    return change


@pytest.mark.parametrize("sheet", PLACES)
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda sheet: in_pieces(sheet, "{sheet} {field}"), "'{sheet} KES' (lembar)"),
        (lambda sheet: beside(sheet, "SOS"), "'{sheet}' (kolom A sampai"),
    ],
)
def test_a_table_of_which_every_row_is_in_one_of_its_pieces_lacks_none(change, named, sheet):
    told = [one for one in found(laid_out(change(sheet))) if one.severity is Severity.ERROR]
    assert [(one.rule, one.variant) for one in told] == [("L05", "pieces_all")]
    assert named.format(sheet=sheet) in told[0].message


def test_of_pieces_with_a_row_twice_it_is_not_said_that_they_are_all():
    book = laid_out(in_pieces("Mutu", "Mutu {field}"))
    book.sheets["Mutu KES"].append(list(book.sheets["Mutu DIK"][TOP]))
    assert "pieces" in [one.variant for one in found(book) if one.rule == "L05"]

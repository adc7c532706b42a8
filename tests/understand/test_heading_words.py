"""What headings of one column say besides its name: units, a second name, the document that a budget stands in."""

from dataclasses import replace

import pytest

from schemas.finding import Severity
from tests.builders import Book, found, taken
from tests.layout_changes import (
    PLACES,
    all_of,
    column_again,
    column_beside,
    half,
    headed,
    less,
    rest,
    sub_columns,
    uncomputed,
    whole,
)
from tests.understand.test_resolver import laid_out, sent
from tests.understand.test_workbook import varied


def errors(book: Book) -> list[tuple[str, str]]:
    return [(one.rule, one.cell) for one in found(book) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "F", "Jumlah yang Harus Dilayani (orang/KK/unit)"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani\n(Orang, KK, atau Rumah)"),
        ("Penerima", "F", "Sasaran (sesuai satuan)"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani / Target"),
        ("Penerima", "F", "Jumlah yang Harus Dilayani (Sasaran)"),
        ("Penerima", "F", "Target / Sasaran Tahun 2024 (orang/KK)"),
        ("Penerima", "G", "Jumlah Terlayani/Realisasi (org/KK/unit)"),
        ("Penerima", "G", "Realisasi / Capaian s.d. TW IV"),
        ("Mutu", "G", "Jumlah yang Dibutuhkan (unit/orang)"),
        ("Mutu", "G", "Jumlah Dibutuhkan (unit)"),
        ("Mutu", "G", "Volume Dibutuhkan"),
        ("Mutu", "H", "Jumlah Tersedia (buah/orang/paket)"),
        ("Anggaran", "D", "Pagu / Alokasi (Rp)"),
        ("Anggaran", "D", "DPPA TA 2024 (Rp)"),
        ("Anggaran", "D", "DPA/DPPA Tahun Anggaran 2024"),
        ("Anggaran", "D", "DPA (Rp)"),
        ("Anggaran", "D", "APBD Murni 2024 (Rp)"),
        ("Anggaran", "G", "Sumber Dana / Sumber Anggaran"),
        ("Anggaran", "H", "OPD/Perangkat Daerah"),
        ("Penerima", "D", "Layanan / Jenis Pelayanan Dasar"),
        ("Penerima", "K", "Keterangan / Catatan"),
    ],
)
def test_units_in_brackets_a_second_name_or_the_document_of_a_budget_leave_a_heading_what_it_is(sheet, letter, heading):
    book = laid_out(headed(sheet, letter, heading))
    assert (sent(book), errors(book)) == (sent(varied()), [])
    assert [(one.rule, one.cell) for one in found(book) if one.sheet == sheet] == [("L04", f"{letter}5")]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "G", "Jumlah Terlayani (KK)"),
        ("Penerima", "G", "Jumlah Terlayani (KK/rumah tangga)"),
        ("Penerima", "G", "Jumlah Terlayani (Rp/orang)"),
        ("Penerima", "F", "Target / Realisasi"),
        ("Penerima", "F", "Target / Sasaran Tahun 2023"),
        ("Penerima", "G", "Jumlah Terlayani / Belum"),
        ("Anggaran", "D", "DPPA TA 2023 (Rp)"),
        ("Anggaran", "D", "DPPA Dinas Kesehatan (Rp)"),
        ("Anggaran", "D", "RKA (Rp)"),
    ],
)
def test_one_other_unit_a_name_of_something_else_or_another_year_is_another_column(sheet, letter, heading):
    book = Book()
    book[sheet, f"{letter}5"] = heading
    assert [rule for rule, _ in errors(book)] == ["L02"]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "G", "Rencana Terlayani"),
        ("Penerima", "G", "Target Terlayani TW IV"),
        ("Penerima", "G", "Prognosis Terlayani"),
        ("Penerima", "G", "Capaian 2024 (%)"),
        ("Mutu", "H", "Jumlah Dibutuhkan Tambahan"),
        ("Anggaran", "D", "Usulan Alokasi (Rp)"),
        ("Anggaran", "D", "Kebutuhan Anggaran (Rp)"),
        ("Anggaran", "D", "Rancangan Anggaran 2024"),
        ("Anggaran", "E", "Prognosis Realisasi (Rp)"),
        ("Anggaran", "E", "Realisasi Fisik (%)"),
    ],
)
def test_nobody_is_told_to_rename_what_is_planned_needed_or_a_share(sheet, letter, heading):
    book = Book()
    book[sheet, f"{letter}5"] = heading
    told = [one for one in found(book) if one.severity is Severity.ERROR and one.sheet == sheet]
    assert [one.rule for one in told] == ["L02"]
    assert "tulis judulnya" not in told[0].message
    assert heading not in told[0].message
    assert [one.cell for one in found(book) if one.rule == "L03"] == [f"{letter}5"]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Anggaran", "D", "Alokasi DAK (Rp)"),
        ("Anggaran", "E", "Realisasi APBD Provinsi (Rp)"),
        ("Penerima", "G", "Jumlah Terlayani di Puskesmas"),
    ],
)
def test_a_part_is_renamed_only_where_it_is_all(sheet, letter, heading):
    book = Book()
    book[sheet, f"{letter}5"] = heading
    assert [one.variant for one in found(book) if one.rule == "L02"] == ["in_part"]


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "F", "Jumlah yang Harus Dilayani (proyeksi 2025)"),
        ("Anggaran", "D", "Alokasi 2025 (Rp)"),
        ("Anggaran", "D", "Alokasi TA 2023 (Rp)"),
        ("Mutu", "G", "Jumlah Dibutuhkan 2023"),
    ],
)
def test_what_is_due_in_another_year_is_no_cumulative_figure(sheet, letter, heading):
    book = Book()
    book[sheet, f"{letter}5"] = heading
    (told,) = [one.message for one in found(book) if one.rule == "L02"]
    assert "kumulatif" not in told
    assert "angka untuk tahun 2024" in told


@pytest.mark.parametrize("heading", ["Alokasi (M)", "Alokasi (Rp M)", "Pagu Rp. T", "Alokasi (dalam Rp M)"])
def test_billions_by_their_first_letter_are_a_scale(heading):
    book = laid_out(headed("Anggaran", "D", heading))
    assert ("C11", "D5") in errors(book)
    assert "L02" not in dict(errors(book))


def test_a_correction_is_a_doubt_about_the_column_that_it_is_nearest_to_and_is_told_once():
    book = laid_out(uncomputed("Penerima"))
    for number, row in enumerate(book.sheets["Penerima"][4:]):
        row[6] = int(row[5] * 0.8) if number else row[6]
        row.append(int(row[6] * 0.98) if number else "Verifikasi Bappeda")
    told = [one for one in found(book) if one.rule in ("L05", "L03", "L06")]
    assert [(one.rule, one.cell, one.cells) for one in told] == [("L05", "G5", "G5 L5")]


def test_a_hidden_column_that_the_arithmetic_is_with_is_called_hidden():
    raw = laid_out(column_again("Penerima", "G", less)).raw()
    hidden = [replace(one, hidden_columns=frozenset({8})) if one.name == "Penerima" else one for one in raw.sheets]
    (told,) = [
        one.message
        for one in found(replace(raw, sheets=hidden))
        if one.rule == "L04" and one.variant == "chosen_arithmetic"
    ]
    assert "(H5, tersembunyi)" in told


def test_figures_with_a_label_of_their_own_beside_the_table_are_no_column():
    book = Book()
    for row, (label, figure) in enumerate((("Jumlah Penduduk", 437_920), ("Jumlah KK", 131_000)), 6):
        book["Penerima", f"N{row}"], book["Penerima", f"O{row}"] = label, figure
    assert found(book) == []
    book["Penerima", "N6"] = "orang"
    assert [one.cell for one in found(book)] == ["O6"]


def plan(*years: object, **headings: str) -> Book:
    """A plan of some actions, each of its year, in which some columns are called otherwise, by their letter."""
    book = Book()
    for letter, heading in headings.items():
        book["Rencana Aksi", f"{letter}5"] = heading
    for number, year in enumerate(years, 1):
        action = [number, "K-DIK-01", "Pelatihan", year, 60 + number, "orang", 10**7 * number, "Dinas", "I"]
        book.sheets["Rencana Aksi"].append(action)
    return book


@pytest.mark.parametrize(
    "headings",
    [
        {"E": "Target 2025"},
        {"E": "Target Tahun 2025", "G": "Anggaran TA 2025 (Rp)"},
        {"G": "Pagu TA 2025"},
        {"G": "Rencana Anggaran (Rp)"},
        {"E": "Tgt. 2025", "G": "Keb. Angg."},
    ],
)
@pytest.mark.parametrize("years", [(), (2025, 2025), ("", 2025)])
def test_what_is_planned_is_what_a_plan_is_to_say(headings, years):
    read = taken(plan(*years, **headings)).normalised
    assert {one.rule for one in read.findings} <= {"L04"}
    assert [row[1:] for row in read.figures["actions"]] == [
        row[1:] for row in taken(plan(*years)).normalised.figures["actions"]
    ]


@pytest.mark.parametrize(("heading", "years"), [("Target 2025", (2025, 2026)), ("Target 2023", (2023,))])
def test_what_is_planned_for_another_year_than_its_rows_say_is_told(heading, years):
    (told,) = [one for one in found(plan(*years, E=heading)) if one.rule == "L02"]
    assert (told.variant, told.cell) == ("near", "E5")


@pytest.mark.parametrize(
    ("heading", "beside", "variant"),
    [
        ("Jumlah Tersedia (Pengadaan Tahun Ini)", "Jumlah Tersedia (Sisa Stok)", "several"),
        ("Jumlah Tersedia (Pustu)", "Jumlah Tersedia (Polindes)", "several"),
        ("Jumlah Tersedia (Baik)", "Jumlah Tersedia (Rusak)", "in_part"),
        ("Jumlah Tersedia (Baik)", "Catatan (Gudang)", "in_part"),
    ],
)
def test_what_brackets_say_is_a_part_and_parts_are_to_be_added_up(heading, beside, variant):
    book = Book()
    book["Mutu", "H5"], book["Mutu", "L5"] = heading, beside
    (told,) = [one for one in found(book) if one.rule == "L02"]
    assert (told.variant, told.cell) == (variant, "H5")
    assert (f"'{beside}' (L5)" in told.message) == (variant == "several")


@pytest.mark.parametrize(
    ("sheet", "headings"),
    [
        ("Penerima", {"F": "Jml yg Hrs Dilayani", "G": "Jml. Terl."}),
        ("Penerima", {"F": "Sas.", "G": "Real. s.d. TW IV", "H": "Blm Terlayani", "I": "Cap. (%)", "K": "Ket."}),
        ("Penerima", {"B": "Kd. Lay.", "C": "Bid. Urusan", "D": "Jns Yan. Dasar", "E": "Sat."}),
        ("Mutu", {"G": "Jlh Dibutuhkan", "H": "Jlh Tersedia"}),
        ("Mutu", {"G": "Keb.", "H": "Ters."}),
        ("Mutu", {"G": "Dibutuhkan", "H": "Ada"}),
        ("Anggaran", {"D": "Alok. Angg. (Rp)", "E": "Real. (Rp)"}),
        ("Anggaran", {"D": "Pagu Angg. TA 2024", "E": "Real. Angg.", "G": "Sumb. Dana"}),
        ("Tahapan", {"D": "Pengump. Data", "E": "Penghit. Keb.", "F": "Penyus. Renc.", "G": "Pelaks."}),
    ],
)
def test_words_that_people_shorten_are_read_in_full(sheet, headings):
    book = laid_out(all_of(*(headed(sheet, letter, text) for letter, text in headings.items())))
    assert (sent(book), errors(book)) == (sent(varied()), [])
    assert {one.cell for one in found(book) if one.rule == "L04"} == {f"{letter}5" for letter in headings}


@pytest.mark.parametrize("numbered", ["{1}. {0}", "{1}) {0}", "({1}) {0}", "{0} ({1})", "{0}\n{1}", "{0} [{1}]"])
def test_the_number_of_a_column_is_no_part_of_its_heading(numbered):
    book = varied()
    for name in ("Penerima", "Mutu", "Anggaran", "Tahapan"):
        book.sheets[name][4] = [numbered.format(text, at) for at, text in enumerate(book.sheets[name][4], 1)]
    assert (sent(book), errors(book)) == (sent(varied()), [])


@pytest.mark.parametrize(
    ("sheet", "letter", "heading"),
    [
        ("Penerima", "G", "Jumlah Terla-\nyani"),
        ("Anggaran", "H", "Perang-\nkat Daerah"),
        ("Tahapan", "E", "Penghitungan Kebutuhan Pemenuhan Pelayanan Dasar"),
        ("Tahapan", "D", "Tahap 1 Pengumpulan Data"),
        ("Tahapan", "G", "Tahap IV Pelaksanaan Pemenuhan"),
        ("Tahapan", "G", "IV. Pelaksanaan"),
        ("Mutu", "D", "Uraian Mutu Minimal"),
        ("Tahapan", "G", "Pelaksanaan (Belum/Proses/Sudah)"),
    ],
)
def test_a_parted_word_and_the_words_of_the_regulation_are_read(sheet, letter, heading):
    book = laid_out(headed(sheet, letter, heading))
    assert (sent(book), errors(book)) == (sent(varied()), [])


@pytest.mark.parametrize("mark", ["¹", " ¹⁾", " 1)", "1)", " *)", " **", " a)", " 2*)", " †"])
def test_the_mark_of_a_note_is_no_part_of_a_heading(mark):
    book = varied()
    for letter in "FGJ":
        book["Penerima", f"{letter}5"] += mark
    assert (sent(book), errors(book)) == (sent(varied()), [])


@pytest.mark.parametrize("numbered", ["Terlayani {0})", "Terlayani\n{0}"])
def test_two_columns_that_only_a_number_tells_apart_are_in_doubt(numbered):
    second = column_beside("Penerima", "G", half, numbered.format(2))
    assert ("L05", "G5") in errors(
        laid_out(all_of(second, headed("Penerima", "G", numbered.format(1)), uncomputed("Penerima")))
    )


@pytest.mark.parametrize(
    "heading", ["Realisasi Triwulan (3)", "Terlayani TW (2)", "Terlayani (TW 2)", "Realisasi Triwulan\n3"]
)
def test_the_number_of_a_quarter_is_none_of_a_column(heading):
    assert ("L02", "G5") in errors(laid_out(headed("Penerima", "G", heading)))


def test_of_three_columns_in_doubt_all_are_named():
    parts = {"Puskesmas": half, "RS": rest, "Klinik": less}
    book = laid_out(all_of(sub_columns("Penerima", "G", parts), uncomputed("Penerima")))
    (told,) = [one.message for one in found(book) if one.rule == "L05"]
    assert all(f"{name}' ({letter}6)" in told for name, letter in zip(parts, "GHI", strict=True))


def test_of_two_columns_that_only_a_number_tells_apart_nobody_knows_which_is_meant():
    book = laid_out(all_of(uncomputed("Anggaran"), column_again("Anggaran", "D", less, "Alokasi (1)")))
    headed("Anggaran", "E", "Alokasi (2)")(book)
    assert "L05" in [rule for rule, _ in errors(book)]


def test_the_forms_own_heading_is_meant_beside_a_shortened_one():
    book = laid_out(column_again("Mutu", "H", less, "Jml Tersedia"))
    uncomputed("Mutu")(book)
    assert sent(book)["quality"] == sent(varied())["quality"]


@pytest.mark.parametrize(
    ("letter", "heading", "variant"),
    [("D", "Alok. DAK (Rp)", "in_part"), ("E", "Real. TW III", "other_period"), ("E", "Real. 2023", "other_period")],
)
def test_shortened_words_of_a_part_or_another_time_are_told_so(letter, heading, variant):
    (told,) = [one for one in found(laid_out(headed("Anggaran", letter, heading))) if one.rule == "L02"]
    assert (told.variant, told.cell) == (variant, f"{letter}5")


@pytest.mark.parametrize("heading", ["Penyerapan Anggaran", "Penyerapan (%)", "Persentase Realisasi Keuangan"])
def test_a_percentage_of_the_budget_in_other_words_is_compared(heading):
    book = laid_out(headed("Anggaran", "F", heading))
    book["Anggaran", "F6"] = 50
    assert [(one.rule, one.cell) for one in found(book) if one.rule != "L04"] == [("R09", "F6")]


@pytest.mark.parametrize(
    ("sheet", "cell", "heading"),
    [
        ("Mutu", "H5", "Jumlah Tersedia per Bulan"),
        ("Mutu", "H5", "Jumlah Tersedia (per bulan)"),
        ("Mutu", "H5", "Jumlah Tersedia / bulan"),
        ("Mutu", "H5", "Jumlah Tersedia per hari"),
        ("Mutu", "H5", "Jumlah Tersedia Bulanan"),
        ("Mutu", "H5", "Jumlah Tersedia sebulan"),
        ("Penerima", "F5", "Jumlah yang Harus Dilayani per Triwulan"),
        ("Penerima", "G5", "Jumlah Terlayani\ntiap bulan"),
        ("Penerima", "G5", "Terlayani per Semester"),
        ("Anggaran", "E5", "Realisasi per Bulan (Rp)"),
    ],
)
def test_figures_of_a_month_or_a_day_are_none_of_the_year_s(sheet, cell, heading):
    book = Book()
    book[sheet, cell] = heading
    assert [(one.rule, one.variant, one.cell) for one in found(book) if one.severity is Severity.ERROR] == [
        ("L02", "in_part", cell)
    ]


@pytest.mark.parametrize(
    ("sheet", "cell", "heading"),
    [
        ("Penerima", "G5", "Jumlah Terlayani TW I - IV"),
        ("Penerima", "G5", "Jumlah Terlayani per 31 Desember 2024"),
        ("Penerima", "G5", "Jumlah Terlayani s.d. Bulan ini"),
        ("Penerima", "F5", "Sasaran per Tahun"),
        ("Anggaran", "E5", "Realisasi s.d. Triwulan IV (Rp)"),
    ],
)
def test_figures_as_they_are_in_a_month_are(sheet, cell, heading):
    book = Book()
    book[sheet, cell] = heading
    assert [(one.rule, one.cell) for one in found(book)] == [("L04", cell)]


@pytest.mark.parametrize(
    ("sheet", "cell", "heading", "variant"),
    [
        ("Penerima", "G5", "Jumlah Terlayani TW IV", "quarter"),
        ("Mutu", "H5", "Jumlah Tersedia Triwulan IV Tahun 2024", "quarter"),
        ("Anggaran", "E5", "Realisasi TW 4", "quarter"),
        ("Anggaran", "D5", "Pagu Indikatif", "indicative"),
        ("Anggaran", "D5", "Pagu Sementara (Rp)", "indicative"),
        ("Anggaran", "D5", "Alokasi Indikatif 2024", "indicative"),
    ],
)
def test_a_heading_of_what_may_be_a_quarters_or_a_first_ceilings_figures_is_told(sheet, cell, heading, variant):
    book = Book()
    book[sheet, cell] = heading
    assert [(one.rule, one.variant, one.cell) for one in found(book)] == [("L06", variant, cell)]


def test_where_every_cell_of_the_first_quarter_is_the_years_so_far_nothing_is_told_of_it():
    book = Book(quarter=1)
    book["Penerima", "G5"] = "Jumlah Terlayani TW I"
    assert [(one.rule, one.cell) for one in found(book) if one.sheet == "Penerima"] == [("L04", "G5")]


@pytest.mark.parametrize("sheet", ["Penerima", "Mutu", "Anggaran"])
def test_the_second_half_of_the_year_is_the_whole_where_what_is_stated_follows_from_it(sheet):
    letter = PLACES[sheet][1]
    halves = sub_columns(sheet, letter, {"Semester I": half, "Semester II": whole})
    assert (sent(laid_out(halves)), errors(laid_out(halves))) == (sent(varied()), [])
    stated_of_both = sub_columns(sheet, letter, {"Semester I": half, "Semester II": rest})
    assert "L02" in [rule for rule, _ in errors(laid_out(stated_of_both))]
    assert "L02" in [rule for rule, _ in errors(laid_out(all_of(halves, uncomputed(sheet))))]


def test_a_ceiling_is_what_a_plan_is_made_with():
    book = Book()
    book["Rencana Aksi", "G5"] = "Pagu Indikatif (Rp)"
    assert [(one.rule, one.cell) for one in found(book)] == [("L04", "G5")]

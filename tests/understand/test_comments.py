"""What people say of a figure in a comment on its cell: a finding where it is another figure, a scale or a time."""

import pytest

from schemas.finding import Severity
from schemas.notes import AUTHOR, BELOW
from schemas.reconciliation import Fate
from schemas.workbook import Comment, RawSheet
from tasks.understand.comments import of_the_sender
from tasks.understand.told_figures import corrected_to, figures_in
from tasks.understand.workbook import normalise
from tests.builders import Book, found, places
from tests.cell_fates import reconcile
from tests.understand.test_workbook import varied


def told(text: str, cell: str = "G6", sheet: str = "Penerima") -> list[tuple[str, str]]:
    book = Book()
    book.comments[sheet, cell] = text
    return [(one.rule, one.variant) for one in found(book) if (one.sheet, one.cell) == (sheet, cell)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("seharusnya 1.250", 1250),
        ("harusnya Rp 1.250.000", 1_250_000),
        ("yg benar: 45 org", 45),
        ("bukan 120 tetapi 102", 102),
        ("Bukan 120 orang, melainkan 102 orang", 102),
        ("102 orang, bukan 120", 102),
        ("120 -> 102", 102),
        ("semula 120 orang, kini 102", 102),
        ("revisi: 3.400", 3400),
        ("seharusnya 1 250 orang", 1250),
        ("dikoreksi ke 1.250", 1250),
        ("angka benar 7.244", 7244),
        ("yang benar 7.244", 7244),
        ("angka sebenarnya 7.244", 7244),
        ("sebenarnya 7.244 orang", 7244),
        ("angka riil 7.244", 7244),
        ("revisi 7.244", 7244),
        ("7.244 (benar)", 7244),
        ("7.244 yang betul", 7244),
    ],
)
def test_a_correction_is_known_with_the_figure_that_is_meant(text, meant):
    assert corrected_to(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "seharusnya 76%",
        "seharusnya tahun 2023",
        "revisi DPA ke-2",
        "diperbaiki tanggal 12/3/2024",
        "menjadi dasar SK No. 188/2024",
        "direvisi 12 Maret 2024",
        "bukan urusan dinas",
        "120 orang, sudah benar",
        "120 (benar-benar baru)",
        "belum benar 120 orang",
        "revisi 2 kali",
        "120 orang",
    ],
)
def test_what_states_no_other_figure_is_no_correction(text):
    assert corrected_to(text) is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("data dinas 1.300", (1300,)),
        ("dinas:1300, BPS 2024: 1.250", (1300, 1250)),
        ("L 600 P 400", (600, 400)),
        ("sumber BPS 2023, SK Bupati No. 188/2024 tgl 12/3/2024", ()),
        ("usia 7-15 tahun, 76% di K-KES-01, lihat Pasal 3 dan https://go.example/?id=870924", ()),
        ("10 desa belum lapor", (10,)),
        ("hubungi (0532) 21345 atau 0812**********", ()),
        ("dinas 0, BPS 1.250", (1250,)),
    ],
)
def test_the_figures_in_a_sentence_are_no_dates_laws_codes_and_percentages(text, figures):
    assert figures_in(text) == figures


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("seharusnya 1.250", ("L06", "comment")),
        ("1.300 orang", ("L06", "comment")),
        ("data dinas 1.300", ("L03", "comment")),
        ("x1000", ("C11", "comment")),
        ("dalam ribuan orang", ("C11", "comment")),
        ("dalam persen", ("C11", "comment")),
        ("hanya TW IV", ("L06", "comment_noted")),
    ],
)
def test_a_comment_on_a_figure_is_told(text, finding):
    assert told(text) == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "bukan 980 tetapi 1.000",
        "1.000 sudah sesuai dinas, dahulu 980",
        "600 laki-laki dan 400 perempuan",
        "sudah diperiksa",
        "data 2024 dari BPS",
        "tercapai 100%",
    ],
)
def test_a_comment_that_agrees_or_names_no_figure_is_not_told(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "at", "cell", "said"),
    [
        (
            "G8 seharusnya 77",
            "G9",
            "G8",
            "Komentar pada sel G9 menyebut 'G8 seharusnya 77', sedangkan yang dibaca tetap 88",
        ),
        ("sel g8 keliru, seharusnya 77", "D9", "G8", "Komentar pada sel D9 menyebut"),
        ("lihat $G$8: dalam ribuan", "G9", "G8", "Komentar pada sel G9 menyebut"),
        ("G8 seharusnya 77", "G8", "G8", "Komentar pada sel ini menyebut"),
        ("Penerima!G8 seharusnya 77", "G9", "G8", "Komentar pada sel G9 menyebut"),
        ("Mutu!G8 seharusnya 77", "G9", "G9", "sedangkan yang dibaca tetap isi sel Mutu!G8."),
        ("sel G8 dan G10 seharusnya 77", "G9", "G9", "sedangkan yang dibaca tetap isi sel G8, G10."),
        ("kode X-01.G8.2 seharusnya 77", "G9", "G9", "Komentar pada sel ini menyebut"),
        ("limbah B3 seharusnya 77", "G9", "G9", "Komentar pada sel ini menyebut"),
    ],
)
def test_a_comment_that_names_another_cell_is_about_that_one(text: str, at: str, cell: str, said: str) -> None:
    book = Book()
    book["Penerima", "F8"], book["Penerima", "G8"] = 100, 88
    book.comments["Penerima", at] = text
    (one,) = [one for one in found(book) if one.rule in ("L06", "C11")]
    assert (one.cell, said in one.message) == (cell, True), one.message


def test_a_comment_that_agrees_with_the_cell_that_it_names_is_not_told() -> None:
    book = Book()
    book["Penerima", "F8"], book["Penerima", "G8"] = 100, 88
    book.comments["Penerima", "G9"] = "G8 seharusnya 88"
    assert [one for one in found(book) if one.rule == "L06"] == []


def test_a_text_box_and_a_comment_on_identitas_speak_of_the_cell_that_they_name() -> None:
    book = Book()
    book.boxes["Penerima", "K20"] = "G8 seharusnya 77"
    book.comments["Identitas", "C5"] = "C8 seharusnya 3"
    said = [(one.sheet, one.cell, one.message[:31]) for one in found(book) if one.rule == "L06"]
    assert said == [
        ("Identitas", "C8", "Komentar pada sel C5 menyebut 'C"[:31]),
        ("Penerima", "G8", "Kotak teks di atas sel K20 meny"),
    ]


@pytest.mark.parametrize(
    "text",
    ["0812-3456-7890", "+62 812-3456-7890", "hubungi +6281234567890", "wa.me/6281234567890", "(+62) 812 3456 7890",
     "NIK 6201994501990000", "6201 9945 0199 0000"],
)  # fmt: skip
def test_personal_data_in_a_comment_are_told_once_and_are_no_other_figure(text: str) -> None:
    assert told(f"{text} (Bu Siti)") == [("C09", "comment")]
    assert told(f"dinas 1.300, {text}") == [("C09", "comment"), ("L03", "comment")]


def test_where_a_comment_stands_says_what_it_is_about():
    assert told("dalam ribuan rupiah", "D5", "Anggaran") == [("C11", "comment_around")]
    assert told("dalam ribuan rupiah", "F5") == []  # of money, over people
    assert told("dalam persen", "I5") == []  # what is a percentage
    assert told("dalam jutaan", "B3", "Identitas") == [("C11", "comment_around")]
    assert told("seharusnya 980", "D6") == [("L06", "comment")]  # on the name of the service
    assert told("data dinas 1.300", "D6") == []
    assert told("seharusnya 3", "C8", "Identitas") == [("L06", "comment")]
    assert told("hanya TW IV", "E6", "Rencana Aksi") == []


def test_a_comment_far_outside_of_the_cells_is_heard():
    assert told("angka dalam ribuan", "Z9000") == [("C11", "comment_around")]


def test_a_text_box_is_heard_where_it_says_another_figure_or_a_scale():
    said = {}
    for text in ("seharusnya 1.250", "1.250", "dalam ribuan", "Petunjuk: 1) isi semua 2) simpan", "data dinas 1.300"):
        book = Book()
        book.boxes["Penerima", "F6"] = text
        said[text] = [(one.rule, one.variant, one.message[:30]) for one in found(book)]
    box = "Kotak teks di atas sel ini men"
    assert said == {
        "seharusnya 1.250": [("L06", "comment", box)],
        "1.250": [("L06", "comment", box)],
        "dalam ribuan": [("C11", "comment_around", box)],
        "Petunjuk: 1) isi semua 2) simpan": [],
        "data dinas 1.300": [],
    }


def test_one_habit_over_a_column_is_told_once():
    book = Book()
    for row in range(6, 35):
        book.comments["Penerima", f"F{row}"] = "x1000"
    assert places([one for one in found(book) if one.rule == "C11"]) == [("C11", "Penerima!F6")]


def test_a_figure_with_a_comment_counts_all_the_same():
    book = varied()
    book.comments["Penerima", "F6"] = "NIK 6201994501990000, seharusnya 12"
    raw = book.raw()
    read = normalise(raw)
    assert read.figures == normalise(varied().raw()).figures
    (fate,) = [one.fate for one in reconcile(raw, read) if (one.sheet, one.cell) == ("Penerima", "F6")]
    assert fate is Fate.USED
    assert [(one.rule, one.severity, one.value) for one in read.findings] == [
        ("C09", Severity.ERROR, "NIK 6201************, seharusnya 12"),
        ("L06", Severity.WARNING, "NIK 6201************, seharusnya 12"),
    ]


def test_our_own_notes_are_left_out_and_what_the_sender_noted_above_them_is_not():
    ours = "Peringatan L06: Komentar pada sel ini menyebut 'seharusnya 1.250'."
    comments = [
        Comment(6, 6, AUTHOR, ours),
        Comment(7, 6, "", ours),  # saved by LibreOffice
        Comment(8, 6, "Siti", f"seharusnya 980{BELOW}{ours}"),
    ]
    sheet, findings = of_the_sender(RawSheet("Penerima", [], comments=comments))
    assert [(one.row, one.text) for one in sheet.comments] == [(8, "seharusnya 980")]
    assert findings == []


def test_a_correction_under_keterangan_is_heard_in_the_same_words():
    for text, rules in (("bukan 120 tetapi 102", ["L06"]), ("revisi: 3.400", ["L06"]), ("seharusnya 76%", [])):
        book = Book()
        book["Penerima", "K6"] = text
        assert [one.rule for one in found(book)] == rules

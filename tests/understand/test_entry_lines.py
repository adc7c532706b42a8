"""Titles and totals between the problems and actions are none; an entry without a code has that of the one above."""

import pytest

from schemas.finding import Finding
from tests.builders import Book, found, taken

TRAINING = [1, "K-DIK-01", "Pelatihan", 2025, 100, "orang", 100, "Dinas Pendidikan", "II"]
VISITS = [2, "K-KES-01", "Kunjungan", 2025, 200, "orang", 200, "Dinas Kesehatan", "II"]
TEACHERS = [1, "K-DIK-01", "Guru kurang", "Menambah guru", "Dinas Pendidikan"]
MIDWIVES = [2, "K-KES-01", "Bidan kurang", "Menambah bidan", "Dinas Kesehatan"]


def on(sheet: str, *rows: list) -> Book:
    book = Book()
    book.sheets[sheet] += [list(cells) for cells in rows]
    return book


def entries(book: Book) -> list[tuple[str, str]]:
    """Service and text of each problem and action."""
    figures = taken(book).normalised.figures
    return [row[1:3] for key in ("problems", "actions") for row in figures[key]]


def told(book: Book) -> list[tuple[str, str]]:
    own: list[Finding] = [one for one in found(book) if one.sheet in ("Rencana Aksi", "Permasalahan")]
    return [(one.rule, one.cell) for one in own]


@pytest.mark.parametrize(
    "total",
    [
        ["", "", "JUMLAH", "", "", "", 300],
        ["", "", "JUMLAH", 2025, 300, "orang", 300, "Dinas"],
        ["", "", "Sub Total Dinas Kesehatan", "", "", "", 200],
        ["", "", "Jumlah seluruh kebutuhan pemenuhan", "", "", "", 300],
    ],
)
def test_a_total_is_no_action(total):
    book = on("Rencana Aksi", TRAINING, VISITS, total)
    assert entries(book) == [("K-DIK-01", "Pelatihan"), ("K-KES-01", "Kunjungan")]
    assert told(book) == []


def test_a_total_of_actions_that_is_not_their_sum_is_told():
    assert told(on("Rencana Aksi", TRAINING, VISITS, ["", "", "JUMLAH", "", "", "", 310])) == [("R09", "G8")]


@pytest.mark.parametrize("word", ["Jml", "Jlh.", "Grand Total", "Jumlah"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_wrong_total_is_told_however_it_is_called_and_wherever_its_word_stands(word, at):
    """It was another action of the service above, or nothing."""
    total = ["", "", "", "", "", "", 310]
    total[at] = word
    book = on("Rencana Aksi", TRAINING, VISITS, total)
    assert entries(book) == [("K-DIK-01", "Pelatihan"), ("K-KES-01", "Kunjungan")]
    assert told(book) == [("R09", "G8")]


def test_a_row_that_says_nothing_but_the_sum_is_a_total_whatever_it_is_called_and_that_is_said():
    book = on("Rencana Aksi", TRAINING, VISITS, ["", "", "Semuanya", "", "", "", 300])
    assert entries(book) == [("K-DIK-01", "Pelatihan"), ("K-KES-01", "Kunjungan")]
    assert told(book) == [("L03", "B8")]


@pytest.mark.parametrize("title", ["KESEHATAN", "URUSAN KESEHATAN", "BIDANG KES", "II. Kesehatan", "Dinas Kesehatan"])
def test_a_bidang_over_its_entries_is_none(title):
    problems = on("Permasalahan", TEACHERS, ["", "", title], MIDWIVES, ["", "", "Jumlah permasalahan: 2"])
    actions = on("Rencana Aksi", TRAINING, ["", "", title, "", "", "", 200], VISITS)
    assert entries(problems) == [("K-DIK-01", "Guru kurang"), ("K-KES-01", "Bidan kurang")]
    assert entries(actions) == [("K-DIK-01", "Pelatihan"), ("K-KES-01", "Kunjungan")]
    assert told(problems) == []
    assert told(actions) == [("L03", "B7")]


def test_an_entry_without_a_code_under_a_service_is_of_that_service():
    title = ["", "", "Pelayanan Kesehatan Ibu Bersalin"]
    book = on("Permasalahan", TEACHERS, title, ["", "", *MIDWIVES[2:]])
    assert entries(book) == [("K-DIK-01", "Guru kurang"), ("K-KES-02", "Bidan kurang")]


@pytest.mark.parametrize("over", [["", "", "KESEHATAN"], ["", "", "Sub Total", "", "", "", 100]])
def test_an_entry_of_which_nothing_says_the_service_is_told(over):
    book = on("Rencana Aksi", TRAINING, over, [2, "", *VISITS[2:]])
    assert ("C05", "B8") in told(book)


def test_every_entry_of_which_nothing_says_the_service_is_told():
    book = on("Rencana Aksi", [1, "", *TRAINING[2:]], [2, "", *VISITS[2:]])
    assert told(book) == [("C05", "B6"), ("C05", "B7")]


def test_problems_whose_text_begins_as_a_total_or_a_bidang_are_problems():
    texts = ["Jumlah guru kurang", "Jumlah anggaran", "Sosial", "Total kebutuhan belum terpenuhi"]
    rows = [["", "", text, "Menambah", ""] for text in texts]
    book = on("Permasalahan", TEACHERS, *rows, ["", "", "Jumlah murid bertambah"])
    said = [text for _, text in entries(book)]
    assert said == ["Guru kurang", *texts, "Jumlah murid bertambah"]


def test_what_stands_below_the_total_is_no_entry():
    below = ["", "", "Mengetahui,", "", "", "", "", "Sampit, 15 Januari 2025"]
    book = on("Rencana Aksi", TRAINING, VISITS, ["", "", "JUMLAH", "", "", "", 300], below)
    assert entries(book) == [("K-DIK-01", "Pelatihan"), ("K-KES-01", "Kunjungan")]
    assert told(book) == []

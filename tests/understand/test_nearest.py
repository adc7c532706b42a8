"""What is suggested for a code or name that nobody knows: the one that is clearly meant, or nothing."""

import pytest

from tasks.understand.nearest import is_near, nearest
from tasks.understand.vocabulary import vocabulary
from tests.builders import KABKOTA, Book, found

SERVICES, ITEMS = (vocabulary(KABKOTA.version, rows) for rows in ("services", "items"))
MEANT = {
    "Pelayanan Kesehatan Ibu Hamill": "K-KES-01",
    "Pendidkan Dassar": "K-DIK-02",
    "Ibu hml": "K-KES-01",
    "Layanan Kesehatan Balita": "K-KES-04",
    "Rehabilitasi Sosial Anak Terlantar": "K-SOS-02",
    "Penanganan Kebakaran": "K-TRA-05",
    "K-KES-88": "K-KES-08",
    "DIK-01": "K-DIK-01",
    "K-KESS-05": "K-KES-05",
}
BETWEEN_TWO = (
    "Pelayanan Kesehatan Ibu",
    "Pendidikan",
    "Rehabilitasi Sosial Dasar",
    "Sosial",
    "K-KES-13",
    "K-PU-03",
    "Pelayanan Kesehatan Jiwa Anak",
)
NOTHING_IN_COMMON = (
    "Pelayanan Ibu",
    "Semua layanan",
    "Pelayanan Gizi",
    "Pelayanan Perizinan",
    "Pelayanan kesehatan penyakit jantung",
)


@pytest.mark.parametrize("text", MEANT)
def test_the_one_that_is_clearly_nearest_is_suggested(text):
    assert nearest((text,), SERVICES) == MEANT[text]


@pytest.mark.parametrize("text", [*BETWEEN_TWO, *NOTHING_IN_COMMON, "", "Jalan dan Jembatan"])
def test_none_is_guessed_between_two_or_by_words_that_all_have(text):
    assert nearest((text,), SERVICES) == ""


def test_a_code_of_the_province_s_form_is_no_slip_of_the_pen():
    assert nearest(("P-DIK-01",), SERVICES) == ""


def test_a_code_and_a_name_that_suggest_two_suggest_none():
    assert nearest(("K-KES-88", "Pendidkan Dassar"), SERVICES) == ""
    assert nearest(("K-KES-88", "Pelayanan Penderita Hipertensi"), SERVICES) == "K-KES-08"


def test_an_item_is_one_of_its_service():
    code, name = next((code, name) for code, name in ITEMS.labels.items() if code.startswith("K-DIK-02."))
    assert nearest((f"{name}x",), ITEMS, "K-DIK-02") == code


def test_what_is_only_like_a_name_is_near_and_suggests_nothing():
    assert is_near("Pendidikan", SERVICES)
    assert not is_near("Jalan dan Jembatan", SERVICES)


def test_a_name_without_a_suggestion_is_told_without_one():
    book = Book()
    book["Penerima", "B9"], book["Penerima", "D9"] = "", "Pelayanan Ibu"
    (told,) = (one for one in found(book) if one.rule == "R01")
    assert told.message == "Layanan 'Pelayanan Ibu' tidak dikenal. Gunakan kode dari formulir."

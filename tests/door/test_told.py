"""What the door's pages say of the state that a sender is in, and of what to do."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from config import catalogue
from schemas.finding import Finding, Severity
from schemas.ledger import publications
from tasks.door.desk import MOST_OF_A_LINK
from tasks.door.pages import line_of
from tasks.door.spool import too_large
from tests.door_visitors import NOW, PERIOD, Clock, Visitor, negative, other, workbook
from tests.pages import glued

pytestmark = pytest.mark.whole

REASON = "Ada angka yang keliru"
LATE, FINAL = "Laporan tetap dapat dikirim dan tercatat terlambat", "Laporan final provinsi untuk Triwulan IV"


def test_who_comes_late_or_after_the_final_report_reads_what_sending_does(clerk: Visitor, clock: Clock) -> None:
    def told() -> list[tuple[bool, bool]]:
        return [(LATE in page, FINAL in page) for page in (clerk.get("/").text, clerk.bring(workbook()).text)]

    assert told() == [(False, False)] * 2
    clock.now += timedelta(days=8)
    assert told() == [(True, False)] * 2
    final = {"province_code": "62", "period": PERIOD.key, "as_of": NOW, "published_at": NOW, "final": True}
    clerk.desk.ledger.append(publications, **final, data="d", circumstances="c", manifest="m")
    assert told() == [(True, True)] * 2


def test_an_office_reads_that_its_bidang_is_there_by_its_regencys_report(door) -> None:
    regency, office = Visitor(*door), Visitor(*door, field="KES")
    told = "Angkanya dari laporan lengkap kabupaten/kota"
    assert told not in office.get("/").text
    regency.bring_and_send(workbook())
    assert (told in office.get("/").text, told in regency.get("/").text) == (True, False)
    office.bring_and_send(workbook(form="SPM-KES-2025.1"), reason=REASON)
    assert told not in office.get("/").text


def test_what_was_sent_says_whether_it_is_what_counts(clerk: Visitor) -> None:
    alone = clerk.bring_and_send(workbook(change=negative)).text
    assert ("Angkanya tidak dihitung. Perbaiki 1" in alone, "tetap berlaku" in alone) == (True, False)
    clerk.bring_and_send(workbook())
    assert "Angkanya tidak dihitung. Sudah diganti kiriman ke-2, yang diterima." in clerk.get("/kiriman/1").text
    clerk.bring_and_send(workbook(change=other), reason=REASON)
    told = ["Yang berlaku sekarang adalah kiriman lain" in clerk.get(f"/kiriman/{id_}").text for id_ in (1, 2, 3)]
    assert told == [False, True, False]


def test_when_an_answer_was_first_fetched_is_kept_and_told(clerk: Visitor, clock: Clock) -> None:
    clerk.bring_and_send(workbook())
    assert "pertama" not in clerk.get("/kiriman/1").text, "to look at the page is not to fetch the answer"
    for minutes in (5, 60):
        clock.now = NOW + timedelta(minutes=minutes)
        for path in ("tanda-terima.html", "salinan.xlsx"):
            assert clerk.get(f"/kiriman/1/{path}").status_code == 200
    page = clerk.get("/kiriman/1").text
    for told in ("Tanda terima pertama dibuka", "Salinan bertanda pertama diunduh"):
        assert f"{told} 15 Januari 2025 pukul 10.05 WIB" in page


@pytest.mark.parametrize(
    ("content", "why", "copied"),
    [
        ("absensi", "Berkas ini bukan formulir SPM.", True),
        (b"%PDF-1.7\n1 0 obj", "Berkas ini tidak dapat dibaca.", False),
    ],
)
def test_of_what_is_no_form_it_is_said_and_of_what_cannot_be_read_no_copy_is_offered(
    clerk: Visitor, content: bytes | str, why: str, copied: bool
) -> None:
    if isinstance(content, str):
        book, made = openpyxl.Workbook(), BytesIO()
        book.active.append(["Nama", content])
        book.save(made)
        content = made.getvalue()
    page = clerk.bring(content).text
    assert (why in page, "Unduh salinan bertanda" in page) == (True, copied)
    assert "belum menyebut daerahnya" not in page


def test_the_page_and_the_server_say_the_same_of_a_file_that_is_too_large(clerk: Visitor) -> None:
    assert f'data-bytes="30000000" data-besar="{too_large(30)}"' in clerk.get("/").text


WAITS = "Sudah diperiksa, belum dikirim"


def test_what_was_checked_and_not_sent_is_told_at_the_front_with_its_time_and_the_way_back(
    clerk: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    monkeypatch.setattr("tasks.door.desk.time.monotonic", lambda: began + (clock.now - NOW).total_seconds())
    assert WAITS not in clerk.get("/").text
    ready, _ = clerk.checked(workbook(), "laporan <b>akhir.xlsx")
    clock.now += timedelta(minutes=10)
    faulty, _ = clerk.checked(workbook(change=negative), "salah.xlsx")
    others = clerk.bring(workbook("62.02"), "tetangga.xlsx")
    front = clerk.get("/").text
    assert re.findall(r'<a href="/periksa/([^"]*)">(.*?)</a>: (.*?)\. <span class="kecil">(.*?)</span>', front) == [
        (str(others.url).rsplit("/", 1)[-1], "tetangga.xlsx", "tidak dapat dikirim",
         "Dihapus dari sini 30 menit lagi, 15 Januari 2025 pukul 10.40 WIB."),
        (faulty, "salah.xlsx", "ada 1 kesalahan", "Dihapus dari sini 30 menit lagi, 15 Januari 2025 pukul 10.40 WIB."),
        (ready, "laporan &lt;b&gt;akhir.xlsx", "siap dikirim",
         "Dihapus dari sini 20 menit lagi, 15 Januari 2025 pukul 10.30 WIB."),
    ]  # fmt: skip
    assert "dihapus dari sini 20 menit lagi, 15 Januari 2025 pukul 10.30 WIB." in clerk.get(f"/periksa/{ready}").text
    clock.now += timedelta(minutes=20)
    assert (ready in clerk.get("/").text, faulty in clerk.get("/").text) == (False, True)


def test_what_is_discarded_or_was_sent_waits_no_more(clerk: Visitor) -> None:
    names = "laporan.xlsx", "salinan.xlsx", "laporan.xlsx"
    contents = workbook(), workbook(), workbook(change=negative)
    clerk.checked(contents[2])
    first, twice, faulty = (clerk.checked(*one) for one in zip(contents, names, strict=True))
    assert clerk.get("/").text.count("ada 1 kesalahan") == 1, "it was checked twice"
    assert "Ada 1 kesalahan" in clerk.ask("GET", f"/buang/{faulty[0]}").text, "to look at the address discards nothing"
    front = clerk.ask("POST", f"/buang/{faulty[0]}").text
    assert [one[0] in front for one in (first, twice, faulty)] == [True, True, False]
    assert len(list((clerk.desk.site.home / "door").iterdir())) == 2
    clerk.send(*first)
    assert WAITS not in clerk.get("/").text, "the same content is here already"
    assert str(clerk.ask("POST", f"/buang/{first[0]}").url).endswith("/kiriman/1"), "what was sent stays"
    assert str(clerk.send(*twice).url).endswith("/kiriman/1")


def test_whose_file_made_room_for_others_of_the_link_is_told_so(clerk: Visitor) -> None:
    """Seven people of one office have one link: the first two read "sometimes", and it may have been their page."""
    first = clerk.checked(workbook(), "pertama.xlsx")
    for number in range(MOST_OF_A_LINK):
        clerk.checked(workbook(), f"{number}.xlsx")
    assert ("pertama.xlsx" in (front := clerk.get("/").text), f"paling banyak {MOST_OF_A_LINK} berkas" in front) == (
        False,
        True,
    )
    told = clerk.send(*first)
    assert (told.status_code, "sudah dihapus dari sini dan belum terkirim" in told.text) == (404, True)


def test_what_cannot_be_sent_makes_room_first(clerk: Visitor) -> None:
    clerk.checked(workbook(), "pertama.xlsx")
    for number in range(MOST_OF_A_LINK):
        clerk.bring(b"kosong", f"{number}.xlsx")
    front = clerk.get("/").text
    assert ("pertama.xlsx" in front, "0.xlsx" in front, f"{MOST_OF_A_LINK - 1}.xlsx" in front) == (True, False, True)


def test_a_whole_report_is_said_to_replace_what_an_office_sent_itself(door) -> None:
    regency, office = Visitor(*door), Visitor(*door, field="KES")
    regency.bring_and_send(workbook())
    assert "juga yang dikirim" not in regency.bring(workbook(change=negative)).text
    office.bring_and_send(workbook(form="SPM-KES-2025.1"), reason=REASON)
    told = "juga yang dikirim perangkat daerah sendiri (bidang Kesehatan). Mengapa?"
    assert told in regency.bring(workbook(change=other)).text


def test_an_office_is_not_told_of_the_regencys_report_as_its_own(door) -> None:
    regency, office = Visitor(*door), Visitor(*door, field="KES")
    faulty = workbook(form="SPM-KES-2025.1", change=negative)
    assert "tetap berlaku" not in office.bring(faulty).text + office.bring_and_send(faulty).text
    regency.bring_and_send(workbook())
    told = {"laporan lengkap kabupaten/kota tetap berlaku": office.bring(faulty).text}
    told["Sudah diganti laporan lengkap kabupaten/kota, yang diterima"] = office.get("/kiriman/1").text
    for sentence, page in told.items():
        assert sentence in page
        assert "laporan Anda yang sudah diterima" not in page
    assert "Triwulan IV Tahun 2024, kiriman ke-1, bidang Kesehatan</a>" in regency.get("/").text


def test_of_what_waits_only_its_own_link_is_told(door) -> None:
    regency, other = Visitor(*door), Visitor(*door, field="KES")
    check, _ = regency.checked(workbook())
    assert WAITS not in other.get("/").text
    assert other.ask("POST", f"/buang/{check}").status_code == 404
    assert check in regency.get("/").text


def test_no_word_of_a_page_is_glued_to_the_next(clerk: Visitor) -> None:
    pages = [clerk.bring(workbook(change=negative)), clerk.bring(workbook()), clerk.get("/")]
    pages += [clerk.bring_and_send(workbook()), clerk.get("/")]
    assert [glued(page.text) for page in pages] == [[]] * len(pages)


def scattered(content: dict[str, list[dict]]) -> None:
    """The fault of 152 cells, no more than two of them beside each other."""
    for at, row in enumerate(content["quality"]):
        if at % 4 < 2:
            row["available"] = -1


def test_of_a_fault_of_hundreds_of_cells_the_page_names_some_places_and_how_many_there_are(clerk: Visitor) -> None:
    page = clerk.bring(workbook(change=scattered)).text
    (place,) = re.findall(r'<span class="sel"><span class="diam">Sel </span>(H.*?)</span>', page)
    assert place == "H6:H7, H10:H11, H14:H15 dan 146 sel lain"


@pytest.mark.parametrize(("value", "said"), [("0.5857", "0,5857 (58,57%)"), ("1100", "1.100"), ("12.5", "Rp12,5")])
def test_what_the_sentence_quotes_is_not_said_again_with_other_marks(value: str, said: str) -> None:
    told = Finding("R09", Severity.WARNING, f"Tertulis {said}.", "Penerima", "I9", value)
    assert (line_of(told, "")["value"], line_of(replace(told, message="Lain."), "")["value"]) == ("", value)


def test_on_the_day_of_the_deadline_it_is_said_that_sending_counts(clerk: Visitor, clock: Clock) -> None:
    clock.now = catalogue.deadline(PERIOD, "62") - timedelta(minutes=5)
    check, _ = clerk.checked(workbook())
    assert "hari ini" in clerk.get(f"/periksa/{check}").text
    clock.now += timedelta(minutes=10)
    assert ("hari ini" in clerk.get(f"/periksa/{check}").text, "sudah lewat" in clerk.get("/").text) == (False, True)


def test_what_was_sent_names_its_receipt(clerk: Visitor) -> None:
    assert "Tanda terima 62-2024-TW4-62.01-1" in clerk.bring_and_send(workbook()).text

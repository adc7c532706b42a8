"""What the door's pages say of the state that a sender is in, and of what to do."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from schemas.ledger import publications
from tasks.door.spool import too_large
from tests.door_visitors import NOW, PERIOD, Clock, Visitor, negative, other, workbook

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
    assert "Angkanya tidak dihitung; laporan Anda yang sudah diterima tetap berlaku." in clerk.get("/kiriman/1").text
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

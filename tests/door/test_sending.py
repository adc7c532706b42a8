"""What a regency brings is checked at once, and what it sends is taken in whole, once, as it was checked."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from config.settings import settings
from schemas.ledger import arrivals, sends, submissions
from schemas.period import Period
from tasks.answer.answers import answer
from tasks.compute.counting import counting, submissions_of
from tasks.door.desk import Check, Desk
from tasks.door.links import Link
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.door_visitors import NOW, PERIOD, Clock, Visitor, negative, other, workbook

pytestmark = pytest.mark.whole

REASON = "Ada angka yang keliru"


def statuses(ledger: Ledger) -> list[tuple[str, int, str]]:
    return [(row.regency_code, row.revision, row.status) for row in ledger.rows(submissions)]


def counted(ledger: Ledger, as_of=NOW + timedelta(days=1)) -> list[str]:
    return list(submissions_of(counting(ledger.files("62", PERIOD, as_of)))["sha256"])


def test_a_clerk_mends_what_was_found_and_has_a_receipt(clerk: Visitor) -> None:
    page = clerk.bring(workbook(change=negative))
    assert "Ada 1 kesalahan yang harus diperbaiki" in page.text
    assert "G6" in page.text
    assert clerk.desk.ledger.rows(submissions) == []
    content = workbook()
    page = clerk.bring_and_send(content)
    assert "Laporan diterima" in page.text
    (row,) = clerk.desk.ledger.rows(submissions)
    (came,) = clerk.desk.ledger.rows(arrivals)
    assert (row.sha256, row.received_at) == (sha256(content).hexdigest(), "2025-01-15T03:00:00+00:00")
    assert (came.way, came.received_at, came.reason) == ("pintu", row.received_at, "")
    assert (clerk.desk.site.archive / row.archived).read_bytes() == content
    receipt = clerk.get(f"/kiriman/{row.id}/tanda-terima.html")
    assert "62-2024-TW4-62.01-1" in receipt.text
    assert "dikirim lewat halaman kiriman" in receipt.text
    assert clerk.get(f"/kiriman/{row.id}/salinan.xlsx").content.startswith(b"PK")
    assert "Tanda terima pertama dibuka" in clerk.get(f"/kiriman/{row.id}").text


def test_what_was_sent_is_gone_from_the_spool_and_what_was_not_after_its_time(clerk: Visitor, monkeypatch) -> None:
    clerk.bring_and_send(workbook())
    assert list((clerk.desk.site.home / "door").iterdir()) == []
    check, digest = clerk.checked(workbook(change=other))
    assert [path.stat().st_mode & 0o777 for path in (clerk.desk.site.home / "door").iterdir()] == [0o600]
    monkeypatch.setattr("tasks.door.desk.time.monotonic", lambda: 1e12)
    clerk.desk.forget_old()
    assert list((clerk.desk.site.home / "door").iterdir()) == []
    assert clerk.desk.spool.held == 0
    assert "pilih lagi berkasnya" in clerk.send(check, digest).text
    assert len(clerk.desk.ledger.rows(submissions)) == 1


def test_sending_again_is_the_same_sending(clerk: Visitor) -> None:
    """A double click, another tab with the same file, a try after a time-out."""
    content = workbook()
    first, second = clerk.checked(content), clerk.checked(content, "salinan laporan.xlsx")
    pages = [clerk.send(*first), clerk.send(*first), clerk.send(*second), clerk.send(*second)]
    assert {str(page.url) for page in pages} == {"http://pintu.test/kiriman/1"}
    assert statuses(clerk.desk.ledger) == [("62.01", 1, "diterima")]
    assert len(clerk.desk.ledger.rows(arrivals)) == 1


def test_sending_again_after_another_was_sent_is_still_the_same_sending(clerk: Visitor) -> None:
    first = clerk.checked(workbook())
    clerk.send(*first)
    clerk.bring_and_send(workbook(change=other), reason=REASON)
    assert str(clerk.send(*first).url).endswith("/kiriman/1")
    assert len(clerk.desk.ledger.rows(submissions)) == 2


def test_what_is_sent_at_once_is_neither_lost_nor_doubled(door: tuple[Desk, TestClient]) -> None:
    codes = ["62.01", "62.02", "62.03"]
    clerks = [Visitor(*door, code=code) for code in codes]
    errands = [(one, *one.checked(workbook(one_code))) for one, one_code in zip(clerks, codes, strict=True)]
    with ThreadPoolExecutor(9) as pool:
        pages = list(pool.map(lambda errand: errand[0].send(*errand[1:]), errands * 3))
    assert all("Laporan diterima" in page.text for page in pages)
    ledger = door[0].ledger
    assert sorted(statuses(ledger)) == [(code, 1, "diterima") for code in codes]
    assert len(ledger.rows(sends)) == 3


def test_who_brings_what_takes_long_keeps_nobody_else_waiting(door: tuple[Desk, TestClient], monkeypatch) -> None:
    """Of one link a file is looked at after the other; the others have their turn meanwhile."""
    desk, go_on, begun = door[0], threading.Event(), threading.Semaphore(0)
    slow, quick = Visitor(*door), Visitor(*door, code="62.02")
    look = desk.check

    def check(link: Link, *of: object) -> Check:
        if link == slow.link:
            begun.release()
            go_on.wait()
        return look(link, *of)

    monkeypatch.setattr(desk, "check", check)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(slow.bring, workbook()) for _ in range(6)]
        begun.acquire()
        try:
            assert "Tidak ada kesalahan" in quick.bring(workbook("62.02")).text
            assert not begun.acquire(blocking=False), "another of the same link was begun"
        finally:
            go_on.set()
        assert all("Tidak ada kesalahan" in one.result().text for one in waiting)


def test_what_replaces_an_accepted_report_needs_a_reason_of_the_list(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook())
    errand = clerk.checked(workbook(change=other))
    for reason in ("", "karena saya mau"):
        page = clerk.send(*errand, reason)
        assert page.status_code == 422
        assert "alasan" in page.text
    assert len(clerk.desk.ledger.rows(submissions)) == 1
    clerk.send(*errand, REASON)
    assert [row.reason for row in clerk.desk.ledger.rows(arrivals)] == ["", REASON]
    assert counted(clerk.desk.ledger) == [errand[1]]


def test_what_is_rejected_replaces_nothing(clerk: Visitor) -> None:
    clerk.bring_and_send(content := workbook())
    page = clerk.bring_and_send(workbook(change=negative))
    assert "Terkirim, tetapi ditolak" in page.text
    assert counted(clerk.desk.ledger) == [sha256(content).hexdigest()]


def test_who_chooses_the_same_content_again_reads_what_sending_it_would_do(clerk: Visitor, clock: Clock) -> None:
    clerk.bring_and_send(workbook())
    assert "Mengirimnya lagi tidak mengubah apa pun" in clerk.bring(workbook()).text
    clock.now += timedelta(minutes=1)
    clerk.bring_and_send(workbook(change=other), reason=REASON)
    page = clerk.bring(workbook()).text
    assert "Bila Anda tekan Kirim, isi ini yang dihitung lagi." in page
    assert "tidak dihitung lagi" not in page


def test_who_goes_back_to_an_earlier_report_is_counted_with_it(clerk: Visitor, clock: Clock) -> None:
    for change in (None, other, None):
        clock.now += timedelta(minutes=1)
        clerk.bring_and_send(workbook(change=change), reason=REASON)
    assert [status for *_, status in statuses(clerk.desk.ledger)] == ["diterima"] * 3
    assert counted(clerk.desk.ledger) == [sha256(workbook()).hexdigest()]


def test_only_the_bytes_that_were_checked_are_sent(clerk: Visitor) -> None:
    check, digest = clerk.checked(workbook())
    assert clerk.send(check, "0" * 64).status_code == 409
    (kept,) = (clerk.desk.site.home / "door").iterdir()
    kept.write_bytes(workbook(change=other))
    assert clerk.send(check, digest).status_code == 409
    assert clerk.desk.ledger.rows(submissions) == []


def test_what_is_sent_while_a_run_goes_on_is_the_next_runs(clerk: Visitor, clock: Clock) -> None:
    """A run stands for the second in which it looked; what it has counted at its start it counts at its end."""
    clock.now = NOW.replace(microsecond=900_000)
    begun = clock.now.replace(microsecond=0)
    before = counted(clerk.desk.ledger, begun)
    clerk.bring_and_send(workbook())
    assert counted(clerk.desk.ledger, begun) == before == []
    assert len(counted(clerk.desk.ledger, begun + timedelta(seconds=1))) == 1


def test_a_moment_that_was_noted_waits_for_what_is_being_recorded(home: Path) -> None:
    ledger = Ledger(settings().ledger_url)
    settled = threading.Event()
    with ledger.alone() as connection:
        waiting = threading.Thread(target=lambda: (ledger.settle(), settled.set()))
        waiting.start()
        assert not settled.wait(0.3)
        connection.exec_driver_sql("SELECT 1")
    waiting.join()
    assert settled.is_set()


def test_the_differences_to_the_replaced_revision_are_told_before_it_is_sent(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook())
    page = clerk.bring(workbook(change=other))
    assert "Dibanding kiriman ke-1: 1 dari" in page.text
    assert "(-0%)" not in page.text
    assert "Contoh" in page.text


def test_a_regency_sees_which_bidang_are_there_and_how_long_it_has(clerk: Visitor, door) -> None:
    assert clerk.get("/").text.count("<b>belum ada</b>") == 6
    office = Visitor(*door, field="KES")
    office.bring_and_send(workbook(form="SPM-KES-2025.1"))
    page = clerk.get("/").text
    assert page.count("<b>belum ada</b>") == 5
    assert "5 hari lagi" in page
    assert office.get("/").text.count('class="ada"') == 1


def test_a_workbook_of_another_quarter_is_asked_about(clerk: Visitor) -> None:
    told = "sedangkan yang sekarang ditunggu Triwulan IV Tahun 2024"
    assert told in clerk.bring(workbook(period=Period(2024, 3))).text
    assert told not in clerk.bring(workbook()).text


@pytest.mark.parametrize("period", [Period(2019, 4), Period(2031, 1)])
def test_what_was_sent_for_a_mistyped_year_has_its_answer_too(clerk: Visitor, period: Period) -> None:
    page = clerk.bring_and_send(workbook(period=period))
    assert (page.status_code, "/kiriman/1" in str(page.url), period.label in page.text) == (200, True, True)
    assert clerk.get("/kiriman/1/salinan.xlsx").content.startswith(b"PK")
    assert period.label in clerk.get("/kiriman/1/tanda-terima.html").text
    assert f"{period.label}, kiriman ke-1" in clerk.get("/").text


def test_of_a_file_that_does_not_say_whose_it_is_no_quarter_is_told(clerk: Visitor) -> None:
    page = clerk.bring(b"Kode;Nama\r\n62.01;Kobar\r\n", "data.csv").text
    assert "berkas teks" in page
    assert '<p class="berkas">data.csv</p>' in page


def test_a_page_that_is_loaded_again_leads_somewhere(clerk: Visitor) -> None:
    """A telephone that has put the page away asks for its address alone."""
    check, _ = clerk.checked(workbook())
    assert "Tidak ada kesalahan" in clerk.get(f"/kirim/{check}").text
    for path in ("/unggah", "/masuk", "/keluar"):
        assert "Berkas laporan" in clerk.get(path).text


def test_the_next_run_writes_the_very_answer_that_the_door_gave(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook(change=negative))
    site, quarter = clerk.desk.site, Quarter("62", PERIOD, NOW + timedelta(minutes=1))
    (written,) = answer(clerk.desk.ledger, quarter, site.archive, site.outbox, site.limits)
    assert written.with_suffix(".html").read_bytes() == clerk.get("/kiriman/1/tanda-terima.html").content
    assert written.with_suffix(".xlsx").read_bytes() == clerk.get("/kiriman/1/salinan.xlsx").content


def test_the_history_says_which_sending_is_in_force(clerk: Visitor) -> None:
    for content, reason in ((workbook(), ""), (workbook(change=other), REASON)):
        clerk.bring_and_send(content, reason=reason)
    rejected = clerk.bring(workbook(change=negative))
    clerk.send(str(rejected.url).rsplit("/", 1)[-1], re.search(r'name="sha256" value="(\w+)"', rejected.text)[1])
    shown = re.findall(r"kiriman ke-(\d)</a>\s*<span[^>]*>[^<]*</span>( <b>berlaku</b>)?", clerk.get("/").text)
    assert [(number, bool(told)) for number, told in shown] == [("3", False), ("2", True), ("1", False)]


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"lain")])
def test_what_was_checked_and_is_not_there_any_more_is_to_be_chosen_again(clerk: Visitor, spoil) -> None:
    errand = clerk.checked(workbook())
    (kept,) = (clerk.desk.site.home / "door").iterdir()
    spoil(kept)
    answer = clerk.send(*errand)
    assert (answer.status_code, "Pilih lagi berkasnya." in answer.text) == (409, True)
    assert clerk.get(f"/periksa/{errand[0]}").status_code == 404, "it is not offered for sending any more"
    assert clerk.desk.ledger.rows(submissions) == []
    assert clerk.desk.spool.held == 0
    assert "Laporan diterima" in clerk.bring_and_send(workbook()).text


def test_after_a_disturbance_of_ours_the_way_leads_back_to_what_was_checked(clerk: Visitor, monkeypatch) -> None:
    errand = clerk.checked(workbook())
    with monkeypatch.context() as full:
        full.setattr("tasks.door.send.archive", lambda *_: (_ for _ in ()).throw(OSError(28, "penuh")))
        answer = clerk.send(*errand)
    assert (answer.status_code, f'href="/periksa/{errand[0]}"' in answer.text) == (503, True)
    assert "Laporan diterima" in clerk.send(*errand).text

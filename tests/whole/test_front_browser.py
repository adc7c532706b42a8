"""The front page of the province by clicks: who makes the report, who reads it, who decides; at two widths."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.service.people import Role
from tasks.forms.samples import write_samples
from tests.browser_people import Member
from tests.people import added
from tests.whole.test_serve import DUE_NOW, PLAIN, Service, serving, settled

pytestmark = pytest.mark.browser

LISTEN = """() => new Promise((told) => {
  const socket = new WebSocket(`ws://${location.host}/api/events/out`, ["prefect"]);
  socket.onopen = () => socket.send(JSON.stringify({ type: "auth", token: "" }));
  socket.onmessage = (message) => { told(JSON.parse(message.data).type); socket.close(); };
  socket.onclose = () => told("closed");
})"""
"""What a script of the interface does to hear of events; what comes of it."""


@pytest.fixture
def service(home: Path) -> Iterator[Service]:
    settled(home, PLAIN)
    write_samples("34", DUE_NOW, home / "inbox")
    with serving(home) as running:
        yield running


def test_one_makes_the_report_another_reads_it_and_a_third_refuses_and_approves(
    browser: object, service: Service, tmp_path: Path
) -> None:
    oki = added(service.home, "oki", "Oki Saputra", "Kepala Subbagian Data", Role.OPERATOR)
    rina = added(service.home, "rina", "Rina Wati", "Analis", Role.READER)
    siti = added(service.home, "siti", "Siti Rahmah", "Sekretaris Daerah", Role.APPROVER)
    operator, reader, approver = (
        Member(browser=browser, pictures=tmp_path, service=service, login=one) for one in (oki, rina, siti)
    )
    the_empty_quarter_becomes_a_report_with_one_click(operator)
    what_may_only_be_read_is_only_read(reader)
    run = approval_is_asked_for(operator)
    it_is_refused_by_who_may(reader, approver, run)
    approval_is_asked_for(operator)
    it_is_approved(approver)
    operator.follow("Beranda")
    operator.see("final", "Daerah Istimewa Yogyakarta")
    operator.page.get_by_role("link", name=f"{DUE_NOW.label}, edisi 1").click()
    operator.page.get_by_role("link", name="Laporan sebagai halaman").click()
    operator.page.get_by_text("Siti Rahmah").first.wait_for()
    who_has_left_is_out(operator)
    assert not [url for one in (operator, reader, approver) for url in one.asked if service.address not in url]


def the_empty_quarter_becomes_a_report_with_one_click(operator: Member) -> None:
    operator.come_in()
    operator.see("kosong", "Daerah Istimewa Yogyakarta")
    assert operator.page.get_by_text("0 dari 5").count()
    operator.click("Susun laporan")
    operator.page.get_by_role("link", name="Lihat laporan di beranda").wait_for()  # without a click
    operator.see("selesai", "Laporan 34 Daerah Istimewa Yogyakarta")
    operator.follow("Lihat laporan di beranda")
    operator.see("beranda", "Daerah Istimewa Yogyakarta")
    assert operator.page.get_by_text("Minta perbaikan, kirimannya ditolak").count()
    with operator.page.expect_download() as fetched:
        operator.follow("Buku kerja Excel")
    assert Path(fetched.value.path()).read_bytes()[:2] == b"PK"
    answer = operator.page.get_by_role("link", name=re.compile("^Tanda terima")).first
    with operator.context.expect_page() as opened:
        answer.click(modifiers=["Control"])
    opened.value.get_by_text("Tanda Terima").first.wait_for()
    opened.value.close()
    handed_over = operator.page.get_by_role("button", name=re.compile("Sudah diserahkan kepada"))
    before = handed_over.count()
    handed_over.first.click()
    operator.page.get_by_text(f"{before - 1} jawaban: serahkan").wait_for()
    assert handed_over.count() == before - 1
    it_was_a_click_by_mistake(operator, before)


def it_was_a_click_by_mistake(operator: Member, before: int) -> None:
    operator.page.get_by_text("1 jawaban tercatat sudah diserahkan").click()
    operator.page.get_by_text(re.compile(r"diserahkan oleh .*\boki\b")).wait_for()
    operator.see("sudah-diserahkan", "Daerah Istimewa Yogyakarta")
    operator.page.get_by_role("button", name=re.compile("Belum diserahkan kepada")).click()
    operator.page.get_by_text(f"{before} jawaban: serahkan").wait_for()
    assert operator.page.get_by_text("tercatat sudah diserahkan").count() == 0


def what_may_only_be_read_is_only_read(reader: Member) -> None:
    reader.come_in(f"/laporan/34/{DUE_NOW}")
    reader.page.get_by_role("link", name="Laporan sebagai buku kerja Excel").wait_for()  # where it wanted to be
    reader.page.goto(reader.service.address)
    reader.see("pembaca", "Daerah Istimewa Yogyakarta")
    assert [reader.offers(one) for one in ("Susun laporan", "Minta persetujuan")] == [False, False]
    assert reader.page.evaluate(LISTEN) == "auth_success"
    before = len(reader.service.runs())
    sent = reader.page.request.post(f"{reader.service.address}/susun", form={"provinsi": "34"})
    assert (sent.status, len(reader.service.runs())) == (403, before)


def approval_is_asked_for(operator: Member) -> str:
    """The id of the run that waits."""
    operator.page.goto(operator.service.address)
    operator.click("Minta persetujuan")
    operator.page.get_by_role("link", name="Baca yang akan diputuskan").wait_for()
    return operator.page.url.rpartition("/")[2]


def it_is_refused_by_who_may(reader: Member, approver: Member, run: str) -> None:
    reader.page.goto(f"{reader.service.address}/putuskan/{run}")
    reader.see("putuskan-pembaca", "Laporan final")
    assert not reader.offers("Kirim keputusan")
    approver.come_in(f"/putuskan/{run}")
    approver.see("putuskan", "Laporan final")
    approver.page.get_by_label("Alasan").fill("Belum dibahas bersama semua OPD.")
    approver.click("Kirim keputusan")
    approver.see("diterima", "Keputusan diterima")
    assert approver.service.ended({"id": run})["name"] == "Ditolak"


def it_is_approved(approver: Member) -> None:
    approver.follow("Ke beranda")
    approver.see("menunggu", "Daerah Istimewa Yogyakarta")
    approver.follow("Baca dan putuskan")
    run = approver.page.url.rpartition("/")[2]
    approver.page.get_by_label("Keputusan").select_option("Setujui dan terbitkan")
    approver.page.get_by_label("Alasan").fill("Sudah dibahas bersama semua OPD.")
    for box in approver.page.get_by_label(re.compile("setuju dibiarkan karena")).all():
        box.fill("Sudah dijelaskan pengirimnya.")
    approver.click("Kirim keputusan")
    assert approver.service.ended({"id": run})["name"] == "Terbit"


def who_has_left_is_out(operator: Member) -> None:
    operator.page.goto(f"{operator.service.address}/tanda-terima")
    operator.page.get_by_label("Teks kode QR, atau nomornya").fill(f"34-{DUE_NOW}-34.71-1")
    operator.click("Periksa")
    operator.see("tanda-terima", "Nomor ini tercatat")
    operator.click("Keluar")
    operator.see("keluar", "Masuk")
    assert operator.page.evaluate(LISTEN) == "closed"
    operator.page.goto(f"{operator.service.address}/laporan")
    operator.see("keluar", "Masuk")


def test_with_the_keyboard_alone(browser: object, service: Service, tmp_path: Path) -> None:
    operator = Member(browser=browser, pictures=tmp_path, service=service, login=service.login)
    page, press = operator.page, operator.page.keyboard.press
    page.goto(service.address)

    def tab_to(name: str) -> None:
        """Until the focus is on what is called so."""
        for _ in range(60):
            press("Tab")
            at = page.evaluate("[document.activeElement.innerText, document.activeElement.id].join(' ')")
            if name in at.split("\n")[0]:
                return
        raise AssertionError(f"no way to {name}")

    tab_to("nama")
    page.keyboard.type(operator.login[0])
    tab_to("sandi")
    page.keyboard.type(operator.login[1])
    press("Enter")
    page.get_by_role("heading", name=re.compile("Daerah Istimewa Yogyakarta")).wait_for()
    tab_to("Langsung ke isi")
    press("Enter")
    tab_to("Susun laporan")
    press("Enter")
    page.get_by_role("link", name="Lihat laporan di beranda").wait_for()
    tab_to("Lihat laporan di beranda")
    press("Enter")
    page.get_by_role("heading", name="Yang perlu dilakukan sekarang").wait_for()
    tab_to("Laporan sebagai halaman")
    press("Enter")
    page.get_by_text("SEMENTARA").first.wait_for()

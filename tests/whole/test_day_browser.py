"""The whole day of a quarter by clicks: regencies and an office send by the door, an operator makes the report of all
of them, an approver reads warning by warning and is overtaken by a new report, and decides again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from config.settings import settings
from flows.service.people import Role
from tasks.door.links import make_link
from tasks.home.site import ledger_of
from tests.browser_people import Clerk, Member
from tests.door_visitors import NOW, answers, eventually, free_port, other, workbook
from tests.people import added
from tests.site_builders import undecided
from tests.whole.test_serve import DUE_NOW, Service, serving, settled

pytestmark = pytest.mark.browser

PROVINCE = "Daerah Istimewa Yogyakarta"
WRONG_QUARTER = DUE_NOW.back(1)


@dataclass
class Day:
    """A service with its door, and who comes there."""

    service: Service
    door: str
    browser: object
    pictures: Path

    def clerk(self, code: str, office: str = "", width: int = 1440) -> Clerk:
        site = settings().model_copy(update={"home": self.service.home})
        _, secret = make_link(ledger_of(site), code, office, None, NOW)
        return Clerk(browser=self.browser, pictures=self.pictures, address=self.door, secret=secret, width=width)

    def member(self, login: str, name: str, office: str, *roles: Role) -> Member:
        known = added(self.service.home, login, name, office, *roles)
        return Member(browser=self.browser, pictures=self.pictures, service=self.service, login=known)


@pytest.fixture
def day(home: Path, browser: object, tmp_path: Path) -> Iterator[Day]:
    port = free_port()
    settled(home, f"[schedule.34]\nintake_minutes = 0\n[door]\nport = {port}\n")
    with serving(home) as service:
        eventually(partial(answers, f"http://127.0.0.1:{port}"))
        yield Day(service, f"http://127.0.0.1:{port}", browser, tmp_path)


def test_from_the_first_report_at_the_door_to_the_final_one(day: Day) -> None:
    operator = day.member("oki", "Oki Saputra", "Kepala Subbagian Data", Role.OPERATOR)
    approver = day.member("siti", "Siti Rahmah", "Sekretaris Daerah", Role.APPROVER)
    first, second = day.clerk("34.71", width=360), day.clerk("34.01")
    it_sends(first, workbook("34.71", period=DUE_NOW))
    its_receipt_is_genuine_by_its_code_and_a_changed_one_is_not(first)
    it_sends(second, workbook("34.01", change=more_than_all, period=DUE_NOW), "Dapat dikirim, dengan")
    an_office_sends_its_part_and_no_other(day.clerk("34.02", "KES", width=360))
    a_report_for_another_quarter_is_asked_about_and_sent(day.clerk("34.03"))
    the_operator_makes_the_report_and_opens_all_of_it(operator)
    the_other_quarter_becomes_a_report_of_its_own(operator)
    approval_is_asked_for(operator)
    warning_by_warning_is_read(approver)
    it_sends_again_with_a_reason(first)
    what_has_changed_meanwhile_is_told_and_the_approval_comes_to_nothing(approver)
    it_is_made_and_asked_for_again_and_approved(operator, approver)
    reader = day.member("rina", "Rina Wati", "Analis", Role.READER)
    what_is_final_is_there_to_read_and_nothing_else_to_do(reader)
    a_password_of_ones_own_is_chosen(reader)
    assert undecided(day.service.home) == ["screen.txt"], "which is the test's own"
    asked = {url.split("/#")[0] for one in (operator, approver, first, second) for url in one.asked}
    assert not [url for url in asked if not url.startswith((day.service.address, day.door))]


def more_than_all(content: dict[str, list[dict]]) -> None:
    """A warning: more people were served than are to be."""
    content["recipients"][0]["served"] = int(content["recipients"][0]["target"] * 1.2)


def it_sends(clerk: Clerk, content: bytes, heading: str = "Tidak ada kesalahan") -> None:
    clerk.come_in()
    clerk.choose(content, "laporan.xlsx")
    clerk.see("diperiksa", heading)
    clerk.click("Kirim")
    clerk.see("terkirim", "Laporan diterima")


def its_receipt_is_genuine_by_its_code_and_a_changed_one_is_not(clerk: Clerk) -> None:
    scanned = clerk.receipt_code()
    clerk.ask_of_receipt(scanned)
    clerk.see("tanda-terima-asli", "Kode QR ini asli")
    clerk.follow("Ke halaman depan")
    clerk.ask_of_receipt(scanned.replace("34.71-1", "34.71-2"))
    clerk.see("tanda-terima-palsu", "Tidak asli")


def an_office_sends_its_part_and_no_other(office: Clerk) -> None:
    office.come_in()
    office.see("bidang", "Kirim laporan Triwulan")
    office.choose(workbook("34.02", period=DUE_NOW), "semua bidang.xlsx")
    office.see("bidang-lain", "Berkas ini belum dapat dikirim")
    assert not office.offers("Kirim")
    it_sends(office, workbook("34.02", form="SPM-KES-2025.1", period=DUE_NOW))
    office.follow("Ke halaman depan")
    office.page.get_by_role("listitem").filter(has_text="Kesehatan").get_by_text("ada", exact=True).wait_for()


def a_report_for_another_quarter_is_asked_about_and_sent(clerk: Clerk) -> None:
    clerk.come_in()
    clerk.choose(workbook("34.03", period=WRONG_QUARTER), "laporan.xlsx")
    clerk.page.get_by_text(f"Berkas ini untuk {WRONG_QUARTER.label}, sedangkan yang sekarang ditunggu").wait_for()
    clerk.click("Kirim")
    clerk.see("terkirim", "Laporan diterima")


def the_operator_makes_the_report_and_opens_all_of_it(operator: Member) -> None:
    operator.come_in()
    operator.see("beranda-kosong", PROVINCE)
    operator.click("Susun laporan")
    operator.page.get_by_role("link", name="Lihat laporan di beranda").wait_for()
    operator.follow("Lihat laporan di beranda")
    operator.see("beranda", PROVINCE)
    for kind in ("Buku kerja Excel", "Naskah Word"):
        assert operator.fetched(operator.page.get_by_role("link", name=kind)).startswith(b"PK"), kind
    operator.follow("Laporan sebagai halaman")
    operator.page.get_by_text("SEMENTARA").first.wait_for()
    assert operator.page.pdf().startswith(b"%PDF"), "it is printed"
    operator.page.goto(operator.service.address)


def the_other_quarter_becomes_a_report_of_its_own(operator: Member) -> None:
    told = operator.page.get_by_role("listitem").filter(has_text=f"1 kiriman untuk {WRONG_QUARTER.label}")
    told.get_by_role("button", name=f"Susun laporan {WRONG_QUARTER.label}").click()
    operator.page.get_by_role("link", name="Lihat laporan di beranda").wait_for()
    operator.follow("Lihat laporan di beranda")
    operator.page.get_by_role("heading", name=re.compile(PROVINCE)).wait_for()
    assert told.count() == 0
    assert (operator.service.home / "outbox" / "34" / str(WRONG_QUARTER)).is_dir()


def approval_is_asked_for(operator: Member) -> None:
    operator.click("Minta persetujuan")
    operator.page.get_by_role("link", name="Baca yang akan diputuskan").wait_for()


def warning_by_warning_is_read(approver: Member) -> None:
    approver.come_in()
    approver.page.get_by_text(f"Menunggu keputusan: laporan final {DUE_NOW.label}").wait_for()
    approver.follow("Baca dan putuskan")
    approver.see("putuskan", "Laporan final")
    (row,) = approver.page.get_by_role("row").filter(has_text="R04").all()
    assert "Kabupaten Kulon Progo" in row.inner_text()
    assert approver.page.get_by_text("Data berubah sejak").count() == 0


def it_sends_again_with_a_reason(clerk: Clerk) -> None:
    clerk.page.goto(clerk.address)
    clerk.choose(workbook("34.71", change=other, period=DUE_NOW), "perbaikan.xlsx")
    clerk.see("mengganti", "Tidak ada kesalahan")
    clerk.page.get_by_label(re.compile("mengganti laporan")).select_option("Ada angka yang keliru")
    clerk.click("Kirim")
    clerk.see("diganti", "Laporan diterima")


def what_has_changed_meanwhile_is_told_and_the_approval_comes_to_nothing(approver: Member) -> None:
    """The page stood open: what is sent from it is not a decision about what came since."""
    run = approver.page.url.rpartition("/")[2]
    it_is_approved_with(approver, "Sudah dijelaskan pengirimnya.")
    approver.page.get_by_text("Keadaannya berubah sejak halaman ini dibuka").wait_for()
    approver.see("berubah", "Laporan final")
    told = approver.page.get_by_role("paragraph").filter(has_text="Data berubah sejak dimintakan")
    assert "Kota Yogyakarta" in told.inner_text()
    it_is_approved_with(approver, "Sudah dijelaskan pengirimnya.")
    approver.see("keputusan-batal", "Keputusan diterima")
    assert approver.service.ended({"id": run})["name"] == "Batal"
    approver.follow("Lihat hasilnya")
    approver.page.get_by_text("Data berubah sejak laporan dibaca").wait_for()


def it_is_approved_with(approver: Member, explained: str) -> None:
    approver.page.get_by_label("Keputusan").select_option("Setujui dan terbitkan")
    approver.page.get_by_label("Alasan").fill("Sudah dibahas bersama semua perangkat daerah.")
    for box in approver.page.get_by_label(re.compile("setuju dibiarkan karena")).all():
        box.fill(explained)
    approver.click("Kirim keputusan")


def it_is_made_and_asked_for_again_and_approved(operator: Member, approver: Member) -> None:
    operator.page.goto(operator.service.address)
    operator.page.get_by_text("Ada kiriman, koreksi, pengaturan atau aturan baru").wait_for()
    assert not operator.offers("Minta persetujuan"), "of a report that does not tell what has come"
    operator.click("Susun laporan")
    operator.follow("Lihat laporan di beranda")
    approval_is_asked_for(operator)
    approver.follow("Beranda")
    approver.follow("Baca dan putuskan")
    run = approver.page.url.rpartition("/")[2]
    it_is_approved_with(approver, "singkat")
    approver.page.get_by_text("terlalu pendek").or_(approver.page.locator("textarea:invalid")).first.wait_for()
    it_is_approved_with(approver, "Sudah dijelaskan pengirimnya.")
    approver.see("keputusan", "Keputusan diterima")
    assert approver.service.ended({"id": run})["name"] == "Terbit"


def what_is_final_is_there_to_read_and_nothing_else_to_do(reader: Member) -> None:
    reader.come_in()
    reader.see("pembaca", PROVINCE)
    assert [reader.offers(one) for one in ("Susun laporan", "Minta persetujuan", "Kirim keputusan")] == [False] * 3
    reader.page.goto(f"{reader.service.address}/tanda-terima")
    reader.page.get_by_label("Teks kode QR, atau nomornya").fill(f"34-{DUE_NOW}-34.71-2")
    reader.click("Periksa")
    reader.page.get_by_text("tercatat").first.wait_for()
    reader.follow("Beranda")
    reader.page.get_by_role("link", name=f"{DUE_NOW.label}, edisi 1").click()
    reader.page.get_by_role("link", name="Laporan sebagai halaman").click()
    reader.page.get_by_text("Siti Rahmah").first.wait_for()


def a_password_of_ones_own_is_chosen(reader: Member) -> None:
    reader.page.goto(reader.service.address)
    reader.follow("Ganti kata sandi")
    reader.see("sandi", "Ganti kata sandi")
    reader.page.get_by_label("Kata sandi sekarang").fill(reader.login[1])
    for label in ("Kata sandi baru", "Kata sandi baru, sekali lagi"):
        reader.page.get_by_label(label, exact=True).fill("kopi hitam tanpa gula")
    reader.click("Ganti kata sandi")
    reader.see("sandi-diganti", "Kata sandi diganti")

"""A clerk's day at the door, in Chromium: sends with faults, mends, sends again, opens the receipt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.door_visitors import DoorProcess, door_process, negative, other, workbook

pytestmark = pytest.mark.browser

WIDTHS = (1440, 360)


@pytest.fixture
def opened(home: Path) -> Iterator[DoorProcess]:
    with door_process(home) as door:
        yield door


@dataclass
class Clerk:
    """A person at a browser of a width; every page is looked at for what keeps people from using it."""

    browser: object
    door: DoorProcess
    pictures: Path
    width: int
    scripts: bool = True
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        shown = {"width": self.width, "height": 900 if self.width > 600 else 740}
        self.context = self.browser.new_context(viewport=shown, java_script_enabled=self.scripts)
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.secret = self.door.link("62.01")

    def come_in(self) -> None:
        self.page.goto(f"{self.door.address}/#{self.secret}")
        self.page.get_by_role("heading", name=re.compile("Kirim laporan Triwulan")).wait_for()

    def choose(self, content: bytes, name: str) -> None:
        path = self.pictures / name
        path.write_bytes(content)
        self.page.get_by_label("Berkas laporan").set_input_files(path)
        self.page.get_by_role("button", name="Periksa berkas").click()

    def see(self, name: str, heading: str) -> None:
        self.page.get_by_role("heading", name=heading).first.wait_for()
        self.page.screenshot(path=self.pictures / f"{self.width}-{name}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide at {self.width}"
        if self.scripts:
            serious = [
                (one["id"], [node["html"] for node in one["nodes"]])
                for one in Axe().run(self.page).response["violations"]
                if one["impact"] in ("serious", "critical")
            ]
            assert serious == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_sends_with_faults_mends_sends_again_and_has_a_receipt(
    browser: object, opened: DoorProcess, tmp_path: Path, width: int
) -> None:
    clerk = Clerk(browser, opened, tmp_path, width)
    clerk.page.goto(opened.address)
    clerk.see("masuk", "Kirim laporan SPM")
    clerk.come_in()
    assert clerk.secret not in clerk.page.url
    clerk.see("beranda", "Kirim laporan Triwulan")
    clerk.choose(workbook(change=negative), "laporan.xlsx")
    clerk.see("kesalahan", "Ada 1 kesalahan yang harus diperbaiki")
    clerk.page.get_by_text("Kirim apa adanya").click()
    clerk.page.get_by_role("button", name="Kirim dengan kesalahan").click()
    clerk.see("ditolak", "Terkirim, tetapi ditolak")
    with clerk.page.expect_download() as fetched:
        clerk.page.get_by_role("link", name="Unduh salinan bertanda").click()
    assert fetched.value.suggested_filename == "62.01-kiriman-1.xlsx"
    clerk.page.get_by_role("link", name="kirim lagi").click()
    clerk.choose(workbook(), "laporan perbaikan.xlsx")
    clerk.see("baik", "Tidak ada kesalahan")
    clerk.page.get_by_role("button", name="Kirim", exact=True).click()
    clerk.see("diterima", "Laporan diterima")
    with clerk.context.expect_page() as receipt:
        clerk.page.get_by_role("link", name="Buka tanda terima").click()
    receipt.value.get_by_text("62-2024-TW4-62.01-2").first.wait_for()
    clerk.page.goto(opened.address)
    clerk.choose(workbook(change=other), "laporan baru.xlsx")
    clerk.see("mengganti", "Tidak ada kesalahan")
    clerk.page.get_by_label(re.compile("mengganti laporan")).select_option("Ada angka yang keliru")
    clerk.page.get_by_role("button", name="Kirim", exact=True).click()
    clerk.see("diterima-lagi", "Laporan diterima")
    clerk.page.get_by_role("link", name="Ke halaman depan").click()
    clerk.see("riwayat", "Riwayat kiriman")
    assert not [url for url in clerk.asked if not url.startswith(opened.address)]
    assert not [url for url in clerk.asked if clerk.secret in url.partition("#")[0]]


def test_without_scripts_it_is_the_same(browser: object, opened: DoorProcess, tmp_path: Path) -> None:
    clerk = Clerk(browser, opened, tmp_path, 1440, scripts=False)
    clerk.page.goto(f"{opened.address}/#{clerk.secret}")
    clerk.page.get_by_label("Tautan atau kode").fill(f"{opened.address}/#{clerk.secret}")
    clerk.page.get_by_role("button", name="Buka").click()
    clerk.choose(workbook(), "laporan.xlsx")
    clerk.see("tanpa-skrip", "Tidak ada kesalahan")
    clerk.page.get_by_role("button", name="Kirim", exact=True).click()
    clerk.see("tanpa-skrip-diterima", "Laporan diterima")


def test_with_the_keyboard_alone(browser: object, opened: DoorProcess, tmp_path: Path) -> None:
    clerk = Clerk(browser, opened, tmp_path, 1440)
    clerk.come_in()
    (tmp_path / "laporan.xlsx").write_bytes(workbook())
    press = clerk.page.keyboard.press

    def tab_to(name: str) -> None:
        for _ in range(30):
            press("Tab")
            here = clerk.page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]")
            if name in here:
                assert clerk.page.evaluate("document.activeElement.matches(':focus-visible')")
                return
        raise AssertionError(f"no way to {name}")

    press("Tab")
    assert clerk.page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    tab_to("berkas")
    with clerk.page.expect_file_chooser() as chooser:
        press("Enter")
    chooser.value.set_files(tmp_path / "laporan.xlsx")
    tab_to("Periksa berkas")
    press("Enter")
    clerk.see("papan-ketik", "Tidak ada kesalahan")
    tab_to("Kirim")
    press("Enter")
    clerk.see("papan-ketik-diterima", "Laporan diterima")


def test_a_file_is_dropped_and_one_that_is_too_large_is_told_before_it_is_sent(
    browser: object, opened: DoorProcess, tmp_path: Path
) -> None:
    clerk = Clerk(browser, opened, tmp_path, 1440)
    clerk.come_in()
    drop = """([bytes, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name));
      const dropped = {dataTransfer: data, bubbles: true, cancelable: true};
      document.getElementById('unggah').dispatchEvent(new DragEvent('drop', dropped));
    }"""
    clerk.page.evaluate(
        "() => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(31e6)], 'besar.xlsx'));"
        "document.getElementById('berkas').files = data.files; }"
    )
    before = len(clerk.asked)
    clerk.page.get_by_role("button", name="Periksa berkas").click()
    clerk.page.get_by_text("lebih besar dari 30 MB").wait_for()
    assert len(clerk.asked) == before
    clerk.page.evaluate(drop, [list(workbook()), "laporan.xlsx"])
    clerk.see("dijatuhkan", "Tidak ada kesalahan")

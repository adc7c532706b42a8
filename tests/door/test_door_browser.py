"""A clerk's day at the door, in Chromium: sends with faults, mends, sends again, opens the receipt."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser_people import WIDTHS, Clerk
from tests.door_visitors import DoorProcess, door_process, negative, other, workbook

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(home: Path) -> Iterator[DoorProcess]:
    with door_process(home) as door:
        yield door


def clerk_at(door: DoorProcess, browser: object, pictures: Path, **how: object) -> Clerk:
    return Clerk(browser=browser, pictures=pictures, address=door.address, secret=door.link("62.01"), **how)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_sends_with_faults_mends_sends_again_and_has_a_receipt(
    browser: object, opened: DoorProcess, tmp_path: Path, width: int
) -> None:
    clerk = clerk_at(opened, browser, tmp_path, width=width)
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
    clerk = clerk_at(opened, browser, tmp_path, scripts=False)
    clerk.page.goto(f"{opened.address}/#{clerk.secret}")
    clerk.page.get_by_label("Tautan atau kode").fill(f"{opened.address}/#{clerk.secret}")
    clerk.page.get_by_role("button", name="Buka").click()
    assert not clerk.page.get_by_text("seret berkasnya").is_visible(), "which needs a script"
    clerk.choose(workbook(), "laporan.xlsx")
    clerk.see("tanpa-skrip", "Tidak ada kesalahan")
    clerk.page.get_by_role("button", name="Kirim", exact=True).click()
    clerk.see("tanpa-skrip-diterima", "Laporan diterima")


def test_with_the_keyboard_alone(browser: object, opened: DoorProcess, tmp_path: Path) -> None:
    clerk = clerk_at(opened, browser, tmp_path)
    clerk.page.on("filechooser", lambda _: None)  # heard of from now on: the browser is told so in its own time
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
    clerk = clerk_at(opened, browser, tmp_path)
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

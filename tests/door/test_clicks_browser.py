"""What a sender's hands do at the door beside the straight way: dropping, changing a file meanwhile, a connection that
breaks, two clicks, going back, two tabs, a telephone."""

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from config.settings import settings
from schemas.ledger import submissions
from tasks.home.site import ledger_of
from tests.browser_people import Clerk
from tests.door_visitors import DoorProcess, door_process, workbook

pytestmark = pytest.mark.browser

DROP = """([files, text]) => {
  const data = new DataTransfer();
  for (const [bytes, name] of files) data.items.add(new File([new Uint8Array(bytes)], name));
  if (text) data.setData("text/plain", text);
  const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector("footer").dispatchEvent(event);  // beside the box, as it happens
  return event.defaultPrevented;
}"""
TOLD = """() => new MutationObserver(() => {
  const status = document.querySelector("#unggah [role=status]").textContent;
  sessionStorage.told = (sessionStorage.told || "") + status;
}).observe(document.getElementById("unggah"), {subtree: true, childList: true})"""
Comer = Callable[..., Clerk]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DoorProcess]:
    home = tmp_path_factory.mktemp("pintu") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPM_HOME", str(home))
        settings.cache_clear()
        with door_process(home) as door:
            yield door
    settings.cache_clear()


@pytest.fixture
def clerk_of(browser: object, opened: DoorProcess, tmp_path: Path) -> Comer:
    """Somebody of a regency at the front page; each test has a regency of its own."""

    def come_in(code: str, **how: object) -> Clerk:
        found = Clerk(browser=browser, pictures=tmp_path, address=opened.address, secret=opened.link(code), **how)
        found.come_in()
        return found

    return come_in


def sent_of(door: DoorProcess, code: str) -> list[str]:
    """The contents that are recorded of a regency."""
    site = settings().model_copy(update={"home": door.home})
    return [row.sha256 for row in ledger_of(site).rows(submissions, regency_code=code)]


def checked(clerk: Clerk, content: bytes, name: str = "laporan.xlsx") -> None:
    clerk.choose(content, name)
    clerk.page.get_by_role("heading", name="Tidak ada kesalahan").wait_for()


def test_what_is_dropped_anywhere_is_checked_and_what_is_not_one_file_is_told(clerk_of: Comer) -> None:
    clerk = clerk_of("62.01")
    asked = len(clerk.asked)
    for files, text in (([[[1], "a.xlsx"], [[2], "b.xlsx"]], ""), ([], "K-KES-01 12")):
        assert clerk.page.evaluate(DROP, [files, text]), "the browser opens it in place of the page"
        clerk.page.get_by_text("Seret satu berkas laporan saja").wait_for()
    clerk.see("bukan-satu-berkas", "Kirim laporan Triwulan")
    assert [url for url in clerk.asked[asked:] if url.endswith("/unggah")] == []
    clerk.page.evaluate(DROP, [[[list(b"%PDF-1.7 1 0 obj"), "laporan.pdf"]], ""])
    clerk.see("bukan-buku-kerja", "Berkas ini belum dapat dikirim")
    assert clerk.page.get_by_text("Berkas ini dokumen PDF").count() == 1
    assert not clerk.offers("Kirim")


def test_a_mended_file_dropped_beside_its_findings_is_told_where_to_drop_it(clerk_of: Comer) -> None:
    clerk = clerk_of("62.08")
    checked(clerk, workbook("62.08"))
    assert clerk.page.evaluate(DROP, [[[[1], "a.xlsx"]], ""]), "the browser opens it in place of the page"
    clerk.see("seret-di-temuan", "Tidak ada kesalahan")
    assert "Kembali dulu ke halaman depan" in clerk.page.get_by_role("alert").inner_text()


def test_what_happens_to_a_file_on_its_way_is_shown(clerk_of: Comer) -> None:
    clerk = clerk_of("62.02")
    content = workbook("62.02")
    slowly = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": len(content)}
    clerk.context.new_cdp_session(clerk.page).send("Network.emulateNetworkConditions", slowly)
    clerk.page.evaluate(TOLD)
    with clerk.page.expect_file_chooser() as chooser:
        clerk.page.get_by_label("Berkas laporan").click()
    (path := clerk.pictures / "Laporan Kotim.xlsx").write_bytes(content)
    chooser.value.set_files(path)
    clerk.click("Periksa berkas")
    clerk.page.get_by_role("heading", name="Tidak ada kesalahan").wait_for()
    told = clerk.page.evaluate("sessionStorage.told")
    assert -1 < told.index("Mengunggah Laporan Kotim.xlsx ...") < told.index("Sedang diperiksa ...")
    assert clerk.page.locator("[name=sha256]").first.input_value() == sha256(content).hexdigest()


def test_a_file_that_is_not_there_any_more_as_it_was_chosen_is_chosen_again(clerk_of: Comer) -> None:
    """A browser says the same of one that was saved meanwhile, or that Excel has locked."""
    clerk = clerk_of("62.03")
    field = clerk.page.get_by_label("Berkas laporan")
    path = clerk.pictures / "laporan.xlsx"
    for spoil in (path.unlink, partial(rewritten, path)):
        path.write_bytes(b"isi")
        field.set_input_files(path)
        assert field.evaluate("one => one.files[0].size") == 3
        spoil()
        clerk.click("Periksa berkas")
        clerk.page.get_by_text("sejak dipilih berubah, dipindahkan atau dikunci").wait_for()
        assert field.evaluate("one => one.files.length") == 0
    clerk.see("berubah", "Kirim laporan Triwulan")
    checked(clerk, workbook("62.03"))


def rewritten(path: Path) -> None:
    path.write_bytes(b"yang baru")
    os.utime(path, (0, 0))  # a browser looks at the seconds


def test_a_connection_that_breaks_is_told_and_nothing_is_lost_or_doubled(clerk_of: Comer, opened: DoorProcess) -> None:
    clerk = clerk_of("62.04")
    clerk.context.set_offline(True)
    clerk.choose(workbook("62.04"), "laporan.xlsx")
    clerk.page.get_by_text("Sambungan terputus; belum ada yang terkirim").wait_for()
    clerk.context.set_offline(False)
    clerk.click("Periksa berkas")
    clerk.page.get_by_role("heading", name="Tidak ada kesalahan").wait_for()
    check = clerk.page.url
    clerk.context.set_offline(True)
    clerk.click("Kirim")
    clerk.page.wait_for_url(lambda url: url != check)
    assert sent_of(opened, "62.04") == []
    clerk.context.set_offline(False)
    clerk.page.goto(check)
    clerk.page.get_by_role("button", name="Kirim", exact=True).dblclick()
    clerk.page.get_by_role("heading", name="Laporan diterima").wait_for()
    assert len(sent_of(opened, "62.04")) == 1


def test_who_has_left_is_told_before_anything_is_lost(clerk_of: Comer) -> None:
    clerk = clerk_of("62.05")
    clerk.context.clear_cookies()
    clerk.choose(workbook("62.05"), "laporan.xlsx")
    clerk.page.get_by_text("Anda belum masuk atau sudah keluar").wait_for()
    assert clerk.page.get_by_label("Berkas laporan").evaluate("one => one.files.length") == 1


def test_going_back_and_a_second_tab_send_nothing_twice(clerk_of: Comer, opened: DoorProcess) -> None:
    clerk = clerk_of("62.06")
    checked(clerk, workbook("62.06"))
    tab = clerk.context.new_page()
    tab.goto(clerk.page.url)
    clerk.click("Kirim")
    clerk.page.get_by_role("heading", name="Laporan diterima").wait_for()
    sent = clerk.page.url
    clerk.page.go_back()
    clerk.page.wait_for_url(sent)
    tab.get_by_role("button", name="Kirim", exact=True).click()
    tab.wait_for_url(sent)
    assert len(sent_of(opened, "62.06")) == 1


def test_a_tab_whose_browser_has_opened_another_link_says_so(clerk_of: Comer, opened: DoorProcess) -> None:
    clerk = clerk_of("62.07")
    checked(clerk, workbook("62.07"))
    tab = clerk.context.new_page()
    tab.goto(f"{opened.address}/#{opened.link('62.08')}")
    tab.get_by_text("62.08").wait_for()
    clerk.click("Kirim")
    clerk.see("tautan-lain", "Kirim laporan Triwulan")
    assert clerk.page.get_by_text("diperiksa dengan tautan lain").count() == 1
    assert sent_of(opened, "62.07") == []


def test_a_telephone_is_enough(clerk_of: Comer, opened: DoorProcess) -> None:
    """Tapped with a finger: what is tapped has the height of one, and the receipt is read without moving it."""
    clerk = clerk_of("62.09", width=360, touch=True)
    assert not clerk.page.get_by_text("seret berkasnya").is_visible()
    (path := clerk.pictures / "laporan.xlsx").write_bytes(workbook("62.09"))
    clerk.page.get_by_label("Berkas laporan").set_input_files(path)
    clerk.page.get_by_role("button", name="Periksa berkas").tap()
    send = clerk.page.get_by_role("button", name="Kirim", exact=True)
    assert send.bounding_box()["height"] >= 44
    send.tap()
    clerk.page.get_by_role("heading", name="Laporan diterima").wait_for()
    with clerk.context.expect_page() as receipt:
        clerk.page.get_by_role("link", name="Buka tanda terima").tap()
    number = receipt.value.get_by_role("cell", name=re.compile("62.09-1$"))
    assert number.bounding_box()["width"] > 180
    assert receipt.value.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert sha256(path.read_bytes()).hexdigest() in receipt.value.inner_text("main")

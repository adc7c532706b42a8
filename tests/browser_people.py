"""People at a browser, who look at every page for what keeps people from using it: those of the province, who come in
with a password, and those who send by the door with a link."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.whole.test_serve import Service

WIDTHS = {1440: 900, 360: 740}
"""Of a desk's screen and of a phone's, with the height of each."""


@dataclass(kw_only=True)
class Person:
    """`pictures` is where what is seen is kept; `asked` are the addresses of everything that the browser fetched."""

    browser: object
    pictures: Path
    width: int = 1440
    scripts: bool = True
    touch: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        shown = {"width": self.width, "height": WIDTHS[self.width]}
        how = {"java_script_enabled": self.scripts, "has_touch": self.touch, "is_mobile": self.touch}
        self.context = self.browser.new_context(viewport=shown, **how)
        self.context.set_default_timeout(120_000)
        self.page = self.context.new_page()
        self.page.on("request", lambda one: self.asked.append(one.url))

    def click(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).click()

    def offers(self, button: str) -> bool:
        return self.page.get_by_role("button", name=button, exact=True).count() > 0

    def fetched(self, link: object) -> bytes:
        """What a link of this page downloads."""
        with self.page.expect_download() as download:
            link.click()
        return Path(download.value.path()).read_bytes()

    def see(self, name: str, heading: str) -> None:
        """A page by its heading, at every width; none is too wide, and axe finds nothing serious."""
        self.page.get_by_role("heading", name=re.compile(heading)).first.wait_for()
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=self.pictures / f"{width}-{name}.png", full_page=True)
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is {wide} px too wide at {width}"
            assert self._faults() == []
        self.page.set_viewport_size({"width": self.width, "height": WIDTHS[self.width]})

    def _faults(self) -> list[tuple]:
        found = Axe().run(self.page).response["violations"] if self.scripts else []
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious]


@dataclass(kw_only=True)
class Member(Person):
    """Of the province; `login` is name and password."""

    service: Service
    login: tuple[str, str]

    def come_in(self, path: str = "/") -> None:
        self.page.goto(self.service.address + path)
        self.see("masuk", "Masuk")
        self.page.get_by_label("Nama untuk masuk").fill(self.login[0])
        self.page.get_by_label("Kata sandi").fill(self.login[1])
        self.click("Masuk")


@dataclass(kw_only=True)
class Clerk(Person):
    """Of a regency or one of its offices; `address` is the door's, `secret` that of the link."""

    address: str
    secret: str

    def come_in(self) -> None:
        self.page.goto(f"{self.address}/#{self.secret}")
        self.page.get_by_role("heading", name=re.compile("Kirim laporan Triwulan")).wait_for()

    def choose(self, content: bytes, name: str) -> None:
        path = self.pictures / name
        path.write_bytes(content)
        self.page.get_by_label("Berkas laporan").set_input_files(path)
        self.click("Periksa berkas")

    def receipt_code(self) -> str:
        """The text of the QR code on the receipt, as a telephone reads it off the screen."""
        with self.page.expect_popup() as opened:
            self.follow("Buka tanda terima")
        picture = opened.value.screenshot(full_page=True)
        (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
        opened.value.close()
        return code.text

    def ask_of_receipt(self, text: str) -> None:
        self.follow("Periksa tanda terima")
        self.page.get_by_label("Teks kode QR, atau nomornya").fill(text)
        self.click("Periksa")

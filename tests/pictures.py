"""The pictures of README.md, made anew: `make demo`, then `python -m tests.pictures`. Needs Chromium, LibreOffice and
poppler (pdftotext, pdftoppm)."""

import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from config.settings import settings
from tests.on_paper import pages, printed
from tests.pages import CHROMIUM

DOCS = Path(__file__).parent.parent / "docs"
SHEETS = ("Laporan penerapan SPM", "Indeks per bidang", "Matriks indeks SPM")
"""How the pages of the workbook begin that are shown, one below the other."""
_SCREEN, _DOTS, _FOOT, _AROUND = {"width": 1000, "height": 1560}, 110, 0.06, 12


def main() -> None:
    report = settings().home / "demo" / "outbox" / "62" / "2024-TW4"
    keep(page(report / "laporan-spm-62-2024-TW4.html"), "halaman.png", 800)
    keep(workbook(report / "laporan-spm-62-2024-TW4.xlsx"), "laporan.png", 1120)


def page(report: Path) -> Image.Image:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport=_SCREEN)
        shown.goto(report.absolute().as_uri())
        shown.wait_for_load_state("networkidle")
        return Image.open(BytesIO(shown.screenshot())).convert("RGB")


def workbook(report: Path) -> Image.Image:
    with TemporaryDirectory() as folder:
        (paper,) = printed(Path(folder), report)
        shown = [number for number, text in enumerate(pages(paper), 1) if text.strip().startswith(SHEETS)]
        parts = [trimmed(paper, number) for number in shown]
    whole = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    for number, part in enumerate(parts):
        whole.paste(part, (0, sum(before.height for before in parts[:number])))
    return whole


def trimmed(paper: Path, number: int) -> Image.Image:
    """A page of paper without its margins and its foot."""
    command = ["pdftoppm", "-png", "-r", str(_DOTS), "-f", str(number), "-l", str(number), str(paper)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 our own words
    shown = Image.open(BytesIO(drawn)).convert("RGB")
    shown = shown.crop((0, 0, shown.width, round(shown.height * (1 - _FOOT))))
    _, top, _, bottom = ImageChops.difference(shown, Image.new("RGB", shown.size, "white")).getbbox()
    return shown.crop((0, max(top - _AROUND, 0), shown.width, bottom + _AROUND))


def keep(picture: Image.Image, name: str, width: int) -> None:
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    small.quantize(128).save(DOCS / name, optimize=True)


if __name__ == "__main__":
    main()

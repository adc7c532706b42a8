"""What the page of all reports calls what lies there."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flows.service.outbox_names import in_words
from flows.service.report_pages import reports
from tests.pages import glued

pytestmark = pytest.mark.whole

AT = ", keadaan 20 Januari 2025 pukul 01.00"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("62/", "Provinsi Kalimantan Tengah"),
        ("62/2024-TW4/", "Triwulan IV Tahun 2024, laporan sementara"),
        ("62/2024-TW4-final/", "Triwulan IV Tahun 2024, laporan final"),
        ("62/2024-TW4-final-2/", "Triwulan IV Tahun 2024, laporan final edisi 2"),
        ("62/2024-TW1-per-20250120T0100/", f"Triwulan I Tahun 2024, laporan sementara{AT}"),
        ("62/jawaban/2024-TW4/", "Triwulan IV Tahun 2024"),
        ("62/jawaban/2024-TW4/62.01-kiriman-2.html", "Kabupaten Kotawaringin Barat, kiriman ke-2, halaman"),
        ("62/2024-TW4/tanda-terima/62.html", "Provinsi Kalimantan Tengah, halaman"),
        ("62/2024-TW4/pengingat/62.01-surat.docx", "Kabupaten Kotawaringin Barat, surat"),
        ("62/2024-TW4/laporan-spm-62-2024-TW4.xlsx", "Laporan sebagai buku kerja Excel"),
        ("62/2024-TW4/manifest.json", "Daftar berkas dan sidiknya"),
        ("62/2024-TW4/data/gaps.csv", ""),
        ("lain.html", ""),
    ],
)  # fmt: skip
def test_what_lies_there_is_called_by_words(path: str, told: str) -> None:
    assert in_words(path.rstrip("/").split("/"), is_file=not path.endswith("/")) == told


def test_a_folder_is_a_page_with_the_way_back_and_no_name_becomes_markup(tmp_path: Path) -> None:
    folder = tmp_path / "62" / "2024-TW4"
    (folder / "data").mkdir(parents=True)
    (folder / "<b>.csv").write_text("")
    page = TestClient(Starlette(routes=[reports(tmp_path)])).get("/laporan/62/2024-TW4").text
    assert '<a href="/laporan">Semua laporan</a> / <a href="/laporan/62">Provinsi Kalimantan Tengah</a>' in page
    assert '<a href="/laporan/62/2024-TW4/data/">Data untuk diolah</a> <span class="kecil">data</span>' in page
    assert ("&lt;b&gt;.csv</a>" in page, "<b>.csv" in page, glued(page)) == (True, False, [])

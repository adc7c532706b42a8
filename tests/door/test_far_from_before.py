"""What a sender reads of figures that are far from those sent before, and of a submission that another has replaced."""

import re

import pytest

from tests.door_visitors import Visitor, negative, other, workbook

pytestmark = pytest.mark.whole

REASON, HALVED = "Ada angka yang keliru", "Dibanding kiriman ke-1, hampir semua angka menjadi setengahnya"
_FIGURES = {
    "recipients": ("target", "served"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
}


def halved(content: dict[str, list[dict]]) -> None:
    for sheet, names in _FIGURES.items():
        for row in content[sheet]:
            row |= {name: row[name] // 2 for name in names if row.get(name)}


def test_figures_far_from_before_stand_above_the_button_and_beside_no_green(clerk: Visitor) -> None:
    """Under the button they were read after it was pressed, and what stood above it said that all was well."""
    clerk.bring_and_send(workbook())
    page = clerk.bring(workbook(change=halved)).text
    assert page.index(HALVED) < page.index('type="submit">Kirim')
    assert ("Tidak ada kesalahan" in page, 'class="kotak baik"' in page) == (False, False)
    assert "<h1>Periksa dulu sebelum dikirim</h1>" in page
    assert "<h1>Tidak ada kesalahan</h1>" in clerk.bring(workbook(change=other)).text


def test_what_was_read_is_still_shown_once_it_was_sent(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook())
    totals = re.findall(r'<td class="angka">([\d.]+)', clerk.bring(workbook(change=halved)).text)
    page = clerk.bring_and_send(workbook(change=halved), reason=REASON).text
    assert re.findall(r'<td class="angka">([\d.]+)', page) == totals
    assert len(totals) == 6
    assert HALVED in page


def test_of_what_was_rejected_and_is_replaced_nothing_is_to_be_done(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook(change=negative))
    before = clerk.get("/kiriman/1").text
    assert ("Perbaiki 1 kesalahan" in before, "Harus diperbaiki" in before) == (True, True)
    clerk.bring_and_send(workbook())
    after = clerk.get("/kiriman/1").text
    assert "Sudah diganti kiriman ke-2, yang diterima. Tidak ada lagi yang perlu dilakukan" in after
    assert [told for told in ("Perbaiki", "Harus diperbaiki", "kirim lagi") if told in after] == []
    assert "Kesalahan saat itu" in after


def test_what_was_rejected_after_an_accepted_one_is_still_to_be_mended(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook())
    page = clerk.bring_and_send(workbook(change=negative)).text
    assert "laporan Anda yang sudah diterima tetap berlaku. Perbaiki 1 kesalahan di bawah ini" in page
    assert "Sudah diganti" not in page


def test_a_rejected_submission_came_in_and_was_not_accepted(clerk: Visitor) -> None:
    page = clerk.bring_and_send(workbook(change=negative)).text
    assert ("<p>Masuk 15 Januari 2025" in page, "<p>Diterima 15" in page) == (True, False)

"""Whoever holds a receipt asks at the door whether it is genuine; the ledger is asked only of what a link may see."""

import json
import re
from html import unescape

import pytest

from schemas.echo import echo_of
from schemas.receipt import EDITION, Receipt
from tests.door_visitors import Visitor, negative, open_door, other, workbook

pytestmark = pytest.mark.whole

REASON = "Ada angka yang keliru"


def code_of(visitor: Visitor, submission: int) -> str:
    """The text of the QR code of a receipt that was fetched here."""
    page = visitor.get(f"/kiriman/{submission}/tanda-terima.html").text
    content = json.loads(re.search(r'id="tanda-terima">(.*?)</script>', page, re.DOTALL)[1])
    assert content.pop("format") == EDITION
    return Receipt(**content | {"echo": echo_of(content["echo"])}).qr


def asked(visitor: Visitor, text: str) -> str:
    """What the page answers, as it reads."""
    page = visitor.ask("POST", "/tanda-terima", data={"teks": text}).text
    return unescape(re.search(r'class="kotak \w+" role="\w+">(.*?)</(?:div|p)>', page, re.DOTALL)[1])


def test_the_code_of_an_own_receipt_is_genuine_and_a_changed_one_is_not(clerk: Visitor) -> None:
    clerk.bring_and_send(workbook())
    text = code_of(clerk, 1)
    assert "Kode QR ini asli" in asked(clerk, text)
    assert "Buku besar: sesuai" in asked(clerk, text.replace("\n", "\r\n"))
    assert "Tidak asli" in asked(clerk, text.replace("Keputusan: diterima", "Keputusan: ditolak"))
    assert "tercatat" in asked(clerk, "62-2024-TW4-62.01-1")
    assert "tidak ada kiriman dengan nomor" in asked(clerk, "62-2024-TW4-62.01-7")
    assert "Teks ini bukan tanda terima" in asked(clerk, "<b>terima</b>")
    assert "<b>terima" not in clerk.ask("POST", "/tanda-terima", data={"teks": "<b>terima</b>"}).text


def test_of_anothers_receipt_only_its_signature_speaks(door) -> None:
    mine, theirs, office = Visitor(*door), Visitor(*door, code="62.02"), Visitor(*door, field="KES")
    theirs.bring_and_send(workbook("62.02"))
    text = code_of(theirs, 1)
    mine.bring_and_send(workbook())
    theirs.bring_and_send(workbook("62.02", change=other), reason=REASON)
    assert "kiriman ke-2" in asked(theirs, text)
    told = asked(mine, text)
    assert ("asli" in told, "tidak diperiksa" in told, "ke-2" in told) == (True, True, False)
    assert "tidak ada kiriman dengan nomor" in asked(mine, "62-2024-TW4-62.02-1")
    assert "tidak diperiksa" in asked(office, code_of(mine, 2))


def test_what_another_bidang_sent_since_replaces_no_receipt_of_an_office(door) -> None:
    office, regency = Visitor(*door, field="KES"), Visitor(*door)
    office.bring_and_send(workbook(form="SPM-KES-2025.1"))
    assert "Sejak itu" not in asked(office, code_of(office, 1))
    regency.bring_and_send(workbook(change=negative))
    assert "Sejak itu: kabupaten/kota ini mengirim lagi, terakhir kiriman ke-2, ditolak" in asked(
        office, code_of(office, 1)
    )


def test_where_nothing_was_ever_signed_it_is_said(home, clock) -> None:
    with open_door(clock) as door:
        clerk = Visitor(*door)
        clerk.bring_and_send(workbook())
        text = code_of(clerk, 1)
        (home / "receipt.key").rename(home / "hilang.key")
        (home / "receipt-public.pem").unlink()
        answer = clerk.ask("POST", "/tanda-terima", data={"teks": text})
        assert (answer.status_code, "Belum dapat diperiksa: kunci tanda terima tidak ada" in answer.text) == (422, True)

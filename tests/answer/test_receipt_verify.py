"""`spm verify` of receipts: nothing in one can be changed unnoticed, and what is genuine stays so."""

import base64
import random
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import segno

from config import catalogue
from schemas.receipt import Receipt
from tasks.answer import receipt_check
from tasks.answer.receipt import receipt_files, sealed, unsigned
from tasks.answer.receipt_check import recorded, verify
from tasks.answer.receipt_page import LABELS, moment_text, qr_image, receipt_html, receipt_json
from tasks.answer.receipt_proof import NotAReceipt, Standing, prove
from tasks.home.receipt_keys import (
    KEY_FILE,
    PUBLIC_FILE,
    Keys,
    keys_in,
    keys_of_site,
    name_of,
    pem,
    public_key,
    receipt_key,
)
from tests.builders import Book
from tests.receipt_sites import Site, faulty, only

ISSUED = Path(__file__).parents[1] / "issued_receipts"
SIGNED = Path(__file__).parents[1] / "issued_receipts_2"
FIRST_KEY = bytes.fromhex("5a" * 32)
"""Of the made-up site that issued the receipts of the first edition in `issued_receipts/`."""
TAMPERED = 300
"""Receipts with a change at random; `python -m tests.answer.test_receipt_verify 20000` tries as many as one likes."""
UNSIGNED = ("format",)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("home")).with_one_report()


@pytest.fixture(scope="module")
def receipt(site: Site) -> Receipt:
    return only(site.receipts())


@pytest.fixture
def new_site(tmp_path: Path) -> Site:
    return Site(tmp_path).with_one_report()


def texts(site: Site, receipt: Receipt) -> dict[str, str]:
    return {"page": site.page(receipt), "json": receipt_json(receipt), "qr": receipt.qr}


def keys_of(secret: bytes, *, with_secret: bool = False) -> Keys:
    public = public_key(secret)
    return Keys({name_of(public): public}, (secret,) if with_secret else ())


@pytest.mark.parametrize("kind", ["page", "json", "qr"])
def test_a_receipt_is_genuine_agrees_with_the_ledger_and_rests_on_what_is_there(
    site: Site, receipt: Receipt, kind: str
) -> None:
    verified = site.verify(texts(site, receipt)[kind])
    genuine, *paper, ledger, rules = verified.sentences
    assert verified.sound
    assert genuine.startswith("Asli: tanda terima 62-2024-TW4-62.01-1, ")
    assert ledger == "Buku besar: sesuai."
    assert rules.startswith("Aturan dan tabel sejak diterbitkan: ")
    assert ("tidak ada yang berubah" in rules, not paper) == (kind != "qr", kind != "qr")


@pytest.mark.parametrize("kind", ["page", "json", "qr"])
def test_the_public_key_is_all_it_takes(site: Site, receipt: Receipt, kind: str, tmp_path: Path) -> None:
    secret = receipt_key(site.home / KEY_FILE)
    (tmp_path / "kunci.pem").write_text(f"Kunci provinsi\r\n{pem(public_key(secret))}".replace("\n", "\r\n"))
    verified = verify(texts(site, receipt)[kind].encode(), keys_in(tmp_path / "kunci.pem"))
    assert verified.sound
    assert verified.sentences[-1] == "Buku besar: tidak diperiksa."
    assert len(verified.sentences) == (4 if kind == "qr" else 2)


def test_a_qr_text_that_came_by_mail_is_the_same(site: Site, receipt: Receipt) -> None:
    sent = "\ufeff" + receipt.qr.replace("\n", " \r\n") + "\r\n\r\n"
    assert site.verify(sent).sound
    assert not site.verify(sent.replace("diterima", "ditolak")).sound


@pytest.mark.parametrize(
    "sent",
    [
        lambda qr: qr.replace("\n", " "),
        lambda qr: f"Halo Bu, ini:\n{qr}\nTerima kasih.",
        lambda qr: qr.replace(" ", "\u00a0"),
        lambda qr: f"{qr}.",
    ],
)
def test_a_qr_text_is_found_as_a_telephone_passes_it_on(
    site: Site, receipt: Receipt, sent: Callable[[str], str]
) -> None:
    told, around = site.verify(sent(receipt.qr)).sentences, "Teks lain di sekitar teks kode QR bukan bagian"
    assert tuple(one for one in told if not one.startswith(around)) == site.verify(receipt.qr).sentences
    assert any(one.startswith(around) for one in told) == ("Halo" in sent(receipt.qr))
    assert site.verify(sent(receipt.qr).replace("diterima", "ditolak")).sentences[0].startswith("Tidak asli: ")


@pytest.mark.parametrize(
    "sent",
    [
        lambda qr: qr.replace("Keputusan:", "Isi lain\nKeputusan:"),
        lambda qr: qr.partition("Tanda tangan")[0],
        lambda qr: f"{qr}\n{qr}",
    ],
)
def test_a_qr_text_that_is_not_whole_is_neither_called_false_nor_unknown_to_the_ledger(
    site: Site, receipt: Receipt, sent: Callable[[str], str]
) -> None:
    told = site.verify(sent(receipt.qr))
    assert not told.sound
    assert told.sentences[0].startswith("Tidak dapat dibuktikan: tanda terima, teks kode QR-nya tidak utuh atau lebih")
    assert told.sentences[1] == "Buku besar: tidak diperiksa."


def test_a_text_that_only_looks_like_many_receipts_keeps_nobody_waiting(site: Site, receipt: Receipt) -> None:
    """Tried in every way it could be divided, it would take until tomorrow."""
    title, *lines = receipt.qr.partition("Tanda tangan")[0].splitlines()
    many = "\n".join([title, *(f"{line.partition(':')[0]}: x " * 500 for line in lines)])
    assert not site.verify(many + " " * 50_000).sound


def test_a_receipt_says_that_something_was_sent_since(new_site: Site) -> None:
    first = only(new_site.receipts())
    new_site.take_in(faulty(), "b.xlsx", days=1)
    since = "Sejak itu: kabupaten/kota ini mengirim lagi, terakhir kiriman ke-2, ditolak."
    assert since in new_site.verify(first.qr).sentences
    assert since in recorded(first.number, new_site.ledger).sentences
    assert since not in recorded(first.number.removesuffix("1") + "2", new_site.ledger).sentences


def test_what_turns_out_to_have_come_before_was_not_sent_since(new_site: Site) -> None:
    new_site.take_in(faulty(), "b.xlsx", days=-1)
    number = only(new_site.receipts()).number.removesuffix("1")
    told = {of: " ".join(recorded(number + of, new_site.ledger).sentences) for of in "12"}
    assert ["Sejak itu" in told[of] for of in "12"] == [False, True]


def test_the_qr_code_of_the_page_says_what_verify_reads(receipt: Receipt) -> None:
    assert receipt.qr.splitlines()[:4] == [
        "TANDA TERIMA SPM 2",
        "Nomor: 62-2024-TW4-62.01-1",
        "Diterima: 2025-01-22T07:00:00+07:00",
        "Keputusan: diterima dengan catatan",
    ]
    assert receipt.sha256 in receipt.qr
    drawn = segno.make_qr(receipt.qr, error="m", encoding="utf-8").matrix
    page = receipt_html(receipt)
    assert page.count("<svg") == 1
    assert f'viewBox="0 0 {len(drawn) + 8} {len(drawn) + 8}"' in page
    assert qr_image(receipt.qr) in page
    assert qr_image(receipt.qr.replace("Keputusan", "keputusan")) not in page


def changed_bytes(content: bytes, rng: random.Random) -> bytes:
    """One to three bytes changed, put in or taken out."""
    found = bytearray(content)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(found))
        match rng.choice(("change", "insert", "remove")):
            case "change":
                found[at] ^= 1 << rng.randrange(8)
            case "insert":
                found.insert(at, rng.randrange(256))
            case "remove":
                del found[at]
    return bytes(found)


def swapped(one: dict[str, str], other: dict[str, str], rng: random.Random) -> bytes:
    """A receipt that holds a part of another: its data, its QR code, its signature, a figure."""
    page, foreign = one["page"], other["page"]
    parts = {
        "data": ('<script type="application/json"', "</script>"),
        "qr": ("<svg", "</svg>"),
        "page signature": ('<meta name="tanda-tangan"', ">"),
        "signature": ('<p data-field="signature">', "</p>"),
        "verdict": ('<section class="verdict"', "</section>"),
        "facts": ('<table class="facts">', "</table>"),
    }
    chosen = rng.sample(sorted(parts), rng.randint(1, 4))
    for begin, end in (parts[name] for name in chosen):
        page = page.replace(_part(page, begin, end), _part(foreign, begin, end))
    return page.encode()


def _part(page: str, begin: str, end: str) -> str:
    start = page.index(begin)
    return page[start : page.index(end, start) + len(end)]


def tampered(receipts: list[dict[str, str]], count: int) -> list[bytes]:
    rng, found = random.Random(11), []
    untouched = {text.encode() for one in receipts for text in one.values()}
    while len(found) < count:
        one, other = rng.sample(receipts, 2)
        made = (
            swapped(one, other, rng) if rng.random() < 0.3 else changed_bytes(rng.choice([*one.values()]).encode(), rng)
        )
        found += [made] if made not in untouched else []
    return found


def accepted(receipts: list[dict[str, str]], keys: Keys, count: int) -> list[bytes]:
    """What a verification by the key alone lets pass of so many tampered receipts."""
    passed = []
    for made in tampered(receipts, count):
        try:
            proof = prove(made, keys)
        except NotAReceipt:
            continue
        if proof.standing is Standing.GENUINE and not _reads_the_same(made, receipts):
            passed.append(made)
    return passed


def _reads_the_same(made: bytes, receipts: list[dict[str, str]]) -> bool:
    """A QR text with other blanks, or with something around it, is the same text."""
    words = " ".join(made.decode(errors="replace").split())
    return any(" ".join(one["qr"].split()) in words for one in receipts if "qr" in one)


def several(home: Path) -> list[dict[str, str]]:
    """Receipts of one site that differ little."""
    site = Site(home)
    site.take_in(Book(), "a.xlsx")
    site.take_in(faulty(), "b.xlsx", days=1)
    site.take_in(Book(regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur"), "c.xlsx")
    return [texts(site, one) for one in site.receipts().values()]


@pytest.mark.slow
def test_no_tampered_receipt_is_accepted(tmp_path: Path) -> None:
    receipts = several(tmp_path)
    assert all(verify(text.encode(), keys_of_site(tmp_path)).sound for one in receipts for text in one.values())
    assert accepted(receipts, keys_of_site(tmp_path), TAMPERED) == []


def test_no_tampered_receipt_of_the_first_edition_is_accepted() -> None:
    stems = ("62.01", "62.01-KES", "64.01-ditolak")
    receipts = [
        {"json": (ISSUED / f"{one}.json").read_text(), "page": (ISSUED / f"{one}.html").read_text()} for one in stems
    ]
    rng, keys = random.Random(12), keys_of(FIRST_KEY, with_secret=True)
    for _ in range(TAMPERED // 2):
        content = rng.choice([*rng.choice(receipts).values()]).encode()
        made = changed_bytes(content, rng)
        assert made == content or _standing(made, keys) is not Standing.GENUINE


def _standing(made: bytes, keys: Keys) -> Standing | None:
    try:
        return prove(made, keys).standing
    except NotAReceipt:
        return None


@pytest.mark.parametrize("change", [lambda t: t + " ", lambda t: t[:-1], lambda t: "\ufeff" + t, lambda t: t + t])
@pytest.mark.parametrize("kind", ["page", "json"])
def test_adding_or_taking_away_a_character_is_found(
    site: Site, receipt: Receipt, kind: str, change: Callable[[str], str]
) -> None:
    assert not site.verify(change(texts(site, receipt)[kind])).sound


@pytest.mark.slow
def test_a_signature_has_one_spelling(site: Site, receipt: Receipt) -> None:
    """The last character of a signature in base64 holds bits that say nothing."""
    for number in range(64):
        last = base64.b64encode(bytes([number << 2]))[:1].decode()
        other = replace(receipt, signature=receipt.signature[:-3] + last + "==")
        assert site.verify(other.qr).sound == (other.signature == receipt.signature)


@pytest.mark.parametrize(
    "field", [name for name in vars(Receipt) if name in LABELS and name not in ("number", "fields")]
)
def test_every_field_is_signed(site: Site, receipt: Receipt, field: str) -> None:
    old = getattr(receipt, field)
    changed = replace(receipt, **{field: 7 if isinstance(old, int) else {} if isinstance(old, dict) else "lain"})
    assert not site.verify(receipt_json(changed)).sound


def test_what_differs_from_the_ledger_is_named_with_both_figures(site: Site, receipt: Receipt) -> None:
    told = site.verify(receipt_json(receipt).replace("31210", "31211")).sentences
    assert told[0] == "Tidak asli: tanda terima 62-2024-TW4-62.01-1, isinya telah diubah."
    assert told[1] == "Buku besar: berbeda. Terlayani, lembar Penerima tertulis 31211, seharusnya 31210."


def test_a_code_says_what_it_cannot_tell_and_a_moment_is_told_as_it_is_printed(site: Site, receipt: Receipt) -> None:
    told = site.verify(receipt.qr).sentences[-1]
    assert told.endswith("sejak diterbitkan: tidak terbaca dari kode QR, hanya dari berkas tanda terimanya.")
    hour = re.search(r"T(\d\d):", receipt.received_at)[0]
    forged = site.verify(receipt.qr.replace(hour, "T03:", 1))
    assert (forged.headline, forged.is_false) == ("Tidak asli", True)
    moment = r"\d+ Januari 2025 pukul \d\d\.\d\d WIB"
    assert re.search(f"Diterima tertulis {moment}, seharusnya {moment}", forged.sentences[1])


def test_of_a_code_it_is_said_what_the_paper_beside_it_must_say(site: Site, receipt: Receipt) -> None:
    """A receipt of a late report was printed with another date and other figures: its code is genuine all the same."""
    verified = site.verify(receipt.qr)
    assert verified.headline == "Kode QR ini asli"
    assert verified.sentences[0].endswith(f", diterima {moment_text(receipt.received_at, '62')}.")
    for said in (receipt.sha256, receipt.file_name, "tepat waktu: ", "Terlayani, lembar Penerima 31.210"):
        assert said in verified.sentences[1]
    assert "tidak dijamin oleh kode QR" in verified.sentences[2]
    alone = verify(receipt.qr.encode(), keys_of(receipt_key(site.home / KEY_FILE)))
    assert ("31.210" in " ".join(alone.sentences), receipt.sha256 in alone.sentences[1]) == (False, True)


def test_where_the_ledger_was_restored_a_genuine_receipt_says_what_to_do(site: Site, receipt: Receipt) -> None:
    later = replace(receipt, received_at=receipt.received_at.replace(":00+", ":31+"), sha256="e" * 64)
    verified = site.verify(sealed(later, receipt_key(site.home / KEY_FILE)).qr)
    assert verified.headline == "Kode QR ini asli, tetapi buku besar mengatakan lain"
    assert f"Diterima tertulis {later.received_at}, seharusnya {receipt.received_at}" in " ".join(verified.sentences)
    assert any("Minta pengirimnya mengirim lagi" in one for one in verified.sentences)


def test_a_change_of_what_is_seen_only_is_named_too(site: Site, receipt: Receipt) -> None:
    told = site.verify(site.page(receipt).replace("31.210", "41.210")).sentences
    assert "(Terlayani, lembar Penerima) bukan seperti yang diterbitkan." in told[0]
    assert told[1] == "Buku besar: sesuai."


def test_who_knows_everything_but_the_key_cannot_sign(site: Site, receipt: Receipt, tmp_path: Path) -> None:
    key = receipt_key(tmp_path / KEY_FILE)
    forged = sealed(unsigned(*site.row(1)), key)
    assert forged.content.keys() == receipt.content.keys()
    told = site.verify(receipt_files(forged, key)[".html"])
    assert not told.sound
    assert told.sentences[0].startswith("Tidak dapat dibuktikan: tanda terima 62-2024-TW4-62.01-1, kuncinya ")
    other = replace(unsigned(*site.row(1)), file_name="lain.xlsx")
    told = site.verify(receipt_files(other, key)[".html"])  # another site's own receipt of that number, or a forgery
    assert told.sentences[0].startswith("Tidak dapat dibuktikan: ")
    assert told.sentences[1].startswith("Buku besar: berbeda. ")
    assert not told.sound
    under_our_name = replace(forged, key=receipt.key)
    assert site.verify(receipt_json(under_our_name)).sentences[0].startswith("Tidak asli: ")


def test_a_receipt_that_was_never_issued_is_unknown(site: Site, receipt: Receipt) -> None:
    unknown = site.verify(receipt_json(replace(receipt, number="62-2024-TW4-62.01-2")))
    assert not unknown.sound
    assert unknown.sentences[1] == "Buku besar: tidak ada kiriman dengan nomor itu."


@pytest.mark.parametrize(
    "text", ["", "laporan", "{}", '{"nomor": 1}', "<html></html>", b"PK\x03\x04\xff", "[" * 99_999]
)
def test_something_else_is_no_receipt(site: Site, text: str | bytes) -> None:
    with pytest.raises(NotAReceipt, match="bukan tanda terima"):
        site.verify(text)


@pytest.mark.parametrize("value", ["\\ud800", "\\u0000"])
def test_a_text_that_cannot_be_written_is_a_change(site: Site, receipt: Receipt, value: str) -> None:
    assert not site.verify(receipt_json(receipt).replace("laporan.xlsx", value)).sound


def test_a_new_deadline_and_an_update_of_the_program_leave_it_genuine(
    new_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = texts(new_site, only(new_site.receipts()))
    later = catalogue.deadline
    monkeypatch.setattr(catalogue, "deadline", lambda *of: later(*of).replace(day=27))
    monkeypatch.setattr(receipt_check, "basis_of_today", lambda: {"deadlines.csv": "baru", "program": "baru"})
    for kind in ("page", "json"):
        verified = new_site.verify(issued[kind])
        assert verified.sound
        assert verified.sentences[1] == "Buku besar: sesuai."
        assert "batas waktu (deadlines.csv)" in verified.sentences[2]
        told = "Batas waktu tertulis 20 Januari 2025 pukul 23.59 WIB, kini 27 Januari 2025 pukul 23.59 WIB"
        assert told in verified.sentences[2]
        assert "Tepat waktu tertulis Tidak, kini Ya" in verified.sentences[2]
    assert new_site.verify(issued["qr"]).sound


@pytest.mark.parametrize("path", sorted(ISSUED.iterdir()), ids=lambda path: path.name)
def test_a_receipt_of_the_first_edition_still_verifies(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issued by the program before there were signatures; no table of today is asked."""
    monkeypatch.setattr(catalogue, "fields", None)
    monkeypatch.setattr(catalogue, "layout_for", None)
    monkeypatch.setattr(catalogue, "provinces", None)
    assert prove(path.read_bytes(), keys_of(FIRST_KEY, with_secret=True)).standing is Standing.GENUINE
    other = prove(path.read_bytes(), keys_of(bytes(32), with_secret=True))
    assert (other.standing, "diganti" in other.reason) == (Standing.UNPROVEN, True)
    without = prove(path.read_bytes(), keys_of(FIRST_KEY))
    assert (without.standing, "receipt.key" in without.reason) == (Standing.UNPROVEN, True)


@pytest.mark.parametrize("path", sorted(SIGNED.glob("62.01*")), ids=lambda path: path.name)
def test_a_signed_receipt_that_was_issued_verifies_for_ever(path: Path) -> None:
    """Whatever becomes of the page, its words and the content of later receipts."""
    assert prove(path.read_bytes(), keys_in(SIGNED / "kunci.pem")).standing is Standing.GENUINE


@pytest.mark.slow
def test_a_key_that_was_lost_and_made_anew_leaves_receipts_verified(new_site: Site) -> None:
    issued = texts(new_site, only(new_site.receipts()))
    (new_site.home / KEY_FILE).unlink()
    assert all(new_site.verify(text).sound for text in issued.values())
    receipt_key(new_site.home / KEY_FILE)
    assert len(keys_of_site(new_site.home).public) == 2
    assert all(new_site.verify(text).sound for text in issued.values())
    assert only(new_site.receipts()).key != issued["json"].partition('"key": "')[2][:16]


def test_where_every_trace_of_the_key_is_lost_that_is_said(new_site: Site) -> None:
    issued = new_site.page(only(new_site.receipts()))
    (new_site.home / KEY_FILE).unlink()
    (new_site.home / PUBLIC_FILE).unlink()
    with pytest.raises(FileNotFoundError, match="pulihkan dari cadangan"):
        new_site.verify(issued)
    assert not (new_site.home / KEY_FILE).exists(), "verifying never makes a key"
    receipt_key(new_site.home / KEY_FILE)
    told = new_site.verify(issued)
    assert not told.sound
    assert told.sentences[0].startswith("Tidak dapat dibuktikan: ")
    assert "pernah hilang atau diganti" in told.sentences[0]
    assert told.sentences[1] == "Buku besar: sesuai."


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / KEY_FILE
    key = receipt_key(path)
    assert receipt_key(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in path.parent.iterdir()) == [PUBLIC_FILE, KEY_FILE]
    assert key.hex() not in path.with_name(PUBLIC_FILE).read_text()


def test_a_damaged_key_is_said_to_be_one(tmp_path: Path) -> None:
    for name in (KEY_FILE, PUBLIC_FILE):
        (tmp_path / name).write_text("rahasia")
        with pytest.raises(OSError, match="bukan kunci tanda terima") as error:
            keys_of_site(tmp_path)
        assert "rahasia" not in str(error.value)


if __name__ == "__main__":
    import sys
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        made = several(Path(folder))
        passed = accepted(made, keys_of_site(Path(folder)), int(sys.argv[1]))
    print(f"{sys.argv[1]} tampered receipts, {len(passed)} accepted")
    sys.exit(bool(passed))

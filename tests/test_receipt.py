"""Receipts: what they say of a submission, and that nothing in them can be changed unnoticed."""

import json
import re
import stat
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.period import Period
from schemas.receipt import Receipt
from schemas.wording import number_text
from tasks import receipt as receipts
from tasks.gather import gather
from tasks.intake import Context
from tasks.ledger import Ledger
from tasks.quarter import Quarter
from tasks.receipt import KEY_FILE, NotAReceipt, code_of, receipt_key, verify
from tasks.report.receipt_page import LABELS, receipt_html, receipt_json
from tests.builders import AS_OF, Book, checked

PERIOD = Period(2024, 4)
SEVERAL = 89
"""One position in so many is changed where all would take long and find the same."""


class Site:
    """A home with a ledger: takes submissions in, issues receipts, verifies them."""

    def __init__(self, home: Path) -> None:
        self.home, self.ledger = home, Ledger(f"sqlite:///{home / 'spm.db'}")

    def take_in(self, book: Book, name: str = "laporan.xlsx", days: float = 0) -> None:
        context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
        received = AS_OF + timedelta(days=days)
        sha = f"{abs(hash(name)):064x}"
        self.ledger.record("62", [checked(book, context, sha256=sha, file_name=name, received=received)])

    def receipts(self) -> dict[str, Receipt]:
        quarter = Quarter("62", PERIOD, AS_OF + timedelta(days=20))
        return gather(self.ledger, quarter, settings().of_province("62"), self.home / "archive")[0].receipts

    def verify(self, text: str | bytes, ending: str = "json"):
        path = self.home / f"tanda-terima.{ending}"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return verify(path, self.ledger, self.home / KEY_FILE)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One accepted workbook, with one figure that differs from the others."""
    site, book = Site(tmp_path_factory.mktemp("home")), Book()
    book["Penerima", "F9"], book["Penerima", "G9"] = 4000, 3210
    site.take_in(book)
    return site


@pytest.fixture(scope="module")
def receipt(site):
    return only(site.receipts())


@pytest.fixture
def new_site(tmp_path):
    return Site(tmp_path)


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = "banyak"
    return book


def only(receipts: dict[str, Receipt]) -> Receipt:
    (receipt,) = receipts.values()
    return receipt


def test_a_receipt_says_what_was_received_and_how_it_was_decided(site, receipt):
    assert (receipt.number, receipt.revision, receipt.regency_code) == ("62-2024-TW4-62.01-1", 1, "62.01")
    assert (receipt.received_at, receipt.on_time) == ("2025-01-22T07:00:00+07:00", False)
    assert (receipt.status, receipt.errors, receipt.file_name) == ("diterima dengan catatan", 0, "laporan.xlsx")
    assert len(receipt.code) == 19
    assert receipt.cells["filled"] == sum(receipt.cells.values()) / 2 > 3_000
    assert f"sel terisi: {number_text(receipt.cells['used'])} dipakai" in receipt_html(receipt)


def test_the_totals_are_the_sums_of_the_book(site, receipt):
    book = receipt.totals
    assert book["recipients"] == {"rows": 29, "target": 28 * 1000 + 4000, "served": 28 * 1000 + 3210}
    assert book["budget"] == {"rows": 29, "allocation": 29 * 500_000_000, "realised": 29 * 400_000_000}
    assert book["quality"]["required"] == book["quality"]["available"] == 10 * book["quality"]["rows"]
    assert book["stages"] == {"rows": 6}


def test_the_receipt_of_an_office_says_which_bidang_it_is_about(new_site, receipt):
    new_site.take_in(Book(catalogue.layouts()["SPM-KES-2025.1"]))
    office = only(new_site.receipts())
    assert (office.status, office.fields, office.totals["recipients"]["rows"]) == ("diterima", "KES", 12)
    assert json.loads(receipt_json(office))["fields"] == "KES"
    page = receipt_html(office)
    assert "Keputusan ini untuk bidang Kesehatan saja." in page
    assert '<th scope="row">Bidang</th><td>Kesehatan (KES)</td>' in page
    assert new_site.verify(receipt_json(office)).genuine
    assert new_site.verify(page, "html").genuine
    other = new_site.verify(receipt_json(replace(office, fields="KES, SOS")))
    assert "Bidang tertulis 'KES, SOS', seharusnya 'KES'" in other.sentence
    assert "fields" not in json.loads(receipt_json(receipt)), "receipts issued before must still verify"


def test_a_cell_that_cannot_be_read_adds_nothing(new_site):
    new_site.take_in(faulty())
    receipt = only(new_site.receipts())
    assert (receipt.status, receipt.errors) == ("ditolak", 1)
    assert receipt.totals["recipients"] == {"rows": 29, "target": 29_000, "served": 28_000}


def test_a_receipt_verifies_as_json_and_as_page(site, receipt):
    for text, ending in ((receipt_json(receipt), "json"), (receipt_html(receipt), "html")):
        verified = site.verify(text, ending)
        assert verified.genuine
        assert "62-2024-TW4-62.01-1 asli dan sesuai dengan buku besar: Kabupaten Kotawaringin" in verified.sentence


@pytest.mark.parametrize("render", [receipt_json, receipt_html])
def test_changing_any_byte_makes_verification_fail(site, receipt, render, monkeypatch):
    """Every byte but those of the style sheet, of which every 89th: nobody reads anything there."""
    reissued = receipts._reissued
    monkeypatch.setattr(receipts, "_reissued", lambda number, *at: _known(receipt, number) or reissued(number, *at))
    content = render(receipt).encode()
    style = range(content.find(b"<style>"), content.find(b"</style>"))
    for at in range(len(content)):
        if at in style and at % SEVERAL:
            continue
        changed = content[:at] + (b"0" if content[at : at + 1] != b"0" else b"1") + content[at + 1 :]
        verified = site.verify(changed)
        assert not verified.genuine, content[at - 20 : at + 20]
        assert verified.sentence.endswith(".")


def _known(receipt: Receipt, number: re.Match) -> Receipt | None:
    """The receipt without asking the ledger each time, where that is its number."""
    return receipt if number[0] == receipt.number else None


@pytest.mark.parametrize("render", [receipt_json, receipt_html])
@pytest.mark.parametrize("change", [lambda t: t + " ", lambda t: t[:-1], lambda t: "\ufeff" + t])
def test_adding_or_taking_away_a_character_makes_verification_fail(site, receipt, render, change):
    assert not site.verify(change(render(receipt))).genuine


@pytest.mark.parametrize(
    "field", [name for name in LABELS if name not in ("number", "totals", "format") and not name.startswith("cells")]
)
def test_the_sentence_names_the_field_that_was_changed(site, receipt, field):
    changed = replace(receipt, **{field: 7 if isinstance(getattr(receipt, field), int) else "lain"})
    told = site.verify(receipt_json(changed)).sentence
    assert f"buku besar: {LABELS[field]} tertulis {getattr(changed, field)!r}" in told
    assert told.count("tertulis") == 1


def test_a_changed_total_is_named_with_its_sheet_and_both_figures(site, receipt):
    text = receipt_json(receipt).replace("31210", "31211")
    told = site.verify(text).sentence
    assert "Terlayani, lembar Penerima tertulis 31211, seharusnya 31210." in told


def test_a_change_of_what_is_seen_only_is_named_too(site, receipt):
    page = receipt_html(receipt).replace("31.210", "41.210")
    told = site.verify(page, "html").sentence
    assert "(Terlayani, lembar Penerima) bukan seperti yang diterbitkan." in told


def test_the_right_code_is_never_told(site, receipt):
    told = site.verify(receipt_json(replace(receipt, code="AAAA-AAAA-AAAA-AAAA"))).sentence
    assert "Kode verifikasi tertulis 'AAAA-AAAA-AAAA-AAAA'" in told
    assert receipt.code not in told


def test_a_forger_who_knows_everything_but_the_key_cannot_make_the_code(site, receipt, tmp_path):
    assert code_of(receipt, receipt_key(tmp_path / "lain.key")) != receipt.code
    assert code_of(receipt, receipt_key(site.home / KEY_FILE)) == receipt.code


def test_the_code_depends_on_every_field(site, receipt):
    key = receipt_key(site.home / KEY_FILE)
    fields = [name for name in receipt.content if name not in ("format", "code")]
    changed = [replace(receipt, **{name: "lain"}) for name in fields]
    assert len({receipt.code, *(code_of(one, key) for one in changed)}) == len(fields) + 1


def test_a_receipt_that_was_never_issued_is_unknown(site, receipt):
    unknown = site.verify(receipt_json(replace(receipt, number="62-2024-TW4-62.01-2")))
    assert not unknown.genuine
    assert unknown.sentence == "Tanda terima 62-2024-TW4-62.01-2 tidak ada di buku besar."


@pytest.mark.parametrize(
    "text", ["", "laporan", "{}", '{"nomor": 1}', "<html></html>", b"PK\x03\x04\xff", "[" * 99_999]
)
def test_something_else_is_no_receipt(site, text):
    with pytest.raises(NotAReceipt, match="bukan tanda terima"):
        site.verify(text)


def test_a_later_revision_leaves_the_receipts_before_it_valid(new_site):
    new_site.take_in(faulty(), "a.xlsx")
    before = receipt_json(only(new_site.receipts()))
    new_site.take_in(Book(), "b.xlsx", days=1)
    assert new_site.verify(before).genuine
    assert only(new_site.receipts()).revision == 2


def test_a_rejected_file_and_the_one_that_counts_have_a_receipt_each(new_site):
    new_site.take_in(Book(), "a.xlsx")
    new_site.take_in(faulty(), "b.xlsx", days=1)
    receipts = new_site.receipts()
    assert {name: one.status for name, one in receipts.items()} == {"62.01": "ditolak", "62.01-kiriman-1": "diterima"}
    assert all(new_site.verify(receipt_json(one)).genuine for one in receipts.values())


def test_a_file_that_says_not_whose_it_is_has_a_receipt_too(new_site):
    new_site.take_in(Book(regency_code="", regency_name=""), "laporan.xlsx")
    ((name, receipt),) = new_site.receipts().items()
    assert name.startswith("tanpa-kode-")
    assert receipt.number == "62-2024-TW4-tanpa-kode-1"
    assert new_site.verify(receipt_html(receipt), "html").genuine


def test_the_same_receipt_gives_the_same_bytes(site, receipt):
    other = only(site.receipts())
    assert (receipt_json(receipt), receipt_html(receipt)) == (receipt_json(other), receipt_html(other))


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href", "action")]


def test_a_file_name_never_becomes_markup(new_site):
    name = "</script><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}'\".xlsx"
    new_site.take_in(Book(), name)
    receipt = only(new_site.receipts())
    page = receipt_html(receipt)
    tags = _Tags(page)
    assert (tags.tags.count("script"), tags.tags.count("img"), tags.links) == (1, 0, [])
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
    embedded = page.split('id="tanda-terima">')[1].split("</script>")[0]
    assert json.loads(embedded) == receipt.content
    assert receipt.file_name == name
    assert new_site.verify(page, "html").genuine
    assert new_site.verify(receipt_json(receipt)).genuine


def test_the_page_needs_nothing_from_elsewhere(receipt):
    page = receipt_html(receipt)
    assert _Tags(page).links == []
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_the_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "home" / KEY_FILE
    key = receipt_key(path)
    assert receipt_key(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [KEY_FILE]


def test_verifying_never_makes_a_key(new_site):
    new_site.take_in(Book())
    text = receipt_json(only(new_site.receipts()))
    (new_site.home / KEY_FILE).unlink()
    with pytest.raises(FileNotFoundError, match="pulihkan dari cadangan"):
        new_site.verify(text)
    assert not (new_site.home / KEY_FILE).exists()


def test_a_damaged_key_is_said_to_be_one(tmp_path):
    (tmp_path / KEY_FILE).write_text("rahasia")
    with pytest.raises(OSError, match="bukan kunci tanda terima") as error:
        receipt_key(tmp_path / KEY_FILE)
    assert "rahasia" not in str(error.value)

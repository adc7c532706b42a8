"""Receipts: what they say of a submission, and how they look."""

import json
from html.parser import HTMLParser

import pytest

from config import catalogue
from schemas.wording import number_text
from tasks.answer.receipt_page import receipt_html, receipt_json
from tests.builders import Book
from tests.receipt_sites import Site, faulty, only


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return Site(tmp_path_factory.mktemp("home")).with_one_report()


@pytest.fixture(scope="module")
def receipt(site):
    return only(site.receipts())


@pytest.fixture
def new_site(tmp_path):
    return Site(tmp_path)


def test_a_receipt_says_what_was_received_and_how_it_was_decided(site, receipt):
    assert (receipt.number, receipt.revision, receipt.regency_code) == ("62-2024-TW4-62.01-1", 1, "62.01")
    assert (receipt.received_at, receipt.on_time) == ("2025-01-22T07:00:00+07:00", False)
    assert (receipt.status, receipt.errors, receipt.file_name) == ("diterima dengan catatan", 0, "laporan.xlsx")
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
    assert new_site.verify(receipt_json(office)).sound
    assert new_site.verify(new_site.page(office)).sound
    assert receipt.fields == ""


def test_a_cell_that_cannot_be_read_adds_nothing(new_site):
    new_site.take_in(faulty())
    receipt = only(new_site.receipts())
    assert (receipt.status, receipt.errors) == ("ditolak", 1)
    assert receipt.totals["recipients"] == {"rows": 29, "target": 29_000, "served": 28_000}


def test_a_later_revision_leaves_the_receipts_before_it_valid(new_site):
    new_site.take_in(faulty(), "a.xlsx")
    before = receipt_json(only(new_site.receipts()))
    new_site.take_in(Book(), "b.xlsx", days=1)
    assert new_site.verify(before).sound
    assert only(new_site.receipts()).revision == 2


def test_a_rejected_file_and_the_one_that_counts_have_a_receipt_each(new_site):
    new_site.take_in(Book(), "a.xlsx")
    new_site.take_in(faulty(), "b.xlsx", days=1)
    receipts = new_site.receipts()
    assert {name: one.status for name, one in receipts.items()} == {"62.01": "ditolak", "62.01-kiriman-1": "diterima"}
    assert all(new_site.verify(receipt_json(one)).sound for one in receipts.values())


def test_a_file_that_says_not_whose_it_is_has_a_receipt_too(new_site):
    new_site.take_in(Book(regency_code="", regency_name=""), "laporan.xlsx")
    ((name, receipt),) = new_site.receipts().items()
    assert name.startswith("tanpa-kode-")
    assert receipt.number == "62-2024-TW4-tanpa-kode-1"
    assert new_site.verify(new_site.page(receipt)).sound


def test_the_same_receipt_gives_the_same_bytes(site, receipt):
    other = only(site.receipts())
    assert (receipt_json(receipt), site.page(receipt)) == (receipt_json(other), site.page(other))


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
    page = new_site.page(receipt)
    tags = _Tags(page)
    assert (tags.tags.count("script"), tags.tags.count("img"), tags.links) == (1, 0, [])
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
    embedded = page.split('id="tanda-terima">')[1].split("</script>")[0]
    assert json.loads(embedded) == json.loads(receipt_json(receipt))
    assert receipt.file_name == name
    assert new_site.verify(new_site.page(receipt)).sound
    assert new_site.verify(receipt_json(receipt)).sound


def test_the_page_needs_nothing_from_elsewhere(receipt):
    page = receipt_html(receipt)
    assert _Tags(page).links == []
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page

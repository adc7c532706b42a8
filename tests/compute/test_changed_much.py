"""Reports that count and are far from what was sent before: the province is told wherever it looks."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from config.settings import settings
from schemas.consolidated import Consolidated
from schemas.frames import COUNTING
from schemas.ledger import publications
from schemas.shown import markdown_text
from tasks.compute import changed_much
from tasks.compute.gather import gather
from tasks.home.trouble import Troubles
from tasks.inspect.board import board_of
from tasks.inspect.review import review_page
from tasks.inspect.standing import standing_of
from tasks.ledger.quarter import Quarter
from tasks.notify.run_summary import markdown, summarise
from tasks.report.front_page import front_page
from tasks.report.tables.lookups import facts_of
from tests.builders import AS_OF, Book
from tests.receipt_sites import PERIOD, Site, faulty, times
from tests.site_builders import site_at

pytestmark = pytest.mark.whole

HALVED = "Kabupaten Kotawaringin Barat: hampir semua angka menjadi setengahnya (kiriman ke-2 dibanding kiriman ke-1)"
QUARTER = Quarter("62", PERIOD, (AS_OF + timedelta(days=20)).astimezone(Quarter("62", PERIOD, AS_OF).zone))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def gathered(site: Site) -> Consolidated:
    return gather(site.ledger, QUARTER, settings().of_province("62"))


def told(site: Site) -> tuple[str, ...]:
    return board_of(site.ledger, QUARTER, QUARTER.as_of).changed


def test_halved_figures_are_told_wherever_the_province_looks(home: Path) -> None:
    """The index stays where it was, as both sides halve: only the sender was told, and the halves were published."""
    made = site_at(home)
    site = Site(home)
    site.take_in(Book(), "a.xlsx")
    published = {"published_at": AS_OF, "final": False, "data": "d", "circumstances": "c", "manifest": "m"}
    first = AS_OF + timedelta(hours=12)
    site.ledger.append(publications, province_code="62", period=PERIOD.key, as_of=first, **published)
    assert told(site) == ()
    site.take_in(times(0.5), "b.xlsx", days=1)
    assert told(site) == (HALVED,)
    summary = summarise(gathered(site))
    assert summary.outcome.endswith(f"; pastikan {HALVED}")
    assert f"- Pastikan kepada pengirimnya, {markdown_text(HALVED)}." in markdown(summary)
    assert f"**Pastikan dulu**, {markdown_text(HALVED)}." in review_page(summary, [], [], "0" * 64)
    assert board_of(site.ledger, QUARTER, QUARTER.as_of).lines["Pastikan"] == HALVED
    (task,) = [one for one in standing_of(made, site.ledger, "62", QUARTER.as_of).tasks if "hampir" in one.told]
    assert (task.told, task.urgent) == (f"Pastikan kepada pengirimnya, {HALVED}.", False)
    since = front_page(facts_of(gathered(site)))[-1].texts[0]
    name, _, what = HALVED.partition(": ")
    assert f"angkanya diganti kiriman baru: {name.replace('Kabupaten', 'Kab.')}, {what}" in since


def test_sending_the_halves_again_with_another_word_takes_nothing_back(site: Site) -> None:
    again = times(0.5)
    again["Penerima", "K6"] = "sudah diperiksa"
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5), "b.xlsx", days=1)
    site.take_in(again, "c.xlsx", days=2)
    assert told(site) == (HALVED.replace("ke-2", "ke-3"),)


def noted(book: Book, sheets: str, rows: range, word: str = "menurut pendataan ulang") -> Book:
    for sheet in sheets.split():
        letter = {"Penerima": "K", "Mutu": "K", "Anggaran": "I"}[sheet]
        for row in range(rows.start, min(rows.stop, len(book.sheets[sheet]) + 1)):
            book[sheet, f"{letter}{row}"] = word
    return book


ALL_ROWS = range(6, 1000)


def test_what_is_explained_in_every_row_that_changed_is_no_more_to_be_confirmed(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5), "b.xlsx", days=1)
    site.take_in(noted(times(0.5), "Penerima Mutu Anggaran", ALL_ROWS), "c.xlsx", days=2)
    assert told(site) == ()
    (one,) = gathered(site).changed
    assert (one.revision, one.difference.explanation) == (3, "menurut pendataan ulang")
    since = {"published_at": AS_OF, "final": False, "data": "d", "circumstances": "c", "manifest": "m"}
    site.ledger.append(publications, province_code="62", period=PERIOD.key, as_of=AS_OF + timedelta(days=1.5), **since)
    summary = summarise(gathered(site))
    assert (summary.to_confirm, "pastikan" in summary.outcome) == ((), False)
    assert "penjelasan pengirim: menurut pendataan ulang" in front_page(facts_of(gathered(site)))[-1].texts[0]


@pytest.mark.parametrize("notes", [("Penerima Mutu Anggaran", range(6, 20)), ("Penerima Mutu", ALL_ROWS)])
def test_what_is_explained_in_part_is_still_to_be_confirmed(site: Site, notes: tuple[str, range]) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(noted(times(0.5), *notes), "b.xlsx", days=1)
    assert told(site) == (HALVED,)


def test_a_word_that_was_there_before_explains_no_change(site: Site) -> None:
    sheets = "Penerima Mutu Anggaran"
    site.take_in(noted(Book(), sheets, ALL_ROWS, "sumber: dinas"), "a.xlsx")
    site.take_in(noted(times(0.5), sheets, ALL_ROWS, "sumber: dinas"), "b.xlsx", days=1)
    assert told(site) == (HALVED,)


def test_a_sum_that_one_row_made_is_explained_in_that_row(site: Site) -> None:
    grown = Book()
    grown["Penerima", "F6"] = grown["Penerima", "G6"] = 20_000
    site.take_in(Book(), "a.xlsx")
    site.take_in(noted(grown, "Penerima", range(7, 9)), "b.xlsx", days=1)
    assert len(told(site)) == 1
    site.take_in(noted(grown, "Penerima", range(6, 7)), "c.xlsx", days=2)
    assert told(site) == ()


def test_who_approved_the_final_report_has_confirmed_what_was_known_then(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5), "b.xlsx", days=1)
    final = {"published_at": AS_OF, "final": True, "data": "d", "circumstances": "c", "manifest": "m"}
    moment = AS_OF + timedelta(days=3)
    site.ledger.append(publications, province_code="62", period=PERIOD.key, as_of=moment, **final)
    assert told(site) == ()
    assert summarise(gathered(site)).to_confirm == ()
    site.take_in(times(0.2), "c.xlsx", days=4)
    assert "ke-3" in told(site)[0]


def test_what_was_rejected_or_is_mended_a_little_is_not_told(site: Site) -> None:
    wrong = times(0.5)
    wrong["Penerima", "G9"] = "banyak"
    site.take_in(faulty(), "a.xlsx")
    site.take_in(Book(), "b.xlsx", days=1)
    site.take_in(wrong, "c.xlsx", days=2)
    assert told(site) == ()


def test_a_sum_that_changed_much_is_told_with_its_figures(site: Site) -> None:
    grown = Book()
    grown["Penerima", "F6"] = grown["Penerima", "G6"] = 20_000
    site.take_in(Book(), "a.xlsx")
    site.take_in(grown, "b.xlsx", days=1)
    (line,) = told(site)
    assert line.endswith(
        ": jumlah berubah besar (kiriman ke-2 dibanding kiriman ke-1); Harus dilayani (Penerima) 29.000 menjadi 48.000 "
        "(+65,5%); Terlayani (Penerima) 29.000 menjadi 48.000 (+65,5%)"
    )


def test_a_first_report_far_below_the_last_quarters_is_told(site: Site) -> None:
    site.take_in(Book(quarter=3), "tw3.xlsx", days=-80)
    site.take_in(times(0.5), "b.xlsx")
    (line,) = told(site)
    assert line.endswith("setengahnya (kiriman ke-1 dibanding Triwulan III Tahun 2024)")


@pytest.mark.parametrize("step", ["compared_with", "difference"])
def test_a_fault_over_one_of_them_costs_report_and_board_only_what_is_told_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    other = {"regency_code": "62.02", "regency_name": "Kabupaten Kotawaringin Timur"}
    for days, books in enumerate(((Book(), Book(**other)), (times(0.5), times(0.5, **other)))):
        for number, book in enumerate(books):
            site.take_in(book, f"{days}{number}.xlsx", days=days)
    whole, troubles = getattr(changed_much, step), Troubles()

    def broken(*arguments: object) -> object:
        if any(isinstance(one, pd.DataFrame) and set(one["regency_code"]) == {"62.01"} for one in arguments):
            raise ZeroDivisionError
        return whole(*arguments)

    monkeypatch.setattr(changed_much, step, broken)
    report = gather(site.ledger, QUARTER, settings().of_province("62"), troubles=troubles)
    assert [one.regency_code for one in report.changed] == ["62.02"]
    assert report.submissions["status"].isin(COUNTING).sum() == 2
    assert [one.file_name for one in troubles.found] == ["10.xlsx"]
    (line,) = told(site)
    assert line.startswith("Kabupaten Kotawaringin Timur: ")

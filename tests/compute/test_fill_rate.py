"""How much of the form is filled: by bidang and pooled, nihil counting as filled, required cells alone, whether the
submission was accepted or not."""

import json
import random
import shutil
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.period import Period
from schemas.reference import FIELDS
from tasks.compute.counting import latest
from tasks.compute.fill_rate import entries, fill_rate
from tasks.compute.gather import gather
from tasks.forms.form import form_identity, write_form
from tasks.intake.take_in import Context, check, read_arrivals
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.report.data.write import data_frames, write_data_files
from tasks.report.tables.filled import filled
from tasks.report.tables.lookups import facts_of
from tests.builders import AS_OF, Book, arrival, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
REQUIRED = {  # what a person marks on the form as "must be filled": column of the key, those of the figures
    "Penerima": (1, (5, 6)),
    "Mutu": (1, (6, 7)),
    "Anggaran": (1, (3, 4)),
    "Tahapan": (1, (3, 4, 5, 6)),
}
TOP = 5


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(ledger: Ledger, book: Book, days: int = 0) -> None:
    one = arrival(file_name=f"hari-{days}.xlsx", sha256=f"{days:064}", received=AS_OF + timedelta(days=days))
    ledger.record("62", [checked(book, Context(AS_OF + timedelta(days=30), "62", PERIOD), **_named(one))])


def _named(one) -> dict[str, object]:
    return {"file_name": one.file_name, "sha256": one.sha256, "received": one.received_at}


def quarter() -> Quarter:
    return Quarter("62", PERIOD, (AS_OF + timedelta(days=20)).astimezone(Quarter("62", PERIOD, AS_OF).zone))


def pct(ledger: Ledger) -> dict[str, float]:
    rates = fill_rate(entries(ledger.figures, latest(ledger.files("62", PERIOD, quarter().as_of))))
    return rates.set_index("field_code")["fill_pct"].to_dict()


def blank(book: Book, share: float = 1.0, service: str = "") -> None:
    chance = random.Random(4)
    for sheet, (key, columns) in REQUIRED.items():
        for row in book.sheets[sheet][TOP:]:
            for column in columns:
                if row[key].startswith(service) and chance.random() < share:
                    row[column] = ""


def by_hand(book: Book) -> dict[str, Fraction]:
    """Cell by cell."""
    held, form = dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0)
    for sheet, (key, columns) in REQUIRED.items():
        for row in book.sheets[sheet][TOP:]:
            field = row[key].split("-")[1] if "-" in row[key] else row[key]
            form[field] += len(columns)
            held[field] += sum(row[column] != "" for column in columns)
    shares = {field: Fraction(100 * held[field], form[field]) for field in FIELDS}
    return shares | {"ALL": Fraction(100 * sum(held.values()), sum(form.values()))}


def small_form(folder: Path) -> None:
    """A province's form of 201 required cells, 28 of them Pendidikan's: 8 of its items and 40 others, three of the four
    stages, no realised budget."""
    items = catalogue.quality_items("SPM-KK-2025.1")["item_code"]
    kept = [*items[items.str.contains("K-DIK")][:8], *items[items.str.contains("K-SOS")][:40]]
    every = catalogue.table("quality_items")["item_code"]
    lines = (
        'extends = "SPM-KK-2025.1"\nversion = "SPM-KK-2026.1"',
        f"left_out_items = {json.dumps([code for code in every if code not in kept])}",
        '[[sheets]]\nkey = "budget"\ncolumns = [{ key = "realised", required = false }]',
        '[[sheets]]\nkey = "stages"\ncolumns = [{ key = "implementation", required = false }]',
    )
    (folder / "SPM-KK-2026.1.toml").write_text("\n".join(lines))


@pytest.fixture
def form(tmp_path, monkeypatch):
    folder = shutil.copytree(str(catalogue.LAYOUTS), tmp_path / "layouts")
    small_form(folder)
    monkeypatch.setattr(catalogue, "LAYOUTS", folder)
    catalogue.layouts.cache_clear()
    yield catalogue.layouts()["SPM-KK-2026.1"]
    catalogue.layouts.cache_clear()


def test_the_published_figures_come_out_of_a_workbook_that_was_rejected_for_its_blanks(form, ledger, tmp_path):
    services = ("K-DIK-01", "K-DIK-02", "K-DIK-03")
    content = {
        "recipients": [{"service_code": code, "target": 1000, "served": 1000} for code in services],
        "budget": [{"service_code": code, "allocation": 500_000_000} for code in services],
        "stages": [
            {"field_code": "DIK", "data_collection": "Sudah", "needs_calculation": "Sudah", "planning": "Sudah"}
        ],
    }
    path = tmp_path / "62.01.xlsx"
    write_form(path, form, form_identity("62.01", PERIOD, form), content)
    taken = read_arrivals([(arrival("62.01.xlsx"), path)], settings().limits)
    ledger.record("62", check(taken, Context(AS_OF, "62", PERIOD), settings().of_province("62")))
    report = gather(ledger, quarter(), settings().of_province("62"))
    write_data_files(data_frames(report), tmp_path / "data")

    assert set(report.findings["rule"]) >= {"C05"}
    assert {type(name) for name in report.fill_rate} == {str}  # Parquet takes no other
    lines = (tmp_path / "data" / "fill_rate.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("62.01,ALL,12,201,5.97")
    assert lines[2].startswith("62.01,DIK,12,28,42.857")
    assert {line.split(",", 2)[2] for line in lines[3:]} == {f"0,{cells},0.0" for cells in (9, 18, 39, 98)}
    (shown,) = filled(facts_of(report)).frame.to_dict("records")
    assert (shown["DIK"], shown["ALL"], shown["KES"], shown["state"]) == (42.86, 5.97, 0, "ditolak")


def test_it_is_what_counting_cell_by_cell_gives(ledger):
    blank(book := Book(), share=0.3)
    sent(ledger, book)
    exact = by_hand(book)
    assert len(set(exact.values())) == len(FIELDS) + 1
    assert pct(ledger) == pytest.approx({key: float(value) for key, value in exact.items()}, abs=1e-9)


def test_all_entries_of_a_service_declared_nihil_are_filled(ledger):
    blank(book := Book(), service="K-DIK-01")
    sent(ledger, book)
    assert pct(ledger)["DIK"] < 100
    book["Penerima", "J6"] = "Ya"
    sent(ledger, book, days=1)
    assert pct(ledger)["DIK"] == 100


def test_it_is_of_the_latest_submission_also_where_that_was_rejected_and_an_earlier_one_counts(ledger):
    sent(ledger, Book())
    blank(book := Book(), service="K-DIK-01")
    sent(ledger, book, days=1)
    report = gather(ledger, quarter(), settings().of_province("62"))
    assert report.fill_rate.set_index("field_code")["fill_pct"]["DIK"] < 100
    assert list(report.regency["regency_code"]) == ["62.01"]
    assert list(filled(facts_of(report)).frame["state"]) == ["ditolak"]


def test_of_whom_nothing_can_be_read_it_is_not_known_and_that_is_said(ledger):
    from schemas.workbook import RawWorkbook, Refusal

    sent(ledger, RawWorkbook("", refusal=Refusal("F01", "damaged")))
    assert pct(ledger) == {}


def test_one_office_says_nothing_of_the_whole(ledger, offices):
    sent(ledger, Book(offices["KES"]))
    assert pct(ledger) == {"KES": 100.0}
    report = gather(ledger, quarter(), settings().of_province("62"))
    (shown,) = filled(facts_of(report)).frame.to_dict("records")
    assert (shown["KES"], shown["DIK"], shown["ALL"]) == (100, "tidak diketahui", "tidak diketahui")
    assert shown["state"] == "diterima, hanya Kesehatan"

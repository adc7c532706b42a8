"""The form of one office: a layout that covers some bidang. Another office's is another file, no code."""

import openpyxl
import pytest

from config import catalogue
from config.settings import settings
from schemas.period import Period
from schemas.reconciliation import Fate
from tasks.answer.copies import annotate
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity, write_form
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tasks.understand.cell_account import account
from tasks.understand.workbook import normalise
from tests.builders import AS_OF, Book, checked, found, places
from tests.rule_examples import only_health

PERIOD = Period(2024, 4)
HEALTH = catalogue.layouts()["SPM-KES-2025.1"]
FOUR = ("Penerima", "Mutu", "Anggaran", "Tahapan")


def test_the_newest_form_is_always_one_of_all_bidang(offices):
    assert catalogue.layout_for("kabkota").version == "SPM-KK-2025.1"
    assert [one.whole for one in catalogue.forms("kabkota")].count(True) == 1
    assert len(catalogue.forms("kabkota")) == 7


def test_the_offices_forms_are_the_whole_form_in_parts(offices):
    whole = catalogue.layout_for("kabkota").version
    for rows, key in ((catalogue.services, "service_code"), (catalogue.quality_items, "item_code")):
        parts = [code for layout in offices.values() for code in rows(layout.version)[key]]
        assert sorted(parts) == sorted(rows(whole)[key])
    assert len(catalogue.services(HEALTH.version)) == 12


def test_a_bidang_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="there are DIK, KES"):
        catalogue.fields_of({"version": "SPM-X", "fields": ["KESEHATAN"]})


@pytest.mark.parametrize("code", ["KES", "SOS"])
def test_a_clean_workbook_of_an_office_is_accepted(offices, code):
    one = checked(Book(offices[code]))
    assert (one.status, one.findings) == ("diterima", [])
    assert one.normalised.identity.form_version == f"SPM-{code}-2025.1"


def test_what_is_missing_is_missing_of_the_offices_rows():
    book = Book(HEALTH)
    book.drop_row("Anggaran", 8)
    book.drop_row("Tahapan", 6)
    told = found(book)
    assert places(told) == [("R03", "Anggaran!B5"), ("R03", "Tahapan!B5")]
    assert told[0].message.startswith("Baris K-KES-03 (")


def test_a_whole_report_under_an_offices_version_is_rejected_once_a_sheet_and_bidang():
    told = checked(Book(form_version="SPM-KES-2025.1"))
    assert told.status == "ditolak"
    assert {one.rule for one in told.findings} == {"R01"}
    assert [one.sheet for one in told.findings] == [name for name in FOUR for _ in range(5)]
    assert [one for one in told.findings if not one.cause] == told.findings[:1]
    assert told.findings[0].message == (
        "'K-DIK-01' termasuk bidang Pendidikan, yang tidak ada pada formulir SPM-KES-2025.1. Hapus semua baris bidang "
        "itu dari lembar 'Penerima', atau gunakan formulir SPM-KK-2025.1 bila laporan ini memuat semua bidang."
    )


@pytest.mark.parametrize("version", ["SPM-KK-2025.1", "", "SPM-KES", "spm-kes-2025.1"])
def test_nothing_but_its_version_makes_a_workbook_an_offices(version):
    book = Book(form_version=version)
    only_health(book)
    one = checked(book)
    assert (one.status, one.normalised.identity.form_version) == ("ditolak", "SPM-KK-2025.1")
    hints = [finding for finding in one.findings if "tulis SPM-KES-2025.1 sebagai Versi Formulir" in finding.message]
    assert [(hint.rule, hint.sheet) for hint in hints] == [("R03", "Penerima")]


def test_rows_of_another_office_are_known_by_name_as_well():
    book = Book(HEALTH)
    book.insert_row("Penerima", 6, ["", "", "", "Pendidikan Anak Usia Dini", "orang", 5, 5])
    book.insert_row("Permasalahan", 6, ["", "k_sos 01", "Belum ada data", "Pendataan"])
    told = found(book)
    assert places(told) == [("R01", "Penerima!D6"), ("R01", "Permasalahan!B6")]
    assert [one.message.split(",")[0] for one in told] == [
        "'Pendidikan Anak Usia Dini' termasuk bidang Pendidikan",
        "'k_sos 01' termasuk bidang Sosial",
    ]


def test_nothing_of_a_workbook_of_an_office_is_lost():
    raw = Book(form_version="SPM-KES-2025.1").raw()
    counts = account(raw, normalise(raw)).counts
    assert counts[Fate.UNACCOUNTED] == 0
    assert counts[Fate.LEFT_OUT] > 1000


@pytest.mark.slow
def test_a_rejected_workbook_of_an_office_comes_back_marked(tmp_path):
    sent = tmp_path / "62.10 2024-TW4 dinkes.xlsx"
    write_form(sent, HEALTH, form_identity("62.10", PERIOD, HEALTH), content_of("62.10", PERIOD, 5, HEALTH))
    book = openpyxl.load_workbook(sent)
    book["Penerima"]["G6"] = "banyak"
    book.save(sent)
    results = check_files([sent], read_workbooks([sent], settings().limits), AS_OF, settings())
    (copy,) = annotate(results, tmp_path / "salinan", settings().limits)
    marked = openpyxl.load_workbook(copy)
    assert results[0].status == "ditolak"
    assert marked["Penerima"]["G6"].comment.text.startswith("Kesalahan C01")
    assert marked["Penerima"]["B6"].value == "K-KES-01"

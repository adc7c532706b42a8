from datetime import datetime, timedelta

import pytest

from config import catalogue
from config.settings import settings
from schemas.consolidated import OWN_UNKNOWN
from schemas.period import Period
from tasks.answer.of_quarter import answers_of
from tasks.compute.gather import Quarter, gather
from tasks.inspect.review import review_page, standing_warnings
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.notify.run_summary import summarise
from tasks.read.workbooks import read_workbook
from tasks.report.tables.contents import report_tables
from tests.builders import AS_OF, PROVINSI, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
SETTINGS = settings().of_province("62")


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(book, sha, days=0.0, name=None):
    received = AS_OF + timedelta(days=days)
    context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
    return checked(book, context, sha256=sha, file_name=name or f"{sha}.xlsx", received=received)


def faulty(**identity):
    book = Book(**identity)
    book["Penerima", "G9"] = -1
    return book


def gathered(ledger, tmp_path, days=20.0):
    as_of = (AS_OF + timedelta(days=days)).astimezone(Quarter("62", PERIOD, AS_OF).zone)
    quarter = Quarter("62", PERIOD, as_of)
    return gather(ledger, quarter, SETTINGS), answers_of(ledger, quarter, tmp_path / "archive").copies


def test_every_regency_has_a_row_also_where_nothing_came(ledger, tmp_path):
    consolidated, answers = gathered(ledger, tmp_path)
    assert len(consolidated.submissions) == 14
    assert set(consolidated.submissions["status"]) == {"belum lapor"}
    assert answers == []
    values = consolidated.province.set_index(["measure", "field_code"])["value"]
    assert values.isna()["mean_all", "ALL"]  # nobody is known: that is not 0
    assert values.isna()["mean_reported", "ALL"]


def test_one_regency_alone_is_its_provinces_mean(ledger, tmp_path):
    ledger.record("62", [sent(Book(), "a")])
    consolidated, _ = gathered(ledger, tmp_path)
    values = consolidated.province.set_index(["measure", "field_code"])["value"]
    assert values["mean_reported", "ALL"] == consolidated.regency["regency_index"].item() == 100
    assert values["mean_all", "ALL"] == pytest.approx(100 / 14)


def test_a_rejected_revision_is_answered_while_the_accepted_one_counts(ledger, tmp_path):
    ledger.record("62", [sent(Book(), "a"), sent(faulty(), "b", days=1)])
    consolidated, answers = gathered(ledger, tmp_path)
    row = consolidated.submissions.set_index("regency_code").loc["62.01"]
    assert (row["status"], row["revision"], row["file_name"]) == ("diterima", 1, "a.xlsx")
    assert [(one.name, one.file_name) for one in answers] == [("62.01", "b.xlsx")]
    assert set(consolidated.findings["file_name"]) == {"b.xlsx"}
    assert list(consolidated.intake["counts"]) == [True, False]


def test_a_good_revision_closes_the_findings_of_the_one_before(ledger, tmp_path):
    ledger.record("62", [sent(faulty(), "a"), sent(Book(), "b", days=1)])
    consolidated, answers = gathered(ledger, tmp_path)
    assert consolidated.findings.empty
    assert answers == []


def test_who_is_far_from_the_others_is_told_in_the_report_and_keeps_its_status(ledger, tmp_path):
    books = []
    for region in Quarter("62", PERIOD, AS_OF).regions.head(6).itertuples():
        book = Book(regency_code=region.code, regency_name=region.name)
        for row in book.sheets["Penerima"][5:]:
            row[5] = row[6] = catalogue.populations()[region.code] // 50
        books.append(book)
    book["Penerima", "F12"] = book["Penerima", "G12"] = book["Penerima", "F12"] // 5
    checked = [sent(one, f"sha {number}") for number, one in enumerate(books)]
    ledger.record("62", checked)
    consolidated, _ = gathered(ledger, tmp_path)
    told = consolidated.findings[consolidated.findings["rule"] == "H04"]
    assert list(zip(told["regency_code"], told["sheet"] + "!" + told["cell"], strict=True)) == [
        ("62.06", "Penerima!F12")
    ]
    recorded = sum(len(one.findings) for one in checked)
    assert len(consolidated.findings) == recorded + 1
    stand = standing_warnings(ledger, consolidated)
    assert len(stand) == recorded + 1
    (beside,) = [one for one in stand if one["Aturan"] == "H04"]
    assert (beside["Kabupaten/Kota"], beside["Sel"]) == ("Kabupaten Katingan", "Penerima!F12")
    assert beside["Peringatan"] == told["message"].item()
    page = review_page(summarise(consolidated, tmp_path), stand, [], "")
    assert (page.count("| H04 |"), f"Masih ada {len(stand)} peringatan" in page) == (1, True)


def test_on_time_is_judged_by_the_provinces_own_clock(ledger, tmp_path):
    last_second = datetime.fromisoformat("2025-01-20T23:59:59+07:00") - AS_OF
    names = [("62.01", "Kabupaten Kotawaringin Barat"), ("62.07", "Kabupaten Seruyan")]
    books = [Book(regency_code=code, regency_name=name) for code, name in names]
    days = last_second / timedelta(days=1)
    ledger.record("62", [sent(books[0], "a", days), sent(books[1], "b", days + 1 / 86400)])
    rows = gathered(ledger, tmp_path)[0].submissions.set_index("regency_code")
    assert (rows.loc["62.01", "on_time"], rows.loc["62.07", "on_time"]) == (True, False)
    assert rows.loc["62.01", "received_at"] == "2025-01-20T23:59:59+07:00"


def test_the_provinces_own_form_stands_beside_the_regencies(ledger, tmp_path):
    ledger.record("62", [sent(Book(PROVINSI), "a"), sent(Book(), "b")])
    consolidated, _ = gathered(ledger, tmp_path)
    assert set(consolidated.service["regency_code"]) == {"62.01"}
    assert set(consolidated.own_service["regency_code"]) == {"62"}
    assert "62" not in set(consolidated.submissions["regency_code"])
    assert "own" in set(consolidated.province["measure"])


def test_a_file_that_says_not_whose_it_is_is_answered_all_the_same(ledger, tmp_path):
    ledger.record("62", [sent(faulty(regency_code=""), "deadbeef01", name="laporan.xlsx")])
    _, answers = gathered(ledger, tmp_path)
    assert [one.name for one in answers] == ["tanpa-kode-deadbeef"]


@pytest.mark.parametrize(
    ("name", "content", "may_be"),
    [
        ("foto kegiatan.jpg", b"\xff\xd8\xff\xe0 foto", False),
        ("undangan.pdf", b"%PDF-1.7", False),
        ("laporan.xlsx", b"PK\x03\x04 terpotong", True),
        ("laporan.xls", b"<html><table></table></html>", True),
        ("laporan.zip", b"PK\x05\x06" + bytes(18), True),
    ],
)
def test_a_photo_is_nobodys_report_and_a_damaged_workbook_may_be(ledger, tmp_path, name, content, may_be):
    """By one photo in the inbox ten regencies and the province itself were said not to be known."""
    (tmp_path / name).write_bytes(content)
    ledger.record("62", [sent(read_workbook(tmp_path / name, settings().limits), "deadbeef01", name=name)])
    consolidated, answers = gathered(ledger, tmp_path)
    assert (consolidated.nameless, consolidated.own_status == OWN_UNKNOWN) == (int(may_be), may_be)
    assert [one.file_name for one in answers] == [name], "its sender is answered, whoever that is"


def test_while_a_file_is_nobodys_nobody_is_said_not_to_have_reported(ledger, tmp_path):
    silent, _ = gathered(ledger, tmp_path)
    assert (silent.nameless, silent.own_status) == (0, "belum lapor")
    ledger.record("62", [sent(faulty(regency_code=""), "deadbeef01", name="rusak.xlsx"), sent(Book(), "a")])
    consolidated, _ = gathered(ledger, tmp_path)
    assert (consolidated.nameless, consolidated.own_status) == (1, OWN_UNKNOWN)
    tables = [
        one for one in report_tables(consolidated) if one.title.startswith(("Kelengkapan", "Kabupaten/kota yang"))
    ]
    notes = [" ".join(table.notes) for table in tables]
    assert sum("siapa yang benar-benar belum lapor belum pasti" in note for note in notes) == 2
    ledger.record("62", [sent(Book(PROVINSI), "own")])
    assert gathered(ledger, tmp_path)[0].own_status == "diterima"


def test_the_report_of_an_earlier_moment_can_be_made_again(ledger, tmp_path):
    ledger.record("62", [sent(Book(), "a"), sent(Book(quarter="TW4"), "b", days=5)])
    rows = gathered(ledger, tmp_path, days=2)[0].submissions.set_index("regency_code")
    assert rows.loc["62.01", "file_name"] == "a.xlsx"

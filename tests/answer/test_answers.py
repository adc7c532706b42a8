"""Every sender is answered at once: receipt and annotated copy, once for each submission."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from config.settings import settings
from schemas.period import Period
from tasks.answer.answers import answer
from tasks.answer.receipt_check import verify
from tasks.home.receipt_keys import keys_of_site
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import AS_OF, KABKOTA, PROVINSI, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


@pytest.fixture(autouse=True)
def _originals(tmp_path: Path) -> None:
    """What the archive keeps of the files named by these hashes."""
    original = openpyxl.Workbook()
    original.active.title = "Penerima"
    for sha in ("a", "b", "0123456789"):
        kept = tmp_path / "archive" / "archive" / f"{sha}.xlsx"
        kept.parent.mkdir(parents=True, exist_ok=True)
        original.save(kept)


def sent(ledger: Ledger, book: Book, sha: str, days: int = 0) -> None:
    ledger.record("62", [checked(book, sha256=sha, file_name=f"{sha}.xlsx", received=AS_OF + timedelta(days=days))])


def faulty(**identity: object) -> Book:
    book = Book(**identity)
    book["Penerima", "G9"] = -1
    return book


def answered(ledger: Ledger, tmp_path: Path) -> list[str]:
    quarter = Quarter("62", PERIOD, AS_OF + timedelta(days=30))
    receipts = answer(ledger, quarter, tmp_path / "archive", tmp_path / "outbox", settings().limits)
    return [path.stem for path in receipts]


def answers(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "outbox" / "62" / "jawaban" / "2024-TW4").iterdir())


def test_a_submission_is_answered_once_with_a_receipt(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, Book(), "a")
    assert answered(ledger, tmp_path) == ["62.01-kiriman-1"]
    assert answered(ledger, tmp_path) == []
    assert answers(tmp_path) == ["62.01-kiriman-1.html", "62.01-kiriman-1.json"]
    receipt = tmp_path / "outbox" / "62" / "jawaban" / "2024-TW4" / "62.01-kiriman-1.json"
    assert verify(receipt.read_bytes(), keys_of_site(tmp_path), ledger).sound


def test_findings_are_marked_in_a_copy_and_every_revision_has_its_own_answer(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, faulty(), "a")
    assert answered(ledger, tmp_path) == ["62.01-kiriman-1"]
    sent(ledger, Book(), "b", days=1)
    assert answered(ledger, tmp_path) == ["62.01-kiriman-2"]
    names = answers(tmp_path)
    assert names == [f"62.01-kiriman-{end}" for end in ("1.html", "1.json", "1.xlsx", "2.html", "2.json")]
    copy = openpyxl.load_workbook(tmp_path / "outbox" / "62" / "jawaban" / "2024-TW4" / "62.01-kiriman-1.xlsx")
    assert copy.sheetnames == ["Temuan", "Penerima"]
    assert "Terlayani" in copy["Penerima"]["G9"].comment.text


def test_the_same_file_sent_again_needs_no_second_answer(ledger: Ledger, tmp_path: Path) -> None:
    from tasks.intake.take_in import Context

    sent(ledger, Book(), "a")
    again = Context(AS_OF, "62", PERIOD, ledger.earlier("62"))
    ledger.record("62", [checked(Book(), again, sha256="a", file_name="copy.xlsx", received=AS_OF + timedelta(days=1))])
    assert answered(ledger, tmp_path) == ["62.01-kiriman-1"]


def test_whose_file_nobody_knows_is_answered_too(ledger: Ledger, tmp_path: Path) -> None:
    book = Book(regency_code="", regency_name="")
    ledger.record("62", [checked(book, sha256="0123456789", file_name="laporan.xlsx")])
    assert answered(ledger, tmp_path) == ["tanpa-kode-01234567-kiriman-1"]


def test_an_interrupted_answer_is_completed_by_the_next_run(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.answer import answers as module

    sent(ledger, faulty(), "a")
    whole = module.receipt_files

    def cut_off(*_: object) -> dict[str, bytes]:
        raise OSError("the disk is full")

    monkeypatch.setattr(module, "receipt_files", cut_off)
    with pytest.raises(OSError, match="full"):
        answered(ledger, tmp_path)
    monkeypatch.setattr(module, "receipt_files", whole)
    assert answered(ledger, tmp_path) == ["62.01-kiriman-1"]
    assert answers(tmp_path) == ["62.01-kiriman-1.html", "62.01-kiriman-1.json", "62.01-kiriman-1.xlsx"]


@pytest.mark.parametrize(("name", "stem"), [("62.04 SPM.xlsx", "62.04-kiriman-1"), ("a.xlsx", "tanpa-kode")])
def test_who_sent_something_else_has_the_form_with_the_answer(ledger: Ledger, tmp_path: Path, name, stem) -> None:
    book = Book()
    book.sheets = {"Rapat": [["No", "Kegiatan"], [1, "Rapat koordinasi"]]}
    ledger.record("62", [checked(book, Context(AS_OF, "62", PERIOD), sha256="a", file_name=name)])
    answered(ledger, tmp_path)
    assert [one for one in answers(tmp_path) if one.startswith(stem) and one.endswith("-formulir.xlsx")]
    assert _form(tmp_path)["C5"].value == ("62.04" if name.startswith("62.04") else None)


@pytest.mark.parametrize(("layout", "code"), [(PROVINSI, "62.02"), (KABKOTA, "62")])
def test_who_filled_in_the_form_of_the_other_level_has_the_own_one(
    ledger: Ledger, tmp_path: Path, layout, code
) -> None:
    ledger.record("62", [checked(Book(layout, regency_code=code), Context(AS_OF, "62", PERIOD), sha256="a")])
    answered(ledger, tmp_path)
    assert _form(tmp_path)["C5"].value == code
    assert _form(tmp_path)["C13"].value == ("SPM-P-2025.1" if layout is KABKOTA else "SPM-KK-2025.1")


def test_who_left_a_sheet_out_has_the_form_to_copy_it_from(ledger: Ledger, tmp_path: Path) -> None:
    book = Book()
    del book.sheets["Tahapan"]
    sent(ledger, book, "a")
    sent(ledger, faulty(), "b", days=1)
    answered(ledger, tmp_path)
    assert _form(tmp_path)["C5"].value == "62.01"


def _form(tmp_path: Path) -> Worksheet:
    """Identitas of the one form among the answers."""
    (form,) = [one for one in answers(tmp_path) if one.endswith("-formulir.xlsx")]
    return openpyxl.load_workbook(tmp_path / "outbox" / "62" / "jawaban" / "2024-TW4" / form)["Identitas"]

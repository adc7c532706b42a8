"""Homes that issue receipts and verify them, for tests."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from schemas.period import Period
from schemas.receipt import Receipt
from tasks.answer.of_quarter import answers_of
from tasks.answer.receipt import receipt_files, sealed
from tasks.answer.receipt_check import Verified, verify
from tasks.home.receipt_keys import KEY_FILE, keys_of_site, receipt_key
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import AS_OF, Book, checked

PERIOD = Period(2024, 4)
FIGURE_LETTERS = {"Penerima": "FG", "Mutu": "GH", "Anggaran": "DE"}
"""Sheet -> the letters of its columns of figures."""


class Site:
    """A home with a ledger: takes submissions in, issues receipts, verifies them."""

    def __init__(self, home: Path) -> None:
        self.home, self.ledger = home, Ledger(f"sqlite:///{home / 'spm.db'}")

    def take_in(self, book: Book, name: str = "laporan.xlsx", days: float = 0) -> None:
        context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
        received = AS_OF + timedelta(days=days)
        sha = f"{abs(hash(name)):064x}"
        recorded = received + timedelta(minutes=1)
        self.ledger.record("62", [checked(book, context, sha256=sha, file_name=name, received=received)], recorded)

    def receipts(self) -> dict[str, Receipt]:
        quarter = Quarter("62", PERIOD, AS_OF + timedelta(days=20))
        found, key = answers_of(self.ledger, quarter, self.home / "archive").receipts, receipt_key(self.home / KEY_FILE)
        return {name: sealed(receipt, key) for name, receipt in found.items()}

    def page(self, receipt: Receipt) -> str:
        """As it is written, with its signature."""
        return receipt_files(receipt, receipt_key(self.home / KEY_FILE))[".html"].decode()

    def with_one_report(self) -> "Site":
        """Accepted, with one figure that differs from the others."""
        book = Book()
        book["Penerima", "F9"], book["Penerima", "G9"] = 4000, 3210
        self.take_in(book)
        return self

    def row(self, id_: int) -> tuple:
        """What a receipt is made of, of a submission in the ledger."""
        row = self.ledger.files("62", PERIOD, AS_OF + timedelta(days=20)).set_index("id", drop=False).loc[id_]
        return row, self.ledger.findings([id_])[id_], self.ledger.totals([id_])[id_], self.ledger.cells([id_])[id_]

    def verify(self, text: str | bytes) -> Verified:
        return verify(text.encode() if isinstance(text, str) else text, keys_of_site(self.home), self.ledger)


def times(
    factor: float, sheets: str = "Penerima Mutu Anggaran", of: Callable[[float], float] = float, **identity: object
) -> Book:
    """A clean workbook whose figures are all this multiple."""
    book = Book(**identity)
    for sheet, letters in FIGURE_LETTERS.items():
        for row in range(6, len(book.sheets[sheet]) + 1) if sheet in sheets else ():
            for letter in letters:
                book[sheet, f"{letter}{row}"] = of(book[sheet, f"{letter}{row}"] * factor)
    return book


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = "banyak"
    return book


def only(receipts: dict[str, Receipt]) -> Receipt:
    (receipt,) = receipts.values()
    return receipt

"""The board of a quarter: counts, days left, fill by sheet, whether the nights come and messages go out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from schemas.ledger import messages, runs
from schemas.period import Period
from tasks.inspect.board import Board, Fill, board_of, markdown, pct_text
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import Book, checked

pytestmark = pytest.mark.whole

NOW = datetime(2025, 1, 19, 3, 0, tzinfo=UTC)
QUARTER = Quarter("62", Period(2024, 4), NOW)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """One regency accepted in time, one accepted late, one rejected."""
    found = Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    late = Book(regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur")
    wrong = Book(regency_code="62.03", regency_name="Kabupaten Kapuas")
    wrong["Penerima", "G6"] = "masih direkap"
    received = {"a": NOW - timedelta(days=3), "b": NOW + timedelta(days=3), "c": NOW - timedelta(days=2)}
    books = dict(zip(received, (Book(), late, wrong), strict=True))
    found.record(
        "62", [checked(one, file_name=f"{key}.xlsx", sha256=key, received=received[key]) for key, one in books.items()]
    )
    return found


def note(ledger: Ledger, recipient: str, *steps: str, state: str = "2024-TW4/ditolak/1") -> None:
    key = {"province_code": "62", "recipient": recipient, "state": state, "channel": "surel", "address": "0"}
    for number, step in enumerate(steps):
        ledger.append(messages, **key, attempt=number, step=step, reason="", noted_at=NOW)


def test_counts_follow_the_submissions(ledger: Ledger) -> None:
    afterwards = Quarter("62", Period(2024, 4), NOW + timedelta(days=10))
    counts = board_of(ledger, afterwards, NOW).counts
    assert counts == {"Diterima": 2, "Tepat waktu": 1, "Ditolak": 1, "Belum lapor": 11}
    assert board_of(ledger, QUARTER, NOW).counts["Belum lapor"] == 12, "what came later is not known yet"


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("2025-01-10T00:00:00+07:00", "10 hari lagi"),
        ("2025-01-20T23:59:59+07:00", "hari ini"),
        ("2025-01-20T17:00:01+00:00", "lewat 1 hari"),  # past midnight in the province
    ],
)
def test_days_are_counted_where_the_province_lies(ledger: Ledger, moment: str, left: str) -> None:
    quarter = Quarter("62", Period(2024, 4), datetime.fromisoformat(moment))
    assert board_of(ledger, quarter, NOW).time_left == left


def test_how_full_a_sheet_is_never_reads_as_whole_before_it_is() -> None:
    assert (Fill("Mutu", 1000, 999).bar, pct_text(Fill("Mutu", 1000, 999).pct)) == ("█" * 19 + "░", "99,9")
    assert pct_text(Fill("Mutu", 10_000, 9_999).pct) == "99,9"
    assert (Fill("Mutu", 10, 10).bar, pct_text(Fill("Mutu", 10, 10).pct)) == ("█" * 20, "100,0")


def test_the_sheets_are_those_of_the_form_with_required_cells(ledger: Ledger) -> None:
    board = board_of(ledger, QUARTER, NOW)
    assert [one.sheet for one in board.fill] == ["Penerima", "Mutu", "Anggaran", "Tahapan"]
    assert all(0 <= one.filled <= one.required for one in board.fill)


def test_the_last_night_and_the_messages_are_told(ledger: Ledger) -> None:
    assert board_of(ledger, QUARTER, NOW).lines["Penyusunan laporan"] == "belum pernah berhasil"
    moments = dict.fromkeys(("as_of", "started_at", "finished_at"), NOW - timedelta(hours=27))
    ledger.append(runs, province_code="62", period="2024-TW4", outcome="", **moments)
    note(ledger, "62.02", "mulai", "gagal", "mulai", "terkirim")
    note(ledger, "62.03", "mulai", "gagal")
    note(ledger, "62.04", "mulai", "terkirim", state="2024-TW3/ditolak/1")
    lines = board_of(ledger, QUARTER, NOW).lines
    assert lines["Penyusunan laporan"] == "terakhir berhasil 18 Januari 2025 pukul 07.00 WIB, lebih dari 26 jam lalu"
    assert lines["Pesan"] == "1 terkirim, 1 belum terkirim"


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_the_page_has_the_counts_and_a_line_for_every_regency(ledger: Ledger) -> None:
    board = board_of(ledger, QUARTER, NOW)
    page = markdown(board).replace("\\", "")
    lines = page.splitlines()
    assert cells(lines[lines.index("| Diterima | Tepat waktu | Ditolak | Belum lapor |") + 2]) == [
        str(count) for count in board.counts.values()
    ]
    assert sum(line.startswith("| 62.") for line in lines) == 14
    assert "Batas waktu**: 20 Januari 2025 pukul 23.59 WIB (1 hari lagi)" in page


def test_before_anything_came_the_page_says_so(tmp_path: Path) -> None:
    board: Board = board_of(Ledger(f"sqlite:///{tmp_path / 'spm.db'}"), QUARTER, NOW)
    assert isinstance(board.regencies, pd.DataFrame)
    assert board.counts["Belum lapor"] == 14
    assert "Belum ada kiriman." in markdown(board)

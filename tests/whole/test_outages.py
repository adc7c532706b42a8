"""Outages are sentences and exit code 2: no traceback, and no word of a mistake of ours."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from config.settings import settings
from flows.command.cli import main
from flows.command.failures import WRONG_USE, told
from flows.service.server import QUIET
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book, checked

ASKED = ["--province", "62", "--period", "2024-TW4"]
PAGE = 4096


@pytest.fixture
def ledger(home: Path) -> Path:
    kept = Ledger(settings().ledger_url)
    for number in range(3):
        book = Book()
        kept.record("62", [checked(book, sha256=str(number), file_name=f"{number}.xlsx", received=AS_OF)])
    kept.engine.dispose()
    path = home / "spm.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.mark.parametrize("part", ["first page", "every page but the first", "every fourth page", "half is gone"])
def test_a_damaged_ledger_is_a_sentence(ledger: Path, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(ledger.read_bytes())
    pages = range(1, len(content) // PAGE)
    damaged = {"first page": [0], "every page but the first": pages, "every fourth page": pages[::4]}.get(part, [])
    for page in damaged:
        content[page * PAGE : (page + 1) * PAGE] = os.urandom(PAGE)
    ledger.write_bytes(content[: len(content) // 2] if part == "half is gone" else content)
    for command in (["status", *ASKED], ["trace", *ASKED, "--regency", "62.01", "--service", "K-KES-01"]):
        code = main(command)
        said = capsys.readouterr().err
        assert "Terjadi kesalahan pada program" not in said
        assert "Traceback" not in said
        if code:
            assert code == WRONG_USE
            assert said.startswith("spm: ")


def test_a_fault_of_the_driver_while_rows_are_fetched_is_a_sentence_too(ledger: Path) -> None:
    from tasks.ledger.errors import LedgerError

    kept = Ledger(settings().ledger_url)
    with pytest.raises(LedgerError, match="rusak; pindahkan berkasnya"), kept._begin():
        raise sqlite3.DatabaseError("database disk image is malformed")
    with pytest.raises(LedgerError, match="rusak; pindahkan berkasnya"), kept._begin():
        raise pd.errors.DatabaseError("Execution failed") from sqlite3.DatabaseError("database disk image is malformed")


def test_a_database_that_is_down_when_the_run_takes_its_lock_is_the_same_sentence(home: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg (ekstra postgresql) tidak terpasang")
    from flows.lock import only_one_machine
    from tasks.ledger.errors import LedgerError

    down = "postgresql+psycopg://spm:rahasia@127.0.0.1:1/spm"
    with pytest.raises(LedgerError) as raised, only_one_machine(down, "62", "Laporan provinsi 62"):
        pass
    assert str(raised.value).startswith("Buku besar 'postgresql+psycopg://spm:***@127.0.0.1:1/spm' tidak dapat dipakai")
    assert str(raised.value).endswith("server basis datanya tidak menjawab; jalankan, atau perbaiki database_url.")
    assert "\n" not in str(raised.value)


def test_the_way_back_that_a_damaged_ledger_names_is_one(home: Path, tmp_path: Path) -> None:
    assert main(["backup", "-o", str(tmp_path / "cadangan.zip")]) == 0
    ledger = home / "spm.db"
    with sqlite3.connect(ledger) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.write_bytes(b"rusak" * PAGE)
    assert main(["restore", str(tmp_path / "cadangan.zip")]) == WRONG_USE
    ledger.rename(tmp_path / "rusak.db")
    assert main(["restore", str(tmp_path / "cadangan.zip")]) == 0


class PrefectHTTPStatusError(Exception):
    """As Prefect's client raises it."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sa.exc.OperationalError("SELECT 1", {}, Exception("Connection refused")), "datanya tidak menjawab"),
        (sqlite3.OperationalError("disk I/O error"), "penyimpanannya penuh atau gagal membaca dan menulis"),
        (PrefectHTTPStatusError("Server error '500 Internal Server Error'"), "penyimpanan penuh"),
    ],
)
def test_an_outage_that_nobody_met_before_the_command_line_is_a_sentence(
    error: Exception, said: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(error) == WRONG_USE
    assert said in capsys.readouterr().err


def test_a_full_disk_behind_what_prefect_could_not_note_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    error = PrefectHTTPStatusError("500")
    error.__context__ = OSError(28, "No space left on device", "/srv/spm/outbox")
    assert told(error) == WRONG_USE
    assert "'/srv/spm/outbox': ruang penyimpanan habis" in capsys.readouterr().err


def test_no_child_imports_what_lies_in_the_current_folder(tmp_path: Path) -> None:
    for name in ("click.py",):
        (tmp_path / name).write_text("raise SystemExit('replaced')\n")
    program = [sys.executable, "-c", "import click"]
    done = subprocess.run(program, cwd=tmp_path, env=os.environ | QUIET, capture_output=True, text=True, check=False)  # noqa: S603 our own program
    assert done.returncode == 0, done.stderr
    bare = {name: value for name, value in os.environ.items() if name not in QUIET}
    done = subprocess.run(program, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)  # noqa: S603 our own program
    assert done.returncode != 0

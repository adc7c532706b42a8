import gc
import os
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from schemas.ledger import DUPLICATE, places
from schemas.period import Period
from tasks.compute.counting import counting, submissions_of
from tasks.intake.take_in import Context
from tasks.ledger import file as ledger_file
from tasks.ledger.errors import LedgerError
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import ROWS
from tests.builders import AS_OF, Book, checked

PERIOD = Period(2024, 4)
LATER = AS_OF + timedelta(days=9)


def _postgresql() -> list[str]:
    """SPM_TEST_DATABASE_URL names an empty PostgreSQL database to run the same tests on."""
    return [url] if (url := os.environ.get("SPM_TEST_DATABASE_URL")) else []


@pytest.fixture(params=["sqlite", *_postgresql()])
def ledger(request, tmp_path):
    if request.param == "sqlite":
        return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    engine = sa.create_engine(request.param)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    return Ledger(request.param)


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = -1
    return book


def sent(book, sha, name="a.xlsx", received=AS_OF, **context):
    return checked(book, Context(AS_OF, "62", PERIOD, **context), sha256=sha, file_name=name, received=received)


def test_what_is_recorded_reads_back_value_for_value(ledger):
    book = Book()
    book["Penerima", "F9"], book["Penerima", "K9"] = 123_456_789, "=1+1"
    book["Penerima", "H9"], book["Penerima", "N9"] = "", "lihat surat"
    one = sent(book, "a1")
    ledger.record("62", [one])
    files = ledger.files("62", PERIOD, LATER)
    (id_,) = files["id"]
    for key, rows in one.normalised.figures.items():
        frame = ledger.figures(key, [id_])
        read = [tuple(None if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)]
        assert read == [(id_, *(None if value != value else value for value in row)) for row in rows]
        assert {type(name) for name in frame.columns} == {str}, "Parquet takes no names of the database's own kind"
    assert ledger.findings([id_])[id_] == one.findings
    assert ledger.cells([id_])[id_] == one.cells
    assert [group.cells for group in one.cells.left_out] == ["N9"]
    places = ledger.places([id_]).set_index("sheet")
    assert places.loc["recipients", "letters"]["served"] == "G"


def test_revisions_are_numbered_in_the_order_of_receipt(ledger):
    early, late = sent(Book(), "b", "b.xlsx"), sent(faulty(), "a", "a.xlsx", AS_OF + timedelta(hours=1))
    ledger.record("62", [late, early])
    ledger.record("62", [sent(Book(), "c", "c.xlsx", AS_OF + timedelta(hours=2))])
    files = ledger.files("62", PERIOD, LATER)
    assert list(files["revision"]) == [1, 2, 3]
    assert list(files["file_name"]) == ["b.xlsx", "a.xlsx", "c.xlsx"]


def test_taking_in_the_same_file_twice_changes_nothing(ledger):
    one = sent(Book(), "a1")
    ledger.record("62", [one])
    ledger.record("62", [one])
    assert len(ledger.files("62", PERIOD, LATER)) == 1
    assert ledger.known("62").keys() == {("a.xlsx", "a1")}
    assert ledger.known("63").keys() == {("a.xlsx", "a1")}  # it is of 62, which answered it


def test_the_latest_accepted_submission_counts_and_a_rejected_one_never_replaces_it(ledger):
    ledger.record("62", [sent(Book(), "a"), sent(faulty(), "b", "b.xlsx", AS_OF + timedelta(hours=1))])
    counted = submissions_of(counting(ledger.files("62", PERIOD, LATER)))
    assert list(counted["file_name"]) == ["a.xlsx"]
    ledger.record("62", [sent(Book(), "c", "c.xlsx", AS_OF + timedelta(hours=2))])
    assert list(submissions_of(counting(ledger.files("62", PERIOD, LATER)))["file_name"]) == ["c.xlsx"]


def test_the_past_can_be_asked_for(ledger):
    ledger.record("62", [sent(Book(), "a"), sent(Book(), "b", "b.xlsx", AS_OF + timedelta(days=2))])
    assert list(ledger.files("62", PERIOD, AS_OF + timedelta(days=1))["file_name"]) == ["a.xlsx"]


def test_the_same_content_again_is_kept_but_does_not_count(ledger):
    ledger.record("62", [sent(Book(), "a")])
    again = sent(Book(), "a", "salinan.xlsx", AS_OF + timedelta(hours=1), earlier=ledger.earlier("62"))
    assert [one.rule for one in again.findings] == ["F05"]
    ledger.record("62", [again])
    files = ledger.files("62", PERIOD, LATER)
    assert list(files["status"]) == ["diterima", DUPLICATE]
    assert list(submissions_of(counting(files))["file_name"]) == ["a.xlsx"]


@pytest.mark.parametrize("change", ["UPDATE submissions SET status = 'diterima'", "DELETE FROM submissions"])
def test_nothing_is_ever_changed_or_removed(ledger, change):
    ledger.record("62", [sent(Book(), "a")])
    with pytest.raises(sa.exc.DBAPIError, match="hanya dapat ditambah"), ledger.engine.begin() as connection:
        connection.execute(sa.text(change))
    assert len(ledger.files("62", PERIOD, LATER)) == 1


def test_a_failure_in_the_middle_records_nothing(ledger, monkeypatch):
    def broken(*_):
        raise RuntimeError("listrik padam")

    monkeypatch.setitem(ROWS, places, broken)
    with pytest.raises(RuntimeError, match="listrik"):
        ledger.record("62", [sent(Book(), "a")])
    assert ledger.files("62", PERIOD, LATER).empty


def test_files_of_other_quarters_are_told_apart(ledger):
    ledger.record("62", [sent(Book(quarter=3), "a", "tw3.xlsx")])
    assert ledger.files("62", PERIOD, LATER).empty
    assert [told[:2] for told in ledger.other_periods("62", PERIOD, LATER)] == [("tw3.xlsx", "2024-TW3")]


def test_an_empty_ledger_answers_with_empty_frames(ledger):
    assert ledger.figures("quality", []).empty
    assert ledger.findings([]) == {}


def test_runs_are_kept(ledger):
    started = datetime(2025, 1, 21, tzinfo=UTC)
    ledger.record_run("62", PERIOD, AS_OF, started, "Selesai")
    with ledger.engine.connect() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM runs")).all()
    assert (row.province_code, row.period, row.outcome) == ("62", "2024-TW4", "Selesai")
    assert row.as_of == "2025-01-22T00:00:00+00:00"


@pytest.fixture
def file(tmp_path):
    """A ledger's file with one submission."""
    Ledger(f"sqlite:///{tmp_path / 'spm.db'}").record("62", [sent(Book(), "a")])
    return tmp_path / "spm.db"


def test_another_writer_is_waited_for(file):
    ledger, one = Ledger(f"sqlite:///{file}"), sent(Book(), "b", "b.xlsx")
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(1, lambda: other.execute("COMMIT")).start()
    ledger.record("62", [one])
    assert len(ledger.files("62", PERIOD, LATER)) == 2


def locked_by_another(file, ledger):
    event.listen(ledger.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 100"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other.close


def on_a_full_disk(file, ledger):
    pages = file.stat().st_size // 4096
    event.listen(ledger.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"))
    return ledger.engine.dispose


def read_only(file, ledger):
    event.listen(ledger.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = 1"))
    return ledger.engine.dispose


@pytest.mark.slow
@pytest.mark.parametrize(
    ("disturb", "told"),
    [
        (locked_by_another, "proses lain terus memakainya"),
        (on_a_full_disk, "ruang penyimpanan habis"),
        (read_only, "hanya dapat dibaca"),
    ],
)
def test_a_ledger_that_cannot_be_written_says_why_and_takes_nothing_in_by_halves(file, disturb, told):
    ledger = Ledger(f"sqlite:///{file}")
    ledger.engine.dispose()
    ends = disturb(file, ledger)
    with pytest.raises(LedgerError, match=f"{told}\\.$"):
        ledger.record("62", [sent(Book(), name, f"{name}.xlsx") for name in "bcdef"])
    assert list(ledger.files("62", PERIOD, LATER)["file_name"]) == ["a.xlsx"], "reading goes on"
    ends()
    again = Ledger(f"sqlite:///{file}")
    again.record("62", [sent(Book(), name, f"{name}.xlsx") for name in "bcdef"])
    assert len(again.files("62", PERIOD, LATER)) == 6


def test_a_ledger_that_cannot_be_used_is_one_sentence_without_the_password(tmp_path):
    (tmp_path / "spm.db").write_bytes(b"bukan basis data, hanya teks yang cukup panjang" * 30)
    with pytest.raises(LedgerError, match="tidak dapat dipakai"):
        Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    with pytest.raises(LedgerError) as error:
        Ledger("postgresql+psycopg://spm:rahasia@127.0.0.1:1/spm")
    assert "rahasia" not in str(error.value)


def journal_of(folder):
    url = f"sqlite:///{folder / 'spm.db'}"
    with Ledger(url).engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA journal_mode").scalar()


def test_on_a_disk_of_this_machine_nobody_who_reads_waits_for_a_writer(file):
    assert journal_of(file.parent) == "wal"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    assert len(Ledger(f"sqlite:///{file}").files("62", PERIOD, LATER)) == 1
    assert time.monotonic() - started < 5
    writer.close()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p", "new-fs", ""])
def test_on_a_disk_that_others_share_or_that_is_not_known_the_journal_is_rolled_back(tmp_path, monkeypatch, kind):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        f"40 22 0:40 / {tmp_path}/mesin\\040lain rw - {kind} server:/spm rw\n"
    )
    monkeypatch.setattr(ledger_file, "_MOUNTS", mounts if kind else tmp_path / "none")
    ledger_file.file_system.cache_clear()
    folder = tmp_path / "mesin lain" / "home"
    assert ledger_file.file_system(folder) == kind
    assert journal_of(folder) == "delete"
    ledger_file.file_system.cache_clear()


@pytest.mark.slow
def test_a_ledger_that_came_to_another_disk_takes_the_journal_that_fits_it(file, monkeypatch):
    assert journal_of(file.parent) == "wal"
    gc.collect()
    monkeypatch.setattr(ledger_file, "_OF_THIS_MACHINE", set())
    assert journal_of(file.parent) == "delete"
    assert len(Ledger(f"sqlite:///{file}").files("62", PERIOD, LATER)) == 1

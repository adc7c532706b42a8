import os
import time
from datetime import UTC, datetime

import pytest

from tasks.home.clock import made_up
from tasks.intake.arrivals import news
from tasks.intake.inbox import Discovery, InboxError, archive, discover

CLOCK = made_up(datetime(2026, 1, 5, tzinfo=UTC))


def put(inbox, name, content=b"isi", at="2025-01-15T03:00:00+00:00"):
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = datetime.fromisoformat(at).timestamp()
    os.utime(path, (moment, moment))
    return path


def found_in(inbox) -> Discovery:
    return discover(inbox, CLOCK, 2)


def names(discovery, known=None):
    return [arrival.file_name for arrival in news(discovery, "62", known or {})]


def test_files_are_found_in_every_folder(tmp_path):
    put(tmp_path, "b.xlsx", at="2025-01-02T00:00:00+00:00")
    put(tmp_path, "kiriman/a.xls", at="2025-01-01T00:00:00+00:00")
    found = found_in(tmp_path)
    assert names(found) == ["b.xlsx", "kiriman/a.xls"]
    assert found.arrivals[0].received_at == datetime(2025, 1, 2, tzinfo=UTC)


def test_a_folder_named_after_another_province_is_not_ours(tmp_path):
    put(tmp_path, "62/a.xlsx")
    put(tmp_path, "63/b.xlsx")
    assert names(found_in(tmp_path)) == ["62/a.xlsx"]


def test_what_was_taken_in_is_passed_over_until_its_content_changes(tmp_path):
    put(tmp_path, "a.xlsx")
    (arrival,) = found_in(tmp_path).arrivals
    known = {(arrival.file_name, arrival.sha256): arrival.received_at}
    assert names(found_in(tmp_path), known) == []
    put(tmp_path, "a.xlsx", b"isi baru")
    assert names(found_in(tmp_path), known) == ["a.xlsx"]


def test_unfinished_copies_wait_and_are_said_lock_files_are_nobodys(tmp_path):
    put(tmp_path, "~$a.xlsx")
    put(tmp_path, "b.xlsx.part")
    put(tmp_path, ".DS_Store")
    found = found_in(tmp_path)
    assert not found.arrivals
    assert [name for name, _ in found.waiting] == ["b.xlsx.part"]


def test_a_file_still_being_copied_is_left_for_the_next_run(tmp_path, monkeypatch):
    path = put(tmp_path, "a.xlsx", at=datetime.now(UTC).isoformat())
    monkeypatch.setattr(time, "sleep", lambda seconds: path.write_bytes(b"isi yang lebih panjang"))
    found = found_in(tmp_path)
    assert not found.arrivals
    assert found.waiting[0][0] == "a.xlsx"
    assert "disalin" in found.waiting[0][1]


def test_a_file_that_has_just_arrived_is_watched_and_taken(tmp_path, monkeypatch):
    put(tmp_path, "a.xlsx", at=datetime.now(UTC).isoformat())
    watched = []
    monkeypatch.setattr(time, "sleep", watched.append)
    assert names(found_in(tmp_path)) == ["a.xlsx"]
    assert 0 < watched[0] <= 2


def test_an_empty_inbox_is_no_fault_a_missing_one_is(tmp_path):
    assert found_in(tmp_path).arrivals == []
    with pytest.raises(InboxError, match="tidak ada"):
        found_in(tmp_path / "tidak-ada")


def test_the_original_is_kept_under_its_hash_and_never_written_again(tmp_path):
    put(tmp_path / "inbox", "a.XLSX", b"asli")
    (arrival,) = found_in(tmp_path / "inbox").arrivals
    kept = archive(arrival, tmp_path / "archive")
    assert kept.name == f"{arrival.sha256}.xlsx"
    assert kept.read_bytes() == b"asli"
    assert not os.stat(kept).st_mode & 0o222
    before = kept.stat().st_mtime_ns
    assert archive(arrival, tmp_path / "archive") == kept
    assert kept.stat().st_mtime_ns == before


def test_a_file_that_changes_while_it_is_archived_is_left_for_the_next_run(tmp_path):
    path = put(tmp_path / "inbox", "a.xlsx")
    (arrival,) = found_in(tmp_path / "inbox").arrivals
    path.write_bytes(b"lain")
    with pytest.raises(InboxError, match="berubah"):
        archive(arrival, tmp_path / "archive")
    assert not [one for one in (tmp_path / "archive").rglob("*") if one.is_file()]


def test_a_full_disk_leaves_no_half_written_original(tmp_path, monkeypatch):
    import shutil

    put(tmp_path / "inbox", "a.xlsx")
    (arrival,) = found_in(tmp_path / "inbox").arrivals

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        archive(arrival, tmp_path / "archive")
    assert not [one for one in (tmp_path / "archive").rglob("*") if one.is_file()]
    assert arrival.path.read_bytes() == b"isi"


def test_a_file_of_many_gigabytes_is_not_even_hashed_and_everything_else_is_taken(tmp_path):
    """A sparse one is made in a moment; read and copied it took the night and the disk."""
    (tmp_path / "baik.xlsx").write_bytes(b"isi")
    with (tmp_path / "besar.xlsx").open("wb") as huge:
        huge.truncate(60_000_000_000)
    found = discover(tmp_path, CLOCK, 0)
    assert [one.file_name for one in found.arrivals] == ["baik.xlsx"]
    assert [one.sentence for one in found.troubles] == [
        "besar.xlsx: gagal membaca, lebih besar dari 1 GB, tidak mungkin sebuah formulir; pindahkan dari folder kiriman"
    ]


def test_a_link_out_of_the_inbox_is_not_read(tmp_path):
    inbox, secret = tmp_path / "inbox", put(tmp_path, "rahasia.xlsx")
    mine = put(inbox, "a.xlsx")
    (inbox / "luar.xlsx").symlink_to(secret)
    (inbox / "dalam.xlsx").symlink_to(mine)
    (inbox / "folder").symlink_to(tmp_path, target_is_directory=True)
    found = found_in(inbox)
    assert sorted(names(found)) == ["a.xlsx", "dalam.xlsx"]
    told = dict(found.passed)
    assert told["luar.xlsx"] == "tautan ke luar folder kiriman; taruh berkasnya sendiri di folder kiriman"
    assert told["folder"].startswith("tautan ke folder; ")


def test_an_inbox_may_itself_be_a_link(tmp_path):
    put(tmp_path / "disk", "a.xlsx")
    (tmp_path / "inbox").symlink_to(tmp_path / "disk")
    assert names(found_in(tmp_path / "inbox")) == ["a.xlsx"]

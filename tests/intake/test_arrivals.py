"""When something was received: what senders and operators do to files, and what the ledger then says."""

import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings, settings
from flows.service.looking import looking
from schemas.frames import COUNTING
from schemas.ledger import DUPLICATE, arrivals, looks
from schemas.period import Period
from schemas.submission import Arrival
from tasks.compute.counting import counting, submissions_of
from tasks.compute.gather import gather
from tasks.home.clock import SYSTEM, Clock, file_date
from tasks.inspect.board import board_of
from tasks.intake import inbox as inbox_module
from tasks.intake.arrivals import ahead, look, news
from tasks.intake.earlier_reports import take_in
from tasks.intake.take_in import Context, take
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify.run_summary import summarise
from tasks.report.tables.intake import intake
from tasks.report.tables.lookups import facts_of
from tests.builders import AS_OF, Book

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
DEADLINE = datetime(2025, 1, 20, 16, 59, 59, tzinfo=UTC)
EARLY, LATE = DEADLINE - timedelta(days=1), DEADLINE + timedelta(days=1)


class Desk:
    """An inbox, its ledger, and a clock that the test moves. The inode's change time is the clock's, as the system has
    it: a file that is written, copied, renamed or touched gets the hour of then."""

    def __init__(self, site: Settings) -> None:
        self.site, self.now, self.ledger = site, EARLY, Ledger(site.ledger_url)
        self.changed: dict[int, tuple[int, datetime]] = {}
        self.inbox = site.inbox
        self.inbox.mkdir(parents=True)

    def _lies_since(self, status: os.stat_result) -> datetime:
        """The hour at which the test first met this state of the inode."""
        ctime, met = self.changed.get(status.st_ino, (0, self.now))
        if ctime != status.st_ctime_ns:
            met = self.now
        self.changed[status.st_ino] = status.st_ctime_ns, met
        return met

    def settle(self) -> None:
        """Every file now in the inbox has got its change time at this hour."""
        for path in self.inbox.rglob("*"):
            self._lies_since(path.stat())

    def put(self, name: str, content: bytes = b"isi", dated: datetime | None = None) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if dated:
            os.utime(path, (dated.timestamp(), dated.timestamp()))
        self.settle()
        return path

    def look(self) -> list[Arrival]:
        return look(self.ledger, self.inbox, self.site, Clock(lambda: self.now, self._lies_since)).arrivals

    def received(self) -> dict[str, datetime]:
        return {one.file_name: one.received_at for one in self.look()}

    def take_in(self, **books: Book) -> None:
        """The new files are taken in; each says what the book of its content does."""
        found = look(self.ledger, self.inbox, self.site, Clock(lambda: self.now, self._lies_since))
        new = news(found, "62", self.ledger.known("62"))
        taken = [take(one, one.path, books[one.path.read_text()].raw()) for one in new]
        take_in(self.ledger, taken, Context(self.now, "62", PERIOD), self.site.of_province("62"))

    def counted(self) -> list[str]:
        files = self.ledger.files("62", PERIOD, self.now)
        return list(submissions_of(counting(files))["file_name"])


@pytest.fixture
def desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SPM_SETTLE_SECONDS", "0")
    return Desk(settings())


def test_a_late_file_copied_with_its_old_date_is_late(desk: Desk, tmp_path: Path) -> None:
    desk.look()
    desk.now = LATE
    (tmp_path / "a.xlsx").write_bytes(b"isi")
    os.utime(tmp_path / "a.xlsx", (EARLY.timestamp(), EARLY.timestamp()))
    shutil.copy2(tmp_path / "a.xlsx", desk.inbox / "a.xlsx")  # cp -p
    (one,) = desk.look()
    assert one.received_at == LATE
    assert one.stated_at == EARLY


def test_a_late_file_out_of_a_zip_is_late(desk: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("a.xlsx", (2025, 1, 2, 3, 4, 6)), b"isi")
    desk.look()
    desk.now = LATE
    shutil.unpack_archive(tmp_path / "a.zip", desk.inbox)
    assert desk.received() == {"a.xlsx": LATE}


def test_a_folder_moved_into_the_inbox_was_received_after_the_last_look(desk: Desk, tmp_path: Path) -> None:
    """The files of a folder that is moved keep even their change time."""
    desk.put("nanti/a.xlsx")
    (desk.inbox / "nanti").rename(tmp_path / "nanti")
    desk.now = EARLY + timedelta(hours=3)
    desk.look()
    desk.now = LATE
    (tmp_path / "nanti").rename(desk.inbox / "nanti")
    assert desk.received() == {"nanti/a.xlsx": EARLY + timedelta(hours=3)}


def test_what_was_seen_before_stays_received_then(desk: Desk) -> None:
    path = desk.put("a.xlsx")
    assert desk.received() == {"a.xlsx": EARLY}
    desk.now = LATE
    path.touch()
    path.chmod(0o600)
    assert desk.received() == {"a.xlsx": EARLY}


def test_a_file_put_between_two_looks_is_received_when_it_was_put(desk: Desk) -> None:
    desk.look()
    desk.now = EARLY + timedelta(minutes=4)
    desk.put("a.xlsx")
    desk.now = EARLY + timedelta(minutes=10)
    assert desk.received() == {"a.xlsx": EARLY + timedelta(minutes=4)}


def test_a_renamed_file_was_received_under_its_first_name(desk: Desk) -> None:
    path = desk.put("a.xlsx")
    desk.look()
    desk.now = LATE
    path.rename(desk.inbox / "b.xlsx")
    path.with_name("b.xlsx").touch()
    assert desk.received() == {"b.xlsx": EARLY}


def test_a_file_replaced_by_a_rename_is_received_when_it_was_replaced(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.xlsx", b"satu")
    desk.look()
    desk.now = LATE
    (tmp_path / "baru").write_bytes(b"dua")
    os.replace(tmp_path / "baru", desk.inbox / "a.xlsx")
    assert desk.received() == {"a.xlsx": LATE}


def test_an_inbox_restored_from_a_backup_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.xlsx", b"satu")
    desk.put("b.xlsx", b"dua")
    before = desk.received()
    shutil.move(desk.inbox, tmp_path / "cadangan")
    desk.now = LATE
    desk.inbox.mkdir()
    assert desk.received() == {}
    shutil.copytree(tmp_path / "cadangan", desk.inbox, dirs_exist_ok=True)
    assert desk.received() == before
    assert len(desk.ledger.rows(arrivals)) == 2


def test_a_clock_that_jumps_back_puts_nothing_into_the_future(desk: Desk) -> None:
    desk.now = LATE
    desk.look()
    desk.now = EARLY
    desk.put("a.xlsx")
    assert desk.received() == {"a.xlsx": EARLY}
    desk.now = EARLY - timedelta(hours=1)
    desk.put("b.xlsx")
    desk.now = EARLY - timedelta(hours=2)  # the file's disk is ahead
    assert desk.received()["b.xlsx"] == desk.now


@pytest.mark.parametrize("read_between", [True, False])
def test_a_clock_that_is_set_back_between_two_files_changes_nothing_of_which_came_last(
    desk: Desk, read_between: bool
) -> None:
    for name, content, now in (("a.xlsx", b"one", EARLY), ("b.xlsx", b"two", EARLY - timedelta(minutes=10))):
        desk.now = now
        desk.put(name, content)
        if read_between:
            desk.take_in(one=Book(), two=other())
        else:
            desk.look()
    for later in (EARLY, EARLY + timedelta(hours=1), LATE):
        desk.now = later
        desk.take_in(one=Book(), two=other())
        assert desk.counted() == ["b.xlsx"]
    assert desk.received() == {"a.xlsx": EARLY, "b.xlsx": EARLY - timedelta(minutes=10)}


def test_what_a_clock_that_was_ahead_has_recorded_is_told_until_it_counts(desk: Desk) -> None:
    desk.now, right = EARLY + timedelta(days=3650), EARLY
    desk.put("a.xlsx", b"one")
    desk.take_in(one=Book())
    desk.now = right
    assert desk.counted() == []
    told = "1 kiriman tercatat dengan waktu yang belum tiba dan belum dihitung: jam mesin pernah terlalu maju"
    assert board_of(desk.ledger, Quarter("62", PERIOD, right), right).lines["Jam"] == told
    assert ahead(desk.ledger, "62", right + timedelta(days=3650)) == ""


def test_no_date_that_a_sender_sets_is_a_time_of_receipt(desk: Desk) -> None:
    """With the system's own clock and change time."""
    desk.put("lama.xlsx", b"satu", dated=EARLY)
    desk.put("nanti.xlsx", b"dua", dated=datetime(2100, 1, 1, tzinfo=UTC))
    before = datetime.now(UTC)
    for one in look(desk.ledger, desk.inbox, desk.site, SYSTEM).arrivals:
        assert abs(one.received_at - before) < timedelta(minutes=1)
        assert one.stated_at.year in (2025, 2100)


def test_on_a_new_home_the_first_look_believes_the_change_time(desk: Desk) -> None:
    desk.put("a.xlsx")
    desk.now = LATE
    assert desk.received() == {"a.xlsx": EARLY}


def test_a_look_that_fails_over_a_file_did_not_see_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.look()
    desk.now += timedelta(hours=1)
    desk.put("a.xlsx")
    with monkeypatch.context() as broken:
        broken.setattr(inbox_module, "digest_of", lambda path: 1 / 0)
        assert desk.look() == []
    assert [json.loads(row.unread) for row in desk.ledger.rows(looks)] == [[], ["a.xlsx"]]
    put, desk.now = desk.now, LATE
    assert desk.received() == {"a.xlsx": put}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_said_by_the_system(desk: Desk) -> None:
    desk.put("tertutup/a.xlsx").parent.chmod(0)
    assert desk.look() == []
    assert json.loads(desk.ledger.rows(looks)[0].unread) == ["tertutup"]


def closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    walk = os.walk

    def refused(top: Path, onerror: Callable[[OSError], None]):
        for where, folders, names in walk(top):
            if Path(where) == folder:
                onerror(PermissionError(13, "Permission denied", where))
            else:
                yield where, folders, names

    monkeypatch.setattr(inbox_module.os, "walk", refused)


def test_an_unreadable_folder_was_not_looked_at(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in it came after the last look that could read it, not after the last look."""
    desk.look()
    folder = desk.put("kab/a.xlsx").parent
    desk.put("b.xlsx")
    with monkeypatch.context() as refused:
        closed(refused, folder)
        desk.now += timedelta(hours=1)
        assert desk.received() == {"b.xlsx": EARLY}
    assert [json.loads(row.unread) for row in desk.ledger.rows(looks)] == [[], ["kab"]]
    desk.now = LATE
    assert desk.received() == {"b.xlsx": EARLY, "kab/a.xlsx": EARLY}


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = -1
    return book


def other() -> Book:
    book = Book()
    book["Penerima", "G9"] = 900
    return book


def test_a_corrected_file_with_an_older_date_beats_the_rejected_one(desk: Desk) -> None:
    desk.put("a.xlsx", b"one", dated=EARLY)
    desk.take_in(one=faulty())
    assert desk.counted() == []
    desk.now += timedelta(hours=1)
    desk.put("a.xlsx", b"two", dated=EARLY - timedelta(days=9))
    desk.take_in(two=Book())
    assert desk.counted() == ["a.xlsx"]
    assert list(desk.ledger.files("62", PERIOD, desk.now)["status"]) == ["ditolak", "diterima"]


def test_a_corrected_file_beats_an_accepted_one_that_has_a_later_name_and_date(desk: Desk) -> None:
    desk.put("z.xlsx", b"one", dated=LATE)
    desk.take_in(one=Book())
    desk.now += timedelta(hours=1)
    desk.put("a.xlsx", b"two", dated=EARLY - timedelta(days=9))
    desk.take_in(two=other())
    assert desk.counted() == ["a.xlsx"]


def test_of_one_second_the_one_that_was_recorded_last_counts_whatever_its_name(desk: Desk) -> None:
    desk.put("z.xlsx", b"one")
    desk.look()
    desk.put("a.xlsx", b"two")
    desk.take_in(one=Book(), two=other())
    assert desk.counted() == ["a.xlsx"]
    assert list(desk.ledger.files("62", PERIOD, desk.now)["file_name"]) == ["z.xlsx", "a.xlsx"]


def test_two_files_of_one_second_with_other_content_are_told(desk: Desk) -> None:
    """Which of them was sent last nobody knows; the report names both, and the run says whom to ask."""
    desk.put("14 62.01 FINAL.xlsx", b"one")
    desk.put("14 62.01.xlsx", b"two")
    desk.take_in(one=Book(), two=other())
    quarter = Quarter("62", PERIOD, desk.now)
    consolidated = gather(desk.ledger, quarter, desk.site.of_province("62"))
    counted = desk.counted()[0]
    assert consolidated.tied == {"62.01": ("14 62.01 FINAL.xlsx", "14 62.01.xlsx")}
    assert counted == "14 62.01.xlsx"
    told = "62.01 14 62.01 FINAL.xlsx, 14 62.01.xlsx (dihitung: 14 62.01.xlsx)"
    assert any(told in note for note in intake(facts_of(consolidated)).notes)
    assert told in board_of(desk.ledger, quarter, desk.now).lines["Tanyakan pengirim"]
    ended = summarise(consolidated)
    assert ended.state == "Perlu tindakan"
    assert "62.01 mengirim berkas berbeda isi pada detik yang sama" in ended.outcome
    desk.now += timedelta(hours=1)
    desk.put("mana.xlsx", b"three")
    desk.take_in(three=Book())
    later = replace(quarter, as_of=desk.now)
    assert gather(desk.ledger, later, desk.site.of_province("62")).tied == {}


def test_an_older_file_put_over_a_newer_one_counts_whatever_name_it_had(desk: Desk) -> None:
    for name, content in (("zz.xlsx", b"one"), ("aa.xlsx", b"two"), ("aa.xlsx", b"one")):
        desk.put(name, content)
        desk.take_in(one=Book(), two=other())
        desk.now += timedelta(hours=1)
    files = desk.ledger.files("62", PERIOD, desk.now)
    assert list(files["status"].eq(DUPLICATE)) == [False, False, False]
    assert files["sha256"].iloc[0] == files["sha256"].iloc[2]
    quarter = Quarter("62", PERIOD, desk.now)
    assert gather(desk.ledger, quarter, desk.site.of_province("62")).resent == {}


def test_older_content_under_a_name_of_its_own_is_not_counted_and_its_sender_is_to_be_asked(desk: Desk) -> None:
    """A copy that somebody put beside, or a decision to go back: nobody knows which."""
    for name, content in (("a.xlsx", b"one"), ("b.xlsx", b"two"), ("salinan.xlsx", b"one")):
        desk.put(name, content)
        desk.take_in(one=Book(), two=other())
        desk.now += timedelta(hours=1)
    quarter = Quarter("62", PERIOD, desk.now)
    consolidated = gather(desk.ledger, quarter, desk.site.of_province("62"))
    assert desk.counted() == ["b.xlsx"]
    assert consolidated.resent == {"62.01": ("salinan.xlsx",)}
    told = "isi kiriman lama datang lagi sesudah kiriman yang dihitung: 62.01 salinan.xlsx"
    assert any(told in note for note in intake(facts_of(consolidated)).notes)
    assert told in board_of(desk.ledger, quarter, desk.now).lines["Tanyakan pengirim"]
    assert "62.01 mengirim lagi isi lama" in summarise(consolidated).outcome
    desk.put("c.xlsx", b"three")
    desk.take_in(three=Book())
    later = replace(quarter, as_of=desk.now)
    assert gather(desk.ledger, later, desk.site.of_province("62")).resent == {}


def test_content_that_returns_to_its_name_is_a_new_revision(desk: Desk) -> None:
    for content in (b"one", b"two", b"one", b"two"):
        desk.put("a.xlsx", content)
        desk.take_in(one=Book(), two=other())
        desk.take_in(one=Book(), two=other())
        desk.now += timedelta(hours=1)
    files = desk.ledger.files("62", PERIOD, desk.now)
    assert list(files["revision"]) == [1, 2, 3, 4]
    assert list(files["file_name"]) == [
        *("a.xlsx", "a.xlsx", "a.xlsx (isi lama dikirim lagi)", "a.xlsx (isi lama dikirim lagi)")
    ]
    assert list(files["received_at"]) == [EARLY + timedelta(hours=hours) for hours in range(4)]
    assert set(files["status"]) <= {*COUNTING}
    assert desk.counted() == ["a.xlsx (isi lama dikirim lagi)"]
    assert list(files["sha256"])[1] == submissions_of(counting(files))["sha256"].iloc[0]


def test_what_the_ledger_held_before_there_were_looks_stays_as_it_was(desk: Desk) -> None:
    path = desk.put("a.xlsx", b"one", dated=EARLY - timedelta(days=30))
    old = Arrival(path, "a.xlsx", inbox_module.digest_of(path), 3, file_date(path.stat()))
    recorded = take(old, path, Book().raw())
    take_in(desk.ledger, [recorded], Context(AS_OF, "62", PERIOD), desk.site.of_province("62"))
    before = desk.ledger.files("62", PERIOD, AS_OF)
    desk.take_in()
    assert desk.ledger.files("62", PERIOD, AS_OF).equals(before)
    assert desk.received() == {"a.xlsx": EARLY - timedelta(days=30)}
    desk.put("a.xlsx", b"two")
    desk.take_in(two=other())
    desk.now += timedelta(hours=1)
    desk.put("a.xlsx", b"one")
    desk.take_in(one=Book())
    assert desk.counted() == ["a.xlsx (isi lama dikirim lagi)"]


def test_two_looks_at_once_note_a_file_once(desk: Desk) -> None:
    desk.put("a.xlsx")
    rows = desk.ledger.rows

    def meanwhile(table: object, **same: object) -> list:
        """Another process looks between this one's question and its answer."""
        found = rows(table, **same)
        if table is arrivals and not found and desk.ledger.rows is meanwhile:
            desk.ledger.rows = rows
            desk.look()
        return found

    desk.ledger.rows = meanwhile
    assert len(desk.look()) == 1
    assert len(rows(arrivals)) == 1


def test_what_has_not_changed_is_not_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.xlsx", b"satu")
    hashes: dict = {}
    clock = Clock(lambda: desk.now, desk._lies_since)
    read, digest = [], inbox_module.digest_of
    monkeypatch.setattr(inbox_module, "digest_of", lambda path: read.append(path.name) or digest(path))
    for _ in range(3):
        look(desk.ledger, desk.inbox, desk.site, clock, hashes)
    assert read == ["a.xlsx"]
    desk.put("a.xlsx", b"lain")
    (one,) = look(desk.ledger, desk.inbox, desk.site, clock, hashes).arrivals
    assert (read, one.turn) == (["a.xlsx", "a.xlsx"], 1)


def test_the_service_looks_by_itself_and_a_look_that_fails_ends_nothing(desk: Desk) -> None:
    shutil.rmtree(desk.inbox)
    with looking(desk.site, seconds=0.05):
        time.sleep(0.2)
        assert desk.ledger.rows(looks) == []
        desk.inbox.mkdir()
        desk.put("a.xlsx")
        eventually = time.monotonic() + 10
        while not desk.ledger.rows(arrivals):
            assert time.monotonic() < eventually
            time.sleep(0.05)
    (row,) = desk.ledger.rows(arrivals)
    lies_since = datetime.fromtimestamp((desk.inbox / "a.xlsx").stat().st_ctime, UTC)
    assert row.received_at == lies_since.isoformat(timespec="seconds")
    assert len(desk.ledger.rows(looks)) >= 1

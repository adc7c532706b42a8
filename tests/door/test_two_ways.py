"""The same bytes by two ways, and a clock that is set back: what was sent last counts, since it first was here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from config.settings import Settings, settings
from schemas.ledger import submissions
from tasks.answer.receipt_check import verify
from tasks.compute.counting import counting, sent_files, submissions_of
from tasks.compute.gather import submission_states
from tasks.home.clock import Clock as LookingClock
from tasks.home.receipt_keys import keys_of_site
from tasks.intake.arrivals import look, news
from tasks.intake.earlier_reports import take_in
from tasks.intake.inbox import archive
from tasks.intake.take_in import Context, read_arrivals
from tasks.ledger.quarter import Quarter
from tests.door_visitors import PERIOD, Clock, Visitor, negative, open_door, other, workbook

pytestmark = pytest.mark.whole  # a door and a site of its own for each

REASON = "Ada angka yang keliru"
FIRST, SECOND, FAULTY = workbook, partial(workbook, change=other), partial(workbook, change=negative)
DEADLINE = Quarter("62", PERIOD, datetime.now().astimezone()).deadline


@dataclass
class Site:
    """A door and an inbox of one home, by one clock."""

    site: Settings
    clock: Clock
    clerk: Visitor
    put_at: dict[int, datetime] = field(default_factory=dict)

    @property
    def ledger(self):
        return self.clerk.desk.ledger

    def put(self, content: bytes, name: str) -> None:
        path = self.site.inbox / name
        path.write_bytes(content)
        os.utime(path, (0, 0))  # what its sender says of its date is no proof of anything
        self.put_at[path.stat().st_ino] = self.clock.now

    def send(self, content: bytes, name: str = "laporan.xlsx") -> str:
        return self.clerk.bring_and_send(content, name, REASON).text

    def run(self) -> None:
        """What a night takes in."""
        clock = LookingClock(self.clock, lambda status: self.put_at[status.st_ino])
        new = news(look(self.ledger, self.site.inbox, self.site, clock), "62", self.ledger.known("62"))
        read = read_arrivals([(one, archive(one, self.site.archive)) for one in new], self.site.limits)
        take_in(self.ledger, read, Context(self.clock.now, "62", PERIOD), self.site.of_province("62"))

    def quarter(self) -> Quarter:
        return Quarter("62", PERIOD, self.clock.now + timedelta(seconds=2))

    def counted(self) -> list[tuple[bytes, datetime]]:
        """The content in force, and since when it is here."""
        rows = submissions_of(counting(sent_files(self.ledger, self.quarter()))).itertuples()
        by_digest = {sha256(one).hexdigest(): one for one in (FIRST(), SECOND(), FAULTY())}
        return [(by_digest[row.sha256], row.received_at.to_pydatetime()) for row in rows]

    def state(self) -> pd.Series:
        states = submission_states(sent_files(self.ledger, self.quarter()), self.quarter())
        return states.set_index("regency_code").loc["62.01"]


@contextmanager
def open_site() -> Iterator[Site]:
    clock = Clock(DEADLINE - timedelta(minutes=2))
    with open_door(clock) as (desk, client):
        desk.site.inbox.mkdir(parents=True, exist_ok=True)
        yield Site(settings(), clock, Visitor(desk, client))


@contextmanager
def home_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPM_HOME", str(folder / "home"))
        patched.setenv("SPM_SETTLE_SECONDS", "0")
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture
def site(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("SPM_SETTLE_SECONDS", "0")
    with open_site() as opened:
        yield opened


def test_a_clock_that_is_set_back_between_two_sendings_changes_nothing_of_which_was_last(site: Site) -> None:
    site.send(FIRST())
    sent = site.clock.now
    site.clock.now -= timedelta(minutes=10)
    page = site.send(SECOND())
    assert "Laporan diterima" in page
    assert site.counted() == [(SECOND(), site.clock.now)]
    shown = site.clerk.get("/").text
    assert shown.index("kiriman ke-2") < shown.index("kiriman ke-1"), "the first one is still there"
    assert "waktu yang belum tiba" in shown
    assert "waktu ini belum tiba" in site.clerk.get("/kiriman/1").text.lower()
    back = site.clock.now
    for later in (sent, sent + timedelta(hours=1)):
        site.clock.now = later
        site.run()
        assert site.counted() == [(SECOND(), back)]
    receipts = [site.clerk.get(f"/kiriman/{one}/tanda-terima.html").content for one in (1, 2)]
    assert all(verify(one, keys_of_site(site.site.home), site.ledger).sound for one in receipts)


@pytest.mark.parametrize("name", ["laporan.xlsx", "nama lain.xlsx"])
@pytest.mark.parametrize("read_first", [True, False])
def test_who_sends_again_after_the_deadline_what_was_here_before_it_is_on_time(
    site, name: str, read_first: bool
) -> None:
    put = site.clock.now
    site.put(FIRST(), name)
    if read_first:
        site.run()
    site.clock.now = DEADLINE + timedelta(minutes=5)
    site.send(FIRST())
    receipt = site.clerk.get("/kiriman/1/tanda-terima.html").content
    site.run()
    site.run()
    assert site.counted() == [(FIRST(), put)]
    assert bool(site.state()["on_time"])
    assert verify(receipt, keys_of_site(site.site.home), site.ledger).sound, "what it says is still so"
    assert len(site.ledger.rows(submissions)) == (1 if read_first else 2)
    assert site.clerk.get("/").text.count("<b>berlaku</b>") == 1


def test_who_asked_first_and_was_recorded_after_a_night_had_seen_the_same_is_the_earlier(site, monkeypatch) -> None:
    """The clerk presses Kirim at 23.59.50, the ledger is busy, and meanwhile a run takes in the copy of 00.00.10."""
    errand, asked = site.clerk.checked(FIRST()), site.clock.now
    with monkeypatch.context() as busy:
        busy.setattr("tasks.door.send._record", lambda *_: 1 / 0)
        site.clerk.send(*errand)
    site.clock.now = DEADLINE + timedelta(seconds=10)
    site.put(FIRST(), "laporan.xlsx")
    site.run()
    site.clock.now += timedelta(seconds=10)
    assert "Laporan diterima" in site.clerk.send(*errand).text
    assert site.counted() == [(FIRST(), asked)]
    site.run()
    assert site.counted() == [(FIRST(), asked)]


def test_a_rejected_file_in_between_makes_nobody_late(site) -> None:
    site.put(FIRST(), "laporan.xlsx")
    put = site.clock.now
    for content in (FAULTY(), FIRST()):
        site.clock.now = max(site.clock.now, DEADLINE) + timedelta(minutes=1)
        site.send(content)
    site.run()
    assert site.counted() == [(FIRST(), put)]


def test_who_goes_back_to_an_earlier_report_after_the_deadline_is_late(site) -> None:
    site.put(FIRST(), "laporan.xlsx")
    site.run()
    for content in (SECOND(), FIRST()):
        site.clock.now = max(site.clock.now, DEADLINE) + timedelta(minutes=1)
        site.send(content)
    site.run()
    assert site.counted() == [(FIRST(), site.clock.now)]


Event = tuple[str, bytes]
WAYS = st.sampled_from(["door", "inbox"])
EVENTS = st.lists(
    st.tuples(WAYS, st.deferred(lambda: st.sampled_from([FIRST(), SECOND(), FAULTY()]))), min_size=2, max_size=6
)


def in_force(events: list[Event]) -> tuple[bytes, int] | None:
    """The content that counts after these, and the number of the event since which it does. What lies in the inbox
    under one more name and was here before says nothing: a copy put aside, or a decision to go back."""
    last, seen = None, set()
    for number, (way, content) in enumerate(events):
        again = way == "inbox" and content in seen
        if content != FAULTY() and not again and (last is None or last[0] != content):
            last = content, number
        seen.add(content)
    return last


@examples(max_examples=4, deadline=None, derandomize=True)
@given(EVENTS, st.sets(st.integers(0, 5)), st.integers(0, 3))
def test_what_counts_and_since_when_depends_on_no_order_in_which_it_is_read(
    events: list[Event], read_after: set[int], alike: int
) -> None:
    """`read_after` are the events after which a run takes in what lies there; one file of the inbox is called as what
    comes by the door."""
    with TemporaryDirectory() as home, home_in(Path(home)), open_site() as site:
        began = site.clock.now
        for number, (way, content) in enumerate(events):
            site.clock.now = began + timedelta(minutes=number)
            name = "laporan.xlsx" if way == "door" or number == alike else f"{number}.xlsx"
            (site.send if way == "door" else site.put)(content, name)
            if number in read_after:
                site.run()
        site.run()
        expected = in_force(events)
        counted = site.counted()
        assert [content for content, _ in counted] == ([expected[0]] if expected else [])
        for content, since in counted:
            assert since <= began + timedelta(minutes=expected[1]), "nobody is later than was proven"
            assert (since - began) / timedelta(minutes=1) in [n for n, one in enumerate(events) if one[1] == content]

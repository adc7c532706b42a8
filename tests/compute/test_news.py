"""What changed since the quarter's report was last published."""

from datetime import timedelta

import pytest

from schemas.ledger import publications
from schemas.movement import News
from tests.builders import AS_OF, Book
from tests.compute.test_gather import PERIOD, faulty, gathered, sent
from tests.compute.test_gather import ledger as ledger

pytestmark = pytest.mark.whole

EARLY, MIDDLE = 1.0, 5.0
"""Days after the first submission at which reports are published."""


def published(ledger, days: float) -> None:
    moment = AS_OF + timedelta(days=days)
    same = {"province_code": "62", "period": PERIOD.key, "as_of": moment, "published_at": moment, "final": False}
    ledger.append(publications, **same, data="", circumstances="", manifest="")


def found(ledger, tmp_path, days: float = 20.0) -> News | None:
    return gathered(ledger, tmp_path, days)[0].news


def half(**identity) -> Book:
    """Everything is served but half of the infants."""
    book = Book(**identity)
    book["Penerima", "G6"] = 500
    return book


def test_before_the_first_publication_nothing_is_new(ledger, tmp_path):
    ledger.record("62", [sent(Book(), "a")])
    published(ledger, 20.0)  # the very report that is being made again
    assert found(ledger, tmp_path) is None


def test_who_joined_and_who_sent_other_figures_is_named_with_the_index_then_and_now(ledger, tmp_path):
    ledger.record("62", [sent(half(), "a")])
    published(ledger, EARLY)
    ledger.record(
        "62",
        [sent(Book(), "b", days=2), sent(Book(regency_code="62.02", regency_name="Kotawaringin Timur"), "c", days=2)],
    )
    news = found(ledger, tmp_path)
    assert (news.counted, news.joined, news.replaced, news.left) == (1, ("62.02",), ("62.01",), ())
    assert news.then < news.now == 100
    assert news.since == AS_OF + timedelta(days=EARLY)


def test_who_stands_where_they_stood_is_told_from_whose_rank_another_one_moved(ledger, tmp_path):
    def of(number: int, served: int) -> Book:
        book = Book(
            regency_code=f"62.0{number}",
            regency_name=("Kotawaringin Barat", "Kotawaringin Timur", "Kapuas")[number - 1],
        )
        book["Penerima", "G6"] = served
        return book

    ledger.record("62", [sent(of(1, 500), "a"), sent(of(2, 900), "b"), sent(of(3, 400), "c")])
    published(ledger, EARLY)
    ledger.record("62", [sent(of(1, 600), "d", days=2)])
    assert found(ledger, tmp_path).alike == ("62.02", "62.03")
    published(ledger, MIDDLE)
    ledger.record("62", [sent(of(1, 300), "e", days=6)])
    assert found(ledger, tmp_path).alike == ("62.02",)


def test_a_file_that_was_rejected_since_is_told_and_changes_no_figure(ledger, tmp_path):
    ledger.record("62", [sent(Book(), "a")])
    published(ledger, EARLY)
    ledger.record("62", [sent(faulty(), "b", days=2)])
    news = found(ledger, tmp_path)
    assert (news.kept, news.rejected, news.joined, news.replaced) == (("62.01",), (), (), ())
    assert news.then == news.now == 100


def test_what_was_rejected_and_mended_since_joined_and_is_no_rejected_one(ledger, tmp_path):
    """Both were told of it: who is counted, and that the file was rejected."""
    ledger.record("62", [sent(Book(regency_code="62.02", regency_name="Kotawaringin Timur"), "a")])
    published(ledger, EARLY)
    ledger.record("62", [sent(faulty(), "b", days=2)])
    ledger.record("62", [sent(Book(), "c", days=3)])
    news = found(ledger, tmp_path)
    assert (news.joined, news.rejected, news.kept) == (("62.01",), (), ())


def test_only_what_came_after_the_last_publication_is_news(ledger, tmp_path):
    ledger.record("62", [sent(faulty(), "a")])
    published(ledger, EARLY)
    ledger.record("62", [sent(Book(), "b", days=2)])
    published(ledger, MIDDLE)
    news = found(ledger, tmp_path)
    assert (news.joined, news.rejected, news.kept, news.counted) == ((), (), (), 1)


@pytest.mark.parametrize(("days", "since"), [(3.0, EARLY), (20.0, MIDDLE)])
def test_a_report_of_a_past_moment_tells_what_was_news_then(ledger, tmp_path, days, since):
    ledger.record("62", [sent(Book(), "a")])
    published(ledger, MIDDLE)
    published(ledger, EARLY)
    assert found(ledger, tmp_path, days).since == AS_OF + timedelta(days=since)

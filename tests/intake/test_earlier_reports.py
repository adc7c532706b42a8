"""With what a submission is compared: the report that counted when it was received, whatever the order of files."""

from datetime import timedelta
from itertools import permutations

import pytest

from config import catalogue
from config.settings import settings
from schemas.finding import Severity
from schemas.frames import COUNTING
from schemas.period import Period
from schemas.submission import Arrival
from tasks.forms.samples import write_samples
from tasks.intake.earlier_reports import earlier_reports, take_in
from tasks.intake.replaced_reports import replaced_reports
from tasks.intake.take_in import Context, read_arrivals
from tasks.judge.against_earlier import COMPARED
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book, taken

pytestmark = pytest.mark.whole

SITE = settings().of_province("62")
CONTEXT = Context(AS_OF + timedelta(days=30), "62", Period(2024, 4))


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(quarter: int, served: object, day: float, year: int = 2024, **identity: object):
    """A report with so many served in K-DIK-01 (everybody in the other services), and other money in each quarter."""
    book = Book(year=year, quarter=quarter, **identity)
    book.sheets["Penerima"][5][6:9] = served, "", ""
    for row in book.sheets["Anggaran"][5:]:
        row[4:6] = 90_000_000 * quarter, ""
    name = f"{year}-TW{quarter} {served} {day}.xlsx"
    return taken(book, file_name=name, sha256=name, received=AS_OF + timedelta(days=day))


def told(checked) -> dict[str, list[str]]:
    """File name -> its sentences of H01."""
    return {
        one.arrival.file_name: [finding.message for finding in one.findings if finding.rule == "H01"] for one in checked
    }


def compared_with(ledger, *batch) -> list[str]:
    """What the last of the batch is told to have reported before; each batch is taken in at once."""
    *_, last = batch
    (messages,) = [found for name, found in told(take_in(ledger, list(batch), CONTEXT, SITE)).items()
                   if name == last.arrival.file_name]  # fmt: skip
    return [message.split("lebih rendah dari ")[1].split(", padahal")[0] for message in messages]


def test_the_next_quarter_is_compared_with_what_was_recorded(ledger):
    take_in(ledger, [sent(3, 900, 0)], CONTEXT, SITE)
    assert compared_with(ledger, sent(4, 800, 1)) == ["900 pada laporan Triwulan III Tahun 2024"]
    ids = [int(id_) for id_ in ledger.files("62", Period(2024, 4), CONTEXT.as_of)["id"]]
    (recorded,) = ledger.findings(ids).values()
    assert [one.rule for one in recorded if one.rule[0] == "H"] == ["H01"]


def test_the_nearest_quarter_that_was_accepted_counts(ledger):
    batch = [sent(1, 950, 0), sent(2, 900, 1), sent(3, -1, 2)]
    assert compared_with(ledger, *batch, sent(4, 800, 3)) == ["900 pada laporan Triwulan II Tahun 2024"]


def test_a_new_year_begins_at_nothing(ledger):
    assert compared_with(ledger, sent(4, 900, 0, year=2023), sent(1, 100, 1)) == []


def test_also_beside_a_report_of_the_year_before_a_new_year_begins_at_nothing(ledger):
    take_in(ledger, [sent(1, 900, 0, year=2023), sent(4, 950, 1, year=2023)], CONTEXT, SITE)
    found = earlier_reports(ledger, [sent(2, 100, 2, year=2023), sent(1, 100, 2)], CONTEXT, SITE)
    ((_, _, period, _), report), *others = found.items()
    assert (period, report.period, others) == (Period(2023, 2), Period(2023, 1), [])


def test_a_copy_of_last_years_same_quarter_is_told_with_its_period(ledger):
    batch = [sent(4, 900, 0, year=2023), sent(3, 900, 1), sent(4, 900, 2), sent(1, 900, 3, year=2025)]
    found = {one.arrival.file_name: one.findings for one in take_in(ledger, batch, CONTEXT, SITE)}
    told = {name: [one.message for one in findings if one.rule == "H03"] for name, findings in found.items()}
    ((copied, (message,)),) = ((name, messages) for name, messages in told.items() if messages)
    assert copied == "2024-TW4 900 2.xlsx"
    assert "sama persis dengan laporan Triwulan IV Tahun 2023" in message


def test_the_latest_accepted_revision_counts(ledger):
    batch = [sent(3, 900, 0), sent(3, 850, 1), sent(3, -1, 2)]
    assert compared_with(ledger, *batch, sent(4, 800, 3)) == ["850 pada laporan Triwulan III Tahun 2024"]


def test_a_report_is_not_compared_with_one_that_came_after_it(ledger):
    assert compared_with(ledger, sent(3, 900, 5), sent(4, 800, 1)) == []


def test_each_revision_is_compared_with_what_was_known_when_it_came(ledger):
    batch = [sent(3, 900, 0), sent(4, 800, 1), sent(3, 850, 2), sent(4, 801, 3)]
    found = told(take_in(ledger, batch, CONTEXT, SITE))
    assert "dari 900 pada" in found["2024-TW4 800 1.xlsx"][0]
    assert "dari 850 pada" in found["2024-TW4 801 3.xlsx"][0]


def test_neither_the_order_of_files_nor_the_night_they_came_in_changes_anything(tmp_path):
    batch = [sent(3, 900, 0), sent(4, 800, 1), sent(3, 850, 2), sent(4, 790, 3)]
    expected = told(take_in(Ledger(f"sqlite:///{tmp_path / 'at once.db'}"), batch, CONTEXT, SITE))
    for number, order in enumerate(list(permutations(batch))[1::8]):
        ledger = Ledger(f"sqlite:///{tmp_path / str(number)}.db")
        assert told(take_in(ledger, list(order), CONTEXT, SITE)) == expected
    ledger, nightly = Ledger(f"sqlite:///{tmp_path / 'nightly.db'}"), {}
    for one in batch:
        nightly |= told(take_in(ledger, [one], CONTEXT, SITE))
    assert nightly == expected


def test_what_is_read_again_later_is_compared_with_the_same(ledger):
    fourth = sent(4, 800, 1)
    take_in(ledger, [sent(3, 900, 0), fourth], CONTEXT, SITE)
    before = earlier_reports(ledger, [fourth], CONTEXT, SITE)
    take_in(ledger, [sent(3, 700, 9)], CONTEXT, SITE)
    (was,), (now,) = before.values(), earlier_reports(ledger, [fourth], CONTEXT, SITE).values()
    assert now.period == was.period
    assert all(now.figures[key].equals(was.figures[key]) for key in COMPARED)


def test_where_a_province_rejects_by_it_the_quarter_before_that_counts(ledger):
    strict = SITE.model_copy(update={"severity": {"H01": Severity.ERROR}})
    batch = [sent(2, 900, 0), sent(3, 800, 1), sent(4, 850, 2)]
    checked = take_in(ledger, batch, CONTEXT, strict)
    assert [one.status for one in checked][1:] == ["ditolak", "ditolak"]
    assert "dari 900 pada laporan Triwulan II " in told(checked)["2024-TW4 850 2.xlsx"][0]


def test_a_province_is_read_from_the_ledger_at_once(ledger, monkeypatch):
    regions = catalogue.regencies("62").head(5)
    names = [{"regency_code": one.code, "regency_name": one.name} for one in regions.itertuples()]
    take_in(ledger, [sent(3, 900, number, **one) for number, one in enumerate(names)], CONTEXT, SITE)
    read, asked = Ledger.figures, []
    monkeypatch.setattr(Ledger, "figures", lambda self, key, ids: asked.append(ids) or read(self, key, ids))
    found = told(take_in(ledger, [sent(4, 800, 9 + at, **one) for at, one in enumerate(names)], CONTEXT, SITE))
    assert [len(messages) for messages in found.values()] == [1] * 5
    assert len(asked) == len(COMPARED)
    assert {len(ids) for ids in asked} == {5}


def test_a_made_up_province_has_no_warning_from_one_quarter_to_the_next(ledger, tmp_path):
    site, compared = settings(), []
    for quarter in (3, 4):
        inbox, period = tmp_path / str(quarter), Period(2024, quarter)
        samples = write_samples("65", period, inbox)
        archived = [(_arrival(inbox / one.file_name, one.arrived_at), inbox / one.file_name) for one in samples]
        read, context = read_arrivals(archived, site.limits), Context(CONTEXT.as_of, "65", period)
        compared += earlier_reports(ledger, read, context, SITE)
        accepted = [one for one in take_in(ledger, read, context, SITE) if one.status in COUNTING]
        assert [finding for one in accepted for finding in one.findings if finding.rule[0] == "H"] == []
    assert len(compared) >= 3


def _arrival(path, received) -> Arrival:
    return Arrival(path, path.name, path.name, path.stat().st_size, received)


def named(quarter: int, said: int, day: float, served: int = 900, title: str = ""):
    """A report of a quarter whose file's name says perhaps another one, and so perhaps does its title."""
    book = Book(quarter=quarter)
    book.sheets["Penerima"][5][6:9] = served, "", ""
    book["Penerima", "A2"] = title
    return taken(book, file_name=f"62.01 TW{said} {day}.xlsx", sha256=f"{day}", received=AS_OF + timedelta(days=day))


def decided(ledger, *batch) -> list[tuple[str, list[str]]]:
    """Status and errors of each of a batch."""
    checked = take_in(ledger, list(batch), CONTEXT, SITE)
    return [
        (one.status, [f"{each.rule} {each.cell}" for each in one.findings if each.severity is Severity.ERROR])
        for one in checked
    ]


@pytest.mark.parametrize(("said", "title"), [(4, ""), (3, "TRIWULAN IV TAHUN 2024")])
def test_a_file_named_or_titled_like_the_next_quarter_replaces_no_report_of_the_last(ledger, said, title):
    """The form of the last quarter filled in again: Identitas went on saying that quarter, whose report was lost."""
    decided(ledger, named(3, 3, 0))
    assert decided(ledger, named(3, said, 1, 950, title)) == [("ditolak", ["I03 C7"])]


def test_of_two_in_one_night_the_doubtful_one_replaces_nothing_either(ledger):
    assert [status for status, _ in decided(ledger, named(3, 3, 0), named(3, 4, 1, 950))][1] == "ditolak"


def test_a_doubtful_name_where_nothing_would_be_lost_is_a_warning(ledger):
    assert decided(ledger, named(3, 4, 0))[0] == ("diterima dengan catatan", [])
    assert decided(ledger, named(4, 3, 1))[0] == ("diterima dengan catatan", [])


def test_the_same_report_read_again_replaces_nothing(ledger):
    first = named(3, 4, 0)
    decided(ledger, first)
    assert replaced_reports(ledger, [first], CONTEXT) == {}

"""Targets that were fixed for the year: what is told of a change, and of whom the fixed ones come from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from config.settings import ProvinceSettings, settings
from schemas.period import Period
from schemas.wording import day_text
from tasks.intake.earlier_reports import beside_earlier, take_in
from tasks.intake.take_in import Context, check
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book, fixed, taken

PLAIN = settings().of_province("62")
LAST_DAY = date(2024, 4, 30)
NOON = datetime(2024, 4, 30, 5, tzinfo=UTC)
"""Of the last day, in Jakarta."""
SITE = PLAIN.model_copy(update={"penetapan": {2024: LAST_DAY}})
OTHER = {"regency_code": "62.02", "regency_name": "Kabupaten Kotawaringin Timur"}
CONTEXT = Context(NOON + timedelta(days=30), "62", Period(2024, 2))


def sent(target: object, day: float, quarter: int = 2, nihil: str = "", **identity: object):
    """A report that has so many to serve in K-DIK-01, received so many days after NOON."""
    book = Book(quarter=quarter, **identity)
    served = target if isinstance(target, int) else 0
    book.sheets["Penerima"][5][5:10] = target, served, "", "", nihil
    for sheet in ("Mutu", "Anggaran") if nihil else ():
        for row in book.sheets[sheet][5:]:
            numbers = slice(6, 8) if sheet == "Mutu" else slice(3, 5)
            row[numbers] = (0, 0) if row[1] == "K-DIK-01" else row[numbers]
    name = f"TW{quarter} {target} {day}.xlsx"
    return taken(book, file_name=name, sha256=name, received=NOON + timedelta(days=day))


def told(ledger: Ledger, *batch, how: ProvinceSettings = SITE) -> list[str]:
    """The sentences of H07 on the last of them, taken in one after the other."""
    for one in batch:
        (checked,) = take_in(ledger, [one], CONTEXT, how)
    return [one.message for one in checked.findings if one.rule == "H07"]


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def test_a_later_change_is_told_with_the_fixed_target_its_report_and_the_day(ledger):
    assert told(ledger, sent(1000, -10, 1), sent(1001, 1)) == [
        "Jumlah yang Harus Dilayani 1.001, padahal sasaran setahun sudah ditetapkan 1.000 (laporan Triwulan I Tahun "
        f"2024, batas penetapan {day_text(LAST_DAY)}). Kembalikan ke sasaran yang ditetapkan, atau jelaskan dasar "
        "perubahannya pada Keterangan."
    ]


@pytest.mark.parametrize(
    ("batch", "why"),
    [
        ([sent(1000, -10, 1), sent(1000, 1)], "nothing changed"),
        ([sent(1000, -10, 1), sent(1001, 0)], "the last day itself is in time"),
        ([sent(1000, 0.9, 1), sent(1001, 2)], "nothing was there on that day"),
        ([sent("", -10, 1), sent(1001, 2)], "what was rejected fixes nothing"),
        ([sent(1000, -10, 1, **OTHER), sent(1001, 2)], "each regency has its own"),
    ],
)
def test_nothing_is_told_where_nothing_was_fixed_or_changed(ledger, batch, why):
    assert told(ledger, *batch) == [], why


def test_the_last_report_of_the_last_day_is_what_is_fixed(ledger):
    assert told(ledger, sent(900, -10, 1), sent(950, -5, 1), sent(950, 3)) == []


def test_a_revision_of_the_same_quarter_is_held_to_it_as_well(ledger):
    assert len(told(ledger, sent(900, -1), sent(950, 3))) == 1


@pytest.mark.parametrize(("was", "now"), [((900, ""), (0, "Ya")), ((0, "Ya"), (900, ""))])
def test_becoming_nihil_and_ceasing_to_be_are_changes(ledger, was, now):
    assert len(told(ledger, sent(was[0], -1, 1, nihil=was[1]), sent(now[0], 3, nihil=now[1]))) == 1


def test_without_a_setting_nothing_is_fixed_and_the_ledger_is_not_asked(ledger):
    one = sent(1001, 3)
    take_in(ledger, [sent(1000, -1, 1)], CONTEXT, SITE)
    assert beside_earlier(ledger, [one], CONTEXT, PLAIN).fixed == {}
    assert len(beside_earlier(ledger, [one], CONTEXT, SITE).fixed) == 1


def test_a_great_change_follows_from_it_and_is_no_finding_of_its_own(ledger):
    batch = sent(1000, -10, 1), sent(1500, 1)
    for one in batch:
        (checked,) = take_in(ledger, [one], CONTEXT, SITE)
    found = {one.rule: one.cause for one in checked.findings if one.rule in ("H02", "H07")}
    assert (found["H07"], found["H02"].startswith("H07")) == ("", True)


def test_it_is_a_warning_and_rejects_nothing():
    book = taken(Book(), received=AS_OF)
    context = fixed(lambda book: book.sheets["Penerima"][5].__setitem__(5, 999))
    (checked,) = check([book], context, PLAIN)
    assert (checked.status, [one.rule for one in checked.findings]) == ("diterima dengan catatan", ["H07"])


@pytest.mark.parametrize("wrong", [{2024: date(2025, 4, 30)}, {24: date(2024, 4, 30)}, {"tahun": date(2024, 4, 30)}])
def test_a_last_day_of_another_year_is_refused(wrong):
    with pytest.raises(ValidationError):
        ProvinceSettings.model_validate(PLAIN.model_dump() | {"penetapan": wrong})


def test_the_day_ends_at_midnight_of_the_province(ledger):
    take_in(ledger, [sent(1000, -10, 1)], CONTEXT, SITE)
    for hours, known in ((11.99, 0), (12.01, 1)):
        assert len(beside_earlier(ledger, [sent(1001, hours / 24)], CONTEXT, SITE).fixed) == known

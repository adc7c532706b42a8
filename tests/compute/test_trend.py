"""The trend: what earlier quarters came to, as the ledger knew it then."""

from datetime import timedelta

import pandas as pd
import pytest

from schemas.period import Period
from tasks.compute.gather import Quarter, gather
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, PROVINSI, Book, checked
from tests.compute.test_gather import SETTINGS

pytestmark = pytest.mark.whole

TW4 = Period(2024, 4)
LATER = AS_OF + timedelta(days=30)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(ledger: Ledger, book: Book, days: float = 0, form: Period = TW4) -> None:
    context = Context(LATER, "62", form)
    name = f"{form} {days}.xlsx"
    received = AS_OF + timedelta(days=days)
    ledger.record("62", [checked(book, context, sha256=name, file_name=name, received=received)])


def book(period: Period, served: int = 1000, **identity: object) -> Book:
    """Every service of bidang KES's first row has a target of 1000."""
    made = Book(year=period.year, quarter=period.quarter, **identity)
    made["Penerima", "G6"] = served
    return made


def trend(ledger: Ledger, tmp_path, as_of=LATER) -> pd.Series:
    moment = as_of.astimezone(Quarter("62", TW4, as_of).zone)
    found = gather(ledger, Quarter("62", TW4, moment), SETTINGS).trend
    return found.set_index(["period", "regency_code", "field_code"])["value"]


def test_a_first_report_has_no_past(ledger, tmp_path):
    sent(ledger, book(TW4))
    assert set(trend(ledger, tmp_path).index.unique("period")) == {"2024-TW4"}


def test_without_any_report_there_is_no_row(ledger, tmp_path):
    assert trend(ledger, tmp_path).empty


def test_every_quarter_since_two_years_has_the_index_it_had(ledger, tmp_path):
    for back, served in ((8, 100), (7, 200), (1, 500), (0, 1000)):
        sent(ledger, book(TW4.back(back), served), days=-back, form=TW4.back(back))
    found = trend(ledger, tmp_path)
    assert list(found.index.unique("period")) == ["2023-TW1", "2024-TW3", "2024-TW4"]
    assert found["2024-TW4", "62.01", "ALL"] == 100
    assert found["2023-TW1", "62.01", "ALL"] < found["2024-TW3", "62.01", "ALL"] < 100


def test_a_line_joins_quarters_of_one_year_that_follow_each_other(ledger, tmp_path):
    for back in (6, 5, 4, 2, 1, 0):  # 2023-TW2 to TW4, then 2024-TW2 to TW4
        sent(ledger, book(TW4.back(back)), days=-back, form=TW4.back(back))
    sent(ledger, book(TW4.back(3), regency_code="62.07", regency_name="Kabupaten Seruyan"), days=1, form=TW4.back(3))
    rows = gather(ledger, Quarter("62", TW4, LATER), SETTINGS).trend
    found = rows.set_index(["regency_code", "field_code", "period"])["segment"]
    assert list(found["62.01", "ALL"].sort_index()) == [1, 1, 1, 2, 2, 2]
    assert list(found["62", "ALL"].sort_index()) == [1, 1, 1, 2, 2, 2, 2]
    assert found["62.07", "ALL"].to_dict() == {"2024-TW1": 1}


def test_the_provinces_mean_stands_under_its_own_code(ledger, tmp_path):
    tw3 = TW4.back(1)
    sent(ledger, book(tw3, 1000), form=tw3)
    sent(ledger, book(tw3, 0, regency_code="62.07", regency_name="Kabupaten Seruyan"), days=1, form=tw3)
    sent(ledger, Book(PROVINSI, year=2024, quarter=3), days=2, form=tw3)
    found = trend(ledger, tmp_path)["2024-TW3"]
    assert found["62", "ALL"] == pytest.approx((found["62.01", "ALL"] + found["62.07", "ALL"]) / 2)
    assert found["62", "DIK"] == pytest.approx((found["62.01", "DIK"] + found["62.07", "DIK"]) / 2)


def test_a_revision_that_came_after_the_moment_is_not_known_yet(ledger, tmp_path):
    tw3 = TW4.back(1)
    sent(ledger, book(tw3, 500), form=tw3)
    sent(ledger, book(tw3, 1000), days=10, form=tw3)
    before, after = (trend(ledger, tmp_path, AS_OF + timedelta(days=days)) for days in (5, 15))
    assert before["2024-TW3", "62.01", "ALL"] < after["2024-TW3", "62.01", "ALL"] == 100

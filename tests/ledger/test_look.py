"""A look at all quarters of a province says of each what the ledger says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from schemas.ledger import approvals, publications
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.ledger.look import Look
from tests.builders import AS_OF, Book, checked

QUARTERS = [Period(2024, quarter) for quarter in (2, 3, 4)]
LATER = AS_OF + timedelta(days=1)


def of_quarter(period: Period, name: str, **more: object):
    one = checked(Book(), sha256=name, file_name=f"{name}.xlsx", received=AS_OF)
    return replace(one, period=period, **more)


def test_it_says_of_each_quarter_what_the_ledger_says(tmp_path: Path) -> None:
    """Also of one of which nothing came."""
    ledger = Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    ledger.record("62", [of_quarter(QUARTERS[1], "a"), of_quarter(QUARTERS[2], "b"), of_quarter(QUARTERS[2], "c")])
    row = {"province_code": "62", "as_of": AS_OF, "published_at": AS_OF, "data": "d", "circumstances": "c"}
    for final in (False, True):
        ledger.append(publications, **row, period="2024-TW4", final=final, manifest="m")
    look = Look(ledger, "62", LATER)
    for period in QUARTERS:
        assert look.files("62", period, LATER).equals(ledger.files("62", period, LATER))
        assert look.files("62", period, AS_OF).equals(ledger.files("62", period, AS_OF))
        for asked in ({"final": True}, {"final": False}, {}):
            same = {"province_code": "62", "period": period.key, **asked}
            assert look.rows(publications, **same) == ledger.rows(publications, **same)
    assert look.rows(approvals, run="r") == []
    assert look.received("62", LATER) == ledger.received("62", LATER)

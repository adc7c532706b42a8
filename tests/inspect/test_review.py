"""What who decides on a final report reads: each regency once, by what became of what it sent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from schemas.consolidated import Consolidated
from schemas.finding import Finding, Severity
from schemas.period import Period
from tasks.compute.gather import gather
from tasks.inspect.board import board_of
from tasks.inspect.review import review_page, standing_warnings
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify.run_summary import summarise
from tests.builders import AS_OF, Book, checked
from tests.report_builders import consolidated
from tests.site_builders import site_at

pytestmark = pytest.mark.whole


def page(quarter: Consolidated) -> str:
    return review_page(summarise(quarter), [], [], "0" * 64)


def rejected_besides(quarter: Consolidated, code: str, **what: object) -> Consolidated:
    """With one more file of a regency, the last one, which was rejected."""
    one = quarter.intake[quarter.intake["regency_code"] == code].tail(1)
    one = quarter.intake.head(1).assign(regency_code=code, regency_name="Kabupaten Seruyan") if one.empty else one
    more = one.assign(status="ditolak", counts=False, last=True, **{name: [each] for name, each in what.items()})
    return replace(quarter, intake=pd.concat([quarter.intake, more], ignore_index=True))


def test_a_rejected_correction_is_told_apart_from_a_rejected_report() -> None:
    """Who has a report that counts was among those of whom none does: more than all were told."""
    quarter = consolidated(missing=("62.07",), rejected=("62.05",))
    quarter = rejected_besides(quarter, "62.03")
    quarter = rejected_besides(quarter, "62.01", fields=("KES",))
    told = page(quarter)
    assert "Ditolak, belum diperbaiki: Kabupaten Barito Utara. " in told
    kept = "kiriman barunya ditolak, laporan terdahulunya tetap dihitung: "
    assert f"Terhitung, tetapi {kept}Kabupaten Kapuas, Kabupaten Kotawaringin Barat." in told


def test_who_has_not_reported_and_of_whom_a_part_was_rejected_is_told_once() -> None:
    quarter = rejected_besides(consolidated(missing=("62.07",), rejected=()), "62.07", fields=("KES",))
    told = page(quarter)
    assert "Belum lapor: Kabupaten Seruyan (kiriman untuk sebagian bidangnya ditolak)." in told
    assert ("Ditolak, belum" in told, summarise(quarter).to_mend) == (False, ("Kabupaten Seruyan",))


def test_what_follows_from_a_warning_is_one_warning_with_it(home: Path) -> None:
    """Who decides read four warnings of a report of which the door and the board said two."""
    site = site_at(home)
    told = checked(Book(), sha256="a", received=AS_OF)
    cause, other = (
        Finding("J01", Severity.WARNING, f"{what}.", "Penerima", cell)
        for what, cell in (("Satu", "G9"), ("Dua", "G12"))
    )
    follows = [
        Finding(rule, Severity.WARNING, "Akibat.", "Penerima", "H9", cause=cause.name) for rule in ("J06", "J07")
    ]
    ledger = Ledger(site.ledger_url)
    ledger.record("62", [replace(told, findings=[cause, *follows, other])])
    quarter = Quarter(
        "62", Period(2024, 4), (AS_OF + timedelta(days=1)).astimezone(Quarter("62", Period(2024, 4), AS_OF).zone)
    )
    rows = standing_warnings(ledger, gather(ledger, quarter, site.of_province("62")))
    assert [row["Peringatan"] for row in rows] == ["Satu. Termasuk pula: J06 Penerima!H9, J07 Penerima!H9.", "Dua."]
    assert board_of(ledger, quarter, quarter.as_of).regencies["warnings"].sum() == len(rows)

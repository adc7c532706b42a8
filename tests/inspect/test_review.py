"""What who decides on a final report reads: each regency once, by what became of what it sent."""

from dataclasses import replace

import pandas as pd
import pytest

from schemas.consolidated import Consolidated
from tasks.inspect.review import review_page
from tasks.notify.run_summary import summarise
from tests.report_builders import consolidated

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

"""When a report would tell anything new: decided from the ledger, the settings and what lies in the outbox."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.ledger import publications
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish import fingerprint as module
from tasks.publish.fingerprint import basis, is_published, manifest_digest
from tasks.publish.manifest import digests
from tests.builders import AS_OF, Book, checked

PERIOD = Period(2024, 4)
SETTINGS = settings().of_province("62")
ZONE = Quarter("62", PERIOD, AS_OF).zone
BEFORE = datetime(2025, 1, 5, 1, tzinfo=ZONE)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    found.record("62", [checked(Book(), sha256="a", received=BEFORE)])
    return found


def at(moment: datetime, period: Period = PERIOD) -> Quarter:
    return Quarter("62", period, moment)


def publish(ledger: Ledger, folder: Path, moment: datetime) -> None:
    """What publishing leaves behind."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "laporan.xlsx").write_bytes(b"report")
    outputs = [{"file": name, "sha256": digest} for name, digest in digests(folder).items()]
    (folder / "manifest.json").write_text(json.dumps({"outputs": outputs}))
    told = vars(basis(ledger, at(moment), SETTINGS))
    ledger.append(
        publications,
        province_code="62",
        period=PERIOD.key,
        as_of=moment,
        published_at=datetime.now(UTC),
        final=False,
        manifest=manifest_digest(folder),
        **told,
    )


def test_nothing_is_new_the_night_after(ledger: Ledger, tmp_path: Path) -> None:
    publish(ledger, tmp_path / "out", BEFORE)
    next_night = at(BEFORE + timedelta(days=1))
    now = basis(ledger, next_night, SETTINGS)
    assert is_published(ledger, next_night, now, tmp_path / "out")
    assert is_published(ledger, at(BEFORE), now, tmp_path / "out")


def test_another_quarter_was_not_published(ledger: Ledger, tmp_path: Path) -> None:
    publish(ledger, tmp_path / "out", BEFORE)
    other = at(BEFORE, Period(2024, 3))
    assert not is_published(ledger, other, basis(ledger, other, SETTINGS), tmp_path / "out")


@pytest.mark.parametrize("what", ["gone", "changed", "replaced"])
def test_a_report_that_does_not_lie_there_as_published_is_made_anew(ledger: Ledger, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "out"
    publish(ledger, folder, BEFORE)
    if what == "gone":
        (folder / "laporan.xlsx").unlink()
    elif what == "changed":
        (folder / "laporan.xlsx").write_bytes(b"by hand")
    else:
        (folder / "manifest.json").write_text(json.dumps({"outputs": []}))
    assert not is_published(ledger, at(BEFORE), basis(ledger, at(BEFORE), SETTINGS), folder)


def test_a_new_submission_changes_the_data(ledger: Ledger) -> None:
    before = basis(ledger, at(AS_OF), SETTINGS)
    rejected = Book()
    rejected["Penerima", "G9"] = -1
    ledger.record("62", [checked(rejected, sha256="b", file_name="b.xlsx")])
    assert basis(ledger, at(AS_OF), SETTINGS).data != before.data


def test_a_submission_for_another_quarter_is_a_circumstance(ledger: Ledger) -> None:
    before = basis(ledger, at(AS_OF), SETTINGS)
    ledger.record("62", [checked(Book(quarter=3), sha256="b", file_name="b.xlsx")])
    after = basis(ledger, at(AS_OF), SETTINGS)
    assert after.data == before.data
    assert after.circumstances != before.circumstances


def test_the_coming_and_the_passing_of_the_deadline_are_circumstances(ledger: Ledger) -> None:
    deadline = at(AS_OF).deadline
    moments = [deadline - timedelta(days=11), deadline - timedelta(days=10), deadline - timedelta(days=6), deadline]
    found = [basis(ledger, at(moment), SETTINGS) for moment in (*moments, deadline + timedelta(seconds=1))]
    assert len({one.data for one in found}) == 1
    assert found[1] == found[2], "between two reminders nothing is new"
    assert len({one.circumstances for one in found}) == 4


def test_settings_rules_and_the_program_belong_to_the_data(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {basis(ledger, at(AS_OF), SETTINGS).data}
    found.add(basis(ledger, at(AS_OF), SETTINGS.model_copy(update={"quality": "pooled"})).data)
    with monkeypatch.context() as changed:
        changed.setattr(catalogue, "versions", lambda: {"rules.toml": "other"})
        found.add(basis(ledger, at(AS_OF), SETTINGS).data)
    with monkeypatch.context() as changed:
        changed.setattr(module, "program", lambda: "other")
        found.add(basis(ledger, at(AS_OF), SETTINGS).data)
    assert len(found) == 4


def test_only_corrections_of_this_quarter_belong_to_the_data(ledger: Ledger) -> None:
    from schemas.correction import Correction

    one = Correction("62.01", PERIOD, "recipients", "K-KES-01", "served", 1, 2, "r", "s", "b", "a.toml", 1, "0")
    other = dataclasses.replace(one, period=Period(2024, 3))
    plain = basis(ledger, at(AS_OF), SETTINGS)
    assert basis(ledger, at(AS_OF), SETTINGS, [other]) == plain
    assert basis(ledger, at(AS_OF), SETTINGS, [one, other]).data != plain.data

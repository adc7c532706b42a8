"""After a change of rules: who changes verdict is told first; what is adopted stands beside what was recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from config.settings import Settings, settings
from schemas.finding import Severity
from schemas.period import Period
from schemas.submission import Arrival, Normalised
from schemas.workbook import RawWorkbook
from tasks.compute.counting import counting, submissions_of
from tasks.intake.earlier_reports import take_in
from tasks.intake.inbox import archive
from tasks.intake.read_again import adopt, change_rows, refusal_rows, reread
from tasks.intake.take_in import Context, read_arrivals
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.understand.workbook import normalise
from tests.builders import AS_OF, Book

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
QUARTER = Quarter("62", PERIOD, AS_OF + timedelta(days=9))


@pytest.fixture
def site(home: Path) -> Settings:
    return settings()


@pytest.fixture
def ledger(site: Settings) -> Ledger:
    return Ledger(site.ledger_url)


def changed(monkeypatch: pytest.MonkeyPatch, rule: str, severity: str) -> Settings:
    """The site after the province gave a rule another severity."""
    monkeypatch.setenv("SPM_PROVINCE", f'{{"62": {{"severity": {{"{rule}": "{severity}"}}}}}}')
    settings.cache_clear()
    return settings()


def send(
    ledger: Ledger,
    site: Settings,
    name: str,
    served: int,
    days: int = 0,
    quarter: int = 4,
    all_rows: bool = False,
) -> None:
    """A file of Kotawaringin Barat through the whole intake; more served than there are people is a warning (R04)."""
    book = Book(quarter=quarter)
    for row in range(6, 35) if all_rows else [9]:
        book["Penerima", f"G{row}"] = served
    saved, path = openpyxl.Workbook(), site.home / "inbox" / name
    saved.remove(saved.active)
    for title, rows in book.sheets.items():
        sheet = saved.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    saved.save(path)
    content = path.read_bytes()
    one = Arrival(path, name, sha256(content).hexdigest(), len(content), AS_OF + timedelta(days=days))
    taken = read_arrivals([(one, archive(one, site.archive))], site.limits)
    take_in(ledger, taken, Context(QUARTER.as_of, "62", PERIOD), site.of_province("62"))


def statuses(ledger: Ledger) -> list[tuple[str, str]]:
    files = ledger.files("62", PERIOD, datetime.now(UTC))
    return list(zip(files["file_name"], files["status"], strict=True))


def test_where_nothing_changed_nobody_changes(ledger: Ledger, site: Settings) -> None:
    send(ledger, site, "a.xlsx", 1010)
    send(ledger, site, "b.xlsx", -1, days=1)
    found = reread(ledger, QUARTER, site)
    assert len(found) == 2
    assert change_rows(found) == []
    assert adopt(ledger, "62", found, QUARTER.as_of) == 0


def test_a_file_is_compared_with_the_same_earlier_report_as_when_it_came(ledger: Ledger, site: Settings) -> None:
    send(ledger, site, "tw3.xlsx", 1010, quarter=3)
    send(ledger, site, "tw4.xlsx", 1005, days=1)
    send(ledger, site, "tw3 perbaikan.xlsx", 990, days=2, quarter=3)
    (one,) = reread(ledger, QUARTER, site)
    assert [finding.rule for finding in one.now.findings] == ["H03", "H01", "R04"]
    assert not one.differs


def test_who_changes_verdict_is_told_and_nothing_is_recorded(
    ledger: Ledger, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ledger, site, "a.xlsx", 1010)
    send(ledger, site, "b.xlsx", 900, days=1)
    before = statuses(ledger)
    rows = change_rows(reread(ledger, QUARTER, changed(monkeypatch, "R04", "error")))
    assert [(row["Berkas"], row["Status sekarang"], row["Kesalahan"]) for row in rows] == [
        ("a.xlsx", "ditolak", "0 menjadi 1")
    ]
    assert statuses(ledger) == before


def test_whose_accepted_file_would_be_refused_is_told_with_both_readings(
    ledger: Ledger, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_an_older_program(raw: RawWorkbook) -> Normalised:
        """Half of what is served."""
        read = normalise(raw)
        rows = [(*row[:4], row[4] / 2, *row[5:]) for row in read.figures["recipients"]]
        return replace(read, figures={**read.figures, "recipients": rows}, findings=[])

    with monkeypatch.context() as older:
        older.setattr("tasks.intake.take_in.normalise", as_an_older_program)
        send(ledger, site, "a.xlsx", 980)
        send(ledger, site, "b.xlsx", 982, days=1)
    before = statuses(ledger)
    found = reread(ledger, QUARTER, changed(monkeypatch, "R10", "error"))
    rows = refusal_rows(found)
    assert [(row["Berkas"], row["Dihitung"]) for row in rows] == [("b.xlsx", "ya"), ("a.xlsx", "tidak")]
    assert rows[0]["Jumlah yang terbaca, dulu dan sekarang"].startswith(
        "Jumlah yang Harus Dilayani tetap 29.000; Jumlah Terlayani 14.491 menjadi 28.982; Jumlah Dibutuhkan tetap 3.020"
    )
    assert rows[0]["Kesalahan"].startswith("R10 Penerima!G9: ")
    assert statuses(ledger) == before


def test_what_is_only_told_together_now_is_no_change(
    ledger: Ledger, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("tasks.judge.diagnosis.one_for_a_column", lambda findings, read: findings)
        older.setattr("tasks.intake.take_in.with_causes", lambda findings, read: findings)
        send(ledger, site, "a.xlsx", 2000, all_rows=True)
    (one,) = reread(ledger, QUARTER, site)
    assert (int(one.before["errors"]), one.now.count(Severity.ERROR)) == (30, 1)
    assert change_rows([one]) == []


def test_what_is_adopted_holds_also_against_an_earlier_acceptance_and_the_first_reading_is_kept(
    ledger: Ledger, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ledger, site, "a.xlsx", 900)
    send(ledger, site, "b.xlsx", 1010, days=1)
    assert list(submissions_of(counting(ledger.files("62", PERIOD, QUARTER.as_of)))["file_name"]) == ["b.xlsx"]
    strict = changed(monkeypatch, "R04", "error")
    assert adopt(ledger, "62", reread(ledger, QUARTER, strict), QUARTER.as_of) == 1
    assert [name for name, _ in statuses(ledger)] == ["a.xlsx", "b.xlsx (dibaca ulang 2)"]
    assert list(submissions_of(counting(ledger.files("62", PERIOD, QUARTER.as_of)))["file_name"]) == ["a.xlsx"]
    assert ledger.submission("62", "62.01", "2024-TW4", 2)["status"] == "diterima dengan catatan"
    assert adopt(ledger, "62", reread(ledger, QUARTER, strict), QUARTER.as_of) == 0


def test_a_reading_again_takes_the_place_of_the_first_one_in_the_order_of_receipt(
    ledger: Ledger, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ledger, site, "a.xlsx", 1010)
    send(ledger, site, "b.xlsx", 900)
    adopt(ledger, "62", reread(ledger, QUARTER, changed(monkeypatch, "R04", "info")), QUARTER.as_of)
    assert [name for name, _ in statuses(ledger)] == ["a.xlsx (dibaca ulang 1)", "b.xlsx"]
    assert list(submissions_of(counting(ledger.files("62", PERIOD, QUARTER.as_of)))["file_name"]) == ["b.xlsx"]


def test_the_flow_tells_first_and_publishes_on_the_second_choice(
    ledger: Ledger, site: Settings, home: Path, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.forms import ADOPT, Province, ReprocessRequest
    from flows.reprocess import reprocess

    send(ledger, site, "a.xlsx", 1010)
    changed(monkeypatch, "R04", "error")
    request = {"province": Province["62"], "period": PERIOD.key}
    looked = reprocess(ReprocessRequest(**request), return_state=True)
    assert looked.name == "Belum diberlakukan"
    assert looked.message.startswith("1 kiriman dibaca ulang: 1 berganti putusan")
    assert [name for name, _ in statuses(ledger)] == ["a.xlsx"]
    assert not (home / "outbox").exists()
    adopted = reprocess(ReprocessRequest(**request, what=ADOPT), return_state=True)
    assert adopted.name == "Perlu tindakan"
    assert statuses(ledger) == [("a.xlsx (dibaca ulang 1)", "ditolak")]
    submissions = (home / "outbox" / "62" / "2024-TW4" / "data" / "submissions.csv").read_text()
    assert "62.01,Kabupaten Kotawaringin Barat,ditolak,2," in submissions

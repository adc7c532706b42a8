"""What the front page tells: where the quarter stands, what has to be done now, which answers nobody has carried."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import catalogue
from config.settings import Settings
from schemas.ledger import approvals, messages, publications
from schemas.submission import numbered_answer_name
from tasks.home.site import ledger_of
from tasks.inspect.hand_over import answer_lines, to_carry
from tasks.inspect.standing import Standing, standing_of
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.fingerprint import basis, manifest_digest
from tests.builders import AS_OF, Book
from tests.site_builders import PERIOD, approve, faulty, report, sent, site_at

pytestmark = pytest.mark.whole

LATE, EARLY, LONG_BEFORE = (datetime(2025, 1, day, 2, 0, tzinfo=UTC) for day in (23, 17, 4))


@pytest.fixture
def site(home: Path) -> Settings:
    """One regency accepted, another rejected, twelve silent."""
    made = site_at(home)
    wrong = faulty()
    wrong["Identitas", "C5"], wrong["Identitas", "C6"] = "62.02", "Kabupaten Kotawaringin Timur"
    ledger_of(made).record("62", [sent(made, Book(), b"satu"), sent(made, wrong, b"dua")])
    return made


@pytest.fixture
def ledger(site: Settings) -> Ledger:
    return ledger_of(site)


def told(standing: Standing) -> list[tuple[bool, str]]:
    return [(task.urgent, task.told.partition(":")[0]) for task in standing.tasks]


def test_who_is_late_is_urgent_who_still_has_time_is_not_and_before_that_there_is_nothing(
    site: Settings, ledger: Ledger
) -> None:
    late = standing_of(site, ledger, "62", LATE)
    assert late.board.counts == {"Diterima": 1, "Tepat waktu": 0, "Ditolak": 1, "Belum lapor": 12}
    assert told(late) == [(True, "Minta perbaikan, kirimannya ditolak"), (True, "Tagih, terlambat")]
    assert "Kabupaten Kotawaringin Timur" in late.tasks[0].told
    assert told(standing_of(site, ledger, "62", EARLY))[-1] == (False, "Ingatkan, belum lapor")
    assert told(standing_of(site, ledger, "62", LONG_BEFORE)) == [(True, "Jam")], "its ledger knows what is to come"


def test_a_rejected_correction_is_to_be_mended_too_and_a_rejected_part_is(site: Settings, ledger: Ledger) -> None:
    """Nobody was asked to mend what came after a report that counts, nor an office's form."""
    part = faulty_part()
    ledger.record("62", [sent(site, faulty(), b"baru", days=1), sent(site, part, b"bagian", days=1)])
    late = standing_of(site, ledger, "62", LATE)
    alone, kept = (one for one in late.tasks if one.told.startswith("Minta perbaikan"))
    assert alone.told == "Minta perbaikan, kirimannya ditolak: Kabupaten Kotawaringin Timur, Kabupaten Kapuas."
    told = "kiriman barunya ditolak, laporan terdahulunya tetap dihitung: Kabupaten Kotawaringin Barat"
    assert (kept.told, kept.urgent) == (f"Minta perbaikan, {told}.", False)
    assert (late.board.lines["Minta perbaikan"], late.board.counts["Ditolak"]) == (told, 1)


def faulty_part() -> Book:
    """An office's form, of a regency of which nothing else came."""
    book = Book(catalogue.layouts()["SPM-KES-2025.1"], regency_code="62.03", regency_name="Kabupaten Kapuas")
    book["Penerima", "G9"] = -1
    return book


def test_the_headline_is_that_of_the_published_report_and_it_is_told_when_that_is_old(
    site: Settings, ledger: Ledger
) -> None:
    before = standing_of(site, ledger, "62", LATE)
    assert (before.index, before.category, before.published, before.stale, before.reports) == ("", "", None, "", ())
    files = report(site)
    moment, folder = AS_OF + timedelta(days=5), site.outbox / "62" / "2024-TW4"
    data = basis(ledger, Quarter("62", PERIOD, moment), site.of_province("62")).data
    row = {"province_code": "62", "period": PERIOD.key, "as_of": moment, "published_at": moment, "final": False}
    ledger.append(publications, **row, data=data, circumstances="c", manifest=manifest_digest(folder))
    rows = files["data/province_achievement.csv"].decode().splitlines()
    printed = next(row for row in rows if row.startswith("mean_reported,ALL,")).split(",")[3]
    after = standing_of(site, ledger, "62", AS_OF + timedelta(days=6))
    assert (after.index, after.stale) == (printed.replace(".", ","), "")
    assert [path.name for path in after.reports] == [
        f"laporan-spm-62-2024-TW4.{end}" for end in ("html", "xlsx", "docx")
    ]
    ledger.record("62", [sent(site, Book(regency_code="62.03", regency_name="Kabupaten Kapuas"), b"tiga", days=5.5)])
    assert "Ada kiriman" in standing_of(site, ledger, "62", AS_OF + timedelta(days=6)).stale
    shutil.rmtree(folder)
    assert "tidak ada lagi" in standing_of(site, ledger, "62", AS_OF + timedelta(days=6)).stale


def test_a_decision_that_waits_is_a_task_until_it_is_made_and_final_reports_are_listed(
    site: Settings, ledger: Ledger
) -> None:
    data = basis(ledger, Quarter("62", PERIOD, LATE), site.of_province("62")).data
    row = {"province_code": "62", "period": PERIOD.key, "run": "r1", "as_of": AS_OF, "data": data, "manifest": "m"}
    published = {"published_at": AS_OF, "final": False, "circumstances": "c"}
    ledger.append(publications, **{name: one for name, one in row.items() if name != "run"}, **published)
    nobody = dict.fromkeys(("name", "office", "reason", "warnings"), "")
    ledger.append(approvals, **row, **nobody, event="diminta", at=LATE)
    ledger.append(approvals, **row | {"province_code": "34", "run": "r2"}, **nobody, event="diminta", at=LATE)
    waits = [task for task in standing_of(site, ledger, "62", LATE).tasks if task.run]
    assert [(task.run, task.urgent) for task in waits] == [("r1", False)]
    assert "6 Februari 2025" in waits[0].told
    ledger.append(approvals, **row | {"run": "r0", "data": "old"}, **nobody, event="diminta", at=LATE)
    void = [task.told for task in standing_of(site, ledger, "62", LATE).tasks if "berubah sejak diminta" in task.told]
    assert len(void) == 1
    ledger.append(approvals, **row | {"run": "r3"}, **nobody, event="diminta", at=LATE)
    ledger.append(approvals, **row | {"run": "r3"}, **nobody, event="ditolak", at=LATE)
    assert not any("berubah sejak diminta" in task.told for task in standing_of(site, ledger, "62", LATE).tasks)
    ledger.append(approvals, **row, **nobody, event="ditolak", at=LATE)
    folder = approve(site)
    decided = standing_of(site, ledger, "62", LATE)
    assert [task for task in decided.tasks if task.run] == []
    assert [one.folder for one in decided.final.editions] == [folder]
    assert ledger.rows(publications)[-1].final


def test_an_answer_is_to_be_handed_over_until_it_went_out(site: Settings, ledger: Ledger) -> None:
    files = ledger.files("62", PERIOD, LATE)
    folder = site.outbox / "62" / "jawaban" / "2024-TW4"
    folder.mkdir(parents=True)
    assert standing_of(site, ledger, "62", LATE).answers == (), "none is written yet"
    for one in files.itertuples():
        (folder / f"{numbered_answer_name(one.regency_code, one.sha256, one.revision)}.html").touch()
    (folder / "62.02-kiriman-1.xlsx").touch()
    found = {one.whose: (one.status, [path.name for path in one.files])
             for one in standing_of(site, ledger, "62", LATE).answers}  # fmt: skip
    assert found == {
        "Kabupaten Kotawaringin Barat": ("diterima", ["62.01-kiriman-1.html"]),
        "Kabupaten Kotawaringin Timur": ("ditolak", ["62.02-kiriman-1.html", "62.02-kiriman-1.xlsx"]),
    }
    key = {"province_code": "62", "channel": "surel", "address": "0", "attempt": 1, "reason": "", "noted_at": LATE}
    for code, state, step in (("62.01", "diterima", "terkirim"), ("62.02", "ditolak", "gagal")):
        ledger.append(messages, **key, recipient=code, state=f"2024-TW4/{state}/1", step=step)
    assert [one.whose for one in standing_of(site, ledger, "62", LATE).answers] == ["Kabupaten Kotawaringin Timur"]


def test_a_run_counts_what_somebody_has_to_carry_as_the_front_page_does(site: Settings, ledger: Ledger) -> None:
    """A run said "4 jawaban siap diserahkan" where the front page listed two."""
    mended = Book(regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur")
    ledger.record("62", [sent(site, mended, b"baru", days=1)])
    folder = site.outbox / "62" / "jawaban" / "2024-TW4"
    folder.mkdir(parents=True)
    written = {folder / f"{name}.json" for name in ("62.01-kiriman-1", "62.02-kiriman-1", "62.02-kiriman-2")}
    for receipt in written:
        receipt.with_suffix(".html").touch()
    waiting = to_carry(site, ledger, Quarter("62", PERIOD, LATE), written)
    assert {one.stem for one in waiting} == {"62.01-kiriman-1", "62.02-kiriman-2"}
    assert len(standing_of(site, ledger, "62", LATE).answers) == len(waiting)
    lines = answer_lines(sorted(written), (), waiting, lambda path: path.name).splitlines()
    assert [("siap diserahkan" in one, "sudah diganti" in one) for one in lines] == [
        *((True, False), (False, True), (True, False)),
    ]


def test_what_came_for_another_quarter_is_a_task_with_that_quarter(site: Settings, ledger: Ledger) -> None:
    book = Book(regency_code="62.03", regency_name="Kabupaten Kapuas", quarter=3)
    ledger.record("62", [sent(site, book, b"lama")])
    others = [task for task in standing_of(site, ledger, "62", LATE).tasks if task.period]
    assert [(task.period, task.urgent) for task in others] == [("2024-TW3", False)]
    assert "1 kiriman untuk Triwulan III" in others[0].told

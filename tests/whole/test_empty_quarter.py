"""A quarter of which nobody knows anything yet: every step, every rendering and every command holds, and what is not
known is never told as none."""

import os
import re
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from config import catalogue
from config.settings import settings
from flows.command.cli import main
from schemas.layout import Layout
from schemas.ledger import publications
from schemas.period import Period
from tasks.answer.answers import answer
from tasks.answer.of_quarter import answers_of, receipts_beside
from tasks.compute.gather import gather
from tasks.home.clock import made_up
from tasks.inspect import board, review
from tasks.intake.arrivals import look, news
from tasks.intake.earlier_reports import take_in
from tasks.intake.inbox import archive
from tasks.intake.take_in import Context, read_arrivals
from tasks.job import Job
from tasks.ledger.quarter import Quarter
from tasks.notify import run_summary
from tasks.notify.letters import reminder_files
from tasks.publish import approval
from tasks.publish.fingerprint import manifest_digest
from tasks.publish.publish import publish
from tests.builders import PROVINSI, Book

PROVINCE, PERIOD = "34", Period(2024, 4)
SENT, AFTER_THE_DEADLINE = datetime(2025, 1, 15, 3, tzinfo=UTC), datetime(2025, 1, 21, 1, tzinfo=UTC)
REGENCIES = dict(catalogue.regencies(PROVINCE)[["code", "name"]].itertuples(index=False, name=None))
FIRST = next(iter(REGENCIES))
pytestmark = pytest.mark.filterwarnings("error::pandas.errors.Pandas4Warning")  # an empty column has no type of its own
KNOWN_AS_NONE = (
    "tidak melaporkan permasalahan",
    "Belum ada anggaran yang dilaporkan",
    "belum melaporkan kegiatan",
    "0,00 F",
)


def save(book: Book, path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in book.sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(["" if cell is None else cell for cell in row])
    workbook.save(path)
    os.utime(path, (SENT.timestamp(), SENT.timestamp()))


def of(code: str, layout: Layout | None = None, **identity: object) -> Book:
    named = {"regency_code": code, "regency_name": REGENCIES.get(code, "Daerah Istimewa Yogyakarta"), **identity}
    return Book(layout, **named) if layout else Book(**named)


def rejected(code: str, **identity: object) -> Book:
    book = of(code, **identity)
    book["Penerima", "F9"] = "abc"
    return book


QUARTERS = {
    "nothing": {},
    "one": {"a.xlsx": of(FIRST)},
    "all rejected": {f"{code}.xlsx": rejected(code) for code in REGENCIES},
    "only the province's own": {"a.xlsx": of(PROVINCE, PROVINSI)},
    "only one office's": {"a.xlsx": of(FIRST, catalogue.layouts()["SPM-KES-2025.1"])},
    "only another quarter's": {"a.xlsx": of(FIRST, quarter=3)},
}


def night(job: Job) -> tuple[run_summary.Summary, Path]:
    """What the flow does, without Prefect."""
    site, ledger, method = job.settings, job.ledger(), job.settings.of_province(PROVINCE)
    fresh = news(look(ledger, job.inbox, site, job.clock), PROVINCE, ledger.known(PROVINCE))
    taken = read_arrivals([(one, archive(one, site.archive)) for one in fresh], site.limits)
    checked = take_in(ledger, taken, Context(job.as_of, PROVINCE, PERIOD), method) if taken else []
    for period in {PERIOD} | {one.period for one in checked}:
        answer(ledger, Quarter(PROVINCE, period, job.as_of), site.archive, site.outbox, site.limits)
    consolidated, answers = gather(ledger, job.quarter, method), answers_of(ledger, job.quarter, site.archive)
    beside = reminder_files(job.reminders(consolidated, answers), site.home) | receipts_beside(answers, site.home)
    folder = publish(site.outbox, consolidated, answers.copies, site.limits, beside)
    same = {"province_code": PROVINCE, "period": PERIOD.key, "as_of": job.as_of, "final": False}
    digest = manifest_digest(folder)
    ledger.append(publications, **same, published_at=job.as_of, **vars(job.basis()), manifest=digest)
    asked = approval.ask(ledger, job.quarter, job.basis(), site.outbox, "run", job.as_of)
    told = run_summary.summarise(consolidated, folder)
    assert run_summary.markdown(told)
    assert board.markdown(board.board_of(ledger, job.quarter, job.as_of))
    assert review.review_page(told, review.standing_warnings(ledger, consolidated), [], asked.manifest)
    ledger.record_run(PROVINCE, PERIOD, job.as_of, job.as_of, told.outcome)
    return told, folder


def words_of(folder: Path) -> str:
    """What the page and the document say, each text once after the other."""
    page = next(folder.glob("*.html")).read_text(encoding="utf-8")
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    with zipfile.ZipFile(next(folder.glob("*.docx"))) as document:
        text = document.read("word/document.xml").decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page + text)).split())


@pytest.mark.parametrize("case", QUARTERS)
def test_every_step_and_every_command_holds(case: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = settings()
    site.inbox.mkdir(parents=True)
    for name, book in QUARTERS[case].items():
        save(book, site.inbox / name)
    job = Job(PROVINCE, PERIOD, AFTER_THE_DEADLINE, site.inbox, site.outbox, site, made_up(AFTER_THE_DEADLINE))
    told, folder = night(job)
    counted, heard = case == "one", case in ("one", "all rejected")
    assert told.state == "Perlu tindakan"
    assert ("0 dari 5 melapor" in told.outcome) is not heard
    letters = {path.name for path in (folder / "pengingat").glob("*.docx")}
    assert len(letters) == 5 - counted + (case != "only the province's own"), letters
    words = words_of(folder)
    assert ("belum dapat dihitung karena dari" in words) is not counted
    assert [one for one in KNOWN_AS_NONE if one in words and not counted] == []
    commands(home, traced=counted)
    capsys.readouterr()


def commands(home: Path, traced: bool) -> None:
    """Each ends as it should where there is little to show or nothing; none by a mistake of ours (3)."""
    asked = ["--province", PROVINCE, "--period", PERIOD.key]
    (home / "e-spm.csv").write_text(
        "Kode Wilayah,Kode Layanan,Jumlah Total yang Harus Dilayani,Jumlah Total yang Terlayani\n"
        f"{FIRST},K-KES-01,1000,1000\n"
    )
    assert main(["status", *asked]) == 0
    assert main(["trace", *asked, "--regency", FIRST, "--service", "K-KES-01"]) == (0 if traced else 2)
    assert main(["reconcile", str(home / "e-spm.csv"), *asked]) in (1, 2)
    assert main(["verify", str(home / "outbox")]) == 0
    assert main(["backup", "-o", str(home / "cadangan.zip")]) == 0


COMMANDS = {
    "status": 0,
    "trace": 2,
    "verify": 2,
    "reconcile": 2,
    "watch": 2,  # nothing is expected, which is no success
    "backup": 0,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_home_of_which_nothing_is_there_yet(
    command: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["--province", PROVINCE, "--period", PERIOD.key]
    (tmp_path / "e-spm.csv").write_text("Kode Wilayah,Kode Layanan\n")
    (tmp_path / "kosong").mkdir()
    arguments = {
        "status": asked,
        "trace": [*asked, "--regency", FIRST, "--service", "K-KES-01"],
        "verify": [str(tmp_path / "kosong")],
        "reconcile": [str(tmp_path / "e-spm.csv"), *asked],
        "watch": [],
        "backup": ["-o", str(tmp_path / "cadangan.zip")],
    }[command]
    assert main([command, *arguments]) == COMMANDS[command]
    said = capsys.readouterr()
    assert "Terjadi kesalahan pada program" not in said.err
    if command == "backup":
        monkeypatch.setenv("SPM_HOME", str(tmp_path / "pulih"))
        settings.cache_clear()
        assert main(["restore", str(tmp_path / "cadangan.zip")]) == 0


def test_a_new_quarter_of_which_nobody_reported_is_no_finished_work() -> None:
    """Long before the deadline nobody is chased who others have already reported; where nobody has, somebody looks."""
    from tests.report_builders import consolidated

    everyone = tuple(catalogue.regencies("62")["code"])
    long_before = datetime(2025, 1, 20, tzinfo=UTC) - timedelta(days=19)
    nobody, some = (consolidated(missing=missing, rejected=()) for missing in (everyone, everyone[1:]))
    for quarter, state, said in (
        (nobody, "Perlu tindakan", "0 dari 14 melapor, 14 belum"),
        (some, "Selesai", "13 bel"),
    ):
        told = run_summary.summarise(type(quarter)(**{**vars(quarter), "as_of": long_before.astimezone()}))
        assert (told.state, told.outcome.startswith(said)) == (state, True)


@pytest.mark.usefixtures("page_alone")
def test_the_first_night_of_a_new_site(home: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]) -> None:
    settings().inbox.mkdir(parents=True)
    assert main(["run", "--province", PROVINCE]) == 0
    assert "Perlu tindakan: 0 dari 5 melapor, 5 belum lapor" in capsys.readouterr().out

"""The nightly flow as a whole: what it takes in, what it leaves, what it says, and what Prefect remembers of it."""

import dataclasses
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from config.settings import settings
from flows.command.arguments import WrongUse
from flows.command.cli import main
from flows.lock import AlreadyRunning, only_one
from schemas.ledger import runs
from schemas.ledger import submissions as recorded
from tasks.compute.counting import counting, submissions_of
from tasks.forms.samples import write_clean, write_samples
from tasks.home.site import ledger_of
from tasks.ledger.ledger import Ledger
from tests import crash
from tests.night import night
from tests.whole.test_empty_quarter import of, rejected, save

YOGYAKARTA, PERIOD = crash.PROVINCE, crash.PERIOD
"""The province with the fewest regencies: clean, messy, rejected, missing, sent again."""
VIEWED = f"{PERIOD.key}-per-20250122T235959"
"""Where the report of that moment lies that is asked for later."""


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    write_samples(YOGYAKARTA, PERIOD, folder)
    return folder


def run(inbox: Path) -> int:
    return night(YOGYAKARTA, PERIOD.key, crash.NOW, inbox)


def taken_in() -> list[str]:
    files = Ledger(settings().ledger_url).files(YOGYAKARTA, PERIOD, datetime.now(UTC))
    return sorted(files["file_name"])


def submissions(inbox: Path) -> list[str]:
    return sorted(path.name for path in inbox.iterdir() if not path.name.startswith("~$"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def progress_shown() -> tuple[str, float]:
    """The last progress artifact of any run, as it stands in the end."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = [one for one in client.read_artifacts() if one.type == "progress"]
    last = max(found, key=lambda one: one.created)
    return last.description, last.data


def words(text: str) -> str:
    return re.sub(r"[│\s]+", " ", text)


class FirstNight(NamedTuple):
    """A home after its first night, by itself in a process of its own, what that said, and how long it took."""

    home: Path
    said: subprocess.CompletedProcess
    seconds: float


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory, inbox: Path) -> FirstNight:
    home = crash.new_home(tmp_path_factory.mktemp("first") / "home", inbox)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command, began = [sys.executable, "-m", "tests.night", YOGYAKARTA, PERIOD.key, crash.NOW.isoformat()], monotonic()
    done = subprocess.run(  # noqa: S603 our own program
        command, env=clean | {"SPM_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    return FirstNight(home, done, monotonic() - began)


@pytest.fixture
def after_a_night(home: Path, first_night: FirstNight) -> Path:
    shutil.copytree(first_night.home, home)
    return home


def test_a_night_takes_in_what_came_and_says_who_has_to_act(
    after_a_night: Path, first_night: FirstNight, inbox: Path
) -> None:
    out = words(first_night.said.stdout)
    assert "34.01 Kabupaten Kulon Progo ditolak" in out
    assert "34.71 Kota Yogyakarta belum lapor" in out
    assert "Perlu tindakan: 1 ditolak, 1 belum lapor (batas waktu 20 Januari 2025" in out
    assert taken_in() == submissions(inbox)


def test_a_night_without_news_publishes_nothing(
    after_a_night: Path, inbox: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    home = after_a_night
    first, before = taken_in(), files_of(home / "outbox")
    assert run(inbox) == 1
    assert "Tidak ada yang baru: 1 ditolak, 1 belum lapor" in words(capsys.readouterr().out)
    assert taken_in() == first
    assert files_of(home / "outbox") == before


def pages() -> dict[str, str]:
    """The latest Markdown page of each key."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = sorted(client.read_artifacts(), key=lambda one: one.created)
    return {one.key: one.data for one in found if one.type == "markdown"}


def test_a_short_run_answers_the_senders_and_leaves_the_report_alone(
    home: Path, inbox: Path, prefect_server: None
) -> None:
    from flows.forms import INTAKE, Province, Request
    from flows.nightly import nightly_report

    request = Request(province=Province[YOGYAKARTA], period=PERIOD.key, what=INTAKE)
    shutil.copytree(inbox, home / "inbox")
    ended = [nightly_report(request, return_state=True) for _ in range(2)]
    assert [(state.name, state.message) for state in ended] == [
        ("Jawaban siap diserahkan", f"{len(submissions(inbox))} jawaban siap diserahkan, belum terkirim"),
        ("Tidak ada yang baru", "Tidak ada kiriman baru"),
    ]
    assert taken_in() == submissions(inbox)
    assert [path.name for path in (home / "outbox" / YOGYAKARTA).iterdir()] == ["jawaban"]
    assert "34.01-kiriman-1.xlsx" in {path.name for path in (home / "outbox").rglob("*")}
    handed = pages()["jawaban-34"].replace("\\", "")
    assert handed.count("**siap diserahkan**") == len(submissions(inbox))
    assert "34.01-kiriman-1.html" in handed


def test_a_run_receives_a_file_when_it_was_put_there_whatever_its_own_date(
    home: Path, tmp_path: Path, prefect_server: None
) -> None:
    """By the machine's clock and real inodes: a corrected file copied with `cp -p`, and a late one out of a zip, both
    dated before the deadline. The rejected one came in the run before and is younger by its date."""
    from flows.forms import INTAKE, Province, Request
    from flows.nightly import nightly_report

    request = Request(province=Province[YOGYAKARTA], period=PERIOD.key, what=INTAKE)
    began, in_time = datetime.now(UTC), datetime(2025, 1, 10, tzinfo=UTC).timestamp()
    (home / "inbox").mkdir(parents=True)
    save(rejected("34.01"), home / "inbox" / "a.xlsx")
    nightly_report(request)
    for name, book in (("betul.xlsx", of("34.01")), ("telat.xlsx", of("34.02"))):
        save(book, tmp_path / name)
        os.utime(tmp_path / name, (in_time, in_time))
    shutil.copy2(tmp_path / "betul.xlsx", home / "inbox")
    with zipfile.ZipFile(tmp_path / "telat.zip", "w") as package:
        package.write(tmp_path / "telat.xlsx", "telat.xlsx")
    with zipfile.ZipFile(tmp_path / "telat.zip") as package:
        package.extract("telat.xlsx", home / "inbox")
    os.utime(home / "inbox" / "telat.xlsx", (in_time, in_time))  # as unzip does, unlike Python
    nightly_report(request)
    files = Ledger(settings().ledger_url).files(YOGYAKARTA, PERIOD, datetime.now(UTC)).set_index("file_name")
    assert (files["received_at"] >= began.replace(microsecond=0)).all()
    assert {datetime.fromisoformat(files["stated_at"][name]).timestamp() for name in ("betul.xlsx", "telat.xlsx")} == {
        in_time
    }
    assert set(submissions_of(counting(files.reset_index()))["file_name"]) == {"betul.xlsx", "telat.xlsx"}
    receipts = (home / "outbox" / YOGYAKARTA / "jawaban" / PERIOD.key).glob("*.json")
    assert [json.loads(path.read_text())["on_time"] for path in receipts] == [False, False, False]


def test_a_run_waits_for_another_one_as_long_as_it_may(tmp_path: Path) -> None:
    lock, waited = tmp_path / "a.lock", []
    with only_one(lock, ""):
        with pytest.raises(AlreadyRunning, match="Laporan sedang berjalan"), only_one(lock, "Laporan", patience=0.2):
            pass

        def wait() -> None:
            with only_one(lock, "Laporan", patience=300):
                waited.append("now")

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(1)
        assert waited == []
    thread.join()
    assert waited == ["now"]


def test_a_past_moment_is_a_report_of_its_own_that_takes_in_and_sends_nothing(
    after_a_night: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    home = after_a_night
    (home / "inbox" / "baru.xlsx").write_bytes(b"belum diambil")
    known, before = taken_in(), files_of(home / "outbox")
    asked = ["run", "--province", YOGYAKARTA, "--period", PERIOD.key, "--as-of"]
    assert main([*asked, "2025-01-22"]) == 1
    assert "Perlu tindakan: 1 ditolak" in words(capsys.readouterr().out)
    after = files_of(home / "outbox")
    assert {name: after[name] for name in before} == before
    published, seen = (files_of(home / "outbox" / YOGYAKARTA / name) for name in (PERIOD.key, VIEWED))
    assert len(after) == len(before) + len(seen)
    assert seen == published, "it is the moment of a publication, and nothing else has changed"
    assert taken_in() == known
    assert len(Ledger(settings().ledger_url).rows(runs)) == 1, "it is no night"
    assert main([*asked, f"{datetime.now().year + 1}-01-01"]) == 2
    assert "belum terjadi" in capsys.readouterr().err


@pytest.mark.usefixtures("data_alone")
def test_a_file_that_is_nobodys_is_news_only_until_it_was_answered(
    home: Path, tmp_path: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kiriman").mkdir()
    (tmp_path / "kiriman" / "pindaian.pdf").write_bytes(b"%PDF-1.7 bukan buku kerja")
    assert run(tmp_path / "kiriman") == 1
    assert "Perlu tindakan: 0 dari 5 melapor, 1 berkas tanpa kode daerah ditolak" in words(capsys.readouterr().out)
    assert run(tmp_path / "kiriman") == 0
    assert "ditolak" not in words(capsys.readouterr().out)
    assert len(list((home / "outbox" / YOGYAKARTA / PERIOD.key / "umpan-balik").iterdir())) == 1


SECRETS = ("6201994501990000", "0812-9999-0000", "budi.tanpa.nama@gmail.com")
"""A NIK of nobody, a phone number and an email address."""


def with_secrets(path: Path) -> Path:
    """A filled-in form with the secrets in cells, a note, a hidden sheet, the names of a sheet and of the file."""
    write_clean("34.01", PERIOD, path)
    book, (nik, phone, email) = openpyxl.load_workbook(path), SECRETS
    page = book["Penerima"]
    page["K6"], page["K7"], page["K8"], page["N9"] = f"a.n. NIK {nik}", phone, email, int(nik)
    page["K9"].comment = Comment(f"Hubungi {phone} atau {email}, NIK {nik}", "Budi")
    page["K10"].hyperlink = f"mailto:{email}"
    book["Identitas"]["C11"] = f"Kepala Bagian, {phone}"
    hidden = book.create_sheet(f"Rahasia {nik}")
    hidden.sheet_state, hidden["B2"] = "hidden", f"{email} {nik}"
    book.properties.creator = email
    book.save(path)
    return path.rename(path.with_name(f"34.01 {phone} {nik} 2024-TW4.xlsx"))


def held_in(path: Path) -> list[bytes]:
    """The content of a file; of a package that of its parts."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as package:
        return [package.read(name) + name.encode() for name in package.namelist()]


def test_personal_data_is_reported_and_lies_nowhere_but_in_inbox_and_archive(
    home: Path,
    tmp_path: Path,
    prefect_server: None,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    inbox = tmp_path / "kiriman"
    inbox.mkdir()
    with_secrets(inbox / "a.xlsx")
    assert run(inbox) == 1
    said = "".join(capsys.readouterr()) + caplog.text
    files = [path for path in home.rglob("*") if path.is_file() and "archive" not in path.relative_to(home).parts]
    assert {"spm.db", "34.01.xlsx", "34.01.html", "findings.csv", "manifest.json"} <= {path.name for path in files}
    held = [(path.name, content) for path in files for content in [str(path).encode(), *held_in(path)]]
    told = [name for name, content in held for secret in SECRETS if secret.encode() in content]
    assert (told, [secret for secret in SECRETS if secret in said]) == ([], [])
    findings = pd.read_csv(home / "outbox" / YOGYAKARTA / PERIOD.key / "data" / "findings.csv")
    places = findings.loc[findings["rule"] == "C09", ["sheet", "cell"]].fillna("").itertuples(index=False, name=None)
    assert set(places) == {
        ("", ""),
        ("Rahasia 6201000000000000", ""),
        ("Rahasia 6201000000000000", "B2"),
        ("Identitas", "C11"),
        *(("Penerima", cell) for cell in ("K6", "K7", "K8", "K9", "K10", "N9")),
    }


@pytest.mark.usefixtures("data_alone")
def test_a_batch_that_crashes_stops_nobody_and_is_read_the_next_night(
    home: Path, inbox: Path, prefect_server: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tasks import steps

    whole, read_arrivals = steps.read, steps.read_arrivals

    def crash_once(archived: list, limits: object, troubles: object) -> list:
        if archived[0][0].file_name == submissions(inbox)[0]:
            raise RuntimeError("the disk hiccuped")
        return read_arrivals(archived, limits, troubles)

    monkeypatch.setattr(steps, "BATCH", 1)
    monkeypatch.setattr(steps, "read", whole.with_options(retries=0))
    monkeypatch.setattr(steps, "read_arrivals", crash_once)
    run(inbox)
    assert taken_in() == submissions(inbox)[1:]
    assert "1 berkas belum selesai karena gangguan" in capsys.readouterr().out
    assert progress_shown() == ("Membaca kiriman: 6 dari 6 bagian", 100)
    monkeypatch.setattr(steps, "read_arrivals", read_arrivals)
    run(inbox)
    assert taken_in() == submissions(inbox)


def test_a_second_run_of_the_province_waits_its_turn(
    home: Path, inbox: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_one(home / "locks" / f"{YOGYAKARTA}.lock", ""):
        assert run(inbox) == 2
    assert "Laporan provinsi 34 sedang berjalan" in capsys.readouterr().err


def test_a_correction_that_no_longer_stands_stops_the_run_and_the_former_report_stays(
    home: Path, inbox: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    former = home / "outbox" / YOGYAKARTA / PERIOD.key / "manifest.json"
    ledger_of(settings())
    (home / "corrections").mkdir(parents=True)
    former.parent.mkdir(parents=True)
    former.write_text("{}")
    (home / "corrections" / "a.toml").write_text(
        "[[correction]]\nregency_code = '34.02'\nperiod = '2024-TW4'\nsheet = 'Penerima'\nservice_code = 'K-KES-01'\n"
        "column = 'served'\nexpected = 1\nvalue = 2\nreason = 'Salah ketik'\nsource = 'Surat'\nby = 'Biro'\n"
    )
    assert run(inbox) == 2
    assert "nilai lama seharusnya 1, tetapi dalam laporan tertulis" in capsys.readouterr().err
    assert [(path.name, path.read_text()) for path in former.parent.iterdir()] == [("manifest.json", "{}")]
    assert taken_in() == submissions(inbox)


def test_an_inbox_that_is_not_there_is_named(
    home: Path, tmp_path: Path, prefect_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "kosong") == 2
    assert f"Folder kiriman '{tmp_path / 'kosong'}' tidak ada" in capsys.readouterr().err


def test_a_server_that_does_not_answer_is_named(
    home: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert run(inbox) == 2
    assert "Server Prefect 'http://127.0.0.1:9/api' (PREFECT_API_URL) tidak menjawab" in capsys.readouterr().err
    assert not {path.name for path in home.iterdir()} & {"archive", "outbox", "prefect"}
    assert main(["watch"]) == 1  # that a night was to begin is kept


def test_one_file_can_be_checked_by_itself(home: Path, inbox: Path, prefect_server: None) -> None:
    from flows.forms import FileRequest
    from flows.submission import check_submission

    shutil.copytree(inbox, home / "inbox")
    (rejected,) = inbox.glob("34.01*")
    state = check_submission(FileRequest(file=rejected.name), return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Ditolak")
    assert [path.name for path in (home / "outbox" / "periksa").iterdir()] == [f"{rejected.stem} - temuan.xlsx"]
    assert not (home / "spm.db").exists()


@pytest.mark.parametrize("elsewhere", ["../settings.toml", "/etc/hostname", "kosong.xlsx", ""])
def test_only_files_of_the_inbox_are_checked(home: Path, elsewhere: str) -> None:
    from flows.forms import FileRequest

    (home / "inbox").mkdir(parents=True)
    (home / "settings.toml").write_text("")
    with pytest.raises(WrongUse, match="tidak ada di folder kiriman"):
        FileRequest(file=elsewhere).path(home / "inbox")


@pytest.mark.parametrize(("province", "due"), [("31", "2024-TW3"), ("94", "2024-TW4")])
def test_the_quarter_is_the_one_due_where_the_province_lies(home: Path, province: str, due: str) -> None:
    """At 15:30 UTC of New Year's Eve it is still 2024 in Jakarta and already 2025 in Jayapura."""
    from flows.forms import Province, Request
    from flows.nightly import job_of

    job = job_of(Request(province=Province[province]), datetime(2024, 12, 31, 15, 30, tzinfo=UTC))
    assert job.period.key == due


def test_a_run_by_itself_leaves_its_whole_history_and_no_noise(
    first_night: FirstNight,
) -> None:
    home, done, _ = first_night
    assert [line for line in done.stderr.splitlines() if not line.startswith("~$")] == ["Menyiapkan proses"]
    history = sqlite3.connect(home / "prefect" / "prefect.db")
    states = "SELECT run.name, state.type, state.name FROM {0} run JOIN {0}_state state ON state.id = run.state_id"
    assert history.execute(states.format("flow_run")).fetchall() == [
        ("Perlu tindakan: Laporan 34 Daerah Istimewa Yogyakarta 2024-TW4", "COMPLETED", "Perlu tindakan")
    ]
    tasks = history.execute(states.format("task_run")).fetchall()
    assert len(tasks) == 11
    assert {kind for _, kind, _ in tasks} == {"COMPLETED"}
    keys = {key for (key,) in history.execute("SELECT key FROM artifact")}
    assert keys == {
        "laporan-34-2024-tw4",
        "daerah-34-2024-tw4",
        "jawaban-34",
        "kiriman-34",
        "papan-34-2024-tw4",
        "temuan-34-2024-tw4",
    }
    assert history.execute("SELECT count(*) FROM log WHERE message LIKE '34.01 %ditolak%'").fetchone() == (1,)


@pytest.mark.parametrize("first", ["34", "63"])
@pytest.mark.usefixtures("data_alone")
def test_two_provinces_share_an_inbox_and_each_answers_its_own(
    home: Path, prefect_server: None, capsys: pytest.CaptureFixture[str], first: str
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("[schedule.34]\n[schedule.63]\n")
    inbox = home / "inbox"
    inbox.mkdir()
    save(of("34.01"), inbox / "a.xlsx")
    save(of("63.01", regency_name="Tanah Laut"), inbox / "b.xlsx")
    save(of("61.01", regency_name="Sambas"), inbox / "c.xlsx")
    for province in (first, *({"34", "63"} - {first})):
        night(province, PERIOD.key, crash.NOW)
    rows = [(one.province_code, one.file_name) for one in Ledger(settings().ledger_url).rows(recorded)]
    assert sorted(rows) == [("34", "a.xlsx"), ("34", "c.xlsx"), ("63", "b.xlsx"), ("63", "c.xlsx")]


def test_after_the_power_failed_in_a_run_the_next_one_leaves_nothing_lost_and_nothing_doubled(
    inbox: Path, first_night: FirstNight
) -> None:
    """The short form of `make crash`."""
    expected = crash.state_of(first_night.home)
    assert crash.disturbed("power", inbox, expected, first_night.seconds, seed=4, shared=False) == []


def test_a_lost_file_a_changed_row_and_a_leftover_are_seen(first_night: FirstNight) -> None:
    state = crash.state_of(first_night.home)
    name = next(iter(state.report))
    lost = dataclasses.replace(state, report={key: one for key, one in state.report.items() if key != name})
    doubled = dataclasses.replace(state, ledger=state.ledger | {"submissions": "lain"})
    half = dataclasses.replace(state, leftovers=("outbox/34/.2024-TW4.tulis",))
    assert [state.differences(one) for one in (state, lost, doubled, half)] == [
        [],
        [f"report: {name}"],
        ["ledger: submissions"],
        ["left over: outbox/34/.2024-TW4.tulis"],
    ]

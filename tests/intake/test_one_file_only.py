"""One file costs only itself: a fault at each step over one file, and the night is complete for everybody else."""

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
import pytest

from config import catalogue
from config.settings import settings
from flows.command.cli import main
from flows.forms import FileRequest, inbox_files
from schemas.consolidated import Consolidated
from schemas.frames import COUNTING
from schemas.ledger import submissions
from tasks.answer import answers as answering
from tasks.answer import of_quarter
from tasks.compute import echo_recorded
from tasks.home.clock import SYSTEM, file_date, made_up
from tasks.home.trouble import Trouble, Troubles
from tasks.intake import earlier_reports, inbox
from tasks.intake import take_in as intake
from tasks.intake.inbox import discover
from tasks.ledger.errors import LedgerError, RowRefused
from tasks.ledger.ledger import Ledger
from tasks.notify import letters as reminder_files
from tasks.notify import reminders
from tasks.notify.alerts import files_disturbed
from tasks.publish import publish
from tasks.read.workbooks import read_workbook
from tests.builders import Book
from tests.whole.test_empty_quarter import of, rejected, save

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("data_alone")]  # no rendering is about one file

PROVINCE = "34"
GOOD, VICTIM, OTHER = ("34.01", "34.02", "34.03")
CLOCK = made_up(datetime(2025, 1, 21, tzinfo=UTC))


def files_in(folder: Path) -> None:
    """One accepted, two rejected, of which one will meet the fault: it is answered, marked, and reminded."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, book in {GOOD: of(GOOD), VICTIM: rejected(VICTIM), OTHER: rejected(OTHER)}.items():
        save(book, folder / f"{code}.xlsx")


def a_file_for_every_step_in(folder: Path) -> None:
    """One accepted, then of each step the one that will meet its fault, then one that meets none."""
    folder.mkdir(parents=True)
    for code, name in MANY.items():
        book = of if code == FIRST else rejected
        save(book(code, regency_name=name), folder / f"{code}.xlsx")


def names_in(value: object) -> str:
    """Whatever names the file among the arguments of a step, but for what is about all files."""
    return " ".join(str(part) for part in value if not isinstance(part, pd.DataFrame | Consolidated))


def failing_over(step: Callable, *victims: str) -> Callable:
    """The step, broken for one file."""

    def broken(*arguments: object, **named: object) -> object:
        told = names_in([*arguments, *named.values()])
        if any(one in told for one in victims):
            raise RuntimeError("nobody thought of this")
        return step(*arguments, **named)

    return broken


STEPS = {
    "look": (inbox, "_arrival"),
    "archive": (inbox, "archive"),
    "read": (intake, "read_each"),
    "normalise": (intake, "take"),
    "check": (earlier_reports, "check"),
    "record": (Ledger, "record"),
    "what was understood": (echo_recorded, "_echo"),
    "answer": (answering, "_write"),
    "receipt of the answer": (answering, "unsigned"),
    "receipt of the report": (of_quarter, "unsigned"),
    "receipt's page": (of_quarter, "receipt_files"),
    "marked copy": (publish, "write_copies"),
    "marked copy read back": (publish, "_verify_copy"),
    "reminder": (reminders, "_rejected"),
    "mail": (reminder_files, "mail_of"),
    "letter": (reminder_files, "_letter"),
    "link for WhatsApp": (reminder_files, "_link"),
}
MANY = dict(catalogue.regencies("13")[["code", "name"]].itertuples(index=False, name=None))
FIRST, *_, LAST = MANY
VICTIMS = dict(zip(STEPS, list(MANY)[1:-1], strict=True))  # more steps need a province with more regencies
BEFORE_THE_LEDGER = ("look", "archive", "read", "normalise", "check", "record")


def break_step(monkeypatch: pytest.MonkeyPatch, name: str, victim: str = VICTIM) -> None:
    module, function = STEPS[name]
    step = getattr(module, function)
    if name == "read":

        def each(paths: list[Path], limits: object) -> Iterator[object]:
            for book in step(paths, limits):
                yield RuntimeError("no") if _is_of(book, victim) else book

        monkeypatch.setattr(module, function, each)
    else:
        monkeypatch.setattr(module, function, failing_over(step, f"{victim}.xlsx", f"'{victim}'", f"{victim}-"))


def _is_of(book: object, code: str) -> bool:
    return any(code in str(row) for sheet in book.sheets for row in sheet.rows[:8])


def night(site: object, province: str = PROVINCE) -> tuple[Troubles, dict[str, str], set[str]]:
    """The steps as the flow takes them: what was disturbed, who stands how, which files were published."""
    from schemas.period import Period
    from tasks.compute.gather import gather
    from tasks.intake.earlier_reports import take_in
    from tasks.job import Job
    from tasks.steps import elsewhere, read

    job = Job(province, Period(2024, 4), CLOCK.now(), site.inbox, site.outbox, site, CLOCK)
    troubles, ledger, method = Troubles(), job.ledger(), site.of_province(province)
    found = discover(job.inbox, CLOCK, 0)
    for one in found.troubles:
        troubles.note(one.file_name, one.step, one.cause)
    known = ledger.known(province)
    new = [one for one in found.arrivals if (one.file_name, one.sha256) not in known]
    taken = read.fn(new, job, troubles) if new else []
    context = intake.Context(job.as_of, province, job.period)
    take_in(ledger, taken, context, method, troubles)
    answering.answer(ledger, job.quarter, site.archive, site.outbox, site.limits, troubles)
    consolidated = gather(ledger, job.quarter, method)
    answers = of_quarter.answers_of(ledger, job.quarter, site.archive, troubles)
    letters = reminder_files.reminder_files(job.reminders(consolidated, answers, troubles), site.home, troubles)
    beside = letters | of_quarter.receipts_beside(answers, site.home, troubles)
    folder = publish.publish(site.outbox, consolidated, answers.copies, site.limits, beside, troubles)
    assert elsewhere(job) == {}
    status = consolidated.submissions.set_index("regency_code")["status"].to_dict()
    return troubles, status, {path.relative_to(site.outbox).as_posix() for path in folder.parent.rglob("*.*")}


class Nights(NamedTuple):
    """What three nights told: one without a fault; one in which every step is broken, each for a file of its own; the
    one after that."""

    undisturbed: tuple[Troubles, dict[str, str], set[str]]
    broken: tuple[Troubles, dict[str, str], set[str]]
    recorded: set[str]
    after: tuple[Troubles, dict[str, str], set[str]]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory, data_alone: None) -> Iterator[Nights]:
    sent, homes = tmp_path_factory.mktemp("sent") / "inbox", [tmp_path_factory.mktemp(name) for name in ("a", "b")]
    a_file_for_every_step_in(sent)
    told = []
    with pytest.MonkeyPatch.context() as patch:
        for home, broken in zip(homes, ((), VICTIMS), strict=True):
            patch.setenv("SPM_HOME", str(home))
            settings.cache_clear()
            shutil.copytree(sent, settings().inbox)
            with patch.context() as faults:
                for step in broken:
                    break_step(faults, step, VICTIMS[step])
                told.append(night(settings(), "13"))
        recorded = {row.file_name for row in Ledger(settings().ledger_url).rows(submissions)}
        yield Nights(*told, recorded, night(settings(), "13"))
    settings.cache_clear()


def test_faults_at_every_step_cost_nobody_else_anything(nights: Nights) -> None:
    (none, _, files), (troubles, status, made) = nights.undisturbed, nights.broken
    assert none.found == ()
    assert {one.file_name for one in troubles.found} == {f"{code}.xlsx" for code in VICTIMS.values()}
    assert status[FIRST] in COUNTING
    assert status[LAST] == "ditolak"
    assert {name for name in files - made if not any(code in name for code in VICTIMS.values())} == set()
    assert (nights.after[0].found, nights.after[2]) == ((), files)


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_over_one_file_costs_only_that_file(step: str, nights: Nights) -> None:
    code = VICTIMS[step]
    met = [one for one in nights.broken[0].found if one.file_name == f"{code}.xlsx"]
    assert {one.cause for one in met} == {"kekeliruan program (RuntimeError)"}
    assert (f"{code}.xlsx" in nights.recorded) is (step not in BEFORE_THE_LEDGER)
    assert nights.broken[1][code] == ("belum lapor" if step in BEFORE_THE_LEDGER else "ditolak")
    assert nights.after[1][code] == "ditolak"


@pytest.mark.parametrize("step", ["what was understood", "receipt of the report", "marked copy"])
def test_a_report_that_lacks_a_file_is_made_again(step: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the same file had met the same before, when its sender was answered."""
    from schemas.period import Period
    from tasks import steps
    from tasks.job import Job

    site = settings()
    files_in(site.inbox)
    night(site)
    job, troubles = Job(PROVINCE, Period(2024, 4), CLOCK.now(), site.inbox, site.outbox, site, CLOCK), Troubles()
    for again in (True, True, False):
        with monkeypatch.context() as broken:
            if again:
                break_step(broken, step)
            before = troubles.count
            steps.publish.fn(*steps.consolidate.fn(job, troubles), job, troubles, before)
        assert (steps.published.fn(job) is None) is again
        assert len(troubles.found) == 1


def test_an_outage_of_the_ledger_is_no_files_fault() -> None:
    troubles = Troubles()
    with pytest.raises(LedgerError), troubles.over("a.xlsx", "mencatat"):
        raise LedgerError("Buku besar tidak dapat dipakai: ruang penyimpanan habis.")
    with troubles.over("a.xlsx", "mencatat"):
        raise RowRefused("buku besar menolak isinya: NUL")
    assert [one.sentence for one in troubles.found] == ["a.xlsx: gagal mencatat, buku besar menolak isinya: NUL"]


def test_the_operator_is_told_a_cause_once_with_all_its_files() -> None:
    denied = [Trouble(f"{number}.xlsx", "membaca", "tidak ada izin memakainya") for number in range(12)]
    first, other = files_disturbed("62", [*denied, Trouble("b.xlsx", "menandai", "kekeliruan program (KeyError)")])
    assert "0.xlsx, 1.xlsx" in first.chat
    assert "dan 2 lainnya" in first.chat
    assert first.state != other.state
    assert files_disturbed("62", denied)[0].state == first.state


def undecodable(inbox: Path) -> Path:
    """As an old zip or FTP leaves it: `é` in Latin-1."""
    path = inbox / os.fsdecode(b"laporan \xe9 34.01.xlsx")
    save(of(GOOD), path)
    return path


def test_a_name_that_is_no_text_is_kept_with_its_bytes_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = settings()
    site.inbox.mkdir(parents=True)
    path, shown = undecodable(site.inbox), r"laporan \xe9 34.01.xlsx"
    troubles, status, _ = night(site)
    assert (troubles.found, status[GOOD]) == ((), "diterima")
    assert [row.file_name for row in Ledger(site.ledger_url).rows(submissions)] == [shown]
    assert shown in (site.outbox / PROVINCE / "2024-TW4" / "manifest.json").read_text().replace("\\\\", "\\")
    assert main(["check", str(path), "--annotate", str(home / "salinan")]) == 0
    assert main(["check", str(path), "--json"]) == 0
    assert shown in capsys.readouterr().out.replace("\\\\", "\\")
    schema: dict[str, object] = {}
    inbox_files(schema)
    assert schema["enum"] == [shown]
    assert FileRequest(file=shown).path(site.inbox) == path


@pytest.mark.parametrize("name", ["a" * 300 + ".xlsx", "a\0b.xlsx", "folder/" * 900 + "a.xlsx"])
def test_a_name_that_no_file_can_have_is_not_in_the_inbox(name: str, home: Path) -> None:
    settings().inbox.mkdir(parents=True)
    with pytest.raises(ValueError, match="tidak ada di folder kiriman"):
        FileRequest(file=name).path(settings().inbox)


def test_a_long_name_gets_its_marked_copy(home: Path, tmp_path: Path) -> None:
    path = tmp_path / ("é" * 124 + ".xlsx")  # 253 bytes
    save(rejected(GOOD), path)
    assert main(["check", str(path), "--annotate", str(tmp_path / "salinan")]) == 1
    assert len(list((tmp_path / "salinan").iterdir())) == 1


def test_what_is_no_plain_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    os.mkfifo(folder / "pipa.xlsx")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "soket"))
    (folder / "putus.xlsx").symlink_to(folder / "tidak-ada.xlsx")
    (folder / "tautan").symlink_to(tmp_path, target_is_directory=True)
    (folder / ".tersembunyi.xlsx").write_bytes(b"x")
    (folder / ".folder").mkdir()
    (folder / ".folder" / "a.xlsx").write_bytes(b"x")
    for junk in (".DS_Store", "Thumbs.db", "~$a.xlsx", "._a.xlsx", ".~lock.a.xlsx#"):
        (folder / junk).write_bytes(b"x")
    (tmp_path / "luar.xlsx").write_bytes(b"x")
    (folder / "ke-luar.xlsx").symlink_to(tmp_path / "luar.xlsx")
    (folder / "belum.xlsx.part").write_bytes(b"x")
    found = discover(folder, CLOCK, 0)
    told = dict(found.passed)
    linked = {"putus.xlsx", "tautan", "ke-luar.xlsx"}
    assert set(told) == {"pipa.xlsx", "soket", ".tersembunyi.xlsx", ".folder", *linked}
    assert "diawali titik" in told[".folder"]
    for name in (*linked, "pipa.xlsx"):
        assert told[name].endswith("taruh berkasnya sendiri di folder kiriman"), name
    assert [name for name, _ in found.waiting] == ["belum.xlsx.part"]  # only this will be looked at again
    assert found.arrivals == []


def test_what_is_never_read_is_not_said_to_wait(home: Path, step_log: pytest.LogCaptureFixture) -> None:
    from schemas.period import Period
    from tasks import steps
    from tasks.job import Job

    site = settings()
    site.inbox.mkdir(parents=True)
    (site.inbox / ".a.xlsx").write_bytes(b"x")
    (site.inbox / "b.xlsx.part").write_bytes(b"x")
    job = Job(PROVINCE, Period(2024, 4), CLOCK.now(), site.inbox, site.outbox, site, CLOCK)
    assert steps.discover.fn(job, Troubles())[0] == []
    told = [one.message for one in step_log.records]
    assert ".a.xlsx: tidak dibaca, namanya diawali titik sehingga tersembunyi; ganti namanya bila ini kiriman" in told
    assert [one for one in told if "dibiarkan untuk proses berikutnya" in one] == [
        "b.xlsx.part: dibiarkan untuk proses berikutnya, masih disalin atau diunduh (namanya berakhiran .part); "
        "ganti namanya bila sudah lengkap"
    ]


def test_a_date_that_no_calendar_has_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(of(GOOD), tmp_path / "a.xlsx")
    os.utime(tmp_path / "a.xlsx", (253402300800, 253402300800))  # 1 January 10000, or as late as this disk can
    found = discover(tmp_path, SYSTEM, 0)
    assert [one.file_name for one in found.arrivals] == ["a.xlsx"]
    assert abs((found.arrivals[0].received_at - datetime.now(UTC)).total_seconds()) < 60
    assert file_date(os.stat_result([0o100644, 1, 1, 1, 0, 0, 1, 0, 253402300800, 0])) is None


def test_what_may_not_be_read_is_told_and_holds_up_nobody(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a seam: whoever runs the tests may be allowed everything."""
    files_in(settings().inbox)
    digest = inbox.digest_of

    def denied(path: Path) -> str:
        if VICTIM in path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return digest(path)

    monkeypatch.setattr(inbox, "digest_of", denied)
    troubles, status, _ = night(settings())
    assert [one.sentence for one in troubles.found] == [f"{VICTIM}.xlsx: gagal membaca, tidak ada izin memakainya"]
    assert (status[GOOD], status[VICTIM]) == ("diterima", "belum lapor")


def test_a_folder_that_may_not_be_opened_is_told(tmp_path: Path) -> None:
    """As another user, where we are root; from inside, for pytest closes its folders to others whenever one starts."""
    shut = tmp_path / "inbox" / "tertutup"
    shut.mkdir(parents=True)
    (shut / "a.xlsx").write_bytes(b"x")
    shut.chmod(0)
    tmp_path.chmod(0o755)
    program = (
        "import os\nfrom pathlib import Path\n"
        "from tasks.home.clock import SYSTEM\nfrom tasks.intake.inbox import discover\n"
        "os.getuid() or os.setuid(65534)\n"
        "print([one.sentence for one in discover(Path('inbox'), SYSTEM, 0).troubles])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True)  # noqa: S603 our own program
    shut.chmod(0o755)
    assert "tertutup: gagal membuka folder, tidak ada izin memakainya" in done.stdout, done.stderr


def test_a_nul_in_a_cell_is_the_sign_for_it(home: Path, tmp_path: Path) -> None:
    """Excel writes it as _x0000_; no PostgreSQL keeps it."""
    from tests.package_builders import with_parts

    path, book = tmp_path / "a.xlsx", Book()
    book["Penerima", "K9"] = "sebelum TANDA sesudah"
    save(book, path)
    with_parts(path, lambda _, content: content.replace(b"TANDA", b"_x0000_"))
    raw = read_workbook(path, settings().limits)
    texts = [cell for sheet in raw.sheets for row in sheet.rows for cell in row if isinstance(cell, str)]
    assert [text for text in texts if "\0" in text] == []
    assert "sebelum \N{SYMBOL FOR NULL} sesudah" in texts


def lost_to_others(step: str, victim: str, undisturbed: set[str]) -> tuple[bool, list[str]]:
    """Whether a fault at this step met this file, and what it cost anybody else, or this file the night after."""
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPM_HOME", home)
        patch.setattr(publish, "RENDERINGS", [])
        settings.cache_clear()
        files_in(settings().inbox)
        try:
            with patch.context() as broken:
                break_step(broken, step, victim)
                troubles, status, files = night(settings())
            _, after, complete = night(settings())
        except Exception as error:
            return True, [f"the night: {error!r}"]
    stands = {GOOD: "diterima", VICTIM: "ditolak", OTHER: "ditolak"}
    lost = sorted(name for name in undisturbed - files if victim not in name) + sorted(undisturbed - complete)
    lost += [code for code, told in stands.items() if (code != victim and status[code] != told) or after[code] != told]
    return bool(troubles.found), lost


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as data_alone, TemporaryDirectory() as first:
        data_alone.setenv("SPM_HOME", first)
        data_alone.setattr(publish, "RENDERINGS", [])
        settings.cache_clear()
        files_in(settings().inbox)
        whole = night(settings())[2]
    tried = {pair: lost_to_others(*pair, whole) for pair in product(STEPS, (GOOD, VICTIM, OTHER))}
    for pair, (_, costs) in tried.items():
        if costs:
            print(*pair, costs)
    met, spoilt = sum(met for met, _ in tried.values()), sum(bool(costs) for _, costs in tried.values())
    print(f"{len(STEPS)} steps x 3 files: {met} faults met (the others have no such step), {spoilt} nights lost")
    sys.exit(bool(spoilt))

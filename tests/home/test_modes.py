"""Another user of the machine reads nothing personal of a home, and holds no lock that would stop its runs."""

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings, settings
from flows.lock import only_one
from schemas.period import Period
from tasks.home.modes import close_to_others
from tasks.home.site import WrongSite, ledger_of
from tests.builders import AS_OF

NOBODY = 65534
_RUN = (Period(2024, 4), AS_OF, AS_OF, "Selesai")
as_root = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or not shutil.which("flock"), reason="only root can act as another user"
)
PERSONAL = ("spm.db", "archive/aa/asli.xlsx", "receipt.key", "contacts.csv", "prefect/prefect.db", "locks/62.lock")
PERSONAL += ("logs/run.log", "cache/fonts.json", "spm.log", "people.json")


@pytest.fixture
def open_home() -> Iterator[Settings]:
    """A home as an earlier program left it: everything can be read by everybody. Not in pytest's own folder, which
    others may not enter."""
    folder = Path(tempfile.mkdtemp(prefix="spm-"))
    folder.chmod(0o755)
    home = folder / "home"
    site = settings().model_copy(update={"home": home, "database_url": ""})
    ledger_of(site).engine.dispose()
    for name in (*PERSONAL, "inbox/62.01.xlsx", "outbox/62/2024-TW4/laporan.xlsx", "settings.toml"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield site
    shutil.rmtree(folder)


def as_nobody(*command: str) -> bool:
    """Whether another user succeeds."""
    done = subprocess.run(command, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, check=False)  # noqa: S603 our own commands
    return done.returncode == 0


def readable(site: Settings) -> list[str]:
    return [name for name in PERSONAL if as_nobody("cat", str(site.home / name))]


@pytest.mark.slow
@as_root
def test_another_user_reads_nothing_personal_and_what_is_for_everybody_still(open_home: Settings) -> None:
    assert readable(open_home) == list(PERSONAL)
    ledger_of(open_home)
    assert readable(open_home) == []
    assert not as_nobody("ls", str(open_home.home))
    for name in ("inbox/62.01.xlsx", "outbox/62/2024-TW4/laporan.xlsx"):
        assert as_nobody("cat", str(open_home.home / name))


@as_root
def test_the_files_beside_the_ledger_are_as_closed_as_the_ledger(open_home: Settings) -> None:
    ledger = ledger_of(open_home)
    ledger.record_run("62", *_RUN)
    beside = sorted(open_home.home.glob("spm.db-*"))
    assert [path.name for path in beside] == ["spm.db-shm", "spm.db-wal"]
    assert not any(as_nobody("cat", str(path)) for path in beside)


@as_root
def test_another_user_can_hold_no_lock(open_home: Settings) -> None:
    lock = open_home.home / "locks" / "62.lock"
    assert as_nobody("flock", "-n", str(lock), "true")
    ledger_of(open_home)
    assert not as_nobody("flock", "-n", str(lock), "true")
    with only_one(lock, "Laporan provinsi 62"):
        pass


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}


def test_a_new_home_is_closed_from_its_first_moment_and_nothing_is_said(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with only_one(home / "locks" / "62.lock", "Laporan"):
        ledger = ledger_of(settings())
    ledger.record_run("62", *_RUN)
    found = modes(home)
    assert found["home"] == 0o711
    assert found["locks"] == 0o700
    assert {found[name] for name in found if name.startswith("spm.db")} == {0o600}
    assert "Hak akses" not in caplog.text


def test_a_home_of_an_earlier_program_is_closed_once_and_this_is_said_once(
    open_home: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        ledger_of(open_home)
        ledger_of(open_home)
    said = [record.message for record in caplog.records]
    assert len(said) == 1
    assert all(name in said[0] for name in ("spm.db", "archive", "receipt.key", "contacts.csv", "locks", "diperketat"))
    assert not any(name in said[0] for name in ("inbox", "outbox", "settings.toml"))


def test_a_home_that_lost_its_ledger_is_closed_all_the_same(open_home: Settings) -> None:
    for path in open_home.home.glob("spm.db*"):
        path.unlink()
    with pytest.raises(WrongSite):
        ledger_of(open_home)
    found = modes(open_home.home)
    assert (found["home"], found["archive"], found["receipt.key"]) == (0o711, 0o700, 0o600)


def test_nobody_is_given_more_than_before(home: Path) -> None:
    for name in ("archive", "locks"):
        (home / name).mkdir(parents=True, mode=0o700)
    (home / "archive").chmod(0o500)
    home.chmod(0o700)
    close_to_others(home, None)
    assert modes(home) == {"home": 0o700, "archive": 0o500, "locks": 0o700}


def test_what_cannot_be_closed_is_told_every_time(
    open_home: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Another user's files, or a disk that knows no modes."""
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    for _ in range(2):
        ledger_of(open_home)
    said = [record.message for record in caplog.records]
    assert len(said) == 2
    assert all("tidak dapat diperketat" in one and "receipt.key" in one for one in said)

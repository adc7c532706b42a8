"""Backup and restore, rehearsed: after a restore everything is as it was, down to the bytes of the report."""

import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings, settings
from flows.cli import main
from schemas.ledger import METADATA, runs
from schemas.period import Period
from schemas.submission import Checked
from tasks.backup import BackupError, backup, ledger_digest, read_contents, restore
from tasks.gather import gather
from tasks.intake import Context
from tasks.ledger import Ledger
from tasks.publish import publish
from tasks.quarter import Quarter
from tasks.receipt_keys import KEY_FILE, receipt_key
from tests.builders import AS_OF, Book, checked

POSTGRESQL = os.environ.get("SPM_TEST_DATABASE_URL", "")
PERIOD, NOW = Period(2024, 4), datetime(2025, 1, 23, 2, 0, tzinfo=UTC)


def site_at(home: Path, url: str = "") -> Settings:
    return settings().model_copy(update={"home": home, "inbox": home / "inbox", "database_url": url})


def sent(site: Settings, book: Book, content: bytes, days: float = 0) -> Checked:
    """A submission as a run records it, with an original of its own in the archive."""
    digest = sha256(content).hexdigest()
    one = checked(
        book,
        Context(AS_OF + timedelta(days=9), "62", PERIOD),
        sha256=digest,
        file_name=f"{digest[:4]}.xlsx",
        received=AS_OF + timedelta(days=days),
    )
    path = site.archive / one.archived.parent.name / one.archived.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return one


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = -1
    return book


@pytest.fixture
def site(home: Path) -> Settings:
    """A home with a rejected and an accepted submission, a run, settings, a correction folder and a receipt key."""
    made = site_at(home)
    ledger = Ledger(made.ledger_url)
    ledger.record("62", [sent(made, faulty(), b"satu"), sent(made, Book(), b"dua", days=1)])
    ledger.record_run("62", PERIOD, AS_OF, AS_OF, "Selesai")
    (home / "settings.toml").write_text('[province.62]\nquality = "pooled"\n')
    (home / "corrections").mkdir()
    (home / "corrections" / "2024.toml").write_text("# belum ada\n")
    receipt_key(home / KEY_FILE)
    return made


def report(site: Settings) -> dict[str, bytes]:
    """The published report, by the path of each file."""
    moment = (AS_OF + timedelta(days=5)).astimezone(Quarter("62", PERIOD, AS_OF).zone)
    consolidated, _ = gather(
        Ledger(site.ledger_url), Quarter("62", PERIOD, moment), site.of_province("62"), site.archive
    )
    folder = publish(site.home / "outbox", consolidated, [], site.limits)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restored_site_has_the_same_ledger_archive_and_reports(site: Settings, tmp_path: Path) -> None:
    before = report(site)
    made = backup(site, tmp_path / "cadangan.zip", NOW)
    other = site_at(tmp_path / "lain")
    assert restore(made.path, other) == made
    assert ledger_digest(Ledger(other.ledger_url)) == ledger_digest(Ledger(site.ledger_url)) == made.ledger
    for place in ("archive", "settings.toml", "corrections/2024.toml", "receipt.key"):
        one, two = site.home / place, other.home / place
        assert one.exists()
        assert [two.read_bytes()] == [one.read_bytes()] if one.is_file() else _files(one) == _files(two)
    assert report(other) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restored_ledger_goes_on_and_stays_append_only(site: Settings, tmp_path: Path) -> None:
    other = site_at(tmp_path / "lain")
    restore(backup(site, tmp_path / "cadangan.zip", NOW).path, other)
    ledger = Ledger(other.ledger_url)
    ledger.record("62", [sent(other, Book(), b"tiga", days=2)])
    assert list(ledger.files("62", PERIOD, NOW + timedelta(days=9))["revision"]) == [1, 2, 3]
    with pytest.raises(sa.exc.DBAPIError, match="hanya dapat ditambah"), ledger.engine.begin() as connection:
        connection.execute(sa.delete(runs))


@pytest.mark.skipif(not POSTGRESQL, reason="SPM_TEST_DATABASE_URL names no database")
def test_a_site_moves_from_sqlite_to_postgresql_by_its_backup(site: Settings, tmp_path: Path) -> None:
    with sa.create_engine(POSTGRESQL).begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    other = site_at(tmp_path / "lain", POSTGRESQL)
    made = restore(backup(site, tmp_path / "cadangan.zip", NOW).path, other)
    assert ledger_digest(Ledger(POSTGRESQL)) == made.ledger
    assert backup(other, tmp_path / "lagi.zip", NOW).ledger == made.ledger
    Ledger(POSTGRESQL).record("62", [sent(other, Book(), b"tiga", days=2)])
    assert report(other)


def test_the_digest_of_a_ledger_sees_every_row(site: Settings) -> None:
    ledger = Ledger(site.ledger_url)
    seen = {ledger_digest(ledger)}
    ledger.record_run("62", PERIOD, AS_OF, AS_OF, "Selesai")
    seen.add(ledger_digest(ledger))
    ledger.record("62", [sent(site, Book(), b"tiga", days=2)])
    seen.add(ledger_digest(ledger))
    assert len(seen) == 3


def test_every_table_is_in_the_backup(site: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup(site, tmp_path / "cadangan.zip", NOW).path) as package:
        assert {f"ledger/{table}.jsonl" for table in METADATA.tables} <= set(package.namelist())


def test_only_its_owner_can_read_a_backup(site: Settings, tmp_path: Path) -> None:
    path = backup(site, tmp_path / "cadangan.zip", NOW).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_is_never_overwritten(site: Settings, tmp_path: Path) -> None:
    target = tmp_path / "cadangan.zip"
    target.write_bytes(b"yang lama")
    with pytest.raises(BackupError, match="sudah ada"):
        backup(site, target, NOW)
    assert target.read_bytes() == b"yang lama"


@pytest.mark.parametrize("broken", ["missing", "changed"])
def test_an_archive_that_lost_something_is_told_and_gives_no_backup(
    site: Settings, tmp_path: Path, broken: str
) -> None:
    original = next(path for path in site.archive.rglob("*") if path.is_file())
    original.unlink() if broken == "missing" else original.write_bytes(b"lain")
    with pytest.raises(BackupError, match=r"Arsip rusak: .*hilang atau isinya berubah"):
        backup(site, tmp_path / "luar" / "cadangan.zip", NOW)
    assert list((tmp_path / "luar").iterdir()) == []


def test_no_single_changed_byte_of_a_backup_goes_unnoticed(site: Settings, tmp_path: Path) -> None:
    path = backup(site, tmp_path / "cadangan.zip", NOW).path
    whole, noticed = path.read_bytes(), 0
    places = range(60, len(whole) - 100, len(whole) // 97)
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        try:
            same = read_contents(path)
        except BackupError:
            noticed += 1
        else:  # a byte of the zip that says nothing, such as the time of an entry
            assert same.ledger == ledger_digest(Ledger(site.ledger_url))
    assert noticed > len(places) * 0.7


@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_a_backup_that_was_cut_off_is_refused_and_changes_nothing(site: Settings, tmp_path: Path, kept: float) -> None:
    path = backup(site, tmp_path / "cadangan.zip", NOW).path
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
    other = site_at(tmp_path / "lain")
    with pytest.raises(BackupError, match="rusak"):
        restore(path, other)
    assert not other.home.exists()


def test_nothing_is_restored_over_a_ledger_that_has_something(site: Settings, tmp_path: Path) -> None:
    made = backup(site, tmp_path / "cadangan.zip", NOW)
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(made.path, site)
    assert ledger_digest(Ledger(site.ledger_url)) == made.ledger


def test_nothing_is_restored_over_a_file_that_says_something_else(site: Settings, tmp_path: Path) -> None:
    other = site_at(tmp_path / "lain")
    other.home.mkdir()
    (other.home / "settings.toml").write_text("# milik situs lain\n")
    with pytest.raises(BackupError, match=r"settings\.toml' sudah ada"):
        restore(backup(site, tmp_path / "cadangan.zip", NOW).path, other)
    assert (other.home / "settings.toml").read_text() == "# milik situs lain\n"
    assert not other.archive.exists()


def test_a_restore_that_was_cut_off_is_simply_done_again(site: Settings, tmp_path: Path) -> None:
    made = backup(site, tmp_path / "cadangan.zip", NOW)
    other = site_at(tmp_path / "lain")
    restore(made.path, other)
    for path in (other.home / "spm.db", next(path for path in other.archive.rglob("*") if path.is_file())):
        path.unlink()
    assert restore(made.path, other).ledger == made.ledger
    assert _files(other.archive) == _files(site.archive)


def test_a_path_that_leads_out_of_the_home_is_refused(site: Settings, tmp_path: Path) -> None:
    path = backup(site, tmp_path / "cadangan.zip", NOW).path
    evil = tmp_path / "jahat.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(evil, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "cadangan.json":
                content = content.replace(b"site/settings.toml", b"site/../luar.toml")
            target.writestr(name.replace("site/settings.toml", "site/../luar.toml"), content)
    with pytest.raises(BackupError, match="rusak"):
        restore(evil, site_at(tmp_path / "lain"))
    assert not (tmp_path / "luar.toml").exists()


def test_the_commands_back_up_and_restore(
    site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "disk").mkdir()
    assert main(["backup", "-o", str(tmp_path / "disk")]) == 0
    (file,) = (tmp_path / "disk").iterdir()
    assert "2 berkas arsip" in capsys.readouterr().out.replace("\n", " ")
    monkeypatch.setenv("SPM_HOME", str(tmp_path / "lain"))
    settings.cache_clear()
    assert main(["restore", str(file)]) == 0
    assert "Dipulihkan" in capsys.readouterr().out
    assert main(["restore", str(file)]) == 2
    assert "sudah berisi" in capsys.readouterr().err

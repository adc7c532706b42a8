"""What a backup holds, and that it holds it whole."""

import stat
import zipfile
from pathlib import Path

import pytest

from config.settings import Settings
from schemas.ledger import METADATA, VERSION
from tasks.backup.backup import backup
from tasks.backup.package import BackupError, read_contents
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book
from tests.site_builders import FINAL, NOW, PERIOD, approve, busy_site, ledger_digest, sent

pytestmark = pytest.mark.whole


@pytest.fixture
def site(home: Path) -> Settings:
    return busy_site(home)


def test_the_digest_of_a_ledger_sees_every_row(site: Settings) -> None:
    ledger = Ledger(site.ledger_url)
    seen = {ledger_digest(ledger)}
    ledger.record_run("62", PERIOD, AS_OF, AS_OF, "Selesai")
    seen.add(ledger_digest(ledger))
    ledger.record("62", [sent(site, Book(), b"tiga", days=2)])
    seen.add(ledger_digest(ledger))
    assert len(seen) == 3


def test_every_table_every_key_and_every_approved_report_is_in_the_backup(site: Settings, tmp_path: Path) -> None:
    approve(site)
    made = backup(site, tmp_path / "cadangan.zip", NOW)
    with zipfile.ZipFile(made.path) as package:
        names = set(package.namelist())
    assert {f"ledger/{table}.jsonl" for table in METADATA.tables if table != "site"} <= names
    assert {"site/receipt.key", "site/receipt-public.pem", "site/settings.toml", "site/corrections/2024.toml"} <= names
    assert "site/people.json" in names
    assert {f"outbox/62/2024-TW4-final/{name}" for name in FINAL} <= names
    assert made.site_id
    assert made.notes == ()


def test_an_approved_report_that_is_not_as_it_was_published_is_kept_as_it_is_and_told(
    site: Settings, tmp_path: Path
) -> None:
    folder = approve(site)
    (folder / "data" / "submissions.csv").write_bytes(b"lain")
    (note,) = backup(site, tmp_path / "cadangan.zip", NOW).notes
    assert "2024-TW4-final' bukan seperti saat terbit; dicadangkan seperti adanya." in note
    for path in (*folder.rglob("*.*"),):
        path.unlink()
    (note,) = backup(site, tmp_path / "lagi.zip", NOW).notes
    assert "Laporan final 62 2024-TW4 tidak ada di" in note


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


@pytest.mark.parametrize("name", ["surat:2.docx", "CON.toml", "a/b/c/d/e/f/g.toml", "akhir."])
def test_a_name_that_could_not_be_restored_everywhere_is_told_at_once(
    site: Settings, tmp_path: Path, name: str
) -> None:
    path = site.home / "templates" / name
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(BackupError, match="ganti namanya"):
        backup(site, tmp_path / "cadangan.zip", NOW)


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


def test_a_file_that_changes_while_the_backup_is_made_is_in_it_as_it_was_or_as_it_is(
    site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, people = zipfile.ZipFile.open, site.home / "people.json"

    def meanwhile(package: zipfile.ZipFile, name: object, *how: object, **more: object) -> object:
        if how == ("w",) and getattr(name, "filename", "") == "site/people.json":
            (site.home / "baru").write_text("{}")
            (site.home / "baru").replace(people)
        return begun(package, name, *how, **more)

    monkeypatch.setattr(zipfile.ZipFile, "open", meanwhile)
    path = backup(site, tmp_path / "cadangan.zip", NOW).path
    with zipfile.ZipFile(path) as package:
        assert "Siti Rahmah" in package.read("site/people.json").decode()
    assert people.read_text() == "{}"


def test_a_backup_says_which_version_of_the_tables_it_holds(site: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup(site, tmp_path / "cadangan.zip", NOW).path) as package:
        assert f'"version": "{VERSION}"' in package.read("cadangan.json").decode()

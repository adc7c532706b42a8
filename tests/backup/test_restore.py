"""Restore, rehearsed: afterwards everything is as it was, down to the bytes of the report; and what others may have put
into a backup writes nowhere else."""

import json
import shutil
import stat
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings, settings
from flows.command.cli import main
from flows.service.people import People
from schemas.ledger import approvals, findings, runs
from tasks.answer.receipt_check import verify
from tasks.backup import restore as restoring
from tasks.backup.backup import backup
from tasks.backup.package import BackupError, digest_of_tables, read_contents
from tasks.backup.restore import restore
from tasks.home.receipt_keys import KEY_FILE, keys_of_site, receipt_key
from tasks.home.site import WrongSite, home_id, ledger_of, site_id
from tasks.job import Job
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book
from tests.old_ledgers import ORIGINALS, POSTGRESQL, VERSIONS, databases, empty_database, make
from tests.publish.test_approval import ask, decide
from tests.publish.test_approval import publish as publish_provisional
from tests.site_builders import (
    NOW,
    PERIOD,
    approve,
    busy_site,
    files_in,
    ledger_digest,
    receipts,
    report,
    sent,
    site_at,
)

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return busy_site(tmp_path_factory.mktemp("asal") / "home").home


@pytest.fixture
def site(home: Path, busy: Path) -> Settings:
    return site_at(Path(shutil.copytree(busy, home)))


@pytest.fixture
def other(home: Path, tmp_path: Path) -> Settings:
    """Where the backup is put back."""
    return site_at(tmp_path / "lain")


@pytest.fixture(scope="module")
def original(busy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = site_at(Path(shutil.copytree(busy, tmp_path_factory.mktemp("approved") / "home")))
    approve(made)
    return backup(made, made.home.parent / "cadangan.zip", NOW).path


@pytest.fixture
def saved(original: Path, tmp_path: Path) -> Path:
    """The backup of a site."""
    return Path(shutil.copy(original, tmp_path / "cadangan.zip"))


@pytest.mark.usefixtures("page_alone")
def test_a_restored_site_has_the_same_ledger_archive_reports_and_receipts(
    site: Settings, other: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(site)
    before = report(site)
    made = backup(site, tmp_path / "cadangan.zip", NOW)
    assert restore(made.path, other) == made
    assert ledger_digest(Ledger(other.ledger_url)) == ledger_digest(Ledger(site.ledger_url)) == made.ledger
    for place in ("archive", "outbox/62/2024-TW4-final", "corrections"):
        assert files_in(other.home / place) == files_in(site.home / place) != {}
    for name in ("settings.toml", "receipt.key", "receipt-public.pem", "people.json"):
        assert (other.home / name).read_bytes() == (site.home / name).read_bytes()
    assert report(other) == before
    assert site_id(ledger_of(other)) == home_id(other.home) == home_id(site.home)
    monkeypatch.setenv("SPM_HOME", str(other.home))
    settings.cache_clear()
    issued = [name for name in before if name.startswith("tanda-terima/")]
    assert len(issued) >= 2
    for name in issued:
        (tmp_path / "lama").mkdir(exist_ok=True)
        kept = tmp_path / "lama" / Path(name).name
        kept.write_bytes(before[name])
        assert main(["verify", str(kept)]) == 0
    assert main(["verify", str(other.outbox / "62" / "2024-TW4-final")]) == 0


def test_what_the_approval_flow_published_comes_back_with_the_same_bytes(
    home: Path, other: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None, page_alone: None
) -> None:
    """Both editions: approved, and approved again after a later submission."""
    site = site_at(home)
    job = Job("62", PERIOD, AS_OF, site.inbox, site.outbox, site)
    job = replace(job, as_of=AS_OF.astimezone(job.quarter.zone))
    for turn, content in enumerate((b"satu", b"dua"), 1):
        job.ledger().record("62", [sent(site, Book(), content, days=turn - 3)])
        publish_provisional(job)
        assert decide(job, ask(job, f"run-{turn}")).name == "Terbit"
    finals = {name: files_in(site.outbox / "62" / name) for name in ("2024-TW4-final", "2024-TW4-final-2")}
    some = {"manifest.json", "laporan-spm-62-2024-TW4.html", "data/submissions.csv", "tanda-terima/62.01.html"}
    assert all(some <= set(files) for files in finals.values())
    restore(backup(site, tmp_path / "cadangan.zip", NOW).path, other)
    assert {name: files_in(other.outbox / "62" / name) for name in finals} == finals
    assert Ledger(other.ledger_url).rows(approvals) == job.ledger().rows(approvals) != []
    monkeypatch.setenv("SPM_HOME", str(other.home))
    settings.cache_clear()
    assert [main(["verify", str(other.outbox / "62" / name)]) for name in finals] == [0, 0]


def test_after_a_restore_every_receipt_verifies_also_those_of_a_key_that_was_lost(
    site: Settings, other: Settings, tmp_path: Path
) -> None:
    texts = set(receipts(site).values())
    (site.home / KEY_FILE).unlink()
    receipt_key(site.home / KEY_FILE)
    texts |= set(receipts(site).values())
    assert len(texts) == 4
    restore(backup(site, tmp_path / "cadangan.zip", NOW).path, other)
    assert stat.S_IMODE((other.home / KEY_FILE).stat().st_mode) == 0o600
    keys, ledger = keys_of_site(other.home), Ledger(other.ledger_url)
    assert [text for text in texts if not verify(text, keys, ledger).sound] == []


def _receipts(site: Settings) -> set[bytes]:
    """Pages and JSON of the receipts that a report holds."""
    return {content for name, content in report(site).items() if name.startswith("tanda-terima/")}


def test_what_is_restored_is_closed_to_others_and_nothing_is_left_over(saved: Path, other: Settings) -> None:
    restore(saved, other)
    modes = {
        path.relative_to(other.home).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in other.home.rglob("*")
    }
    assert [modes[name] for name in ("archive", "spm.db", "people.json", "receipt.key", "settings.toml")] == [
        0o700,
        0o600,
        0o600,
        0o600,
        0o600,
    ]
    assert stat.S_IMODE(other.home.stat().st_mode) == 0o711
    assert "inbox" in modes, "the reports are made again by a run, which looks there"
    assert modes["outbox/62/2024-TW4-final/manifest.json"] == 0o644
    assert not [name for name in modes if name.rpartition("/")[2].startswith(".")]


def test_a_restored_ledger_goes_on_and_stays_append_only(saved: Path, other: Settings) -> None:
    restore(saved, other)
    ledger = Ledger(other.ledger_url)
    ledger.record("62", [sent(other, Book(), b"tiga", days=2)])
    assert list(ledger.files("62", PERIOD, NOW + timedelta(days=9))["revision"]) == [1, 2, 3]
    with pytest.raises(sa.exc.DBAPIError, match="hanya dapat ditambah"), ledger.engine.begin() as connection:
        connection.execute(sa.delete(runs))


@pytest.mark.skipif(not POSTGRESQL, reason="SPM_TEST_DATABASE_URL names no database")
def test_a_site_moves_from_sqlite_to_postgresql_by_its_backup(home: Path, saved: Path, tmp_path: Path) -> None:
    url = empty_database("postgresql", tmp_path)
    other = site_at(tmp_path / "lain", url)
    made = restore(saved, other)
    assert ledger_digest(Ledger(url)) == made.ledger
    assert backup(other, tmp_path / "lagi.zip", NOW).ledger == made.ledger
    Ledger(url).record("62", [sent(other, Book(), b"tiga", days=2)])
    assert report(other)


@pytest.mark.skipif(not POSTGRESQL, reason="SPM_TEST_DATABASE_URL names no database")
def test_a_ledger_with_a_nul_moves_to_postgresql_and_says_what_stands_there_instead(
    site: Settings, tmp_path: Path
) -> None:
    row = dict.fromkeys(("rule", "severity", "sheet", "cell", "message", "explanation"), "teks")
    Ledger(site.ledger_url).append(findings, submission=1, value="12\x0034", **row)
    saved = backup(site, tmp_path / "cadangan.zip", NOW).path
    found = restore(saved, site_at(tmp_path / "lain", empty_database("postgresql", tmp_path)))
    assert found.notes == ("1 teks berisi karakter NUL, yang tidak dikenal PostgreSQL; di sana tertulis ␀.",)
    assert Ledger(POSTGRESQL).rows(findings)[-1].value == "12␀34"
    assert restore(saved, site_at(tmp_path / "sqlite")).notes == ()
    assert Ledger(site_at(tmp_path / "sqlite").ledger_url).rows(findings)[-1].value == "12\x0034"


@pytest.mark.parametrize("database", databases())
@pytest.mark.parametrize("version", VERSIONS)
def test_a_backup_of_every_landed_version_comes_back_up_to_date(
    version: str, database: str, home: Path, tmp_path: Path
) -> None:
    before = make(version, empty_database("sqlite", tmp_path))
    saved = old_backup(tmp_path / "lama.zip", version, before)
    other = site_at(home, empty_database(database, tmp_path) if database == "postgresql" else "")
    found = restore(saved, other)
    with ledger_of(other).engine.connect() as connection:
        for table, rows in before.items():
            if table != "site":
                restored = connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")).all()  # noqa: S608 our own
                assert [tuple(row)[: len(rows[0])] for row in restored] == rows
    assert found.originals == 2
    assert files_in(other.archive).keys() == {name for name, _ in ORIGINALS.values()}


def old_backup(path: Path, version: str, tables: dict[str, list[tuple]]) -> Path:
    """As the program of that version wrote it."""
    files = {
        f"ledger/{table}.jsonl": "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows).encode()
        for table, rows in tables.items()
        if table != "site"
    }
    digests = {name[7:-6]: sha256(content).hexdigest() for name, content in files.items()}
    files |= {f"archive/{name}": content for name, content in ORIGINALS.values()}
    contents = {
        "edition": "SPM-CADANGAN-1" if version < "0001" else "SPM-CADANGAN-2",
        "made_at": "2024-12-01T00:00:00+00:00",
    }
    contents |= {} if version < "0001" else {"version": version, "site_id": "a" * 32}
    contents |= {"rows": 2 * len(digests), "ledger": digest_of_tables(digests)}
    return packed(path, contents, files)


def packed(path: Path, contents: dict, files: dict[str, bytes]) -> Path:
    contents = contents | {"files": {name: sha256(content).hexdigest() for name, content in files.items()}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (*files.items(), ("cadangan.json", json.dumps(contents).encode())):
            package.writestr(name, content)
    return path


def repacked(saved: Path, change: Callable[[dict, dict[str, bytes]], None]) -> Path:
    """The same backup with something changed, and all digests right again."""
    with zipfile.ZipFile(saved) as package:
        files = {name: package.read(name) for name in package.namelist()}
    contents = json.loads(files.pop("cadangan.json"))
    change(contents, files)
    tables = {name[7:-6]: sha256(content).hexdigest() for name, content in files.items() if name.startswith("ledger/")}
    contents["ledger"] = digest_of_tables(tables)
    contents["rows"] = sum(content.count(b"\n") for name, content in files.items() if name.startswith("ledger/"))
    return packed(saved.with_name("lain.zip"), contents, files)


def test_a_backup_of_a_newer_program_is_refused_in_a_sentence(saved: Path, other: Settings) -> None:
    newer = repacked(saved, lambda contents, _: contents.update(version="9999"))
    with pytest.raises(BackupError, match=r"versi program yang lebih baru .*: perbarui programnya\.$"):
        restore(newer, other)
    assert not other.home.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("site//tmp/jahat", "site/../luar.toml", "/site/settings.toml", "../luar", "site/corrections/../../luar"),
        *("archive/../luar", "archive/aa/luar.xlsx", f"archive/ab/{'a' * 64}/x", "archive//tmp/x", "ledger/lain.jsonl"),
        *("site/spm.db", "site/locks/62.lock", "site/.pemulihan", "lain/a", "a", "site/corrections", "site/templates/"),
        *("outbox/62/2024-TW4/a.html", "outbox/62/2024-TW4-final", "outbox/62/2024-TW4-final/../../a", "outbox/a/b/c"),
        *(
            "site/corrections/C:a.toml",
            "site\\settings.toml",
            "site/corrections/a\\b.toml",
            "site/corrections/nul.toml",
        ),
        *("site/corrections/COM1", "site/corrections/a. ", "site/corrections/./a", "site/corrections//a", "site/a\nb"),
        *("outbox/62/2024-TW4-final/aux/a", "outbox/62/2024-TW4-final//tmp/a", "SITE/settings.toml"),
        "site/corrections/" + "a" * 300,
    ],
)
def test_a_thing_without_a_place_in_a_home_is_refused_and_nothing_is_written(
    saved: Path, other: Settings, name: str, tmp_path: Path
) -> None:
    evil = repacked(saved, lambda _, files: files.update({name: b"jahat"}))
    before = files_in(tmp_path)
    with pytest.raises(BackupError, match=r"tidak punya tempat|bukan berkas biasa"):
        restore(evil, other)
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    "twins",
    [
        ("site/corrections/a.toml", "site/corrections/A.toml"),
        ("site/corrections/straße.toml", "site/corrections/STRASSE.toml"),
        ("site/corrections/caf\u00e9.toml", "site/corrections/cafe\u0301.toml"),
    ],
)
def test_two_names_that_some_system_takes_for_one_are_refused(
    saved: Path, other: Settings, twins: tuple[str, str]
) -> None:
    evil = repacked(saved, lambda _, files: files.update(dict.fromkeys(twins, b"jahat")))
    with pytest.raises(BackupError, match="bernama sama"):
        restore(evil, other)
    assert not other.home.exists()


def twice(saved: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(saved, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("site/settings.toml", b"jahat")


def a_link(saved: Path) -> None:
    entry = zipfile.ZipInfo("site/corrections/tautan.toml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    _added(saved, entry, b"/etc/passwd")


def a_device(saved: Path) -> None:
    entry = zipfile.ZipInfo("site/corrections/alat.toml")
    entry.external_attr = (stat.S_IFCHR | 0o666) << 16
    _added(saved, entry, b"")


def packed_otherwise(saved: Path) -> None:
    entry = zipfile.ZipInfo("site/corrections/a.toml")
    entry.compress_type = zipfile.ZIP_LZMA
    _added(saved, entry, b"isi")


def locked(saved: Path) -> None:
    """Every entry says that it needs a password."""
    whole = bytearray(saved.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + flags] |= 1
            at = whole.find(mark, at + 4)
    saved.write_bytes(whole)


def _added(saved: Path, entry: zipfile.ZipInfo, content: bytes) -> None:
    """Also to the list, with the right digest."""
    with zipfile.ZipFile(saved) as package:
        files = {name: package.read(name) for name in package.namelist()}
    contents = json.loads(files.pop("cadangan.json"))
    contents["files"][entry.filename] = sha256(content).hexdigest()
    with zipfile.ZipFile(saved, "w") as package:
        for name, each in (*files.items(), ("cadangan.json", json.dumps(contents).encode())):
            package.writestr(name, each)
        package.writestr(entry, content)


@pytest.mark.parametrize("spoil", [twice, a_link, a_device, packed_otherwise, locked])
def test_what_is_no_plain_file_is_refused(saved: Path, other: Settings, spoil: Callable[[Path], None]) -> None:
    spoil(saved)
    with pytest.raises(BackupError, match=r"rusak|bukan berkas biasa|dipadatkan dengan cara lain"):
        restore(saved, other)
    assert not other.home.exists()


def foreign_original(_: dict, files: dict[str, bytes]) -> None:
    files[f"archive/{'a' * 2}/{'a' * 64}.xlsx"] = b"tidak disebut"


def lost_original(_: dict, files: dict[str, bytes]) -> None:
    del files[next(name for name in files if name.startswith("archive/"))]


def _row(table: str, *values: object) -> Callable[[dict, dict[str, bytes]], None]:
    def change(_: dict, files: dict[str, bytes]) -> None:
        files[f"ledger/{table}.jsonl"] += json.dumps(values, separators=(",", ":")).encode() + b"\n"

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(foreign_original, lost_original),
        *(_row("runs", *values) for values in ([], [9], [9] * 7, [9, "62", "x", "x", "x", "x", None])),
        *(_row("runs", value, *["x"] * 6) for value in (2**31, True, "9", 1.5, [1], {"a": 1})),
        _row("runs", 9, "\ud800", *["x"] * 5),
        lambda _, files: files.update({"ledger/runs.jsonl": b"bukan baris\n"}),
        lambda _, files: files.update({"ledger/runs.jsonl": b"[" * 100_000 + b"\n"}),
        lambda _, files: files.update({"ledger/runs.jsonl": files["ledger/runs.jsonl"].replace(b",", b", ")}),
        lambda contents, _: contents.update(made_at="kemarin"),
    ],
)
def test_what_is_not_whole_is_refused_before_anything_is_written(
    saved: Path, other: Settings, change: Callable[[dict, dict[str, bytes]], None]
) -> None:
    with pytest.raises(BackupError, match="rusak"):
        restore(repacked(saved, change), other)
    assert not other.home.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("site/receipt.key", b"zz", "bukan kunci"),
        ("site/receipt-public.pem", b"-----BEGIN PUBLIC KEY-----", "bukan kunci"),
        ("site/settings.toml", b"#" * 60_000_000, "terlalu besar"),
        ("site/settings.toml", b"= 1", "rusak"),
        ("site/people.json", b"{", "rusak"),
        ("outbox/62/2019-TW4-final/laporan.html", b"<p>", "tidak pernah disetujui"),
    ],
)
def test_what_would_stop_every_command_or_is_nobodys_is_refused_before_anything_is_written(
    saved: Path, other: Settings, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(BackupError, match=told):
        restore(repacked(saved, lambda _, files: files.update({name: content})), other)
    assert not other.home.exists()


def test_rows_that_the_database_refuses_leave_a_ledger_without_any(saved: Path, other: Settings) -> None:
    """A row twice: the rows before it are taken back, and the home stays closed until a restore has succeeded."""
    doubled = repacked(saved, lambda _, files: files.update({"ledger/runs.jsonl": files["ledger/runs.jsonl"] * 2}))
    with pytest.raises(BackupError, match="tidak dapat dimasukkan"):
        restore(doubled, other)
    with pytest.raises(WrongSite, match="belum selesai"):
        ledger_of(other)
    restore(saved, other)
    assert len(ledger_of(other).rows(runs)) == 1


@pytest.mark.parametrize("which", ["cadangan.json", "ledger/runs.jsonl"])
def test_a_small_file_that_unpacks_to_a_huge_one_takes_no_memory(saved: Path, other: Settings, which: str) -> None:
    huge = b"[" + b" " * 100_000_000 + b"]\n"
    with zipfile.ZipFile(saved) as package:
        files = {name: package.read(name) for name in package.namelist()} | {which: huge}
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in files.items():
            package.writestr(name, content)
    del files, huge
    tracemalloc.start()
    with pytest.raises(BackupError, match="rusak"):
        restore(saved, other)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert saved.stat().st_size < 1_000_000
    assert peak < 60_000_000


def test_a_disk_without_room_is_told_before_anything_is_written(
    saved: Path, other: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(BackupError, match=r"tidak cukup: cadangan itu perlu 1 MB, tersedia 0 MB"):
        restore(saved, other)
    assert not other.home.exists()


def test_a_link_in_the_home_leads_nothing_out_of_it(saved: Path, other: Settings, tmp_path: Path) -> None:
    (tmp_path / "luar").mkdir()
    (other.home / "outbox").mkdir(parents=True)
    (other.home / "outbox" / "62").symlink_to(tmp_path / "luar")
    with pytest.raises(BackupError, match="tautan ke tempat lain"):
        restore(saved, other)
    assert list((tmp_path / "luar").iterdir()) == []


def test_an_archive_on_another_disk_is_restored_there(saved: Path, other: Settings, tmp_path: Path) -> None:
    (tmp_path / "besar").mkdir()
    other.home.mkdir()
    other.archive.symlink_to(tmp_path / "besar")
    restore(saved, other)
    assert len(files_in(tmp_path / "besar")) == 2


@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_a_backup_that_was_cut_off_is_refused_and_changes_nothing(saved: Path, other: Settings, kept: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
    with pytest.raises(BackupError, match="rusak"):
        restore(saved, other)
    assert not other.home.exists()


def test_nothing_is_restored_over_a_ledger_that_has_something(site: Settings, tmp_path: Path) -> None:
    saved = backup(site, tmp_path / "cadangan.zip", NOW).path
    before = files_in(site.home)
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(saved, site)
    assert {name: before[name] for name in before if "spm.db" not in name} == {
        name: content for name, content in files_in(site.home).items() if "spm.db" not in name
    }
    assert ledger_digest(Ledger(site.ledger_url)) == read_contents(saved).ledger


@pytest.mark.parametrize(("name", "theirs"), [("settings.toml", "pooled"), ("people.json", "Siti Rahmah")])
def test_settings_that_a_new_machine_has_already_stay_and_those_of_the_backup_lie_beside(
    saved: Path, other: Settings, name: str, theirs: str
) -> None:
    other.home.mkdir()
    (other.home / name).write_text("{}\n" if name.endswith("json") else "# mesin baru\n")
    before = (other.home / name).read_bytes()
    (note,) = restore(saved, other).notes
    assert f"{name}' tetap seperti adanya" in note
    assert (other.home / name).read_bytes() == before
    beside = other.home / f"{name}.dari-cadangan"
    assert (theirs in beside.read_text(), stat.S_IMODE(beside.stat().st_mode)) == (True, 0o600)


@pytest.mark.parametrize(
    ("setting", "variable"),
    [
        ('database_url = "postgresql+psycopg://spm:rahasia@lama/spm"', "SPM_DATABASE_URL"),
        ('outbox = "/srv/laporan"', "SPM_OUTBOX"),
    ],
)
def test_settings_that_name_another_place_are_followed_or_overruled_but_never_passed_over(
    home: Path, other: Settings, tmp_path: Path, setting: str, variable: str
) -> None:
    made = busy_site(home)
    (home / "settings.toml").write_text(f"{setting}\n")
    saved = backup(made, tmp_path / "cadangan.zip", NOW).path
    with pytest.raises(BackupError, match=variable) as told:
        restore(saved, other)
    assert "rahasia" not in str(told.value)
    assert not other.home.exists()
    name, _, _ = setting.partition(" ")
    chosen = {"database_url": f"sqlite:///{tmp_path}/lain.db", "outbox": tmp_path / "laporan"}[name]
    (note,) = restore(saved, other.model_copy(update={name: chosen})).notes
    assert f"biarkan {variable} tetap disetel" in note


@pytest.mark.parametrize("name", ["corrections/2024.toml", "receipt.key", "outbox/62/2024-TW4-final/lain.html"])
def test_nothing_is_restored_over_a_file_that_says_something_else(saved: Path, other: Settings, name: str) -> None:
    (other.home / name).parent.mkdir(parents=True)
    (other.home / name).write_text("# milik situs lain\n")
    with pytest.raises(BackupError, match="sudah ada dengan isi lain"):
        restore(saved, other)
    assert [*files_in(other.home)] == [name]


def test_a_site_that_lost_its_ledger_gets_it_back_in_place(site: Settings, tmp_path: Path) -> None:
    approve(site)
    saved = backup(site, tmp_path / "cadangan.zip", NOW).path
    for path in site.home.glob("spm.db*"):
        path.unlink()
    with pytest.raises(WrongSite, match="spm restore"):
        ledger_of(site)
    restore(saved, site)
    assert ledger_digest(ledger_of(site)) == read_contents(saved).ledger


def test_a_backup_of_another_site_is_not_put_into_one_that_has_a_past(saved: Path, other: Settings) -> None:
    ledger_of(other)
    (other.archive / "aa").mkdir(parents=True)
    (other.archive / "aa" / "a.xlsx").touch()
    with pytest.raises(BackupError, match="milik situs lain"):
        restore(saved, other)


def test_a_home_that_was_begun_but_holds_nothing_becomes_the_restored_site(saved: Path, other: Settings) -> None:
    begun = site_id(ledger_of(other))
    restore(saved, other)
    assert site_id(ledger_of(other)) == home_id(other.home) == read_contents(saved).site_id != begun


class Ended(BaseException):
    """As a kill: nothing catches it."""


def test_a_restore_that_is_ended_anywhere_leaves_no_half_site_and_is_simply_done_again(
    saved: Path, tmp_path: Path
) -> None:
    for step in range(14):
        other = site_at(tmp_path / str(step))
        with pytest.raises(Ended):
            restore_until(step, saved, other)
        if step:
            with pytest.raises(WrongSite, match="ulangi spm restore"):
                ledger_of(other)
        restore(saved, other)
        assert ledger_digest(ledger_of(other)) == read_contents(saved).ledger
        assert len(files_in(other.home / "outbox" / "62" / "2024-TW4-final")) == 3
        assert not list(other.home.rglob(".*"))
    restore_until(14, saved, site_at(tmp_path / "whole"))


def restore_until(step: int, saved: Path, other: Settings) -> None:
    """Ends before that step: each file that is written, the ledger, what follows it."""
    done = []

    def counted(whole: Callable) -> Callable:
        def one(*given: object) -> object:
            if len(done) == step:
                raise Ended
            done.append(whole)
            return whole(*given)

        return one

    with pytest.MonkeyPatch.context() as patch:
        for name in ("_write", "_move_finals", "_fill", "name_home"):
            patch.setattr(restoring, name, counted(getattr(restoring, name)))
        restore(saved, other)


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
    said = capsys.readouterr().out
    assert ("Dipulihkan" in said, "spm link --list" in said) == (True, True)
    assert [*People(tmp_path / "lain").all()] == ["siti"]
    assert main(["restore", str(file)]) == 2
    assert "sudah berisi" in capsys.readouterr().err

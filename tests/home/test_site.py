"""A home and its ledger belong together; what one of them holds is never begun anew with another."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings, settings
from flows.command.cli import main
from schemas.period import Period
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.home.site import ID_FILE, WrongSite, home_id, ledger_of, make_inbox, site_id
from tasks.intake.take_in import Context
from tasks.ledger.errors import LedgerError
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book, checked
from tests.old_ledgers import POSTGRESQL, empty_database

PERIOD = Period(2024, 4)


def site_at(home: Path, url: str = "") -> Settings:
    return settings().model_copy(
        update={"home": home, "inbox": home / "inbox", "outbox": home / "outbox", "database_url": url}
    )


@pytest.fixture
def site(home: Path) -> Settings:
    return site_at(home)


def work(site: Settings, ledger: Ledger, name: str = "a") -> None:
    """A submission, with its original in the archive."""
    one = checked(Book(), Context(AS_OF, "62", PERIOD), sha256=name * 64, file_name=f"{name}.xlsx", received=AS_OF)
    ledger.record("62", [one])
    original = site.archive / one.archived.parent.name / one.archived.name
    original.parent.mkdir(parents=True)
    original.write_bytes(b"asli")


def publish(site: Settings) -> None:
    folder = site.outbox / "62" / "2024-TW4"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")


def test_a_new_site_gets_a_name_that_home_and_ledger_know(site: Settings) -> None:
    ledger = ledger_of(site)
    assert len(home_id(site.home)) == 32
    assert site_id(ledger) == home_id(site.home)
    assert site_id(ledger_of(site)) == home_id(site.home)


def test_a_site_whose_senders_use_the_door_alone_has_an_inbox_and_no_folder_is_made_elsewhere(site: Settings) -> None:
    make_inbox(site)
    make_inbox(site)
    assert site.inbox.is_dir()
    chosen = site.model_copy(update={"inbox": site.home.parent / "disk" / "kiriman"})
    make_inbox(chosen)
    assert not chosen.inbox.exists(), "perhaps its disk is not there"


def test_a_ledger_from_before_there_were_names_is_adopted_with_its_rows(site: Settings) -> None:
    work(site, Ledger(site.ledger_url))
    publish(site)
    ledger = ledger_of(site)
    assert site_id(ledger) == home_id(site.home) != ""
    assert len(ledger.files("62", PERIOD, AS_OF)) == 1


def test_another_home_without_a_past_takes_the_name_of_the_ledger_it_is_given(site: Settings, tmp_path: Path) -> None:
    work(site, ledger_of(site))
    second = site_at(tmp_path / "kedua", site.ledger_url)
    ledger_of(second)
    assert home_id(second.home) == home_id(site.home)


def test_a_first_night_that_was_ended_between_archive_and_ledger_goes_on(site: Settings) -> None:
    ledger_of(site)
    original = site.archive / "aa" / "aaaa.xlsx"
    original.parent.mkdir(parents=True)
    original.write_bytes(b"asli")
    assert site_id(ledger_of(site)) == home_id(site.home)


def test_a_home_of_which_only_the_key_of_receipts_is_left_begins_nothing_anew(site: Settings) -> None:
    """Numbers of receipts would be given a second time."""
    ledger_of(site)
    receipt_key(site.home / KEY_FILE)
    removed(site)
    with pytest.raises(WrongSite, match="kunci tanda terima"):
        ledger_of(site)


def test_a_key_may_be_brought_to_a_home_before_anything_else(site: Settings) -> None:
    receipt_key(site.home / KEY_FILE)
    assert site_id(ledger_of(site)) == home_id(site.home) != ""


def removed(site: Settings) -> None:
    for path in site.home.glob("spm.db*"):
        path.unlink()


def emptied(site: Settings) -> None:
    removed(site)
    (site.home / "spm.db").touch()


def begun_elsewhere(site: Settings) -> None:
    """By an earlier program, which made empty tables wherever it was led."""
    removed(site)
    Ledger(site.ledger_url)


def exchanged(site: Settings) -> None:
    removed(site)
    ledger = ledger_of(site_at(site.home.parent / "lain", site.ledger_url))
    work(site_at(site.home.parent / "lain"), ledger, "b")


def exchanged_for_an_old_one(site: Settings) -> None:
    """One without a name."""
    removed(site)
    work(site_at(site.home.parent / "lain"), Ledger(site.ledger_url), "b")


@pytest.mark.parametrize("named", [True, False], ids=["named", "from before names"])
@pytest.mark.parametrize(
    ("lose", "told"),
    [
        (removed, "tidak ada, padahal"),
        (emptied, "kosong, padahal"),
        (begun_elsewhere, "kosong, padahal"),
        (exchanged, "milik situs lain"),
        (exchanged_for_an_old_one, "milik situs lain"),
    ],
)
def test_a_home_without_its_ledger_begins_nothing_anew_and_names_the_way_back(
    site: Settings, lose: Callable[[Settings], None], told: str, named: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    work(site, ledger_of(site))
    if not named:
        (site.home / ID_FILE).unlink()
    lose(site)
    before = {path.name for path in site.home.iterdir() if not path.name.startswith("spm.db")}
    for _ in range(2):
        assert main(["status", "--province", "62", "--period", "2024-TW4"]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert told in said
        assert "spm restore" in said
        assert "database_url" in said
    assert {path.name for path in site.home.iterdir() if not path.name.startswith("spm.db")} == before
    assert (site.home / "spm.db").exists() == (lose is not removed)


def test_the_service_does_not_even_start_without_its_ledger(
    site: Settings, no_server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    work(site, ledger_of(site))
    removed(site)
    assert main(["serve", "--port", "1"]) == 2
    assert "spm restore" in " ".join(capsys.readouterr().err.split())
    assert not (site.home / "prefect").exists()


def test_published_reports_are_not_orphaned_either(site: Settings) -> None:
    publish(site)
    with pytest.raises(WrongSite, match="sudah berisi laporan yang terbit"):
        ledger_of(site)
    assert not (site.home / "spm.db").exists()


@pytest.mark.skipif(not POSTGRESQL, reason="SPM_TEST_DATABASE_URL names no database")
def test_a_home_that_is_led_to_an_empty_server_makes_no_table_there(site: Settings, tmp_path: Path) -> None:
    work(site, ledger_of(site))
    url = empty_database("postgresql", tmp_path)
    with pytest.raises(WrongSite, match="kosong, padahal"):
        ledger_of(site_at(site.home, url))
    with sa.create_engine(url).connect() as connection:
        assert sa.inspect(connection).get_table_names() == []


@pytest.mark.parametrize("database", ["sqlite", *(["postgresql"] if POSTGRESQL else [])])
def test_programs_that_begin_a_site_at_once_agree_on_its_name(tmp_path: Path, home: Path, database: str) -> None:
    url = empty_database(database, tmp_path)
    Ledger(url).engine.dispose()
    at_once, names = threading.Barrier(4), []

    def begin() -> None:
        at_once.wait()
        try:
            names.append(site_id(ledger_of(site_at(home, url))))
        except LedgerError as error:
            names.append(str(error))

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == [home_id(home)] * 4


def test_checking_and_forms_never_ask_whose_the_ledger_is(
    site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.forms.samples.write_samples", lambda *_: None)  # seconds, and no question of the ledger
    work(site, ledger_of(site))
    removed(site)
    assert main(["template", "--regency", "62.01", "--period", "2024-TW4", "-o", str(tmp_path / "f.xlsx")]) == 0
    assert main(["check", str(tmp_path / "f.xlsx")]) in (0, 1)
    assert main(["sample", "--province", "62", "--period", "2024-TW4", "-o", str(tmp_path / "contoh")]) == 0
    assert not (site.home / "spm.db").exists()


def test_a_home_that_was_copied_with_its_ledger_is_the_same_site(site: Settings, tmp_path: Path) -> None:
    ledger = ledger_of(site)
    work(site, ledger)
    ledger.engine.dispose()
    shutil.copytree(site.home, tmp_path / "salinan")
    copy = site_at(tmp_path / "salinan")
    assert len(ledger_of(copy).files("62", PERIOD, AS_OF)) == 1

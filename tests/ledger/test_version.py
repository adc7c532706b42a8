"""Every version of the ledger that ever landed comes up to date with all its rows, and stays append-only."""

import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from schemas.ledger import METADATA, VERSION
from schemas.period import Period
from tasks.intake.take_in import Context
from tasks.ledger import version as ledger_version
from tasks.ledger.errors import LedgerError
from tasks.ledger.ledger import Ledger
from tests.builders import AS_OF, Book, checked
from tests.old_ledgers import VERSIONS, databases, empty_database, make, rows_of, statements, tables_of

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
OLD = [version for version in VERSIONS if version != VERSION]
MIGRATIONS = Path(ledger_version.__file__).parent / "migrations" / "versions"


@pytest.fixture(params=databases())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return empty_database(request.param, tmp_path)


def shape(url: str) -> dict[str, tuple]:
    """Of every table: columns in their order, keys, what is unique, indexes, links."""
    with sa.create_engine(url).connect() as connection:
        look, found = sa.inspect(connection), {}
        for table in tables_of(connection):
            columns = [(one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(table.name)]
            unique = sorted(str(one["column_names"]) for one in look.get_unique_constraints(table.name))
            indexes = sorted(
                str(one["column_names"]) for one in look.get_indexes(table.name) if "duplicates_constraint" not in one
            )
            links = sorted(str(one["constrained_columns"]) for one in look.get_foreign_keys(table.name))
            key = look.get_pk_constraint(table.name)["constrained_columns"]
            found[table.name] = (columns, key, unique, indexes, links)
        return found


def guards(url: str) -> set[str]:
    """The triggers that keep the tables append-only."""
    with sa.create_engine(url).connect() as connection:
        if connection.dialect.name == "sqlite":
            return set(connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
        return set(connection.scalars(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))


def guards_of_all_tables(url: str) -> set[str]:
    endings = ("no_update", "no_delete") if url.startswith("sqlite") else ("append_only",)
    return {f"{table}_{ending}" for table in METADATA.tables for ending in endings}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_landed_version_is_migrated_with_its_rows(version: str, url: str, tmp_path: Path) -> None:
    before = make(version, url)
    assert all(len(rows) == 2 for rows in before.values())
    Ledger(url)
    after = rows_of(url)
    assert {name: [row[: len(before[name][0])] for row in after[name]] for name in before} == before
    assert set(after) == set(METADATA.tables)
    assert guards(url) == guards_of_all_tables(url)
    with sa.create_engine(url).connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM ledger_version")) == VERSION


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_ledger_has_the_tables_of_a_new_one_and_takes_in_submissions(
    version: str, url: str, tmp_path: Path
) -> None:
    new = shape_of_a_new_ledger(url, tmp_path)
    make(version, url)
    ledger = Ledger(url)
    assert shape(url) == new
    ledger.record("62", [checked(Book(), Context(AS_OF, "62", PERIOD), sha256="a", file_name="a.xlsx", received=AS_OF)])
    assert len(ledger.files("62", PERIOD, AS_OF)) == 1


def shape_of_a_new_ledger(url: str, tmp_path: Path) -> dict[str, tuple]:
    """Leaves the database as empty as it was."""
    Ledger(url).engine.dispose()
    found = shape(url)
    empty_database("sqlite" if url.startswith("sqlite") else "postgresql", tmp_path)
    return found


def test_the_tables_of_today_are_kept_for_the_migrations_of_tomorrow(url: str, tmp_path: Path) -> None:
    """Fails where a table or column was added without its statements in tests/ledgers/."""
    assert VERSIONS[-1] == VERSION == max(path.name[1:5] for path in MIGRATIONS.glob("v*.py"))
    new = shape_of_a_new_ledger(url, tmp_path)
    make(VERSION, url)
    assert shape(url) == new


def test_a_later_version_has_all_that_an_earlier_one_had_and_only_adds_what_may_be_empty(tmp_path: Path) -> None:
    """Also in the same order: a backup of an older version is restored column by column."""
    shapes = []
    for version in VERSIONS:
        url = empty_database("sqlite", tmp_path)
        make(version, url)
        shapes.append(shape(url))
    for earlier, later in pairwise(shapes):
        for table, (columns, *rest) in earlier.items():
            assert later[table][0][: len(columns)] == columns
            assert all(nullable for _, _, nullable in later[table][0][len(columns) :])
            assert list(later[table][1:]) == rest


def test_what_a_program_left_that_was_ended_while_it_made_the_tables_is_made_whole(url: str) -> None:
    """Before there were versions each statement stood for itself: the last table may lack its index and triggers."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        first = statements(VERSIONS[0], engine.dialect.name)
        last = max(at for at, one in enumerate(first) if one.startswith("CREATE TABLE findings"))
        for statement in first[: last + 1]:
            connection.exec_driver_sql(statement)
    Ledger(url)
    assert guards(url) == guards_of_all_tables(url)
    assert set(rows_of(url)) == set(METADATA.tables)
    assert shape(url)["findings"][3] == ["['submission']"]


def test_an_older_program_refuses_a_newer_ledger_and_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Ledger(url)
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("UPDATE ledger_version SET version_num = '9999'"))
    before = shape(url)
    with pytest.raises(LedgerError, match=r"versi program yang lebih baru \(susunan 9999, .*perbarui programnya\.$"):
        Ledger(url)
    assert shape(url) == before


def test_a_database_with_other_tables_of_our_names_is_no_ledger_and_is_left_as_it_was(url: str) -> None:
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE runs (id INTEGER PRIMARY KEY, speed INTEGER)"))
    with pytest.raises(LedgerError, match=r"tabel 'runs' milik program lain"):
        Ledger(url)
    assert set(rows_of(url)) == {"runs"}


_OPEN = """
import sys
from alembic import command
from tasks.ledger.ledger import Ledger
print("siap", flush=True)
sys.stdin.readline()
Ledger(sys.argv[1])
"""


def test_programs_that_open_an_old_ledger_at_once_migrate_it_once(url: str) -> None:
    before = make(OLD[0], url)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    programs = [subprocess.Popen([sys.executable, "-c", _OPEN, url], **pipes) for _ in range(3)]  # noqa: S603 our own program
    assert [program.stdout.readline() for program in programs] == ["siap\n"] * 3
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    assert [program.communicate()[1] for program in programs] == [""] * 3
    assert [row[:9] for row in rows_of(url)["findings"]] == before["findings"]
    assert guards(url) == guards_of_all_tables(url)


_KILLED = """
import os, signal, sys
from tasks.ledger import version
from tasks.ledger.ledger import Ledger
def dies(connection):
    os.kill(os.getpid(), signal.SIGKILL)
version._refuse_what_is_no_ledger = dies  # the last thing before the transaction ends
Ledger(sys.argv[1])
"""


def test_a_migration_that_is_killed_has_done_nothing_and_is_done_again(url: str) -> None:
    before = make(OLD[0], url)
    killed = subprocess.run([sys.executable, "-c", _KILLED, url], check=False)  # noqa: S603 our own program
    assert killed.returncode == -signal.SIGKILL
    assert rows_of(url) == before
    Ledger(url)
    assert rows_of(url)["submissions"] == before["submissions"]


def test_an_old_ledger_that_is_read_only_says_so(tmp_path: Path) -> None:
    url = empty_database("sqlite", tmp_path)
    before = make(OLD[0], url)
    with pytest.raises(LedgerError, match=r"hanya dapat dibaca\.$"):
        Ledger(f"sqlite:///file:{tmp_path / 'spm.db'}?mode=ro&uri=true")
    assert rows_of(url) == before


_WATCHED = """
import sys
from tasks.ledger import ledger
asked = []
import sqlalchemy as sa
sa.event.listen(sa.Engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
ledger.Ledger(sys.argv[1])
print(asked, "alembic" in sys.modules)
"""


def test_opening_a_ledger_of_today_is_one_select_without_alembic(url: str) -> None:
    Ledger(url)
    seen = subprocess.run([sys.executable, "-c", _WATCHED, url], capture_output=True, text=True, check=True)  # noqa: S603 our own program
    ours = [one for one in eval(seen.stdout.rpartition(" ")[0]) if "pg_catalog" not in one and "show " not in one]  # noqa: S307 what we printed
    assert ours == ["SELECT version_num FROM ledger_version"]
    assert seen.stdout.endswith("False\n")

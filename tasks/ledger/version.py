"""The version of a ledger's tables: asked for once at every opening, and an older ledger brought up to today's.

Everything that changes tables happens in one transaction that is alone with the ledger: two programs that open an old
one at once do it once, and one that is ended in the middle has done nothing.
"""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from schemas.ledger import METADATA, VERSION

VERSION_TABLE = "ledger_version"
"""Named apart from Alembic's own `alembic_version`, which is Prefect's where both live in one database."""
CHANGING, RECORDING = (0x53504D, 0), (0x53504D, 1)
"""The advisory locks of whoever changes tables, and of whoever records submissions; those of the runs have a province
code for the second number."""
_UNDEFINED_TABLE = "42P01"


class WrongVersion(RuntimeError):
    """These tables are not for this program; the message goes on from 'Buku besar ...'."""


class NoLedger(RuntimeError):
    """There are no tables, and none are to be made."""


def bring_up_to_date(engine: sa.Engine, begin: bool) -> None:
    """Leaves a ledger whose tables are today's; NoLedger where there are none and it is not to `begin`. Raises
    WrongVersion for one that a newer program has changed, and for a database that holds something else under the names
    of our tables."""
    if _version_of(engine) != VERSION:
        with engine.connect() as connection:
            wait_until_alone(connection, CHANGING)
            _change(connection, begin)
            connection.commit()


def _version_of(engine: sa.Engine) -> str:
    """'' where there are no versions yet, or no tables at all."""
    try:
        with engine.connect() as connection:
            return _stored(connection)
    except DBAPIError as error:
        told = error.orig
        if getattr(told, "sqlstate", "") == _UNDEFINED_TABLE or str(told).startswith("no such table"):
            return ""
        raise


def _stored(connection: sa.Connection) -> str:
    return connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")) or ""  # noqa: S608 a constant


def wait_until_alone(connection: sa.Connection, what: tuple[int, int]) -> None:
    """Until the end of the transaction nobody else does `what`; on SQLite nobody writes at all."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(*what)))


def _change(connection: sa.Connection, begin: bool) -> None:
    """Another may have done it while we waited, so what there is is asked for again."""
    tables = set(sa.inspect(connection).get_table_names())
    stored = _stored(connection) if VERSION_TABLE in tables else ""
    if stored > VERSION:
        raise WrongVersion(
            f"dibuat oleh versi program yang lebih baru (susunan {stored}, program ini mengenal sampai {VERSION}); "
            "perbarui programnya"
        )
    if tables & set(METADATA.tables):
        _migrate(connection)
        _refuse_what_is_no_ledger(connection)
    elif not begin:
        raise NoLedger
    else:
        for statement in _beginning(connection.engine.url.drivername):
            connection.exec_driver_sql(statement)


@cache
def _beginning(drivername: str) -> tuple[str, ...]:
    """What makes the tables where there are none; writing it down takes four times as long as doing it."""
    written: list[str] = []
    mock = sa.create_mock_engine(
        f"{drivername}://", lambda one, *_: written.append(str(one.compile(dialect=mock.dialect)))
    )
    METADATA.create_all(mock, checkfirst=False)
    versions = f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    return *written, versions, f"INSERT INTO {VERSION_TABLE} VALUES ('{VERSION}')"  # noqa: S608 constants


def _migrate(connection: sa.Connection) -> None:
    from alembic import command  # a tenth of a second that only an old ledger costs
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def _refuse_what_is_no_ledger(connection: sa.Connection) -> None:
    look = sa.inspect(connection)
    for table in METADATA.sorted_tables:
        found = {column["name"] for column in look.get_columns(table.name)}
        if missing := set(table.columns.keys()) - found:
            raise WrongVersion(f"berisi tabel '{table.name}' milik program lain: tidak ada kolom {min(missing)}")

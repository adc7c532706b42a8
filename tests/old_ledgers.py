"""Ledgers as each landed program left them, from the statements it executed (`tests/ledgers/`), with rows in them."""

import os
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

STATEMENTS = Path(__file__).parent / "ledgers"
VERSIONS = sorted({path.name.partition(".")[0] for path in STATEMENTS.glob("*.sql")})
"""Oldest first. 0000-1 to 0000-5 landed before versions were counted. Each file adds to those before it."""
ORIGINALS = {
    number: (f"{digest[:2]}/{digest}.xlsx", content)
    for number, content in ((1, b"asli 1"), (2, b"asli 2"))
    for digest in (sha256(content).hexdigest(),)
}
"""What the archive holds of the two submissions: path inside it, and content."""
POSTGRESQL = os.environ.get("SPM_TEST_DATABASE_URL", "")


def databases() -> list[str]:
    """SPM_TEST_DATABASE_URL names an empty PostgreSQL database to run the same tests on."""
    return ["sqlite", *(["postgresql"] if POSTGRESQL else [])]


def empty_database(name: str, folder: Path) -> str:
    """The URL of a database without a table."""
    if name == "sqlite":
        (folder / "spm.db").unlink(missing_ok=True)
        return f"sqlite:///{folder / 'spm.db'}"
    with sa.create_engine(POSTGRESQL).begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    return POSTGRESQL


def statements(version: str, dialect: str) -> list[str]:
    """What made the tables of a version, in order."""
    files = [STATEMENTS / f"{one}.{dialect}.sql" for one in VERSIONS if one <= version]
    return [each.strip() for file in files for each in file.read_text().removesuffix(";\n").split(";\n\n")]


def make(version: str, url: str) -> dict[str, list[tuple]]:
    """Makes the tables of a version with two rows each, one as empty as can be, and gives these rows."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements(version, engine.dialect.name):
            connection.exec_driver_sql(statement)
        tables = tables_of(connection)
        for table in tables:
            connection.execute(table.insert(), [_row(table, number) for number in (1, 2)])
    rows = rows_of(url)
    engine.dispose()
    return rows


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """The tables that are there, without that of their version."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "ledger_version"]


def rows_of(url: str) -> dict[str, list[tuple]]:
    """Table -> its rows."""
    with sa.create_engine(url).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]
            for table in tables_of(connection)
        }


def _row(table: sa.Table, number: int) -> dict[str, object]:
    empty = number == 2
    values = {int: number, float: 0.1, bool: not empty, str: f"teks {number}"}
    own = {column.name: values[column.type.python_type] for column in table.columns if column.name != "id"}
    own |= {column.name: None for column in table.columns if empty and column.nullable}
    path, content = ORIGINALS[number]
    own |= {"archived": path, "sha256": sha256(content).hexdigest()} if table.name == "submissions" else {}
    return own | ({"submission": 1} if "submission" in own else {})

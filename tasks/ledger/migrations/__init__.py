"""How a ledger comes from one version of its tables to the next. Nothing here is changed once it has landed.

A new version is: the table, or the column as the last of its table, in `schemas/ledger.py`, and its `VERSION`; a module
in `versions/` with the next number that only adds tables (`add_table`) or columns that may be empty (`add_column`); and
in `tests/ledgers/` the statements that it executes, by which the version is known when later ones are tested.
"""

from alembic import op

_SQLITE_GUARD = """CREATE TRIGGER IF NOT EXISTS {table}_no_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END"""
_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'buku besar hanya dapat ditambah'; END $$"""
_POSTGRES_GUARD = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION append_only()"""


def add_table(name: str, columns: str, index: str = "") -> None:
    """A table of `id` and `columns` with its triggers, where there is none yet: before there were versions, a program
    that was ended while it made the tables left some of them, or one without its triggers."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    kind = "INTEGER" if on_sqlite else "SERIAL"
    _execute(f"CREATE TABLE IF NOT EXISTS {name} (id {kind} NOT NULL, {columns}, PRIMARY KEY (id))")
    if index:
        _execute(f"CREATE INDEX IF NOT EXISTS ix_{name}_{index} ON {name} ({index})")
    if on_sqlite:
        for what in ("update", "delete"):
            _execute(_SQLITE_GUARD.format(table=name, what=what))
    else:
        _execute(_POSTGRES_FUNCTION)
        _execute(_POSTGRES_GUARD.format(table=name))


def add_column(table: str, name: str, kind: str) -> None:
    """A column that is empty in the rows that are there."""
    _execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def _execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)

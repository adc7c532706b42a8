"""The ledger: every submission with every revision, its figures and findings, and every run. Append-only, for ever.

SQLite by default, PostgreSQL by setting, through SQLAlchemy Core. Times are ISO 8601 texts in UTC: they sort as texts.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import pandas as pd
import sqlalchemy as sa
from pandera.typing.pandas import DataFrame
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from schemas.contract import typed
from schemas.finding import Finding, Severity
from schemas.frames import FIGURES, columns, frame_of
from schemas.ledger import DUPLICATE, cell_groups, findings, places, runs, submissions, table_of
from schemas.period import Period
from schemas.receipt import TOTALS
from schemas.reconciliation import Account, CellGroup
from schemas.sent import Files, Places
from schemas.submission import Checked
from tasks.ledger.errors import EmptyLedger, LedgerError, RowRefused, reason_of, unusable
from tasks.ledger.file import engine_of
from tasks.ledger.file_names import sent_name
from tasks.ledger.rows import (
    group_of,
    in_order_of_receipt,
    insert_checked,
    known_at,
    latest_readings,
    sent_until,
    submissions_as_they_came,
    utc_text,
)
from tasks.ledger.version import RECORDING, NoLedger, WrongVersion, bring_up_to_date, wait_until_alone

ReadFigures = Callable[[str, list[int]], pd.DataFrame]
"""As `Ledger.figures`: the figures of a sheet of some submissions."""

_VARIABLES = 500
"""Submissions asked for in one statement; databases bound the number of variables."""

_OF_ROWS = (DataError, IntegrityError)  # what a database says of a row, not of itself


class Ledger:
    """The ledger at a database URL, an older version of its tables brought up to today's. Where there is none a new one
    is begun, or, if it is not to `begin`, EmptyLedger raised."""

    def __init__(self, url: str, begin: bool = True) -> None:
        address = sa.make_url(url)
        self._shown = address.render_as_string(hide_password=True)
        try:
            self.engine = engine_of(address)
            with self._sentences():
                bring_up_to_date(self.engine, begin)
        except ModuleNotFoundError as error:
            raise unusable(self._shown, error) from error

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        """One transaction: all of it or nothing."""
        with self._sentences(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """A database that fails is one clear sentence."""
        try:
            yield
        except NoLedger as error:
            raise EmptyLedger(f"Buku besar '{self._shown}' kosong.") from error
        except WrongVersion as error:
            raise LedgerError(f"Buku besar '{self._shown}' {error}.") from error
        except pd.errors.DatabaseError as error:  # what it wraps says why
            raise unusable(self._shown, error.__cause__ or error) from error
        except (SQLAlchemyError, self.engine.dialect.dbapi.Error) as error:  # rows may be fetched by the driver itself
            if isinstance(error, _OF_ROWS):
                raise RowRefused(f"buku besar menolak isinya: {reason_of(error)}") from error
            raise unusable(self._shown, error) from error

    def known(self, province_code: str) -> dict[tuple[str, str], datetime]:
        """(file name, SHA-256) -> received of every file that a province took in, or another one as that of its own
        regency."""
        taker, owner = submissions.c.province_code, sa.func.substr(submissions.c.regency_code, 1, 2)
        query = sa.select(submissions.c.file_name, submissions.c.sha256, submissions.c.received_at)
        with self._begin() as connection:
            rows = connection.execute(query.where((taker == province_code) | (owner == taker)))
            return {(row.file_name, row.sha256): datetime.fromisoformat(row.received_at) for row in rows}

    def earlier(self, province_code: str) -> dict[tuple[str, str], tuple[str, datetime]]:
        """(regency code, SHA-256) -> (file name, received) of the submission with that content that came first."""
        mine = sa.select(submissions).where(submissions.c.province_code == province_code)
        query = mine.where(submissions.c.status != DUPLICATE).order_by(submissions.c.received_at, submissions.c.id)
        found: dict[tuple[str, str], tuple[str, datetime]] = {}
        with self._begin() as connection:
            for row in connection.execute(query):
                first = (row.file_name, datetime.fromisoformat(row.received_at))
                found.setdefault((row.regency_code, row.sha256), first)
        return found

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """One transaction during which nobody else records: what is asked in it stays as it is until its end."""
        with self._begin() as connection:
            wait_until_alone(connection, RECORDING)
            yield connection

    def settle(self) -> None:
        """Returns once what others were recording is there, or is given up: a moment that was noted before has all that
        belongs to it."""
        with self.alone():
            pass

    def record(self, province_code: str, checked: list[Checked], at: datetime | None = None) -> None:
        """Takes submissions in, in the order they were received, in one transaction; of one second in the order given.
        A file that is there already (same name, same content) is passed over. `at` is the moment that their run stands
        for."""
        ordered = sorted(checked, key=lambda one: one.arrival.received_at)
        with self.alone() as connection:
            known = sa.select(submissions.c.file_name, submissions.c.sha256)
            rows = connection.execute(known.where(submissions.c.province_code == province_code))
            present = {(row.file_name, row.sha256) for row in rows}
            new = [one for one in ordered if (sent_name(one.arrival), one.arrival.sha256) not in present]
            insert_checked(connection, province_code, new, at)

    def files(
        self, province_code: str, period: Period, as_of: datetime, since: Period | None = None, regency_code: str = ""
    ) -> DataFrame[Files]:
        """A row a submission of the quarter (or of all quarters from `since` to it; of one regency, where it is named)
        known at `as_of`."""
        only = [submissions.c.period.between((since or period).key, period.key)]
        only += [submissions.c.regency_code == regency_code] if regency_code else []
        with self._begin() as connection:
            return latest_readings(sent_until(connection, province_code, as_of, *only))

    def reported_before(self, province_code: str, period: Period, as_of: datetime) -> bool:
        """Whether a regency of the province has sent anything for an earlier quarter, as known at `as_of`."""
        query = sa.select(submissions.c.id).where(
            submissions.c.province_code == province_code,
            submissions.c.regency_code.not_in(["", province_code]),
            submissions.c.period < period.key,
            submissions.c.status != DUPLICATE,
            known_at(province_code, utc_text(as_of)),
        )
        with self._begin() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def other_periods(self, province_code: str, period: Period, as_of: datetime) -> list[tuple[str, str, str]]:
        """(file name, quarter, time of receipt) of what was received for other quarters since this one began."""
        query = sa.select(submissions).where(
            submissions.c.province_code == province_code,
            submissions.c.period != period.key,
            submissions.c.status != DUPLICATE,
            known_at(province_code, utc_text(as_of)),
            submissions.c.received_at >= period.starts.isoformat(),
        )
        with self._begin() as connection:
            rows = connection.execute(query.order_by(submissions.c.id))
            return [(row.file_name, row.period, row.received_at) for row in rows]

    def figures(self, key: str, ids: list[int]) -> pd.DataFrame:
        """The figures of a sheet (contract in `schemas.frames.FIGURES`) of some submissions."""
        table, model = table_of(key), FIGURES[key]
        return frame_of(model, self._rows([table.c[name] for name in columns(model)], ids))

    def figures_once(self, ids: list[int]) -> ReadFigures:
        """What `figures` gives of any of these submissions; of each sheet they are read once, for all who ask."""
        held = cache(lambda key: self.figures(key, ids))

        def of(key: str, wanted: list[int]) -> pd.DataFrame:
            return held(key)[held(key)["submission"].isin(wanted)].reset_index(drop=True)

        return of

    def findings(self, ids: list[int]) -> dict[int, list[Finding]]:
        """Submission id -> its findings, most important first."""
        found: dict[int, list[Finding]] = {id_: [] for id_ in ids}
        for row in self._of_submissions(findings, ids).itertuples(index=False):
            place, follows = (row.sheet, row.cell, row.value), (row.cause or "", row.cells or "")
            finding = Finding(row.rule, Severity(row.severity), row.message, *place, row.explanation, *follows)
            found[row.submission].append(finding)
        return found

    def submission(self, province_code: str, regency_code: str, period: str, revision: int) -> pd.Series | None:
        """One submission as a row of `files`; None where there is none."""
        same = {"province_code": province_code, "regency_code": regency_code, "period": period, "revision": revision}
        with self._begin() as connection:
            query = submissions_as_they_came().where(*(submissions.c[name] == one for name, one in same.items()))
            frame = in_order_of_receipt(pd.read_sql(query, connection))
        return None if frame.empty else frame.iloc[0]

    def totals(self, ids: list[int]) -> dict[int, dict[str, dict[str, int | float]]]:
        """Submission id -> sheet key -> `rows` and the sums of `schemas.receipt.TOTALS`, 0 where nothing was read."""
        found = {id_: {key: dict.fromkeys(("rows", *names), 0) for key, names in TOTALS.items()} for id_ in ids}
        for key, names in TOTALS.items():
            table = table_of(key)
            sums = [sa.func.coalesce(sa.func.sum(table.c[name]), 0).label(name) for name in names]
            for row in self._grouped(table, [sa.func.count().label("rows"), *sums], ids):
                told = row._mapping
                found[row.submission][key] = {name: _whole(told[name]) for name in ("rows", *names)}
        return found

    def _grouped(self, table: sa.Table, measures: list[sa.Label], ids: list[int]) -> list[sa.Row]:
        query = sa.select(table.c.submission, *measures).group_by(table.c.submission)
        with self._begin() as connection:
            parts = (ids[start : start + _VARIABLES] for start in range(0, len(ids), _VARIABLES))
            return [row for part in parts for row in connection.execute(query.where(table.c.submission.in_(part)))]

    def places(self, ids: list[int]) -> DataFrame[Places]:
        """Where the sheets of some submissions were read."""
        frame = self._of_submissions(places, ids)
        headings = [json.loads(kept) if kept else {} for kept in frame["headings"]]
        return typed(Places, frame.assign(letters=frame["letters"].map(json.loads), headings=headings))

    def cells(self, ids: list[int]) -> dict[int, Account]:
        """Submission id -> what became of its filled cells; nothing for one that could not be opened."""
        groups: dict[int, list[CellGroup]] = {id_: [] for id_ in ids}
        for row in self._of_submissions(cell_groups, ids).itertuples(index=False):
            groups[row.submission].append(group_of(row))
        return {id_: Account(tuple(of_submission)) for id_, of_submission in groups.items()}

    def _of_submissions(self, table: sa.Table, ids: list[int]) -> pd.DataFrame:
        """The rows of some submissions in the order they were recorded, without their own number."""
        wanted = [column for column in table.columns if column.name != "id"]
        return pd.DataFrame.from_records(self._rows(wanted, ids), columns=[column.name for column in wanted])

    def _rows(self, wanted: list[sa.Column], ids: list[int]) -> list[tuple]:
        table = wanted[0].table
        query = sa.select(*wanted).order_by(table.c.submission, table.c.id)
        parts = (ids[start : start + _VARIABLES] for start in range(0, len(ids), _VARIABLES))
        with self._begin() as connection:
            return [row for part in parts for row in _fetched(connection, query.where(table.c.submission.in_(part)))]

    def record_run(self, province_code: str, period: Period, as_of: datetime, started: datetime, outcome: str) -> None:
        """One line for a run that came to its end."""
        moments = {"as_of": as_of, "started_at": started, "finished_at": datetime.now(UTC)}
        self.append(runs, province_code=province_code, period=period.key, outcome=outcome, **moments)

    def append(self, table: sa.Table, **row: object) -> None:
        """One row of a table that is written line by line; moments are kept in UTC."""
        values = {name: utc_text(value) if isinstance(value, datetime) else value for name, value in row.items()}
        with self._begin() as connection:
            connection.execute(table.insert().values(values))

    def add(self, table: sa.Table, rows: list[dict[str, object]]) -> None:
        """Many rows of such a table; one that somebody else has just written stays."""
        insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[self.engine.dialect.name]
        with self._begin() as connection:
            connection.execute(insert(table).on_conflict_do_nothing(), rows)

    def rows(self, table: sa.Table, **same: object) -> list[sa.Row]:
        """The rows of such a table that have these values, oldest first."""
        with self._begin() as connection:
            return list(connection.execute(sa.select(table).filter_by(**same).order_by(table.c.id)))

    def newest_first(self, table: sa.Table, **same: object) -> Iterator[sa.Row]:
        """The same from the newest on, as far as they are asked for: some tables grow by one every few minutes."""
        query = sa.select(table).filter_by(**same).order_by(table.c.id.desc())
        with self._begin() as connection:
            yield from connection.execute(query.execution_options(yield_per=100))

    def received(self, province_code: str, as_of: datetime) -> list[tuple[int, str]]:
        """(id, status) of every submission of a province received until `as_of`, of all quarters."""
        query = sa.select(submissions.c.id, submissions.c.status).where(
            submissions.c.province_code == province_code, known_at(province_code, utc_text(as_of))
        )
        with self._begin() as connection:
            return [(row.id, row.status) for row in connection.execute(query.order_by(submissions.c.id))]


def _fetched(connection: sa.Connection, query: sa.Select) -> list[tuple]:
    """The rows as the driver gives them: for two hundred thousand figures SQLAlchemy's own rows cost as much again."""
    text = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(text))
        return cursor.fetchall()
    finally:
        cursor.close()


def _whole(value: float) -> int | float:
    """A whole number as one. Six decimals are kept: beyond them is only the order of adding."""
    return int(value) if value == int(value) else round(value, 6)

"""What the ledger holds of a submission: its own line, and the rows of the other tables in the order of their columns
after `id`."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from itertools import islice

import pandas as pd
import sqlalchemy as sa
from pandera.typing.pandas import DataFrame

from schemas.contract import typed
from schemas.finding import Severity
from schemas.frames import FIGURES
from schemas.ledger import (
    DUPLICATE,
    LOOKED,
    SENT,
    arrivals,
    cell_groups,
    findings,
    places,
    recordings,
    runs,
    sends,
    submissions,
    table_of,
)
from schemas.reconciliation import CellGroup, Fate, Reason
from schemas.sent import Files
from schemas.submission import Checked
from tasks.ledger.file_names import READ_AGAIN, first_name, sent_name

_AT_ONCE = 10_000
"""Rows that are held to be written: a nation's have no place in memory beside what they are made of."""

EVER = datetime.max.replace(tzinfo=UTC)
_MOMENTS, _JUST = ("received_at", "seen_at", "sent_last"), timedelta(microseconds=1)


def utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def local_text(moment: str, zone: tzinfo) -> str:
    """A moment of the ledger in a province's zone; '' for none."""
    return datetime.fromisoformat(moment).astimezone(zone).isoformat(timespec="seconds") if moment else ""


def submission_row(province_code: str, one: Checked, revision: int) -> dict[str, object]:
    return {
        "province_code": province_code,
        "regency_code": one.regency_code,
        "period": one.period.key,
        "revision": revision,
        "file_name": sent_name(one.arrival),
        "sha256": one.arrival.sha256,
        "size": one.arrival.size,
        "archived": f"{one.archived.parent.name}/{one.archived.name}",
        "kind": one.normalised.kind,
        "form_version": one.normalised.identity.form_version,
        "received_at": utc_text(one.arrival.received_at),
        "status": DUPLICATE if one.duplicate else one.status,
        "errors": one.count(Severity.ERROR),
        "warnings": one.count(Severity.WARNING),
    }


def _finding_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for each in one.findings:
        place = each.sheet, each.cell, each.value
        yield id_, each.rule, str(each.severity), *place, each.message, each.explanation, each.cause, each.cells


def _place_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for key, place in one.normalised.places.items():
        if key not in one.normalised.traces:
            continue  # only supposed to stand there
        yield id_, key, place.title, place.header_row, json.dumps(place.letters), json.dumps(place.headings)


def _cell_rows(id_: int, one: Checked) -> Iterator[tuple]:
    for each in one.cells.groups:
        reason = each.reason.name if each.reason else ""
        yield id_, each.fate.name, each.count, each.sheet, each.cells, reason, each.rule


def group_of(row: tuple) -> CellGroup:
    """A row of `cell_groups` as what it was."""
    return CellGroup(
        Fate[row.fate], row.count, row.sheet, row.cells, Reason[row.reason] if row.reason else None, row.rule
    )


def _figure_rows(key: str, id_: int, one: Checked) -> list[tuple]:
    return [(id_, *row) for row in one.normalised.figures.get(key, [])]


ROWS: dict[sa.Table, Callable[[int, Checked], Iterable[tuple]]] = {
    findings: _finding_rows,
    places: _place_rows,
    cell_groups: _cell_rows,
    **{table_of(key): partial(_figure_rows, key) for key in FIGURES},
}
"""Table -> its rows of a submission (by its id in the ledger)."""


def in_order_of_receipt(read: pd.DataFrame) -> DataFrame[Files]:
    """Rows of `submissions_as_they_came`. What was sent again through the door while it was the last stands where it
    was sent last. Where the clock was set back between two of one way, the later one's own time holds, and the order is
    that in which they came: the door records each sending as it comes, and looks note one after the other."""
    files = _with_moments(read)
    came, by_door = files[["received_at", "sent_last"]].max(axis=1), files["way"] == SENT
    newest_first = files.assign(_place=came).sort_values("id", ascending=False)
    at_the_latest = newest_first.groupby(["way", "regency_code", "period"])["_place"].cummin()
    place = at_the_latest.where(by_door, _before_it_was_set_back(files[files["way"] == LOOKED], came))
    placed = files.assign(_place=place).sort_values(["_place", "id"], ignore_index=True)
    named = placed.rename(columns=str)  # SQLAlchemy's own kind of text is none to Parquet
    return typed(Files, named.drop(columns=["_place", "sent_last", "arrival", "seen_at"]))


def _before_it_was_set_back(looked: pd.DataFrame, came: pd.Series) -> pd.Series:
    """When each came; what was noted by a clock that was ahead, just before what came after it by one that was not."""
    noted = looked.sort_values("arrival", ascending=False)
    if noted["seen_at"].is_monotonic_decreasing:
        return came
    place = came.copy()
    earliest = noted.groupby(["regency_code", "period"])["seen_at"].cummin()
    for row in noted[noted["seen_at"] > earliest].itertuples():
        of = (noted["regency_code"] == row.regency_code) & (noted["period"] == row.period)
        after = noted.index[of & (noted["arrival"] > row.arrival) & (noted["seen_at"] < row.seen_at)]
        place[row.Index] = min(came[row.Index], came[after].min() - _JUST)
    return place


def sent_until(
    connection: sa.Connection, province_code: str, as_of: datetime, *only: sa.ColumnElement[bool]
) -> DataFrame[Files]:
    """What of a province was known at a moment, in order of receipt."""
    mine = submissions.c.province_code == province_code, known_at(province_code, utc_text(as_of))
    return in_order_of_receipt(pd.read_sql(submissions_as_they_came(as_of).where(*mine, *only), connection))


def latest_readings(files: DataFrame[Files]) -> DataFrame[Files]:
    """Rows of submissions in order of receipt, of each file its last reading only, at the place that its first had."""
    if not files["file_name"].str.contains(READ_AGAIN).any():
        return files
    of = [files["file_name"].map(first_name), files["sha256"]]
    last = files["id"] == files.groupby(of)["id"].transform("max")
    place = pd.Series(range(len(files)), files.index).groupby(of).transform("min")
    return files.assign(_place=place)[last].sort_values("_place").drop(columns="_place")


def submissions_as_they_came(as_of: datetime = EVER) -> sa.Select:
    """Every submission with how it came, as far as that was kept, and when the door was last asked for it by then."""
    asked = sa.select(sa.func.max(sends.c.sent_at)).where(sends.c.submission == submissions.c.id)
    last = asked.where(sends.c.sent_at <= utc_text(as_of)).correlate(submissions).scalar_subquery()
    how_it_came = (arrivals.c[name] for name in ("way", "reason", "stated_at", "seen_at"))
    return (
        sa.select(submissions, *how_it_came, arrivals.c.id.label("arrival"), last.label("sent_last"))
        .outerjoin(recordings, recordings.c.submission == submissions.c.id)
        .outerjoin(arrivals, arrivals.c.id == recordings.c.arrival)
    )


def _with_moments(read: pd.DataFrame) -> pd.DataFrame:
    """Rows of these with their times as such."""
    told = {name: read[name].fillna("") for name in ("way", "reason", "stated_at")}
    return read.assign(**{name: pd.to_datetime(read[name], utc=True) for name in _MOMENTS}, **told)


def known_at(province_code: str, moment: str) -> sa.ColumnElement[bool]:
    """Whether a submission of the province was received and recorded by then. When an older one was recorded is not
    kept: it was by the first run that ended after it was received, or else at once."""
    received = submissions.c.received_at
    recorded = sa.select(recordings.c.recorded_at).where(recordings.c.submission == submissions.c.id)
    recorded = recorded.correlate(submissions).scalar_subquery()
    ended = sa.select(sa.func.max(runs.c.finished_at)).where(runs.c.province_code == province_code)
    by_then, ever = ended.where(runs.c.as_of <= moment).scalar_subquery(), ended.scalar_subquery()
    of_old = sa.or_(received <= by_then, received > sa.func.coalesce(ever, ""))
    return sa.and_(received <= moment, sa.or_(recorded <= moment, sa.and_(recorded.is_(None), of_old)))


def insert_checked(connection: sa.Connection, province_code: str, new: list[Checked], at: datetime | None) -> list[int]:
    """Submissions with all that belongs to them; their ids, in order. `at` is when they are recorded."""
    taken = list(zip(_insert_submissions(connection, province_code, new), new, strict=True))
    for table, rows_of in ROWS.items():
        insert_many(connection, table, (row for id_, one in taken for row in rows_of(id_, one)))
    insert_many(connection, recordings, [(id_, one.arrival.id, utc_text(at)) for id_, one in taken] if at else [])
    return [id_ for id_, _ in taken]


def _insert_submissions(connection: sa.Connection, province_code: str, new: list[Checked]) -> list[int]:
    """Their ids, in order. Revisions go on from those of the same regency and quarter."""
    if not new:
        return []
    same = submissions.c.regency_code, submissions.c.period
    highest = sa.select(*same, sa.func.max(submissions.c.revision)).where(submissions.c.province_code == province_code)
    revisions = {(regency, period): last for regency, period, last in connection.execute(highest.group_by(*same))}
    rows = []
    for one in new:
        of = one.regency_code, one.period.key
        revisions[of] = revisions.get(of, 0) + 1
        rows.append(submission_row(province_code, one, revisions[of]))
    return list(
        connection.scalars(submissions.insert().returning(submissions.c.id, sort_by_parameter_order=True), rows)
    )


def insert_many(connection: sa.Connection, table: sa.Table, rows: Iterable[tuple]) -> None:
    """Rows in the order of the table's columns after `id`; by the driver itself, several times faster for many rows.

    What is not known is NULL: SQLite makes that of a NaN itself.
    """
    names = [column.name for column in table.columns if column.name != "id"]
    statement = table.insert().compile(dialect=connection.dialect, column_keys=names)
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        values = part if statement.positional else [dict(zip(names, map(_known, row), strict=True)) for row in part]
        connection.exec_driver_sql(statement.string, values)


def _known(value: object) -> object:
    return None if value != value else value

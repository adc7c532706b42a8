"""The ledger of a province as it stands at a moment, for who asks the same of many of its quarters: what each of them
would ask anew is asked once, of all."""

from datetime import datetime

import sqlalchemy as sa
from pandera.typing.pandas import DataFrame

from schemas.ledger import approvals, messages, publications
from schemas.period import Period
from schemas.sent import Files
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import latest_readings, sent_until

_WHOLE, _BY = (approvals, publications, messages), ("run", "period", "province_code")
"""Tables of which all is read, for they have some rows a quarter, and by what somebody looks for rows of them."""


class Look(Ledger):
    """What is recorded after it has begun, it may not know."""

    def __init__(self, ledger: Ledger, province_code: str, as_of: datetime) -> None:
        vars(self).update(vars(ledger))  # its connections
        self._of, self._rows_of, self._received = (province_code, as_of), {}, super().received(province_code, as_of)
        with self._begin() as connection:
            sent = sent_until(connection, province_code, as_of)
        self._none = sent.iloc[:0]
        self._sent = {key: latest_readings(of.reset_index(drop=True)) for key, of in sent.groupby("period")}

    def files(
        self, province_code: str, period: Period, as_of: datetime, since: Period | None = None, regency_code: str = ""
    ) -> DataFrame[Files]:
        if (province_code, as_of) != self._of or since or regency_code:
            return super().files(province_code, period, as_of, since, regency_code)
        return self._sent.get(period.key, self._none)

    def received(self, province_code: str, as_of: datetime) -> list[tuple[int, str]]:
        return self._received if (province_code, as_of) == self._of else super().received(province_code, as_of)

    def rows(self, table: sa.Table, **same: object) -> list[sa.Row]:
        by = next((name for name in _BY if name in same), "")
        if table not in _WHOLE or not by:
            return super().rows(table, **same)
        if (table.name, by) not in self._rows_of:
            self._rows_of[table.name, by] = _grouped(super().rows(table), by)
        found = self._rows_of[table.name, by].get(same.pop(by), ())
        return [row for row in found if all(getattr(row, name) == value for name, value in same.items())]


def _grouped(rows: list[sa.Row], by: str) -> dict[object, list[sa.Row]]:
    found: dict[object, list[sa.Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found

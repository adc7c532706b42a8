"""The provinces by code, for what must begin at once: forms, the gate, the command line. `catalogue.table("provinces")`
is the same file as a table, checked by its contract."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Province(NamedTuple):
    code: str
    name: str
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        """Of its deadlines and nights."""
        return ZoneInfo(self.timezone)


@cache
def provinces() -> dict[str, Province]:
    with (files("config") / "reference" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Province(**row) for row in csv.DictReader(lines)}

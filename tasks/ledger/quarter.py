"""A province's quarter at a moment: what every question to the ledger is about."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pandera.typing.pandas import DataFrame

from config import catalogue
from config.provinces import provinces
from schemas.period import Period
from schemas.reference import Regions


@dataclass(frozen=True)
class Quarter:
    """A province's quarter as known at `as_of`, which is in the province's time zone."""

    province_code: str
    period: Period
    as_of: datetime

    @property
    def key(self) -> dict[str, str]:
        """What the rows about it have in the ledger."""
        return {"province_code": self.province_code, "period": self.period.key}

    @property
    def regions(self) -> DataFrame[Regions]:
        """Every regency of the province."""
        return catalogue.regencies(self.province_code)

    @property
    def zone(self) -> ZoneInfo:
        return provinces()[self.province_code].zone

    @property
    def deadline(self) -> datetime:
        return catalogue.deadline(self.period, self.province_code)

"""The contract of what a report adds up beyond the figures of its data files."""

import pandera.pandas as pa
from pandera.typing.pandas import Index, Series

from schemas.contract import Frame
from schemas.reference import FIELDS


class ServiceTotals(Frame):
    """A service that takes part anywhere: the `mean` of its indices, how many `regencies` it takes part in and in how
    many of them it is `short` of 100, the `lowest` index and `where` it is."""

    service_code: Index[str] = pa.Field(check_name=True, unique=True)
    mean: Series[float] = pa.Field(in_range={"min_value": 0, "max_value": 100})
    short: Series[int] = pa.Field(ge=0)
    regencies: Series[int] = pa.Field(ge=1)
    lowest: Series[float] = pa.Field(in_range={"min_value": 0, "max_value": 100})
    where: Series[str]


class Amounts(Frame):
    """Rupiah `allocation` and `realised` of what the index names: all bidang, or each regency."""

    code: Index[str] = pa.Field(unique=True)
    allocation: Series[float]
    realised: Series[float]


class RequiredItems(Frame):
    """A reported quality item with a requirement: what is `counted` of it, which `pct` of the requirement that is, and
    whether it is `met`."""

    regency_code: Series[str]
    revision: Series[int]
    row: Series[int]
    service_code: Series[str]
    item_code: Series[str]
    unit: Series[str]
    required: Series[float] = pa.Field(gt=0)
    available: Series[float] = pa.Field(nullable=True)
    stated_unavailable: Series[float] = pa.Field(nullable=True)
    stated_pct: Series[float] = pa.Field(nullable=True)
    note: Series[str]
    counted: Series[float] = pa.Field(nullable=True)
    pct: Series[float] = pa.Field(nullable=True)
    met: Series[bool]


class ItemTotals(Frame):
    """An item: `required` and `counted` of all regencies, and how many have too few (`short`)."""

    item_code: Index[str] = pa.Field(check_name=True, unique=True)
    required: Series[float]
    counted: Series[float]
    short: Series[int] = pa.Field(ge=0)


class ServiceItems(Frame):
    """A service of a regency: how many items it requires, how many are `met`, and the one furthest off."""

    regency_code: Series[str]
    service_code: Series[str]
    required: Series[int] = pa.Field(ge=1)
    met: Series[int] = pa.Field(ge=0)
    lowest: Series[str]
    lowest_pct: Series[float] = pa.Field(nullable=True)


class Wordings(Frame):
    """A wording (its own columns stand first), most reported first: the codes of its `services` and `regencies`, how
    many regencies these are (`spread`), and how often it was `reported`."""

    class Config:
        strict = False
        ordered = True

    services: Series[object]
    regencies: Series[object]
    reported: Series[int] = pa.Field(ge=1)
    spread: Series[int] = pa.Field(ge=1)


class StagesDone(Frame):
    """A bidang: how many regencies say of each stage that it is done."""

    field_code: Index[str] = pa.Field(check_name=True, isin=list(FIELDS), unique=True)
    data_collection: Series[int]
    needs_calculation: Series[int]
    planning: Series[int]
    implementation: Series[int]

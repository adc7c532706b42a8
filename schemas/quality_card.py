"""The quality card of a regency (rapor mutu data): how well it reports, not how well it delivers."""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import DataFrame, Series

from schemas.contract import Frame
from schemas.frames import FIGURES
from schemas.reference import FIELDS

MENDING = ("belum lapor", "langsung diterima", "sudah diperbaiki", "belum diperbaiki")
"""Nothing came; the first file was good; a good one followed a rejected one; none has yet."""


class Entries(Frame):
    """What the form requires of a regency's latest submission of a bidang on a sheet (its required columns times its
    services, items or fields), and how much of it is filled (`tasks.compute.fill_rate`)."""

    regency_code: Series[str]
    field_code: Series[str] = pa.Field(isin=list(FIELDS))
    sheet: Series[str] = pa.Field(isin=list(FIGURES))
    required: Series[int] = pa.Field(gt=0)
    filled: Series[int] = pa.Field(ge=0)


class SheetFill(Frame):
    """The entries of a regency's latest submissions, by sheet."""

    regency_code: Series[str]
    sheet: Series[str] = pa.Field(isin=list(FIGURES))
    required_cells: Series[int] = pa.Field(gt=0)
    filled_cells: Series[int] = pa.Field(ge=0)

    @pa.dataframe_check
    def at_most_all(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["filled_cells"] <= frame["required_cells"]


class RuleErrors(Frame):
    """How often a rule found an error in what a regency sent for a quarter, every revision counted."""

    regency_code: Series[str]
    period: Series[str]
    rule: Series[str]
    errors: Series[int] = pa.Field(gt=0)


class QualityCard(Frame):
    """One regency in one quarter; every regency of the province has a row.

    `submissions` and `errors` count all revisions; `repeated` the different mistakes among them that stood already in
    the submission before, or in one of the quarter before: same rule, sheet, service and column. `days_to_good` lies
    between the first rejected and the first accepted one, NaN unless `mending` is `sudah diperbaiki`.
    """

    regency_code: Series[str] = pa.Field(unique=True)
    submissions: Series[int] = pa.Field(ge=0)
    errors: Series[int] = pa.Field(ge=0)
    repeated: Series[int] = pa.Field(ge=0)
    mending: Series[str] = pa.Field(isin=list(MENDING))
    days_to_good: Series[float] = pa.Field(ge=0, nullable=True)


@dataclass(frozen=True)
class QualityCards:
    """The cards of a province's regencies and their errors by rule.

    `periods` are the keys of the quarters that `errors` looks back over, oldest first; the last one is the card's own.
    """

    periods: tuple[str, ...]
    cards: DataFrame[QualityCard]
    errors: DataFrame[RuleErrors]

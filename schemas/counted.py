"""The contract of what a report takes from its regencies' submissions."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame
from schemas.frames import FIGURES, STATUSES


def _counted(model: type[pa.DataFrameModel]) -> pa.DataFrameSchema:
    figures = model.to_schema().remove_columns(["submission"]).columns
    whose = {"regency_code": pa.Column(str), "revision": pa.Column(int)}
    return pa.DataFrameSchema(whose | figures, strict=True, ordered=True)


COUNTED = {key: _counted(model) for key, model in FIGURES.items()}
"""Sheet key -> its figures in the counting submissions: `regency_code` and `revision` in place of `submission`."""


class Intake(Frame):
    """A file received for the quarter, sorted by regency and revision, without repeated content. `counts` says whether
    any of its figures do, `fields` which bidang it covers, `last` that no later one of its regency covers one of them;
    `way`, `reason` and `stated_at` how it came and the date of the file itself, '' where that is not known."""

    regency_code: Series[str]
    regency_name: Series[str]
    revision: Series[int] = pa.Field(ge=1)
    file_name: Series[str]
    sha256: Series[str]
    received_at: Series[str]
    on_time: Series[pd.BooleanDtype]
    status: Series[str] = pa.Field(isin=list(STATUSES))
    errors: Series[int] = pa.Field(ge=0)
    warnings: Series[int] = pa.Field(ge=0)
    counts: Series[bool]
    fields: Series[object]
    last: Series[bool]
    way: Series[str]
    reason: Series[str]
    stated_at: Series[str]


class CountedPlaces(Frame):
    """Where the figures of a counting submission stand in its file; a figure's `row` is its row there."""

    regency_code: Series[str]
    revision: Series[int]
    sheet: Series[str]
    title: Series[str]
    letters: Series[object]

"""The contract of the frames that say what was sent, as the ledger gives them."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame
from schemas.reference import FIELDS


class Files(Frame):
    """A submission of the ledger as it was last read, in order of receipt. `received_at` is UTC. `way`, `reason` and
    `stated_at` (the date of the file itself) tell how it came, '' of older ones."""

    id: Series[int] = pa.Field(unique=True)
    province_code: Series[str]
    regency_code: Series[str]
    period: Series[str]
    revision: Series[int]
    file_name: Series[str]
    sha256: Series[str]
    size: Series[int]
    archived: Series[str]
    kind: Series[str]
    form_version: Series[str]
    received_at: Series[pd.DatetimeTZDtype] = pa.Field(dtype_kwargs={"unit": "us", "tz": "UTC"})
    status: Series[str]
    errors: Series[int] = pa.Field(ge=0)
    warnings: Series[int] = pa.Field(ge=0)
    way: Series[str]
    reason: Series[str]
    stated_at: Series[str]


class FilesByField(Files):
    """A submission and a bidang that it covers."""

    id: Series[int]
    field_code: Series[str] = pa.Field(isin=list(FIELDS))


class Places(Frame):
    """Where a sheet of a submission was read, for tracing a figure: `sheet` is its key, `letters` column key -> Excel
    letter, `headings` column key -> as it stood in the file (nothing where that was not kept)."""

    submission: Series[int]
    sheet: Series[str]
    title: Series[str]
    header_row: Series[int]
    letters: Series[object]
    headings: Series[object]

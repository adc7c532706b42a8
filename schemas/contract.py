"""What every contract of a frame is: its columns in their order; and a quick look at whether a frame keeps it."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pandas as pd
import pandera.pandas as pa

_HOLDS: dict[str, Callable[..., pd.Series]] = {
    "greater_than": lambda values, min_value: values > min_value,
    "greater_than_or_equal_to": lambda values, min_value: values >= min_value,
    "less_than_or_equal_to": lambda values, max_value: values <= max_value,
    "isin": lambda values, allowed_values: values.isin(allowed_values),
    "str_matches": lambda values, pattern: values.str.match(pattern),
    "str_length": lambda values, min_value, max_value, exact_value: (
        (values.str.len() >= min_value) & (max_value is exact_value is None)
    ),
}
"""pandera's name of a check -> which values are seen to pass it."""


class Frame(pa.DataFrameModel):
    """Exactly its columns, in their order."""

    class Config:
        strict = True
        ordered = True

    @classmethod
    def validate(cls, check_obj: pd.DataFrame, *args, **how) -> pd.DataFrame:
        """pandera takes a millisecond a column, whatever it holds, to be able to say what is wrong: it is asked where
        something may be."""
        with suppress(KeyError, ValueError):  # a column that is missing, a text in the place of a number
            frame = typed(cls, check_obj) if schema_of(cls).coerce else check_obj
            if keeps(frame, schema_of(cls)):
                return frame.copy(deep=False)  # as pandera's: who changes it changes nobody else's
        return super().validate(check_obj, *args, **how)


@cache
def schema_of(model: type[pa.DataFrameModel]) -> pa.DataFrameSchema:
    """A contract's schema, for which pandera looks through all of the model each time."""
    return model.to_schema()


def typed(model: type[pa.DataFrameModel], frame: pd.DataFrame) -> pd.DataFrame:
    """In the types of the contract: the columns of an empty frame have none of their own."""
    given = frame.dtypes
    wanted = {name: column.dtype.type for name, column in schema_of(model).columns.items()}
    others = {name: one for name, one in wanted.items() if given[name] != one}
    return frame.astype(others) if others else frame.copy(deep=False)


def keeps(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> bool:
    """Whether a frame is seen to keep a contract; of some that do it is not."""
    if schema.checks or schema.index or list(frame.columns) != list(schema.columns):
        return False
    if schema.unique and frame.duplicated(schema.unique).any():
        return False
    return all(_is_kept(frame[name], column) for name, column in schema.columns.items())


def _is_kept(values: pd.Series, column: pa.Column) -> bool:
    known = values.dropna() if values.hasnans else values
    return (
        values.dtype == column.dtype.type
        and (column.nullable or len(known) == len(values))
        and not (column.unique and values.duplicated().any())
        and all(one.name in _HOLDS and _HOLDS[one.name](known, **one.statistics).all() for one in column.checks)
    )

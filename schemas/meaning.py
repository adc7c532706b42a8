"""What a data file and its columns mean, in the words of those who use them (`config/data_files.toml`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnMeaning:
    """`unit` is what the number counts or measures, '' where there is none."""

    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class TableMeaning:
    """A data file; `columns` by the name of the column."""

    title: str
    description: str
    columns: dict[str, ColumnMeaning]

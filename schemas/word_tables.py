"""The contract of the reference tables that say what words in cells and headings mean."""

import pandera.pandas as pa
from pandera.typing.pandas import Series

from schemas.contract import Frame


class CellWords(Frame):
    """A row is a word found in cells for numbers and how it is read."""

    word: Series[str] = pa.Field(unique=True)
    reading: Series[str] = pa.Field(isin=["zero", "nihil", "missing"])
    note: Series[str]


class Abbreviations(Frame):
    """A row is a word as people shorten it in headings, and the word in full."""

    word: Series[str] = pa.Field(unique=True)
    meaning: Series[str]


class ChoiceWords(Frame):
    """A row is a word or sign found in cells for a choice and the choice that it means: one of a list that has it."""

    word: Series[str]
    choice: Series[str]
    note: Series[str]

    class Config:
        unique = ["word", "choice"]  # noqa: RUF012 - pandera's own way to say it

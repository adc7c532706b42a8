"""The quarter's figures as e-SPM, the ministry's application, asks for them: tables of the file `config/espm.toml`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class EspmColumn:
    """`heading` is what people read; `unit` is '' where there is none."""

    key: str
    heading: str
    type: Literal["text", "count", "rupiah", "percent", "year"]
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class EspmLayout:
    """One table. `sheet` is the key of the form's sheet that its rows come from."""

    name: str
    sheet: str
    title: str
    columns: tuple[EspmColumn, ...]
